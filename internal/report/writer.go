package report

import (
	"strconv"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/words"
)

// Writer words what a paste comes to: its units one after the other, and the
// summary at the end.
type Writer struct {
	report   Report
	judge    *judge.Judge
	index    *source.Index
	whole    *makers // nil for a report without what is shown on request
	records  [len(logNames)][]LogRecord
	findings int // all of them, kept or not
}

// New returns a Writer for the report on input, whose units are judged by j. Places
// in binary input count bytes.
func New(input []byte, binary bool, j *judge.Judge) *Writer {
	w := &Writer{judge: j}
	w.report = Report{Schema: Schema, Input: Input{Bytes: len(input), Binary: binary}}
	if !binary {
		w.index = source.NewIndex(input)
		w.report.Input.Lines = w.index.Lines()
	}
	return w
}

// Unit words a unit.
func (w *Writer) Unit(u *judge.Unit) {
	if u.Record != nil {
		w.record(u.Record)
		return
	}
	for _, i := range u.New {
		c := w.judge.Certificates()[i]
		r, valid := newCertificate(c, w.judge.Now())
		r.When, r.Tone = valid.words, valid.tone
		if w.whole != nil {
			r.Sections = w.whole.certificate(c.Certificate, &r, valid)
		}
		w.report.Certificates = append(w.report.Certificates, r)
	}
	for _, i := range u.Others {
		w.other(w.judge.Others()[i])
	}
	g := Group{Place: w.place(u.Span), Sender: w.sender(u), Answers: w.answers(u), Chain: w.chain(&u.Chain)}
	g.Client = w.client(u)
	for i := range u.Fields {
		g.Headers = append(g.Headers, w.header(u, &u.Fields[i]))
	}
	w.report.Groups = append(w.report.Groups, g)
	for i := range u.Findings {
		w.finding(&u.Findings[i])
	}
}

// Report ends the report: what concerns the paste as a whole, the findings in
// order, the verdict.
func (w *Writer) Report(s *judge.Summary) *Report {
	r := &w.report
	r.Input.Kind = s.Kind
	switch {
	case s.Alone:
		r.Input.Kind = "header value alone"
	case s.Kind == "" && s.Units > 0:
		r.Input.Kind = "named values"
	}
	if len(r.Groups) > 1 {
		for i := range r.Groups {
			r.Groups[i].Title = "Request " + strconv.Itoa(i+1)
		}
	}
	for i := range s.Findings {
		w.finding(&s.Findings[i])
	}
	for _, l := range s.Logs {
		r.Logs = append(r.Logs, w.log(l))
	}
	w.sortFindings()
	r.Verdict = w.verdict(s)
	return r
}

// Empty is the report on an input in which there is nothing.
func (w *Writer) Empty() *Report {
	w.report.Verdict.State = StateEmpty
	return &w.report
}

// place translates a span of the paste for the page.
func (w *Writer) place(s source.Span) Place {
	if w.index == nil {
		return Place{Start: s.Start, End: s.End}
	}
	from, to := w.index.Position(s.Start), w.index.Position(s.End)
	return Place{Start: from.Units, End: to.Units, Line: from.Line, Column: from.Column}
}

// steps translates the ledger.
func (w *Writer) steps(steps []unwrap.Step) []Step {
	out := make([]Step, len(steps))
	for i := range steps {
		s := &steps[i]
		out[i] = Step{Text: s.Words(), Place: w.place(s.Span)}
		if s.Repair {
			out[i].Tone = ToneWarn
		}
	}
	return out
}

// other words something that is not a certificate.
func (w *Writer) other(o *judge.Other) {
	out := newOther(o, w.judge.Now())
	if w.whole != nil {
		out.Sections = w.whole.other(o, w.judge.Now())
	}
	out.Place, out.Steps = w.place(o.Span), w.steps(o.Steps)
	w.report.Others = append(w.report.Others, out)
}

// newOther presents something that is not a certificate, without its places. Of a
// private key it says the type and the size, and nothing else.
func newOther(o *judge.Other, now time.Time) Other {
	out := Other{Title: o.Kind.String(), Group: o.Unit}
	switch {
	case o.Kind.Secret():
		if out.Secret = true; !o.File {
			out.Tone = ToneBad
		}
		out.Title = certinfo.DescribeSecret(o.Kind, o.Text.Bytes)
		out.Text = "Recognized and not shown."
	case o.Label != "":
		out.Text = "Recognized by its armor, " + o.Label + "; " + words.Count(o.Text.Len(), "byte") + "."
	default:
		out.Text = words.Count(o.Text.Len(), "byte") + " of DER."
	}
	out.Title = words.Capital(out.Title)
	switch {
	case o.Request != nil:
		out.setRequest(o.Request)
	case o.List != nil:
		out.setList(o.List, o.Due, now)
	case o.Key != nil:
		out.setKey(&o.Key.Key)
	}
	return out
}
