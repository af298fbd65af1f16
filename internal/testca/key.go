package testca

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
)

// Algorithm is a kind of key.
type Algorithm string

const (
	P256    Algorithm = "p-256"
	P384    Algorithm = "p-384"
	P521    Algorithm = "p-521"
	RSA2048 Algorithm = "rsa-2048"
	RSA3072 Algorithm = "rsa-3072"
	RSA4096 Algorithm = "rsa-4096"
	Ed25519 Algorithm = "ed25519"
	RSA1024 Algorithm = "rsa-1024"
)

// AlgorithmInfo describes a kind of key.
type AlgorithmInfo struct {
	Name    Algorithm
	Title   string
	Note    string // a sentence
	Refused bool   // a load balancer does not take it
	Slow    bool   // takes seconds in a browser
	curve   elliptic.Curve
	bits    int // of an RSA modulus
}

// Algorithms lists the kinds of keys, the default first. "Supported public keys:
// RSA 2K - 8K or ECDSA secp256r1, secp384r1, secp521r1", says the ELB user guide,
// "Mutual authentication with TLS in Application Load Balancer".
var Algorithms = []AlgorithmInfo{
	{Name: P256, Title: "ECDSA P-256", curve: elliptic.P256()},
	{Name: P384, Title: "ECDSA P-384", curve: elliptic.P384()},
	{Name: P521, Title: "ECDSA P-521", curve: elliptic.P521()},
	{Name: RSA2048, Title: "RSA 2048", Slow: true, bits: 2048},
	{Name: RSA3072, Title: "RSA 3072", Slow: true, bits: 3072},
	{Name: RSA4096, Title: "RSA 4096", Slow: true, bits: 4096, Note: "Making this key takes some seconds, at times many."},
	{Name: Ed25519, Title: "Ed25519", Refused: true, Note: "Application Load Balancers do not take Ed25519."},
	{Name: RSA1024, Title: "RSA 1024", Refused: true, bits: 1024, Note: "Application Load Balancers take RSA from 2048 bits."},
}

func infoOf(a Algorithm) *AlgorithmInfo {
	for i := range Algorithms {
		if Algorithms[i].Name == a {
			return &Algorithms[i]
		}
	}
	return nil
}

// key makes a key, or takes one from s.Keys.
func (s Source) key(a Algorithm) (key crypto.Signer, err error) {
	info := infoOf(a)
	switch {
	case info == nil:
		return nil, fieldError("key", "There is no key algorithm of this name.")
	case s.Keys != nil:
		key, err = s.Keys(a)
	case info.curve != nil:
		key, err = ecdsa.GenerateKey(info.curve, s.Rand)
	case info.bits > 0:
		key, err = rsa.GenerateKey(s.Rand, info.bits)
	default:
		_, key, err = ed25519.GenerateKey(s.Rand)
	}
	if err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	return key, nil
}

// EncodeKey writes a private key as PKCS#8 in PEM, which OpenSSL, curl and all
// others read: "BEGIN PRIVATE KEY".
func EncodeKey(key crypto.Signer) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("encoding a private key: %w", err)
	}
	return encodePEM("PRIVATE KEY", der), nil
}
