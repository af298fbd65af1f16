package result

import (
	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/judge"
)

// The words of the sets, by the types that they stand for.
var (
	sures   = [...]Sure{family.NotTold: NotTold, family.Possible: Possible, family.Likely: Likely, family.Certain: Certain}
	reasons = [...]ReasonKind{
		family.ByName: ByName, family.ByForm: ByForm, family.ByOtherForm: ByOtherForm, family.ByWord: ByWord,
		family.ByNeighbor: ByNeighbor, family.BySetting: BySetting, family.ByAgreement: ByAgreement,
	}
	outcomes = [...]Outcome{
		family.NotSaid: NotSaid, family.Verified: Verified, family.Failed: Failed,
		family.NoCertificate: NoCertificate, family.NotVerified: NotVerified, family.Strange: Unknown,
	}
	kinds = [...]Kind{
		family.NoKind: KindUnknown, family.Certificate: KindCertificate, family.Chain: KindChain, family.Subject: KindSubject,
		family.Issuer: KindIssuer, family.CommonName: KindCommonName, family.SubjectPart: KindSubjectPart, family.IssuerPart: KindIssuerPart,
		family.Serial: KindSerial, family.NotBefore: KindNotBefore, family.NotAfter: KindNotAfter, family.ValidityPair: KindValidity,
		family.Remaining: KindRemaining, family.Fingerprint: KindFingerprint, family.AllNames: KindAllNames, family.DNSNames: KindDNSNames,
		family.URIs: KindURIs, family.Emails: KindEmails, family.Addresses: KindAddresses, family.Identity: KindIdentity,
		family.Outcome: KindOutcome, family.Present: KindPresent, family.Revoked: KindRevoked, family.Error: KindError,
		family.Bundle: KindBundle, family.ProxyIdentity: KindProxyIdentity, family.KeyDetail: KindKeyDetail, family.ConnectionInfo: KindConnection,
	}
	agreements = [...]string{family.NotComparable: "", family.Agrees: "agrees", family.Differs: "differs"}
	hows       = []How{
		HowOrder, HowSeparator, HowEscaping, HowCase, HowStringType, HowSpelling, HowMojibake, HowLost,
		HowType, HowValue, HowMissing, HowAdded, HowRadix, HowFirst, HowSecond,
	} // bit i of family.Difference
	uncompared = [...]string{
		family.Comparable: "", family.NoValue: "no-value", family.NotAFact: "not-a-fact", family.IsTheSubject: "is-the-certificate",
		family.FieldMissing: "field-missing", family.NotReadable: "not-readable", family.Incomplete: "certificate-incomplete",
		family.NotDefined: "not-defined", family.NoCertificateAtHand: "no-certificate",
		family.DigitsLost: "digits-lost", family.CutShort: "cut-short",
	}
	roles = [...]Role{
		judge.Stranger: Stranger, judge.Leaf: Leaf, judge.Authority: Authority, judge.Intermediate: Intermediate, judge.Root: Root,
		judge.Duplicate: Duplicate, judge.OtherReading: OtherReading, judge.OtherHop: OtherHop,
	}
	links = [...]Link{
		judge.NoLink: NoLink, judge.ByNameAndKey: ByNameAndKey, judge.ByName: ByIssuerName, judge.KeyDiffers: KeyDiffers,
		judge.Missing: Missing, judge.LeftOut: LeftOut,
	}
	signatures = [...]Signature{
		judge.NotChecked: NotChecked, judge.Verified: SignedBy, judge.Wrong: Wrong, judge.NotCheckable: NotCheckable,
	}
)

// unit puts down a unit.
func (w *Writer) unit(u *judge.Unit) Unit {
	out := Unit{
		Span: w.span(u.Span), Sender: w.sender(u), Client: u.Client, Agree: u.Agree, Differ: u.Differ,
		InOrder: u.Chain.InOrder, ALB: taken(&u.Taken), Structures: u.Others, Findings: w.findings(u.Findings),
		Verification: Verification{
			Outcome: outcomes[u.Said.Result], Header: u.Said.Field, Contradicts: u.Said.Conflict,
			Reason: u.Said.Detail.Reason, Error: u.Said.Detail.Error.Name, Code: u.Said.Detail.Code,
		},
	}
	for i := range u.Fields {
		out.Headers = append(out.Headers, w.header(&u.Fields[i]))
	}
	for i := range u.Chain.Members {
		m := &u.Chain.Members[i]
		out.Chain = append(out.Chain, Member{
			Certificate: m.Certificate, Role: roles[m.Role], Presented: m.Presented, Span: w.span(m.Object.Span),
			Link: links[m.Link.State], Issuer: m.Link.Issuer, Signature: signatures[m.Link.Signature.State],
		})
	}
	if len(u.Chain.Nodes) == 0 {
		out.InOrder = true
	}
	return out
}

func (w *Writer) sender(u *judge.Unit) Sender {
	out := Sender{Family: u.Whose.Family.String(), Sure: sures[u.Whose.Sure], Renamed: u.Whose.Renamed, Others: slugs(u.Whose.Others), Also: slugs(u.Whose.Also)}
	if m := u.Mode(); m != nil {
		out.Mode = m.Name
	}
	for _, r := range u.Whose.Reasons {
		out.Reasons = append(out.Reasons, Reason{Kind: reasons[r.Kind], Name: r.Name, Span: w.span(r.Span)})
	}
	return out
}

func slugs(ids []family.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id.String()
	}
	return out
}

func (w *Writer) header(f *judge.Field) Header {
	c := &f.Compared
	out := Header{
		Name: f.Name, Kind: kinds[f.Kind], Span: w.span(f.NameSpan.Join(f.Field.Value.All())), Value: f.Value, Secret: f.Secret,
		Of: f.Of, Element: f.Element, Renamed: f.Renamed, Certificates: f.Certificates, Client: f.Client,
		Agreement: agreements[c.Result], Exact: c.Result == family.Agrees && c.Exact,
	}
	if f.Opaque() {
		out.Value = judge.Stars(len(f.Value))
	}
	switch c.Result {
	case family.Differs:
		out.Expected = c.Expected
	case family.NotComparable:
		out.NotCompared = uncompared[c.Why]
	}
	for i, how := range hows {
		if c.How>>i&1 == 1 {
			out.How = append(out.How, how)
		}
	}
	return out
}

// taken puts down whether an ALB would take the certificates; nil if nobody asked.
func taken(t *judge.Taken) *Taken {
	if !t.Asked {
		return nil
	}
	out := Taken{Chain: t.Chain, LeafOnly: t.LeafOnly, Sure: t.Sure, Doubted: t.Doubted(), Supposed: t.Supposed}
	for i := range t.Checks {
		c := &t.Checks[i]
		out.Rules = append(out.Rules, ruleOf(c.ID, c.Outcome, c.Basis()))
	}
	if t.Failed >= 0 {
		out.Failed = string(t.Checks[t.Failed].ID)
	}
	if s := t.Store; s != nil {
		out.Store = &Store{OK: s.Reason == "", Code: string(s.Reason), Basis: string(s.CodeBy)}
		for _, r := range s.Rules {
			out.Store.Rules = append(out.Store.Rules, ruleOf(r.ID, r.Outcome, r.Basis))
		}
	}
	return &out
}

func ruleOf(id alb.RuleID, o alb.Outcome, b alb.Basis) Rule {
	return Rule{ID: string(id), Outcome: o.String(), Basis: string(b)}
}
