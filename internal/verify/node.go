package verify

import (
	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
)

// node is a certificate with what the rules ask of it.
type node struct {
	*certinfo.Certificate
	presented, anchor int // indices, or -1
	selfIssued        bool
	selfSigned        bool                   // by names, key identifiers and algorithms; the signature is not checked
	invalid           [2]*certinfo.Extension // that the library cannot read, or sees twice
	critical          *certinfo.Extension    // one that is not known
	proxy             bool
	basic             *certinfo.BasicConstraints
	usage             *certinfo.KeyUsage
	san               *certinfo.GeneralNames
	skid              *certinfo.KeyID
	akid              *certinfo.AuthorityKeyID
	names             *certinfo.Value // name constraints
	points            *certinfo.DistributionPoints
}

func (n *node) same(o *node) bool { return string(n.DER) == string(o.DER) }

func (n *node) name() string { return alb.NameOf(n.Certificate) }

// at points to a field of the certificate.
func (n *node) at(field string, place der.Place) At {
	return At{n.presented, n.anchor, field, place}
}

// atExtension points to an extension.
func (n *node) atExtension(id oid.OID) At {
	if x := n.Extension(id); x != nil {
		return n.at(x.Path(), x.Place)
	}
	return n.at("", der.Place{})
}

// cached are the extensions that OpenSSL reads at once (ossl_x509v3_cache_extensions):
// one of them that is broken, or there twice, makes the certificate unfit for a path.
var cached = [...]oid.OID{
	oid.BasicConstraints, oid.ProxyCertInfo, oid.KeyUsage, oid.ExtKeyUsage, oid.NetscapeCertType,
	oid.SubjectKeyIdentifier, oid.AuthorityKeyIdentifier, oid.SubjectAltName, oid.NameConstraints, oid.CRLDistributionPoints,
}

// understood are the extensions that may be critical (X509_supported_extension).
var understood = [...]oid.OID{
	oid.NetscapeCertType, oid.KeyUsage, oid.SubjectAltName, oid.BasicConstraints, oid.CertificatePolicies, oid.CRLDistributionPoints,
	oid.ExtKeyUsage, oid.IPAddrBlocks, oid.ASIdentifiers, oid.OCSPNoCheck, oid.PolicyConstraints, oid.ProxyCertInfo, oid.NameConstraints, oid.PolicyMappings, oid.InhibitAnyPolicy,
}

// beyondAWSLC are those of them that AWS-LC does not know.
var beyondAWSLC = [...]oid.OID{oid.CRLDistributionPoints, oid.IPAddrBlocks, oid.ASIdentifiers, oid.OCSPNoCheck, oid.ProxyCertInfo}

func among(list []oid.OID, id oid.OID) bool {
	for _, x := range list {
		if x == id {
			return true
		}
	}
	return false
}

func newNode(c *certinfo.Certificate, presented, anchor int) *node {
	n := &node{Certificate: c, presented: presented, anchor: anchor}
	n.invalid = [2]*certinfo.Extension{openssl: openssl.invalid(c), awslc: awslc.invalid(c)}
	for i := range c.Extensions {
		x := &c.Extensions[i]
		if x.Critical && n.critical == nil && !among(understood[:], x.OID) {
			n.critical = x
		}
		n.proxy = n.proxy || x.OID == oid.ProxyCertInfo
		switch v := x.Parsed.(type) {
		case *certinfo.BasicConstraints:
			n.basic = v
		case *certinfo.KeyUsage:
			n.usage = v
		case *certinfo.GeneralNames:
			if x.OID == oid.SubjectAltName {
				n.san = v
			}
		case *certinfo.KeyID:
			n.skid = v
		case *certinfo.AuthorityKeyID:
			n.akid = v
		case *certinfo.DistributionPoints:
			if x.OID == oid.CRLDistributionPoints {
				n.points = v
			}
		case *certinfo.Value:
			if x.OID == oid.NameConstraints {
				n.names = v
			}
		}
	}
	n.selfIssued = dn.Match(&c.Subject, &c.Issuer)
	n.selfSigned = n.selfIssued && n.keyFits(n.akid) && madeBy(&c.TBSSignature, &c.Key)
	return n
}

// invalid returns the first extension that the library cannot read, or sees twice.
// OpenSSL takes a key usage without bits for broken, AWS-LC a path length without
// an authority.
func (l library) invalid(c *certinfo.Certificate) *certinfo.Extension {
	for i := range c.Extensions {
		x := &c.Extensions[i]
		if !among(cached[:], x.OID) {
			continue
		}
		if c.Extension(x.OID) != x {
			return x // the second of its kind
		}
		switch v := x.Parsed.(type) {
		case nil:
			return x
		case *certinfo.BasicConstraints:
			if v.HasPathLen && (negative(c, v.PathPlace) || l == awslc && !v.CA) {
				return x
			}
		case *certinfo.KeyUsage:
			if v.Bits == 0 && l == openssl {
				return x
			}
		}
		start := x.At.Offset + x.At.Length - len(x.Value)
		for k := range c.Findings {
			f := &c.Findings[k]
			if f.DER != nil && f.DER.Offset >= start && f.DER.Offset < x.At.Offset+x.At.Length && unreadable(f.ID) && !inOther(x, f.DER) {
				return x
			}
		}
	}
	return nil
}

// negative reports whether the INTEGER at a place is below zero.
func negative(c *certinfo.Certificate, at der.Place) bool {
	in := der.NewReader(part(c.DER, at))
	e, ok := in.Next()
	return ok && der.Negative(e.Content())
}

// inOther reports whether a place is in the value of an otherName, which may be
// anything.
func inOther(x *certinfo.Extension, at *finding.DER) bool {
	names, _ := x.Parsed.(*certinfo.GeneralNames)
	if names == nil {
		return false
	}
	for i := range names.Names {
		if v := names.Names[i].Value; v != nil && at.Offset >= v.Offset && at.Offset < v.End() {
			return true
		}
	}
	return false
}

// unreadable are the findings inside an extension after which OpenSSL has not read
// it.
func unreadable(id finding.ID) bool {
	switch id {
	case finding.DERTruncated, finding.DERLengthOverrun, finding.DERLengthShort, finding.DERHeader,
		finding.FieldMissing, finding.FieldType, finding.FieldExtra, finding.IntegerNotDER, finding.OIDNotValid, finding.TrailingBytes:
		return true
	}
	return false
}

// invalidExtension names an extension of the certificate that cannot be read; it is
// empty if there is none.
func invalidExtension(c *certinfo.Certificate) string {
	if x := openssl.invalid(c); x != nil {
		return x.Name()
	}
	return ""
}

// may reports whether the key usage, if there is one, has the bit.
func (n *node) may(bit int) bool { return n.usage == nil || n.usage.Has(bit) }

// isCA reports whether the basic constraints say so.
func isCA(c *certinfo.Certificate) bool {
	x := c.Extension(oid.BasicConstraints)
	if x == nil {
		return false
	}
	b, ok := x.Parsed.(*certinfo.BasicConstraints)
	return ok && b.CA
}

// authority grades a certificate as an issuer (X509_check_ca): notCA; plainCA by
// its basic constraints; or oldCA, which is taken for an anchor and for nothing
// else: of version 1 and self-signed, or with keyCertSign and no basic constraints.
func (n *node) authority() grade {
	switch {
	case !n.may(alb.KeyCertSign):
		return notCA
	case n.basic != nil && n.basic.CA:
		return plainCA
	case n.basic != nil:
		return notCA
	case n.Version.Number == 1 && n.selfSigned, n.usage != nil:
		return oldCA
	}
	return notCA
}

type grade uint8

const (
	notCA grade = iota
	plainCA
	oldCA
)

// keyFits compares an authority key identifier with n as issuer (X509_check_akid):
// what either lacks says nothing.
func (n *node) keyFits(akid *certinfo.AuthorityKeyID) bool {
	if akid == nil {
		return true
	}
	if akid.ID != nil && n.skid != nil && string(akid.ID) != string(n.skid.ID) {
		return false
	}
	if akid.Serial.Raw != nil && string(akid.Serial.Raw) != string(n.Serial.Raw) {
		return false
	}
	for i := range akid.Issuer {
		if name := &akid.Issuer[i]; name.Kind == certinfo.DirectoryName && name.Directory != nil {
			return dn.Match(name.Directory, &n.Issuer) // the first one counts
		}
	}
	return true
}
