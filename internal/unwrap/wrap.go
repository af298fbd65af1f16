package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// minWrap is the width of the narrowest window that lines are wrapped at.
const minWrap = 40

// undoWraps joins the lines of a value that something wrapped at a width: a window,
// a mail, a printer. The value is percent-encoded, or that of a header line, and
// goes to the end of its line; the lines that follow are encoded text and nothing
// else, each as wide as the first one but for the last. Lists of numbers are joined as well.
func undoWraps(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	var out *source.Builder
	var w wrap // one for all lines
	from, n := 0, 0
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		w.b, w.quote, w.width, w.open = b, quoteWidth(b[pos:end]), end-pos, false
		if !w.begins(pos, end) {
			stop, lines, broken := numberWrap(b, pos)
			if lines > 1 && broken {
				if out == nil {
					out = source.NewBuilder(t.Text(), len(b))
				}
				from = joinNumbers(out, b, from, pos, stop)
				n += lines
			}
			pos = max(stop, nextLine(b, end))
			continue
		}
		pieces := w.rest(pos, end)
		if len(pieces) == 0 {
			pos = nextLine(b, end)
			continue
		}
		if out == nil {
			out = source.NewBuilder(t.Text(), len(b))
		}
		stop := trimEnd(b, pos, end)
		if first := w.first(from, pos); len(pieces) > 1 && first < pos {
			for first < pos { // the value, or its name, begins in a line before
				next := lineEnd(b, first)
				out.Copy(from, trimEnd(b, first, next))
				n++
				first = nextLine(b, next)
				from = first + min(w.quote, quoteWidth(b[first:]))
			}
		}
		out.Copy(from, stop)
		for _, p := range pieces {
			out.Copy(p.from, p.to)
		}
		n += len(pieces)
		from = pieces[len(pieces)-1].to
		pos = nextLine(b, lineEnd(b, from))
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// trimEnd is where the line [pos, end) ends without a carriage return.
func trimEnd(b []byte, pos, end int) int {
	if end > pos && b[end-1] == '\r' {
		end--
	}
	return end
}

// quoteWidth is the length of the marks of a quoted mail before a line.
func quoteWidth(line []byte) int {
	n := 0
	for n < len(line) && (line[n] == '>' || n > 0 && line[n] == ' ' && line[n-1] == '>') {
		n++
	}
	return n
}

// wrap is one value that may be wrapped.
type wrap struct {
	b            []byte
	quote, width int
	open         bool // BEGIN stands in it, in an encoding, and no END
	room         [2 * maxMarker]byte
}

// maxMarker is the length of the longest line of armor, percent-encoded.
const maxMarker = 80

// text returns where the text of the line at pos begins, behind the marks of a mail and an
// indentation, which the blank of armor that broke there is not.
func (w *wrap) text(last, pos int) int {
	line := w.b[pos:lineEnd(w.b, pos)]
	from := pos + skipBlank(line, min(w.quote, len(line)))
	if from > pos+w.quote && w.inArmor(last) {
		from--
	}
	return from
}

// inArmor reports whether the line that ends at last does so behind the first word of armor.
func (w *wrap) inArmor(last int) bool {
	before := w.b[max(0, last-len("-----BEGIN")):last]
	return bytes.HasSuffix(before, []byte("-----END")) || bytes.HasSuffix(before, []byte("-----BEGIN"))
}

// across returns the end of the line that ends at stop, and with it the start of the
// next one, whose text begins at next, and where they join.
func (w *wrap) across(pos, stop, next int) (joined []byte, seam int) {
	head := w.b[next:min(len(w.b), next+maxMarker)]
	head = head[:lineEnd(head, 0)]
	tail := w.b[max(pos, stop-maxMarker):stop]
	return append(append(w.room[:0], tail...), head...), len(tail)
}

// opens reports whether the line [pos, stop), and the next one, begin armor that is
// encoded and does not end in them.
func (w *wrap) opens(pos, stop, next int) bool {
	line := w.b[pos:stop]
	if tail := line[max(0, len(line)-maxMarker):]; bytes.Contains(line[:min(len(line), maxName+maxMarker)], []byte("BEGIN")) && bytes.LastIndex(tail, []byte("END")) > bytes.LastIndex(tail, []byte("BEGIN")) {
		return false // the same as below, for what most lines with BEGIN are
	}
	if i := bytes.LastIndex(line, []byte("BEGIN")); i >= 0 {
		if bytes.Contains(line[i:], []byte("END")) {
			return false
		}
		if m, ok := findMarker(line, max(0, i-len("%2D%2D%2D%2D%2D"))); ok && m.begin && m.end < len(line) {
			return m.encoding != plain
		}
	}
	if !bytes.ContainsAny(line[max(0, len(line)-maxMarker):], "-%") {
		return false
	}
	joined, seam := w.across(pos, stop, w.text(stop, next))
	for at := 0; ; {
		m, ok := findMarker(joined, at)
		if !ok {
			return false
		}
		if m.begin && m.end >= seam && m.start < seam {
			return m.encoding != plain
		}
		at = m.end
	}
}

// closes reports whether armor ends in the line [pos, stop), perhaps begun in the line
// before, which ends at last, and where.
func (w *wrap) closes(before, last, pos, stop int) (end int, ok bool) {
	joined, seam := w.across(before, last, pos)
	for at := 0; ; {
		m, found := findMarker(joined, at)
		if !found {
			break
		}
		if !m.begin && m.end > seam {
			return pos + m.end - seam, true
		}
		at = m.end
	}
	for at := pos; ; {
		m, found := findMarker(w.b[:stop], at)
		if !found {
			return 0, false
		}
		if !m.begin {
			return m.end, true
		}
		at = m.end
	}
}

// first returns where the lines begin that were wrapped at the same width before the
// one at pos, from offset from on: the last character of each and the first one after
// it are of one word.
func (w *wrap) first(from, pos int) int {
	for pos > from {
		end := pos - 1
		start := bytes.LastIndexByte(w.b[from:end], '\n') + from + 1
		if end-start != w.width || start <= from && start > 0 && w.b[start-1] != '\n' {
			break
		}
		last, next := w.b[trimEnd(w.b, start, end)-1], w.b[min(len(w.b)-1, pos+w.quote)]
		if !nameByte(last) && base64Class[last] != classChar || !nameByte(next) && base64Class[next] != classChar {
			break
		}
		pos = start
	}
	return pos
}

// begins reports whether the line [pos, end) may be the first of one.
func (w *wrap) begins(pos, end int) bool {
	line := w.b[pos+w.quote : trimEnd(w.b, pos, end)]
	if len(line) < minWrap || end == len(w.b) {
		return false
	}
	if w.open = w.opens(pos, trimEnd(w.b, pos, end), nextLine(w.b, end)); w.open {
		return true
	}
	if !encodedText(line[len(line)-enoughEncoded:]) {
		next := nextLine(w.b, end)
		return afterName(line) && next+longBytes < len(w.b) && encodedText(w.b[next+longBytes/2:next+longBytes]) && w.beginsAcross(line, next)
	}
	if complete(line) {
		return false
	}
	if bytes.IndexByte(line, '%') >= 0 || valueBegins(line) {
		return true
	}
	l := readLine(line)
	return l.kind == headerLine
}

// afterName reports whether the base64 that a line ends in, if any, stands behind what stands
// between a name and a value.
func afterName(line []byte) bool {
	i := len(line)
	for i > 0 && base64Class[line[i-1]] == classChar {
		i--
	}
	for i > 0 && line[i-1] == ' ' {
		i--
	}
	return i > 0 && (line[i-1] == ':' || line[i-1] == '=' || line[i-1] == '"' || line[i-1] == '\'')
}

// beginsAcross reports whether a value begins at the end of a line, with too little to tell, and
// goes on in the line at next.
func (w *wrap) beginsAcross(line []byte, next int) bool {
	i := len(line)
	for i > 0 && base64Class[line[i-1]] == classChar {
		i--
	}
	rest := bytes.TrimLeft(w.b[next:trimEnd(w.b, next, lineEnd(w.b, next))], "> ")
	if len(rest) < longBytes || !encodedText(rest[:longBytes]) {
		return false
	}
	return valueBegins(append(append([]byte(nil), line[max(0, i-3):]...), rest[:longBytes]...))
}

// valueBegins reports whether the base64 that a line ends in is the first of a value: that
// of a structure, behind what stands between a name and a value.
func valueBegins(line []byte) bool {
	i := len(line)
	for i > 0 && base64Class[line[i-1]] == classChar {
		i--
	}
	before := bytes.TrimRight(line[:i], " ")
	return len(before) > 1 && bytes.IndexByte([]byte(`:="'`), before[len(before)-1]) >= 0 && plausibleStart(decodeBase64(base64Head(line[i:], longBytes)))
}

// complete reports whether what is encoded in a line has come to its end: to an END
// marker.
func complete(line []byte) bool {
	tail := line[max(0, len(line)-80):]
	i := bytes.LastIndex(tail, []byte("END"))
	if i < 0 || !bytes.Contains(line[:len(line)-len(tail)+i], []byte("BEGIN")) && bytes.Contains(line, []byte("BEGIN")) {
		i = bytes.LastIndex(tail, []byte("end"))
	}
	return i >= 0 && (bytes.HasSuffix(tail, []byte("-----")) || bytes.HasSuffix(tail, []byte("-----%0A")) || bytes.HasSuffix(tail, []byte("-----%0a")) || bytes.HasSuffix(tail, []byte("-----%0D%0A")))
}

// piece is the part of a line that goes on with a value.
type piece struct{ from, to int }

// rest returns the lines that go on with the value in the line [pos, end).
func (w *wrap) rest(pos, end int) []piece {
	var pieces []piece
	full := 0 // lines as wide as the first
	if w.open {
		return w.restOpen(pos, end)
	}
	for at := nextLine(w.b, end); at < len(w.b); {
		stop := lineEnd(w.b, at)
		line := w.b[at:stop]
		q := min(w.quote, len(line))
		if quoteWidth(line[:q]) != w.quote {
			break
		}
		from := at + skipBlank(line, q)
		to := at + len(bytes.TrimRight(line, " \t\r"))
		if to <= from {
			break
		}
		last := stop-at != w.width
		if !encodedText(w.b[from:to]) && (last || !escapedText(w.b[from:to])) {
			if stop-at <= w.width && (full > 0 || len(pieces) == 0 && !last) && w.ends(from, to) {
				pieces = append(pieces, piece{from, to})
			}
			break
		}
		if stop-at > w.width || last && full == 0 && (bytes.IndexByte(w.b[from:to], '%') < 0 || from > at+w.quote) {
			break
		}
		pieces = append(pieces, piece{from, to})
		if last || complete(w.b[from:to]) {
			break
		}
		full++
		at = nextLine(w.b, stop)
	}
	return pieces
}

// ends reports whether the value ends in [from, to) at what closes a string: a quote, perhaps
// behind escapes, a tag or a reference.
func (w *wrap) ends(from, to int) bool {
	for i := from; i < to; i++ {
		switch c := w.b[i]; {
		case c == '"' || c == '\'' || c == '<' || c == '&':
			return true
		case c == '\\':
			if i++; i < to && w.b[i] == '"' {
				return true
			}
		case base64Class[c] != classChar && c != '=' && c != '%' && c != ':':
			return false
		}
	}
	return false
}

// withoutEnd is a line without the armor that begins at its end and goes on in the next one; and
// the first line without that which began in the line before.
func withoutEnd(line []byte, first bool) []byte {
	if i := bytes.LastIndex(line, []byte("END ")); i >= 0 && len(line)-i < maxMarker {
		line = line[:i]
	}
	if i := bytes.Index(line, []byte("-----")); first && i > 0 && i < maxMarker {
		line = line[i:]
	}
	return line
}

// escapedText reports whether s is encoded text in which escapes of a string are.
func escapedText(s []byte) bool {
	for len(s) > 0 {
		i := bytes.IndexByte(s, '\\')
		if i < 0 {
			i = len(s)
		}
		if !encodedText(s[:i]) {
			return false
		}
		s = s[min(len(s), i+1):]
	}
	return true
}

// restOpen is rest for a value that begins with BEGIN: it goes on to END, and behind
// that as long as lines are as wide as the first one.
func (w *wrap) restOpen(pos, end int) []piece {
	var pieces []piece
	before, last := pos, trimEnd(w.b, pos, end)
	if next := nextLine(w.b, end); quoteWidth(w.b[next:min(len(w.b), next+w.quote)]) < w.quote {
		w.quote = 0 // it was curl's mark of what it sent
	}
	closed := false
	for at := nextLine(w.b, end); at < len(w.b); {
		stop := lineEnd(w.b, at)
		line := w.b[at:stop]
		q := min(w.quote, len(line))
		if quoteWidth(line[:q]) != w.quote || stop-at > w.width {
			break
		}
		from, to := w.text(last, at), at+len(bytes.TrimRight(line, " \t\r"))
		if to <= from {
			break
		}
		isFull := stop-at == w.width
		if isFull && bytes.HasSuffix(w.b[from:to], []byte("-----END")) && blank(w.b[to]) {
			to++
		}
		if !closed {
			mark, closes := w.closes(before, last, from, to)
			if closes && isFull && mark == to && hasPrefix(w.b[min(len(w.b), nextLine(w.b, stop)+w.quote):], "-") {
				closes = false // more dashes follow
			}
			if part := withoutEnd(w.b[from:to], len(pieces) == 0); !closes && (bytes.IndexByte(part, ' ') >= 0 || !isFull && (!encodedText(part) || bytes.IndexByte(part, ':') >= 0)) {
				break
			}
			if closed = closes; closes && isFull && mark+len("%0A") >= to {
				isFull = false // whatever follows is another line
			}
		}
		pieces = append(pieces, piece{from, to})
		if closed && !isFull {
			return pieces
		}
		before, last = at, to
		at = nextLine(w.b, stop)
	}
	if !closed && len(pieces) > 0 && bytes.IndexByte(w.b[pos:end], '%') < 0 {
		return nil // JSON has line breaks of its own
	}
	return pieces
}

// encodedText reports whether s is a piece of base64, of byte sequences, or
// percent-encoded.
//
//go:noinline
func encodedText(s []byte) bool {
	for _, c := range s {
		if base64Class[c] != classChar && c != '%' && c != '=' && c != ':' && c != '.' && c != '~' {
			return false
		}
	}
	return true
}
