package report

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// The sections of an open certificate, in the order of Firefox's
// about:certificate. Each field says where in the DER it stands.

// bytesAt is a place with its path; nil if nothing is there.
func bytesAt(p der.Place, path string) *Bytes {
	if p.Length == 0 {
		return nil
	}
	return &Bytes{p.Offset, p.Length, path}
}

// fieldList is fields that are added one by one.
type fieldList []Field

// add adds a field and returns it, for what else there is to say. It is kept out
// of line: in WebAssembly a Field written out in place is a good deal of code.
//
//go:noinline
func (l *fieldList) add(label, value string, style FieldStyle, at *Bytes) *Field {
	*l = append(*l, Field{Label: label, Value: value, Style: style, Bytes: at})
	return &(*l)[len(*l)-1]
}

// orElse is [Field.or] in place.
func (f *Field) orElse(word string, tone Tone) {
	if f.Value == "" {
		f.Value, f.Style = word, FieldText
		if tone != ToneNone {
			f.Tone = tone
		}
	}
}

// or replaces an empty value by a word that says so.
func (f Field) or(word string, tone Tone) Field {
	f.orElse(word, tone)
	return f
}

// identifier is a tooltip that names an object identifier in full.
func identifier(id oid.OID) string {
	if id == "" {
		return ""
	}
	if s := oid.Describe(id); s != "" {
		return s + ", " + id.String()
	}
	return id.String()
}

// nameSection shows a name as one string and as a table of its RDNs, in the
// order of the certificate.
func nameSection(label, path string, n *dn.Name, rfc2253 string) Section {
	head := Field{Label: "RFC 2253", Value: rfc2253, Style: FieldMono,
		Hover: "As ALB and OpenSSL print it: the last RDN first", Bytes: bytesAt(n.Place, path)}
	switch {
	case n.Place.Length == 0:
		head = head.or("not there", ToneBad)
	case len(n.RDNs) == 0:
		head = head.or("empty", ToneNone)
	}
	s := Section{Title: label, Fields: append(make([]Field, 0, 1+len(n.RDNs)), head)}
	for i := range n.RDNs {
		rdn := &n.RDNs[i]
		at := path + "[" + strconv.Itoa(i) + "]"
		switch len(rdn.Attributes) {
		case 0:
			s.Fields = append(s.Fields, Field{Label: "RDN", Value: "empty", Tone: ToneWarn,
				Hover: "A relative distinguished name without attributes: OpenSSL does not print it", Bytes: bytesAt(rdn.Place, at)})
		case 1:
			s.Fields = append(s.Fields, attributeField(&rdn.Attributes[0], at+"[0]"))
		default:
			f := Field{Label: "RDN", Note: words.Count(len(rdn.Attributes), "attribute"),
				Hover: "A relative distinguished name of several attributes", Bytes: bytesAt(rdn.Place, at)}
			for j := range rdn.Attributes {
				f.Fields = append(f.Fields, attributeField(&rdn.Attributes[j], at+"["+strconv.Itoa(j)+"]"))
			}
			s.Fields = append(s.Fields, f)
		}
	}
	return s
}

// attributeField is one attribute: its short name, its value, its string type.
func attributeField(a *dn.Attribute, path string) Field {
	f := Field{Label: oid.Name(a.OID), Value: OneLine(a.Text), Style: FieldMono, Hover: identifier(a.OID), Bytes: bytesAt(a.Place, path)}
	if f.Label == "" {
		f.Label = a.OID.String()
	}
	if a.Tag >= 0 {
		f.Note = der.TypeName(a.Tag)
	}
	if f.Value == "" && len(a.Raw) > 0 {
		f.Value, f.Style = words.Hex(a.DER), FieldHex
	}
	if a.Fault&dn.BadString != 0 {
		f.Note += ", not valid"
		f.Tone = ToneWarn
	}
	return f.or("empty", ToneNone)
}

func validitySection(c *certinfo.Certificate, valid Validity) Section {
	path := c.Path(certinfo.FieldValidity)
	s := Section{Title: "Validity", Fields: []Field{
		{Label: "Status", Value: valid.Words, Tone: valid.Tone},
		timeField("Not before", &c.NotBefore, c.Path(certinfo.FieldNotBefore)),
		timeField("Not after", &c.NotAfter, c.Path(certinfo.FieldNotAfter)),
	}}
	if !c.NotBefore.OK || !c.NotAfter.OK {
		return s
	}
	words, days := lengthOf(c.NotBefore.Time, c.NotAfter.Time)
	s.Fields = append(s.Fields,
		Field{Label: "Length", Value: words, Note: days},
		Field{Label: "As ALB prints it", Value: string(carrier.AppendDates(nil, c.NotBefore.Time, c.NotAfter.Time)), Style: FieldMono, Bytes: bytesAt(c.Validity, path)})
	return s
}

func timeField(label string, t *certinfo.Time, path string) Field {
	f := Field{Label: label, Value: timeValue(*t), Style: FieldMono, Bytes: bytesAt(t.Place, path)}
	if !t.OK {
		f.Value = t.Text
		f.Note, f.Tone = "not readable as a time", ToneWarn
		return f.or("not there", ToneBad)
	}
	f.Note = der.TypeName(t.Tag)
	f.Hover = moment.Long(t.Time)
	return f
}

func serialSection(n *certinfo.Integer, alb string) Section {
	head := Field{Label: "As ALB prints it", Value: alb, Style: FieldMono, Bytes: bytesAt(n.Place, "tbsCertificate.serialNumber")}
	if len(n.Raw) == 0 {
		return Section{"Serial number", []Field{head.or("not there", ToneBad)}}
	}
	head.Note = words.Count(len(n.Raw), "byte") + " in DER"
	return Section{"Serial number", []Field{head,
		{Label: "With colons", Value: n.Colons(), Style: FieldMono},
		decimalField("Decimal", n),
	}}
}

// decimalField is an integer in decimal, or a word on its size where that would
// take long.
func decimalField(label string, n *certinfo.Integer) Field {
	if s, ok := n.Decimal(); ok {
		return Field{Label: label, Value: s, Style: FieldMono}
	}
	return Field{Label: label, Value: "a number of " + words.Count(len(n.Raw), "byte")}
}

func keySection(k *certinfo.PublicKey, sum, path string) Section {
	inside := path + "."
	if path == "" {
		inside = ""
	}
	if k.Place.Length == 0 {
		return Section{"Public key", []Field{{Label: "Algorithm", Value: "not there", Tone: ToneBad}}}
	}
	fields := make(fieldList, 0, 7)
	f := fields.add("Algorithm", k.AlgorithmName(), FieldText, bytesAt(k.Algorithm.Place, inside+"algorithm"))
	f.Hover = identifier(k.Algorithm.OID)
	f.orElse("unknown", ToneWarn)
	if k.Curve != "" || k.CurveOID != "" {
		f = fields.add("Curve", k.Curve, FieldText, bytesAt(k.Algorithm.At, inside+"algorithm.parameters"))
		f.Hover = identifier(k.CurveOID)
		if f.Value == "" {
			f.Value, f.Style = k.CurveOID.String(), FieldMono
		}
	}
	if k.Bits > 0 {
		fields.add("Size", strconv.Itoa(k.Bits)+words.Plural(k.Bits, " bit", " bits"), FieldText, nil)
	}
	if k.Exponent.Raw != nil {
		fields = append(fields, decimalField("Exponent", &k.Exponent))
		fields[len(fields)-1].Bytes = bytesAt(k.Exponent.Place, inside+"subjectPublicKey.publicExponent")
	}
	fields = append(fields, pssFields(&k.Algorithm, inside+"algorithm")...)
	if k.Raw != nil {
		f = fields.add("SHA-256 of the SPKI", sum, FieldMono, bytesAt(k.Place, path))
		f.Hover = "Of the whole SubjectPublicKeyInfo, as pinning and Envoy use it"
		f.orElse("not computed: bytes are missing", ToneWarn)
	}
	if k.Modulus.Raw != nil {
		fields.add("Modulus", words.Hex(der.TrimZeros(k.Modulus.Raw)), FieldHex, bytesAt(k.Modulus.Place, inside+"subjectPublicKey.modulus"))
	} else if len(k.Value.Bytes) > 0 {
		f = fields.add("Key", words.Hex(k.Value.Bytes), FieldHex, bytesAt(k.Value.Place, inside+"subjectPublicKey"))
		if f.Note = k.Point; f.Note == "" {
			f.Note = words.Count(len(k.Value.Bytes), "byte")
		}
	}
	if k.Params != nil {
		fields = append(fields, valueField(k.Params, inside+"algorithm.parameters"))
	}
	return Section{"Public key", fields}
}

// signedSection shows how a structure is signed.
func signedSection(s *certinfo.Signed) Section {
	a, path := s.SignedWith(), s.Path(certinfo.FieldSignatureAlgorithm)
	note := ""
	if a == &s.TBSSignature && a.Place.Length > 0 {
		path = s.Path(certinfo.FieldSignature)
		note = "from " + path
	}
	f := Field{Label: "Algorithm", Value: a.Title(), Note: note, Hover: identifier(a.OID), Bytes: bytesAt(a.Place, path)}
	fields := []Field{f.or("not there", ToneBad)}
	fields = append(fields, pssFields(a, path)...)
	value := Field{Label: "Value", Value: words.Hex(s.Signature.Bytes), Style: FieldHex, Bytes: bytesAt(s.Signature.Place, s.Path(certinfo.FieldSignatureValue))}
	return Section{"Signature", append(fields, value.or("not there", ToneBad))}
}

// pssFields are the parameters of RSASSA-PSS (RFC 4055, section 3.1).
func pssFields(a *certinfo.Algorithm, path string) []Field {
	if a.PSS == nil {
		return nil
	}
	p := a.PSS
	mask := certinfo.HashName(p.MGFHash)
	if p.MGF == oid.MGF1 {
		mask = "MGF1 with " + mask
	} else {
		mask = oid.Describe(p.MGF)
	}
	var fields fieldList
	fields.add("Hash", certinfo.HashName(p.Hash), FieldText, bytesAt(a.At, path+".parameters")).Hover = identifier(p.Hash)
	fields.add("Mask", mask, FieldText, nil).Hover = identifier(p.MGF)
	if p.Salt >= 0 {
		fields.add("Salt", words.Count(p.Salt, "byte"), FieldText, nil)
	}
	if p.Trailer != 1 {
		f := fields.add("Trailer", strconv.Itoa(p.Trailer), FieldText, nil)
		f.Note, f.Tone = "1 is the only one defined", ToneWarn
	}
	return fields
}

func fingerprintSection(c *certinfo.Certificate, r *Certificate) Section {
	if why := Incomplete(c); why != "" {
		return Section{"Fingerprints", []Field{{Label: "SHA-256", Value: "not computed: " + why, Tone: ToneWarn}}}
	}
	return Section{"Fingerprints", []Field{
		{Label: "SHA-256", Value: r.SHA256, Style: FieldMono},
		{Label: "SHA-1", Value: r.SHA1, Style: FieldMono},
	}}
}

func structureSection(c *certinfo.Certificate) Section {
	fields := make(fieldList, 0, 3)
	version := fields.add("Version", "", FieldText, bytesAt(c.Version.Place, c.Path(certinfo.FieldVersion)))
	if c.Version.Number > 0 {
		version.Value = strconv.Itoa(c.Version.Number)
		if c.Version.Place.Length == 0 {
			version.Note = "by default"
		}
	}
	version.orElse("not readable", ToneWarn)
	size := fields.add("Size", words.Count(c.Present(), "byte"), FieldText, nil)
	if c.Declared > 0 && c.Declared != c.Present() {
		size.Note, size.Tone = words.Count(c.Declared, "byte")+" declared", ToneBad
	}
	if n := len(c.Trailing); n > 0 {
		f := fields.add("Bytes after it", words.Hex(c.Trailing), FieldHex, &Bytes{c.Present(), n, ""})
		f.Note, f.Tone = words.Count(n, "byte"), ToneWarn
	}
	unique := func(label, path string, bits *certinfo.BitString) {
		if bits.Place.Length > 0 {
			fields.add(label, words.Hex(bits.Bytes), FieldHex, bytesAt(bits.Place, path))
		}
	}
	unique("Issuer unique ID", c.Path(certinfo.FieldIssuerUniqueID), &c.IssuerUniqueID)
	unique("Subject unique ID", c.Path(certinfo.FieldSubjectUniqueID), &c.SubjectUniqueID)
	return Section{"Certificate", fields}
}
