package main

import (
	"bytes"
	"encoding/binary"
	"math/big"
)

// certificate is what a fixture is made from. The zero value of a member means
// the ordinary thing.
type certificate struct {
	name      string // of the file
	about     string // one sentence for the list
	version   int64  // 0: 3
	serial    []byte // the whole INTEGER
	algorithm algorithm
	issuer    []byte // Name; nil: subject
	notBefore []byte
	notAfter  []byte
	subject   []byte
	key       string
	info      []byte // SubjectPublicKeyInfo; nil: of key
	signer    string // key that signs; "": key
	unique    []byte // issuerUniqueID and subjectUniqueID, encoded
	exts      [][]byte
}

// der encodes the certificate (RFC 5280, 4.1).
func (c *certificate) der() []byte {
	issuer := c.issuer
	if issuer == nil {
		issuer = c.subject
	}
	signer := c.signer
	if signer == "" {
		signer = c.key
	}
	var version []byte
	switch c.version {
	case 0:
		version = explicit(0, small(2))
	case 1: // DEFAULT: left out
	default:
		version = explicit(0, small(c.version-1))
	}
	var exts []byte
	if len(c.exts) > 0 {
		exts = explicit(3, seq(c.exts...))
	}
	info := c.info
	if info == nil {
		info = spki(key(c.key))
	}
	tbs := seq(
		version,
		c.serial,
		c.algorithm.id,
		issuer,
		seq(c.notBefore, c.notAfter),
		c.subject,
		info,
		c.unique,
		exts,
	)
	return seq(tbs, c.algorithm.id, bits(0, c.algorithm.sign(key(signer), tbs)))
}

// hexSerial is an INTEGER from hexadecimal.
func hexSerial(s string) []byte {
	n, ok := new(big.Int).SetString(s, 16)
	if !ok {
		panic(s)
	}
	return integer(n)
}

// Names.

var attributeOIDs = map[string]string{
	"CN": "2.5.4.3", "SN": "2.5.4.4", "serialNumber": "2.5.4.5", "C": "2.5.4.6", "L": "2.5.4.7", "ST": "2.5.4.8",
	"street": "2.5.4.9", "O": "2.5.4.10", "OU": "2.5.4.11", "title": "2.5.4.12", "GN": "2.5.4.42",
	"businessCategory": "2.5.4.15", "postalCode": "2.5.4.17", "dnQualifier": "2.5.4.46", "pseudonym": "2.5.4.65",
	"organizationIdentifier": "2.5.4.97", "emailAddress": "1.2.840.113549.1.9.1",
	"UID": "0.9.2342.19200300.100.1.1", "DC": "0.9.2342.19200300.100.1.25",
	"jurisdictionC": "1.3.6.1.4.1.311.60.2.1.3", "jurisdictionST": "1.3.6.1.4.1.311.60.2.1.2",
}

// attr is an AttributeTypeAndValue; the type is a short name or a dotted OID.
func attr(typ string, value []byte) []byte {
	if dotted := attributeOIDs[typ]; dotted != "" {
		typ = dotted
	}
	return seq(oid(typ), value)
}

// rdn is a RelativeDistinguishedName of one attribute.
func rdn(typ string, value []byte) []byte { return set(attr(typ, value)) }

// name is a Name of plain attributes: type, value, type, value, …
func name(pairs ...string) []byte {
	var rdns [][]byte
	for i := 0; i < len(pairs); i += 2 {
		v := utf8s(pairs[i+1])
		switch pairs[i] {
		case "C", "serialNumber":
			v = printable(pairs[i+1])
		case "emailAddress", "DC":
			v = ia5(pairs[i+1])
		}
		rdns = append(rdns, rdn(pairs[i], v))
	}
	return seq(rdns...)
}

// Extensions (RFC 5280, 4.2).

func extension(dotted string, critical bool, value ...[]byte) []byte {
	var c []byte
	if critical {
		c = boolean(true)
	}
	return seq(oid(dotted), c, octets(value...))
}

func basicConstraints(pathLen int64) []byte {
	if pathLen < 0 {
		return extension("2.5.29.19", true, seq(boolean(true)))
	}
	return extension("2.5.29.19", true, seq(boolean(true), small(pathLen)))
}

func notCA() []byte { return extension("2.5.29.19", true, seq()) }

// keyUsage takes the bits as DER has them: the first is digitalSignature.
func keyUsage(unused, b byte) []byte {
	return extension("2.5.29.15", true, bits(unused, []byte{b}))
}

func digitalSignature() []byte { return keyUsage(7, 0x80) }
func certSign() []byte         { return keyUsage(1, 0x06) }

func extKeyUsage(dotted ...string) []byte {
	var ids [][]byte
	for _, d := range dotted {
		ids = append(ids, oid(d))
	}
	return extension("2.5.29.37", false, seq(ids...))
}

func clientAuth() []byte { return extKeyUsage("1.3.6.1.5.5.7.3.2") }

func subjectKeyID(k string) []byte {
	return extension("2.5.29.14", false, octets(keyID(key(k))))
}

func authorityKeyID(k string) []byte {
	return extension("2.5.29.35", false, seq(implicit(0, keyID(key(k)))))
}

func altNames(names ...[]byte) []byte { return extension("2.5.29.17", false, seq(names...)) }

// GeneralName (RFC 5280, 4.2.1.6).
func email(s string) []byte     { return implicit(1, []byte(s)) }
func dns(s string) []byte       { return implicit(2, []byte(s)) }
func directory(n []byte) []byte { return explicit(4, n) }
func uri(s string) []byte       { return implicit(6, []byte(s)) }
func ip(b ...byte) []byte       { return implicit(7, b) }
func registeredID(dotted string) []byte {
	return implicit(8, oid(dotted)[2:])
}
func otherName(dotted string, value []byte) []byte {
	return explicit(0, oid(dotted), explicit(0, value))
}

var (
	ipv4 = []byte{192, 0, 2, 10}
	ipv6 = []byte{0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10}
)

// crlAt is cRLDistributionPoints with one point for each URI.
func crlAt(uris ...string) []byte {
	var points [][]byte
	for _, u := range uris {
		points = append(points, seq(explicit(0, explicit(0, uri(u)))))
	}
	return extension("2.5.29.31", false, seq(points...))
}

// infoAccess is authorityInfoAccess with a responder and an issuer.
func infoAccess(ocsp, issuers string) []byte {
	return extension("1.3.6.1.5.5.7.1.1", false, seq(
		seq(oid("1.3.6.1.5.5.7.48.1"), uri(ocsp)),
		seq(oid("1.3.6.1.5.5.7.48.2"), uri(issuers)),
	))
}

// policies is certificatePolicies: one policy with a CPS pointer and a notice,
// one without qualifiers.
func policies() []byte {
	return extension("2.5.29.32", false, seq(
		seq(oid("1.3.6.1.4.1.32473.1.1"), seq(
			seq(oid("1.3.6.1.5.5.7.2.1"), ia5("https://pki.example/cps")),
			seq(oid("1.3.6.1.5.5.7.2.2"), seq(utf8s("For tests only"))),
		)),
		seq(oid("2.23.140.1.2.2")),
	))
}

// timestamps is a SignedCertificateTimestampList (RFC 6962, 3.3) of SCTs at those
// milliseconds, with made-up logs and signatures.
func timestamps(at ...uint64) []byte {
	vector := func(b []byte) []byte { return append([]byte{byte(len(b) >> 8), byte(len(b))}, b...) }
	var list []byte
	for i, ms := range at {
		sct := append([]byte{0}, bytes.Repeat([]byte{0xA0 + byte(i)}, 32)...)
		sct = binary.BigEndian.AppendUint64(sct, ms)
		sct = append(sct, vector(bytes.Repeat([]byte("ext"), i))...)
		sct = append(sct, 4, 3)
		sct = append(sct, vector(seq(small(int64(1000+i)), small(2000)))...)
		list = append(list, vector(sct)...)
	}
	return vector(list)
}
