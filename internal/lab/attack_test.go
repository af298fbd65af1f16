package lab

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/words"
	"github.com/mtlens/mtlens/testdata"
)

// What was made to deceive is told, with the character and its offset; and the Text
// view has no character that a terminal obeys or nobody sees.
func TestDeceptive(t *testing.T) {
	for name, says := range map[string]string{
		"name-nul.pem":        "U+0000 at offset 12",
		"name-bidi.pem":       "U+202E at offset",
		"name-zerowidth.pem":  "U+200B at offset 3",
		"name-homoglyph.pem":  "Latin beside one that is Cyrillic",
		"name-combining.pem":  "U+0301",
		"name-esc-san.pem":    "U+001B at offset 1",
		"constructed-oid.pem": "is not an object identifier",
	} {
		paste := testdata.Attack(name)
		told := false
		for _, f := range Report(Options{Now: testdata.Now}, paste).Findings {
			told = told || strings.Contains(f.Text, says)
			if words.Visible(f.Text, false) != f.Text {
				t.Errorf("%s: a sentence has characters that are not seen: %q", name, f.Text)
			}
		}
		if !told {
			t.Errorf("%s: nothing says %q", name, says)
		}
		text, _ := View(paste, "text")
		if words.Visible(text, true) != text || !strings.Contains(text, "Certificate:") {
			t.Errorf("%s: the text has characters that are not seen", name)
		}
	}
	text, _ := View(testdata.Attack("name-esc-san.pem"), "text")
	for _, want := range []string{"DNS:a[U+001B][31mb.example", "URI:http://x/[U+000D][U+000A][U+0007]y", "UPN::adm[U+202E]in[U+001B]@x"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text has no %q: %s", want, text)
		}
	}
}

// A name in a header is looked at like one in a certificate.
func TestDeceptiveHeader(t *testing.T) {
	for header, says := range map[string]string{
		"X-Amzn-Mtls-Clientcert-Subject: CN=good\u202Emoc,O=x":           "X-Amzn-Mtls-Clientcert-Subject holds U+202E at offset 7, which turns the direction of writing.",
		"X-Amzn-Mtls-Clientcert-Subject: CN=good\\E2\\80\\AEmoc,O=x":     "U+202E",
		"X-Amzn-Mtls-Clientcert-Issuer: CN=\u0430dmin":                   "beside one that is Cyrillic",
		`X-Forwarded-Client-Cert: Hash=aa;URI=spiffe://a/b` + "\u200B/c": "U+200B",
	} {
		told := false
		for _, f := range Report(Options{Now: testdata.Now}, []byte(header)).Findings {
			told = told || f.ID == "name-deceptive" && strings.Contains(f.Text, says) && len(f.Places) == 1
		}
		if !told {
			t.Errorf("%q: nothing says %q", header, says)
		}
	}
}
