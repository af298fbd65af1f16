package der

// Kind is what a structure is, judged by its shape alone.
type Kind uint8

const (
	UnknownKind         Kind = iota
	Certificate              // RFC 5280, section 4.1
	CertificateRequest       // RFC 2986
	RevocationList           // RFC 5280, section 5.1
	PKCS7                    // RFC 5652: a ContentInfo
	PKCS12                   // RFC 7292: may hold private keys
	PublicKey                // SubjectPublicKeyInfo
	RSAPublicKey             // RFC 8017, A.1.1
	RSAPrivateKey            // RFC 8017, A.1.2
	DSAPrivateKey            // OpenSSL's own
	ECPrivateKey             // RFC 5915 (SEC 1)
	PrivateKey               // RFC 5208, RFC 5958: PKCS#8
	EncryptedPrivateKey      // RFC 5208, section 6
	OpenSSHKey               // no DER: what OpenSSH writes, PROTOCOL.key
	PuTTYKey                 // no DER: a .ppk file
	JWK                      // no DER: RFC 7517
	KeyText                  // no DER: what openssl pkey -text prints
	BrokenBundle             // a ContentInfo of which nothing can be read: what is in it nobody knows
)

// String names the kind in words: "certificate", "RSA private key".
func (k Kind) String() string {
	switch k {
	case Certificate:
		return "certificate"
	case CertificateRequest:
		return "certificate request"
	case RevocationList:
		return "certificate revocation list"
	case PKCS7:
		return "PKCS#7 bundle"
	case PKCS12:
		return "PKCS#12 file"
	case PublicKey:
		return "public key"
	case RSAPublicKey:
		return "RSA public key"
	case RSAPrivateKey:
		return "RSA private key"
	case DSAPrivateKey:
		return "DSA private key"
	case ECPrivateKey:
		return "EC private key"
	case PrivateKey:
		return "private key"
	case EncryptedPrivateKey:
		return "encrypted private key"
	case OpenSSHKey:
		return "OpenSSH private key"
	case PuTTYKey:
		return "PuTTY private key"
	case JWK:
		return "JSON Web Key with its private part"
	case KeyText:
		return "private key as text"
	case BrokenBundle:
		return "damaged PKCS#7 bundle"
	}
	return "unknown structure"
}

// Secret reports whether the structure holds, or may hold, a private key.
func (k Kind) Secret() bool {
	switch k {
	case PKCS12, RSAPrivateKey, DSAPrivateKey, ECPrivateKey, PrivateKey, EncryptedPrivateKey, OpenSSHKey, PuTTYKey, JWK, KeyText, BrokenBundle:
		return true
	}
	return false
}

// Classify says what src is by the types of its first elements. Lengths that run
// over are no obstacle, so that a structure that is cut off is recognised by what
// is left; in doubt it is a private key, which is the safe side.
func Classify(src []byte) Kind {
	r := NewReader(src)
	whole, ok := r.Next()
	if !ok || !whole.Is(Sequence) || !whole.Constructed || whole.Problem&BrokenHeader != 0 {
		return UnknownKind
	}
	in := whole.Children()
	first, _ := in.Next()
	second, more := in.Next()
	switch {
	case first.Is(OID):
		// ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] … }
		if under(first.Content(), pkcs7) {
			return PKCS7
		}
	case first.Is(Integer) && more:
		return classifyVersioned(first.Content(), &second, in, whole.Problem&Overrun != 0)
	case first.Is(Integer) && first.Declared >= 64:
		return RSAPublicKey // cut off inside or after the modulus
	case first.Is(Sequence):
		inner := first.Children()
		head, ok := inner.Next()
		switch {
		case !ok:
		case head.Is(OID) && second.Is(BitString) && !encrypts(head.Content()):
			return PublicKey
		case head.Is(OID) && (second.Is(OctetString) || encrypts(head.Content())):
			return EncryptedPrivateKey
		default:
			return classifySigned(&head, inner)
		}
	}
	return UnknownKind
}

// pkcs7 is 1.2.840.113549.1.7.
const pkcs7 = "\x2a\x86\x48\x86\xf7\x0d\x01\x07"

// encrypts reports whether an algorithm is one that encrypts keys: of PKCS#5 or
// PKCS#12, 1.2.840.113549.1.5 and .12.
func encrypts(id []byte) bool {
	pkcs := pkcs7[:len(pkcs7)-1]
	return under(id, pkcs) && (id[len(pkcs)] == 5 || id[len(pkcs)] == 12)
}

func under(id []byte, arc string) bool {
	return len(id) > len(arc) && string(id[:len(arc)]) == arc
}

// classifyVersioned tells structures apart that start with an INTEGER:
//
//	RSAPrivateKey  INTEGER 0 or 1, INTEGER × 8
//	RSAPublicKey   INTEGER, INTEGER
//	DSAPrivateKey  INTEGER 0, INTEGER × 5
//	ECPrivateKey   INTEGER 1, OCTET STRING
//	PrivateKeyInfo INTEGER 0 or 1, SEQUENCE { OBJECT IDENTIFIER, … }, OCTET STRING
//	PFX            INTEGER 3, SEQUENCE { OBJECT IDENTIFIER, … }
func classifyVersioned(version []byte, second *Element, rest Reader, cut bool) Kind {
	v, small := SmallInteger(version)
	switch {
	case second.Is(Integer):
		if !small || v > 1 {
			return RSAPublicKey
		}
		n := 2
		for e, ok := rest.Next(); ok && e.Is(Integer) && n < 9; e, ok = rest.Next() {
			n++
		}
		if n == 6 && v == 0 && !cut {
			return DSAPrivateKey
		}
		return RSAPrivateKey
	case second.Is(OctetString):
		return ECPrivateKey
	case second.Is(Sequence):
		in := second.Children()
		head, ok := in.Next()
		if !ok || !head.Is(OID) {
			return UnknownKind
		}
		if under(head.Content(), pkcs7) {
			return PKCS12
		}
		return PrivateKey
	}
	return UnknownKind
}

// classifySigned tells the three signed structures apart by what they sign; head
// is its first element and rest what follows:
//
//	certificate  [[0] version,] INTEGER serial, SEQUENCE algorithm, SEQUENCE issuer, SEQUENCE validity
//	request      INTEGER 0, SEQUENCE subject, SEQUENCE { SEQUENCE algorithm, BIT STRING }, [0]
//	list         [INTEGER 1,] SEQUENCE algorithm, SEQUENCE issuer, Time
func classifySigned(head *Element, rest Reader) Kind {
	if head.IsContext(0) {
		return Certificate
	}
	if head.Is(Sequence) {
		name, named := rest.Next()
		at, timed := rest.Next()
		if isAlgorithm(head) && (!named || name.Is(Sequence)) && (!timed || isTime(&at)) {
			return RevocationList
		}
		return UnknownKind
	}
	if !head.Is(Integer) {
		return UnknownKind
	}
	second, ok := rest.Next()
	if !ok {
		return Certificate // cut off after a serial number
	}
	if !second.Is(Sequence) {
		return UnknownKind
	}
	third, ok3 := rest.Next()
	if ok3 && !third.Is(Sequence) {
		return UnknownKind
	}
	fourth, ok4 := rest.Next()
	v, small := SmallInteger(head.Content())
	switch {
	case !isAlgorithm(&second):
		if small && v <= 2 {
			return CertificateRequest
		}
		return UnknownKind
	case ok4 && isTime(&fourth), !ok4 && small && v == 1:
		return RevocationList
	}
	return Certificate
}

// isAlgorithm reports whether e looks like an AlgorithmIdentifier; a Name in its
// place starts with a SET.
func isAlgorithm(e *Element) bool {
	in := e.Children()
	head, ok := in.Next()
	return ok && head.Is(OID)
}

func isTime(e *Element) bool { return e.Is(UTCTime) || e.Is(GeneralizedTime) }
