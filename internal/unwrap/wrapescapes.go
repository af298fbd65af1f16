package unwrap

import (
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/source"
)

// undoWrapsOfEscapes joins the lines of a text that a window wrapped at a width after its line
// breaks were written as #012 or &#10;: undone first, those would leave lines of all widths. An
// escape that stands across two lines of one width tells it, or a line break that is escaped in
// the middle of one, with which the next line goes on.
func undoWrapsOfEscapes(t source.Metered) (source.Text, int) {
	return joinEscapes(t, t.Bytes())
}

// lineEscapes are how those begin that may stand across two lines.
var lineEscapes = []string{"#01", "&#", "&plus;", "&quot;"}

func joinEscapes(t source.Metered, b []byte) (source.Text, int) {
	out := source.NewBuilder(t.Text(), len(b))
	from, n := 0, 0
	for pos := 0; pos < len(b); {
		width := trimEnd(b, pos, lineEnd(b, pos)) - pos
		lines, indent, sure := 0, -1, false
		stop, next := pos+width, nextLine(b, lineEnd(b, pos))
		for last := pos; width >= minWrap && next < len(b); {
			end := lineEnd(b, next)
			length := trimEnd(b, next, end) - next
			if length == 0 || length > width {
				break
			}
			blanks := skipBlank(b[next:next+length], 0)
			if indent < 0 {
				indent = blanks
			}
			indent = min(indent, blanks)
			sure = sure || acrossLines(b, last, stop, next+blanks, next+length)
			lines++
			last, stop, next = next, next+length, nextLine(b, end)
			if length < width {
				break
			}
		}
		if !sure {
			pos = nextLine(b, lineEnd(b, pos))
			if lines > 1 {
				pos = next
			}
			continue
		}
		for range lines {
			end := lineEnd(b, pos)
			out.Copy(from, trimEnd(b, pos, end))
			pos = nextLine(b, end)
			from = pos + indent
		}
		n += lines
		pos = next
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// acrossLines reports whether the line [pos, stop) goes on with [next, end).
func acrossLines(b []byte, pos, stop, next, end int) bool {
	const longest = 10 // characters of an escape
	var room [2 * longest]byte
	tail := b[max(pos, stop-longest):stop]
	joined := append(append(room[:0], tail...), b[next:min(end, next+longest)]...)
	for i := range tail {
		if _, width := escapeAt(joined, i); i+width > len(tail) {
			return true
		}
	}
	if a, _ := along(b[pos:stop], b[next:end]); a >= longest || base64Class[b[stop-1]] != classChar || base64Class[b[next]] != classChar {
		return false
	}
	for i := pos; i < stop; i++ {
		if b[i] == '#' || b[i] == '&' {
			if c, width := escapeAt(b[:stop], i); width > 0 && lineBreak(c) && i+width < stop {
				return true
			}
		}
	}
	return false
}

// escapeAt reads what stands for a character at b[i]: #012, or a reference.
func escapeAt(b []byte, i int) (c byte, width int) {
	switch b[i] {
	case '#':
		return controlAt(b, i)
	case '&':
		if r, width := carrier.Reference(b, i); r < utf8.RuneSelf {
			return byte(r), width
		}
	}
	return 0, 0
}
