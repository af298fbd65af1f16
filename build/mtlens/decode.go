package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/lab"
	"github.com/mtlens/mtlens/internal/markdown"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/words"
)

// decodeCommand prints the report of the page, as text or as JSON.
func decodeCommand(flags *flag.FlagSet) runner {
	now := nowFlag(flags)
	asJSON := flags.Bool("json", false, "")
	asReport := flags.Bool("report", false, "")
	asMarkdown := flags.Bool("markdown", false, "")
	all := flags.Bool("all", false, "")
	fail := flags.String("fail-on", "error", "")
	store := storeFlags(flags)
	return func(_ context.Context, h *host, args []string) (int, error) {
		if err := oneOf("fail-on", *fail, "error", "warning", "never"); err != nil {
			return 0, err
		}
		files, err := inputs(h, args, decode.MaxInput)
		if err != nil {
			return 0, err
		}
		material, err := store.material(h)
		if err != nil {
			return 0, err
		}
		password, err := store.secret(h)
		if err != nil {
			return 0, err
		}
		exit := exitOK
		for i := range files {
			at := now(h)
			if locked := files[i].unlock(password); locked != "" {
				fmt.Fprintf(h.err, "%s: a PKCS#12 store stays closed. %s -password-file names the file of a password.\n", files[i].title(), locked)
			}
			r := reportOn(&files[i], at, material)
			switch {
			case *asJSON:
				fmt.Fprintf(h.out, "%s\n", lab.Result(lab.Options{Now: at}, material, files[i].data).AppendJSON(nil))
			case *asReport:
				fmt.Fprintf(h.out, "%s\n", r.JSON())
			case *asMarkdown:
				fmt.Fprint(h.out, markdown.Of(r))
			default:
				if len(files) > 1 {
					page{h.out}.line(0, "== "+files[i].title())
				}
				printReport(page{h.out}, r, *all)
			}
			if fails(r, *fail) {
				exit = exitNo
			}
		}
		return exit, nil
	}
}

// reportOn reports on an input: signatures are checked, and the trust store is
// asked if there is one.
func reportOn(in *input, now time.Time, m *lab.Material) *report.Report {
	if len(bytes.TrimSpace(in.data)) == 0 {
		return decode.Text(in.data, decode.Options{Now: now})
	}
	return lab.Examined(lab.Options{Now: now}, m, in.data)
}

// fails reports whether a report is bad news: nothing was recognized, or there is a
// finding as grave as that.
func fails(r *report.Report, on string) bool {
	if on == "never" {
		return false
	}
	if r.Verdict.State != report.StateRead {
		return true
	}
	for i := range r.Findings {
		s := r.Findings[i].Severity
		if s == report.Error || s == report.Warning && on == "warning" {
			return true
		}
	}
	return false
}

// printReport prints a report in the order of the page.
func printReport(p page, r *report.Report, all bool) {
	p.line(0, runs(r.Verdict.Text))
	if len(r.Findings) > 0 {
		p.blank()
		p.line(0, words.Count(len(r.Findings), "finding"))
	}
	for i := range r.Findings {
		printFinding(p, &r.Findings[i])
	}
	for i := range r.Groups {
		if g := &r.Groups[i]; len(g.Headers)+len(g.Answers)+len(g.Chain.Members) > 0 {
			p.blank()
			printGroup(p, r, g)
		}
	}
	for i := range r.Certificates {
		p.blank()
		printCertificate(p, i, &r.Certificates[i], all)
	}
	for i := range r.Others {
		p.blank()
		printOther(p, &r.Others[i], all)
	}
	for i := range r.Logs {
		p.blank()
		printLog(p, &r.Logs[i])
	}
}

func printFinding(p page, f *report.Finding) {
	p.line(1, string(f.Severity)+" "+f.ID+": "+f.Title)
	if len(f.Places) > 0 && f.Places[0].Line > 0 {
		at := "line " + strconv.Itoa(f.Places[0].Line) + ", column " + strconv.Itoa(f.Places[0].Column)
		if n := len(f.Places) - 1; n > 0 {
			at += ", and " + words.Count(n, "place") + " more"
		}
		p.line(2, "at "+at)
	}
	if b := f.Bytes; b != nil {
		at := "DER byte " + strconv.Itoa(b.Offset)
		if b.Path != "" {
			at += ", " + b.Path
		}
		p.line(2, at)
	}
	p.line(2, f.Text)
	p.line(2, f.Hint)
}

func printGroup(p page, r *report.Report, g *report.Group) {
	title := g.Title
	if title == "" {
		switch title = "Values"; {
		case g.IsRequest():
			title = "Request"
		case len(g.Chain.Members) > 0:
			title = "Certificates"
		}
	}
	p.line(0, title)
	if g.Client.Name != "" {
		label := "Client"
		if !g.IsRequest() {
			label = "Certificate" // nothing says that it is a client's
		}
		p.pair(1, label, g.Client.Name)
	}
	for i := range g.Answers {
		a := &g.Answers[i]
		p.line(1, mark(a.Tone)+a.Title+": "+runs(a.Text))
	}
	for i := range g.Headers {
		printHeader(p, &g.Headers[i])
	}
	if len(g.Chain.Members) == 0 {
		return
	}
	p.line(1, g.Chain.Title)
	for i := range g.Chain.Members {
		m := &g.Chain.Members[i]
		c := &r.Certificates[m.Certificate]
		p.line(2, mark(c.Tone)+string(m.Role)+": "+c.Title+" ["+strconv.Itoa(m.Certificate+1)+"], "+c.When)
		if m.Link != nil {
			p.line(3, mark(m.Link.Tone)+m.Link.Text)
		}
		for _, s := range m.Steps {
			if s.Tone == report.ToneWarn {
				p.line(3, mark(s.Tone)+s.Text)
			}
		}
	}
}

func printHeader(p page, h *report.Header) {
	if h.Of >= 0 {
		return // it is told with the value that it is a member of
	}
	p.line(1, mark(h.Tone)+h.Name+": "+h.Meaning)
	if says := runs(h.Says); says != "" {
		p.line(3, says)
	}
	switch h.Agreement {
	case report.Agrees:
		p.line(3, strings.TrimSpace("It agrees with the certificate. "+words.Capital(h.How)))
	case report.Differs:
		p.line(3, "It differs: "+h.How)
		p.pair(3, "given", runs(h.Given))
		p.pair(3, "certificate", runs(h.Expected))
	}
}

func printCertificate(p page, i int, c *report.Certificate, all bool) {
	p.line(0, "Certificate ["+strconv.Itoa(i+1)+"] "+c.Title)
	if all && len(c.Sections) > 0 {
		printSections(p, c.Sections)
		return
	}
	for _, f := range []struct{ label, value string }{
		{"Subject", c.Subject}, {"Issuer", c.Issuer}, {"Serial", c.Serial},
		{"Valid", c.NotBefore + " to " + c.NotAfter + ", " + c.When}, {"Key", c.Key}, {"Signature", c.Signature},
	} {
		p.pair(1, f.label, f.value)
	}
	for _, names := range []struct {
		label  string
		values []string
	}{{"DNS", c.DNSNames}, {"Email", c.Emails}, {"URI", c.URIs}, {"IP", c.IPs}} {
		for _, v := range names.values {
			p.pair(1, names.label, v)
		}
	}
	p.pair(1, "SHA-256", c.SHA256)
}

func printSections(p page, sections []report.Section) {
	for _, s := range sections {
		p.line(1, s.Title)
		for i := range s.Fields {
			printField(p, 2, &s.Fields[i])
		}
	}
}

func printField(p page, depth int, f *report.Field) {
	value := f.Value
	if f.Note != "" {
		value += " (" + f.Note + ")"
	}
	for _, b := range f.Badges {
		value += " [" + b.Text + "]"
	}
	p.pair(depth, f.Label, value)
	for i := range f.Fields {
		printField(p, depth+1, &f.Fields[i])
	}
}

func printOther(p page, o *report.Other, all bool) {
	p.line(0, o.Title)
	p.line(1, o.Text)
	if all && len(o.Sections) > 0 {
		printSections(p, o.Sections)
		return
	}
	for i := range o.Fields {
		printField(p, 1, &o.Fields[i])
	}
}

// printLog prints the summary of a connection log.
func printLog(p page, l *report.Log) {
	p.line(0, l.Name+": "+l.Title)
	if l.From != "" {
		p.pair(1, "From", l.From)
		p.pair(1, "To", l.To)
	}
	p.line(1, l.Note)
	p.line(1, "Outcomes")
	for i := range l.Reasons {
		r := &l.Reasons[i]
		p.line(2, count(r.Count)+mark(r.Tone)+r.Code)
		if r.Tone == report.ToneBad {
			p.line(8, r.Description)
			if len(r.Causes) > 0 {
				p.line(8, "usually: "+r.Causes[0])
			}
			p.line(8, r.Todo)
		}
	}
	if len(l.Clients) > 0 {
		p.line(1, "Clients (connections, failed)")
	}
	for _, c := range l.Clients {
		p.line(2, count(c.Count)+count(c.Failed)+or(c.Value, "-"))
	}
	if len(l.Certificates) > 0 {
		p.line(1, "Certificates (connections, failed)")
	}
	for i := range l.Certificates {
		c := &l.Certificates[i]
		p.line(2, count(c.Count)+count(c.Failed)+mark(c.Tone)+or(c.Subject, "-")+", serial "+or(c.Serial, "-"))
		about := c.When
		for _, code := range c.Codes {
			about += ", " + code
		}
		p.line(13, about)
	}
}

// count writes a number into a column.
func count(n int) string { return fmt.Sprintf("%9s  ", words.Number(n)) }

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}
