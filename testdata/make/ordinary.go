package main

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"

	"github.com/mtlens/mtlens/testdata"
)

// ordinary makes the pastes of testdata/ordinary.txt: what most people's clients have, in most
// of the ways it may be put together and pasted, so that what code enters for them is all that
// ordinary certificates need. Each has something of everything at random.
func ordinary() (texts []string) {
	random := rand.New(rand.NewPCG(1, 2))
	forms := [...]func(*maker) string{
		verifyLines, leafLine, leafValue, leafPEM, chainLine, chainPEM, wholeRequest, leafBase64, twoRequests, authorityAlone,
	}
	for i := range 200 {
		m := &maker{random}
		texts = append(texts, m.around(forms[i%len(forms)](m)))
	}
	return texts
}

// maker makes what is ordinary, at random.
type maker struct{ *rand.Rand }

func (m *maker) may() bool                       { return m.IntN(2) > 0 }
func (m *maker) seldom() bool                    { return m.IntN(4) == 0 }
func (m *maker) one(of ...string) string         { return of[m.IntN(len(of))] }
func (m *maker) signs(of ...algorithm) algorithm { return of[m.IntN(len(of))] }
func (m *maker) ext(of ...[]byte) []byte         { return of[m.IntN(len(of))] }

// around is a text with the ends that a paste has: line ends of Windows, an end without a
// newline, blanks and empty lines before and after it.
func (m *maker) around(text string) string {
	if m.seldom() {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if m.may() {
		text = strings.TrimRight(text, "\r\n")
	}
	return m.one("", "", "", "\n", " ", "\n\n") + text + m.one("", "", "", "\n", " ")
}

func verifyLines(m *maker) string {
	hs := verifyHeaders(m.leaf().der())
	if m.may() {
		m.Shuffle(len(hs), func(i, k int) { hs[i], hs[k] = hs[k], hs[i] })
	}
	return m.spelled(lines("", "\n", hs))
}

func leafLine(m *maker) string  { return m.spelled(hLeaf + ": " + albPEM(m.leaf().der()) + "\n") }
func leafValue(m *maker) string { return albPEM(m.leaf().der()) + "\n" }
func leafPEM(m *maker) string   { return string(armour(m.leaf().der())) }
func chainLine(m *maker) string { return m.spelled(hChain + ": " + albPEM(m.chain()...) + "\n") }

func chainPEM(m *maker) string {
	between := m.one("", "", "\n")
	var b strings.Builder
	for _, der := range m.chain() {
		b.WriteString(string(armour(der)) + between)
	}
	return b.String()
}

// authorityAlone is one of a trust store, or all of it.
func authorityAlone(m *maker) string {
	issuing, root := m.authorities(m.leaf())
	switch m.IntN(4) {
	case 0:
		return string(armour(issuing.der()))
	case 1:
		return string(armour(issuing.der())) + string(armour(root.der()))
	case 2:
		return m.spelled(m.one(hLeaf, hChain) + ": " + albPEM(root.der()) + "\n")
	}
	return string(armour(root.der()))
}

func leafBase64(m *maker) string {
	text := base64.StdEncoding.EncodeToString(m.leaf().der())
	if m.may() {
		return text + "\n"
	}
	return regexp.MustCompile(".{1,64}").ReplaceAllString(text, "$0\n")
}

// spelled writes names of headers as one of those that hand them on.
func (m *maker) spelled(text string) string {
	name := regexp.MustCompile("(?mi)^X-Amzn-Mtls[^:\n]*: ")
	switch m.IntN(6) {
	case 0, 1:
		return name.ReplaceAllStringFunc(text, strings.ToLower)
	case 2:
		return name.ReplaceAllStringFunc(text, func(s string) string { return strings.TrimSuffix(s, " ") })
	}
	return text
}

func (m *maker) headers() []header {
	switch m.IntN(3) {
	case 0:
		return []header{{hChain, albPEM(m.chain()...)}}
	case 1:
		return []header{{hLeaf, albPEM(m.leaf().der())}}
	}
	return verifyHeaders(m.leaf().der())
}

// wholeRequest is a request with other headers, as a target of the load balancer logs it.
func wholeRequest(m *maker) string {
	other := []header{
		{"Host", m.one("api.example.com", "10.0.3.17:8080")}, {"X-Forwarded-For", m.one("203.0.113.7", "203.0.113.7, 198.51.100.4", "2001:db8::7")},
		{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Port", "443"}, {"X-Amzn-Trace-Id", "Root=1-67c40b2c-0f1e2d3c4b5a69788796a5b4"},
		{"User-Agent", m.one("curl/8.5.0", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Java-http-client/21.0.4", "python-requests/2.32.3")},
		{"Accept", m.one("*/*", "application/json", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")}, {"Accept-Encoding", "gzip, deflate, br"},
		{"Content-Type", "application/json"}, {"Content-Length", "27"}, {"Connection", "keep-alive"},
	}
	hs := m.headers()
	for _, h := range other {
		if m.may() {
			hs = append(hs, h)
		}
	}
	m.Shuffle(len(hs), func(i, k int) { hs[i], hs[k] = hs[k], hs[i] })
	return m.one("GET / HTTP/1.1", "GET /orders/42?full=true HTTP/1.1", "POST /v1/orders HTTP/1.1", "PUT /v2/devices/17 HTTP/2") + "\n" + m.spelled(lines("", "\n", hs)) + m.one("", "\n")
}

func twoRequests(m *maker) string {
	if m.may() {
		return wholeRequest(m) + "\n" + wholeRequest(m)
	}
	name := m.one(hLeaf, strings.ToLower(hLeaf))
	return name + ": " + albPEM(m.leaf().der()) + "\n" + m.one("", "\n") + name + ": " + albPEM(m.leaf().der()) + "\n"
}

// chain is a leaf with those above it: all, or without the root, at times in another order.
func (m *maker) chain() (all [][]byte) {
	c := m.leaf()
	if c.issuer == nil { // it is its own
		return [][]byte{c.der()}
	}
	issuing, root := m.authorities(c)
	all = append(all, c.der(), issuing.der())
	if m.may() {
		all = append(all, root.der())
	}
	if m.seldom() {
		m.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
	}
	return all
}

// authorities are those that issued a leaf, which is changed to be theirs.
func (m *maker) authorities(c *certificate) (issuing, root *certificate) {
	keys := [...]string{"issuing", "root"}
	if c.signer == "p256ca" {
		keys = [...]string{"p256ca", "p256root"}
	}
	root = m.authority(c.algorithm, keys[1], keys[1], m.subject(), nil)
	issuing = m.authority(c.algorithm, keys[0], keys[1], m.subject(), root.subject)
	c.issuer = issuing.subject
	return issuing, root
}

// authority is the certificate of one; without an issuer it is a root.
func (m *maker) authority(a algorithm, key, signer string, subject, issuer []byte) *certificate {
	c := &certificate{serial: m.serial(), algorithm: a, key: key, signer: signer, subject: subject, issuer: issuer}
	begin := testdata.Now.AddDate(-1-m.IntN(10), m.IntN(12), m.IntN(28))
	c.notBefore, c.notAfter = at(begin), at(begin.AddDate(11+m.IntN(20), 0, 0))
	add := func(some ...[]byte) {
		if m.may() {
			c.exts = append(c.exts, some...)
		}
	}
	c.exts = [][]byte{basicConstraints(int64(m.IntN(3) - 1)), m.ext(certSign(), keyUsage(1, 0x86))}
	add(subjectKeyID(key))
	add(authorityKeyID(signer))
	if issuer != nil {
		add(crlAt("http://pki.example/root.crl"))
		add(infoAccess("http://ocsp.pki.example", "http://pki.example/root.cer"))
		add(extension("2.5.29.32", false, seq(seq(oid("2.5.29.32.0")))))
		add(extKeyUsage("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"))
	}
	return c
}

func (m *maker) serial() []byte {
	serial := make([]byte, 1+m.IntN(20))
	for k := range serial {
		serial[k] = byte(m.Uint32())
	}
	serial[0] = serial[0]&0x7f | 1
	return hexSerial(hex.EncodeToString(serial))
}

// subject is a name as somebody's software writes it: each has its own types of strings.
func (m *maker) subject() []byte {
	writes := m.one("OpenSSL", "OpenSSL", "Go", "Go", "directory", "eIDAS")
	text := func(s string) []byte {
		if writes != "OpenSSL" && regexp.MustCompile(`^[A-Za-z0-9 '()+,./:=?-]*$`).MatchString(s) {
			return printable(s)
		}
		return utf8s(s)
	}
	cn := m.one("client", "device-17", "api.partner.example", "Jane Doe", "svc/billing", "Zoë Müller", "北京科技", "Иван Петров", "*.example.com", "i-0a1b2c3d4e5f67890", "user@example.com") + m.one("", fmt.Sprint(m.IntN(1000)))
	org := text(m.one("Example Corp", "Acme, Inc.", "Müller & Söhne", "O'Neil Bank", "Łódź SA", "ACME+Partners", "#1 Cars; Trucks", "株式会社例"))
	var rdns [][]byte
	add := func(typ string, value []byte) { rdns = append(rdns, rdn(typ, value)) }
	if writes == "directory" && m.may() {
		add("DC", ia5("com"))
		add("DC", ia5("example"))
		add("OU", text(m.one("Users", "Devices")))
		add("CN", text(cn))
		if m.seldom() {
			add("emailAddress", ia5("ops@example.com"))
		}
		return seq(rdns...)
	}
	if m.IntN(8) == 0 {
		return seq(rdn("CN", text(cn)))
	}
	add("C", printable(m.one("US", "DE", "JP", "GB")))
	if m.may() {
		add("ST", text(m.one("Washington", "Bayern", "Some-State")))
		add("L", text(m.one("Seattle", "München", "Ōsaka")))
	}
	if m.seldom() {
		add("street", text("Main Street 1"))
		add("postalCode", text("98101"))
	}
	add("O", org)
	if m.may() {
		add("OU", text(m.one("Devices", "Payments API", "Dev-Team 3", "R&D")))
		if m.seldom() {
			add("OU", text("Berlin"))
		}
	}
	add("CN", text(cn))
	if writes == "eIDAS" {
		add("serialNumber", printable("PNOEE-38001085718"))
		add("GN", text("Jaak-Kristjan"))
		add("SN", text("Jõeorg"))
		if m.may() {
			add("organizationIdentifier", text("VATEE-10747013"))
		}
	}
	if m.seldom() {
		add("UID", text("u4711"))
	}
	if m.seldom() {
		add("emailAddress", ia5("ops@example.com"))
	}
	return seq(rdns...)
}

// leaf is a client certificate as people's authorities make them.
func (m *maker) leaf() *certificate {
	begin, end := m.validity()
	c := &certificate{
		serial: m.serial(), algorithm: sha256RSA, issuer: issuingName, signer: "issuing",
		key:       m.one("client", "client", "p256client", "p256client", "p384", "ed25519"),
		notBefore: begin, notAfter: end, subject: m.subject(),
	}
	chain := "issuing"
	switch m.IntN(8) {
	case 0: // its own
		c.algorithm, c.issuer, c.signer, c.key, chain = sha256RSA, nil, "", "client", "client"
	case 1:
		c.algorithm, c.issuer, c.signer, c.key, chain = sha256ECDSA, nil, "", "p256client", "p256client"
	case 2, 3, 4:
		c.algorithm, c.issuer, c.signer, chain = sha256ECDSA, ecCAName, "p256ca", "p256ca"
	case 5: // of an authority that nobody has
		c.issuer = m.subject()
	case 6: // of one whose name is as long as the subject's
		c.issuer = bytes.Clone(c.subject)
		for i := len(c.issuer) - 1; c.issuer[i] >= 'a' && c.issuer[i] <= 'z'; i-- {
			c.issuer[i] = 'a' + (c.issuer[i]-'a'+1)%26
		}
	}
	if m.seldom() {
		if c.signer == "p256ca" || c.key == "p256client" && c.signer == "" {
			c.algorithm = m.signs(sha384ECDSA, sha512ECDSA)
		} else {
			c.algorithm = m.signs(algorithm{crypto.SHA384, false, seq(oid("1.2.840.113549.1.1.12"), null())}, algorithm{crypto.SHA512, false, seq(oid("1.2.840.113549.1.1.13"), null())})
		}
	}
	if m.IntN(16) == 0 { // SPIFFE
		c.subject = seq()
		c.exts = [][]byte{digitalSignature(), clientAuth(), extension("2.5.29.17", true, seq(uri("spiffe://example.com/ns/prod/sa/client")))}
		return c
	}
	if m.IntN(8) == 0 { // openssl x509 -req without a file of extensions
		c.version = int64(1 + 2*m.IntN(2))
		return c
	}
	c.exts = m.extensions(c.key, chain)
	return c
}

// extensions are those of a client certificate, in some order.
func (m *maker) extensions(subject, issuer string) (exts [][]byte) {
	add := func(some ...[]byte) {
		if m.may() {
			exts = append(exts, some...)
		}
	}
	seldom := func(some ...[]byte) {
		if m.seldom() {
			exts = append(exts, some...)
		}
	}
	const client, server, mail = "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.4"
	add(m.ext(notCA(), extension("2.5.29.19", false, seq())))
	exts = append(exts, m.ext(digitalSignature(), keyUsage(5, 0xA0), keyUsage(3, 0x88), extension("2.5.29.15", false, bits(5, []byte{0xA0})), keyUsage(6, 0xC0)))
	exts = append(exts, m.ext(clientAuth(), clientAuth(), extKeyUsage(client, server), extKeyUsage(server, client), extKeyUsage(client, mail), extKeyUsage(client, mail, "1.3.6.1.4.1.311.10.3.4"),
		extension("2.5.29.37", true, seq(oid(client))), extKeyUsage(server)))
	add(subjectKeyID(subject))
	add(m.ext(authorityKeyID(issuer), authorityKeyID(issuer), extension("2.5.29.35", false, seq(implicit(0, keyID(key(issuer))), explicit(1, directory(rootName)), implicit(2, []byte{0x10, 0x01})))))
	seldom(extension("2.16.840.1.113730.1.1", false, bits(7, []byte{0x80})), extension("2.16.840.1.113730.1.13", false, ia5("OpenSSL Generated Certificate")))
	add(altNames([][][]byte{
		{dns("client.example")}, {uri("spiffe://example.com/ns/prod/sa/client")}, {email("client@example.com")}, {dns("client.example"), uri("spiffe://example.com/ns/prod/sa/client")},
		{dns("a.example"), dns("b.example"), ip(192, 0, 2, 7)}, {ip(ipv6...), ip(ipv4...)}, {email("a@example.com"), uri("https://example.com/a")},
		{dns("device-17.plant-4.example.com"), email("device-17@example.com"), uri("spiffe://example.com/ns/prod/sa/device-17"), ip(192, 0, 2, 17)},
		{otherName("1.3.6.1.4.1.311.20.2.3", utf8s("jane@corp.example.com"))},
	}[m.IntN(9)]...))
	add(m.ext(infoAccess("http://ocsp.pki.example", "http://pki.example/issuing.cer"),
		extension("1.3.6.1.5.5.7.1.1", false, seq(seq(oid("1.3.6.1.5.5.7.48.1"), uri("http://ocsp.pki.example"))))))
	add(m.ext(crlAt("http://pki.example/issuing.crl"), crlAt("http://pki.example/issuing.crl", "ldap://ldap.pki.example/cn=Example%20Issuing%20CA?certificateRevocationList")))
	seldom(m.ext(extension("2.5.29.32", false, seq(seq(oid("1.3.6.1.4.1.32473.1.1")))),
		extension("2.5.29.32", false, seq(seq(oid("1.3.6.1.4.1.32473.1.1"), seq(seq(oid("1.3.6.1.5.5.7.2.1"), ia5("https://pki.example/cps"))))))))
	seldom(m.ext(extension("1.3.6.1.4.1.311.21.7", false, seq(oid("1.3.6.1.4.1.311.21.8.1234567.7654321.1.2"), small(100), small(3))), // of a directory's template
		extension("1.3.6.1.4.1.32473.9", false, utf8s("own"))))
	if m.may() {
		m.Shuffle(len(exts), func(i, k int) { exts[i], exts[k] = exts[k], exts[i] })
	}
	return exts
}

// validity is one of minutes, of days or of years, at its begin, in its midst, near its end, or over.
func (m *maker) validity() (notBefore, notAfter []byte) {
	const day = 24 * time.Hour
	length := [...]time.Duration{time.Hour, 12 * time.Hour, day, 7 * day, 47 * day, 90 * day, 365 * day, 398 * day, 730 * day, 825 * day, 3650 * day, 7300 * day}[m.IntN(12)]
	now := testdata.Now
	begin := now.Add(-time.Duration(m.Float64() * float64(length)))
	switch m.IntN(8) {
	case 0: // it is over
		begin = begin.Add(-length - time.Duration(m.IntN(800))*day)
	case 1: // it has just begun
		begin = now.Add(-time.Duration(m.IntN(90)) * time.Minute)
	case 2: // it ends soon
		begin = now.Add(time.Duration(m.IntN(40))*day - length)
	}
	if m.IntN(4) > 0 { // many begin on the hour
		begin = begin.Truncate(time.Hour)
	}
	if m.IntN(12) == 0 {
		return at(begin), generalTime("99991231235959Z") // for good
	}
	return at(begin), at(begin.Add(length - time.Duration(m.IntN(2))*time.Second))
}

func at(t time.Time) []byte { return stamp(t.UTC().Format("20060102150405Z")) }
