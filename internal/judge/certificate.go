package judge

import (
	"crypto/sha1"
	"crypto/sha256"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/words"
)

// Integrity says whether the bytes of a certificate are those that it declares.
type Integrity uint8

const (
	Whole        Integrity = iota // every byte is there; others may follow
	CutOff                        // bytes are missing at its end
	NoHeader                      // its length cannot be read: it is no certificate
	Unterminated                  // its end is marked, and the mark is missing
	WrongLength                   // it declares another length than it has
)

// IntegrityOf tells a certificate's integrity.
func IntegrityOf(c *certinfo.Certificate) Integrity {
	switch {
	case c.Whole || c.Declared == c.Present() && len(c.Trailing) > 0:
		return Whole
	case len(c.Findings) > 0 && c.Findings[0].ID == finding.DERTruncated:
		return CutOff
	case c.Declared == 0:
		return NoHeader
	case c.Declared == c.Present():
		return Unterminated
	}
	return WrongLength
}

// Truncated reports whether bytes of the certificate are missing at its end.
func (c *Certificate) Truncated() bool {
	for i := range c.Findings {
		if c.Findings[i].ID == finding.DERTruncated {
			return true
		}
	}
	return false
}

// Broken reports whether something in the certificate is broken, refused or
// dangerous.
func (c *Certificate) Broken() bool {
	for i := range c.Findings {
		if finding.Lookup(c.Findings[i].ID).Severity == finding.Error {
			return true
		}
	}
	return false
}

// SHA256 returns that of the DER in lower-case hexadecimal; empty if not all of it is
// there.
func (c *Certificate) SHA256() string {
	if IntegrityOf(c.Certificate) != Whole {
		return ""
	}
	sum := sha256.Sum256(c.DER)
	return words.Hex(sum[:])
}

// SHA1 is the same of SHA-1.
func (c *Certificate) SHA1() string {
	if IntegrityOf(c.Certificate) != Whole {
		return ""
	}
	sum := sha1.Sum(c.DER)
	return words.Hex(sum[:])
}

// KeyFingerprint is the SHA-256 of a whole SubjectPublicKeyInfo in lower-case
// hexadecimal; empty if not all of it is there.
func KeyFingerprint(k *certinfo.PublicKey) string {
	r := der.NewReader(k.Raw)
	e, ok := r.Next()
	if !ok || e.Problem&(der.Overrun|der.BrokenHeader) != 0 {
		return ""
	}
	sum := sha256.Sum256(k.Raw)
	return words.Hex(sum[:])
}

// IsCA reports whether the basic constraints say so (RFC 5280, section 4.2.1.9).
func IsCA(c *certinfo.Certificate) bool {
	for i := range c.Extensions {
		if b, ok := c.Extensions[i].Parsed.(*certinfo.BasicConstraints); ok {
			return b.CA
		}
	}
	return false
}
