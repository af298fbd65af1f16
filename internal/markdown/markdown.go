// Package markdown writes a report for a ticket.
package markdown

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/words"
)

// Bounds of a report for a ticket: who reads it wants the gist.
const (
	maxFindings = 30
	maxGroups   = 10
	maxValue    = 400 // characters
)

// Of is the report as one puts it into a ticket: the verdict, the answers, the
// findings with their places, the fields of each client's certificate. Of the values
// of headers there is what a finding quotes. What strangers wrote stands in code, where
// neither Markdown nor HTML nor a name with an at sign acts.
func Of(r *report.Report) string {
	var m builder
	m.line("**" + m.runs(r.Verdict.Text) + "**")
	for i := range r.Groups {
		if i == maxGroups {
			m.line("\n" + words.Count(len(r.Groups)-i, "more request") + ".")
			break
		}
		m.group(r, &r.Groups[i])
	}
	if len(r.Findings) > 0 {
		m.line("\n### Findings\n")
	}
	for i := range r.Findings {
		if i == maxFindings {
			m.line("- " + words.Count(len(r.Findings)-i, "more finding"))
			break
		}
		m.finding(&r.Findings[i])
	}
	for i := range r.Logs {
		m.log(&r.Logs[i])
	}
	return m.String()
}

type builder struct{ strings.Builder }

func (m *builder) line(s string) { m.WriteString(s + "\n") }

func (m *builder) group(r *report.Report, g *report.Group) {
	if g.Title != "" {
		m.line("\n### " + m.text(g.Title))
	}
	if q := &g.Request; q.Method+q.Path != "" {
		m.line("\n" + m.code(strings.TrimSpace(q.Method+" "+q.Path)))
	}
	if len(g.Answers) > 0 {
		m.line("")
	}
	for i := range g.Answers {
		a := &g.Answers[i]
		m.line("- **" + m.text(a.Title) + "**: " + m.runs(a.Text))
	}
	for i := range g.Headers {
		if h := &g.Headers[i]; h.Agreement == report.Differs {
			m.line("- " + m.code(h.Name) + " differs from the certificate")
		}
	}
	if c := g.Client.Certificate; c >= 0 {
		m.certificate(&r.Certificates[c])
	}
}

func (m *builder) certificate(c *report.Certificate) {
	m.line("\n**Certificate** " + m.code(c.Title) + "\n")
	m.field("Subject", c.Subject)
	m.field("Issuer", c.Issuer)
	m.field("Serial number", c.Serial)
	if c.NotBefore != "" && c.NotAfter != "" {
		m.field("Valid", c.NotBefore+" to "+c.NotAfter)
	}
	m.field("Key", c.Key)
	for _, list := range [...][]string{c.DNSNames, c.Emails, c.URIs, c.IPs} {
		for _, name := range list {
			m.field("Alternative name", name)
		}
	}
	m.field("SHA-256", c.SHA256)
}

func (m *builder) field(label, value string) {
	if value != "" {
		m.line("- " + label + ": " + m.code(value))
	}
}

func (m *builder) finding(f *report.Finding) {
	m.WriteString("- **" + string(f.Severity) + "** " + m.text(f.Title) + ": " + m.text(f.Text))
	if len(f.Places) > 0 && f.Places[0].Line > 0 {
		p := &f.Places[0]
		m.WriteString(" (line " + strconv.Itoa(p.Line) + ", column " + strconv.Itoa(p.Column))
		if n := len(f.Places) - 1; n > 0 {
			m.WriteString(", and " + words.Count(n, "more place"))
		}
		m.WriteString(")")
	}
	if f.Bytes != nil {
		m.WriteString(" (DER offset " + strconv.Itoa(f.Bytes.Offset) + ")")
	}
	if f.Hint != "" {
		m.WriteString(" " + m.text(f.Hint))
	}
	m.line(" " + m.code(f.ID))
}

func (m *builder) log(l *report.Log) {
	m.line("\n### " + m.text(l.Name) + "\n\n" + m.text(l.Title) + ", " + m.code(l.From) + " to " + m.code(l.To) + "\n")
	for i := range l.Reasons {
		m.line("- " + m.code(l.Reasons[i].Code) + ": " + words.Number(l.Reasons[i].Count))
	}
}

func (m *builder) runs(list []report.Run) string {
	s := ""
	for _, r := range list {
		if r.Style == report.Plain {
			s += m.text(r.Text)
		} else {
			s += m.code(r.Text)
		}
	}
	return s
}

// code is a value in a code span (CommonMark 0.31.2, section 6.1): its fence is longer
// than any run of backticks in it.
func (m *builder) code(s string) string {
	s = words.Shorten(words.Visible(s, false), maxValue)
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if s == "" {
		return "(empty)"
	}
	if s[0] == '`' || s[len(s)-1] == '`' || s[0] == ' ' && s[len(s)-1] == ' ' {
		s = " " + s + " "
	}
	return fence + s + fence
}

// text is a sentence: each mark of Markdown is escaped, and a word that a tracker would
// make a link or a mention of stands in code. A piece in backticks is a value.
func (m *builder) text(s string) string {
	parts := strings.Split(words.Visible(s, false), "`")
	if len(parts)%2 == 0 {
		parts = []string{strings.Join(parts, "`")}
	}
	var b strings.Builder
	for i, part := range parts {
		if i%2 == 1 {
			b.WriteString(m.code(part))
			continue
		}
		for k, word := range strings.Split(part, " ") {
			if k > 0 {
				b.WriteByte(' ')
			}
			if strings.ContainsAny(word, "@#") || strings.Contains(word, "://") || strings.Contains(strings.ToLower(word), "www.") {
				b.WriteString(m.code(word))
				continue
			}
			for _, c := range word {
				if strings.ContainsRune("\\`*_[]<>|~&$", c) {
					b.WriteByte('\\')
				}
				b.WriteRune(c)
			}
		}
	}
	return b.String()
}
