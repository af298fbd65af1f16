package verify_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"
	"time"
)

// Parts of certificates and lists that nobody issues by himself.

func also(edits ...func(*x509.Certificate)) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		for _, edit := range edits {
			edit(c)
		}
	}
}

func extension(critical bool, value []byte, id ...int) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: id, Critical: critical, Value: value})
	}
}

// tlv is an element of DER below 128 bytes.
func tlv(tag byte, parts ...[]byte) []byte {
	content := bytes.Join(parts, nil)
	return append([]byte{tag, byte(len(content))}, content...)
}

func host(s string) []byte { return tlv(0x82, []byte(s)) }

// permit is a NameConstraints extension with one permitted, exclude with one excluded subtree.
func permit(critical bool, base ...[]byte) func(*x509.Certificate) {
	return extension(critical, tlv(0x30, tlv(0xa0, tlv(0x30, base...))), 2, 5, 29, 30)
}

func exclude(base ...[]byte) func(*x509.Certificate) {
	return extension(true, tlv(0x30, tlv(0xa1, tlv(0x30, base...))), 2, 5, 29, 30)
}

// rawName is a name of one CN in a string type.
func rawName(tag byte, text string) []byte {
	return tlv(0x30, tlv(0x31, tlv(0x30, []byte{0x06, 3, 0x55, 4, 3}, tlv(tag, []byte(text)))))
}

func days(from, to int) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.NotBefore, c.NotAfter = now.AddDate(0, 0, from), now.AddDate(0, 0, to) }
}

// twin is another certificate with the name and key of one: renewed.
func (a *authority) twin(t testing.TB, of *authority, edit func(*x509.Certificate)) *authority {
	t.Helper()
	serial++
	c := &x509.Certificate{SerialNumber: big.NewInt(serial), RawSubject: of.cert.RawSubject, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0), SubjectKeyId: of.cert.SubjectKeyId}
	edit(c)
	parent, signer := c, of.key
	if a != nil {
		parent, signer = a.cert, a.key
	}
	return signed(t, c, parent, of, signer)
}

func signed(t testing.TB, c, parent *x509.Certificate, of *authority, signer any) *authority {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, parent, of.key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{cert, of.key}
}

// changed is an authority whose certificate is not as it was signed.
func changed(a *authority) *authority {
	c := *a.cert
	c.Raw = broken(a)
	return &authority{&c, a.key}
}

// certificateList is TBSCertList, RFC 5280, section 5.1.
type certificateList struct {
	Version             int `asn1:"optional,default:0"`
	Signature           pkix.AlgorithmIdentifier
	Issuer              pkix.RDNSequence
	ThisUpdate          time.Time
	NextUpdate          time.Time                 `asn1:"optional"`
	RevokedCertificates []pkix.RevokedCertificate `asn1:"optional"`
	Extensions          []pkix.Extension          `asn1:"tag:0,optional,explicit"`
}

// bare signs a revocation list with these extensions alone, of version 1 without any.
func (a *authority) bare(t testing.TB, entries []pkix.RevokedCertificate, extensions ...pkix.Extension) []byte {
	t.Helper()
	tbs := certificateList{
		Signature: pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}}, ThisUpdate: now.AddDate(0, 0, -1).UTC(), NextUpdate: now.AddDate(0, 0, 1).UTC(),
		RevokedCertificates: entries, Extensions: extensions,
	}
	if len(extensions) > 0 || slices.ContainsFunc(entries, func(e pkix.RevokedCertificate) bool { return len(e.Extensions) > 0 }) {
		tbs.Version = 1
	}
	if _, err := asn1.Unmarshal(a.cert.RawSubject, &tbs.Issuer); err != nil {
		t.Fatal(err)
	}
	raw, err := asn1.Marshal(tbs)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	signature, err := a.key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	der, err := asn1.Marshal(struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}{asn1.RawValue{FullBytes: raw}, tbs.Signature, asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}})
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func entry(of *authority, extensions ...pkix.Extension) []pkix.RevokedCertificate {
	return []pkix.RevokedCertificate{{SerialNumber: of.cert.SerialNumber, RevocationTime: now.AddDate(0, 0, -2).UTC(), Extensions: extensions}}
}

func ext(critical bool, value []byte, id ...int) pkix.Extension {
	return pkix.Extension{Id: id, Critical: critical, Value: value}
}

// number is the content of an INTEGER that is not negative.
func number(n *big.Int) []byte {
	if n.BitLen()%8 == 0 {
		return append([]byte{0}, n.Bytes()...)
	}
	return n.Bytes()
}

func clone(c *x509.Certificate) *x509.Certificate {
	copied := *c
	return &copied
}
