package certinfo

import (
	"encoding/asn1"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/testdata"
)

// Each trick in each kind of name has its finding, at the very character.
func TestDeceptiveNames(t *testing.T) {
	for _, tt := range []struct{ in, char, says string }{
		{"good\x00evil", "\x00", "U+0000 at offset 4, a control character"},
		{"a\x1b[31mb", "\x1b", "U+001B at offset 1, a control character"},
		{"line\nbreak", "\n", "U+000A at offset 4, a control character"},
		{"admin\u202Emoc", "\u202E", "U+202E at offset 5, which turns the direction of writing"},
		{"goo\u200Bgle", "\u200B", "U+200B at offset 3, which has no width"},
		{"x\U000E0041y", "\U000E0041", "U+E0041 at offset 1, a tag, which is not seen"},
		{"admin\u00A0", "\u00A0", "U+00A0 at offset 5, a blank"},
		{"a" + strings.Repeat("\u0301", 9), "\u0301", "U+0301 at offset 7, one of more marks"},
		{"exаmple", "а", "U+0430 at offset 2, a letter that is Cyrillic beside one that is Latin"},
	} {
		for kind, tag := range map[string]int{"CN": 0, "DNS": 2, "e-mail": 1, "URI": 6} {
			if tag > 0 && strings.ContainsFunc(tt.in, func(r rune) bool { return r >= 0x80 }) {
				continue // an IA5String has ASCII alone: string-bad-character tells
			}
			src := named(tt.in, tag)
			found := false
			for _, f := range Parse(src).Findings {
				if f.ID != finding.NameDeceptive {
					continue
				}
				found = true
				if got := string(src[f.DER.Offset : f.DER.Offset+f.DER.Length]); got != tt.char || !strings.Contains(f.Text, tt.says) {
					t.Errorf("%s %q: %q at %q", kind, tt.in, f.Text, got)
				}
			}
			if !found {
				t.Errorf("%s %q: no finding", kind, tt.in)
			}
		}
	}
	for _, name := range testdata.Certificates() {
		for _, f := range Parse(testdata.DER(name)).Findings {
			if f.ID == finding.NameDeceptive && name != "name-escapes" {
				t.Errorf("%s: %s", name, f.Text)
			}
		}
	}
}

// named is a certificate with the text as its common name, or as a subject alternative
// name under the tag.
func named(text string, tag int) []byte {
	seq := func(tag int, parts ...[]byte) []byte {
		var all []byte
		for _, p := range parts {
			all = append(all, p...)
		}
		b, _ := asn1.Marshal(asn1.RawValue{Class: tag >> 6, Tag: tag & 31, IsCompound: true, Bytes: all})
		return b
	}
	str := func(class, tag int, s string) []byte {
		b, _ := asn1.Marshal(asn1.RawValue{Class: class, Tag: tag, Bytes: []byte(s)})
		return b
	}
	cn := "x"
	if tag == 0 {
		cn = text
	}
	name := seq(16, seq(17, seq(16, str(0, 6, "\x55\x04\x03"), str(0, 12, cn))))
	alg := seq(16, str(0, 6, "\x2b\x65\x70"))
	extensions := []byte(nil)
	if tag > 0 {
		extensions = seq(0x83, seq(16, seq(16, str(0, 6, "\x55\x1d\x11"), str(0, 4, string(seq(16, str(2, tag, text)))))))
	}
	tbs := seq(16, seq(0x80, str(0, 2, "\x02")), str(0, 2, "\x01"), alg, name, seq(16, str(0, 23, "260101000000Z"), str(0, 23, "270101000000Z")), name,
		seq(16, alg, str(0, 3, "\x00"+strings.Repeat("k", 32))), extensions)
	return seq(16, tbs, alg, str(0, 3, "\x00"+strings.Repeat("s", 64)))
}
