package unwrap_test

import (
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/testdata"
)

// A key inside of something that is not read as one is found, named and hidden.
func TestHeldKeys(t *testing.T) {
	key, _ := testdata.Secret("p256.pkcs8.der")
	sec1, secret := testdata.Secret("p256.sec1.der")
	scalar, err := hex.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	must := func(v any) []byte {
		b, err := asn1.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	// What Sun's key stores hold for a key: the algorithm is that of JKS.
	jks := must(struct {
		A struct {
			ID   asn1.ObjectIdentifier
			None asn1.RawValue
		}
		Key []byte
	}{struct {
		ID   asn1.ObjectIdentifier
		None asn1.RawValue
	}{asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 42, 2, 17, 1, 1}, asn1.NullRawValue}, sec1})
	curve := must(asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7})
	blob := append([]byte("\x07\x02\x00\x00\x00\xa4\x00\x00RSA2\x00\x04\x00\x00\x01\x00\x01\x00"), sec1...)

	containers := map[string][]byte{
		"a Java key store":                 append([]byte("\xfe\xed\xfe\xed\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x01\x00\x01a\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x80"), jks...),
		"a curve before the key":           append(curve, sec1...),
		"a key of CryptoAPI":               blob,
		"bytes before the key":             append([]byte("\x01\x02\x03\x04\x05"), key...),
		"a key in a certificate":           certificateWith(t, key),
		"base64 of a key in a certificate": certificateWith(t, []byte(base64.StdEncoding.EncodeToString(key))),
	}
	wraps := map[string]func([]byte) string{
		"header":      func(b []byte) string { return "X-Any-Thing: " + base64.StdEncoding.EncodeToString(b) + "\n" },
		"base64url":   func(b []byte) string { return "X-Any-Thing: " + base64.RawURLEncoding.EncodeToString(b) + "\n" },
		"hexadecimal": func(b []byte) string { return "Client-Cert: " + hex.EncodeToString(b) + "\n" },
		"colons":      func(b []byte) string { return "X-SSL-Client-Serial: " + colons(b) + "\n" },
		"part of a name": func(b []byte) string {
			return "X-Amzn-Mtls-Clientcert-Subject: CN=a,O=" + base64.StdEncoding.EncodeToString(b) + "\n"
		},
		"part of a URI": func(b []byte) string {
			return "X-Forwarded-Client-Cert: Hash=aa;URI=spiffe://a/" + base64.StdEncoding.EncodeToString(b) + "\n"
		},
		"JSON": func(b []byte) string {
			return `{"headers":{"x-amzn-mtls-clientcert-subject":"CN=a,O=` + base64.StdEncoding.EncodeToString(b) + `"}}`
		},
		"query": func(b []byte) string {
			return "X-Amzn-Mtls-Clientcert-Issuer: CN=" + url.QueryEscape(base64.StdEncoding.EncodeToString(b)) + "\n"
		},
	}
	for what, b := range containers {
		for how, wrap := range wraps {
			paste := []byte(wrap(b))
			r := decode.Text(paste, decode.Options{Now: testdata.Now})
			if !told(r, "private-key") {
				t.Errorf("%s, %s: no key is told of", what, how)
			}
			got := shown(paste)
			for _, secret := range needles(scalar) {
				if strings.Contains(got, secret) {
					t.Errorf("%s, %s: %q is shown", what, how, secret)
				}
			}
		}
	}
}

// certificateWith is a certificate with bytes in an extension.
func certificateWith(t *testing.T, value []byte) []byte {
	block, _ := pem.Decode(testdata.PEM("client-1"))
	type certificate struct {
		TBS       asn1.RawValue
		Algorithm asn1.RawValue
		Signature asn1.RawValue
	}
	var c certificate
	if _, err := asn1.Unmarshal(block.Bytes, &c); err != nil {
		t.Fatal(err)
	}
	var fields []asn1.RawValue
	for rest := c.TBS.Bytes; len(rest) > 0; {
		var f asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &f); err != nil {
			t.Fatal(err)
		}
		if f.Class == asn1.ClassContextSpecific && f.Tag == 3 {
			extension, _ := asn1.Marshal([]struct {
				ID    asn1.ObjectIdentifier
				Value []byte
			}{{asn1.ObjectIdentifier{1, 2, 3, 4}, value}})
			f = asn1.RawValue{Class: 2, Tag: 3, IsCompound: true, Bytes: extension}
		}
		fields = append(fields, f)
	}
	tbs, err := asn1.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	out, err := asn1.Marshal(certificate{asn1.RawValue{FullBytes: tbs}, c.Algorithm, c.Signature})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A piece of a key in a name, without anything that tells what it is, is not shown, and
// not said to be a key.
func TestPiecesInNames(t *testing.T) {
	for _, form := range []string{"rsa.pkcs8.der", "rsa.pkcs1.der", "rsa.encrypted.der", "p521.encrypted.der"} {
		key, _ := testdata.Secret(form)
		text := base64.StdEncoding.EncodeToString(key)
		piece := text[len(text)-54 : len(text)-4]
		for _, h := range holders[2:7] {
			paste := []byte(strings.Replace(h.format, "%s", piece, 1))
			if got := shown(paste); strings.Contains(got, piece[8:32]) {
				t.Errorf("%s, %s: it is shown", form, h.name)
			}
			if r := decode.Text(paste, decode.Options{Now: testdata.Now}); !told(r, "name-withheld") && h.name != "XFCC Cert" || told(r, "private-key") {
				t.Errorf("%s, %s: findings %v", form, h.name, r.Findings)
			}
		}
	}
}

// A record of a connection log is not looked into as a request is: a piece in the name that
// it has is not shown there either, and said to be withheld, with the place of its line.
func TestPieceInConnectionLog(t *testing.T) {
	key, _ := testdata.Secret("rsa.pkcs8.der")
	text := base64.StdEncoding.EncodeToString(key)
	piece := text[len(text)-54 : len(text)-4]
	record := holders[slices.IndexFunc(holders, func(h struct{ name, format string }) bool { return h.name == "record" })].format
	line := strings.Replace(record, "%s", piece, 1)
	other := strings.Replace(record, "%s", "client-2.example", 1)
	paste := []byte(other + line + other)
	if got := shown(paste); strings.Contains(got, piece[8:32]) || !strings.Contains(got, "client-2.example") {
		t.Error("it is shown, or another name is not")
	}
	r := decode.Text(paste, decode.Options{Now: testdata.Now})
	found := false
	for i := range r.Findings {
		if f := &r.Findings[i]; f.ID == "name-withheld" {
			found = true
			if at := f.Places[0]; string(paste[at.Start:at.End]) != strings.TrimSuffix(line, "\n") {
				t.Errorf("its place is %q", paste[at.Start:at.End])
			}
		}
	}
	if len(r.Logs) != 1 || r.Logs[0].Lines != 3 || !found || named(r) {
		t.Errorf("findings %v, logs %+v", r.Findings, r.Logs)
	}
}

// What should be a certificate and is bytes in print is not shown: it may be a key whose
// wrapping is not known.
func TestPrintedBytesAreNotShown(t *testing.T) {
	for _, form := range []string{"rsa.pkcs8.der", "p256.sec1.der", "p521.encrypted.der"} {
		key, secretHex := testdata.Secret(form)
		secret, _ := hex.DecodeString(secretHex)
		for name, text := range map[string]string{
			"hex.Dump in one line": strings.ReplaceAll(strings.TrimSpace(hex.Dump(key)), "\n", " "),
			"%#v, cut off":         strings.TrimPrefix(fmt.Sprintf("%#v", key), "[]byte{0x30, "),
			"numbers, cut off":     strings.TrimPrefix(fmt.Sprint(key), "[48 "),
		} {
			out := shown([]byte("GET / HTTP/1.1\nssl-client-verify: SUCCESS\nssl-client-cert: " + text + "\n"))
			for _, w := range append(needles(secret), strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%#v", secret[4:16]), "[]byte{"), "}")) {
				if strings.Contains(out, w) {
					t.Errorf("%s, %s: %q is shown", form, name, w)
					break
				}
			}
		}
	}
}

// What has a number first as keys have, and goes on as none, is no key: a list of
// revoked certificates with a damaged algorithm (RFC 5280, section 5.1).
func TestNoKeys(t *testing.T) {
	number, _ := asn1.Marshal(1)
	name := sequence(sequence([]byte{6, 3, 85, 4, 3, 12, 1, 'a'}))
	for what, second := range map[string][]byte{"octets": {4, 3, 1, 2, 3}, "number": {2, 3, 1, 2, 3}, "sequence": sequence([]byte{4, 1, 2})} {
		list := sequence(sequence(number, second, name, make([]byte, 0), sequence(name, name, name, name)), sequence([]byte{5, 0}), append([]byte{3, 41, 0}, make([]byte, 40)...))
		r := decode.Text(pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: list}), decode.Options{Now: testdata.Now})
		if named(r) {
			t.Errorf("%s: %v", what, r.Findings)
		}
	}
}
