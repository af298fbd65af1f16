package judge

import (
	"slices"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/chain"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Link is how a certificate hangs together with its issuer.
type Link struct {
	State     LinkState
	Issuer    int // index of the certificate; -1 if it is not in the unit
	Signature Signature
	Misread   int // of Missing: index of a certificate whose name differs in one character that is easily misread; -1 if there is none
}

// LinkState says by what a certificate and its issuer belong together.
type LinkState uint8

const (
	NoLink       LinkState = iota // a root, a copy, or without an issuer's name
	ByNameAndKey                  // name and key identifier match
	ByName                        // the name matches; one has no key identifier
	KeyDiffers                    // the name matches, the key identifier does not
	Missing                       // the issuer is not in the unit
	LeftOut                       // likewise, and it is not forwarded in this mode
)

// chain orders the certificates of a unit, and returns the index of the first.
func (j *Judge) chain(u *Unit, presented, others []Member) int {
	list := make([]*certinfo.Certificate, len(presented))
	for i, p := range presented {
		list[i] = j.certificates[p.Certificate].Certificate
	}
	c := chain.Build(list)
	u.Chain.Chain = c
	m := u.Mode()
	leafOnly := u.Whose.Family == family.ALB && m != nil && m.Kind == family.Required
	for _, i := range c.Order {
		m := presented[i]
		m.Role, m.Presented = j.role(&c, i, m.Certificate), i+1
		m.Link = j.link(presented, &c, i, leafOnly)
		u.Chain.Members = append(u.Chain.Members, m)
	}
	u.Chain.Members = append(u.Chain.Members, others...)
	j.chainFindings(u, presented, &c)
	j.signatureFindings(u)
	if !j.served(u) {
		j.taken(u, presented, &c)
	}
	return presented[c.Order[0]].Certificate
}

func (j *Judge) role(c *chain.Chain, i, cert int) Role {
	switch c.Nodes[i].Role {
	case chain.Leaf:
		if IsCA(j.certificates[cert].Certificate) {
			return Authority
		}
		return Leaf
	case chain.Intermediate:
		return Intermediate
	case chain.Root:
		return Root
	case chain.Duplicate:
		return Duplicate
	}
	return Stranger
}

// link says how a certificate hangs together with its issuer.
func (j *Judge) link(presented []Member, c *chain.Chain, i int, leafOnly bool) Link {
	n := c.Nodes[i]
	l := Link{Issuer: -1, Misread: -1}
	switch {
	case n.Role == chain.Root || n.Role == chain.Duplicate:
	case n.Issuer >= 0:
		l.Issuer = presented[n.Issuer].Certificate
		l.Signature = j.evidence.signature(presented[i].Certificate, l.Issuer)
		l.State = [...]LinkState{chain.ByName: ByName, chain.ByNameAndKey: ByNameAndKey, chain.KeyDiffers: KeyDiffers}[n.Match]
	case len(j.certificates[presented[i].Certificate].Issuer.RDNs) == 0:
	case leafOnly:
		l.State = LeftOut
	default:
		l.State, l.Misread = Missing, j.misread(presented, presented[i].Certificate)
	}
	return l
}

func (j *Judge) chainFindings(u *Unit, presented []Member, c *chain.Chain) {
	one, apart := c.Paths == 1 && !u.Versions, !u.told() && j.apart(presented)
	if one && !c.InOrder && !apart {
		var about About
		for _, i := range c.Order {
			if c.Nodes[i].Role != chain.Duplicate {
				about.Order = append(about.Order, i+1)
			}
		}
		f := finding.Finding{ID: finding.ChainOrder}
		for _, p := range presented {
			f.Spans = append(f.Spans, p.Object.Span)
		}
		j.find(u, f, -1, about)
	}
	copies := finding.Finding{ID: finding.ChainDuplicate}
	count := 0
	distinct := c.Distinct()
	for i, n := range c.Nodes {
		p := presented[i]
		here := []source.Span{p.Object.Span}
		switch {
		case n.Role == chain.Duplicate:
			if !sentTwice(presented[:i], &p) {
				continue
			}
			count++
			if len(copies.Spans) < unwrap.MaxSpans {
				copies.Spans = append(copies.Spans, p.Object.Span)
			}
		case n.Issuer >= 0 && n.Match == chain.KeyDiffers:
			j.find(u, finding.Finding{ID: finding.KeyIDDiffers, Spans: here}, p.Certificate, About{Issuer: presented[n.Issuer].Certificate})
		case one && n.Role == chain.Leaf && n.Issuer < 0 && distinct > 1, one && n.Role == chain.Intermediate && n.Issuer < 0:
			if j.certificates[p.Certificate].IssuerCut() {
				continue
			}
			j.find(u, finding.Finding{ID: finding.IssuerMissing, Spans: here}, p.Certificate, About{})
		}
	}
	if one {
		j.strangers(u, presented, c, apart)
	}
	if count > 0 && !u.Versions {
		j.find(u, copies, -1, About{Count: count, Of: len(c.Nodes)})
	}
}

// apart reports whether certificates stand under several names, as a program hands them out:
// then nobody presented them, and they have no order.
func (j *Judge) apart(presented []Member) bool {
	name := func(m *Member) string {
		if at := m.Object.Field; at >= 0 && at < len(j.room.fields) {
			return j.room.fields[at].Name
		}
		return ""
	}
	return slices.ContainsFunc(presented, func(m Member) bool { return name(&m) != name(&presented[0]) })
}

// sentTwice reports whether one text has a certificate that stood in it before. Two
// headers may have the same one.
func sentTwice(before []Member, m *Member) bool {
	return slices.ContainsFunc(before, func(o Member) bool {
		return o.Certificate == m.Certificate && o.Object.Field == m.Object.Field
	})
}

// strangers speaks of roots that were sent, if they do not stand apart, and of certificates that
// do not belong to the path of the one leaf.
func (j *Judge) strangers(u *Unit, presented []Member, c *chain.Chain, apart bool) {
	onPath := make([]bool, len(c.Nodes))
	for i, n := range c.Nodes {
		if n.Role != chain.Leaf {
			continue
		}
		for ; i >= 0 && !onPath[i]; i = c.Nodes[i].Issuer {
			onPath[i] = true
		}
	}
	for i, n := range c.Nodes {
		p := presented[i]
		f := finding.Finding{Spans: []source.Span{p.Object.Span}}
		switch {
		case n.Role == chain.Root && onPath[i]:
			if apart {
				continue
			}
			f.ID = finding.RootSent
		case !onPath[i] && n.Role != chain.Duplicate:
			f.ID = finding.ChainStranger
		default:
			continue
		}
		j.find(u, f, p.Certificate, About{})
	}
}

// signatureOf is what is known of the signature of a member of a chain: by its
// issuer, or by itself. Another key of the issuer's name is not asked.
func (j *Judge) signatureOf(m *Member) Signature {
	switch {
	case m.Link.State == KeyDiffers:
		return Signature{}
	case m.Link.Issuer < 0 && j.certificates[m.Certificate].SelfIssued():
		return j.evidence.signature(m.Certificate, m.Certificate)
	}
	return m.Link.Signature
}
