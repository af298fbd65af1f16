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
	b := t.Bytes
	loose := 0   // start of the text that is not part of a named value
	notJSON := 0 // up to here it is known that no JSON begins
	end := -1    // of the line that is being read
	var around surroundings
	for pos := 0; pos < len(b); {
		if lineBreak(b[pos]) {
			pos++
			continue
		}
		fresh := pos > end // not in the middle of a line, after JSON
		if fresh {
			end = lineEnd(b, pos)
			u.look(end - pos)
		}
		if fresh && u.record(t, pos, end, &around) {
			u.scan(t.Slice(loose, pos), tr, depth)
			u.handRecord()
			loose = nextLine(b, end)
			pos = loose
			continue
		}
		if at := u.jsonStart(b[pos:end]); at >= 0 && pos >= notJSON && !(fresh && u.headerXFCC(b[pos:end], at)) {
			// What stands before it comes first in the paste, so it is read first.
			if stop, ok := u.isJSON(b, pos+at); ok {
				if done := u.ratherPrinted(t, loose, pos+at, tr, depth, &around); done > 0 {
					pos, loose = done, done
					continue
				}
				u.scan(t.Slice(loose, pos+at), tr, depth)
				pos = u.json(t, pos+at, tr, depth, u.jsonRecords(b, &around))
				loose = pos
				continue
			} else {
				notJSON = stop
			}
		}
		if done := u.printed(t, loose, pos, end, tr, depth, &around); done > 0 {
			pos, loose = done, done
			continue
		}
		if dated(b[pos:end]) { // a record of a log
			u.scan(t.Slice(loose, pos), tr, depth)
			loose = pos
			u.begin(t.Span(pos, end))
		}
		if rest := u.curlHeaders(t, pos, end, loose, tr, depth); rest > pos {
			loose = rest
			pos = nextLine(b, end)
			continue
		}
		l := readLine(b[pos:end])
		if l.kind == otherLine && around.head != nil && around.parts == ',' { // its cells may go over several lines
			if next, rest := u.row(t, loose, pos, end, tr, depth, &around); next > 0 {
				pos, loose = next, rest
				continue
			}
		}
		if l.kind == otherLine {
			if m, ok := u.findMarker(b[:end], pos); ok && m.begin && m.encoding == plain {
				pos = nextLine(b, u.pemEnd(b, m, end)) // names inside a PEM block are its own
				continue
			}
		}
		if l.kind == otherLine || l.kind == headerLine {
			if next, rest := u.otherPairs(t, loose, pos, end, l, tr, depth, &around); next > 0 {
				pos, loose = next, rest
				continue
			}
		}
		switch {
		case l.kind == requestLine:
			u.scan(t.Slice(loose, pos), tr, depth)
			u.begin(t.Span(pos, end))
			u.recognized(l.what, depth)
			loose = pos // its address may have something in it
			pos = nextLine(b, end)
			continue
		case l.kind == wholeLine:
			u.scan(t.Slice(loose, pos), tr, depth)
			u.scan(trim(t.Slice(pos, end)), tr, depth)
			loose = nextLine(b, end)
			pos = loose
			continue
		case l.kind == headerLine:
			name := u.name(b[pos+l.name : pos+l.nameEnd])
			at := t.Span(pos+l.name, pos+l.nameEnd)
			to := u.valueEnd(b, pos+l.value, end, l)
			value, how := unquote(u.unfold(t.Slice(pos+l.value, to)))
			value = trimEscaped(value)
			switch {
			case isWord(b[pos+l.name:pos+l.nameEnd], "name", "key") && isName(value.Bytes):
				around.called, around.calledAt = string(value.Bytes), value.All()
			case around.called != "" && isWord(b[pos+l.name:pos+l.nameEnd], "value"):
				name, at = around.called, around.calledAt
				around.called = ""
			default:
				around.called = ""
			}
			if short(value.Bytes) {
				u.plain(name, at, value, false)
				break
			}
			u.scan(t.Slice(loose, pos), tr, depth)
			loose = pos
			found := u.named(name, at, value, false, tr.add(StepNamed, l.what+" "+name+how, at), depth)
			if found {
				u.recognized("named values", depth)
			}
			if found || depth > 0 { // where nothing is in it, a second look in each layer would double the work with each
				loose = nextLine(b, to)
				pos = loose
				continue
			}
		}
		pos = nextLine(b, end)
	}
	u.scan(t.Slice(loose, len(b)), tr, depth)
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
		if r := readLine(s); r.kind != otherLine { // an indented name: YAML, not folding
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

// curlHeaders reads the headers of a curl command, -H 'Name: value', in the line
// at [pos, end). What stands before each is scanned first, from loose on. It
// returns the offset after the last; 0 if there are none.
func (u *unwrapper) curlHeaders(t source.Text, pos, end, loose int, tr *trail, depth int) (rest int) {
	b := t.Bytes
	if bytes.IndexByte(b[pos:end], '\'') < 0 && bytes.IndexByte(b[pos:end], '"') < 0 {
		return 0 // the usual line, found out in no time
	}
	for i := pos; i < end; {
		at, n := argument(b[i:end])
		if at < 0 {
			u.look(end - i)
			break
		}
		u.look(at + n)
		from := i + at
		l := readLine(b[from : from+n])
		i = from + n
		if l.kind != headerLine {
			continue
		}
		name := u.name(b[from+l.name : from+l.nameEnd])
		span := t.Span(from+l.name, from+l.nameEnd)
		value := trim(t.Slice(from+l.value, from+n))
		if short(value.Bytes) {
			u.plain(name, span, value, false)
			continue
		}
		u.scan(t.Slice(loose, from), tr, depth)
		loose, rest = i, i
		if u.named(name, span, value, false, tr.add(StepNamed, "Argument -H of curl, "+name, span), depth) {
			u.recognized("curl command", depth)
		}
	}
	return rest
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
