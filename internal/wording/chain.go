package wording

import (
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/words"
)

// roles are what the page calls the places in a chain.
var roles = [...]report.MemberRole{
	judge.Stranger:     report.RoleStranger,
	judge.Leaf:         report.RoleLeaf,
	judge.Authority:    report.RoleAuthority,
	judge.Intermediate: report.RoleIntermediate,
	judge.Root:         report.RoleRoot,
	judge.Duplicate:    report.RoleDuplicate,
	judge.OtherReading: report.RoleOtherReading,
	judge.OtherHop:     report.RoleOtherHop,
}

// chain words the certificates of a unit. Those of a loose one nobody presented.
func (w *Writer) chain(c *judge.Chain, loose bool) report.Chain {
	if len(c.Members) == 0 {
		return report.Chain{}
	}
	out := report.Chain{Title: chainTitle(c, loose), Members: make([]report.Member, 0, len(c.Members))}
	for i := range c.Members {
		m := &c.Members[i]
		x := report.Member{Certificate: m.Certificate, Role: roles[m.Role], Presented: m.Presented, Place: w.place(m.Object.Span), Link: w.join(m)}
		if !w.short {
			x.Steps = w.steps(m.Object.Steps)
		}
		out.Members = append(out.Members, x)
	}
	if !w.short {
		out.Timeline = w.timeline(c.Members)
	}
	return out
}

func chainTitle(c *judge.Chain, loose bool) string {
	n, distinct := len(c.Nodes), c.Distinct()
	s := words.Count(n, "certificate")
	if !loose {
		s += " presented"
	}
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
func (w *Writer) join(m *judge.Member) *report.Join {
	by := w.report.Certificates[m.Certificate].By
	signature := signatures[m.Link.Signature.State]
	if m.Link.Signature.State == judge.NotCheckable {
		signature = uncheckable(m.Link.Signature.Why)
	}
	tone := signatureTones[m.Link.Signature.State]
	switch m.Link.State {
	case judge.ByNameAndKey:
		return &report.Join{Tone: tone, Text: "Issuer name and key identifier match." + signature}
	case judge.ByName:
		return &report.Join{Tone: tone, Text: "Issuer name matches." + signature}
	case judge.KeyDiffers:
		return &report.Join{Tone: report.ToneWarn, Text: "Issuer name matches, key identifier does not: another key of the same authority."}
	case judge.LeftOut:
		if by != "" {
			return &report.Join{Tone: report.ToneNone, Text: "Issuer " + by + " is not in the paste: verify mode forwards the leaf alone."}
		}
	case judge.Missing:
		if m.Link.Misread >= 0 {
			return &report.Join{Tone: report.ToneWarn, Text: "Issuer " + by + " is not in the paste; a name that differs in one character is."}
		}
		if by != "" {
			return &report.Join{Tone: report.ToneNone, Text: "Issuer " + by + " is not in the paste."}
		}
	}
	return nil
}

// signatureTones are those of a link: only a signature proves it.
var signatureTones = [...]report.Tone{
	judge.NotChecked:   report.ToneNone,
	judge.Verified:     report.ToneGood,
	judge.Wrong:        report.ToneBad,
	judge.NotCheckable: report.ToneWarn,
}

// signatures say what is known of a signature.
var signatures = [...]string{
	judge.NotChecked:   " The signature is not checked yet.",
	judge.Verified:     " The signature verifies.",
	judge.Wrong:        " The signature does not verify.",
	judge.NotCheckable: "", // see uncheckable
}

// uncheckable says why a signature is not checked.
//
//go:noinline
func uncheckable(why judge.Uncheckable) string {
	switch why {
	case judge.PartsDamaged:
		return " The signature cannot be checked: a part of it or of the issuer's key cannot be read."
	case judge.NotSupported:
		return " The signature cannot be checked here: Go does not support its algorithm with the issuer's key."
	case judge.KeyTooLarge:
		return " The signature is not checked: the issuer's key is too long."
	case judge.TooManyToCheck:
		return " The signature is not checked: the paste has too many."
	}
	return " The signature cannot be checked."
}
