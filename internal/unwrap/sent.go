package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// endOfRequestLine is how the line of a request ends in such a literal.
const endOfRequestLine = ` HTTP/1.1\r\n`

// withoutLiterals takes requests out of the string literals in which programs print what they
// send: Python's http.client, Ruby's Net::HTTP, strace.
//
//	send: b'GET / HTTP/1.1\r\nHost: a\r\nx-cert: …\r\n\r\n'
func withoutLiterals(t source.Text, b []byte) (source.Text, int) {
	out := source.NewBuilder(t, len(b))
	from, n := 0, 0
	for i := 0; ; {
		k := bytes.Index(b[i:], []byte(endOfRequestLine))
		if k < 0 {
			break
		}
		at := i + k
		i = at + len(endOfRequestLine)
		const longest = 1 << 13 // bytes of a line of a request
		near := max(from, at-longest)
		start := bytes.LastIndexAny(b[near:at], "\"'`\n") + near // of its line, a quote
		if start < near || b[start] == '\n' || inJSON(b, start) || httpLine(lastLine(b[start+1:at+len(" HTTP/1.1")])) == "" {
			continue
		}
		end := closes(b, i, b[start])
		if end < 0 {
			i = lineEnd(b, i)
			continue
		}
		const label = 64 // bytes before it
		line := bytes.LastIndexByte(b[from:start], '\n') + 1 + from
		if start-line > label {
			line = start
		}
		out.Copy(from, line)
		out.Replace(line, start+1, '\n')
		for from = at - len(lastLine(b[start+1:at])); ; {
			if from == end { // another literal may go on
				next := joint(b, end)
				stop := closes(b, next, b[start])
				if next == 0 || stop < 0 {
					break
				}
				from, end = next, stop
				continue
			}
			if b[from] == '\\' {
				if c, width := escapeOf(b, from); width > 0 {
					out.Replace(from, from+width, c...)
					from += width
					continue
				}
			}
			stop := from + 1
			for stop < end && b[stop] != '\\' {
				stop++
			}
			out.Copy(from, stop)
			from = stop
		}
		out.Replace(end, end+1, '\n')
		from, i = end+1, end+1
		n++
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// closes is where the literal ends in which b[i] stands, on its line; -1 if it does not.
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

// lastLine is what follows the last line break in a text with escapes.
func lastLine(b []byte) []byte {
	if i := bytes.LastIndex(b, []byte(`\n`)); i >= 0 {
		return b[i+len(`\n`):]
	}
	return b
}

// inJSON reports whether the quote at b[i] is that of a member's value: those are read with
// their names.
func inJSON(b []byte, i int) bool {
	for i > 0 && space(b[i-1]) {
		i--
	}
	return i > 1 && b[i-1] == ':' && (b[i-2] == '"' || b[i-2] == '\'')
}
