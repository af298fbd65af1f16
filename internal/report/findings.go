package report

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/remedy"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/words"
)

// maxFindings bounds the findings of one report. A damaged bundle can give some
// for each of thousands of certificates, and nobody reads the five-hundredth.
const maxFindings = 500

// maxKept bounds the findings of which the worst are chosen.
const maxKept = 4 * maxFindings

// finding words a finding.
func (w *Writer) finding(f *judge.Finding) {
	w.findings++
	if len(w.report.Findings) >= maxKept {
		return
	}
	rule := finding.Lookup(f.ID)
	out := Finding{
		ID: string(f.ID), Severity: severity(rule.Severity), Title: rule.Title, Text: f.Text, Hint: f.Hint,
		Reference: Link{Text: rule.Reference.Text, URL: rule.Reference.URL}, Certificate: f.Certificate, Other: f.Other, Group: f.Unit,
	}
	if out.Text == "" || out.Hint == "" {
		text, hint := w.sentence(f)
		if out.Text == "" {
			out.Text = text
		}
		if out.Hint == "" {
			out.Hint = hint
		}
	}
	for _, s := range f.Spans {
		out.Places = append(out.Places, w.place(s))
	}
	if f.DER != nil {
		out.Bytes = &Bytes{Offset: f.DER.Offset, Length: f.DER.Length, Path: f.DER.Path}
	}
	for _, s := range remedy.Snippets(f.Fix) {
		out.Fixes = append(out.Fixes, Fix(s))
	}
	w.report.Findings = append(w.report.Findings, out)
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
func (w *Writer) sortFindings() {
	sorted := make([]Finding, 0, len(w.report.Findings))
	for _, severity := range []Severity{Error, Warning, Note} {
		for i := range w.report.Findings {
			if w.report.Findings[i].Severity == severity {
				sorted = append(sorted, w.report.Findings[i])
			}
		}
	}
	w.report.Findings = sorted
	if n := w.findings; n > maxFindings {
		w.report.Findings = sorted[:maxFindings:maxFindings]
		w.finding(&judge.Finding{Finding: finding.Finding{ID: finding.FindingsTooMany}, Certificate: -1, Other: -1, Unit: -1, About: judge.About{Count: n, Of: maxFindings}})
	}
}

// sentence makes the text and the hint of a finding that was noticed in judging.
func (w *Writer) sentence(f *judge.Finding) (text, hint string) {
	a := &f.About
	name := a.Name
	if info := alb.InfoOf(a.Role); info != nil {
		name = info.Name
	}
	switch f.ID {
	case finding.Expired, finding.NotYetValid:
		return w.clockSentence(f)
	case finding.TrailingBytes:
		return "", "They are left out. Other readers refuse the certificate, or pass over them."
	case finding.DERTruncated:
		if f.Certificate < 0 {
			break
		}
		hint = words.Count(a.Count, "byte") + words.Plural(a.Count, " is", " are") + " missing at its end. What lies before the cut is shown. A log or a terminal cuts a long value off; a server refuses it, with status 400 or 431."
		for _, l := range a.Limits {
			hint += " The value has " + words.Count(a.Of, "byte") + ": as much as fits in " + cutters[l.Who] + "."
		}
		return "", hint
	case finding.ListOverdue:
		l := w.judge.Others()[f.Other].List
		return "The next list was due at " + isoTime(l.NotAfter.Time) + ", " + between(l.NotAfter.Time, w.judge.Now()) + " ago.",
			"Who checks revocation by this list may refuse every certificate of its issuer. Fetch the list that has come since."
	case finding.HeaderRenamed:
		return a.Name + " is no name that AWS documents. By its value it is what ALB sends as " + name + ".", ""
	case finding.HeaderUnknown:
		return "There is no header named " + a.Name + ": AWS documents six, and this is none of them.",
			"In verify mode the leaf is in X-Amzn-Mtls-Clientcert-Leaf; in passthrough mode the chain is in X-Amzn-Mtls-Clientcert."
	case finding.HeaderEmpty:
		return name + " is empty.", ""
	case finding.HeaderManyLeaves:
		return name + " holds " + words.Count(a.Count, "certificate") + "; it should hold the leaf alone. The first one is taken for it.", ""
	case finding.HeaderSize:
		text = a.Name + " is " + words.Count(a.Count, "byte") + " long. Many servers take no header line over " + words.Count(judge.CommonLimit, "byte") + "."
		if a.Count > judge.ALBLimit {
			text = a.Name + " is " + words.Count(a.Count, "byte") + " long. The load balancer takes no single header over " + words.Count(judge.ALBLimit, "byte") + " from a client; whether it forwards one of its own is not documented."
		}
		return text, "Raise the target's limit, or have clients send fewer or smaller certificates."
	case finding.HeaderTwice:
		same := ", with different values"
		if a.Same {
			same = ", with the same value"
		}
		return "The request carries " + name + " twice" + same + ". One of them may come from the client: AWS does not document that the load balancer removes copies.",
			"Refuse such a request, and let nothing but the load balancer reach the target."
	case finding.HeaderModesMixed:
		return "There are headers of verify mode and of passthrough mode. No listener sends both in one request.",
			"If they come from one request, a client may have added some of them; if not, paste the requests one by one."
	case finding.PassthroughUnsafe:
		return "These headers are of passthrough mode: the load balancer has not verified the chain. Anybody can make such certificates.",
			"The application must verify the chain itself before it believes any of it."
	case finding.HeaderDiffers:
		text = name + " does not say what the leaf says: it is " + words.Quote(a.Value) + ", the leaf gives " + words.Quote(a.Compared.Expected) + "."
		if a.Compared.Why != "" {
			text += " " + a.Compared.Why
		}
		return text, "In one request they always agree. Something changed a header, or they come from two requests."
	case finding.ConnectionFailed, finding.ReasonUnknown:
		return reasonSentence(a)
	case finding.TooMany:
		return "The paste holds more than mtlens takes from one paste: " + words.Count(unwrap.MaxObjects, "structure") + ", " + words.Count(unwrap.MaxFields, "named value") + ", " +
				words.Count(judge.MaxUnits, "request") + ", " + words.Count(unwrap.MaxNotes, "fault") + ", or many beginnings of certificates that are none. Not all of it was read.",
			"Split the file and open the parts one by one."
	case finding.FindingsTooMany:
		return "There are " + words.Count(a.Count, "finding") + "; " + strconv.Itoa(a.Of) + " of them are listed, the worst first.", ""
	}
	return w.chainSentence(f)
}

// cutters say what cuts a value off.
var cutters = [...]string{
	judge.SyslogLine:    "a line of syslog, logger or HAProxy's log",
	judge.NginxErrorLog: "a line of nginx's error log",
	judge.TerminalLine:  "a line pasted into a terminal",
	judge.ErrorLogLine:  "a line of rsyslog or Apache's error log",
	judge.NodeString:    "a string in an object that Node.js prints",
	judge.ContainerLog:  "a line of a container's log",
	judge.SyslogPacket:  "a datagram of syslog",
}

// clockSentence speaks of a validity that the present is outside of.
func (w *Writer) clockSentence(f *judge.Finding) (text, hint string) {
	c, r := w.judge.Certificates()[f.Certificate], &w.report.Certificates[f.Certificate]
	if f.ID == finding.Expired {
		return words.Quote(r.Title) + " expired at " + r.NotAfter + ", " + between(c.NotAfter.Time, w.judge.Now()) + " ago.",
			"In verify mode the load balancer refuses it with ClientCertExpired, unless the listener allows expired client certificates."
	}
	return words.Quote(r.Title) + " is not valid before " + r.NotBefore + ", in " + between(w.judge.Now(), c.NotBefore.Time) + ".",
		"In verify mode the load balancer refuses it with ClientCertNotYetValid."
}

// chainSentence speaks of how certificates hang together.
func (w *Writer) chainSentence(f *judge.Finding) (text, hint string) {
	a := &f.About
	var c *Certificate
	if f.Certificate >= 0 {
		c = &w.report.Certificates[f.Certificate]
	}
	switch f.ID {
	case finding.ChainOrder:
		order := ""
		for k, n := range a.Order {
			if k > 0 {
				order += ", "
			}
			order += strconv.Itoa(n)
		}
		return "The certificates were not presented leaf first. By issuer the order is: number " + order + " of the paste.",
			"A TLS client has to send its own certificate first; many verifiers need the rest in order too."
	case finding.ChainDuplicate:
		return words.Count(a.Count, "certificate") + " of " + words.Number(a.Of) + words.Plural(a.Count, " repeats", " repeat") + " one that came before.", ""
	case finding.KeyIDDiffers:
		return "The authority key identifier of " + words.Quote(c.Title) + " is not the subject key identifier of " + words.Quote(w.report.Certificates[a.Issuer].Title) + ", which has the issuer's name.",
			"The authority has several keys, and this may be the certificate of another one."
	case finding.IssuerMissing:
		return "The issuer of " + words.Quote(c.Title) + ", " + c.Issuer + ", is not in the paste.",
			"That is right if it is in the trust store of whoever verifies. If not, the client has to send it."
	case finding.RootSent:
		return "The root " + words.Quote(c.Title) + " was sent too. It need not be: a root counts only if the verifier has it already.", ""
	case finding.ChainStranger:
		return words.Quote(c.Title) + " does not belong to the chain of the leaf.", ""
	}
	return "", ""
}
