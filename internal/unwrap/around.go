package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// undoAround leaves out what stands before and after each line of a PEM block:
// timestamps, names of containers, file names and line numbers, marks of diffs,
// lists and comments, borders of tables. What stands before BEGIN tells what to
// look for: digits may be others in the next line, or blanks as in a table; the
// rest is the same. Lines between that do not have it are left out, too. What
// mails and scripts put before a line, > # |, is left to the base64's own reader.
func undoAround(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	var out *source.Builder
	from, n := 0, 0
	for i := 0; i < len(b); {
		m, ok := findMarker(b, i)
		if !ok {
			break
		}
		i = m.end
		if !m.begin || m.encoding != plain {
			continue
		}
		if hasPrefix(b[m.start:], "------") && !hasPrefix(b[m.start:], "-------") {
			m.start++ // the mark of a line that a diff takes away
		}
		a, ok := readAround(b, m)
		if !ok {
			continue
		}
		if out == nil {
			out = source.NewBuilder(t.Text(), len(b))
		}
		out.Copy(from, a.start)
		pos := a.start + a.skip // the first line may have more before it
		out.Copy(a.start, pos)
		for pos < a.end {
			end := lineEnd(b, pos)
			if lo, hi, ok := a.inside(b[:end], pos); ok {
				out.Copy(lo, hi)
				out.Copy(end, min(end+1, len(b)))
				n++
			}
			pos = nextLine(b, end)
		}
		from, i = a.end, a.end
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// around is what stands before and after each line of a block.
type around struct {
	before, after []byte
	start, end    int // the lines of the block
	skip          int // of the first line: what stands before that
}

// narrow takes off what only the first line has before it: words, up to what the
// line at b[pos] has too. It reports whether that line goes on with the block.
func (a *around) narrow(b []byte, pos int) bool {
	if pos >= len(b) {
		return false
	}
	line := b[:lineEnd(b, pos)]
	whole := a.before
	for k := 0; k <= len(whole); k++ {
		if k > 0 && !blank(whole[k-1]) {
			continue
		}
		a.before, a.skip = whole[k:], k
		if quoteOnly(a.before) && len(a.after) == 0 {
			break
		}
		if lo, hi, ok := a.inside(line, pos); ok && hi-lo > enoughEncoded && base64Share(line[lo:hi]) >= 90 && bytes.IndexByte(line[lo:hi], ' ') < 0 {
			return true
		}
	}
	// Lines may stand between: then all of it counts.
	a.before, a.skip = whole, 0
	return !quoteOnly(whole) || len(a.after) > 0
}

// readAround finds it for the block whose BEGIN is m, if there is some, and the
// lines to the block's end.
func readAround(b []byte, m marker) (a around, ok bool) {
	a.start = bytes.LastIndexByte(b[:m.start], '\n') + 1
	end := lineEnd(b, m.end)
	a.before = b[a.start:m.start]
	a.after = bytes.Trim(b[m.end:end], " \t\r")
	const longest = 200 // characters of a prefix, and of what stands after
	if len(a.before) > longest {
		return a, false
	}
	switch string(a.after) {
	case "", "+", "|", "$", "^M$", "│":
	default:
		return a, false
	}
	if quoteOnly(a.before) && len(a.after) == 0 {
		return a, false
	}
	if !a.narrow(b, nextLine(b, end)) {
		return a, false
	}
	lines, matched := 0, 0
	for pos := nextLine(b, end); pos < len(b); {
		stop := lineEnd(b, pos)
		lo, hi, same := a.inside(b[:stop], pos)
		line := b[lo:hi]
		if same && len(line) > 0 {
			if last, found := findMarker(line, 0); found {
				a.end = nextLine(b, stop)
				return a, !last.begin && matched > 0
			}
			if base64Share(line) < 90 {
				same = false
			} else {
				matched++
			}
		}
		const foreign = 3 // lines more than those of the block that may stand between
		if lines++; lines > 2*matched+foreign {
			return a, false
		}
		pos = nextLine(b, stop)
	}
	return a, false
}

// quoteOnly reports whether s is nothing but marks that base64's reader knows.
func quoteOnly(s []byte) bool { return len(bytes.Trim(s, ">#| \t\u00A0")) == 0 }

// inside returns the part [lo, hi) of the line that begins at b[pos], and ends with
// b, that is left without what stands around it. ok is false if that is not there.
func (a *around) inside(b []byte, pos int) (lo, hi int, ok bool) {
	lo = pos
	for i := 0; i < len(a.before); {
		c := a.before[i]
		switch {
		case digit(c):
			for i < len(a.before) && digit(a.before[i]) {
				i++
			}
			if lo < len(b) && (digit(b[lo]) || blank(b[lo])) {
				one := digit(b[lo])
				for lo < len(b) && digit(b[lo]) == one && (one || blank(b[lo])) {
					lo++
				}
				if !one { // a cell that is empty in this row
					for i < len(a.before) && blank(a.before[i]) {
						i++
					}
				}
				continue
			}
			if lo < len(b) && lo > pos && blank(b[lo-1]) { // likewise, and the blanks are taken already
				for i < len(a.before) && blank(a.before[i]) {
					i++
				}
				continue
			}
			return pos, pos, false
		case blank(c):
			for i < len(a.before) && blank(a.before[i]) {
				i++
			}
			at := lo
			for lo < len(b) && blank(b[lo]) {
				lo++
			}
			if lo == at && i < len(a.before) && lo < len(b) {
				return pos, pos, false
			}
		default:
			if lo >= len(b) || b[lo] != c {
				return pos, pos, false
			}
			lo++
			i++
		}
	}
	hi = lo + len(bytes.TrimRight(b[lo:], " \t\r"))
	if len(a.after) > 0 && bytes.HasSuffix(b[lo:hi], a.after) {
		hi -= len(a.after)
	}
	return lo, hi, true
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// minWrap is the width of the narrowest window that lines are wrapped at.
const minWrap = 40

// undoWraps joins the lines of a value that something wrapped at a width: a window,
// a mail, a printer; or with backslashes, as RFC 8792 does. The value is percent-encoded, or that of a header line, and
// goes to the end of its line; the lines that follow are encoded text and nothing
// else, each as wide as the first one but for the last.
func undoWraps(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	var out *source.Builder
	from, n := 0, 0
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		w := wrap{b: b, quote: quoteWidth(b[pos:end]), width: end - pos}
		if !w.begins(pos, end) {
			pos = nextLine(b, end)
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
		if w.slash {
			stop--
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
	slash        bool // lines that go on end in a backslash (RFC 8792)
}

// begins reports whether the line [pos, end) may be the first of one.
func (w *wrap) begins(pos, end int) bool {
	line := w.b[pos+w.quote : trimEnd(w.b, pos, end)]
	if n := len(line); n > 0 && line[n-1] == '\\' {
		w.slash, line = true, line[:n-1]
	}
	if len(line) < minWrap || end == len(w.b) || !encodedText(line[len(line)-enoughEncoded:]) || complete(line) {
		return false
	}
	if bytes.IndexByte(line, '%') >= 0 {
		return true
	}
	l := readLine(line)
	return l.kind == headerLine
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
	for at := nextLine(w.b, end); at < len(w.b); {
		stop := lineEnd(w.b, at)
		line := w.b[at:stop]
		q := min(w.quote, len(line))
		if quoteWidth(line[:q]) != w.quote {
			break
		}
		from := at + skipBlank(line, q)
		to := at + len(bytes.TrimRight(line, " \t\r"))
		goesOn := w.slash && to > from && w.b[to-1] == '\\'
		if goesOn {
			to--
		}
		if to <= from || !encodedText(w.b[from:to]) {
			break
		}
		if w.slash {
			pieces = append(pieces, piece{from, to})
			if !goesOn {
				break
			}
			at = nextLine(w.b, stop)
			continue
		}
		last := stop-at != w.width
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
