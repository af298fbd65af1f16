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

	"github.com/mtlens/mtlens/internal/der"
)

// Lists with nothing in them, and a user notice that says nothing, print as OpenSSL 3.0
// prints them: a line stays empty after each.
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
		"user notice": {Id: asn1.ObjectIdentifier{2, 5, 29, 32}, Value: []byte("\x30\x1c\x30\x14\x06\x02\x2a\x03\x30\x0e\x30\x0c\x06\x08\x2b\x06\x01\x05\x05\x07\x02\x02\x30\x00\x30\x04\x06\x02\x2a\x04")},
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
