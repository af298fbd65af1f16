package unwrap

import (
	"bytes"
	"unicode/utf8"

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
		before := a.start // of the line before
		broken := -1      // the line end that is not copied yet
		for pos < a.end {
			end := lineEnd(b, pos)
			if lo, hi, ok := a.inside(b[:end], pos); ok {
				if broken >= 0 {
					out.Copy(broken, nextLine(b, broken))
				}
				out.Copy(lo, hi)
				broken = end
				n++
			} else if a.wrapped > 0 && a.wraps(b[before:pos], b[pos:end]) {
				out.Copy(skipBlank(b, pos), trimEnd(b, pos, end))
				broken = end
			}
			before, pos = pos, nextLine(b, end)
		}
		if broken >= 0 {
			out.Copy(broken, nextLine(b, broken))
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
	start, end    int  // the lines of the block
	skip          int  // of the first line: what stands before that
	odd           bool // what stands after is no mark that is known: every line has it
	wrapped       int  // the width at which the lines were wrapped after that, or 0
}

// wraps reports whether a line goes on with the one before, which is as wide as the
// window that it was wrapped at.
func (a *around) wraps(before, line []byte) bool {
	line = bytes.TrimRight(line, "\r")
	text := bytes.TrimLeft(line, " ") // it may be indented
	return len(bytes.TrimRight(before, "\r\n")) == a.wrapped && len(text) > 0 && len(line) <= a.wrapped && encodedText(text)
}

// narrow takes off what only the first line has before it: words, a quote, up to what the
// line at b[pos] has too. It reports whether that line goes on with the block.
func (a *around) narrow(b []byte, pos int) bool {
	if pos >= len(b) {
		return false
	}
	line := b[:lineEnd(b, pos)]
	whole := a.before
	for k := 0; k <= len(whole); k++ {
		if k > 0 && !blank(whole[k-1]) && bytes.IndexByte([]byte("\"'`>(=:"), whole[k-1]) < 0 {
			continue
		}
		a.before, a.skip = whole[k:], k
		if quoteOnly(a.before) && len(a.after) == 0 {
			break
		}
		if lo, hi, ok := a.inside(line, pos); ok && (!a.odd || a.ends(line, hi)) && hi-lo > enoughEncoded && base64Share(line[lo:hi]) >= 90 && bytes.IndexByte(line[lo:hi], ' ') < 0 {
			return true
		}
	}
	if k := commonUpTo(b[a.start:a.start+len(whole)], line[pos:]); k > 0 && !a.odd { // or behind that: of a record, whose value the block is
		a.before, a.skip = whole[:k], 0
		if lo, hi, ok := a.inside(line, pos); ok && hi-lo > enoughEncoded && base64Share(line[lo:hi]) >= 90 && bytes.IndexByte(line[lo:hi], ' ') < 0 {
			return !quoteOnly(a.before)
		}
	}
	// Lines may stand between: then all of it counts.
	a.before, a.skip = whole, 0
	if a.odd {
		return false
	}
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
	case "", "+", "|", "<", "$", "^M$", "│", "↵", "↵│":
	default:
		if a.odd = !a.quoted(); !a.cell() && (len(a.after) > longest || a.after[0] >= utf8.RuneSelf || bytes.Contains(a.after, []byte("--"))) {
			return a, false
		}
		if quote := b[m.end]; (quote == '"' || quote == '\'' || quote == '`') && joint(b, m.end) > 0 && !bytes.ContainsAny(a.before, "+-~*]") {
			return a, false // pieces of a literal
		}
	}
	if quoteOnly(a.before) && len(a.after) == 0 {
		return a, false
	}
	if !a.narrow(b, nextLine(b, end)) {
		return a, false
	}
	lines, matched, before := 0, 0, a.start
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
		if !same && matched > 0 {
			if width := len(bytes.TrimRight(b[before:pos], "\r\n")); a.wrapped == 0 && width >= minWrap {
				a.wrapped = width
			}
			if a.wraps(b[before:pos], b[pos:stop]) {
				lines--
			} else if matched == 1 {
				a.wrapped = 0
			}
		}
		const foreign = 3 // lines more than those of the block that may stand between
		if lines++; lines > 2*matched+foreign {
			return a, false
		}
		before, pos = pos, nextLine(b, stop)
	}
	return a, false
}

// ends reports whether, in a line, what stands after each line begins at hi.
func (a *around) ends(line []byte, hi int) bool {
	return hi < len(line) && line[hi] != ' ' && (a.after[0] == line[hi] || a.cell())
}

// quoted reports whether quotes stand around the first line: YAML puts those alone into
// quotes that begin with a hyphen.
func (a *around) quoted() bool {
	n := len(a.before)
	return n > 0 && (a.before[n-1] == '"' || a.before[n-1] == '\'') && a.after[0] == a.before[n-1] && len(bytes.TrimRight(a.after[1:], ",")) == 0
}

// cell reports whether a cell of a table ends after each line: more cells may follow.
func (a *around) cell() bool {
	return len(a.after) > 0 && (a.after[0] == '|' || hasPrefix(a.after, "+|"))
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
		case c == '-' && hasPrefix(a.before[i:], "- - ") && lo < len(b) && !hasPrefix(b[lo:], "- - "):
			i += len("- ") // a list of YAML in a list: the first item of the inner one has both marks
		case (c == ':' || c == '-') && lo < len(b) && (b[lo] == ':' || b[lo] == '-') && (i > 0 && digit(a.before[i-1]) || i+1 < len(a.before) && digit(a.before[i+1])):
			lo++ // grep writes : in lines that match and - in those around them
			i++
		case capitals(a.before, i) > 0 && capitals(b, lo) > 0: // the level of a log
			i += capitals(a.before, i)
			lo += capitals(b, lo)
		case blank(c):
			for i < len(a.before) && blank(a.before[i]) {
				i++
			}
			at := lo
			for lo < len(b) && blank(b[lo]) {
				lo++
			}
			counted := lo == pos && i < len(a.before) && lo < len(b) && (digit(a.before[i]) && digit(b[lo]) || a.before[i] == '[' && b[lo] == '[') // 99, 100
			if lo == at && i < len(a.before) && lo < len(b) && !counted {
				return pos, pos, false
			}
		case lo < len(b) && blank(b[lo]) && a.emptyCell(i) > i: // a name that is not repeated
			i = a.emptyCell(i)
			lo += skipBlank(b[lo:], 0)
		case (c == '"' || c == '\'') && i+1 == len(a.before) && len(a.after) > 0 && a.after[0] == c && lo < len(b) && base64Class[b[lo]] == classChar:
			i++ // not in quotes, this one
		default:
			if lo >= len(b) || b[lo] != c {
				return pos, pos, false
			}
			lo++
			i++
		}
	}
	if k := bytes.IndexByte(b[lo:], '|'); k >= 0 && a.odd && a.cell() {
		b = b[:lo+k]
		hi = lo + len(bytes.TrimRight(b[lo:], " \t"))
		if a.after[0] == '+' && hi > lo && b[hi-1] == '+' {
			hi--
		}
		return lo, hi, true
	}
	hi = lo + len(bytes.TrimRight(b[lo:], " \t\r"))
	if len(a.after) > 0 && bytes.HasSuffix(b[lo:hi], a.after) {
		hi = lo + len(bytes.TrimRight(b[lo:hi-len(a.after)], " \t"))
	}
	return lo, hi, true
}

// emptyCell returns where the border is before which the name at i stands in a table,
// or i if there is none.
func (a *around) emptyCell(i int) int {
	k := i
	for k < len(a.before) && (nameByte(a.before[k]) || blank(a.before[k])) {
		k++
	}
	if k < len(a.before) && (a.before[k] == '|' || hasPrefix(a.before[k:], "│")) {
		return k
	}
	return i
}

// capitals is the length of the word of four to eight capitals at b[i]; else 0.
func capitals(b []byte, i int) int {
	if i > 0 && nameByte(b[i-1]) {
		return 0
	}
	n := 0
	for i+n < len(b) && b[i+n] >= 'A' && b[i+n] <= 'Z' {
		n++
	}
	if n < 4 || n > 8 || i+n == len(b) || nameByte(b[i+n]) || b[i+n] == '+' || b[i+n] == '/' {
		return 0
	}
	return n
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
