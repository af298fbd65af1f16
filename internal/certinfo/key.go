package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
)

// Title names the key with its size: "RSA, 2048 bits", "EC P-256", "Ed25519",
// "ML-DSA-65".
func (k *PublicKey) Title() string {
	size := ""
	if k.Bits > 0 {
		size = ", " + itoa(k.Bits) + " bits"
	}
	switch k.Kind {
	case KeyRSA:
		return "RSA" + size
	case KeyRSAPSS:
		return "RSA for RSASSA-PSS" + size
	case KeyDSA:
		return "DSA" + size
	case KeyDH:
		return "Diffie-Hellman" + size
	case KeyEC:
		if k.Curve == "" {
			return "EC with explicit parameters" + size
		}
		return "EC " + k.Curve
	case KeyEd25519:
		return "Ed25519"
	case KeyEd448:
		return "Ed448"
	case KeyX25519:
		return "X25519"
	case KeyX448:
		return "X448"
	}
	return k.Algorithm.Name()
}

// publicKey reads a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7).
//
//	SubjectPublicKeyInfo ::= SEQUENCE {
//	    algorithm         AlgorithmIdentifier,
//	    subjectPublicKey  BIT STRING }
func (r *reader) publicKey(e *der.Element, path string) PublicKey {
	r.check(e, path)
	k := PublicKey{Raw: e.Bytes, Place: e.Place()}
	if !e.Is(der.Sequence) || !e.Constructed {
		r.wrongType(e, path, "a SEQUENCE")
		return k
	}
	in := e.Children()
	a, ok := in.Next()
	if !ok {
		r.missing(e.End(), path+".algorithm")
		return k
	}
	const algorithm, bits = "tbsCertificate.subjectPublicKeyInfo.algorithm", "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey"
	k.Algorithm = r.algorithm(&a, algorithm)
	v, ok := in.Next()
	switch {
	case !ok:
		r.missing(e.End(), bits)
	case !v.Is(der.BitString):
		r.wrongType(&v, bits, "a BIT STRING")
	default:
		k.Value = r.bitString(&v, bits)
		r.rest(&in, path)
	}
	content := der.Place{Offset: v.Offset + v.Header + 1, Length: len(k.Value.Bytes)}
	switch k.Algorithm.OID {
	case oidRSA, oidRSAX500:
		k.Kind = KeyRSA
		r.rsa(&k, content)
	case oidRSAPSS:
		k.Kind = KeyRSAPSS
		r.rsa(&k, content)
	case oidEC:
		k.Kind = KeyEC
		r.ec(&k, algorithm+".parameters")
	case oidDSA:
		k.Kind = KeyDSA
		r.prime(&k, algorithm+".parameters")
	case oidDH, oidDHX:
		k.Kind = KeyDH
		r.prime(&k, algorithm+".parameters")
	case oidEd25519:
		k.Kind, k.Bits = KeyEd25519, 256
	case oidEd448:
		k.Kind, k.Bits = KeyEd448, 456
	case oidX25519:
		k.Kind, k.Bits = KeyX25519, 256
	case oidX448:
		k.Kind, k.Bits = KeyX448, 448
	case "":
	default:
		k.Kind = KeyOther
	}
	return k
}

// rsa reads the key inside the BIT STRING (RFC 8017, appendix A.1.1).
//
//	RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
func (r *reader) rsa(k *PublicKey, at der.Place) {
	const path = "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey"
	if at.Length == 0 {
		return
	}
	top := der.NewReaderAt(k.Value.Bytes, at.Offset)
	key, _ := top.Next()
	r.check(&key, path)
	if !key.Is(der.Sequence) || !key.Constructed {
		r.wrongType(&key, path, "an RSAPublicKey, a SEQUENCE,")
		return
	}
	in := key.Children()
	n, ok := in.Next()
	if !ok || !n.Is(der.Integer) {
		r.missing(key.Offset+key.Header, path+".modulus")
		return
	}
	k.Modulus = r.integer(&n, path+".modulus")
	if n.Problem&der.Overrun != 0 {
		k.Bits = declaredBits(&n)
	} else {
		k.Bits = Integer{Raw: unsigned(k.Modulus.Raw)}.BitLen()
		r.judgeModulus(k, path+".modulus")
	}
	e, ok := in.Next()
	if !ok || !e.Is(der.Integer) {
		r.missing(n.End(), path+".publicExponent")
		return
	}
	k.Exponent = r.integer(&e, path+".publicExponent")
	r.rest(&in, path)
	small, ok := der.SmallInteger(k.Exponent.Raw)
	switch raw := k.Exponent.Raw; {
	case len(raw) == 0 || e.Problem&der.Overrun != 0:
	case raw[len(raw)-1]&1 == 0 || k.Exponent.Negative() || ok && small <= 1:
		r.find(finding.RSAExponent, k.Exponent.Place, path+".publicExponent",
			"The RSA exponent is "+exponent(k)+"; it must be odd and greater than 1.")
	case ok && small < 65537:
		r.find(finding.RSAExponent, k.Exponent.Place, path+".publicExponent",
			"The RSA exponent is "+exponent(k)+", below the usual 65537.")
	}
}

func exponent(k *PublicKey) string {
	if text, ok := k.Exponent.Decimal(); ok && len(text) < 40 {
		return text
	}
	return "a number of " + itoa(k.Exponent.BitLen()) + " bits"
}

// declaredBits is the size of a modulus that is cut off, from its length and
// first octets.
func declaredBits(n *der.Element) int {
	head := Integer{Raw: unsigned(n.Content())}
	return head.BitLen() + 8*(n.Declared-len(n.Content()))
}

// unsigned makes content that lacks its leading zero octet positive: OpenSSL
// takes the integers of an RSA key so.
func unsigned(content []byte) []byte {
	if der.Negative(content) {
		return append([]byte{0}, content...)
	}
	return content
}

func (r *reader) judgeModulus(k *PublicKey, path string) {
	raw := k.Modulus.Raw
	switch {
	case len(raw) == 0:
	case k.Modulus.Negative():
		r.find(finding.RSAModulus, k.Modulus.Place, path, "The RSA modulus is negative: its first octet should be 00.")
	case raw[len(raw)-1]&1 == 0:
		r.find(finding.RSAModulus, k.Modulus.Place, path, "The RSA modulus is even, so it is not a product of two large primes.")
	}
	if k.Bits < 2048 {
		r.find(finding.RSAShort, k.Modulus.Place, path, "The RSA key has "+itoa(k.Bits)+" bits. ALB asks for 2048 to 8192.")
	}
}

// ec reads the parameters of an EC key (RFC 5480, section 2.1.1; explicit ones
// as in X9.62).
//
//	ECParameters ::= CHOICE {
//	    namedCurve     OBJECT IDENTIFIER,
//	    implicitCurve  NULL,
//	    specifiedCurve SEQUENCE {
//	        version INTEGER, fieldID SEQUENCE, curve SEQUENCE,
//	        base OCTET STRING, order INTEGER, cofactor INTEGER OPTIONAL } }
func (r *reader) ec(k *PublicKey, path string) {
	if len(k.Value.Bytes) > 0 {
		switch k.Value.Bytes[0] {
		case 2, 3:
			k.Point = "compressed"
		case 4:
			k.Point = "uncompressed"
		case 6, 7:
			k.Point = "hybrid"
		}
	}
	if k.Algorithm.Params == nil {
		r.missing(k.Algorithm.Place.Offset+k.Algorithm.Place.Length, path)
		return
	}
	top := der.NewReaderAt(k.Algorithm.Params, k.Algorithm.At.Offset)
	p, _ := top.Next()
	switch {
	case p.Is(der.OID):
		k.CurveOID = r.objectID(&p, path)
		k.Curve, k.Bits = curve(k.CurveOID)
	case p.Is(der.Sequence) && p.Constructed:
		in := p.Children()
		for i := 0; i < 5; i++ {
			if f, ok := in.Next(); ok && i == 4 && f.Is(der.Integer) {
				order := r.integer(&f, path+".order")
				k.Bits = order.BitLen()
			}
		}
	case p.Is(der.Null):
	default:
		r.wrongType(&p, path, "a curve")
	}
}

// prime reads the size of a DSA or Diffie-Hellman key from its parameters, which
// start with the prime p (RFC 3279, sections 2.3.2 and 2.3.3; PKCS #3).
func (r *reader) prime(k *PublicKey, path string) {
	if k.Algorithm.Params == nil {
		return // DSA inherits them from the issuer
	}
	top := der.NewReaderAt(k.Algorithm.Params, k.Algorithm.At.Offset)
	params, _ := top.Next()
	in := params.Children()
	if p, ok := in.Next(); ok && p.Is(der.Integer) {
		k.Modulus = r.integer(&p, path+".p")
		k.Bits = k.Modulus.BitLen()
	}
}
