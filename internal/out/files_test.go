package out

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/testca"
	"github.com/mtlens/mtlens/testdata"
)

// printed runs openssl and returns what it says.
func printed(t *testing.T, dir string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip(err)
	}
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("openssl %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// OpenSSL finds every certificate in each form, and the archive holds all of them.
func TestFiles(t *testing.T) {
	c := client(t, "passthrough-chain-ec.txt")
	g, err := FilesGroup(c, "it's a secret", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, i := range g.Items {
		data := i.Data
		if data == nil {
			data = []byte(i.Text)
		}
		if err := os.WriteFile(filepath.Join(dir, i.File), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"x509", "-inform", "DER", "-in", "client.der", "-noout", "-subject"},
		{"pkcs7", "-inform", "DER", "-in", "chain.p7b", "-print_certs", "-noout"},
		{"pkcs12", "-in", "certificates.p12", "-nokeys", "-password", "pass:it's a secret"},
		{"crl2pkcs7", "-nocrl", "-certfile", "chain.pem", "-out", "other.p7b"},
	} {
		out := printed(t, dir, args...)
		want := 1
		if args[0] != "x509" {
			want = 3
		}
		if args[0] != "crl2pkcs7" && (strings.Count(out, "subject=") != want || !strings.Contains(out, "client-2.example")) {
			t.Errorf("openssl %v:\n%s", args, out)
		}
	}
	if out := printed(t, dir, "pkcs7", "-in", "other.p7b", "-print_certs"); out != printed(t, dir, "pkcs7", "-inform", "DER", "-in", "chain.p7b", "-print_certs") {
		t.Error("openssl makes another PKCS#7 of the chain")
	}
	z, err := zip.OpenReader(filepath.Join(dir, "client.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		r, _ := f.Open()
		data, err := io.ReadAll(r)
		if err != nil || bytes.Contains(data, []byte("PRIVATE")) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	if want := []string{"README.txt", "check.sh", "client.der", "chain.pem", "chain.p7b", "certificates.p12"}; !slices.Equal(names, want) {
		t.Errorf("got %q", names)
	}
	cmd := exec.Command("sh", "check.sh")
	if cmd.Dir = dir; true {
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "client-2.example") {
			t.Errorf("check.sh: %v\n%s", err, out)
		}
	}
}

// A key and its chain come out of the PKCS#12 with the password, and not with another.
func TestKeyed(t *testing.T) {
	issued, err := testca.Issue(testca.Source{Rand: rand.Reader, Now: testdata.Now}, testca.Request{Intermediates: 1})
	if err != nil {
		t.Fatal(err)
	}
	files, err := issued.Files()
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string][]byte{}
	for _, f := range files {
		byName[f.Name] = f.Data
	}
	data, err := Keyed(byName[testca.KeyFile], byName[testca.CertificateFile], `p"a$s 's`, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "client.p12"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	out := printed(t, dir, "pkcs12", "-in", "client.p12", "-nodes", "-password", `pass:p"a$s 's`)
	if strings.Count(out, "BEGIN CERTIFICATE") != 2 || !strings.Contains(out, "BEGIN PRIVATE KEY") {
		t.Errorf("got %s", out)
	}
	if exec.Command("openssl", "pkcs12", "-in", filepath.Join(dir, "client.p12"), "-nodes", "-password", "pass:other").Run() == nil {
		t.Error("another password opens it")
	}
	if _, err := Keyed([]byte("x"), byName[testca.CertificateFile], "", rand.Reader); err == nil {
		t.Error("no key is needed")
	}
}
