package out

import (
	"archive/zip"
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/openssl"
	"software.sslmate.com/src/go-pkcs12"
)

// DefaultPassword is that of a PKCS#12 if none is given: Java's own for a trust store.
// It keeps nothing secret.
const DefaultPassword = "changeit"

// Packed is a file of an archive.
type Packed struct {
	Name string
	Data []byte
}

// FilesGroup writes the certificates as files, and all of them as one archive. What is
// random in a PKCS#12 is read from rand.
func FilesGroup(c *Client, password string, rand io.Reader) (Group, error) {
	g := Group{Title: "Files", Text: "The certificates of this client in the forms that other programs open, alone and all in one archive. No private key is in any of them."}
	if len(c.Chain) == 0 {
		g.Text = "There is no certificate in this part of the paste."
		return g, nil
	}
	if password == "" {
		password = DefaultPassword
	}
	var chain strings.Builder
	var ders [][]byte
	for _, one := range c.Chain {
		chain.WriteString(openssl.PEM(one))
		ders = append(ders, one.DER)
	}
	leaf := c.Chain[0].DER
	add := func(id, title, file, about string, data []byte, trial string, notes ...string) {
		g.Items = append(g.Items, Item{ID: id, Part: title, Title: title, File: file, Text: about, Data: data, Trial: trial, Notes: notes})
	}
	const read = "Read by openssl in a test."
	script := checkScript(c)
	readme := readmeOf(len(c.Chain))
	files := []Packed{{"README.txt", []byte(readme)}, {"check.sh", []byte(script)}, {"client.der", leaf}, {"chain.pem", []byte(chain.String())}, {"chain.p7b", PKCS7(ders)}}
	store, err := trustStore(ders, password, rand)
	if err == nil {
		files = append(files, Packed{"certificates.p12", store})
	}
	all, zipErr := Zip(files, c.Now)
	if zipErr != nil {
		return g, zipErr
	}
	add("zip", "All in one archive", "client.zip", readme, all, read)
	add("der", "The client’s certificate as DER", "client.der", "openssl x509 -inform DER -in client.der -noout -text\n", leaf, read)
	add("pem", "The chain as PEM", "chain.pem", chain.String(), nil, read)
	add("p7b", "The chain as PKCS#7", "chain.p7b", "openssl pkcs7 -inform DER -in chain.p7b -print_certs\n", PKCS7(ders), read)
	if err == nil {
		add("p12", "The certificates as PKCS#12, for Java", "certificates.p12", "openssl pkcs12 -in certificates.p12 -nokeys -password "+shell("pass:"+password)+"\nkeytool -list -keystore certificates.p12 -storepass "+shell(password)+"\n", store, read, "Without a private key: a store of certificates, with AES-256 and PBKDF2. The password is "+password+".")
	}
	add("script", "Commands of openssl and curl", "check.sh", script, nil, "Read by sh in a test; it connects to no address.")
	return g, nil
}

// trustStore is a PKCS#12 of certificates alone. It is an error where Go's strict parser
// does not take one of them.
func trustStore(ders [][]byte, password string, rand io.Reader) ([]byte, error) {
	var list []*x509.Certificate
	for _, der := range ders {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return pkcs12.Modern2023.WithRand(rand).EncodeTrustStore(list, password)
}

// Keyed is a PKCS#12 of a private key with its certificates, leaf first, out of PEM.
func Keyed(key, certificates []byte, password string, rand io.Reader) ([]byte, error) {
	block, _ := pem.Decode(key)
	if block == nil {
		return nil, errors.New("no private key")
	}
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("the private key cannot be read") // its own words may quote the key
	}
	if _, ok := private.(crypto.Signer); !ok {
		return nil, errors.New("the private key cannot sign")
	}
	var list []*x509.Certificate
	for rest := certificates; ; {
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	if len(list) == 0 {
		return nil, errors.New("no certificate")
	}
	return pkcs12.Modern2023.WithRand(rand).Encode(private, list[0], list[1:], password)
}

// Zip packs files; their time is now.
func Zip(files []Packed, now time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: now})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// PKCS7 is certificates as a SignedData without signers (RFC 2315, 9.1; RFC 8933's
// "certs-only").
func PKCS7(ders [][]byte) []byte {
	const (
		sequence, set, choice = 0x30, 0x31, 0xA0
		signedData            = "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02"
		data                  = "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01"
		version               = "\x02\x01\x01"
	)
	inner := element(sequence, []byte(version), element(set), element(sequence, []byte(data)), element(choice, ders...), element(set))
	return element(sequence, []byte(signedData), element(choice, inner))
}

// element writes a tag and the parts, with their length before them.
func element(tag byte, parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	b := []byte{tag}
	switch {
	case n < 0x80:
		b = append(b, byte(n))
	case n < 0x100:
		b = append(b, 0x81, byte(n))
	case n < 0x10000:
		b = append(b, 0x82, byte(n>>8), byte(n))
	default:
		b = append(b, 0x84, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

func readmeOf(n int) string {
	text := `The certificates of a client, written by mtlens. No private key is among them.

client.der        the client's own certificate
chain.pem         what the client sent, its own certificate first
chain.p7b         the same as PKCS#7
certificates.p12  the same as PKCS#12, for Java
check.sh          commands of openssl and curl
`
	if n == 1 {
		return strings.Replace(text, "what the client sent, its own certificate first", "the same as PEM: the chain was not forwarded", 1)
	}
	return text
}

// checkScript looks at the files with openssl, and shows how curl uses a certificate.
func checkScript(c *Client) string {
	text := `#!/bin/sh
set -eu
openssl x509 -inform DER -in client.der -noout -subject -issuer -serial -dates -fingerprint -sha256
openssl pkcs7 -inform DER -in chain.p7b -print_certs -noout
`
	if len(c.Chain) > 1 {
		text += `# Against a CA that you trust; -crl_check_all -CRLfile for revocation.
# openssl verify -CAfile trust-store.pem -untrusted chain.pem -purpose sslclient chain.pem
`
	}
	return text + `# With the private key, which is with the client:
# curl --cert chain.pem --key private-key.pem https://app.example/
`
}

// IssuedReadme says what to do with the three files of a certificate that was issued.
func IssuedReadme(password string) string {
	return `A client certificate for tests, made by mtlens. Trust none of it outside of tests.

private-key.pem   the client's private key
certificate.crt   what the client sends, its own certificate first
trust-store.pem   the authority, for the trust store of the listener
client.p12        the key with its certificates as PKCS#12, password: ` + password + `

The trust store of an Application Load Balancer:

aws s3 cp trust-store.pem s3://BUCKET/trust-store.pem
aws elbv2 create-trust-store --name clients --ca-certificates-bundle-s3-bucket BUCKET --ca-certificates-bundle-s3-key trust-store.pem

The client:

curl --cert certificate.crt --key private-key.pem https://app.example/
curl --cert-type P12 --cert ` + shell("client.p12:"+password) + ` https://app.example/
`
}
