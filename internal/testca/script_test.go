package testca

import (
	"errors"
	"math/big"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The script is run, and what OpenSSL made is compared with what Issue made, in
// OpenSSL's own words.
func TestScriptMakesTheSame(t *testing.T) {
	needsOpenSSL(t)
	for _, test := range []struct {
		name string
		Request
	}{
		{"nothing asked", Request{}},
		{"P-384 and intermediates", Request{Key: P384, AuthorityKey: P384, Intermediates: 2}},
		{"RSA, days and serial", Request{Key: RSA2048, Days: 30, Serial: big.NewInt(0x03A5B1)}},
		{"Ed25519", Request{Key: Ed25519}},
		{"hard subject", Request{Subject: []Attribute{
			{Type: "c", Value: "EE"},
			{Type: "O", Value: `Acme, Inc. + "Co" <x>; \ =y $HOME 'q' #z`},
			{Type: "OU", Value: " spaces "}, {Type: "UID", Value: "b", Joined: true},
			{Type: "1.2.3.4.5.6", Value: "hello"},
			{Type: "commonName", Value: "MÄNNIK 東京"}, {Type: "CN", Value: "again"},
			{Type: "emailAddress", Value: "a@b.example"}}}},
		{"all names", Request{Names: allNames}},
		{"an address that is a command", Request{Names: append([]Name{{Email, "copy"}, {Email, "move"}}, allNames[0])}},
		{"no subject", Request{Subject: []Attribute{}, Names: allNames[2:3]}},
		{"usages", Request{KeyUsage: []string{"keyAgreement", "digitalSignature"}, ExtKeyUsage: []string{"serverAuth", "CLIENTAUTH", "1.2.3.4.5", "msSmartcardLogin"}}},
		{"no usages", Request{KeyUsage: []string{}, ExtKeyUsage: []string{}}},
		{"request", Request{CSR: request(t, "csr.example", []string{"a.csr.example"})}},
		{"request under another name", Request{CSR: request(t, "csr.example", []string{"a.csr.example"}), Subject: DefaultSubject, Names: allNames[:1]}},
		{"times", Request{NotBefore: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), NotAfter: time.Date(2051, 1, 2, 3, 4, 5, 0, time.UTC)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, err := Script(test.Request)
			if err != nil {
				t.Fatal(err)
			}
			dated := !test.NotBefore.IsZero()
			if dated && !opensslTakesTimes(t) {
				t.Skip("this openssl is older than 3.4, the first that takes times")
			}
			made := t.TempDir()
			sh := exec.Command("sh", "-c", text)
			sh.Dir = made
			if out, err := sh.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s\n%s", err, out, text)
			}
			out, err := openssl(t, made, "verify", "-purpose", "sslclient", "-CAfile", TrustStoreFile, "-untrusted", CertificateFile, CertificateFile)
			if err != nil {
				t.Errorf("%s\n%s", out, text)
			}
			issued, err := Issue(source(), test.Request)
			if err != nil {
				t.Fatal(err)
			}
			said := func(dir string) string {
				args := []string{"x509", "-in", CertificateFile, "-noout", "-subject", "-nameopt", "RFC2253,show_type",
					"-ext", "subjectAltName,extendedKeyUsage,keyUsage,basicConstraints"}
				if test.Serial != nil {
					args = append(args, "-serial")
				}
				if dated {
					args = append(args, "-dates")
				}
				out, err := openssl(t, dir, args...)
				if err != nil {
					t.Fatal(out)
				}
				key, err := openssl(t, dir, "x509", "-in", CertificateFile, "-noout", "-text")
				if err != nil {
					t.Fatal(key)
				}
				_, key, _ = strings.Cut(key, "Public Key Algorithm:")
				return sections(out) + strings.Join(strings.Fields(key)[:3], " ")
			}
			if a, b := said(made), said(save(t, issued)); a != b {
				t.Errorf("openssl made\n%s\nwe made\n%s\n%s", a, b, text)
			}
		})
	}
}

// sections puts the extensions into one order: that of a certificate says nothing.
func sections(text string) string {
	var lines, blocks []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, " ") && len(blocks) > 0 {
			blocks[len(blocks)-1] += line
			continue
		}
		if strings.HasPrefix(line, "X509v3") {
			blocks = append(blocks, line)
			continue
		}
		lines = append(lines, line)
	}
	sorted := make([]string, 0, len(blocks))
	for _, name := range []string{"X509v3 Basic", "X509v3 Key", "X509v3 Extended", "X509v3 Subject Alt"} {
		for _, b := range blocks {
			if strings.HasPrefix(b, name) {
				sorted = append(sorted, b)
			}
		}
	}
	return strings.Join(lines, "") + strings.Join(sorted, "")
}

func opensslTakesTimes(t *testing.T) bool {
	t.Helper()
	out, err := openssl(t, "", "version")
	fields := strings.Fields(out)
	if err != nil || len(fields) < 2 {
		return false
	}
	parts := strings.Split(fields[1], ".")
	major, _ := strconv.Atoi(parts[0])
	minor := 0
	if len(parts) > 1 {
		minor, _ = strconv.Atoi(parts[1])
	}
	return major > 3 || major == 3 && minor >= 4
}

func TestScriptRefusals(t *testing.T) {
	for _, test := range []struct {
		name, field string
		Request
	}{
		{"line feed", "subject[0].value", Request{Subject: []Attribute{{Type: "CN", Value: "a\nEND\nrm -rf /"}}}},
		{"line feed in a name", "names[0].value", Request{Names: []Name{{URI, "x:\ny"}}}},
		{"bad type", "subject[0].type", Request{Subject: []Attribute{{Type: "x = y", Value: "x"}}}},
		{"bad purpose", "extKeyUsage[0]", Request{ExtKeyUsage: []string{"$(reboot)"}}},
		{"algorithm", "key", Request{Key: "x"}},
	} {
		_, err := Script(test.Request)
		var e *FieldError
		if !errors.As(err, &e) || e.Field != test.field {
			t.Errorf("%s: got %v, want an error of %s", test.name, err, test.field)
		}
	}
}

func TestScriptOfTimes(t *testing.T) {
	text, err := Script(Request{NotBefore: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Days: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# The times below need OpenSSL 3.4", "-not_before 20260102030405Z -not_after 20260104030405Z"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
