package certinfo

import (
	"bytes"
	"strconv"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Algorithms that are looked at more closely than by their names.
const (
	oidRSA      oid.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01" // 1.2.840.113549.1.1.1 rsaEncryption
	oidRSAX500  oid.OID = "\x55\x08\x01\x01"                     // 2.5.8.1.1 rsa, as X.509 had it
	oidMGF1     oid.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08" // 1.2.840.113549.1.1.8
	oidRSAPSS   oid.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a" // 1.2.840.113549.1.1.10
	oidDH       oid.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x03\x01" // 1.2.840.113549.1.3.1 dhKeyAgreement
	oidDHX      oid.OID = "\x2a\x86\x48\xce\x3e\x02\x01"         // 1.2.840.10046.2.1 dhpublicnumber
	oidDSA      oid.OID = "\x2a\x86\x48\xce\x38\x04\x01"         // 1.2.840.10040.4.1
	oidEC       oid.OID = "\x2a\x86\x48\xce\x3d\x02\x01"         // 1.2.840.10045.2.1 id-ecPublicKey
	oidX25519   oid.OID = "\x2b\x65\x6e"                         // 1.3.101.110
	oidX448     oid.OID = "\x2b\x65\x6f"                         // 1.3.101.111
	oidEd25519  oid.OID = "\x2b\x65\x70"                         // 1.3.101.112
	oidEd448    oid.OID = "\x2b\x65\x71"                         // 1.3.101.113
	oidSHA1     oid.OID = "\x2b\x0e\x03\x02\x1a"                 // 1.3.14.3.2.26
	oidNISTHash         = "\x60\x86\x48\x01\x65\x03\x04\x02"     // 2.16.840.1.101.3.4.2
)

// signatures are the algorithms whose hash is not told by the name alone, or
// that people know by another name.
var signatures = [...]struct {
	id     oid.OID
	scheme string
	hash   string
}{
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", "RSA", "SHA-256"}, // PKCS #1 v1.5, RFC 8017
	{"\x2a\x86\x48\xce\x3d\x04\x03\x02", "ECDSA", "SHA-256"},   // RFC 5758
	{"\x2a\x86\x48\xce\x3d\x04\x03\x03", "ECDSA", "SHA-384"},
	{"\x2a\x86\x48\xce\x3d\x04\x03\x04", "ECDSA", "SHA-512"},
	{"\x2a\x86\x48\xce\x3d\x04\x03\x01", "ECDSA", "SHA-224"},
	{"\x2a\x86\x48\xce\x3d\x04\x01", "ECDSA", "SHA-1"}, // RFC 3279
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c", "RSA", "SHA-384"},
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d", "RSA", "SHA-512"},
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0e", "RSA", "SHA-224"},
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0f", "RSA", "SHA-512/224"},
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x10", "RSA", "SHA-512/256"},
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05", "RSA", "SHA-1"},
	{"\x2b\x0e\x03\x02\x1d", "RSA", "SHA-1"}, // 1.3.14.3.2.29, OIW
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04", "RSA", "MD5"},
	{"\x2b\x0e\x03\x02\x03", "RSA", "MD5"}, // 1.3.14.3.2.3, OIW
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x03", "RSA", "MD4"},
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x02", "RSA", "MD2"},
	{"\x2a\x86\x48\xce\x38\x04\x03", "DSA", "SHA-1"}, // RFC 3279
	{"\x2b\x0e\x03\x02\x1b", "DSA", "SHA-1"},         // 1.3.14.3.2.27, OIW
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x01", "DSA", "SHA-224"},
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x02", "DSA", "SHA-256"},
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x03", "DSA", "SHA-384"},
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x04", "DSA", "SHA-512"},
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x09", "ECDSA", "SHA3-224"},
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x0a", "ECDSA", "SHA3-256"},
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x0b", "ECDSA", "SHA3-384"},
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x0c", "ECDSA", "SHA3-512"},
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x0d", "RSA", "SHA3-224"},
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x0e", "RSA", "SHA3-256"},
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x0f", "RSA", "SHA3-384"},
	{"\x60\x86\x48\x01\x65\x03\x04\x03\x10", "RSA", "SHA3-512"},
	{"\x2a\x81\x1c\xcf\x55\x01\x83\x75", "SM2", "SM3"}, // 1.2.156.10197.1.501
	{"\x2b\x65\x70", "Ed25519", ""},
	{"\x2b\x65\x71", "Ed448", ""},
}

// hashes names the hash functions as people write them.
var hashes = [...]struct {
	id   oid.OID
	name string
}{
	{oidSHA1, "SHA-1"},
	{oidNISTHash + "\x01", "SHA-256"},
	{oidNISTHash + "\x02", "SHA-384"},
	{oidNISTHash + "\x03", "SHA-512"},
	{oidNISTHash + "\x04", "SHA-224"},
	{oidNISTHash + "\x05", "SHA-512/224"},
	{oidNISTHash + "\x06", "SHA-512/256"},
	{oidNISTHash + "\x07", "SHA3-224"},
	{oidNISTHash + "\x08", "SHA3-256"},
	{oidNISTHash + "\x09", "SHA3-384"},
	{oidNISTHash + "\x0a", "SHA3-512"},
	{oidNISTHash + "\x0b", "SHAKE128"},
	{oidNISTHash + "\x0c", "SHAKE256"},
	{"\x2a\x86\x48\x86\xf7\x0d\x02\x05", "MD5"}, // 1.2.840.113549.2.5
}

// HashName names a hash function: "SHA-256"; the dotted OID if it is not known.
func HashName(id oid.OID) string {
	for i := range hashes {
		if hashes[i].id == id {
			return hashes[i].name
		}
	}
	return describe(id)
}

// describe is the long name of an OID, or its dotted form.
func describe(id oid.OID) string {
	if name := oid.Describe(id); name != "" {
		return name
	}
	return id.String()
}

// Name is what OpenSSL calls the algorithm: "sha256WithRSAEncryption"; or the
// name in the document that defines it, or the dotted OID.
func (a *Algorithm) Name() string {
	if a.OID == "" {
		return ""
	}
	return describe(a.OID)
}

// Title is what people call a signature algorithm: "ECDSA with SHA-256",
// "RSASSA-PSS with SHA-256, salt of 32 bytes", "Ed25519", "ML-DSA-65".
func (a *Algorithm) Title() string {
	if p := a.PSS; p != nil {
		hash, mgf := HashName(p.Hash), HashName(p.MGFHash)
		s := "RSASSA-PSS with " + hash
		if p.MGF != oidMGF1 {
			s += ", mask by " + describe(p.MGF)
		} else if mgf != hash {
			s += ", MGF1 with " + mgf
		}
		if p.Salt >= 0 {
			s += ", salt of " + words.Count(p.Salt, "byte")
		}
		return s
	}
	for i := range signatures {
		if s := &signatures[i]; s.id == a.OID {
			if s.hash == "" {
				return s.scheme
			}
			return s.scheme + " with " + s.hash
		}
	}
	return a.Name()
}

// Hash names the hash of a signature algorithm: "SHA-256"; empty if it has none
// of its own or is not known.
func (a *Algorithm) Hash() string {
	if a.PSS != nil {
		return HashName(a.PSS.Hash)
	}
	for i := range signatures {
		if signatures[i].id == a.OID {
			return signatures[i].hash
		}
	}
	return ""
}

// params is what the parameters of a signature algorithm must be: NULL for RSA
// (RFC 4055, section 5), absent for the others (RFC 5758, RFC 8410, RFC 9881, RFC
// 9909).
func (a *Algorithm) params() params {
	for i := range signatures {
		if s := &signatures[i]; s.id == a.OID {
			switch s.scheme {
			case "RSA":
				return nullParams
			case "ECDSA", "Ed25519", "Ed448":
				return noParams
			}
			return anyParams
		}
	}
	if id := string(a.OID); len(id) == len(oidNISTSigs)+1 && id[:len(oidNISTSigs)] == oidNISTSigs && id[len(oidNISTSigs)] > 0x10 {
		return noParams
	}
	return anyParams
}

// algorithm reads an AlgorithmIdentifier (RFC 5280, section 4.1.1.2).
//
//	AlgorithmIdentifier ::= SEQUENCE {
//	    algorithm   OBJECT IDENTIFIER,
//	    parameters  ANY DEFINED BY algorithm OPTIONAL }
func (r *reader) algorithm(e *der.Element, path string) Algorithm {
	r.check(e, path)
	a := Algorithm{Place: e.Place()}
	if !e.Is(der.Sequence) || !e.Constructed {
		r.wrongType(e, path, "a SEQUENCE")
		return a
	}
	in := e.Children()
	var id, p der.Element
	if !in.Scan(&id) {
		r.missing(e.End(), path+".algorithm")
		return a
	}
	var ok bool
	if a.OID, ok = r.soundID(&id); !ok || r.trace != nil {
		a.OID = r.objectID(&id, path+".algorithm")
	}
	if in.Scan(&p) {
		if p.Problem != 0 || in.More() {
			r.blame(a.OID, id.Place(), path+".algorithm", &p)
		}
		if p.Problem != 0 || r.trace != nil {
			r.check(&p, path+".parameters")
		}
		a.Params, a.At = p.Bytes, p.Place()
		if a.OID == oidRSAPSS {
			a.PSS = r.pss(&p, path+".parameters")
		}
		r.rest(&in, path)
	}
	return a
}

// soundID reads the OBJECT IDENTIFIER e if nothing is wrong with it.
func (r *reader) soundID(e *der.Element) (oid.OID, bool) {
	if !e.Is(der.OID) || e.Constructed || e.Problem != 0 {
		return "", false
	}
	id := oid.OID(r.str(e))
	return id, id.Valid()
}

// objectID reads the OBJECT IDENTIFIER e.
func (r *reader) objectID(e *der.Element, path string) oid.OID {
	r.check(e, path)
	if !e.Is(der.OID) || e.Constructed {
		r.wrongType(e, path, "an OBJECT IDENTIFIER")
		return ""
	}
	id := oid.OID(r.str(e))
	if !id.Valid() {
		r.find(finding.OIDNotValid, e.Place(), path, r.name(path)+" is not a valid object identifier.")
	}
	return id
}

// pss reads RSASSA-PSS-params (RFC 4055, section 3.1).
//
//	RSASSA-PSS-params ::= SEQUENCE {
//	    hashAlgorithm     [0] HashAlgorithm DEFAULT sha1Identifier,
//	    maskGenAlgorithm  [1] MaskGenAlgorithm DEFAULT mgf1SHA1Identifier,
//	    saltLength        [2] INTEGER DEFAULT 20,
//	    trailerField      [3] INTEGER DEFAULT 1 }
func (r *reader) pss(e *der.Element, path string) *PSS {
	p := &PSS{Hash: oidSHA1, MGF: oidMGF1, MGFHash: oidSHA1, Salt: 20, Trailer: 1}
	if e.Is(der.Null) { // of a key without restrictions, by a wrong habit
		return nil
	}
	if !e.Is(der.Sequence) || !e.Constructed {
		r.wrongType(e, path, "a SEQUENCE")
		return nil
	}
	for in := e.Children(); in.More(); {
		f, _ := in.Next()
		r.check(&f, path)
		inner := f.Children()
		v, ok := inner.Next()
		switch {
		case f.Class != der.ContextSpecific || f.Tag > 3 || !f.Constructed || !ok:
			r.find(finding.FieldExtra, f.Place(), path, path+" holds an element that does not belong there.")
		case f.Tag == 0:
			h := r.algorithm(&v, path+".hashAlgorithm")
			p.Hash = h.OID
		case f.Tag == 1:
			m := r.algorithm(&v, path+".maskGenAlgorithm")
			p.MGF = m.OID
			p.MGFHash = ""
			if len(m.Params) > 0 {
				sub := der.NewReaderAt(m.Params, m.At.Offset)
				h, _ := sub.Next()
				mgf := r.algorithm(&h, path+".maskGenAlgorithm.parameters")
				p.MGFHash = mgf.OID
			}
		case f.Tag == 2:
			p.Salt = r.small(&v, path+".saltLength")
		case f.Tag == 3:
			p.Trailer = r.small(&v, path+".trailerField")
		}
	}
	return p
}

// small reads an INTEGER that is not negative and fits 31 bits; -1 if it is not one.
func (r *reader) small(e *der.Element, path string) int {
	if !e.Is(der.Integer) {
		r.wrongType(e, path, "an INTEGER")
		return -1
	}
	v := r.integer(e, path)
	n, ok := der.SmallInteger(v.Raw)
	if !ok || n < 0 {
		return -1
	}
	return n
}

// judgeSignature compares the two signature algorithms and looks at the hash.
func (r *reader) judgeSignature(s *Signed) {
	inner, outer := &s.TBSSignature, &s.SignatureAlgorithm
	in, out := r.path(FieldSignature), r.path(FieldSignatureAlgorithm)
	if inner.Place.Length > 0 && outer.Place.Length > 0 && !r.cut &&
		(inner.OID != outer.OID || !bytes.Equal(inner.Params, outer.Params)) {
		text := out + " is " + outer.Title() + ", " + in + " is " + inner.Title() + "; they must be the same."
		if inner.OID == outer.OID {
			text = out + " and " + in + " name the same algorithm with different parameters."
			r.judgeParameters(inner, inner.params(), in)
		}
		r.find(finding.SignatureAlgorithmMismatch, outer.Place, out, text)
	}
	a, path := outer, out
	if a.OID == "" {
		a, path = inner, in
	}
	r.judgeParameters(a, a.params(), path)
	switch hash := a.Hash(); hash {
	case "MD2", "MD4", "MD5", "SHA-1":
		r.find(finding.WeakSignatureHash, a.Place, path, "The "+r.noun+" is signed with "+hash+
			". ALB asks for SHA-256, SHA-384 or SHA-512.")
	}
}

// itoa is strconv.Itoa, for sentences.
func itoa(n int) string { return strconv.Itoa(n) }
