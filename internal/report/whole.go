package report

import (
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/judge"
)

// sectionMakers make what a card shows when it is open. A program that never asks
// for it, as the one that gives the first answer, does not link it: it is half of
// the words about a certificate.
type sectionMakers struct {
	certificate func(c *certinfo.Certificate, r *Certificate, valid validity) []Section
	other       func(o *judge.Other, now time.Time) []Section
}

// WithSections has the report hold the sections of every certificate and of what
// else there is.
func (w *Writer) WithSections() *Writer {
	w.sections = &sectionMakers{certificateSections, otherSections}
	return w
}
