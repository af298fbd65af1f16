package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/carrier"
)

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

// quotes leaves out what stands around the values of header lines that stand together, beside what
// is read with a line.
//
//	x-verify: <SUCCESS>
//	x-cert: <…>
func (e *edit) quotes() {
	var before, inside piece // the value of the line before, which is left as it is so far
	last := byte(0)          // what it begins with
	for pos := 0; pos < len(e.b); {
		_, end, next := e.line(pos)
		value, in := e.quoted(pos, end)
		first := byteAt(e.b, value.from)
		if in.to > 0 && first == last {
			if before.to > 0 {
				e.bare(before, inside)
			}
			e.bare(value, in)
			value = piece{}
		}
		if before, inside, last = value, in, first; in.to == 0 {
			before, last = piece{}, 0
		}
		pos = next
	}
}

// quoted is the value of a header line that something stands around, and what is inside.
func (e *edit) quoted(pos, end int) (value, in piece) {
	l := readLine(e.b[pos:end])
	if l.what != "Header" {
		return value, in
	}
	value = piece{pos + l.value, end}
	from, to := carrier.Inside(string(e.b[value.from:value.to]))
	in = piece{value.from + from, value.from + to}
	if from > 0 && e.b[value.from] == '(' {
		from, to = carrier.Inside(string(e.b[in.from:in.to]))
		in = piece{in.from + from, in.from + to}
	}
	if from == 0 || bytes.IndexByte([]byte("{[\"'"), e.b[value.from]) >= 0 {
		in = piece{}
	}
	return value, in
}

// bare leaves out what stands around a value.
func (e *edit) bare(value, inside piece) {
	e.put(value.from, inside.from, "")
	e.put(inside.to, value.to, "")
	e.n++
}
