package dn

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// TestString has the strings that OpenSSL 3.0.19 printed for names with these
// values, and those of an ALB's request that was published by its receiver
// (github.com/v3rm0n/eid-aws-alb, MIT).
func TestString(t *testing.T) {
	cn := func(value string) string { return attribute("2.5.4.3", der.UTF8String, value) }
	tests := []struct{ name, der, want string }{
		{"empty", name(), ""},
		{"ALB, Estonian identity card", name(
			attribute("2.5.4.6", der.PrintableString, "EE"),
			cn("MÄNNIK,MARILIIS,47101010033"),
			attribute("2.5.4.4", der.UTF8String, "MÄNNIK"),
			attribute("2.5.4.42", der.UTF8String, "MARILIIS"),
			attribute("2.5.4.5", der.PrintableString, "PNOEE-47101010033")),
			`serialNumber=PNOEE-47101010033,GN=MARILIIS,SN=M\C3\84NNIK,CN=M\C3\84NNIK\,MARILIIS\,47101010033,C=EE`},
		{"ALB, its issuer", name(
			attribute("2.5.4.6", der.PrintableString, "EE"),
			attribute("2.5.4.10", der.UTF8String, "SK ID Solutions AS"),
			attribute("2.5.4.97", der.UTF8String, "NTREE-10747013"),
			cn("ESTEID2018")),
			`CN=ESTEID2018,organizationIdentifier=NTREE-10747013,O=SK ID Solutions AS,C=EE`},
		{"special characters", name(attribute("2.5.4.10", der.UTF8String, `Acme, Inc. + "Co" <x>; \ =y`), cn("#lead")),
			`CN=\#lead,O=Acme\, Inc. \+ \"Co\" \<x\>\; \\ =y`},
		{"edge spaces", name(cn(" sp ")), `CN=\ sp\ `},
		{"lone number sign", name(cn("#")), `CN=#`},
		{"unknown type", name(cn("x"), attribute("1.2.3.4.5.6", der.UTF8String, "hello")), `1.2.3.4.5.6=#0C0568656C6C6F,CN=x`},
		{"multi-valued", name(attribute("2.5.4.10", der.UTF8String, "o"), cn("x")+attribute("2.5.4.11", der.UTF8String, "y")), `OU=y+CN=x,O=o`},
		{"outside Latin", name(cn("東京")), `CN=\E6\9D\B1\E4\BA\AC`},
		{"control", name(cn("a\nb")), `CN=a\0Ab`},
		{"BMPString", name(attribute("2.5.4.3", der.BMPString, "\x67\x71\x4e\xac")), `CN=\E6\9D\B1\E4\BA\AC`},
		{"T61String is Latin-1", name(attribute("2.5.4.3", der.T61String, "M\xc4NNIK")), `CN=M\C3\84NNIK`},
		{"e-mail and others", name(attribute("2.5.4.6", der.PrintableString, "US"),
			attribute("0.9.2342.19200300.100.1.25", der.IA5String, "com"),
			attribute("2.5.4.9", der.UTF8String, "1 Main St"),
			attribute("2.5.4.17", der.UTF8String, "98101"),
			attribute("2.5.4.65", der.UTF8String, "pp"),
			attribute("0.9.2342.19200300.100.1.1", der.UTF8String, "u1"),
			attribute("1.2.840.113549.1.9.1", der.IA5String, "a@b.example"), cn("x")),
			`CN=x,emailAddress=a@b.example,UID=u1,pseudonym=pp,postalCode=98101,street=1 Main St,DC=com,C=US`},

		// What OpenSSL does not print.
		{"empty RDN", name(cn("a"), "", cn("b")), `CN=b,CN=a`},
		{"half a character", name(attribute("2.5.4.3", der.BMPString, "\x00A\x00")), `CN=#1E03004100`},
		{"surrogate", name(attribute("2.5.4.3", der.BMPString, "\xd8\x00")), `CN=#1E02D800`},
		{"string in segments", name(attribute("2.5.4.3", der.UTF8String|0x20, tlv(der.UTF8String, "a")+tlv(der.OctetString, "b"))), `CN=ab`},
		{"unknown type in segments", name(attribute("1.2.3", der.UTF8String|0x20, tlv(der.UTF8String, "a")+tlv(der.OctetString, "b"))), `1.2.3=#0C026162`},
		{"not UTF-8", name(cn("\xff")), `CN=\FF`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := read(t, tt.der)
			if got := n.String(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestRead(t *testing.T) {
	cn := attribute("2.5.4.3", der.UTF8String, "a")
	tests := []struct {
		name, der string
		fault     Fault // of the first part that has one
		rdns      int
	}{
		{"sound", name(cn, cn), 0, 2},
		{"no name", tlv(0x04, "x"), WrongShape, 0},
		{"empty RDN", name(cn, ""), Empty, 2},
		{"RDN not a set", tlv(0x30, tlv(0x30, cn)), WrongShape, 1},
		{"no value", name(tlv(0x30, tlv(0x06, "\x55\x04\x03"))), WrongShape, 1},
		{"no type", name(tlv(0x30, tlv(0x0c, "a"))), WrongShape, 1},
		{"more than a value", name(tlv(0x30, tlv(0x06, "\x55\x04\x03"), tlv(0x0c, "a"), tlv(0x05))), Extra, 1},
		{"bad type", name(tlv(0x30, tlv(0x06, "\x80\x01"), tlv(0x0c, "a"))), BadType, 1},
		{"bad UTF-8", name(attribute("2.5.4.3", der.UTF8String, "a\xffb")), BadString, 1},
		{"underscore in PrintableString", name(attribute("2.5.4.3", der.PrintableString, "a_b")), BadString, 1},
		{"cut off", name(cn, cn)[:20], BadLength, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := read(t, tt.der)
			got := n.Fault
			for i := range n.RDNs {
				got |= n.RDNs[i].Fault
				for j := range n.RDNs[i].Attributes {
					got |= n.RDNs[i].Attributes[j].Fault
				}
			}
			if got&tt.fault != tt.fault || tt.fault == 0 && got != 0 || n.Sound != (tt.fault == 0) || len(n.RDNs) != tt.rdns {
				t.Errorf("fault %b, sound %v, %d RDNs; want fault %b, %d RDNs", got, n.Sound, len(n.RDNs), tt.fault, tt.rdns)
			}
		})
	}
}

func TestText(t *testing.T) {
	n := read(t, name(
		attribute("2.5.4.3", der.UTF8String, "a\xffb"),
		attribute("2.5.4.3", der.BMPString, "\xd8\x3d\xde\x00"),
		attribute("2.5.4.3", der.T61String, "\xc4"),
		attribute("2.5.4.3", der.IA5String, "é"),
		attribute("2.5.4.3", der.IA5String, "\xe9")))
	for i, want := range []string{"a\uFFFDb", "😀", "Ä", "é", "é"} {
		if got := n.RDNs[i].Attributes[0].Text; got != want {
			t.Errorf("%d: %q, want %q", i, got, want)
		}
	}
	if a := n.Find("\x55\x04\x03"); a == nil || a.Raw[0] != 0xe9 {
		t.Error("Find does not give the last attribute")
	}
	if a := &n.RDNs[2].Attributes[0]; a.Value.Offset+a.Value.Length != a.Place.Offset+a.Place.Length || a.Value.Length != 3 {
		t.Errorf("value at %+v in attribute at %+v", a.Value, a.Place)
	}
}

// TestMatch follows RFC 5280, section 7.1, and RFC 4518, section 2.6.
func TestMatch(t *testing.T) {
	cn := func(tag byte, v string) string { return attribute("2.5.4.3", tag, v) }
	ou := attribute("2.5.4.11", der.UTF8String, "u")
	tests := []struct {
		name, a, b string
		want       bool
	}{
		{"same", name(cn(12, "a")), name(cn(12, "a")), true},
		{"other type of string", name(cn(12, "a")), name(cn(19, "a")), true},
		{"case", name(cn(12, "Ünit a")), name(cn(12, "üNIT A")), true},
		{"spaces", name(cn(12, " a   b ")), name(cn(12, "a b")), true},
		{"space or none", name(cn(12, "ab")), name(cn(12, "a b")), false},
		{"other text", name(cn(12, "a")), name(cn(12, "ab")), false},
		{"prefix", name(cn(12, "ab")), name(cn(12, "a")), false},
		{"other attribute", name(cn(12, "u")), name(ou), false},
		{"order in RDN", name(cn(12, "a") + ou), name(ou + cn(12, "A")), true},
		{"same twice in RDN", name(cn(12, "a") + cn(12, "a")), name(cn(12, "a") + cn(12, "b")), false},
		{"order of RDNs", name(cn(12, "a"), ou), name(ou, cn(12, "a")), false},
		{"one more", name(cn(12, "a")), name(cn(12, "a"), ou), false},
		{"bits", name(cn(3, "\x00a")), name(cn(3, "\x00A")), false},
		{"empty", name(), name(), true},
	}
	for _, tt := range tests {
		a, b := read(t, tt.a), read(t, tt.b)
		if Match(&a, &b) != tt.want || Match(&b, &a) != tt.want {
			t.Errorf("%s: want %v", tt.name, tt.want)
		}
	}
}

// TestParseString has names of RFC 4514, section 4, and RFC 2253, section 5, and
// what those allow that few writers use.
func TestParseString(t *testing.T) {
	tests := []struct{ in, want string }{ // attributes as type=value, RDNs divided by |
		{"", ""},
		{"UID=jsmith,DC=example,DC=net", "UID=jsmith|DC=example|DC=net"},
		{"OU=Sales+CN=J.  Smith,DC=example,DC=net", "OU=Sales&CN=J.  Smith|DC=example|DC=net"},
		{`CN=James \"Jim\" Smith\, III,DC=example,DC=net`, `CN=James "Jim" Smith, III|DC=example|DC=net`},
		{`CN=Before\0dAfter,DC=example,DC=net`, "CN=Before\rAfter|DC=example|DC=net"},
		{"1.3.6.1.4.1.1466.0=#04024869", "1.3.6.1.4.1.1466.0=#04024869"},
		{`CN=Lu\C4\8Di\C4\87`, "CN=Lučić"},
		{`OU="Sue, Grabbit and Runn"; C=GB`, "OU=Sue, Grabbit and Runn|C=GB"},
		{`  CN  =  a b\  , OID.2.5.4.10 = c `, "CN=a b |OID.2.5.4.10=c"},
		{"CN=,O=", "CN=|O="},
		{`CN=\ a`, "CN= a"},
		{"C=US,CN=Jane=Smith", "C=US|CN=Jane=Smith"},
		{`CN=c:\\fred\\`, `CN=c:\fred\`},
	}
	for _, tt := range tests {
		rdns, err := ParseString(tt.in)
		if err != nil {
			t.Errorf("%q: %v at %d", tt.in, err, err.Offset)
			continue
		}
		if got := flat(rdns); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
	for in, offset := range map[string]int{
		"C=US,CN=Joe , Smith,DC=example": 19,
		"C=US,CN,DC=example":             7,
		",C=US":                          0,
		"foobar,ou=x":                    6,
		"cn=a,":                          5,
		`cn=\gg`:                         3,
		`cn=duke \test`:                  8,
		`cn=a\`:                          4,
		`cn="a`:                          3,
		`cn="a"b`:                        6,
		"cn=#1":                          3,
		"cn=#0401 x":                     9,
		"1.x=a":                          0,
	} {
		if _, err := ParseString(in); err == nil || err.Offset != offset {
			t.Errorf("%q: error %+v, want one at %d", in, err, offset)
		}
	}
}

func flat(rdns [][]Pair) string {
	var all []string
	for _, rdn := range rdns {
		var pairs []string
		for _, p := range rdn {
			v := p.Value
			if p.DER != nil {
				v = "#" + hex.EncodeToString(p.DER)
			}
			pairs = append(pairs, p.Type+"="+v)
		}
		all = append(all, strings.Join(pairs, "&"))
	}
	return strings.Join(all, "|")
}

func TestParseTypes(t *testing.T) {
	for in, dotted := range map[string]string{
		"CN=a": "2.5.4.3", "cn=a": "2.5.4.3", "SN=a": "2.5.4.4", "serialNumber=a": "2.5.4.5", "ST=a": "2.5.4.8", "S=a": "2.5.4.8",
		"E=a": "1.2.840.113549.1.9.1", "emailAddress=a": "1.2.840.113549.1.9.1", "UID=a": "0.9.2342.19200300.100.1.1",
		"DC=a": "0.9.2342.19200300.100.1.25", "2.5.4.97=a": "2.5.4.97", "OID.2.5.4.97=a": "2.5.4.97", "nobody=a": "",
	} {
		rdns, err := ParseString(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if got := rdns[0][0].OID; dotted == "" && got != "" || dotted != "" && got.String() != dotted {
			t.Errorf("%s: %s, want %s", in, got, dotted)
		}
	}
}

// FuzzName: what is printed of any name is ASCII without control characters, and
// reads back as the same attributes in the opposite order.
func FuzzName(f *testing.F) {
	f.Add([]byte(name(attribute("2.5.4.3", der.UTF8String, " #a,é\x00+ "), attribute("1.2.3.4", 19, "x")+attribute("2.5.4.6", 30, "\x00U\x00S"))))
	f.Add([]byte(name(attribute("2.5.4.3", der.UTF8String, ""), "")))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := der.NewReader(b)
		e, ok := r.Next()
		if !ok {
			return
		}
		n := Read(&e)
		if !Match(&n, &n) {
			t.Error("does not match itself")
		}
		text := n.String()
		for i := 0; i < len(text); i++ {
			if text[i] < 0x20 || text[i] > 0x7e {
				t.Fatalf("%q holds %#x", text, text[i])
			}
		}
		if !n.Sound {
			return
		}
		rdns, err := ParseString(text)
		if err != nil {
			t.Fatalf("%q: %v at %d", text, err, err.Offset)
		}
		var pairs []Pair
		for _, rdn := range rdns {
			pairs = append(pairs, rdn...)
		}
		for i := len(n.RDNs) - 1; i >= 0; i-- {
			for j := len(n.RDNs[i].Attributes) - 1; j >= 0; j-- {
				a := &n.RDNs[i].Attributes[j]
				p := pairs[0]
				pairs = pairs[1:]
				lossy := a.Fault&NotString != 0 || len(a.OID) > 30 || p.DER != nil || a.Tag == der.VideotexString || a.Text == "#"
				if !lossy && (p.OID != a.OID && oid.ShortName(a.OID) == "" || p.Value != a.Text) {
					t.Fatalf("%q: read back as %+v, was %s=%q", text, p, a.OID, a.Text)
				}
			}
		}
		if len(pairs) > 0 {
			t.Fatalf("%q: %d more", text, len(pairs))
		}
	})
}

func BenchmarkName(b *testing.B) {
	src := []byte(name(attribute("2.5.4.6", 19, "US"), attribute("2.5.4.8", 12, "Washington"), attribute("2.5.4.10", 12, "mTLS, Inc."),
		attribute("2.5.4.11", 12, "client-3"), attribute("2.5.4.3", 12, "client_.com")))
	r := der.NewReader(src)
	e, _ := r.Next()
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Read(&e)
		}
	})
	n := Read(&e)
	b.Run("print", func(b *testing.B) {
		b.ReportAllocs()
		buffer := make([]byte, 0, 256)
		for b.Loop() {
			buffer = n.AppendOpenSSL(buffer[:0])
		}
	})
}
