package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/source"
)

// undoStringLines makes lines of string literals that stand one to a line, with nothing but an
// operator after them, where they hold bytes in print: base64 without armor, a dump.
//
//	const char cert[] =
//	    "MIIC…\n"
//	    "AgMB…\n";
//
// PEM is read with its literals, and a list with its name.
func undoStringLines(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	if i := skipSpace(b, 0); i < len(b) && (b[i] == '{' || b[i] == '[') {
		return source.Text{}, 0 // JSON, or a list: read with its names
	}
	if at := nextStringLine(b, 0); at >= 0 {
		return joinStringLines(t, b, at)
	}
	return source.Text{}, 0
}

// nextStringLine is where the next line begins, from the one at pos on, that is a string
// literal, and the one after it too; -1 if none does.
func nextStringLine(b []byte, pos int) int {
	for before := false; pos < len(b); pos = nextLine(b, lineEnd(b, pos)) {
		i := skipBlank(b, pos)
		ok := i+1 < len(b) && (b[i] == '"' || b[i] == '\'' || b[i+1] == ' ')
		if ok {
			_, _, ok = stringLine(b, pos)
		}
		if ok && before {
			return bytes.LastIndexByte(b[:pos-1], '\n') + 1
		}
		before = ok
	}
	return -1
}

// stringLine returns the string literal that the line at pos is.
func stringLine(b []byte, pos int) (from, to int, ok bool) {
	i := skipBlank(b, pos)
	if hasPrefix(b[i:], "- ") || hasPrefix(b[i:], "+ ") || hasPrefix(b[i:], ". ") || hasPrefix(b[i:], "& ") {
		i = skipBlank(b, i+2)
	}
	if i >= len(b) || b[i] != '"' && b[i] != '\'' {
		return 0, 0, false
	}
	end := trimEnd(b, i, lineEnd(b, i))
	from = i + 1
	for to = from; to < end && b[to] != b[i]; to++ {
		if b[to] == '\\' {
			to++
		}
	}
	return from, to, to < end && len(bytes.Trim(b[to+1:end], ` \+.&;)`)) == 0
}

// literalBefore returns the literal that the line before the one at pos ends in, behind a name.
func literalBefore(b []byte, pos int) (from, to int) {
	const longest = 200 // characters before it
	start := bytes.LastIndexByte(b[:max(0, pos-1)], '\n') + 1
	i := bytes.IndexAny(b[start:max(start, min(pos-1, start+longest))], "\"'")
	if i < 0 {
		return 0, 0
	}
	from, to, ok := stringLine(b, start+i)
	if !ok {
		return 0, 0
	}
	return from, to
}

func joinStringLines(t source.Metered, b []byte, at int) (source.Text, int) {
	out := source.NewBuilder(t.Text(), len(b))
	from, n := 0, 0
	for ; at >= 0; at = nextStringLine(b, at) {
		first, to, _ := stringLine(b, at)
		if lo, hi := literalBefore(b, at); lo > from {
			first, to = lo, hi
		}
		if !startsInPrint(b[first:to]) || armorBefore(b, at) {
			for ok := true; ok && at < len(b); _, _, ok = stringLine(b, at) {
				at = nextLine(b, lineEnd(b, at))
			}
			continue
		}
		out.Copy(from, min(first, at))
		if first < at {
			copyUnescaped(out, b, first, to)
			out.Replace(to, to, '\n')
			from = to + 1
		}
		for lo, hi, ok := stringLine(b, at); ok; lo, hi, ok = stringLine(b, at) {
			copyUnescaped(out, b, lo, hi)
			out.Replace(hi, hi, '\n')
			from, at = hi+1, nextLine(b, lineEnd(b, at))
			n++
			if at >= len(b) {
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

// copyUnescaped copies the inside of a literal, without a line break at its end.
func copyUnescaped(out *source.Builder, b []byte, lo, hi int) {
	var buf [8]byte
	for i := lo; i < hi; i++ {
		if b[i] != '\\' {
			continue
		}
		c, width := jsontext.Escape(buf[:0], b[:hi], i)
		if width == 0 {
			continue
		}
		out.Copy(lo, i)
		if lo = i + width; lo < hi || !lineBreak(c[0]) {
			out.Replace(i, lo, c...)
		}
		i = lo - 1
	}
	out.Copy(lo, hi)
}
