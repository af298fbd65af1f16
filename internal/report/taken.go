package report

import (
	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/words"
)

// taken says whether an ALB in verify mode would take the certificates.
func taken(u *judge.Unit) Answer {
	t := &u.Taken
	a := Answer{To: QuestionTaken, Title: "Would ALB take it"}
	asked := t.Passed
	for i := range t.Checks {
		if t.Checks[i].Outcome == alb.Failed {
			asked++
		}
	}
	a.More = words.Number(t.Passed) + " of " + words.Count(asked, "rule")
	switch {
	case t.Store != nil:
		storeVerdict(t.Store, &a)
	case t.Failed >= 0:
		c := &t.Checks[t.Failed]
		a.Tone = ToneBad
		a.Text = []Run{{Text: "No: "}, {string(alb.RuleOf(c.ID).Code), Code}, {Text: ". " + c.Sentence()}}
		if !t.Sure {
			a.Text = []Run{{Text: "No. " + c.Sentence() + " That would be "}, {string(alb.RuleOf(c.ID).Code), Code}, {Text: ", unless the trust store gives another reason before it."}}
		}
	default:
		a.Tone = ToneInfo
		a.Text = []Run{{Text: "Nothing in the paste is against it (" + a.More + "); whether it is trusted needs your trust store."}}
	}
	if t.LeafOnly {
		a.Text = append(a.Text, Run{Text: " What else the client sent is not in the paste."})
	}
	if t.Store == nil {
		for i := range t.Checks {
			c := &t.Checks[i]
			r := alb.RuleOf(c.ID)
			a.Why = append(a.Why, Reason{Text: r.Title + " (" + string(c.Basis()) + "), " + c.Outcome.String() + ": " + c.Sentence()})
		}
	}
	return a
}

// storeVerdict words the verdict against a trust store.
func storeVerdict(v *judge.StoreVerdict, a *Answer) {
	passed := 0
	for i := range v.Rules {
		r := &v.Rules[i]
		a.Why = append(a.Why, Reason{Text: alb.RuleOf(r.ID).Title + " (" + string(r.Basis) + "), " + r.Outcome.String() + ": " + r.Detail})
		if r.Outcome == alb.Passed {
			passed++
		}
	}
	a.More = words.Count(passed, "rule") + " passed"
	for _, s := range append(v.Otherwise, v.Notes...) {
		a.Why = append(a.Why, Reason{Text: s})
	}
	if v.Reason == "" {
		a.Tone = ToneGood
		a.Text = []Run{{Text: "Yes, with this trust store: "}, {alb.StatusSuccess, Code}, {Text: "."}}
	} else {
		a.Tone = ToneBad
		a.Text = []Run{{Text: "No, with this trust store: "}, {string(v.Reason), Code}, {Text: ". " + decisive(v)}}
	}
	if len(v.Otherwise) > 0 {
		a.Text = append(a.Text, Run{Text: " Another reading leads elsewhere: see the rules."})
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

// Changes picks out of a report with evidence what the page has to put in place.
func (r *Report) Changes() *Changes {
	c := &Changes{Verdict: r.Verdict, Findings: r.Findings, Senders: r.Senders}
	for i := range r.Groups {
		g := GroupChange{Answers: r.Groups[i].Answers}
		for k := range r.Groups[i].Chain.Members {
			var link Join
			if l := r.Groups[i].Chain.Members[k].Link; l != nil {
				link = *l
			}
			g.Links = append(g.Links, link)
		}
		c.Groups = append(c.Groups, g)
	}
	return c
}
