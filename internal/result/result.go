package result

import (
	"time"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/source"
)

// Writer puts down what a paste comes to: its units one after the other, and the
// summary at the end.
type Writer struct {
	result Result
	judge  *judge.Judge
	index  *source.Index // nil for a paste that is not text
}

// New returns a Writer for the result of a paste, whose units are judged by j.
func New(paste []byte, binary bool, j *judge.Judge) *Writer {
	w := &Writer{judge: j, result: Result{Schema: Schema, Time: moment.ISO(j.Now()), Bytes: len(paste), Binary: binary}}
	if !binary {
		w.index = source.NewIndex(paste)
	}
	return w
}

// Unit puts down a unit. Records of a log are in the summary alone.
func (w *Writer) Unit(u *judge.Unit) {
	if u.Record != nil {
		return
	}
	for _, i := range u.New {
		w.result.Certificates = append(w.result.Certificates, certificate(w.judge.Certificates()[i]))
	}
	for _, i := range u.Others {
		w.result.Structures = append(w.result.Structures, w.structure(w.judge.Others()[i]))
	}
	w.result.Units = append(w.result.Units, w.unit(u))
}

// Result ends the result.
func (w *Writer) Result(s *judge.Summary) *Result {
	for _, l := range s.Logs {
		w.result.Logs = append(w.result.Logs, logOf(l))
	}
	w.result.Findings = w.findings(s.Findings)
	return &w.result
}

// TooLong is the result of a paste of so many bytes that is too long to be read.
func TooLong(size int, now time.Time) *Result {
	w := Writer{result: Result{Schema: Schema, Time: moment.ISO(now), Bytes: size, Refused: true}}
	w.result.Findings = w.findings([]judge.Finding{{Finding: finding.Finding{ID: finding.InputTooLarge}, Certificate: -1, Other: -1}})
	return &w.result
}

func (w *Writer) span(s source.Span) Span {
	out := Span{Start: s.Start, End: s.End}
	if w.index != nil {
		at := w.index.Position(s.Start)
		out.Line, out.Column = at.Line, at.Column
	}
	return out
}

func (w *Writer) findings(list []judge.Finding) []Finding {
	out := make([]Finding, len(list))
	for i := range list {
		f := &list[i]
		out[i] = Finding{
			ID: string(f.ID), Severity: Severity(finding.Lookup(f.ID).Severity), Certificate: f.Certificate, Structure: f.Other,
			Cause: string(f.Fix), Header: f.About.Name,
		}
		for _, s := range f.Spans {
			out[i].Spans = append(out[i].Spans, w.span(s))
		}
		if d := f.DER; d != nil {
			out[i].DER = &DER{Offset: d.Offset, Length: d.Length, Path: d.Path}
		}
	}
	return out
}

// structure puts down something that is not a certificate.
func (w *Writer) structure(o *judge.Other) Structure {
	s := Structure{Kind: o.Kind.String(), Secret: o.Kind.Secret(), Unit: o.Unit, Span: w.span(o.Span)}
	switch {
	case o.Kind.Secret():
	case o.Request != nil:
		key, subject := keyOf(&o.Request.Key), nameOf(&o.Request.Subject)
		s.Key, s.Name = &key, &subject
	case o.List != nil:
		issuer := nameOf(&o.List.Issuer)
		s.Name, s.Listed = &issuer, len(o.List.Entries)
	case o.Key != nil:
		key := keyOf(&o.Key.Key)
		s.Key = &key
	}
	return s
}
