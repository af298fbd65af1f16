package unwrap

import (
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// numberText reads a list of numbers that are the bytes of a text from the start of t:
// of a header line, of JSON, of base64; or hexadecimal of one, in pairs that something
// parts. Those of PEM and of DER [unwrapper.numbers] reads.
// It returns how much of t it took; 0 if it is none.
func (u *unwrapper) numberText(t source.Text, _ run, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	if len(b) < 2 || !digit(b[0]) || depth >= MaxLayers {
		return 0, 0
	}
	if len(b) > 8 && hexSeparator(b[2]) && b[5] == b[2] && b[8] == b[2] && pairsOfText(b) {
		return u.hexOfAny(t, tr, depth)
	}
	if !numberEnds(b) {
		return 0, 0
	}
	return u.textOfNumbers(t, tr, depth)
}

// numberEnds reports whether a number of up to three digits, or one with 0x before it, ends
// before a blank or comma, and another one follows.
func numberEnds(b []byte) bool {
	i := 0
	for i < len(b) && i < len("0x00") && (digit(b[i]) || i > 1 && b[1]|0x20 == 'x' && hexDigit[b[i]] < 16 || i == 1 && b[i]|0x20 == 'x') {
		i++
	}
	k := i
	for k < len(b) && k < i+2 && (space(b[k]) || b[k] == ',') {
		k++
	}
	return i > 1 && k > i && k < len(b) && (digit(b[k]) || b[k] == '-')
}

// pairsOfText reports whether b begins with pairs of hexadecimal digits, with the same
// character between them, that are all bytes of text: 43:6c:69. What may as well be decimal
// numbers is none.
func pairsOfText(b []byte) bool {
	const pairs = 24
	if len(b) < 3*pairs || !hexSeparator(b[2]) {
		return false
	}
	sure := b[2] == ':' || b[2] == '-'
	for i := 0; i < 3*pairs; i += 3 {
		c, ok := hexPair(b, i)
		if !ok || b[i+2] != b[2] || !textual([]byte{c}) {
			return false
		}
		sure = sure || !digit(b[i]) || !digit(b[i+1])
	}
	return sure
}

// textHeadNumbers is how many numbers tell that they are those of a text.
const textHeadNumbers = 12

// numbersOfText reports whether b begins with numbers that are all bytes of text.
func (u *unwrapper) numbersOfText(b []byte) bool {
	i := 0
	for n := range textHeadNumbers {
		v, width := number(b, i, false)
		if width == 0 || !textual([]byte{v}) {
			u.look(i)
			return false
		}
		i = between(b, i+width, n+1)
	}
	u.look(i)
	return true
}

// textOfNumbers is numberText for what begins with a number.
func (u *unwrapper) textOfNumbers(t source.Text, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	if !u.numbersOfText(b) || !u.spend(len(b)) {
		return 0, 0
	}
	text := source.NewBuilder(t, minBare)
	i, end, n := 0, 0, 0
	for i < len(b) {
		v, width := number(b, i, false)
		if width == 0 || v < ' ' && !space(v) {
			break
		}
		text.Replace(i, i+width, v)
		n++
		i += width
		end = i
		from := i
		if i = between(b, i, n); i == from {
			break
		}
	}
	if n < minBare {
		return 0, i
	}
	before := len(u.unit().Objects)
	u.value(text.Text(), tr.add(StepHex, "List of numbers, "+words.Count(n, "byte"), t.Span(0, end)), depth+1)
	if len(u.unit().Objects) > before {
		u.recognized("list of bytes", depth)
	}
	return end, i
}
