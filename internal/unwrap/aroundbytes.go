package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// undoAroundBytes is [undoAround] for bytes in print: base64 or hexadecimal in lines, a dump
// of words, lists of numbers. What stands before the bytes of a line is the same as in the
// next one, digits aside. The first line's bytes must be those of a structure or of a text.
// The base64 of a structure behind > or # is read as it stands.
func undoAroundBytes(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	if !linesBeginAlike(b) {
		return source.Text{}, 0
	}
	return withoutAround(t, b)
}

// leastAround is how many lines in a row have the same before their bytes.
const leastAround = 3

// linesBeginAlike reports whether as many lines in a row begin with the same, digits and an
// indentation aside, up to what no base64 has, or with the mark of a diff; and end as bytes in
// print do.
func linesBeginAlike(b []byte) bool {
	var before []byte
	for pos, run := 0, 0; pos < len(b); {
		line := b[pos:lineEnd(b, pos)]
		pos = nextLine(b, pos+len(line))
		i := skipBlank(line, 0)
		for from := i; i < len(line) && base64Class[line[i]] == classChar && !(i == from && (line[i] == '+' || line[i] == '-')); i++ {
		}
		last := len(bytes.TrimRight(line, afterBytes)) - 1
		if i >= last || base64Class[line[last]] != classChar && line[last] != '=' || namesValue(line[i+1:]) {
			run = 0
			continue
		}
		head := line[:i+1]
		if !samePrefix(before, head) {
			run = 0
		}
		if run++; run == leastAround {
			return true
		}
		before = head
	}
	return false
}

// namesValue reports whether a line goes on with a name and a colon, as headers have it; of
// hexadecimal digits alone it is an offset.
func namesValue(b []byte) bool {
	i, name := skipBlank(b, 0), false
	for ; i < len(b) && (base64Class[b[i]] == classChar); i++ {
		name = name || hexDigit[b[i]] > 15
	}
	return name && hasPrefix(b[i:], ": ")
}

func withoutAround(t source.Metered, b []byte) (source.Text, int) {
	var lines []lineInside
	for pos := 0; pos < len(b); {
		first := printedBytes(b, pos)
		if first.lo == pos {
			pos = nextLine(b, first.end)
			continue
		}
		from := len(lines)
		for l := first; l.hi > l.lo && samePrefix(b[first.pos:first.lo], b[l.pos:l.lo]); l = printedBytes(b, pos) {
			lines = append(lines, l)
			if pos = nextLine(b, l.end); pos >= len(b) {
				break
			}
		}
		if l, ok := lastBytes(b, first, pos); ok && len(lines) > from {
			lines = append(lines, l)
			pos = nextLine(b, l.end)
		}
		text := b[first.lo:first.hi]
		if len(lines)-from < leastAround || !startsInPrint(text) || armorBefore(b, first.pos) || wideBefore(b, first) ||
			quoteOnly(b[first.pos:first.lo]) && plausibleStart(decodeBase64(base64Head(text, longBytes))) {
			lines = lines[:from]
		}
	}
	return leaveOut(t, b, lines)
}

// wideBefore reports whether the line before is base64 as wide as this one: what this one begins
// with is of it.
func wideBefore(b []byte, l lineInside) bool {
	if l.pos == 0 {
		return false
	}
	start := bytes.LastIndexByte(b[:l.pos-1], '\n') + 1
	line := b[start : l.pos-1]
	return len(line) == l.end-l.pos && encodedText(line)
}

// lastBytes is the line at pos, if it has the same before it as the first one and so few bytes
// that they might be numbers of that.
func lastBytes(b []byte, first lineInside, pos int) (l lineInside, ok bool) {
	if pos >= len(b) {
		return l, false
	}
	l = lineInside{pos, pos, pos, lineEnd(b, pos)}
	l.hi = trimEnd(b, pos, l.end)
	before, line := bytes.TrimLeft(b[first.pos:first.lo], " "), bytes.TrimLeft(b[pos:l.hi], " ")
	i, k := along(before, line)
	l.lo = l.hi - len(line) + k
	for _, c := range b[l.lo:l.hi] {
		if !numberByte(c) && c != ':' {
			return l, false
		}
	}
	return l, i == len(before) && l.lo < l.hi && l.width() <= first.width()
}

// samePrefix reports whether two texts are the same, digits and an indentation aside.
func samePrefix(a, b []byte) bool {
	a, b = bytes.TrimLeft(a, " "), bytes.TrimLeft(b, " ")
	i, k := along(a, b)
	return i == len(a) && k == len(b)
}

// afterBytes may follow the bytes of a line.
const afterBytes = " \t\r,;]})"

// longBytes is how long a word of base64 or hexadecimal is that makes a line.
const longBytes = 32

// printedBytes finds the bytes in print that the line at pos ends with: one long word, or
// numbers with what parts them. If there are none, lo is pos.
func printedBytes(b []byte, pos int) (l lineInside) {
	const longest = 200 // characters before them
	l = lineInside{pos, pos, pos, lineEnd(b, pos)}
	end := trimEnd(b, pos, l.end)
	if end-pos > maxColumns+longest {
		return l
	}
	l.hi = end
	line := b[pos:end]
	stop := len(bytes.TrimRight(line, afterBytes))
	lo := stop
	for lo > 0 && (base64Class[line[lo-1]] == classChar || line[lo-1] == '=') {
		lo--
	}
	if stop-lo < longBytes {
		for lo = stop; lo > 0 && (numberByte(line[lo-1]) || line[lo-1] == ':' && lo < stop && hexDigit[line[lo]] < 16); lo-- {
		}
		if lo > 0 && lo < stop && line[lo] == ':' {
			lo++ // of the prefix
		}
		if lo > 0 && lo < stop && blank(line[lo]) {
			lo++
		}
	}
	if k := bytes.IndexByte(line, '\t'); lo == 0 && k > 0 && k < stop && bytes.IndexByte(line[k+1:], '\t') < 0 && len(bytes.Trim(line[:k], " 0123456789")) == 0 {
		lo = k + 1 // the number of cat -n
	}
	if lo == 0 && stop > 0 && (line[0] == '+' || line[0] == '-') {
		lo = 1 // the mark of a diff
	}
	if lo > longest || lo == stop {
		lo, l.hi = 0, pos
	}
	l.lo = pos + lo
	return l
}

// numberByte reports whether c stands in numbers, or parts them.
func numberByte(c byte) bool {
	return hexDigit[c] < 16 || c|0x20 == 'x' || blank(c) || c == ',' || c == '-'
}

// startsInPrint reports whether what is printed begins with the bytes of a structure or of
// text.
func startsInPrint(s []byte) bool {
	s = bytes.TrimLeft(s, " \t")
	if zeros := len(s) - len(bytes.TrimLeft(s, "0")); zeros >= minOffset && zeros < len(s) && (blank(s[zeros]) || s[zeros] == ':') {
		return true // the first line of a dump
	}
	const enough = 8 // bytes
	var head []byte
	if word := base64Head(s, longBytes); len(word) == longBytes {
		if head = decodeBase64(word); plausibleStart(head) || textual(head) {
			return true
		}
		head = hexWord(word)
		return len(head) == longBytes/2 && (plausibleStart(head) || textual(head))
	}
	for _, read := range [...]func([]byte, int) (byte, int){decimalAt, pairAt} {
		head = head[:0]
		for i := 0; i < len(s) && len(head) < enough+1; i = hexBetween(s, i) {
			v, width := read(s, i)
			if width == 0 {
				break
			}
			head = append(head, v)
			i += width
		}
		if len(head) > enough && (plausibleStart(head) || textual(head) && bytes.IndexFunc(head, letterOrDash) >= 0) {
			return true
		}
	}
	return false
}

func decimalAt(b []byte, i int) (byte, int) { return number(b, i, false) }

func letterOrDash(r rune) bool { return r == '-' || r < 0x80 && letter(byte(r)) }
