package main

import (
	"archive/zip"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/testca"
)

// openssl reads in an issued certificate what was asked for.
func TestIssueBesideOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	mtlens(t, "", "issue", "-out", dir, "-subject", "C=DE", "-subject", "O=Müller, Söhne", "-subject", "CN=client-1", "-subject", "+UID=u1",
		"-dns", "a.example", "-dns", "b.example", "-uri", "spiffe://example.org/a", "-ip", "192.0.2.1", "-email", "a@example.com",
		"-serial", "0A:0B", "-not-before", "2026-01-01", "-not-after", "2026-12-31", "-key", "rsa-2048",
		"-key-usage", "digitalSignature,keyAgreement", "-ext-key-usage", "clientAuth,serverAuth").want(t, exitOK, "private-key.pem")
	text, err := exec.Command("openssl", "x509", "-in", filepath.Join(dir, testca.CertificateFile), "-noout", "-text", "-nameopt", "RFC2253").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, part := range []string{
		`Subject: UID=u1+CN=client-1,O=M\C3\BCller\, S\C3\B6hne,C=DE`, "Serial Number: 2571 (0xa0b)", "Public-Key: (2048 bit)",
		"Not Before: Jan  1 00:00:00 2026 GMT", "Not After : Dec 31 23:59:59 2026 GMT", "Digital Signature, Key Agreement",
		"TLS Web Client Authentication, TLS Web Server Authentication",
		"DNS:a.example, DNS:b.example, URI:spiffe://example.org/a, IP Address:192.0.2.1, email:a@example.com",
	} {
		if !strings.Contains(string(text), part) && !strings.Contains(strings.ReplaceAll(string(text), "CN=client-1+UID=u1", "UID=u1+CN=client-1"), part) {
			t.Errorf("openssl does not print %q:\n%s", part, text)
		}
	}
	info, err := os.Stat(filepath.Join(dir, testca.KeyFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key has mode %v, %v", info.Mode(), err)
	}
}

// A root that was kept issues again; without it there is another one.
func TestIssueFromOneRoot(t *testing.T) {
	dir := t.TempDir()
	root, first, second := filepath.Join(dir, "root.pem"), filepath.Join(dir, "1"), filepath.Join(dir, "2")
	mtlens(t, "", "issue", "-out", first, "-save-authority", root).want(t, exitOK)
	mtlens(t, "", "issue", "-out", second, "-authority", root).want(t, exitOK)
	mtlens(t, "", "verify", "-trust-store", filepath.Join(first, testca.TrustStoreFile), filepath.Join(second, testca.CertificateFile)).want(t, exitOK)
	mtlens(t, "", "issue", "-out", second).want(t, exitFailed, "-force writes over it")
	mtlens(t, "", "issue", "-out", second, "-force").want(t, exitOK)
	mtlens(t, "", "verify", "-trust-store", filepath.Join(first, testca.TrustStoreFile), filepath.Join(second, testca.CertificateFile)).want(t, exitNo)
}

func TestIssueProblems(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args []string
		text string
	}{
		{[]string{"-key", "dsa"}, "key: There is no key algorithm of this name."},
		{[]string{"-subject", "client"}, "TYPE=VALUE"},
		{[]string{"-ip", "nowhere"}, "This is not an IP address."},
		{[]string{"-not-after", "soon"}, "Write a date as"},
		{[]string{"-preset", "nonsense"}, "There is no preset of this name."},
		{[]string{"-csr", paste("random-text.txt")}, "There is no certificate request"},
		{[]string{"-all"}, "name it with -zip"},
		{[]string{"client"}, "takes nothing else"},
	} {
		mtlens(t, "", append([]string{"issue", "-out", dir}, c.args...)...).want(t, exitFailed, c.text)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("something was written: %v", left)
	}
	mtlens(t, "", "issue", "-presets").want(t, exitOK, "wrong-eku", "Failed:ClientCertPurposeInvalid")
}

func TestIssueZips(t *testing.T) {
	dir := t.TempDir()
	one, all := filepath.Join(dir, "one.zip"), filepath.Join(dir, "all.zip")
	mtlens(t, "", "issue", "-zip", one).want(t, exitOK)
	if names := zipNames(t, one); strings.Join(names, " ") != "private-key.pem certificate.crt trust-store.pem make.sh" {
		t.Errorf("it holds %v", names)
	}
	mtlens(t, "", "issue", "-all", "-zip", all).want(t, exitOK)
	if names := zipNames(t, all); len(names) < 3*len(testca.Presets) || names[len(names)-1] != "manifest.json" {
		t.Errorf("it holds %v", names)
	}
}

// zipNames reads a zip to its end, and returns the names in it.
func zipNames(t *testing.T, path string) (names []string) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		names = append(names, f.Name)
	}
	return names
}

func TestIssueJSON(t *testing.T) {
	var issued struct {
		Title string
		Files []struct{ Name, Text string }
	}
	r := mtlens(t, "", "issue", "-json", "-subject", "none", "-dns", "a.example")
	if err := json.Unmarshal([]byte(r.out), &issued); err != nil || r.exit != exitOK || len(issued.Files) != 3 {
		t.Errorf("%v\n%s%s", err, r.out, r.err)
	}
}
