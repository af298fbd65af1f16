package dn

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Match reports whether the names are the same by RFC 5280, section 7.1: as many
// RDNs in the same order, each with the same attributes in any order. Text is
// compared whatever its string type, without regard to case, to space at the ends
// and to the number of spaces inside; other values by their bytes. Unlike RFC 4518
// it does not normalize Unicode: no verifier that matters does.
func Match(a, b *Name) bool {
	if Equal(a, b) {
		return true
	}
	if len(a.RDNs) != len(b.RDNs) {
		return false
	}
	for i := range a.RDNs {
		if !matchRDN(a.RDNs[i].Attributes, b.RDNs[i].Attributes) {
			return false
		}
	}
	return true
}

func matchRDN(a, b []Attribute) bool {
	if len(a) != len(b) {
		return false
	}
	if len(a) == 1 {
		return matchAttribute(&a[0], &b[0])
	}
	used := make([]bool, len(b))
next:
	for i := range a {
		for j := range b {
			if !used[j] && matchAttribute(&a[i], &b[j]) {
				used[j] = true
				continue next
			}
		}
		return false
	}
	return true
}

func matchAttribute(a, b *Attribute) bool {
	if a.OID != b.OID {
		return false
	}
	const noText = NotString | WrongShape
	if (a.Fault|b.Fault)&noText != 0 {
		return bytes.Equal(a.DER, b.DER)
	}
	return matchText(a.Text, b.Text)
}

func matchText(a, b string) bool {
	if a == b {
		return true
	}
	x, y := folded{rest: a}, folded{rest: b}
	x.skip()
	y.skip()
	for {
		r, s := x.next(), y.next()
		if r != s {
			return false
		}
		if r < 0 {
			return true
		}
	}
}

// folded gives the characters of a text one by one in lower case, runs of space
// as one space, and none at the end.
type folded struct{ rest string }

func (f *folded) skip() {
	for len(f.rest) > 0 && isSpace(f.rest[0]) {
		f.rest = f.rest[1:]
	}
}

func (f *folded) next() rune {
	if f.rest == "" {
		return -1
	}
	if isSpace(f.rest[0]) {
		f.skip()
		if f.rest == "" {
			return -1
		}
		return ' '
	}
	r, n := utf8.DecodeRuneInString(f.rest)
	f.rest = f.rest[n:]
	return unicode.ToLower(r)
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }
