package main

// Extensions that few certificates have, for fixtures.

// resources are addresses and autonomous systems (RFC 3779): prefixes and ranges
// of both families, a family with its use, one that nobody knows, and what is
// inherited.
func resources() [][]byte {
	family := func(id []byte, choice []byte) []byte { return seq(octets(id), choice) }
	span := func(low, high []byte) []byte { return seq(low, high) }
	return [][]byte{
		extension("1.3.6.1.5.5.7.1.7", true, seq(
			family([]byte{0, 1}, seq(
				bits(0, []byte{10}), bits(4, []byte{172, 16}), bits(0, nil), bits(0, []byte{192, 0, 2, 1}),
				span(bits(1, []byte{198, 51, 100, 2}), bits(6, []byte{198, 51, 100, 64})))),
			family([]byte{0, 1, 1}, null()),
			family([]byte{0, 1, 128}, seq(bits(0, []byte{10}))),
			family([]byte{0, 1, 9}, null()),
			family([]byte{0, 2}, seq(
				bits(0, []byte{0x20, 1, 0x0D, 0xB8}), bits(0, nil), bits(0, ipv6),
				span(bits(0, []byte{0x20, 1, 0x0D, 0xB8, 0, 1}), bits(7, []byte{0x20, 1, 0x0D, 0xB8, 0, 1, 0x80})))),
			family([]byte{0, 9}, seq(bits(3, []byte{0xAB, 0xC8}))),
		)),
		extension("1.3.6.1.5.5.7.1.8", true, seq(
			explicit(0, seq(small(64496), seq(small(64500), small(64511)), small(4200000000))),
			explicit(1, null()))),
		extension("1.3.6.1.5.5.7.1.28", false, seq(family([]byte{0, 1}, seq(bits(0, []byte{10}))))),
		extension("1.3.6.1.5.5.7.1.29", false, seq(explicit(0, null()))),
	}
}

// professions is an admission (Common PKI 2.0, SigG-Profile) with every member, and
// one without those that may be missing.
func professions() []byte {
	return extension("1.3.36.8.3.3", false, seq(
		directory(name("C", "DE", "O", "Chamber, North")),
		seq(
			seq(
				explicit(0, uri("https://chamber.example")),
				explicit(1, seq(oid("1.3.36.8.3.11"), ia5("https://naming.example"), utf8s("Größe"))),
				seq(seq(
					explicit(0, seq(oid("1.2.3.4"), utf8s("no address"))),
					seq(utf8s("Ärztin"), printable("Notary")),
					seq(oid("1.2.276.0.76.4.30"), oid("1.3.6.1.5.5.7.3.2")),
					printable("12-345/6"),
					octets([]byte{1, 2, 3}),
				))),
			seq(seq(seq(seq(utf8s("plain"))), seq(seq(utf8s("second")), printable("7")))),
		)))
}

// logos are a community's, an issuer's and a subject's, one of them elsewhere, and
// one of another kind (RFC 9399, section 4.1).
func logos() []byte {
	hash := func() []byte { return seq(seq(seq(oid("2.16.840.1.101.3.4.2.1")), octets(make([]byte, 32)))) }
	details := func(media, at string) []byte { return seq(ia5(media), hash(), seq(ia5(at))) }
	picture := explicit(0, seq(seq(
		details("image/svg+xml", "https://logo.example/a.svg"),
		seq(implicit(0, []byte{1}), small(4711), small(100), small(50), implicit(1, []byte{8}), implicit(4, []byte("en"))))))
	sound := explicit(0, explicit(1, seq(
		details("audio/mpeg", "https://logo.example/a.mp3"),
		seq(small(4712), small(1500), small(2), implicit(3, []byte{0x56, 0x22}))))) // 22050 a second
	elsewhere := explicit(1, hash(), seq(ia5("https://logo.example/ltd")))
	return extension("1.3.6.1.5.5.7.1.12", false, seq(
		explicit(0, seq(picture, elsewhere)),
		explicit(1, sound),
		explicit(2, picture),
		explicit(3, seq(seq(oid("1.3.6.1.5.5.7.20.1"), picture))),
	))
}

// rare are single extensions of countries, companies and protocols.
func rare() [][]byte {
	sha256 := seq(oid("2.16.840.1.101.3.4.2.1"))
	return [][]byte{
		extension("1.3.101.1.4.1", false, seq(small(0), seq(seq(small(1), octets([]byte("jdoe"))), seq(small(70000), octets([]byte{0xFF, 0, 'x'}))))),
		extension("1.2.643.100.111", false, utf8s("СКЗИ \"КриптоПро CSP\"")),
		extension("1.2.643.100.112", false, seq(utf8s("СКЗИ"), utf8s("ПАК \"КриптоПро УЦ\""), utf8s("СФ/124-1"), utf8s("СФ/128-2"))),
		extension("1.3.6.1.5.5.7.1.2", false, seq(
			seq(small(0), sha256, octets(make([]byte, 32)), ia5("https://pki.example/face.jpg")),
			seq(oid("1.2.3.4"), seq(oid("1.3.14.3.2.26"), null()), octets(make([]byte, 20))))),
		extension("1.3.6.1.5.5.7.48.1.2", false, octets([]byte("0123456789abcdef"))),
		extension("1.3.6.1.5.5.7.48.1.3", false, seq(explicit(0, ia5("http://crl.example/a.crl")), explicit(1, small(4711)), explicit(2, generalTime("20260101120000Z")))),
		extension("1.3.6.1.5.5.7.48.1.4", false, seq(oid("1.3.6.1.5.5.7.48.1.1"))),
		extension("1.3.6.1.5.5.7.48.1.6", false, generalTime("20250101120000Z")),
		extension("1.3.6.1.5.5.7.48.1.7", false, seq(ecCAName, seq(seq(oid("1.3.6.1.5.5.7.48.1"), uri("http://ocsp.example"))))),
		extension("1.3.6.1.5.5.7.1.26", false, seq(explicit(0, ia5("1234")), explicit(1, seq(ia5("15551230000"), small(100))), explicit(2, ia5("15559990000")))),
		extension("2.23.140.1.31", false, seq(seq(utf8s("https://example.onion"), sha256, bits(0, make([]byte, 32))))),
		extension("2.5.29.43", true, seq(set(seq(explicit(0, set(seq())))))),
		extension("2.5.29.72", false, seq(seq(oid("2.16.840.1.101.3.4.3.17")), bits(0, []byte("a key")))),
		extension("2.5.29.73", false, seq(oid("2.16.840.1.101.3.4.3.17"))),
		extension("2.5.29.74", false, bits(0, []byte("a signature"))),
	}
}

// protocols are single extensions of protocols, and what limits the policies of
// applications.
func protocols() [][]byte {
	return [][]byte{
		extension("1.3.6.1.4.1.11129.2.4.3", true, null()),
		extension("1.3.6.1.4.1.11129.2.4.5", false, octets(timestamps(1709280000123))),
		extension("1.3.6.1.4.1.44363.44", false, null()),
		extension("1.3.6.1.4.1.45724.1.1.4", false, octets([]byte("0123456789abcdef"))),
		extension("1.3.6.1.4.1.311.21.11", false, seq(seq(oid("1.3.6.1.5.5.7.3.2"), oid("1.3.6.1.4.1.311.20.2.2")))),
		extension("1.3.6.1.4.1.311.21.12", false, seq(implicit(0, []byte{0}), implicit(1, []byte{2}))),
	}
}

// privileges are X.509's extensions for attributes and those who assign them.
func privileges() [][]byte {
	attribute := func(value []byte) [][]byte { return [][]byte{oid("2.5.4.72"), value} }
	return [][]byte{
		extension("2.5.29.38", false, seq(seq(seq(directory(ecCAName)), small(5)))),
		extension("2.5.29.39", false, seq(seq(explicit(0, uri("urn:role")), explicit(1, directory(ecCAName)), implicit(2, []byte{7}), explicit(3, dns("role.example"))))),
		extension("2.5.29.41", true, seq(boolean(true), small(2))),
		extension("2.5.29.42", true, seq(explicit(0, seq(dns("corp.example"))))),
		extension("2.5.29.43", true, seq(seq(implicit(0, []byte("20260101000000Z")), implicit(1, []byte("20270101000000Z"))), boolean(true), small(1))),
		extension("2.5.29.48", false, seq(oid("2.5.4.72"), octets([]byte("RoleSyntax")), implicit(0, []byte("role")), implicit(1, []byte("what one does")), seq(oid("1.2.3"), utf8s("rule")))),
		extension("2.5.29.49", false, seq(seq(seq(utf8s("Example"), seq(small(1), small(2))), utf8s("Read this.")))),
		extension("2.5.29.50", false, null()),
		extension("2.5.29.52", false, seq(oid("1.3.6.1.4.1.32473.1"))),
		extension("2.5.29.55", true, seq(seq(explicit(0, dns("server.example")), explicit(1, uri("urn:group"))))),
		extension("2.5.29.56", false, null()),
		extension("2.5.29.57", true, seq(oid("1.3.6.1.4.1.32473.2"))),
		extension("2.5.29.61", false, null()),
		extension("2.5.29.62", false, null()),
		extension("2.5.29.63", true, seq(explicit(0, explicit(0, uri("http://crl.example/aa.crl"))), implicit(3, []byte{0}))),
		extension("2.5.29.64", false, directory(ecCAName)),
		extension("2.5.29.65", false, null()),
		extension("2.5.29.66", false, null()),
		extension("2.5.29.67", false, set(seq(explicit(0, implicit(0, oid("2.5.4.72")[2:]), explicit(1, attribute(set(utf8s("clerk")))...)), explicit(1, dns("corp.example"))))),
		extension("2.5.29.68", false, set(
			explicit(0, implicit(0, oid("2.5.4.72")[2:]), implicit(1, oid("1.2.3.4")[2:])),
			explicit(1, explicit(0, attribute(utf8s("clerk"))...), explicit(1, attribute(utf8s("agent"))...)))),
		extension("2.5.29.69", false, seq(explicit(0, seq(email("corp.example"))))),
		extension("2.5.29.75", false, seq(seq(oid("2.5.4.72"), set(utf8s("clerk"))))),
		extension("1.3.6.1.5.5.7.1.4", true, octets([]byte("audit"))),
		extension("1.3.6.1.5.5.7.1.6", true, seq(small(1), explicit(0, oid("2.5.4.72")), explicit(1, oid("2.5.4.3")), boolean(false))),
	}
}
