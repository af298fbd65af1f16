package verify

import "github.com/mtlens/mtlens/internal/alb"

// The modes of a CloudFront distribution that verifies its viewers, by their names in
// its API. [Front] judges by them.
const (
	FrontRequired Mode = "required"
	FrontOptional Mode = "optional"
)

// Front judges the input for a CloudFront distribution with viewer mTLS. Of that AWS
// documents less than of load balancers: the rules that it does not speak of are taken
// to be those of an Application Load Balancer, and each says how sure it is
// ([alb.FrontRuleOf]). Revocation lists are not a part of it: who wants that asks a
// connection function, which cannot be run here.
func Front(in Input) Verdict {
	optional := in.Settings.Mode == FrontOptional
	in.Settings.Mode, in.CRLs = VerifyMode, nil
	m := newMaterial(in)
	r := m.run(plan{aws: true})
	if optional && len(in.Chain) == 0 {
		r = &run{material: m}
		r.skip(alb.RulePresented, "The viewer sends no certificate, and the distribution goes on without.")
	}
	v := r.verdict()
	for i := range v.Rules {
		rule := &v.Rules[i]
		rule.Basis, rule.Source = alb.FrontRuleOf(rule.ID)
		if rule.ID == alb.RuleNotRevoked {
			rule.Detail = "CloudFront takes no revocation lists. A connection function may look serial numbers up, and refuse the viewer (ConnectionFunctionDenied)."
		}
	}
	if d := v.Deciding(); d != nil {
		v.Reason, v.CodeBy = alb.FrontCode(d.ID, v.Reason)
		v.Status = status(v.Reason)
	}
	if in.Settings.IgnoreExpiry {
		other := m.run(plan{aws: true, narrow: true})
		if reason := other.reason(); reason != r.reason() {
			v.Alternatives = append(v.Alternatives, Alternative{ExpiredLeafOnly, status(reason), reason,
				"The setting is named IgnoreCertificateExpiry; what it does with certificates that are not yet valid, and with those of CAs, is not documented. This verdict is by the one switch of s2n-tls."})
		}
	}
	if len(m.sent) > 0 {
		m.notes(&v)
	}
	return v
}
