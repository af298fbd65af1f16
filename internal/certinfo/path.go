package certinfo

import "strconv"

// Field paths name fields as RFC 5280 does, list members by index from zero.

// appendIndex appends "[i]".
func appendIndex(b []byte, i int) []byte {
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(i), 10)
	return append(b, ']')
}
