// Package example tests an application behind "mtlens alb", the stand-in for an
// Application Load Balancer with mutual TLS.
package example

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// application is yours. This one says who the client is, by the certificate that
// the load balancer has verified.
func application(w http.ResponseWriter, r *http.Request) {
	values := r.Header["X-Amzn-Mtls-Clientcert-Leaf"]
	if len(values) != 1 { // without a load balancer, or with a copy beside it
		http.Error(w, "no client certificate", http.StatusUnauthorized)
		return
	}
	text, err := url.PathUnescape(values[0]) // not QueryUnescape: that turns + into a space
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		http.Error(w, "no PEM", http.StatusBadRequest)
		return
	}
	leaf, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	fmt.Fprintf(w, "hello %s", strings.Join(leaf.DNSNames, ","))
}

// mtlens is the program.
var mtlens = os.Getenv("MTLENS")

// TestMain builds the program where none is named. In a module of your own, install
// it: go install github.com/mtlens/mtlens/build/mtlens@latest
func TestMain(m *testing.M) {
	if mtlens != "" {
		os.Exit(m.Run())
	}
	dir, err := os.MkdirTemp("", "mtlens-")
	if err != nil {
		panic(err)
	}
	mtlens = filepath.Join(dir, "mtlens")
	if text, err := exec.Command("go", "build", "-o", mtlens, "github.com/mtlens/mtlens/build/mtlens").CombinedOutput(); err != nil {
		panic(fmt.Sprintf("%v\n%s", err, text))
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// issue makes a client's files in a folder.
func issue(t *testing.T, dir string, args ...string) {
	t.Helper()
	if text, err := exec.Command(mtlens, append([]string{"issue", "-out", dir}, args...)...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}

// balancer starts the stand-in in front of the application, and returns its address
// and what a client trusts.
func balancer(t *testing.T, target string, args ...string) (address string, trust *x509.CertPool) {
	t.Helper()
	ready := filepath.Join(t.TempDir(), "ready.json")
	cmd := exec.Command(mtlens, append([]string{"alb", "-listen", "127.0.0.1:0", "-target", target, "-ready", ready}, args...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	})
	said := ""
	lines := bufio.NewScanner(stderr)
	for said != "mtlens alb: ready" && lines.Scan() {
		said = lines.Text()
	}
	go io.Copy(io.Discard, stderr)
	data, err := os.ReadFile(ready)
	if err != nil {
		t.Fatalf("%s, after %q", err, said)
	}
	var file struct {
		Listeners []struct{ URL, ServerCertificate string }
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	trust = x509.NewCertPool()
	trust.AppendCertsFromPEM([]byte(file.Listeners[0].ServerCertificate))
	return file.Listeners[0].URL, trust
}

// get asks as the client whose files are in the folder; as none without one.
func get(t *testing.T, address string, trust *x509.CertPool, dir string) (status int, text string, err error) {
	t.Helper()
	config := &tls.Config{RootCAs: trust}
	if dir != "" {
		pair, err := tls.LoadX509KeyPair(filepath.Join(dir, "certificate.crt"), filepath.Join(dir, "private-key.pem"))
		if err != nil {
			t.Fatal(err)
		}
		config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &pair, nil }
	}
	request, err := http.NewRequest("GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amzn-Mtls-Clientcert-Leaf", "forged")
	transport := &http.Transport{TLSClientConfig: config}
	defer transport.CloseIdleConnections()
	answer, err := transport.RoundTrip(request)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body), err
}

func TestApplication(t *testing.T) {
	app := httptest.NewServer(http.HandlerFunc(application))
	defer app.Close()
	dir := t.TempDir()
	root, good, expired, server, stranger := filepath.Join(dir, "root.pem"), filepath.Join(dir, "good"), filepath.Join(dir, "expired"), filepath.Join(dir, "server"), filepath.Join(dir, "stranger")
	issue(t, good, "-dns", "good.example", "-save-authority", root)
	issue(t, expired, "-authority", root, "-not-before", "2020-01-01", "-days", "30")
	issue(t, server, "-authority", root, "-ext-key-usage", "serverAuth")
	issue(t, stranger)

	t.Run("verify", func(t *testing.T) {
		address, trust := balancer(t, app.URL, "-trust-store", filepath.Join(good, "trust-store.pem"))
		if status, text, err := get(t, address, trust, good); err != nil || status != 200 || text != "hello good.example" {
			t.Errorf("the good client got %d %q, %v", status, text, err)
		}
		for _, bad := range []string{expired, server, stranger, ""} {
			if status, text, err := get(t, address, trust, bad); err == nil {
				t.Errorf("%q got %d %q", filepath.Base(bad), status, text)
			}
		}
	})
	t.Run("off", func(t *testing.T) {
		address, trust := balancer(t, app.URL, "-mode", "off")
		if status, _, err := get(t, address, trust, good); err != nil || status != http.StatusUnauthorized {
			t.Errorf("without mutual TLS: %d, %v", status, err)
		}
	})
}
