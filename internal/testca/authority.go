package testca

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// Authority is a certificate authority: its certificate and its key.
type Authority struct {
	Certificate *x509.Certificate
	Key         crypto.Signer
}

// NewAuthority makes a self-signed root.
func NewAuthority(s Source, a Algorithm) (*Authority, error) {
	return newAuthority(s, a, "mtlens Test Root CA", nil, nil)
}

// newAuthority makes a root, or an intermediate if there is a parent. The name
// ends in a part of the key's hash: two roots in one trust store have two names.
// change may alter the template.
func newAuthority(s Source, a Algorithm, name string, parent *Authority, change func(*x509.Certificate)) (*Authority, error) {
	key, err := s.key(or(a, P256))
	if err != nil {
		return nil, err
	}
	id, err := keyID(key.Public())
	if err != nil {
		return nil, err
	}
	subject, err := encodeSubject([]Attribute{{Type: "O", Value: caOrg}, {Type: "CN", Value: fmt.Sprintf("%s %X", name, id[:3])}})
	if err != nil {
		return nil, err
	}
	serial, err := randomSerial(s)
	if err != nil {
		return nil, err
	}
	t := &x509.Certificate{
		SerialNumber:          serial,
		RawSubject:            subject,
		NotBefore:             s.Now.Add(-rootBefore).Truncate(day),
		NotAfter:              s.Now.Add(rootAfter).Truncate(day),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLen:            -1,
		PublicKey:             key.Public(),
	}
	if change != nil {
		change(t)
	}
	issuer := parent
	if issuer == nil {
		issuer = &Authority{t, key}
	}
	der, err := issuer.sign(s, t, key.Public())
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("reading an authority's certificate: %w", err)
	}
	return &Authority{certificate, key}, nil
}

// intermediates makes n authorities, each issued by the one before. It returns
// the last and the certificates of all, the last first.
func (a *Authority) intermediates(s Source, algorithm Algorithm, n int) (*Authority, [][]byte, error) {
	var chain [][]byte
	issuer := a
	for i := range n {
		next, err := newAuthority(s, algorithm, fmt.Sprintf("mtlens Test Intermediate CA %d", i+1), issuer, func(t *x509.Certificate) {
			t.MaxPathLen = n - 1 - i
			t.MaxPathLenZero = t.MaxPathLen == 0
		})
		if err != nil {
			return nil, nil, err
		}
		issuer = next
		chain = append([][]byte{issuer.Certificate.Raw}, chain...)
	}
	return issuer, chain, nil
}

// sign issues a certificate for the key. Where the template's subject is the
// authority's own, it is self-signed.
func (a *Authority) sign(s Source, t *x509.Certificate, public any) ([]byte, error) {
	if t.SubjectKeyId == nil {
		id, err := keyID(public)
		if err != nil {
			return nil, err
		}
		t.SubjectKeyId = id
	}
	der, err := x509.CreateCertificate(nil, t, a.Certificate, public, a.Key)
	if err != nil {
		return nil, fmt.Errorf("signing a certificate: %w", err)
	}
	return der, nil
}

// revoke makes a list of revoked certificates, of the given time.
func (a *Authority) revoke(thisUpdate, nextUpdate time.Time, serials ...*big.Int) ([]byte, error) {
	list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: thisUpdate, NextUpdate: nextUpdate}
	for _, serial := range serials {
		list.RevokedCertificateEntries = append(list.RevokedCertificateEntries,
			x509.RevocationListEntry{SerialNumber: serial, RevocationTime: thisUpdate})
	}
	der, err := x509.CreateRevocationList(nil, list, a.Certificate, a.Key)
	if err != nil {
		return nil, fmt.Errorf("signing a revocation list: %w", err)
	}
	return der, nil
}

// Bundle writes a trust store as AWS takes it: PEM without blank lines, comments
// that begin with # and hold no hyphen.
func Bundle(certificates ...*x509.Certificate) []byte {
	var b bytes.Buffer
	for _, c := range certificates {
		about := c.Subject.CommonName + ", for tests only, until " + c.NotAfter.UTC().Format(dateLayout)
		fmt.Fprintf(&b, "# %s\n", strings.Map(commentRune, about))
		b.Write(encodePEM("CERTIFICATE", c.Raw))
	}
	return b.Bytes()
}

// commentRune keeps what may stand in a comment of a bundle.
func commentRune(r rune) rune {
	if r == '-' || r < ' ' || r > '~' {
		return ' '
	}
	return r
}

// Encode writes the authority with its key, for issuing more from it:
// [ReadAuthority] reads it.
func (a *Authority) Encode() ([]byte, error) {
	key, err := EncodeKey(a.Key)
	if err != nil {
		return nil, err
	}
	return append(Bundle(a.Certificate), key...), nil
}

var errAuthority = &FieldError{"authority", "This is not a certificate of an authority with its private key, in PEM."}

// ReadAuthority reads a certificate and its private key (PKCS#8) from PEM.
func ReadAuthority(text []byte) (*Authority, error) {
	a := &Authority{}
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			break
		}
		switch block.Type {
		case "CERTIFICATE":
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil || !c.IsCA {
				return nil, errAuthority
			}
			a.Certificate = c
		case "PRIVATE KEY":
			key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
			signer, ok := key.(crypto.Signer)
			if err != nil || !ok {
				return nil, errAuthority
			}
			a.Key = signer
		}
	}
	if a.Certificate == nil || a.Key == nil || !samePublicKey(a.Certificate.PublicKey, a.Key.Public()) {
		return nil, errAuthority
	}
	return a, nil
}

func samePublicKey(a, b crypto.PublicKey) bool {
	equal, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && equal.Equal(b)
}

// readCSR reads a certificate request and checks that it is signed with its key.
func readCSR(der []byte) (*x509.CertificateRequest, error) {
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		return nil, fieldError("csr", "This is not a certificate request that Go can read (%v).", err)
	}
	if err := csr.CheckSignature(); err != nil {
		return nil, fieldError("csr", "The signature of the request does not hold: it was not made with the request's own key.")
	}
	return csr, nil
}
