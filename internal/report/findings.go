package report

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/finding"
)

// maxFindings bounds the findings of one report. A damaged bundle can give some
// for each of thousands of certificates, and nobody reads the five-hundredth.
const maxFindings = 500

// maxKept bounds the findings of which the worst are chosen.
const maxKept = 4 * maxFindings

// Finding adds a finding. Cert and group say what it is about; -1 for neither.
func (b *Builder) Finding(f finding.Finding, cert, group int) {
	b.findings++
	if len(b.report.Findings) >= maxKept {
		return
	}
	rule := finding.Lookup(f.ID)
	out := Finding{
		ID: string(f.ID), Severity: severity(rule.Severity), Title: rule.Title, Text: f.Text, Hint: f.Hint,
		Reference: Link{Text: rule.Reference.Text, URL: rule.Reference.URL}, Certificate: cert, Group: group,
	}
	for _, s := range f.Spans {
		out.Places = append(out.Places, b.place(s))
	}
	if f.DER != nil {
		out.Bytes = &Bytes{Offset: f.DER.Offset, Length: f.DER.Length, Path: f.DER.Path}
	}
	if f.Fix != "" {
		out.Fixes = fixes(f.Fix)
	}
	b.report.Findings = append(b.report.Findings, out)
}

func severity(s finding.Severity) Severity {
	switch s {
	case finding.Error:
		return Error
	case finding.Warning:
		return Warning
	}
	return Note
}

// sortFindings puts the worst first and keeps the order of the paste among equals.
func (b *Builder) sortFindings() {
	sorted := make([]Finding, 0, len(b.report.Findings))
	for _, severity := range []Severity{Error, Warning, Note} {
		for i := range b.report.Findings {
			if b.report.Findings[i].Severity == severity {
				sorted = append(sorted, b.report.Findings[i])
			}
		}
	}
	b.report.Findings = sorted
	if n := b.findings; n > maxFindings {
		b.report.Findings = sorted[:maxFindings:maxFindings]
		b.Finding(finding.Finding{ID: finding.FindingsTooMany, Text: "There are " + strconv.Itoa(n) + " findings; " + strconv.Itoa(maxFindings) + " of them are listed, the worst first."}, -1, -1)
	}
}
