package report

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/oid"
)

// Object identifiers that are presented in a way of their own.
const (
	idCommonName       oid.OID = "\x55\x04\x03"                             // 2.5.4.3
	idSubjectAltName   oid.OID = "\x55\x1D\x11"                             // 2.5.29.17
	idBasicConstraints oid.OID = "\x55\x1D\x13"                             // 2.5.29.19
	idMGF1             oid.OID = "\x2A\x86\x48\x86\xF7\x0D\x01\x01\x08"     // 1.2.840.113549.1.1.8
	idCPS              oid.OID = "\x2B\x06\x01\x05\x05\x07\x02\x01"         // 1.3.6.1.5.5.7.2.1
	idUserNotice       oid.OID = "\x2B\x06\x01\x05\x05\x07\x02\x02"         // 1.3.6.1.5.5.7.2.2
	idUPN              oid.OID = "\x2B\x06\x01\x04\x01\x82\x37\x14\x02\x03" // 1.3.6.1.4.1.311.20.2.3
)

// keyName is a key in two words: "RSA 2048", "EC P-256", "Ed25519".
func keyName(k *certinfo.PublicKey) string {
	name := keyAlgorithm(k)
	switch {
	case k.Curve != "":
		return name + " " + k.Curve
	case k.Kind == certinfo.KeyEC && k.CurveOID != "":
		return name + " " + k.CurveOID.String()
	case k.Bits > 0 && (k.Kind == certinfo.KeyRSA || k.Kind == certinfo.KeyRSAPSS || k.Kind == certinfo.KeyDSA || k.Kind == certinfo.KeyDH):
		return name + " " + strconv.Itoa(k.Bits)
	}
	return name
}

// keyAlgorithm is the family of a key; one that has none is named by its OID.
func keyAlgorithm(k *certinfo.PublicKey) string {
	switch k.Kind {
	case certinfo.KeyRSA:
		return "RSA"
	case certinfo.KeyRSAPSS:
		return "RSA-PSS"
	case certinfo.KeyDSA:
		return "DSA"
	case certinfo.KeyEC:
		return "EC"
	case certinfo.KeyEd25519:
		return "Ed25519"
	case certinfo.KeyEd448:
		return "Ed448"
	case certinfo.KeyX25519:
		return "X25519"
	case certinfo.KeyX448:
		return "X448"
	case certinfo.KeyDH:
		return "DH"
	}
	return nameOrDots(k.Algorithm.OID)
}

// nameOrDots is the long name of an identifier, or its dotted form.
func nameOrDots(id oid.OID) string {
	if s := oid.Describe(id); s != "" {
		return s
	}
	return id.String()
}

// signatureName is a signature algorithm in words: "RSA with SHA-256",
// "RSASSA-PSS with SHA-256", "Ed25519".
func signatureName(a *certinfo.Algorithm) string {
	if a.OID == "" {
		return ""
	}
	if a.PSS != nil {
		return "RSASSA-PSS with " + hashName(a.PSS.Hash)
	}
	name := oid.ShortName(a.OID)
	if strings.HasPrefix(name, "id-") { // SHA-3, and DSA with SHA-2
		name = oid.LongName(a.OID)
	}
	for _, family := range [...]struct{ prefix, words string }{
		{"RSA-", "RSA with "},
		{"ecdsa-with-", "ECDSA with "},
		{"ecdsa_with_", "ECDSA with "},
		{"dsa_with_", "DSA with "},
		{"DSA-", "DSA with "},
	} {
		if rest, ok := strings.CutPrefix(name, family.prefix); ok {
			return family.words + spellHash(rest)
		}
	}
	switch name {
	case "ED25519":
		return "Ed25519"
	case "ED448":
		return "Ed448"
	case "RSASSA-PSS": // its parameters could not be read
		return name
	}
	return nameOrDots(a.OID)
}

// hashName is a hash function as people write it.
func hashName(id oid.OID) string {
	if s := oid.ShortName(id); s != "" {
		return spellHash(s)
	}
	return nameOrDots(id)
}

// spellHash turns OpenSSL's name of a hash function into its own: "SHA256" is
// "SHA-256". SHA-3 has its hyphen already.
func spellHash(s string) string {
	switch s {
	case "SHA1", "SHA224", "SHA256", "SHA384", "SHA512":
		return "SHA-" + s[3:]
	case "SHA1-2", "SHA1-old": // older OIDs for the same
		return "SHA-1"
	case "SHA512-256", "SHA512-224", "SHA512/256", "SHA512/224":
		return "SHA-512/" + s[7:]
	}
	return s
}

// weakHash is the signature's hash if collisions for it have been made.
func weakHash(a *certinfo.Algorithm) string {
	name := signatureName(a)
	for _, h := range [...]string{"SHA-1", "MD5", "MD4", "MD2"} {
		if strings.HasSuffix(name, " "+h) {
			return h
		}
	}
	return ""
}
