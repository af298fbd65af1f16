package unwrap

import (
	"bytes"
	"slices"

	"github.com/mtlens/mtlens/internal/source"
)

// PowerShell shows dictionaries of headers as tables and as lists:
//
//	Key    Value             Key   : x-cert            x-cert : …
//	---    -----             Value : {…}               x-serial : …
//	x-cert {…}                                        @{x-cert=…; x-serial=…}
//
// Braces are those of a list of values. What is too wide is cut off, or goes on below
// where it began.

// shellLines makes header lines of them.
func shellLines(t source.Text, b []byte) (source.Text, int) {
	p := shell{b: b, out: source.NewBuilder(t, len(b))}
	last := piece{}
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		next := nextLine(b, end)
		if at := columnOfValue(b[pos:end], b[last.from:last.to]); at > 0 {
			last = piece{}
			pos = p.table(next, at)
			continue
		}
		if at := bytes.Index(b[pos:end], []byte("@{")); at >= 0 {
			p.object(pos+at, trimEnd(b, pos, end))
		}
		if at := columnOfColon(b, pos, end); at > 0 {
			next = p.property(pos, end, at)
		}
		last = piece{pos, end}
		pos = next
	}
	if p.n == 0 {
		return source.Text{}, 0
	}
	p.out.Copy(p.from, len(b))
	return p.out.Text(), p.n
}

// shell is a text in which such are looked for.
type shell struct {
	b    []byte
	out  *source.Builder
	from int // what is not copied yet
	n    int
}

// columnOfValue is where the values begin below a line that underlines the words Key or
// Name, and Value, in the line above it; 0 if it does not.
func columnOfValue(line, above []byte) int {
	if len(line) < len("--- -----") || line[0] != '-' || len(bytes.Trim(line, "- \r")) > 0 {
		return 0
	}
	words := bytes.Fields(above)
	if len(words) != 2 || !isWord(words[0], "key", "name", "header") || !isWord(words[1], "value") {
		return 0
	}
	at := bytes.LastIndex(above, words[1])
	if at >= len(line) || line[at] != '-' || line[at-1] != ' ' {
		return 0
	}
	return at
}

// table takes the rows from pos on, whose values begin at a column.
func (p *shell) table(pos, column int) int {
	for pos < len(p.b) {
		end := lineEnd(p.b, pos)
		line := p.b[pos:trimEnd(p.b, pos, end)]
		name := bytes.TrimRight(line[:min(column, len(line))], " ")
		if len(name) == 0 || !isName(bytes.TrimSuffix(bytes.TrimSuffix(name, []byte("...")), []byte("…"))) || line[min(column, len(line))-1] != ' ' && len(line) > column {
			return pos
		}
		pos = p.pair(piece{pos, pos + len(name)}, pos+min(column, len(line)), end, column)
	}
	return pos
}

// columnOfColon is where the colon stands of a line of a list that p is to change: its
// value goes on in the next line, below where it began, or is in braces.
func columnOfColon(b []byte, pos, end int) int {
	k := pos
	for k < end && nameByte(b[k]) && k-pos <= maxName {
		k++
	}
	colon := skipBlank(b[:end], k)
	if k == pos || colon == k || colon+2 >= end || b[colon] != ':' || b[colon+1] != ' ' {
		return 0
	}
	line := b[colon+2 : trimEnd(b, colon+2, end)]
	if len(line) > 1 && line[0] == '{' && line[len(line)-1] == '}' && line[1] != '"' && line[1] != '\'' && line[1] != ' ' {
		return colon - pos
	}
	below := nextLine(b, end)
	if value := below + colon + 2 - pos; value < len(b) && skipBlank(b[:value+1], below) == value && !space(b[value]) {
		return colon - pos
	}
	return 0
}

// object takes what the text of an object is, up to the end of the line: @{a=b; c=d}.
func (p *shell) object(at, end int) {
	b := p.b
	i := at + len("@{")
	if name := bareName(b[:end], i); name == 0 || b[end-1] != '}' || name == end || b[name] != '=' || b[name+1] == ' ' {
		return
	}
	p.out.Copy(p.from, at)
	p.out.Replace(at, i, '\n')
	for i < end-1 {
		name := bareName(b[:end], i)
		stop := name + 1
		for stop < end-1 {
			if hasPrefix(b[stop:], "; ") {
				if next := bareName(b[:end], stop+2); next > 0 && next < end && b[next] == '=' && !attribute(b[stop+2:next]) {
					break
				}
			}
			stop++
		}
		p.out.Copy(i, name)
		p.out.Replace(name, name+1, ':', ' ')
		p.out.Copy(name+1, stop)
		i = min(stop+len("; "), end-1)
		p.out.Replace(stop, max(stop, i), '\n')
		p.n++
	}
	p.out.Replace(end-1, end, '\n')
	p.from = end
}

// property takes a line of a list, with those in which its value goes on.
func (p *shell) property(pos, end, colon int) int {
	return p.pair(piece{pos, pos + len(bytes.TrimRight(p.b[pos:pos+colon], " "))}, pos+colon+2, end, colon+2)
}

// pair writes a name and its value as a header line. Its value begins at from, and goes on
// in the lines that are blank up to a column.
func (p *shell) pair(name piece, from, end, column int) int {
	b := p.b
	lines := []piece{{from, trimEnd(b, from, max(from, end))}}
	widths := []int{lines[0].to - from}
	next := nextLine(b, end)
	for next+column < len(b) && skipBlank(b[:next+column+1], next) == next+column && !space(b[next+column]) {
		end = lineEnd(b, next)
		lines = append(lines, piece{next + column, trimEnd(b, next+column, end)})
		widths = append(widths, trimEnd(b, next+column, end)-next-column)
		next = nextLine(b, end)
	}
	widest := slices.Max(widths)
	first, last, rest := &lines[0], &lines[len(lines)-1], 0
	for first.from < first.to && b[first.from] == ' ' {
		first.from++
	}
	if first.to > first.from && last.to > last.from && b[first.from] == '{' && b[last.to-1] == '}' && (len(lines) > 1 || first.to-first.from > 1) {
		first.from++
		last.to--
		rest++
	}
	p.out.Copy(p.from, name.to)
	p.out.Replace(name.to, from, ':', ' ')
	for i, l := range lines {
		p.out.Copy(l.from, l.to)
		if i+1 < len(lines) && widths[i] < widest {
			p.out.Replace(l.to, lines[i+1].from, ' ') // it was broken at a blank
		}
	}
	p.from = last.to + rest
	p.n++
	return next
}
