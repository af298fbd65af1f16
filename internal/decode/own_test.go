package decode

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

// Cloudflare's certRevoked is 1 for a certificate that is valid but revoked
// (developers.cloudflare.com, client certificate variables): that contradicts nothing.
func TestRevoked(t *testing.T) {
	r := read([]byte(`{"tlsClientAuth":{"certPresented":"1","certVerified":"SUCCESS","certRevoked":"1","certSubjectDN":"CN=a,O=b"}}` + "\n"))
	if got := ids(r); got != "verification-failed" {
		t.Errorf("findings %s", got)
	}
	if got := answerOf(r, report.QuestionVerified); !strings.Contains(got, "certificate revoked") {
		t.Error(got)
	}
}

// The proxy's own certificate is in no headline for the client's.
func TestServersOwn(t *testing.T) {
	pem := strings.ReplaceAll(strings.TrimSpace(string(testdata.PEM("client-2"))), "\n", " ")
	r := read([]byte("SSL_SERVER_S_DN=CN=server.example,O=b\nSSL_SERVER_CERT=" + pem + "\nSSL_CLIENT_VERIFY=NONE\n"))
	verdict := ""
	for _, run := range r.Verdict.Text {
		verdict += run.Text
	}
	if !strings.Contains(verdict, "no client certificate was presented") || strings.Contains(verdict, "client-2") || r.Groups[0].Client.Certificate >= 0 {
		t.Error(verdict)
	}
}
