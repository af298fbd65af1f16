package certinfo

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
)

// A private key is named by its type and its size, and a curve as in a
// certificate. The keys are written by Go.
func TestDescribeSecret(t *testing.T) {
	must := func(b []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	p256, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	p384, _ := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	_, edwards, _ := ed25519.GenerateKey(rand.Reader)
	for _, tt := range []struct {
		src  []byte
		want string
	}{
		{x509.MarshalPKCS1PrivateKey(rsaKey), "RSA private key, 1024 bits"},
		{must(x509.MarshalPKCS8PrivateKey(rsaKey)), "RSA private key, 1024 bits"},
		{must(x509.MarshalECPrivateKey(p256)), "EC private key, P-256"},
		{must(x509.MarshalPKCS8PrivateKey(p256)), "EC private key, P-256"},
		{must(x509.MarshalPKCS8PrivateKey(p384)), "EC private key, P-384"},
		{must(x509.MarshalPKCS8PrivateKey(edwards)), "private key, ED25519"},
	} {
		if got := DescribeSecret(der.Classify(tt.src), tt.src); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
