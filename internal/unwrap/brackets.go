package unwrap

import "bytes"

// Lists of headers without quotes, of several languages:
//
//	Headers: [Host, a], [x-cert, …]                  .NET, string.Join of a request's
//	[0]	{[x-cert, …]}	System.…                 the debugger of Visual Studio
//	DefaultHttp2Headers[:method: GET, x-cert: …]     Netty; Akka has ,List(Host: a, …
//	Headers:                                         a message of .NET; files of Bruno have "headers {"
//	{
//	  x-cert: …
//	}

// brackets makes header lines of them.
func (e *edit) brackets() {
	inside := false
	for pos := 0; pos < len(e.b); {
		line, end, next := e.line(pos)
		below, _, after := e.line(next)
		switch {
		case bytes.HasSuffix(line, []byte("Headers:")) && string(below) == "{":
			e.put(pos, pos, otherRequest)
			e.put(next, after, "")
			next, inside = after, true
			e.n++
		case bytes.HasSuffix(line, []byte("headers {")) && plainHeader(below):
			e.put(pos, next, "")
			inside = true
			e.n++
		case inside && string(bytes.TrimSpace(line)) == "}":
			e.put(pos, next, "")
			inside = false
		case !inside && !e.commas(pos, end):
			e.pairs(pos, end)
		}
		pos = next
	}
}

// plainHeader reports whether a line is a header, without the marks of a list.
func plainHeader(line []byte) bool {
	l := readLine(line)
	return l.what == "Header" && l.value > l.nameEnd+1 && l.value < len(line) && bytes.IndexByte([]byte(",{"), line[len(line)-1]) < 0 && bytes.IndexByte([]byte("'\""), line[l.value]) < 0
}

// commas takes a list of names, a colon, and values, of Netty or Akka; false if the line has none.
func (e *edit) commas(pos, end int) bool {
	for _, mark := range [...]string{"Headers[", ",List("} {
		at := pos + bytes.Index(e.b[pos:end], []byte(mark)) + len(mark)
		if at < pos+len(mark) || !named(e.b[:end], at, ": ") {
			continue
		}
		closer := byte(']')
		if mark[0] == ',' {
			closer = ')'
		}
		e.put(pos, pos, otherRequest)
		e.put(at, at, "\n")
		for ; at < end && e.b[at] != closer; at++ {
			if e.b[at] == ',' && named(e.b[:end], at+len(", "), ": ") {
				e.put(at, at+len(", "), "\n")
				e.n++
			}
		}
		e.put(at, at, "\n")
		return true
	}
	return false
}

// named reports whether a name is at b[i], and what follows it.
//
//go:noinline
func named(b []byte, i int, follows string) bool {
	n := bareName(b, i)
	return n > 0 && hasPrefix(b[n:], follows)
}

// pairs takes the pairs in brackets of the line [pos, end), where there are several, one of
// which has a hyphen or underscore in its name, or a brace stands around each.
func (e *edit) pairs(pos, end int) {
	b, count := e.b[:end], 0
	var found []barePair
	for i := pos; i < end; i++ {
		if b[i] != '[' || !named(b, i+1, ", ") {
			continue
		}
		p := barePair{name: i + 1, nameEnd: bareName(b, i+1)}
		p.value = p.nameEnd + len(", ")
		for p.end = p.value; p.end < end; p.end++ {
			if rest := b[p.end+1:]; b[p.end] == ']' && (len(rest) == 0 || rest[0] == '}' || rest[0] == ']' || hasPrefix(rest, ", [") && named(rest, len(", ["), ", ")) {
				break
			}
		}
		braces := i > pos && b[i-1] == '{' && hasPrefix(b[min(p.end, end):], "]}")
		if p.end >= end || len(found) == 0 && !braces && !hasPrefix(b[p.end:], "], [") {
			return
		}
		if braces || bytes.ContainsAny(b[p.name:p.nameEnd], "-_") {
			count++
		}
		found = append(found, p)
		i = p.end
	}
	if count == 0 {
		return
	}
	if len(found) > 1 {
		e.put(pos, pos, otherRequest)
	}
	for i, p := range found {
		from := p.name - 1
		if i > 0 {
			from = e.from
		} else if b[from-min(1, from)] == '{' { // of the debugger's list
			from = pos
		}
		e.put(from, p.name, "\n")
		e.put(p.nameEnd, p.value, ": ")
		e.put(p.end, p.end+1, "")
		e.n++
	}
	if e.from < end && b[e.from] == '}' {
		e.put(e.from, end, "")
	} else {
		e.put(e.from, e.from, "\n")
	}
}

// quotes are what a program or a page puts around each value, beside those that are read with
// a line.
var quotes = [...][2]string{{"<", ">"}, {"('", "')"}, {"`", "`"}, {"“", "”"}, {"‘", "’"}, {"«", "»"}}

// quotes leaves them out where header lines stand together that have them around their values.
//
//	x-verify: <SUCCESS>
//	x-cert: <…>
func (e *edit) quotes() {
	before := piece{} // the value of the line before, which is left as it is so far
	for pos, last := 0, -1; pos < len(e.b); {
		_, end, next := e.line(pos)
		at, kind := e.quoted(pos, end)
		switch {
		case at.to == 0:
		case last == kind && before.to > 0:
			e.bare(before, kind)
			fallthrough
		case last == kind:
			e.bare(at, kind)
			at = piece{}
		}
		before, last, pos = at, kind, next
	}
}

// quoted is the value of a header line that stands in one of quotes, and in which.
func (e *edit) quoted(pos, end int) (value piece, kind int) {
	l := readLine(e.b[pos:end])
	if l.what != "Header" {
		return piece{}, -1
	}
	value = piece{pos + l.value, end}
	for kind, q := range quotes {
		if s := e.b[value.from:value.to]; hasPrefix(s, q[0]) && len(s) >= len(q[0])+len(q[1]) && bytes.HasSuffix(s, []byte(q[1])) {
			return value, kind
		}
	}
	return piece{}, -1
}

// bare leaves them out around a value.
func (e *edit) bare(value piece, kind int) {
	e.put(value.from, value.from+len(quotes[kind][0]), "")
	e.put(value.to-len(quotes[kind][1]), value.to, "")
	e.n++
}
