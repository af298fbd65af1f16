package verify_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/testca"
	"github.com/mtlens/mtlens/internal/verify"
)

func TestBundle(t *testing.T) {
	root := (*authority)(nil).make(t, "root", ca)
	other := (*authority)(nil).make(t, "other", ca)
	old := (*authority)(nil).make(t, "old", func(t *x509.Certificate) { ca(t); t.NotAfter = now.AddDate(0, 0, -1) })
	early := (*authority)(nil).make(t, "early", func(t *x509.Certificate) { ca(t); t.NotBefore = now.AddDate(0, 0, 1) })
	leaf := root.make(t, "leaf", client)
	one, two := string(bundle(root)), string(bundle(other))
	rows := strings.Count(one, "\n")
	after := func(n int) string { return fmt.Sprint(rows + n) }
	ed25519 := preset(t, "ed25519").Chain[0]
	var many []*authority
	for i := range 26 {
		many = append(many, (*authority)(nil).make(t, fmt.Sprint("root ", i), ca))
	}
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("secret secret secret")}))

	tests := []struct {
		name, file string
		findings   string // "id:line id:line"
		accepted   bool
		kept       int
	}{
		{"one", one, "", true, 1},
		{"two with comments", "# the first\n" + one + "# the second\n" + two, "", true, 2},
		{"no line feed at the end", strings.TrimSuffix(one, "\n"), "", true, 1},
		{"Windows line ends", strings.ReplaceAll(one, "\n", "\r\n"), "", true, 1},
		// AWS: "There cannot be any blank lines."
		{"blank line", one + "\n" + two, "blank-line:" + after(1), false, 2},
		{"blank lines at the end", one + "\n\n", "blank-line:" + after(1), false, 1},
		// AWS: comments "must not contain any - characters".
		{"hyphen in a comment", "# my-root\n" + one, "comment-hyphen:1", false, 1},
		{"text", "Certificate:\n    Data:\n" + one, "stray-text:1 indented:2", false, 1},
		{"duplicate", one + two + one, "duplicate:" + fmt.Sprint(1+rows+strings.Count(two, "\n")), true, 2},
		{"no CA", one + string(bundle(leaf)), "not-a-ca:" + after(1), true, 1},
		{"expired", one + string(bundle(old)), "expired:" + after(1), true, 1},
		{"not yet valid", string(bundle(early)), "not-yet-valid:1", true, 1},
		{"Ed25519", one + string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ed25519})), "key-unsupported:" + after(1) + " not-a-ca:" + after(1), false, 1},
		{"private key", key + one, "private-key:1", false, 1},
		{"another block", one + strings.ReplaceAll(two, "CERTIFICATE", "TRUSTED CERTIFICATE"), "block-other:" + after(1), false, 1},
		{"no END", strings.Replace(one, "-----END CERTIFICATE-----\n", "", 1) + two, "block-broken:1", false, 1},
		{"broken base64", strings.Replace(one, "\nMII", "\n!!!", 1), "block-broken:1 empty:0", false, 0},
		{"broken DER", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.cert.Raw[:100]})), "block-broken:1", false, 0},
		// OpenSSL takes a negative serial number; Go does not.
		{"negative serial", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: negativeSerial(preset(t, "leading-zero-serial").Chain[0])})), "not-a-ca:1", true, 0},
		{"BOM", "\ufeff" + one, "byte-order-mark:1", true, 1},
		{"too many", string(bundle(many...)), "too-many:0", false, 26},
		{"glued", strings.TrimSuffix(one, "\n") + two, "markers-glued:" + after(0), false, 2},
		{"page", "<html>\n<title>403 Forbidden</title>\n</html>\n", "stray-text:0 empty:0", false, 0},
		{"answer", `{"message":"Not Found"}`, "stray-text:0 empty:0", false, 0},
		{"packed", "\x1f\x8b\x08\x00\n#-\n", "stray-text:0 empty:0", false, 0},
		{"UTF-16 without a mark", utf16Of("# mine\n" + one)[2:], "utf16:0", false, 1},
		{"page around it", "<pre>\n" + one + "</pre>\n", "stray-text:1 stray-text:" + after(2), false, 1},
		{"glued, hyphens shared", strings.TrimSuffix(one, "-----\n") + two, "markers-glued:" + after(0), false, 2},
		{"glued, eight hyphens", strings.TrimSuffix(one, "--\n") + two, "markers-glued:" + after(0), false, 2},
		{"no trust store at all", strings.Repeat("text\n# fine\n", 1000), strings.TrimSpace(stray(200)), false, 0},
		{"empty", "", "empty:0", false, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := verify.Bundle([]byte(test.file), now)
			var got []string
			for _, f := range r.Findings {
				got = append(got, fmt.Sprintf("%s:%d", strings.TrimPrefix(string(f.ID), "store-"), f.Line))
				if f.Text == "" || f.Hint == "" || f.Basis == "" || strings.Contains(f.Text, "c2VjcmV0") {
					t.Errorf("finding %+v", f)
				}
			}
			if strings.Join(got, " ") != test.findings || r.Accepted != test.accepted || r.Kept != test.kept {
				t.Errorf("findings %q, accepted %v, kept %d", got, r.Accepted, r.Kept)
				for _, f := range r.Findings {
					t.Log(f.Text)
				}
			}
			clean := verify.Bundle(r.Cleaned, now)
			for _, f := range clean.Findings {
				if f.ID != finding.StoreNotYetValid && f.ID != finding.StoreTooMany && f.ID != finding.StoreEmpty {
					t.Errorf("the cleaned file has %+v", f)
				}
			}
			if !bytes.Equal(clean.Cleaned, r.Cleaned) {
				t.Error("cleaning twice changes the file")
			}
		})
	}
}

// stray lists findings of stray text in every other line.
func stray(n int) (s string) {
	for i := range n {
		s += fmt.Sprintf("stray-text:%d ", 2*i+1)
	}
	return s
}

// AWS shows what "openssl x509 -text" prints as a bundle that is refused.
func TestBundleRefusesOpenSSLText(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl here")
	}
	cmd := exec.Command("openssl", "x509", "-text")
	cmd.Stdin = bytes.NewReader(issue(t, testca.Request{}).TrustStore)
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	r := verify.Bundle(text, now)
	if r.Accepted || r.Kept != 1 || r.Findings[0].ID != finding.StoreStrayText || r.Findings[0].Line != 1 || r.Findings[0].End < 30 {
		t.Errorf("accepted %v, kept %d, first finding %+v", r.Accepted, r.Kept, r.Findings[0])
	}
}

// What testca makes is taken as it is.
func TestBundleOfTestCA(t *testing.T) {
	if r := verify.Bundle(issue(t, testca.Request{}).TrustStore, now); !r.Accepted || len(r.Findings) > 0 {
		t.Errorf("%+v", r.Findings)
	}
}
