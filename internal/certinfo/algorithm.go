package certinfo

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// signatures are the algorithms whose hash is not told by the name alone, or
// that people know by another name.
var signatures = [...]struct {
	id     oid.OID
	scheme string
	hash   string
}{
	{oid.SHA256WithRSA, "RSA", "SHA-256"},     // PKCS #1 v1.5, RFC 8017
	{oid.ECDSAWithSHA256, "ECDSA", "SHA-256"}, // RFC 5758
	{oid.ECDSAWithSHA384, "ECDSA", "SHA-384"},
	{oid.ECDSAWithSHA512, "ECDSA", "SHA-512"},
	{oid.ECDSAWithSHA224, "ECDSA", "SHA-224"},
	{oid.ECDSAWithSHA1, "ECDSA", "SHA-1"}, // RFC 3279
	{oid.SHA384WithRSA, "RSA", "SHA-384"},
	{oid.SHA512WithRSA, "RSA", "SHA-512"},
	{oid.SHA224WithRSA, "RSA", "SHA-224"},
	{oid.SHA512_224WithRSA, "RSA", "SHA-512/224"},
	{oid.SHA512_256WithRSA, "RSA", "SHA-512/256"},
	{oid.SHA1WithRSA, "RSA", "SHA-1"},
	{oid.SHA1WithRSAOIW, "RSA", "SHA-1"}, // OIW
	{oid.MD5WithRSA, "RSA", "MD5"},
	{oid.MD5WithRSAOIW, "RSA", "MD5"}, // OIW
	{oid.MD4WithRSA, "RSA", "MD4"},
	{oid.MD2WithRSA, "RSA", "MD2"},
	{oid.DSAWithSHA1, "DSA", "SHA-1"},    // RFC 3279
	{oid.DSAWithSHA1OIW, "DSA", "SHA-1"}, // OIW
	{oid.DSAWithSHA224, "DSA", "SHA-224"},
	{oid.DSAWithSHA256, "DSA", "SHA-256"},
	{oid.DSAWithSHA384, "DSA", "SHA-384"},
	{oid.DSAWithSHA512, "DSA", "SHA-512"},
	{oid.ECDSAWithSHA3_224, "ECDSA", "SHA3-224"},
	{oid.ECDSAWithSHA3_256, "ECDSA", "SHA3-256"},
	{oid.ECDSAWithSHA3_384, "ECDSA", "SHA3-384"},
	{oid.ECDSAWithSHA3_512, "ECDSA", "SHA3-512"},
	{oid.RSAWithSHA3_224, "RSA", "SHA3-224"},
	{oid.RSAWithSHA3_256, "RSA", "SHA3-256"},
	{oid.RSAWithSHA3_384, "RSA", "SHA3-384"},
	{oid.RSAWithSHA3_512, "RSA", "SHA3-512"},
	{oid.SM2WithSM3, "SM2", "SM3"},
	{oid.Ed25519, "Ed25519", ""},
	{oid.Ed448, "Ed448", ""},
}

// hashes names the hash functions as people write them.
var hashes = [...]struct {
	id   oid.OID
	name string
}{
	{oid.SHA1, "SHA-1"},
	{oid.SHA256, "SHA-256"},
	{oid.SHA384, "SHA-384"},
	{oid.SHA512, "SHA-512"},
	{oid.SHA224, "SHA-224"},
	{oid.SHA512_224, "SHA-512/224"},
	{oid.SHA512_256, "SHA-512/256"},
	{oid.SHA3_224, "SHA3-224"},
	{oid.SHA3_256, "SHA3-256"},
	{oid.SHA3_384, "SHA3-384"},
	{oid.SHA3_512, "SHA3-512"},
	{oid.SHAKE128, "SHAKE128"},
	{oid.SHAKE256, "SHAKE256"},
	{oid.MD5, "MD5"},
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
		if p.MGF != oid.MGF1 {
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
	if last, ok := strings.CutPrefix(string(a.OID), string(oid.NISTSignatures)); ok && len(last) == 1 && last[0] > 0x10 {
		return noParams // ML-DSA, SLH-DSA, and what signs a hash by them
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
	if !usual(a.OID) {
		r.arc(a.OID, id.Place(), path+".algorithm")
	}
	if in.Scan(&p) {
		if p.Problem != 0 || in.More() {
			r.blame(a.OID, id.Place(), path+".algorithm", &p)
		}
		if p.Problem != 0 || !p.FormOK() || r.trace != nil {
			r.check(&p, path+".parameters")
		}
		a.Params, a.At = p.Bytes, p.Place()
		if a.OID == oid.RSASSAPSS {
			a.PSS = r.pss(&p, path+".parameters")
		}
		r.rest(&in, path)
	}
	return a
}

// usual reports whether an algorithm is one that nearly all certificates name. None of
// them is the beginning of another's identifier, which need not be looked up.
func usual(id oid.OID) bool {
	switch id {
	case oid.RSAEncryption, oid.ECPublicKey, oid.SHA256WithRSA, oid.SHA384WithRSA, oid.SHA512WithRSA, oid.ECDSAWithSHA256, oid.ECDSAWithSHA384:
		return true
	}
	return false
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
	p := &PSS{Hash: oid.SHA1, MGF: oid.MGF1, MGFHash: oid.SHA1, Salt: 20, Trailer: 1}
	if !e.Is(der.Sequence) || !e.Constructed {
		r.wrongType(e, path, "a SEQUENCE")
		return nil
	}
	due := 0
	for in := e.Children(); in.More(); {
		f, _ := in.Next()
		r.check(&f, path)
		r.inTurn(&f, &due, path)
		inner := f.Children()
		v, ok := inner.Next()
		if f.Constructed {
			r.rest(&inner, path)
		}
		switch {
		case f.Class != der.ContextSpecific || f.Tag > 3 || !f.Constructed || !ok:
			r.find(finding.FieldExtra, f.Place(), path, path+" holds an element that does not belong there.")
		case f.Tag == 0:
			h := r.algorithm(&v, path+".hashAlgorithm")
			p.Hash = h.OID
			r.noParameters(&h, path+".hashAlgorithm")
		case f.Tag == 1:
			m := r.algorithm(&v, path+".maskGenAlgorithm")
			p.MGF = m.OID
			p.MGFHash = ""
			if len(m.Params) > 0 {
				sub := der.NewReaderAt(m.Params, m.At.Offset)
				h, _ := sub.Next()
				mgf := r.algorithm(&h, path+".maskGenAlgorithm.parameters")
				p.MGFHash = mgf.OID
				r.noParameters(&mgf, path+".maskGenAlgorithm.parameters")
			}
		case f.Tag == 2:
			p.Salt = r.small(&v, path+".saltLength")
		case f.Tag == 3:
			p.Trailer = r.small(&v, path+".trailerField")
		}
	}
	return p
}

// noParameters reports parameters of a hash that are not NULL (RFC 4055, section 2.1).
func (r *reader) noParameters(a *Algorithm, path string) {
	if e, ok := der.First(a.Params); ok && (!e.Is(der.Null) || len(e.Content()) > 0) {
		e.Offset = a.At.Offset
		r.wrongType(&e, path+".parameters", "a NULL without content")
	}
}

// ecdsaSignature is ECDSA-Sig-Value and Dss-Sig-Value (RFC 3279, section 2.2).
var ecdsaSignature = schema{of: []schema{{kind: asInteger, member: "r"}, {kind: asInteger, member: "s"}}}

// ecdsaArc and dsaArc begin the OIDs of the algorithms whose signatures are structures.
const ecdsaArc, dsaArc = "\x2a\x86\x48\xce\x3d\x04", "\x2a\x86\x48\xce\x38\x04"

// signatureForm looks at a signature that is a structure.
func (r *reader) signatureForm(s *Signed, path string) {
	id := string(s.SignatureAlgorithm.OID)
	if !strings.HasPrefix(id, ecdsaArc) && !strings.HasPrefix(id, dsaArc) || len(s.Signature.Bytes) == 0 {
		return
	}
	at := s.Signature.Place
	in := der.NewReaderAt(s.Signature.Bytes, at.Offset+at.Length-len(s.Signature.Bytes))
	var e der.Element
	if in.Scan(&e) {
		var v Value
		r.read(&ecdsaSignature, &e, &v, path)
		r.rest(&in, path)
	}
}

// small reads an INTEGER that is not negative and fits 31 bits; -1 if it is not one.
func (r *reader) small(e *der.Element, path string) int {
	v := r.bigNumber(e, path)
	n, ok := der.SmallInteger(v.Raw)
	if !ok || n < 0 {
		return -1
	}
	return n
}

// bigNumber reads an integer of any size.
func (r *reader) bigNumber(e *der.Element, path string) Integer {
	if !e.Is(der.Integer) {
		r.wrongType(e, path, "an INTEGER")
		return Integer{}
	}
	return r.integer(e, path)
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
