package certinfo

import (
	"bytes"
	"time"

	"github.com/mtlens/mtlens/internal/der"
)

// Pattern is a certificate that others may be like: of the same fields, algorithms and
// extensions, with other values. What was said of it holds for those too. It is a list of
// steps, each of which wants something of the bytes that come next.
type Pattern struct {
	src   []byte
	steps []step
	own   bool // its subject is its issuer
}

// step is what a pattern wants next. Its own bytes stand in the pattern from at to to; of
// an element the content begins at body.
type step struct {
	kind         stepKind
	value        valueKind // which value begins, ends, or may be another
	at, body, to int
	next         int // of a wantEither
}

type stepKind uint8

const (
	wantSame    stepKind = iota // these bytes
	wantEither                  // these bytes, and then on with the step next; or else the steps that follow
	wantBits                    // as many bytes, whatever they are
	wantModulus                 // as many bytes, of an odd number that is as long in bits
	wantOpen                    // an element of this type, whose content follows
	wantClose                   // the end of the element that was opened last
	wantValue                   // an element of this type, with this content or another value of its kind
	wantBegin                   // nothing: one of [Values] begins here
	wantEnd                     // and ends here
)

type valueKind uint8

const (
	nameText    valueKind = iota // of an attribute in a name
	addressText                  // of a host or e-mail
	uriText
	serialNumber
	positiveInteger // INTEGER
	theSerial
	theIssuer
	theSubject
	theNotBefore
	theNotAfter
	theAlternative
	theSubjectKeyID
	theAuthorityKeyID
)

// maxNesting bounds the elements around one that is compared: extensions need nine.
const maxNesting = 16

// Values are those of a certificate that is like another one. They share its memory.
type Values struct {
	DER                 []byte
	Serial              []byte // the content of an INTEGER
	Issuer, Subject     []byte // each a Name
	NotBefore, NotAfter time.Time
	Alternative         []byte // GeneralNames, the value of subjectAltName; nil if there is none
	SubjectKeyID        []byte // the values of these extensions; nil if there is none
	AuthorityKeyID      []byte
}

// Like reports whether a certificate is like the one of the pattern, and fills in its
// values. Then nothing is to be said of it but for its times, and it differs in nothing
// from the other one but in the values and the bytes of key, key identifiers and
// signature. Of more it is not known: false says nothing against it. Text that differs
// is of letters, digits and what is usual between them, so it is printed as it is.
func (p *Pattern) Like(src []byte, v *Values) bool {
	*v = Values{DER: src}
	var ends [maxNesting]int // of the elements around
	pos, end, level, began := 0, len(src), 0, 0
	for n := 0; n < len(p.steps); n++ {
		s := &p.steps[n]
		size := s.to - s.at
		switch s.kind {
		case wantSame:
			if size > end-pos || string(src[pos:pos+size]) != string(p.src[s.at:s.to]) {
				return false
			}
			pos += size
		case wantEither:
			if size <= end-pos && string(src[pos:pos+size]) == string(p.src[s.at:s.to]) {
				pos += size
				n = s.next - 1
			}
		case wantBits, wantModulus:
			if size > end-pos || s.kind == wantModulus && (src[pos] < 0x80 || src[pos+size-1]&1 == 0) {
				return false
			}
			pos += size
		case wantClose:
			if pos != end {
				return false
			}
			level--
			end = ends[level]
		case wantBegin:
			began = pos
		case wantEnd:
			if !v.take(s, src[began:pos]) {
				return false
			}
		default: // an element
			if pos >= end || src[pos] != p.src[s.at] {
				return false
			}
			header, length := der.Head(src[pos:end])
			if header == 0 {
				return false
			}
			pos += header
			if s.kind == wantOpen {
				ends[level] = end
				level++
				end = pos + length
				continue
			}
			content, other := src[pos:pos+length], p.src[s.body:s.to]
			if pos += length; string(content) != string(other) && !s.fits(content, other, p.src[s.at] != der.PrintableString) {
				return false
			}
		}
	}
	if pos != len(src) || v.NotAfter.Before(v.NotBefore) {
		return false
	}
	if p.own {
		return bytes.Equal(v.Issuer, v.Subject)
	}
	return Apart(v.Issuer, v.Subject)
}

// fits reports whether a content may stand in the place of another one.
func (s *step) fits(content, other []byte, address bool) bool {
	switch s.value {
	case nameText:
		return usualName(content, address)
	case addressText:
		return usualAddress(content)
	case uriText:
		return usualURI(other, content)
	case serialNumber:
		const longest = 20 // octets (RFC 5280, section 4.1.2.2)
		return positive(content) && len(content) <= longest
	case positiveInteger:
		return positive(content)
	}
	return false
}

// positive reports whether the content of an INTEGER is above zero, in its shortest form.
func positive(b []byte) bool {
	return len(b) > 0 && b[0] < 0x80 && (b[0] > 0 || len(b) > 1 && b[1] >= 0x80)
}

// take takes the bytes of a value; false if it is a time that is none.
func (v *Values) take(s *step, b []byte) bool {
	switch s.value {
	case theSerial:
		v.Serial = b[2:]
	case theIssuer:
		v.Issuer = b
	case theSubject:
		v.Subject = b
	case theAlternative:
		v.Alternative = b
	case theSubjectKeyID:
		v.SubjectKeyID = b
	case theAuthorityKeyID:
		v.AuthorityKeyID = b
	case theNotBefore, theNotAfter:
		header, length := der.Head(b)
		if header != 2 || length != len(b)-header {
			return false
		}
		t, fault := der.ReadTime(int(b[0]), b[header:])
		const first = 2050 // year that needs a GeneralizedTime (RFC 5280, section 4.1.2.5)
		if fault != 0 || b[0] == der.GeneralizedTime && t.Year() < first {
			return false
		}
		if s.value == theNotBefore {
			v.NotBefore = t
		} else {
			v.NotAfter = t
		}
	}
	return true
}
