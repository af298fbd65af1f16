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
func (b *Builder) Finding(f finding.Finding, cert, group int) { b.finding(f, cert, -1, group) }

// finding is Finding, of a certificate or of what else there is.
func (b *Builder) finding(f finding.Finding, cert, other, group int) {
	b.findings++
	if len(b.report.Findings) >= maxKept {
		return
	}
	rule := finding.Lookup(f.ID)
	out := Finding{
		ID: string(f.ID), Severity: severity(rule.Severity), Title: rule.Title, Text: f.Text, Hint: f.Hint,
		Reference: Link{Text: rule.Reference.Text, URL: rule.Reference.URL}, Certificate: cert, Other: other, Group: group,
	}
	for _, s := range f.Spans {
		out.Places = append(out.Places, b.place(s))
	}
	if f.DER != nil {
		out.Bytes = &Bytes{Offset: f.DER.Offset, Length: f.DER.Length, Path: f.DER.Path}
	}
	if f.Fix != "" {
		out.Fixes = Fixes(f.Fix)
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

// sizeLimits are sizes at which something cuts a value off by default, and what
// does: logger(1), HAProxy's "log" without len, NGX_MAX_ERROR_STR, N_TTY_BUF_SIZE,
// rsyslog's maxMessageSize, MAX_STRING_LEN of Apache, util.inspect's
// maxStringLength, Docker's and containerd's logs. Servers are not among them:
// they refuse a request whose headers are too long.
var sizeLimits = []struct {
	bytes int
	who   string
}{
	{1 << 10, "a line of syslog, logger or HAProxy's log"},
	{2 << 10, "a line of nginx's error log"},
	{4 << 10, "a line pasted into a terminal"},
	{8 << 10, "a line of rsyslog or Apache's error log"},
	{10_000, "a string in an object that Node.js prints"},
	{16 << 10, "a line of a container's log"},
	{64 << 10, "a datagram of syslog"},
}

// nearLimit is how many bytes a value may be short of a limit to be blamed on it:
// the name of the header and what stands before it in the line count too.
const nearLimit = 96

// CutOff tells the findings about a certificate that is cut off how much is
// missing and which limit may have done it. Size is the length of the value that
// held it, 0 if it had no name.
func (b *Builder) CutOff(cert, size int) {
	for i := range b.report.Findings {
		f := &b.report.Findings[i]
		if f.ID != string(finding.DERTruncated) || f.Certificate != cert {
			continue
		}
		c := &b.report.Certificates[cert]
		f.Hint = count(int64(c.Declared-c.Bytes), "byte") + plural(c.Declared-c.Bytes, " is", " are") + " missing at its end. What lies before the cut is shown. A log or a terminal cuts a long value off; a server refuses it, with status 400 or 431."
		for _, l := range sizeLimits {
			if size > 0 && size <= l.bytes && size > l.bytes-nearLimit {
				f.Hint += " The value has " + strconv.Itoa(size) + " bytes: as much as fits in " + l.who + "."
			}
		}
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
