package lab

import (
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
)

// Bounds. A signature takes up to some milliseconds in a browser.
const (
	maxChecked    = 400  // certificates; a bundle of all public roots has fewer
	maxSignatures = 1000 // pairs, for many certificates may bear one name
)

// CheckPaste has Go's strict parser read the certificates of a paste, and checks
// the signature of each with the keys of all that bear its issuer's name. The
// paste is that of [decode.Text], and certificates are counted as there.
func CheckPaste(o Options, paste []byte) Check {
	text, _ := View(paste, "pem")
	var answer Check
	var certs []*certinfo.Certificate
	for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
		if len(certs) == maxChecked {
			answer.Left++
			continue
		}
		certs = append(certs, certinfo.Parse(block.Bytes))
		answer.Strict = append(answer.Strict, strict(block.Bytes))
	}
	for i, child := range certs {
		for j, issuer := range certs {
			if len(answer.Signatures) < maxSignatures && named(child, issuer) {
				s := signature(child, issuer)
				s.Child, s.Issuer = i, j
				answer.Signatures = append(answer.Signatures, s)
			}
		}
	}
	return answer
}

func strict(der []byte) Strict {
	if _, err := x509.ParseCertificate(der); err != nil {
		return Strict{false, "Go's strict parser refuses it: " + strings.TrimPrefix(err.Error(), "x509: ") + "."}
	}
	return Strict{true, "Go's strict parser takes it."}
}

// named reports whether the issuer bears the name that the child gives its issuer.
func named(child, issuer *certinfo.Certificate) bool {
	if issuer.Subject.Place.Length == 0 || child.Issuer.Place.Length == 0 {
		return false
	}
	return dn.Equal(&child.Issuer, &issuer.Subject) || dn.Match(&child.Issuer, &issuer.Subject)
}

var errParts = errors.New("one of the two is damaged where the signature, its algorithm or the key stands")

// signature checks one signature, by crypto/x509 alone.
func signature(child, issuer *certinfo.Certificate) Signature {
	err := checkSignature(child, issuer)
	var insecure x509.InsecureAlgorithmError
	switch {
	case err == nil:
		return Signature{State: "verified", Text: "Signature verified: the key of the issuer made it."}
	case errors.Is(err, errParts):
		return Signature{State: "unknown", Text: "The signature cannot be checked: " + err.Error() + "."}
	case errors.Is(err, x509.ErrUnsupportedAlgorithm), errors.As(err, &insecure):
		return Signature{State: "unknown", Text: "The signature cannot be checked: Go does not support " + child.SignatureAlgorithm.Title() + " with this key."}
	}
	return Signature{State: "wrong", Text: "The signature does not verify: this key did not make it, or the certificate was changed."}
}

// checkSignature checks the signature of a certificate that crypto/x509 may refuse
// to parse for another reason. What the check needs is put where the parser takes
// it: into a certificate request with the child's algorithm and the issuer's key.
//
//	CertificationRequest ::= SEQUENCE { certificationRequestInfo SEQUENCE { version,
//	  subject, subjectPKInfo, attributes [0] }, signatureAlgorithm, signature }   RFC 2986
func checkSignature(child, issuer *certinfo.Certificate) error {
	algorithm, key := part(child, child.SignatureAlgorithm.Place), part(issuer, issuer.Key.Place)
	tbs := part(child, child.TBS)
	if child.Signature.Unused != 0 || child.Signature.Bytes == nil || algorithm == nil || key == nil || tbs == nil {
		return errParts
	}
	type info struct {
		Version    int
		Subject    asn1.RawValue
		Key        asn1.RawValue
		Attributes asn1.RawValue
	}
	request, err := asn1.Marshal(struct {
		Info      info
		Algorithm asn1.RawValue
		Signature asn1.BitString
	}{
		info{0, asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true}, asn1.RawValue{FullBytes: key},
			asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true}},
		asn1.RawValue{FullBytes: algorithm}, asn1.BitString{},
	})
	if err != nil {
		return errParts
	}
	csr, err := x509.ParseCertificateRequest(request)
	if err != nil {
		return fmt.Errorf("%w (%v)", errParts, err)
	}
	of := x509.Certificate{PublicKey: csr.PublicKey, PublicKeyAlgorithm: csr.PublicKeyAlgorithm}
	return of.CheckSignature(csr.SignatureAlgorithm, tbs, child.Signature.Bytes)
}

// part returns the bytes of a place, nil if it is empty.
func part(c *certinfo.Certificate, p der.Place) []byte {
	if p.Length == 0 || p.Offset+p.Length > len(c.DER) {
		return nil
	}
	return c.DER[p.Offset : p.Offset+p.Length]
}
