package wording

import (
	"math"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
)

// makers make what is shown on request: what is in a card when it is open, what is
// told of a sender. A program that is never asked for it, as the one that gives the
// first answer, does not link it: it is half of the words.
type makers struct {
	certificate func(c *certinfo.Certificate, r *report.Certificate, valid report.Validity) []report.Section
	other       func(o *judge.Other, now time.Time) []report.Section
	notes       func(s *report.Sender, f *family.Family, from, to int)
}

// Whole has the report hold everything: the sections of every certificate and of what
// else there is, and what is told of senders.
func (w *Writer) Whole() *Writer {
	w.whole, w.to = &makers{report.CertificateSections, report.OtherSections, notes}, math.MaxInt
	return w
}

// Only has the report hold the group with that index in full, and the others short.
func (w *Writer) Only(group int) *Writer {
	w.from, w.to = group, group+1
	return w
}

// Told has the report hold what is told of senders, and no sections.
func (w *Writer) Told() *Writer {
	none := func(*certinfo.Certificate, *report.Certificate, report.Validity) []report.Section { return nil }
	w.whole, w.to = &makers{none, func(*judge.Other, time.Time) []report.Section { return nil }, notes}, math.MaxInt
	return w
}
