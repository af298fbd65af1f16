package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/keypiece"
	"github.com/mtlens/mtlens/internal/source"
)

// text reads a text that may hold named values: header lines, requests, the
// output of curl -v, environment variables, JSON. What is none of these is
// scanned as it is.
//
//	header line    Name: value        RFC 9112, section 5; folded lines are joined
//	curl -v        > Name: value      sent; "< " received; "* " curl's own words
//	variable       NAME=value
//	request line   GET / HTTP/1.1     starts a new unit
func (u *unwrapper) text(t source.Text, tr *trail, depth int) {
	long := t.Len() >= u.longFrom && !u.layersOnly
	even := long && u.regular(t)
	if depth > MaxLayers || !even && u.rewritten(t, tr, depth) {
		return
	}
	x := lines{u: u, t: t, meter: u.meter.Over(t), tr: tr, depth: depth, end: -1, long: long, even: even}
	b := x.t.Bytes
	for x.pos < len(b) {
		if lineBreak(b[x.pos]) {
			x.pos++
			continue
		}
		if x.fresh = x.pos > x.end; x.fresh {
			x.end = x.meter.Pass(x.pos, lineEnd)
		}
		x.known = false
		if !x.read() {
			x.pos = nextLine(b, x.end)
		}
	}
	u.scan(t.Slice(x.loose, len(b)), tr, depth)
}

// lines reads the lines of one text.
type lines struct {
	u     *unwrapper
	t     source.Text
	meter source.Metered // the same
	tr    *trail
	depth int
	long  bool // a look at each line is worth it
	even  bool // the text is a regular one

	loose    int  // start of the text that is not part of a named value
	pos, end int  // of the line that is read
	fresh    bool // from its start: not in the middle of it, after JSON
	parsed   line // what readLine says of it, if
	known    bool

	anyJSON    sought // where JSON may begin
	anyMap     sought // where map[ stands
	anyElement sought // where an element of XML may begin
	notJSON    int    // up to here it is known that no JSON begins
	notDump    int    // that no printed list or map begins
	notSerial  int    // that nothing serialized has a name
	notElement int    // that no element of XML has
	json       answer // may its JSON hold records
	kty        answer // may it hold a JSON Web Key

	alb   []carrier.ALBField // rows of names, the last ones read
	front []carrier.FrontField
	head  []cell
	parts byte // what parts the cells of head
	keyed bool // of the rows below it each is a name and its value
	pairs int  // where the row after a name and its value begins

	turns    bool   // names and values take turns, a line each
	called   string // by a line "Name: X", of the "Value:" that follows
	calledAt source.Span
}

// A lineReader is a way in which a line holds something with a name. It reads the
// line at x.pos, and more if they belong to it, and says with moved how far; false
// if the line is none of its kind. It gets the bytes by take, which counts them.
type lineReader struct {
	name string // of the layer
	read func(x *lines) bool
}

// lineTable returns the readers of lines. The first that reads one has it.
func lineTable() []lineReader {
	return []lineReader{
		{"records", (*lines).record},
		{"patches of Git", (*lines).patch},
		{"serialized by PHP", (*lines).serialized},
		{"JSON", (*lines).object},
		{"XML", (*lines).elements},
		{"pairs in brackets", (*lines).bracketed},
		{"printed lists and maps", (*lines).printed},
		{"records of other logs", (*lines).dated},
		{"curl commands", (*lines).curlHeaders},
		{"CSV", (*lines).cellsOverLines},
		{"PEM", (*lines).block},
		{"settings of proxies", (*lines).setting},
		{"HPACK in words", (*lines).hpack},
		{"names and values in turn", (*lines).twoLines},
		{"tables", (*lines).table},
		{"logfmt", (*lines).logfmt},
		{"headers in a log", (*lines).inLog},
		{"access logs without names", (*lines).access},
		{"request lines", (*lines).request},
		{"XFCC", (*lines).whole},
		{"header lines", (*lines).header},
	}
}

func (x *lines) read() bool {
	if x.long && (x.straight() || x.even && x.short()) {
		return true
	}
	for i := range x.u.lineReaders {
		if x.u.lineReaders[i].read(x) {
			return true
		}
	}
	return false
}

// take returns the bytes of the text, for one pass over the line.
func (x *lines) take() (b []byte) {
	x.meter.Pass(x.pos, func(all []byte, _ int) int {
		b = all
		return x.end
	})
	return b
}

// is returns what readLine says of the line.
func (x *lines) is() line {
	if !x.known {
		x.meter.Pass(x.pos, func(b []byte, i int) int {
			x.parsed, x.known = readLine(b[i:x.end]), true
			if x.parsed.kind == otherLine { // it went no further than a name may be long
				return min(x.end, i+2*maxName)
			}
			return x.end
		})
	}
	return x.parsed
}

// moved goes on at next; what stands from loose on is not part of a named value.
func (x *lines) moved(next, loose int) bool {
	x.pos, x.loose = next, loose
	return true
}

// scanTo scans what is loose up to offset i.
func (x *lines) scanTo(i int) {
	x.u.scan(x.t.Slice(x.loose, max(x.loose, i)), x.tr, x.depth)
	x.loose = max(x.loose, i)
}

// record takes a record of a log, or the row of names above some.
func (x *lines) record() bool {
	if !x.fresh || !x.isRecord() {
		return false
	}
	x.scanTo(x.pos)
	x.u.handRecord()
	next := nextLine(x.t.Bytes, x.end)
	return x.moved(next, next)
}

// sought is where something stands in a line, looked for from an offset on.
type sought struct{ from, at, end int }

// next is where find finds something from an offset of the line on; the end of the
// line if nowhere. A line of many lists is read list after list: what an earlier
// answer still holds for is not gone through again.
func (x *lines) next(s *sought, from int, find func([]byte) int) int {
	if s.end != x.end || from < s.from || from > s.at {
		*s = sought{from, x.end, x.end}
		x.meter.Pass(from, func(b []byte, i int) int {
			if at := find(b[i:max(i, x.end)]); at >= 0 {
				s.at = i + at
			}
			return s.at
		})
	}
	return s.at
}

// object takes JSON, and before it what stands before it.
func (x *lines) object() bool {
	at := x.next(&x.anyJSON, x.pos, jsonStart)
	if at == x.end || x.pos < x.notJSON || x.fresh && x.headerXFCC(at-x.pos) {
		return false
	}
	stop, ok := x.u.isJSON(x.t.Bytes, at)
	if !ok {
		x.notJSON = stop
		return false
	}
	if x.ratherPrinted(at) {
		return true
	}
	x.scanTo(at)
	next := x.u.json(x.t, at, x.tr, x.depth, x.jsonRecords())
	x.brokenKey(at, next)
	return x.moved(next, next)
}

// dated begins a unit at the record of a log, which other readers read, and at a form feed:
// another page, or what [undoPrinted] writes before another request.
func (x *lines) dated() bool {
	if line := x.take()[x.pos:x.end]; len(line) > 0 && line[0] == otherRequest[0] || dated(line) && !x.goesOn(line) {
		x.scanTo(x.pos)
		x.u.begin(x.t.Span(x.pos, x.end))
	} else if len(line) > 1 && (line[1] == '[' || line[0] == '*' || line[0] == '+' || line[0] == 'T') && bytes.IndexByte([]byte("*-+"), line[len(line)-1]) >= 0 && rowMark(line) {
		x.rowBelow()
	}
	return false
}

// goesOn reports whether a line of a container's log (the Container Runtime Interface's
// form: time, stream, F), or of what Apache's HttpClient sends (>> "), is a header line that
// the current unit does not have yet: one request printed line by line.
func (x *lines) goesOn(line []byte) bool {
	i := bytes.Index(line, []byte(" F "))
	if i < 0 || !bytes.HasSuffix(line[:i], []byte(" stdout")) && !bytes.HasSuffix(line[:i], []byte(" stderr")) {
		if i = bytes.Index(line, []byte(`> "`)); i < 0 || i == 0 || line[i-1] != '>' {
			return false
		}
	}
	header := line[i+len(" F "):]
	l := readLine(header)
	if l.kind != headerLine || l.what != "Header" {
		return false
	}
	name := header[l.name:l.nameEnd]
	fields := x.u.unit().Fields
	for k := range fields {
		if bytes.EqualFold([]byte(fields[k].Name), name) {
			return false
		}
	}
	return len(fields) > 0
}

// block passes over a PEM block: names inside it are its own.
func (x *lines) block() bool {
	if x.is().kind != otherLine {
		return false
	}
	b := x.take()
	m, ok := findMarker(b[:x.end], x.pos)
	if !ok || !m.begin || m.encoding != plain {
		return false
	}
	return x.moved(nextLine(b, x.u.pemEnd(b, m, x.end)), x.loose)
}

// request begins a unit at a request or response.
func (x *lines) request() bool {
	l := x.is()
	if l.kind != requestLine {
		return false
	}
	x.scanTo(x.pos)
	x.u.begin(x.t.Span(x.pos, x.end))
	if x.u.field < 0 {
		x.u.current.Opening = x.t.Slice(x.pos, x.end)
	}
	x.u.recognized(l.what, x.depth)
	return x.moved(nextLine(x.t.Bytes, x.end), x.pos) // its address may have something in it
}

// whole takes a line that is a value of its own.
func (x *lines) whole() bool {
	if x.is().kind != wholeLine {
		return false
	}
	x.scanTo(x.pos)
	x.u.scan(trim(x.t.Slice(x.pos, x.end)), x.tr, x.depth)
	next := nextLine(x.t.Bytes, x.end)
	return x.moved(next, next)
}

// header takes a header line or variable.
func (x *lines) header() bool {
	l := x.is()
	if l.kind != headerLine {
		return false
	}
	u, t, b := x.u, x.t, x.take()
	word := b[x.pos+l.name : x.pos+l.nameEnd]
	if from := x.pos + l.value; isWord(word, "header") { // Wireshark's for HTTP/2; mostly name and value follow, a line each
		if in := readLine(b[from:x.end]); in.what == "Header" {
			next := nextLine(b, x.end)
			if hasPrefix(b[skipBlank(b, next):], "Name Length") {
				x.scanTo(x.pos)
				return x.moved(next, next)
			}
			x.pair(from+in.name, from+in.nameEnd, trim(t.Slice(from+in.value, x.end)), x.end, "Header ")
			return x.done()
		}
	}
	x.another(word)
	name, at := u.name(word), t.Span(x.pos+l.name, x.pos+l.nameEnd)
	to := x.end
	if !isWord(word, "name", "key") && (x.called == "" || !isWord(word, "value") || hasPrefix(b[x.pos+l.value:], "-----BEGIN")) { // what is indented below those is no fold
		to = u.valueEnd(b, x.pos+l.value, x.end, l)
	}
	value, how := unquote(u.unfold(t.Slice(x.pos+l.value, to)))
	value = trimEscaped(value)
	block := false // of YAML
	if len(value.Bytes) > 0 && (value.Bytes[0] == '|' || value.Bytes[0] == '>') {
		value, to, block = x.blockScalar(value, to)
	}
	if to > x.end && hasPrefix(value.Bytes, "- ") {
		onlyItem(&value)
	}
	if l.bold || len(value.Bytes) > 2 && value.Bytes[0] == '[' {
		value = unmarked(value, &l)
	}
	switch called := x.called; {
	case isWord(word, "name", "key") && isName(value.Bytes):
		x.called, x.calledAt = string(value.Bytes), value.All()
	case called != "" && isWord(word, "value"):
		name, at = called, x.calledAt
		fallthrough
	default:
		x.called = ""
	}
	if short(value.Bytes) {
		u.plain(name, at, value, false)
		return block && x.moved(nextLine(b, to), x.loose)
	}
	x.scanTo(x.pos)
	found := u.named(name, at, value, false, x.tr.add(StepNamed, l.what+" "+name+how, at), x.depth)
	if found {
		u.recognized("named values", x.depth)
	}
	if !found && x.depth == 0 { // where nothing is in it, a second look in each layer would double the work with each
		return false
	}
	next := nextLine(b, to)
	return x.moved(next, next)
}

// another begins a unit behind an empty line where the name is the first of the current one, which
// has others, too: heads, or rows of a table of which each value has a line.
func (x *lines) another(name []byte) {
	if f := x.u.current.Fields; len(f) > 1 && len(f[0].Name) == len(name) {
		x.sameName(name)
	}
}

//go:noinline
func (x *lines) sameName(name []byte) {
	b := x.t.Bytes
	if x.pos < 3 || b[x.pos-1] != '\n' || b[x.pos-2] != '\n' && b[x.pos-3] != '\n' {
		return
	}
	if bytes.EqualFold([]byte(x.u.current.Fields[0].Name), name) && !isWord(name, "name", "key", "value") {
		x.scanTo(x.pos)
		x.u.begin(x.t.Span(x.pos, x.end))
	}
}

// onlyItem takes the value out of a list of YAML that has it alone, on the line below its name.
//
//go:noinline
func onlyItem(value *source.Text) {
	*value, _ = unquote(value.Slice(len("- "), value.Len()))
}

// unmarked takes a value out of Markdown's marks, or out of the list of one that Go, Java and
// WireMock print.
//
//go:noinline
func unmarked(value source.Text, l *line) source.Text {
	if l.bold {
		from, to := 0, value.Len()
		for from < to && value.Bytes[from] == '`' {
			from++
		}
		for to > from && value.Bytes[to-1] == '`' {
			to--
		}
		value = value.Slice(from, to)
	}
	if n := value.Len(); n > 2 && value.Bytes[0] == '[' && value.Bytes[n-1] == ']' && l.what == "Header" && !bytes.ContainsAny(value.Bytes[1:2], "[{(<\"':") && carrier.Of(value.Bytes) == carrier.None {
		value = value.Slice(1, n-1)
	}
	return value
}

// maxNames bounds the names that are kept for the next time that they come: logs
// repeat a few dozen in every record.
const maxNames = 1000

// name returns a name as a string, the same one each time.
func (u *unwrapper) name(b []byte) string {
	if s, ok := u.names[string(b)]; ok {
		return s
	}
	s := nameWithoutKey(string(b))
	if u.names == nil {
		u.names = make(map[string]string)
	}
	if len(u.names) < maxNames {
		u.names[string(b)] = s
	}
	return s
}

// nameWithoutKey is a name as it is told: one that may have a piece of a key in it, of a text
// that was taken for a name and a value, is cut short.
func nameWithoutKey(name string) string {
	const told = 8 // characters
	if keypiece.InName(name) {
		return name[:told] + "\u2026"
	}
	return name
}
