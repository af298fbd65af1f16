package main

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
)

// ordinary makes the pastes of testdata/ordinary.txt: what most people's clients have, in most
// of the ways it may be put together, so that what code enters for them is all that ordinary
// certificates need. Each has something of everything at random.
func ordinary() (texts []string) {
	random := rand.New(rand.NewPCG(1, 2))
	one := func(of ...string) string { return of[random.IntN(len(of))] }
	may := func() bool { return random.IntN(2) > 0 }
	for i := range 48 {
		cn := one("client", "device-17", "api.partner.example", "Jane Doe", "svc/billing", "Zoë Müller", "北京科技") + one("", fmt.Sprint(i))
		pairs := []string{"C", one("US", "DE", "JP", "GB")}
		if may() {
			pairs = append(pairs, "ST", one("Washington", "Bayern"), "L", one("Seattle", "München", "Ōsaka"))
		}
		pairs = append(pairs, "O", one("Example Corp", "Acme, Inc.", "Müller & Söhne", "O'Neil Bank", "Łódź SA"))
		if may() {
			pairs = append(pairs, "OU", one("Devices", "Payments API", "Dev-Team 3"))
		}
		if pairs = append(pairs, "CN", cn); random.IntN(4) == 0 {
			pairs = append(pairs, "emailAddress", "ops@example.com")
		}
		serial := make([]byte, 1+random.IntN(18))
		for k := range serial {
			serial[k] = byte(random.Uint32())
		}
		serial[0] = serial[0]&0x3f | 1
		c := &certificate{
			serial: hexSerial(hex.EncodeToString(serial)), algorithm: sha256RSA, issuer: issuingName, signer: "issuing", key: "client",
			notBefore: stamp(moment(random, 2023, 2026)), notAfter: stamp(moment(random, 2027, 2046)), subject: name(pairs...),
		}
		chain := "issuing"
		if may() {
			c.algorithm, c.issuer, c.signer, c.key, chain = sha256ECDSA, ecCAName, "p256ca", "p256client", "p256ca"
		}
		add := func(exts ...[]byte) {
			if may() {
				c.exts = append(c.exts, exts...)
			}
		}
		c.exts = append(c.exts, [][]byte{notCA(), extension("2.5.29.19", false, seq())}[random.IntN(2)])
		add([][]byte{digitalSignature(), keyUsage(5, 0xA0)}[random.IntN(2)])
		c.exts = append(c.exts, [][]byte{clientAuth(), extKeyUsage("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"), extKeyUsage("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4")}[random.IntN(3)])
		add(subjectKeyID(c.key))
		add(authorityKeyID(chain))
		add(altNames([][][]byte{
			{dns("client.example")}, {uri("spiffe://example.com/ns/prod/sa/client")}, {email("client@example.com")},
			{dns("a.example"), dns("b.example"), ip(192, 0, 2, 7)},
		}[random.IntN(4)]...))
		add(infoAccess("http://ocsp.pki.example", "http://pki.example/issuing.cer"), crlAt("http://pki.example/issuing.crl"))
		if random.IntN(4) == 0 {
			c.exts = append(c.exts, extension("2.5.29.32", false, seq(seq(oid("1.3.6.1.4.1.32473.1.1")))))
		}
		der := c.der()
		texts = append(texts, [...]string{
			lines("", "\n", verifyHeaders(der)),
			"X-Amzn-Mtls-Clientcert-Leaf: " + albPEM(der) + "\n",
			albPEM(der),
			string(armour(der)),
		}[i%4])
	}
	return texts
}

// moment is a time between two years.
func moment(random *rand.Rand, from, to int) string {
	return fmt.Sprintf("%d%02d%02d%02d%02d%02dZ", from+random.IntN(to-from), 1+random.IntN(12), 1+random.IntN(28), random.IntN(24), random.IntN(60), random.IntN(60))
}
