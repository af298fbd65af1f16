package report

import (
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/judge"
)

// makers make what is shown on request: what is in a card when it is open, what is
// told of a sender. A program that is never asked for it, as the one that gives the
// first answer, does not link it: it is half of the words.
type makers struct {
	certificate func(c *certinfo.Certificate, r *Certificate, valid validity) []Section
	other       func(o *judge.Other, now time.Time) []Section
	notes       func(s *Sender, f *family.Family, from, to int)
}

// Whole has the report hold everything: the sections of every certificate and of what
// else there is, and what is told of senders.
func (w *Writer) Whole() *Writer {
	w.whole = &makers{certificateSections, otherSections, notes}
	return w
}

// Told has the report hold what is told of senders, and no sections.
func (w *Writer) Told() *Writer {
	none := func(*certinfo.Certificate, *Certificate, validity) []Section { return nil }
	w.whole = &makers{none, func(*judge.Other, time.Time) []Section { return nil }, notes}
	return w
}
