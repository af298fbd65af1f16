package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/source"
)

// XML that names headers, as test tools, traces and settings write it:
//
//	<header name="x-cert" value="…"/>                    key for name, in any order
//	<Data Name="HTTP_X_CERT">…</Data>                    IIS's failed-request traces
//	<Header><Name>x-cert</Name><Value>…</Value></Header>
//	<stringProp name="Header.name">x-cert</stringProp>   JMeter's plans, the value likewise after it
//	<entry><string>x-cert</string><string>…</string></entry>
//	<x-cert>…</x-cert>
//	<field name="http.request.line" show="x-cert: …"/>   tshark -T pdml
//	<requestHeader>x-cert: …                             header lines, as text; or XML, escaped
//
// Elements that hold several such stand for a request each if a name comes again.

// elements reads XML that names values, from the first element of the line on: up to
// a line that begins with something else, outside of them.
func (x *lines) elements() bool {
	at := x.next(&x.anyElement, x.pos, func(b []byte) int { return bytes.IndexByte(b, '<') })
	return at+1 < x.end && letter(x.t.Bytes[at+1]) && x.pos >= x.notElement && x.readElements(at)
}

//go:noinline
func (x *lines) readElements(at int) bool {
	if x.is().kind == headerLine {
		return false
	}
	e := elements{x: x, b: x.t.Bytes}
	stop := x.meter.Pass(at, func(_ []byte, i int) int { return e.read(i) })
	e.handOn()
	if !e.any {
		x.notElement = stop
		return false
	}
	x.u.recognized("XML", x.depth)
	return x.moved(stop, x.loose)
}

// elements is what is known of the elements that are read.
type elements struct {
	x     *lines
	b     []byte
	any   bool // a name of a header came
	begun bool // a unit was begun

	open   []openElement
	called piece // the name of the value that comes next
	last   piece // of two elements alike, the name in the first one
	alike  piece // the tag of that
	pairs  []namedPiece
}

// openElement is one whose end has not come.
type openElement struct {
	tag, label piece // label is the attribute that says what it is called, if there is one
	text       int   // where what is in it begins
	parent     bool  // others are in it
}

// namedPiece is a name and its value, and where the elements are that hold them.
type namedPiece struct {
	name, value piece
	from, to    int
}

// maxElements bounds how deep elements stand in each other.
const maxElements = 64

// read goes from tag to tag, and returns where it stopped.
func (e *elements) read(i int) int {
	for i < len(e.b) {
		start := i
		switch tag := e.b[i:]; {
		case hasPrefix(tag, "<!--"):
			i = e.after(i, "-->")
		case hasPrefix(tag, "<![CDATA["):
			i = e.after(i, "]]>")
		case hasPrefix(tag, "<?"), hasPrefix(tag, "<!"):
			i = e.after(i, ">")
		case hasPrefix(tag, "</"):
			if i = e.after(i, ">"); i > start {
				e.close(start, i)
			}
		default:
			i = e.start(i)
		}
		k := skipSpace(e.b, i)
		if i == start || k == len(e.b) {
			return i
		}
		if e.b[k] == '<' {
			i = k
			continue
		}
		// Text: to the next tag, where it is in an element that has no others.
		k = bytes.IndexByte(e.b[i:], '<')
		n := len(e.open)
		if k < 0 || n == 0 || e.open[n-1].parent && bytes.IndexByte(e.b[i:i+k], '\n') >= 0 {
			return i
		}
		i += k
	}
	return i
}

// after returns the offset behind the next s from b[i] on; i if there is none.
//
//go:noinline
func (e *elements) after(i int, s string) int {
	k := bytes.Index(e.b[i:], []byte(s))
	if k < 0 {
		return i
	}
	return i + k + len(s)
}

// word returns where the name of a tag or attribute ends that begins at b[i].
//
//go:noinline
func (e *elements) word(i int) int {
	limit := min(len(e.b), i+maxName)
	for i < limit && (nameByte(e.b[i]) || e.b[i] == ':') {
		i++
	}
	return i
}

// start reads the tag at b[at], and returns where it ends; at if it is none.
func (e *elements) start(at int) int {
	b := e.b
	i := e.word(at + 1)
	el := openElement{tag: piece{at + 1 + bytes.IndexByte(b[at+1:i], ':') + 1, i}} // without its namespace
	if i == at+1 {
		return at
	}
	var value piece
	for {
		i = skipSpace(b, i)
		end := e.word(i)
		if end+1 >= len(b) {
			return at
		}
		if b[end] != '=' || b[end+1] != '"' && b[end+1] != '\'' {
			i = end
			break
		}
		is := piece{end + 2, e.after(end+2, string(b[end+1])) - 1}
		if is.to < is.from {
			return at
		}
		switch word := b[i:end]; {
		case oneOf(word, "name key header headername") && is.to > is.from:
			el.label = is
		case value.to == 0 && oneOf(word, "value val headervalue"):
			value = is
		case oneOf(word, "show") && oneOf(e.at(el.label), "http.request.line"):
			if l := readLine(e.at(is)); l.what == "Header" {
				el.label, value = piece{is.from + l.name, is.from + l.nameEnd}, piece{is.from + l.value, is.to}
			}
		}
		i = is.to + 1
	}
	empty := hasPrefix(b[i:], "/>")
	if empty {
		i++
	}
	if b[i] != '>' || len(e.open) == maxElements {
		return at
	}
	i++
	if n := len(e.open); n > 0 {
		e.open[n-1].parent = true
	}
	if el.label.to > 0 && value.to > 0 {
		e.pair(el.label, value, at, i)
	}
	if !empty {
		el.text = i
		e.open = append(e.open, el)
	}
	return i
}

// close takes the end of an element, whose tag stands at [at, end).
func (e *elements) close(at, end int) {
	n := len(e.open) - 1
	if n < 0 {
		return
	}
	el := e.open[n]
	e.open = e.open[:n]
	if el.parent {
		e.called, e.last = piece{}, piece{}
		if len(e.pairs) > 1 && !oneOf(e.at(el.tag), "tr") {
			e.handOn()
		}
		return
	}
	b := e.b
	text := piece{skipSpace(b[:at], el.text), at}
	for text.to > text.from && space(b[text.to-1]) {
		text.to--
	}
	const begin, ends = "<![CDATA[", "]]>"
	if inner := text.from + len(begin); hasPrefix(b[text.from:text.to], begin) && bytes.HasSuffix(b[inner:text.to], []byte(ends)) {
		text = piece{inner, text.to - len(ends)}
	}
	label := el.label
	if label.to == 0 {
		label = el.tag
	}
	word, from := e.at(label), el.tag.from-1
	if k := bytes.LastIndexByte(word, '.'); k >= 0 && oneOf(word[k+1:], "name value") { // JMeter's
		word = word[k+1:]
	}
	named := isName(e.at(text))
	switch {
	case oneOf(word, "name key headername"):
		if e.called = (piece{}); named {
			e.called = text
		}
	case oneOf(word, "value headervalue"):
		if e.called.to > 0 {
			e.pair(e.called, text, from, end)
		}
		e.called = piece{}
	case e.last.to > 0 && label == el.tag && follows(word, e.at(e.alike)):
		e.pair(e.last, text, from, end)
		e.last = piece{}
	case el.label.to > 0 && isName(word) || bytes.IndexByte(word, '-') > 0:
		e.textOf(label, text, from, end)
	case named && (e.marked(text) || oneOf(word, "td th dt")):
		e.last, e.alike = text, el.tag // it may be the first of two
	default:
		e.textOf(piece{}, text, from, end)
	}
}

// follows reports whether an element with the tag word has the value whose name is in one with
// the tag before it: one alike, or HTML's of a table or a list of terms.
func follows(word, before []byte) bool {
	if oneOf(before, "th") {
		return oneOf(word, "td") // a row of them is one of names
	}
	if oneOf(before, "dt") {
		return oneOf(word, "dd")
	}
	return bytes.Equal(word, before)
}

// textOf takes the text of an element: header lines, or the value of what it is called.
func (e *elements) textOf(label, text piece, from, end int) {
	s := e.at(text)
	l := readLine(s[:lineEnd(s, 0)])
	if (l.kind == requestLine || l.kind == headerLine && l.what == "Header") && bytes.IndexByte(s, '\n') > 0 || hasPrefix(s, "&lt;") && bytes.Contains(s, []byte("=&")) {
		e.handOn()
		x := e.x
		x.scanTo(from)
		value, _ := unreferenced(x.t.Slice(text.from, text.to))
		e.any = true
		x.u.text(value, x.tr.add(StepNamed, "Text of an element", value.All()), x.depth+1)
		x.loose = max(x.loose, end)
		return
	}
	if label.to > 0 {
		e.pair(label, text, from, end)
	}
}

// pair takes a name and its value.
func (e *elements) pair(name, value piece, from, to int) {
	if name.to > value.from && name.from < value.from || len(e.pairs) == MaxFields {
		return
	}
	e.pairs = append(e.pairs, namedPiece{name, value, from, to})
}

// handOn hands on the pairs of an element. They are another request's if one of the
// names was there before.
func (e *elements) handOn() {
	x, seen := e.x, false
	for i := range e.pairs {
		e.any = e.any || e.marked(e.pairs[i].name)
	}
	if !e.any {
		e.pairs = e.pairs[:0]
	}
	for i := range e.pairs {
		p := &e.pairs[i]
		name := e.at(p.name)
		if !isName(name) {
			continue
		}
		x.scanTo(p.from)
		marked := e.marked(p.name)
		if !e.begun || marked && !seen && x.u.has(name) {
			x.u.begin(x.t.Span(p.from, p.to))
			e.begun = true
		}
		seen = seen || marked
		value, _ := unreferenced(x.t.Slice(p.value.from, p.value.to))
		x.loose = max(x.loose, p.to)
		x.pair(p.name.from, p.name.to, value, p.to, "Element ")
	}
	e.pairs = e.pairs[:0]
}

// at is the text of a piece.
//
//go:noinline
func (e *elements) at(p piece) []byte { return e.b[p.from:p.to] }

// marked reports whether a name has a hyphen or underscore, as those of headers have.
//
//go:noinline
func (e *elements) marked(name piece) bool { return bytes.ContainsAny(e.at(name), "-_") }

// has reports whether the unit has a value of that name.
func (u *unwrapper) has(name []byte) bool {
	fields := u.unit().Fields
	u.look(len(fields))
	for i := range fields {
		if bytes.EqualFold([]byte(fields[i].Name), name) {
			return true
		}
	}
	return false
}

// unreferenced is a text with its references undone.
func unreferenced(t source.Text) (source.Text, int) {
	if bytes.IndexByte(t.Bytes, '&') < 0 {
		return t, 0
	}
	b := source.NewBuilder(t, t.Len())
	from, n := 0, 0
	for i := 0; i < t.Len(); i++ {
		if t.Bytes[i] != '&' {
			continue
		}
		r, width := carrier.Reference(t.Bytes, i)
		if width == 0 {
			continue
		}
		b.Copy(from, i)
		b.Replace(i, i+width, []byte(string(r))...)
		from = i + width
		i = from - 1
		n++
	}
	b.Copy(from, t.Len())
	return b.Text(), n
}
