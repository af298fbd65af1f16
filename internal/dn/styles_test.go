package dn

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"flag"
	"os"
	"strings"
	"testing"

	"crypto/x509/pkix"
	"encoding/asn1"

	"github.com/mtlens/mtlens/internal/der"
)

var updateNames = flag.Bool("update", false, "write testdata/names.txt anew")

// The types of the names that follow.
const (
	c, st, l, o, ou, cn = "2.5.4.6", "2.5.4.8", "2.5.4.7", "2.5.4.10", "2.5.4.11", "2.5.4.3"
	number, surname     = "2.5.4.5", "2.5.4.4"
	email               = "1.2.840.113549.1.9.1"
	component, user     = "0.9.2342.19200300.100.1.25", "0.9.2342.19200300.100.1.1"
)

func utf(dotted, value string) string   { return attribute(dotted, der.UTF8String, value) }
func print(dotted, value string) string { return attribute(dotted, der.PrintableString, value) }
func ia5(dotted, value string) string   { return attribute(dotted, der.IA5String, value) }

// names are printed by every printer.
var names = []struct{ title, encoded string }{
	{"example", name(ia5(component, "example"), print(c, "US"), utf(st, "California"), utf(l, "San Francisco"),
		utf(o, "Acme, Inc. Düsseldorf <GmbH>; a=b"), utf(ou, "R&D + Ops/East"), print(number, "0042"), utf(cn, "client one"), ia5(email, "a@example.com"))},
	{"plain", name(print(c, "US"), print(o, "Example"), print(cn, "client-1.example"))},
	{"empty", name()},
	{"multi-valued", name(print(c, "EE"), print(cn, "a b")+print(number, "1")+utf(user, "x+y"), utf(ou, "é"))},
	{"types", name(utf("1.2.3.4.5.6", "hello"), utf("2.5.4.97", "NTREE-1"), utf("2.5.4.65", "p"), utf("2.5.4.12", "Dr"), utf(surname, "Müller"),
		utf("2.5.4.42", "Eva"), utf("2.5.4.43", "EM"), utf("2.5.4.44", "III"), utf("2.5.4.9", "1 Main St"), utf("2.5.4.17", "12345"),
		utf("2.5.4.13", "d"), print("2.5.4.46", "q"), utf(user, "u"), utf("2.5.4.41", "n"), utf("1.3.6.1.4.1.311.60.2.1.3", "US"))},
	{"string-types", name(attribute(cn, der.T61String, "caf\xe9"), attribute(cn, der.BMPString, "\x67\x71\x4e\xac\x00!"),
		attribute(cn, der.UniversalString, "\x00\x00\x00A\x00\x01\xf6\x00"), utf(cn, "東京"), attribute(cn, der.BitString, "\x00ab"))},
	{"escapes", name(utf(cn, "#first"), utf(cn, " before"), utf(cn, "after "), utf(cn, "a  b"), utf(cn, `say "hi"`), utf(cn, `back\slash`), utf(cn, "a=b"),
		utf(cn, "a/b"), utf(cn, "a+b"), utf(cn, "a\nb"), utf(cn, "del\x7f"), utf(cn, "#"), utf(cn, " "), utf(cn, ""), utf(cn, `"quoted"`), utf(cn, "a,b;c<d>"), utf(cn, "/CN=x"))},
	{"repeated", name(print(c, "US"), print(c, "DE"), utf(o, "x"), utf(o, "y"), utf(ou, "a"), utf(ou, "b"), utf(st, "s"), utf(l, "l"), utf("2.5.4.9", "road"),
		utf("2.5.4.17", "1"), print(number, "1"), print(number, "2"), utf(cn, "first"), utf(surname, "s"), utf(cn, "second"), ia5(component, "b"), ia5(component, "a"))},
}

// TestNamesFile holds testdata/names.txt, which other programs print from, to the
// names of this file.
func TestNamesFile(t *testing.T) {
	var want bytes.Buffer
	for _, n := range names {
		want.WriteString(n.title + " " + hex.EncodeToString([]byte(n.encoded)) + "\n")
	}
	if *updateNames {
		if err := os.WriteFile("testdata/names.txt", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile("testdata/names.txt")
	if err != nil || !bytes.Equal(have, want.Bytes()) {
		t.Errorf("testdata/names.txt is stale (%v): make it with -update, then run testdata/make.sh", err)
	}
}

// printed returns what the programs printed: text by name and style.
func printed(t *testing.T) map[[2]string]string {
	t.Helper()
	f, err := os.Open("testdata/printed.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := make(map[[2]string]string)
	for lines := bufio.NewScanner(f); lines.Scan(); {
		parts := append(strings.SplitN(lines.Text(), " ", 3), "")
		text, err := hex.DecodeString(parts[2])
		if err != nil {
			t.Fatal(err)
		}
		all[[2]string{parts[0], parts[1]}] = string(text)
	}
	return all
}

// TestStyles prints each name in each style and compares with what the program
// printed whose style it is.
func TestStyles(t *testing.T) {
	all := printed(t)
	styles := []struct {
		program string
		style   Style
	}{
		{"openssl-rfc2253", RFC2253}, {"apache", RFC2253UTF8}, {"openssl-oneline", OneLine}, {"openssl-slash", Slash},
		{"java-rfc2253", JavaName}, {"java-rfc1779", JavaRFC1779}, {"java-string", JavaString}, {"node", Lines}, {"pyca-rfc4514", RFC4514},
	}
	for _, s := range styles {
		compared := 0
		for _, n := range names {
			want, ok := all[[2]string{n.title, s.program}]
			if !ok || s.program == "pyca-rfc4514" && (n.title == "types" || n.title == "string-types" || n.title == "example" || n.title == "repeated") {
				continue // pyca/cryptography writes unknown types as 1.2.3=text, where RFC 4514 asks for #hex
			}
			compared++
			parsed := read(t, n.encoded)
			if got := parsed.Print(s.style); got != want {
				t.Errorf("%s, %s\n got %q\nwant %q", s.program, n.title, got, want)
			}
		}
		if compared < 3 {
			t.Errorf("%s printed %d names", s.program, compared)
		}
	}
}

// TestGoStyle compares with Go's own printer.
func TestGoStyle(t *testing.T) {
	for _, n := range names {
		var sequence pkix.RDNSequence
		if _, err := asn1.Unmarshal([]byte(n.encoded), &sequence); err != nil {
			continue // UniversalString is not known to encoding/asn1
		}
		var want pkix.Name
		want.FillFromRDNSequence(&sequence)
		parsed := read(t, n.encoded)
		if got := parsed.Print(GoString); got != want.String() {
			t.Errorf("%s\n got %q\nwant %q", n.title, got, want.String())
		}
	}
}

// No machine of ours runs these; the wanted strings follow the sources that are
// named.
func TestOtherStyles(t *testing.T) {
	for _, tt := range []struct {
		title string
		style Style
		want  string
	}{
		// HAProxy, src/ssl_utils.c, ssl_sock_get_dn_oneline: no escapes.
		{"example", SlashRaw, "/DC=example/C=US/ST=California/L=San Francisco/O=Acme, Inc. Düsseldorf <GmbH>; a=b/OU=R&D + Ops/East/serialNumber=0042/CN=client one/emailAddress=a@example.com"},
		// Traefik, pkg/middlewares/passtlsclientcert, writeSubjectDNInfo with all options on.
		{"example", Traefik, "DC=example,C=US,ST=California,L=San Francisco,O=Acme, Inc. Düsseldorf <GmbH>; a=b,OU=R&D + Ops/East,SN=0042,CN=client one"},
		{"repeated", Traefik, "DC=b,DC=a,C=US,C=DE,ST=s,L=l,O=x,O=y,OU=a,OU=b,SN=2,CN=second"},
		// .NET, X500NameEncoder.ManagedDecode.cs, and the key names of CertNameToStr.
		{"example", Windows, `E=a@example.com, CN=client one, SERIALNUMBER=0042, OU="R&D + Ops/East", O="Acme, Inc. Düsseldorf <GmbH>; a=b", L=San Francisco, S=California, C=US, DC=example`},
		{"multi-valued", Windows, `OU=é, CN=a b + SERIALNUMBER=1 + OID.0.9.2342.19200300.100.1.1="x+y", C=EE`},
	} {
		for _, n := range names {
			if n.title != tt.title {
				continue
			}
			parsed := read(t, n.encoded)
			if got := parsed.Print(tt.style); got != tt.want {
				t.Errorf("%s\n got %s\nwant %s", tt.title, got, tt.want)
			}
		}
	}
}
