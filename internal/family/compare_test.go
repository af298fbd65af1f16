package family

import (
	"crypto/ed25519"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/testdata"
)

// TestRightAgrees compares every value of the requests that were right with the
// certificate that was really there: each agrees, whoever wrote it, or is nothing that
// can be compared.
func TestRightAgrees(t *testing.T) {
	leaf := certificate(t, "client-b.pem")
	compared := 0
	for _, tt := range cases {
		if !strings.HasSuffix(tt.file, "-right") || tt.file == "envoy-sidecar-right" || tt.file == "traefik-1.7-right" {
			continue
		}
		values := fixture(t, tt.file+".txt")
		d := Decide(values)
		check := func(name string, k Kind, w Writing, value string) {
			c := Compare(k, value, leaf, w)
			switch {
			case c.Result == Differs:
				t.Errorf("%s: %s: %q differs: %b, expected %q", tt.file, name, value, c.How, c.Expected)
			case c.Result == Agrees:
				compared++
				if c.How&^(Spelling|Missing|Radix|StringType) != 0 {
					t.Errorf("%s: %s agrees, with %b", tt.file, name, c.How)
				}
			case c.Why != NotAFact && c.Why != IsTheSubject && c.Why != NoValue:
				t.Errorf("%s: %s: %q is not comparable: %d", tt.file, name, value, c.Why)
			}
		}
		for i, m := range d.Entries {
			if m == NoMatch {
				continue
			}
			h := m.Header()
			if h.Kind == Bundle {
				parts, n := Parts(values[i].Value)
				if n == 0 {
					t.Errorf("%s: %s is not taken apart", tt.file, h.Name)
				}
				for _, p := range parts {
					if p.Element == 0 {
						check(p.Key, p.Kind, p.Writing, p.Text(values[i].Value))
					}
				}
				continue
			}
			if m.ID() == Lattice || m.ID() == Linkerd {
				continue // no certificate's values
			}
			check(h.Name, h.Kind, best(h, string(values[i].Value)), string(values[i].Value))
		}
	}
	if compared < 130 {
		t.Errorf("%d values compared", compared)
	}
}

// best is the writing of the entry that the value is in.
func best(h *Header, value string) Writing { return h.Reading(value) }

// TestDiffers changes each kind of value and wants the kind of change. Names are those
// of certificates in which OpenSSL reads them so: client-b is that of the captures.
func TestDiffers(t *testing.T) {
	leaf := certificate(t, "client-b.pem")
	const name = `emailAddress=zoe@example.com,CN=Zo\C3\AB O\E2\80\99Neil+UID=zoe,serialNumber=0042,OU=R&D\, \"Ops\" \+ Edge/Core,O=M\C3\BCller,L=K\C3\B6ln,ST=Baden-W\C3\BCrttemberg,C=DE,DC=corp,DC=example`
	swap := func(from, to string) string { return strings.Replace(name, from, to, 1) }
	tests := []struct {
		what  string
		kind  Kind
		value string
		w     Writing
		want  Agreement
		how   Difference
		why   Reason
	}{
		{"the name", Subject, name, nameRFC2253, Agrees, 0, 0},
		{"in quotes", Subject, `"` + name + `"`, nameRFC2253, Agrees, 0, 0},
		{"another value", Subject, swap("O=M", "O=N"), nameRFC2253, Differs, Value, 0},
		{"letter case", Subject, swap("O=M", "O=m"), nameRFC2253, Differs, Case, 0},
		{"two spaces", Subject, swap(`AB O`, `AB  O`), nameRFC2253, Differs, Spelling, 0},
		{"mojibake", Subject, strings.NewReplacer(`\C3\BC`, "Ã¼").Replace(name), nameUTF8, Differs, Mojibake, 0},
		{"lost", Subject, strings.NewReplacer(`\C3\BC`, "?").Replace(name), nameUTF8, Differs, Lost, 0},
		{"escaped twice", Subject, strings.NewReplacer(`\C3\BC`, `\\C3\\BC`).Replace(name), nameRFC2253, Differs, Escaping, 0},
		{"shuffled", Subject, strings.Replace(swap("L=K\\C3\\B6ln,", ""), "C=DE,", "C=DE,L=K\\C3\\B6ln,", 1), nameRFC2253, Differs, Order, 0},
		{"a comma for the plus", Subject, swap("+UID", ",UID"), nameRFC2253, Differs, Separator, 0},
		{"one missing", Subject, swap("serialNumber=0042,", ""), nameRFC2253, Differs, Missing, 0},
		{"one more", Subject, "CN=x," + name, nameRFC2253, Differs, Added, 0},
		{"of another type", Subject, swap("serialNumber=0042", "title=0042"), nameRFC2253, Differs, Type, 0},
		{"raw characters where escapes are usual", Subject, strings.NewReplacer(`\C3\BC`, "ü").Replace(name), nameRFC2253, Agrees, Spelling, 0},
		{"forward, of unknown writing", Issuer, "C=DE, O=Real Captures, CN=Real Issuing CA 1", Unknown, Agrees, 0, 0},
		{"forward where the reverse is written", Issuer, "C=DE,O=Real Captures,CN=Real Issuing CA 1", nameRFC2253, Differs, Order, 0},
		{"slashes under a name that has commas", Issuer, "/C=DE/O=Real Captures/CN=Real Issuing CA 1", nameRFC2253, Agrees, Spelling, 0},
		{"no name", Issuer, "anything", nameRFC2253, NotComparable, 0, NotReadable},
		{"(null)", Issuer, "(null)", nameUTF8, NotComparable, 0, NoValue},
		{"Traefik, CN alone", Subject, "CN=Zoë O’Neil", nameTraefik, Agrees, Missing, 0},
		{"Traefik, another CN", Subject, "CN=Zoe", nameTraefik, Differs, Value, 0},
		{"HAProxy loses the plus", Subject, "/DC=example/DC=corp/C=DE/ST=Baden-Württemberg/L=Köln/O=Müller/OU=R&D, \"Ops\" + Edge/Core/serialNumber=0042/UID=zoe/CN=Zoë O’Neil/emailAddress=zoe@example.com", nameSlashRaw, Agrees, 0, 0},

		{"CN", CommonName, "Zoë O’Neil", plainText, Agrees, 0, 0},
		{"CN in base64", CommonName, "Wm/DqyBP4oCZTmVpbA==", textBase64, Agrees, 0, 0},
		{"another CN", CommonName, "admin", plainText, Differs, Value, 0},

		{"serial", Serial, "C0FFEE0123456789ABCDEF", serialUpper, Agrees, 0, 0},
		{"small letters", Serial, "c0ffee0123456789abcdef", serialUpper, Agrees, Spelling, 0},
		{"colons and 00", Serial, "00:c0:ff:ee:01:23:45:67:89:ab:cd:ef", serialColonsDER, Agrees, 0, 0},
		{"0x", Serial, "0xC0FFEE0123456789ABCDEF", serialUpper, Agrees, Spelling, 0},
		{"decimal", Serial, "233322351226215633162849775", serialDecimal, Agrees, 0, 0},
		{"decimal for hexadecimal", Serial, "233322351226215633162849775", serialUpper, Agrees, Radix, 0},
		{"base64", Serial, "wP/uASNFZ4mrze8=", serialBase64, Agrees, 0, 0},
		{"another serial", Serial, "C0FFEE0123456789ABCDEE", serialUpper, Differs, Value, 0},
		{"a cut one", Serial, "C0FFEE", serialUpper, Differs, Value, 0},
		{"no number", Serial, "xyz", serialUpper, NotComparable, 0, NotReadable},

		{"start", NotBefore, "Nov 25 18:24:14 2026 GMT", dateOpenSSL, Agrees, 0, 0},
		{"start, HAProxy", NotBefore, "261125182414Z", dateShort, Agrees, 0, 0},
		{"start, Java", NotBefore, "Wed Nov 25 18:24:14 UTC 2026", dateJava, Agrees, 0, 0},
		{"start, Traefik", NotBefore, "1795631054", dateUnix, Agrees, 0, 0},
		{"end, Go", NotAfter, "2027-02-24 18:24:14 +0000 UTC", dateGo, Agrees, 0, 0},
		{"end, in another form", NotAfter, "2027-02-24T18:24:14Z", dateOpenSSL, Agrees, Spelling, 0},
		{"another end", NotAfter, "Feb 24 18:24:15 2027 GMT", dateOpenSSL, Differs, Value, 0},
		{"no date", NotAfter, "soon", dateOpenSSL, NotComparable, 0, NotReadable},
		{"pair", ValidityPair, "NotBefore=2026-11-25T18:24:14Z;NotAfter=2027-02-24T18:24:14Z", datePair, Agrees, 0, 0},
		{"another end of a pair", ValidityPair, "NotBefore=2026-11-25T18:24:14Z;NotAfter=2027-02-25T18:24:14Z", datePair, Differs, Second | Value, 0},

		{"SHA-256", Fingerprint, "03d13caad03e3d4ba0c8edc07935849b029d3d8993380de897e0f3955426893a", sha256Lower, Agrees, 0, 0},
		{"SHA-256, colons", Fingerprint, "03:D1:3C:AA:D0:3E:3D:4B:A0:C8:ED:C0:79:35:84:9B:02:9D:3D:89:93:38:0D:E8:97:E0:F3:95:54:26:89:3A", sha256Colons, Agrees, 0, 0},
		{"SHA-1", Fingerprint, "D41F37F6B9221470B1BD4C6F3F292C6E805155BE", sha1Upper, Agrees, 0, 0},
		{"SHA-1 under SHA-256", Fingerprint, "d41f37f6b9221470b1bd4c6f3f292c6e805155be", sha256Lower, Agrees, Spelling, 0},
		{"SHA-256, base64", Fingerprint, "A9E8qtA+PUugyO3AeTWEmwKdPYmTOA3ol+DzlVQmiTo=", sha256Base64, Agrees, 0, 0},
		{"SHA-256, base64url", Fingerprint, "A9E8qtA-PUugyO3AeTWEmwKdPYmTOA3ol-DzlVQmiTo", Unknown, Agrees, Spelling, 0},
		{"another hash", Fingerprint, "13d13caad03e3d4ba0c8edc07935849b029d3d8993380de897e0f3955426893a", sha256Lower, Differs, Value, 0},
		{"of 128 digits", Fingerprint, strings.Repeat("0a", 64), sha256Lower, NotComparable, 0, NotDefined},

		{"URI", URIs, "spiffe://example.org/ns/default/sa/zoe", plainText, Agrees, 0, 0},
		{"another URI", URIs, "spiffe://example.org/ns/default/sa/admin", plainText, Differs, Added | Value, 0},
		{"DNS", DNSNames, "*.edge.example", plainText, Agrees, 0, 0},
		{"DNS in capitals", DNSNames, "ZOE.example", plainText, Agrees, Case, 0},
		{"another DNS name", DNSNames, "x.example", plainText, Differs, Added | Value, 0},
		{"Go's list", Addresses, "[192.0.2.7 2001:db8::7]", listGo, Agrees, 0, 0},
		{"Node's addresses", AllNames, "DNS:zoe.example, DNS:*.edge.example, URI:spiffe://example.org/ns/default/sa/zoe, email:zoe@example.com, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7", listOpenSSL, Agrees, 0, 0},
		{"part of a list", DNSNames, "[zoe.example]", listGo, Agrees, Missing, 0},
		{"base64 of each", DNSNames, "em9lLmV4YW1wbGU=,Ki5lZGdlLmV4YW1wbGU=", listBase64, Agrees, 0, 0},
		{"SPIFFE ID", Identity, "spiffe://example.org/ns/default/sa/zoe", plainText, Agrees, 0, 0},
		{"e-mail", Emails, "zoe@example.com", plainText, Agrees, 0, 0},
		{"the certificate", Certificate, "MII", base64DER, NotComparable, 0, IsTheSubject},
		{"an outcome", Outcome, "SUCCESS", words3, NotComparable, 0, NotAFact},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			c := Compare(tt.kind, tt.value, leaf, tt.w)
			how := c.How
			if tt.want == Agrees && tt.how == 0 {
				how &^= Spelling
			}
			if c.Result != tt.want || how != tt.how || c.Why != tt.why {
				t.Errorf("%q: result %d, how %b, why %d; want %d, %b, %d; expected %q", tt.value, c.Result, c.How, c.Why, tt.want, tt.how, tt.why, c.Expected)
			}
		})
	}
	if c := Compare(Subject, name, nil, nameRFC2253); c.Why != NoCertificateAtHand {
		t.Error("compared with nothing")
	}
	cut := certinfo.Parse(leaf.DER[:len(leaf.DER)-20])
	if c := Compare(Fingerprint, "03d13caad03e3d4ba0c8edc07935849b029d3d8993380de897e0f3955426893a", cut, sha256Lower); c.Why != Incomplete {
		t.Error("the hash of a stump was compared")
	}
	empty := certinfo.Parse(testdata.DER("name-empty"))
	if len(empty.Subject.RDNs) == 0 {
		if c := Compare(Subject, "", empty, nameRFC2253); c.Result != Agrees {
			t.Errorf("an empty name: %+v", c)
		}
	} else {
		t.Error("the fixture has a name")
	}
}

// TestWritten holds that what every entry writes agrees with the certificate again, and
// that certificates read back, for the certificates of the fixtures.
func TestWritten(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/certs/*.pem")
	written := 0
	for _, f := range append(files, folder+"client-b.pem", folder+"client-d.pem") {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range certificates(b) {
			if c.Whole {
				written += roundTrip(t, c)
			}
		}
	}
	if written < 10_000 {
		t.Errorf("%d values", written)
	}
}

// roundTrip writes every entry of the table for a certificate, and reads it.
func roundTrip(t *testing.T, c *certinfo.Certificate) (written int) {
	chain := []*certinfo.Certificate{c, c}
	for id := None + 1; id < familyEnd; id++ {
		for i := range Of(id).Headers {
			m := Match(int(id)<<8 | i)
			h := m.Header()
			value, ok := Write(m, chain)
			if !ok {
				continue
			}
			written++
			switch k := h.Writing().Carrier(); {
			case h.Kind == Certificate && h.Writing() != bit:
				if got := certificates([]byte(value)); k.Holds() && (len(got) != 1 || string(got[0].DER) != string(c.DER)) {
					t.Errorf("%s %s: the certificate does not read back", id, h.Name)
				}
			case h.Kind == Bundle:
				parts, n := Parts([]byte(value))
				if n != 1 {
					t.Errorf("%s %s: %d elements", id, h.Name, n)
				}
				for _, p := range parts {
					text := p.Text([]byte(value))
					if r := Compare(p.Kind, text, c, p.Writing); r.Result == Differs {
						t.Errorf("%s %s %s: %q differs: %b", id, h.Name, p.Key, text, r.How)
					}
				}
			case h.Kind == Chain, h.Kind == Present:
			default:
				r := Compare(h.Kind, value, c, h.Writing())
				if r.Result == Differs || r.Result == NotComparable && r.Why != NoValue {
					t.Errorf("%s %s: %q: %d, how %b, why %d", id, h.Name, value, r.Result, r.How, r.Why)
				}
				// The same without knowing who wrote it.
				if w := h.Writing(); w != listBase64 {
					if r = Compare(h.Kind, value, c, Unknown); r.Result == Differs || r.Result == NotComparable && r.Why != NoValue {
						t.Errorf("%s %s: %q of unknown writing: %d, how %b, why %d", id, h.Name, value, r.Result, r.How, r.Why)
					}
				}
			}
		}
	}
	return written
}

// FuzzWrite holds the round trip for any certificate, and that no certificate and no
// value make the comparison run over.
func FuzzWrite(f *testing.F) {
	f.Add(testdata.DER("client-2"), "CN=a,O=b")
	f.Add(testdata.DER("name-empty"), "[a b]")
	f.Fuzz(func(t *testing.T, der []byte, value string) {
		c := certinfo.Parse(der)
		for k := NoKind; k <= ConnectionInfo; k++ {
			for w := Writing(0); w < certificateEnd; w++ {
				Compare(k, value, c, w)
			}
		}
		if c.Whole && len(c.Findings) == 0 && len(der) > 200 && len(der) < 10_000 {
			roundTrip(t, c)
		}
	})
}

// TestWrongDiffers compares the same values with the certificate of another client:
// none agrees but the start of the validity, which both have.
func TestWrongDiffers(t *testing.T) {
	other := certificate(t, "client-d.pem")
	differ := 0
	for _, tt := range cases {
		if !strings.HasSuffix(tt.file, "-right") {
			continue
		}
		values := fixture(t, tt.file+".txt")
		d := Decide(values)
		for i, m := range d.Entries {
			if m == NoMatch || m.Header().Kind == NotBefore || m.Header().Kind == SubjectPart || m.Header().Kind == IssuerPart {
				continue
			}
			h, value := m.Header(), string(values[i].Value)
			switch c := Compare(h.Kind, value, other, h.Reading(value)); c.Result {
			case Agrees:
				t.Errorf("%s: %s: %q agrees with another client's certificate", tt.file, h.Name, value)
			case Differs:
				differ++
				if c.How&(Value|Missing|Added) == 0 {
					t.Errorf("%s: %s: %q differs in %b alone", tt.file, h.Name, value, c.How)
				}
			}
		}
	}
	if differ < 95 {
		t.Errorf("%d differ", differ)
	}
}

func BenchmarkDecide(b *testing.B) {
	values := fixture(b, "alb-right.txt")
	b.ReportAllocs()
	for b.Loop() {
		Decide(values)
	}
}

func BenchmarkDecideNothing(b *testing.B) {
	var values []Named
	for _, name := range []string{"timestamp", "level", "logger", "message", "request_id", "duration", "path", "method", "status", "user_agent", "remote_addr", "trace_id"} {
		values = append(values, Named{Name: name, Value: []byte("some value of a log that is not of interest"), From: InJSON})
	}
	b.ReportAllocs()
	for b.Loop() {
		Decide(values)
	}
}

// A value that ends in an ellipsis was cut off where it was shown: it is compared as far as
// it goes, and nothing else is said of what agrees so far.
func TestCutShort(t *testing.T) {
	leaf := certificate(t, "client-b.pem")
	for _, k := range []Kind{Subject, Issuer, Serial, Fingerprint, NotAfter} {
		w := map[Kind]Writing{Subject: nameRFC2253, Issuer: nameSlash, Serial: serialUpper, Fingerprint: sha1Lower, NotAfter: dateOpenSSL}[k]
		whole, ok := writeFact(k, w, leaf)
		if !ok || len(whole) < 12 {
			t.Fatalf("%v: %q", k, whole)
		}
		for _, tt := range []struct {
			value  string
			result Agreement
			why    Reason
		}{
			{whole, Agrees, Comparable},
			{whole[:8] + "...", NotComparable, CutShort},
			{whole[:8] + "…", NotComparable, CutShort},
		} {
			if c := Compare(k, tt.value, leaf, w); c.Result != tt.result || c.Why != tt.why {
				t.Errorf("%v, %q: %v, %v", k, tt.value, c.Result, c.Why)
			}
		}
	}
	if c := Compare(Subject, "CN=another...", leaf, nameRFC2253); c.Result != Differs {
		t.Errorf("the beginning of another name: %v, %v", c.Result, c.Why)
	}
	if c := Compare(Subject, "CN=another one of a kind that is longer than the name itself is, and a few words more...", leaf, nameRFC2253); c.Result != Differs {
		t.Errorf("a longer name: %v, %v", c.Result, c.Why)
	}
}

// A header's value loses the blanks at its ends on the way (RFC 9112, section 5.1): a name that
// begins or ends in one says what the certificate says all the same.
func TestBlanksAtTheEnds(t *testing.T) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: " lead", Organization: []string{"trail "}}}
	src, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	c := certinfo.Parse(src)
	for _, tt := range []struct {
		kind  Kind
		w     Writing
		value string
	}{
		{Subject, nameRFC2253, `CN=\ lead,O=trail\`}, // OpenSSL: O=trail\ and a blank, CN=\ lead
		{CommonName, plainText, "lead"},
		{SubjectPart, plainText, "trail"},
	} {
		if got := Compare(tt.kind, tt.value, c, tt.w); got.Result != Agrees {
			t.Errorf("%v, %q: %v, %b, expected %q", tt.kind, tt.value, got.Result, got.How, got.Expected)
		}
	}
}

// Java's getName and Go's pkix.Name both write types without a name of theirs as numbers, and
// have other names: JDK 17's X500Principal.getName and Go 1.26 of one certificate.
func TestDottedTypes(t *testing.T) {
	java := "CN=a,2.5.4.5=#1307534e2d30303432,DC=corp"
	golang := "SERIALNUMBER=SN-0042,CN=a,0.9.2342.19200300.100.1.25=#1604636f7270,2.5.4.12=#0c0162"
	for _, tt := range []struct {
		text string
		w    Writing
		fits bool
	}{{java, nameJava, true}, {java, nameGo, false}, {golang, nameGo, true}, {golang, nameJava, false}} {
		f := form{text: tt.text}
		if weight, _ := f.name(tt.w); weight > 0 != tt.fits {
			t.Errorf("%q as %v: %d", tt.text, tt.w, weight)
		}
	}
}

// What stands around a value as a whole, and references of HTML, are no difference: PHP 8.2's
// htmlspecialchars, .NET's WebUtility.HtmlEncode (&#252;) and Java's StringEscapeUtils (&uuml;)
// wrote those, as their documents have it. What is different in them is.
func TestCompareBare(t *testing.T) {
	leaf := certificate(t, "client-b.pem")
	name, ok := writeFact(Subject, nameUTF8, leaf)
	if !ok || !strings.Contains(name, "&") || !strings.Contains(name, "ü") || !strings.Contains(name, `"`) {
		t.Fatalf("the name %q has not what is escaped", name)
	}
	serial, _ := writeFact(Serial, serialUpper, leaf)
	php := strings.NewReplacer("&", "&amp;", `"`, "&quot;", "'", "&#039;", "<", "&lt;", ">", "&gt;")
	for _, around := range []struct {
		name string
		do   func(string) string
		how  Difference
	}{
		{"htmlspecialchars", php.Replace, Escaping},
		{"HtmlEncode", func(s string) string {
			return strings.NewReplacer("ü", "&#252;", "ö", "&#xF6;").Replace(php.Replace(s))
		}, Escaping},
		{"escapeHtml4", func(s string) string {
			return strings.NewReplacer("ü", "&uuml;", "ö", "&ouml;").Replace(php.Replace(s))
		}, Escaping},
		{"angle brackets", func(s string) string { return "<" + s + ">" }, Spelling},
		{"braces", func(s string) string { return "{" + s + "}" }, Spelling},
		{"a tuple", func(s string) string { return "('" + s + "')" }, Spelling},
		{"guillemets", func(s string) string { return "«" + s + "»" }, Spelling},
		{"quotes of a word processor", func(s string) string { return "“" + s + "”" }, Spelling},
	} {
		if c := Compare(Subject, around.do(name), leaf, nameUTF8); c.Result != Agrees || c.How&around.how == 0 {
			t.Errorf("%s: %q: %d, %b", around.name, around.do(name), c.Result, c.How)
		}
		if c := Compare(Subject, around.do(strings.Replace(name, "&", "+", 1)), leaf, nameUTF8); c.Result != Differs {
			t.Errorf("%s: another name: %d", around.name, c.Result)
		}
		if c := Compare(Serial, around.do(serial), leaf, serialUpper); c.Result != Agrees {
			t.Errorf("%s: %q: %d", around.name, around.do(serial), c.Result)
		}
	}
}
