package judge

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/finding"
)

// Base64 that was changed without losing or gaining a character decodes to a
// certificate that is whole and not the original. Two ways of changing it leave a
// mark: + and / put for each other, by somebody who replaced %2B and %2F by hand,
// and one character read as another that looks like it.

// Mended says what has to be put back for a signature to verify.
type Mended uint8

const (
	MendedNot       Mended = iota
	ChildExchanged         // + and / of the certificate
	IssuerExchanged        // those of its issuer
	BothExchanged          // those of both
	IssuerPutBack          // the issuer's name: see [PutBack]
	SubjectPutBack         // the subject's name
)

// Exchange puts + and / of the base64 of a certificate for each other, and returns
// what it then decodes to.
func Exchange(der []byte) []byte {
	out := bytes.Clone(der)
	for i := 0; i < len(out); i += 3 {
		var group uint32
		n := min(3, len(out)-i)
		for k := range 3 {
			group <<= 8
			if k < n {
				group |= uint32(out[i+k])
			}
		}
		for shift := 0; shift < 24; shift += 6 {
			const plus, slash = 62, 63 // the only values whose upper five bits are set
			if v := group >> shift & 63; v == plus || v == slash {
				group ^= 1 << shift
			}
		}
		for k := range n {
			out[i+k] = byte(group >> (16 - 8*k))
		}
	}
	return out
}

// exchanged reports whether a certificate bears the mark of + and / put for each
// other: a BOOLEAN that is not 0xFF, where none is after they are put back, and
// nothing else is worse then.
func exchanged(c *certinfo.Certificate) bool {
	if !has(c, finding.BooleanNotDER) {
		return false
	}
	back := certinfo.Parse(Exchange(c.DER))
	return back.Whole && !has(back, finding.BooleanNotDER) && len(back.Findings) < len(c.Findings)
}

func has(c *certinfo.Certificate, id finding.ID) bool {
	for i := range c.Findings {
		if c.Findings[i].ID == id {
			return true
		}
	}
	return false
}

// maxMisread is how many certificates of a unit are compared with each other: what
// is read off a screen are a few.
const maxMisread = 16

// misread looks for the issuer of a certificate under a name that differs in one
// character of base64. It returns the index of the certificate, which may be itself,
// or -1.
func (j *Judge) misread(presented []Member, child int) int {
	if len(presented) > maxMisread {
		return -1
	}
	c := j.certificates[child]
	for _, m := range presented {
		issuer, subject := PutBack(c.Certificate, j.certificates[m.Certificate].Certificate)
		if issuer != nil || subject != nil {
			return m.Certificate
		}
	}
	return -1
}

// PutBack returns the child with the issuer's name as that issuer writes it, if the
// two names differ in one character of the child's base64, else nil. Where both are
// one certificate it does the same with its subject.
func PutBack(child, issuer *certinfo.Certificate) (ofIssuer, ofSubject []byte) {
	if !child.Whole || len(child.Issuer.DER) != len(issuer.Subject.DER) || len(child.Subject.RDNs) == 0 {
		return nil, nil
	}
	if oneCharacter(child.DER, &child.Issuer, issuer.Subject.DER) {
		ofIssuer = replaced(child, &child.Issuer, issuer.Subject.DER)
	}
	if child == issuer && oneCharacter(child.DER, &child.Subject, child.Issuer.DER) {
		ofSubject = replaced(child, &child.Subject, child.Issuer.DER)
	}
	return ofIssuer, ofSubject
}

func replaced(c *certinfo.Certificate, n *dn.Name, by []byte) []byte {
	out := bytes.Clone(c.DER)
	copy(out[n.Place.Offset:], by)
	return out
}

// oneCharacter reports whether a name in der differs from another of its length in
// a single character of der's base64, in one that is read for another.
func oneCharacter(der []byte, n *dn.Name, other []byte) bool {
	at := n.Place.Offset
	if at+len(other) > len(der) {
		return false
	}
	where := -1
	for i := range other {
		for bit := 0; (der[at+i]^other[i])<<bit&0xff != 0; bit++ {
			if (der[at+i]^other[i])<<bit&0x80 == 0 {
				continue
			}
			if k := (8*(at+i) + bit) / 6; where < 0 {
				where = k
			} else if k != where {
				return false
			}
		}
	}
	if where < 0 {
		return false
	}
	put := func(i int) byte { // the byte of der with the other name in it
		if i >= at && i < at+len(other) {
			return other[i-at]
		}
		if i < len(der) {
			return der[i]
		}
		return 0
	}
	is := func(i int) byte {
		if i < len(der) {
			return der[i]
		}
		return 0
	}
	return looksLike(sextet(is, where), sextet(put, where))
}

// sextet is a character of base64, by the bytes that it stands in.
func sextet(at func(int) byte, k int) byte {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	bit := 6 * k
	two := uint(at(bit/8))<<8 | uint(at(bit/8+1))
	return alphabet[two>>(10-bit%8)&63]
}

// alike are characters that are read for each other, by people and by programs that
// read pictures.
var alike = [...]string{"0OQoD", "1lIi/", "5Ss", "8B", "2Zz", "6Gb", "9gq", "cC", "vV", "wW", "xX", "uUvV", "kK", "pP", "yY", "4A", "7T/", "jJi", "t+"}

func looksLike(a, b byte) bool {
	for _, set := range alike {
		if bytes.IndexByte([]byte(set), a) >= 0 && bytes.IndexByte([]byte(set), b) >= 0 {
			return true
		}
	}
	return false
}
