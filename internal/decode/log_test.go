package decode

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/report"
)

// AWS's two examples, and one of re:Post with its status in quotes and a "-" at
// the end (user guide, "Connection logs"; knowledge center,
// "elb-alb-mtls-client-connection-errors").
const logLines = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Success TID_3180a73013c8ca4bac2f731159d4b0fe
2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Failed:ClientCertUntrusted TID_1c71a68d70587445ad5127ff8b2687d7
2024-04-05T10:00:00.000000Z 198.51.100.7 40000 443 TLSv1.3 TLS_AES_128_GCM_SHA256 - "CN=client-expired.alb-mtls-example.com,OU=IT,O=Company LLC,L=City,ST=State,C=US" NotBefore=2024-01-02T19:17:20Z;NotAfter=2024-04-02T19:17:20Z 02 "Failed:ClientCertExpired" TID_0 -
`

func TestLog(t *testing.T) {
	r := read([]byte("some text before\n" + logLines))
	if len(r.Logs) != 1 {
		t.Fatal("no log was found")
	}
	l := &r.Logs[0]
	if l.Lines != 3 || l.Failed != 2 || l.Succeeded != 1 {
		t.Errorf("%d lines, %d failed, %d succeeded", l.Lines, l.Failed, l.Succeeded)
	}
	if r.Input.Kind != "ALB connection log" || r.Verdict.State != report.StateRead {
		t.Errorf("kind %q, state %q", r.Input.Kind, r.Verdict.State)
	}
	var codes []string
	for _, reason := range l.Reasons {
		codes = append(codes, reason.Code)
		if reason.Code != "Success" && (len(reason.Causes) == 0 || reason.Todo == "") {
			t.Errorf("%s is not explained", reason.Code)
		}
	}
	if got := strings.Join(codes, " "); got != "ClientCertExpired ClientCertUntrusted Success" {
		t.Errorf("codes %q", got)
	}
	if len(l.Clients) != 2 || len(l.Certificates) != 2 || len(l.Records) != 3 {
		t.Errorf("%d clients, %d certificates, %d records", len(l.Clients), len(l.Certificates), len(l.Records))
	}
	if ids(r) != "connection-failed" {
		t.Errorf("findings %s", ids(r))
	}
	for _, f := range r.Findings {
		if line := f.Places[0].Line; line != 3 && line != 4 {
			t.Errorf("%s is placed in line %d", f.ID, line)
		}
	}
}

// A file of 100,000 lines gives a summary of bounded size that counts them all.
func TestLongLog(t *testing.T) {
	r := read(longLog(100_000))
	if len(r.Logs) == 0 || r.Logs[0].Lines != 100_000 || r.Logs[0].Failed != 100_000 || r.Logs[0].Note == "" {
		t.Fatalf("the log was not counted: %+v", r.Verdict.Text)
	}
	if n := len(r.AppendJSON(nil)); n > 1<<20 {
		t.Errorf("the report has %d bytes", n)
	}
}
