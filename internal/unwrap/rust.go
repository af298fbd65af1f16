package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// undoStructs leaves out what Rust's derived Debug writes around the names and values
// of headers, as older releases of the crate http and actix-web do:
//
//	HeaderName { inner: Custom(Custom(b"x-cert")) }: HeaderValue { inner: "a", is_sensitive: false }
//	"x-cert": Value { inner: ["a"] }
//	HeaderName { inner: Standard(Host) }
func undoStructs(t source.Metered) (source.Text, int) {
	const mark = "inner:"
	const early = 1 << 12 // bytes: of what is printed so the first header is not far off
	if !bytes.Contains(t.Part(0, early), []byte(mark)) {
		return source.Text{}, 0
	}
	b := t.Bytes()
	var out *source.Builder
	from, n := 0, 0
	for pos := 0; ; {
		k := bytes.Index(b[pos:], []byte(mark))
		if k < 0 {
			break
		}
		inner := pos + k
		pos = inner + len(mark)
		start := structStart(b, inner)
		if start < from {
			continue
		}
		s := readStruct(b, pos)
		if s.end == 0 {
			continue
		}
		if out == nil {
			out = source.NewBuilder(t.Text(), len(b))
		}
		out.Copy(from, start)
		if s.bare {
			out.Replace(start, start, '"')
		}
		out.Copy(s.from, s.to)
		if s.bare {
			out.Replace(s.to, s.to, '"')
		}
		from, pos = s.end, s.end
		n++
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// structStart is where the name of the type begins whose brace stands before the member
// at b[i]; -1 if it is none of a header's.
func structStart(b []byte, i int) int {
	for i--; i >= 0 && space(b[i]); i-- {
	}
	if i < 1 || b[i] != '{' {
		return -1
	}
	end := i
	for end > 0 && space(b[end-1]) {
		end--
	}
	for i = end; i > 0 && letter(b[i-1]); i-- {
	}
	switch string(b[i:end]) {
	case "HeaderName", "HeaderValue", "Value":
		return i
	}
	return -1
}

// structure is what is kept of one.
type structure struct {
	from, to, end int
	bare          bool // a word without quotes: the name of a standard header
}

// readStruct reads the member of such a struct from b[i] on, up to the brace that closes
// it. A string is kept, of a list all of it.
func readStruct(b []byte, i int) (s structure) {
	const longest = 1 << 16 // of a header
	depth := 1
	for limit := min(len(b), i+longest); i < limit; i++ {
		switch c := b[i]; c {
		case '{', '(', '[':
			if depth++; c == '[' && s.to == 0 {
				s.from = i
			}
			if bytes.HasSuffix(b[:i], []byte("Standard")) && s.to == 0 {
				from := i + 1
				for from < limit && space(b[from]) {
					from++
				}
				to := from
				for to < limit && letter(b[to]) {
					to++
				}
				s.from, s.to, s.bare = from, to, true
			}
		case '}', ')', ']':
			if depth--; c == ']' && s.from > 0 && b[s.from] == '[' {
				s.to = i + 1
			}
			if depth == 0 {
				if s.end = i + 1; s.to == 0 {
					s.end = 0
				}
				return s
			}
		case '"':
			start := i
			for i++; i < limit && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
			if s.from == 0 {
				s.from, s.to = start, i+1
			}
		}
	}
	return structure{}
}
