package report

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// extensionsOf shows extensions one by one, in their order, with what was found in
// each as badges.
func extensionsOf(title string, list []certinfo.Extension, findings []finding.Finding) Section {
	s := Section{Title: title, Fields: make([]Field, 0, len(list))}
	for i := range list {
		x := &list[i]
		f := extensionField(x)
		f.Badges = append(f.Badges, faults(findings, x.Place)...)
		s.Fields = append(s.Fields, f)
	}
	return s
}

// faults are the findings inside a place, as badges; each rule once.
func faults(findings []finding.Finding, p der.Place) []Chip {
	var chips []Chip
next:
	for i := range findings {
		f := &findings[i]
		if f.DER == nil || f.DER.Offset < p.Offset || f.DER.Offset >= p.Offset+p.Length {
			continue
		}
		rule := finding.Lookup(f.ID)
		tone := ToneInfo
		switch rule.Severity {
		case finding.Error:
			tone = ToneBad
		case finding.Warning:
			tone = ToneWarn
		}
		for _, chip := range chips {
			if chip.Text == rule.Title {
				continue next
			}
		}
		chips = append(chips, Chip{tone, rule.Title})
	}
	return chips
}

// extensionField shows one extension: what it says if there is a reader for it,
// otherwise its identifier, its ASN.1 and its raw value.
func extensionField(x *certinfo.Extension) Field {
	name, document := certinfo.About(x.OID)
	if name == "" {
		name = ExtensionLabel(x.OID)
	}
	f := Field{Label: name, Hover: shortIdentifier(x.OID), Bytes: bytesAt(x.Place, x.Path())}
	if document != "" {
		f.Hover += "; " + document
	}
	if x.Critical {
		f.Badges = []Chip{{ToneInfo, "critical"}}
	}
	path := x.Path() + ".extnValue"
	switch v := x.Parsed.(type) {
	case *certinfo.BasicConstraints:
		f.setBasicConstraints(v)
	case *certinfo.KeyUsage:
		f.Value = certinfo.BitWords(v.Bits, certinfo.KeyUsageWords[:])
		f = f.or("none", ToneWarn)
	case *certinfo.ExtKeyUsage:
		f.Fields = make([]Field, 0, len(v.Purposes))
		for i, p := range v.Purposes {
			g := objectField("Purpose", p.OID)
			g.Bytes = bytesAt(p.Place, path+"["+strconv.Itoa(i)+"]")
			f.Fields = append(f.Fields, g)
		}
	case *certinfo.GeneralNames:
		f.Fields = nameFields(v.Names, path)
		f.Note = words.Count(len(v.Names), "name")
	case *certinfo.KeyID:
		f.Value, f.Style = words.HexColons(v.ID), FieldMono
	case *certinfo.AuthorityKeyID:
		f.setAuthorityKeyID(v, path)
	case *certinfo.Policies:
		f.Fields = policyFields(v, path)
	case *certinfo.InfoAccess:
		f.Fields = accessFields(v, path)
	case *certinfo.DistributionPoints:
		f.Fields = pointFields(v, path)
	case *certinfo.Value:
		f.setValue(v, path)
	default:
		f.setUnread(x, path)
	}
	if f.Value == "" && len(f.Fields) == 0 {
		f.Fields = []Field{rawField(x, path)}
	}
	return f
}

// ExtensionLabel is the extension's name without OpenSSL's "X509v3", or its OID.
func ExtensionLabel(id oid.OID) string {
	return strings.TrimPrefix(nameOrDots(id), "X509v3 ")
}

// shortIdentifier is a tooltip for a label that is the long name already.
func shortIdentifier(id oid.OID) string {
	if s := oid.Name(id); s != "" {
		return s + ", " + id.String()
	}
	return id.String()
}

// setUnread shows an extension that nothing more is known about.
func (f *Field) setUnread(x *certinfo.Extension, path string) {
	if x.OID == "" {
		f.Label = "Extension " + strconv.Itoa(x.Index+1)
		f.Note, f.Tone = "its identifier is not readable", ToneWarn
	} else {
		f.Fields = append(f.Fields, Field{Label: "OID", Value: x.OID.String(), Style: FieldMono, Bytes: bytesAt(x.IDPlace, x.Path()+".extnID")})
	}
	inside := tree(x.Value, x.At.Offset+x.At.Length-len(x.Value), path)
	if len(inside) > 0 {
		f.Fields = append(f.Fields, Field{Label: "ASN.1", Note: words.Count(len(inside), "element"), Fields: inside})
	}
	f.Fields = append(f.Fields, rawField(x, path))
}

func rawField(x *certinfo.Extension, path string) Field {
	f := Field{Label: "Raw value", Value: words.Hex(x.Value), Style: FieldHex, Note: words.Count(len(x.Value), "byte"), Bytes: bytesAt(x.At, path)}
	return f.or("empty", ToneNone)
}

// objectField is an object identifier by its name, or dotted.
func objectField(label string, id oid.OID) Field {
	if s := oid.Describe(id); s != "" {
		return Field{Label: label, Value: s, Note: id.String(), Hover: oid.Name(id)}
	}
	return Field{Label: label, Value: id.String(), Style: FieldMono}
}

func (f *Field) setBasicConstraints(b *certinfo.BasicConstraints) {
	f.Value = "not a CA"
	if b.CA {
		f.Value = "CA"
	}
	switch {
	case !b.HasPathLen:
	case b.PathLen < 0:
		f.Value += ", path length not readable"
	default:
		f.Value += ", at most " + words.Count(b.PathLen, "intermediate") + " below it"
		f.Note = "pathLenConstraint " + strconv.Itoa(b.PathLen)
	}
}

// nameFields are GeneralNames, one field each.
func nameFields(names []certinfo.GeneralName, path string) []Field {
	fields := make([]Field, 0, len(names))
	for i := range names {
		fields = append(fields, nameField(&names[i], path+"["+strconv.Itoa(i)+"]"))
	}
	return fields
}

func nameField(n *certinfo.GeneralName, path string) Field {
	f := Field{Label: nameLabel(n.Kind), Value: OneLine(n.Text), Style: FieldMono, Bytes: bytesAt(n.Place, path)}
	switch n.Kind {
	case certinfo.DirectoryName:
		if n.Directory != nil {
			f.Fields = nameSection("", path, n.Directory, n.Text).Fields[1:]
			return f.or("empty", ToneNone)
		}
	case certinfo.OtherName:
		f.Note, f.Hover = nameOrDots(n.OID), n.OID.String()
		for _, o := range otherLabels {
			if o.id == n.OID {
				f.Label = o.label
			}
		}
		if n.Text == "" && n.Value != nil {
			f.Fields = tree(n.Raw, n.Value.Offset, path+".value")
		}
	case certinfo.URI:
		f.setSPIFFE(path)
	case certinfo.RegisteredID:
		f.Note = oid.Describe(n.OID)
	}
	if f.Value == "" && len(n.Raw) > 0 {
		f.Value, f.Style = words.Hex(n.Raw), FieldHex
	}
	return f.or("empty", ToneWarn)
}

func nameLabel(k certinfo.NameKind) string {
	switch k {
	case certinfo.OtherName:
		return "Other name"
	case certinfo.RFC822Name:
		return "E-mail"
	case certinfo.DNSName:
		return "DNS name"
	case certinfo.X400Address:
		return "X.400 address"
	case certinfo.DirectoryName:
		return "Directory name"
	case certinfo.EDIPartyName:
		return "EDI party name"
	case certinfo.URI:
		return "URI"
	case certinfo.IPAddress:
		return "IP address"
	case certinfo.RegisteredID:
		return "Registered ID"
	}
	return "Unknown name"
}

func (f *Field) setAuthorityKeyID(a *certinfo.AuthorityKeyID, path string) {
	if a.ID != nil && len(a.Issuer) == 0 && a.Serial.Raw == nil {
		f.Value, f.Style = words.HexColons(a.ID), FieldMono
		return
	}
	fields := make(fieldList, 0, 3)
	if a.ID != nil {
		fields.add("Key ID", words.HexColons(a.ID), FieldMono, bytesAt(a.IDPlace, path+".keyIdentifier"))
	}
	fields = append(fields, prefixed("Issuer: ", nameFields(a.Issuer, path+".authorityCertIssuer"))...)
	if a.Serial.Raw != nil {
		fields.add("Serial", a.Serial.Hex(), FieldMono, bytesAt(a.Serial.Place, path+".authorityCertSerialNumber"))
	}
	f.Fields = fields
}

func prefixed(prefix string, fields []Field) []Field {
	for i := range fields {
		fields[i].Label = prefix + fields[i].Label
	}
	return fields
}

func policyFields(v *certinfo.Policies, path string) []Field {
	fields := make([]Field, 0, len(v.Policies))
	for i := range v.Policies {
		p := &v.Policies[i]
		at := path + "[" + strconv.Itoa(i) + "]"
		f := objectField("Policy", p.OID)
		f.Bytes = bytesAt(p.Place, at)
		for j := range p.Qualifiers {
			f.Fields = append(f.Fields, qualifierFields(&p.Qualifiers[j], at+".policyQualifiers["+strconv.Itoa(j)+"]")...)
		}
		fields = append(fields, f)
	}
	return fields
}

func qualifierFields(q *certinfo.Qualifier, path string) []Field {
	var fields fieldList
	at := bytesAt(q.Place, path)
	for _, part := range [...]struct {
		id           oid.OID
		label, value string
	}{
		{oid.CPS, "Practice statement", q.CPS},
		{oid.UserNotice, "Notice", q.ExplicitText},
		{oid.UserNotice, "Organization", q.Organization},
		{oid.UserNotice, "Notice numbers", q.NumberList()},
	} {
		if q.OID == part.id && part.value != "" {
			fields.add(part.label, part.value, FieldText, at)
		}
	}
	if q.OID == oid.CPS && len(fields) > 0 {
		fields[0].Style = FieldMono
	}
	if len(fields) == 0 && len(q.Raw) > 0 {
		fields.add("Qualifier "+nameOrDots(q.OID), words.Hex(q.Raw), FieldHex, at)
	}
	return fields
}

func accessFields(v *certinfo.InfoAccess, path string) []Field {
	fields := make([]Field, 0, len(v.Descriptions))
	for i := range v.Descriptions {
		d := &v.Descriptions[i]
		f := nameField(&d.Location, path+"["+strconv.Itoa(i)+"].accessLocation")
		if d.Location.Kind != certinfo.URI {
			f.Note = f.Label
		}
		f.Label, f.Hover = nameOrDots(d.Method), identifier(d.Method)
		f.Bytes = bytesAt(d.Place, path+"["+strconv.Itoa(i)+"]")
		fields = append(fields, f)
	}
	return fields
}

func pointFields(v *certinfo.DistributionPoints, path string) []Field {
	fields := make(fieldList, 0, len(v.Points))
	for i := range v.Points {
		p := &v.Points[i]
		at := path + "[" + strconv.Itoa(i) + "]"
		inside := fieldList(nameFields(p.FullName, at+".distributionPoint.fullName"))
		if p.Relative != nil {
			inside.add("Relative to the CRL issuer", p.Relative.String(), FieldMono,
				bytesAt(p.Relative.Place, at+".distributionPoint.nameRelativeToCRLIssuer"))
		}
		if p.HasReasons {
			inside.add("Reasons", certinfo.BitWords(p.Reasons, certinfo.ReasonWords[:]), FieldText, nil)
		}
		inside = append(inside, prefixed("CRL issuer: ", nameFields(p.Issuer, at+".cRLIssuer"))...)
		if len(inside) == 1 { // the usual: one URI
			fields = append(fields, inside[0])
			continue
		}
		f := fields.add("Point", "", FieldText, bytesAt(p.Place, at))
		f.Note, f.Fields = words.Count(len(inside), "member"), inside
	}
	return fields
}
