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
