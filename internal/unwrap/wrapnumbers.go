package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// A list of numbers that a window wrapped at its width, inside of numbers too, perhaps with an
// indentation. All lines
// are as wide as the first, but for the last, and one less wide that lost the blank at its
// end; what stands on both sides of a break is one number, and of numbers at least one was
// broken.

// joinNumbers copies to out what is from offset from on, with the lines of [pos, stop)
// joined. It returns how far it came.
func joinNumbers(out *source.Builder, b []byte, from, pos, stop int) int {
	width, indent := windowWidth(b, pos), indentation(b, pos)
	for at := pos; ; {
		end, next := at+widthAt(b, at), nextLine(b, lineEnd(b, at))
		out.Copy(from, end)
		if from = end; next >= stop {
			return from
		}
		if from = next + indent; end-at < width {
			out.Replace(end, next, ' ')
		}
		at = next
	}
}

// windowWidth is the width that the lines from pos on were wrapped at: the first ones may
// have lost a blank.
func windowWidth(b []byte, pos int) int {
	const first = 6 // lines
	width := widthAt(b, pos)
	for range first {
		if pos = nextLine(b, lineEnd(b, pos)); pos >= len(b) {
			break
		}
		if w := widthAt(b, pos); w == width+1 && w >= minWrap {
			return w
		} else if w != width {
			break
		}
	}
	return width
}

// indentation is how many blanks stand before all lines that follow the one at pos. One may
// be of the list.
func indentation(b []byte, pos int) int {
	const lines = 6
	least := minWrap
	for range lines {
		if pos = nextLine(b, lineEnd(b, pos)); pos >= len(b) || widthAt(b, pos) == 0 {
			break
		}
		least = min(least, skipBlank(b[pos:lineEnd(b, pos)], 0))
	}
	if least < 2 || least == minWrap {
		return 0
	}
	return least
}

// widthAt is that of the line at pos, without what ends it.
func widthAt(b []byte, pos int) int { return trimEnd(b, pos, lineEnd(b, pos)) - pos }

// numberWrap goes along lines that are as wide as the one at pos, from there on, and are
// numbers: stop is where they end. It reports whether a number was broken between two.
func numberWrap(b []byte, pos int) (stop, lines int, broken bool) {
	width := widthAt(b, pos)
	if width < minWrap-1 || !numbersAt(b[pos+width-minWrap/2:pos+width]) {
		return pos, 0, false
	}
	width = windowWidth(b, pos)
	indent := indentation(b, pos)
	for at := pos; ; {
		end, next := at+widthAt(b, at), nextLine(b, lineEnd(b, at))
		lines++
		if stop = next; next >= len(b) || end-at < width-1 || end-at > width {
			return stop, lines, broken
		}
		after := b[next : next+widthAt(b, next)]
		after = after[min(indent, len(after)):]
		if len(after) > width || len(after) == 0 || !numbersAt(after) {
			return stop, lines, broken
		}
		k := seam(b[at:end], after)
		if end-at == width {
			if k < 0 {
				return stop, 0, false
			}
			broken = broken || k > 0
		}
		at = next
	}
}

// numbersAt reports whether b has numbers as lists of bytes have them, and what parts them.
func numbersAt(b []byte) bool {
	digits, parts := 0, 0
	for _, c := range b {
		switch {
		case hexDigit[c] < 16 || c|0x20 == 'x':
			digits++
		case bytes.IndexByte([]byte(" ,-[]{}()\t;"), c) < 0:
			return false
		default:
			digits = 0
			parts++
		}
		if digits > len("0xff") {
			return false
		}
	}
	return parts > 0 || len(b) < len("0xff")
}

// seam tells how many characters of a number are at the end of a line, if the next one goes
// on with it; -1 if together they are none.
func seam(line, after []byte) int {
	i, k := len(line), 0
	for i > 0 && wordByte(line[i-1]) && line[i-1] != '-' {
		i--
	}
	for k < len(after) && wordByte(after[k]) && after[k] != '-' {
		k++
	}
	if minus := i == len(line) && i > 0 && line[i-1] == '-'; minus && k > 0 {
		return 1
	}
	if i == len(line) || k == 0 {
		return 0
	}
	var room [8]byte
	word := append(append(room[:0], line[i:]...), after[:k]...)
	if _, width := number(word, 0, false); width != len(word) {
		return -1
	}
	return len(line) - i
}
