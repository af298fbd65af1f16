package verify

import (
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
)

// Names of distribution points, of certificates and of lists.

// from reports whether the distribution point is of the list's issuer
// (crldp_check_crlissuer).
func from(p *point, l *crl) bool {
	if len(p.Issuer) == 0 {
		return true // the names agree already
	}
	for i := range p.Issuer {
		if g := &p.Issuer[i]; g.Kind == certinfo.DirectoryName && g.Directory != nil && dn.Match(g.Directory, &l.Issuer) {
			return true
		}
	}
	return false
}

// meets compares the name of a distribution point with that of a list
// (idp_check_dp): without a name either matches all.
func meets(p *point, name *certinfo.Value, issuer *dn.Name) bool {
	full, relative := name.Find("fullName"), name.Find("nameRelativeToCRLIssuer")
	switch {
	case len(p.FullName) == 0 && p.Relative == nil:
		return true
	case full == nil && relative == nil:
		return true
	case relative != nil && p.Relative != nil:
		rdn := rdnOf(relative)
		return dn.Match(&dn.Name{RDNs: []dn.RDN{*p.Relative}, DER: []byte{0}}, &dn.Name{RDNs: []dn.RDN{rdn}})
	case relative != nil:
		return oneIs(p.FullName, below(issuer, rdnOf(relative)))
	case p.Relative != nil:
		var names []certinfo.GeneralName
		for i := range full.List {
			names = append(names, *full.List[i].Name)
		}
		return oneIs(names, below(issuer, *p.Relative))
	}
	for i := range p.FullName {
		for k := range full.List {
			if b := full.List[k].Name; b != nil && sameName(&p.FullName[i], b) {
				return true
			}
		}
	}
	return false
}

// rdnOf reads a RelativeDistinguishedName with an implicit tag.
func rdnOf(v *certinfo.Value) dn.RDN {
	in := der.NewReader(v.Raw)
	e, _ := in.Next()
	return dn.ReadRDN(&e)
}

// below is the name of the issuer with one RDN more.
func below(issuer *dn.Name, rdn dn.RDN) *dn.Name {
	rdns := append(issuer.RDNs[:len(issuer.RDNs):len(issuer.RDNs)], rdn)
	return &dn.Name{RDNs: rdns, DER: []byte{0}}
}

func oneIs(names []certinfo.GeneralName, name *dn.Name) bool {
	for i := range names {
		if g := &names[i]; g.Kind == certinfo.DirectoryName && g.Directory != nil && dn.Match(g.Directory, name) {
			return true
		}
	}
	return false
}

func sameName(a, b *certinfo.GeneralName) bool {
	switch {
	case a.Kind != b.Kind:
		return false
	case a.Kind == certinfo.DirectoryName:
		return a.Directory != nil && b.Directory != nil && dn.Match(a.Directory, b.Directory)
	}
	return string(a.Raw) == string(b.Raw) && a.OID == b.OID
}
