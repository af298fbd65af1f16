package openssl

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
)

// Lists with nothing in them, parts that are there and empty, and user notices of any kind
// print as OpenSSL 3.0 prints them.
func TestEmptyLists(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no processes under js")
	}
	if version, err := exec.Command("openssl", "version").Output(); err != nil || !strings.HasPrefix(string(version), "OpenSSL 3.0.") {
		t.Skip("openssl 3.0 is not installed")
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]pkix.Extension{
		"issuerAltName":  {Id: asn1.ObjectIdentifier{2, 5, 29, 18}, Value: []byte{0x30, 0}},
		"subjectAltName": {Id: asn1.ObjectIdentifier{2, 5, 29, 17}, Value: []byte{0x30, 0}},
		"extKeyUsage":    {Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Value: []byte{0x30, 0}},
		// A policy 1.2.3 with a user notice that is an empty SEQUENCE, and 1.2.4 after it.
		"user notice":          {Id: asn1.ObjectIdentifier{2, 5, 29, 32}, Value: []byte("\x30\x1c\x30\x14\x06\x02\x2a\x03\x30\x0e\x30\x0c\x06\x08\x2b\x06\x01\x05\x05\x07\x02\x02\x30\x00\x30\x04\x06\x02\x2a\x04")},
		"no policies":          {Id: asn1.ObjectIdentifier{2, 5, 29, 32}, Value: []byte{0x30, 0}},
		"empty full name":      {Id: asn1.ObjectIdentifier{2, 5, 29, 31}, Value: []byte("\x30\x06\x30\x04\xa0\x02\xa0\x00")},
		"empty full name, two": {Id: asn1.ObjectIdentifier{2, 5, 29, 46}, Value: []byte("\x30\x11\x30\x04\xa0\x02\xa0\x00\x30\x09\xa0\x07\xa0\x05\x86\x03a:b")},
		"empty CRL issuer":     {Id: asn1.ObjectIdentifier{2, 5, 29, 31}, Value: []byte("\x30\x04\x30\x02\xa2\x00")},
		"authorityInfoAccess":  {Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 1}, Value: []byte{0x30, 0}},
		"subjectInfoAccess":    {Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 11}, Value: []byte{0x30, 0}},
		"policyMappings":       {Id: asn1.ObjectIdentifier{2, 5, 29, 33}, Value: []byte{0x30, 0}},
		"policyConstraints":    {Id: asn1.ObjectIdentifier{2, 5, 29, 36}, Value: []byte{0x30, 0}},
		"TLS features":         {Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 24}, Value: []byte{0x30, 0}},
		"notice, empty text":   userNotice("\x0c\x00"),
		"notice, two lines":    userNotice("\x0c\x07one\ntwo"),
		"notice, no numbers":   userNotice("\x30\x05\x0c\x01o\x30\x00"),
		"notice, odd numbers":  userNotice("\x30\x0f\x0c\x01o\x30\x0a\x02\x01\xfb\x02\x05\x10\x4c\x53\x30\x00"),
		"fraction of a second": {Id: asn1.ObjectIdentifier{2, 5, 29, 16}, Value: []byte("\x30\x13\x80\x1120260101000000.5Z")},
		"qualifier left out":   {Id: asn1.ObjectIdentifier{2, 5, 29, 32}, Value: []byte("\x30\x0e\x30\x0c\x06\x02\x2a\x03\x30\x06\x30\x04\x06\x02\x2a\x05")},
	} {
		template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "a"}, NotBefore: time.Unix(1e9, 0), NotAfter: time.Unix(2e9, 0), ExtraExtensions: []pkix.Extension{e}}
		src, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		theirs, ok := openSSLText(t, der.Certificate, src)
		ours, _ := Text(der.Certificate, src)
		if line, g, w := firstDifference(ours, theirs); !ok || line > 0 {
			t.Errorf("%s, line %d: got %q, OpenSSL %q", name, line, g, w)
		}
	}
}

// userNotice is a policy 1.2.3 with a user notice of these elements.
func userNotice(inside string) pkix.Extension {
	list := func(s string) string { return "\x30" + string(rune(len(s))) + s }
	return pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 32}, Value: []byte(list(list("\x06\x02\x2a\x03" + list(list("\x06\x08\x2b\x06\x01\x05\x05\x07\x02\x02"+list(inside))))))}
}

// What OpenSSL 3.0.19's x509 -text printed of certificates with these as notBefore.
func TestTimeText(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for text, want := range map[string]string{
		"20260102030405Z":              "Jan  2 03:04:05 2026 GMT",
		"20260102030405.5Z":            "Jan  2 03:04:05.5 2026 GMT",
		"20260102030405.0Z":            "Jan  2 03:04:05.0 2026 GMT",
		"20260102030405.123456789012Z": "Jan  2 03:04:05.123456789012 2026 GMT",
		"20260102040405.25+0100":       "Jan  2 03:04:05.25 2026 GMT",
		"20260102030405.Z":             "Bad time value",
		"20260102030405,5Z":            "Bad time value",
		"20260102030405":               "Bad time value",
	} {
		if got := timeText(&certinfo.Time{Time: at, OK: true, Text: text, Tag: der.GeneralizedTime}); got != want {
			t.Errorf("%s: %q, OpenSSL %q", text, got, want)
		}
	}
}
