package unwrap

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/source"
)

// Tables whose cells go over several lines, as psql, sqlite3, DuckDB and libraries of
// many languages draw them. A rule tells the columns: a line of dashes, in a frame of
// ASCII or of lines, or with blanks where the columns part.
//
//	+----+-------+     ┌────┬───────┐     id  cert
//	| id | cert  |     │ id │ cert  │     --  -----
//	+----+-------+     ├────┼───────┤     1   MIIC
//	|  1 | MIIC +|     │ 1  │ MIIC  │         AgMB
//	|    | AgMB  |     │    │ AgMB  │
//
// Psql marks a line that another one follows, of the value (+ ↵) or of what was wrapped
// (. …), at the end of the cell, or before the next one (: ;). Of others, a row goes
// on with the one before if no rule parts them, what it has goes on with encoded text,
// and other cells are empty.

// undoGrid writes each row of such a table as one line of cells between bars, and the
// cells that have lines of their own after it. Rows of one line in ASCII stay as they
// are.
func undoGrid(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	g := grid{b: b}
	var out *source.Builder
	from, n := 0, 0
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		ruled := g.rule(pos, end)
		if !ruled && !g.unruled(pos, end) {
			pos = nextLine(b, end)
			continue
		}
		if out == nil {
			out = source.NewBuilder(t.Text(), len(b))
		}
		g.out, g.from, g.lines = out, from, 0
		if ruled {
			g.names(pos)
			g.drop(pos, end)
			pos = nextLine(b, end)
		}
		pos = g.rows(pos)
		from, n = g.from, n+g.lines
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// grid is a table.
type grid struct {
	b      []byte
	bars   []int // the places, in characters of a line, at which columns part
	blank  bool  // nothing is drawn there
	framed bool  // on the right
	drawn  bool  // of characters for lines, not of ASCII
	list   bool  // a name and a value in each row, as psql -x

	out   *source.Builder
	from  int // what comes from here on is not copied yet
	lines int // written otherwise
	row   []gridLine

	uneven int // up to here the lines are of a table whose columns are not even
}

// gridLine is a line of a row.
type gridLine struct {
	start, end int
	cells      []gridCell
}

// gridCell is what a line has of a cell.
type gridCell struct {
	from, to int
	end      int  // with the mark after it
	after    byte // a mark of psql's: goesOnBreak, goesOnWrap, or 0
	before   bool // one that stands before it
	at       int  // where a mark at the end of a line stands, in characters
}

const (
	goesOnBreak = '\n' // the value has a line break here
	goesOnWrap  = 'w'  // it has none
)

// horizontal reports whether r is drawn along a rule, and jointRune whether columns may
// part there.
//
//go:noinline
func horizontal(r rune) bool {
	switch r {
	case '-', '=', '─', '━', '═', '╌', '┄':
		return true
	}
	return false
}

//
//go:noinline
func jointRune(r rune) bool {
	return r == '+' || r == '|' || r >= '│' && r <= '╿' && !horizontal(r)
}

// rule reads the rule [pos, end), and the columns that it tells of.
func (g *grid) rule(pos, end int) bool {
	const shortest, longest = 4, 16 << 10 // bytes
	end = trimEnd(g.b, pos, end)
	line := g.b[pos:end]
	if len(line) < shortest || len(line) > longest {
		return false
	}
	switch line[0] {
	case '-', '=', '+', '|', '*', ' ', 0xE2:
	default:
		return false
	}
	g.bars, g.blank, g.framed, g.drawn, g.list = nil, false, false, false, false
	if hasPrefix(line, "* Record ") || bytes.Contains(line, []byte("[ RECORD ")) {
		return g.record(line, nextLine(g.b, lineEnd(g.b, pos)))
	}
	dashes, gap, column := 0, false, 0
	for i := 0; i < len(line); column++ {
		r, size := rune(line[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(line[i:])
			g.drawn = true
		}
		switch i += size; {
		case horizontal(r):
			if gap && dashes > 0 {
				g.bars = append(g.bars, column-1)
				g.blank = true
			}
			dashes++
			gap = false
		case jointRune(r):
			g.bars = append(g.bars, column)
			g.framed, gap = i == len(line), false
		case r == ' ':
			gap = true
		case r == ':': // of Markdown
		default:
			return false
		}
	}
	return dashes > 2 && !(g.blank && g.framed)
}

// record takes the columns of a list of names and values from its first row, which
// begins at next: the rule has the number of the record where they part.
func (g *grid) record(rule []byte, next int) bool {
	line := g.b[next:lineEnd(g.b, next)]
	g.list = true
	last, _ := utf8.DecodeLastRune(bytes.TrimRight(line, " \r"))
	g.framed = jointRune(last) && !hasPrefix(rule, "-")
	column, named := 0, false
	for i := 0; i < len(line); column++ {
		r, size := utf8.DecodeRune(line[i:])
		switch i += size; {
		case jointRune(r):
			g.drawn = g.drawn || r >= utf8.RuneSelf
			g.bars = append(g.bars, column)
			if named {
				if g.framed {
					g.bars = append(g.bars, utf8.RuneCount(bytes.TrimRight(line, " \r"))-1)
				}
				return true
			}
		case r == ' ':
			if g.blank = named && rule[0] == '*'; g.blank {
				for i < len(line) && line[i] == ' ' {
					i, column = i+1, column+1
				}
				g.bars = append(g.bars, column)
				return true
			}
		default:
			named = true
		}
	}
	return false
}

// unruled takes the columns from the line [pos, end), if it is one of a row that goes on
// in the next line: of a table of which rows alone were copied.
func (g *grid) unruled(pos, end int) bool {
	const longest = 4 << 10 // bytes
	line := g.b[pos:trimEnd(g.b, pos, end)]
	if pos < g.uneven || len(line) > longest || bytes.IndexByte(line, '|') < 0 && !bytes.Contains(line, []byte("│")) {
		return false
	}
	g.bars, g.blank, g.framed, g.drawn, g.list, g.row = nil, false, false, false, false, g.row[:0]
	column := 0
	for i := 0; i < len(line); column++ {
		r, size := utf8.DecodeRune(line[i:])
		i += size
		if g.framed = r == '|' || r >= utf8.RuneSelf && jointRune(r); g.framed {
			g.bars = append(g.bars, column)
			g.drawn = r != '|'
		}
	}
	next := nextLine(g.b, end)
	first, ok := g.cut(pos, pos+len(line))
	if !ok || len(g.bars) > maxCells {
		return false
	}
	if pos > 0 { // not in the middle of one whose columns are not even
		before := bytes.LastIndexByte(g.b[max(0, pos-1-longest):pos-1], '\n') + max(0, pos-1-longest) + 1
		if l, ok := g.cut(before, trimEnd(g.b, before, pos-1)); bytes.IndexByte(g.b[before:pos-1], '|') >= 0 && (!ok || len(l.cells) < len(first.cells)) {
			for g.uneven = next; g.uneven < len(g.b) && bytes.IndexByte(g.b[g.uneven:lineEnd(g.b, g.uneven)], '|') >= 0; {
				g.uneven = nextLine(g.b, lineEnd(g.b, g.uneven))
			}
			return false
		}
	}
	g.row = append(g.row, first)
	second, ok := g.cut(next, trimEnd(g.b, next, lineEnd(g.b, next)))
	ok = ok && g.goesOn(&first, &second)
	g.row = g.row[:0]
	return ok
}

// names writes the row of names that stands above the rule at pos, where no rule is
// above that, if the table is drawn.
func (g *grid) names(pos int) {
	if g.drawn && !g.list && !g.framed && pos > g.from {
		start := bytes.LastIndexByte(g.b[g.from:pos-1], '\n') + g.from + 1
		g.take(start, trimEnd(g.b, start, pos-1))
		g.write()
	}
}

// rows reads the rows from offset next on, and what rules stand between them. It
// returns where the table ends.
func (g *grid) rows(next int) int {
	for ; next < len(g.b); next = nextLine(g.b, lineEnd(g.b, next)) {
		end := lineEnd(g.b, next)
		if other := (grid{b: g.b}); other.rule(next, end) {
			g.write()
			if !other.list && len(other.bars) != len(g.bars) {
				return next
			}
			g.bars, g.blank, g.framed, g.list = other.bars, other.blank, other.framed, other.list
			g.drop(next, end)
		} else if !g.take(next, trimEnd(g.b, next, end)) {
			break
		}
	}
	g.write()
	return next
}

// drop leaves a rule out that is drawn: where the columns part, rows tell now.
func (g *grid) drop(pos, end int) {
	if g.drawn {
		g.out.Copy(g.from, pos)
		g.from = end
	}
}

// take takes the line [pos, end) for one of the row, or of the next one.
func (g *grid) take(pos, end int) bool {
	l, ok := g.cut(pos, end)
	if !ok {
		return false
	}
	if n := len(g.row); n > 0 && !g.goesOn(&g.row[n-1], &l) {
		g.write()
	}
	g.row = append(g.row, l)
	return true
}

// cut cuts the line [pos, end) into cells.
func (g *grid) cut(pos, end int) (l gridLine, ok bool) {
	b, drawn := g.b, 0
	l.start, l.end = pos, end
	c := gridCell{from: pos}
	column, last := 0, rune(0)
	for i := pos; i < end; column++ {
		r, size := rune(b[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(b[i:end])
		}
		if k := len(l.cells); k < len(g.bars) && column == g.bars[k] {
			bar := r == '|' || r == ':' || r == ';' || r >= utf8.RuneSelf && jointRune(r)
			switch {
			case bar:
				drawn++
				if c.after = markOf(last); c.after != 0 {
					c.to = len(bytes.TrimRight(b[:i], " \t")) - utf8.RuneLen(last)
				}
			case g.blank && markOf(r) != 0:
				c.after = markOf(r)
			case r != ' ':
				return l, false
			}
			l.cells = append(l.cells, g.trimmed(c, i))
			c = gridCell{from: i + size, before: r == ':' || r == ';'}
		}
		i += size
		last = r
	}
	if !g.framed && len(l.cells) <= len(g.bars) {
		text := bytes.TrimRight(b[c.from:end], " \t")
		if r, size := utf8.DecodeLastRune(text); len(text) > 0 && markOf(r) != 0 {
			c.after, c.at, c.to = markOf(r), utf8.RuneCount(bytes.TrimRight(b[pos:end], " \t")), c.from+len(text)-size
		}
		l.cells = append(l.cells, g.trimmed(c, end))
	}
	if drawn == 0 && (!g.blank && len(g.bars) > 0 || !slices.ContainsFunc(l.cells, func(c gridCell) bool { return c.to > c.from })) {
		return l, false
	}
	return l, !g.framed || len(l.cells) == len(g.bars)
}

// markOf says what psql's mark r at the end of a cell means; 0 if it is none.
//
//go:noinline
func markOf(r rune) byte {
	switch r {
	case '+', '↵':
		return goesOnBreak
	case '.', '…':
		return goesOnWrap
	}
	return 0
}

// trimmed is a cell that ends at to, or before its mark, without the blanks around it.
func (g *grid) trimmed(c gridCell, to int) gridCell {
	c.end = c.from + len(bytes.TrimRight(g.b[c.from:to], " \t"))
	if c.to == 0 {
		c.to = to
	}
	for c.to > c.from && blank(g.b[c.to-1]) {
		c.to--
	}
	for c.from < c.to && blank(g.b[c.from]) {
		c.from++
	}
	return c
}

// goesOn reports whether a line goes on with the row of the one before.
func (g *grid) goesOn(before, l *gridLine) bool {
	empty, long := false, false
	for k, c := range l.cells {
		if c.before {
			return true
		}
		var up gridCell
		if k < len(before.cells) {
			if up = before.cells[k]; up.after == goesOnBreak || up.after == goesOnWrap && g.wrapped(c) > 0 {
				return true
			}
		}
		switch {
		case c.from == c.to:
			empty = empty || k < len(g.row[0].cells) && g.row[0].cells[k].to > g.row[0].cells[k].from
		case up.from == up.to, !isPiece(g.b[up.from:up.to]), !isPiece(g.b[c.from:c.to]):
			return false
		default:
			first := g.row[0].cells[k]
			long = long || first.to-first.from >= enoughEncoded
		}
	}
	return long && (empty || g.single())
}

// single reports whether there is one column.
func (g *grid) single() bool { return len(g.bars) == 2 && g.framed && !g.blank }

// isPiece reports whether s is a line of PEM, or a piece of what is encoded.
func isPiece(s []byte) bool {
	return hasPrefix(s, "-----") || encodedText(s) && !columnName(s) || hasPrefix(s, "\\x")
}

// columnName reports whether s is a name with _ in it, of letters of one case, as columns have.
func columnName(s []byte) bool {
	return len(s) <= maxName && bytes.IndexByte(s, '_') > 0 && isName(s) && (bytes.Equal(s, bytes.ToLower(s)) || bytes.Equal(s, bytes.ToUpper(s)))
}

// write writes the row that was read.
func (g *grid) write() {
	row := g.row
	g.row = row[:0]
	switch {
	case len(row) == 0, len(row) == 1 && !g.drawn, len(row) > 1 && !g.marked(row):
		return
	}
	g.out.Copy(g.from, row[0].start)
	var later [][]gridCell
	columns := 0
	for i := range row {
		columns = max(columns, len(row[i].cells))
	}
	for k := range columns {
		var cell []gridCell
		for i := range row {
			if k < len(row[i].cells) {
				if c := row[i].cells[k]; c.to > c.from || len(cell) == 0 {
					cell = append(cell, c)
				}
			}
		}
		if len(cell) == 0 || k == 0 && cell[0].to == cell[0].from && len(g.bars) > 0 && g.bars[0] == 0 {
			continue // left of the frame
		}
		at := cell[0].from
		g.out.Replace(at, at, '|', ' ')
		if g.parts(cell) {
			later = append(later, cell)
			continue
		}
		at = g.copy(cell, false)
		g.out.Replace(at, at, ' ')
	}
	for _, cell := range later {
		g.copy(cell, true)
	}
	g.from = row[len(row)-1].end
	g.lines += len(row)
}

// copy writes the pieces of a cell, each on a line of its own or all on one. It returns
// where they end.
func (g *grid) copy(cell []gridCell, lines bool) (end int) {
	for i, c := range cell {
		if i > 0 && cell[i-1].after == goesOnWrap {
			c.from += g.wrapped(c)
		}
		if i == len(cell)-1 && c.at > 0 {
			c.to = max(c.from, c.end) // nothing follows, so it was no mark
		}
		if lines {
			g.out.Replace(c.from, c.from, '\n')
		}
		g.out.Copy(c.from, c.to)
		end = c.to
	}
	return end
}

// wrapped is the length of psql's mark before a piece of a cell that was wrapped.
func (g *grid) wrapped(c gridCell) int {
	if r, size := utf8.DecodeRune(g.b[c.from:c.to]); c.to > c.from && markOf(r) == goesOnWrap {
		return size
	}
	return 0
}

// parts reports whether the pieces of a cell are lines, and not of one line that was
// wrapped: a value that is percent-encoded, or fills all lines but the last, has none.
func (g *grid) parts(cell []gridCell) bool {
	n := len(cell)
	if n < 2 {
		return false
	}
	wraps, escapes := 0, false
	for i, c := range cell {
		if c.after == goesOnBreak || i+1 < n && cell[i+1].before || c.after == 0 && g.single() {
			return true
		}
		if c.after == goesOnWrap || c.to-c.from == cell[0].to-cell[0].from {
			wraps++
		}
		escapes = escapes || bytes.IndexByte(g.b[c.from:c.to], '%') >= 0
	}
	return !escapes && wraps < n-1
}

// marked reports whether the marks at the ends of lines are psql's: they stand in one
// column, which no line goes beyond, and not in base64 that ends in +.
func (g *grid) marked(row []gridLine) bool {
	const fewest = 3 // lines: in fewer a + may be base64's
	at := 0
	for i, l := range row {
		c := l.cells[len(l.cells)-1]
		switch {
		case c.after == 0 || c.at == 0:
			continue
		case at == 0:
			at = c.at
		}
		if c.at != at || i == 0 && len(row) < fewest && len(l.cells) == 1 {
			return false
		}
	}
	for _, l := range row {
		if at > 0 && utf8.RuneCount(bytes.TrimRight(g.b[l.start:l.end], " \t")) > at {
			return false
		}
	}
	return true
}
