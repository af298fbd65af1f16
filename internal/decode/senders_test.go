package decode

import (
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/report"
)

// answerOf returns the words of the first group's answer to a question.
func answerOf(r *report.Report, to report.Question) string {
	text := ""
	for i := range r.Groups {
		for _, a := range r.Groups[i].Answers {
			if a.To == to {
				for _, run := range a.Text {
					text += run.Text
				}
			}
		}
	}
	return text
}

// What the whole of a request comes to, for requests of every family: who wrote them
// and what they say is in testdata/families/README.md, from the software itself or
// its documents.
func TestSenders(t *testing.T) {
	for _, tt := range []struct {
		file, sender string // empty: not told
		verified     string // what the answer begins with
		ids          string // findings that must be there; "-id" for one that must not
	}{
		{"alb-right", "alb", "The request does not say.", "-header-differs -header-rewritten"},
		{"alb-passthrough-right", "alb", "No: in passthrough mode", "passthrough-unverified"},
		{"alb-renamed", "alb", "The request does not say.", "header-renamed"},
		{"alb-lone", "", "The request does not say.", ""},
		{"cloudfront-right", "cloudfront", "The request does not say.", "-header-differs"},
		{"cloudfront-none", "cloudfront", "No client certificate was presented", "no-client-certificate"},
		{"apache-failed", "apache", "No: the request says that the verification failed", "verification-failed"},
		{"apache-none", "apache", "No client certificate was presented", "no-client-certificate -header-differs"},
		{"apache-twin", "apache", "The request says yes", "header-twins"},
		{"azure-application-gateway-failed", "azure-application-gateway", "No: the request says that the verification failed", "verification-failed"},
		{"azure-application-gateway-none", "azure-application-gateway", "No client certificate was presented", "no-client-certificate"},
	} {
		b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "families", tt.file+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		r := read(b)
		sender := ""
		if len(r.Senders) > 0 {
			sender = r.Senders[0].ID
		}
		if sender != tt.sender {
			t.Errorf("%s: written by %q, want %q: %s", tt.file, sender, tt.sender, answerOf(r, report.QuestionSender))
		}
		if got := answerOf(r, report.QuestionVerified); !strings.HasPrefix(got, tt.verified) {
			t.Errorf("%s: %q, want %q", tt.file, got, tt.verified)
		}
		have := " " + ids(r) + " "
		for _, id := range strings.Fields(tt.ids) {
			unwanted := strings.HasPrefix(id, "-")
			if strings.Contains(have, " "+strings.TrimPrefix(id, "-")+" ") == unwanted {
				t.Errorf("%s: findings%s, and %s", tt.file, have, id)
			}
		}
	}
}

// Captures of real software, in the folder MTLENS_REAL: its table says which
// certificates are whole in each and what the software said of the verification.
func TestRealCaptures(t *testing.T) {
	folder := os.Getenv("MTLENS_REAL")
	if folder == "" {
		t.Skip("MTLENS_REAL names no folder of captures")
	}
	f, err := os.Open(filepath.Join(folder, "cases.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table := csv.NewReader(f)
	table.Comma, table.LazyQuotes, table.FieldsPerRecord = '\t', true, -1
	compared, certificates, failed, none := 0, 0, 0, 0
	for line := 0; ; line++ {
		row, err := table.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if line == 0 || len(row) < 8 {
			continue
		}
		b, err := os.ReadFile(filepath.Join(folder, row[0]))
		if err != nil {
			t.Fatal(err)
		}
		r := read(b)
		compared++
		have := make(map[string]bool)
		for _, c := range r.Certificates {
			have[c.SHA256] = true
		}
		for _, pair := range strings.Split(row[7], ",") {
			if _, sum, ok := strings.Cut(pair, "="); ok {
				certificates++
				if !have[sum] {
					t.Errorf("%s: the certificate %s did not come out", row[0], pair)
				}
			}
		}
		for _, s := range r.Senders {
			if s.ID == "alb" {
				t.Errorf("%s: said to be of an ALB", row[0])
			}
		}
		said := answerOf(r, report.QuestionVerified)
		for _, run := range r.Verdict.Text {
			said += run.Text
		}
		switch outcome := row[5]; {
		case strings.HasPrefix(outcome, "FAILED:") && !strings.Contains(outcome, "UNABLE_TO_GET_ISSUER_CERT"): // Node.js says that without a certificate
			failed++
			if !strings.Contains(said, "failed") && !strings.Contains(said, "did not verify") {
				t.Errorf("%s: %s is not told: %s", row[0], outcome, said)
			}
		case outcome == "NONE":
			none++
			if !strings.Contains(said, "No client certificate was presented") {
				t.Errorf("%s: no certificate, and it is not told: %s", row[0], said)
			}
		case outcome == "SUCCESS" && strings.Contains(said, "failed"):
			t.Errorf("%s: %s is told as %s", row[0], outcome, said)
		}
	}
	t.Logf("%d captures, %d certificates, %d failed, %d without a certificate", compared, certificates, failed, none)
	if compared < 200 {
		t.Errorf("only %d captures were compared", compared)
	}
}

// Names that an operator chose are listed beside what is known, and nothing is said of whose
// they are: neither of a value that is no name, nor of one that may hold a piece of a key.
func TestNamesOfOnesOwn(t *testing.T) {
	const piece = "kq3Zt0Yw5Lr8Xn2Vb7Md4Hs9Jc6Gf1PeQ3uRz8TaWyB5oNx7"
	for _, tt := range []struct{ paste, listed string }{
		{"client_dn: CN=a,O=b\nclient_verify: SUCCESS\nhost: a\n", "client_dn client_verify"},
		{"tls_issuer: /C=US/CN=b\ntls_verified: NONE\n", "tls_issuer tls_verified"},
		{"client_mode: CN=a,O=b\nclient_dn: a\nuser_dn: CN=a\nclient_verify: SUCCESS\n", "client_verify"},
		{"client_dn: CN=" + piece + ",O=b\nclient_verify: SUCCESS\n", "client_verify"},
		{"client_dn: CN=a,O=b\nhost: a\n", ""},
	} {
		r := read([]byte(tt.paste))
		var listed []string
		for _, g := range r.Groups {
			for _, h := range g.Headers {
				listed = append(listed, h.Name)
				if h.Meaning != "" {
					t.Errorf("%q: %s is said to be %q", tt.paste, h.Name, h.Meaning)
				}
			}
		}
		if got := strings.Join(listed, " "); got != tt.listed {
			t.Errorf("%q: listed are %q, not %q", tt.paste, got, tt.listed)
		}
		if strings.Contains(string(r.AppendJSON(nil)), piece[:16]) {
			t.Errorf("%q: the piece is shown", tt.paste)
		}
	}
}
