package unwrap

import "bytes"

// PowerShell shows dictionaries of headers as tables and as lists:
//
//	Key    Value             Key   : x-cert            x-cert : …
//	---    -----             Value : {…}               x-serial : …
//	x-cert {…}                                        @{x-cert=…; x-serial=…}
//
// Braces are those of a list of values. What is too wide is cut off, or goes on below
// where it began.

// shell makes header lines of them.
func (e *edit) shell() {
	var above []byte
	for pos := 0; pos < len(e.b); {
		line, end, next := e.line(pos)
		if at := bytes.Index(line, []byte("@{")); at >= 0 {
			e.object(pos+at, end)
		} else if column := columnOfValue(line, above); column > 0 {
			pos = e.table(next, column)
			above = nil
			continue
		} else if column := e.columnOfColon(pos, end); column > 0 {
			next = e.value(pos, column)
		}
		above, pos = line, next
	}
}

// columnOfValue is where the values begin below a line that underlines the words Key or
// Name, and Value, in the line above it; 0 if it does not.
func columnOfValue(line, above []byte) int {
	at := bytes.Index(above, []byte(" Value")) + 1
	if at <= 0 || at >= len(line) || len(bytes.TrimSpace(above[at:])) > len("Value") || !oneOf(bytes.TrimSpace(above[:at]), keyedBy) ||
		line[0] != '-' || line[at] != '-' || line[at-1] != ' ' || len(bytes.Trim(line, "- ")) > 0 {
		return 0
	}
	return at
}

// table takes the rows from pos on, whose values begin at a column.
func (e *edit) table(pos, column int) int {
	for pos < len(e.b) {
		line, _, _ := e.line(pos)
		name := bytes.TrimRight(line[:min(column, len(line))], " ")
		if !isName(bytes.TrimSuffix(name, []byte("…"))) || len(line) > column && line[column-1] != ' ' {
			break
		}
		pos = e.value(pos, column)
	}
	return pos
}

// columnOfColon is where the value begins in a line of a list that is to be changed: it goes
// on in the next line, below where it began, or is in braces.
func (e *edit) columnOfColon(pos, end int) int {
	b := e.b[:end]
	name := bareName(b, pos)
	colon := skipBlank(b, name)
	from := colon + len(": ")
	if name == 0 || colon == name || from >= end || !hasPrefix(b[colon:], ": ") {
		return 0
	}
	if b[from] == '{' && b[end-1] == '}' && from+1 < end && bytes.IndexByte([]byte("\"' "), b[from+1]) < 0 || e.goesOn(nextLine(e.b, lineEnd(e.b, end)), from-pos) {
		return from - pos
	}
	return 0
}

// goesOn reports whether the line at pos is blank up to a column, and no further.
//
//go:noinline
func (e *edit) goesOn(pos, column int) bool {
	at := pos + column
	return at < len(e.b) && skipBlank(e.b[:at+1], pos) == at && !space(e.b[at])
}

// value makes a header line of the name at pos and its value, which begins at a column and
// goes on in the lines below it that are blank up to there. It returns the next line.
func (e *edit) value(pos, column int) int {
	b := e.b
	_, end, next := e.line(pos)
	from := min(pos+column, max(end, pos))
	name := bareName(b[:end], pos)
	widest := end - from
	for at := next; e.goesOn(at, column); {
		_, end, after := e.line(at)
		widest = max(widest, end-at-column)
		at = after
	}
	braces := from < end && b[from] == '{'
	first := skipBlank(b[:end], from)
	e.put(name, first, ": ")
	if braces {
		e.put(first, first+1, "")
	}
	for e.goesOn(next, column) {
		joint := ""
		if end-from < widest {
			joint = " " // it was broken at a blank
		}
		from = next + column
		e.put(end, from, joint)
		_, end, next = e.line(from)
	}
	if braces && e.b[end-1] == '}' && end > e.from {
		e.put(end-1, end, "")
	}
	e.n++
	return next
}

// object takes what the text of an object is, up to the end of the line: @{a=b; c=d}.
func (e *edit) object(at, end int) {
	b := e.b[:end]
	i := at + len("@{")
	name := bareName(b, i)
	if name == 0 || b[end-1] != '}' || !hasPrefix(b[name:], "=") || b[name+1] == ' ' {
		return
	}
	e.put(at, i, "\n")
	for name > 0 {
		e.put(name, name+1, ": ")
		e.n++
		name = 0
		for i = e.from; i < end-1 && name == 0; i++ {
			if next := bareName(b, i+len("; ")); hasPrefix(b[i:], "; ") && next > 0 && hasPrefix(b[next:], "=") && !attribute(b[i+len("; "):next]) {
				e.put(i, i+len("; "), "\n")
				name = next
			}
		}
	}
	e.put(end-1, end, "\n")
}
