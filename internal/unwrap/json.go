package unwrap

import (
	"bytes"
	"slices"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// jsonStart returns the offset in a line of what may be the start of a JSON
// object or array, or -1: a brace or bracket that a quote, another one, or the
// end of the line follows.
func jsonStart(line []byte) int {
	for i := 0; i < len(line); i++ {
		if line[i] != '{' && line[i] != '[' {
			continue
		}
		j := i + 1
		for j < len(line) && space(line[j]) {
			j++
		}
		if j == len(line) || bytes.IndexByte([]byte(`"'{[]}`), line[j]) >= 0 {
			return i
		}
	}
	return -1
}

// isJSON reports whether the text at b[at] is JSON that holds a string or a named
// value, and how far it was read to find out.
func (u *unwrapper) isJSON(b []byte, at int) (stop int, ok bool) {
	stop, _ = jsontext.Walk(b, at, func(e jsontext.Event) bool {
		ok = ok || e.Kind == jsontext.String || e.Kind == jsontext.Other && e.Key != e.KeyEnd
		return !ok
	})
	u.look(stop - at)
	return stop, ok
}

// json reads the JSON value at offset at (RFC 8259): each of its strings, numbers
// and literals is a value named by its member, an array's by the array's; it keeps
// the name of the member around it, too. A pair of members "name" and "value", as
// HAR files and Insomnia write headers, or "key" and "value", as Postman does, is
// one named value.
//
// An object in an array is a unit of its own if it speaks of headers: a list of
// requests, of events. One that is a record of a log is handed on as such, if
// there may be some. It returns the offset after what it read.
func (u *unwrapper) json(t source.Text, at int, tr *trail, depth int, records bool) int {
	if u.isXFCCJSON(t.Bytes, at) {
		return at + max(1, u.xfccJSON(t.Slice(at, t.Len()), tr, depth))
	}
	m := u.members()
	*m = members{u: u, t: t, tr: tr, depth: depth, records: records, skip: -1, top: true, root: rootName(t.Bytes, at), keys: m.keys[:0]}
	end, _ := jsontext.Walk(t.Bytes, at, m.visit)
	m.endKeys(0, end)
	u.spare = m
	u.look(end - at)
	un := u.unit()
	if u.field < 0 && len(un.Fields) > 0 && un.Span.Start == t.Span(at, at).Start {
		un.Span = t.Span(at, end)
	}
	u.recognized("JSON", depth)
	return max(end, at+1)
}

// members returns a reader of JSON that is free: each takes some 5 KB, and a log has an
// object in each line.
func (u *unwrapper) members() *members {
	if m := u.spare; m != nil {
		u.spare = nil
		return m
	}
	return new(members)
}

// members reads the members of a JSON value as they come.
type members struct {
	u       *unwrapper
	t       source.Text
	tr      *trail
	depth   int
	records bool  // there may be records of a log
	skip    int   // depth of what was read already, -1 for nothing
	top     bool  // nothing came yet
	printed bool  // it is no JSON, but what a program printed
	root    key   // name before all of it
	turns   bool  // it is a list in which names and values take turns
	keys    []jwk // open objects

	names  [jsontext.MaxDepth]key // of the open containers, those of arrays for what is in them
	array  [jsontext.MaxDepth]bool
	own    [jsontext.MaxDepth]bool // it has a name of its own
	count  [jsontext.MaxDepth]int  // of an array: values so far
	paired [jsontext.MaxDepth]bool // of an array: names and values take turns
	first  [jsontext.MaxDepth]key  // of such: the name that came last
	pair   struct {                // of the innermost object, its "name"
		depth int
		name  jsontext.Event
		set   bool
	}
}

// key is the place of a member's name.
type key struct{ from, to int }

// visit takes what comes next.
func (m *members) visit(e jsontext.Event) bool {
	m.keyEvent(e)
	switch {
	case m.skip >= 0:
		if e.Kind == jsontext.Close && e.Depth == m.skip {
			m.skip = -1
		}
	case e.Kind == jsontext.Open:
		m.open(e)
	case e.Kind == jsontext.Close:
		m.unpair()
	default:
		m.scalar(e)
	}
	return true
}

// unpair takes a "name" for a member like others, since no "value" came.
func (m *members) unpair() {
	if m.pair.set {
		m.pair.set = false
		m.value(m.pair.name, key{m.pair.name.Key, m.pair.name.KeyEnd})
	}
}

// open takes the start of an object or array.
func (m *members) open(e jsontext.Event) {
	u, b := m.u, m.t.Bytes
	if m.pair.set && m.typed(&e) {
		return
	}
	m.unpair()
	if m.records && !e.Array && e.Depth < maxUnitDepth {
		if object, whole := u.wholeObject(b, e.Start); whole && u.objectRecord(m.t.Slice(e.Start, e.Start+len(object))) {
			u.handRecord()
			m.skip, m.top = e.Depth, false
			return
		}
	}
	if e.Array && e.Key != e.KeyEnd && u.isXFCCJSON(b, e.Start) {
		u.memberXFCC(m.t, e, m.tr, m.depth)
		m.skip = e.Depth
		return
	}
	if m.top {
		m.top = false
		if !e.Array {
			u.begin(m.t.Span(e.Start, e.Start+1))
		}
	} else if !e.Array && e.Depth < maxUnitDepth && e.Key == e.KeyEnd && u.speaksOfHeaders(b, e.Start) {
		u.begin(m.t.Span(e.Start, e.Start+1))
	}
	name := key{e.Key, e.KeyEnd}
	switch {
	case e.Key != e.KeyEnd:
	case e.Depth > 0:
		name = m.names[e.Depth-1]
	default:
		name = m.root
	}
	if e.Depth == 0 && e.Array {
		m.turns = u.takesTurns(b, e.Start)
	}
	m.names[e.Depth], m.array[e.Depth], m.own[e.Depth], m.count[e.Depth] = name, e.Array, e.Key != e.KeyEnd || e.Depth == 0 && name.from != name.to, 0
	m.pair.depth = e.Depth + 1
}

// scalar takes a string, number or literal.
func (m *members) scalar(e jsontext.Event) {
	b := m.t.Bytes
	name := key{e.Key, e.KeyEnd}
	if e.Key == e.KeyEnd {
		d := e.Depth - 1
		if d < 0 || !m.array[d] {
			return
		}
		if m.count[d]++; m.count[d] == 1 && m.pieces(e, d) || e.Kind == jsontext.Other {
			return // an array of numbers
		}
		if m.array[d] {
			if m.listed(e, d) {
				return
			}
			name = m.names[d]
		}
	} else if e.Depth > 0 && string(b[e.Key:e.KeyEnd]) == "0" && m.pieces(e, e.Depth-1) {
		return // a list with its indices
	} else if digit(b[e.Key]) && m.indexed(e) {
		name = m.names[e.Depth-1]
	} else if m.pair.depth == e.Depth {
		switch key := b[e.Key:e.KeyEnd]; {
		case e.Kind == jsontext.String && !m.pair.set && isNameWord(key):
			m.pair.name, m.pair.set = e, true
			return
		case m.pair.set && (isWord(key, "value") || string(key) == wiresharkValue):
			name = nameOf(m.pair.name)
			m.pair.set = false
		case e.Depth > 0 && isWord(key, "value", "stringvalue", "s") && m.own[e.Depth-1] && bytes.IndexByte(b[m.names[e.Depth-1].from:m.names[e.Depth-1].to], '-') > 0:
			name = m.names[e.Depth-1] // of CloudFront Functions: {"x-cert":{"value":"…"}}; of SQS and DynamoDB
		}
	}
	m.value(e, name)
}

// indexed reports whether a value is one of a list of PHP that has a name: its own is an index.
//
//go:noinline
func (m *members) indexed(e jsontext.Event) bool {
	return e.Depth > 0 && m.own[e.Depth-1] && len(bytes.Trim(m.t.Bytes[e.Key:e.KeyEnd], "0123456789")) == 0
}

// pieces takes an array that holds one value in pieces, its first one e: the lines
// of a PEM block, or the bytes of a structure.
func (m *members) pieces(e jsontext.Event, d int) bool {
	b := m.t.Bytes
	s := b[e.Start:e.End]
	switch {
	case slices.Contains(numberStarts, string(s)), e.Kind == jsontext.Other && m.u.numbersOfText(b[e.Start:]):
	case e.Kind == jsontext.String && firstOfLines(s), lineOfBase64(s):
	case e.Kind == jsontext.String && m.u.blockFollows(b, e.End):
	default:
		return false
	}
	n := bytes.IndexAny(b[e.End:], "])}")
	if e.Kind == jsontext.String && !m.printed {
		n = stringsEnd(b, e.End) - e.End
	}
	if n < 0 {
		return false
	}
	m.u.look(n)
	name, around := m.names[d], key{}
	if d > 0 {
		around = m.names[d-1]
	}
	if d > 0 && m.isBuffer(name) {
		name, around = around, key{}
		if d > 1 {
			around = m.names[d-2]
		}
	}
	if outer := m.u.parent; around.from != around.to {
		m.u.parent = m.word(around)
		defer func() { m.u.parent = outer }()
	}
	at := m.t.Span(name.from, name.to)
	if name.from == name.to {
		at = m.t.Span(e.Start, e.End)
	}
	value, step := m.t.Slice(e.Start, e.End+n), m.tr.add(StepNamed, "Array "+m.word(name), at)
	if len(s) > len("0x30") {
		lines, k := joinLines(value)
		if out, n := unescape(lines); n > 0 {
			lines = out
		}
		value, step = lines, step.add(StepLiteral, "Strings of the array read as lines: "+words.Number(k+1), value.All())
	}
	m.u.named(m.word(name), at, value, true, step, m.depth)
	m.skip = d
	return true
}

// firstOfLines reports whether a string is the first line of a text of several: a PEM block
// begins in it and does not end, or it is the first row of bytes in print.
func firstOfLines(s []byte) bool {
	const longest = 300 // characters
	if len(s) > longest {
		return false
	}
	if i := bytes.Index(s, []byte("-----BEGIN")); i >= 0 {
		return i == 0 && len(s) < minBare || !bytes.Contains(s[i:], []byte("-----END")) && !bytes.Contains(s[i:], []byte(`\n`))
	}
	return len(s) >= minWrap && hexDigit[s[0]] < 16 && startsInPrint(s)
}

// blockFollows reports whether the strings after the one that ends at b[i] have a PEM block that
// begins in one and ends in another: they are the lines of a text.
func (u *unwrapper) blockFollows(b []byte, i int) bool {
	rest := b[i:max(i, stringsEnd(b, i))]
	u.look(len(rest))
	from := bytes.Index(rest, []byte("-----BEGIN "))
	if from < 0 || !bytes.Contains(rest[from:], []byte("-----END ")) {
		return false
	}
	end := bytes.IndexByte(rest[from:], b[i]) + from
	return end > from && !bytes.Contains(rest[from:end], []byte("-----END ")) && !bytes.Contains(rest[from:end], []byte(`\n`)) &&
		hasPrefix(b[i+end:], string(b[i:i+1]))
}

// stringsEnd is where a list of strings ends, one of which does at b[i]: at what closes it.
func stringsEnd(b []byte, i int) int {
	for i < len(b) {
		quote := b[i]
		k := skipSpace(b, i+1)
		if k >= len(b) || b[k] != ',' {
			return k
		}
		if k = skipSpace(b, k+1); k >= len(b) || b[k] != quote {
			return k
		}
		for i = k + 1; i < len(b) && b[i] != quote; i++ {
			if b[i] == '\\' {
				i++
			}
		}
	}
	return len(b)
}

// lineOfBase64 reports whether a string is the first line of the base64 of something
// longer.
func lineOfBase64(s []byte) bool {
	const narrowest, widest = 60, 76 // characters: of PEM, and of MIME
	if len(s) < narrowest || len(s) > widest || !encodedText(s) {
		return false
	}
	return hasPrefix(s, base64Begin) || hasPrefix(s, "MI") && declared(decodeBase64(s[:8])) > len(s)
}

// isBuffer reports whether the name is that of a Buffer's bytes, as Node.js writes it
// in JSON: {"type":"Buffer","data":[48,130]}. The name of the Buffer is that of the object.
func (m *members) isBuffer(name key) bool {
	const before = len(`"type" : "Buffer" , "`) + 24 // blanks
	b := m.t.Bytes
	return isWord(b[name.from:name.to], "data") && bytes.Contains(b[max(0, name.from-before):name.from], []byte("Buffer"))
}

// listed takes a string of the array at depth d that is a name, has one before it,
// or is a header line: it reports whether it did. Names stand first in lists of
// pairs, [["Host","a"]], and before each value in Node's rawHeaders.
func (m *members) listed(e jsontext.Event, d int) bool {
	b := m.t.Bytes
	s := b[e.Start:e.End]
	n := m.count[d]
	if n == 1 {
		m.paired[d] = isName(s) && (m.own[d] && isWord(b[m.names[d].from:m.names[d].to], "rawheaders", "namesandvalues") || d == 0 && m.turns ||
			!m.own[d] && d > 0 && m.array[d-1] && stringFollows(b, e.End))
	}
	if m.paired[d] && (n <= 2 || m.own[d] || d == 0) {
		if n%2 == 1 {
			m.first[d] = nameOf(e)
		} else {
			m.value(e, m.first[d])
		}
		return true
	}
	if l := readLine(s); l.kind == headerLine && (l.what == "Header" && l.value > l.nameEnd+1 || hasPrefix(s[l.name:], "HTTP_")) {
		line := e
		line.Start += l.value
		for _, end := range []string{`\n`, `\r`} {
			line.End -= len(s) - len(bytes.TrimSuffix(s, []byte(end)))
			s = bytes.TrimSuffix(s, []byte(end))
		}
		m.value(line, key{e.Start + l.name, e.Start + l.nameEnd})
		return true
	}
	return false
}

// stringFollows reports whether the next value after the string that ends at b[i]
// is one, too.
func stringFollows(b []byte, i int) bool {
	for i++; i < len(b) && (space(b[i]) || b[i] == '>' || b[i] == ','); i++ {
	}
	for k := 0; k < 3 && i < len(b); k++ {
		if b[i] == '"' || b[i] == '\'' {
			return true
		}
		i++
	}
	return false
}

// nameOf is the place of a string that is the name of another.
func nameOf(e jsontext.Event) key { return key{e.Start, e.End} }

// isWord reports whether s is one of the words, which are in lower case, in any case.
//
//go:noinline
func isWord(s []byte, words ...string) bool {
	for _, w := range words {
		if len(s) == len(w) && fold(s, 0, w) {
			return true
		}
	}
	return false
}

// value takes a named value.
func (m *members) value(e jsontext.Event, name key) {
	u := m.u
	outer := u.parent
	if d := e.Depth - 1; d >= 0 {
		if m.array[d] && d > 0 { // a value in an array that has the name
			d--
		}
		if around := m.names[d]; around != name && around.from != around.to {
			u.parent = m.word(around)
		}
	}
	m.decode(e, name)
	u.parent = outer
}

// word is a member's name as a string.
func (m *members) word(k key) string {
	b := m.t.Bytes[k.from:k.to]
	if bytes.IndexByte(b, '\\') >= 0 {
		return nameWithoutKey(jsontext.Unescape(b))
	}
	return m.u.name(b)
}

// headerWords are what an object that describes a request mentions, in lower case.
var headerWords = [][]byte{[]byte(`headers`), []byte(`.header.`), []byte(`x-amzn-mtls`), []byte(`clientcert`)}

// outcomeWords are what rows of a table mention that a program writes as objects.
var outcomeWords = [][]byte{[]byte(`verif`), []byte(`client-cert`), []byte(`client_cert`)}

// lookAhead is how far into an object the words are looked for. The members that
// name a request's headers come early; the bound keeps nested arrays linear.
const lookAhead = 4096

// maxUnitDepth is how deep the objects stand that are looked at as requests. HAR
// files have them three levels down; every level is one more look at the text.
const maxUnitDepth = 10

// speaksOfHeaders reports whether the object at b[at] seems to describe a request
// rather than one header of it.
func (u *unwrapper) speaksOfHeaders(b []byte, at int) bool {
	s, _ := u.wholeObject(b, at)
	lower := bytes.ToLower(s)
	for _, w := range headerWords {
		if bytes.Contains(lower, w) {
			return !u.isPair(s)
		}
	}
	for _, w := range outcomeWords {
		if bytes.Contains(lower, w) {
			return !u.isPair(s) && bytes.IndexByte(s, ',') > 0 // not one header
		}
	}
	return false
}

// isPair reports whether an object is one named value: it has a member "name" or
// "key", and "value".
func (u *unwrapper) isPair(object []byte) bool {
	u.look(len(object))
	name, value := false, false
	jsontext.Walk(object, 0, func(e jsontext.Event) bool {
		if key := object[e.Key:e.KeyEnd]; e.Depth == 1 {
			name = name || isNameWord(key)
			value = value || isWord(key, "value") || string(key) == wiresharkValue
		}
		return !name || !value
	})
	return name && value
}

// wiresharkValue is the value of a header in what Wireshark writes of HTTP/2; its length
// stands between the name and it.
const wiresharkValue = "http2.header.value"

func isNameWord(key []byte) bool {
	return isWord(key, "name", "key") || string(key) == "http2.header.name"
}

// decode takes a value with its name: it undoes its escapes and looks into it, if
// it is long enough.
func (m *members) decode(e jsontext.Event, name key) {
	u, t := m.u, m.t
	raw := t.Slice(e.Start, e.End)
	plain := short(raw.Bytes)
	if plain && hasPrefix(raw.Bytes, "MII") {
		word := 0
		for word < raw.Len() && base64Class[raw.Bytes[word]] == classChar {
			word++
		}
		u.stump(raw, word, run{})
	}
	if plain && (name.from == name.to || u.unit().plain >= MaxPlain) {
		return
	}
	u.look(raw.Len())
	value, undone := raw, false
	if e.Joined {
		value, _ = joinLiterals(raw, false)
	}
	if e.Kind == jsontext.String && !e.Raw && bytes.IndexByte(raw.Bytes, '\\') >= 0 {
		value, _ = unescape(value)
		undone = true
	}
	called, at := m.word(name), t.Span(name.from, name.to)
	if hasPrefix(value.Bytes, `["`) && m.onlyOne(called, at, value) {
		return
	}
	if plain {
		u.plain(called, at, value, true)
		return
	}
	text := "JSON string"
	if m.printed {
		text = "Member"
	}
	if called != "" {
		text += " " + called
	} else {
		at = raw.All()
	}
	if m.printed {
		text += " of a printed list or map"
	}
	if undone {
		text += ", escapes undone"
	}
	tr := m.tr.add(StepNamed, text, at)
	if b := value.Bytes; b[0] >= '0' && b[0] <= '9' && u.lineRecord(value.Slice(0, lineEnd(b, 0)), nil) {
		u.found = Unit{}
		u.text(value, tr, m.depth+1)
		return
	}
	u.named(called, at, value, true, tr, m.depth)
}
