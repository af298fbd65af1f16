package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// Tables: of Markdown, mysql, psql and reports, whose cells stand between bars; of
// spreadsheets, between tabs; CSV (RFC 4180), between commas, where a cell in
// quotes has each quote inside doubled and may go over several lines.
//
// A row of two cells, the first of which is a name with a hyphen or underscore, is
// a named value. A row of nothing but names, one of them such, names what stands
// in the rows after it: each of those is a unit.

// cell is the place of a cell, without blanks and quotes around it.
type cell struct {
	from, to int
	quoted   bool
	doubled  bool // quotes in it are doubled
}

// maxCells bounds the columns of a table.
const maxCells = 64

// cellsOverLines reads a row of CSV before anything else gets it, since its cells
// may go over several lines.
func (x *lines) cellsOverLines() bool {
	return x.head != nil && x.parts == ',' && x.table()
}

// table reads a row of a table.
func (x *lines) table() bool {
	l := x.is()
	if l.kind != otherLine && x.head == nil {
		return false
	}
	b, pos, end := x.take(), x.pos, x.end
	if l.kind != otherLine && !l.isValue(b[pos:end]) {
		return false
	}
	var cells []cell
	var separator byte
	next := end
	for _, separator = range []byte("|\t,") {
		if bytes.IndexByte(b[pos:end], separator) < 0 {
			continue
		}
		limit := end
		if separator == ',' && x.parts == ',' && x.head != nil {
			limit = len(b)
		}
		cells, next = x.u.cells(b, pos, end, limit, separator)
		if len(cells) > 1 {
			break
		}
	}
	if len(cells) < 2 {
		return false
	}
	if x.head != nil && x.parts == separator && len(cells) == len(x.head) {
		if x.keyed {
			return x.keyedRow(cells, next)
		}
		x.scanTo(pos)
		x.u.begin(x.t.Span(pos, next))
		for i, c := range cells {
			if h := x.head[i]; h.to > h.from {
				x.pair(h.from, h.to, cellText(x.t, c), c.to, "Row of a table, ")
			}
		}
		next = nextLine(b, next)
		return x.moved(next, next)
	}
	if l.kind != otherLine {
		return false
	}
	names, marked := 0, false
	for _, c := range cells {
		if name := bytes.TrimPrefix(b[c.from:c.to], []byte("@")); isName(name) { // CloudWatch's @message
			names++
			marked = marked || bytes.IndexAny(name, "-_") > 0 || b[c.from] == '@'
		}
	}
	first, second := cells[0], cells[1]
	switch {
	case names == len(cells) && marked && (len(cells) != 2 || !x.amongPairs(next, separator)):
		x.head, x.parts, x.keyed = cells, separator, false
		return false
	case names == len(cells) && names > 2 && columnOf(b, cells, "value") >= 0 && columnOf(b, cells, keyedBy) >= 0:
		x.head, x.parts, x.keyed = cells, separator, true
		return false
	case len(cells) == 2 && isName(b[first.from:first.to]) && (marked || separator == ',' && first.quoted && second.quoted || x.amongPairs(next, separator)) &&
		(separator != ',' || second.quoted || second.to-second.from >= minEncoded || x.amongPairs(next, separator)):
		x.pairs = nextLine(b, next)
		if !x.nameOfNext(first, second) {
			x.pair(first.from, first.to, cellText(x.t, second), second.to, "Row of a table, ")
		}
		return x.moved(x.pairs, x.loose)
	}
	return false
}

// nameOfNext reads a row that says what the value of the next one is called, and that one.
//
//go:noinline
func (x *lines) nameOfNext(first, second cell) bool {
	switch b := x.t.Bytes; {
	case isWord(b[first.from:first.to], "name", "key") && isName(b[second.from:second.to]):
		x.called, x.calledAt = string(b[second.from:second.to]), x.t.Span(second.from, second.to)
	case x.called != "" && isWord(b[first.from:first.to], "value"):
		value := cellText(x.t, second)
		x.scanTo(x.pos)
		if short(value.Bytes) {
			x.u.plain(x.called, x.calledAt, value, false)
		} else {
			x.u.named(x.called, x.calledAt, value, false, x.tr.add(StepNamed, "Row of a table, "+x.called, x.calledAt), x.depth)
		}
		x.called = ""
		x.loose = max(x.loose, second.to)
	default:
		return false
	}
	return true
}

// rowMark reports whether a line stands above the values of a row that have a line each, psql's
// \x and mysql's \G, or above what a task of Ansible printed.
func rowMark(line []byte) bool {
	return hasPrefix(line, "TASK [") || bytes.Contains(line, []byte("[ RECORD ")) || hasPrefix(line, "*****") && bytes.Contains(line, []byte(". row ****"))
}

// rowBelow begins a unit at such a line, unless the row is a name and its value.
//
//go:noinline
func (x *lines) rowBelow() {
	b := x.t.Bytes
	x.pairs = nextLine(b, x.end)
	below := bytes.TrimLeft(b[x.pairs:min(len(b), x.pairs+maxName)], "| ")
	if n := bareName(below, 0); n == 0 || !isWord(below[:n], "name", "key") {
		x.scanTo(x.pos)
		x.u.begin(x.t.Span(x.pos, x.end))
	}
}

// columnOf is which cell of a row of names is one of the words; -1 if none is.
//
//go:noinline
func columnOf(b []byte, head []cell, words string) int {
	for i := range head {
		if oneOf(b[head[i].from:head[i].to], words) {
			return i
		}
	}
	return -1
}

// keyedBy are the names of the column of names in a table of names and values, with other
// columns: PowerShell's Export-Csv writes "Name","Key","Value".
const keyedBy = "key name header"

// keyedRow reads a row of such a table.
//
//go:noinline
func (x *lines) keyedRow(cells []cell, next int) bool {
	b := x.t.Bytes
	name, value := &cells[columnOf(b, x.head, keyedBy)], &cells[columnOf(b, x.head, "value")]
	if isName(b[name.from:name.to]) {
		x.pair(name.from, name.to, cellText(x.t, *value), value.to, "Row of a table, ")
	}
	next = nextLine(b, next)
	return x.moved(next, x.loose)
}

// amongPairs reports whether a row that ends at end is a name and its value, though the value
// may be a name: the row before was, or the next one begins with such a name too.
func (x *lines) amongPairs(end int, separator byte) bool {
	b := x.t.Bytes
	const longest = 1 << 10 // characters of a border between rows
	if x.pairs > 0 && x.pairs <= x.pos && x.pos-x.pairs < longest && len(bytes.Trim(b[x.pairs:x.pos], "+-|=\r\n")) == 0 {
		return true
	}
	from := nextLine(b, end)
	next := b[from:min(len(b), from+2*maxName)]
	x.u.look(len(next))
	if separator == '\t' {
		next = bytes.TrimLeft(next, " \t") // indented
	}
	name, _, _ := bytes.Cut(next, []byte{separator})
	if separator == '|' && len(name) < 6 && !isWord(name, "value") { // the row's own bar
		_, next, _ = bytes.Cut(next, []byte{separator})
		name, _, _ = bytes.Cut(next, []byte{separator})
	}
	name = bytes.Trim(name, " \t`\"'")
	if !isName(name) {
		return false
	}
	k := bytes.IndexByte(name, '_')
	return bytes.IndexByte(name, '-') > 0 || isWord(name, "value") || k > 0 && (bytes.Equal(name, bytes.ToUpper(name)) || bytes.Contains(b[x.pos:end], name[:k+1]))
}

// cells finds the cells of the row that begins at b[pos], up to the line's end or,
// where one in quotes goes on, up to limit. It returns where the row ends.
func (u *unwrapper) cells(b []byte, pos, end, limit int, separator byte) (cells []cell, next int) {
	i := pos
	framed := false // a bar stands before the first cell and behind the last one
	if separator == '|' {
		if i = skipBlank(b[:end], i); i < end && b[i] == '|' {
			i++
			framed = true
		}
	}
	for i <= end {
		if len(cells) == maxCells {
			return nil, end
		}
		c := cell{from: skipBlank(b[:end], i)}
		if separator == '\t' && len(cells) > 0 {
			for c.from = i; c.from < end && b[c.from] == ' '; c.from++ {
			}
		}
		if separator == ',' && c.from < end && (b[c.from] == '"' || b[c.from] == '\'') {
			quote := b[c.from]
			c.from++
			c.quoted = true
			k := c.from
			for k < limit && (b[k] != quote || k+1 < limit && b[k+1] == quote) {
				if b[k] == quote {
					c.doubled = true
					k++
				}
				k++
			}
			u.look(k - c.from)
			if k >= limit {
				return nil, end
			}
			c.to = k
			if k > end {
				end = lineEnd(b, k)
			}
			if i = k + 1; i < end && b[i] == '\r' {
				i = end // no cell is behind the last one
			} else if i < end && b[i] != ',' {
				return nil, end
			}
		} else {
			k := bytes.IndexByte(b[c.from:end], separator)
			if k < 0 {
				k = end - c.from
			}
			i = c.from + k
			c.to = i
		}
		i++
		c.trim(b)
		if framed && i > end && c.from >= c.to { // after the last bar
			break
		}
		cells = append(cells, c)
	}
	return cells, end
}

// trim leaves out blanks, and the backticks or quotes around a cell.
func (c *cell) trim(b []byte) {
	for c.to > c.from && (blank(b[c.to-1]) || b[c.to-1] == '\r') {
		c.to--
	}
	if c.to-c.from > len("****") && b[c.from] == '*' {
		c.unbold(b)
	}
	if n := c.to - c.from; n > 1 && b[c.from] == b[c.to-1] && (b[c.from] == '`' || b[c.from] == '"' || b[c.from] == '\'') && !c.quoted {
		c.from++
		c.to--
		c.quoted = true
	}
}

// unbold leaves out Markdown's marks around a cell.
//
//go:noinline
func (c *cell) unbold(b []byte) {
	if hasPrefix(b[c.from:], "**") && hasPrefix(b[c.to-2:], "**") {
		c.from, c.to = c.from+2, c.to-2
	}
}

// cellText is the text of a cell.
func cellText(t source.Text, c cell) source.Text {
	part := t.Slice(c.from, max(c.from, c.to))
	if !c.doubled {
		return part
	}
	out, _ := undouble(part)
	return out
}

// undouble makes one quote of each two.
func undouble(t source.Text) (source.Text, int) {
	b := source.NewBuilder(t, t.Len())
	from, n := 0, 0
	for i := 0; i+1 < t.Len(); i++ {
		if c := t.Bytes[i]; (c == '"' || c == '\'') && t.Bytes[i+1] == c {
			b.Copy(from, i)
			b.Replace(i, i+2, c)
			i++
			from = i + 1
			n++
		}
	}
	b.Copy(from, t.Len())
	return b.Text(), n
}
