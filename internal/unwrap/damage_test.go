package unwrap

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// What was done to a value is told as what it is, and nothing else is: what a program hid was
// not cut off, and no character is missing where one that nobody sees was put in.
func TestDamage(t *testing.T) {
	der := testdata.DER("client-2")
	pem := pemOf(der)
	header := "X-Amzn-Mtls-Clientcert-Leaf: " + albEncode(pem) + "\n"
	bare := "X-Forwarded-Tls-Client-Cert: " + base64.StdEncoding.EncodeToString(der) + "\n"
	between := func(c string) func(string) string {
		return func(s string) string { return strings.Join(chunks(s, 40), c) }
	}
	hidden := func(mask string, to int) func(string) string {
		return func(s string) string {
			from := len(s) / 2
			return s[:from] + mask + s[min(len(s), from+to):]
		}
	}
	for _, test := range []struct {
		name, paste string
		do          func(string) string
		whole       bool
		told        string // findings with their causes
	}{
		{"soft hyphens in a header", header, between("\u00AD"), true, "invisible-characters/copied-header"},
		{"zero-width spaces in a header", header, between("\u200B"), true, "invisible-characters/copied-header"},
		{"\\n without its backslash", pem, func(s string) string { return strings.ReplaceAll(s, "\n", "n") }, true, "line-breaks-literal/"},
		{"a rest of stars", pem, hidden(strings.Repeat("*", 400), 1000), false, "armor-end-missing/ body-elided/"},
		{"a rest of stars in a header", header, hidden(strings.Repeat("*", 400), 2000), false, "armor-end-missing/ body-elided/"},
		{"a rest that a log left out", header, hidden("... [truncated]", 2000), false, "armor-end-missing/cut-short body-elided/"},
		{"a middle of #", pem, hidden(strings.Repeat("#", 40), 150), false, "body-elided/"},
		{"a middle of X in base64", bare, hidden(strings.Repeat("X", 64), 150), false, "body-elided/"},
		{"a middle of stars", pem, hidden("****", 150), false, "body-elided/"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := collect([]byte(test.do(test.paste)))
			if list := originalsOf(r); test.whole != (len(list) == 1 && list[0] == string(der)) {
				t.Errorf("%d certificates are whole", len(list))
			}
			shown := 0
			for _, u := range r.Units {
				shown += len(u.Objects)
			}
			if shown != 1 {
				t.Errorf("%d structures are shown, want what is left of one", shown)
			}
			var told []string
			for _, u := range r.Units {
				for i := range u.Objects {
					for _, f := range u.Objects[i].Findings {
						told = append(told, string(f.ID)+"/"+string(f.Fix))
					}
				}
			}
			for _, f := range r.Findings {
				told = append(told, string(f.ID)+"/"+string(f.Fix))
			}
			if got := strings.Join(told, " "); got != test.told {
				t.Errorf("told is %q, want %q", got, test.told)
			}
		})
	}
}

// originalsOf are the certificates that are whole.
func originalsOf(r *result) (list []string) {
	for _, u := range r.Units {
		for i := range u.Objects {
			if o := &u.Objects[i]; o.IsCertificate() && deep(o.DER.Bytes) {
				list = append(list, string(o.DER.Bytes))
			}
		}
	}
	return list
}
