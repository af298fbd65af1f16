package openssl

import (
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// Signatures and their parameters, in the manner of X509_signature_print.

func (t *writer) signature(s *certinfo.Signed) {
	a := &s.SignatureAlgorithm
	t.line(4, "Signature Algorithm: "+longName(a.OID))
	t.put(4, "Signature Value:")
	if isDSA(a.OID) && t.dsa(s.Signature.Bytes) {
		return
	}
	if a.OID == oid.RSASSAPSS {
		t.pss(a)
	} else {
		t.end()
	}
	if len(s.Signature.Bytes) == 0 {
		t.line(8, none)
	} else {
		t.dump(8, s.Signature.Bytes, 18)
	}
}

// isDSA reports whether a signature of the algorithm is printed as its numbers:
// OpenSSL does so for DSA, not for ECDSA.
func isDSA(id oid.OID) bool {
	switch id {
	case oid.DSAWithSHA1, oid.DSAWithSHA1OIW, oid.DSAWithSHA224, oid.DSAWithSHA256, oid.DSAWithSHA384, oid.DSAWithSHA512:
		return true
	}
	return false
}

// dsa writes the two numbers of a signature; false if it has none.
func (t *writer) dsa(b []byte) bool {
	e, ok := der.First(b)
	if !ok || !e.Is(der.Sequence) || !e.Constructed || e.Problem != 0 {
		return false
	}
	in := e.Children()
	r, _ := in.Next()
	s, ok := in.Next()
	if !ok || in.More() || !r.Is(der.Integer) || !s.Is(der.Integer) || !der.IntegerOK(r.Content()) || !der.IntegerOK(s.Content()) {
		return false
	}
	t.end()
	t.numberAt(8, 12, "r:   ", &certinfo.Integer{Raw: r.Content()})
	t.numberAt(8, 12, "s:   ", &certinfo.Integer{Raw: s.Content()})
	return true
}

// pssParams are the parameters of RSASSA-PSS as they stand (RFC 4055, section 3.1);
// a field that is not there has no place.
type pssParams struct {
	hash, mask, maskHash oid.OID
	salt, trailer        *certinfo.Integer
}

// pss writes the parameters of RSASSA-PSS, odd spaces included.
func (t *writer) pss(a *certinfo.Algorithm) {
	p, ok := readPSS(a.Params)
	if !ok {
		t.line(8, "(INVALID PSS PARAMETERS)")
		return
	}
	hash, mask, salt, trailer := "sha1 (default)", "mgf1 with sha1 (default)", "14 (default)", "01 (default)"
	if p.hash != "" {
		hash = longName(p.hash)
	}
	if p.mask != "" {
		mask = longName(p.mask) + " with " + longName(p.maskHash)
	}
	if p.salt != nil {
		salt = p.salt.Hex()
	}
	if p.trailer != nil {
		trailer = p.trailer.Hex()
	}
	t.line(8, "")
	t.line(8, "Hash Algorithm: "+hash)
	t.line(8, "Mask Algorithm: "+mask)
	t.line(8, " Salt Length: 0x"+salt)
	t.line(8, "Trailer Field: 0x"+trailer)
}

// readPSS reads the parameters as strictly as OpenSSL does.
func readPSS(params []byte) (p pssParams, ok bool) {
	e, ok := der.First(params)
	if !ok || !e.Is(der.Sequence) || !e.Constructed || e.Problem != 0 {
		return p, false
	}
	last := -1
	for in := e.Children(); in.More(); {
		outer, _ := in.Next()
		if outer.Class != der.ContextSpecific || !outer.Constructed || outer.Problem != 0 || outer.Tag <= last || outer.Tag > 3 {
			return p, false
		}
		last = outer.Tag
		inside := outer.Children()
		value, ok := inside.Next()
		if !ok || inside.More() {
			return p, false
		}
		switch outer.Tag {
		case 0:
			p.hash, _, ok = identifier(&value)
		case 1:
			var params []byte
			if p.mask, params, ok = identifier(&value); !ok || p.mask != oid.MGF1 {
				return p, false
			}
			hash, found := der.First(params)
			if !found {
				return p, false
			}
			p.maskHash, _, ok = identifier(&hash)
		default:
			n := &certinfo.Integer{Raw: value.Content()}
			ok = value.Is(der.Integer) && der.IntegerOK(n.Raw)
			if outer.Tag == 2 {
				p.salt = n
			} else {
				p.trailer = n
			}
		}
		if !ok {
			return p, false
		}
	}
	return p, true
}

// identifier reads an AlgorithmIdentifier.
func identifier(e *der.Element) (id oid.OID, params []byte, ok bool) {
	if !e.Is(der.Sequence) || !e.Constructed || e.Problem != 0 {
		return "", nil, false
	}
	in := e.Children()
	first, ok := in.Next()
	if !ok || !first.Is(der.OID) {
		return "", nil, false
	}
	id = oid.OID(first.Content())
	if in.More() {
		second, _ := in.Next()
		params, ok = second.Bytes, second.Problem == 0
	}
	return id, params, ok && !in.More() && id.Valid()
}
