package lab

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"slices"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/pkcs12"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/words"
)

// Unlock opens the PKCS#12 stores of a paste with their password. What comes out is
// certificates and lists; keys are counted, and never leave this program.
func Unlock(_ Options, q UnlockRequest) (Unlocked, error) {
	file, err := base64.StdEncoding.DecodeString(q.File)
	if err != nil {
		return Unlocked{}, errNotBase64
	}
	s := openStores(file, q.Password)
	answer := Unlocked{Certificates: len(s.certificates), Keys: len(s.keys), Opened: s.found > 0 && s.err == nil}
	switch {
	case s.found == 0:
		answer.Text = "There is no PKCS#12 store in it."
	case s.err != nil:
		answer.Text = lockedText(s.err, q.Password)
	default:
		answer.PEM = s.text.String()
		answer.Text = "Opened: " + words.Count(len(s.certificates), "certificate") + " and " + words.Count(len(s.keys), "private key") + ". Keys are not shown."
	}
	return answer, nil
}

// Opened returns the certificates and lists of a paste with stores as PEM, those in the
// stores and those beside them, nil if there is no store in it. What it says is why one was not opened.
func Opened(paste []byte, password string) (text []byte, locked string) {
	switch s := openStores(paste, password); {
	case s.found == 0:
		return nil, ""
	case s.err != nil:
		return nil, lockedText(s.err, password)
	default:
		return s.text.Bytes(), ""
	}
}

// lockedText says why a store was not opened.
func lockedText(err error, password string) string {
	switch {
	case errors.Is(err, pkcs12.ErrPassword) && password == "":
		return "It does not open without its password."
	case errors.Is(err, pkcs12.ErrPassword):
		return "The password is not that of this file."
	}
	return "It cannot be opened here: " + err.Error() + "."
}

// stores is what was in the stores of a paste.
type stores struct {
	found        int // stores
	certificates [][]byte
	lists        [][]byte
	keys         [][]byte // PKCS#8
	err          error    // of the first that was not opened

	text    bytes.Buffer    // PEM of all that, but the keys, and of what stands beside the stores, in order
	written map[string]bool // the DER of what is in it
}

// openStores opens every store of a paste, first without a password.
func openStores(paste []byte, password string) *stores {
	s := &stores{}
	for u := range unwrap.Open(paste).Units() {
		for i := range u.Objects {
			switch o := &u.Objects[i]; {
			case o.Kind == der.PKCS12:
				s.open(o.DER.Bytes, password)
			case o.Other || o.Holds:
			case o.IsCertificate():
				s.write("CERTIFICATE", o.DER.Bytes)
			case o.Kind == der.CertificateRequest:
				s.write("CERTIFICATE REQUEST", o.DER.Bytes)
			case o.Kind == der.RevocationList:
				s.write("X509 CRL", o.DER.Bytes)
			}
		}
	}
	return s
}

func (s *stores) write(label string, raw ...[]byte) {
	if s.written == nil {
		s.written = map[string]bool{}
	}
	for _, b := range raw {
		s.written[string(b)] = true
		pem.Encode(&s.text, &pem.Block{Type: label, Bytes: b}) // a bytes.Buffer does not fail
	}
}

func (s *stores) open(file []byte, password string) {
	s.found++
	c, err := tryBoth(password, func(p string) (*pkcs12.Contents, error) { return pkcs12.Open(file, p) })
	if err != nil {
		if s.err == nil {
			s.err = err
		}
		return
	}
	s.certificates = append(s.certificates, c.Certificates...)
	s.lists = append(s.lists, c.Lists...)
	s.keys = append(s.keys, c.Keys...)
	read := func(raw []byte) bool { return s.written[string(raw)] } // it was not encrypted
	s.write("CERTIFICATE", slices.DeleteFunc(slices.Clone(c.Certificates), read)...)
	s.write("X509 CRL", c.Lists...)
}

// tryBoth opens something without a password first, and then with the one given.
func tryBoth[T any](password string, open func(string) (T, error)) (T, error) {
	t, err := open("")
	if err != nil && password != "" && errors.Is(err, pkcs12.ErrPassword) {
		return open(password)
	}
	return t, err
}

// fromStores adds to a client's chain what its stores hold, and returns the key of
// it, if there is one. A certificate that stands open beside a store is not added
// once more. The certificate of the key comes first, as a client sends it.
func fromStores(chain [][]byte, text, password string) ([][]byte, crypto.Signer, error) {
	s := openStores([]byte(text), password)
	if s.found == 0 {
		return chain, nil, nil
	}
	for _, raw := range s.certificates {
		if !contains(chain, raw) {
			chain = append(chain, raw)
		}
	}
	for _, raw := range s.keys {
		key, err := x509.ParsePKCS8PrivateKey(raw)
		signer, ok := key.(crypto.Signer)
		if err != nil || !ok {
			continue
		}
		public, err := x509.MarshalPKIXPublicKey(signer.Public())
		if err != nil {
			continue
		}
		for i, c := range chain {
			if bytes.Contains(c, public) {
				own := append([][]byte{c}, chain[:i]...)
				return append(own, chain[i+1:]...), signer, s.err
			}
		}
		return chain, signer, s.err
	}
	return chain, nil, s.err
}

func contains(all [][]byte, one []byte) bool {
	for _, b := range all {
		if bytes.Equal(b, one) {
			return true
		}
	}
	return false
}
