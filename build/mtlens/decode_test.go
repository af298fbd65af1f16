package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

func paste(name string) string { return filepath.Join("..", "..", "testdata", "pastes", name) }

// What OpenSSL reads in each certificate is what decode prints of it.
func TestDecodePrintsOpenSSLsFacts(t *testing.T) {
	for _, name := range testdata.Certificates() {
		facts := testdata.Facts(name)
		r := mtlens(t, string(testdata.PEM(name)), "decode", "-fail-on", "never")
		r.want(t, exitOK, facts["sha256"])
		for _, fact := range []string{"subject", "issuer", "serial"} {
			if value := facts[fact]; !strings.Contains(r.out, clean(value)) {
				t.Errorf("%s: no %s %q in\n%s", name, fact, value, r.out)
			}
		}
		mtlens(t, string(testdata.PEM(name)), "decode", "-all", "-fail-on", "never").want(t, exitOK, "Validity")
	}
}

func TestDecodeExitCodes(t *testing.T) {
	for _, c := range []struct {
		args []string
		exit int
		text string
	}{
		{[]string{paste("verify-headers.txt")}, exitOK, "AWS Application Load Balancer, verify mode"},
		{[]string{paste("verify-mismatch.txt")}, exitNo, "header-differs"},
		{[]string{paste("verify-mismatch.txt"), "-fail-on", "never"}, exitOK, "header-differs"},
		{[]string{paste("plus-became-space.txt")}, exitOK, "line 1, column 559"},
		{[]string{paste("plus-became-space.txt"), "-fail-on", "warning"}, exitNo, "plus-became-space"},
		{[]string{paste("random-text.txt")}, exitNo, ""},
		{[]string{paste("random-text.txt"), "-fail-on=never"}, exitOK, ""},
		{[]string{paste("empty.txt")}, exitNo, ""},
		{[]string{paste("leaf.der"), paste("chain.pem")}, exitOK, "== " + paste("chain.pem")},
		{[]string{"-fail-on", "often"}, exitFailed, "error, warning or never"},
	} {
		mtlens(t, "", append([]string{"decode"}, c.args...)...).want(t, c.exit, c.text)
	}
}

// A private key that is decoded is named, and no part of it is printed.
func TestDecodeKeepsKeys(t *testing.T) {
	data, err := os.ReadFile(paste("private-key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"decode"}, {"decode", "-json"}, {"decode", "-report"}, {"decode", "-all"}, {"verify"}, {"check"}} {
		r := mtlens(t, string(data), args...)
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimSpace(line); len(line) > 30 && !strings.HasPrefix(line, "-----") && strings.Contains(r.out+r.err, line) {
				t.Errorf("%v prints the key:\n%s", args, r.out)
			}
		}
	}
}

// JSON for programs and the report of the page have a line for each file, with
// signatures checked.
func TestDecodeJSON(t *testing.T) {
	for _, form := range []string{"-json", "-report"} {
		r := mtlens(t, "", "decode", form, paste("chain.pem"), paste("verify-headers.txt"))
		r.want(t, exitOK)
		d := json.NewDecoder(strings.NewReader(r.out))
		for _, certificates := range []int{3, 1} {
			var answer struct {
				Schema       int
				Certificates []struct{ Serial string }
			}
			if err := d.Decode(&answer); err != nil || answer.Schema != 1 || len(answer.Certificates) != certificates {
				t.Errorf("%s: %+v, %v", form, answer, err)
			}
		}
		if d.More() || strings.Count(r.out, "\n") != 2 {
			t.Errorf("%s: two files give two lines", form)
		}
	}
	mtlens(t, "", "decode", "-json", paste("chain.pem")).want(t, exitOK, `"signature":"verified"`)
	mtlens(t, "", "help", "schema").want(t, exitOK, `"$schema": "https://json-schema.org/draft/2020-12/schema"`)
	mtlens(t, "", "decode", paste("chain.pem")).want(t, exitOK, "The signature verifies")
}

// With a trust store, decode says what the listener would do.
func TestDecodeWithTrustStore(t *testing.T) {
	dir := t.TempDir()
	mtlens(t, "", "issue", "-out", dir).want(t, exitOK)
	store, chain := filepath.Join(dir, "trust-store.pem"), filepath.Join(dir, "certificate.crt")
	mtlens(t, "", "decode", chain).want(t, exitOK, "needs your trust store")
	r := mtlens(t, "", "decode", "-trust-store", store, chain)
	r.want(t, exitOK)
	if strings.Contains(r.out, "needs your trust store") {
		t.Errorf("it still asks for the trust store:\n%s", r.out)
	}
	mtlens(t, "", "decode", "-trust-store", filepath.Join(dir, "nothing"), chain).want(t, exitFailed, "reading the trust store")
}
