package unwrap

import (
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// numberText reads a list of numbers that are the bytes of a text from the start of t:
// of a header line, of JSON, of base64. Those of PEM and of DER [unwrapper.numbers] reads.
// It returns how much of t it took; 0 if it is none.
func (u *unwrapper) numberText(t source.Text, _ run, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	if len(b) < 2 || !digit(b[0]) || depth >= MaxLayers || !numberEnds(b) {
		return 0, 0
	}
	return u.textOfNumbers(t, tr, depth)
}

// numberEnds reports whether a number of up to three digits ends before a blank or comma,
// or one is prefixed.
func numberEnds(b []byte) bool {
	i := 0
	for i < len(b) && i < len("0x00") && (hexDigit[b[i]] < 16 || i == 1 && b[i]|0x20 == 'x') {
		i++
	}
	return i > 1 && i < len(b) && (b[i] == ' ' || b[i] == ',' || lineBreak(b[i]))
}

// textHeadNumbers is how many numbers tell that they are those of a text.
const textHeadNumbers = 12

// numbersOfText reports whether b begins with numbers that are all bytes of text.
func (u *unwrapper) numbersOfText(b []byte) bool {
	i := 0
	for n := range textHeadNumbers {
		v, width := numberOrPair(b, i, pairsOf(b))
		if width == 0 || !textual([]byte{v}) {
			u.look(i)
			return false
		}
		i = between(b, i+width, n+1)
	}
	u.look(i)
	return true
}

// pairsOf reports whether what b begins with are pairs of hexadecimal digits and no
// decimal numbers: all of the first ones have two digits, one of them a letter.
func pairsOf(b []byte) bool {
	letters := false
	for n := range textHeadNumbers {
		if _, ok := hexPair(b, 3*n); !ok || 3*n+2 < len(b) && b[3*n+2] != ' ' && b[3*n+2] != ':' {
			return false
		}
		letters = letters || !digit(b[3*n+1])
	}
	return letters
}

// numberOrPair is [number], or reads a pair of hexadecimal digits.
func numberOrPair(b []byte, i int, pairs bool) (v byte, width int) {
	if !pairs {
		return number(b, i, false)
	}
	if v, ok := hexPair(b, i); ok {
		return v, 2
	}
	return 0, 0
}

// textOfNumbers is numberText for what begins with a number.
func (u *unwrapper) textOfNumbers(t source.Text, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	if !u.numbersOfText(b) {
		return 0, 0
	}
	if !u.spend(len(b)) {
		return 0, 0
	}
	pairs := pairsOf(b)
	text := source.NewBuilder(t, minBare)
	i, end, n := 0, 0, 0
	for i < len(b) {
		v, width := numberOrPair(b, i, pairs)
		if width == 0 || v < ' ' && !space(v) {
			break
		}
		text.Replace(i, i+width, v)
		n++
		i += width
		end = i
		from := i
		if pairs {
			for i < len(b) && (space(b[i]) || b[i] == ':') && i-from < 4 {
				i++
			}
		} else {
			i = between(b, i, n)
		}
		if i == from {
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
