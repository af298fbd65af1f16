package lab

import (
	"bytes"
	"crypto/x509"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/result"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/verify"
	"github.com/mtlens/mtlens/internal/wording"
)

// Bounds. A signature takes up to some milliseconds in a browser.
const (
	maxStrict     = 400  // certificates given to Go's strict parser; a bundle of all public roots has fewer
	maxSignatures = 1000 // signatures that are checked
	maxVerdicts   = 100  // units that are judged against a trust store
)

// Examine finds out what the first program cannot: it checks the signatures of a
// paste, has Go's strict parser read its certificates, and judges its chains against
// a trust store if there is one. It gives the parts of the report that change.
func Examine(o Options, m *Material, paste []byte) *report.Changes {
	e, j := examine(o, m, paste)
	answer := wordsWith(o, paste, e, (*wording.Writer).Told).Changes()
	for i, c := range j.Certificates() {
		if i < maxStrict {
			answer.Strict = append(answer.Strict, strict(c.DER))
		}
		answer.SHA256 = append(answer.SHA256, c.SHA256())
	}
	return answer
}

func examine(o Options, m *Material, paste []byte) (e judge.Evidence, j *judge.Judge) {
	j = judge.New(judge.Options{Now: o.Now})
	p := unwrap.Open(paste)
	e.Looked = true
	checked := make(map[[2]int]bool)
	for u := range j.Units(p, paste) {
		checkLinks(j, u, &e, checked)
		lookAtPath(o, j, u, &e)
		if len(m.TrustStore) > 0 && u.Taken.Asked && u.Taken.Unshown < 0 && len(e.Verdicts) < maxVerdicts {
			e.Verdicts = append(e.Verdicts, storeVerdict(o, m, j, u))
		}
	}
	e.Beside = beside(j, j.Summary(p.Rest()), paste)
	return e, j
}

// Report is the report on a paste with the sections of everything in it.
func Report(o Options, paste []byte) *report.Report {
	return wordsWith(o, paste, judge.Evidence{}, (*wording.Writer).Whole)
}

// Examined is the same with what [Examine] finds out: all there is to say, for who
// waits for all of it.
func Examined(o Options, m *Material, paste []byte) *report.Report {
	e, _ := examine(o, m, paste)
	return wordsWith(o, paste, e, (*wording.Writer).Whole)
}

// wordsWith makes the report on a paste of which others found something out.
func wordsWith(o Options, paste []byte, e judge.Evidence, how func(*wording.Writer) *wording.Writer) *report.Report {
	j := judge.New(judge.Options{Now: o.Now, Evidence: e})
	p := unwrap.Open(paste)
	w := how(wording.New(paste, p.Binary, j))
	for u := range j.Units(p, paste) {
		w.Unit(u)
	}
	return w.Report(j.Summary(p.Rest()))
}

// Result is what a paste comes to, for programs, with what [Examine] finds out.
func Result(o Options, m *Material, paste []byte) *result.Result {
	if len(paste) > decode.MaxInput {
		return result.TooLong(len(paste), o.Now)
	}
	e, _ := examine(o, m, paste)
	j := judge.New(judge.Options{Now: o.Now, Evidence: e})
	p := unwrap.Open(paste)
	w := result.New(paste, p.Binary, j)
	for u := range j.Units(p, paste) {
		w.Unit(u)
	}
	return w.Result(j.Summary(p.Rest()))
}

// checkLinks checks the signature of each member of a chain with its issuer's key, and
// those that certificates made for themselves, once each.
func checkLinks(j *judge.Judge, u *judge.Unit, e *judge.Evidence, checked map[[2]int]bool) {
	for i := range u.Chain.Members {
		m := &u.Chain.Members[i]
		child := j.Certificates()[m.Certificate]
		issuer := m.Link.Issuer
		if issuer < 0 {
			switch {
			case child.SelfIssued():
				issuer = m.Certificate
			case m.Link.Misread >= 0:
				issuer = m.Link.Misread
			default:
				continue
			}
		}
		pair := [2]int{m.Certificate, issuer}
		if checked[pair] {
			continue
		}
		checked[pair] = true
		s := judge.Signature{Child: m.Certificate, Issuer: issuer, State: judge.NotCheckable, Why: judge.TooManyToCheck}
		if len(e.Signatures) < maxSignatures {
			s.State, s.Why = signatureState(child.Certificate, j.Certificates()[issuer].Certificate)
		}
		if s.State == judge.Wrong || s.Why == judge.PartsDamaged || s.Why == judge.NotSupported { // a point that is not on its curve is taken for another curve
			s.Mended = mended(child.Certificate, j.Certificates()[issuer].Certificate)
		}
		e.Signatures = append(e.Signatures, s)
	}
}

// lookAtPath looks what a path over the issuers of a unit breaks.
func lookAtPath(o Options, j *judge.Judge, u *judge.Unit, e *judge.Evidence) {
	chain := make([]*certinfo.Certificate, 0, len(u.Taken.Chain))
	for _, i := range u.Taken.Chain {
		chain = append(chain, j.Certificates()[i].Certificate)
	}
	if broken := verify.Presented(chain, o.Now); broken != nil {
		e.Paths = append(e.Paths, judge.PathBroken{Unit: u.Index, Checks: broken})
	}
}

// mended says with what put back a signature verifies that does not.
func mended(child, issuer *certinfo.Certificate) judge.Mended {
	verifies := func(child, issuer []byte) bool {
		s, _ := signatureState(certinfo.Parse(child), certinfo.Parse(issuer))
		return s == judge.Verified
	}
	ofIssuer, ofSubject := judge.PutBack(child, issuer)
	switch {
	case ofIssuer != nil && verifies(ofIssuer, issuer.DER):
		return judge.IssuerPutBack
	case ofSubject != nil && verifies(ofSubject, issuer.DER):
		return judge.SubjectPutBack
	case ofIssuer != nil || ofSubject != nil:
		return judge.MendedNot
	}
	otherChild, otherIssuer := judge.Exchange(child.DER), judge.Exchange(issuer.DER)
	changed, changedIssuer := !bytes.Equal(otherChild, child.DER), !bytes.Equal(otherIssuer, issuer.DER)
	switch {
	case child == issuer:
		if changed && verifies(otherChild, otherChild) {
			return judge.ChildExchanged
		}
	case changed && verifies(otherChild, issuer.DER):
		return judge.ChildExchanged
	case changedIssuer && verifies(child.DER, otherIssuer):
		return judge.IssuerExchanged
	case changed && changedIssuer && verifies(otherChild, otherIssuer):
		return judge.BothExchanged
	}
	return judge.MendedNot
}

// signatureState checks one signature.
func signatureState(child, issuer *certinfo.Certificate) (judge.SignatureState, judge.Uncheckable) {
	switch verify.CheckSignature(&child.Signed, issuer) {
	case verify.Verified:
		return judge.Verified, judge.NoReason
	case verify.Damaged:
		return judge.NotCheckable, judge.PartsDamaged
	case verify.Unsupported:
		return judge.NotCheckable, judge.NotSupported
	case verify.TooLong:
		return judge.NotCheckable, judge.KeyTooLarge
	}
	return judge.Wrong, judge.NoReason
}

// storeVerdict judges the certificates of a unit against the trust store.
func storeVerdict(o Options, m *Material, j *judge.Judge, u *judge.Unit) judge.StoreVerdict {
	in := verify.Input{TrustStore: m.TrustStore, CRLs: m.Lists, Settings: m.Settings, Now: o.Now}
	if !front(in.Settings.Mode) {
		in.Settings.Mode = verify.VerifyMode
	}
	for _, i := range u.Taken.Chain {
		in.Chain = append(in.Chain, j.Certificates()[i].Text.Bytes)
	}
	v := listener(in, m.Filters)
	out := judge.StoreVerdict{By: m.by(), Unit: u.Index, Reason: v.Reason, CodeBy: v.CodeBy}
	for _, r := range v.Rules {
		out.Rules = append(out.Rules, judge.StoreRule{ID: r.ID, Outcome: r.Outcome, Basis: r.Basis, Detail: r.Detail, At: alb.At{Certificate: r.Certificate, Field: r.Field, Place: r.Place}})
	}
	for _, a := range v.Alternatives {
		if a.Reading == verify.AtTLS12 {
			out.AtTLS12 = a.Reason
		}
		out.Otherwise = append(out.Otherwise, a.Text)
	}
	for _, n := range v.Notes {
		out.Notes = append(out.Notes, n.Text)
	}
	return out
}

// strict has Go's parser read a certificate.
func strict(der []byte) report.Strict {
	if _, err := x509.ParseCertificate(der); err != nil {
		return report.Strict{Takes: false, Text: "Go's strict parser refuses it: " + strings.TrimPrefix(err.Error(), "x509: ") + "."}
	}
	return report.Strict{Takes: true, Text: "Go's strict parser takes it."}
}
