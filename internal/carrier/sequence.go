package carrier

import "encoding/base64"

// Byte sequences of structured fields (RFC 8941, sections 3.1 and 3.3.5), as RFC
// 9440 uses them: Client-Cert is one item, Client-Cert-Chain a list.
//
//	list     = item *( OWS "," OWS item )
//	item     = ":" *base64 ":" *( ";" *SP key [ "=" bare-item ] )
//
// A list may also come as several header lines, each of which is one.

// IsByteSequences reports whether b begins as one: a colon, base64 or nothing, a
// colon, and then the end, a comma or parameters. The second colon may be cut off, if enough of base64 stands before.
func IsByteSequences(b []byte) bool {
	b, _ = trim(b)
	if len(b) < 2 || b[0] != ':' {
		return false
	}
	for i := 1; i < len(b); i++ {
		if b[i] == ':' {
			rest, _ := trim(b[i+1:])
			return len(rest) == 0 || rest[0] == ',' || rest[0] == ';'
		}
		if !base64Char(b[i]) && !blank(b[i]) {
			return false
		}
	}
	const certain = 16
	return len(b) > certain
}

// several reports whether b, which is one, is a list of more than one.
func several(b []byte) bool {
	colons := 0
	for _, c := range b {
		if c == ':' {
			if colons++; colons > 2 {
				return true
			}
		}
	}
	return false
}

// ReadByteSequences reads one byte sequence or a list of them: the base64 of each,
// without its colons. Parameters are skipped. whole is false where a colon is
// missing or something else stands between; what was read is given.
func ReadByteSequences(b []byte) (items []Range, whole bool) {
	i := 0
	for {
		for i < len(b) && blank(b[i]) {
			i++
		}
		if i == len(b) || b[i] != ':' {
			return items, false
		}
		from := i + 1
		for i = from; i < len(b) && b[i] != ':'; {
			i++
		}
		items = append(items, Range{from, i})
		if i == len(b) {
			return items, false
		}
		for i++; i < len(b) && blank(b[i]); {
			i++
		}
		if i < len(b) && b[i] != ',' && b[i] != ';' {
			return items, false
		}
		for i < len(b) && b[i] != ',' { // parameters
			if b[i] == '"' {
				i = quoteEnd(b, i+1)
			}
			i++
		}
		if i >= len(b) {
			return items, true
		}
		i++
	}
}

// AppendByteSequences writes the DER of certificates so, with a comma and a space
// between two.
func AppendByteSequences(dst []byte, ders ...[]byte) []byte {
	for i, d := range ders {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = append(base64.StdEncoding.AppendEncode(append(dst, ':'), d), ':')
	}
	return dst
}

// base64Char reports whether c is of one of the two alphabets, or a filler.
func base64Char(c byte) bool {
	return c >= '0' && c <= '9' || lower(c) >= 'a' && lower(c) <= 'z' || c == '+' || c == '/' || c == '=' || c == '-' || c == '_'
}
