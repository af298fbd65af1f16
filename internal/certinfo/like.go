package certinfo

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// NewPattern returns the pattern of a certificate of which there is no finding, and its
// values; false if nothing can be known to be like it.
func NewPattern(src []byte) (p *Pattern, v Values, ok bool) {
	o := NewOutline(der.Certificate, src)
	if !o.sound() {
		return nil, v, false
	}
	x := maker{src: src, o: &o, p: &Pattern{src: src}}
	if !x.certificate() || x.deepest > maxNesting {
		return nil, v, false
	}
	p = x.p
	p.own = bytes.Equal(o.Fields[FieldIssuer].of(src), o.Fields[FieldSubject].of(src))
	// A certificate is like itself, unless there is something in it that this file does
	// not know.
	return p, v, p.Like(src, &v)
}

// sound reports whether the structure around the fields is as it must be.
func (o *Outline) sound() bool {
	return o.Whole && !o.Cut && o.Length == Fits && o.Serial == 0 && !o.Swallowed && o.Extra.Length == 0 && o.After.Length == 0
}

func (p Part) of(src []byte) []byte { return src[p.Offset : p.Offset+p.Length] }

// maker makes the steps of a pattern.
type maker struct {
	src            []byte
	o              *Outline
	p              *Pattern
	level, deepest int
	id             oid.OID // the last one
}

func (x *maker) add(s step) { x.p.steps = append(x.p.steps, s) }

// same wants the bytes as they are.
func (x *maker) same(at, to int) {
	if n := len(x.p.steps); n > 0 && x.p.steps[n-1].kind == wantSame && x.p.steps[n-1].to == at {
		x.p.steps[n-1].to = to
	} else if at < to {
		x.add(step{kind: wantSame, at: at, to: to})
	}
}

// bits wants the content of e to be as long; the first few bytes of it are the same.
func (x *maker) bits(e *der.Element, same int) {
	body := e.Offset + e.Header
	x.same(e.Offset, body+same)
	x.add(step{kind: wantBits, at: body + same, to: e.End()})
}

// open wants an element of the type of e; inside adds the steps for its content.
func (x *maker) open(e *der.Element, inside func() bool) bool {
	x.add(step{kind: wantOpen, at: e.Offset})
	x.level++
	x.deepest = max(x.deepest, x.level)
	ok := inside()
	x.level--
	x.add(step{kind: wantClose})
	return ok
}

// value marks what the steps that are added are about.
func (x *maker) value(v valueKind, add func() bool) bool {
	x.add(step{kind: wantBegin})
	ok := add()
	x.add(step{kind: wantEnd, value: v})
	return ok
}

// either goes past e where it is the same.
func (x *maker) either(e *der.Element, add func() bool) bool {
	n := len(x.p.steps)
	x.add(step{kind: wantEither, at: e.Offset, to: e.End()})
	ok := add()
	x.p.steps[n].next = len(x.p.steps)
	return ok
}

func (x *maker) field(f Field) (e der.Element) {
	if x.o.Fields[f].State != Absent {
		e = x.o.Fields[f].element(x.src)
	}
	return e
}

// sameFields wants those of the fields that are there as they are.
func (x *maker) sameFields(list ...Field) {
	for _, f := range list {
		if part := x.o.Fields[f]; part.State != Absent {
			x.same(part.Offset, part.Offset+part.Length)
		}
	}
}

func (x *maker) certificate() bool {
	outer, tbs := x.o.Outer.element(x.src), x.field(FieldTBS)
	return x.open(&outer, func() bool {
		return x.open(&tbs, x.fields) && x.signature()
	})
}

func (x *maker) fields() bool {
	x.sameFields(FieldVersion)
	serial, validity := x.field(FieldSerial), x.field(FieldValidity)
	x.value(theSerial, func() bool {
		x.add(step{kind: wantValue, value: serialNumber, at: serial.Offset, body: serial.Offset + serial.Header, to: serial.End()})
		return true
	})
	x.sameFields(FieldSignature)
	if !x.name(FieldIssuer, theIssuer) || !x.open(&validity, x.validity) || !x.name(FieldSubject, theSubject) || !x.key() {
		return false
	}
	x.sameFields(FieldIssuerUniqueID, FieldSubjectUniqueID)
	return x.extensions()
}

func (x *maker) name(f Field, v valueKind) bool {
	e := x.field(f)
	return x.value(v, func() bool {
		return x.either(&e, func() bool { return x.alike(&e, inName) })
	})
}

// validity wants times of the same form; what they are [Values.take] reads.
func (x *maker) validity() bool {
	for _, f := range [...]Field{FieldNotBefore, FieldNotAfter} {
		e := x.field(f)
		x.value(theNotBefore+valueKind(f-FieldNotBefore), func() bool {
			x.bits(&e, 0)
			return true
		})
	}
	return true
}

// key wants a SubjectPublicKeyInfo. A key of the same algorithm and length differs in its
// bits alone.
func (x *maker) key() bool {
	e := x.field(FieldKey)
	var in [2]der.Element
	if few(&e, in[:]) != 2 || !in[1].Is(der.BitString) || in[1].Constructed || in[1].Declared < 2 || in[1].Content()[0] != 0 {
		return false
	}
	x.same(e.Offset, in[1].Offset)
	id, _ := der.First(in[0].Content())
	switch point := in[1].Content()[1:]; oid.OID(id.Content()) {
	case oid.ECPublicKey: // first how the point is written
		x.bits(&in[1], 2)
	case oid.Ed25519:
		x.bits(&in[1], 1)
	case oid.RSAEncryption:
		key, _ := der.First(point)
		var n [2]der.Element
		if few(&key, n[:]) != 2 || len(key.Bytes) != len(point) || len(n[0].Content()) < 2 || n[0].Content()[0] != 0 {
			return false
		}
		at := in[1].Offset + in[1].Header + 1
		from, to := at+n[0].Offset+n[0].Header+1, at+n[0].End() // without the first octet, which is 0
		x.same(in[1].Offset, from)
		x.add(step{kind: wantModulus, at: from, to: to})
		x.same(to, in[1].End())
	default:
		x.same(in[1].Offset, in[1].End())
	}
	return true
}

// few reads the elements inside e, as many as there is room for, and returns how many
// those are.
func few(e *der.Element, into []der.Element) (n int) {
	for in := e.Children(); n < len(into) && in.Scan(&into[n]); n++ {
	}
	return n
}

func (x *maker) extensions() bool {
	e := x.field(FieldExtensions)
	if x.o.Fields[FieldExtensions].State == Absent {
		return true
	}
	var in [2]der.Element
	if !e.IsContext(3) || !e.Constructed || few(&e, in[:]) != 1 || !in[0].Is(der.Sequence) || !in[0].Constructed {
		return false
	}
	return x.open(&e, func() bool {
		return x.open(&in[0], func() bool {
			list := in[0].Children()
			for one := (der.Element{}); list.Scan(&one); {
				if !x.extension(&one) {
					return false
				}
			}
			return true
		})
	})
}

// ownValue says of an extension where in its value another one may differ, and which of
// [Values] it is, theSerial if none; false if it must be the same.
func ownValue(id oid.OID) (in where, value valueKind, ok bool) {
	switch id {
	case oid.SubjectAltName:
		return inAlternative, theAlternative, true
	case oid.SubjectKeyIdentifier:
		return inKeyID, theSubjectKeyID, true
	case oid.AuthorityKeyIdentifier:
		return inAuthority, theAuthorityKeyID, true
	case oid.AuthorityInfoAccess, oid.CRLDistributionPoints:
		return inAddresses, theSerial, true
	}
	return 0, 0, false
}

func (x *maker) extension(e *der.Element) bool {
	var part [4]der.Element
	n := few(e, part[:])
	if e.Problem != 0 || !e.Is(der.Sequence) || !e.Constructed || n < 2 || n > 3 || !part[n-1].Is(der.OctetString) || part[n-1].Constructed {
		return false
	}
	in, v, differs := ownValue(oid.OID(part[0].Content()))
	if !differs {
		x.same(e.Offset, e.End())
		return true
	}
	octets := &part[n-1]
	list := octets.Children()
	var value der.Element
	if !list.Scan(&value) || list.More() || in == inAlternative && !usualKinds(octets.Content()) {
		return false
	}
	whole := func() bool {
		return x.open(e, func() bool {
			x.same(part[0].Offset, octets.Offset)
			return x.open(octets, func() bool {
				if v == theSerial {
					return x.alike(&value, in)
				}
				return x.value(v, func() bool { return x.alike(&value, in) })
			})
		})
	}
	if v == theSerial {
		return x.either(e, whole)
	}
	return whole()
}

// where says which values may differ.
type where uint8

const (
	inName where = iota
	inKeyID
	inAuthority
	inAlternative
	inAddresses // of certificates, responders and lists
)

// alike wants an element of the same form, and values that are the same or may differ.
func (x *maker) alike(e *der.Element, in where) bool {
	if e.Problem != 0 || e.Tag >= 0x1F {
		return false
	}
	if !e.Constructed {
		x.primitive(e, in)
		return true
	}
	if list := e.Children(); e.Is(der.Set) && list.Count(2) > 1 {
		x.same(e.Offset, e.End()) // its order is by its values
		return true
	}
	return x.open(e, func() bool {
		list := e.Children()
		for one := (der.Element{}); list.Scan(&one); {
			if !x.alike(&one, in) {
				return false
			}
		}
		return true
	})
}

func (x *maker) primitive(e *der.Element, in where) {
	other := func(v valueKind) {
		x.add(step{kind: wantValue, value: v, at: e.Offset, body: e.Offset + e.Header, to: e.End()})
	}
	switch {
	case e.Is(der.OID):
		x.id = oid.OID(e.Content())
		x.same(e.Offset, e.End())
	case in == inName && x.id != oid.CountryName && isUsual(e):
		other(nameText)
	case in == inKeyID && e.Is(der.OctetString), in == inAuthority && e.IsContext(0), in == inAlternative && e.IsContext(int(IPAddress)):
		x.bits(e, 0)
	case in == inAlternative && (e.IsContext(int(RFC822Name)) || e.IsContext(int(DNSName))):
		other(addressText)
	case in >= inAlternative && e.IsContext(int(URI)):
		other(uriText)
	default:
		x.same(e.Offset, e.End())
	}
}

// signature wants the signature in the form that its algorithm gives.
func (x *maker) signature() bool {
	algorithm, e := x.field(FieldSignatureAlgorithm), x.field(FieldSignatureValue)
	s := e.Content()
	if e.Constructed || len(s) < 2 || s[0] != 0 {
		return false
	}
	x.same(algorithm.Offset, algorithm.End())
	id, _ := der.First(algorithm.Content())
	if name := string(id.Content()); !strings.HasPrefix(name, ecdsaArc) {
		x.bits(&e, 1)
		return !strings.HasPrefix(name, dsaArc)
	}
	in := der.NewReaderAt(s[1:], e.Offset+e.Header+1)
	var both der.Element
	var part [3]der.Element
	if !in.Scan(&both) || in.More() || !both.Is(der.Sequence) || !both.Constructed || few(&both, part[:]) != 2 || !above(&part[0]) || !above(&part[1]) {
		return false
	}
	return x.open(&e, func() bool {
		x.same(e.Offset+e.Header, both.Offset)
		return x.open(&both, func() bool {
			for _, n := range part[:2] {
				x.add(step{kind: wantValue, value: positiveInteger, at: n.Offset, body: n.Offset + n.Header, to: n.End()})
			}
			return true
		})
	})
}

// above reports whether e is a positive INTEGER, as it must be.
func above(e *der.Element) bool {
	return e.Is(der.Integer) && !e.Constructed && e.Problem == 0 && positive(e.Content())
}
