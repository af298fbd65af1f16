package judge

import (
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Summary is what a paste as a whole comes to, beside its units.
type Summary struct {
	Kind     string // what it was recognized as, in words; empty if as nothing
	Units    int
	Alone    bool      // it is values without names
	Findings []Finding // about the paste
	Counts   Counts    // of all findings and comparisons, those of the units too
	Log      *Log      // nil without lines of a connection log
}

// Summary ends the judgement. Rest is what was left to say of the paste.
func (j *Judge) Summary(rest unwrap.Rest) *Summary {
	s := &Summary{Kind: rest.Kind, Units: j.units, Alone: j.alone}
	for _, f := range rest.Findings {
		s.Findings = append(s.Findings, aboutPaste(f))
	}
	if rest.Full || j.full {
		s.Findings = append(s.Findings, aboutPaste(finding.Finding{ID: finding.TooMany}))
	}
	if j.log != nil {
		s.Findings = append(s.Findings, j.log.finish()...)
		s.Log = &j.log.Log
	}
	for i := range s.Findings {
		j.counts.add(&s.Findings[i])
	}
	if s.Units == 0 && s.Log == nil && len(s.Findings) == 0 {
		s.Kind = "" // what was taken apart held nothing
	}
	s.Counts = j.counts
	return s
}
