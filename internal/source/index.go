package source

import "unicode/utf8"

// Index translates byte offsets of a paste into the counts that the page uses.
// It is built in one pass and answers without reading the paste from the start.
type Index struct {
	paste []byte
	// marks[k] holds the counts at byte k*stride.
	marks  []mark
	stride int
}

// The distance between marks: small enough that a look-up is quick, large enough that the
// marks take little memory.
const (
	minStride = 128
	maxMarks  = 1 << 17
)

// mark holds the counts at a byte, and whether the stride that begins there is
// plain: ASCII without a line break, so that nothing in it has to be counted.
type mark struct {
	units, line, lineStart int32
	plain                  bool
}

// NewIndex returns the index of paste.
func NewIndex(paste []byte) *Index {
	stride := minStride
	for len(paste)/stride > maxMarks {
		stride *= 2
	}
	x := &Index{paste: paste, marks: make([]mark, 0, (len(paste)+stride-1)/stride), stride: stride}
	m := mark{line: 1}
	for at := 0; at < len(paste); at += stride {
		end := min(at+stride, len(paste))
		m.plain = plain(paste[at:end])
		x.marks = append(x.marks, m)
		m = m.advance(paste, at, end)
	}
	return x
}

// plain reports whether b is ASCII without a line break. Eight bytes are looked at at
// once: a bit is left of each that is 0 before 1 is taken from it, or has its highest.
func plain(b []byte) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; len(b) >= 8; b = b[8:] {
		x := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56 // one load
		breaks := x ^ '\n'*ones
		if (x|(breaks-ones)&^breaks)&highs != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf || c == '\n' {
			return false
		}
	}
	return true
}

// advance returns the mark at byte to, given m at byte from of its stride.
// The units of a character count where its first byte stands.
func (m mark) advance(paste []byte, from, to int) mark {
	if m.plain {
		m.units += int32(to - from)
		return m
	}
	for i := from; i < to; i++ {
		switch c := paste[i]; {
		case c == '\n':
			m.units++
			m.line++
			m.lineStart = m.units
		case c < utf8.RuneSelf:
			m.units++
		case c >= 0xF0 && i+1 < len(paste) && paste[i+1]&0xC0 == 0x80: // a character outside the basic plane: two units
			m.units += 2
		case c >= 0xC0:
			m.units++
		}
	}
	return m
}

// Position is a place in the paste as an editor counts it.
type Position struct {
	Units  int // UTF-16 code units before it
	Line   int // from 1
	Column int // UTF-16 code units from the start of its line, from 1
}

// Position returns the position of the byte offset. The page gives UTF-8 and nothing else.
// Of other bytes, which the command may be given, none counts as more than one unit: no
// place is outside of the paste.
func (x *Index) Position(offset int) Position {
	offset = max(0, min(offset, len(x.paste)))
	m := mark{line: 1}
	from := 0
	if k := min(offset/x.stride, len(x.marks)-1); k >= 0 {
		m, from = x.marks[k], k*x.stride
	}
	m = m.advance(x.paste, from, offset)
	return Position{int(m.units), int(m.line), int(m.units-m.lineStart) + 1}
}

// Lines is the number of lines in the paste; a last line may lack its end.
func (x *Index) Lines() int {
	end := len(x.paste)
	n := x.Position(end).Line
	if end == 0 || x.paste[end-1] == '\n' {
		n--
	}
	return n
}
