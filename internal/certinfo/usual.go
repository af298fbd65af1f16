package certinfo

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/der"
)

// What values of certificates look like of which nothing is to be said, and whether two of
// them are not the same.

// usualName reports whether the text of a name is of characters of which nothing is to be
// said, and which no style of printing escapes.
func usualName(b []byte, address bool) bool {
	const longest = 64 // characters (RFC 5280, appendix A.1)
	if len(b) == 0 || len(b) > longest || b[0] == ' ' || b[len(b)-1] == ' ' {
		return false
	}
	for i, c := range b {
		switch {
		case letterOrDigit(c), c == '.', c == ':', c == '(', c == ')':
		case (c == ' ' || c == '-') && (i == 0 || b[i-1] != c): // two hyphens may stand for other letters (RFC 3492)
		case (c == '_' || c == '@') && address: // no PrintableString has these
		default:
			return false
		}
	}
	return true
}

func letterOrDigit(c byte) bool { return c-'0' < 10 || c|0x20-'a' < 26 }

// usualKinds reports whether all of GeneralNames are of the four usual kinds.
func usualKinds(names []byte) bool {
	all, _ := der.First(names)
	in := all.Children()
	for e := (der.Element{}); in.Scan(&e); {
		if e.Class != der.ContextSpecific || e.Constructed {
			return false
		}
		switch NameKind(e.Tag) {
		case RFC822Name, DNSName, URI, IPAddress:
		default:
			return false
		}
	}
	return true
}

// usualAddress reports whether a host name, an address or a URI is of characters of which
// nothing is to be said.
func usualAddress(b []byte) bool {
	const longest = 253 // characters of a host name
	if len(b) == 0 || len(b) > longest {
		return false
	}
	for i, c := range b {
		if c == '-' && i > 0 && b[i-1] == '-' { // may stand for other letters (RFC 3492)
			return false
		}
		if !letterOrDigit(c) && c != '.' && c != '-' && c != '_' && c != '@' && c != '/' && c != ':' && c != '*' {
			return false
		}
	}
	return true
}

// usualURI is usualAddress for a URI that should have the scheme of another one.
func usualURI(other, b []byte) bool {
	scheme, _, ok := bytes.Cut(other, []byte("://"))
	return ok && usualAddress(b) && bytes.HasPrefix(b, other[:len(scheme)+len("://")])
}

// Apart reports whether two Names, DER of certificates that are like others, are not the
// same by the rules of RFC 5280, section 7.1: some value differs in more than letter case
// and blanks.
func Apart(a, b []byte) bool {
	for len(a) > 0 {
		if len(b) == 0 {
			return true
		}
		header, length := der.Head(a)
		other, size := der.Head(b)
		if header == 0 || other == 0 {
			return false // it is not known
		}
		length, size = header+length, other+size
		if !bytes.Equal(a[:length], b[:size]) && apart(a[:length], b[:size], header, other) {
			return true
		}
		a, b = a[length:], b[size:]
	}
	return len(b) > 0
}

// apart compares two elements that are not the same, whose contents begin there.
func apart(a, b []byte, header, other int) bool {
	const constructed = 0x20
	switch {
	case a[0]&b[0]&constructed != 0:
		return Apart(a[header:], b[other:])
	case a[0] == der.OID || b[0] == der.OID:
		return true
	}
	return usualString(a[0]) && usualString(b[0]) && !sameText(a[header:], b[other:])
}

// usualString reports whether an identifier octet is that of a string of one of the usual types.
func usualString(c byte) bool {
	return c == der.UTF8String || c == der.PrintableString || c == der.IA5String
}

// isUsual reports whether e is a string of one of the usual types.
func isUsual(e *der.Element) bool {
	return e.Is(der.UTF8String) || e.Is(der.PrintableString) || e.Is(der.IA5String)
}

// sameText reports whether two texts may be the same without letter case and blanks; of
// those that have letters outside of ASCII it is not known.
func sameText(a, b []byte) bool {
	i, k := 0, 0
	for {
		for i < len(a) && a[i] == ' ' {
			i++
		}
		for k < len(b) && b[k] == ' ' {
			k++
		}
		if i == len(a) || k == len(b) {
			return i == len(a) && k == len(b)
		}
		if a[i] >= 0x80 || b[k] >= 0x80 {
			return true
		}
		if a[i] != b[k] && (a[i]|0x20 != b[k]|0x20 || a[i]|0x20-'a' >= 26) {
			return false
		}
		i, k = i+1, k+1
	}
}
