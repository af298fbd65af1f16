package certinfo

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// alternativeNames: RFC 5280, sections 4.2.1.6 and 4.2.1.7.
//
//	SubjectAltName ::= GeneralNames
//	GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName
func (r *reader) alternativeNames(e *der.Element) any {
	if !e.Is(der.Sequence) || !e.Constructed {
		r.wrongType(e, "", "a SEQUENCE")
		return nil
	}
	return &GeneralNames{Names: r.generalNames(e, "")}
}

// generalNames reads the names in e, whatever its tag.
func (r *reader) generalNames(e *der.Element, path string) []GeneralName {
	in := e.Children()
	n := in.Count(MaxNames)
	if n == 0 {
		r.emptyList(e, path)
		return nil
	}
	names := make([]GeneralName, n)
	var f der.Element
	for i := range names {
		in.Scan(&f)
		r.generalName(&f, &names[i], path, i)
	}
	if in.More() {
		r.find(finding.FieldTooMany, e.Place(), path, r.name(path)+" has more than "+words.Number(MaxNames)+" names; the rest is not read.")
	}
	return names
}

// generalName reads a name into g: member i of the list at path, or the field at
// path itself if i is negative.
//
//	GeneralName ::= CHOICE {
//	    otherName                 [0] SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY },
//	    rfc822Name                [1] IA5String,
//	    dNSName                   [2] IA5String,
//	    x400Address               [3] ORAddress,
//	    directoryName             [4] EXPLICIT Name,
//	    ediPartyName              [5] EDIPartyName,
//	    uniformResourceIdentifier [6] IA5String,
//	    iPAddress                 [7] OCTET STRING,
//	    registeredID              [8] OBJECT IDENTIFIER }
func (r *reader) generalName(e *der.Element, g *GeneralName, path string, i int) {
	g.Kind, g.Place, g.Raw = UnknownName, e.Place(), e.Content()
	if e.Class == der.ContextSpecific && e.Tag <= 8 {
		g.Kind = NameKind(e.Tag)
	}
	if e.Problem == 0 && r.trace == nil { // the usual ones, without making a path
		switch g.Kind {
		case RFC822Name, DNSName, URI:
			if valid, plain := der.CheckString(der.IA5String, g.Raw); valid && plain && !e.Constructed {
				g.Text = r.str(e)
				if _, found := words.FindOdd(g.Text, true, false); !found {
					return
				}
			}
		case IPAddress:
			if r.addressSize(len(g.Raw)) && !e.Constructed {
				g.Text = AddressText(g.Raw)
				return
			}
		}
	}
	if i >= 0 {
		path = r.item(path, i)
	}
	r.check(e, path)
	if r.trace != nil {
		r.markKind(e, path, g.Kind)
	}
	g.Damaged = e.Problem&(der.Overrun|der.BrokenHeader|der.Unterminated) != 0 || e.Constructed && (g.Kind == IPAddress || isText(g.Kind))
	switch g.Kind {
	case RFC822Name, DNSName, URI:
		if valid, _ := der.CheckString(der.IA5String, g.Raw); !valid {
			g.Damaged = true
		}
		if e.Constructed {
			r.wrongType(e, path, "an IA5String")
			return
		}
		g.Text = r.textOf(e, der.IA5String, path)
		if e.Problem&(der.Overrun|der.BrokenHeader|der.Unterminated) == 0 {
			r.deceptive(g.Text, g.Place, g.Raw, path, true, false)
		}
	case IPAddress:
		if e.Constructed {
			r.segmented(e, path)
			return
		}
		if g.Text = AddressText(g.Raw); !r.addressSize(len(g.Raw)) {
			g.Damaged = true
			due := "; 4 or 16 are due."
			if r.network {
				due = "; 8 or 32 are due, address and mask."
			}
			r.find(finding.AddressLength, g.Place, path, r.name(path)+" is an IP address of "+words.Count(len(g.Raw), "byte")+due)
		}
	case RegisteredID:
		if e.Constructed {
			r.wrongType(e, path, "a primitive element")
			return
		}
		id := oid.OID(r.str(e))
		if !id.Valid() {
			r.find(finding.OIDNotValid, g.Place, path, r.name(path)+" is not a valid object identifier.")
		}
		g.OID, g.Text = id, id.String()
	case DirectoryName:
		in := e.Children()
		n, ok := in.Next()
		if !ok || !e.Constructed {
			r.missing(e.End(), path+".directoryName")
			return
		}
		name := r.directory(&n, path+".directoryName")
		g.Directory, g.Text = &name, name.String()
		r.rest(&in, path)
	case OtherName:
		r.otherName(e, g, path)
	case X400Address, EDIPartyName:
		if !e.Constructed {
			r.wrongType(e, path, "a constructed element")
			return
		}
		if g.Kind == EDIPartyName {
			var v Value
			r.readChecked(&ediPartyName, e, &v, path)
			return
		}
		r.any(e, path, 0)
	case UnknownName:
		r.wrongType(e, path, "a GeneralName, [0] to [8],")
	}
}

// ediPartyName: RFC 5280, section 4.2.1.6.
//
//	EDIPartyName ::= SEQUENCE {
//	    nameAssigner [0] DirectoryString OPTIONAL,
//	    partyName    [1] DirectoryString }
var ediPartyName = schema{tag: in5, of: []schema{
	{kind: asText, tag: ex0, opt: true, member: "nameAssigner"},
	{kind: asText, tag: ex1, member: "partyName"},
}}

// isText reports whether names of the kind are an IA5String.
func isText(k NameKind) bool { return k == RFC822Name || k == DNSName || k == URI }

func (r *reader) otherName(e *der.Element, g *GeneralName, path string) {
	g.Raw = nil
	in := e.Children()
	id, ok := in.Next()
	if !ok || !e.Constructed {
		r.missing(e.End(), path+".type-id")
		return
	}
	g.OID = r.objectID(&id, path+".type-id")
	r.doubt(g.OID, &id, path+".type-id", in)
	g.Value = new(der.Element)
	at := r.under(path, "value")
	if !in.Scan(g.Value) {
		g.Value = nil
		r.missing(e.End(), at)
		return
	}
	r.check(g.Value, at)
	if wrap := g.Value; wrap.IsContext(0) && wrap.Constructed {
		inner, end := wrap.Children(), wrap.End()
		if !inner.Scan(g.Value) {
			r.missing(end, at)
			return
		}
		r.check(g.Value, at)
		r.rest(&inner, at)
	} else {
		r.wrongType(wrap, at, "an explicit [0]")
	}
	g.Raw = g.Value.Bytes
	if g.Text = r.otherText(g, at); g.Text == "" {
		r.any(g.Value, at, 0)
	} else {
		r.deceptive(g.Text, g.Value.Place(), g.Value.Content(), at, true, false)
	}
	r.rest(&in, path)
}

// otherTypes are the types of otherName whose value has one simple type.
var otherTypes = [...]struct {
	id  oid.OID
	tag int
}{
	{oid.UPN, der.UTF8String},             // UPN: [MS-WCCE], section 2.2.2.7.5
	{oid.XMPPAddr, der.UTF8String},        // xmppAddr: RFC 6120, section 13.7.1.4
	{oid.SRVName, der.IA5String},          // SRVName: RFC 4985, section 2
	{oid.NAIRealm, der.UTF8String},        // NAIRealm: RFC 7585, section 2.2
	{oid.SmtpUTF8Mailbox, der.UTF8String}, // SmtpUTF8Mailbox: RFC 9598, section 3
	{oid.DomainControllerGUID, der.OctetString},
	{oid.ObjectSID, der.OctetString},
}

// otherText is the value of an otherName as text, empty if it has none.
func (r *reader) otherText(g *GeneralName, path string) string {
	v := g.Value
	content := v.Content()
	for i := range otherTypes {
		if t := &otherTypes[i]; t.id == g.OID && !v.Is(t.tag) {
			r.wrongType(v, path, typeName(&der.Element{Tag: t.tag}))
		}
	}
	if v.Is(der.OctetString) && v.Constructed {
		return ""
	}
	switch {
	case v.Class == der.Universal && der.IsString(v.Tag) && !v.Constructed:
		return r.textOf(v, v.Tag, path)
	case g.OID == oid.KerberosPrincipal:
		return r.kerberos(v, path)
	case g.OID == oid.ObjectSID && v.Is(der.OctetString):
		return printable(string(content))
	case g.OID == oid.DomainControllerGUID && v.Is(der.OctetString) && len(content) == 16:
		// The first three fields have the least octet first ([MS-DTYP], 2.3.4.2).
		var b []byte
		for _, i := range [...]int{3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15} {
			if i < 0 {
				b = append(b, '-')
			} else {
				b = words.AppendHex(b, content[i:i+1], words.UpperDigits)
			}
		}
		return string(b)
	}
	return ""
}

// krb5PrincipalName: RFC 4556, section 3.2.2, and RFC 4120, section 5.2.
//
//	KRB5PrincipalName ::= SEQUENCE {
//	    realm         [0] GeneralString,
//	    principalName [1] SEQUENCE {
//	        name-type   [0] INTEGER,
//	        name-string [1] SEQUENCE OF GeneralString } }
var krb5PrincipalName = schema{of: []schema{
	{kind: asText, tag: ex0, member: "realm"},
	{tag: ex1, member: "principalName", of: []schema{
		{kind: asInteger, tag: ex0, member: "name-type"},
		{kind: asList, tag: ex1, member: "name-string", of: []schema{{kind: asText}}},
	}},
}}

// kerberos reads a principal, and writes it as Kerberos does: "HTTP/a.example@REALM".
func (r *reader) kerberos(e *der.Element, path string) string {
	var v Value
	r.read(&krb5PrincipalName, e, &v, path)
	text := ""
	for i := range v.List {
		if m := v.List[i].Find("name-string"); m != nil {
			for j := range m.List {
				if j > 0 {
					text += "/"
				}
				text += m.List[j].Text
			}
		}
	}
	if realm := v.Find("realm"); realm != nil && text != "" {
		text += "@" + realm.Text
	}
	return text
}

// addressSize reports whether an address has so many octets, here.
func (r *reader) addressSize(n int) bool {
	if r.network {
		return n == 8 || n == 32
	}
	return n == 4 || n == 16
}

// AddressText writes 4 or 16 octets as an IP address, and 8 or 32, which name
// constraints have, as a network. It is empty for other lengths.
func AddressText(b []byte) string {
	var buffer [88]byte
	return string(AppendAddress(buffer[:0], b))
}

// AppendAddress appends what AddressText returns.
func AppendAddress(out, b []byte) []byte {
	switch len(b) {
	case 4, 16:
		out = appendIP(out, b)
	case 8, 32:
		mask := b[len(b)/2:]
		out = append(appendIP(out, b[:len(b)/2]), '/')
		ones, set := 0, 0
		for i := range 8 * len(mask) {
			if mask[i/8]>>(7-i%8)&1 == 1 {
				set++
				if ones == i {
					ones++
				}
			}
		}
		if set == ones {
			out = strconv.AppendInt(out, int64(ones), 10)
		} else { // not a prefix
			out = appendIP(out, mask)
		}
	}
	return out
}

func appendIP(out, b []byte) []byte {
	if len(b) == 16 {
		return appendIPv6(out, b)
	}
	return appendIPv4(out, b)
}

func appendIPv4(out, b []byte) []byte {
	for i, c := range b {
		if i > 0 {
			out = append(out, '.')
		}
		out = strconv.AppendUint(out, uint64(c), 10)
	}
	return out
}

// appendIPv6 writes an address as RFC 5952 says: lower case, no leading zeros, the
// longest run of two or more zero groups, the first of equals, as "::".
func appendIPv6(out, b []byte) []byte {
	from, n := -1, 1
	for i := 0; i < 16; i += 2 {
		j := i
		for j < 16 && b[j] == 0 && b[j+1] == 0 {
			j += 2
		}
		if (j-i)/2 > n {
			from, n = i, (j-i)/2
		}
	}
	for i := 0; i < 16; i += 2 {
		if i == from {
			out = append(out, "::"...)
			i += 2*n - 2
			continue
		}
		if i > 0 && i != from+2*n {
			out = append(out, ':')
		}
		out = strconv.AppendUint(out, uint64(b[i])<<8|uint64(b[i+1]), 16)
	}
	return out
}

// distributionPoints: RFC 5280, sections 4.2.1.13 and 4.2.1.15.
//
//	CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint
//	DistributionPoint ::= SEQUENCE {
//	    distributionPoint [0] EXPLICIT CHOICE {
//	        fullName                [0] IMPLICIT GeneralNames,
//	        nameRelativeToCRLIssuer [1] IMPLICIT RelativeDistinguishedName } OPTIONAL,
//	    reasons           [1] IMPLICIT BIT STRING OPTIONAL,
//	    cRLIssuer         [2] IMPLICIT GeneralNames OPTIONAL }
func (r *reader) distributionPoints(e *der.Element) any {
	in, ok := r.sequence(e, "")
	if !ok {
		return nil
	}
	d := &DistributionPoints{Points: make([]DistributionPoint, 0, in.Count(MaxNames))}
	if cap(d.Points) == 0 {
		r.emptyList(e, "")
	}
	for f := (der.Element{}); len(d.Points) < MaxNames && in.Scan(&f); {
		path := r.item("", len(d.Points))
		r.check(&f, path)
		p := DistributionPoint{Place: f.Place()}
		if fields, ok := r.sequence(&f, path); ok {
			if !fields.More() {
				r.emptyList(&f, path)
			}
			due := 0
			for v := (der.Element{}); fields.Scan(&v); {
				r.inTurn(&v, &due, path)
				r.pointField(&v, &p, path)
			}
		}
		d.Points = append(d.Points, p)
	}
	return d
}

// implicit reports a list under a tag of its own that is not constructed.
func (r *reader) implicit(e *der.Element, path string) {
	if !e.Constructed {
		r.wrongType(e, path, "a constructed element")
	}
}

func (r *reader) pointField(v *der.Element, p *DistributionPoint, path string) {
	switch {
	case v.IsContext(0) && v.Constructed:
		r.check(v, path+".distributionPoint")
		in := v.Children()
		name, ok := in.Next()
		switch {
		case !ok:
			r.missing(v.End(), path+".distributionPoint")
		case name.IsContext(0):
			r.check(&name, path+".distributionPoint.fullName")
			r.implicit(&name, path+".distributionPoint.fullName")
			if p.FullName = r.generalNames(&name, path+".distributionPoint.fullName"); p.FullName == nil {
				p.FullName = []GeneralName{}
			}
		case name.IsContext(1):
			r.check(&name, path+".distributionPoint.nameRelativeToCRLIssuer")
			rdn := dn.ReadRDN(&name)
			p.Relative = &rdn
			r.checkName(&dn.Name{RDNs: []dn.RDN{rdn}, Place: rdn.Place}, path+".distributionPoint.nameRelativeToCRLIssuer")
		default:
			r.wrongType(&name, path+".distributionPoint", "a [0] or [1]")
		}
		r.rest(&in, path+".distributionPoint")
	case v.IsContext(1):
		p.HasReasons = true
		p.Reasons = r.namedBits(v, path+".reasons")
	case v.IsContext(2):
		r.check(v, path+".cRLIssuer")
		r.implicit(v, path+".cRLIssuer")
		if p.Issuer = r.generalNames(v, path+".cRLIssuer"); p.Issuer == nil {
			p.Issuer = []GeneralName{}
		}
	default:
		r.check(v, path)
		r.find(finding.FieldExtra, v.Place(), path, r.name(path)+" holds "+typeName(v)+", which does not belong there.")
	}
}
