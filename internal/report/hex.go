package report

import "github.com/mtlens/mtlens/internal/der"

// Hexadecimal by table: certificates hold a good deal of it.

const (
	lowerDigits = "0123456789abcdef"
	upperDigits = "0123456789ABCDEF"
)

// hexOf is b in lower-case hexadecimal, without separators.
func hexOf(b []byte) string {
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, lowerDigits[c>>4], lowerDigits[c&15])
	}
	return string(out)
}

// hexColons is b in upper-case hexadecimal, a colon between two bytes.
func hexColons(b []byte) string {
	return string(appendColons(make([]byte, 0, 3*len(b)), b, upperDigits))
}

func appendColons(dst, b []byte, digits string) []byte {
	for i, c := range b {
		if i > 0 {
			dst = append(dst, ':')
		}
		dst = append(dst, digits[c>>4], digits[c&15])
	}
	return dst
}

// unsigned is the content of an INTEGER without the zero bytes before it. A number
// of a key that looks negative lacks its leading zero byte, and no more.
func unsigned(raw []byte) []byte {
	for len(raw) > 1 && raw[0] == 0 {
		raw = raw[1:]
	}
	return raw
}

func firstElement(raw []byte) (der.Element, bool) {
	r := der.NewReader(raw)
	return r.Next()
}
