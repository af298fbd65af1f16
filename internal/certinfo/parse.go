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
	c := new(Certificate)
	r := newReader(&c.Structure, src, "certificate", &certificateNames)
	r.certificate(c)
	return c
}

// newReader returns a reader that fills in s.
func newReader(s *Structure, src []byte, noun string, names *fieldNames) reader {
	s.DER, s.names = src, names
	return reader{s: s, text: string(src), noun: noun, extension: -1}
}

// open begins with what the outline says of the whole; it reports whether there
// is more to read.
func (r *reader) open(o *Outline) bool {
	src := r.s.DER
	present := len(src)
	r.s.DER, r.s.Declared, r.s.Whole, r.cut = src[:o.End], o.Declared, o.Whole, o.Cut
	if o.Outer.State == Missing {
		return false
	}
	whole := o.Outer.element(src)
	switch {
	case o.Outer.State == Mistyped:
		r.find(finding.FieldType, whole.Place(), "", "This is "+typeName(&whole)+" where a "+r.noun+", a SEQUENCE, is due.")
		return false
	case o.Length == TooLarge:
		r.find(finding.DERLengthOverrun, lengthPlace(&whole), "", "The "+r.noun+" declares "+words.Count(o.Declared, "byte")+
			", but it is "+words.Count(present, "byte")+" long and nothing in it is missing.")
	case whole.Problem&der.Overrun == 0:
		r.check(&whole, "")
	}
	switch rest := src[o.End:]; {
	case o.Length == TooSmall:
		r.find(finding.DERLengthShort, lengthPlace(&whole), "", "The "+r.noun+" declares "+words.Count(o.Declared, "byte")+
			", but its fields take "+words.Count(present, "byte")+".")
	case len(rest) > 0:
		r.s.Trailing = rest
		r.find(finding.TrailingBytes, der.Place{Offset: o.End, Length: len(rest)}, "", words.Count(len(rest), "byte")+words.Plural(len(rest), " follows", " follow")+" the "+r.noun+".")
	}
	return true
}

// close ends the reading.
func (r *reader) close() {
	if r.cut {
		r.reportCut()
	}
}

// reportCut tells once, and before all else, that bytes are missing.
func (r *reader) reportCut() {
	s := r.s
	present := len(s.DER)
	where := ""
	if r.cutPath != "" {
		where = " The cut is in " + r.cutPath + "."
	}
	f := finding.Finding{
		ID:   finding.DERTruncated,
		Text: "The " + r.noun + " is cut off: " + words.Number(present) + " of " + words.Count(s.Declared, "byte") + " are here." + where,
		Fix:  finding.CutShort,
		DER:  &finding.DER{Offset: present, Path: r.cutPath},
	}
	s.Findings = append([]finding.Finding{f}, s.Findings...)
}

// signed begins to read what is signed; it reports whether there are fields.
func (r *reader) signed(o *Outline, s *Signed) bool {
	if !r.open(o) {
		return false
	}
	e, ok := r.field(o, FieldTBS, "a SEQUENCE")
	if ok {
		r.check(&e, r.path(FieldTBS))
		s.TBS = e.Place()
	}
	return ok
}

// signature reads what follows the fields of the signed part.
func (r *reader) signature(o *Outline, s *Signed) {
	if !o.Swallowed {
		r.extra(o.Extra, r.path(FieldTBS))
	}
	if e, ok := r.field(o, FieldSignatureAlgorithm, ""); ok {
		s.SignatureAlgorithm = r.algorithm(&e, r.path(FieldSignatureAlgorithm))
	}
	path := r.path(FieldSignatureValue)
	if e, ok := r.field(o, FieldSignatureValue, "a BIT STRING"); ok {
		s.Signature = r.bitString(&e, path)
		r.signatureForm(s, path)
	}
	if o.After.Length == 1 {
		r.find(finding.FieldExtra, o.After, path, "1 byte follows signatureValue, and is no element: the length of signatureValue seems too small.")
	} else {
		r.extra(o.After, r.noun)
	}
	r.judgeSignature(s)
}

// certificate reads the fields of a certificate.
func (r *reader) certificate(c *Certificate) {
	o := NewOutline(der.Certificate, r.s.DER)
	r.exts = &c.Extensions
	defer r.close()
	if !r.signed(&o, &c.Signed) {
		return
	}
	c.Version.Number = 1
	switch {
	case o.Fields[FieldVersion].State != Absent:
		r.version(&o, c)
	case r.cut && o.Fields[FieldSerial] == Part{Offset: c.TBS.Offset + c.TBS.Length, State: Missing}:
		c.Version.Number = 0 // it is cut off
	}
	if e, ok := r.field(&o, FieldSerial, "an INTEGER"); ok {
		c.Serial = r.integer(&e, r.path(FieldSerial))
		r.judgeSerial(c.Serial)
		r.realigned(&o, &e)
	}
	if e, ok := r.field(&o, FieldSignature, "a SEQUENCE"); ok {
		c.TBSSignature = r.algorithm(&e, r.path(FieldSignature))
	}
	r.issuer(&o, &c.Issuer)
	if e, ok := r.field(&o, FieldValidity, "a SEQUENCE"); ok {
		r.validity(&o, &e, c)
	}
	if e, ok := r.field(&o, FieldSubject, "a Name, a SEQUENCE,"); ok {
		c.Subject = r.directory(&e, r.path(FieldSubject))
		r.nameless = len(c.Subject.RDNs) == 0
	}
	if e, ok := r.field(&o, FieldKey, "a SEQUENCE"); ok {
		r.publicKey(&e, &c.Key)
	}
	if e, ok := r.field(&o, FieldIssuerUniqueID, ""); ok {
		c.IssuerUniqueID = r.bitString(&e, r.path(FieldIssuerUniqueID))
	}
	if e, ok := r.field(&o, FieldSubjectUniqueID, ""); ok {
		c.SubjectUniqueID = r.bitString(&e, r.path(FieldSubjectUniqueID))
	}
	c.ExtensionsPlace = r.extensions(&o, "a [3]")
	r.judgeVersion(c)
	r.signature(&o, &c.Signed)
}

// realigned reports the length of the serial number e if it is wrong.
func (r *reader) realigned(o *Outline, e *der.Element) {
	path := r.path(FieldSerial)
	switch off := o.Serial; {
	case off < 0:
		r.find(finding.DERLengthOverrun, lengthPlace(e), path, "The length of "+r.name(path)+" is "+itoa(-off)+" bytes too large: the next field starts before its end.")
	case off > 0:
		r.find(finding.DERLengthShort, lengthPlace(e), path, "The length of "+r.name(path)+" is "+itoa(off)+" bytes too small: the next field starts after its end.")
	}
}

// path is the path of a field in what is being read.
func (r *reader) path(f Field) string { return r.s.names[f] }

// field returns the element that the outline has for the field, if it can be read
// as that. What is wrong is reported; want is what is due there.
func (r *reader) field(o *Outline, f Field, want string) (e der.Element, ok bool) {
	p, path := o.Fields[f], r.path(f)
	if p.State != Mistyped {
		return r.part(p, path, want, false)
	}
	switch f {
	case FieldTBS:
		e = p.element(r.s.DER)
		r.check(&e, path)
		r.wrongType(&e, path, want)
		return e, false
	case FieldSignatureValue, FieldExtensions:
		e = p.element(r.s.DER)
		r.wrongType(&e, path, want)
		return e, f == FieldExtensions
	}
	return r.part(p, path, want, f == FieldSerial || f == FieldVersion)
}

// part is field for any part. A number under another tag is one all the same.
func (r *reader) part(p Part, path, want string, number bool) (e der.Element, ok bool) {
	switch p.State {
	case Absent:
		return e, false
	case Missing:
		r.missing(p.Offset, path)
		return e, false
	}
	e = p.element(r.s.DER)
	if p.State == Mistyped {
		r.wrongType(&e, path, want)
		if !number || !isNumber(&e) {
			r.check(&e, path)
			return e, false
		}
	}
	return e, true
}

// issuer reads the issuer.
func (r *reader) issuer(o *Outline, n *dn.Name) {
	path := r.path(FieldIssuer)
	if e, ok := r.field(o, FieldIssuer, "a Name, a SEQUENCE,"); ok {
		*n = r.directory(&e, path)
		if len(n.RDNs) == 0 && n.Sound {
			r.find(finding.IssuerEmpty, n.Place, path, "The issuer is an empty name.")
		}
	}
}

// directory reads a Name.
func (r *reader) directory(e *der.Element, path string) dn.Name {
	r.check(e, path)
	n := dn.ReadIn(e, r.text, 0)
	n.Fault &^= dn.BadLength // check has said more
	if r.trace != nil {
		r.markName(&n, path)
	}
	r.checkName(&n, path)
	return n
}

// version reads [0] EXPLICIT INTEGER.
func (r *reader) version(o *Outline, c *Certificate) {
	path := r.path(FieldVersion)
	e := o.Fields[FieldVersion].element(r.s.DER)
	if o.Fields[FieldVersion].State == Mistyped {
		r.wrongType(&e, path, "a [0]")
	}
	r.check(&e, path)
	v := &c.Version
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

func (r *reader) judgeVersion(c *Certificate) {
	path := r.path(FieldVersion)
	at := c.Version.Place
	switch v := c.Version.Number; {
	case v == 0 || v > 3:
	case len(c.Extensions) > 0 && v < 3:
		r.find(finding.VersionMismatch, at, path, "The "+r.noun+" has extensions, but its version is "+itoa(v)+", not 3.")
	case v == 1 && (c.IssuerUniqueID.Place.Length > 0 || c.SubjectUniqueID.Place.Length > 0):
		r.find(finding.VersionMismatch, at, path, "The certificate has a unique identifier, but its version is 1, not 2 or 3.")
	}
}

func (r *reader) judgeSerial(s Integer) {
	path := r.path(FieldSerial)
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
func (r *reader) extensions(o *Outline, want string) der.Place {
	outer, ok := r.field(o, FieldExtensions, want)
	if !ok {
		return der.Place{}
	}
	path := r.path(FieldExtensions)
	r.check(&outer, path)
	top := outer.Children()
	list, ok := top.Next()
	switch {
	case !ok:
		r.missing(outer.End(), path)
	case !outer.Constructed:
		r.wrongType(&outer, path, "a constructed element")
	case !list.Is(der.Sequence) || !list.Constructed:
		r.wrongType(&list, path, "a SEQUENCE")
	default:
		r.extensionList(&list, path)
		r.rest(&top, path)
	}
	return outer.Place()
}

// extensionList reads a SEQUENCE OF Extension into r.exts.
func (r *reader) extensionList(list *der.Element, path string) {
	r.check(list, path)
	in := list.Children()
	n := in.Count(MaxExtensions)
	if n == 0 {
		if !r.cut || list.End() < len(r.s.DER) {
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

// oneExtension reads an extension.
func (r *reader) oneExtension(e *der.Element, x *Extension) {
	r.checkLazily(e, x, "")
	if !e.Is(der.Sequence) || !e.Constructed {
		r.wrongType(e, x.Path(), "a SEQUENCE")
		return
	}
	o := outlineExtension(e)
	if o.id.State == Missing {
		r.missing(o.id.Offset, x.Path()+".extnID")
		return
	}
	f := o.id.element(r.s.DER)
	x.IDPlace = f.Place()
	if f.Is(der.OID) && f.Problem == 0 && !f.Constructed {
		x.OID = oid.OID(r.str(&f))
	}
	if x.OID == "" || !x.OID.Valid() || r.trace != nil {
		x.OID = r.objectID(&f, x.Path()+".extnID")
	}
	if _, document := About(x.OID); document == "" && x.OID.Valid() {
		r.arc(x.OID, x.IDPlace, x.Path()+".extnID")
	}
	for i := 0; i < x.Index && x.OID != ""; i++ {
		if other := &(*r.exts)[i]; other.OID == x.OID {
			r.find(finding.ExtensionDuplicate, x.Place, x.Path(), describe(x.OID)+" is there twice: also as "+other.Path()+".")
			break
		}
	}
	if o.critical.State != Absent {
		f = o.critical.element(r.s.DER)
		r.blameID(x, &f)
		r.critical(x, &f)
	}
	if o.value.State == Missing {
		r.missing(o.value.Offset, x.Path()+".extnValue")
		return
	}
	f = o.value.element(r.s.DER)
	if o.critical.State == Absent {
		r.blameID(x, &f)
	}
	x.At = f.Place()
	r.checkLazily(&f, x, ".extnValue")
	if o.value.State == Mistyped {
		r.wrongType(&f, x.Path()+".extnValue", "an OCTET STRING")
		return
	}
	x.Value = f.Content()
	if o.extra.Length > 0 {
		r.extra(o.extra, x.Path())
	}
	r.extensionValue(&f, x)
}

// checkLazily is check for a part of an extension, which has a path only where one
// is needed.
func (r *reader) checkLazily(e *der.Element, x *Extension, member string) {
	if e.Problem != 0 || !e.FormOK() || r.trace != nil {
		r.check(e, x.Path()+member)
	}
}

// blameID looks whether the length of extnID is to blame for what follows it. An
// identifier that is a known one and the tag of an OCTET STRING may leave exactly
// one: 04 04 03 02 01 06 is a keyUsage, and without 04 an INTEGER.
func (r *reader) blameID(x *Extension, f *der.Element) {
	if f.Problem&(der.Overrun|der.BrokenHeader) != 0 || !f.Is(der.Boolean) && !f.Is(der.OctetString) || f.Is(der.Boolean) && f.Declared != 1 ||
		x.OID != "" && x.OID[len(x.OID)-1] == der.OctetString && oid.Name(x.OID) == "" {
		r.blame(x.OID, x.IDPlace, x.Path()+".extnID", f)
	}
}

// critical reads the element that stands for the flag.
func (r *reader) critical(x *Extension, f *der.Element) {
	if !f.Is(der.Boolean) {
		r.wrongType(f, x.Path()+".critical", "a BOOLEAN")
		return
	}
	x.Flag = f.Place()
	content := f.Content()
	if len(content) == 1 && content[0] == 0xFF && f.Problem == 0 && !f.Constructed && r.trace == nil {
		x.Critical = true
		return
	}
	x.Critical = r.boolean(f, x.Path()+".critical")
	if len(content) == 1 && content[0] == 0 {
		r.find(finding.DefaultEncoded, x.Flag, x.Path()+".critical", x.Path()+".critical is FALSE, which is the default; DER leaves it away.")
	}
}
