// Package pkcs12 opens PKCS#12 stores (RFC 7292) and encrypted private keys (RFC
// 5958) with their password.
//
// Any number of certificates, lists and keys are taken out, in the order of the
// file, and nothing is asked of them: what they are, others read. It takes what
// OpenSSL, Java, Windows and macOS write, among it the old algorithms, and BER.
package pkcs12

import (
	"crypto/hmac"
	"errors"

	"github.com/mtlens/mtlens/internal/der"
)

// Errors of [Open] and [Key]. None holds anything of the file.
var (
	ErrPassword    = errors.New("the password is wrong")
	ErrDamaged     = errors.New("the file is damaged")
	ErrUnsupported = errors.New("the file is encrypted in a way that is not known here")
	ErrWork        = errors.New("the file asks for too much work on the password")
)

// MaxIterations bounds the work on a password, which is done for each encrypted part
// once more. OpenSSL writes 2,048, Java 10,000, password managers up to a million;
// a browser does that in some seconds.
const MaxIterations = 5_000_000

// maxBags and maxDepth bound a file: real ones have tens of bags, and no bag in a bag.
const (
	maxBags  = 10_000
	maxDepth = 4
)

// Contents is what was in a store, in its order.
type Contents struct {
	Certificates [][]byte
	Lists        [][]byte
	Keys         [][]byte // PKCS#8
	Others       int      // bags that were left closed: secrets, unknown kinds
}

// Object identifiers, as their content octets.
const (
	pkcs7          = "\x2a\x86\x48\x86\xf7\x0d\x01\x07"
	idData         = pkcs7 + "\x01"
	idEncrypted    = pkcs7 + "\x06"
	bags           = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01"
	bagKey         = bags + "\x01"
	bagShrouded    = bags + "\x02"
	bagCertificate = bags + "\x03"
	bagList        = bags + "\x04"
	bagSafe        = bags + "\x06"
)

// Open opens a store. An empty password is tried in both of its spellings, as two
// zero octets and as none.
func Open(file []byte, password string) (*Contents, error) {
	for _, s := range spellings(password) {
		o := opener{secret: s, left: MaxIterations}
		err := o.open(file)
		if err == nil {
			return &o.out, nil
		}
		if err != ErrPassword {
			return nil, err
		}
	}
	return nil, ErrPassword
}

// opener opens one store.
type opener struct {
	secret secret
	left   int // iterations
	out    Contents
	bags   int
}

// open reads a PFX.
//
//	PFX     ::= SEQUENCE { version INTEGER, authSafe ContentInfo, macData MacData OPTIONAL }
//	MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER DEFAULT 1 }
func (o *opener) open(file []byte) error {
	pfx, ok := list(file)
	if !ok || len(pfx) < 2 {
		return ErrDamaged
	}
	safe, err := o.info(&pfx[1])
	if err != nil {
		return err
	}
	if len(pfx) > 2 {
		if err := o.mac(&pfx[2], safe); err != nil {
			return err
		}
	}
	infos, ok := list(safe)
	if !ok {
		return ErrDamaged
	}
	for i := range infos {
		content, err := o.info(&infos[i])
		if err != nil {
			return err
		}
		if err := o.contents(content, 0); err != nil {
			return err
		}
	}
	return nil
}

// info returns the content of a ContentInfo, decrypted.
//
//	ContentInfo   ::= SEQUENCE { contentType OID, content [0] EXPLICIT ANY }
//	EncryptedData ::= SEQUENCE { version INTEGER, SEQUENCE { contentType OID,
//	  AlgorithmIdentifier, encryptedContent [0] IMPLICIT OCTET STRING } }
func (o *opener) info(e *der.Element) ([]byte, error) {
	parts := children(e)
	if len(parts) < 2 {
		return nil, ErrDamaged
	}
	content := children(&parts[1])
	if len(content) == 0 {
		return nil, ErrDamaged
	}
	switch string(parts[0].Content()) {
	case idData:
		data, ok := content[0].Joined()
		if !ok {
			return nil, ErrDamaged
		}
		return data, nil
	case idEncrypted:
		of := children(&content[0])
		if len(of) < 2 {
			return nil, ErrDamaged
		}
		if of = children(&of[1]); len(of) < 3 {
			return nil, ErrDamaged
		}
		data, ok := octets(&of[2])
		if !ok {
			return nil, ErrDamaged
		}
		return o.decrypt(&of[1], data)
	}
	return nil, ErrUnsupported // signed, or enveloped with a key
}

// mac compares the digest of a store. It tells a wrong password before anything is
// decrypted.
func (o *opener) mac(e *der.Element, content []byte) error {
	parts := children(e)
	if len(parts) < 2 {
		return ErrDamaged
	}
	digest := children(&parts[0])
	if len(digest) < 2 {
		return ErrDamaged
	}
	iterations := 1
	if len(parts) > 2 {
		iterations, _ = der.SmallInteger(parts[2].Content())
	}
	sum, err := o.macOf(&digest[0], parts[1].Content(), iterations, content)
	if err != nil {
		return err
	}
	if !hmac.Equal(sum, digest[1].Content()) {
		return ErrPassword
	}
	return nil
}

// contents reads SafeContents.
//
//	SafeBag ::= SEQUENCE { bagId OID, bagValue [0] EXPLICIT ANY, bagAttributes SET OPTIONAL }
func (o *opener) contents(b []byte, depth int) error {
	items, ok := list(b)
	if !ok || depth > maxDepth {
		return ErrDamaged
	}
	for i := range items {
		if o.bags++; o.bags > maxBags {
			return ErrWork
		}
		parts := children(&items[i])
		if len(parts) < 2 {
			return ErrDamaged
		}
		value := children(&parts[1])
		if len(value) == 0 {
			return ErrDamaged
		}
		if err := o.bag(string(parts[0].Content()), &value[0], depth); err != nil {
			return err
		}
	}
	return nil
}

// bag takes out what is in a bag.
//
//	CertBag, CRLBag ::= SEQUENCE { id OID, value [0] EXPLICIT OCTET STRING }
func (o *opener) bag(kind string, value *der.Element, depth int) error {
	switch kind {
	case bagKey:
		o.out.Keys = append(o.out.Keys, value.Bytes)
	case bagShrouded:
		key, err := o.key(value)
		if err != nil {
			return err
		}
		o.out.Keys = append(o.out.Keys, key)
	case bagSafe:
		return o.contents(value.Bytes, depth+1)
	case bagCertificate, bagList:
		parts := children(value)
		if len(parts) < 2 {
			return ErrDamaged
		}
		of := children(&parts[1])
		if len(of) == 0 {
			return ErrDamaged
		}
		data, ok := of[0].Joined()
		if !ok {
			return ErrDamaged
		}
		if kind == bagCertificate {
			o.out.Certificates = append(o.out.Certificates, data)
		} else {
			o.out.Lists = append(o.out.Lists, data)
		}
	default:
		o.out.Others++
	}
	return nil
}

// Key decrypts an EncryptedPrivateKeyInfo, and returns the key as PKCS#8.
func Key(file []byte, password string) ([]byte, error) {
	e, ok := der.First(file)
	if !ok {
		return nil, ErrDamaged
	}
	for _, s := range spellings(password) {
		o := opener{secret: s, left: MaxIterations}
		key, err := o.key(&e)
		if err == nil {
			return key, nil
		}
		if err != ErrPassword {
			return nil, err
		}
	}
	return nil, ErrPassword
}

// key decrypts.
//
//	EncryptedPrivateKeyInfo ::= SEQUENCE { AlgorithmIdentifier, encryptedData OCTET STRING }
func (o *opener) key(e *der.Element) ([]byte, error) {
	parts := children(e)
	if len(parts) < 2 {
		return nil, ErrDamaged
	}
	data, ok := parts[1].Joined()
	if !ok {
		return nil, ErrDamaged
	}
	return o.decrypt(&parts[0], data)
}

// children are the elements in one.
func children(e *der.Element) (all []der.Element) {
	if !e.Constructed {
		return nil
	}
	in := e.Children()
	for c, ok := in.Next(); ok; c, ok = in.Next() {
		all = append(all, c)
	}
	return all
}

// list are the elements of the SEQUENCE that b is.
func list(b []byte) ([]der.Element, bool) {
	e, ok := der.First(b)
	if !ok || !e.Is(der.Sequence) || e.Problem&(der.Overrun|der.BrokenHeader) != 0 {
		return nil, false
	}
	return children(&e), true
}

// octets is the content of an OCTET STRING under another tag, whose pieces BER may
// write one by one.
func octets(e *der.Element) ([]byte, bool) {
	if !e.Constructed {
		return e.Content(), true
	}
	var all []byte
	for _, c := range children(e) {
		part, ok := c.Joined()
		if !ok {
			return nil, false
		}
		all = append(all, part...)
	}
	return all, true
}
