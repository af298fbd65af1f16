package lab

import (
	"crypto/x509"
	"encoding/pem"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/verify"
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

// signature checks one signature, by crypto/x509 alone.
func signature(child, issuer *certinfo.Certificate) Signature {
	switch verify.CheckSignature(&child.Signed, issuer) {
	case verify.Verified:
		return Signature{State: "verified", Text: "Signature verified: the key of the issuer made it."}
	case verify.Damaged:
		return Signature{State: "unknown", Text: "The signature cannot be checked: one of the two is damaged where the signature, its algorithm or the key stands."}
	case verify.Unsupported:
		return Signature{State: "unknown", Text: "The signature cannot be checked: Go does not support " + child.SignatureAlgorithm.Title() + " with this key."}
	case verify.TooLong:
		return Signature{State: "unknown", Text: "The signature is not checked: the key is too long, or its exponent is."}
	}
	return Signature{State: "wrong", Text: "The signature does not verify: this key did not make it, or the certificate was changed."}
}
