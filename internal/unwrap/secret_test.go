package unwrap_test

import (
	"bytes"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/lab"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/testdata"
)

// holders are values that are shown as they stand, with a place for another one.
var holders = []struct{ name, format string }{
	{"alone", "%s"},
	{"header", "X-Amzn-Mtls-Clientcert-Leaf: %s\n"},
	{"subject", "X-Amzn-Mtls-Clientcert-Subject: CN=%s\n"},
	{"XFCC", `X-Forwarded-Client-Cert: Hash=aa;Subject="%s";URI=spiffe://a/b` + "\n"},
	{"XFCC Cert", `X-Forwarded-Client-Cert: Hash=aa;Cert="%s"` + "\n"},
	{"event", `{"headers":{"x-amzn-mtls-clientcert-subject":"CN=a, O=%s"}}`},
	{"record", `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=%s" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z 05 Success TID_3180` + "\n"},
	{"code", `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=a" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z 05 Failed:%s TID_3180` + "\n"},
}

// oneLine are forms that fit into any of the holders.
var oneLine = []struct {
	name string
	do   func([]byte) string
}{
	{"base64", base64.StdEncoding.EncodeToString},
	{"base64url", base64.RawURLEncoding.EncodeToString},
	{"hex", hex.EncodeToString},
	{"colons", func(b []byte) string { return colons(b) }},
	{"decimal", func(b []byte) string { return strings.Trim(fmt.Sprint(b), "[]") }},
	{"escaped", func(b []byte) string {
		return strings.NewReplacer(" ", "%20", "\r", "%0D", "\n", "%0A", `"`, "%22", "{", "%7B", "}", "%7D", "+", "%2B").Replace(string(b))
	}},
}

func colons(b []byte) string {
	parts := make([]string, len(b))
	for i, c := range b {
		parts[i] = hex.EncodeToString([]byte{c})
	}
	return strings.Join(parts, ":")
}

// needles are texts that show some of the secret.
func needles(secret []byte) (list []string) {
	add := func(s string) { list = append(list, s, strings.ToUpper(s)) }
	part := secret[4 : len(secret)-2]
	part = part[:min(len(part), 16)]
	for shift := range 3 {
		enc := base64.StdEncoding.EncodeToString(part[shift : shift+(len(part)-shift)/3*3])
		list = append(list, enc, strings.NewReplacer("+", "-", "/", "_").Replace(enc), strings.NewReplacer("+", "%2B", "/", "%2F").Replace(enc))
	}
	add(hex.EncodeToString(part))
	add(colons(part))
	add(strings.ReplaceAll(colons(part), ":", " "))
	add(strings.ReplaceAll(colons(part), ":", "-"))
	plain := strings.Trim(fmt.Sprint(part), "[]")
	return append(list, plain, strings.ReplaceAll(plain, " ", ", "), strings.ReplaceAll(plain, " ", ","), string(part))
}

// shown is all that a paste is answered with.
func shown(paste []byte) string {
	var out bytes.Buffer
	o := lab.Options{Now: testdata.Now}
	r := decode.Text(paste, decode.Options{Now: testdata.Now})
	out.Write(r.AppendJSON(nil))
	out.Write(lab.Report(o, paste).AppendJSON(nil))
	for _, view := range []string{"text", "pem"} {
		text, _ := lab.View(paste, view)
		out.WriteString(text)
	}
	for i := range len(r.Certificates) + len(r.Others) {
		for _, what := range []string{"tree", "place", "names", "certificate", "other"} {
			members, _ := jsontext.Object([]byte(`{"structure":` + strconv.Itoa(i) + `,"offset":0,"length":10}`))
			if answer, err := lab.Inspect(nil, o, what, paste, members); err == nil {
				out.Write(answer)
				if what == "tree" {
					for _, word := range bytes.Split(answer, []byte(`"`)) {
						if raw, err := base64.StdEncoding.DecodeString(string(word)); err == nil {
							out.Write(raw)
						}
					}
				}
			}
		}
	}
	return out.String()
}

func named(r *report.Report) bool { return told(r, "private-key") || told(r, "key-file") }

func told(r *report.Report, id string) bool {
	return slices.ContainsFunc(r.Findings, func(f report.Finding) bool { return f.ID == id })
}

// ofStructures are the layers that hold structures, and no text.
var ofStructures = map[string]bool{
	"PKCS#7": true, "hexadecimal of TLS": true, "hexadecimal of TLS, handshake": true, "TRUSTED CERTIFICATE": true, "headers in the block": true,
	"X509 CERTIFICATE": true, "records": true, "hexadecimal": true, "hexadecimal after x": true, "bytes of languages": true,
	"hexadecimal of PEM": true, "numbers of TLS": true, "bytes in octal": true, "lists of PHP": true, "memory in a debugger": true,
}

// unnamed are the wrappings in which a key is not told to be one, in DER or as text.
// Nothing of it is shown all the same.
var unnamed = map[string]string{
	"DER in records":                   "its text holds no key",
	"DER in code decimal":              "no record: blanks are in a code",
	"text in HAR":                      "no JSON: the quotes inside are not escaped",
	"text in JSON":                     "likewise",
	"text in colors":                   "likewise",
	"text in string":                   "likewise",
	"text in structs of Rust":          "likewise",
	"text in wraps":                    "what breaks lines breaks strings, and what is inside is no text any more",
	"text in wraps of wraps":           "likewise",
	"text in header: wrapped":          "likewise",
	"text in text around wraps":        "likewise",
	"text in shell, continued lines":   "likewise",
	"text in lines in JSON":            "each line of a text without armor is a value of its own",
	"text in tables of lines":          "the shortest of the texts has two lines, in which a + may be base64's",
	"text in text around base64":       "what is joined begins as DER does",
	"text in invisible characters":     "nothing is percent-encoded in one of the texts, so they stay",
	"text in zero-width spaces":        "its length is that of another text",
	"text in \\x escapes":              "bytes of text are not read in this form, of PEM neither",
	"text in hexadecimal, escaped":     "likewise",
	"text in hex with spaces in lines": "likewise",
}

// No private key comes out of any wrapping: not of a layer in the tables of this
// package, and not of a value that is shown.
func TestNoSecretComesOut(t *testing.T) {
	all, missed := 0, map[string][]string{}
	for _, form := range testdata.Secrets() {
		key, secretHex := testdata.Secret(form)
		secret, _ := hex.DecodeString(secretHex)
		words := needles(secret)
		check := func(name, paste string) {
			all++
			text := shown([]byte(paste))
			for _, w := range words {
				if strings.Contains(text, w) {
					i := strings.Index(text, w)
					t.Errorf("%s, %s: %q is shown: …%.300s", form, name, w, text[max(0, i-150):])
					return
				}
			}
			if !named(decode.Text([]byte(paste), decode.Options{Now: testdata.Now})) {
				kind := "text in "
				if key[0] == 0x30 {
					kind = "DER in "
				}
				missed[kind+name] = append(missed[kind+name], form)
			}
		}
		for _, l := range unwrap.Layers() {
			if key[0] != 0x30 && ofStructures[l.Name] {
				continue
			}
			check(l.Name, l.Wrap(key))
		}
		for _, h := range holders {
			for _, l := range oneLine {
				text := l.do(key)
				asText := l.name == "escaped" || l.name == "base64" || l.name == "base64url" || l.name == "hex"
				if key[0] == 0x30 && l.name != "escaped" || key[0] != 0x30 && asText {
					check(h.name+" "+l.name, fmt.Sprintf(h.format, text))
				}
			}
		}
	}
	for name, forms := range missed {
		if unnamed[name] == "" {
			t.Errorf("%s: not named in %d: %s", name, len(forms), strings.Join(forms, " "))
		}
	}
	for name := range unnamed {
		if missed[name] == nil {
			t.Errorf("%s: every key is named: take it off the list", name)
		}
	}
	t.Logf("%d pastes", all)
}

// A key in a container that nobody knows, or behind a certificate, is hidden with
// what holds it.
func TestKeysInside(t *testing.T) {
	leaf := testdata.DER("client-2")
	for _, form := range []string{"ed25519.pkcs8.der", "p256.sec1.der", "rsa.pkcs1.der", "p521.encrypted.der"} {
		key, secretHex := testdata.Secret(form)
		secret, _ := hex.DecodeString(secretHex)
		octets, _ := asn1.Marshal(key)
		for name, paste := range map[string][]byte{
			"list":            sequence(key, key),
			"list of other":   sequence(sequence([]byte{6, 2, 42, 3}), octets),
			"after a newline": slices.Concat(leaf, []byte("\n"), key),
			"right after":     slices.Concat(leaf, key),
			"after bytes":     slices.Concat(leaf, []byte{1, 2, 3}, key, []byte{4}),
		} {
			for wrap, text := range map[string]string{
				"DER": string(paste), "base64": base64.StdEncoding.EncodeToString(paste), "hex": hex.EncodeToString(paste),
				"PEM": string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: paste})),
			} {
				out := shown([]byte(text))
				for _, w := range needles(secret) {
					if strings.Contains(out, w) {
						t.Errorf("%s %s in %s: %q is shown", form, name, wrap, w)
						break
					}
				}
				if r := decode.Text([]byte(text), decode.Options{Now: testdata.Now}); !named(r) && !(strings.HasPrefix(name, "list") && (wrap == "base64" || wrap == "hex")) || strings.Contains(name, "after") && len(r.Certificates) != 1 {
					t.Errorf("%s %s in %s: named %v, %d certificates", form, name, wrap, named(r), len(r.Certificates))
				}
			}
		}
	}
}

// A key that lost its beginning is hidden as long as there is something that keys alone
// have: the name of an algorithm, a structure further in.
func TestKeysWithoutTheirBeginning(t *testing.T) {
	all := append(slices.Clone(holders[1:]), struct{ name, format string }{"access log", `10.0.0.1 - - [27/Nov/2026:07:01:02 +0000] "GET / HTTP/1.1" 200 "SUCCESS" "CN=%s,O=b" "x"` + "\n"},
		struct{ name, format string }{"URI", "X-Forwarded-Client-Cert: Hash=aa;URI=spiffe://%s;DNS=a\n"})
	for _, form := range []string{"ed25519.pkcs8.der", "rsa.pkcs8.der", "p256.pkcs8.der", "rsa.encrypted.der", "p521.encrypted.der", "x448.encrypted.der", "p256.sec1.der", "p521.sec1.der", "open.p12"} {
		key, secretHex := testdata.Secret(form)
		secret, _ := hex.DecodeString(secretHex)
		for _, h := range all {
			for name, text := range map[string]string{
				"base64": base64.StdEncoding.EncodeToString(key)[7:], "hexadecimal": hex.EncodeToString(key)[6:], "an odd digit": hex.EncodeToString(key)[5:],
				"whole, percent-encoded": "%" + strings.ReplaceAll(colons(key), ":", "%"), "whole, hexadecimal": hex.EncodeToString(key), "whole, with colons": colons(key),
				"the end of its armor": strings.NewReplacer("\n", "%0A", " ", "%20", "+", "%2B", "/", "%2F").Replace(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))[40:]),
			} {
				out := shown([]byte(fmt.Sprintf(h.format, text)))
				for _, w := range append(needles(secret), strings.ReplaceAll(colons(secret[4:16]), ":", "%")) {
					if strings.Contains(out, w) {
						t.Errorf("%s, %s in %s: %q is shown", form, name, h.name, w)
						break
					}
				}
			}
		}
	}
}

// A key of a small curve is shown in no value either. It has nothing but what RFC 5915 asks
// for, and so few bytes that it is mostly taken for a number.
func TestKeysOfSmallCurves(t *testing.T) {
	for bits, head := range map[string]string{"112": "\x30\x13\x02\x01\x01\x04\x0e", "163": "\x30\x1a\x02\x01\x01\x04\x15", "192": "\x30\x1d\x02\x01\x01\x04\x18"} {
		secret := make([]byte, head[len(head)-1])
		for i := range secret {
			secret[i] = byte(0x53 + 29*i)
		}
		key := append([]byte(head), secret...)
		for _, h := range holders[1:] {
			for _, l := range oneLine[:5] {
				out := shown([]byte(fmt.Sprintf(h.format, l.do(key))))
				for _, w := range needles(secret) {
					if strings.Contains(out, w) {
						t.Errorf("%s bits, %s %s: %q is shown", bits, h.name, l.name, w)
						break
					}
				}
			}
		}
	}
}

// What begins as a key does and is too short for one is none: a ProxyCertInfo (RFC 3820,
// section 3.8), of OpenSSL's test/certs/pc1-cert.pem, in a value of which nothing is read.
func TestShortStructuresAreNoKeys(t *testing.T) {
	r := decode.Text([]byte("X-Amzn-Mtls-Clientcert-Subject: CN=3013020101300E06082B0601050507150004024142\n"), decode.Options{Now: testdata.Now})
	if named(r) {
		t.Errorf("a private key: %v", r.Findings)
	}
}

// A Java key store as a list of numbers: a name before the key (KeyStore's JavaKeyStore.java
// writes it so, and Sun's algorithm as of keytool -importkeystore), a certificate after it.
func TestKeyStoreAsNumbers(t *testing.T) {
	secret := make([]byte, 107)
	for i := range secret {
		secret[i] = byte(0x53 + 29*i)
	}
	octets, _ := asn1.Marshal(secret)
	key := sequence(sequence([]byte("\x06\x0a\x2b\x06\x01\x04\x01\x2a\x02\x11\x01\x01\x05\x00")), octets)
	store := slices.Concat([]byte("\xfe\xed\xfe\xed\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x01\x00\x01a\x00\x00\x01\xa2\x22\x93B\xc5\x00\x00\x00"), []byte{byte(len(key))}, key, testdata.DER("client-2"))
	for _, h := range holders {
		for _, l := range oneLine[:5] {
			out := shown([]byte(fmt.Sprintf(h.format, l.do(store))))
			for from := 0; from+22 <= len(secret); from += 16 {
				for _, w := range needles(secret[from:]) {
					if strings.Contains(out, w) {
						t.Fatalf("%s %s: %q is shown", h.name, l.name, w)
					}
				}
			}
		}
	}
}

// What is left of a key after something broke the text around it is not shown either: not as
// the name of a value, in no quote, in no structure of which nothing can be read.
func TestKeysInBrokenText(t *testing.T) {
	b64 := base64.StdEncoding.EncodeToString
	joined := func(format, between string, b []byte) string {
		parts := make([]string, len(b))
		for i, c := range b {
			parts[i] = fmt.Sprintf(format, c)
		}
		return strings.Join(parts, between)
	}
	lines := func(text, between string, width int) string {
		return strings.Join(slices.Collect(func(yield func(string) bool) {
			for i := 0; i < len(text) && yield(text[i:min(i+width, len(text))]); i += width {
			}
		}), between)
	}
	bundle := func(b []byte) []byte {
		inner := append([]byte{0xA0, 0x82, byte(len(b) >> 8), byte(len(b))}, b...)
		return sequence([]byte("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"), inner)
	}
	for _, form := range []string{"ed25519.pkcs8.der", "p256.pkcs8.der", "p521.sec1.der", "rsa.pkcs8.der", "x448.encrypted.der"} {
		key, secretHex := testdata.Secret(form)
		secret, _ := hex.DecodeString(secretHex)
		bits := bytes.Clone(key)
		if i := bytes.LastIndex(bits, []byte{4, 80}); i > 0 {
			bits[i] = 3 // a digit of a list that a wrap took away
		}
		for name, paste := range map[string]string{
			"a bundle of bytes":             b64(bundle(key[10:])),
			"that in a header":              "X-Cert: " + b64(bundle(key[10:])) + "\n",
			"numbers of BASIC, no head":     "X-Amzn-Mtls-Clientcert-Serial-Number: | " + joined("&H%02X", ", ", key[4:]) + " |\n",
			"rows of numbers, encoded":      "X-Amzn-Mtls-Clientcert-Leaf: " + lines(joined("%3d", " ", key[2:]), "%0A ", 64) + "\n",
			"rows of numbers in JSON lines": "X-Amzn-Mtls-Clientcert-Serial-Number: " + strings.ReplaceAll(lines(joined("%3d", " ", key), "\n", 64), "\n", `\n","stream":"stdout","time":"2026-11-19T10:00:00.047866995Z"}\n{"log":"`) + "\n",
			"a dump behind prefixes":        "X-Amzn-Mtls-Clientcert-Subject: CN=" + strings.ReplaceAll(hex.Dump(key), "\n", "web-7d9 app ") + "\n",
			"shifted base64":                b64(key)[10:] + "\n-----END CERTIFICATE-----\n",
			"dashes in lines":               lines(strings.ReplaceAll(colons(key), ":", "-"), "\n", 72) + "\n",
			"an equals sign encoded":        "tls.key: |\n    -----BEGIN PRIVATE KEY-----\n    " + lines(b64(key), "\n    ", 30) + "=3D=3D\n    -----END PRIVATE KEY-----\n",
			"a part elided":                 "-----BEGIN CERTIFICATE-----\n" + lines(b64(key)[:min(len(b64(key)), 58)], "\n", 64) + "\u2026\n-----END CERTIFICATE-----\n",
			"of another type":               joined("%d", ", ", bits),
			"references in a name":          `X-Forwarded-Client-Cert: Hash=ab;Subject="{\\"c\\": &quot;d&quot;: &quot;` + base64.RawURLEncoding.EncodeToString(secret) + `&quot;, &quot;kty&quot;: &quot;EC&quot;";URI=a` + "\n",
		} {
			out := shown([]byte(paste))
			for from := 0; from+22 <= len(secret); from += 16 {
				for _, w := range needles(secret[from:]) {
					if i := strings.Index(out, w); i >= 0 {
						t.Errorf("%s, %s: %q is shown: …%.300s", form, name, w, out[max(0, i-150):])
						from = len(secret)
						break
					}
				}
			}
		}
	}
	r := decode.Text([]byte(b64(bundle([]byte(strings.Repeat("\xd5\x0a", 80))))), decode.Options{Now: testdata.Now})
	if len(r.Others) != 1 || r.Others[0].Title != "Damaged PKCS#7 bundle" || !r.Others[0].Secret {
		t.Errorf("a damaged bundle: %+v", r.Others)
	}
}

func sequence(parts ...[]byte) []byte {
	b, _ := asn1.Marshal(asn1.RawValue{Tag: 16, IsCompound: true, Bytes: slices.Concat(parts...)})
	return b
}

// A PKCS#12 store of certificates alone is no private key: openssl pkcs12 -info says
// of this one "Certificate bag" and nothing else.
func TestTrustStore(t *testing.T) {
	r := decode.Text(testdata.TrustStore(), decode.Options{Now: testdata.Now})
	if named(r) || len(r.Others) != 0 || len(r.Certificates) != 1 || r.Certificates[0].Title != "keys" {
		t.Errorf("findings %v, others %v, certificates %d", r.Findings, r.Others, len(r.Certificates))
	}
	// One with a key in it is, and its certificate is shown if it is not encrypted.
	for name, certificates := range map[string]int{"open.p12": 1, "locked.p12": 0} {
		store, _ := testdata.Secret(name)
		r := decode.Text(store, decode.Options{Now: testdata.Now})
		if !named(r) || len(r.Certificates) != certificates || told(r, "private-key") {
			t.Errorf("%s: named %v, %d certificates, %v", name, named(r), len(r.Certificates), r.Findings)
		}
	}
}
