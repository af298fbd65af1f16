package lab

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// A file of a form that AWS does not take is refused, and what Decode reads in it is
// offered as the file that it takes. The forms are what people save and send.
func TestOtherForms(t *testing.T) {
	good := string(testdata.PEM("ec-root-ca"))
	list := neighbor("list")
	for name, change := range map[string]func(string) string{
		"base64":           func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
		"one line":         func(s string) string { return strings.ReplaceAll(s, "\n", "") },
		"escaped":          func(s string) string { return strings.ReplaceAll(s, "\n", `\n`) },
		"JSON":             func(s string) string { return `{"file":"` + strings.ReplaceAll(s, "\n", `\n`) + `"}` },
		"four hyphens":     func(s string) string { return strings.ReplaceAll(s, "-----BEGIN", "----BEGIN") },
		"percent-encoded":  func(s string) string { return strings.NewReplacer(" ", "%20", "\n", "%0A").Replace(s) },
		"quoted in a mail": func(s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") },
		"behind grep -n": func(s string) string {
			return "ca.pem:1:" + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\nca.pem:2:")
		},
		"base64 of DER": func(s string) string {
			return strings.Join(strings.Split(strings.TrimSpace(s), "\n")[1:len(strings.Split(strings.TrimSpace(s), "\n"))-1], "")
		},
		"a comment in it":   func(s string) string { return strings.Replace(s, "\n", "\n# here\n", 1) },
		"another separator": func(s string) string { return strings.ReplaceAll(s, "\n", "\u2028") },
	} {
		if b := bundle(at(), change(good), ""); b.Accepted || b.Cleaned != good {
			t.Errorf("trust store, %s: accepted %t, cleaned %q", name, b.Accepted, b.Cleaned)
		}
		if name == "another separator" {
			continue
		}
		c := listCheck(at(), []byte(change(list)))
		if c.Accepted || len(c.Cleaned) != 1 || !bytes.Equal([]byte(c.Cleaned[0]), []byte(list)) {
			t.Errorf("list, %s: accepted %t, cleaned %q", name, c.Accepted, c.Cleaned)
		}
	}
}
