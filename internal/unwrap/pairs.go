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

// otherPairs reads the line [pos, end), of which readLine said l, as one of these,
// and before its first value what stands from loose on. It returns where reading
// goes on, and from where on what stands is loose; next is 0 if the line is none.
func (u *unwrapper) otherPairs(t source.Text, loose, pos, end int, l line, tr *trail, depth int, s *surroundings) (next, rest int) {
	u.look(2 * (end - pos))
	if next, rest = u.hpack(t, loose, pos, end, tr, depth); next > 0 {
		return next, rest
	}
	if next, rest = u.twoLines(t, loose, pos, end, tr, depth, s); next > 0 {
		return next, rest
	}
	if l.kind == headerLine && l.what == "Header" {
		return 0, 0
	}
	if l.kind == otherLine {
		if next, rest = u.row(t, loose, pos, end, tr, depth, s); next > 0 {
			return next, rest
		}
	}
	if next, rest = u.logfmt(t, loose, pos, end, tr, depth); next > 0 || l.kind != otherLine {
		return next, rest
	}
	return u.inLog(t, loose, pos, end, tr, depth)
}

// pair takes the name at [from, to) of t and its value, before which what stands
// from loose on is scanned, if it is long enough to be looked into. It returns from
// where on what stands is loose: after, then, the end of the value.
func (u *unwrapper) pair(t source.Text, loose, from, to int, value source.Text, after int, how string, tr *trail, depth int) (rest int) {
	name, at := u.name(t.Bytes[from:to]), t.Span(from, to)
	if short(value.Bytes) {
		u.plain(name, at, value, false)
		return loose
	}
	u.scan(t.Slice(loose, max(loose, from)), tr, depth)
	if u.named(name, at, value, false, tr.add(StepNamed, how+name, at), depth) {
		u.recognized("named values", depth)
	}
	return after
}

// logfmt reads the line if it has two pairs or more, name=value, with blanks
// between. A value in quotes may hold anything; one that is a distinguished name
// goes on to the next pair; others end at a blank.
func (u *unwrapper) logfmt(t source.Text, loose, pos, end int, tr *trail, depth int) (next, rest int) {
	line := t.Bytes[pos:end]
	first := nextPair(line, 0)
	if first.name < 0 || nextPair(line, first.end).name < 0 {
		return 0, 0
	}
	if isWord(line[first.name:first.nameEnd], "ts", "t", "time", "timestamp", "date", "level", "at") && skipBlank(line, 0) == first.name {
		u.scan(t.Slice(loose, pos), tr, depth)
		loose = pos
		u.begin(t.Span(pos, end))
	}
	for p := first; p.name >= 0; p = nextPair(line, p.end) {
		value, _ := unquote(t.Slice(pos+p.value, pos+p.end))
		loose = u.pair(t, loose, pos+p.name, pos+p.nameEnd, value, pos+p.end, "Value of ", tr, depth)
	}
	return nextLine(t.Bytes, end), loose
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
	if line[i] != '/' && !(n > i && n < k && line[n] == '=' && attribute(line[i:n])) {
		return k
	}
	for k < len(line) { // a distinguished name: up to the next pair
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

// hpack reads what Go's http2debug prints: header field "host" = "a".
func (u *unwrapper) hpack(t source.Text, loose, pos, end int, tr *trail, depth int) (next, rest int) {
	const before = `header field "`
	i := bytes.Index(t.Bytes[pos:end], []byte(before))
	if i < 0 {
		return 0, 0
	}
	from := pos + i + len(before)
	l := readLine(t.Bytes[from-1 : end])
	if l.what != "Variable" {
		return 0, 0
	}
	value, _ := unquote(trim(t.Slice(from-1+l.value, end)))
	return nextLine(t.Bytes, end), u.pair(t, loose, from-1+l.name, from-1+l.nameEnd, value, end, "Header ", tr, depth)
}

// inLog reads a header that stands in a line behind other words: what nghttp,
// HAProxy's and nginx's debug logs, varnishlog, curl on HTTP/2 and Go's http2debug
// print. Its name has a hyphen or underscore in it.
func (u *unwrapper) inLog(t source.Text, loose, pos, end int, tr *trail, depth int) (next, rest int) {
	b := t.Bytes
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
		if from == pos || i-from < 3 || !letter(b[from]) || bytes.IndexAny(b[from:i], "-_") < 0 || bytes.IndexByte([]byte(" \t\"'["), b[from-1]) < 0 {
			continue
		}
		to := end
		switch closer := b[from-1]; closer {
		case '"', '\'', '[':
			if closer == '[' {
				closer = ']'
			}
			if k := bytes.LastIndexByte(b[i:end], closer); k > 0 {
				to = i + k
			}
		}
		value := trimEscaped(trim(t.Slice(i+2, to)))
		return nextLine(b, end), u.pair(t, loose, from, i, value, to, "Header ", tr, depth)
	}
	return 0, 0
}

// trimEscaped cuts \r\n from the end, which Wireshark writes out.
func trimEscaped(t source.Text) source.Text {
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
func (u *unwrapper) twoLines(t source.Text, loose, pos, end int, tr *trail, depth int, s *surroundings) (next, rest int) {
	b := t.Bytes
	from, to, ok := nameLine(b[pos:end])
	if !ok || end == len(b) {
		s.turns = false
		return 0, 0
	}
	valueEnd := u.lineEnd(b, end+1)
	value := trim(t.Slice(end+1, valueEnd))
	after := nextLine(b, valueEnd)
	if !s.turns {
		following := b[after:u.lineEnd(b, after)]
		_, _, another := nameLine(following)
		s.turns = bytes.IndexByte(b[pos+from:pos+to], '-') > 0 && !(isName(value.Bytes) && bytes.IndexByte(value.Bytes, '-') > 0) &&
			(another || len(bytes.TrimSpace(following)) == 0) && readLine(value.Bytes).kind == otherLine
	}
	if !s.turns || value.Len() == 0 || bytes.HasPrefix(value.Bytes, []byte("-----BEGIN ")) {
		s.turns = false
		return 0, 0
	}
	return after, u.pair(t, loose, pos+from, pos+to, value, after, "Name and value on two lines, ", tr, depth)
}
