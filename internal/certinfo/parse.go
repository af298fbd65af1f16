package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Parse reads a certificate. It keeps src and never writes to it.
//
//	Certificate ::= SEQUENCE {
//	    tbsCertificate      TBSCertificate,
//	    signatureAlgorithm  AlgorithmIdentifier,
//	    signatureValue      BIT STRING }
func Parse(src []byte) *Certificate {
	c := &Certificate{DER: src}
	r := newReader(c, "certificate")
	if in, ok := r.open(); ok {
		r.certificate(&in)
		r.close()
	}
	return c
}

func newReader(c *Certificate, noun string, renames ...rename) reader {
	return reader{c: c, text: string(c.DER), noun: noun, renames: renames, exts: &c.Extensions, extension: -1}
}

// open returns the content of the outermost SEQUENCE.
func (r *reader) open() (der.Reader, bool) {
	top := der.NewReader(r.c.DER)
	whole, ok := top.Next()
	if !ok || !whole.Is(der.Sequence) || !whole.Constructed {
		if ok {
			r.find(finding.FieldType, whole.Place(), "", "This is "+typeName(&whole)+" where a "+r.noun+", a SEQUENCE, is due.")
		}
		return top, false
	}
	return r.outermost(&whole, &top), true
}

func (r *reader) close() {
	if r.cut {
		r.reportCut()
	}
}

// outermost looks at the outermost length. Bytes may be missing or follow; or the
// length itself may be wrong, which shows when three whole elements fill the input.
func (r *reader) outermost(whole *der.Element, top *der.Reader) der.Reader {
	c := r.c
	present := len(c.DER)
	c.Declared = whole.Header + whole.Declared
	switch {
	case whole.Problem&der.Overrun != 0:
		if fills(whole.Children()) {
			r.find(finding.DERLengthOverrun, lengthPlace(whole), "", "The "+r.noun+" declares "+words.Count(c.Declared, "byte")+
				", but it is "+words.Count(present, "byte")+" long and nothing in it is missing.")
			break
		}
		r.cut = true
	case whole.Declared < 0:
		c.DER = c.DER[:whole.End()]
		c.Declared = whole.End()
		r.check(whole, "")
		c.Whole = whole.Problem&der.Unterminated == 0
	case whole.Problem != 0:
		r.problems(whole, "")
		fallthrough
	default:
		c.Whole = true
	}
	if rest, at := top.Rest(); len(rest) > 0 {
		wide := der.NewReaderAt(c.DER[whole.Header:], whole.Header)
		if inner := whole.Children(); whole.Declared >= 0 && !fills(inner) && fills(wide) {
			c.Whole = false
			r.find(finding.DERLengthShort, lengthPlace(whole), "", "The "+r.noun+" declares "+words.Count(c.Declared, "byte")+
				", but its fields take "+words.Count(present, "byte")+".")
			return wide
		}
		c.DER, c.Trailing, c.Whole = c.DER[:at], rest, false
		r.find(finding.TrailingBytes, der.Place{Offset: at, Length: len(rest)}, "", words.Count(len(rest), "byte")+words.Plural(len(rest), " follows", " follow")+" the "+r.noun+".")
	}
	return whole.Children()
}

// fills reports whether exactly three whole elements are left in r, of the types
// of a certificate's.
func fills(r der.Reader) bool {
	for _, tag := range [3]int{der.Sequence, der.Sequence, der.BitString} {
		e, ok := r.Next()
		if !ok || e.Problem&(der.Overrun|der.BrokenHeader) != 0 || !e.Is(tag) {
			return false
		}
	}
	return !r.More()
}

// reportCut tells once, and before all else, that bytes are missing.
func (r *reader) reportCut() {
	c := r.c
	present := len(c.DER)
	where := ""
	if r.cutPath != "" {
		where = " The cut is in " + r.cutPath + "."
	}
	f := finding.Finding{
		ID:   finding.DERTruncated,
		Text: "The " + r.noun + " is cut off: " + words.Number(present) + " of " + words.Count(c.Declared, "byte") + " are here." + where,
		Fix:  finding.CutShort,
		DER:  &finding.DER{Offset: present, Path: r.cutPath},
	}
	c.Findings = append([]finding.Finding{f}, c.Findings...)
}

// certificate reads the three parts.
func (r *reader) certificate(in *der.Reader) {
	c := r.c
	tbs, ok := in.Next()
	if !ok {
		r.missing(len(c.DER), "tbsCertificate")
		return
	}
	r.check(&tbs, "tbsCertificate")
	if !tbs.Is(der.Sequence) || !tbs.Constructed {
		r.wrongType(&tbs, "tbsCertificate", "a SEQUENCE")
		return
	}
	c.TBS = tbs.Place()
	fields := tbs.Children()
	r.tbs(&fields)
	if tbs.Problem&der.Overrun != 0 && fields.More() && !in.More() {
		*in = fields // the two other parts were taken in by a length that is too large
	} else {
		r.rest(&fields, "tbsCertificate")
	}
	r.signature(in)
}

// signature reads what follows the signed part.
func (r *reader) signature(in *der.Reader) {
	c := r.c
	if e, ok := in.Next(); ok {
		c.SignatureAlgorithm = r.algorithm(&e, "signatureAlgorithm")
	} else {
		r.missing(len(c.DER), "signatureAlgorithm")
	}
	if e, ok := in.Next(); !ok {
		r.missing(len(c.DER), "signatureValue")
	} else if !e.Is(der.BitString) {
		r.wrongType(&e, "signatureValue", "a BIT STRING")
	} else {
		c.Signature = r.bitString(&e, "signatureValue")
	}
	if left, at := in.Rest(); len(left) == 1 {
		r.find(finding.FieldExtra, der.Place{Offset: at, Length: 1}, "signatureValue", "1 byte follows signatureValue, and is no element: the length of signatureValue seems too small.")
	} else {
		r.rest(in, r.noun)
	}
	r.judgeSignature()
}

// tbs reads the fields of
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
//
// and leaves in where it does not know on.
func (r *reader) tbs(in *der.Reader) {
	c := r.c
	c.Version.Number = 1
	if e, ok := in.Peek(); ok && (e.IsContext(0) || r.isVersion(&e)) {
		in.Next()
		r.version(&e)
	} else if !ok && r.cut {
		c.Version.Number = 0
	}
	if e, ok := r.field(in, der.Integer, "tbsCertificate.serialNumber", "an INTEGER"); ok {
		c.Serial = r.integer(&e, "tbsCertificate.serialNumber")
		r.judgeSerial()
		r.realign(in, &e, "tbsCertificate.serialNumber")
	}
	if e, ok := r.field(in, der.Sequence, "tbsCertificate.signature", "a SEQUENCE"); ok {
		c.TBSSignature = r.algorithm(&e, "tbsCertificate.signature")
	}
	if e, ok := r.field(in, der.Sequence, "tbsCertificate.issuer", "a Name, a SEQUENCE,"); ok {
		c.Issuer = r.directory(&e, "tbsCertificate.issuer")
		if len(c.Issuer.RDNs) == 0 && c.Issuer.Sound {
			r.find(finding.IssuerEmpty, c.Issuer.Place, "tbsCertificate.issuer", "The issuer is an empty name.")
		}
	}
	if e, ok := r.field(in, der.Sequence, "tbsCertificate.validity", "a SEQUENCE"); ok {
		r.validity(&e)
	}
	if e, ok := r.field(in, der.Sequence, "tbsCertificate.subject", "a Name, a SEQUENCE,"); ok {
		c.Subject = r.directory(&e, "tbsCertificate.subject")
	}
	if e, ok := r.field(in, der.Sequence, "tbsCertificate.subjectPublicKeyInfo", "a SEQUENCE"); ok {
		r.publicKey(&e, &c.Key, "tbsCertificate.subjectPublicKeyInfo")
	}
	last := 0
	for e, ok := in.Peek(); ok && e.Class == der.ContextSpecific && e.Tag > last && e.Tag <= 3; e, ok = in.Peek() {
		in.Next()
		last = e.Tag
		switch e.Tag {
		case 1:
			c.IssuerUniqueID = r.bitString(&e, "tbsCertificate.issuerUniqueID")
		case 2:
			c.SubjectUniqueID = r.bitString(&e, "tbsCertificate.subjectUniqueID")
		case 3:
			r.extensions(&e, "tbsCertificate.extensions")
		}
	}
	if e, ok := in.Peek(); ok && isExtensions(&e) {
		in.Next()
		r.wrongType(&e, "tbsCertificate.extensions", "a [3]")
		r.extensions(&e, "tbsCertificate.extensions")
	}
	r.judgeVersion()
}

// isVersion reports whether e is the version under another tag.
func (r *reader) isVersion(e *der.Element) bool {
	in := e.Children()
	n, ok := in.Next()
	if !e.Constructed || e.Class == der.Universal || !ok || !n.Is(der.Integer) || in.More() {
		return false
	}
	r.wrongType(e, "tbsCertificate.version", "a [0]")
	return true
}

// isExtensions reports whether e holds a list of extensions.
func isExtensions(e *der.Element) bool {
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

// realign looks whether the length of e, the serial number, is wrong by a few: an
// algorithm must follow. If it does so a few octets off, reading goes on there.
func (r *reader) realign(in *der.Reader, e *der.Element, path string) {
	next, ok := in.Peek()
	if !ok || next.Is(der.Sequence) && next.Problem == 0 {
		return
	}
	rest, at := in.Rest()
	end := at + len(rest)
	for _, off := range [...]int{-1, 1, -2, 2, -3, 3, -4, 4} {
		if at+off <= e.Offset+e.Header || at+off >= end {
			continue
		}
		aligned := der.NewReaderAt(r.c.DER[at+off:end], at+off)
		if a, ok := aligned.Peek(); !ok || a.Problem != 0 || !isAlgorithm(&a) {
			continue
		}
		id, text := finding.DERLengthOverrun, " bytes too large: the next field starts before its end."
		if off > 0 {
			id, text = finding.DERLengthShort, " bytes too small: the next field starts after its end."
		}
		r.find(id, lengthPlace(e), path, "The length of "+r.name(path)+" is "+itoa(max(off, -off))+text)
		*in = der.NewReaderAt(r.c.DER[at+off:end], at+off)
		return
	}
}

// isAlgorithm reports whether e is an AlgorithmIdentifier of an algorithm that has
// a name.
func isAlgorithm(e *der.Element) bool {
	in := e.Children()
	id, ok := in.Next()
	return ok && e.Is(der.Sequence) && id.Is(der.OID) && id.Problem == 0 && oid.Name(oid.OID(id.Content())) != ""
}

// field takes the next element for the field with the path. One of another type
// is reported and taken in its place, unless it belongs to a later field: then the
// field is missing.
func (r *reader) field(in *der.Reader, tag int, path, want string) (der.Element, bool) {
	before := *in
	var e der.Element
	if !in.Scan(&e) {
		_, at := in.Rest()
		r.missing(at, path)
		return e, false
	}
	if e.Is(tag) {
		return e, true
	}
	next, _ := in.Peek()
	if e.Class == der.ContextSpecific && !next.Is(der.Sequence) || tag == der.Integer && e.Is(der.Sequence) {
		r.missing(e.Offset, path)
		*in = before
		return e, false
	}
	r.wrongType(&e, path, want)
	if tag == der.Integer && !e.Constructed && e.Problem&der.BrokenHeader == 0 {
		return e, true // a serial number under another tag is one all the same
	}
	r.check(&e, path)
	return e, false
}

// directory reads a Name.
func (r *reader) directory(e *der.Element, path string) dn.Name {
	r.check(e, path)
	n := dn.ReadIn(e, r.text, 0)
	n.Fault &^= dn.BadLength // check has said more
	r.checkName(&n, path)
	return n
}

// version reads [0] EXPLICIT INTEGER.
func (r *reader) version(e *der.Element) {
	const path = "tbsCertificate.version"
	r.check(e, path)
	v := &r.c.Version
	v.Number, v.Place = 0, e.Place()
	in := e.Children()
	n, ok := in.Next()
	if !ok || !n.Is(der.Integer) || !e.Constructed {
		at := e.Place()
		if ok && e.Constructed {
			at = n.Place()
		}
		r.find(finding.FieldType, at, path, path+" holds no INTEGER.")
		return
	}
	number := r.integer(&n, path)
	small, ok := der.SmallInteger(number.Raw)
	r.rest(&in, path)
	switch {
	case len(number.Raw) == 0:
	case !ok || small < 0 || small > 2:
		text, _ := number.Decimal()
		r.find(finding.VersionUnknown, n.Place(), path, "The version is encoded as "+text+"; 0, 1 and 2 are known, for versions 1 to 3.")
		if ok {
			v.Number = small + 1
		}
	case small == 0:
		v.Number = 1
		r.find(finding.DefaultEncoded, e.Place(), path, "Version 1 is written out; DER leaves it away.")
	default:
		v.Number = small + 1
	}
}

func (r *reader) judgeVersion() {
	c := r.c
	const path = "tbsCertificate.version"
	at := c.Version.Place
	switch v := c.Version.Number; {
	case v == 0 || v > 3:
	case len(c.Extensions) > 0 && v < 3:
		r.find(finding.VersionMismatch, at, path, "The "+r.noun+" has extensions, but its version is "+itoa(v)+", not 3.")
	case v == 1 && (c.IssuerUniqueID.Place.Length > 0 || c.SubjectUniqueID.Place.Length > 0):
		r.find(finding.VersionMismatch, at, path, "The certificate has a unique identifier, but its version is 1, not 2 or 3.")
	}
}

func (r *reader) judgeSerial() {
	const path = "tbsCertificate.serialNumber"
	s := r.c.Serial
	if len(s.Raw) == 0 {
		return
	}
	switch {
	case s.Negative():
		r.find(finding.SerialNegative, s.Place, path, "The serial number is negative: "+words.Shorten(s.Hex(), 48)+". OpenSSL prints it so; other readers may not.")
	case len(s.Raw) == 1 && s.Raw[0] == 0:
		r.find(finding.SerialZero, s.Place, path, "The serial number is zero.")
	}
	if len(s.Raw) > 20 {
		r.find(finding.SerialTooLong, s.Place, path, "The serial number takes "+words.Count(len(s.Raw), "byte")+"; 20 is the most.")
	}
}

// extensions reads [3] EXPLICIT SEQUENCE OF Extension; in a list it is [0].
func (r *reader) extensions(outer *der.Element, path string) {
	r.check(outer, path)
	c := r.c
	c.ExtensionsPlace = outer.Place()
	top := outer.Children()
	list, ok := top.Next()
	if !ok {
		r.missing(outer.End(), path)
		return
	}
	if !list.Is(der.Sequence) || !list.Constructed {
		r.wrongType(&list, path, "a SEQUENCE")
		return
	}
	r.extensionList(&list, path)
	r.rest(&top, path)
}

// extensionList reads a SEQUENCE OF Extension into r.exts.
func (r *reader) extensionList(list *der.Element, path string) {
	r.check(list, path)
	in := list.Children()
	n := in.Count(MaxExtensions)
	if n == 0 {
		if !r.cut || list.End() < len(r.c.DER) {
			r.find(finding.ExtensionsEmpty, list.Place(), path, "The list of extensions is empty.")
		}
		return
	}
	all := make([]Extension, n)
	var e der.Element
	for i := range all {
		in.Scan(&e)
		*r.exts = all[:i+1]
		all[i].Index, all[i].Base, all[i].Place = i, path, e.Place()
		r.oneExtension(&e, &all[i])
	}
	if in.Scan(&e) {
		r.find(finding.FieldTooMany, e.Place(), path, "There are more than "+words.Number(MaxExtensions)+" extensions; the rest is not read.")
	}
}

// oneExtension reads
//
//	Extension ::= SEQUENCE {
//	    extnID     OBJECT IDENTIFIER,
//	    critical   BOOLEAN DEFAULT FALSE,
//	    extnValue  OCTET STRING }
func (r *reader) oneExtension(e *der.Element, x *Extension) {
	if e.Problem != 0 {
		r.problems(e, x.Path())
	}
	if !e.Is(der.Sequence) || !e.Constructed {
		r.wrongType(e, x.Path(), "a SEQUENCE")
		return
	}
	in := e.Children()
	var f der.Element
	if !in.Scan(&f) {
		r.missing(e.End(), x.Path()+".extnID")
		return
	}
	x.IDPlace = f.Place()
	if f.Is(der.OID) && f.Problem == 0 {
		x.OID = oid.OID(r.str(&f))
	}
	if x.OID == "" || !x.OID.Valid() {
		x.OID = r.objectID(&f, x.Path()+".extnID")
	}
	for i := 0; i < x.Index && x.OID != ""; i++ {
		if other := &(*r.exts)[i]; other.OID == x.OID {
			r.find(finding.ExtensionDuplicate, x.Place, x.Path(), describe(x.OID)+" is there twice: also as "+r.rename(other.Path())+".")
			break
		}
	}
	ok := in.Scan(&f)
	// An identifier that is a known one and the tag of an OCTET STRING may leave
	// exactly one: 04 04 03 02 01 06 is a keyUsage, and without 04 an INTEGER.
	if ok && (f.Problem&(der.Overrun|der.BrokenHeader) != 0 || !f.Is(der.Boolean) && !f.Is(der.OctetString) || f.Is(der.Boolean) && f.Declared != 1 ||
		x.OID != "" && x.OID[len(x.OID)-1] == der.OctetString && oid.Name(x.OID) == "") {
		r.blame(x.OID, x.IDPlace, x.Path()+".extnID", &f)
	}
	if next, more := in.Peek(); ok && more && next.Is(der.OctetString) && !f.Is(der.Boolean) {
		r.wrongType(&f, x.Path()+".critical", "a BOOLEAN")
		in.Scan(&f)
	}
	if ok && f.Is(der.Boolean) {
		x.Flag = f.Place()
		content := f.Content()
		if len(content) == 1 && content[0] == 0xFF && f.Problem == 0 {
			x.Critical = true
		} else {
			x.Critical = r.boolean(&f, x.Path()+".critical")
			if len(content) == 1 && content[0] == 0 {
				r.find(finding.DefaultEncoded, x.Flag, x.Path()+".critical", x.Path()+".critical is FALSE, which is the default; DER leaves it away.")
			}
		}
		ok = in.Scan(&f)
	}
	if !ok {
		r.missing(e.End(), x.Path()+".extnValue")
		return
	}
	x.At = f.Place()
	if f.Problem != 0 {
		r.problems(&f, x.Path()+".extnValue")
	}
	if !f.Is(der.OctetString) || f.Constructed {
		r.wrongType(&f, x.Path()+".extnValue", "an OCTET STRING")
		return
	}
	x.Value = f.Content()
	if in.More() {
		r.rest(&in, x.Path())
	}
	r.extensionValue(&f, x)
}
