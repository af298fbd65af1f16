package judge

import (
	"slices"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/chain"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Taken is whether a listener of an ALB in verify mode would take the certificates
// of a unit, as far as they tell by themselves, and what a trust store says.
type Taken struct {
	Asked    bool        // a client could present them; else nothing below is set
	Chain    []int       // the certificates as they are presented, by index
	LeafOnly bool        // what the client sent after its own certificate is not known
	Supposed bool        // the first is a CA's, and nothing says that a client presented it
	Checks   []alb.Check // the rules that need neither store nor signature, the others as not checked
	Unshown  int         // index in Chain of the first that is not here as a client presents it, -1 if each is
	Failed   int         // index of the first check that failed, -1 if none did; see [alb.FirstFailed]
	Sure     bool        // no rule before it is still to be asked: its code is the one that is logged
	Passed   int         // how many checks were passed
	Signed   Signed      // what is known of the signatures among them
	Looked   bool        // somebody looked what a path over the issuers breaks
	Store    *StoreVerdict
}

// StoreVerdict is the verdict against a trust store, as evidence.
type StoreVerdict struct {
	Unit      int
	By        Listener
	Reason    alb.Reason // empty for success
	CodeBy    alb.Basis
	AtTLS12   alb.Reason // of the same chain at TLS 1.2, where that is another and the paste does not tell
	Rules     []StoreRule
	Otherwise []string // other verdicts that cannot be ruled out, each a sentence
	Notes     []string // what else is worth knowing
}

// Listener is who asks for the client's certificate.
type Listener uint8

const (
	ApplicationLB Listener = iota
	NetworkLB              // with identity filters
	CloudFront             // a distribution that requires viewers' certificates
)

// String is its short name.
func (l Listener) String() string { return [...]string{"ALB", "NLB", "CloudFront"}[l] }

// StoreRule is a rule as it went.
type StoreRule struct {
	ID      alb.RuleID
	Outcome alb.Outcome
	Basis   alb.Basis
	Detail  string
	alb.At  // Certificate is an index into the chain
}

// taken asks whether an ALB would take the certificates as the unit has them. A bag
// of certificates that form no chain is nothing that a client presents.
func (j *Judge) taken(u *Unit, presented []Member, c *chain.Chain) {
	if c.Paths > 1 || c.Paths == 0 && len(presented) > 1 {
		return
	}
	order := c.Order
	if c.InOrder {
		order = j.room.order[:0]
		for i := range presented {
			order = append(order, i)
		}
		j.room.order = order
	}
	list := make([]*certinfo.Certificate, 0, len(order))
	chainOf := make([]int, 0, len(order))
	for _, i := range order {
		list = append(list, j.certificates[presented[i].Certificate].Certificate)
		chainOf = append(chainOf, presented[i].Certificate)
	}
	t := &u.Taken
	t.Supposed = IsCA(list[0]) && u.Whose.Family == family.None
	t.Asked, t.Chain = true, chainOf
	t.LeafOnly = len(list) == 1 && u.Whose.Family != family.None && !u.passthrough()
	t.Checks = alb.AppendChecks(t.Checks, alb.Presented{Chain: list, Now: j.now})
	t.Unshown = -1
	for i := range t.Checks {
		if c := &t.Checks[i]; c.ID == alb.RuleReadable && c.Outcome == alb.Failed && (c.Fact.Kind == alb.FactCutOff || hurt(presented[order[c.Certificate]].Object)) {
			t.Unshown = c.Certificate
			c.Outcome, c.Why = alb.NotChecked, alb.NotShown
		}
	}
	j.signed(u, order, presented)
	t.Looked = j.evidence.Looked
	for _, c := range j.evidence.broken(u.Index) {
		alb.Break(t.Checks, c)
	}
	j.listed(t)
	t.Failed, t.Sure = alb.FirstFailed(t.Checks)
	for i := range t.Checks {
		if t.Checks[i].Outcome == alb.Passed {
			t.Passed++
		}
	}
	t.Store = j.evidence.verdict(u.Index)
	switch {
	case t.Supposed:
	case t.Store == nil && t.Doubted(), t.Store != nil && t.Store.Reason == "" && t.Listed() != nil:
		j.counts.Doubted++
	case t.Store == nil && t.Failed >= 0, t.Store != nil && t.Store.Reason != "":
		j.counts.Refused++
	case t.Store != nil:
		j.counts.Trusted++
	}
}

// hurt reports whether the text that held a structure shows that it lost or gained
// characters.
func hurt(o *unwrap.Object) bool {
	for i := range o.Findings {
		if finding.Lookup(o.Findings[i].ID).Severity != finding.Note {
			return true
		}
	}
	return false
}

// Doubted reports that about all that speaks against the certificates the trust store
// decides: see [alb.Check.Depends].
func (t *Taken) Doubted() bool { return t.Failed >= 0 && t.Checks[t.Failed].Depends() }

// Listed is the check of a revocation list in the paste that names one of the
// certificates, nil if none does.
func (t *Taken) Listed() *alb.Check {
	if at := slices.IndexFunc(t.Checks, func(c alb.Check) bool { return c.Fact.Kind == alb.FactListed }); at >= 0 {
		return &t.Checks[at]
	}
	return nil
}

// OnList returns the revocation list in the paste that names a certificate, nil if none
// does. One whose signature does not verify is none: nobody takes it.
func (j *Judge) OnList(certificate int) *Beside {
	at := slices.IndexFunc(j.evidence.Beside, func(b Beside) bool {
		return b.Kind == BesideList && b.Signed != Wrong && b.Certificate == certificate
	})
	if at < 0 {
		return nil
	}
	return &j.evidence.Beside[at]
}

// listed tells the checks of the revocation lists in the paste.
func (j *Judge) listed(t *Taken) {
	for at, i := range t.Chain {
		if b := j.OnList(i); b != nil {
			check := b.Ends
			check.Certificate = at
			alb.Break(t.Checks, check)
		}
	}
}

// Signed is what is known of the signatures of a chain.
type Signed uint8

const (
	NoneToCheck Signed = iota // no certificate is there with its issuer
	Pending                   // nobody was asked yet
	AllVerified
	SomeNot // some could not be checked, or do not verify
)

// signed tells the checks of the first signature that does not verify, from the top
// of the chain, as a path is checked.
func (j *Judge) signed(u *Unit, order []int, presented []Member) {
	t := &u.Taken
	at := append(j.room.members[:0], make([]int, len(presented))...) // the member of each
	j.room.members = at
	for i := range u.Chain.Members {
		if m := &u.Chain.Members[i]; m.Presented > 0 {
			at[m.Presented-1] = i
		}
	}
	for k := len(order) - 1; k >= 0; k-- {
		of := order[k]
		if n := &u.Chain.Nodes[of]; n.Role == chain.Duplicate {
			of = n.Of
		}
		m := &u.Chain.Members[at[of]]
		if m.Link.Issuer < 0 && k > 0 {
			continue // a root that was sent: nobody looks at its signature
		}
		s := j.signatureOf(m)
		switch {
		case m.Link.Issuer < 0 && !j.certificates[m.Certificate].SelfIssued(), m.Link.State == KeyDiffers:
		case s.State == NotChecked:
			t.Signed = Pending
		case s.State == Verified:
			t.Signed = max(t.Signed, AllVerified)
		case s.State == Wrong && t.Signed != SomeNot:
			t.Signed = SomeNot
			alb.SignatureWrong(t.Checks, k, j.certificates[m.Certificate].Certificate, j.certificates[s.Issuer].Certificate)
		default:
			t.Signed = SomeNot
		}
	}
}

// Alone returns the first rule of an ALB in verify mode that a certificate breaks if a
// client presents it by itself, and whether its code is the one that is logged; nil
// if it breaks none that needs no trust store.
func Alone(c *certinfo.Certificate, now time.Time) (rule *alb.Rule, sure bool) {
	return alb.FirstBroken(alb.Presented{Chain: []*certinfo.Certificate{c}, Now: now})
}

// passthrough reports whether the unit's sender forwards all that the client sent.
func (u *Unit) passthrough() bool {
	m := u.Mode()
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
