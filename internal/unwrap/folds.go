package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// undoFolds joins lines that were folded with a backslash, in both ways of RFC 8792: it
// ends a line in the middle of a word or list, and the next one goes on behind its
// indentation, and behind a second backslash if it has one. Literals of source code and
// commands of a shell are folded so, too. Which width it was is not known; a line shorter
// than [minWrap] is none. Where the same text stands before both lines, that is left to
// what takes it off.
func undoFolds(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	for _, end := range [...]string{"\\\n", "\\\r", "\\ ", "\\\t"} {
		if bytes.Contains(b, []byte(end)) {
			return unfolded(t.Text(), b)
		}
	}
	return source.Text{}, 0
}

func unfolded(t source.Text, b []byte) (source.Text, int) {
	var out *source.Builder
	from, n := 0, 0
	goesOn := false // with a line before
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		next := nextLine(b, end)
		stop := trimEnd(b, pos, end)
		if goesOn = folded(b, pos, stop, next, goesOn); goesOn {
			if out == nil {
				out = source.NewBuilder(t, len(b))
			}
			out.Copy(from, stop-1)
			if from = next + quoteWidth(b[next:]); from < len(b) && blank(b[from]) {
				from += skipBlank(b[from:], 0)
			}
			if from < len(b) && b[from] == '\\' {
				from++
			}
			n++
		}
		pos = next
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// folded reports whether the line [pos, stop) was folded, and goes on at next. What begins
// a header line does not go on with another one. A line of base64 behind one that ends in a
// backslash is a line of PEM, which is read as it stands.
func folded(b []byte, pos, stop, next int, goesOn bool) bool {
	if stop-pos < minWrap || b[stop-1] != '\\' || next >= len(b) {
		return false
	}
	line := b[next:trimEnd(b, next, lineEnd(b, next))]
	quote := quoteWidth(line)
	if quote > 0 && quoteWidth(b[pos:stop]) != quote {
		return false
	}
	first := b[pos+quote : stop-1]
	same := first[:commonUpTo(first, line[quote:])]
	indented := blank(b[min(len(b)-1, next+quote)])
	line = bytes.TrimLeft(line[quote:], " \t")
	if len(line) == 0 || line[0] == '"' || line[0] == '\'' || len(first) < minWrap/2 {
		return false
	}
	if goesOn {
		return true
	}
	if brokenEscape(first, line, indented) {
		return false
	}
	if len(line) > 1 && line[0] == '\\' && digit(line[1]) && bytes.IndexByte(first, '\\') >= 0 {
		return false // escapes of bytes, in a literal of several lines
	}
	if len(bytes.TrimSpace(same)) > 0 && !numbersAt(same) || pos > 1 && b[pos-2] == '\\' && encodedText(first) && line[0] != '\\' {
		return false
	}
	if c := first[len(first)-1]; blank(c) || line[0] != '\\' && (c == '\\' || first[len(first)-2] == '\\' && (c == 'n' || c == 'r')) {
		return false
	}
	return line[0] == '\\' || readLine(line).kind != headerLine
}

// brokenEscape reports whether the backslash between two lines is that of an escape which a
// window broke, and no fold's: the first line has the same escape, and the next one is not
// indented as folds are, or not folded itself.
func brokenEscape(first, line []byte, indented bool) bool {
	escape := [...]byte{'\\', line[0]}
	if bytes.HasSuffix(first, []byte("-----")) && (line[0] == 'n' || line[0] == 'r') {
		return true
	}
	return bytes.IndexByte([]byte(`nrtu/"`), line[0]) >= 0 && !(indented && line[len(line)-1] == '\\') && bytes.Contains(first, escape[:])
}
