package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// unpercent undoes percent-encoding (RFC 3986, section 2.1) and leaves + as it
// is: ALB, nginx and Envoy write a space as %20, and a + belongs to the base64.
// It returns the number of escapes, and the offsets of % signs that are none.
func unpercent(t source.Text) (out source.Text, n int, bad []int) {
	b := source.NewBuilder(t, t.Len())
	from := 0
	for i := 0; i < t.Len(); {
		j := bytes.IndexByte(t.Bytes[i:], '%')
		if j < 0 {
			break
		}
		i += j
		c, ok := hexPair(t.Bytes, i+1)
		if !ok {
			bad = append(bad, i)
			i++
			continue
		}
		b.Copy(from, i)
		b.Replace(i, i+3, c)
		i += 3
		from = i
		n++
	}
	b.Copy(from, t.Len())
	return b.Text(), n, bad
}

// blanksOfForm makes blanks of the + signs of a text in which + itself is percent-encoded:
// an encoder of forms wrote it.
func blanksOfForm(t source.Text) source.Text {
	if bytes.IndexByte(t.Bytes, '+') < 0 || !bytes.Contains(t.Bytes, []byte("%2B")) && !bytes.Contains(t.Bytes, []byte("%2b")) {
		return t
	}
	return replaced(t, '+', ' ')
}

// replaced is t with one byte in place of another.
func replaced(t source.Text, old, with byte) source.Text {
	b := source.NewBuilder(t, t.Len())
	from := 0
	for i, c := range t.Bytes {
		if c == old {
			b.Copy(from, i)
			b.Replace(i, i+1, with)
			from = i + 1
		}
	}
	b.Copy(from, t.Len())
	return b.Text()
}

// hexPair reads two hexadecimal digits at b[i].
//
//go:noinline
func hexPair(b []byte, i int) (byte, bool) {
	if i+1 >= len(b) {
		return 0, false
	}
	h, l := hexDigit[b[i]], hexDigit[b[i+1]]
	return h<<4 | l&15, h < 16 && l < 16
}

// hexDigit is the value of each hexadecimal digit; 255 for other bytes.
var hexDigit = func() (t [256]byte) {
	for i := range t {
		t[i] = 255
	}
	for i := byte(0); i < 10; i++ {
		t['0'+i] = i
	}
	for i := byte(0); i < 6; i++ {
		t['a'+i], t['A'+i] = 10+i, 10+i
	}
	return
}()
