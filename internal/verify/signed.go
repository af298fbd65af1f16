package verify

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Signature is how the check of one signature ended.
type Signature uint8

const (
	Verified    Signature = iota // the key made the signature
	Wrong                        // it did not, or what is signed was changed
	Damaged                      // the signature, its algorithm or the key cannot be read
	Unsupported                  // Go does not support the algorithm with this key
	TooLong                      // the key is longer than [MaxKeyBits]: not checked
)

// MaxKeyBits is the longest RSA key with which a signature is checked. The work
// grows with the square of the length, and with the length of the exponent; a key
// of 262,144 bits takes minutes. AWS takes 8192 bits.
const MaxKeyBits = 16_384

// CheckSignature checks the signature of a certificate or of a revocation list with
// the key of a certificate. It is Go's check, also of certificates
// that crypto/x509 refuses to parse for another reason. What the check needs is
// put where the parser takes it: into a certificate request with the child's
// algorithm and the issuer's key.
//
//	CertificationRequest ::= SEQUENCE { certificationRequestInfo SEQUENCE { version,
//	  subject, subjectPKInfo, attributes [0] }, signatureAlgorithm, signature }   RFC 2986
func CheckSignature(child *certinfo.Signed, issuer *certinfo.Certificate) Signature {
	k := &issuer.Key
	if k.Kind == certinfo.KeyRSA || k.Kind == certinfo.KeyRSAPSS {
		const usual = 32 // bits of an exponent
		if k.Bits > MaxKeyBits || k.Exponent.BitLen() > usual && k.Bits > 4096 {
			return TooLong
		}
	}
	if inner, outer := &child.TBSSignature, &child.SignatureAlgorithm; inner.OID != outer.OID || string(inner.Params) != string(outer.Params) {
		return Wrong // OpenSSL and Go both want them to be the same
	}
	algorithm, key, tbs := part(child.DER, child.SignatureAlgorithm.Place), part(issuer.DER, k.Place), part(child.DER, child.TBS)
	if child.Signature.Unused != 0 || child.Signature.Bytes == nil || algorithm == nil || key == nil || tbs == nil {
		return Damaged
	}
	if k.Kind == certinfo.KeyRSAPSS {
		key = plainRSA(k)
	}
	type info struct {
		Version    int
		Subject    asn1.RawValue
		Key        asn1.RawValue
		Attributes asn1.RawValue
	}
	request, err := asn1.Marshal(struct {
		Info      info
		Algorithm asn1.RawValue
		Signature asn1.BitString
	}{
		info{0, asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true}, asn1.RawValue{FullBytes: key},
			asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true}},
		asn1.RawValue{FullBytes: algorithm}, asn1.BitString{},
	})
	if err != nil {
		return Damaged
	}
	csr, err := x509.ParseCertificateRequest(request)
	if err != nil {
		if k.Kind == certinfo.KeyEC || k.Kind == certinfo.KeyOther {
			return Unsupported
		}
		return Damaged
	}
	of := x509.Certificate{PublicKey: csr.PublicKey, PublicKeyAlgorithm: csr.PublicKeyAlgorithm}
	err = of.CheckSignature(csr.SignatureAlgorithm, tbs, child.Signature.Bytes)
	var insecure x509.InsecureAlgorithmError
	switch {
	case err == nil:
		return Verified
	case errors.Is(err, x509.ErrUnsupportedAlgorithm), errors.As(err, &insecure), k.Bits < 1024 && k.Kind == certinfo.KeyRSA:
		return Unsupported // among them RSA below 1024 bits, which crypto/rsa refuses
	}
	return Wrong
}

// plainRSA is a key for RSASSA-PSS alone as one for any use: crypto/x509 reads no
// other. What the key is for was compared before.
//
//	SubjectPublicKeyInfo ::= SEQUENCE { SEQUENCE { rsaEncryption, NULL }, BIT STRING }
func plainRSA(k *certinfo.PublicKey) []byte {
	type algorithm struct {
		ID   asn1.ObjectIdentifier
		Null asn1.RawValue
	}
	key, err := asn1.Marshal(struct {
		Algorithm algorithm
		Key       asn1.BitString
	}{
		algorithm{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}, asn1.NullRawValue},
		asn1.BitString{Bytes: k.Value.Bytes, BitLength: 8 * len(k.Value.Bytes)},
	})
	if err != nil {
		return nil
	}
	return key
}

// part returns the bytes of a place, nil if it is empty.
func part(b []byte, p der.Place) []byte {
	if p.Length == 0 || p.Offset+p.Length > len(b) {
		return nil
	}
	return b[p.Offset : p.Offset+p.Length]
}

// signing is who may have signed what.
type signing struct {
	child  *certinfo.Signed
	issuer *certinfo.Certificate
}

// signedBy is CheckSignature, once for each pair.
func (m *material) signedBy(child *certinfo.Signed, issuer *certinfo.Certificate) Signature {
	pair := signing{child, issuer}
	s, known := m.signed[pair]
	if !known {
		s = CheckSignature(child, issuer)
		m.signed[pair] = s
	}
	return s
}

// signature asks that the issuer may sign certificates, and that it signed this one.
func (r *run) signature(n, issuer *node) bool {
	if !issuer.may(alb.KeyCertSign) {
		return r.fail(alb.RuleSigned, errUntrusted, "The key usage of "+issuer.name()+" does not allow it to sign certificates.", issuer.atExtension(oid.KeyUsage))
	}
	where := n.at("signature", n.Signature.Place)
	switch r.signedBy(&n.Signed, issuer.Certificate) {
	case Verified:
		return true
	case Unsupported:
		r.unchecked = n
		return r.fail(alb.RuleSigned, errUntrusted, "The signature of "+n.name()+" cannot be checked here: Go does not support "+n.SignatureAlgorithm.Title()+" with the key of "+issuer.name()+" ("+issuer.Key.Title()+"). It is taken for not verified; the load balancer may be of another opinion.", where)
	case TooLong:
		r.unchecked = n
		return r.fail(alb.RuleSigned, errUntrusted, "The signature of "+n.name()+" is not checked: the key of "+issuer.name()+" has more than "+words.Number(MaxKeyBits)+" bits, or an exponent of unusual length. It is taken for not verified.", where)
	}
	if n.TBSSignature.OID != n.SignatureAlgorithm.OID {
		where = n.at("signatureAlgorithm", n.SignatureAlgorithm.Place)
	}
	return r.fail(alb.RuleSigned, errUntrusted, "The signature of "+n.name()+" does not verify with the key of "+issuer.name()+", which bears its issuer's name: another CA of that name signed it, or the certificate was changed.", where)
}

// Arcs of signature algorithms.
const (
	arcRSA   = "\x2a\x86\x48\x86\xf7\x0d\x01\x01" // 1.2.840.113549.1.1
	arcECDSA = "\x2a\x86\x48\xce\x3d\x04"         // 1.2.840.10045.4
	arcDSA   = "\x2a\x86\x48\xce\x38\x04"         // 1.2.840.10040.4
	arcNIST  = string(oid.NISTSignatures)
	idPSS    = arcRSA + "\x0a" // 1.2.840.113549.1.1.10
)

// madeBy reports whether a signature of the algorithm can be of the key
// (check_sig_alg_match of OpenSSL).
func madeBy(a *certinfo.Algorithm, k *certinfo.PublicKey) bool {
	id := string(a.OID)
	switch {
	case (k.Kind == certinfo.KeyRSA || k.Kind == certinfo.KeyRSAPSS) && (k.Bits == 0 || k.Exponent.Raw == nil):
		return false // the key cannot be read
	case id == idPSS:
		return k.Kind == certinfo.KeyRSA || k.Kind == certinfo.KeyRSAPSS
	case id == string(oid.SHA1WithRSAOIW), strings.HasPrefix(id, arcRSA):
		return k.Kind == certinfo.KeyRSA
	case strings.HasPrefix(id, arcECDSA):
		return k.Kind == certinfo.KeyEC
	case strings.HasPrefix(id, arcDSA):
		return k.Kind == certinfo.KeyDSA
	case strings.HasPrefix(id, arcNIST) && len(id) == len(arcNIST)+1:
		switch n := id[len(arcNIST)]; {
		case n <= 8:
			return k.Kind == certinfo.KeyDSA
		case n <= 12:
			return k.Kind == certinfo.KeyEC
		case n <= 16:
			return k.Kind == certinfo.KeyRSA
		}
	}
	return a.OID != "" && a.OID == k.Algorithm.OID // one identifier for both: Ed25519, ML-DSA
}
