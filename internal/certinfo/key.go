package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
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
		switch {
		case k.Curve != "":
			return "EC " + k.Curve
		case k.Params != nil:
			return "EC with explicit parameters" + size
		}
		return "EC of an unknown curve"
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
func (r *reader) publicKey(e *der.Element, k *PublicKey) {
	path := r.path(FieldKey)
	r.check(e, path)
	k.Raw, k.Place = e.Bytes, e.Place()
	if !e.Is(der.Sequence) || !e.Constructed {
		r.wrongType(e, path, "a SEQUENCE")
		return
	}
	in := e.Children()
	a, ok := in.Next()
	if !ok {
		r.missing(e.End(), r.path(FieldKeyAlgorithm))
		return
	}
	algorithm, parameters, bits := r.path(FieldKeyAlgorithm), r.path(FieldKeyParameters), r.path(FieldKeyBits)
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
	for i := range keyKinds {
		if kind := &keyKinds[i]; kind.id == k.Algorithm.OID {
			k.Kind, k.Bits = kind.kind, kind.bits
			r.judgeParameters(&k.Algorithm, kind.params, algorithm)
			if n := len(k.Value.Bytes); kind.bytes > 0 && n != kind.bytes && v.Problem == 0 && k.Value.Place.Length > 0 {
				r.find(finding.KeyLength, k.Value.Place, bits, "The key takes "+words.Count(n, "byte")+"; a key for "+k.Title()+" takes "+itoa(kind.bytes)+".")
			}
			switch kind.kind {
			case KeyRSA, KeyRSAPSS:
				r.rsa(k, content)
			case KeyEC:
				r.ec(k)
			case KeyDSA:
				r.parameters(k, &dsaParameters, parameters)
			case KeyDH:
				r.parameters(k, &dhParameters, parameters)
			}
			return
		}
	}
	if k.Algorithm.OID != "" {
		k.Kind = KeyOther
	}
}

// params is what the parameters of an algorithm must be.
type params uint8

const (
	anyParams  params = iota // judged by the algorithm itself
	noParams                 // absent
	nullParams               // NULL
)

// keyKinds are the algorithms of keys that more is known of than the name: the
// size in bits where it is always the same, and the length of the key itself.
var keyKinds = [...]struct {
	id     oid.OID
	kind   KeyKind
	bits   int
	bytes  int
	params params
}{
	{oid.RSAEncryption, KeyRSA, 0, 0, nullParams}, // RFC 3279, section 2.3.1
	{oid.ECPublicKey, KeyEC, 0, 0, anyParams},
	{oid.Ed25519, KeyEd25519, 256, 32, noParams}, // RFC 8410, section 3, and 4 for the lengths
	{oid.RSAX500, KeyRSA, 0, 0, anyParams},
	{oid.RSASSAPSS, KeyRSAPSS, 0, 0, anyParams},
	{oid.Ed448, KeyEd448, 456, 57, noParams},
	{oid.X25519, KeyX25519, 256, 32, noParams},
	{oid.X448, KeyX448, 448, 56, noParams},
	{oid.DSA, KeyDSA, 0, 0, anyParams},
	{oid.DHKeyAgreement, KeyDH, 0, 0, anyParams},
	{oid.DHPublicNumber, KeyDH, 0, 0, anyParams},
	{oid.MLDSA44, KeyOther, 0, 1312, noParams}, // ML-DSA: FIPS 204, table 2; RFC 9881, section 2
	{oid.MLDSA65, KeyOther, 0, 1952, noParams},
	{oid.MLDSA87, KeyOther, 0, 2592, noParams},
	{oid.SLHDSASHA2_128s, KeyOther, 0, 32, noParams}, // SLH-DSA: FIPS 205, table 2; RFC 9909, section 3
	{oid.SLHDSASHA2_128f, KeyOther, 0, 32, noParams},
	{oid.SLHDSASHA2_192s, KeyOther, 0, 48, noParams},
	{oid.SLHDSASHA2_192f, KeyOther, 0, 48, noParams},
	{oid.SLHDSASHA2_256s, KeyOther, 0, 64, noParams},
	{oid.SLHDSASHA2_256f, KeyOther, 0, 64, noParams},
	{oid.SLHDSASHAKE_128s, KeyOther, 0, 32, noParams},
	{oid.SLHDSASHAKE_128f, KeyOther, 0, 32, noParams},
	{oid.SLHDSASHAKE_192s, KeyOther, 0, 48, noParams},
	{oid.SLHDSASHAKE_192f, KeyOther, 0, 48, noParams},
	{oid.SLHDSASHAKE_256s, KeyOther, 0, 64, noParams},
	{oid.SLHDSASHAKE_256f, KeyOther, 0, 64, noParams},
	{oid.MLKEM512, KeyOther, 0, 800, noParams}, // ML-KEM: FIPS 203, table 3
	{oid.MLKEM768, KeyOther, 0, 1184, noParams},
	{oid.MLKEM1024, KeyOther, 0, 1568, noParams},
}

// judgeParameters compares an algorithm's parameters with what they must be.
func (r *reader) judgeParameters(a *Algorithm, want params, path string) {
	text := ""
	switch {
	case want == noParams && a.Params != nil:
		text = "has parameters; it must have none."
	case want == nullParams && a.Params == nil && !r.cut:
		text = "has no parameters; a NULL is due."
	case want == nullParams && a.Params != nil && string(a.Params) != "\x05\x00":
		text = "has parameters that are no NULL."
	default:
		return
	}
	at := a.Place
	if a.Params != nil {
		at, path = a.At, path+".parameters"
	}
	r.find(finding.AlgorithmParameters, at, path, "The algorithm "+a.Name()+" "+text)
}

// rsa reads the key inside the BIT STRING (RFC 8017, appendix A.1.1).
//
//	RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
func (r *reader) rsa(k *PublicKey, at der.Place) {
	path, modulus, exponent := r.path(FieldKeyBits), r.path(FieldModulus), r.path(FieldExponent)
	if at.Length == 0 {
		if v := k.Value.Place; v.Length > 0 {
			r.missing(v.Offset+v.Length, modulus)
		}
		return
	}
	top := der.NewReaderAt(k.Value.Bytes, at.Offset)
	key, _ := top.Next()
	r.rest(&top, path)
	r.check(&key, path)
	if !key.Is(der.Sequence) || !key.Constructed {
		r.wrongType(&key, path, "an RSAPublicKey, a SEQUENCE,")
		return
	}
	in := key.Children()
	n, ok := in.Next()
	if !ok || !n.Is(der.Integer) {
		r.missing(key.Offset+key.Header, modulus)
		return
	}
	k.Modulus = r.integer(&n, modulus)
	if n.Problem&der.Overrun != 0 {
		k.Bits = declaredBits(&n)
	} else {
		k.Bits = bitLen(der.TrimZeros(k.Modulus.Raw))
		r.judgeModulus(k, modulus)
	}
	e, ok := in.Next()
	if !ok || !e.Is(der.Integer) {
		r.missing(n.End(), exponent)
		return
	}
	k.Exponent = r.integer(&e, exponent)
	r.rest(&in, path)
	small, ok := der.SmallInteger(k.Exponent.Raw)
	switch raw := k.Exponent.Raw; {
	case len(raw) == 0 || e.Problem&der.Overrun != 0:
	case raw[len(raw)-1]&1 == 0 || k.Exponent.Negative() || ok && small <= 1:
		r.find(finding.RSAExponent, k.Exponent.Place, exponent,
			"The RSA exponent is "+exponentText(k)+"; it must be odd and greater than 1.")
	case ok && small < 65537:
		r.find(finding.RSAExponent, k.Exponent.Place, exponent,
			"The RSA exponent is "+exponentText(k)+", below the usual 65537.")
	}
}

// exponentText is the exponent in decimal, or a word on its size.
func exponentText(k *PublicKey) string {
	if text, ok := k.Exponent.Decimal(); ok && len(text) < 40 {
		return text
	}
	return "a number of " + itoa(k.Exponent.BitLen()) + " bits"
}

// declaredBits is the size of a modulus that is cut off, from its length and
// first octets.
func declaredBits(n *der.Element) int {
	return bitLen(der.TrimZeros(n.Content())) + 8*(n.Declared-len(n.Content()))
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

// ecParameters: RFC 3279, section 2.3.5, after X9.62. RFC 5480, section 2.1.1,
// allows a named curve alone.
//
//	ECParameters ::= SEQUENCE {
//	    version  INTEGER,
//	    fieldID  SEQUENCE { fieldType OBJECT IDENTIFIER, parameters ANY },
//	    curve    SEQUENCE { a OCTET STRING, b OCTET STRING, seed BIT STRING OPTIONAL },
//	    base     OCTET STRING,
//	    order    INTEGER,
//	    cofactor INTEGER OPTIONAL,
//	    hash     SEQUENCE OPTIONAL }
var ecParameters = schema{label: "Parameters", of: []schema{
	{kind: asInteger, member: "version", label: "Version"},
	{member: "fieldID", label: "Field", of: []schema{
		{kind: asOID, member: "fieldType", label: "Field"},
		{kind: asByID, member: "parameters", label: "Parameters", of: []schema{
			{id: oid.PrimeField, kind: asInteger, member: "parameters", label: "Prime"},
		}},
	}},
	{member: "curve", label: "Curve", of: []schema{
		{kind: asOctets, member: "a", label: "A"},
		{kind: asOctets, member: "b", label: "B"},
		{kind: asBits, opt: true, member: "seed", label: "Seed"},
	}},
	{kind: asOctets, member: "base", label: "Generator"},
	{kind: asInteger, member: "order", label: "Order"},
	{kind: asInteger, opt: true, member: "cofactor", label: "Cofactor"},
	{kind: asAny, opt: true, member: "hash", label: "Hash"},
}}

// dsaParameters: RFC 3279, section 2.3.2.
//
//	Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER }
var dsaParameters = schema{label: "Parameters", of: []schema{
	{kind: asInteger, member: "p", label: "P"},
	{kind: asInteger, member: "q", label: "Q"},
	{kind: asInteger, member: "g", label: "G"},
}}

// dhParameters: PKCS #3, section 9, and RFC 3279, section 2.3.3, of which the
// first two are read.
//
//	DomainParameters ::= SEQUENCE { p INTEGER, g INTEGER, … }
var dhParameters = schema{label: "Parameters", of: []schema{
	{kind: asInteger, member: "p", label: "P"},
	{kind: asInteger, member: "g", label: "G"},
	{kind: asAny, opt: true, member: "q", label: "Q or length"},
	{kind: asAny, opt: true, member: "j", label: "J"},
	{kind: asAny, opt: true, member: "validationParms", label: "Validation"},
}}

// parameters reads the parameters of a key. Their prime p, or the order of the
// curve, tells its size. DSA may inherit them from the issuer.
func (r *reader) parameters(k *PublicKey, s *schema, path string) {
	if k.Algorithm.Params == nil {
		return
	}
	top := der.NewReaderAt(k.Algorithm.Params, k.Algorithm.At.Offset)
	e, _ := top.Next()
	v := new(Value)
	if r.read(s, &e, v, path); v.Kind != ValueList {
		return
	}
	k.Params = v
	for i := range v.List {
		switch m := &v.List[i]; m.Member {
		case "p", "order":
			k.Bits = Integer{Raw: m.Raw}.BitLen()
		}
	}
}

// ec reads the parameters of an EC key (RFC 5480, section 2.1.1), and looks at
// the point (SEC 1, section 2.3.3).
//
//	ECParameters ::= CHOICE {
//	    namedCurve     OBJECT IDENTIFIER,
//	    implicitCurve  NULL,
//	    specifiedCurve SpecifiedECDomain }
func (r *reader) ec(k *PublicKey) {
	path, bits := r.path(FieldKeyParameters), r.path(FieldKeyBits)
	parts := 0 // coordinates
	if len(k.Value.Bytes) > 0 {
		switch k.Value.Bytes[0] {
		case 2, 3:
			k.Point, parts = "compressed", 1
		case 4:
			k.Point, parts = "uncompressed", 2
		case 6, 7:
			k.Point, parts = "hybrid", 2
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
		r.parameters(k, &ecParameters, path)
		r.find(finding.ECExplicit, p.Place(), path, "The curve is written out instead of named. ALB and most others refuse such a key.")
	default: // of which is NULL, a curve that is known from elsewhere: not in certificates
		r.wrongType(&p, path, "a curve")
	}
	if n := len(k.Value.Bytes); n > 0 && (parts == 0 || k.Curve != "" && k.Curve[0] == 'P' && n != 1+parts*((k.Bits+7)/8)) && !r.cut {
		r.find(finding.KeyLength, k.Value.Place, bits, "The key of "+words.Count(n, "byte")+" is no point of the curve "+k.Curve+".")
	}
}

// AlgorithmName is the family of a key in a word; one that has none goes by the name
// of its OID, or by the OID.
func (k *PublicKey) AlgorithmName() string {
	switch k.Kind {
	case KeyRSA:
		return "RSA"
	case KeyRSAPSS:
		return "RSA-PSS"
	case KeyDSA:
		return "DSA"
	case KeyEC:
		return "EC"
	case KeyEd25519:
		return "Ed25519"
	case KeyEd448:
		return "Ed448"
	case KeyX25519:
		return "X25519"
	case KeyX448:
		return "X448"
	case KeyDH:
		return "DH"
	}
	if s := oid.Describe(k.Algorithm.OID); s != "" {
		return s
	}
	return k.Algorithm.OID.String()
}
