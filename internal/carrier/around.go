package carrier

import (
	"strings"
	"unicode/utf8"
)

// What pages and programs put around a value as a whole, and what closes it.
const (
	openers = "<{[(\"'`“„‘«"
	closers = ">}])\"'`”“’»"
)

// Inside is where the value is that s has in one of these; 0 and 0 if it has none.
func Inside(s string) (from, to int) {
	r, size := utf8.DecodeRuneInString(s)
	at := strings.IndexRune(openers, r)
	if at < 0 || size == 0 {
		return 0, 0
	}
	n := utf8.RuneCountInString(openers[:at])
	for i, c := range closers {
		if n == 0 {
			if end := len(s) - utf8.RuneLen(c); end >= size && strings.HasSuffix(s, closers[i:i+utf8.RuneLen(c)]) {
				return size, end
			}
			break
		}
		n--
	}
	return 0, 0
}
