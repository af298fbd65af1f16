package main

import (
	"bytes"
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/mtlens/mtlens/internal/carrier"
)

// benchCount is how many headers a measurement decodes.
const benchCount = 1000

// benchMaker makes certificates that are new each, and the same in every run:
// authorities have the keys of the fixtures, clients have keys drawn from a seed.
type benchMaker struct {
	root   string
	random *rand.ChaCha8
	keys   map[string]crypto.Signer
}

// benchInputs returns two pastes: leaf headers as verify mode sends them, one a
// request, half of them with RSA 2048 and half with P-256; and headers of
// passthrough mode with a chain of three each, no two certificates the same.
func benchInputs(root string) (leaves, chains []byte, err error) {
	m := &benchMaker{root, rand.NewChaCha8([32]byte([]byte("mtlens: headers to measure with."))), map[string]crypto.Signer{}}
	const request = "GET / HTTP/1.1\nHost: api.example.com\n"
	var a, b bytes.Buffer
	for i := range benchCount {
		chain, err := m.chain(i)
		if err != nil {
			return nil, nil, err
		}
		leaf, err := m.chain(benchCount + i)
		if err != nil {
			return nil, nil, err
		}
		a.WriteString(request + "X-Amzn-Mtls-Clientcert-Leaf: ")
		a.Write(carrier.AppendCertificates(nil, carrier.PEMSafe, leaf[0]))
		a.WriteString("\n\n")
		b.WriteString(request + "X-Amzn-Mtls-Clientcert: ")
		b.Write(carrier.AppendCertificates(nil, carrier.PEMSafe, chain...))
		b.WriteString("\n\n")
	}
	return a.Bytes(), b.Bytes(), nil
}

// chain makes leaf, intermediate and root; the even ones are RSA, the odd ones EC.
func (m *benchMaker) chain(i int) ([][]byte, error) {
	family := [2][]string{{"root", "issuing"}, {"p256root", "p256ca"}}[i%2]
	rootKey, err := m.key(family[0])
	if err != nil {
		return nil, err
	}
	caKey, err := m.key(family[1])
	if err != nil {
		return nil, err
	}
	rootCert := m.authority("Example Root CA "+fmt.Sprint(i), 10)
	ca := m.authority("Example Issuing CA "+fmt.Sprint(i), 5)
	ca.MaxPathLenZero = true
	ca.CRLDistributionPoints = []string{"http://pki.example.com/root.crl"}
	public, err := m.client(i)
	if err != nil {
		return nil, err
	}
	var chain [3][]byte
	for k, step := range []struct {
		cert, by *x509.Certificate
		public   any
		signer   crypto.Signer
	}{{m.leaf(i), ca, public, caKey}, {ca, rootCert, caKey.Public(), rootKey}, {rootCert, rootCert, rootKey.Public(), rootKey}} {
		// Without chance ECDSA signs as RFC 6979 has it, and RSA does so anyway.
		if chain[k], err = x509.CreateCertificate(nil, step.cert, step.by, step.public, step.signer); err != nil {
			return nil, err
		}
	}
	return chain[:], nil
}

func (m *benchMaker) leaf(i int) *x509.Certificate {
	name := fmt.Sprintf("device-%04d.plant-%d.example.com", i, i%17)
	from := time.Date(2025, 1, 1+i%300, i%24, i%60, 0, 0, time.UTC)
	return &x509.Certificate{
		SerialNumber: m.serial(),
		Subject: pkix.Name{Country: []string{"US"}, Province: []string{"Washington"}, Organization: []string{"Example Corp"},
			OrganizationalUnit: []string{"Devices"}, CommonName: name},
		NotBefore: from, NotAfter: from.AddDate(2, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true,
		SubjectKeyId:          m.bytes(20),
		DNSNames:              []string{name},
		EmailAddresses:        []string{fmt.Sprintf("device-%04d@example.com", i)},
		URIs:                  []*url.URL{{Scheme: "spiffe", Host: "example.com", Path: fmt.Sprintf("/ns/prod/sa/device-%04d", i)}},
		IPAddresses:           []net.IP{{192, 0, 2, byte(i)}},
		OCSPServer:            []string{"http://ocsp.pki.example.com"},
		IssuingCertificateURL: []string{"http://pki.example.com/issuing.cer"},
		CRLDistributionPoints: []string{"http://pki.example.com/issuing.crl"},
	}
}

func (m *benchMaker) authority(name string, years int) *x509.Certificate {
	from := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	return &x509.Certificate{
		SerialNumber: m.serial(),
		Subject:      pkix.Name{Country: []string{"US"}, Organization: []string{"Example Corp"}, CommonName: name},
		NotBefore:    from, NotAfter: from.AddDate(years, 0, 0),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, BasicConstraintsValid: true, IsCA: true,
		SubjectKeyId: m.bytes(20),
	}
}

// client draws a public key. Nothing is ever done with the RSA one, so any odd
// number of its length serves: making 1,000 keys takes minutes.
func (m *benchMaker) client(i int) (any, error) {
	if i%2 == 0 {
		n := m.bytes(256)
		n[0] |= 0x80
		n[255] |= 1
		return &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537}, nil
	}
	private, err := ecdh.P256().NewPrivateKey(m.bytes(32))
	if err != nil {
		return nil, err
	}
	info, err := x509.MarshalPKIXPublicKey(private.PublicKey())
	if err != nil {
		return nil, err
	}
	public, err := x509.ParsePKIXPublicKey(info)
	return public.(*ecdsa.PublicKey), err
}

func (m *benchMaker) serial() *big.Int {
	b := m.bytes(16)
	b[0] = b[0]&0x7F | 0x40
	return new(big.Int).SetBytes(b)
}

func (m *benchMaker) bytes(n int) []byte {
	b := make([]byte, n)
	m.random.Read(b)
	return b
}

// key returns a key of the fixtures.
func (m *benchMaker) key(name string) (crypto.Signer, error) {
	if k := m.keys[name]; k != nil {
		return k, nil
	}
	text, err := os.ReadFile(filepath.Join(m.root, "testdata", "keys", name+".pem"))
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s is no PEM", name)
	}
	k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	m.keys[name] = k.(crypto.Signer)
	return m.keys[name], nil
}
