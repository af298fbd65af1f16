package der_test

import (
	"bytes"
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"os/exec"
	"runtime"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/der"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

type shape struct {
	name string
	der  []byte
	want der.Kind
}

// shapes are structures that Go's standard library writes.
func shapes() []shape {
	rsaKey := must(rsa.GenerateKey(rand.Reader, 1024))
	ecKey := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	_, edKey, _ := ed25519.GenerateKey(rand.Reader)
	xKey := must(ecdh.X25519().GenerateKey(rand.Reader))
	name := pkix.Name{CommonName: "x", Organization: []string{"o"}}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: name, NotAfter: time.Unix(1e9, 0),
		KeyUsage: x509.KeyUsageCRLSign, SubjectKeyId: []byte("id"), IsCA: true, BasicConstraintsValid: true}
	sign := func(key crypto.Signer) []byte {
		return must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))
	}
	ca := must(x509.ParseCertificate(sign(ecKey)))
	list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: time.Unix(1e9, 0), NextUpdate: time.Unix(1.1e9, 0),
		RevokedCertificateEntries: []x509.RevocationListEntry{{SerialNumber: big.NewInt(5), RevocationTime: time.Unix(1e9, 0)}}}
	return []shape{
		{"RSA certificate", sign(rsaKey), der.Certificate},
		{"EC certificate", ca.Raw, der.Certificate},
		{"request", must(x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: name}, ecKey)), der.CertificateRequest},
		{"request without subject", must(x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, ecKey)), der.CertificateRequest},
		{"list", must(x509.CreateRevocationList(rand.Reader, list, ca, ecKey)), der.RevocationList},
		{"RSA public key", must(x509.MarshalPKIXPublicKey(rsaKey.Public())), der.PublicKey},
		{"Ed25519 public key", must(x509.MarshalPKIXPublicKey(edKey.Public())), der.PublicKey},
		{"RSA public key, PKCS #1", x509.MarshalPKCS1PublicKey(&rsaKey.PublicKey), der.RSAPublicKey},
		{"RSA private key, PKCS #1", x509.MarshalPKCS1PrivateKey(rsaKey), der.RSAPrivateKey},
		{"RSA private key, PKCS #8", must(x509.MarshalPKCS8PrivateKey(rsaKey)), der.PrivateKey},
		{"EC private key, SEC 1", must(x509.MarshalECPrivateKey(ecKey)), der.ECPrivateKey},
		{"EC private key, PKCS #8", must(x509.MarshalPKCS8PrivateKey(ecKey)), der.PrivateKey},
		{"Ed25519 private key", must(x509.MarshalPKCS8PrivateKey(edKey)), der.PrivateKey},
		{"X25519 private key", must(x509.MarshalPKCS8PrivateKey(xKey)), der.PrivateKey},
		{"empty", nil, der.UnknownKind},
		{"empty sequence", []byte{0x30, 0}, der.UnknownKind},
		{"text", []byte("hello"), der.UnknownKind},
		{"OCTET STRING", []byte{4, 1, 0}, der.UnknownKind},
		{"digits", []byte("0123456789"), der.UnknownKind},
	}
}

// TestClassify asks for whole structures and for ones that are cut off, of which
// nothing secret may look harmless.
func TestClassify(t *testing.T) {
	for _, s := range shapes() {
		if got := der.Classify(s.der); got != s.want {
			t.Errorf("%s is taken for a %v", s.name, got)
		}
		for n := min(len(s.der), 24); n < len(s.der); n++ {
			got := der.Classify(s.der[:n])
			if s.want.Secret() && !got.Secret() {
				t.Errorf("%s, cut off at %d of %d, is taken for a %v", s.name, n, len(s.der), got)
			}
			if n > len(s.der)/2 && got != s.want {
				t.Errorf("%s, cut off at %d of %d, is taken for a %v", s.name, n, len(s.der), got)
			}
		}
	}
}

// TestClassifyOpenSSL has the structures that Go does not write.
func TestClassifyOpenSSL(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no processes under js")
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	run := func(input []byte, args ...string) []byte {
		cmd := exec.Command("openssl", args...)
		cmd.Stdin = bytes.NewReader(input)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("openssl %v: %v", args, err)
		}
		return out
	}
	key := run(nil, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
	certificate := run(nil, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "/dev/null", "-subj", "/CN=x")
	for _, s := range []shape{
		{"PKCS #7", run(certificate, "crl2pkcs7", "-nocrl", "-certfile", "/dev/stdin", "-outform", "DER"), der.PKCS7},
		{"PKCS #12", run(certificate, "pkcs12", "-export", "-nokeys", "-passout", "pass:x"), der.PKCS12},
		{"encrypted PKCS #8", run(key, "pkcs8", "-topk8", "-passout", "pass:x", "-outform", "DER"), der.EncryptedPrivateKey},
		{"DSA private key", run(run([]byte(dsaParameters), "genpkey", "-paramfile", "/dev/stdin"), "pkey", "-traditional", "-outform", "DER"), der.DSAPrivateKey},
	} {
		if got := der.Classify(s.der); got != s.want {
			t.Errorf("%s is taken for a %v", s.name, got)
		}
	}
}

// dsaParameters were made by
// openssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -pkeyopt dsa_paramgen_q_bits:160
const dsaParameters = `-----BEGIN DSA PARAMETERS-----
MIIBHgKBgQC8/2Fxw4cYrvxsMiOUEp31BqzQAmxpLk5cmn/8MvFKPzBkHMN3eN4W
EnZ9UBWcJ//idwEXjaiudQ3n2o5piy39nFCsCxYfaPx8bRXmGWT11T4NPU/5Q6k5
JIgk/SqZEIULq0jOArItpKT6GVhyTi7ZZoMnMknwbCzFIBsMhwK/wQIVAM/nGWOo
HR5uheo76q/vNoYKFoKvAoGAFTYcEadBcpy6SB08P5quREIXfLLxxq6EnNR51zjp
I2GY0yJmr6ljG/8EanB5Ady8ewOpXWmsD01CKQeqRLUJAlgI6zDHDrqPJ6TC8EbY
QYcFrIqd7vh4DRsC3VYFWGmom6tIxdGblG9fsyxN93658blZLulbUTycv6LC9AI8
7QM=
-----END DSA PARAMETERS-----
`
