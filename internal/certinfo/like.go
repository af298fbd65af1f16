package certinfo

import (
	"bytes"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// Pattern is a certificate that others may be like: of the same fields, algorithms and
// extensions, with other values. What was said of it holds for those too.
type Pattern struct {
	src        []byte
	o          Outline
	elements   [outlined]der.Element // of the fields that are there
	extensions []patternExtension
	own        bool // its subject is its issuer
}

// patternExtension is an extension of a pattern.
type patternExtension struct {
	whole []byte
	head  []byte // its identifier, and whether it is critical
	value []byte // the content of extnValue
	id    oid.OID
}

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

// NewPattern returns the pattern of a certificate of which there is no finding, and its
// values; false if nothing can be known to be like it.
func NewPattern(src []byte) (p *Pattern, v Values, ok bool) {
	p = &Pattern{src: src, o: NewOutline(der.Certificate, src)}
	if !p.o.sound() {
		return nil, v, false
	}
	for f := range p.o.Fields {
		if p.o.Fields[f].State != Absent {
			p.elements[f] = p.o.Fields[f].element(src)
		}
	}
	if !p.readExtensions() {
		return nil, v, false
	}
	// A certificate is like itself, unless there is something in it that this file does
	// not know.
	p.own = bytes.Equal(p.part(FieldIssuer), p.part(FieldSubject))
	return p, v, p.Like(src, &v)
}

// Like reports whether a certificate is like the one of the pattern, and fills in its
// values. Then nothing is to be said of it but for its times, and it differs in nothing
// from the other one but in the values and the bytes of key, key identifiers and
// signature. Of more it is not known: false says nothing against it. Text that differs
// is of letters, digits and what is usual between them, so it is printed as it is.
func (p *Pattern) Like(src []byte, v *Values) bool {
	*v = Values{DER: src}
	l := likeness{p, src, NewOutline(der.Certificate, src), v}
	if !l.o.sound() {
		return false
	}
	for f := range l.o.Fields {
		if l.o.Fields[f].State != p.o.Fields[f].State {
			return false
		}
	}
	outer, other := p.o.Outer.element(p.src), l.o.Outer.element(src)
	if !sameHead(&outer, &other) || !l.head(FieldTBS) || !l.head(FieldValidity) {
		return false
	}
	return l.same(FieldVersion) && l.serial() && l.same(FieldSignature) &&
		l.name(FieldIssuer, &v.Issuer) && l.validity() && l.name(FieldSubject, &v.Subject) && l.key() &&
		l.same(FieldIssuerUniqueID) && l.same(FieldSubjectUniqueID) && l.extensions() &&
		l.same(FieldSignatureAlgorithm) && l.signature() && l.own()
}

// sound reports whether the structure around the fields is as it must be.
func (o *Outline) sound() bool {
	return o.Whole && !o.Cut && o.Length == Fits && o.Serial == 0 && !o.Swallowed && o.Extra.Length == 0 && o.After.Length == 0
}

func (p *Pattern) part(f Field) []byte { return p.o.Fields[f].of(p.src) }

func (p Part) of(src []byte) []byte { return src[p.Offset : p.Offset+p.Length] }

// likeness compares a certificate with a pattern.
type likeness struct {
	p   *Pattern
	src []byte
	o   Outline
	v   *Values
}

// same reports whether a field is the same in both.
func (l *likeness) same(f Field) bool { return bytes.Equal(l.p.part(f), l.o.Fields[f].of(l.src)) }

// both are the elements of a field.
func (l *likeness) both(f Field) (a, b der.Element) {
	return l.p.elements[f], l.o.Fields[f].element(l.src)
}

// head reports whether a field is of the same type in both.
func (l *likeness) head(f Field) bool {
	a, b := l.both(f)
	return sameHead(&a, &b)
}

func (l *likeness) serial() bool {
	const longest = 20 // octets (RFC 5280, section 4.1.2.2)
	a, b := l.both(FieldSerial)
	l.v.Serial = b.Content()
	return sameHead(&a, &b) && positive(l.v.Serial) && len(l.v.Serial) <= longest
}

// positive reports whether the content of an INTEGER is above zero, in its shortest form.
func positive(b []byte) bool {
	return len(b) > 0 && b[0] < 0x80 && (b[0] > 0 || len(b) > 1 && b[1] >= 0x80)
}

func (l *likeness) name(f Field, to *[]byte) bool {
	a, b := l.both(f)
	*to = b.Bytes
	if bytes.Equal(a.Bytes, b.Bytes) {
		return b.Problem == 0
	}
	c := comparison{in: inName}
	return c.alike(&a, &b)
}

// comparison compares two elements and what is inside them.
type comparison struct {
	in where
	id []byte // the last OID
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

// alike reports whether two elements have the same form, and values that are the same or
// may differ.
func (c *comparison) alike(a, b *der.Element) bool {
	if !sameHead(a, b) {
		return false
	}
	if !b.Constructed {
		if b.Is(der.OID) {
			c.id = b.Content()
		}
		return bytes.Equal(a.Content(), b.Content()) || c.values(a, b)
	}
	var x, y der.Element
	in, other := a.Children(), b.Children()
	if b.Is(der.Set) && in.Count(2) > 1 {
		return bytes.Equal(a.Bytes, b.Bytes) // its order is by its values
	}
	for in.Scan(&x) {
		if !other.Scan(&y) || !c.alike(&x, &y) {
			return false
		}
	}
	return !other.More()
}

// sameHead reports whether two elements are of one type, and both in DER.
func sameHead(a, b *der.Element) bool {
	return a.Class == b.Class && a.Tag == b.Tag && a.Constructed == b.Constructed && a.Problem|b.Problem == 0
}

// values reports whether two values that differ are alike.
func (c *comparison) values(a, b *der.Element) bool {
	switch c.in {
	case inName:
		return string(c.id) != string(oid.CountryName) && isUsual(b) && usualName(b.Content(), b.Tag != der.PrintableString)
	case inKeyID:
		return b.Is(der.OctetString) && len(a.Bytes) == len(b.Bytes)
	case inAuthority:
		return b.IsContext(0) && len(a.Bytes) == len(b.Bytes)
	case inAlternative:
		if (b.IsContext(int(RFC822Name)) || b.IsContext(int(DNSName))) && usualAddress(b.Content()) || b.IsContext(int(IPAddress)) && len(a.Bytes) == len(b.Bytes) {
			return true
		}
	}
	return c.in >= inAlternative && b.IsContext(int(URI)) && usualURI(a.Content(), b.Content())
}

func (l *likeness) validity() bool {
	for _, f := range [...]Field{FieldNotBefore, FieldNotAfter} {
		a, b := l.both(f)
		t, fault := der.ReadTime(b.Tag, b.Content())
		if !sameHead(&a, &b) || fault != 0 {
			return false
		}
		const first = 2050 // year that needs a GeneralizedTime (RFC 5280, section 4.1.2.5)
		if b.Tag == der.GeneralizedTime && t.Year() < first {
			return false
		}
		if f == FieldNotBefore {
			l.v.NotBefore = t
		} else {
			l.v.NotAfter = t
		}
	}
	after := l.o.Fields[FieldNotAfter]
	around := l.o.Fields[FieldValidity]
	return after.Offset+after.Length == around.Offset+around.Length && !l.v.NotAfter.Before(l.v.NotBefore)
}

// key compares the SubjectPublicKeyInfo. A key of the same algorithm and length differs in
// its bits alone.
func (l *likeness) key() bool {
	a, b := l.both(FieldKey)
	if bytes.Equal(a.Bytes, b.Bytes) {
		return b.Problem == 0
	}
	var x, y [3]der.Element
	if !sameHead(&a, &b) || few(&a, x[:]) != 2 || few(&b, y[:]) != 2 || !bytes.Equal(x[0].Bytes, y[0].Bytes) ||
		!sameHead(&x[1], &y[1]) || !y[1].Is(der.BitString) || len(x[1].Bytes) != len(y[1].Bytes) {
		return false
	}
	m, s := x[1].Content(), y[1].Content() // first the number of unused bits
	id, _ := der.First(y[0].Content())
	if len(s) < 2 || s[0] != 0 || m[0] != 0 {
		return false
	}
	switch oid.OID(id.Content()) {
	case oid.ECPublicKey:
		return m[1] == s[1]
	case oid.Ed25519:
		return true
	case oid.RSAEncryption:
		key, _ := der.First(m[1:])
		other, _ := der.First(s[1:])
		if !sameHead(&key, &other) || few(&key, x[:]) != 2 || few(&other, y[:]) != 2 || len(other.Bytes) != len(s)-1 ||
			!bytes.Equal(x[1].Bytes, y[1].Bytes) || len(x[0].Bytes) != len(y[0].Bytes) || !sameHead(&x[0], &y[0]) {
			return false
		}
		// Of the same size in bits, and odd.
		n, k := x[0].Content(), y[0].Content()
		return len(k) > 1 && n[0] == 0 && n[1] >= 0x80 && k[0] == 0 && k[1] >= 0x80 && k[len(k)-1]&1 == 1
	}
	return false
}

// few reads the elements inside e, as many as there is room for, and returns how many
// those are.
func few(e *der.Element, into []der.Element) (n int) {
	for in := e.Children(); n < len(into) && in.Scan(&into[n]); n++ {
	}
	return n
}

// readExtensions reads the extensions of the pattern; false if they are not as they must be.
func (p *Pattern) readExtensions() bool {
	if p.o.Fields[FieldExtensions].State == Absent {
		return true
	}
	list, ok := extensionsIn(&p.elements[FieldExtensions])
	if !ok {
		return false
	}
	for e := (der.Element{}); list.Scan(&e); {
		var x [4]der.Element
		n := few(&e, x[:])
		if e.Problem != 0 || !e.Is(der.Sequence) || !e.Constructed || n < 2 || n > 3 || !x[n-1].Is(der.OctetString) || x[n-1].Constructed {
			return false
		}
		p.extensions = append(p.extensions, patternExtension{e.Bytes, e.Content()[:x[n-1].Offset-x[0].Offset], x[n-1].Content(), oid.OID(x[0].Content())})
	}
	return true
}

// extensionsIn returns the extensions of the field.
func extensionsIn(e *der.Element) (list der.Reader, ok bool) {
	var x [2]der.Element
	if e.Problem != 0 || !e.IsContext(3) || !e.Constructed || few(e, x[:]) != 1 || x[0].Problem != 0 || !x[0].Is(der.Sequence) || !x[0].Constructed {
		return list, false
	}
	return x[0].Children(), true
}

// extensions compares the extensions one by one.
func (l *likeness) extensions() bool {
	if l.o.Fields[FieldExtensions].State == Absent {
		return true
	}
	field := l.o.Fields[FieldExtensions].element(l.src)
	list, ok := extensionsIn(&field)
	if !ok {
		return false
	}
	var e der.Element
	for i := range l.p.extensions {
		if !list.Scan(&e) || !l.extension(&l.p.extensions[i], &e) {
			return false
		}
	}
	return !list.More()
}

func (l *likeness) extension(x *patternExtension, e *der.Element) bool {
	same := bytes.Equal(x.whole, e.Bytes)
	value := e.Bytes[max(0, len(e.Bytes)-len(x.value)):]
	if !same {
		if e.Problem != 0 || !e.Is(der.Sequence) || !e.Constructed || !bytes.HasPrefix(e.Content(), x.head) {
			return false
		}
		rest := e.Content()[len(x.head):]
		s, _ := der.First(rest)
		if !s.Is(der.OctetString) || s.Constructed || s.Problem != 0 || len(s.Bytes) != len(rest) {
			return false
		}
		value = s.Content()
	}
	switch x.id {
	case oid.SubjectAltName:
		if l.v.Alternative = value; !usualKinds(value) {
			return false
		}
	case oid.SubjectKeyIdentifier:
		l.v.SubjectKeyID = value
	case oid.AuthorityKeyIdentifier:
		l.v.AuthorityKeyID = value
	}
	if same || bytes.Equal(x.value, value) {
		return true
	}
	f, ok := der.First(x.value)
	g, _ := der.First(value)
	if !ok || len(g.Bytes) != len(value) {
		return false
	}
	var c comparison
	switch x.id {
	case oid.SubjectKeyIdentifier:
		c.in = inKeyID
	case oid.AuthorityKeyIdentifier:
		c.in = inAuthority
	case oid.SubjectAltName:
		c.in = inAlternative
	case oid.AuthorityInfoAccess, oid.CRLDistributionPoints:
		c.in = inAddresses
	default:
		return false
	}
	return c.alike(&f, &g)
}

// signature reports whether the signature has the form that its algorithm gives.
func (l *likeness) signature() bool {
	a, b := l.both(FieldSignatureValue)
	m, s := a.Content(), b.Content()
	if !sameHead(&a, &b) || len(s) < 2 || s[0] != 0 || m[0] != 0 {
		return false
	}
	algorithm := l.o.Fields[FieldSignatureAlgorithm].element(l.src)
	id, _ := der.First(algorithm.Content())
	if name := string(id.Content()); !strings.HasPrefix(name, ecdsaArc) {
		return len(m) == len(s) && !strings.HasPrefix(name, dsaArc)
	}
	var x [3]der.Element
	both, _ := der.First(s[1:])
	return both.Is(der.Sequence) && both.Constructed && both.Problem == 0 && len(both.Bytes) == len(s)-1 && few(&both, x[:]) == 2 && above(&x[0]) && above(&x[1])
}

// above reports whether e is a positive INTEGER, as it must be.
func above(e *der.Element) bool {
	return e.Is(der.Integer) && !e.Constructed && e.Problem == 0 && positive(e.Content())
}

// own reports whether both are issued by their own subject, or both are not.
func (l *likeness) own() bool {
	if l.p.own {
		return bytes.Equal(l.v.Issuer, l.v.Subject)
	}
	return Apart(l.v.Issuer, l.v.Subject)
}
