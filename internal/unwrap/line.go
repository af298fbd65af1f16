package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/carrier"
)

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
	bold                 bool // in Markdown's marks
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
	if rest := s[i:]; hasPrefix(rest, "Header '") || hasPrefix(rest, `Header "`) { // Header 'X-Foo' = bar
		i += len("Header ")
	}
	if i+2 < len(s) && (s[i] == '*' && s[i+1] == '*' || s[i] == '`' && s[i+1] != '`') { // of Markdown: **name**: `value`
		for i < len(s) && (s[i] == '*' || s[i] == '`') {
			i, l.bold = i+1, true
		}
	}
	quote := byte(0)
	if i < len(s) && (s[i] == '"' || s[i] == '\'') {
		quote = s[i]
		i++
	}
	l.name = i
	if i+1 < len(s) && s[i] == '$' { // a variable of nginx; WebSphere's headers ($WSCC, small in HTTP/2) keep it
		i++
		if s[i] >= 'a' && s[i] <= 'z' && !bytes.HasPrefix(s[i:], []byte("ws")) {
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
	if l.bold {
		return boldLine(s, i, l)
	}
	i = skipBlank(s, i)
	if i >= len(s) {
		return line{}
	}
	switch {
	case s[i] == ':' && colons(s[l.name:]): // a line of a dump
		return line{}
	case s[i] == ':':
		l.what = "Header"
	case s[i] == '=' && carrier.IsXFCC(s[l.name:]):
		return line{kind: wholeLine}
	case s[i] == '=' && len(bytes.Trim(s[i:], "= \t\r")) > 0:
		l.what = "Variable"
		if i+1 < len(s) && s[i+1] == '>' { // phpinfo
			i++
		}
	case i > l.nameEnd+1 && (hasPrefix(s[i:], "-----BEGIN ") || hasPrefix(s[i:], "[-----BEGIN ")): // Vault's table of keys and values
		l.kind, l.what, l.value = headerLine, "Row of a table,", i
		return l
	default:
		return line{}
	}
	l.kind, l.value = headerLine, skipBlank(s, i+1)
	return l
}

// boldLine is a line whose name, which ends at i, stands in Markdown's marks.
//
//go:noinline
func boldLine(s []byte, i int, l line) line {
	colon := false
	for i < len(s) && (s[i] == '*' || s[i] == '`' || s[i] == ':') {
		colon = colon || s[i] == ':'
		i++
	}
	if !colon {
		return line{}
	}
	l.kind, l.what, l.value = headerLine, "Header", skipBlank(s, i)
	return l
}

// isValue reports whether what was read as a name and its value may be a value alone:
// FAILED:reason, CN=a.
func (l *line) isValue(s []byte) bool {
	name := s[l.name:l.nameEnd]
	return l.what == "Header" && l.value == l.nameEnd+1 && l.value < len(s) && !bytes.ContainsAny(name, "-_") || l.what == "Variable" && attribute(name)
}

// colons reports whether s begins with hexadecimal pairs that colons part.
//
//go:noinline
func colons(s []byte) bool {
	const pairs = 3
	for i := range pairs {
		if _, ok := hexPair(s, 3*i); !ok || 3*i+2 >= len(s) || s[3*i+2] != ':' {
			return false
		}
	}
	return true
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
