package unwrap

import (
	"github.com/mtlens/mtlens/internal/source"
)

// class is what a byte means in base64 text.
type class uint8

const (
	classOther class = iota
	classChar        // of either alphabet (RFC 4648, sections 4 and 5)
	classPad         // =
	classSpace       // blank, tab, line break
	classMulti       // first byte of what may be an invisible character
)

var base64Class = func() (t [256]class) {
	for c := range t {
		switch {
		case base64Value[c] < 64:
			t[c] = classChar
		case c == '=':
			t[c] = classPad
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f':
			t[c] = classSpace
		case c == 0xC2 || c == 0xE2 || c == 0xE3 || c == 0xEF:
			t[c] = classMulti
		}
	}
	return
}()

// base64Value is the value of each character in either alphabet; 64 for others.
var base64Value = func() (t [256]byte) {
	for i := range t {
		t[i] = 64
	}
	for i := byte(0); i < 26; i++ {
		t['A'+i], t['a'+i] = i, 26+i
	}
	for i := byte(0); i < 10; i++ {
		t['0'+i] = 52 + i
	}
	t['+'], t['-'], t['/'], t['_'] = 62, 62, 63, 63
	return
}()

// decodeBase64 decodes characters of either alphabet, and nothing else. Bits of
// a last group that make no whole byte are dropped.
func decodeBase64(chars []byte) []byte {
	out := make([]byte, 0, len(chars)/4*3+3)
	for len(chars) >= 4 {
		v := uint32(base64Value[chars[0]])<<18 | uint32(base64Value[chars[1]])<<12 |
			uint32(base64Value[chars[2]])<<6 | uint32(base64Value[chars[3]])
		out = append(out, byte(v>>16), byte(v>>8), byte(v))
		chars = chars[4:]
	}
	switch len(chars) {
	case 2:
		out = append(out, base64Value[chars[0]]<<2|base64Value[chars[1]]>>4)
	case 3:
		v := uint32(base64Value[chars[0]])<<10 | uint32(base64Value[chars[1]])<<4 | uint32(base64Value[chars[2]])>>2
		out = append(out, byte(v>>8), byte(v))
	}
	return out
}

// invisible returns the length of an invisible character at b[i], and whether
// it takes the place of a blank. It is 0 if there is none.
func invisible(b []byte, i int) (n int, blank bool) {
	if i+1 < len(b) && b[i] == 0xC2 && b[i+1] == 0xA0 { // no-break space
		return 2, true
	}
	if i+2 >= len(b) {
		return 0, false
	}
	switch [3]byte(b[i : i+3]) {
	case [3]byte{0xE2, 0x80, 0x8B}, [3]byte{0xE2, 0x80, 0x8C}, [3]byte{0xE2, 0x80, 0x8D}, // zero width
		[3]byte{0xE2, 0x80, 0x8E}, [3]byte{0xE2, 0x80, 0x8F}, // direction marks
		[3]byte{0xE2, 0x81, 0xA0}, // word joiner
		[3]byte{0xEF, 0xBB, 0xBF}: // byte order mark
		return 3, false
	case [3]byte{0xE2, 0x80, 0xA8}, [3]byte{0xE2, 0x80, 0xA9}, // line and paragraph separator
		[3]byte{0xE2, 0x80, 0xAF}, [3]byte{0xE3, 0x80, 0x80}: // narrow and wide spaces
		return 3, true
	}
	return 0, false
}

// spaces says how blanks inside base64 are read.
type spaces uint8

const (
	dropSpaces    spaces = iota // they are layout
	columnsInside               // after 64 characters of a line a line break, elsewhere a +; edges are layout
	columns                     // the same, and edges count but for those that part the text from its armor
	plusInside                  // each a +; edges are layout
	plusAll                     // each a +, with the same exception
)

// lineWidth is the number of base64 characters on a line of PEM (RFC 7468,
// section 2); ALB writes lines of this length.
const lineWidth = 64

// collector picks the base64 characters out of a text.
type collector struct {
	text    source.Text
	spaces  spaces
	keep    bool // a stray character stands for one that is lost; else it is dropped
	need    int  // stop after this many characters, where the word ends; 0 for all
	chars   *source.Builder
	plus    []int // offsets of spaces read as +
	strays  []int // offsets of characters that are not base64
	hidden  []int // offsets of invisible characters
	pads    int
	urlSafe bool
	quoted  bool     // lines begin with >, # or |
	marked  bool     // this one does
	lines   []int    // characters of each line
	head    bool     // nothing but blanks and > stands on the line so far
	blanks  struct { // the run of blanks that was looked at last
		end  int
		edge bool // it stands at an end of its line
	}
	looked int // bytes looked at besides each one once
}

// run collects the characters and returns the offset at which it stopped.
func (c *collector) run() int {
	b := c.text.Bytes
	c.chars = source.NewBuilder(c.text, len(b))
	column, afterPad := 0, false
	c.head = true
	i := 0
	if c.spaces == columns || c.spaces == plusAll {
		// DER never begins with a +, so what stands before is layout; and if a blank
		// parts the text from what is before it, one parts it from what comes after.
		i = skipBlank(b, 0)
		if i > 0 && blank(b[len(b)-1]) {
			b = b[:len(b)-1]
		}
	}
	for i < len(b) {
		switch base64Class[b[i]] {
		case classChar:
			c.head = false
			if c.need > 0 && (afterPad || c.chars.Len() >= c.need && i > 0 && base64Class[b[i-1]] != classChar) {
				return i
			}
			from := i
			for i < len(b) && base64Class[b[i]] == classChar {
				if b[i] == '-' || b[i] == '_' {
					c.urlSafe = true
				}
				i++
			}
			c.quoted = c.quoted || c.marked
			c.chars.Copy(from, i)
			column += i - from
		case classPad:
			c.head = false
			c.pads++
			i++
			afterPad = true
		case classSpace:
			if b[i] == '\n' || b[i] == '\r' || b[i] == '\v' || b[i] == '\f' {
				c.head, c.marked = true, false
				c.endLine(column)
				column = 0
				i++
				continue
			}
			if c.isPlus(i, &column) {
				c.chars.Replace(i, i+1, '+')
				c.plus = append(c.plus, i)
			}
			i++
		case classMulti:
			n, blank := invisible(b, i)
			if n > 0 {
				c.hidden = append(c.hidden, i)
				if blank && c.isPlus(i, &column) {
					c.chars.Replace(i, i+n, '+')
					c.plus = append(c.plus, i)
				}
				i += n
				continue
			}
			fallthrough
		default:
			if c.head && (b[i] == '>' || b[i] == '#' || b[i] == '|') {
				c.marked = true
				c.head = b[i] == '>'
				i++
				continue
			}
			c.head = false
			n := 1
			for i+n < len(b) && b[i+n]&0xC0 == 0x80 && b[i] >= 0xC0 { // the rest of a character
				n++
			}
			if c.need > 0 && !c.goesOn(i+n) {
				return i
			}
			c.strays = append(c.strays, i)
			if c.keep {
				c.chars.Replace(i, i+n, 'A')
				column++
			}
			i += n
		}
	}
	c.endLine(column)
	return len(b)
}

// endLine notes that a line of so many characters ends.
func (c *collector) endLine(column int) {
	if column > 0 {
		c.lines = append(c.lines, column)
	}
}

// oddLines counts the lines that are not as long as the most. All lines of PEM
// but the last are equally long, and the last is no longer.
func (c *collector) oddLines() int {
	n := len(c.lines)
	if n < 2 {
		return 0
	}
	width, most := 0, 0
	for _, candidate := range c.lines[:min(n, 3)] {
		k := 0
		for _, l := range c.lines {
			if l == candidate {
				k++
			}
		}
		if k > most {
			width, most = candidate, k
		}
	}
	odd := 0
	for i, l := range c.lines {
		if l > width || l < width && i < n-1 {
			odd++
		}
	}
	return odd
}

// goesOn reports whether, after a stray character before offset i, the same
// base64 goes on: there are enough characters, and some are still needed.
func (c *collector) goesOn(i int) bool {
	const enough = 16
	b := c.text.Bytes
	if c.chars.Len() >= c.need || i+enough > len(b) {
		return false
	}
	for _, ch := range b[i : i+enough] {
		if base64Class[ch] != classChar {
			return false
		}
	}
	return true
}

// isPlus decides about the blank at offset i and keeps the column.
func (c *collector) isPlus(i int, column *int) bool {
	switch c.spaces {
	case plusAll:
	case plusInside:
		if c.edge(i) {
			return false
		}
	case columnsInside, columns:
		if *column == lineWidth {
			c.endLine(lineWidth)
			*column = 0
			return false
		}
		if c.spaces == columnsInside && c.edge(i) {
			return false
		}
	default:
		return false
	}
	if c.text.Bytes[i] == '\t' {
		return false // nothing turns a + into a tab
	}
	*column++
	return true
}

// edge reports whether only blanks stand between offset i and an end of its line.
// A run of blanks is looked at once, not from each of them.
func (c *collector) edge(i int) bool {
	if i < c.blanks.end {
		return c.blanks.edge
	}
	b := c.text.Bytes
	left, right := i, i
	for left > 0 && blank(b[left-1]) {
		left--
	}
	for right < len(b) {
		n, wide := 1, blank(b[right])
		if !wide {
			n, wide = invisible(b, right)
		}
		if !wide {
			break
		}
		right += n
	}
	c.looked += right - left
	c.blanks.end = right
	c.blanks.edge = left == 0 || right == len(b) || lineBreak(b[left-1]) || lineBreak(b[right])
	return c.blanks.edge
}

func blank(c byte) bool     { return c == ' ' || c == '\t' }
func lineBreak(c byte) bool { return c == '\n' || c == '\r' }
