package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// Outline says where the fields of a certificate, a request or a list stand. It
// is a value without pointers, and nothing is allocated to make it: what needs a
// field of many certificates takes it from here. The reader does so too; there is
// no other place that finds them. Damage is found around as far as possible, and
// said in no words: those are the reader's.
//
// Fields are found in the order of their structure. One that is missing, or has
// another type, is told by its [State]; where that leaves nothing to go on with,
// the fields after it are Absent.
type Outline struct {
	Outer    Part // the whole, a SEQUENCE
	End      int  // of what is there of it; what follows in the input does not belong to it
	Declared int  // length that it declares, with the header; 0 if that cannot be read
	Whole    bool // nothing is missing, and nothing follows
	Cut      bool // bytes are missing at the end
	Length   Misfit

	Fields    [outlined]Part
	Serial    int       // by how many octets the length of serialNumber is too small; negative if it is too large
	Swallowed bool      // the length of the signed part takes in what comes after it
	Extra     der.Place // what follows the fields that the signed part has
	After     der.Place // what follows signatureValue
}

// Part is where a field stands, header and all.
type Part struct {
	Offset int // of a missing one: where it would stand
	Length int
	State  State
}

// State says what is known of a field.
type State uint8

const (
	Absent   State = iota // it is not there, and may be left out; or reading did not come so far
	Found                 // it is there
	Mistyped              // an element of another type stands in its place
	Missing               // it is not there, and must be
)

// Misfit says that the outermost length is wrong while nothing is missing.
type Misfit uint8

const (
	Fits Misfit = iota
	TooLarge
	TooSmall
)

// NewOutline outlines a structure of the kind: a certificate, a request or a list.
func NewOutline(kind der.Kind, src []byte) Outline {
	var o Outline
	in, ok := o.open(src)
	if !ok {
		return o
	}
	fields, ok := o.signed(&in)
	if !ok {
		return o
	}
	switch kind {
	case der.CertificateRequest:
		o.request(&fields)
	case der.RevocationList:
		o.list(&fields)
	default:
		o.certificate(&fields, src[:o.End])
	}
	o.signature(&fields, &in)
	return o
}

// element reads the element at the part again.
func (p Part) element(src []byte) (e der.Element) {
	r := der.NewReaderAt(src[p.Offset:p.Offset+p.Length], p.Offset)
	r.Scan(&e)
	return e
}

func partOf(e *der.Element, s State) Part { return Part{e.Offset, e.End() - e.Offset, s} }

// open returns the content of the outermost SEQUENCE; false if there is none.
func (o *Outline) open(src []byte) (der.Reader, bool) {
	o.End = len(src)
	top := der.NewReader(src)
	var whole der.Element
	if !top.Scan(&whole) {
		o.Outer.State = Missing
		return top, false
	}
	if !whole.Is(der.Sequence) || !whole.Constructed {
		o.Outer = partOf(&whole, Mistyped)
		return top, false
	}
	o.Outer = partOf(&whole, Found)
	return o.outermost(&whole, &top, src), true
}

// outermost looks at the outermost length. Bytes may be missing or follow; or the
// length itself may be wrong, which shows when three whole elements fill the input.
func (o *Outline) outermost(whole *der.Element, top *der.Reader, src []byte) der.Reader {
	o.Declared = whole.Header + whole.Declared
	switch {
	case whole.Problem&der.Overrun != 0:
		if fills(whole.Children()) {
			o.Length = TooLarge
		} else {
			o.Cut = true
		}
	case whole.Declared < 0:
		o.End, o.Declared = whole.End(), whole.End()
		o.Whole = whole.Problem&der.Unterminated == 0
	default:
		o.Whole = true
	}
	if rest, at := top.Rest(); len(rest) > 0 {
		wide := der.NewReaderAt(src[whole.Header:], whole.Header)
		if whole.Declared >= 0 && !fills(whole.Children()) && fills(wide) {
			o.Length, o.Whole = TooSmall, false
			return wide
		}
		o.End, o.Whole = at, false
	}
	return whole.Children()
}

// fills reports whether exactly three whole elements are left in r, of the types
// of what is signed.
func fills(r der.Reader) bool {
	for _, tag := range [3]int{der.Sequence, der.Sequence, der.BitString} {
		e, ok := r.Next()
		if !ok || e.Problem&(der.Overrun|der.BrokenHeader) != 0 || !e.Is(tag) {
			return false
		}
	}
	return !r.More()
}

// signed finds the signed part, and returns a reader over what is in it. Request,
// list and certificate share
//
//	SIGNED ::= SEQUENCE {
//	    toBeSigned          SEQUENCE { … },
//	    signatureAlgorithm  AlgorithmIdentifier,
//	    signatureValue      BIT STRING }
func (o *Outline) signed(in *der.Reader) (der.Reader, bool) {
	var tbs der.Element
	if !in.Scan(&tbs) {
		o.Fields[FieldTBS] = Part{Offset: o.End, State: Missing}
		return der.Reader{}, false
	}
	if !tbs.Is(der.Sequence) || !tbs.Constructed {
		o.Fields[FieldTBS] = partOf(&tbs, Mistyped)
		return der.Reader{}, false
	}
	o.Fields[FieldTBS] = partOf(&tbs, Found)
	o.Swallowed = tbs.Problem&der.Overrun != 0
	return tbs.Children(), true
}

// signature finds what follows the signed part, of which fields are what is left.
func (o *Outline) signature(fields, in *der.Reader) {
	if o.Swallowed = o.Swallowed && fields.More() && !in.More(); o.Swallowed {
		*in = *fields
	} else {
		o.Extra = rest(fields)
	}
	var e der.Element
	for _, f := range [...]Field{FieldSignatureAlgorithm, FieldSignatureValue} {
		switch {
		case !in.Scan(&e):
			o.Fields[f] = Part{Offset: o.End, State: Missing}
		case f == FieldSignatureValue && !e.Is(der.BitString):
			o.Fields[f] = partOf(&e, Mistyped)
		default:
			o.Fields[f] = partOf(&e, Found)
		}
	}
	o.After = rest(in)
}

// rest is what has not been read.
func rest(in *der.Reader) der.Place {
	left, at := in.Rest()
	return der.Place{Offset: at, Length: len(left)}
}

// certificate finds the fields of
//
//	TBSCertificate ::= SEQUENCE {
//	    version              [0] EXPLICIT INTEGER DEFAULT v1,
//	    serialNumber         INTEGER,
//	    signature            AlgorithmIdentifier,
//	    issuer               Name,
//	    validity             Validity,
//	    subject              Name,
//	    subjectPublicKeyInfo SubjectPublicKeyInfo,
//	    issuerUniqueID       [1] IMPLICIT BIT STRING OPTIONAL,
//	    subjectUniqueID      [2] IMPLICIT BIT STRING OPTIONAL,
//	    extensions           [3] EXPLICIT SEQUENCE OF Extension OPTIONAL }
//	Validity ::= SEQUENCE { notBefore Time, notAfter Time }
//
// and leaves in where it does not know on.
func (o *Outline) certificate(in *der.Reader, src []byte) {
	e, ok := in.Peek()
	if ok && e.IsContext(0) {
		o.take(in, FieldVersion, Found)
	} else if ok && holdsInteger(&e) {
		o.take(in, FieldVersion, Mistyped)
	}
	if o.require(in, FieldSerial, der.Integer) {
		o.realign(in, src)
	}
	o.require(in, FieldSignature, der.Sequence)
	o.require(in, FieldIssuer, der.Sequence)
	if o.require(in, FieldValidity, der.Sequence) {
		e := o.Fields[FieldValidity].element(src)
		times := e.Children()
		for _, f := range [...]Field{FieldNotBefore, FieldNotAfter} {
			if times.More() {
				o.take(&times, f, Found)
			} else {
				o.Fields[f] = Part{Offset: e.End(), State: Missing}
			}
		}
	}
	o.require(in, FieldSubject, der.Sequence)
	o.require(in, FieldKey, der.Sequence)
	last := 0
	for e, ok = in.Peek(); ok && e.Class == der.ContextSpecific && e.Tag > last && e.Tag <= 3; e, ok = in.Peek() {
		last = e.Tag
		o.take(in, FieldIssuerUniqueID+Field(last-1), Found)
	}
	if ok && holdsExtensions(&e) {
		o.take(in, FieldExtensions, Mistyped)
	}
}

// request finds the fields of
//
//	CertificationRequestInfo ::= SEQUENCE {
//	    version        INTEGER,
//	    subject        Name,
//	    subjectPKInfo  SubjectPublicKeyInfo,
//	    attributes [0] SET OF Attribute }
func (o *Outline) request(in *der.Reader) {
	o.require(in, FieldVersion, der.Integer)
	o.require(in, FieldSubject, der.Sequence)
	o.require(in, FieldKey, der.Sequence)
	if e, ok := in.Peek(); ok && e.IsContext(0) {
		o.take(in, FieldAttributes, Found)
	}
}

// list finds the fields of
//
//	TBSCertList ::= SEQUENCE {
//	    version             INTEGER OPTIONAL,
//	    signature           AlgorithmIdentifier,
//	    issuer              Name,
//	    thisUpdate          Time,
//	    nextUpdate          Time OPTIONAL,
//	    revokedCertificates SEQUENCE OF SEQUENCE { … } OPTIONAL,
//	    crlExtensions       [0] EXPLICIT Extensions OPTIONAL }
func (o *Outline) list(in *der.Reader) {
	if e, ok := in.Peek(); ok && e.Is(der.Integer) {
		o.take(in, FieldVersion, Found)
	}
	o.require(in, FieldSignature, der.Sequence)
	o.require(in, FieldIssuer, der.Sequence)
	if tbs := o.Fields[FieldTBS]; in.More() {
		o.take(in, FieldNotBefore, Found)
	} else {
		o.Fields[FieldNotBefore] = Part{Offset: tbs.Offset + tbs.Length, State: Missing}
	}
	e, ok := in.Peek()
	if ok && asTime.fits(&e) {
		o.take(in, FieldNotAfter, Found)
		e, ok = in.Peek()
	} else {
		o.Fields[FieldNotAfter] = Part{Offset: rest(in).Offset, State: Missing}
	}
	if ok && e.Is(der.Sequence) {
		o.take(in, FieldRevoked, Found)
		e, ok = in.Peek()
	}
	if ok && e.IsContext(0) {
		o.take(in, FieldExtensions, Found)
	}
}

// take takes the next element for the field.
func (o *Outline) take(in *der.Reader, f Field, s State) {
	var e der.Element
	in.Scan(&e)
	o.Fields[f] = partOf(&e, s)
}

// require takes the next element for the field, which must be there; it reports
// whether it can be read.
func (o *Outline) require(in *der.Reader, f Field, tag int) bool {
	p, readable := required(in, tag)
	o.Fields[f] = p
	return readable
}

// required takes the next element for a field with the universal tag. One of
// another type is taken in its place, unless it belongs to a later field: then the
// field is missing.
func required(in *der.Reader, tag int) (p Part, readable bool) {
	before := *in
	var e der.Element
	if !in.Scan(&e) {
		return Part{Offset: rest(in).Offset, State: Missing}, false
	}
	if e.Is(tag) {
		return partOf(&e, Found), true
	}
	next, _ := in.Peek()
	if e.Class == der.ContextSpecific && !next.Is(der.Sequence) || tag == der.Integer && e.Is(der.Sequence) {
		*in = before
		return Part{Offset: e.Offset, State: Missing}, false
	}
	return partOf(&e, Mistyped), tag == der.Integer && isNumber(&e)
}

// isNumber reports whether e can be read as an INTEGER: a serial number under
// another tag is one all the same.
func isNumber(e *der.Element) bool { return !e.Constructed && e.Problem&der.BrokenHeader == 0 }

// holdsInteger reports whether e is the version under another tag.
func holdsInteger(e *der.Element) bool {
	in := e.Children()
	n, ok := in.Next()
	return e.Constructed && e.Class != der.Universal && ok && n.Is(der.Integer) && !in.More()
}

// holdsExtensions reports whether e holds a list of extensions.
func holdsExtensions(e *der.Element) bool {
	for depth := 0; depth < 3 && e.Constructed; depth++ {
		in := e.Children()
		inner, ok := in.Next()
		if depth == 2 {
			return ok && inner.Is(der.OID)
		}
		if !ok || !inner.Is(der.Sequence) {
			return false
		}
		e = &inner
	}
	return false
}

// realign looks whether the length of the serial number is wrong by a few: an
// algorithm must follow. If it does so a few octets off, reading goes on there.
func (o *Outline) realign(in *der.Reader, src []byte) {
	next, ok := in.Peek()
	if !ok || next.Is(der.Sequence) && next.Problem == 0 {
		return
	}
	serial := o.Fields[FieldSerial].element(src)
	left, at := in.Rest()
	end := at + len(left)
	for _, off := range [...]int{-1, 1, -2, 2, -3, 3, -4, 4} {
		if at+off <= serial.Offset+serial.Header || at+off >= end {
			continue
		}
		aligned := der.NewReaderAt(src[at+off:end], at+off)
		if a, ok := aligned.Peek(); ok && a.Problem == 0 && isAlgorithm(&a) {
			o.Serial, *in = off, aligned
			return
		}
	}
}

// isAlgorithm reports whether e is an AlgorithmIdentifier of an algorithm that has
// a name.
func isAlgorithm(e *der.Element) bool {
	in := e.Children()
	id, ok := in.Next()
	return ok && e.Is(der.Sequence) && id.Is(der.OID) && id.Problem == 0 && oid.Name(oid.OID(id.Content())) != ""
}

// extensionOutline says where the fields stand of
//
//	Extension ::= SEQUENCE {
//	    extnID     OBJECT IDENTIFIER,
//	    critical   BOOLEAN DEFAULT FALSE,
//	    extnValue  OCTET STRING }
type extensionOutline struct {
	id, critical, value Part
	extra               der.Place
}

// outlineExtension finds the fields of the extension e, a SEQUENCE.
func outlineExtension(e *der.Element) (x extensionOutline) {
	in := e.Children()
	var f der.Element
	if !in.Scan(&f) {
		x.id = Part{Offset: e.End(), State: Missing}
		return x
	}
	x.id = partOf(&f, Found)
	ok := in.Scan(&f)
	if ok && f.Is(der.Boolean) {
		x.critical = partOf(&f, Found)
		ok = in.Scan(&f)
	} else if next, more := in.Peek(); ok && more && next.Is(der.OctetString) {
		x.critical = partOf(&f, Mistyped)
		in.Scan(&f)
	}
	switch {
	case !ok:
		x.value = Part{Offset: e.End(), State: Missing}
	case !f.Is(der.OctetString) || f.Constructed:
		x.value = partOf(&f, Mistyped)
	default:
		x.value = partOf(&f, Found)
	}
	x.extra = rest(&in)
	return x
}
