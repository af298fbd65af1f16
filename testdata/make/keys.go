package main

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
)

// The keys are made once and kept, for Go draws keys from the system's
// randomness whatever it is given. They protect nothing.
var keyKinds = map[string]func() (crypto.Signer, error){
	"root":       func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) },
	"issuing":    func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) },
	"client":     func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) },
	"rsa1024":    func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 1024) },
	"p256root":   func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) },
	"p256ca":     func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) },
	"p256client": func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) },
	"p384":       func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P384(), rand.Reader) },
	"p521":       func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P521(), rand.Reader) },
	"ed25519": func() (crypto.Signer, error) {
		_, k, err := ed25519.GenerateKey(rand.Reader)
		return k, err
	},
}

var keys = map[string]crypto.Signer{}

// key returns the kept key of that name, and makes it if the file is not there.
func key(name string) crypto.Signer {
	if k := keys[name]; k != nil {
		return k
	}
	path := filepath.Join(root, "keys", name+".pem")
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		der := must(x509.MarshalPKCS8PrivateKey(must(keyKinds[name]())))
		b = pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
		err = os.WriteFile(path, b, 0o644)
	}
	if err != nil {
		panic(err)
	}
	block, _ := pem.Decode(b)
	k := must(x509.ParsePKCS8PrivateKey(block.Bytes)).(crypto.Signer)
	keys[name] = k
	return k
}

// spki is the SubjectPublicKeyInfo of a key.
func spki(k crypto.Signer) []byte { return must(x509.MarshalPKIXPublicKey(k.Public())) }

// keyID is the key identifier of RFC 5280, 4.2.1.2, method 1.
func keyID(k crypto.Signer) []byte {
	info := spki(k)
	// The BIT STRING ends the structure; its content starts after the unused-bits octet.
	var bitString []byte
	switch p := k.Public().(type) {
	case *rsa.PublicKey:
		bitString = x509.MarshalPKCS1PublicKey(p)
	case *ecdsa.PublicKey:
		bitString = must(p.Bytes())
	case ed25519.PublicKey:
		bitString = p
	}
	if !bytes.HasSuffix(info, bitString) {
		panic("key identifier")
	}
	id := sha1.Sum(bitString)
	return id[:]
}

// algorithm is a signature algorithm: how to sign, and its AlgorithmIdentifier.
type algorithm struct {
	hash crypto.Hash
	pss  bool
	id   []byte
}

var (
	sha256RSA   = algorithm{crypto.SHA256, false, seq(oid("1.2.840.113549.1.1.11"), null())}
	sha1RSA     = algorithm{crypto.SHA1, false, seq(oid("1.2.840.113549.1.1.5"), null())}
	sha256ECDSA = algorithm{crypto.SHA256, false, seq(oid("1.2.840.10045.4.3.2"))}
	sha384ECDSA = algorithm{crypto.SHA384, false, seq(oid("1.2.840.10045.4.3.3"))}
	sha512ECDSA = algorithm{crypto.SHA512, false, seq(oid("1.2.840.10045.4.3.4"))}
	pureEd25519 = algorithm{0, false, seq(oid("1.3.101.112"))}
	sha256PSS   = algorithm{crypto.SHA256, true, seq(oid("1.2.840.113549.1.1.10"), pssParameters("2.16.840.1.101.3.4.2.1", 32))}
)

// pssParameters is RSASSA-PSS-params (RFC 4055, 3.1).
func pssParameters(hash string, salt int64) []byte {
	h := seq(oid(hash), null())
	return seq(
		explicit(0, h),
		explicit(1, seq(oid("1.2.840.113549.1.1.8"), h)),
		explicit(2, small(salt)),
	)
}

// sign signs without randomness: PKCS #1 v1.5 and Ed25519 have none, ECDSA takes
// its nonce from the message (RFC 6979) when there is no reader, and the PSS salt
// comes from a reader that counts.
func (a algorithm) sign(k crypto.Signer, message []byte) []byte {
	digest := message
	if a.hash != 0 {
		h := a.hash.New()
		h.Write(message)
		digest = h.Sum(nil)
	}
	if a.pss {
		return must(k.Sign(&counter{}, digest, &rsa.PSSOptions{SaltLength: a.hash.Size(), Hash: a.hash}))
	}
	return must(k.Sign(nil, digest, a.hash))
}

type counter struct{ n byte }

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		c.n++
		p[i] = c.n
	}
	return len(p), nil
}

// keyFile is the PEM of the kept key of that name.
func keyFile(name string) []byte {
	key(name)
	return must(os.ReadFile(filepath.Join(root, "keys", name+".pem")))
}

// keyInfo is a SubjectPublicKeyInfo of parts.
func keyInfo(algorithm []byte, key ...[]byte) []byte { return seq(algorithm, bits(0, key...)) }

// number is an INTEGER of so many bytes, odd, that looks random and is not.
func number(size int, seed byte) []byte {
	b := make([]byte, size)
	for i := range b {
		seed = seed*167 + 13
		b[i] = seed
	}
	b[0] |= 0x80
	b[size-1] |= 1
	return integer(new(big.Int).SetBytes(b))
}

// explicitP256 is the key p256client with its curve written out.
func explicitP256() []byte {
	p := elliptic.P256().Params()
	octet := func(n *big.Int) []byte { return octets(n.FillBytes(make([]byte, 32))) }
	a := new(big.Int).Sub(p.P, big.NewInt(3))
	base := append([]byte{4}, append(p.Gx.FillBytes(make([]byte, 32)), p.Gy.FillBytes(make([]byte, 32))...)...)
	seed := must(hex.DecodeString("C49D360886E704936A6678E1139D26B7819F7E90"))
	return keyInfo(seq(oid("1.2.840.10045.2.1"), seq(small(1), seq(oid("1.2.840.10045.1.1"), integer(p.P)),
		seq(octet(a), octet(p.B), bits(0, seed)), octets(base), integer(p.N), small(1))),
		must(key("p256client").Public().(*ecdsa.PublicKey).Bytes()))
}
