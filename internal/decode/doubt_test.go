package decode

import (
	"net/url"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// Damage after which the certificate still fits to its last byte and is not the
// original: each leaves a trace, and that is said, with its place.
func TestDoubt(t *testing.T) {
	one := func(s, old, new string) string {
		if strings.Count(s, old) != 1 {
			t.Fatalf("%q stands %d times in the fixture", old, strings.Count(s, old))
		}
		return strings.Replace(s, old, new, 1)
	}
	// Each is damaged in its signature, where nothing but contents stands.
	ec := string(testdata.PEM("ec-issuing-ca")) // has one +
	rsa := string(testdata.PEM("client-1"))     // has a dozen
	encoded := strings.ReplaceAll(url.QueryEscape(ec), "+", "%20")
	tests := []struct{ name, in, id string }{
		{"a + became a blank, a character came twice", one(ec, "oFYh/k+TiVo", "ooFYh/k TiVo"), "blanks-inside"},
		{"a character lost, a blank came in, and + is still there", one(rsa, "p68JmI40Y", "p68J I40Y"), "plus-uncertain"},
		{"a character lost, a hyphen came in", one(ec, "oFYh/k+TiVo", "oFh/-k+TiVo"), "alphabets-mixed"},
		{"an escape with a digit twice", one(encoded, "k%2BTiVo", "k%22BTiVo"), "unreadable-characters"},
		{"an escape with a digit too many", one(encoded, "k%2BTiVo", "k%a2BTiVo"), "unreadable-characters"},
		{"an escape that is none", one(encoded, "k%2BTiVo", "k%2TiVo"), "unreadable-characters"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := read([]byte(tt.in))
			if len(r.Certificates) == 0 || !r.Certificates[0].Whole || name(r.Certificates[0]) != "damaged" {
				t.Fatalf("the fixture is not what the test is about: %s", ids(r))
			}
			for _, f := range r.Findings {
				if f.ID == tt.id && f.Certificate == 0 && len(f.Places) > 0 {
					return
				}
			}
			t.Errorf("findings %s, want %s with a place", ids(r), tt.id)
		})
	}
}

// Blanks that part all lines into columns of one width are a layout, and no
// reason for a doubt.
func TestColumns(t *testing.T) {
	body := strings.Join(strings.Split(strings.TrimSpace(string(testdata.PEM("client-1"))), "\n")[1:], "")
	body = strings.TrimSuffix(body, "-----END CERTIFICATE-----")
	for _, width := range []int{4, 8, 10, 64, 76, 100} {
		s := body
		columns := ""
		for len(s) > width {
			columns += s[:width] + " "
			s = s[width:]
		}
		for _, in := range []string{
			"-----BEGIN CERTIFICATE----- " + columns + s + " -----END CERTIFICATE-----",
			"-----BEGIN CERTIFICATE-----\n" + columns + s + "\n-----END CERTIFICATE-----\n",
		} {
			r := read([]byte(in))
			if len(r.Certificates) != 1 || name(r.Certificates[0]) != "client-1" || ids(r) != "line-breaks-lost" {
				t.Errorf("columns of %d: %d certificates, findings %q", width, len(r.Certificates), ids(r))
			}
		}
	}
}
