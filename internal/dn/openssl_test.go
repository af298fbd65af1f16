package dn

import (
	"bytes"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// tlv encodes an element with a tag of one octet.
func tlv(tag byte, parts ...string) string {
	content := strings.Join(parts, "")
	n := len(content)
	switch {
	case n < 0x80:
		return string([]byte{tag, byte(n)}) + content
	case n < 0x100:
		return string([]byte{tag, 0x81, byte(n)}) + content
	case n < 0x10000:
		return string([]byte{tag, 0x82, byte(n >> 8), byte(n)}) + content
	}
	return string([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}) + content
}

// attribute encodes a type and a value.
func attribute(dotted string, tag byte, value string) string {
	id, ok := oid.Parse(dotted)
	if !ok {
		panic("bad OID " + dotted)
	}
	return tlv(0x30, tlv(0x06, string(id)), tlv(tag, value))
}

// name encodes a Name of RDNs, each the concatenation of its attributes.
func name(rdns ...string) string {
	var sets strings.Builder
	for _, rdn := range rdns {
		sets.WriteString(tlv(0x31, rdn))
	}
	return tlv(0x30, sets.String())
}

func read(t testing.TB, encoded string) Name {
	t.Helper()
	r := der.NewReader([]byte(encoded))
	e, ok := r.Next()
	if !ok {
		t.Fatal("empty name")
	}
	return Read(&e)
}

// certificate encodes a certificate with the subject, which openssl reads: it does
// not look at the signature.
func certificate(subject string) string {
	algorithm := tlv(0x30, tlv(0x06, "\x2b\x65\x70"))
	return tlv(0x30,
		tlv(0x30,
			tlv(0xA0, tlv(0x02, "\x02")),
			tlv(0x02, "\x01"),
			algorithm,
			name(),
			tlv(0x30, tlv(0x17, "240102030405Z"), tlv(0x17, "340102030405Z")),
			subject,
			tlv(0x30, algorithm, tlv(0x03, "\x00"+strings.Repeat("k", 32)))),
		algorithm,
		tlv(0x03, "\x00"+strings.Repeat("s", 64)))
}

// openSSL returns the subject as openssl prints it in a style; ok is false if it
// cannot.
func openSSL(t *testing.T, subject, style string) (string, bool) {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("no processes under js")
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	cmd := exec.Command("openssl", "x509", "-inform", "DER", "-noout", "-subject", "-nameopt", style)
	cmd.Stdin = strings.NewReader(certificate(subject))
	var diagnostics bytes.Buffer
	cmd.Stderr = &diagnostics
	out, err := cmd.Output()
	text, found := strings.CutPrefix(strings.TrimSuffix(string(out), "\n"), "subject=")
	return text, err == nil && found && diagnostics.Len() == 0
}

// TestPrintLikeOpenSSL prints names made of every string type and every octet,
// and compares with the openssl on this machine.
func TestPrintLikeOpenSSL(t *testing.T) {
	var octets [256]byte
	for i := range octets {
		octets[i] = byte(i)
	}
	every := string(octets[:])
	values := []string{every, every[:0x80] + "é東😀", "", "#", " ", "  ", "##", " #", "# ", "a ", "a#", "-#b", "a  b", `"`, `\`, `\\ `, "é", "\xe9", "\x7f", "\x00"}
	type group struct {
		name    string
		unread  bool // OpenSSL does not read, or does not print, such a value
		members []string
	}
	var groups []group
	for _, tag := range []byte{der.UTF8String, der.NumericString, der.PrintableString, der.T61String, der.IA5String,
		der.UTCTime, der.GeneralizedTime, der.VisibleString, der.VideotexString, der.GraphicString, der.GeneralString} {
		g := group{name: "tag " + strconv.Itoa(int(tag))}
		switch tag {
		case der.UTCTime, der.GeneralizedTime, der.VisibleString, der.VideotexString, der.GraphicString, der.GeneralString:
			g.unread = true // not in DirectoryString
		}
		for _, v := range values {
			if tag == der.UTF8String && !utf8.ValidString(v) {
				continue // OpenSSL refuses the certificate
			}
			g.members = append(g.members, attribute("2.5.4.3", tag, v))
		}
		groups = append(groups, g)
	}
	cn := func(tag byte, value string) string { return attribute("2.5.4.3", tag, value) }
	groups = append(groups,
		group{name: "bits", members: []string{cn(der.BitString, "\x00abc"), cn(der.Sequence|0x20, tlv(4, "x"))}},
		group{name: "wide", members: []string{
			cn(der.BMPString, "\x00A\x67\x71\x4e\xac\x00#\x00 "), cn(der.BMPString, "\x00#"), cn(der.BMPString, "\xff\xff"), cn(der.BMPString, ""),
			cn(der.UniversalString, "\x00\x00\x00A\x00\x01\xf6\x00\x00\x10\xff\xff")}},
		group{name: "half a character", unread: true, members: []string{cn(der.BMPString, "\x00A\x00")}},
		group{name: "types", members: []string{
			attribute("1.2.3.4.5.6", der.UTF8String, "hello"),                                           // unknown
			attribute("2.25.329800735698586629295641978511506172918", der.PrintableString, "uuid"),      // a large arc
			attribute("1.3.6.1.4.1.99999"+strings.Repeat(".123456", 20), der.PrintableString, "long")}}, // longer than OpenSSL's buffer
		group{name: "multi-valued", members: []string{
			cn(der.UTF8String, "a") + attribute("2.5.4.11", der.UTF8String, "b") + attribute("0.9.2342.19200300.100.1.1", der.UTF8String, "c"), cn(der.UTF8String, "d")}},
	)
	for _, g := range groups {
		subject := name(g.members...)
		want, ok := openSSL(t, subject, "RFC2253")
		if ok == g.unread {
			t.Errorf("%s: openssl prints it: %v", g.name, ok)
		}
		n := read(t, subject)
		if got := n.String(); ok && got != want {
			t.Errorf("%s\n got %s\nwant %s", g.name, got, want)
		}
		if line, ok := openSSL(t, subject, "oneline"); ok && n.Print(OneLine) != line {
			t.Errorf("%s\n got %s\nwant %s", g.name, n.Print(OneLine), line)
		}
	}
}

// TestAttributeNames prints one attribute of each type that the table knows.
func TestAttributeNames(t *testing.T) {
	var rdns []string
	for _, id := range oid.Known() {
		rdns = append(rdns, tlv(0x30, tlv(0x06, string(id)), tlv(0x0C, "x")))
	}
	subject := name(rdns...)
	want, ok := openSSL(t, subject, "RFC2253")
	if !ok {
		t.Fatal("openssl does not print the name")
	}
	n := read(t, subject)
	got := n.String()
	if got == want {
		return
	}
	g, w := strings.Split(got, ","), strings.Split(want, ",")
	for i := range g {
		if i < len(w) && g[i] != w[i] {
			t.Errorf("%s, openssl has %s", g[i], w[i])
		}
	}
	if len(g) != len(w) {
		t.Errorf("%d RDNs, openssl has %d", len(g), len(w))
	}
}
