package logfile

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/judge"
)

// The two examples of AWS's page of the connection log.
const awsExamples = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Success TID_3180a73013c8ca4bac2f731159d4b0fe
2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Failed:ClientCertUntrusted TID_1c71a68d70587445ad5127ff8b2687d7
`

// statuses reads a stream, and returns the status of each record.
func statuses(t *testing.T, data []byte) (list []string, counts Counts, err error) {
	t.Helper()
	counts, err = Read(t.Context(), bytes.NewReader(data), func(r *judge.Record) error {
		status := ""
		if r.ALB != nil {
			status = r.ALB.Get(carrier.ALBStatus)
		} else {
			status = r.CloudFront.Get(carrier.FrontStatus)
		}
		list = append(list, status)
		return nil
	})
	return list, counts, err
}

func packed(t *testing.T, data string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const awsStatuses = "Success Failed:ClientCertUntrusted"

func TestForms(t *testing.T) {
	json := `{"time":"2023-10-04T17:05:15.514108Z","client_ip":"203.0.113.1","tls_verify_status":"Success"}`
	failed := `{"time":"2023-10-04T17:05:16.514108Z","client_ip":"203.0.113.1","tls_verify_status":"Failed:ClientCertUntrusted"}`
	front := `{"eventTimestamp":"1750087600000","connectionId":"Q_a=","connectionStatus":"Success","clientIp":"203.0.113.1","clientLeafCertSerialNumber":"00:b1"}`
	csv := "time,client_ip,tls_verify_status\n2023-10-04T17:05:15.514108Z,203.0.113.1,Success\n2023-10-04T17:05:15.514108Z,203.0.113.1,Failed:ClientCertUntrusted\n"
	for _, c := range []struct {
		name, data, want string
		strange          int
	}{
		{"lines", awsExamples, awsStatuses, 0},
		{"no last line end", strings.TrimSuffix(awsExamples, "\n"), awsStatuses, 0},
		{"CRLF", strings.ReplaceAll(awsExamples, "\n", "\r\n"), awsStatuses, 0},
		{"blank lines", "\n\n" + awsExamples + "\n", awsStatuses, 0},
		{"other lines", "# a comment\n" + awsExamples + "the end\n", awsStatuses, 2},
		{"JSON lines", json + "\n" + failed + "\n", awsStatuses, 0},
		{"JSON without line ends", json + failed, awsStatuses, 0},
		{"JSON of others", json + `{"level":"info"}` + failed + `{"cut`, awsStatuses, 2},
		{"CSV under its names", csv, awsStatuses, 0},
		{"CloudFront", front + "\n" + json, "Success Success", 0},
		{"nothing", "", "", 0},
	} {
		for _, form := range []struct {
			name string
			data []byte
		}{{"plain", []byte(c.data)}, {"gzip", packed(t, c.data)}, {"two members", append(packed(t, c.data[:len(c.data)/2]), packed(t, c.data[len(c.data)/2:])...)}} {
			list, counts, err := statuses(t, form.data)
			if got := strings.Join(list, " "); got != c.want || counts.Strange != c.strange || counts.Records != len(list) || err != nil {
				t.Errorf("%s, %s: %s, %+v, %v", c.name, form.name, got, counts, err)
			}
			if counts.Bytes != int64(len(c.data)) {
				t.Errorf("%s, %s: %d bytes, want %d", c.name, form.name, counts.Bytes, len(c.data))
			}
		}
	}
}

// Lines that a block ends in are whole; lines longer than a block are passed over,
// and those after them are read.
func TestBlockEnds(t *testing.T) {
	line := awsExamples[:strings.IndexByte(awsExamples, '\n')+1]
	many := strings.Repeat(line, 3*blockSize/len(line))
	for shift := range 3 {
		list, counts, err := statuses(t, []byte(strings.Repeat("\n", shift)+many))
		if len(list) != strings.Count(many, "\n") || counts.Strange != 0 || err != nil {
			t.Errorf("%d records of %d, %+v, %v", len(list), strings.Count(many, "\n"), counts, err)
		}
	}
	for _, n := range []int{blockSize - 1, blockSize, blockSize + 1, 2*blockSize - 1, 2 * blockSize, 5 * blockSize} {
		text := line + strings.Repeat("x", n) + "\n" + line
		list, counts, err := statuses(t, []byte(text))
		if len(list) != 2 || counts.Cut+counts.Strange != 1 || err != nil {
			t.Errorf("a line of %d bytes: %d records, %+v, %v", n, len(list), counts, err)
		}
	}
	object := `{"time":"2023-10-04T17:05:15.514108Z","client_ip":"203.0.113.1","tls_verify_status":"Success"}`
	n := 3 * blockSize / len(object)
	if list, counts, err := statuses(t, []byte(strings.Repeat(object, n))); len(list) != n || counts.Strange != 0 || err != nil {
		t.Errorf("objects without line ends: %d of %d, %+v, %v", len(list), n, counts, err)
	}
}

// What comes before a fault counts, and the fault is told.
func TestFaults(t *testing.T) {
	whole := packed(t, awsExamples)
	if _, _, err := statuses(t, whole[:len(whole)-9]); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file that was cut off: %v", err)
	}
	bad := bytes.Clone(whole)
	bad[len(bad)-6] ^= 1
	if list, _, err := statuses(t, bad); !errors.Is(err, gzip.ErrChecksum) || len(list) != 2 {
		t.Errorf("a wrong checksum: %v, %v", list, err)
	}
	stop := errors.New("enough")
	if _, err := Read(t.Context(), strings.NewReader(awsExamples), func(*judge.Record) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error of the caller: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	endless := &repeat{text: []byte(awsExamples), left: 1 << 40}
	_, err := Read(ctx, endless, func(*judge.Record) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("an endless stream: %v", err)
	}
}

// repeat is a stream of one text again and again.
type repeat struct {
	text []byte
	at   int
	left int64
}

func (r *repeat) Read(b []byte) (int, error) {
	if r.left <= 0 {
		return 0, io.EOF
	}
	n := copy(b, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	r.left -= int64(n)
	return n, nil
}

// The memory does not grow with the stream.
func TestMemoryIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads 200 MB")
	}
	const streamed, allowed = 200 << 20, 48 << 20
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	sum := judge.NewLines(time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC))
	counts, err := Read(t.Context(), &repeat{text: []byte(awsExamples), left: streamed}, func(r *judge.Record) error {
		sum.Add(r)
		return nil
	})
	runtime.ReadMemStats(&after)
	if err != nil || counts.Records < streamed/len(awsExamples)*2 {
		t.Fatalf("%+v, %v", counts, err)
	}
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > allowed {
		t.Errorf("the heap grew by %d bytes over a stream of %d", grown, counts.Bytes)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(awsExamples))
	f.Add([]byte("#Fields: connectionStatus\nSuccess\n"))
	f.Add([]byte(`{"tls_verify_status":"Success"}{`))
	f.Fuzz(func(t *testing.T, data []byte) {
		counts, err := Read(t.Context(), bytes.NewReader(data), func(r *judge.Record) error { return nil })
		if err == nil && counts.Records+counts.Strange+counts.Cut > len(data) {
			t.Error(fmt.Sprint("more lines than bytes: ", counts))
		}
	})
}
