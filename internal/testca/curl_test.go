package testca

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// curl presents what was issued to a server that asks for it: keys of every kind,
// and a chain whose intermediates the server does not have.
func TestCurlPresentsIt(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("WebAssembly programs start no curl; this test runs natively")
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	for _, test := range []struct {
		name string
		Request
	}{
		{"nothing asked", Request{}},
		{"RSA and intermediates", Request{Key: RSA2048, Intermediates: 2}},
		{"P-521", Request{Key: P521}},
		{"Ed25519", Request{Key: Ed25519}},
	} {
		t.Run(test.name, func(t *testing.T) {
			issued, err := Issue(source(), test.Request)
			if err != nil {
				t.Fatal(err)
			}
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Write(r.TLS.PeerCertificates[0].Raw)
			}))
			roots := x509.NewCertPool()
			roots.AppendCertsFromPEM(issued.TrustStore)
			server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots}
			server.StartTLS()
			defer server.Close()
			dir := save(t, issued)
			out, err := exec.Command("curl", "-sSk", "--max-time", "20", "--noproxy", "*", "--cert", filepath.Join(dir, CertificateFile), "--key", filepath.Join(dir, KeyFile), server.URL).Output()
			if err != nil || !bytes.Equal(out, issued.Chain[0]) {
				t.Errorf("%d bytes came back, %v", len(out), err)
			}
		})
	}
}
