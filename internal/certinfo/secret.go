package certinfo

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// DescribeSecret names a private key by type and size, "RSA private key, 2048
// bits", and reads nothing of it but that. What cannot be told is left out.
func DescribeSecret(kind der.Kind, src []byte) string {
	if len(src) == 0 {
		return kind.String()
	}
	r := der.NewReader(src)
	whole, ok := r.Next()
	if !ok {
		return kind.String()
	}
	in := whole.Children()
	switch kind {
	case der.RSAPrivateKey: // version, modulus, …
		in.Next()
		if modulus, ok := in.Next(); ok && modulus.Is(der.Integer) && modulus.Problem&der.Overrun == 0 {
			return rsaSize(modulus.Content())
		}
	case der.ECPrivateKey: // version, privateKey, [0] parameters
		for e, ok := in.Next(); ok; e, ok = in.Next() {
			if !e.IsContext(0) {
				continue
			}
			params := e.Children()
			if curve, ok := params.Next(); ok && curve.Is(der.OID) {
				return ecTitle(curve.Content())
			}
		}
	case der.PrivateKey: // version, AlgorithmIdentifier, OCTET STRING
		in.Next()
		algorithm, _ := in.Next()
		key, found := in.Next()
		parts := algorithm.Children()
		id, ok := parts.Next()
		if !ok || !id.Is(der.OID) {
			break
		}
		if found && key.Is(der.OctetString) && der.Classify(key.Content()) == der.RSAPrivateKey {
			return DescribeSecret(der.RSAPrivateKey, key.Content())
		}
		if curve, ok := parts.Next(); ok && curve.Is(der.OID) {
			return ecTitle(curve.Content())
		}
		return "private key, " + describe(oid.OID(id.Content()))
	}
	return kind.String()
}

func rsaSize(modulus []byte) string {
	return "RSA private key, " + strconv.Itoa(Integer{Raw: modulus}.BitLen()) + " bits"
}

// ecTitle names an EC key by its curve, as a public key is named.
func ecTitle(id []byte) string {
	name, _ := curve(oid.OID(id))
	return "EC private key, " + name
}
