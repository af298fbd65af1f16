package verify

import (
	"slices"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
)

// pathRule is a rule about a path that needs no signature and no list.
type pathRule func(*run) bool

// pathRules are those rules, in order.
var pathRules = [...]pathRule{(*run).hostNames, (*run).extensions, (*run).issuerAlgorithms, (*run).issuersDates, (*run).constraints, (*run).issuersPurpose}

// Presented says what a path would break that goes from the leaf over the issuers
// that the client presents, whatever trust store it leads to: a check for each
// rule that fails. The client's issuers are no more than a hint, since the trust
// store is searched first: [alb.Check.Over] is the one that the path would have to
// go over. What the leaf breaks by itself is said of no issuer; what [alb.Accept]
// asks of it is not asked again.
func Presented(chain []*certinfo.Certificate, now time.Time) (broken []alb.Check) {
	m := &material{now: now}
	for i, c := range chain {
		if i == maxSent || !alb.Complete(c) {
			break
		}
		m.certs, m.sent = append(m.certs, c), append(m.sent, newNode(c, i, -1))
	}
	if len(m.sent) == 0 {
		return nil
	}
	r := &run{material: m, plan: plan{aws: true}}
	last := r.climb()
	r.open = !last.selfSigned
	if !r.leads(last) {
		broken = append(broken, r.asCheck(r.over))
	}
	for _, rule := range pathRules {
		if r.over = nil; !rule(r) {
			broken = append(broken, r.passedOver(rule))
		}
	}
	return broken
}

// climb sets the path from the leaf over the presented issuers, and returns its last.
func (r *run) climb() *node {
	next := r.sent[0]
	for next != nil {
		r.path = append(r.path, next)
		if next.selfSigned {
			break
		}
		next = r.issuerAmong(r.sent, next, r.path)
	}
	return r.path[len(r.path)-1]
}

// leads asks of the leaf that it can be read, and of those that bear the name of the
// last one's issuer that they could be it: the path ends before one that is broken,
// or that has another key.
func (r *run) leads(last *node) bool {
	if last.invalid[r.lib] != nil { // the leaf: no other comes into a path
		detail, where := r.why(r.path)
		return r.fail(alb.RulePath, errUntrusted, detail, where)
	}
	if last.selfSigned {
		return true
	}
	for _, n := range r.sent {
		if contains(r.path, n) {
			continue
		}
		if why := r.lib.issuedBy(last, n); why != fits && why != otherName {
			r.over = n
			detail, where := r.refused(last, n, why)
			return r.fail(alb.RulePath, errUntrusted, detail+past("another certificate"), where)
		}
	}
	return true
}

// past says by what a trust store leads past an issuer.
func past(what string) string {
	return " The trust store is searched first: one that holds " + what + " of that name leads past it."
}

// passedOver is the check of a rule that failed just now, with what a trust store has
// to hold for the path not to go over the issuer.
func (r *run) passedOver(rule pathRule) alb.Check {
	issuer := r.over
	if at := r.last().Certificate; issuer == nil && at > 0 {
		issuer = r.sent[at]
	}
	c := r.asCheck(issuer)
	switch {
	case issuer == nil:
		if c.ID == alb.RuleHostNames {
			c.Fact.Text += " Whether a load balancer has that done for clients is not documented."
		}
		return c
	case rule(r.upTo(issuer)):
		c.Fact.Text += past("a certificate, this very one too,")
	default:
		c.Fact.Text += past("another certificate")
	}
	return c
}

// upTo is the run with a certificate of the path as its anchor.
func (r *run) upTo(anchor *node) *run {
	return &run{material: r.material, plan: r.plan, path: r.path[:slices.Index(r.path, anchor)+1]}
}

// asCheck is the last rule, which failed, as a check.
func (r *run) asCheck(over *node) alb.Check {
	last := r.last()
	c := alb.Check{
		ID: last.ID, Outcome: alb.Failed, Fact: alb.Fact{Kind: alb.FactPath, Code: r.code, By: last.Basis, Text: last.Detail},
		At: alb.At{Certificate: last.Certificate, Field: last.Field, Place: last.Place},
	}
	if over != nil {
		c.Fact.Issuer = over.Certificate
	}
	return c
}

// issuersDates looks at the dates of the issuers, from the top down.
func (r *run) issuersDates() bool {
	last := len(r.path) - 1
	for i := last; i > 0; i-- {
		if !r.times(r.path[i], i, last) {
			return false
		}
	}
	return true
}
