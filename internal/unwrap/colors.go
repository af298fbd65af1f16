package unwrap

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/source"
)

// What colors a text in a terminal (ECMA-48, section 5.4): ESC, [, numbers, a letter; ESC, ],
// an address, BEL or ESC \ around a link; ESC ( B. Logs and pages that show no control
// characters write ESC in letters, or leave it out.
//
//	ESC[32m+ESC[mESC[32mMIICIjCC…ESC[m

// escapes are how ESC is written, itself first.
const escapes = "\x1b ^[ #033 \\x1b \\x1B \\u001b \\u001B \\033 \\e \u241b"

// colorMarks are what such a text has: ESC, or the end of a color behind whatever stands for it.
var colorMarks = []string{"\x1b", "[0m", "[m"}

// undoColors leaves them out.
func undoColors(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	bare := bytes.IndexByte(b, escapes[0]) < 0
	var out *source.Builder
	from, n := 0, 0
	for i := 0; i < len(b); i++ {
		width := colorAt(b, i, bare)
		if width == 0 {
			continue
		}
		if out == nil {
			out = source.NewBuilder(t.Text(), len(b))
		}
		out.Copy(from, i)
		from = i + width
		i = from - 1
		n++
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// colorAt is the length of what colors a text at b[i], or 0. Where there is no ESC, bare, it
// may be left out, or written in letters; then nothing but colors is taken off.
func colorAt(b []byte, i int, bare bool) int {
	const most, longest = 24, 2000 // bytes of numbers, and of an address
	k := i
	if c := b[i]; c == escapes[0] || c == '^' || c == '#' || c == '\\' || c == 0xE2 {
		for list := escapes; list != ""; {
			word, rest, _ := strings.Cut(list, " ")
			if hasPrefix(b[i:], word) {
				if c == '\\' && i > 0 && b[i-1] == '\\' {
					return 0
				}
				k += len(word)
				break
			}
			list = rest
		}
	}
	switch {
	case k == i && !bare || k >= len(b):
		return 0
	case !bare && b[k] == ']':
		rest := b[k:min(len(b), k+longest)]
		if end := bytes.IndexAny(rest, "\a\x1b\n"); end > 0 && rest[end] == '\a' {
			return k + end + 1 - i
		} else if end > 0 && hasPrefix(rest[end:], "\x1b\\") {
			return k + end + 2 - i
		}
		return 0
	case !bare && b[k] == '(' && k+1 < len(b):
		return k + 2 - i
	case b[k] != '[':
		return 0
	}
	from := k + 1
	for k = from; k < len(b) && k < from+most && (digit(b[k]) || b[k] == ';' || !bare && b[k] >= ' ' && b[k] <= '?'); k++ {
	}
	switch {
	case k == len(b):
	case from == i+1: // [5m] is a span of time, x[m+1] a member
		next := byteAt(b, k+1)
		if b[k] != 'm' || next == ']' || k == from && next != '[' && !lineBreak(next) || bytes.HasSuffix(b[:i], []byte("1b")) {
			return 0
		}
		return k + 1 - i
	case b[k] == 'm', b[k] == 'K':
		return k + 1 - i
	case !bare && b[k] >= '@' && b[k] <= '~':
		return k + 1 - i
	}
	return 0
}
