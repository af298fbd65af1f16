package testca

import (
	"crypto"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"fmt"
)

// What crypto/x509 does not make: the to-be-signed part of a certificate is taken
// apart into its fields, changed, put together and signed anew.
//
//	Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }
//	TBSCertificate ::= SEQUENCE { version [0], serialNumber, signature, issuer,
//	  validity, subject, subjectPublicKeyInfo, …, extensions [3] }   RFC 5280, section 4.1

// The fields of a TBSCertificate without unique identifiers.
const (
	versionField    = 0
	validityField   = 4
	extensionsField = 7
	fieldCount      = 8
)

// versionOne takes version and extensions out of the leaf.
func (m *maker) versionOne(i *Issued) (err error) {
	i.Chain[0], err = m.forge(i.Chain[0], func(fields []asn1.RawValue) []asn1.RawValue {
		return fields[versionField+1 : extensionsField]
	})
	return err
}

// withoutValidity puts the number 0 where the validity is.
func (m *maker) withoutValidity(i *Issued) (err error) {
	i.Chain[0], err = m.forge(i.Chain[0], func(fields []asn1.RawValue) []asn1.RawValue {
		fields[validityField] = asn1.RawValue{Tag: asn1.TagInteger, Bytes: []byte{0}}
		return fields
	})
	return err
}

// forge changes the fields of a certificate of the root's and signs it with
// SHA-256, as it was.
func (m *maker) forge(der []byte, change func([]asn1.RawValue) []asn1.RawValue) ([]byte, error) {
	var c struct {
		TBS       []asn1.RawValue
		Algorithm asn1.RawValue
		Signature asn1.BitString
	}
	if _, err := asn1.Unmarshal(der, &c); err != nil {
		return nil, fmt.Errorf("taking a certificate apart: %w", err)
	}
	if len(c.TBS) != fieldCount {
		return nil, errors.New("taking a certificate apart: unknown fields")
	}
	c.TBS = change(c.TBS)
	tbs, err := asn1.Marshal(c.TBS)
	if err != nil {
		return nil, fmt.Errorf("putting a certificate together: %w", err)
	}
	sum := sha256.Sum256(tbs)
	signature, err := m.root.Key.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("signing a certificate: %w", err)
	}
	c.Signature = asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}
	return asn1.Marshal(c)
}
