package main

import (
	"crypto/rsa"
	"crypto/x509"
)

// neighbor is a certificate request, a revocation list or a public key, with what
// OpenSSL prints of it.
type neighbor struct {
	name  string
	about string
	label string // of the PEM armor
	der   func() []byte
	text  []string // arguments of openssl
}

var (
	reqText  = []string{"req", "-inform", "DER", "-noout", "-text"}
	crlText  = []string{"crl", "-inform", "DER", "-noout", "-text"}
	pkeyText = []string{"pkey", "-pubin", "-inform", "DER", "-noout", "-text"}
	rsaText  = []string{"rsa", "-RSAPublicKey_in", "-inform", "DER", "-noout", "-text"}
)

var neighbors = []neighbor{
	{"request", "A request for a certificate with names, a password, and an attribute without a name.", "CERTIFICATE REQUEST", func() []byte {
		return signed("p256client", sha256ECDSA, small(0), name("C", "US", "O", "Example Corp", "CN", "request.example"), spki(key("p256client")),
			explicit(0, // in the order of DER
				seq(oid("1.2.3.4.5"), set(small(7))),
				seq(oid("1.2.840.113549.1.9.7"), set(utf8s("not a secret"))),
				seq(oid("1.2.840.113549.1.9.14"), set(seq(altNames(dns("request.example"), ip(ipv4...)), digitalSignature(), clientAuth()))),
			))
	}, reqText},
	{"request-bare", "A request without attributes, for an RSA key.", "NEW CERTIFICATE REQUEST", func() []byte {
		return signed("client", sha256RSA, small(0), name("CN", "bare.example"), spki(key("client")), explicit(0))
	}, reqText},
	{"list", "A revocation list with reasons, dates and an issuer in its entries.", "X509 CRL", func() []byte {
		entry := func(serial string, exts ...[]byte) []byte {
			if len(exts) > 0 {
				return seq(hexSerial(serial), stamp("20260101120000Z"), seq(exts...))
			}
			return seq(hexSerial(serial), stamp("20260101120000Z"))
		}
		return signed("p256ca", sha256ECDSA, small(1), sha256ECDSA.id, ecCAName, stamp("20260701000000Z"), stamp("20260901000000Z"),
			seq(
				entry("6E0B11D27A5F4C8899A03B", reason(1)),
				entry("2F90C3"),
				entry("2F90C4", reason(5), extension("2.5.29.24", false, generalTime("20251224180000Z"))),
				entry("2F90C5", reason(6), extension("2.5.29.23", false, oid("1.2.840.10040.2.1"))),
				entry("2F90C6", extension("2.5.29.29", true, seq(directory(ecRootName)))),
			),
			explicit(0, seq(
				authorityKeyID("p256ca"),
				extension("2.5.29.20", false, small(4711)),
				extension("2.5.29.28", true, seq(explicit(0, explicit(0, uri("http://crl.example/part.crl"))), implicit(1, []byte{0xFF}),
					implicit(3, []byte{1, 0x62}), implicit(4, []byte{0xFF}))),
			)))
	}, crlText},
	{"list-delta", "A delta list of version 2 that revokes nothing.", "X509 CRL", func() []byte {
		return signed("p256ca", sha256ECDSA, small(1), sha256ECDSA.id, ecCAName, stamp("20260101000000Z"), stamp("20260108000000Z"),
			explicit(0, seq(extension("2.5.29.20", false, hexSerial("0102030405060708090A0B0C0D0E0F1011")), extension("2.5.29.27", true, small(4700)))))
	}, crlText},
	{"list-version-1", "A list of version 1: no extensions, no next update.", "X509 CRL", func() []byte {
		return signed("root", sha256RSA, sha256RSA.id, rootName, stamp("20260101000000Z"), seq(seq(hexSerial("07C41E"), stamp("20251231235959Z"))))
	}, crlText},
	{"list-microsoft", "A list of Microsoft's certification authority: when the next one comes, and where.", "X509 CRL", func() []byte {
		return signed("p256ca", sha256ECDSA, small(1), sha256ECDSA.id, ecCAName, stamp("20260701000000Z"), stamp("20260901000000Z"),
			seq(seq(hexSerial("2F90C3"), stamp("20260101120000Z"))),
			explicit(0, seq(
				authorityKeyID("p256ca"),
				extension("1.3.6.1.4.1.311.21.1", false, small(0x20001)),
				extension("2.5.29.20", false, small(4712)),
				extension("1.3.6.1.4.1.311.21.4", false, stamp("20260808000000Z")),
				extension("1.3.6.1.4.1.311.21.14", false, seq(seq(explicit(0, explicit(0, uri("http://crl.example/self.crl")))))),
			)))
	}, crlText},
	{"public-key", "A public key.", "PUBLIC KEY", func() []byte { return spki(key("client")) }, pkeyText},
	{"public-key-ec", "An EC key.", "PUBLIC KEY", func() []byte { return spki(key("p256client")) }, pkeyText},
	{"public-key-pkcs1", "A public key in the form of PKCS #1.", "RSA PUBLIC KEY", func() []byte {
		return x509.MarshalPKCS1PublicKey(key("client").Public().(*rsa.PublicKey))
	}, rsaText},
}

// signed signs a SEQUENCE.
func signed(signer string, a algorithm, fields ...[]byte) []byte {
	tbs := seq(fields...)
	return seq(tbs, a.id, bits(0, a.sign(key(signer), tbs)))
}

func reason(code byte) []byte { return extension("2.5.29.21", false, []byte{0x0A, 1, code}) }
