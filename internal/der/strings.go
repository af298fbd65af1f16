package der

import "unicode/utf8"

// IsString reports whether the universal tag is that of a character string that
// this package can turn into text.
func IsString(tag int) bool {
	switch tag {
	case UTF8String, NumericString, PrintableString, T61String, VideotexString, IA5String,
		GraphicString, VisibleString, GeneralString, UniversalString, BMPString:
		return true
	}
	return false
}

// CheckString says of the content of a string of the universal type tag whether
// it is valid for the type (X.680, 41), and whether its octets are plain: UTF-8
// as they stand.
func CheckString(tag int, content []byte) (valid, plain bool) {
	switch tag {
	case UTF8String:
		ok := utf8.Valid(content)
		return ok, ok
	case BMPString:
		for i := 0; i+1 < len(content); i += 2 {
			if content[i]&0xF8 == 0xD8 { // a surrogate: BMPString is not UTF-16
				return false, false
			}
		}
		return len(content)%2 == 0, len(content) == 0
	case UniversalString:
		for i := 0; i+3 < len(content); i += 4 {
			if !utf8.ValidRune(quad(content[i:])) {
				return false, false
			}
		}
		return len(content)%4 == 0, len(content) == 0
	}
	valid, ascii := true, true
	for _, c := range content {
		if c >= 0x80 {
			ascii = false
			break
		}
		if valid && !inType(tag, c) {
			valid = false
		}
	}
	if ascii {
		return valid, true
	}
	switch tag {
	case T61String, VideotexString, GraphicString, GeneralString:
		return true, false
	}
	return false, utf8.Valid(content)
}

// inType reports whether the ASCII character is in the type's repertoire.
func inType(tag int, c byte) bool {
	switch tag {
	case NumericString:
		return '0' <= c && c <= '9' || c == ' '
	case PrintableString:
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			return true
		}
		switch c {
		case ' ', '\'', '(', ')', '+', ',', '-', '.', '/', ':', '=', '?':
			return true
		}
		return false
	case VisibleString:
		return 0x20 <= c && c <= 0x7E
	}
	return true
}

// DecodeString returns the content of a string of the universal type tag as
// UTF-8, and whether it is valid for the type. What is invalid is read leniently:
//
//   - UTF8String: each octet that is not UTF-8 becomes U+FFFD.
//   - BMPString: surrogate pairs are read as in UTF-16; a last odd octet becomes U+FFFD.
//   - T61String and its kin are read as Latin-1, as OpenSSL reads them: nobody
//     writes what T.61 says.
//   - Octets above 0x7F in the ASCII types are UTF-8 if all of them are, else Latin-1.
func DecodeString(tag int, content []byte) (text string, valid bool) {
	valid, plain := CheckString(tag, content)
	if plain {
		return string(content), valid
	}
	out := make([]byte, 0, len(content)+len(content)/2)
	switch tag {
	case UTF8String:
		for _, r := range string(content) { // the range gives U+FFFD for each bad octet
			out = utf8.AppendRune(out, r)
		}
	case BMPString:
		for ; len(content) >= 2; content = content[2:] {
			r := rune(content[0])<<8 | rune(content[1])
			if r&0xFC00 == 0xD800 && len(content) >= 4 && content[2]&0xFC == 0xDC {
				r = 0x10000 + (r&0x3FF)<<10 + rune(content[2]&3)<<8 + rune(content[3])
				content = content[2:]
			}
			out = utf8.AppendRune(out, r)
		}
		if len(content) > 0 {
			out = utf8.AppendRune(out, utf8.RuneError)
		}
	case UniversalString:
		for ; len(content) >= 4; content = content[4:] {
			out = utf8.AppendRune(out, quad(content))
		}
		if len(content) > 0 {
			out = utf8.AppendRune(out, utf8.RuneError)
		}
	default:
		for _, c := range content {
			out = utf8.AppendRune(out, rune(c))
		}
	}
	return string(out), valid
}

// quad reads four octets as a character; beyond Unicode it is U+FFFD.
func quad(b []byte) rune {
	r := rune(b[0])<<24 | rune(b[1])<<16 | rune(b[2])<<8 | rune(b[3])
	if r < 0 || r > utf8.MaxRune {
		return -1
	}
	return r
}

// Joined returns the content of a string type. One in the constructed form that
// BER allows (X.690, 8.7.3 and 8.21) is put together from its segments, which
// are of the same type or OCTET STRINGs; ok is false if they are not.
func (e *Element) Joined() (content []byte, ok bool) {
	if !e.Constructed {
		return e.Content(), true
	}
	return appendSegments(nil, e, 0)
}

func appendSegments(b []byte, e *Element, depth int) ([]byte, bool) {
	if depth == MaxDepth {
		return b, false
	}
	ok := true
	for in := e.Children(); ok && in.More(); {
		c, _ := in.Next()
		switch {
		case c.Class != Universal || c.Tag != e.Tag && c.Tag != OctetString || c.Problem&BrokenHeader != 0:
			return b, false
		case c.Constructed:
			b, ok = appendSegments(b, &c, depth+1)
		default:
			b = append(b, c.Content()...)
		}
	}
	return b, ok
}
