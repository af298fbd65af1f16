package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// A structure fits to its last byte although its text was damaged if as many
// characters were gained as were lost, and nothing but contents stands between.
// What tells of it is said: lines that are longer or shorter than the others,
// blanks inside lines, a + beside blanks that were read as +, characters of both
// alphabets, a broken escape. Without such a trace nothing but the signature can
// tell.

// doubts adds findings for what makes a whole reading doubtful.
func (r *reading) doubts() {
	const hint = "Compare the fingerprint with the original's."
	if r.uneven {
		r.findings.add(finding.UnevenLines, finding.CopiedText, "A line of this base64 is longer or shorter than the others. The certificate fits to its last byte, but a character may have been lost and another one gained.",
			hint, r.chars.All())
	}
	if n := len(r.blanks); n > 0 {
		r.findings.add(finding.BlanksInside, finding.CopiedText, words.Count(n, "blank")+words.Plural(n, " stands", " stand")+" inside lines of this base64, and "+words.Plural(n, "was", "were")+
			" left out. The certificate fits to its last byte, but if a + stood there, a character was gained elsewhere.", hint, r.places(r.blanks)...)
	}
	if at := mixed(r.chars.Bytes); at >= 0 {
		r.findings.add(finding.AlphabetsMixed, finding.CopiedText, "This base64 has characters of both alphabets, + or / and - or _. Those of one alphabet do not belong to it.",
			hint, r.chars.Span(at, at+1))
	}
}

// exchanged reads t with each + as / and each / as +, if that is what was done to it:
// a BOOLEAN that is 0xFB or 0xFE becomes 0xFF, and there is none that does not. It
// returns nil if nothing speaks for it.
func (u *unwrapper) exchanged(r *reading) *reading {
	u.look(r.der.Len())
	if r.c.urlSafe || !oddBoolean(r.der.Bytes) {
		return nil
	}
	chars := bytes.Clone(r.chars.Bytes)
	for i, c := range chars {
		switch c {
		case '+':
			chars[i] = '/'
		case '/':
			chars[i] = '+'
		}
	}
	out := decodeBase64(chars)
	if oddBoolean(out) || bytes.Count(out, []byte("\x01\x01\xFF")) <= bytes.Count(r.der.Bytes, []byte("\x01\x01\xFF")) || !deep(out) {
		return nil
	}
	o := *r
	o.der = source.Decoded(r.chars, out, 4, 3)
	o.findings.add(finding.AlphabetExchanged, "", "Each + of this base64 stands where / should, and each / where + should: with them put back every BOOLEAN is 0xFF, as DER has it, which it is not as it stands. It was read so.",
		"Something that encodes or decodes the value by hand takes one for the other: %2B is +, and %2F is /. The signature tells for sure.", r.chars.All())
	return &o
}

// oddBoolean reports whether there is what may be a BOOLEAN of 0xFB or 0xFE: TRUE is
// 0xFF in DER, and becomes one of these if + and / are exchanged.
func oddBoolean(der []byte) bool {
	for {
		i := bytes.IndexByte(der, 1)
		if i < 0 || i+2 >= len(der) {
			return false
		}
		if c := der[i+2]; (c == 0xFB || c == 0xFE) && der[i+1] == 1 {
			return true
		}
		der = der[i+1:]
	}
}

// brokenEscape reports whether a % was left out, which begins an escape, or a
// character that came out of one: it may be the escape of a + or / that was hurt,
// %22B out of %2B.
func (r *reading) brokenEscape() bool {
	t := r.c.text
	for _, i := range r.c.strays {
		if t.Bytes[i] == '%' || t.Span(i, i+1).Len() > 1 {
			return true
		}
	}
	return false
}

// mixed returns the offset of a character of the url-safe alphabet if there are
// some of the other one too; else -1.
func mixed(chars []byte) int {
	at := bytes.IndexAny(chars, "-_")
	if at < 0 || !bytes.ContainsAny(chars, "+/") {
		return -1
	}
	return at
}

// blanksInside returns the offsets of the blanks that stand between characters
// of a line of base64, unless they part all lines into columns of one width, as
// line breaks that became blanks do.
func blanksInside(b []byte) []int {
	var inside []int
	word, before, at := 0, 0, 0 // lengths of the word that is read and the one before it on the line; where it ended
	width, last, even := 0, 0, true
	for i := 0; i <= len(b); i++ {
		switch {
		case i == len(b) || lineBreak(b[i]):
			last = max(last, word, before)
			word, before = 0, 0
		case base64Class[b[i]] == classChar || base64Class[b[i]] == classPad:
			if before > 0 {
				inside = append(inside, at)
				if width == 0 {
					width = before
				}
				even = even && before == width
				before = 0
			}
			word++
		default:
			if _, wide := invisible(b, i); (wide || blank(b[i])) && word > 0 {
				word, before, at = 0, word, i
			}
		}
	}
	const mimeWidth = 76 // RFC 2045, section 6.8
	if even && last <= width && (len(inside) > 1 || width == lineWidth || width == mimeWidth) {
		return nil
	}
	return inside
}
