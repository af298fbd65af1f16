package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/source"
)

// Private keys inside of something else: a container that is not read, a field of a
// certificate, a word in a value.

// keyHeld reports whether a private key stands anywhere in b: as it is, or in words of
// base64 or hexadecimal, wherever in them it begins.
func (u *unwrapper) keyHeld(b []byte) bool {
	const shortest = 24 // characters: what a key is known by, and some of it
	if u.keyInside(b) {
		return true
	}
	for i := 0; i < len(b); i++ {
		from := i
		for i < len(b) && base64Class[b[i]] == classChar {
			i++
		}
		if i-from < shortest || !u.spend(i-from) {
			continue
		}
		for shift := range 4 {
			if u.keyInside(decodeBase64(b[from+shift : i])) {
				return true
			}
		}
		if u.keyInHex(b[from:i]) {
			return true
		}
	}
	return false
}

// endOfKey reports whether the last line of a key's armor is in b, perhaps encoded.
func endOfKey(b []byte) bool {
	i := bytes.Index(b, []byte("PRIVATE"))
	if i < 0 {
		return false
	}
	n, _ := gap(b, i+len("PRIVATE"))
	return n > 0 && hasPrefix(b[i+len("PRIVATE")+n:], "KEY")
}

// keyInHex is keyHeld for the hexadecimal in a word, which may have lost its first digit.
func (u *unwrapper) keyInHex(word []byte) bool {
	const shortest = 32 // digits
	for i := 0; i < len(word); i++ {
		from := i
		for i < len(word) && hexDigit[word[i]] < 16 {
			i++
		}
		if i-from >= shortest && (u.keyInside(hexWord(word[from:i])) || u.keyInside(hexWord(word[from+1:i]))) {
			return true
		}
	}
	return false
}

// heldIn looks for a key in a named value of which nothing was read.
func (u *unwrapper) heldIn(value source.Text, tr *trail) {
	if u.holds(value) {
		u.secret(Object{Kind: der.PrivateKey, Span: value.All()}, tr)
	}
}

// holds reports whether a private key stands anywhere in a value, in any of its forms.
func (u *unwrapper) holds(value source.Text) bool {
	b := value.Bytes
	u.look(len(b))
	if u.keyHeld(b) || endOfKey(b) || keyInText(b) {
		return true
	}
	if at := pairsIn(b); at >= 0 {
		if out, _ := hexText(value.Slice(at, value.Len())); u.keyInside(out.Bytes) {
			return true
		}
	}
	const binary = 16 // escapes that bytes have at least
	if bytes.Count(b, []byte("%")) >= binary {
		if out, _, _ := unpercent(value); u.keyInside(out.Bytes) {
			return true
		}
	}
	return bytes.Count(b, []byte(" "))+bytes.Count(b, []byte(",")) >= fewestBytes && u.keyInside(listed(b))
}

// fewestBytes are in a list of numbers that is a key.
const fewestBytes = 20

// listed are the bytes of a list of decimal numbers, wherever in b it begins; none if
// there are too few for a key.
//
//go:noinline
func listed(b []byte) (list []byte) {
	const apart = 3 // characters between two numbers: a comma and a blank, with a quote
	for i, end := 0, 0; i < len(b); i++ {
		if !digit(b[i]) {
			continue
		}
		if i-end > apart && len(list) < fewestBytes {
			list = list[:0]
		}
		n := 0
		for ; i < len(b) && digit(b[i]) && n <= 0xFF; i++ {
			n = n*10 + int(b[i]-'0')
		}
		end = i
		list = append(list, byte(n))
	}
	if len(list) < fewestBytes {
		return nil
	}
	return list
}

// pairsIn is where pairs of hexadecimal digits begin that something parts: at the start, or
// at the first colon; -1 if there are none.
func pairsIn(b []byte) int {
	if len(b) > 2 && hexSeparator(b[2]) {
		return 0
	}
	for i, c := range b {
		if c == ':' && i > 1 && colons(b[i-2:]) {
			return i - 2
		}
	}
	return -1
}

// hexWord decodes hexadecimal digits, by twos.
func hexWord(digits []byte) []byte {
	out := make([]byte, 0, len(digits)/2)
	for i := 0; i+1 < len(digits); i += 2 {
		c, _ := hexPair(digits, i)
		out = append(out, c)
	}
	return out
}

// keyInside reports whether a private key stands anywhere in bytes of no known
// structure: in a container of keys, or behind a certificate.
func (u *unwrapper) keyInside(b []byte) bool {
	u.look(len(b))
	for _, mark := range keyMarks {
		if bytes.Contains(b, mark) {
			return true
		}
	}
	for i := 0; i < len(b); i++ {
		j := bytes.IndexByte(b[i:], 0x30)
		if j < 0 {
			return false
		}
		if i += j; keyHead(b[i:]) && der.Classify(b[i:]).Secret() && long(b[i:]) && !otherStructure(b[i:]) {
			return true
		}
	}
	return false
}

// keyInStructure is keyHeld for a structure that nothing is read of, or a bundle: of keys
// as text too.
func (u *unwrapper) keyInStructure(b []byte) bool {
	u.look(2 * len(b))
	return u.keyHeld(b) || endOfKey(b) || keyInText(b)
}

// keyInText reports whether one of the forms that are text stands anywhere in b.
func keyInText(b []byte) bool {
	for i := 1; i < len(b); i++ {
		j := bytes.Index(b[i:], []byte("riv"))
		if j < 0 {
			break
		}
		if i += j; keyWord(b[i-1:]) != der.UnknownKind {
			return true
		}
	}
	i := bytes.Index(b, []byte("kty"))
	return i >= 0 && looseKey(b, i)
}

// long reports whether the structure that b begins with has room for a key.
func long(b []byte) bool {
	shortest := 30 // bytes
	if in, _ := insideSequence(b); len(in) > 3 && in[3] == 4 {
		shortest = 20 // of 112 bits in SEC 1, the smallest curve of SEC 2
	}
	return declared(b) >= shortest && declared(b) < 1<<30
}

// otherStructure reports whether b begins as a key does, a number and a SEQUENCE, and
// goes on as none: a TBSCertList, whose algorithm may be anything if it is damaged, and
// the parameters of a curve have a SEQUENCE next; a PrivateKeyInfo has an OCTET STRING, and
// after it what the context has (RFC 5958), an RSAPrivateKey another number, an ECPrivateKey
// what the context has.
func otherStructure(b []byte) bool {
	e, _ := der.First(b)
	in := e.Children()
	in.Next()
	second, _ := in.Next()
	third, ok := in.Next()
	switch {
	case !ok:
		return false
	case second.Is(der.Integer):
		return !third.Is(der.Integer)
	case !second.Is(der.Sequence):
		return third.Class != der.ContextSpecific
	}
	fourth, more := in.Next()
	return !third.Is(der.OctetString) || more && fourth.Class != der.ContextSpecific
}

// keyMarks are how keys begin that are no DER, and what is in those alone whose
// beginning is lost.
var keyMarks = [...][]byte{
	[]byte("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d"),         // PBES2: encrypted by a password
	[]byte("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c"),         // PBKDF2, in that
	[]byte("\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x01"), // a key in PKCS#12
	[]byte("\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x02"), // one that is encrypted
	[]byte("\xa0\x0a\x06\x08\x2a\x86\x48\xce\x3d\x03\x01"),         // the curve in SEC 1: of ANSI X9.62
	[]byte("\xa0\x07\x06\x05\x2b\x81\x04\x00"),                     // of SECG
	[]byte("\x06\x03\x2b\x65\x6e\x04"),                             // X25519, as a public key it goes on with 03
	[]byte("\x06\x03\x2b\x65\x6f\x04"),
	[]byte("\x06\x03\x2b\x65\x70\x04"),
	[]byte("\x06\x03\x2b\x65\x71\x04"),
	[]byte("openssh-key-v1\x00"),
	[]byte("\x00\x00RSA2"), // PRIVATEKEYBLOB of Windows' CryptoAPI, also in a .pvk
}
