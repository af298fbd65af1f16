package openssl

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Extensions read by a schema, in the manner of "openssl x509 -text".

// layout is how OpenSSL prints the value of an extension.
type layout byte

const (
	asBytes layout = iota // not at all
	asLine                // values with commas, their labels before them
	asNothing
	asNull
	asConstraints
	asTimestamps
	asProxy
	asPoint
	asHex // of the whole extnValue
	asResources
	asSystems
	asExtranet
	asTools
	asAdmission
	asCRLID
	asLocator
)

// layouts are those of the extensions that OpenSSL 3.0 prints; Netscape's are on
// one line all of them.
var layouts = [...]struct {
	id oid.OID
	as layout
}{
	{oid.NameConstraints, asConstraints},
	{oid.PolicyMappings, asLine},
	{oid.PolicyConstraints, asLine},
	{oid.InhibitAnyPolicy, asLine},
	{oid.PrivateKeyUsagePeriod, asLine},
	{oid.CRLNumber, asLine},
	{oid.DeltaCRLIndicator, asLine},
	{oid.ReasonCode, asLine},
	{oid.HoldInstructionCode, asLine},
	{oid.InvalidityDate, asLine},
	{oid.IssuingDistributionPoint, asPoint},
	{oid.TLSFeature, asLine},
	{oid.ProxyCertInfo, asProxy},
	{oid.OCSPNoCheck, asNothing},
	{oid.PrecertificatePoison, asNull},
	{oid.CertificateSCTs, asTimestamps},
	{oid.OCSPSCTs, asTimestamps},
	{oid.IPAddrBlocks, asResources},
	{oid.ASIdentifiers, asSystems},
	{oid.OCSPNonce, asHex},
	{oid.OCSPCRLID, asCRLID},
	{oid.OCSPAcceptableResponses, asLine},
	{oid.OCSPArchiveCutoff, asLine},
	{oid.OCSPServiceLocator, asLocator},
	{oid.StrongExtranet, asExtranet},
	{oid.Admission, asAdmission},
	{oid.SubjectSignTool, asLine},
	{oid.IssuerSignTool, asTools},
}

func (t *writer) value(x *certinfo.Extension, v *certinfo.Value) {
	as := asBytes
	if strings.HasPrefix(string(x.OID), string(oid.Netscape)) {
		as = asLine
	}
	for i := range layouts {
		if layouts[i].id == x.OID {
			as = layouts[i].as
		}
	}
	switch as {
	case asLine:
		s := valueText(v, ", ")
		if len(v.List) == 0 && (x.OID == oid.PolicyMappings || x.OID == oid.PolicyConstraints || x.OID == oid.TLSFeature) {
			s = dotted(x.Value) // of lists of pairs OpenSSL prints the octets where there is none
		}
		t.line(valueIndent, s)
	case asNothing:
		t.end()
	case asNull:
		t.line(valueIndent, "NULL")
	case asConstraints:
		t.constraints(v)
	case asTimestamps:
		for i := range v.List {
			t.timestamp(&v.List[i], x)
		}
		if len(v.List) == 0 {
			t.end()
		}
	case asProxy:
		t.proxy(v)
	case asPoint:
		t.issuingPoint(v)
	case asHex:
		t.line(valueIndent, words.HexUpper(x.Value))
	case asResources:
		t.resources(v)
	case asSystems:
		t.systems(v)
	case asExtranet:
		t.extranet(v)
	case asTools:
		t.tools(v)
	case asAdmission:
		t.admission(v)
	case asCRLID:
		t.crlID(v)
	case asLocator:
		t.locator(v)
	default:
		t.line(valueIndent, dotted(x.Value))
	}
}

// valueText is a value on one line: members of a list with the separator, and a
// colon between the parts of each.
func valueText(v *certinfo.Value, separator string) string {
	switch v.Kind {
	case certinfo.ValueList:
		var parts []string
		for i := range v.List {
			m := &v.List[i]
			s := valueText(m, ":")
			switch {
			case m.Kind == certinfo.ValueTime:
				s = m.Label + ": " + s
			case m.Member != "" && m.Kind == certinfo.ValueNumber:
				s = m.Label + ":" + s
			}
			parts = append(parts, s)
		}
		return strings.Join(parts, separator)
	case certinfo.ValueOID:
		return longName(v.OID)
	case certinfo.ValueTime:
		return timeText(&certinfo.Time{Time: v.Time, OK: true, Text: string(v.Raw), Tag: der.GeneralizedTime})
	}
	return oneLine(v.Text)
}

// timestamp writes an SCT; of one of another version than 1 the version alone is
// known.
func (t *writer) timestamp(v *certinfo.Value, x *certinfo.Extension) {
	t.line(valueIndent, "Signed Certificate Timestamp:")
	fields := v.List
	if len(fields) < 6 {
		t.line(valueIndent+4, "Version   : unknown")
		from := v.Place.Offset - (x.At.Offset + x.At.Length - len(x.Value))
		t.hex(2*valueIndent, x.Value[from:from+v.Place.Length])
		return
	}
	t.line(valueIndent+4, "Version   : v1 (0x0)")
	t.octets("Log ID    : ", fields[1].Raw)
	at := timeText(&certinfo.Time{Time: fields[2].Time, OK: true})
	ms := strconv.Itoa(1000 + fields[2].Time.Nanosecond()/1e6)[1:]
	t.line(valueIndent+4, "Timestamp : "+at[:15]+"."+ms+at[15:])
	if len(fields[3].Raw) == 0 {
		t.line(valueIndent+4, "Extensions: none")
	} else {
		t.octets("Extensions: ", fields[3].Raw)
	}
	t.line(valueIndent+4, "Signature : "+sctSignature(fields[4].Raw))
	t.octets("            ", fields[5].Raw)
}

// sctSignature is the algorithm of an SCT; empty if OpenSSL knows none with these
// octets, and then does not read the list.
func sctSignature(b []byte) string {
	switch string(b) {
	case "\x04\x03":
		return "ecdsa-with-SHA256"
	case "\x04\x01":
		return "sha256WithRSAEncryption"
	}
	return ""
}

// hex writes bytes in upper-case hexadecimal, 16 to a line.
func (t *writer) hex(indent int, b []byte) {
	for len(b) > 16 {
		t.line(indent, words.HexColons(b[:16])+":")
		b = b[16:]
	}
	t.line(indent, words.HexColons(b))
}

// octets writes bytes beside a label, 16 to a line.
func (t *writer) octets(label string, b []byte) {
	for len(b) > 16 {
		t.line(valueIndent+4, label+words.HexColons(b[:16])+":")
		b, label = b[16:], "            "
	}
	t.line(valueIndent+4, label+words.HexColons(b))
}

func (t *writer) proxy(v *certinfo.Value) {
	length := "infinite"
	if n := v.Find("pCPathLenConstraint"); n != nil {
		length = words.HexUpper(n.Raw)
	}
	t.line(valueIndent, "Path Length Constraint: "+length)
	if p := v.Find("proxyPolicy"); p != nil {
		if language := p.Find("policyLanguage"); language != nil {
			t.line(valueIndent, "Policy Language: "+longName(language.OID))
		}
		if policy := p.Find("policy"); policy != nil {
			t.line(valueIndent, "Policy Text: "+string(policy.Raw))
		}
	}
}

// issuingPoint writes an issuingDistributionPoint, in OpenSSL's order. What follows
// the names stands on the line of the last.
func (t *writer) issuingPoint(v *certinfo.Value) {
	said := false
	for _, member := range [...]string{"distributionPoint", "onlyContainsUserCerts", "onlyContainsCACerts", "indirectCRL", "onlySomeReasons", "onlyContainsAttributeCerts"} {
		m := v.Find(member)
		switch {
		case m == nil:
			continue
		case m.Kind == certinfo.ValueList:
			for j := range m.List {
				t.line(valueIndent, m.List[j].Label+":")
				if e, ok := der.First(m.List[j].Raw); ok && m.List[j].Kind == certinfo.ValueASN1 {
					rdn := dn.ReadRDN(&e)
					t.line(valueIndent+2, rdn.Print(dn.OneLine))
				}
				var names []certinfo.GeneralName
				for k := range m.List[j].List {
					names = append(names, *m.List[j].List[k].Name)
				}
				t.names(names)
			}
		case m.Kind == certinfo.ValueWords:
			t.line(valueIndent, m.Label+":")
			t.line(valueIndent+2, oneLine(m.Text))
		case m.Text == "true":
			t.line(valueIndent, m.Label)
		default:
			continue
		}
		said = true
	}
	if !said {
		t.line(valueIndent, "<EMPTY>")
	}
	t.end()
}

// constraints writes nameConstraints; no line ends after the last name of a list.
func (t *writer) constraints(v *certinfo.Value) {
	for i := range v.List {
		m := &v.List[i]
		if i > 0 {
			t.end()
		}
		if len(m.List) > 0 {
			t.line(valueIndent, m.Label+":")
		}
		for j := range m.List {
			if j > 0 {
				t.end()
			}
			if base := m.List[j].Find("base"); base != nil {
				t.put(valueIndent+2, constraint(base.Name))
			}
		}
	}
	t.end()
}
