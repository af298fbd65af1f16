package verify

import (
	"bytes"
	"crypto/x509"
	"errors"
	"slices"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// why explains that there is no path: it climbs from the leaf as far as
// signatures and names lead.
func (j *judge) why(err error) (string, At) {
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) {
		return j.refused(err)
	}
	current := j.strict[0]
	for range len(j.strict) + len(j.anchors) {
		named, signed := j.issuersOf(current)
		switch {
		case signed != nil && !bytes.Equal(signed.Raw, current.Raw) && !slices.ContainsFunc(j.anchors, func(a *x509.Certificate) bool { return a != nil && a.Equal(signed) }):
			current = signed
			continue
		case signed != nil && bytes.Equal(signed.Raw, current.Raw):
			return nameOf(current) + " is self-signed and is not in the trust store.", j.where(current)
		case named != nil:
			return j.unsigned(current, named)
		case signed == nil:
			issuer := certinfo.Parse(current.Raw).Issuer.String()
			return "The issuer of " + nameOf(current) + ", " + issuer + ", is neither in the trust store nor in the chain.",
				j.field(current, "tbsCertificate.issuer", func(c *certinfo.Certificate) der.Place { return c.Issuer.Place })
		}
		break
	}
	return j.refused(err)
}

// byName returns the certificates from the leaf to an anchor as names and key
// identifiers lead, signed or not; nil if they lead nowhere. That is how OpenSSL
// finds an issuer (X509_check_issued).
func (j *judge) byName() []*x509.Certificate {
	all := slices.Concat(j.anchors, j.strict)
	chain := []*x509.Certificate{j.strict[0]}
	for range len(j.strict) + 1 {
		current := chain[len(chain)-1]
		if j.where(current).Anchor >= 0 {
			return chain
		}
		next := slices.IndexFunc(all, func(o *x509.Certificate) bool {
			return o != nil && bytes.Equal(o.RawSubject, current.RawIssuer) && sameKeyID(current, o) && (o.KeyUsage == 0 || o.KeyUsage&x509.KeyUsageCertSign != 0)
		})
		if next < 0 || slices.Contains(chain, all[next]) {
			return nil
		}
		chain = append(chain, all[next])
	}
	return nil
}

// sameKeyID reports whether nothing speaks against the key of o having signed c: a
// key identifier that either lacks says nothing.
func sameKeyID(c, o *x509.Certificate) bool {
	return len(c.AuthorityKeyId) == 0 || len(o.SubjectKeyId) == 0 || bytes.Equal(c.AuthorityKeyId, o.SubjectKeyId)
}

// unsigned says why a certificate of the issuer's name is not the issuer.
func (j *judge) unsigned(c, named *x509.Certificate) (string, At) {
	err := c.CheckSignatureFrom(named)
	var constraint x509.ConstraintViolationError
	var insecure x509.InsecureAlgorithmError
	switch {
	case errors.As(err, &constraint):
		where := j.extension(named, oid.BasicConstraints)
		if named.IsCA || where.Field == "" {
			where = j.extension(named, oid.KeyUsage)
		}
		return nameOf(named) + ", the issuer of " + nameOf(c) + ", may not sign certificates: its basic constraints or its key usage say so.", where
	case errors.As(err, &insecure):
		return nameOf(c) + " is signed by " + c.SignatureAlgorithm.String() + ", which is not accepted any more.",
			j.field(c, "signatureAlgorithm", func(c *certinfo.Certificate) der.Place { return c.SignatureAlgorithm.Place })
	}
	detail := "The signature of " + nameOf(c) + " does not verify with the key of " + nameOf(named) + ", which bears its issuer's name: " + plain(err) + "."
	if !sameKeyID(c, named) {
		detail += " Its authority key identifier names another key, too: it seems to come from another CA of that name."
	}
	return detail,
		j.field(c, "signature", func(c *certinfo.Certificate) der.Place { return c.Signature.Place })
}

// issuersOf returns a certificate with the name of c's issuer, and one whose key
// signed c; anchors come first.
func (j *judge) issuersOf(c *x509.Certificate) (named, signed *x509.Certificate) {
	for _, list := range [][]*x509.Certificate{j.anchors, j.strict} {
		for _, o := range list {
			if o == nil || !bytes.Equal(o.RawSubject, c.RawIssuer) {
				continue
			}
			if c.CheckSignatureFrom(o) == nil {
				return o, o
			}
			if named == nil {
				named = o
			}
		}
	}
	return named, nil
}

// refused puts crypto/x509's own words into a sentence.
func (j *judge) refused(err error) (string, At) {
	where := nowhere
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) && invalid.Cert != nil {
		where = j.where(invalid.Cert)
		if invalid.Reason == x509.TooManyIntermediates {
			where = j.extension(invalid.Cert, oid.BasicConstraints)
		}
	}
	return "There is no valid path: " + plain(err) + ".", where
}
