// Package certinfo reads X.509 certificates (RFC 5280, section 4) leniently, and
// what stands beside them: certificate requests (RFC 2986), revocation lists (RFC
// 5280, section 5) and public keys.
//
// In goes DER, whole, cut off or damaged; out comes a [Certificate], [Request],
// [List] or [Key] with every field that could be read, the place of each in the
// DER, and a finding for each thing that breaks the rules. Reading never fails and
// never panics. Where a field is broken it is flagged and the rest is read on:
//
//   - A length that runs over its element is cut at the element's end.
//   - A field of the wrong type is flagged and left empty; the next ones are read.
//   - What is cut off is left empty, all before the cut is there.
//   - One broken extension does not touch the others.
//
// There are two depths. [NewOutline] finds where the fields stand, and allocates
// nothing; the reader takes them from there and reads them. Fields go by their
// names in the RFC ([Structure.Path]); [Names] gives the names of all elements, for
// a tree.
//
// Extensions are read by one table, known: an OID with a function or a schema, and
// the document that defines it. An extension that is not in it keeps its OID,
// criticality and raw value.
//
// Nothing is copied but text: byte slices share the input's memory. Nothing is
// judged here that depends on the time or on other certificates, and no hash is
// computed.
package certinfo

import (
	"time"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
)

// Bounds. What lies above them is named in a finding and left unread.
const (
	MaxExtensions = 1024    // real certificates have at most some 30
	MaxNames      = 100_000 // GeneralNames in one extension: a CRL of 4 MB holds fewer
	MaxFindings   = 200     // nobody reads more, and damage can give one for each byte
	MaxDecimal    = 1024    // bytes of an integer that are printed in decimal, which takes quadratic time: RSA 8192
)

// Structure is what all that is read here has.
type Structure struct {
	DER      []byte // the bytes as far as they are present, without Trailing
	Trailing []byte // bytes after the structure
	Declared int    // length that the outermost header declares, with the header; 0 if it cannot be read
	Whole    bool   // the declared length is the length present: nothing is missing and nothing follows

	Findings []finding.Finding // in the order in which they were noticed
	names    *fieldNames
}

// Present is the number of bytes of the structure that are there.
func (s *Structure) Present() int { return len(s.DER) }

// CutOff reports whether bytes are missing at the end.
func (s *Structure) CutOff() bool { return !s.Whole && len(s.DER) < s.Declared }

// IssuerCut reports whether the certificate is cut off before the end of its issuer's
// name: what follows that was not read.
func (c *Certificate) IssuerCut() bool { return c.CutOff() && !c.NotBefore.OK }

// SubjectCut reports the same of the subject.
func (c *Certificate) SubjectCut() bool { return c.CutOff() && len(c.Key.Raw) == 0 }

// Signed is what certificates, requests and lists share. A Place of length zero
// means that the field is not there.
type Signed struct {
	Structure
	TBS                der.Place // the part that is signed
	TBSSignature       Algorithm // the algorithm named inside that part; a request names none
	SignatureAlgorithm Algorithm // the outer one
	Signature          BitString
}

// SignedWith is the outer algorithm; where that is cut off the inner one, which
// says the same (RFC 5280, section 4.1.1.2).
func (s *Signed) SignedWith() *Algorithm {
	if s.SignatureAlgorithm.Place.Length == 0 {
		return &s.TBSSignature
	}
	return &s.SignatureAlgorithm
}

// Certificate is what could be read of a certificate.
type Certificate struct {
	Signed
	Version   Version
	Serial    Integer
	Issuer    dn.Name
	Validity  der.Place
	NotBefore Time
	NotAfter  Time
	Subject   dn.Name
	Key       PublicKey

	IssuerUniqueID  BitString
	SubjectUniqueID BitString
	Extensions      []Extension
	ExtensionsPlace der.Place
}

// SelfIssued reports whether subject and issuer are the same name (RFC 5280,
// section 3.2), compared as section 7.1 asks. A certificate whose subject has no
// attributes is not self-issued.
func (c *Certificate) SelfIssued() bool {
	for i := range c.Subject.RDNs {
		if len(c.Subject.RDNs[i].Attributes) > 0 {
			return dn.Match(&c.Subject, &c.Issuer)
		}
	}
	return false
}

// Version is the version number as people count: 1 to 3. Encoded is one less.
type Version struct {
	Number int // 0 if it could not be read; 1 if it is absent
	Place  der.Place
}

// Integer is an INTEGER of any size: its content octets, two's complement.
type Integer struct {
	Raw   []byte // nil if it could not be read
	Place der.Place
}

// BitString is a BIT STRING without its first octet.
type BitString struct {
	Bytes  []byte
	Unused int // bits of the last byte that do not count
	Place  der.Place
}

// Algorithm is an AlgorithmIdentifier (RFC 5280, section 4.1.1.2).
type Algorithm struct {
	OID    oid.OID // empty if it could not be read
	Params []byte  // the parameters' whole encoding; nil if there are none
	PSS    *PSS    // read parameters of RSASSA-PSS, or nil
	Place  der.Place
	At     der.Place // of Params
}

// PSS is RSASSA-PSS-params (RFC 4055, section 3.1), its defaults filled in.
type PSS struct {
	Hash    oid.OID
	MGF     oid.OID // id-mgf1
	MGFHash oid.OID
	Salt    int // bytes; -1 if it could not be read
	Trailer int // 1
}

// Time is a Time of the validity: UTCTime or GeneralizedTime.
type Time struct {
	Time  time.Time // in UTC, whole seconds
	OK    bool      // Time could be read
	Text  string    // the content as it stands
	Tag   int       // der.UTCTime, der.GeneralizedTime, or what is there instead
	Place der.Place
}

// KeyKind is a family of public keys.
type KeyKind uint8

const (
	KeyUnknown KeyKind = iota
	KeyRSA
	KeyRSAPSS // an RSA key that is for RSASSA-PSS alone
	KeyDSA
	KeyEC
	KeyEd25519
	KeyEd448
	KeyX25519
	KeyX448
	KeyDH
	KeyOther // named by its OID alone: ML-DSA, SLH-DSA, ML-KEM, GOST …
)

// PublicKey is a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7).
type PublicKey struct {
	Raw       []byte // the whole SubjectPublicKeyInfo, for the hash
	Place     der.Place
	Algorithm Algorithm
	Kind      KeyKind
	Bits      int       // of the modulus, the prime, or the order of the curve; 0 if it is not known
	Curve     string    // "P-256", "secp256k1", "brainpoolP384r1"; dotted if it has no name, empty if none is named
	CurveOID  oid.OID   // empty for explicit parameters
	Params    *Value    // DSA, DH, explicit EC: the parameters as read
	Modulus   Integer   // RSA
	Exponent  Integer   // RSA
	Point     string    // EC: "uncompressed", "compressed", "hybrid", or empty
	Value     BitString // subjectPublicKey
}

// Extension is one extension (RFC 5280, section 4.2).
type Extension struct {
	Index    int    // in the list, from zero
	Base     string // path of the list
	OID      oid.OID
	Critical bool
	Place    der.Place // the whole Extension
	IDPlace  der.Place // extnID
	Flag     der.Place // critical; of length zero if it is left to its default
	Value    []byte    // content of extnValue
	At       der.Place // of extnValue with its header

	// Parsed is the value as read: a pointer to one of the types of extension.go,
	// or a *Value if it is read by a schema. It is nil if there is no reader for it
	// or the value is of another type than is due. A value that is broken is parsed
	// as far as it goes.
	Parsed any
}

// Path is the path of the extension: "tbsCertificate.extensions[3]".
func (x *Extension) Path() string {
	return string(appendIndex([]byte(x.Base), x.Index))
}

// Name is what people call the extension, as OpenSSL's short name or RFC 5280
// has it: "subjectAltName"; empty if it is not known.
func (x *Extension) Name() string { return oid.Name(x.OID) }

// Extension returns the first extension with the OID, or nil.
func (c *Certificate) Extension(id oid.OID) *Extension {
	for i := range c.Extensions {
		if c.Extensions[i].OID == id {
			return &c.Extensions[i]
		}
	}
	return nil
}
