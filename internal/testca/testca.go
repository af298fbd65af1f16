// Package testca is a throw-away certificate authority: it issues client
// certificates for tests, right ones and ones that are wrong on purpose.
//
// [Issue] makes one client certificate and all that goes with it. With nothing
// but a [Source] filled in, the private key, the chain and the trust store are
// accepted by "openssl verify -purpose sslclient", by curl, and by the rules that
// AWS documents for Application Load Balancers:
//
//	issued, err := testca.Issue(testca.Source{Rand: rand.Reader, Now: now}, testca.Request{})
//
// gives private-key.pem (PKCS#8), certificate.crt (the leaf, then its
// intermediates) and trust-store.pem (the root, as a bundle that AWS takes).
// [Script] writes the openssl commands that do the same.
//
// [Presets] lists certificates that make a load balancer say each of its reason
// codes, or that are of an awkward shape and fine; [Preset.Make] makes one, and
// [WriteZip] all of them with a manifest of what to expect.
//
// Certificates are made by crypto/x509. What it refuses to make (version 1,
// signatures that do not hold) is made from its result by changing the DER.
//
// Nothing here is fit for production: roots are new each time, keys are shown.
package testca

import (
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"time"
)

// Source is what an authority takes from outside: chance and the time. Signatures
// take no chance (ECDSA is that of RFC 6979), so with keys and Rand given the
// result is the same to the byte. Go itself ignores Rand when it makes RSA and
// ECDSA keys: they are never weak, and only Keys can make them repeatable.
type Source struct {
	Rand io.Reader
	Now  time.Time
	Keys func(Algorithm) (crypto.Signer, error) // nil makes new keys
}

// Request is what may be chosen of a client certificate. Each zero value stands
// for the default.
type Request struct {
	Key          Algorithm // of the client; P256 by default
	AuthorityKey Algorithm // of root and intermediates; P256 by default
	CSR          []byte    // a certificate request in DER: its key is certified, and its names unless others are given

	Subject []Attribute // in the order of the certificate; DefaultSubject if nil, no name if empty
	Names   []Name      // subject alternative names

	NotBefore time.Time // an hour before now by default
	NotAfter  time.Time // or by Days
	Days      int       // from NotBefore; 365 by default
	Serial    *big.Int  // 16 random bytes by default

	KeyUsage    []string // names as OpenSSL writes them; digitalSignature if nil, no extension if empty
	ExtKeyUsage []string // names or dotted OIDs; clientAuth if nil, no extension if empty

	Intermediates int        // between root and leaf, 0 to MaxIntermediates
	Authority     *Authority // the root that issues; a new one if nil
}

// MaxIntermediates is as many as make a chain of five certificates, one more than
// a load balancer takes.
const MaxIntermediates = 4

// Defaults of a request.
const (
	DefaultDays = 365
	maxDays     = 36500              // a century; more is a slip of the hand
	skew        = time.Hour          // certificates begin this much before now: clocks differ
	maxSerial   = 20                 // bytes, RFC 5280, section 4.1.2.2
	day         = 24 * time.Hour     //
	rootBefore  = 2 * 365 * day      // roots are this old
	rootAfter   = 10 * 365 * day     // and last this long
	farthest    = 253402300799       // 9999-12-31T23:59:59Z, the last time of X.509
	dateLayout  = "2 January 2006"   // of comments in a trust store: no hyphens
	caOrg       = "mtlens test only" // the organization of every authority
)

// Attributes and names that hold when none are given.
var DefaultSubject = []Attribute{
	{Type: "O", Value: "mtlens test"},
	{Type: "CN", Value: "client.example"},
}

// FieldError says what is wrong with a field of a request. It may quote the field.
type FieldError struct {
	Field string // as in Request, lower camel case: "subject[2].value"
	Text  string // a sentence
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Text }

func fieldError(field, format string, args ...any) error {
	return &FieldError{field, fmt.Sprintf(format, args...)}
}

// Issued is a client certificate with all that goes with it.
type Issued struct {
	Key        crypto.Signer // nil if the key came in a request
	Chain      [][]byte      // DER, leaf first; without the root
	TrustStore []byte        // PEM bundle
	CRLs       [][]byte      // DER; none unless the preset is about revocation
	Authority  *Authority    // the root that issued
}

// Issue makes a client certificate. A [*FieldError] says what cannot be asked for.
func Issue(s Source, r Request) (*Issued, error) { return issue(s, r, nil) }

// issue makes a client certificate; change may alter the template.
func issue(s Source, r Request, change func(*x509.Certificate)) (*Issued, error) {
	t, err := r.template(s)
	if err != nil {
		return nil, err
	}
	if change != nil {
		change(t)
	}
	root := r.Authority
	if root == nil {
		if root, err = NewAuthority(s, r.AuthorityKey); err != nil {
			return nil, err
		}
	}
	issuer, chain, err := root.intermediates(s, r.AuthorityKey, r.Intermediates)
	if err != nil {
		return nil, err
	}
	out := &Issued{Authority: root, TrustStore: Bundle(root.Certificate)}
	public := t.PublicKey
	if public == nil {
		if out.Key, err = s.key(or(r.Key, P256)); err != nil {
			return nil, err
		}
		public = out.Key.Public()
	}
	leaf, err := issuer.sign(s, t, public)
	if err != nil {
		return nil, err
	}
	out.Chain = append([][]byte{leaf}, chain...)
	return out, nil
}

// template returns the leaf that is asked for. Its PublicKey is that of the
// request's CSR, or nil.
func (r *Request) template(s Source) (*x509.Certificate, error) {
	if r.Intermediates < 0 || r.Intermediates > MaxIntermediates {
		return nil, fieldError("intermediates", "From 0 to %d intermediates can be made.", MaxIntermediates)
	}
	t := &x509.Certificate{BasicConstraintsValid: true}
	subject, names := r.Subject, r.Names
	var copied []pkix.Extension
	if r.CSR != nil {
		csr, err := readCSR(r.CSR)
		if err != nil {
			return nil, err
		}
		t.PublicKey = csr.PublicKey
		if subject == nil {
			t.RawSubject = csr.RawSubject
		}
		if names == nil {
			copied = alternativeNames(csr)
		}
	}
	if subject == nil {
		subject = DefaultSubject
	}
	var err error
	if t.RawSubject == nil {
		if t.RawSubject, err = encodeSubject(subject); err != nil {
			return nil, err
		}
	}
	if len(names) > 0 {
		e, err := encodeNames(names, len(t.RawSubject) == emptySequence)
		if err != nil {
			return nil, err
		}
		copied = []pkix.Extension{e}
	}
	t.ExtraExtensions = copied
	if err := r.setValidity(s, t); err != nil {
		return nil, err
	}
	if t.SerialNumber, err = r.serial(s); err != nil {
		return nil, err
	}
	return t, r.setUsages(t)
}

func (r *Request) setValidity(s Source, t *x509.Certificate) error {
	t.NotBefore, t.NotAfter = r.NotBefore, r.NotAfter
	if t.NotBefore.IsZero() {
		t.NotBefore = s.Now.Add(-skew).Truncate(time.Second)
	}
	switch {
	case r.Days < 0 || r.Days > maxDays:
		return fieldError("days", "From 1 to %d days can be asked for.", maxDays)
	case !t.NotAfter.IsZero() && r.Days > 0:
		return fieldError("days", "Give the last day or the number of days, not both.")
	case t.NotAfter.IsZero():
		days := r.Days
		if days == 0 {
			days = DefaultDays
		}
		t.NotAfter = t.NotBefore.Add(time.Duration(days) * day)
	}
	for _, at := range []time.Time{t.NotBefore, t.NotAfter} {
		if at.Unix() > farthest || at.Year() < 1950 {
			return fieldError("notAfter", "A certificate holds times from 1950 to 9999.")
		}
	}
	if t.NotAfter.Before(t.NotBefore) {
		return fieldError("notAfter", "The certificate would end before it begins.")
	}
	return nil
}

func (r *Request) serial(s Source) (*big.Int, error) {
	if r.Serial == nil {
		return randomSerial(s)
	}
	if r.Serial.Sign() < 0 {
		return nil, fieldError("serial", "A serial number is not negative.")
	}
	if r.Serial.BitLen() >= maxSerial*8 {
		return nil, fieldError("serial", "A serial number has at most %d bytes, the first of them below 80.", maxSerial)
	}
	return r.Serial, nil
}

// randomSerial returns 16 random bytes, the first of them from 40 to 7F: so all
// serials have the same length, whoever prints them.
func randomSerial(s Source) (*big.Int, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(s.Rand, b); err != nil {
		return nil, fmt.Errorf("making a serial number: %w", err)
	}
	b[0] = b[0]&0x3F | 0x40
	return new(big.Int).SetBytes(b), nil
}

// keyID is method 1 of RFC 7093: 160 bits of the SHA-256 of the key's bits.
func keyID(public any) ([]byte, error) {
	spki, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, fmt.Errorf("hashing a public key: %w", err)
	}
	var info struct {
		Algorithm asn1.RawValue
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(spki, &info); err != nil {
		return nil, fmt.Errorf("hashing a public key: %w", err)
	}
	sum := sha256.Sum256(info.Key.Bytes)
	return sum[:20], nil
}

// File is a file to save.
type File struct {
	Name string
	Data []byte
}

// The names of the files. The first two are those of AWS's own demonstration.
const (
	KeyFile         = "private-key.pem"
	CertificateFile = "certificate.crt"
	TrustStoreFile  = "trust-store.pem"
	CRLFile         = "revocation-list.pem"
)

// Files returns the certificate's files in the order in which they are used.
func (i *Issued) Files() ([]File, error) {
	var files []File
	if i.Key != nil {
		key, err := EncodeKey(i.Key)
		if err != nil {
			return nil, err
		}
		files = append(files, File{KeyFile, key})
	}
	files = append(files, File{CertificateFile, encodePEM("CERTIFICATE", i.Chain...)}, File{TrustStoreFile, i.TrustStore})
	if len(i.CRLs) > 0 {
		files = append(files, File{CRLFile, encodePEM("X509 CRL", i.CRLs...)})
	}
	return files, nil
}

func encodePEM(label string, ders ...[]byte) (out []byte) {
	for _, der := range ders {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})...)
	}
	return out
}

func or(a, b Algorithm) Algorithm {
	if a == "" {
		return b
	}
	return a
}
