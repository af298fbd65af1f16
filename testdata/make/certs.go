package main

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
)

// The certificates, in the order of the list in testdata/README.md.

var (
	rootName    = name("C", "US", "O", "Example Corp", "CN", "Example Root CA")
	issuingName = name("C", "US", "O", "Example Corp", "OU", "Devices", "CN", "Example Issuing CA")
	ecRootName  = name("C", "US", "O", "Example Corp", "CN", "Example EC Root CA")
	ecCAName    = name("C", "US", "O", "Example Corp", "CN", "Example EC Issuing CA")

	from2024 = stamp("20240301080000Z")
	to2036   = stamp("20360229075959Z")
)

// leaf is an ordinary client certificate, issued by Example EC Issuing CA to a
// P-256 key; fixtures change what they are about.
func leaf(file, about string, subject []byte, exts ...[]byte) *certificate {
	return &certificate{
		name: file, about: about, serial: hexSerial("5A" + tagOf(file)), algorithm: sha256ECDSA,
		issuer: ecCAName, signer: "p256ca", key: "p256client",
		notBefore: from2024, notAfter: to2036, subject: subject,
		exts: append([][]byte{notCA(), digitalSignature(), clientAuth()}, exts...),
	}
}

// with changes a leaf.
func (c *certificate) with(change func(*certificate)) *certificate {
	change(c)
	return c
}

var certificates = []*certificate{
	{
		name: "client-1", about: "An RSA leaf: the client of the RSA chain, with the extensions that client certificates have.",
		serial: hexSerial("07C41E"), algorithm: sha256RSA, issuer: issuingName, signer: "issuing", key: "client",
		notBefore: from2024, notAfter: to2036,
		subject: name("C", "US", "ST", "Washington", "O", "Example Corp", "OU", "Devices", "CN", "client-1.example"),
		exts: [][]byte{
			notCA(), keyUsage(5, 0xA0), clientAuth(), subjectKeyID("client"), authorityKeyID("issuing"),
			altNames(dns("client-1.example"), email("client-1@example.com"), uri("spiffe://example.com/ns/prod/sa/client-1"),
				ip(ipv4...), ip(ipv6...)),
			policies(),
			infoAccess("http://ocsp.pki.example", "http://pki.example/issuing.cer"),
			crlAt("http://pki.example/issuing.crl", "ldap://ldap.pki.example/cn=Example%20Issuing%20CA?certificateRevocationList"),
		},
	},
	{
		name: "issuing-ca", about: "The intermediate of the RSA chain; its serial has the top bit set.",
		serial: hexSerial("F3A1B2C4D5E60718"), algorithm: sha256RSA, issuer: rootName, signer: "root", key: "issuing",
		notBefore: stamp("20220101000000Z"), notAfter: stamp("20370101000000Z"), subject: issuingName,
		exts: [][]byte{basicConstraints(0), certSign(), subjectKeyID("issuing"), authorityKeyID("root"), crlAt("http://pki.example/root.crl")},
	},
	{
		name: "root-ca", about: "The root of the RSA chain.",
		serial: hexSerial("01"), algorithm: sha256RSA, key: "root",
		notBefore: stamp("20210101000000Z"), notAfter: stamp("20410101000000Z"), subject: rootName,
		exts: [][]byte{basicConstraints(-1), certSign(), subjectKeyID("root")},
	},
	{
		name: "client-2", about: "A P-256 leaf: the client of the EC chain.",
		serial: hexSerial("6E0B11D27A5F4C8899A03B"), algorithm: sha256ECDSA, issuer: ecCAName, signer: "p256ca", key: "p256client",
		notBefore: from2024, notAfter: to2036,
		subject: name("C", "US", "O", "Example Corp", "OU", "Payments", "CN", "client-2.example"),
		exts: [][]byte{
			notCA(), digitalSignature(), clientAuth(), authorityKeyID("p256ca"),
			altNames(dns("client-2.example"), uri("spiffe://example.com/payments")),
		},
	},
	{
		name: "client-2-expired", about: "The same client a few years before: expired in September 2025.",
		serial: hexSerial("2F90C3"), algorithm: sha256ECDSA, issuer: ecCAName, signer: "p256ca", key: "p256client",
		notBefore: stamp("20240614093000Z"), notAfter: stamp("20250912093000Z"),
		subject: name("C", "US", "O", "Example Corp", "OU", "Payments", "CN", "client-2.example"),
		exts: [][]byte{
			notCA(), digitalSignature(), clientAuth(), authorityKeyID("p256ca"),
			altNames(dns("client-2.example")),
		},
	},
	{
		name: "ec-issuing-ca", about: "The intermediate of the EC chain.",
		serial: hexSerial("4D17"), algorithm: sha256ECDSA, issuer: ecRootName, signer: "p256root", key: "p256ca",
		notBefore: stamp("20220101000000Z"), notAfter: stamp("20370101000000Z"), subject: ecCAName,
		exts: [][]byte{basicConstraints(0), certSign(), subjectKeyID("p256ca"), authorityKeyID("p256root")},
	},
	{
		name: "ec-root-ca", about: "The root of the EC chain.",
		serial: hexSerial("02"), algorithm: sha256ECDSA, key: "p256root",
		notBefore: stamp("20210101000000Z"), notAfter: stamp("20410101000000Z"), subject: ecRootName,
		exts: [][]byte{basicConstraints(-1), certSign(), subjectKeyID("p256root")},
	},

	// Keys and signatures.
	leaf("key-p384", "A P-384 key, self-signed with SHA-384.", name("CN", "p384.example")).with(func(c *certificate) {
		c.issuer, c.key, c.signer, c.algorithm = nil, "p384", "", sha384ECDSA
	}),
	leaf("key-p521", "A P-521 key, self-signed with SHA-512.", name("CN", "p521.example")).with(func(c *certificate) {
		c.issuer, c.key, c.signer, c.algorithm = nil, "p521", "", sha512ECDSA
	}),
	leaf("key-ed25519", "An Ed25519 key, self-signed.", name("CN", "ed25519.example")).with(func(c *certificate) {
		c.issuer, c.key, c.signer, c.algorithm = nil, "ed25519", "", pureEd25519
	}),
	leaf("key-dsa", "A DSA key with its parameters; the numbers are made up.", name("CN", "dsa.example")).with(func(c *certificate) {
		c.info = keyInfo(seq(oid("1.2.840.10040.4.1"), seq(number(128, 1), number(20, 2), number(128, 3))), number(128, 4))
	}),
	leaf("key-ec-explicit", "A P-256 key with the curve written out.", name("CN", "explicit.example")).with(func(c *certificate) {
		c.info = explicitP256()
	}),
	leaf("key-x25519", "An X25519 key, which signs nothing.", name("CN", "x25519.example")).with(func(c *certificate) {
		c.info = keyInfo(seq(oid("1.3.101.110")), bytes.Repeat([]byte{9}, 32))
	}),
	leaf("sig-pss", "Signed with RSASSA-PSS, SHA-256, a salt of 32 bytes.", name("CN", "pss.example")).with(func(c *certificate) {
		c.issuer, c.signer, c.algorithm = rootName, "root", sha256PSS
	}),
	leaf("key-pss", "An RSA key for RSASSA-PSS alone, with SHA-256 and a salt of 32 bytes.", name("CN", "pss-key.example")).with(func(c *certificate) {
		c.info = keyInfo(sha256PSS.id, x509.MarshalPKCS1PublicKey(key("client").Public().(*rsa.PublicKey)))
	}),
	leaf("key-pss-default", "An RSA key for RSASSA-PSS alone, with what its parameters say by default.", name("CN", "pss-default.example")).with(func(c *certificate) {
		c.info = keyInfo(seq(oid("1.2.840.113549.1.1.10"), seq()), x509.MarshalPKCS1PublicKey(key("client").Public().(*rsa.PublicKey)))
	}),
	leaf("weak-rsa1024-sha1", "RSA 1024 and SHA-1.", name("CN", "weak.example")).with(func(c *certificate) {
		c.issuer, c.key, c.signer, c.algorithm = nil, "rsa1024", "", sha1RSA
	}),

	// Names.
	leaf("name-escapes", "Every character that RFC 2253 escapes, at the edges and inside.", seq(
		rdn("C", printable("US")),
		rdn("O", utf8s(`Acme, Inc. + "Co" <x>; \ =y`)),
		rdn("OU", utf8s(" edge spaces ")),
		rdn("OU", utf8s("#lead")),
		rdn("OU", utf8s("in#side")),
		rdn("CN", utf8s("tab\tnewline\nnull\x00end")),
	)),
	leaf("name-multivalue", "Two RDNs of several attributes, in the order of DER and not.", seq(
		rdn("O", utf8s("Example Corp")),
		set(attr("UID", utf8s("jdoe")), attr("CN", utf8s("John Doe"))),
		set(attr("CN", utf8s("x")), attr("OU", utf8s("y")), attr("serialNumber", printable("7"))),
	)),
	leaf("name-strings", "Every string type that OpenSSL takes in a name, with letters outside ASCII where the type has them.", seq(
		rdn("C", printable("JP")),
		rdn("O", utf8s("東京")),
		rdn("OU", bmp("Zürich")),
		rdn("OU", t61("M\xe4nnik")),
		rdn("OU", universal("a\U0001F511b")),
		rdn("OU", ia5("ia5@5")),
		rdn("dnQualifier", numeric("12 34")),
		rdn("CN", printable("plain")),
	)),
	leaf("name-attributes", "Attribute types beyond the usual six, one that has no name, and one whose value is no string.", seq(
		rdn("DC", ia5("com")), rdn("DC", ia5("example")),
		rdn("businessCategory", utf8s("Private Organization")),
		rdn("jurisdictionC", printable("US")), rdn("jurisdictionST", utf8s("DE")),
		rdn("serialNumber", printable("123")), rdn("organizationIdentifier", utf8s("NTRUS-1")),
		rdn("street", utf8s("1 Main St")), rdn("postalCode", utf8s("98101")),
		rdn("title", utf8s("Dr")), rdn("pseudonym", utf8s("pp")),
		rdn("UID", utf8s("u1")), rdn("emailAddress", ia5("a@b.example")),
		rdn("1.2.3.4.5.6", utf8s("hello")),
		rdn("1.2.3.4.5.7", seq(small(5))),
		rdn("CN", utf8s("x")),
	)),
	leaf("name-alb-capture", "The names of a published capture of a real ALB, so that the expected strings are ALB's own.", seq(
		rdn("C", printable("EE")),
		rdn("CN", utf8s("MÄNNIK,MARILIIS,47101010033")),
		rdn("SN", utf8s("MÄNNIK")),
		rdn("GN", utf8s("MARILIIS")),
		rdn("serialNumber", printable("PNOEE-47101010033")),
	)).with(func(c *certificate) {
		c.serial = hexSerial("12DB3F24BFFD390A5CAF1A8F2712DFB4")
		c.notBefore, c.notAfter = stamp("20190411093615Z"), stamp("20240410215959Z")
		c.issuer = seq(rdn("C", printable("EE")), rdn("O", utf8s("SK ID Solutions AS")),
			rdn("organizationIdentifier", utf8s("NTREE-10747013")), rdn("CN", utf8s("ESTEID2018")))
	}),
	leaf("name-empty", "No subject: the name is in a critical subjectAltName alone.", seq(),
		extension("2.5.29.17", true, seq(uri("spiffe://example.com/only"))),
	),

	// Serials and times.
	leaf("serial-20-bytes", "A serial of 20 bytes with the top bit set: 21 in DER.", name("CN", "long-serial.example")).with(func(c *certificate) {
		c.serial = hexSerial("FE5C6F6200B9C837C922A4EA00103B772C541D48")
	}),
	leaf("serial-zero", "The serial is 0.", name("CN", "zero.example")).with(func(c *certificate) {
		c.serial = small(0)
	}),
	leaf("serial-negative", "The serial is -1.", name("CN", "negative.example")).with(func(c *certificate) {
		c.serial = small(-1)
	}),
	leaf("time-2055", "Not after 2055, as a GeneralizedTime.", name("CN", "long-lived.example")).with(func(c *certificate) {
		c.notAfter = stamp("20550101000000Z")
	}),
	leaf("time-future", "Not valid before 2049.", name("CN", "tomorrow.example")).with(func(c *certificate) {
		c.notBefore, c.notAfter = stamp("20490701000000Z"), stamp("20500630235959Z")
	}),
	leaf("time-forever", "No good end: 99991231235959Z (RFC 5280, 4.1.2.5).", name("CN", "forever.example")).with(func(c *certificate) {
		c.notAfter = stamp("99991231235959Z")
	}),
	leaf("version-1", "X.509 version 1: no extensions.", name("CN", "v1.example")).with(func(c *certificate) {
		c.version, c.exts = 1, nil
	}),

	// Extensions.
	leaf("ext-general-names", "Every kind of GeneralName that OpenSSL prints.", name("CN", "names.example"),
		altNames(
			otherName("1.3.6.1.4.1.311.20.2.3", utf8s("user@corp.example")),
			otherName("1.2.3.4.5.6", octets([]byte{1, 2, 3})),
			email("user@example.com"), dns("*.example.com"),
			directory(seq(rdn("C", printable("US")), rdn("O", utf8s("Example, Corp")), rdn("OU", bmp("Zürich")),
				rdn("OU", universal("東a")), set(attr("UID", utf8s("m/s")), attr("CN", utf8s("Müller"))))),
			uri("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
			ip(ipv4...), ip(ipv6...), registeredID("1.2.3.4"),
		)),
	leaf("ext-usages", "Every key usage; extended ones known and not; a critical policy.", name("CN", "usages.example")).with(func(c *certificate) {
		c.exts = [][]byte{
			extension("2.5.29.15", false, bits(7, []byte{0xFF, 0x80})),
			extKeyUsage("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4", "1.3.6.1.4.1.311.20.2.2", "2.5.29.37.0", "1.2.3.4.5"),
			extension("2.5.29.32", true, seq(seq(oid("2.5.29.32.0")))),
			extension("2.5.29.35", false, seq(implicit(0, keyID(key("p256ca"))),
				explicit(1, directory(ecRootName)), implicit(2, []byte{0x4D, 0x17}))),
		}
	}),
	leaf("ext-unknown", "Extensions without a name: one critical and no ASN.1 inside, one ordinary.", name("CN", "unknown.example"),
		extension("1.3.6.1.4.1.32473.99.1", true, []byte{0xDE, 0xAD, 0xBE, 0xEF}),
		extension("1.3.6.1.4.1.32473.99.2", false, seq(utf8s("inner"), small(42))),
	),
	leaf("ext-more", "A few extensions by name.", name("CN", "more.example"),
		extension("1.3.6.1.5.5.7.1.24", false, seq(small(5))),
		extension("1.3.6.1.5.5.7.48.1.5", false, null()),
		extension("2.16.840.1.113730.1.1", false, bits(7, []byte{0x80})),
		extension("2.16.840.1.113730.1.13", false, ia5("a comment")),
		extension("1.3.6.1.4.1.311.20.2", false, bmp("User")),
	),
	leaf("ext-constraints", "What a CA is limited to: names of every kind, policies, and the time that its key is used.", name("CN", "constraints.example")).with(func(c *certificate) {
		c.exts = [][]byte{
			basicConstraints(1), certSign(),
			extension("2.5.29.30", true, seq(
				explicit(0, seq(dns("corp.example")), seq(email("corp.example")), seq(uri(".corp.example")),
					seq(ip(192, 0, 2, 0, 255, 255, 255, 0)), seq(ip(append(ipv6[:15:15], make([]byte, 17)...)...)),
					seq(directory(name("C", "US", "O", "Example Corp")), implicit(0, []byte{1}), implicit(1, []byte{5}))),
				explicit(1, seq(dns("bad.corp.example")), seq(otherName("1.3.6.1.4.1.311.20.2.3", utf8s("@corp.example"))), seq(registeredID("1.2.3"))),
			)),
			extension("2.5.29.33", true, seq(seq(oid("1.3.6.1.4.1.32473.1"), oid("1.3.6.1.4.1.32473.2")), seq(oid("2.23.140.1.2.1"), oid("1.3.6.1.4.1.32473.3")))),
			extension("2.5.29.36", true, seq(implicit(0, []byte{0}), implicit(1, []byte{3}))),
			extension("2.5.29.54", true, small(2)),
			extension("2.5.29.16", false, seq(implicit(0, []byte("20240301080000Z")), implicit(1, []byte("20290301080000Z")))),
			extension("2.5.29.9", false, seq(
				seq(oid("1.3.6.1.5.5.7.9.4"), set(printable("DE"), printable("FR"))),
				seq(oid("1.3.6.1.5.5.7.9.1"), set(generalTime("19700101120000Z"))))),
			extension("1.3.6.1.5.5.7.1.11", false, seq(seq(oid("1.3.6.1.5.5.7.48.5"), uri("http://pki.example/repository")))),
			extension("2.5.29.18", false, seq(email("ca@example.com"))),
			extension("2.5.29.46", false, seq(seq(explicit(0, explicit(0, uri("http://crl.example/delta.crl")))))),
		}
	}),
	leaf("ext-netscape", "Netscape's extensions.", name("CN", "netscape.example"),
		extension("2.16.840.1.113730.1.1", false, bits(1, []byte{0xA6})),
		extension("2.16.840.1.113730.1.2", false, ia5("https://base.example/")),
		extension("2.16.840.1.113730.1.3", false, ia5("revoked?")),
		extension("2.16.840.1.113730.1.4", false, ia5("ca-revoked?")),
		extension("2.16.840.1.113730.1.7", false, ia5("renew?")),
		extension("2.16.840.1.113730.1.8", false, ia5("policy.html")),
		extension("2.16.840.1.113730.1.12", false, ia5("server.example")),
		extension("2.16.840.1.113730.1.13", false, ia5("OpenSSL Generated Certificate")),
	),
	leaf("ext-tls", "Two SCTs, TLS features known and not, no OCSP, a proxy certificate.", name("CN", "tls.example"),
		extension("1.3.6.1.4.1.11129.2.4.2", false, octets(timestamps(1709280000123, 1709283600456))),
		extension("1.3.6.1.5.5.7.1.24", false, seq(small(5), small(17), small(99))),
		extension("1.3.6.1.5.5.7.48.1.5", false, null()),
		extension("1.3.6.1.5.5.7.1.14", true, seq(small(2), seq(oid("1.3.6.1.5.5.7.21.1"), octets([]byte("read only\nno writes"))))),
		extension("1.3.6.1.5.5.7.1.14", true, seq(seq(oid("1.3.6.1.5.5.7.21.2")))),
		extension("1.3.6.1.5.5.7.1.31", true, octets(make([]byte, 32))),
	),
	leaf("ext-qualified", "A qualified certificate for a bank: statements, limits, roles, an organization identifier.", name("CN", "qualified.example"),
		extension("1.3.6.1.5.5.7.1.3", false, seq(
			seq(oid("0.4.0.1862.1.1")),
			seq(oid("0.4.0.1862.1.4")),
			seq(oid("0.4.0.1862.1.2"), seq(printable("EUR"), small(25), small(3))),
			seq(oid("0.4.0.1862.1.3"), small(10)),
			seq(oid("0.4.0.1862.1.5"), seq(seq(ia5("https://pki.example/pds.pdf"), printable("en")), seq(ia5("https://pki.example/pds-de.pdf"), printable("de")))),
			seq(oid("0.4.0.1862.1.6"), seq(oid("0.4.0.1862.1.6.3"))),
			seq(oid("0.4.0.1862.1.7"), seq(printable("DE"), printable("EE"))),
			seq(oid("1.3.6.1.5.5.7.11.2"), seq(oid("0.4.0.194121.1.2"), seq(uri("https://register.example")))),
			seq(oid("0.4.0.19495.2"), seq(seq(seq(oid("0.4.0.19495.1.2"), utf8s("PSP_PI")), seq(oid("0.4.0.19495.1.3"), utf8s("PSP_AI"))), utf8s("Example Authority"), utf8s("DE-EXA"))),
			seq(oid("1.2.3.4"), seq(small(1))),
		)),
		extension("2.23.140.3.1", false, seq(printable("NTR"), printable("DE"), utf8s("HRB 1"))),
	),
	leaf("ext-microsoft", "What Microsoft's certification authority adds.", name("CN", "microsoft.example"),
		extension("1.3.6.1.4.1.311.20.2", false, bmp("User")),
		extension("1.3.6.1.4.1.311.21.7", false, seq(oid("1.3.6.1.4.1.311.21.8.1.2.3.4"), small(100), small(3))),
		extension("1.3.6.1.4.1.311.21.10", false, seq(seq(oid("1.3.6.1.5.5.7.3.2")), seq(oid("1.3.6.1.4.1.311.20.2.2")))),
		extension("1.3.6.1.4.1.311.21.1", false, small(0x20001)),
		extension("1.3.6.1.4.1.311.21.2", false, octets([]byte("0123456789abcdefghij"))),
		extension("1.3.6.1.4.1.311.25.2", false, seq(otherName("1.3.6.1.4.1.311.25.2.1", octets([]byte("S-1-5-21-1-2-3-1103"))))),
		extension("1.2.840.113549.1.9.15", false, seq(seq(oid("1.2.840.113549.3.2"), small(128)), seq(oid("2.16.840.1.101.3.4.1.42")))),
	),
	leaf("ext-other-names", "Every kind of otherName that has a document, an SRV name, e-mail beyond ASCII, a Kerberos principal.", name("CN", "other.example"),
		altNames(
			otherName("1.3.6.1.4.1.311.20.2.3", utf8s("user@corp.example")),
			otherName("1.3.6.1.5.5.7.8.7", ia5("_mail.example.com")),
			otherName("1.3.6.1.5.5.7.8.9", utf8s("usér@example.com")),
			otherName("1.3.6.1.5.5.7.8.5", utf8s("im@example.com")),
			otherName("1.3.6.1.5.5.7.8.8", utf8s("realm.example")),
			otherName("1.3.6.1.5.2.2", seq(explicit(0, general("CORP.EXAMPLE")),
				explicit(1, seq(explicit(0, small(2)), explicit(1, seq(general("HTTP"), general("a.corp.example"))))))),
			otherName("1.3.6.1.4.1.311.25.1", octets([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})),
			otherName("1.3.6.1.5.5.7.8.3", seq(utf8s("device-7"), oid("1.2.3.4"))),
		)),
	leaf("ext-crl-points", "Distribution points with reasons, an issuer, and a name relative to it.", name("CN", "crl.example"),
		extension("2.5.29.31", false, seq(
			seq(explicit(0, explicit(0, uri("http://crl.example/a.crl"), uri("http://crl.example/b.crl")))),
			seq(explicit(0, explicit(0, directory(name("O", "Example, Corp", "CN", "CRL1")))),
				implicit(1, []byte{1, 0x60}), explicit(2, directory(ecCAName))),
		))),
	leaf("ext-resources", "Addresses and autonomous systems: prefixes, ranges, what is inherited.", name("CN", "resources.example"), resources()...),
	leaf("ext-professions", "An admission to professions, and logos.", name("CN", "professions.example"), professions(), logos()),
	leaf("ext-rare", "Extensions of single countries, companies and protocols, and a second key.", name("CN", "rare.example"), rare()...),
	leaf("ext-privileges", "X.509's extensions for attributes and those who assign them.", name("CN", "privileges.example"), privileges()...),
	leaf("ext-protocols", "Extensions of single protocols, and Microsoft's for the policies of applications.", name("CN", "protocols.example"), protocols()...),
}

// tagOf gives each file its own serial: four hexadecimal digits from its name.
func tagOf(file string) string {
	h := uint16(17)
	for i := 0; i < len(file); i++ {
		h = h*31 + uint16(file[i])
	}
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[h>>12], digits[h>>8&15], digits[h>>4&15], digits[h&15]})
}
