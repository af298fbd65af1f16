package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
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
	if depth > MaxLayers || u.rewritten(t, tr, depth) {
		return
	}
	x := lines{u: u, t: t, meter: u.meter.Over(t), tr: tr, depth: depth, end: -1}
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

	loose    int  // start of the text that is not part of a named value
	pos, end int  // of the line that is read
	fresh    bool // from its start: not in the middle of it, after JSON
	parsed   line // what readLine says of it, if
	known    bool

	notJSON int    // up to here it is known that no JSON begins
	notDump int    // that no printed list or map begins
	json    answer // may its JSON hold records
	kty     answer // may it hold a JSON Web Key

	alb   []carrier.ALBField // rows of names, the last ones read
	front []carrier.FrontField
	head  []cell
	parts byte // what parts the cells of head

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
		{"JSON", (*lines).object},
		{"printed lists and maps", (*lines).printed},
		{"records of other logs", (*lines).dated},
		{"curl commands", (*lines).curlHeaders},
		{"CSV", (*lines).cellsOverLines},
		{"PEM", (*lines).block},
		{"HPACK in words", (*lines).hpack},
		{"names and values in turn", (*lines).twoLines},
		{"tables", (*lines).table},
		{"logfmt", (*lines).logfmt},
		{"headers in a log", (*lines).inLog},
		{"request lines", (*lines).request},
		{"XFCC", (*lines).whole},
		{"header lines", (*lines).header},
	}
}

func (x *lines) read() bool {
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
		x.parsed, x.known = readLine(x.take()[x.pos:x.end]), true
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

// object takes JSON, and before it what stands before it.
func (x *lines) object() bool {
	at := -1
	x.meter.Pass(x.pos, func(b []byte, i int) int {
		if at = jsonStart(b[i:x.end]); at < 0 {
			return x.end
		}
		return i + at
	})
	if at < 0 || x.pos < x.notJSON || x.fresh && x.headerXFCC(at) {
		return false
	}
	at += x.pos
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

// dated begins a unit at the record of a log, which other readers read.
func (x *lines) dated() bool {
	if dated(x.take()[x.pos:x.end]) {
		x.scanTo(x.pos)
		x.u.begin(x.t.Span(x.pos, x.end))
	}
	return false
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
	name, at := u.name(word), t.Span(x.pos+l.name, x.pos+l.nameEnd)
	to := u.valueEnd(b, x.pos+l.value, x.end, l)
	value, how := unquote(u.unfold(t.Slice(x.pos+l.value, to)))
	value = trimEscaped(value)
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
		return false
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

// minEncoded is the length of the shortest value that is looked into: an elided
// PEM block in a header has some 60 characters.
const minEncoded = 40

// short reports whether nothing can be encoded in a value.
func short(value []byte) bool {
	return len(value) < minEncoded && !carrier.IsXFCC(value) && !carrier.IsXFCCJSON(value)
}

// maxNames bounds the names that are kept for the next time that they come: logs
// repeat a few dozen in every record.
const maxNames = 1000

// name returns a name as a string, the same one each time.
func (u *unwrapper) name(b []byte) string {
	if s, ok := u.names[string(b)]; ok {
		return s
	}
	s := string(b)
	if u.names == nil {
		u.names = make(map[string]string)
	}
	if len(u.names) < maxNames {
		u.names[s] = s
	}
	return s
}

// lineEnd returns the offset of the line feed that ends the line at pos.
func lineEnd(b []byte, pos int) int {
	if i := bytes.IndexByte(b[pos:], '\n'); i >= 0 {
		return pos + i
	}
	return len(b)
}

// lineEnd is the function of that name; the text that it goes through counts.
func (u *unwrapper) lineEnd(b []byte, pos int) int {
	end := lineEnd(b, pos)
	u.look(end - pos)
	return end
}

// nextLine returns the start of the line after the line feed at end.
func nextLine(b []byte, end int) int { return min(end+1, len(b)) }

type lineKind uint8

const (
	otherLine lineKind = iota
	requestLine
	headerLine
	wholeLine // a value of its own
)

// line is what was read of one line; offsets count from its start.
type line struct {
	kind                 lineKind
	what                 string // "Header", "Variable"
	prefix               int
	name, nameEnd, value int
}

// maxName bounds the names that count as such: AWS allows far shorter ones, and
// a longer one is a piece of data.
const maxName = 128

// readLine looks at one line.
func readLine(s []byte) line {
	i := skipBlank(s, 0)
	l := line{}
	if i+1 < len(s) && (s[i] == '>' || s[i] == '<') && s[i+1] == ' ' {
		i += 2
		l.prefix = i
	}
	if i+1 < len(s) && s[i] == '-' && s[i+1] == ' ' { // an item of a list in YAML
		i = skipBlank(s, i+2)
	}
	if what := httpLine(s[i:]); what != "" {
		l.kind, l.what = requestLine, what
		if l.prefix > 0 {
			l.what = "output of curl -v"
		}
		return l
	}
	for _, p := range []string{"export ", "set ", "ENV "} {
		if bytes.HasPrefix(s[i:], []byte(p)) {
			i = skipBlank(s, i+len(p))
		}
	}
	quote := byte(0)
	if i < len(s) && (s[i] == '"' || s[i] == '\'') {
		quote = s[i]
		i++
	}
	l.name = i
	if i+1 < len(s) && s[i] == '$' { // a variable of nginx; WebSphere's headers keep it
		i++
		if s[i] >= 'a' && s[i] <= 'z' {
			l.name = i
		}
	}
	for i < len(s) && i-l.name <= maxName && nameByte(s[i]) {
		i++
	}
	l.nameEnd = i
	if i == l.name || i-l.name > maxName || !letter(s[l.name]) && s[l.name] != '$' {
		return line{}
	}
	if quote != 0 {
		if i >= len(s) || s[i] != quote {
			return line{}
		}
		i++
	}
	i = skipBlank(s, i)
	if i >= len(s) {
		return line{}
	}
	switch {
	case s[i] == ':':
		l.what = "Header"
	case s[i] == '=' && carrier.IsXFCC(s[l.name:]):
		return line{kind: wholeLine}
	case s[i] == '=' && len(bytes.Trim(s[i:], "= \t\r")) > 0:
		l.what = "Variable"
		if i+1 < len(s) && s[i+1] == '>' { // phpinfo
			i++
		}
	default:
		return line{}
	}
	l.kind, l.value = headerLine, skipBlank(s, i+1)
	return l
}

//go:noinline
func skipBlank(s []byte, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	return i
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }

func nameByte(c byte) bool {
	return letter(c) || c >= '0' && c <= '9' || c == '-' || c == '.'
}

// httpLine recognises the first line of an HTTP message (RFC 9112, 3 and 4).
func httpLine(s []byte) string {
	if bytes.HasPrefix(s, []byte("HTTP/")) && len(s) > 8 {
		return "HTTP response"
	}
	i := 0
	for i < len(s) && s[i] >= 'A' && s[i] <= 'Z' {
		i++
	}
	if i < 3 || i > 10 || i >= len(s) || s[i] != ' ' {
		return ""
	}
	s = bytes.TrimRight(s, " \t\r")
	j := bytes.LastIndexByte(s, ' ')
	if j > i && bytes.HasPrefix(s[j+1:], []byte("HTTP/")) {
		return "HTTP request"
	}
	return ""
}

// valueEnd returns where the value that begins at from ends: at the end of its
// line, or after the lines that are folded onto it, or after the PEM block that
// it begins.
func (u *unwrapper) valueEnd(b []byte, from, end int, l line) int {
	if m, ok := u.findMarker(b[:end], from); ok && m.begin && m.encoding == plain {
		return u.pemEnd(b, m, end)
	}
	for end < len(b) {
		next := end + 1
		stop := u.lineEnd(b, next)
		s := b[next:stop]
		i := skipBlank(s, 0)
		if i == 0 || len(bytes.TrimSpace(s)) == 0 || l.prefix > 0 {
			return end
		}
		sequence := from < len(b) && b[from] == ':' && encodedText(bytes.TrimSpace(s)) // its padding looks like a variable's name
		if r := readLine(s); r.kind != otherLine && !sequence {                        // an indented name: YAML, not folding
			return end
		}
		end = stop
	}
	return end
}

// unfold joins folded lines: each line break and the blanks after it become one
// space (RFC 9112, section 5.2); in the middle of encoded text it is nothing, and
// so it is anywhere in byte sequences, as RFC 9440 prints them. A value that holds
// a PEM block keeps its lines.
func (u *unwrapper) unfold(t source.Text) source.Text {
	t = trim(t)
	if bytes.IndexByte(t.Bytes, '\n') < 0 {
		return t
	}
	if m, ok := u.findMarker(t.Bytes, 0); ok && m.encoding == plain {
		return t
	}
	u.look(t.Len())
	sequences := carrier.IsByteSequences(t.Bytes)
	b := source.NewBuilder(t, t.Len())
	for pos := 0; pos < t.Len(); {
		end := u.lineEnd(t.Bytes, pos)
		stop := end
		if stop > pos && t.Bytes[stop-1] == '\r' {
			stop--
		}
		b.Copy(pos, stop)
		if end == t.Len() {
			break
		}
		next := skipBlank(t.Bytes, end+1)
		if !sequences && !(encoded(t.Bytes[max(pos, stop-enoughEncoded):stop]) && encoded(t.Bytes[next:min(t.Len(), next+enoughEncoded)])) {
			b.Replace(stop, next, ' ')
		}
		pos = next
	}
	return b.Text()
}

// enoughEncoded is how many characters tell that a text is encoded.
const enoughEncoded = 16

// encoded reports whether s is a piece of base64, percent-encoded or not.
func encoded(s []byte) bool {
	return len(s) == enoughEncoded && encodedText(s)
}

// unquote takes a value out of its quotes, and undoes escapes inside double ones:
// variables in a shell, members of JSON cut out of their object, HAProxy's +Q.
// What is not in quotes as a whole stays as it is.
func unquote(t source.Text) (out source.Text, how string) {
	b := t.Bytes
	if len(b) < 2 || b[0] != '"' && b[0] != '\'' {
		return t, ""
	}
	end := len(b)
	for end > 1 && (b[end-1] == ',' || b[end-1] == ';') {
		end--
	}
	if b[end-1] != b[0] || end < 2 {
		return t, ""
	}
	inner := t.Slice(1, end-1)
	if bytes.IndexByte(inner.Bytes, b[0]) >= 0 && bytes.IndexByte(inner.Bytes, '\\') < 0 {
		return t, "" // several strings
	}
	if b[0] == '"' && bytes.IndexByte(inner.Bytes, '\\') >= 0 {
		if out, n := unescape(inner); n > 0 {
			return out, ", in quotes, " + words.Count(n, "escape") + " undone"
		}
	}
	return inner, ", in quotes"
}

// dated reports whether a line begins with a date, as records of logs do:
// 2026-11-23, perhaps after a bracket.
func dated(s []byte) bool {
	if len(s) > 0 && s[0] == '[' {
		s = s[1:]
	}
	if len(s) < 11 || s[4] != '-' || s[7] != '-' || nameByte(s[10]) && s[10] != 'T' {
		return false
	}
	for i, c := range s[:10] {
		if i != 4 && i != 7 && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// curlHeaders reads the headers of a curl command, -H 'Name: value'.
func (x *lines) curlHeaders() bool {
	b := x.take()
	if bytes.IndexByte(b[x.pos:x.end], '\'') < 0 && bytes.IndexByte(b[x.pos:x.end], '"') < 0 {
		return false // the usual line, found out in no time
	}
	found := false
	for i := x.pos; i < x.end; {
		from, n := 0, 0
		i = x.meter.Pass(i, func(b []byte, i int) int {
			if from, n = argument(b[i:x.end]); from < 0 {
				return x.end
			}
			from += i
			return from + n
		})
		if from < 0 {
			break
		}
		l := readLine(b[from : from+n])
		if l.kind != headerLine {
			continue
		}
		value := trim(x.t.Slice(from+l.value, from+n))
		found = x.pair(from+l.name, from+l.nameEnd, value, i, "Argument -H of curl, ") || found
	}
	if found {
		x.u.recognized("curl command", x.depth)
		return x.moved(nextLine(b, x.end), x.loose)
	}
	return false
}

// argument finds the first quoted argument of -H or --header in s: its offset and
// length without quotes. The offset is -1 if there is none.
func argument(s []byte) (at, n int) {
	for i := 0; i < len(s); i++ {
		j := bytes.IndexByte(s[i:], '-')
		if j < 0 {
			break
		}
		i += j
		for _, option := range []string{"-H ", "--header "} {
			k := i + len(option)
			if k >= len(s) || string(s[i:k]) != option || s[k] != '\'' && s[k] != '"' {
				continue
			}
			if j := bytes.IndexByte(s[k+1:], s[k]); j >= 0 {
				return k + 1, j
			}
		}
	}
	return -1, 0
}

// trim cuts white space from both ends.
//
//go:noinline
func trim(t source.Text) source.Text {
	i, j := 0, t.Len()
	for i < j && space(t.Bytes[i]) {
		i++
	}
	for j > i && space(t.Bytes[j-1]) {
		j--
	}
	return t.Slice(i, j)
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// trimBOM leaves out a byte order mark at the start, as Windows tools write it.
func trimBOM(t source.Text) (source.Text, *trail) {
	const mark = "\xEF\xBB\xBF"
	if !bytes.HasPrefix(t.Bytes, []byte(mark)) {
		return t, nil
	}
	return t.Slice(len(mark), t.Len()), (*trail)(nil).add(StepMark, "Byte order mark left out", t.Span(0, len(mark)))
}
