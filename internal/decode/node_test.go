package decode

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/report"
)

// What Node.js 20.20.2 prints of getPeerCertificate(true), as testdata/requests/README.md
// says. Of the certificates 50 bytes are there: nothing is said of what follows those.
func TestPeerCertificateInNode(t *testing.T) {
	r := pasted(t, "node-peer-inspect")
	if got := ids(r); got != "body-elided der-truncated" {
		t.Errorf("printed: findings %s", got)
	}
	if got := answerOf(r, report.QuestionAgreement); got != "Serial number says what the certificate says. Not compared: common name, alternative names, start, end and fingerprint." {
		t.Errorf("printed: %s", got)
	}
	for _, c := range r.Certificates {
		if c.By != "" || !strings.HasPrefix(c.Title, "Serial ") {
			t.Errorf("printed: %q is said to be issued by %q", c.Title, c.By)
		}
	}
	r = pasted(t, "node-peer-json")
	if got := ids(r); got != "" || len(r.Certificates) != 1 || name(r.Certificates[0]) != "client-2" {
		t.Errorf("as JSON: findings %s, %d certificates", got, len(r.Certificates))
	}
	if got := answerOf(r, report.QuestionAgreement); got != "Common name, alternative names, start, end, fingerprint and serial number say what the certificate says." {
		t.Errorf("as JSON: %s", got)
	}
	if got := answerOf(r, report.QuestionVerified); !strings.HasPrefix(got, "The request says yes (authorized: true)") {
		t.Errorf("as JSON: %s", got)
	}
}

// pasted reads a file of testdata/requests.
func pasted(t *testing.T, file string) *report.Report {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "requests", file+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return read(b)
}
