package verify_test

import (
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/verify"
)

// utf16Of is what PowerShell's > writes.
func utf16Of(text string) string {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return string(out)
}

func listPEM(der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: der}))
}

func TestRevocationFile(t *testing.T) {
	root := (*authority)(nil).make(t, "root", ca)
	leaf := root.make(t, "leaf", client)
	good := root.list(t, nil, leaf)
	one := listPEM(good)
	point := root.list(t, scope(0xa0, 6, 0xa0, 4, 0x86, 2, 'a', 'b'))
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("secret secret secret")}))
	for _, test := range []struct {
		name, file string
		findings   string
		accepted   bool
		lists      int
	}{
		{"one", one, "", true, 1},
		{"text before it", "Certificate Revocation List (CRL):\n" + one, "", true, 1},
		// AWS: "Upload the PEM-encoded CRL".
		{"DER", string(good), "list-der", false, 1},
		{"UTF-16", utf16Of(one), "list-utf16", false, 1},
		// Reported: "More than one CRL objects in the revocation file".
		{"two", one + listPEM(root.list(t, nil)), "list-several-in-file", true, 2},
		{"a certificate", string(bundle(root)), "list-other-block list-none", false, 0},
		{"a private key", key + one, "list-other-block", true, 1},
		{"cut off", listPEM(good[:60]), "list-broken", false, 1},
		{"broken base64", strings.Replace(one, "\nMII", "\n!!!", 1), "", true, 1},
		{"empty", "", "list-none", false, 0},
		{"UTF-16 without a mark", utf16Of(one)[2:], "list-utf16", false, 1},
		{"page", "<!DOCTYPE html>\n<title>403 Forbidden</title>\n", "list-none", false, 0},
		{"glued", strings.TrimSuffix(one, "\n") + listPEM(root.list(t, nil)), "list-several-in-file", true, 2},
		{"BOM, comment and Windows line ends", "\ufeff# mine\r\n" + strings.ReplaceAll(one, "\n", "\r\n"), "", true, 1},
		// AWS Private CA with partitioning writes a critical issuingDistributionPoint.
		{"partitioned", listPEM(point), "list-partitioned", true, 1},
		{"user certificates", listPEM(root.list(t, scope(0x81, 1, 0xff))), "list-scope", true, 1},
		{"indirect", listPEM(root.list(t, scope(0x84, 1, 0xff))), "list-indirect", true, 1},
		{"out of date", listPEM(root.list(t, func(l *x509.RevocationList) { l.NextUpdate = now; l.ThisUpdate = now.AddDate(0, 0, -3) })), "list-out-of-date", true, 1},
		{"early", listPEM(root.list(t, func(l *x509.RevocationList) { l.ThisUpdate = now.AddDate(0, 0, 1); l.NextUpdate = now.AddDate(0, 0, 2) })), "list-not-yet-in-force", true, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.name == "broken base64" {
				test.file, test.findings, test.accepted, test.lists = strings.Replace(one, "\nMI", "\n!!", 1), "list-broken list-none", false, 0
			}
			r := verify.RevocationFile([]byte(test.file), now)
			var ids []string
			for _, f := range r.Findings {
				ids = append(ids, string(f.ID))
				if f.Text == "" || f.Hint == "" || f.Basis == "" || strings.Contains(f.Text, "c2VjcmV0") {
					t.Errorf("finding %+v", f)
				}
			}
			if got := strings.Join(ids, " "); got != test.findings || r.Accepted != test.accepted || len(r.Lists) != test.lists {
				t.Errorf("findings %q, accepted %v, %d lists", got, r.Accepted, len(r.Lists))
			}
			for _, clean := range r.Cleaned {
				again := verify.RevocationFile(clean, now)
				for _, f := range again.Findings {
					if f.ID == finding.ListDER || f.ID == finding.ListSeveral || f.ID == finding.ListUTF16 || f.ID == finding.ListOtherBlock {
						t.Errorf("the cleaned file has %s", f.ID)
					}
				}
			}
		})
	}
	entry, of := verify.Listed(certinfo.ParseList(good), certinfo.Parse(leaf.cert.Raw))
	if entry == nil || !of {
		t.Error("the list names the certificate, and that is not found")
	}
	if entry, _ := verify.Listed(certinfo.ParseList(good), certinfo.Parse(root.cert.Raw)); entry != nil {
		t.Error("the list does not name its issuer")
	}
}

// Trust stores of every wrong kind, made by the programs that make them.
func TestBundleForms(t *testing.T) {
	root, other := (*authority)(nil).make(t, "root", ca), (*authority)(nil).make(t, "other", ca)
	two := string(bundle(root, other))
	glued := strings.TrimSuffix(string(bundle(root)), "\n") + string(bundle(other))
	dir := t.TempDir()
	store := filepath.Join(dir, "store.pem")
	if err := os.WriteFile(store, []byte(two), 0o600); err != nil {
		t.Fatal(err)
	}
	made := func(name string, args ...string) string {
		if _, err := exec.LookPath(args[0]); err != nil {
			return ""
		}
		path := filepath.Join(dir, name)
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "OUT", path)
		}
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v %s", args, err, out)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for _, test := range []struct {
		name, file string
		id         finding.ID
		accepted   bool
		kept       int
		form       verify.Form
	}{
		{"DER", string(root.cert.Raw), finding.StoreDER, false, 1, verify.FormDER},
		{"two in DER", string(root.cert.Raw) + string(other.cert.Raw), finding.StoreDER, false, 2, verify.FormDER},
		{"UTF-16", utf16Of(two), finding.StoreUTF16, false, 2, verify.FormUTF16},
		{"glued", glued, finding.StoreGlued, false, 2, verify.FormPEM},
		{"returns", strings.ReplaceAll(two, "\n", "\r"), finding.StoreLineEnds, true, 2, verify.FormPEM},
		{"p7b", made("a.p7b", "openssl", "crl2pkcs7", "-nocrl", "-certfile", store, "-outform", "DER", "-out", "OUT"), finding.StorePKCS7, false, 2, verify.FormPKCS7},
		{"p7b in PEM", made("b.p7b", "openssl", "crl2pkcs7", "-nocrl", "-certfile", store, "-out", "OUT"), finding.StorePKCS7, false, 2, verify.FormPKCS7PEM},
		{"p12", made("a.p12", "openssl", "pkcs12", "-export", "-nokeys", "-in", store, "-passout", "pass:x", "-out", "OUT"), finding.StoreKeystore, false, 0, verify.FormPKCS12},
		{"JKS", made("a.jks", "keytool", "-importcert", "-noprompt", "-storetype", "JKS", "-storepass", "changeit", "-alias", "a", "-file", store, "-keystore", "OUT"), finding.StoreKeystore, false, 1, verify.FormJKS},
	} {
		if test.file == "" {
			t.Logf("%s: the program that makes one is not here", test.name)
			continue
		}
		r := verify.Bundle([]byte(test.file), now)
		has := false
		for _, f := range r.Findings {
			has = has || f.ID == test.id
		}
		if !has || r.Accepted != test.accepted || r.Kept != test.kept || r.Form != test.form {
			t.Errorf("%s: %v, accepted %v, kept %d, form %d: %+v", test.name, has, r.Accepted, r.Kept, r.Form, r.Findings)
		}
		if clean := verify.Bundle(r.Cleaned, now); test.kept > 0 && (!clean.Accepted || clean.Kept != test.kept) {
			t.Errorf("%s: the cleaned file is not taken: %+v", test.name, clean.Findings)
		}
		if got := len(verify.Certificates([]byte(test.file))); got != test.kept {
			t.Errorf("%s: %d certificates", test.name, got)
		}
	}
}
