package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// Dumps whose words are no pairs of digits, as od, hexdump and xxd print them: octal,
// decimal, binary, characters, and words of two, four or eight bytes of which the
// low one comes first.
//
//	[ offset [ ":" ] ] 1*( blanks word ) [ blanks text ]
//
// What a word is no line tells: all forms are tried on the first line, until one of
// them gives the start of a structure, of a TLS record or of PEM.

// wordForm is a way to print words.
type wordForm struct {
	radix, width int // bytes of a word
	digits       int // characters of a word, 0 for any number
}

// characters is the radix of a form whose words are characters or their escapes.
const characters = 0

var wordForms = []wordForm{
	{8, 2, 6}, {8, 1, 3}, {16, 2, 4}, {16, 4, 8}, {16, 8, 16}, {2, 1, 8},
	{10, 1, 0}, {10, 2, 0}, {10, 4, 0}, {10, 8, 0}, {characters, 1, 0},
}

// column is a dump that is being read.
type column struct {
	wordForm
	b       []byte
	offsets bool     // lines begin with one
	perLine int      // bytes of the first line
	need    int      // bytes of the structure that begins it
	bytes   []byte   // of the line that was read last
	ends    []int    // where the word of each of them ends
	starts  []int    // and begins
	found   [32]byte // room for bytes
}

// undoColumns makes hexadecimal of such dumps, or the text that they are of.
func undoColumns(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	var out *source.Builder
	from, n := 0, 0
	var c column // one for all lines
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		c.b, c.offsets, c.perLine = b, false, 0
		if !c.begins(pos, end) {
			pos = nextLine(b, end)
			continue
		}
		if out == nil {
			out = source.NewBuilder(t.Text(), len(b))
		}
		out.Copy(from, pos)
		lines, stop := c.copy(out, pos)
		n += lines
		from = stop
		pos = nextLine(b, stop)
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// maxColumns is the longest line of such a dump: od -w32 -t d1 has 136 characters.
const maxColumns = 300

// minOffset is how many digits the offsets of od and hexdump have at least.
const minOffset = 6

// begins reports whether the line [pos, end) may be the first of a dump, and what
// its words are.
func (c *column) begins(pos, end int) bool {
	zeros := pos
	if end-pos > maxColumns {
		return false
	}
	for zeros < end && c.b[zeros] == '0' {
		zeros++
	}
	switch {
	case zeros-pos >= minOffset && zeros < end && (blank(c.b[zeros]) || c.b[zeros] == ':'):
		c.offsets = true
	case zeros == pos && blank(c.b[pos]):
	default:
		return false
	}
	for _, c.wordForm = range wordForms {
		if !c.offsets && c.radix != characters && c.radix != 8 && c.width == 1 {
			continue // what reads numbers reads them
		}
		if _, ok := c.line(pos, end); ok && (dumpStart(c.bytes) || c.offsets && c.radix != 10 && c.radix != 16 && len(c.bytes) > 4 && textual(c.bytes) || c.radix == 2 && len(c.bytes) > 1 && c.bytes[0] == 0x30 && c.bytes[1] > 0x80) {
			c.perLine, c.need = len(c.bytes), declared(c.bytes)
			return c.goesOn(nextLine(c.b, end))
		}
	}
	return false
}

// goesOn reports whether the line at pos goes on with the dump.
func (c *column) goesOn(pos int) bool {
	if pos >= len(c.b) {
		return false
	}
	offset, ok := c.line(pos, lineEnd(c.b, pos))
	return ok && (!c.offsets || counts(c.b[pos:offset], c.perLine))
}

// dumpStart reports whether bytes are the first of what is worth reading.
func dumpStart(b []byte) bool {
	return hasPrefix(b, "-----") || hasPrefix(b, "\x16\x03\x01\x00") || hasPrefix(b, "\x16\x03\x03\x00") || plausibleStart(b)
}

// counts reports whether the offset is n in one of the bases that they are printed in.
func counts(offset []byte, n int) bool {
	for _, radix := range []int{8, 10, 16} {
		v := 0
		for _, c := range offset {
			if int(hexDigit[c]) >= radix {
				v = -1
				break
			}
			v = v*radix + int(hexDigit[c])
		}
		if v == n {
			return true
		}
	}
	return false
}

// line reads the words of the line [pos, end). It returns where its offset ends.
func (c *column) line(pos, end int) (offset int, ok bool) {
	b := c.b
	c.bytes, c.starts, c.ends = c.found[:0], c.starts[:0], c.ends[:0]
	i := pos
	if c.offsets {
		for i < end && hexDigit[b[i]] < 16 {
			i++
		}
		if i-pos < minOffset {
			return i, false
		}
		offset = i
		if i < end && b[i] == ':' {
			i++
		}
	}
	if i < end && !blank(b[i]) && b[i] != '\r' {
		return offset, false
	}
	for i < end && len(c.bytes) < len(c.found) && (c.perLine == 0 || len(c.bytes) < c.perLine) {
		next := c.word(i, end)
		if next < 0 {
			break
		}
		i = next
	}
	rest := bytes.TrimSpace(b[i:end])
	beside := len(rest) == 0 || c.digits > 0 && len(b[i:end])-len(rest) > 0 || rest[0] == '>' // the text beside
	return offset, len(c.bytes) > 0 && beside
}

// word reads the word at b[i], with the blanks before it; -1 if there is none.
func (c *column) word(i, end int) (next int) {
	b := c.b
	if c.radix == characters {
		const cell = 4
		if i+cell > end {
			return -1
		}
		v, ok := characterOf(b[i : i+cell])
		if !ok {
			return -1
		}
		c.add(v, i, i+cell)
		return i + cell
	}
	for i < end && blank(b[i]) {
		i++
	}
	from := i
	minus := i < end && b[i] == '-' && c.radix == 10
	if minus {
		i++
	}
	var v uint64
	first := i
	const longest = 20 // digits of 64 bits
	for ; i < end && i-first <= longest && int(hexDigit[b[i]]) < c.radix; i++ {
		v = v*uint64(c.radix) + uint64(hexDigit[b[i]])
	}
	n, width := i-first, c.width
	if c.radix == 16 && n < c.digits && n%2 == 0 && len(c.bytes) > 0 { // the last word, cut to its bytes
		width = n / 2
	} else if c.digits > 0 && n != c.digits {
		return -1
	}
	if n == 0 || n > longest || i < end && !blank(b[i]) && b[i] != '\r' {
		return -1
	}
	if minus {
		v = -v
	} else if c.width < 8 && v>>(8*c.width) != 0 {
		return -1
	}
	for range width {
		c.add(byte(v), from, i)
		v >>= 8
	}
	return i
}

func (c *column) add(v byte, from, to int) {
	if len(c.bytes) < len(c.found) {
		c.bytes, c.starts, c.ends = append(c.bytes, v), append(c.starts, from), append(c.ends, to)
	}
}

// characterOf reads a cell of od -c: a character, an escape of C, or three octal
// digits.
func characterOf(cell []byte) (byte, bool) {
	s := bytes.TrimLeft(cell, " ")
	switch len(s) {
	case 0:
		return ' ', true
	case 1:
		return s[0], true
	case 2:
		if i := bytes.IndexByte([]byte("0abtnvfr"), s[1]); s[0] == '\\' && i >= 0 {
			return [8]byte{0, 7, 8, 9, 10, 11, 12, 13}[i], true
		}
	case 3:
		v := 0
		for _, d := range s {
			if d < '0' || d > '7' {
				return 0, false
			}
			v = v<<3 | int(d-'0')
		}
		return byte(v), v < 256
	}
	return 0, false
}

// copy writes the bytes of the dump that begins at b[pos]. It returns how many lines
// it has and where the last one ends.
func (c *column) copy(out *source.Builder, pos int) (lines, stop int) {
	const digits = "0123456789abcdef"
	text, total := false, 0
	for pos < len(c.b) {
		end := lineEnd(c.b, pos)
		offset, ok := c.line(pos, end)
		if !ok || c.offsets && !counts(c.b[pos:offset], total) {
			break
		}
		if lines == 0 {
			text = textual(c.bytes)
		}
		next := nextLine(c.b, end)
		n := c.unpadded(next, total)
		for k, v := range c.bytes[:n] {
			if from, to := c.starts[k], c.ends[k]; text {
				out.Replace(from, to, v)
			} else {
				out.Replace(from, to, digits[v>>4], digits[v&15])
			}
		}
		total += n
		lines, stop, pos = lines+1, end, next
		if n < c.perLine {
			break
		}
	}
	if text {
		out.Replace(stop, stop, '\n')
	} else {
		out.Replace(stop, stop, dumpEnd)
	}
	return lines, stop
}

// unpadded is how many bytes of the line that was read last are of the dump: the line
// at next may be the offset of its end, and the last word is filled up with zeros.
func (c *column) unpadded(next, total int) int {
	n, width := len(c.bytes), c.width
	if c.radix == characters {
		width = n // hexdump -c fills up the line
	}
	if !c.offsets {
		return n - min(n, max(0, min(total+n-c.need, width-1)))
	}
	if next >= len(c.b) {
		return n
	}
	last := bytes.TrimSpace(c.b[next:min(lineEnd(c.b, next), next+maxColumns)])
	for k := n; k > n-width && k > 0; k-- {
		if counts(last, total+k) {
			return k
		}
	}
	return n
}
