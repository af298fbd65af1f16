package unwrap

import (
	"bytes"
	"strings"
)

// Names and values as people and programs lay them out, with something else than a colon between
// them, or headers with something else than a line break:
//
//	x-verify -> SUCCESS      x-verify – SUCCESS      x-verify ....... SUCCESS      x-verify        SUCCESS
//	x-verify: SUCCESS; x-subject: CN=a               x-verify: SUCCESS\r\nx-subject: CN=a

// apart makes header lines of both.
func (e *edit) apart() {
	var before layout // of the line before
	laid := false     // it is a header line now
	for pos := 0; pos < len(e.b); {
		_, end, next := e.line(pos)
		l := parted(e.b[:end], pos)
		switch {
		case l.sep == "":
			e.joined(pos, end)
		case l.like(&before):
			if !laid {
				e.lay(before)
			}
			e.lay(l)
			before, laid = l, true
			pos = next
			continue
		}
		before, laid = l, false
		pos = next
	}
}

// like reports whether two lines are laid out in the same way: blanks alone tell it where there
// are several, or the values begin in one column.
func (l *layout) like(o *layout) bool {
	if l.sep != o.sep || l.sep != " " {
		return l.sep == o.sep
	}
	here, there := l.value-l.nameEnd > 1, o.value-o.nameEnd > 1
	return here && there || (here || there) && l.value-l.start == o.value-o.start
}

// lay makes a header line of one.
func (e *edit) lay(l layout) {
	e.put(l.start, l.name, "")
	e.put(l.nameEnd, l.value, ": ")
	e.n++
}

// layout is where the name and the value of a line stand.
type layout struct {
	start, name, nameEnd, value int
	sep                         string // what parts them; empty if there are none
}

// parted reads the line that begins at b[pos] and ends with b.
func parted(b []byte, pos int) (l layout) {
	marks := func(i int) int {
		for i < len(b) && (b[i] == '*' || b[i] == '`') {
			i++
		}
		return i
	}
	l.start, l.name = pos, pos
	for i := pos; i < len(b) && (blank(b[i]) || b[i] == '*' || b[i] == '-' || b[i] == '`'); i++ {
		l.name = i + 1
	}
	l.nameEnd = bareName(b, l.name)
	if l.nameEnd == 0 || !bytes.ContainsAny(b[l.name:l.nameEnd], "-_") || b[l.name] == ':' {
		return l
	}
	end := marks(l.nameEnd)
	at := skipBlank(b, end)
	for _, s := range [...]string{"->", "→", "–", "—", "-", "..", ":", "is "} {
		if !hasPrefix(b[at:], s) || s == ":" && end == l.nameEnd || s == "-" && at == end {
			continue
		}
		for at += len(strings.TrimRight(s, " ")); s == ".." && at < len(b) && b[at] == '.'; {
			at++
		}
		if l.value = skipBlank(b, at); l.value > at && l.value < len(b) {
			l.sep = s
		}
		return l
	}
	if l.value = at; at > end && at < len(b) && b[at] != '=' && b[at] != ':' && b[at] != '|' {
		l.sep = " "
	}
	return l
}

// joins stand between headers on one line.
var joins = [...]string{`\r\n`, `\n`, "; ", " | "}

// joined parts the headers of the line [pos, end), of which there are three at least that have one
// of joins between them.
func (e *edit) joined(pos, end int) {
	b := e.b[:end]
	l := readLine(b[pos:])
	if l.what != "Header" || l.value <= l.nameEnd+1 || b[pos+l.nameEnd] != ':' || l.value < end-pos && (b[pos+l.value] == '"' || b[pos+l.value] == '\'') {
		return // or in a string, which is read with its quotes
	}
	for _, join := range joins {
		i := nextJoined(b, pos, join)
		if i < 0 || nextJoined(b, i+1, join) < 0 {
			continue
		}
		for ; i >= 0; i = nextJoined(b, i+1, join) {
			e.put(i, i+len(join), "\n")
			e.n++
		}
		return
	}
}

// nextJoined is where the next join stands, from b[i] on, that a header follows; -1 if none does.
func nextJoined(b []byte, i int, join string) int {
	for {
		k := bytes.Index(b[i:], []byte(join))
		if k < 0 {
			return -1
		}
		i += k
		if n := bareName(b, i+len(join)); n > 0 && hasPrefix(b[n:], ": ") && bytes.IndexByte(b[i:n], '-') > 0 {
			return i
		}
		i += len(join)
	}
}
