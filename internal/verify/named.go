package verify

import (
	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
)

// Named is the check by which a connection ends where the trust store has a revocation
// list that names a certificate, as far as the two tell and if its issuer signed the
// list: the certificate is revoked, or the list does not count for it, and no other is
// there. The index of the certificate is left at 0.
func Named(list *certinfo.List, c *certinfo.Certificate) alb.Check {
	l, n := newList(list, -1), newNode(c, 0, -1)
	r := &run{material: &material{}, plan: plan{aws: true}, path: []*node{n}}
	text := "The revocation list in the paste names the serial number of " + n.name()
	at := n.at("tbsCertificate.serialNumber", n.Serial.Place)
	why := l.scope.against()
	if covered, _ := covers(l, n); why == "" && !covered && !l.delta {
		why = l.scope.says(n)
	}
	switch {
	case why != "":
		r.fail(alb.RuleCRLFound, errLookup, text+", but it does not count for it: "+why+".", at)
	case l.critical != "":
		r.fail(alb.RuleCRLCritical, errListCritical, text+", and has a critical extension that is not known: "+l.critical+".", at)
	default:
		r.fail(alb.RuleNotRevoked, errRevoked, text+".", at)
	}
	check := r.asCheck(nil)
	check.Fact.Kind = alb.FactListed
	return check
}
