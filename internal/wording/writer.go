// Package wording makes the report on a paste of what judge says of it: each unit as
// it comes, then the summary. It knows the page's words and decides nothing.
package wording

import (
	"slices"
	"strconv"
	"time"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/slab"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/words"
)

// Writer words what a paste comes to: its units one after the other, and the
// summary at the end.
type Writer struct {
	report   report.Report
	judge    *judge.Judge
	index    *source.Index
	whole    *makers // nil for a report without what is shown on request
	from, to int     // the groups that are not short
	short    bool    // the one that is worded is
	records  [len(logNames)][]report.LogRecord
	findings int      // all of them, kept or not
	traces   []string // the transaction ID of each record of ALB's log
	joined   int      // requests of an access log that came on connections of another
	first    string   // the sender of the first group, as sure as that is
	versions bool     // there is a diff
	room     room
}

// room is what short lists of the report stand in.
type room struct {
	headers slab.Of[report.Header]
	members slab.Of[report.Member]
}

// InFull is how many groups the first answer has in full. Of more than three the page shows rows,
// and one that is opened asks for the rest.
const InFull = 8

// New returns a Writer for the report on input, whose units are judged by j. Places
// in binary input count bytes.
func New(input []byte, binary bool, j *judge.Judge) *Writer {
	w := &Writer{judge: j, to: InFull}
	w.report = report.Report{Schema: report.Schema, Input: report.Input{Bytes: len(input), Binary: binary}}
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
	if u.Like != nil {
		w.like(u)
		return
	}
	w.versions = w.versions || u.Versions
	w.short = len(w.report.Groups) < w.from || len(w.report.Groups) >= w.to
	w.report.Certificates = slices.Grow(w.report.Certificates, len(u.New))
	for _, i := range u.New {
		c := w.judge.Certificates()[i]
		r, valid := report.ShortCertificate(c, w.judge.Now())
		if !w.short {
			r.Hash(c)
		}
		r.When, r.Tone = valid.Words, valid.Tone
		if w.whole != nil {
			r.Sections = w.whole.certificate(c.Certificate, &r, valid)
		}
		w.report.Certificates = append(w.report.Certificates, r)
	}
	for _, i := range u.Others {
		w.other(w.judge.Others()[i])
	}
	w.makeRoom(u)
	g := report.Group{Short: w.short, Place: w.place(u.Span), Sender: w.sender(u), Answers: w.answers(u), Chain: w.chain(&u.Chain, u.Loose || u.Versions)}
	if len(w.report.Groups) == 0 {
		w.first = named(&u.Whose)
	}
	g.Client = w.client(u)
	g.Request = request(&u.Request)
	g.Headers = make([]report.Header, len(u.Fields))
	for i := range u.Fields {
		g.Headers[i] = w.header(u, &u.Fields[i])
	}
	w.report.Groups = append(w.report.Groups, g)
	for i := range u.Findings {
		w.finding(&u.Findings[i])
	}
}

// makeRoom makes room for the groups and certificates to come where there are several,
// by the size of the first one. Lists that grow are copied again and again.
func (w *Writer) makeRoom(u *judge.Unit) {
	r := &w.report
	if len(r.Groups) != 1 || u.Span.Len() == 0 {
		return
	}
	more := min(judge.MaxUnits, r.Input.Bytes/u.Span.Len())
	r.Groups = slices.Grow(r.Groups, more)
	r.Certificates = slices.Grow(r.Certificates, more*len(u.New))
}

// Report ends the report: what concerns the paste as a whole, the findings in
// order, the verdict.
func (w *Writer) Report(s *judge.Summary) *report.Report {
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
			what := "Part "
			if r.Groups[i].IsRequest() {
				what = "Request "
			}
			r.Groups[i].Title = what + strconv.Itoa(i+1)
		}
	}
	for i := range s.Findings {
		w.finding(&s.Findings[i])
	}
	for _, l := range s.Logs {
		r.Logs = append(r.Logs, w.log(l, s.Access))
	}
	w.sortFindings()
	r.Verdict = w.verdict(s)
	out := *r // in memory of its own: of the certificates that were judged nothing is kept
	return &out
}

// Empty is the report on an input in which there is nothing.
func (w *Writer) Empty() *report.Report {
	w.report.Verdict.State = report.StateEmpty
	return &w.report
}

// maxRequest bounds what a row of a list shows of a value.
const maxRequest = 200

func request(r *judge.Request) report.Request {
	short := func(s string) string { return words.Shorten(report.OneLine(s), maxRequest) }
	return report.Request{Method: short(r.Method), Path: short(r.Path), Time: short(r.Time), Client: short(r.Client)}
}

// place translates a span of the paste for the page.
func (w *Writer) place(s source.Span) report.Place {
	if w.index == nil {
		return report.Place{Start: s.Start, End: s.End}
	}
	from, to := w.index.Position(s.Start), w.index.Position(s.End)
	return report.Place{Start: from.Units, End: to.Units, Line: from.Line, Column: from.Column}
}

// steps translates the ledger.
func (w *Writer) steps(steps []unwrap.Step) []report.Step {
	out := make([]report.Step, len(steps))
	for i := range steps {
		s := &steps[i]
		out[i] = report.Step{Text: s.Words(), Place: w.place(s.Span)}
		if s.Repair {
			out[i].Tone = report.ToneWarn
		}
	}
	return out
}

// other words something that is not a certificate.
func (w *Writer) other(o *judge.Other) {
	out := report.NewOther(o, w.judge.Now())
	if w.whole != nil {
		out.Sections = w.whole.other(o, w.judge.Now())
	}
	out.Place, out.Steps = w.place(o.Span), w.steps(o.Steps)
	w.report.Others = append(w.report.Others, out)
}

// clock says how the present lies to a validity whose times could be read.
func (w *Writer) clock(notBefore, notAfter time.Time) report.Validity {
	now := w.judge.Now()
	return report.DescribeClock(judge.ReadClock(notBefore, true, notAfter, true, now), notBefore, notAfter, now)
}
