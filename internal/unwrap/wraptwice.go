package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// undoWrapsTwice joins lines that were wrapped at a width after a wider window had wrapped them:
// they are full, and each so many of them one is short, of the same length again and again. What
// is left is what that window made; other rewrites join it.
//
//	76 characters
//	44 characters
//	76 characters
//	44 characters
func undoWrapsTwice(t source.Metered) (source.Text, int) {
	if b := t.Bytes(); shortBetween(b) {
		return wrappedTwice(t, b)
	}
	return source.Text{}, 0
}

// shortBetween reports whether a line stands between two of one width, is shorter, and has
// no blank in it.
func shortBetween(b []byte) bool {
	before, last := 0, 0 // the widths of the two lines before
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		width := end - pos
		if width == before && width >= minWrap && last < width && last > 0 && bytes.IndexByte(b[pos-last-1:pos-1], ' ') < 0 {
			return true
		}
		before, last = last, width
		pos = nextLine(b, end)
	}
	return false
}

func wrappedTwice(t source.Metered, b []byte) (source.Text, int) {
	if hasPrefix(b, plainArmor) || bytes.Contains(b, []byte("\n"+plainArmor)) {
		return source.Text{}, 0 // lines of PEM are its own
	}
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		width, next := end-pos, nextLine(b, end)
		if second := lineEnd(b, next) - next; width >= minWrap && second <= width && twoWidths(b, pos, width, next, second) {
			return joinTwice(t, b)
		}
		pos = next
	}
	return source.Text{}, 0
}

// twoWidths reports whether lines wrapped twice begin at b[pos]: the first of the width, and the
// second, at next, as wide or shorter before one that is as wide.
func twoWidths(b []byte, pos, width, next, second int) bool {
	if third := nextLine(b, next+second); second < width && lineEnd(b, third)-third != width {
		return false
	}
	g := groupAt(b, pos)
	return g.end > 0 && g.sure(b)
}

// wrapGroup is so many lines of one width and a shorter one.
type wrapGroup struct{ pos, width, full, rest, end int }

// groupAt reads the group at b[pos]; its end is 0 if there is none.
func groupAt(b []byte, pos int) wrapGroup {
	const most = 8 // full lines
	g := wrapGroup{pos: pos, width: trimEnd(b, pos, lineEnd(b, pos)) - pos}
	for pos < len(b) && g.full <= most {
		end := lineEnd(b, pos)
		switch n := trimEnd(b, pos, end) - pos; {
		case n == g.width:
			g.full++
		case n > 0 && n < g.width && g.full > 0:
			g.rest, g.end = n, nextLine(b, end)
			return g
		default:
			return g
		}
		pos = nextLine(b, end)
	}
	return g
}

// sure reports whether a group like it follows, and another or the rest of one, and their lines
// go on in the middle of words: no blank is in them, nor a comma as in lists. Those that end in a
// backslash or an equals sign were folded.
func (g *wrapGroup) sure(b []byte) bool {
	const alike = 8 // characters: lines of a list begin with as many
	second := groupAt(b, g.end)
	if g.width < minWrap || second.width != g.width || second.full != g.full || second.rest != g.rest || second.end == len(b) {
		return false
	}
	if n, _ := along(b[g.pos:g.pos+g.width], b[second.pos:second.pos+second.width]); n-quoteWidth(b[g.pos:]) >= alike {
		return false
	}
	for pos := g.pos; pos < second.end; {
		end := lineEnd(b, pos)
		next := nextLine(b, end)
		last := b[trimEnd(b, pos, end)-1]
		if next < second.end && !inWord(last) || last == '\\' || last == '=' || pos > g.pos && bytes.ContainsAny(b[pos+quoteWidth(b[pos:end]):end], " \t,") {
			return false
		}
		pos = next
	}
	return true
}

func joinTwice(t source.Metered, b []byte) (source.Text, int) {
	out := source.NewBuilder(t.Text(), len(b))
	from, n := 0, 0
	for pos := 0; pos < len(b); {
		first := groupAt(b, pos)
		if first.end == 0 || !first.sure(b) {
			pos = nextLine(b, lineEnd(b, pos))
			continue
		}
		for g := first; g.width == first.width && g.end > 0 && g.full <= first.full && (g.full < first.full || g.rest <= first.rest); g = groupAt(b, pos) {
			quote := quoteWidth(b[pos:])
			for next := pos; ; n++ {
				end := lineEnd(b, next)
				out.Copy(from, trimEnd(b, next, end))
				next = nextLine(b, end)
				if from = next; next >= g.end {
					break
				}
				if quoteWidth(b[next:]) == quote {
					from += quote
				}
			}
			last := bytes.LastIndexByte(b[:g.end-1], '\n') + 1
			from = trimEnd(b, last, lineEnd(b, last))
			if pos = g.end; g.full < first.full || g.rest < first.rest || pos >= len(b) {
				break
			}
		}
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}
