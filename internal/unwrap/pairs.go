package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// Lines that hold named values in other ways than header lines do:
//
//	logfmt       ts=2026-01-01 level=info x_cert="…" verify=SUCCESS
//	in a log     [  0.012] recv (stream_id=13) x-cert: …
//	tables       | x-cert | … |     x-cert<tab>…     "x-cert","…"
//	two lines    the name on one, the value on the next: DevTools
//
// and rows under a row of names.

// pair takes the name at [from, to) and its value, and scans before it what is
// loose, if it is long enough to be looked into: then what is loose begins after
// it, at end. It reports whether something was found.
func (x *lines) pair(from, to int, value source.Text, end int, how string) bool {
	u := x.u
	name, at := u.name(x.t.Bytes[from:to]), x.t.Span(from, to)
	if short(value.Bytes) {
		u.plain(name, at, value, false)
		return false
	}
	x.scanTo(from)
	found := u.named(name, at, value, false, x.tr.add(StepNamed, how+name, at), x.depth)
	if found {
		u.recognized("named values", x.depth)
	}
	x.loose = max(x.loose, end)
	return found
}

// done goes on with the next line.
func (x *lines) done() bool { return x.moved(nextLine(x.t.Bytes, x.end), x.loose) }

// logfmt reads the line if it has two pairs or more, name=value, with blanks
// between. A value in quotes may hold anything; one that is a distinguished name, or why
// a verification failed, goes on to the next pair; others end at a blank.
func (x *lines) logfmt() bool {
	if l := x.is(); l.kind != otherLine && l.what != "Variable" {
		return false
	}
	line := x.take()[x.pos:x.end]
	first := nextPair(line, 0)
	if first.name < 0 || nextPair(line, first.end).name < 0 {
		return false
	}
	if isWord(line[first.name:first.nameEnd], "ts", "t", "time", "timestamp", "date", "level", "at") && skipBlank(line, 0) == first.name || serverDate(line) {
		x.scanTo(x.pos)
		x.u.begin(x.t.Span(x.pos, x.end))
	}
	pos := x.pos
	for p := first; p.name >= 0; p = nextPair(line, p.end) {
		from, to := p.value, p.end
		if line[to-1] == ',' { // of a map that Java prints inside of something else, perhaps of lists
			if to--; to-from > 1 && line[from] == '[' && line[to-1] == ']' {
				from, to = from+1, to-1
			}
		}
		value, _ := unquote(x.t.Slice(pos+from, pos+to))
		x.pair(pos+p.name, pos+p.nameEnd, value, pos+p.end, "Value of ")
	}
	return x.done()
}

// nextPair finds the next name=value in the line from offset i on; its name is -1
// if there is none.
func nextPair(line []byte, i int) barePair {
	for ; i < len(line); i++ {
		j := bytes.IndexByte(line[i:], '=')
		if j < 0 {
			break
		}
		i += j
		p := barePair{name: i, nameEnd: i, value: i + 1}
		for p.name > 0 && i-p.name <= maxName && nameByte(line[p.name-1]) {
			p.name--
		}
		if p.name == i || !letter(line[p.name]) || p.name > 0 && !blank(line[p.name-1]) || attribute(line[p.name:i]) ||
			p.value == len(line) || line[p.value] == '=' || line[p.value] == '>' || line[p.value] == ' ' {
			continue
		}
		if p.end = pairEnd(line, p.value); p.end < 0 {
			break // a quote that does not close on this line
		}
		return p
	}
	return barePair{name: -1}
}

// pairEnd returns where the value that begins at line[i] ends.
func pairEnd(line []byte, i int) int {
	if q := line[i]; q == '"' || q == '\'' {
		for k := i + 1; k < len(line); k++ {
			switch line[k] {
			case '\\':
				k++
			case q:
				return k + 1
			}
		}
		return -1
	}
	k := i
	for k < len(line) && !blank(line[k]) {
		k++
	}
	n := bareName(line, i)
	if line[i] != '/' && !hasPrefix(line[i:], "FAILED:") && !(n > i && n < k && line[n] == '=' && attribute(line[i:n])) {
		return k
	}
	for k < len(line) { // up to the next pair
		word := k
		for word < len(line) && blank(line[word]) {
			word++
		}
		if n := bareName(line, word); n > 0 && n < len(line) && line[n] == '=' && !attribute(line[word:n]) {
			break
		}
		for k = word; k < len(line) && !blank(line[k]); k++ {
		}
	}
	return k
}

// bracketed reads a pair as .NET prints a KeyValuePair, [x-cert, …], whose name has a
// hyphen or underscore in it; or as Python and Rust print a tuple, ('x-cert', '…').
func (x *lines) bracketed() bool {
	from, n := x.pos+1, 0
	x.meter.Pass(x.pos, func(b []byte, i int) int {
		switch {
		case b[i] == '[':
			n = bareName(b, from)
		case b[i] == '(' && from < x.end && (b[from] == '"' || b[from] == '\''):
			from++
			n = bareName(b, from)
		}
		return max(n, from)
	})
	if n == 0 {
		return false
	}
	b := x.take()
	to := trimEnd(b, x.pos, x.end)
	value, closer := n, byte(']')
	if b[x.pos] == '(' {
		closer = ')'
		if value++; b[n] != b[from-1] {
			return false
		}
		if b[to-1] == ',' {
			to--
		}
	}
	if b[to-1] != closer || value+2 >= to || b[value] != ',' || b[value+1] != ' ' || closer == ']' && !bytes.ContainsAny(b[from:n], "-_") {
		return false
	}
	v := x.t.Slice(value+2, to-1)
	if closer == ')' {
		if q := v.Bytes; len(q) < 2 || q[0] != '"' && q[0] != '\'' || q[len(q)-1] != q[0] {
			return false
		}
		v, _ = unquote(v)
	}
	x.pair(from, n, v, to, "Pair in brackets, ")
	return x.done()
}

// hpack reads what Go's http2debug prints: header field "host" = "a".
func (x *lines) hpack() bool {
	const before = `header field "`
	b := x.take()
	i := bytes.Index(b[x.pos:x.end], []byte(before))
	if i < 0 {
		return false
	}
	quote := x.pos + i + len(before) - 1
	l := readLine(b[quote:x.end])
	if l.what != "Variable" {
		return false
	}
	value, _ := unquote(trim(x.t.Slice(quote+l.value, x.end)))
	x.pair(quote+l.name, quote+l.nameEnd, value, x.end, "Header ")
	return x.done()
}

// inLog reads a header that stands in a line behind other words: what nghttp,
// HAProxy's and nginx's debug logs, varnishlog, curl on HTTP/2 and Go's http2debug
// print. Its name has a hyphen or underscore in it.
func (x *lines) inLog() bool {
	if x.is().kind != otherLine {
		return false
	}
	b, pos, end := x.take(), x.pos, x.end
	for i := pos; i < end; i++ {
		j := bytes.Index(b[i:end], []byte(": "))
		if j < 0 {
			break
		}
		i += j
		from := i
		for from > pos && i-from <= maxName && nameByte(b[from-1]) {
			from--
		}
		if from == pos || i-from < 3 || !letter(b[from]) || !bytes.ContainsAny(b[from:i], "-_") || !opensName(b, from) {
			continue
		}
		to := end
		switch closer := b[from-1]; closer {
		case '"', '\'', '`', '[', '>':
			switch closer {
			case '[':
				closer = ']'
			case '>':
				closer = '<'
			}
			if k := bytes.LastIndexByte(b[i:end], closer); k > 0 {
				to = i + k
			}
		}
		x.pair(from, i, trimEscaped(trim(x.t.Slice(i+2, to))), to, "Header ")
		return x.done()
	}
	return false
}

// opensName reports whether a header's name may begin at b[i] by what stands before it: blanks,
// what opens a string or an element, grep's number of a line, the mark of a diff.
func opensName(b []byte, i int) bool {
	c := b[i-1]
	return bytes.IndexByte([]byte(" \t\"'[>`"), c) >= 0 || c == ':' && i > 1 && digit(b[i-2]) || diffMark(b, i-1)
}

// trimEscaped cuts \r\n from the end, which Wireshark writes out.
func trimEscaped(t source.Text) source.Text {
	for bytes.HasSuffix(t.Bytes, []byte(`[\n]`)) || bytes.HasSuffix(t.Bytes, []byte(`[\r]`)) { // Apache's HttpClient
		t = t.Slice(0, t.Len()-4)
	}
	for bytes.HasSuffix(t.Bytes, []byte(`\n`)) || bytes.HasSuffix(t.Bytes, []byte(`\r`)) {
		t = t.Slice(0, t.Len()-2)
	}
	return t
}

// nameLine returns the name that fills a line, perhaps with a colon after it.
func nameLine(line []byte) (from, to int, ok bool) {
	from = skipBlank(line, 0)
	to = from
	if to < len(line) && line[to] == ':' { // :authority
		to++
	}
	for to < len(line) && to-from <= maxName && nameByte(line[to]) {
		to++
	}
	rest := bytes.TrimRight(line[to:], " \t\r")
	return from, to, to > from+1 && (len(rest) == 0 || string(rest) == ":")
}

// twoLines reads names and values that take turns, as lines copied out of a
// browser's developer tools do. The first of them must have a hyphen in its name
// and a value that is none; after it must come another name, or nothing.
func (x *lines) twoLines() bool {
	if k := x.is().kind; k != otherLine && k != headerLine {
		return false
	}
	b, pos, end := x.take(), x.pos, x.end
	from, to, ok := nameLine(b[pos:end])
	if !ok || end == len(b) {
		x.turns = false
		return false
	}
	valueEnd := x.meter.Pass(end+1, lineEnd)
	value := trim(x.t.Slice(end+1, valueEnd))
	after := nextLine(b, valueEnd)
	if !x.turns {
		following := b[after:x.meter.Pass(after, lineEnd)]
		_, _, another := nameLine(following)
		l := readLine(value.Bytes)
		x.turns = bytes.IndexByte(b[pos+from:pos+to], '-') > 0 && !(isName(value.Bytes) && bytes.IndexByte(value.Bytes, '-') > 0) &&
			(another || len(bytes.TrimSpace(following)) == 0) && (l.kind == otherLine || l.kind == wholeLine || l.isValue(value.Bytes))
	}
	if !x.turns || value.Len() == 0 || hasPrefix(value.Bytes, "- ") || bytes.HasPrefix(value.Bytes, []byte("-----BEGIN ")) {
		x.turns = false
		return false
	}
	x.pair(pos+from, pos+to, value, after, "Name and value on two lines, ")
	return x.moved(after, x.loose)
}
