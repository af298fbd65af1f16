package certinfo

import (
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/testdata"
)

// TestFixtures compares with what OpenSSL read in the fixtures when they were made.
func TestFixtures(t *testing.T) {
	for _, name := range testdata.Certificates() {
		c := Parse(testdata.DER(name))
		facts := testdata.Facts(name)
		got := map[string]string{
			"subject":   c.Subject.String(),
			"issuer":    c.Issuer.String(),
			"serial":    c.Serial.Hex(),
			"notBefore": c.NotBefore.Time.Format("2006-01-02 15:04:05Z"),
			"notAfter":  c.NotAfter.Time.Format("2006-01-02 15:04:05Z"),
		}
		for key, value := range got {
			if want, ok := facts[key]; !ok || value != want {
				t.Errorf("%s: %s is %q, OpenSSL has %q", name, key, value, want)
			}
		}
	}
}

// TestSerial has what OpenSSL 3.0.19 prints with "x509 -serial".
func TestSerial(t *testing.T) {
	tests := []struct{ raw, hex, colons, decimal string }{
		{"\x01", "01", "01", "1"},
		{"\x0f", "0F", "0F", "15"},
		{"\x01\x00", "0100", "01:00", "256"},
		{"\x00\x80", "80", "80", "128"},
		{"\x03\xa5\xb1", "03A5B1", "03:A5:B1", "239025"},
		{"\x00\xfe\xf2\x57\x37\x2d\x5c\x14\xd4", "FEF257372D5C14D4", "FE:F2:57:37:2D:5C:14:D4", "18370841724493501652"},
		{"\x00", "00", "00", "0"},
		{"\xff", "-01", "-01", "-1"},
		{"\x80", "-80", "-80", "-128"},
		{"\xff\x00", "-0100", "-01:00", "-256"},
		{"\x80\x00\x01", "-7FFFFF", "-7F:FF:FF", "-8388607"},
	}
	for _, tt := range tests {
		i := Integer{Raw: []byte(tt.raw)}
		decimal, ok := i.Decimal()
		if i.Hex() != tt.hex || i.Colons() != tt.colons || decimal != tt.decimal || !ok {
			t.Errorf("%x: %s, %s, %s", tt.raw, i.Hex(), i.Colons(), decimal)
		}
	}
	if (Integer{}).Hex() != "" {
		t.Error("an integer that was not read prints as something")
	}
	if _, ok := (Integer{Raw: make([]byte, MaxDecimal+2)}).Decimal(); !ok {
		t.Error("zeros in front count")
	}
	long := Integer{Raw: []byte(strings.Repeat("a", MaxDecimal+1))}
	if _, ok := long.Decimal(); ok {
		t.Error("no bound on decimals")
	}
}

// TestDecimal compares with math/big.
func TestDecimal(t *testing.T) {
	v := big.NewInt(1)
	for range 400 {
		v.Mul(v, big.NewInt(1000)).Add(v, big.NewInt(7))
		for _, raw := range [][]byte{v.Bytes(), append([]byte{0}, v.Bytes()...)} {
			want := new(big.Int).SetBytes(raw)
			if raw[0] >= 0x80 { // two's complement
				want.Sub(want, new(big.Int).Lsh(big.NewInt(1), uint(8*len(raw))))
			}
			i := Integer{Raw: raw}
			if got, _ := i.Decimal(); got != want.String() || i.BitLen() != want.BitLen() {
				t.Fatalf("%x: %s of %d bits, want %s of %d", raw, got, i.BitLen(), want, want.BitLen())
			}
		}
	}
}

func TestAddress(t *testing.T) {
	zeros := strings.Repeat("\x00", 16)
	tests := []struct{ in, want string }{ // IPv6: RFC 5952, section 4
		{"\xc0\x00\x02\x0a", "192.0.2.10"},
		{"\x0a\x00\x00\x00\xff\x00\x00\x00", "10.0.0.0/8"},
		{"\x0a\x00\x00\x00\xff\x00\xff\x00", "10.0.0.0/255.0.255.0"},
		{zeros, "::"},
		{zeros[:15] + "\x01", "::1"},
		{"\x20\x01\x0d\xb8" + zeros[:10] + "\x00\x01", "2001:db8::1"},
		{"\x20\x01\x0d\xb8\x00\x00\x00\x01\x00\x01\x00\x01\x00\x01\x00\x01", "2001:db8:0:1:1:1:1:1"},
		{"\x20\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01", "2001:0:0:1::1"},
		{"\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x01", "2001:db8::1:0:0:1"},
		{"\x20\x01" + zeros[:14], "2001::"},
		{"\x20\x01\x0d\xb8" + zeros[:12] + "\xff\xff\xff\xff" + zeros[:12], "2001:db8::/32"},
		{"\x01", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := AddressText([]byte(tt.in)); got != tt.want {
			t.Errorf("%x: %s, want %s", tt.in, got, tt.want)
		}
	}
}

// value reads one extension with the value and returns what Parsed holds.
func value(t *testing.T, id, encoded string) any {
	t.Helper()
	p := sound()
	p.extensions = []string{extension(id, encoded)}
	c := Parse(p.bytes())
	for _, f := range c.Findings {
		t.Errorf("%s: %s", f.ID, f.Text)
	}
	return c.Extensions[0].Parsed
}

func TestGeneralNames(t *testing.T) {
	c := Parse(sound().bytes())
	names := c.Extension(oid.SubjectAltName).Parsed.(*GeneralNames).Names
	want := []struct {
		kind NameKind
		text string
	}{
		{DNSName, "client.example"}, {RFC822Name, "a@b.example"}, {URI, "spiffe://example/a"}, {IPAddress, "192.0.2.10"},
		{DirectoryName, "CN=x"}, {RegisteredID, "1.2.3.4"}, {OtherName, "upn"},
	}
	if len(names) != len(want) {
		t.Fatalf("%d names", len(names))
	}
	for i, w := range want {
		if names[i].Kind != w.kind || names[i].Text != w.text {
			t.Errorf("%d: %v %q, want %v %q", i, names[i].Kind, names[i].Text, w.kind, w.text)
		}
	}
	if n := names[6]; n.OID != "\x2a\x03\x04" || string(n.Raw) != tlv(0x0C, "upn") || n.Value.Tag != der.UTF8String {
		t.Errorf("otherName: %+v", n)
	}
	if n := names[4]; n.Directory == nil || !n.Directory.Sound {
		t.Errorf("directoryName: %+v", n)
	}
}

func TestExtensionValues(t *testing.T) {
	const pkix = "\x2b\x06\x01\x05\x05\x07"
	url := tlv(0x86, "http://a.example/x")

	aki := value(t, "\x06\x03\x55\x1d\x23", seq(tlv(0x80, "key"), tlv(0xA1, tlv(0xA4, commonName(0x0C, "ca"))), tlv(0x82, "\x05"))).(*AuthorityKeyID)
	if string(aki.ID) != "key" || len(aki.Issuer) != 1 || aki.Issuer[0].Text != "CN=ca" || aki.Serial.Hex() != "05" {
		t.Errorf("authorityKeyIdentifier: %+v", aki)
	}
	ski := value(t, "\x06\x03\x55\x1d\x0e", tlv(0x04, "key")).(*KeyID)
	if string(ski.ID) != "key" {
		t.Errorf("subjectKeyIdentifier: %+v", ski)
	}
	usage := value(t, "\x06\x03\x55\x1d\x0f", "\x03\x03\x07\x81\x80").(*KeyUsage)
	if !usage.Has(0) || !usage.Has(7) || !usage.Has(8) || usage.Bits != 0x181 {
		t.Errorf("keyUsage: %b", usage.Bits)
	}
	eku := value(t, "\x06\x03\x55\x1d\x25", seq("\x06\x08"+pkix+"\x03\x02", "\x06\x02\x2a\x03")).(*ExtKeyUsage)
	if len(eku.Purposes) != 2 || eku.Purposes[0].OID.String() != "1.3.6.1.5.5.7.3.2" || oid.Name(eku.Purposes[0].OID) != "clientAuth" {
		t.Errorf("extKeyUsage: %+v", eku)
	}
	basic := value(t, "\x06\x03\x55\x1d\x13"+isTrue, seq(isTrue, "\x02\x01\x03")).(*BasicConstraints)
	if !basic.CA || !basic.HasPathLen || basic.PathLen != 3 {
		t.Errorf("basicConstraints: %+v", basic)
	}
	policies := value(t, "\x06\x03\x55\x1d\x20", seq(
		seq("\x06\x02\x2a\x03"),
		seq("\x06\x02\x2a\x04", seq(
			seq("\x06\x08"+pkix+"\x02\x01", tlv(0x16, "https://a.example/cps")),
			seq("\x06\x08"+pkix+"\x02\x02", seq(seq(tlv(0x0C, "org"), seq("\x02\x01\x01", "\x02\x01\x02")), tlv(0x1E, "\x00h\x00i"))))))).(*Policies)
	q := policies.Policies[1].Qualifiers
	if len(policies.Policies) != 2 || len(q) != 2 || q[0].CPS != "https://a.example/cps" || q[1].Organization != "org" ||
		q[1].NumberList() != "1, 2" || q[1].ExplicitText != "hi" {
		t.Errorf("certificatePolicies: %+v", policies)
	}
	aia := value(t, "\x06\x08"+pkix+"\x01\x01", seq(seq("\x06\x08"+pkix+"\x30\x01", url), seq("\x06\x08"+pkix+"\x30\x02", tlv(0xA4, commonName(0x0C, "x"))))).(*InfoAccess)
	if d := aia.Descriptions; len(d) != 2 || oid.Name(d[0].Method) != "OCSP" || d[0].Location.Text != "http://a.example/x" || d[1].Location.Text != "CN=x" {
		t.Errorf("authorityInfoAccess: %+v", aia)
	}
	points := value(t, "\x06\x03\x55\x1d\x1f", seq(
		seq(tlv(0xA0, tlv(0xA0, url, url)), tlv(0x81, "\x05\x60"), tlv(0xA2, tlv(0xA4, commonName(0x0C, "ca")))),
		seq(tlv(0xA0, tlv(0xA1, seq(idCN, tlv(0x0C, "rel"))))))).(*DistributionPoints)
	p := points.Points
	if len(p) != 2 || len(p[0].FullName) != 2 || !p[0].HasReasons || p[0].Reasons != 0b110 || p[0].Issuer[0].Text != "CN=ca" ||
		p[1].Relative == nil || p[1].Relative.String() != "CN=rel" {
		t.Errorf("cRLDistributionPoints: %+v", points)
	}
	if v := value(t, "\x06\x02\x2a\x03", "whatever"); v != nil {
		t.Errorf("unknown extension: %+v", v)
	}
}

func TestPSS(t *testing.T) {
	const idPSS = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"
	const idMGF1 = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08"
	sha := func(n string) string { return seq("\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02"+n, "\x05\x00") }
	tests := []struct{ params, title, hash string }{
		{seq(), "RSASSA-PSS with SHA-1, salt of 20 bytes", "SHA-1"}, // all defaults, RFC 4055, section 3.1
		{seq(tlv(0xA0, sha("\x01")), tlv(0xA1, seq(idMGF1, sha("\x01"))), tlv(0xA2, "\x02\x01\x20")), "RSASSA-PSS with SHA-256, salt of 32 bytes", "SHA-256"},
		{seq(tlv(0xA0, sha("\x03")), tlv(0xA1, seq(idMGF1, sha("\x01"))), tlv(0xA2, "\x02\x01\x01")), "RSASSA-PSS with SHA-512, MGF1 with SHA-256, salt of 1 byte", "SHA-512"},
	}
	for _, tt := range tests {
		p := sound()
		p.inner = seq(idPSS, tt.params)
		p.outer = p.inner
		c := Parse(p.bytes())
		if a := &c.SignatureAlgorithm; a.Title() != tt.title || a.Hash() != tt.hash || a.Name() != "rsassaPss" {
			t.Errorf("%q, %q, want %q, %q", a.Title(), a.Hash(), tt.title, tt.hash)
		}
	}
}

func TestKeys(t *testing.T) {
	ec := func(curve string, point byte) string {
		return seq(seq("\x06\x07\x2a\x86\x48\xce\x3d\x02\x01", curve), tlv(0x03, "\x00"+string([]byte{point})+strings.Repeat("p", 64)))
	}
	plain := func(id string) string { return seq(seq(id), tlv(0x03, "\x00key")) }
	tests := []struct {
		key, title string
		kind       KeyKind
		bits       int
	}{
		{rsaKey(modulus(256), "\x01\x00\x01"), "RSA, 2048 bits", KeyRSA, 2048},
		{rsaKey("\x7f"+strings.Repeat("\xff", 255), "\x01\x00\x01"), "RSA, 2047 bits", KeyRSA, 2047},
		{ec("\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", 4), "EC P-256", KeyEC, 256},
		{ec("\x06\x05\x2b\x81\x04\x00\x22", 2), "EC P-384", KeyEC, 384},
		{ec("\x06\x05\x2b\x81\x04\x00\x23", 4), "EC P-521", KeyEC, 521},
		{ec("\x06\x05\x2b\x81\x04\x00\x0a", 4), "EC secp256k1", KeyEC, 256},
		{ec("\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x07", 4), "EC brainpoolP256r1", KeyEC, 256},
		{ec("\x06\x02\x2a\x03", 4), "EC 1.2.3", KeyEC, 0},
		{plain(idEd), "Ed25519", KeyEd25519, 256},
		{plain("\x06\x03\x2b\x65\x71"), "Ed448", KeyEd448, 456},
		{plain("\x06\x03\x2b\x65\x6e"), "X25519", KeyX25519, 256},
		{plain("\x06\x09\x60\x86\x48\x01\x65\x03\x04\x03\x12"), "ML-DSA-65", KeyOther, 0},
		{plain("\x06\x09\x60\x86\x48\x01\x65\x03\x04\x04\x02"), "ML-KEM-768", KeyOther, 0},
		{plain("\x06\x02\x2a\x03"), "1.2.3", KeyOther, 0},
	}
	for _, tt := range tests {
		p := sound()
		p.key = tt.key
		c := Parse(p.bytes())
		if c.Key.Title() != tt.title || c.Key.Kind != tt.kind || c.Key.Bits != tt.bits {
			t.Errorf("%s, kind %d, %d bits; want %s, %d, %d", c.Key.Title(), c.Key.Kind, c.Key.Bits, tt.title, tt.kind, tt.bits)
		}
		if len(c.Findings) > 0 && tt.bits >= 2048 {
			t.Errorf("%s: %s", tt.title, list(c.Findings))
		}
		if string(c.Key.Raw) != tt.key {
			t.Errorf("%s: raw key differs", tt.title)
		}
	}
}

// TestCut: at every cut, what lies before it is there, and the cut is told.
func TestCut(t *testing.T) {
	src := sound().bytes()
	whole := Parse(src)
	for n := 8; n < len(src); n++ {
		c := Parse(src[:n])
		checkPlaces(t, &c.Structure, c.Extensions, n)
		if len(c.Findings) != 1 || c.Findings[0].ID != "der-truncated" || c.Whole || c.Declared != len(src) || c.Present() != n {
			t.Fatalf("cut at %d: whole %v, %d declared, %s", n, c.Whole, c.Declared, list(c.Findings))
		}
		has := func(p der.Place) bool { return p.Offset+p.Length <= n }
		if has(whole.Serial.Place) && c.Serial.Hex() != whole.Serial.Hex() ||
			has(whole.Issuer.Place) && c.Issuer.String() != whole.Issuer.String() ||
			has(whole.NotBefore.Place) && c.NotBefore.Text != whole.NotBefore.Text ||
			has(whole.NotAfter.Place) && !c.NotAfter.OK ||
			has(whole.Subject.Place) && c.Subject.String() != whole.Subject.String() ||
			has(whole.Key.Place) && c.Key.Title() != whole.Key.Title() ||
			has(whole.SignatureAlgorithm.Place) && c.SignatureAlgorithm.OID != whole.SignatureAlgorithm.OID {
			t.Errorf("cut at %d: a field before it is lost", n)
		}
		for i := range whole.Extensions {
			if has(whole.Extensions[i].Place) && !reflect.DeepEqual(c.Extensions[i].Parsed, whole.Extensions[i].Parsed) {
				t.Errorf("cut at %d: extension %d is lost", n, i)
			}
		}
	}
}

// FuzzParse: no panic, places inside the input, findings within their bound.
func FuzzParse(f *testing.F) {
	f.Add(sound().bytes())
	for _, tt := range faults {
		if tt.edit != nil && !strings.Contains(tt.name, "bound") {
			p := sound()
			tt.edit(&p)
			f.Add(p.bytes())
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c := Parse(src)
		checkPlaces(t, &c.Structure, c.Extensions, len(src))
		_ = c.Subject.String()
		_ = c.Serial.Colons()
		_ = c.SignatureAlgorithm.Title()
		_ = c.Key.Title()
		if len(c.DER)+len(c.Trailing) != len(src) {
			t.Errorf("%d and %d bytes of %d", len(c.DER), len(c.Trailing), len(src))
		}
	})
}
