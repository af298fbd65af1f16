package certinfo

import "strings"

// tlv encodes an element with a tag of one octet.
func tlv(tag byte, parts ...string) string {
	content := strings.Join(parts, "")
	n := len(content)
	switch {
	case n < 0x80:
		return string([]byte{tag, byte(n)}) + content
	case n < 0x100:
		return string([]byte{tag, 0x81, byte(n)}) + content
	case n < 0x10000:
		return string([]byte{tag, 0x82, byte(n >> 8), byte(n)}) + content
	}
	return string([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}) + content
}

func seq(parts ...string) string { return tlv(0x30, parts...) }

const (
	idCN     = "\x06\x03\x55\x04\x03"
	idSAN    = "\x06\x03\x55\x1d\x11"
	idEd     = "\x06\x03\x2b\x65\x70"
	idRSA    = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
	idSHA1   = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05"
	idSHA256 = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"
	isTrue   = "\x01\x01\xff"

	idAddresses = "\x06\x08\x2b\x06\x01\x05\x05\x07\x01\x07"
)

func commonName(tag byte, v string) string { return seq(tlv(0x31, seq(idCN, tlv(tag, v)))) }

func extension(id string, value string) string { return seq(id, tlv(0x04, value)) }

// parts are the fields of a certificate, encoded; tests change one of them.
type parts struct {
	version, serial, inner, issuer, notBefore, notAfter, subject, key, ids string
	extensions                                                             []string
	outer, signature                                                       string
}

// sound returns the parts of a certificate without a fault.
func sound() parts {
	return parts{
		version:   tlv(0xA0, "\x02\x01\x02"),
		serial:    "\x02\x03\x03\xa5\xb1",
		inner:     seq(idEd),
		issuer:    commonName(0x0C, "Issuing CA"),
		notBefore: tlv(0x17, "240102030405Z"),
		notAfter:  tlv(0x17, "290102030405Z"),
		subject:   commonName(0x0C, "client-1"),
		key:       seq(seq(idEd), tlv(0x03, "\x00"+strings.Repeat("k", 32))),
		extensions: []string{
			seq("\x06\x03\x55\x1d\x13", isTrue, tlv(0x04, seq(isTrue, "\x02\x01\x00"))),
			seq("\x06\x03\x55\x1d\x0f", isTrue, tlv(0x04, "\x03\x02\x01\x06")),
			extension(idSAN, seq(tlv(0x82, "client.example"), tlv(0x81, "a@b.example"), tlv(0x86, "spiffe://example/a"),
				tlv(0x87, "\xc0\x00\x02\x0a"), tlv(0xA4, commonName(0x0C, "x")), tlv(0x88, "\x2a\x03\x04"),
				tlv(0xA0, "\x06\x03\x2a\x03\x04", tlv(0xA0, tlv(0x0C, "upn"))))),
		},
		outer:     seq(idEd),
		signature: tlv(0x03, "\x00"+strings.Repeat("s", 64)),
	}
}

// rsaKey encodes an RSA key.
func rsaKey(modulus, exponent string) string {
	return seq(seq(idRSA, "\x05\x00"), tlv(0x03, "\x00"+seq(tlv(0x02, modulus), tlv(0x02, exponent))))
}

// ecKey encodes an EC key.
func ecKey(curve, point string) string {
	return seq(seq("\x06\x07\x2a\x86\x48\xce\x3d\x02\x01", curve), tlv(0x03, "\x00"+point))
}

// pssKey is an RSA key for RSASSA-PSS.
func pssKey(parameters string) string {
	return seq(seq("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a", parameters), tlv(0x03, "\x00"+seq(tlv(0x02, modulus(256)), "\x02\x03\x01\x00\x01")))
}

// modulus is a number that has the size of a modulus, and is odd.
func modulus(bytes int) string { return "\x00" + strings.Repeat("\xc5", bytes) }

func (p parts) fields() string {
	s := p.version + p.serial + p.inner + p.issuer + seq(p.notBefore, p.notAfter) + p.subject + p.key + p.ids
	if p.extensions != nil {
		s += tlv(0xA3, seq(p.extensions...))
	}
	return s
}

func (p parts) bytes() []byte {
	return []byte(seq(seq(p.fields()), p.outer, p.signature))
}
