package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/dn"
)

// Lines of an access log whose values have no names, since its operator laid it out:
//
//	10.0.0.1 - - [27/Nov/2026:07:01:02 +0000] "GET / HTTP/1.1" 200 "SUCCESS" "CN=a,O=b"
//
// A line that has a date as logs of servers do, or a request in quotes, and in quotes
// distinguished names or the outcome of a verification, is a unit of these values.

// AccessLog is the kind of a paste of such lines.
const AccessLog = "access log"

// access reads such a line.
func (x *lines) access() bool {
	if !x.fresh || x.depth > 0 || x.is().kind != otherLine {
		return false
	}
	line := x.take()[x.pos:x.end]
	if !serverDate(line) && !bytes.Contains(line, []byte(" HTTP/")) {
		return false
	}
	x.u.look(len(line))
	found := accessValues(line)
	if len(found) == 0 {
		return false
	}
	u := x.u
	x.scanTo(x.pos)
	u.begin(x.t.Span(x.pos, x.end))
	for _, c := range found {
		value := x.t.Slice(x.pos+c.from, x.pos+c.to)
		if bytes.IndexByte(value.Bytes, '\\') >= 0 && !isOutcome(value.Bytes) {
			value, _ = unescape(value) // the log's own escapes
		}
		n := len(u.unit().Fields)
		if u.plain("", value.Span(0, 0), value, false); len(u.unit().Fields) == n {
			break // there is no room
		}
		u.unit().Fields[n].Alone = true
		outer := u.field
		if u.field = n; len(value.Bytes) >= shortestKey {
			u.heldIn(value, x.tr)
		}
		u.field = outer
	}
	u.recognized(AccessLog, x.depth)
	return x.done()
}

// accessValues finds the names and the outcome in a line: what stands in quotes, and
// words without quotes where something else speaks of TLS.
func accessValues(line []byte) (found []cell) {
	speaks := bytes.Contains(line, []byte("TLSv1"))
	for i := 0; i < len(line) && len(found) < maxAccessValues; i++ {
		if i > 0 && !parts(line[i-1]) {
			continue
		}
		if line[i] != '"' {
			if n := bareOutcome(line[i:], speaks); n > 0 {
				found = append(found, cell{from: i, to: i + n})
				i += n - 1
			}
			continue
		}
		end := closing(line, i)
		if end < 0 {
			break
		}
		v := line[i+1 : end]
		name := len(v) < maxAccessValue && fullName(v)
		if !name && rawQuote(v) && bytes.IndexByte(v, '=') >= 0 {
			return nil // quotes in a name as they are: where it ends cannot be told, nor which name is which
		}
		if name || isOutcome(v) {
			speaks = speaks || name
			found = append(found, cell{from: i + 1, to: end})
		}
		i = end
	}
	return found
}

// bareOutcome is the length of the outcome at the start of s that stands without
// quotes: a reason goes on to the next sign or the end of the line.
func bareOutcome(s []byte, speaks bool) int {
	if bytes.HasPrefix(s, []byte("FAILED:")) {
		if end := bytes.IndexAny(s, "\"\r|,;"); end >= 0 {
			return end
		}
		return len(s)
	}
	for _, word := range [...]string{"SUCCESS", "NONE"} {
		if hasPrefix(s, word) && speaks && (len(s) == len(word) || parts(s[len(word)])) {
			return len(word)
		}
	}
	return 0
}

// parts reports whether c may stand beside a value in a log.
func parts(c byte) bool { return blank(c) || bytes.IndexByte([]byte("\r{}()[]|,;:="), c) >= 0 }

const (
	maxAccessValues = 16   // values of a line: no log has more of these
	maxAccessValue  = 2048 // the longest name that is one
)

// closing is where the quote at line[i] closes; -1 if it does not. HAProxy writes the
// quotes of a value as they are: one that nothing stands behind which parts values is
// none that closes.
func closing(line []byte, i int) int {
	for k := i + 1; k < len(line); k++ {
		switch line[k] {
		case '\\':
			k++
		case '"':
			if k+1 == len(line) || parts(line[k+1]) {
				return k
			}
		}
	}
	return -1
}

// serverDate reports whether a line has a date as servers write it: [27/Nov/2026:.
func serverDate(line []byte) bool {
	const form = "[27/Nov/2026:"
	i := bytes.IndexByte(line, '[')
	for n := 0; i >= 0 && n < 4; n++ { // the date is the first or second bracket
		if s := line[i:]; len(s) >= len(form) && s[3] == '/' && s[7] == '/' && s[12] == ':' {
			return true
		}
		k := bytes.IndexByte(line[i+1:], '[')
		if k < 0 {
			return false
		}
		i += 1 + k
	}
	return false
}

// isOutcome reports whether a value is a word of nginx and Apache for the outcome of
// a verification.
func isOutcome(v []byte) bool {
	return string(v) == "SUCCESS" || string(v) == "NONE" || string(v) == "GENEROUS" || bytes.HasPrefix(v, []byte("FAILED:"))
}

// rawQuote reports whether a value has a quote that is not escaped.
func rawQuote(v []byte) bool {
	return bytes.Count(v, []byte(`"`)) > bytes.Count(v, []byte(`\"`))
}

// fullName reports whether a value is a distinguished name of two attributes or more,
// all of types that are known.
func fullName(v []byte) bool {
	if bytes.Count(v, []byte("=")) < 2 || rawQuote(v) {
		return false
	}
	w, ok := dn.ReadWritten(string(v))
	return ok && len(w.RDNs) > 1 && w.Known()
}
