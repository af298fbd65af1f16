package keypiece

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// Names as certificates and proxies have them are no pieces of keys; bytes in any
// print that are longer than a hash may be one.
func TestPieces(t *testing.T) {
	random := make([]byte, 200)
	rand.New(rand.NewSource(1)).Read(random)
	enc := base64.StdEncoding
	for _, name := range []string{
		"CN=client-1.example,OU=Payments and Settlements of the Northern Region,O=Example Corp,L=Göteborg,C=SE",
		"spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account",
		"CN=AROA3XFRBF535PLBIFPI4:i-0123456789abcdef0,O=123456789012", // an instance's role
		"CN=12345678-1234-1234-1234-123456789abc,OU=" + hex.EncodeToString(random[:20]),
		"CN=" + hex.EncodeToString(random[:32]),                                             // as AWS IoT names certificates
		"CN=" + enc.EncodeToString(random[:32]),                                             // SHA-256
		enc.EncodeToString([]byte("/C=SE/O=Example/CN=client-1.example, with a long name")), // HAProxy's base64 of a name
		strings.Join(strings.Fields("f0 14 8f cb df fb f9 ea eb 6f fe 85 bc 5d 99 ee 8f 86 53 20"), ":"),
		"CN=%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0 %D0%B3%D0%BE%D1%80%D0%BE%D0%B4 %D0%A1%D0%BE%D0%BA%D0%BE%D0%BB",
		`CN=\D0\9C\D0\BE\D1\81\D0\BA\D0\B2\D0\B0\D0\B3\D0\BE\D1\80\D0\BE\D0\B4\D0\A1\D0\BE\D0\BA\D0\BE\D0\BB`,
		`CN=M\303\274nchen,O=Stra\303\237e \303\234ber \303\274ber,L=G\303\266ppingen`, // as git and journald write them
		`CN=\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0\xd0\xb3\xd0\xbe`,          // and nginx
		"1.3.6.1.4.1.311.60.2.1.3=#13024445,2.5.4.97=#0c1c" + hex.EncodeToString([]byte("PSDDE-BAFIN-12345678901234567")),
	} {
		if from, to := Find(name); to > from {
			t.Errorf("%s: %q", name, name[from:to])
		}
	}
	pairs := hex.EncodeToString(random[:40])
	var parted []string
	for i := 0; i < len(pairs); i += 2 {
		parted = append(parted, pairs[i:i+2])
	}
	for what, text := range map[string]string{
		"base64":                           enc.EncodeToString(random[:36]),
		"base64url":                        base64.RawURLEncoding.EncodeToString(random[:90]),
		"percent-encoded":                  strings.NewReplacer("+", "%2B", "/", "%2F").Replace(enc.EncodeToString(random[:90])),
		"base64 twice":                     enc.EncodeToString([]byte(enc.EncodeToString(random[:90]))),
		"hexadecimal":                      pairs,
		"with colons":                      strings.Join(parted, ":"),
		"lines of openssl":                 strings.Join(parted[:15], ":") + ":    " + strings.Join(parted[15:30], ":") + ":",
		"a dump":                           "00000000  " + strings.Join(parted[:16], " ") + "  |................| 00000010  " + strings.Join(parted[16:32], " "),
		"a dump of words":                  "00000000: " + words(pairs[:32]) + "  0.....*.H.=.... 00000010: " + words(pairs[32:64]) + "  ................",
		"a member in lines":                `"d": "` + enc.EncodeToString(random[:9]) + "\n\t" + enc.EncodeToString(random[9:18]),
		"bytes of source code":             "[0x30, 0x81, 0x" + strings.Join(parted[:4], ", 0x"),
		"a member of JSON in JSON in JSON": `{\\\"d\\\":\\\"` + base64.RawURLEncoding.EncodeToString(random[:32]),
		"numbers":                          strings.Trim(fmt.Sprint(random[:20]), "[]"),
		"escapes":                          "%" + strings.Join(parted, "%"),
		"bytes":                            string(random[:60]),
		"escapes of source code":           `\x` + strings.Join(parted[:30], `\x`),
		"octal escapes":                    octals(random[:30]),
		"a line that was broken":           pairs[:40] + "\\\n  " + pairs[40:60],
		"a soft line break":                enc.EncodeToString(random[:60])[:40] + "=\n" + enc.EncodeToString(random[:60])[40:],
		"a star in it":                     pairs[:40] + "*" + pairs[40:70],
		"a digit too many":                 "1" + pairs[:64],
		"numbers of BASIC":                 "&H" + strings.Join(parted[:16], ",&H"),
		"a member":                         `{"d":"` + base64.RawURLEncoding.EncodeToString(random[:32]) + `"`,
	} {
		for _, before := range []string{"", "CN=", "spiffe://a/"} {
			if !In(before + text) {
				t.Errorf("%s: %s%s is none", what, before, text)
			}
		}
	}
}

// octals are bytes in a literal of C.
func octals(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		fmt.Fprintf(&s, `\%03o`, c)
	}
	return s.String()
}

// words are groups of four digits.
func words(s string) string {
	var list []string
	for ; len(s) > 0; s = s[4:] {
		list = append(list, s[:4])
	}
	return strings.Join(list, " ")
}

// What is let through at a glance has no piece in it: of strings of digits, letters and
// what stands between them, in any mixture.
func TestUnlikely(t *testing.T) {
	random := rand.New(rand.NewSource(7))
	alphabets := []string{"0123456789abcdef", "0123456789", "abcdefgh:- ,", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", " ,:-=.", "-1234567890, ", "afd :", "\\x0f%", "CN=O"}
	pieces := 0
	for range 200_000 {
		var b []byte
		for range 1 + random.Intn(4) {
			alphabet := alphabets[random.Intn(len(alphabets))]
			for range random.Intn(60) {
				b = append(b, alphabet[random.Intn(len(alphabet))])
			}
		}
		if s := string(b); In(s) {
			pieces++
			if Unlikely(s) {
				t.Fatalf("%q has a piece, and is let through", s)
			}
		}
	}
	if pieces < 10_000 {
		t.Errorf("only %d of the strings have a piece", pieces)
	}
}
