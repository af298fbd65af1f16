package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// .NET prints headers in other ways than pairs in brackets on lines of their own:
//
//	Headers: [Host, a], [x-cert, …]      string.Join of a request's
//	[0]	{[x-cert, …]}	System.…     the debugger of Visual Studio
//	Headers:                             a message's ToString
//	{
//	  x-cert: …
//	}
//
// and so do files of Bruno: headers {.

// netLines makes header lines of them.
func netLines(t source.Text, b []byte) (source.Text, int) {
	out := source.NewBuilder(t, len(b))
	from, n, inside := 0, 0, false
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		next := nextLine(b, end)
		line := b[pos:trimEnd(b, pos, end)]
		switch {
		case bytes.HasSuffix(line, []byte("Headers:")) && next < len(b) && string(b[next:trimEnd(b, next, lineEnd(b, next))]) == "{":
			out.Copy(from, next)
			from = nextLine(b, lineEnd(b, next))
			next, inside = from, true
			n++
		case bytes.HasSuffix(line, []byte("headers {")) && plainHeader(b[next:lineEnd(b, next)]):
			out.Copy(from, pos)
			from, inside = next, true
			n++
		case inside && string(bytes.TrimSpace(line)) == "}":
			out.Copy(from, pos)
			from, inside = next, false
		case !inside:
			pairs := netPairs(b, pos, pos+len(line))
			for i, p := range pairs {
				start := p.name - 1
				switch {
				case i > 0:
				case start > pos && b[start-1] == '{': // of the debugger's list
					out.Copy(from, pos)
				default:
					out.Copy(from, start)
				}
				out.Replace(start, p.name, '\n')
				out.Copy(p.name, p.nameEnd)
				out.Replace(p.nameEnd, p.value, ':', ' ')
				out.Copy(p.value, p.end)
				if from = p.end + len("]"); from < pos+len(line) && b[from] == '}' {
					from = pos + len(line)
				}
				n++
			}
			if len(pairs) > 0 && from < pos+len(line) {
				out.Replace(from, from, '\n')
			}
		}
		pos = next
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// plainHeader reports whether a line is a header, without the marks of a list.
func plainHeader(line []byte) bool {
	line = bytes.TrimRight(line, " \r")
	l := readLine(line)
	return l.what == "Header" && l.value > l.nameEnd+1 && l.value < len(line) && line[len(line)-1] != ',' && line[len(line)-1] != '{' && line[l.value] != '\'' && line[l.value] != '"'
}

// netPairs returns the pairs in brackets of the line [pos, end), one of which at least has a
// hyphen or underscore in its name, where there are several; or a brace stands around each.
func netPairs(b []byte, pos, end int) (pairs []barePair) {
	marked := false
	for i := pos; i < end; i++ {
		p, ok := netPair(b[:end], i)
		if !ok && p.end == end {
			return nil // nor does another one end
		}
		if !ok {
			continue
		}
		if len(pairs) == 0 && !hasPrefix(b[p.end:end], "], [") && (i == pos || b[i-1] != '{' || p.end+1 == end || b[p.end+1] != '}') {
			return nil
		}
		marked = marked || i > pos && b[i-1] == '{' || bytes.ContainsAny(b[p.name:p.nameEnd], "-_")
		pairs = append(pairs, p)
		i = p.end
	}
	if !marked {
		return nil
	}
	return pairs
}

// netPair reads the pair whose bracket stands at line[i]: up to the one that ends the line or
// the braces around it, or that another pair follows.
func netPair(line []byte, i int) (p barePair, ok bool) {
	if line[i] != '[' {
		return p, false
	}
	n := bareName(line, i+1)
	if n == 0 || !hasPrefix(line[n:], ", ") {
		return p, false
	}
	p = barePair{name: i + 1, nameEnd: n, value: n + len(", ")}
	for p.end = p.value; p.end < len(line); p.end++ {
		if line[p.end] != ']' {
			continue
		}
		rest := line[p.end+1:]
		if len(rest) == 0 || rest[0] == '}' || rest[0] == ']' {
			return p, true
		}
		if next := bareName(line, p.end+len("], [")); hasPrefix(rest, ", [") && next > 0 && hasPrefix(line[next:], ", ") {
			return p, true
		}
	}
	return p, false
}
