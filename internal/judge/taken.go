package judge

import (
	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/chain"
	"github.com/mtlens/mtlens/internal/family"
)

// Taken is whether a listener of an ALB in verify mode would take the certificates
// of a unit, as far as they tell by themselves, and what a trust store says.
type Taken struct {
	Asked    bool        // a client could present them; else nothing below is set
	Chain    []int       // the certificates as they are presented, by index
	LeafOnly bool        // what the client sent after its own certificate is not known
	Checks   []alb.Check // the rules that need neither store nor signature, the others as not checked
	Failed   int         // index of the first check that failed, -1 if none did
	Sure     bool        // no rule before it is still to be asked: its code is the one that is logged
	Passed   int         // how many checks were passed
	Store    *StoreVerdict
}

// StoreVerdict is the verdict against a trust store, as evidence.
type StoreVerdict struct {
	Unit      int
	Reason    alb.Reason // empty for success
	CodeBy    alb.Basis
	Rules     []StoreRule
	Otherwise []string // other verdicts that cannot be ruled out, each a sentence
	Notes     []string // what else is worth knowing
}

// StoreRule is a rule as it went.
type StoreRule struct {
	ID      alb.RuleID
	Outcome alb.Outcome
	Basis   alb.Basis
	Detail  string
}

// taken asks whether an ALB would take the certificates as the unit has them. A bag
// of certificates that form no chain, and a CA alone, are nothing that a client
// presents.
func (j *Judge) taken(u *Unit, presented []Member, c *chain.Chain) {
	if c.Paths > 1 || c.Paths == 0 && len(presented) > 1 {
		return
	}
	order := c.Order
	if c.InOrder {
		order = order[:0:0]
		for i := range presented {
			order = append(order, i)
		}
	}
	list := make([]*certinfo.Certificate, 0, len(order))
	chainOf := make([]int, 0, len(order))
	for _, i := range order {
		list = append(list, j.certificates[presented[i].Certificate].Certificate)
		chainOf = append(chainOf, presented[i].Certificate)
	}
	if IsCA(list[0]) {
		return
	}
	t := &u.Taken
	t.Asked, t.Chain = true, chainOf
	t.LeafOnly = len(list) == 1 && u.Whose.Family != family.None && !u.passthrough()
	t.Checks = alb.Accept(alb.Presented{Chain: list, Now: j.now})
	t.Failed, t.Sure = alb.FirstFailed(t.Checks)
	for i := range t.Checks {
		if t.Checks[i].Outcome == alb.Passed {
			t.Passed++
		}
	}
	t.Store = j.evidence.verdict(u.Index)
	if t.Failed >= 0 || t.Store != nil && t.Store.Reason != "" {
		j.counts.Refused++
	}
}

// passthrough reports whether the unit's sender forwards all that the client sent.
func (u *Unit) passthrough() bool {
	m := u.mode()
	return m != nil && m.Kind == family.Passthrough
}

// verdict returns the verdict for a unit, or nil.
func (e *Evidence) verdict(unit int) *StoreVerdict {
	for i := range e.Verdicts {
		if e.Verdicts[i].Unit == unit {
			return &e.Verdicts[i]
		}
	}
	return nil
}
