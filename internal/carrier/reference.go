package carrier

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/words"
)

// namedReferences are those that stand for what is in PEM, a request or a name in ASCII.
var namedReferences = []struct {
	name string
	r    rune
}{{"amp", '&'}, {"plus", '+'}, {"sol", '/'}, {"equals", '='}, {"NewLine", '\n'}, {"quot", '"'}, {"apos", '\''}, {"lt", '<'}, {"gt", '>'}, {"nbsp", ' '}, {"hyphen", '-'}, {"dash", '-'}, {"Tab", '\t'}, {"colon", ':'}, {"semi", ';'}, {"comma", ','}}

// latin1References are those of U+00C0 to U+00FF in order (HTML 4.01, section 24.2.1).
const latin1References = " Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml " +
	"ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig " +
	"agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml " +
	"eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml "

// longestReference is the length of the longest that is read.
const longestReference = 10

// Reference reads the character reference of HTML or XML at b[i], and its length; 0 if there
// is none.
func Reference(b []byte, i int) (r rune, width int) {
	end := bytes.IndexByte(b[i:min(len(b), i+longestReference)], ';')
	if end < 3 {
		return 0, 0
	}
	s := string(b[i+1 : i+end])
	if s[0] == '#' {
		r = numbered(s[1:])
	} else {
		r = named(s)
	}
	if r == 0 {
		return 0, 0
	}
	return r, end + 1
}

// numbered reads the number of a character; 0 if it is none of text.
func numbered(s string) (r rune) {
	base := rune(10)
	if s[0]|0x20 == 'x' {
		s, base = s[1:], 16
	}
	for _, c := range []byte(s) {
		d := rune(words.HexValue(c))
		if d < 0 || d >= base {
			return 0
		}
		r = r*base + d
	}
	if r >= 0x80 && r < 0xA0 || !utf8.ValidRune(r) {
		return 0
	}
	return r
}

func named(s string) rune {
	for _, n := range namedReferences {
		if s == n.name {
			return n.r
		}
	}
	if i := strings.Index(latin1References, " "+s+" "); i >= 0 {
		return 0xC0 + rune(strings.Count(latin1References[:i], " "))
	}
	return 0
}

// Unreferenced is a text with its references undone; the text itself if it has none.
func Unreferenced(s string) string {
	var out strings.Builder
	from := 0
	for i := strings.IndexByte(s, '&'); i >= 0 && i < len(s); i++ {
		if s[i] != '&' {
			continue
		}
		if r, width := Reference([]byte(s[i:min(len(s), i+longestReference)]), 0); width > 0 {
			out.WriteString(s[from:i])
			out.WriteRune(r)
			from = i + width
			i = from - 1
		}
	}
	if from == 0 {
		return s
	}
	return out.String() + s[from:]
}
