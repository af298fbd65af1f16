package unwrap

import (
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// base32 reads base32 (RFC 4648, section 6) of DER or of PEM from the start of t, over
// any number of lines. It returns how much of t it took; 0 if it is none.
func (u *unwrapper) base32(t source.Text, _ run, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	head := 0
	for head < len(b) && head < minBare && base32Value(b[head]) < 32 {
		head++
	}
	if head < minBare || b[0] == 'G' && !plausibleStart(decodeBase32(b[:base32Head])) || !u.spend(min(len(b), maxBase32)) {
		return 0, head
	}
	chars := source.NewBuilder(t, minBare)
	end := 0
	for i := 0; i < min(len(b), maxBase32); {
		from := i
		for i < len(b) && base32Value(b[i]) < 32 {
			i++
		}
		if i == from {
			break
		}
		chars.Copy(from, i)
		end = i
		for i < len(b) && (lineBreak(b[i]) || blank(b[i])) {
			i++
		}
	}
	looked = end
	digits := chars.Text()
	if !u.octets(source.Decoded(digits, decodeBase32(digits.Bytes), 8, 5), tr.add(StepOther, "Base32, "+words.Count(digits.Len(), "character"), t.Span(0, end)), depth) {
		return 0, looked
	}
	u.recognized("base32", depth)
	return end, looked
}

// decodeBase32 decodes characters of base32, and nothing else.
func decodeBase32(chars []byte) []byte {
	out := make([]byte, 0, len(chars)*5/8)
	v, bits := uint32(0), 0
	for _, c := range chars {
		v, bits = v<<5|uint32(base32Value(c)), bits+5
		if bits >= 8 {
			bits -= 8
			out = append(out, byte(v>>bits))
		}
	}
	return out
}

// base32Head is how many characters tell of what they are.
const base32Head = 32

// maxBase32 is how much text of base32 is looked at: a chain of long certificates.
const maxBase32 = 256 << 10

// base32Value is the value of a character; 32 for others.
func base32Value(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return c - 'A'
	case c >= '2' && c <= '7':
		return c - '2' + 26
	}
	return 32
}
