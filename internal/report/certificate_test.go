package report

import (
	"bytes"
	"encoding/pem"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/openssl"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/testdata"
)

var update = flag.Bool("update", false, "write the files in testdata/golden anew")

// read reads a certificate at the time of the fixtures.
func read(der []byte) *judge.Certificate { return judge.ReadCertificate(source.New(der), testdata.Now) }

// What OpenSSL says of every certificate of testdata, compared to the byte.
func TestFacts(t *testing.T) {
	for _, name := range testdata.Certificates() {
		t.Run(name, func(t *testing.T) {
			c := NewCertificate(read(testdata.DER(name)), testdata.Now)
			for _, d := range testdata.Differences(name, map[string]string{
				"subject":     c.Subject,
				"issuer":      c.Issuer,
				"serial":      c.Serial,
				"notBefore":   c.NotBefore,
				"notAfter":    c.NotAfter,
				"sha256":      c.SHA256,
				"sha1":        c.SHA1,
				"spki-sha256": c.SPKISHA256,
			}) {
				t.Error(d)
			}
			if !c.Whole || c.Bytes != len(testdata.DER(name)) || c.Declared != c.Bytes {
				t.Errorf("whole %t, %d bytes of %d", c.Whole, c.Bytes, c.Declared)
			}
		})
	}
}

// The strings that a real load balancer sent for these names, serial and dates:
// pastes/capture-eid.json.
func TestCapturedNames(t *testing.T) {
	c := NewCertificate(read(testdata.DER("name-alb-capture")), testdata.Now)
	capture := string(testdata.Paste("capture-eid.json"))
	for _, value := range []string{
		strings.ReplaceAll(c.Subject, `\`, `\\`), c.Issuer, c.Serial,
		"NotBefore=" + c.NotBefore + ";NotAfter=" + c.NotAfter,
	} {
		if !strings.Contains(capture, ": \""+value+"\"") {
			t.Errorf("the capture does not hold %s", value)
		}
	}
}

// What testdata/make put into the certificates; the words count from testdata.Now.
func TestProgramValues(t *testing.T) {
	tests := []struct {
		name, key, signature, title, by, when string
		badges                                string
	}{
		{"client-1", "RSA, 2048 bits", "RSA with SHA-256", "client-1.example", "Example Issuing CA", "in date for another 9 years 6 months", ""},
		{"issuing-ca", "RSA, 2048 bits", "RSA with SHA-256", "Example Issuing CA", "Example Root CA", "in date for another 10 years 4 months", "CA"},
		{"root-ca", "RSA, 2048 bits", "RSA with SHA-256", "Example Root CA", "Example Root CA", "in date for another 14 years 4 months", "CA, self-issued"},
		{"client-2-expired", "EC P-256", "ECDSA with SHA-256", "client-2.example", "Example EC Issuing CA", "expired 10 months ago", "expired"},
		{"key-p384", "EC P-384", "ECDSA with SHA-384", "p384.example", "p384.example", "in date for another 9 years 6 months", "self-issued"},
		{"key-p521", "EC P-521", "ECDSA with SHA-512", "p521.example", "p521.example", "in date for another 9 years 6 months", "self-issued"},
		{"key-ed25519", "Ed25519", "Ed25519", "ed25519.example", "ed25519.example", "in date for another 9 years 6 months", "self-issued"},
		{"sig-pss", "EC P-256", "RSASSA-PSS with SHA-256, salt of 32 bytes", "pss.example", "Example Root CA", "in date for another 9 years 6 months", ""},
		{"weak-rsa1024-sha1", "RSA, 1024 bits", "RSA with SHA-1", "weak.example", "weak.example", "in date for another 9 years 6 months", "self-issued, RSA 1024, SHA-1"},
		{"name-empty", "EC P-256", "ECDSA with SHA-256", "spiffe://example.com/only", "Example EC Issuing CA", "in date for another 9 years 6 months", ""},
		{"time-forever", "EC P-256", "ECDSA with SHA-256", "forever.example", "Example EC Issuing CA", "in date, without an end", ""},
		{"time-future", "EC P-256", "ECDSA with SHA-256", "tomorrow.example", "Example EC Issuing CA", "not yet valid, starts in 22 years 10 months", "not yet valid"},
		{"version-1", "EC P-256", "ECDSA with SHA-256", "v1.example", "Example EC Issuing CA", "in date for another 9 years 6 months", "version 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := NewCertificate(read(testdata.DER(tt.name)), testdata.Now)
			var badges []string
			for _, b := range c.Badges {
				badges = append(badges, b.Text)
			}
			got := []string{c.Key, c.Signature, c.Title, c.By, c.When, strings.Join(badges, ", ")}
			want := []string{tt.key, tt.signature, tt.title, tt.by, tt.when, tt.badges}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("got %q, want %q", got[i], want[i])
				}
			}
		})
	}
}

func TestAltNames(t *testing.T) {
	c := NewCertificate(read(testdata.DER("client-1")), testdata.Now)
	got := strings.Join([]string{
		strings.Join(c.DNSNames, " "), strings.Join(c.Emails, " "), strings.Join(c.URIs, " "), strings.Join(c.IPs, " "),
	}, "; ")
	const want = "client-1.example; client-1@example.com; spiffe://example.com/ns/prod/sa/client-1; 192.0.2.10 2001:db8::10"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	// A damaged name is no name for programs; people see it, with its fault.
	src := testdata.DER("client-1")
	at := bytes.Index(src, []byte("\x82\x10client-1.example\x81")) // the first name, a dNSName
	for _, damaged := range []struct {
		name, want string
		at         int
		b          byte
	}{
		{"length too large", "; ; spiffe://example.com/ns/prod/sa/client-1; 192.0.2.10 2001:db8::10", at + 1, 0x10 + 22},
		{"length beyond the list", "; ; ; ", at + 1, 0x7F},
		{"a letter beyond ASCII", "; client-1@example.com; spiffe://example.com/ns/prod/sa/client-1; 192.0.2.10 2001:db8::10", at + 2, 0xE9},
	} {
		b := bytes.Clone(src)
		b[damaged.at] = damaged.b
		parsed := read(b)
		c := NewCertificate(parsed, testdata.Now)
		got := strings.Join([]string{
			strings.Join(c.DNSNames, " "), strings.Join(c.Emails, " "), strings.Join(c.URIs, " "), strings.Join(c.IPs, " "),
		}, "; ")
		if got != damaged.want || len(parsed.Findings) == 0 {
			t.Errorf("%s: got %s, want %s; %d findings", damaged.name, got, damaged.want, len(parsed.Findings))
		}
	}
	empty := NewCertificate(read(testdata.DER("version-1")), testdata.Now)
	if empty.DNSNames == nil || empty.Emails == nil || empty.URIs == nil || empty.IPs == nil || empty.Badges == nil {
		t.Error("a list is nil")
	}
}

// Rendered certificates, field by field, as texts to be read. What stands in
// these files is our own output; facts are compared with OpenSSL's above.
func TestGolden(t *testing.T) {
	names := []string{
		"client-1", "issuing-ca", "key-p521", "key-ed25519", "sig-pss", "name-multivalue", "name-strings", "name-empty",
		"serial-negative", "time-future", "version-1", "key-dsa", "key-ec-explicit",
	}
	for _, name := range testdata.Certificates() {
		if strings.HasPrefix(name, "ext-") {
			names = append(names, name)
		}
	}
	ders := map[string][]byte{}
	for _, name := range names {
		ders[name] = testdata.DER(name)
	}
	for _, name := range []string{"broken-san", "broken-outer-length", "trailing-bytes"} {
		names = append(names, name)
		block, _ := pem.Decode(testdata.Paste(name + ".pem"))
		ders[name] = block.Bytes
	}
	names = append(names, "cut-off")
	ders["cut-off"] = testdata.DER("client-1")[:640]
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			c := NewCertificate(read(ders[name]), testdata.Now)
			checkPlaces(t, ders[name], c.Sections)
			compareGolden(t, "certificate-"+name+".txt", show(&c))
		})
	}
}

func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(filepath.Join("..", "..", "testdata", "golden", file), []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, ok := testdata.Golden(file)
	if !ok {
		t.Fatalf("there is no %s; make it with -update", file)
	}
	if got != want {
		g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
		for i := range min(len(g), len(w)) {
			if g[i] != w[i] {
				t.Fatalf("line %d:\ngot  %s\nwant %s", i+1, g[i], w[i])
			}
		}
		t.Fatalf("%d lines, want %d", len(g), len(w))
	}
}

// show writes a certificate as text: two spaces for each level, then the label,
// the value, [badges], (note), and the place in the DER.
func show(c *Certificate) string {
	var b strings.Builder
	b.WriteString(c.Title + " | " + c.By + " | " + c.When + " " + string(c.Tone) + showChips(c.Badges) + "\n")
	b.WriteString(c.Key + " | " + c.Signature + " | CA " + strconv.FormatBool(c.IsCA) + " | whole " + strconv.FormatBool(c.Whole) + "\n")
	for _, s := range c.Sections {
		b.WriteString("\n" + s.Title + "\n")
		showFields(&b, "  ", s.Fields)
	}
	return b.String()
}

func showFields(b *strings.Builder, indent string, fields []Field) {
	for _, f := range fields {
		b.WriteString(indent + f.Label + ":")
		if f.Value != "" {
			value := f.Value
			if f.Style == FieldHex && len(value) > 64 {
				value = value[:64] + "…"
			}
			b.WriteString(" " + value)
		}
		b.WriteString(showChips(f.Badges))
		if f.Note != "" {
			b.WriteString(" (" + f.Note + ")")
		}
		if f.Tone != ToneNone {
			b.WriteString(" " + string(f.Tone))
		}
		if f.Hover != "" {
			b.WriteString(" {" + f.Hover + "}")
		}
		if f.Bytes != nil {
			b.WriteString(" @" + strconv.Itoa(f.Bytes.Offset) + "+" + strconv.Itoa(f.Bytes.Length) + " " + f.Bytes.Path)
		}
		b.WriteString("\n")
		showFields(b, indent+"  ", f.Fields)
	}
}

func showChips(chips []Chip) string {
	var s string
	for _, c := range chips {
		s += " [" + string(c.Tone) + ":" + c.Text + "]"
	}
	return s
}

// checkPlaces holds that every place lies in the DER, and that of a field inside
// another in that one's.
func checkPlaces(t *testing.T, der []byte, sections []Section) {
	t.Helper()
	var walk func(fields []Field, from, to int)
	walk = func(fields []Field, from, to int) {
		for _, f := range fields {
			from, to := from, to
			if b := f.Bytes; b != nil {
				if b.Offset < from || b.Offset+b.Length > to {
					t.Errorf("%s: [%d, %d) is not in [%d, %d)", f.Label, b.Offset, b.Offset+b.Length, from, to)
				}
				from, to = b.Offset, b.Offset+b.Length
			}
			walk(f.Fields, from, to)
		}
	}
	for _, s := range sections {
		walk(s.Fields, 0, len(der))
	}
}

// A place must be that of the value shown: these are found in the DER by their bytes.
func TestPlaces(t *testing.T) {
	der := testdata.DER("client-1")
	c := NewCertificate(read(der), testdata.Now)
	for _, want := range []struct{ section, label, bytes string }{
		{"Subject", "CN", "client-1.example"},
		{"Validity", "Not before", "240301080000Z"},
		{"Serial number", "As ALB prints it", "\x02\x03\x07\xC4\x1E"},
		{"Extensions", "Subject Alternative Name", "spiffe://example.com/ns/prod/sa/client-1"},
	} {
		found := false
		for _, s := range c.Sections {
			for _, f := range s.Fields {
				if s.Title == want.section && f.Label == want.label {
					found = true
					if f.Bytes == nil {
						t.Errorf("%s: no place", want.label)
					} else if got := string(der[f.Bytes.Offset:][:f.Bytes.Length]); !strings.Contains(got, want.bytes) {
						t.Errorf("%s: %q is not in %q", want.label, want.bytes, got)
					}
				}
			}
		}
		if !found {
			t.Errorf("there is no field %s", want.label)
		}
	}
}

// No input may stop it: every certificate cut off at every length.
func TestCutOff(t *testing.T) {
	for _, name := range []string{"client-1", "ext-general-names", "sig-pss"} {
		der := testdata.DER(name)
		for n := range der {
			parsed := read(der[:n])
			c := NewCertificate(parsed, testdata.Now)
			checkPlaces(t, der[:n], c.Sections)
			if c.SHA256 != "" || c.Whole {
				t.Fatalf("%s cut off after %d bytes counts as whole", name, n)
			}
			openssl.Certificate(parsed.Certificate)
		}
	}
}

// Nor may a wrong byte anywhere, in the extensions that are rare.
func TestWrongBytes(t *testing.T) {
	for _, name := range []string{"ext-constraints", "ext-tls", "ext-qualified", "ext-microsoft", "ext-other-names", "key-dsa", "key-ec-explicit",
		"ext-resources", "ext-professions", "ext-rare", "ext-privileges"} {
		src := testdata.DER(name)
		for i := range src {
			for _, b := range []byte{0x00, 0x30, 0x80, 0xFF, src[i] + 1, src[i] ^ 0x20} {
				damaged := slices.Clone(src)
				damaged[i] = b
				parsed := read(damaged)
				c := NewCertificate(parsed, testdata.Now)
				openssl.Certificate(parsed.Certificate)
				if i%7 == 0 {
					checkPlaces(t, damaged, c.Sections)
				}
			}
		}
	}
	for _, name := range []string{"request", "list", "public-key-ec"} {
		_, src, _ := testdata.Neighbor(name)
		kind := der.Classify(src)
		for i := range src {
			for _, b := range []byte{0x00, 0x30, 0x80, 0xFF, src[i] + 1, src[i] ^ 0x20} {
				damaged := slices.Clone(src)
				damaged[i] = b
				o := readAs(kind, damaged)
				openssl.Text(kind, damaged)
				checkPlaces(t, damaged, o.Sections)
			}
		}
	}
}

// What is no certificate at all still gives a report.
func TestNothing(t *testing.T) {
	for _, src := range []string{"", "\x00", "0", "\x30\x80", "\x30\x00", "\x04\x02ab", "garbage"} {
		parsed := read([]byte(src))
		c := NewCertificate(parsed, testdata.Now)
		if c.Title != "Certificate without a name" || c.When != "validity not readable" {
			t.Errorf("%q: %q, %q", src, c.Title, c.When)
		}
		checkPlaces(t, []byte(src), c.Sections)
		if text := openssl.Certificate(parsed.Certificate); !strings.Contains(text, "Serial Number: <none>\n") {
			t.Errorf("%q: %s", src, text)
		}
	}
}

func BenchmarkNewCertificate(b *testing.B) {
	c := read(testdata.DER("client-1"))
	now := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		NewCertificate(c, now)
	}
}
