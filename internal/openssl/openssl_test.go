package openssl

import (
	"bytes"
	"encoding/pem"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/testdata"
)

// The text of every certificate is that of OpenSSL 3.0.
func TestText(t *testing.T) {
	for _, name := range testdata.Certificates() {
		t.Run(name, func(t *testing.T) {
			want := testdata.Text(name)
			got := Certificate(certinfo.Parse(testdata.DER(name)))
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

// The kept text is compared above; this asks the openssl of this machine anew.
func TestTextLive(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no processes under js")
	}
	version, err := exec.Command("openssl", "version").Output()
	if err != nil || !strings.HasPrefix(string(version), "OpenSSL 3.0.") {
		t.Skip("openssl 3.0 is not installed")
	}
	for _, name := range []string{"client-1", "name-escapes", "ext-general-names"} {
		cmd := exec.Command("openssl", "x509", "-inform", "DER", "-noout", "-text")
		cmd.Stdin = bytes.NewReader(testdata.DER(name))
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if string(out) != testdata.Text(name) {
			t.Errorf("%s: openssl prints something else than what is kept; run go run ./testdata/make", name)
		}
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
