package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/source"
)

// unescape undoes the escapes of a string literal, as JSON, Go, Java, C, Python
// and JavaScript write them. What is no escape stays. It returns how many there
// were.
func unescape(t source.Text) (source.Text, int) {
	b := source.NewBuilder(t, t.Len())
	var buf [8]byte
	from, n := 0, 0
	for i := 0; i < t.Len(); {
		j := bytes.IndexByte(t.Bytes[i:], '\\')
		if j < 0 {
			break
		}
		i += j
		out, width := jsontext.Escape(buf[:0], t.Bytes, i)
		if width == 0 {
			i++
			continue
		}
		b.Copy(from, i)
		b.Replace(i, i+width, out...)
		i += width
		from = i
		n++
	}
	b.Copy(from, t.Len())
	return b.Text(), n
}

// escapeOf is what the escape at b[i] stands for, and its length; 0 if it is none.
func escapeOf(b []byte, i int) ([]byte, int) { return jsontext.Escape(nil, b, i) }

// joinLiterals puts together a text that source code holds in pieces: it leaves
// out each closing quote, operator and opening quote between two string literals,
// and each backslash at the end of a line. If the pieces are lines, it leaves a line
// break where they have none of their own. It returns how many joints there were.
func joinLiterals(t source.Text, lines bool) (source.Text, int) {
	b := source.NewBuilder(t, t.Len())
	from, n := 0, 0
	for i := 0; i < t.Len(); i++ {
		end := 0
		switch t.Bytes[i] {
		case '"', '\'', '`':
			end = joint(t.Bytes, i)
		case '\\':
			if j := skipBlank(t.Bytes, i+1); j < t.Len() && (t.Bytes[j] == '\n' || t.Bytes[j] == '\r') {
				end = j
			}
		}
		if end == 0 {
			continue
		}
		b.Copy(from, i)
		if k := bytes.IndexByte(t.Bytes[i:end], '\n'); lines && k >= 0 && t.Bytes[i] != '\\' && !bytes.HasSuffix(t.Bytes[:i], []byte(`\n`)) {
			b.Replace(i+k, i+k+1, '\n')
		}
		from, i = end, end-1
		n++
	}
	b.Copy(from, t.Len())
	return b.Text(), n
}

// joinLines makes lines of the strings of a list: each closing quote, comma and
// opening quote becomes a line break. It returns how many there were.
func joinLines(t source.Text) (source.Text, int) {
	b := source.NewBuilder(t, t.Len())
	from, n := 0, 0
	for i := 0; i < t.Len(); i++ {
		if c := t.Bytes[i]; c != '"' && c != '\'' {
			continue
		}
		end := joint(t.Bytes, i)
		b.Copy(from, i)
		if end == 0 { // the last one
			return b.Text(), n
		}
		b.Replace(i, end, '\n')
		from, i = end, end-1
		n++
	}
	b.Copy(from, t.Len())
	return b.Text(), n
}

// joint returns the offset after the quote that opens the next literal, given the
// offset of the one that closes the last; 0 if no literal follows.
func joint(b []byte, i int) int {
	quote, j := b[i], skipSpace(b, i+1)
	for k := 0; k < 2 && j < len(b) && bytes.IndexByte([]byte("+.,&|_\\"), b[j]) >= 0; k++ {
		j = skipSpace(b, j+1)
	}
	if j < len(b) && b[j] == quote {
		return j + 1
	}
	return 0
}
