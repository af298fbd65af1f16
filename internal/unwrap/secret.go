package unwrap

import (
	"bytes"
	"slices"
	"strings"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/source"
)

// Private keys. Each form that a key has is recognized in every wrapping in which a
// certificate is read, and becomes an [Object] of a kind that is secret: it has the
// places of the key, and what holds it is never shown.
//
//	DER       PKCS#8, PKCS#1, SEC 1, encrypted PKCS#8, PKCS#12: however short
//	PEM       whatever the label, if it ends in PRIVATE KEY
//	OpenSSH   its base64 without armor, "openssh-key-v1"
//	PuTTY     "Private-Lines:" of a .ppk file
//	JWK       an object with kty and d, k, p, … (RFC 7517, 7518, 8037)
//	text      of openssl pkey -text: "Private-Key:", "priv:", "privateExponent:"

// keyHead reports whether b begins as a private key in DER does:
//
//	OneAsymmetricKey         30 n 02 01 (00|01) 30    RFC 5958; PKCS#8
//	RSAPrivateKey            30 n 02 01 (00|01) 02    RFC 8017, A.1.2
//	ECPrivateKey             30 n 02 01 01 04         RFC 5915
//	EncryptedPrivateKeyInfo  30 n 30 n 06 n 1.2.840.113549.1.(5|12), or Sun's 1.3.6.1.4.1.42.2 in key stores
func keyHead(b []byte) bool {
	b, ok := insideSequence(b)
	if !ok {
		return false
	}
	if hasPrefix(b, "\x02\x01") && len(b) > 3 && b[2] <= 1 {
		return b[3] == 0x30 || b[3] == 2 || b[3] == 4 && b[2] == 1
	}
	b, ok = insideSequence(b)
	if !ok || len(b) < 10 || b[0] != 6 {
		return false
	}
	return hasPrefix(b[2:], "\x2a\x86\x48\x86\xf7\x0d\x01") && (b[9] == 5 || b[9] == 12) || hasPrefix(b[2:], "\x2b\x06\x01\x04\x01\x2a\x02")
}

// insideSequence is what follows the header of the SEQUENCE that b begins with.
func insideSequence(b []byte) (inside []byte, ok bool) {
	if len(b) < 2 || b[0] != 0x30 || b[1] > 0x84 {
		return nil, false
	}
	n := 2
	if b[1] > 0x80 {
		n += int(b[1] & 0x0F)
	}
	return b[min(n, len(b)):], true
}

// shortKey reads the base64 of a key of less than 128 bytes: "M" and a letter up to
// H, and after it what such keys begin with.
func (u *unwrapper) shortKey(t source.Text, at run, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	const head = 24 // characters
	if len(b) < head || b[1] < 'A' || b[1] > 'H' || b[3] != 'C' && b[3] != 'w' || !keyHead(decodeBase64(base64Head(b, head))) {
		return 0, 4
	}
	return u.base64Run(t, at, tr, depth)
}

// shortKeyBytes reads a key in a literal of source code that begins with a byte of
// its own before the first escape: 0.\x02\x01\x00.
func (u *unwrapper) shortKeyBytes(t source.Text, at run, tr *trail, depth int) (taken, looked int) {
	if b := t.Bytes; len(b) < minBare || b[1] == '\\' || b[2] != '\\' && b[3] != '\\' {
		return 0, 3
	}
	return u.literalBytes(t, at, tr, depth)
}

// sshKey reads the base64 or hexadecimal of what OpenSSH writes between the armor of
// its private keys (PROTOCOL.key of OpenSSH).
func (u *unwrapper) sshKey(t source.Text, _ run, tr *trail, depth int) (taken, looked int) {
	end := base64Words(t.Bytes)
	u.secret(Object{Kind: der.OpenSSHKey, Span: t.Span(0, end)}, tr)
	u.recognized("private key", depth)
	return end, end
}

// keyText looks for private keys in the forms that are text.
func (u *unwrapper) keyText(t source.Text, tr *trail) {
	b := t.Bytes
	u.look(2 * len(b))
	if u.looseKey(t, tr) {
		return
	}
	for i := 1; i < len(b); {
		j := bytes.Index(b[i:], []byte(partOfKeyWords))
		if j < 0 {
			return
		}
		i += j
		kind := keyWord(b[i-1:])
		if kind == der.UnknownKind {
			i++
			continue
		}
		end := paragraphEnd(b, i)
		u.look(end - i)
		u.secret(Object{Kind: kind, Span: t.Span(i-1, end)}, tr)
		i = end
	}
}

// partOfKeyWords stands in each word that [keyWord] knows.
const partOfKeyWords = "riv"

// keyWord says which text of a private key has the word that b begins with.
func keyWord(b []byte) der.Kind {
	switch {
	case isWordThen(b, "Private-Lines"), isWordThen(b, "Private-MAC"):
		return der.PuTTYKey
	case isWordThen(b, "Private-Key"), isWordThen(b, "privateExponent"):
		return der.KeyText
	case hasPrefix(b, "priv:"):
		const near = 24 // characters: a line break, in an encoding perhaps, and blanks
		for i := len("priv:"); i < len(b) && i < near; i++ {
			if c, ok := hexPair(b, i); ok && c != '\n' && i+2 < len(b) && b[i+2] == ':' {
				return der.KeyText
			}
		}
	}
	return der.UnknownKind
}

// looseKey takes a text that is no JSON as it stands, but may be some in an encoding,
// if it has the members of a JSON Web Key.
func (u *unwrapper) looseKey(t source.Text, tr *trail) bool {
	i := bytes.Index(t.Bytes, []byte("kty"))
	if i < 0 || !looseKey(t.Bytes, i) {
		return false
	}
	u.secret(Object{Kind: der.JWK, Span: t.All()}, tr)
	return true
}

// brokenKey looks for a JSON Web Key in JSON that begins at offset at and was read up
// to next: if it is not whole, something may have encoded a part of it.
func (x *lines) brokenKey(at, next int) {
	b := x.t.Bytes
	if x.kty == notAsked {
		x.kty = no
		x.u.look(len(b))
		if bytes.Contains(b, []byte("kty")) {
			x.kty = yes
		}
	}
	if x.kty == no || b[next-1] == '}' || b[next-1] == ']' {
		return
	}
	if end := x.u.lineEnd(b, next); x.u.spend(end - at) {
		x.u.look(end - at)
		x.u.looseKey(x.t.Slice(at, end), x.tr)
	}
}

// isWordThen reports whether b begins with the word and a colon, which may be encoded;
// what stands after that is no name.
func isWordThen(b []byte, word string) bool {
	if n := len("Private"); hasPrefix(b, "Private%2D") {
		b, word = b[n+3:], word[min(n+1, len(word)):]
	}
	if !hasPrefix(b, word) || len(b) < len(word)+2 {
		return false
	}
	b = b[len(word):]
	return b[0] == '%' || b[0] == ':' && !nameByte(b[1])
}

// looseKey reports whether a text has the members of a JSON Web Key, in an encoding
// perhaps: kty, the word of which is at b[at], and one that is private.
func looseKey(b []byte, at int) bool {
	const near = 30 // characters between a member's name and its value
	after := b[at : at+min(near, len(b)-at)]
	if !slices.ContainsFunc([]string{"RSA", "EC", "OKP", "oct", "AKP"}, func(s string) bool { return bytes.Contains(after, []byte(s)) }) {
		return false
	}
	for i := 1; i+1 < len(b); i++ {
		n := 1
		switch c := b[i]; {
		case c == 'd' || c == 'k' || c == 'q':
		case c == 'p' && hasPrefix(b[i:], "priv"):
			n = 4
		case c != 'p':
			continue
		}
		if end := i + n; end == len(b) || !apart(b, i-1) || wordByte(b[end]) && b[end] != '%' && b[end] != '\\' {
			continue
		}
		run := 0
		for k := i + n; k < len(b) && k < i+near+minSecret; k++ {
			if run++; b[k] == '%' && run > 1 && hasPrefix(b[k:], "%2D") {
				k += 2
			} else if base64Class[b[k]] != classChar {
				run = 0
			}
			if run == minSecret {
				return true
			}
		}
	}
	return false
}

// apart reports whether b[i] is no part of a word, or the end of an encoded quote.
func apart(b []byte, i int) bool {
	if base64Class[b[i]] != classChar {
		return true
	}
	return i > 1 && b[i-2] == '%'
}

// textMember reports whether a named value is a private part of a key as text.
func textMember(name string, value []byte) bool {
	switch name {
	case "Private-Key":
		return len(value) >= minSecret
	case "priv", "privateExponent", "prime1", "prime2", "exponent1", "exponent2", "coefficient", "seed", "Private-Lines", "Private-MAC":
		_, ok := hexPair(value, 0)
		return ok && len(value) >= minSecret
	}
	return false
}

// keyValue takes a named value that is a private part of a key as text.
func (u *unwrapper) keyValue(value source.Text, tr *trail) {
	u.unit().Fields[u.field].Secret = true
	if objects := u.unit().Objects; len(objects) == 0 || objects[len(objects)-1].Kind != der.KeyText {
		u.secret(Object{Kind: der.KeyText, Span: value.All()}, tr)
	}
}

// paragraphEnd returns the offset of the first empty line in b from i on.
func paragraphEnd(b []byte, i int) int {
	if j := bytes.Index(b[i:], []byte("\n\n")); j >= 0 {
		return i + j
	}
	return len(b)
}

// jwk is what is known of an open object that may be a JSON Web Key.
type jwk struct {
	start   int // its offset
	field   int // of the unit, so many when it began
	public  bool
	private bool
}

// member takes note of a member, with a value of so many characters, that a JSON Web
// Key may have (RFC 7518, section 6; RFC 8037, section 2).
func (k *jwk) member(name string, length int) {
	switch name {
	case "kty", "crv", "n", "x", "pub":
		k.public = true
	default:
		k.private = k.private || privateMember(name) && length >= minSecret
	}
}

// minSecret is the length of the shortest value of a JWK that is a secret: 12 bytes.
const minSecret = 16

func privateMember(name string) bool {
	switch name {
	case "d", "p", "q", "dp", "dq", "qi", "k", "priv":
		return true
	}
	return false
}

// keyEvent keeps account of the objects that may be JSON Web Keys.
func (m *members) keyEvent(e jsontext.Event) {
	switch e.Kind {
	case jsontext.Open:
		m.keys = append(m.keys[:min(e.Depth, len(m.keys))], jwk{start: e.Start, field: len(m.u.unit().Fields)})
	case jsontext.Close:
		m.endKeys(e.Depth, e.End)
	case jsontext.String:
		const longest = 4 // characters of such a name
		if n := len(m.keys); n > 0 && n == e.Depth && e.KeyEnd > e.Key {
			if name := m.t.Bytes[e.Key:e.KeyEnd]; len(name) <= longest || bytes.IndexByte(name, '\\') >= 0 {
				m.keys[n-1].member(m.word(key{e.Key, e.KeyEnd}), e.End-e.Start)
			}
		}
	}
}

// endKeys ends the objects that are deeper than depth, at offset end.
func (m *members) endKeys(depth, end int) {
	for n := len(m.keys) - 1; n >= depth && n >= 0; n-- {
		k := m.keys[n]
		m.keys = m.keys[:n]
		if k.public && k.private {
			m.u.webKey(m.t.Span(k.start, end), k.field, m.tr)
		}
	}
}

// webKey adds a JSON Web Key, the members of which are among the unit's fields from
// first on.
func (u *unwrapper) webKey(at source.Span, first int, tr *trail) {
	fields := u.unit().Fields
	for i := min(first, len(fields)); i < len(fields); i++ {
		fields[i].Secret = fields[i].Secret || privateMember(fields[i].Name)
	}
	u.secret(Object{Kind: der.JWK, Span: at}, tr)
}

// secret adds a private key of which nothing is read.
func (u *unwrapper) secret(o Object, tr *trail) {
	if n := len(u.unit().Objects); n > 0 && u.field >= 0 {
		if last := &u.unit().Objects[n-1]; last.Kind == o.Kind && last.Span.Start <= o.Span.Start && o.Span.End <= last.Span.End {
			u.unit().Fields[u.field].Secret = true // it was told before, of what is around it
			return
		}
	}
	o.Field, o.Steps = u.field, tr.steps()
	u.exposed(&o, o.Span)
	u.add(o)
}

// What is said of a private key, and what to do.
const (
	notShown   = " It is not shown, and it is in no report, link or download."
	KeyFound   = "The paste holds a private key." + notShown
	KeyExposed = "If it came from a log, a ticket or a chat, treat it as exposed: revoke the certificate and make a new key."
)

// exposed adds the finding about a private key. In a file of keys it is where it
// belongs; in a header, a log, a message it is not.
func (u *unwrapper) exposed(o *Object, span source.Span) {
	if u.field >= 0 {
		u.unit().Fields[u.field].Secret = true
	}
	what := KeyFound
	switch {
	case o.Kind == der.PKCS12:
		what = "The paste holds a PKCS#12 store with a private key, or with parts that are encrypted and may be one." + notShown
	case o.Kind == der.BrokenBundle:
		what = "The paste holds a PKCS#7 bundle that is damaged. Nothing in it can be read, so it may be a private key." + notShown
	case o.Holds:
		what = "The paste holds a certificate, request or list with a private key in one of its fields." + notShown
	}
	list := (*findings)(&o.Findings)
	if o.File = u.field < 0 && u.keyFile(span); o.File {
		list.add(finding.KeyFile, "", what, "Opened here it stays on this device. Whoever else has this file has the key.", span)
		return
	}
	list.add(finding.PrivateKey, "", what, KeyExposed, span)
}

// keyFile reports whether the paste is a file in which keys belong, and not a text
// that one got into: it is binary, or begins with armor, or with the key at span.
func (u *unwrapper) keyFile(span source.Span) bool {
	b := u.paste.Bytes
	first := skipSpace(b, 0)
	b = b[first:]
	return u.binary || span.Start == first || hasPrefix(b, "-----BEGIN ") || hasPrefix(b, "Bag Attributes") || hasPrefix(b, "PuTTY-User-Key-File-")
}

// mayBeSecret is a quick look for what every key has: a long word, many digits, or
// words of its own.
func mayBeSecret(s string) bool {
	const longWord, manyDigits = 32, 30
	run, digits := 0, 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if run++; base64Class[c] != classChar && c != '%' && c != ':' && c != '\\' {
			run = 0
		}
		if digit(c) {
			digits++
		}
		if run == longWord || digits == manyDigits {
			return true
		}
	}
	return strings.Contains(s, "riv") || strings.Contains(s, "kty") || strings.Contains(s, smallCurve)
}

// shortestKey is the base64 of 32 bytes, in characters; shorter ones are of a small curve
// in SEC 1, and the base64 of those goes on with what stands in each, 01 01 04.
const (
	shortestKey = 44
	smallCurve  = "AQEE"
)

// Secret reports whether a value that was not looked into, a field of a log, holds a
// private key.
func Secret(value string) bool {
	if len(value) < shortestKey && !strings.Contains(value, smallCurve) || !mayBeSecret(value) {
		return false
	}
	p := Open([]byte(value))
	for u := range p.Units() {
		for i := range u.Objects {
			if u.Objects[i].Kind.Secret() {
				return true
			}
		}
	}
	return p.u.holds(p.u.paste)
}
