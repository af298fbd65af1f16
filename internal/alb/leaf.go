package alb

import (
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// The rules about one certificate: its key, its algorithms, its purpose, its dates.

// SupportedKey reports whether AWS lists the key: "RSA 2K - 8K or ECDSA secp256r1,
// secp384r1, secp521r1" ([Guide]).
func SupportedKey(k *certinfo.PublicKey) bool {
	switch k.Kind {
	case certinfo.KeyRSA, certinfo.KeyRSAPSS:
		return k.Bits >= MinRSA && k.Bits <= MaxRSA
	case certinfo.KeyEC:
		switch k.CurveOID {
		case curveP256, curveP384, curveP521:
			return true
		}
	}
	return false
}

const (
	curveP256 oid.OID = "\x2a\x86\x48\xce\x3d\x03\x01\x07" // 1.2.840.10045.3.1.7
	curveP384 oid.OID = "\x2b\x81\x04\x00\x22"             // 1.3.132.0.34
	curveP521 oid.OID = "\x2b\x81\x04\x00\x23"             // 1.3.132.0.35
)

// CheckKey looks at the public key of a certificate.
func CheckKey(c *certinfo.Certificate) Check {
	check := Check{ID: RuleKey, Fact: Fact{Kind: FactKey, Subject: c}, At: At{0, "tbsCertificate.subjectPublicKeyInfo", c.Key.Place}}
	if !SupportedKey(&c.Key) {
		check.Outcome = Failed
	}
	return check
}

// CheckVersion asks for X.509v3.
func CheckVersion(c *certinfo.Certificate) Check {
	check := Check{ID: RuleVersion, Fact: Fact{Kind: FactVersion, Count: c.Version.Number, Subject: c}, At: At{0, "tbsCertificate.version", c.Version.Place}}
	if c.Version.Number != 3 {
		check.Outcome = Failed
	}
	return check
}

// The signature algorithms that AWS lists: "SHA256, 384, 512 with RSA/SHA256, 384,
// 512 with EC" ([Guide]); RSASSA-PSS is told by its parameters.
var signatures = [...]oid.OID{
	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", // 1.2.840.113549.1.1.11 sha256WithRSAEncryption
	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c", // 1.2.840.113549.1.1.12 sha384WithRSAEncryption
	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d", // 1.2.840.113549.1.1.13 sha512WithRSAEncryption
	"\x2a\x86\x48\xce\x3d\x04\x03\x02",     // 1.2.840.10045.4.3.2 ecdsa-with-SHA256
	"\x2a\x86\x48\xce\x3d\x04\x03\x03",     // 1.2.840.10045.4.3.3 ecdsa-with-SHA384
	"\x2a\x86\x48\xce\x3d\x04\x03\x04",     // 1.2.840.10045.4.3.4 ecdsa-with-SHA512
}

const (
	idSHA256 oid.OID = "\x60\x86\x48\x01\x65\x03\x04\x02\x01" // 2.16.840.1.101.3.4.2.1
	idSHA384 oid.OID = "\x60\x86\x48\x01\x65\x03\x04\x02\x02" // 2.16.840.1.101.3.4.2.2
	idSHA512 oid.OID = "\x60\x86\x48\x01\x65\x03\x04\x02\x03" // 2.16.840.1.101.3.4.2.3
	idMGF1   oid.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08" // 1.2.840.113549.1.1.8
)

// SupportedSignature reports whether AWS lists the signature algorithm.
func SupportedSignature(a *certinfo.Algorithm) bool {
	for _, id := range signatures {
		if a.OID == id {
			return true
		}
	}
	if a.PSS == nil || a.PSS.MGF != idMGF1 || a.PSS.MGFHash != a.PSS.Hash {
		return false
	}
	switch a.PSS.Hash {
	case idSHA256, idSHA384, idSHA512:
		return true
	}
	return false
}

// CheckSignature looks at the algorithm by which a certificate is signed, not at
// the signature.
func CheckSignature(c *certinfo.Certificate) Check {
	check := Check{ID: RuleSignature, Fact: Fact{Kind: FactSignature, Subject: c}, At: At{0, "signatureAlgorithm", c.SignatureAlgorithm.Place}}
	if !SupportedSignature(&c.SignatureAlgorithm) {
		check.Outcome = Failed
	}
	return check
}

// Purposes (RFC 5280, section 4.2.1.12).
const (
	ClientAuth oid.OID = "\x2b\x06\x01\x05\x05\x07\x03\x02" // 1.3.6.1.5.5.7.3.2
	anyPurpose oid.OID = "\x55\x1d\x25\x00"                 // 2.5.29.37.0 anyExtendedKeyUsage
)

// CheckPurpose asks for clientAuth in the extended key usage, if there is one:
// anyExtendedKeyUsage does not stand for it (OpenSSL's purpose "sslclient").
func CheckPurpose(c *certinfo.Certificate) Check {
	check := Check{ID: RulePurpose, Fact: Fact{Kind: FactNoUsage, Subject: c}, At: nowhere}
	x := c.Extension(oid.ExtKeyUsage)
	check.Certificate = 0
	if x == nil {
		return check
	}
	check.Field, check.Place = x.Path(), x.Place
	check.Outcome, check.Fact.Kind = Failed, FactPurpose
	if u, ok := x.Parsed.(*certinfo.ExtKeyUsage); ok {
		for i := range u.Purposes {
			switch u.Purposes[i].OID {
			case ClientAuth:
				check.Outcome = Passed
			case anyPurpose:
				check.Fact.Any = true
			}
		}
	}
	return check
}

// Bits of a key usage (RFC 5280, section 4.2.1.3).
const (
	DigitalSignature = 0
	KeyAgreement     = 4
	KeyCertSign      = 5
	CRLSign          = 6
)

// Usage returns the key usage of a certificate, nil if it has none that could be
// read, and the extension.
func Usage(c *certinfo.Certificate) (*certinfo.KeyUsage, *certinfo.Extension) {
	x := c.Extension(oid.KeyUsage)
	if x == nil {
		return nil, nil
	}
	u, _ := x.Parsed.(*certinfo.KeyUsage)
	return u, x
}

const netscapeType oid.OID = "\x60\x86\x48\x01\x86\xf8\x42\x01\x01" // 2.16.840.1.113730.1.1 nsCertType

// CheckUsage asks for digitalSignature or keyAgreement in the key usage, and for
// "SSL Client" in Netscape's certificate type, if the leaf has them; of a CA
// certificate that is presented as leaf, the first alone.
func CheckUsage(c *certinfo.Certificate) Check {
	check := Check{ID: RuleUsage, Fact: Fact{Kind: FactNoUsage, Subject: c}, At: At{Certificate: 0}}
	if u, x := Usage(c); x != nil {
		check.Fact.Kind, check.Field, check.Place = FactUsage, x.Path(), x.Place
		if u == nil || !u.Has(DigitalSignature) && !u.Has(KeyAgreement) {
			check.Outcome = Failed
			return check
		}
	}
	if x := c.Extension(netscapeType); x != nil {
		if !netscapeClient(x) {
			check.Outcome, check.Fact.Kind, check.Field, check.Place = Failed, FactNetscape, x.Path(), x.Place
		}
	}
	return check
}

// netscapeClient reports whether the first bit of the certificate type is set.
func netscapeClient(x *certinfo.Extension) bool {
	in := der.NewReader(x.Value)
	e, ok := in.Next()
	if !ok || !e.Is(der.BitString) {
		return false
	}
	bits, _, ok := der.ReadBitString(e.Content())
	return ok && len(bits) > 0 && bits[0]&0x80 != 0
}

// CheckStarted compares notBefore with the time.
func CheckStarted(c *certinfo.Certificate, now time.Time) Check {
	check := Check{ID: RuleStarted, Fact: Fact{Kind: FactStarts, Subject: c, Time: c.NotBefore.Time, Now: now}, At: At{0, "tbsCertificate.validity.notBefore", c.NotBefore.Place}}
	switch {
	case !c.NotBefore.OK:
		check.Outcome, check.Fact.Kind = Failed, FactNoTime
	case now.Before(c.NotBefore.Time):
		check.Outcome = Failed
	}
	return check
}

// CheckNotExpired compares notAfter with the time. That very second belongs to the
// validity (RFC 5280, section 4.1.2.5); OpenSSL and AWS-LC, and with them s2n-tls,
// take it for over.
func CheckNotExpired(c *certinfo.Certificate, now time.Time, ignore bool) Check {
	check := Check{ID: RuleNotExpired, Fact: Fact{Kind: FactEnds, Subject: c, Time: c.NotAfter.Time, Now: now}, At: At{0, "tbsCertificate.validity.notAfter", c.NotAfter.Place}}
	switch {
	case !c.NotAfter.OK:
		check.Outcome, check.Fact.Kind = Failed, FactNoTime
	case !now.Before(c.NotAfter.Time):
		if check.Fact.Any = ignore; !ignore {
			check.Outcome = Failed
		}
	}
	return check
}
