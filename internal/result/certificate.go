package result

import (
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// integrities and states are the words for what package judge says of a
// certificate.
var (
	integrities = [...]Integrity{
		judge.Whole: Whole, judge.CutOff: CutOff, judge.NoHeader: NoDER, judge.Unterminated: Unterminated, judge.WrongLength: WrongLength,
	}
	states = [...]State{
		judge.ClockUnknown: StateUnknown, judge.InDate: InDate, judge.EndsSoon: EndsSoon, judge.Endless: Endless,
		judge.Expired: Expired, judge.NotYet: NotYetValid, judge.NeverValid: NeverValid,
	}
)

// certificate puts down a certificate.
func certificate(known *judge.Certificate) Certificate {
	c := known.Certificate
	signed := c.SignedWith()
	out := Certificate{
		Subject: nameOf(&c.Subject), Issuer: nameOf(&c.Issuer), Serial: c.Serial.Hex(),
		NotBefore: timeOf(c.NotBefore), NotAfter: timeOf(c.NotAfter), State: states[known.Clock],
		Version: c.Version.Number, Key: keyOf(&c.Key),
		SignatureAlgorithm: signed.OID.String(), SignatureAlgorithmName: signed.Name(),
		PathLen: -1, SelfIssued: c.SelfIssued(), SPKISHA256: judge.KeyFingerprint(&c.Key),
		Integrity: integrities[judge.IntegrityOf(c)], Length: c.Present(), Declared: c.Declared,
	}
	out.SHA256, out.SHA1 = known.SHA256(), known.SHA1()
	for i := range c.Extensions {
		x := &c.Extensions[i]
		out.Extensions = append(out.Extensions, Extension{OID: x.OID.String(), Name: x.Name(), Critical: x.Critical})
		out.extension(x)
	}
	return out
}

// extension puts down what programs ask for of an extension.
func (c *Certificate) extension(x *certinfo.Extension) {
	switch v := x.Parsed.(type) {
	case *certinfo.BasicConstraints:
		if c.CA = v.CA; v.HasPathLen {
			c.PathLen = v.PathLen
		}
	case *certinfo.KeyUsage:
		for i, name := range certinfo.KeyUsageNames {
			if v.Has(i) {
				c.KeyUsage = append(c.KeyUsage, name)
			}
		}
	case *certinfo.ExtKeyUsage:
		for _, p := range v.Purposes {
			c.ExtendedKeyUsage = append(c.ExtendedKeyUsage, p.OID.String())
		}
	case *certinfo.KeyID:
		c.SubjectKeyID = words.Hex(v.ID)
	case *certinfo.AuthorityKeyID:
		c.AuthorityKeyID = words.Hex(v.ID)
	case *certinfo.GeneralNames:
		if x.OID != oid.SubjectAltName {
			return
		}
		for i := range v.Names {
			n := &v.Names[i]
			name := AltName{Kind: n.Kind.String(), Value: n.Text}
			if name.Value == "" {
				name.Value = words.Hex(n.Raw)
			}
			c.SubjectAltNames = append(c.SubjectAltNames, name)
		}
	}
}

// keyOf puts down a public key.
func keyOf(k *certinfo.PublicKey) Key {
	return Key{Algorithm: k.AlgorithmName(), OID: k.Algorithm.OID.String(), Bits: k.Bits, Curve: k.Curve}
}

// nameOf puts down a name.
func nameOf(n *dn.Name) Name {
	out := Name{RFC2253: n.String()}
	for i := range n.RDNs {
		for k := range n.RDNs[i].Attributes {
			a := &n.RDNs[i].Attributes[k]
			value := a.Text
			if value == "" {
				value = words.Hex(a.Raw)
			}
			out.Attributes = append(out.Attributes, Attribute{RDN: i, OID: a.OID.String(), Name: oid.ShortName(a.OID), Value: value})
		}
	}
	return out
}

// timeOf is a time as RFC 3339 has it; empty if it could not be read.
func timeOf(t certinfo.Time) string {
	if !t.OK {
		return ""
	}
	return moment.ISO(t.Time)
}

// momentOf is likewise empty for no time.
func momentOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return moment.ISO(t)
}
