package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// withoutTypes leaves out the types that OpenTelemetry's collector prints around values, the
// list of one, and what stands before the name:
//
//	-> http.request.header.x-cert: Slice(["…"])
//	-> http.request.header.x-cert: Str(…)
func withoutTypes(t source.Text, b []byte) (source.Text, int) {
	out := source.NewBuilder(t, len(b))
	from, n := 0, 0
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		next := nextLine(b, end)
		start := skipBlank(b, pos)
		line := b[start:trimEnd(b, start, max(start, end))]
		pos = next
		if !hasPrefix(line, "-> ") {
			continue
		}
		at := bytes.Index(line, []byte(": "))
		if at < 0 || !isName(line[len("-> "):at]) {
			continue
		}
		value := line[at+len(": "):]
		for _, typ := range valueTypes {
			if !hasPrefix(value, typ.begin) {
				continue
			}
			if !bytes.HasSuffix(value, []byte(typ.end)) { // its string has line breaks
				continue
			}
			lo, hi := start+at+len(": ")+len(typ.begin), start+len(line)-len(typ.end)
			out.Copy(from, start)
			out.Copy(start+len("-> "), start+at+len(": "))
			out.Copy(lo, hi)
			from = start + len(line)
			n++
			break
		}
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// valueTypes are the beginnings and ends of such values; older collectors wrote words in
// capitals. In a list each value is a string of JSON.
var valueTypes = []struct{ begin, end string }{
	{`Slice([`, `])`}, {`ARRAY([`, `])`}, {`Str(`, `)`}, {`STRING(`, `)`},
}
