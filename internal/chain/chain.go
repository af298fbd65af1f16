// Package chain puts a bag of certificates in order: each with its issuer, the
// leaf first.
//
// In go the certificates as they were presented, out comes for each its role, its
// issuer among them, and why the two belong together: the issuer's subject is the
// certificate's issuer (RFC 5280, section 6.1, compared as section 7.1 asks), and
// the authority key identifier does not speak against it (section 4.2.1.1).
// Signatures are not checked here: what fits by name is said to fit by name.
package chain

import (
	"bytes"
	"slices"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
)

// Role is the place of a certificate in a chain.
type Role uint8

const (
	Stranger     Role = iota // belongs to no path from the leaf
	Leaf                     // issues none of the others
	Intermediate             // issues one, and is issued by another
	Root                     // names itself as its issuer
	Duplicate                // the same bytes were presented before
)

// Match says how a certificate and its issuer fit.
type Match uint8

const (
	ByName       Match = iota // the names are the same
	ByNameAndKey              // and so are the key identifiers
	KeyDiffers                // the names are the same and the key identifiers are not
)

// Node is one presented certificate.
type Node struct {
	Role   Role
	Issuer int   // index of its issuer among the presented; -1 if it is missing or the node is a root
	Match  Match // with Issuer
	Of     int   // of a Duplicate: index of the first copy
}

// Chain is the result: Nodes as presented, and the order to show them in, each
// once: the path of the first leaf, then those of the others, then the strangers,
// each copy after its original.
type Chain struct {
	Nodes []Node
	Order []int
	// InOrder reports that they were presented in that order already.
	InOrder bool
	// Paths is the number of leaves.
	Paths int
}

// maxTies bounds how many certificates of the same subject are tried as issuer of
// one: a bundle may hold thousands with the same name, and trying all with all is
// quadratic.
const maxTies = 16

// Build orders the presented certificates. A nil certificate is a stranger.
func Build(presented []*certinfo.Certificate) Chain {
	if len(presented) == 1 && presented[0] != nil {
		return alone(presented[0])
	}
	c := Chain{Nodes: make([]Node, len(presented)), Order: make([]int, 0, len(presented))}
	c.findDuplicates(presented)
	c.findIssuers(presented)
	issues := make([]bool, len(presented))
	for i := range c.Nodes {
		if n := c.Nodes[i]; n.Role != Duplicate && n.Issuer >= 0 {
			issues[n.Issuer] = true
		}
	}
	var leaves []int
	for i, cert := range presented {
		n := &c.Nodes[i]
		switch {
		case n.Role == Duplicate || cert == nil:
		case cert.SelfIssued():
			n.Role = Root
		case issues[i]:
			n.Role = Intermediate
		default:
			n.Role = Leaf
			leaves = append(leaves, i)
		}
	}
	c.arrange(leaves)
	return c
}

// alone is the chain of one certificate.
func alone(cert *certinfo.Certificate) Chain {
	n := Node{Role: Leaf, Issuer: -1, Of: -1}
	paths := 1
	if cert.SelfIssued() {
		n.Role, paths = Root, 0
	}
	return Chain{Nodes: []Node{n}, Order: []int{0}, InOrder: true, Paths: paths}
}

// few is how many certificates are compared each with each: of more, maps know the
// bytes and names.
const few = 64

func (c *Chain) findDuplicates(presented []*certinfo.Certificate) {
	first := make(map[string]int)
	for i, cert := range presented {
		n := &c.Nodes[i]
		n.Issuer, n.Of = -1, -1
		if cert == nil {
			continue
		}
		k := -1
		if len(presented) <= few {
			k = slices.IndexFunc(presented[:i], func(other *certinfo.Certificate) bool { return other != nil && bytes.Equal(other.DER, cert.DER) })
		} else if known, ok := first[string(cert.DER)]; ok {
			k = known
		} else {
			first[string(cert.DER)] = i
		}
		if k >= 0 {
			n.Role, n.Of = Duplicate, k
		}
	}
}

func (c *Chain) findIssuers(presented []*certinfo.Certificate) {
	bySubject := make(map[string][]int)
	named := func(i int) bool {
		return presented[i] != nil && c.Nodes[i].Role != Duplicate && len(presented[i].Subject.RDNs) > 0
	}
	for i := range presented {
		if len(presented) > few && named(i) {
			k := string(presented[i].Subject.DER)
			bySubject[k] = append(bySubject[k], i)
		}
	}
	var room [few]int
	for i, cert := range presented {
		if cert == nil || c.Nodes[i].Role == Duplicate || cert.SelfIssued() {
			continue
		}
		candidates := bySubject[string(cert.Issuer.DER)]
		if len(presented) <= few {
			candidates = room[:0]
			for j := range presented {
				if named(j) && bytes.Equal(cert.Issuer.DER, presented[j].Subject.DER) {
					candidates = append(candidates, j)
				}
			}
			exact := len(candidates) > 0
			for j := range presented { // names that differ in case, spaces or string type
				if !exact && named(j) && dn.Match(&cert.Issuer, &presented[j].Subject) {
					candidates = append(candidates, j)
				}
			}
		}
		best := Match(255)
		for _, j := range candidates[:min(len(candidates), maxTies)] {
			if j == i {
				continue
			}
			m := match(cert, presented[j])
			if best == 255 || m == ByNameAndKey && best != ByNameAndKey || m == ByName && best == KeyDiffers {
				best = m
				c.Nodes[i].Issuer, c.Nodes[i].Match = j, m
			}
		}
	}
}

// match compares the key identifiers of a certificate and its possible issuer.
func match(cert, issuer *certinfo.Certificate) Match {
	aki, ski := authorityKeyID(cert), subjectKeyID(issuer)
	switch {
	case len(aki) == 0 || len(ski) == 0:
		return ByName
	case bytes.Equal(aki, ski):
		return ByNameAndKey
	}
	return KeyDiffers
}

func authorityKeyID(c *certinfo.Certificate) []byte {
	for i := range c.Extensions {
		if v, ok := c.Extensions[i].Parsed.(*certinfo.AuthorityKeyID); ok {
			return v.ID
		}
	}
	return nil
}

func subjectKeyID(c *certinfo.Certificate) []byte {
	for i := range c.Extensions {
		if v, ok := c.Extensions[i].Parsed.(*certinfo.KeyID); ok {
			return v.ID
		}
	}
	return nil
}

// arrange fills Order.
func (c *Chain) arrange(leaves []int) {
	taken := make([]bool, len(c.Nodes))
	var copies map[int][]int // mostly there are none
	for i, n := range c.Nodes {
		if n.Role == Duplicate {
			if copies == nil {
				copies = make(map[int][]int)
			}
			copies[n.Of] = append(copies[n.Of], i)
			taken[i] = true
		}
	}
	take := func(i int) {
		taken[i] = true
		c.Order = append(c.Order, i)
		c.Order = append(c.Order, copies[i]...)
	}
	walk := func(i int) {
		for i >= 0 && !taken[i] {
			take(i)
			i = c.Nodes[i].Issuer
		}
	}
	for _, i := range leaves {
		walk(i)
	}
	c.Paths = len(leaves)
	for i := range c.Nodes { // circles, and roots without a leaf
		walk(i)
	}
	c.InOrder = true
	last := -1
	for _, i := range c.Order {
		if c.Nodes[i].Role == Duplicate {
			continue
		}
		if i < last {
			c.InOrder = false
		}
		last = i
	}
}

// String names the role as the page does.
func (r Role) String() string {
	switch r {
	case Leaf:
		return "leaf"
	case Intermediate:
		return "intermediate"
	case Root:
		return "root"
	case Duplicate:
		return "duplicate"
	}
	return "stranger"
}

// Distinct is how many different certificates were presented.
func (c *Chain) Distinct() int {
	n := 0
	for i := range c.Nodes {
		if c.Nodes[i].Role != Duplicate {
			n++
		}
	}
	return n
}
