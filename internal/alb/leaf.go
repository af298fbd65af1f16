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
		case oid.CurveP256, oid.CurveP384, oid.CurveP521:
			return true
		}
	}
	return false
}

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
	oid.SHA256WithRSA, oid.SHA384WithRSA, oid.SHA512WithRSA,
	oid.ECDSAWithSHA256, oid.ECDSAWithSHA384, oid.ECDSAWithSHA512,
}

// SupportedSignature reports whether AWS lists the signature algorithm.
func SupportedSignature(a *certinfo.Algorithm) bool {
	for _, id := range signatures {
		if a.OID == id {
			return true
		}
	}
	if a.PSS == nil || a.PSS.MGF != oid.MGF1 || a.PSS.MGFHash != a.PSS.Hash {
		return false
	}
	switch a.PSS.Hash {
	case oid.SHA256, oid.SHA384, oid.SHA512:
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

// SHA1 reports whether a signature algorithm hashes with SHA-1.
func SHA1(a *certinfo.Algorithm) bool {
	switch a.OID {
	case oid.SHA1WithRSA, oid.SHA1WithRSAOIW, oid.ECDSAWithSHA1, oid.DSAWithSHA1, oid.DSAWithSHA1OIW:
		return true
	}
	return a.PSS != nil && a.PSS.Hash == oid.SHA1
}

// AtTLS12 is the code that s2n-tls leads to at TLS 1.2 if its security policy says
// which certificates it takes, where that is another than [Check.Code]: of
// signatures with SHA-1, which TLS 1.3 itself forbids (RFC 8446, section 4.2.3).
func (c *Check) AtTLS12() Reason {
	if c.ID == RuleSignature && SHA1(&c.Fact.Subject.SignatureAlgorithm) && !c.Fact.Subject.SelfIssued() {
		return Incompatible
	}
	return ""
}

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
			case oid.ClientAuth:
				check.Outcome = Passed
			case oid.AnyExtKeyUsage:
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
	if x := c.Extension(oid.NetscapeCertType); x != nil {
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
