package unwrap

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/source"
)

// Strings of Haskell, whose escapes are in decimal, or the name of a control character (Haskell
// 2010, section 2.6): "0\130\STXs0\130\STX\CAN\160". \& stands for nothing, between an escape and a
// digit.

// haskellMark is the length of an INTEGER's tag, which every structure has.
const haskellMark = `\STX`

// haskellNames are those of two and three letters, in order; the others are C's, too.
const haskellNames = " NUL SOH STX ETX EOT ENQ ACK a b t n v f r SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US SP "

// undoHaskell makes strings with octal escapes of those with the mark.
func undoHaskell(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	out := source.NewBuilder(t.Text(), len(b))
	from, n := 0, 0
	for i := 0; i < len(b); {
		k := bytes.IndexByte(b[i:], '"')
		if k < 0 {
			break
		}
		start := i + k
		end := closes(b, start+1, '"')
		if end < 0 {
			i = lineEnd(b, start)
			continue
		}
		i = end + 1
		if !bytes.Contains(b[start:end], []byte(haskellMark)) {
			continue
		}
		for at := start + 1; at < end; at++ {
			if b[at] != '\\' {
				continue
			}
			c, width := haskellEscape(b[:end], at+1)
			if width > 0 {
				out.Copy(from, at)
				from = at + 1 + width
				if b[at+1] != '&' {
					out.Replace(at, from, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
				}
				n++
			}
			at += max(1, width)
		}
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// haskellEscape reads what follows the backslash of an escape that C does not have, and its
// length; 0 if it is another.
func haskellEscape(b []byte, i int) (c byte, width int) {
	if v, end := digitsAt(b, i); end > i {
		return byte(v), end - i
	}
	for width := 3; width > 1; width-- {
		word := string(b[i:min(len(b), i+width)])
		if word == "DEL" {
			return 0x7F, width
		}
		if k := strings.Index(haskellNames, " "+word+" "); k >= 0 {
			return byte(strings.Count(haskellNames[:k], " ")), width
		}
	}
	if i < len(b) && b[i] == '&' {
		width = 1
	}
	return 0, width
}
