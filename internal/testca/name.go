package testca

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// Attribute is one attribute of a distinguished name.
type Attribute struct {
	Type   string // OpenSSL's short or long name, or a dotted OID
	Value  string
	Joined bool // in one RDN with the attribute before it
}

// emptySequence is the length of a name without attributes.
const emptySequence = 2

// AttributeNames are the types that people ask for, most usual first.
var AttributeNames = []string{"CN", "O", "OU", "C", "ST", "L", "emailAddress", "serialNumber", "UID", "DC",
	"GN", "SN", "title", "street", "postalCode", "organizationIdentifier", "businessCategory", "jurisdictionC", "dnQualifier", "pseudonym"}

// stringTypes are the attributes that are no UTF8String; the type is that of
// OpenSSL's table (crypto/asn1/tbl_standard.h).
var stringTypes = []struct {
	name string
	tag  int
}{
	{"C", der.PrintableString},
	{"jurisdictionC", der.PrintableString},
	{"serialNumber", der.PrintableString},
	{"dnQualifier", der.PrintableString},
	{"emailAddress", der.IA5String},
	{"DC", der.IA5String},
}

// encodeSubject writes a name, RFC 5280, section 4.1.2.4:
//
//	RDNSequence ::= SEQUENCE OF RelativeDistinguishedName
//	RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
func encodeSubject(attributes []Attribute) ([]byte, error) {
	type pair struct {
		Type  asn1.ObjectIdentifier
		Value asn1.RawValue
	}
	type rdnSET []pair // the suffix tells encoding/asn1 to write a SET, sorted
	rdns := []rdnSET{}
	for i, a := range attributes {
		field := "subject[" + strconv.Itoa(i) + "]"
		id, err := parseType(a.Type, field+".type")
		if err != nil {
			return nil, err
		}
		tag := der.UTF8String
		for _, s := range stringTypes {
			if known, _ := oid.ByName(s.name); asn1Equal(known, id) {
				tag = s.tag
			}
		}
		if valid, _ := der.CheckString(tag, []byte(a.Value)); !valid {
			return nil, fieldError(field+".value", "%s holds letters, digits and few other ASCII characters only.", a.Type)
		}
		p := pair{id, asn1.RawValue{Tag: tag, Bytes: []byte(a.Value)}}
		if a.Joined && len(rdns) > 0 {
			rdns[len(rdns)-1] = append(rdns[len(rdns)-1], p)
			continue
		}
		rdns = append(rdns, rdnSET{p})
	}
	return asn1.Marshal(rdns)
}

// parseType reads the name of an attribute, or any OID.
func parseType(name, field string) (asn1.ObjectIdentifier, error) {
	if id, ok := oid.ByName(name); ok {
		name = string(id.AppendDotted(nil))
	}
	return parseOID(name, field)
}

func parseOID(dotted, field string) (asn1.ObjectIdentifier, error) {
	parsed, err := x509.ParseOID(dotted)
	if err != nil {
		return nil, fieldError(field, "This is neither a name that OpenSSL knows nor an object identifier.")
	}
	var id asn1.ObjectIdentifier
	for arc := range strings.SplitSeq(parsed.String(), ".") {
		n, err := strconv.Atoi(arc)
		if err != nil || n > 1<<31-1 {
			return nil, fieldError(field, "An arc of this object identifier is too large.")
		}
		id = append(id, n)
	}
	return id, nil
}

func asn1Equal(a oid.OID, b asn1.ObjectIdentifier) bool {
	return string(a.AppendDotted(nil)) == b.String()
}

// Name is one subject alternative name.
type Name struct {
	Kind  NameKind
	Value string
}

// NameKind is a kind of alternative name.
type NameKind string

const (
	DNS   NameKind = "dns"
	Email NameKind = "email"
	URI   NameKind = "uri"
	IP    NameKind = "ip"
	UPN   NameKind = "upn" // the otherName by which Windows knows a user
)

// NameKinds lists the kinds with an example of each.
var NameKinds = []struct {
	Kind           NameKind
	Title, Example string
	tag            int // of GeneralName, RFC 5280, section 4.2.1.6
}{
	{DNS, "DNS name", "client.example", 2},
	{Email, "E-mail address", "client@example.com", 1},
	{URI, "URI", "spiffe://example.org/service", 6},
	{IP, "IP address", "192.0.2.1", 7},
	{UPN, "User principal name", "client@corp.example", 0},
}

var (
	oidAlternativeNames = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidUPN              = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 20, 2, 3}
)

// encodeNames writes the extension, critical if the subject is empty as RFC 5280,
// section 4.1.2.6 asks:
//
//	GeneralName ::= CHOICE { otherName [0] …, rfc822Name [1] IA5String,
//	  dNSName [2] IA5String, uniformResourceIdentifier [6] IA5String,
//	  iPAddress [7] OCTET STRING … }
//	OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }
func encodeNames(names []Name, critical bool) (pkix.Extension, error) {
	var general []asn1.RawValue
	for i, n := range names {
		field := "names[" + strconv.Itoa(i) + "]"
		tag := -1
		for _, k := range NameKinds {
			if k.Kind == n.Kind {
				tag = k.tag
			}
		}
		value := []byte(n.Value)
		switch {
		case tag < 0:
			return pkix.Extension{}, fieldError(field+".kind", "There is no kind of alternative name of this name.")
		case n.Value == "" || !utf8.ValidString(n.Value):
			return pkix.Extension{}, fieldError(field+".value", "An alternative name is not empty.")
		case n.Kind == IP:
			addr, err := netip.ParseAddr(n.Value)
			if err != nil || addr.Zone() != "" {
				return pkix.Extension{}, fieldError(field+".value", "This is not an IP address.")
			}
			value = addr.AsSlice()
		case n.Kind == UPN:
			upn, err := otherName(n.Value)
			if err != nil {
				return pkix.Extension{}, err
			}
			general = append(general, asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: upn})
			continue
		default:
			if valid, _ := der.CheckString(der.IA5String, value); !valid {
				return pkix.Extension{}, fieldError(field+".value", "This kind of name is ASCII; write an international domain as xn--….")
			}
		}
		general = append(general, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, Bytes: value})
	}
	value, err := asn1.Marshal(general)
	return pkix.Extension{Id: oidAlternativeNames, Critical: critical, Value: value}, err
}

// otherName returns the content of a user principal name.
func otherName(text string) ([]byte, error) {
	id, err := asn1.Marshal(oidUPN)
	if err != nil {
		return nil, err
	}
	value, err := asn1.MarshalWithParams(text, "utf8")
	if err != nil {
		return nil, err
	}
	explicit, err := asn1.Marshal(asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: value})
	return append(id, explicit...), err
}

// alternativeNames returns the extension of a request, as it stands there.
func alternativeNames(csr *x509.CertificateRequest) []pkix.Extension {
	for _, e := range csr.Extensions {
		if e.Id.Equal(oidAlternativeNames) {
			return []pkix.Extension{e}
		}
	}
	return nil
}
