package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
)

// What Extension.Parsed points to, one type for each kind of value.

// BasicConstraints says whether the subject is a certificate authority (RFC 5280,
// section 4.2.1.9).
type BasicConstraints struct {
	CA         bool
	CAPlace    der.Place // of length zero if CA is left to its default
	HasPathLen bool
	PathLen    int // -1 if it is negative or too large
	PathPlace  der.Place
}

// KeyUsage is a set of named bits (RFC 5280, section 4.2.1.3): bit i is
// KeyUsageNames[i].
type KeyUsage struct {
	Bits  uint16
	Place der.Place
}

// KeyUsageNames are the names of the bits, in order.
var KeyUsageNames = [...]string{
	"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment",
	"keyAgreement", "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
}

// KeyUsageWords are the same as OpenSSL spells them, for people.
var KeyUsageWords = [...]string{
	"Digital Signature", "Non Repudiation", "Key Encipherment", "Data Encipherment", "Key Agreement",
	"Certificate Sign", "CRL Sign", "Encipher Only", "Decipher Only",
}

// Has reports whether bit i is set.
func (k *KeyUsage) Has(i int) bool { return k.Bits>>i&1 == 1 }

// ExtKeyUsage is a list of purposes (RFC 5280, section 4.2.1.12).
type ExtKeyUsage struct{ Purposes []ObjectID }

// ObjectID is an OID with its place.
type ObjectID struct {
	OID   oid.OID
	Place der.Place
}

// GeneralNames is a subjectAltName or issuerAltName (RFC 5280, section 4.2.1.6).
type GeneralNames struct{ Names []GeneralName }

// NameKind is the kind of a GeneralName: its tag.
type NameKind int8

const (
	OtherName     NameKind = 0
	RFC822Name    NameKind = 1
	DNSName       NameKind = 2
	X400Address   NameKind = 3
	DirectoryName NameKind = 4
	EDIPartyName  NameKind = 5
	URI           NameKind = 6
	IPAddress     NameKind = 7
	RegisteredID  NameKind = 8
	UnknownName   NameKind = -1
)

// String is the name of the kind in RFC 5280.
func (k NameKind) String() string {
	switch k {
	case OtherName:
		return "otherName"
	case RFC822Name:
		return "rfc822Name"
	case DNSName:
		return "dNSName"
	case X400Address:
		return "x400Address"
	case DirectoryName:
		return "directoryName"
	case EDIPartyName:
		return "ediPartyName"
	case URI:
		return "uniformResourceIdentifier"
	case IPAddress:
		return "iPAddress"
	case RegisteredID:
		return "registeredID"
	}
	return "unknown"
}

// GeneralName is one name of any kind.
type GeneralName struct {
	Kind NameKind
	// Text is the name as text, bytes that are no UTF-8 replaced: of dNSName,
	// rfc822Name and URI as written; an IP address in its usual form, with a prefix
	// length or mask if it is a network; a directoryName as OpenSSL prints it
	// (RFC 2253); a registeredID dotted; the text of an otherName whose value is a
	// string. Empty if there is none.
	Text      string
	Damaged   bool         // the content is not the whole name, or not of its type
	OID       oid.OID      // otherName: type-id; registeredID
	Directory *dn.Name     // directoryName
	Raw       []byte       // content octets; of an otherName the value inside its [0], with header
	Value     *der.Element // otherName: the value inside its [0]; else nil
	Place     der.Place
}

// KeyID is a subjectKeyIdentifier (RFC 5280, section 4.2.1.2).
type KeyID struct {
	ID    []byte
	Place der.Place
}

// AuthorityKeyID is an authorityKeyIdentifier (RFC 5280, section 4.2.1.1).
type AuthorityKeyID struct {
	ID      []byte // nil if absent
	IDPlace der.Place
	Issuer  []GeneralName
	Serial  Integer // Raw is nil if absent
}

// Policies is a certificatePolicies (RFC 5280, section 4.2.1.4).
type Policies struct{ Policies []Policy }

// Policy is one policy.
type Policy struct {
	OID        oid.OID
	Place      der.Place
	Qualifiers []Qualifier
}

// Qualifier is one policy qualifier: CPS or user notice; for others Raw alone.
type Qualifier struct {
	OID          oid.OID
	CPS          string
	HasReference bool   // a noticeRef is there
	Organization string // of it
	Numbers      []Integer
	HasText      bool // an explicitText is there
	ExplicitText string
	Raw          []byte // the qualifier's whole encoding
	Place        der.Place
}

// NumberList is the notice numbers in decimal, commas between them.
func (q *Qualifier) NumberList() string {
	var b []byte
	for i, n := range q.Numbers {
		if i > 0 {
			b = append(b, ", "...)
		}
		text, _ := n.Decimal()
		b = append(b, text...)
	}
	return string(b)
}

// InfoAccess is an authorityInfoAccess or subjectInfoAccess (RFC 5280, section 4.2.2).
type InfoAccess struct{ Descriptions []AccessDescription }

// AccessDescription is a method and where it leads.
type AccessDescription struct {
	Method   oid.OID
	Location GeneralName
	Place    der.Place
}

// DistributionPoints is a cRLDistributionPoints or freshestCRL (RFC 5280, section 4.2.1.13).
type DistributionPoints struct{ Points []DistributionPoint }

// DistributionPoint is where a revocation list is found.
type DistributionPoint struct {
	FullName   []GeneralName // nil if there is none; it may be empty
	Relative   *dn.RDN       // nameRelativeToCRLIssuer, or nil
	HasReasons bool
	Reasons    uint16        // bit i is ReasonWords[i]
	Issuer     []GeneralName // likewise
	Place      der.Place
}

// ReasonWords are the names of the bits of ReasonFlags, in order, as OpenSSL
// spells them.
var ReasonWords = [...]string{
	"Unused", "Key Compromise", "CA Compromise", "Affiliation Changed", "Superseded",
	"Cessation Of Operation", "Certificate Hold", "Privilege Withdrawn", "AA Compromise",
}
