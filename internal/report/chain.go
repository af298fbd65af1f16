package report

import (
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/words"
)

// roles are what the page calls the places in a chain.
var roles = [...]MemberRole{
	judge.Stranger:     RoleStranger,
	judge.Leaf:         RoleLeaf,
	judge.Authority:    RoleAuthority,
	judge.Intermediate: RoleIntermediate,
	judge.Root:         RoleRoot,
	judge.Duplicate:    RoleDuplicate,
	judge.OtherReading: RoleOtherReading,
	judge.OtherHop:     RoleOtherHop,
}

// chain words the certificates of a unit.
func (w *Writer) chain(c *judge.Chain) Chain {
	if len(c.Members) == 0 {
		return Chain{}
	}
	out := Chain{Title: chainTitle(c)}
	for i := range c.Members {
		m := &c.Members[i]
		out.Members = append(out.Members, Member{
			Certificate: m.Certificate, Role: roles[m.Role], Presented: m.Presented,
			Steps: w.steps(m.Object.Steps), Place: w.place(m.Object.Span), Link: w.join(m),
		})
	}
	out.Timeline = w.timeline(c.Members)
	return out
}

func chainTitle(c *judge.Chain) string {
	n, distinct := len(c.Nodes), c.Distinct()
	s := words.Count(n, "certificate") + " presented"
	switch {
	case n > 1 && distinct == 1:
		return words.Number(n) + " copies of one certificate"
	case n > distinct:
		s += ", " + words.Number(distinct) + " distinct"
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
func (w *Writer) join(m *judge.Member) *Join {
	by := w.report.Certificates[m.Certificate].By
	signature := signatures[m.Link.Signature.State]
	tone := signatureTones[m.Link.Signature.State]
	switch m.Link.State {
	case judge.ByNameAndKey:
		return &Join{tone, "Issuer name and key identifier match." + signature}
	case judge.ByName:
		return &Join{tone, "Issuer name matches." + signature}
	case judge.KeyDiffers:
		return &Join{ToneWarn, "Issuer name matches, key identifier does not: another key of the same authority."}
	case judge.LeftOut:
		if by != "" {
			return &Join{ToneNone, "Issuer " + by + " is not in the paste: verify mode forwards the leaf alone."}
		}
	case judge.Missing:
		if by != "" {
			return &Join{ToneNone, "Issuer " + by + " is not in the paste."}
		}
	}
	return nil
}

// signatureTones are those of a link: only a signature proves it.
var signatureTones = [...]Tone{
	judge.NotChecked:   ToneNone,
	judge.Verified:     ToneGood,
	judge.Wrong:        ToneBad,
	judge.NotCheckable: ToneWarn,
}

// signatures say what is known of a signature.
var signatures = [...]string{
	judge.NotChecked:   " The signature is not checked yet.",
	judge.Verified:     " The signature verifies.",
	judge.Wrong:        " The signature does not verify.",
	judge.NotCheckable: " The signature cannot be checked.",
}
