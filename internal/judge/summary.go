package judge

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/prose"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Summary is what a paste as a whole comes to, beside its units.
type Summary struct {
	Kind     string // what it was recognized as, in words; empty if as nothing
	Units    int
	Alone    bool             // it is values without names
	Findings []Finding        // about the paste
	By       Listener         // whose trust store the verdicts are against
	Counts   Counts           // of all findings and comparisons, those of the units too
	Logs     []*Log           // of each connection log of which there are lines
	Access   []Access         // lines of ALB's access log beside one of its connection log
	Text     *prose.Text      // what the paste is, where nothing else was found
	Settings []family.Setting // of a proxy, where nothing else was found
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
	for _, l := range j.logs {
		if l != nil {
			s.Findings = append(s.Findings, l.finish()...)
			s.Logs = append(s.Logs, &l.Log)
		}
	}
	if j.logs[ALBLog] != nil && !j.binary && bytes.Contains(j.paste.Bytes, []byte("Z app/")) {
		s.Access = sameConnection(j.paste)
	}
	s.Findings = append(s.Findings, j.besideFindings()...)
	for i := range s.Findings {
		j.counts.add(&s.Findings[i])
	}
	if s.Units == 0 && len(s.Logs) == 0 && len(s.Findings) == 0 {
		s.Kind = "" // what was taken apart held nothing
	}
	if s.Units == 0 && len(s.Logs) == 0 && !j.binary {
		s.Text, s.Settings = prose.Read(j.paste), j.settings
	}
	if verdicts := j.evidence.Verdicts; len(verdicts) > 0 {
		s.By = verdicts[0].By
	}
	s.Counts = j.counts
	return s
}

// HasLog reports whether there were lines of a connection log so far.
func (j *Judge) HasLog() bool {
	for _, l := range j.logs {
		if l != nil {
			return true
		}
	}
	return false
}
