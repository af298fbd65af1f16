package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/carrier"
)

// logDir writes a folder of packed logs, with lines that follow from their number,
// and returns the lines in the order of the files.
func logDir(t *testing.T, files, lines int) (dir string, all []string) {
	t.Helper()
	dir = t.TempDir()
	statuses := []string{"Success", "Success", "Failed:ClientCertExpired", "Success", "Failed:ClientCertUntrusted"}
	for f := range files {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		for i := range lines {
			n := f*lines + i
			e := carrier.ALBEntry{
				Time: time.Date(2026, 7, 1, 0, 0, n, 0, time.UTC), ClientIP: fmt.Sprintf("203.0.113.%d", n%7), ClientPort: 1024 + n, ListenerPort: 443,
				Protocol: "TLSv1.3", Cipher: "TLS_AES_128_GCM_SHA256", Latency: time.Millisecond, Status: statuses[n%len(statuses)],
				Subject: fmt.Sprintf("CN=client \\\"%d\\\",O=Müller\\, Söhne", n%11), Serial: fmt.Sprintf("%04X", n%11), Validity: "NotBefore=2026-01-01T00:00:00Z;NotAfter=2027-01-01T00:00:00Z",
				Trace: fmt.Sprintf("TID_%d", n),
			}
			line := string(carrier.AppendALBRecord(nil, &e))
			all = append(all, line)
			fmt.Fprintln(z, line)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("conn_log_%03d.log.gz", f)), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, all
}

// The counts are those that zcat and awk come to: AWS's own recipe.
func TestLogBesideAwk(t *testing.T) {
	for _, program := range []string{"zcat", "awk", "sh"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	dir, _ := logDir(t, 9, 250)
	text, err := exec.Command("sh", "-c", `zcat "$0"/*.gz | awk '{for (i = 1; i <= NF; i++) if ($i ~ /^(Success|Failed:.*)$/) n[$i]++} END {for (s in n) print n[s], s}'`, dir).Output()
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Logs []struct {
			Lines, Failed int
			From, To      string
			Reasons       []struct {
				Code  string
				Count int
			}
			Clients []struct {
				Value         string
				Count, Failed int
			}
			Certificates []struct {
				Serial        string
				Count, Failed int
				Codes         []string
			}
		}
	}
	answer := mtlens(t, "", "log", "-o", "json", "-jobs", "3", dir)
	answer.want(t, exitOK)
	if err := json.Unmarshal([]byte(answer.out), &r); err != nil || len(r.Logs) != 1 {
		t.Fatal(err, answer.out)
	}
	l := r.Logs[0]
	if l.Lines != 9*250 || len(l.Clients) != 7 || len(l.Certificates) != 11 || l.From != "2026-07-01T00:00:00.000000Z" || l.To != "2026-07-01T00:37:29.000000Z" {
		t.Errorf("%+v", l)
	}
	for _, reason := range l.Reasons {
		status := reason.Code
		if status != "Success" {
			status = "Failed:" + status
		}
		if want := fmt.Sprintf("%d %s\n", reason.Count, status); !strings.Contains(string(text), want) {
			t.Errorf("%q, awk says\n%s", want, text)
		}
	}
	sum := 0
	for _, c := range l.Clients {
		sum += c.Failed
	}
	if sum != l.Failed || strings.Join(l.Certificates[0].Codes, " ") != "ClientCertExpired ClientCertUntrusted" {
		t.Errorf("%d of %d failures are of clients; codes %v", sum, l.Failed, l.Certificates[0].Codes)
	}
	for _, jobs := range []string{"1", "2", "16"} {
		if again := mtlens(t, "", "log", "-o", "json", "-jobs", jobs, dir); again.out != answer.out {
			t.Errorf("%s jobs come to something else:\n%s", jobs, again.out)
		}
	}
}

// Records are printed in the order of files and lines, however many are read at once;
// each form is read back as it was.
func TestLogPrintsRecords(t *testing.T) {
	dir, all := logDir(t, 12, 400)
	whole := strings.Join(all, "\n") + "\n"
	if r := mtlens(t, "", "log", "-o", "lines", "-jobs", "8", dir); r.out != whole || r.exit != exitOK {
		t.Errorf("exit code %d, %d bytes, want %d", r.exit, len(r.out), len(whole))
	}
	for _, form := range []string{"csv", "jsonl"} {
		table := mtlens(t, "", "log", "-o", form, dir)
		back := mtlens(t, table.out, "log", "-o", form)
		back.want(t, exitOK)
		if back.out != table.out {
			t.Errorf("%s: what is read back differs", form)
		}
		if !strings.Contains(table.out, "Müller") {
			t.Errorf("%s: the subject is not there", form)
		}
	}
	rows := strings.Split(strings.TrimSpace(mtlens(t, "", "log", "-o", "jsonl", dir).out), "\n")
	var row map[string]string
	if err := json.Unmarshal([]byte(rows[3]), &row); err != nil || len(rows) != len(all) || row["leaf_client_cert_subject"] != `CN=client \"3\",O=Müller\, Söhne` || row["client_port"] != "1027" {
		t.Errorf("%d rows, %v, %v", len(rows), row, err)
	}
}

func TestLogFilters(t *testing.T) {
	dir, all := logDir(t, 2, 385) // a multiple of 5, 7 and 11
	count := func(takes func(n int) bool) (sum int) {
		for n := range all {
			if takes(n) {
				sum++
			}
		}
		return sum
	}
	for _, c := range []struct {
		args []string
		want int
	}{
		{[]string{"-failed"}, count(func(n int) bool { return n%5 == 2 || n%5 == 4 })},
		{[]string{"-succeeded"}, count(func(n int) bool { return n%5 != 2 && n%5 != 4 })},
		{[]string{"-code", "ClientCertExpired"}, count(func(n int) bool { return n%5 == 2 })},
		{[]string{"-code", "Failed:ClientCertExpired", "-code", "ClientCertUntrusted"}, count(func(n int) bool { return n%5 == 2 || n%5 == 4 })},
		{[]string{"-client", "203.0.113.3"}, count(func(n int) bool { return n%7 == 3 })},
		{[]string{"-client", "203.0.113.4/30"}, count(func(n int) bool { return n%7 >= 4 })},
		{[]string{"-subject", `o=müller\, söhne`}, len(all)},
		{[]string{"-serial", "0x0a"}, count(func(n int) bool { return n%11 == 10 })},
		{[]string{"-serial", "00:00"}, count(func(n int) bool { return n%11 == 0 })},
		{[]string{"-since", "2026-07-01T00:01:00Z", "-until", "2026-07-01T00:02:00Z"}, 60},
		{[]string{"-failed", "-client", "203.0.113.3"}, count(func(n int) bool { return n%7 == 3 && (n%5 == 2 || n%5 == 4) })},
		{[]string{"-code", "nonsense"}, 0},
	} {
		r := mtlens(t, "", append([]string{"log", "-o", "lines", dir}, c.args...)...)
		if got := strings.Count(r.out, "\n"); got != c.want || r.exit != exitOK {
			t.Errorf("%v: %d records, want %d, exit code %d", c.args, got, c.want, r.exit)
		}
	}
	mtlens(t, "", "log", "-code", "nonsense", dir).want(t, exitOK, "None of 770 records matches.")
	mtlens(t, "", "log", "-failed", dir).want(t, exitOK, "Of 770 records those that match are counted.", "308 failed")
}

func TestLogFaults(t *testing.T) {
	dir, _ := logDir(t, 2, 10)
	cut, err := os.ReadFile(filepath.Join(dir, "conn_log_001.log.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "conn_log_001.log.gz"), cut[:len(cut)-8], 0o600); err != nil {
		t.Fatal(err)
	}
	mtlens(t, "", "log", dir).want(t, exitFailed, "conn_log_001.log.gz: unexpected EOF", "20 connections")
	mtlens(t, "nothing\n", "log").want(t, exitFailed, "1 line passed over", "there is no line of a connection log")
	mtlens(t, "", "log", filepath.Join(dir, "nothing")).want(t, exitFailed, "no such file")
	mtlens(t, "", "log", t.TempDir()).want(t, exitFailed, "there is no file in the folder")
	mtlens(t, "", "log", "-o", "xml").want(t, exitFailed, "csv, jsonl or lines")
	mtlens(t, "", "log", "-failed", "-succeeded").want(t, exitFailed, "leave nothing")
	mtlens(t, "", "log", "-client", "here").want(t, exitFailed, "write an address")
	mtlens(t, "", "log", "-serial", "xyz").want(t, exitFailed, "hexadecimal")
	front := `{"eventTimestamp":"1785542400000","connectionId":"Q_a=","connectionStatus":"Success","clientIp":"203.0.113.1","clientLeafCertSerialNumber":"00:b1"}` + "\n"
	line := `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=x" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FE Success TID_3` + "\n"
	mtlens(t, line+front+front, "log", "-o", "csv").want(t, exitOK, "2 records of another kind of log left out")
	mtlens(t, front+line, "log", "-since", "2026-08-01", "-o", "lines").want(t, exitOK, front)
}
