package lab

import (
	"crypto/x509"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/verify"
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
	answer := wordsWith(o, paste, e, (*report.Writer).Told).Changes()
	for i, c := range j.Certificates() {
		if i == maxStrict {
			break
		}
		answer.Strict = append(answer.Strict, strict(c.DER))
	}
	return answer
}

func examine(o Options, m *Material, paste []byte) (e judge.Evidence, j *judge.Judge) {
	j = judge.New(judge.Options{Now: o.Now})
	p := unwrap.Open(paste)
	checked := make(map[[2]int]bool)
	for u := range j.Units(p, paste) {
		checkLinks(j, u, &e, checked)
		if len(m.TrustStore) > 0 && u.Taken.Asked && len(e.Verdicts) < maxVerdicts {
			e.Verdicts = append(e.Verdicts, storeVerdict(o, m, j, u))
		}
	}
	return e, j
}

// Report is the report on a paste with the sections of everything in it.
func Report(o Options, paste []byte) *report.Report {
	return wordsWith(o, paste, judge.Evidence{}, (*report.Writer).Whole)
}

// Examined is the same with what [Examine] finds out: all there is to say, for who
// waits for all of it.
func Examined(o Options, m *Material, paste []byte) *report.Report {
	e, _ := examine(o, m, paste)
	return wordsWith(o, paste, e, (*report.Writer).Whole)
}

// wordsWith makes the report on a paste of which others found something out.
func wordsWith(o Options, paste []byte, e judge.Evidence, how func(*report.Writer) *report.Writer) *report.Report {
	j := judge.New(judge.Options{Now: o.Now, Evidence: e})
	p := unwrap.Open(paste)
	w := how(report.New(paste, p.Binary, j))
	for u := range j.Units(p, paste) {
		w.Unit(u)
	}
	return w.Report(j.Summary(p.Rest()))
}

// checkLinks checks the signature of each member of a chain with its issuer's key, and
// those that certificates made for themselves, once each.
func checkLinks(j *judge.Judge, u *judge.Unit, e *judge.Evidence, checked map[[2]int]bool) {
	for i := range u.Chain.Members {
		m := &u.Chain.Members[i]
		child := j.Certificates()[m.Certificate]
		issuer := m.Link.Issuer
		if issuer < 0 {
			if !child.SelfIssued() {
				continue
			}
			issuer = m.Certificate
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
		e.Signatures = append(e.Signatures, s)
	}
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
	in.Settings.Mode = verify.VerifyMode
	for _, i := range u.Taken.Chain {
		in.Chain = append(in.Chain, j.Certificates()[i].Text.Bytes)
	}
	v := verify.Verify(in)
	out := judge.StoreVerdict{Unit: u.Index, Reason: v.Reason, CodeBy: v.CodeBy}
	for _, r := range v.Rules {
		out.Rules = append(out.Rules, judge.StoreRule{ID: r.ID, Outcome: r.Outcome, Basis: r.Basis, Detail: r.Detail})
	}
	for _, a := range v.Alternatives {
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
