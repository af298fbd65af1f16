package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// undoAroundHeaders is [undoAround] for the header lines of a request, which are one unit
// without it: timestamps of a build's or container's log, file names and numbers of lines,
// marks of diffs, the borders of a window. A line begins another request if it has the
// name of the first again, and the next one that of the second.
func undoAroundHeaders(t source.Metered) (source.Text, int) {
	if b := t.Bytes(); beginAlike(b) {
		return aroundHeaders(t, b)
	}
	return source.Text{}, 0
}

func aroundHeaders(t source.Metered, b []byte) (source.Text, int) {
	var lines []lineInside
	var h prefixed // one for all lines
	last := 0      // where the lines before ended
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		next := nextLine(b, end)
		if !h.begins(b, pos, end) {
			pos = next
			continue
		}
		if len(lines) > 0 && pos == last && dated(b[pos:end]) && h.goesOn(b, pos) { // another request: its time parts them
			pos = next
		}
		for pos < len(b) && h.goesOn(b, pos) {
			l, ok := h.inside(b, pos)
			if ok {
				lines = append(lines, l)
			}
			pos = nextLine(b, l.end)
		}
		last = pos
	}
	return leaveOut(t, b, lines)
}

// prefixed are header lines with text around them.
type prefixed struct {
	wrapped
	names [2][]byte // of the first two
	seen  int       // lines so far
}

// begins reports whether the line [pos, end) and the next one are header lines, or a
// request's line and one, behind the same text.
func (h *prefixed) begins(b []byte, pos, end int) bool {
	const shortest = 4 // characters of a header line
	next := nextLine(b, end)
	if end-pos < shortest || next == len(b) {
		return false
	}
	line, second := b[pos:trimEnd(b, pos, end)], b[next:lineEnd(b, next)]
	if !headed(second) {
		return false
	}
	k, _ := along(line, second)
	for k > 0 && (nameByte(line[k-1]) || line[k-1] >= 0xC0) {
		k--
	}
	if k == 0 && line[0] == '-' && b[next] == '-' {
		k = 1 // a line that a diff takes away
	}
	h.before, h.after, h.seen = line[:k], borderAt(line), 0
	if len(bytes.Trim(h.before, "<>* \t")) == 0 && h.after == nil || k > 0 && bytes.IndexByte([]byte("[({\"'"), line[k-1]) >= 0 {
		return false // what [readLine] knows, or what something closes
	}
	first, ok := h.name(b, pos)
	other, header := h.name(b, next)
	if !ok || !header || other == nil || bytes.EqualFold(first, other) || first != nil && !bytes.ContainsAny(first, "-_") && !bytes.ContainsAny(other, "-_") {
		return false
	}
	h.names = [2][]byte{first, other}
	return true
}

// headed reports whether a line may have the name of a header in it: a colon and a blank,
// or a colon at its end; or an equals sign.
func headed(line []byte) bool {
	if bytes.IndexByte(line, '=') > 0 {
		return true
	}
	for i := 0; i < len(line); i++ {
		n := bytes.IndexByte(line[i:], ':')
		if n < 0 {
			return false
		}
		if i += n; i+1 == len(line) || blank(line[i+1]) || line[i+1] == '\r' || line[i+1] == '|' || line[i+1] >= 0x80 {
			return true
		}
	}
	return false
}

// name is the name of the header line at pos; nil and true for the line of a request.
func (h *prefixed) name(b []byte, pos int) (name []byte, ok bool) {
	l, ok := h.inside(b, pos)
	if !ok {
		l.hi = l.end // it was left out already
	}
	line := b[l.lo:l.hi]
	if httpLine(line) != "" {
		return nil, ok
	}
	i := 0
	for i < len(line) && i < maxName && (nameByte(line[i]) || i == 0 && line[i] == '$') {
		i++
	}
	if i < len(line) && line[i] == '=' && i > 0 && letter(line[0]) && bytes.IndexByte(line[:i], '-') > 0 { // of a loop over them
		return line[:i], true
	}
	if i == 0 || !letter(line[0]) && line[0] != '$' || i+1 >= len(line) && (i >= len(line) || line[i] != ':') || line[i] != ':' || i+1 < len(line) && !blank(line[i+1]) {
		return nil, false
	}
	return line[:i], true
}

// goesOn reports whether the line at pos is of the same request.
func (h *prefixed) goesOn(b []byte, pos int) bool {
	name, ok := h.name(b, pos)
	if !ok || name == nil && h.seen > 0 {
		return false
	}
	if h.seen++; h.seen > 2 && h.names[0] != nil && bytes.EqualFold(name, h.names[0]) {
		if again, _ := h.name(b, nextLine(b, lineEnd(b, pos))); bytes.EqualFold(again, h.names[1]) {
			return false
		}
	}
	return true
}
