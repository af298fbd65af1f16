package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// Programs print headers in ways that are header lines but for what stands around their
// names and values. Each way has marks that few texts have.

// printedMarks are what the ways have in them.
var printedMarks = []string{
	"-> ", endOfRequestLine, "\n--- ", "\n---- ", " : ", "@{", "(string) (len=", "AnyHashable(", "$_SERVER['", "[▼", `{"log":"`,
	"], [", "{[", "Headers:\n{", "Headers:\r\n{", "headers {\n", "pHeaders[", "2Headers[", ",List(",
	": <", ": ('", ": `", ": “", ": ‘", ": «", `key: "`, ":headers", "array(1) {",
	"-verify ", "Verify ", "; X-", "; x-", "| X-", "| x-", `\nX-`, `\nx-`, "**: ",
}

// printedWays has the way of each mark.
const printedWays = "0122223333455555555666666789aaaaaaaaa"

// undoPrinted undoes the first of them that t has.
func undoPrinted(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	for i, mark := range printedMarks {
		if bytes.Contains(b, []byte(mark)) {
			if out, n := printed(t.Text(), printedWays[i]); n > 0 {
				return out, n
			}
		}
	}
	return source.Text{}, 0
}

//go:noinline
func printed(t source.Text, way byte) (source.Text, int) {
	e := edit{b: t.Bytes, out: source.NewBuilder(t, t.Len())}
	switch way {
	case '0':
		e.types()
	case '1':
		e.literals()
	case '2':
		e.shell()
	case '3':
		e.wrappers()
	case '4':
		e.records()
	case '5':
		e.brackets()
	case '6':
		e.quotes()
	case '7':
		e.protos()
	case '8':
		e.ring()
	case '9':
		e.lists()
	default:
		e.apart()
	}
	if e.n == 0 {
		return source.Text{}, 0
	}
	e.put(len(e.b), len(e.b), "")
	return e.out.Text(), e.n
}

// otherRequest is put where another request may begin.
const otherRequest = "\f\n"

// edit is a text of which something is left out, or put in place of something.
type edit struct {
	b    []byte
	out  *source.Builder
	from int // what is not copied yet
	n    int // names and values so far
}

// put puts s in the place of [i, j), which is behind all that was edited before.
//
//go:noinline
func (e *edit) put(i, j int, s string) {
	e.out.Copy(e.from, max(e.from, i))
	if s != "" {
		e.out.Replace(i, j, []byte(s)...)
	}
	e.from = j
}

// unescape undoes the escapes of string literals in [i, j).
//
//go:noinline
func (e *edit) unescape(i, j int) {
	for ; i < j; i++ {
		if e.b[i] == '\\' {
			if c, width := escapeOf(e.b, i); width > 0 {
				e.put(i, i+width, string(c))
				i += width - 1
			}
		}
	}
}

// line is the end of the line at pos, without what trails, and the start of the next.
//
//go:noinline
func (e *edit) line(pos int) (line []byte, end, next int) {
	end = lineEnd(e.b, pos)
	next = nextLine(e.b, end)
	end = trimEnd(e.b, pos, end)
	return e.b[pos:end], end, next
}

// types leaves out the types that OpenTelemetry's collector prints around values, the list of
// one, and what stands before the name. Older collectors wrote words in capitals. In a list
// each value is a string of JSON.
//
//	-> http.request.header.x-cert: Slice(["…"])
//	-> http.request.header.x-cert: Str(…)
func (e *edit) types() {
	for pos := 0; pos < len(e.b); {
		_, end, next := e.line(pos)
		start := skipBlank(e.b, pos)
		if hasPrefix(e.b[pos:], "Span #") || hasPrefix(e.b[pos:], "LogRecord #") {
			e.put(pos, pos, otherRequest)
		}
		pos = next
		if !hasPrefix(e.b[start:], "-> ") {
			continue
		}
		name := bareName(e.b[:end], start+len("-> "))
		if name == 0 || !hasPrefix(e.b[name:end], ": ") {
			continue
		}
		from, to := name+len(": "), end-1
		open := bytes.IndexByte(e.b[from:end], '(')
		if open < 0 || e.b[to] != ')' || !oneOf(e.b[from:from+open], "slice array str string") {
			continue
		}
		if open += from + 1; open < to && e.b[open] == '[' && e.b[to-1] == ']' {
			open, to = open+1, to-1
		}
		e.put(start, start+len("-> "), "")
		e.put(from, open, "")
		for listed := open; e.b[open-1] == '['; listed += len(`","`) { // each of a list is a header of its own
			k := bytes.Index(e.b[listed:max(listed, to)], []byte(`","`))
			if k < 0 {
				break
			}
			listed += k
			e.put(listed+1, listed+2, "\n"+string(e.b[start+len("-> "):from]))
		}
		e.put(to, end, "")
		e.n++
	}
}

// endOfRequestLine is how the line of a request ends in a string literal.
const endOfRequestLine = ` HTTP/1.1\r\n`

// literals takes requests out of the string literals in which programs print what they
// send: Python's http.client, Ruby's Net::HTTP, Node.js, strace.
//
//	send: b'GET / HTTP/1.1\r\nHost: a\r\nx-cert: …\r\n\r\n'
func (e *edit) literals() {
	b := e.b
	for i := 0; ; {
		k := bytes.Index(b[i:], []byte(endOfRequestLine))
		if k < 0 {
			return
		}
		at := i + k
		i = at + len(endOfRequestLine)
		const longest, label = 1 << 12, 64 // bytes of the line of a request, and of what stands before the literal
		near := max(e.from, at-longest)
		start := bytes.LastIndexAny(b[near:at], "\"'`\n") + near // of its line, a quote
		if start < near || b[start] == '\n' || inJSON(b, start) {
			continue
		}
		first := start + 1
		if k := bytes.LastIndex(b[first:at], []byte(`\n`)); k >= 0 {
			first += k + len(`\n`)
		}
		if httpLine(b[first:at+len(" HTTP/1.1")]) == "" {
			continue
		}
		end := closes(b, i, b[start])
		if end < 0 {
			i = lineEnd(b, i)
			continue
		}
		line := bytes.LastIndexByte(b[e.from:start], '\n') + 1 + e.from
		if start-line > label {
			line = start
		}
		e.put(line, first, "\n")
		e.unescape(first, end)
		for { // another literal may go on
			next := joint(b, end)
			stop := closes(b, next, b[start])
			if next == 0 || stop < 0 {
				break
			}
			e.put(end, next, "")
			e.unescape(next, stop)
			end = stop
		}
		e.put(end, end+1, "\n")
		i = end + 1
		e.n++
	}
}

// closes is where the literal ends in which b[i] stands, on its line; -1 if it does not.
//
//go:noinline
func closes(b []byte, i int, quote byte) int {
	for ; i < len(b) && b[i] != '\n'; i++ {
		switch b[i] {
		case '\\':
			i++
		case quote:
			return i
		}
	}
	return -1
}

// inJSON reports whether the quote at b[i] is that of a member's value: those are read with
// their names.
func inJSON(b []byte, i int) bool {
	for i > 0 && space(b[i-1]) {
		i--
	}
	return i > 1 && b[i-1] == ':' && (b[i-2] == '"' || b[i-2] == '\'')
}

// records takes header lines out of the records in JSON in which Docker keeps what a
// container prints, a line each:
//
//	{"log":"x-cert: …\n","stream":"stdout","time":"2026-01-01T00:00:00Z"}
func (e *edit) records() {
	const begin = `{"log":"`
	last := -1 // where the line after the last such ends
	for pos := 0; pos < len(e.b); {
		line, end, next := e.line(pos)
		text := pos + len(begin)
		pos = next
		if !hasPrefix(line, begin) || last != text-len(begin) && !hasPrefix(e.b[next:], begin) {
			continue
		}
		l := readLine(line[len(begin):])
		stop := closes(e.b, text, '"')
		if stop < 0 || l.kind != requestLine && (l.what != "Header" || l.value <= l.nameEnd+1) {
			continue
		}
		e.put(text-len(begin), text, "")
		if hasPrefix(e.b[stop-2:], `\n"`) {
			stop -= len(`\n`)
		}
		e.unescape(text, stop)
		e.put(stop, end, "")
		e.n++
		last = next
	}
}

// wrappers leaves out what programs print around each name or value beside its quotes: from
// begin to end, and what closes it.
//
//	(string) (len=4) "Host": ([]string) (len=1 cap=1) {    Go's go-spew
//	AnyHashable("Host"): "a"                               Swift
//	$_SERVER['HTTP_HOST'] => a                             PHP's phpinfo
//	"host" => array:1 [▼                                   Symfony's and Laravel's dump
func (e *edit) wrappers() {
	const longest = 200 // bytes of a name, with what is around it
	for i := range e.b {
		if i < e.from {
			continue
		}
		for _, w := range [...][3]string{{"(string) (len=", ") "}, {"([]string) (len=", ") "}, {"AnyHashable(", "", ")"}, {"$_SERVER['", "", "']"}, {"array:", " "}, {"▼"}} {
			if !hasPrefix(e.b[i:], w[0]) {
				continue
			}
			inner := i + len(w[0])
			rest := e.b[inner:min(len(e.b), inner+longest)]
			end, close := bytes.Index(rest, []byte(w[1])), bytes.Index(rest, []byte(w[2]))
			if end < 0 || close < 0 {
				break
			}
			e.put(i, inner+end+len(w[1]), "")
			if w[2] != "" {
				e.put(inner+close, inner+close+len(w[2]), "")
			}
			e.n++
			break
		}
	}
}
