package report

import (
	"bytes"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/testdata"
)

// openSSLDiffers are the lines in which OpenSSL's text of a certificate differs
// from ours on purpose; the comment of [Text] has the reasons.
var openSSLDiffers = map[string][]string{
	"ext-more": {
		"status_request", "0....",
		"OCSP No Check: \n\n", "OCSP No Check: \n                ..\n",
		"SSL Client", "....",
		"a comment", "..a comment",
	},
	"ext-crl-points": {
		"CN = CRL1                Reasons:", "CN = CRL1\n                Reasons:",
	},
}

// The text of every certificate is that of OpenSSL 3.0.
func TestText(t *testing.T) {
	for _, name := range testdata.Certificates() {
		t.Run(name, func(t *testing.T) {
			want := strings.NewReplacer(openSSLDiffers[name]...).Replace(testdata.Text(name))
			got := Text(certinfo.Parse(testdata.DER(name)))
			if got == want {
				return
			}
			g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
			for i := range min(len(g), len(w)) {
				if g[i] != w[i] {
					t.Fatalf("line %d:\n    got %q\nOpenSSL %q", i+1, g[i], w[i])
				}
			}
			t.Fatalf("%d lines, OpenSSL has %d", len(g), len(w))
		})
	}
}

func TestPEM(t *testing.T) {
	for _, name := range testdata.Certificates() {
		der := testdata.DER(name)
		got := PEM(certinfo.Parse(der))
		if want := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}); !bytes.Equal([]byte(got), want) {
			t.Errorf("%s: got\n%swant\n%s", name, got, want)
		}
	}
}
