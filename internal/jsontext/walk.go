package jsontext

import (
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/words"
)

// MaxDepth bounds the nesting that Walk and Object follow. Logs nest JSON a few
// levels deep; what is deeper was made to be.
const MaxDepth = 200

// Kind is the kind of an [Event].
type Kind uint8

const (
	Open   Kind = iota // an object or array begins
	Close              // it ends
	String             // a string value; Start and End leave its quotes out
	Other              // a number or a literal
)

// Event is one thing met by [Walk]. Offsets count from the start of the text.
type Event struct {
	Kind        Kind
	Key, KeyEnd int // the member's name without quotes; equal in an array
	Start, End  int
	Array       bool // of Open and Close: an array, not an object
	Depth       int  // containers around it
	Quote       byte // of String: the quote, " or '
	Cut         bool // of String: the text ended before its closing quote
	Joined      bool // of String: there are several that are one; see [WalkDump]
	Raw         bool // of String: backslashes and quotes in it stand for themselves; see [WalkDump]
}

// Walk goes through the JSON value that begins at b[start], an object or array,
// and calls visit for everything in it; visit stops the walk by returning false.
// It returns the offset after the value. ok says that the value was whole: if it
// is false, what was read before the fault has been visited all the same.
//
// Leniencies: strings in single quotes (Python's repr), with a letter before them,
// trailing commas, raw control characters in strings, Python's literals, a missing end.
func Walk(b []byte, start int, visit func(Event) bool) (end int, ok bool) {
	var arrays [MaxDepth]bool // for each open container: is it an array
	depth := 0
	key, keyEnd := 0, 0
	wantKey, came := false, false // came: a string did, and no comma
	i := start
	for {
		i = skipSpace(b, i)
		if i >= len(b) {
			return i, false
		}
		switch c := b[i]; c {
		case '{', '[':
			if depth == MaxDepth || wantKey {
				return i, false
			}
			if !visit(Event{Kind: Open, Key: key, KeyEnd: keyEnd, Start: i, End: i + 1, Array: c == '[', Depth: depth}) {
				return i, false
			}
			arrays[depth] = c == '['
			depth++
			wantKey, came = c == '{', false
			key, keyEnd = 0, 0
			i++
		case '}', ']':
			if depth == 0 || arrays[depth-1] != (c == ']') {
				return i, false
			}
			depth--
			i++
			if !visit(Event{Kind: Close, Start: i - 1, End: i, Array: c == ']', Depth: depth}) {
				return i, false
			}
			if depth == 0 {
				return i, true
			}
			wantKey = false
			key, keyEnd = 0, 0
		case ',':
			if depth == 0 {
				return i, false
			}
			wantKey, came = !arrays[depth-1], false
			key, keyEnd = 0, 0
			i++
		case '"', '\'':
			if depth == 0 || came && c == '\'' { // a string of Python's in pieces, which [WalkDump] reads
				return i, false
			}
			from := i + 1
			to, closed := stringEnd(b, from, c)
			i = to
			if closed {
				i++
			}
			if wantKey {
				if !closed {
					return i, false
				}
				key, keyEnd = from, to
				i = skipSpace(b, i)
				if i >= len(b) || b[i] != ':' {
					return i, false
				}
				i++
				wantKey = false
				continue
			}
			if !visit(Event{Kind: String, Key: key, KeyEnd: keyEnd, Start: from, End: to, Depth: depth, Quote: c, Cut: !closed}) {
				return i, false
			}
			if !closed {
				return i, false
			}
			key, keyEnd, came = 0, 0, true
		default:
			if depth == 0 || wantKey || !literal(c) {
				return i, false
			}
			from := i
			for i < len(b) && literal(b[i]) {
				i++
			}
			if i-from == 1 && i < len(b) && (b[i] == '"' || b[i] == '\'') && b[from] > '9' {
				continue // the letter of a kind of string: b'a'
			}
			if !visit(Event{Kind: Other, Key: key, KeyEnd: keyEnd, Start: from, End: i, Depth: depth}) {
				return i, false
			}
			key, keyEnd = 0, 0
		}
	}
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// literal reports whether c may stand in a number or a literal.
func literal(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '+' || c == '.'
}

// stringEnd returns the offset of the quote that closes the string whose
// characters begin at b[i].
func stringEnd(b []byte, i int, quote byte) (end int, closed bool) {
	for ; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case quote:
			return i, true
		}
	}
	return len(b), false
}

// Escape decodes the escape sequence at b[i], which is a backslash. It appends
// what it stands for to dst, and returns the length of the sequence; 0 if it is
// none that JSON, Go, Java, C or a shell's $'…' string knows (then nothing is
// appended). A surrogate pair is one sequence of 12 characters.
func Escape(dst []byte, b []byte, i int) ([]byte, int) {
	if i+1 >= len(b) {
		return dst, 0
	}
	switch c := b[i+1]; c {
	case 'n':
		return append(dst, '\n'), 2
	case 'r':
		return append(dst, '\r'), 2
	case 't':
		return append(dst, '\t'), 2
	case 'b':
		return append(dst, '\b'), 2
	case 'f':
		return append(dst, '\f'), 2
	case '"', '\'', '\\', '/':
		return append(dst, c), 2
	case 'x':
		if v, ok := hexValue(b, i+2, 2); ok {
			return append(dst, byte(v)), 4
		}
	case 'U':
		if v, ok := hexValue(b, i+2, 8); ok && v <= utf8.MaxRune {
			return utf8.AppendRune(dst, v), 10
		}
	case 'u':
		v, ok := hexValue(b, i+2, 4)
		if !ok {
			return dst, 0
		}
		if v >= 0xD800 && v < 0xDC00 && i+7 < len(b) && b[i+6] == '\\' && b[i+7] == 'u' {
			if low, ok := hexValue(b, i+8, 4); ok && low >= 0xDC00 && low < 0xE000 {
				return utf8.AppendRune(dst, (v-0xD800)<<10+(low-0xDC00)+0x10000), 12
			}
		}
		return utf8.AppendRune(dst, v), 6
	}
	return dst, 0
}

// hexValue reads n hexadecimal digits at b[i].
func hexValue(b []byte, i, n int) (rune, bool) {
	if i+n > len(b) {
		return 0, false
	}
	var v rune
	for _, c := range b[i : i+n] {
		digit := words.HexValue(c)
		if digit < 0 {
			return 0, false
		}
		v = v<<4 | rune(digit)
	}
	return v, true
}
