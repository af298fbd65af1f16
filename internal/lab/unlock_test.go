package lab

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

func random() Options { return Options{Now: testdata.Now, Rand: rand.Reader} }

// made is a store as openssl writes it, with a key of its own.
func made(t *testing.T, password string) (store []byte, authority string) {
	t.Helper()
	tool, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not there")
	}
	issued, err := Issue(random(), IssueRequest{})
	if err != nil || len(issued.Problems) > 0 {
		t.Fatal(err, issued.Problems)
	}
	dir := t.TempDir()
	files := map[string]string{}
	for _, f := range issued.Files {
		files[f.Name] = f.Text
		if err := os.WriteFile(filepath.Join(dir, f.Name), []byte(f.Text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(tool, "pkcs12", "-export", "-in", "certificate.crt", "-inkey", "private-key.pem", "-passout", "pass:"+password, "-out", "store.p12")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	store, err = os.ReadFile(filepath.Join(dir, "store.p12"))
	if err != nil {
		t.Fatal(err)
	}
	return store, files["trust-store.pem"]
}

// A store gives its certificates, and its key to the handshake alone.
func TestUnlock(t *testing.T) {
	store, authority := made(t, "hunter2")
	file := base64.StdEncoding.EncodeToString(store)
	for password, want := range map[string]string{"": "without its password", "wrong": "not that of this file", "hunter2": "Opened: "} {
		a, err := Unlock(at(), UnlockRequest{File: file, Password: password})
		if err != nil || !strings.Contains(a.Text, want) || a.Opened != (password == "hunter2") || strings.Contains(string(Marshal(a)), "PRIVATE") {
			t.Errorf("%q: %+v %v", password, a, err)
		}
		s := Simulate(random(), SimulateRequest{Chain: "-----BEGIN PKCS12-----\n" + file + "\n-----END PKCS12-----\n", Password: password, TrustStore: authority})
		switch {
		case password == "hunter2" && (len(s.Problems) > 0 || !s.Verdict.OK):
			t.Errorf("simulate: %+v %s", s.Problems, s.Verdict.Status)
		case password != "hunter2" && (len(s.Problems) != 1 || s.Problems[0].Field != "password" || !strings.Contains(s.Problems[0].Text, want)):
			t.Errorf("simulate with %q: %+v", password, s.Problems)
		}
		m := new(Material)
		c, err := m.Take(at(), MaterialRequest{TrustStore: file, Password: password})
		if err != nil || c.TrustStore.Accepted || c.TrustStore.Locked == (password == "hunter2") || (c.TrustStore.Cleaned != "") != (password == "hunter2" && strings.Contains(c.TrustStore.Cleaned, "CERTIFICATE")) {
			t.Errorf("trust store with %q: %+v %v", password, c.TrustStore, err)
		}
	}
}

// An encrypted key is used with its password.
func TestEncryptedKey(t *testing.T) {
	tool, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not there")
	}
	cmd := exec.Command(tool, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes-256-cbc", "-pass", "pass:hunter2")
	key, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]string{"": "without its password", "wrong": "not that", "hunter2": ""} {
		signer, problem := privateKey(string(key), password)
		if (signer != nil) != (password == "hunter2") || problem != nil && !strings.Contains(problem.Text, want) {
			t.Errorf("%q: %v", password, problem)
		}
	}
}

// What stands beside a store is not lost when that is opened: files that are opened
// together are one paste.
func TestUnlockBeside(t *testing.T) {
	store, _ := testdata.Secret("open.p12")
	for name, paste := range map[string]string{
		"before": "X-A: " + base64.StdEncoding.EncodeToString(testdata.DER("client-2")) + "\nX-B: " + base64.StdEncoding.EncodeToString(store) + "\n",
		"after":  base64.StdEncoding.EncodeToString(store) + "\n\n" + string(testdata.PEM("client-2")),
	} {
		text, locked := Opened([]byte(paste), "")
		if locked != "" || !bytes.Contains(text, testdata.PEM("client-2")) || bytes.Count(text, []byte("BEGIN")) != 2 || bytes.Contains(text, []byte("PRIVATE")) {
			t.Errorf("%s: %q, %s", name, locked, text)
		}
	}
}

// What holds no store is left alone.
func TestUnlockNothing(t *testing.T) {
	if text, locked := Opened(testdata.PEM("client-2"), "x"); text != nil || locked != "" {
		t.Errorf("%q %q", text, locked)
	}
}
