package wording

import (
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/words"
)

// taken says whether an ALB in verify mode would take the certificates.
func (w *Writer) taken(u *judge.Unit) report.Answer {
	t := &u.Taken
	a := report.Answer{To: report.QuestionTaken, Title: "Would ALB take it"}
	asked := t.Passed
	for i := range t.Checks {
		if t.Checks[i].Outcome == alb.Failed {
			asked++
		}
	}
	a.More = words.Number(t.Passed) + " of " + words.Count(asked, "rule")
	switch {
	case t.Store != nil:
		w.storeVerdict(t, &a)
	case t.Failed >= 0:
		refusal(t, &a)
	case t.Unshown >= 0:
		a.Text = []report.Run{{Text: "Not told: " + alb.Ordinal(t.Unshown) + " was cut off or damaged before it was pasted; what the client presents is not known."}}
	case !t.Looked:
		a.Tone = report.ToneInfo
		a.Text = []report.Run{{Text: "So far nothing is against it (" + a.More + "); the rest is not checked yet, and whether it is trusted needs your trust store."}}
	default:
		a.Tone = report.ToneInfo
		a.Text = []report.Run{{Text: "Nothing in the paste is against it (" + a.More + "); " + yet[t.Signed] + "whether it is trusted needs your trust store."}}
	}
	if t.Supposed && t.Unshown < 0 {
		a.Tone = report.ToneInfo
		a.Text[0].Text = "If a client presented it: " + a.Text[0].Text
	}
	if t.LeafOnly {
		a.Text = append(a.Text, report.Run{Text: " What else the client sent is not in the paste."})
	}
	if t.Store == nil && !w.short {
		a.Why = w.rules(t)
	}
	return a
}

// refusal says what speaks against the certificates without a trust store: for
// certain, or if the path goes over an issuer that the trust store may replace.
func refusal(t *judge.Taken, a *report.Answer) {
	c := &t.Checks[t.Failed]
	code := codes(c.Code(), c.AtTLS12())
	over := c.Over()
	no := func(tone report.Tone, before, after string) {
		a.Tone = tone
		a.Text = append(append([]report.Run{{Text: before}}, code...), report.Run{Text: after})
	}
	switch why := ". " + c.Sentence(); {
	case c.Fact.Kind == alb.FactListed && c.Certificate > 0:
		no(report.ToneWarn, "No, if the trust store has the revocation list of the paste: ", why+" Of every certificate below it there has to be a list too: without one the code is "+string(alb.CRLProcessingError)+", as s2n-tls has it.")
	case c.Fact.Kind == alb.FactListed:
		no(report.ToneWarn, "No, if the trust store has the revocation list of the paste: ", why)
	case over != nil && over == c.Fact.Subject:
		no(report.ToneWarn, "No, unless the trust store holds it itself: ", why)
	case over != nil:
		no(report.ToneWarn, "No, if "+alb.NameOf(over)+" of the paste is used: ", why)
	case t.Sure:
		no(report.ToneBad, "No: ", why)
	default:
		unless := ", unless the trust store gives another reason before it."
		if c.ID == alb.RulePurpose || c.ID == alb.RuleUsage {
			unless = ", unless the trust store gives another reason before it, or holds this very certificate: then nobody asks for its purpose."
		}
		no(report.ToneBad, "No. "+c.Sentence()+" That would be ", unless)
	}
}

// codes are a reason code, and the one at TLS 1.2 where that is another.
func codes(code, older alb.Reason) []report.Run {
	runs := []report.Run{{Text: string(code), Style: report.Code}}
	if older == "" {
		return runs
	}
	return append(runs, report.Run{Text: " at TLS 1.3, and at TLS 1.2, under a security policy that says which certificates it takes, "}, report.Run{Text: string(older), Style: report.Code})
}

// yet is what an answer says of signatures, beside what they decide.
var yet = [...]string{
	judge.Pending:     "its signatures are not checked yet, and ",
	judge.AllVerified: "its signatures verify; ",
	judge.SomeNot:     "a signature in it could not be checked, and ",
}

// rules says how the rules went, those that failed first; of those that were not
// asked the titles, by why not.
func (w *Writer) rules(t *judge.Taken) (all []report.Reason) {
	var whys []string
	titles := map[string][]string{}
	for _, outcome := range [...]alb.Outcome{alb.Failed, alb.Passed, alb.NotChecked} {
		for i := range t.Checks {
			c := &t.Checks[i]
			switch why := c.Sentence(); {
			case c.Outcome != outcome:
			case outcome != alb.NotChecked:
				all = append(all, w.rule(t, &judge.StoreRule{ID: c.ID, Outcome: c.Outcome, Basis: c.Basis(), Detail: why, At: c.At}))
			default:
				if titles[why] == nil {
					whys = append(whys, why)
				}
				titles[why] = append(titles[why], alb.RuleOf(c.ID).Title)
			}
		}
	}
	for _, why := range whys {
		all = append(all, report.Reason{Text: "Not asked: " + strings.Join(titles[why], ", ") + ". " + why})
	}
	return all
}

// rule says how a rule went; of one that failed, where it looked.
func (w *Writer) rule(t *judge.Taken, r *judge.StoreRule) report.Reason {
	said := report.Reason{Text: alb.RuleOf(r.ID).Title + " (" + string(r.Basis) + "), " + r.Outcome.String() + ": " + r.Detail}
	if r.Outcome != alb.Failed || r.Certificate < 0 || r.Certificate >= len(t.Chain) || r.Place.Length == 0 {
		return said
	}
	if r.Field != "" {
		said.Text += " Field: " + r.Field + "."
	}
	place := w.place(w.judge.Certificates()[t.Chain[r.Certificate]].Text.Span(r.Place.Offset, r.Place.Offset+r.Place.Length))
	said.Place = &place
	return said
}

// storeVerdict words the verdict against a trust store.
func (w *Writer) storeVerdict(t *judge.Taken, a *report.Answer) {
	v, passed := t.Store, 0
	for i := range v.Rules {
		r := &v.Rules[i]
		a.Why = append(a.Why, w.rule(t, r))
		if r.Outcome == alb.Passed {
			passed++
		}
	}
	a.More = words.Count(passed, "rule") + " passed"
	for _, s := range append(v.Otherwise, v.Notes...) {
		a.Why = append(a.Why, report.Reason{Text: s})
	}
	a.Title = "Would " + v.By.String() + " take it"
	with := [...]string{
		judge.ApplicationLB: "with this trust store: ",
		judge.NetworkLB:     "with this trust store and these identity filters: ",
		judge.CloudFront:    "with this trust store, for a distribution that requires certificates: ",
	}[v.By]
	if v.Reason == "" {
		a.Tone = report.ToneGood
		a.Text = []report.Run{{Text: "Yes, " + with}, {Text: alb.StatusSuccess, Style: report.Code}, {Text: "."}}
		if listed := t.Listed(); listed != nil && v.By != judge.CloudFront {
			a.Tone = report.ToneWarn
			a.Text = append(append(a.Text, report.Run{Text: " With the revocation list of the paste it would be "}), report.Run{Text: string(listed.Code()), Style: report.Code}, report.Run{Text: "."})
		}
	} else {
		a.Tone = report.ToneBad
		a.Text = append(append([]report.Run{{Text: "No, " + with}}, codes(v.Reason, v.AtTLS12)...), report.Run{Text: ". " + decisive(v)})
	}
	if len(v.Otherwise) > 0 {
		a.Text = append(a.Text, report.Run{Text: " Another reading leads elsewhere: see the rules."})
	}
}

// decisive is what the rule that failed saw.
func decisive(v *judge.StoreVerdict) string {
	for i := range v.Rules {
		if v.Rules[i].Outcome == alb.Failed {
			return v.Rules[i].Detail
		}
	}
	return ""
}
