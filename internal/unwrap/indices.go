package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// PHP prints each value of a list with its index, and var_dump with its type and, of a
// string, its length:
//
//	[0] => 48          [0]=>
//	                   string(64) "MII…"

// undoIndices leaves out the indices and types of such lists. The indices must count,
// so many times at least.
func undoIndices(t source.Metered) (source.Text, int) {
	const enough = 4
	b := t.Bytes()
	var out *source.Builder
	from, n := 0, 0
	for pos := 0; pos < len(b); {
		at := bytes.IndexByte(b[pos:], '[')
		if at < 0 {
			break
		}
		pos += at
		end, index, ok := indexed(b, pos)
		if !ok || index > 1 {
			pos++
			continue
		}
		// A list: as far as its indices count.
		values := []piece{valueOf(b, end)}
		next := values[0].to
		for {
			at := skipSpace(b, min(len(b), next+1))
			if next >= len(b) || at >= len(b) || b[at] != '[' {
				break
			}
			after, k, ok := indexed(b, at)
			if !ok || k != index+len(values) {
				break
			}
			v := valueOf(b, after)
			values = append(values, v)
			next = v.to
		}
		if len(values) < enough {
			pos = end
			continue
		}
		if out == nil {
			out = source.NewBuilder(t.Text(), len(b))
		}
		out.Copy(from, pos)
		for _, v := range values {
			out.Copy(v.from, v.to)
			out.Replace(v.to, v.to, '\n')
		}
		from, pos = next, next
		n += len(values)
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// indexed reads an index in brackets and the arrow after it at b[i], and returns where
// the value may begin.
func indexed(b []byte, i int) (end, index int, ok bool) {
	const longest = 7 // digits
	k := i + 1
	for ; k < len(b) && digit(b[k]) && k-i <= longest; k++ {
		index = index*10 + int(b[k]-'0')
	}
	if k == i+1 || k >= len(b) || b[k] != ']' {
		return 0, 0, false
	}
	if k = skipBlank(b, k+1); !hasPrefix(b[k:], "=>") {
		return 0, 0, false
	}
	return skipSpace(b, k+2), index, true
}

// valueOf is the place of the value at b[i]: to the end of its line, without its type.
func valueOf(b []byte, i int) piece {
	v := piece{i, trimEnd(b, i, lineEnd(b, i))}
	line := b[v.from:v.to]
	switch last := len(line) - 1; {
	case hasPrefix(line, "int(") && line[last] == ')':
		v.from, v.to = v.from+len("int("), v.to-1
	case hasPrefix(line, "string(") && line[last] == '"':
		if k := bytes.IndexByte(line, '"'); k < last {
			v.from, v.to = v.from+k+1, v.to-1
		}
	}
	return v
}

// lists takes the one string out of each list that has no more, as PHP's var_dump prints the values
// of a header.
//
//	["x-cert"]=>
//	array(1) {
//	  [0]=>
//	  string(64) "MII…"
//	}
func (e *edit) lists() {
	const mark = "array(1) {"
	for i := 0; ; {
		k := bytes.Index(e.b[i:], []byte(mark))
		if k < 0 {
			return
		}
		at := i + k
		i = at + len(mark)
		first := skipSpace(e.b, i)
		if first == len(e.b) || e.b[first] != '[' {
			continue
		}
		value, index, ok := indexed(e.b, first)
		if !ok || index > 0 || !hasPrefix(e.b[value:], "string(") {
			continue
		}
		end := lineEnd(e.b, value)
		if close := skipSpace(e.b, end); close < len(e.b) && e.b[close] == '}' {
			e.put(at, value, "")
			e.put(end, close+1, "")
			i = close + 1
			e.n++
		}
	}
}
