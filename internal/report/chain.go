package report

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/chain"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Presented is one certificate as a unit of the paste held it.
type Presented struct {
	Index  int // into Report.Certificates
	Object *unwrap.Object
}

// Chain presents the certificates of a group in order. Leaf says that only the
// leaf was to be expected, as in verify mode.
func (b *Builder) Chain(group int, presented []Presented, c chain.Chain, leafOnly bool) {
	out := Chain{Title: chainTitle(c)}
	for _, i := range c.Order {
		p, n := presented[i], c.Nodes[i]
		m := Member{
			Certificate: p.Index, Role: n.Role.String(), Presented: i + 1,
			Steps: b.steps(p.Object.Steps), Place: b.place(p.Object.Span),
			Link: b.join(presented, c, i, leafOnly),
		}
		if cert := b.report.Certificates[p.Index]; n.Role == chain.Leaf && cert.IsCA {
			m.Role = "authority"
		}
		out.Members = append(out.Members, m)
	}
	out.Timeline = b.timeline(out.Members)
	b.report.Groups[group].Chain = out
	b.chainFindings(group, presented, c, leafOnly)
}

// otherReading is the role of a certificate that is a less likely reading of a
// text that gave another one: it is shown, and is not part of the chain.
const otherReading = "other reading"

// OtherReadings shows such certificates after the chain.
func (b *Builder) OtherReadings(group int, list []Presented) {
	c := &b.report.Groups[group].Chain
	for _, p := range list {
		c.Members = append(c.Members, Member{Certificate: p.Index, Role: otherReading, Steps: b.steps(p.Object.Steps), Place: b.place(p.Object.Span)})
	}
}

func chainTitle(c chain.Chain) string {
	n := len(c.Nodes)
	distinct := distinct(c)
	s := count(int64(n), "certificate") + " presented"
	switch {
	case n > 1 && distinct == 1:
		return strconv.Itoa(n) + " copies of one certificate"
	case n > distinct:
		s += ", " + strconv.Itoa(distinct) + " distinct"
	}
	switch {
	case distinct < 2:
	case c.Paths > 1 || c.Paths == 0:
		s += ", no single chain"
	case c.InOrder:
		s += ", leaf first"
	default:
		s += ", shown leaf first"
	}
	return s
}

// join says how a certificate hangs together with its issuer.
func (b *Builder) join(presented []Presented, c chain.Chain, i int, leafOnly bool) *Join {
	n := c.Nodes[i]
	cert := &b.report.Certificates[presented[i].Index]
	switch {
	case n.Role == chain.Root || n.Role == chain.Duplicate:
		return nil
	case n.Issuer >= 0 && n.Match == chain.ByNameAndKey:
		return &Join{ToneGood, "Issuer name and key identifier match. The signature is not checked here."}
	case n.Issuer >= 0 && n.Match == chain.KeyDiffers:
		return &Join{ToneWarn, "Issuer name matches, key identifier does not: another key of the same authority."}
	case n.Issuer >= 0:
		return &Join{ToneGood, "Issuer name matches. The signature is not checked here."}
	case cert.By == "":
		return nil
	case leafOnly:
		return &Join{ToneNone, "Issuer " + cert.By + " is not in the paste: verify mode forwards the leaf alone."}
	}
	return &Join{ToneNone, "Issuer " + cert.By + " is not in the paste."}
}

func (b *Builder) chainFindings(group int, presented []Presented, c chain.Chain, leafOnly bool) {
	one := c.Paths == 1
	if one && !c.InOrder {
		order := ""
		for k, i := range c.Order {
			if c.Nodes[i].Role == chain.Duplicate {
				continue
			}
			if k > 0 {
				order += ", "
			}
			order += strconv.Itoa(i + 1)
		}
		f := finding.Finding{ID: finding.ChainOrder,
			Text: "The certificates were not presented leaf first. By issuer the order is: number " + order + " of the paste.",
			Hint: "A TLS client has to send its own certificate first; many verifiers need the rest in order too."}
		for _, p := range presented {
			f.Spans = append(f.Spans, p.Object.Span)
		}
		b.Finding(f, -1, group)
	}
	copies := finding.Finding{ID: finding.ChainDuplicate}
	for i, n := range c.Nodes {
		p := presented[i]
		switch {
		case n.Role == chain.Duplicate:
			if len(copies.Spans) < unwrap.MaxSpans {
				copies.Spans = append(copies.Spans, p.Object.Span)
			}
		case n.Issuer >= 0 && n.Match == chain.KeyDiffers:
			b.Finding(finding.Finding{ID: finding.KeyIDDiffers, Spans: []source.Span{p.Object.Span},
				Text: "The authority key identifier of “" + b.report.Certificates[p.Index].Title + "” is not the subject key identifier of “" + b.report.Certificates[presented[n.Issuer].Index].Title + "”, which has the issuer's name.",
				Hint: "The authority has several keys, and this may be the certificate of another one."}, p.Index, group)
		case one && n.Role == chain.Leaf && n.Issuer < 0 && distinct(c) > 1, one && n.Role == chain.Intermediate && n.Issuer < 0:
			b.Finding(finding.Finding{ID: finding.IssuerMissing, Spans: []source.Span{p.Object.Span},
				Text: "The issuer of “" + b.report.Certificates[p.Index].Title + "”, " + b.report.Certificates[p.Index].Issuer + ", is not in the paste.",
				Hint: "That is right if it is in the trust store of whoever verifies. If not, the client has to send it."}, p.Index, group)
		}
	}
	if one {
		b.strangers(group, presented, c)
	}
	if n := countRole(c, chain.Duplicate); n > 0 {
		copies.Text = count(int64(n), "certificate") + " of " + strconv.Itoa(len(c.Nodes)) + " repeat one that came before."
		b.Finding(copies, -1, group)
	}
}

// strangers speaks of roots that were sent and of certificates that do not belong
// to the path of the one leaf.
func (b *Builder) strangers(group int, presented []Presented, c chain.Chain) {
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
		title := b.report.Certificates[p.Index].Title
		switch {
		case n.Role == chain.Root && onPath[i]:
			b.Finding(finding.Finding{ID: finding.RootSent, Spans: []source.Span{p.Object.Span},
				Text: "The root “" + title + "” was sent too. It need not be: a root counts only if the verifier has it already."}, p.Index, group)
		case !onPath[i] && n.Role != chain.Duplicate:
			b.Finding(finding.Finding{ID: finding.ChainStranger, Spans: []source.Span{p.Object.Span},
				Text: "“" + title + "” does not belong to the chain of the leaf."}, p.Index, group)
		}
	}
}

// distinct is how many different certificates were presented.
func distinct(c chain.Chain) int { return len(c.Nodes) - countRole(c, chain.Duplicate) }

func countRole(c chain.Chain, r chain.Role) int {
	n := 0
	for _, node := range c.Nodes {
		if node.Role == r {
			n++
		}
	}
	return n
}
