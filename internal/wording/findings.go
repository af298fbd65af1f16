package wording

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/remedy"
	"github.com/mtlens/mtlens/internal/report"
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
	out := report.Finding{
		ID: string(f.ID), Severity: severity(rule.Severity), Title: rule.Title, Text: f.Text, Hint: f.Hint,
		Reference: report.Link{Text: rule.Reference.Text, URL: rule.Reference.URL}, Certificate: f.Certificate, Other: f.Other, Group: f.Unit,
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
	out.Text, out.Hint = words.Visible(out.Text, false), words.Visible(out.Hint, false)
	for _, s := range f.Spans {
		out.Places = append(out.Places, w.place(s))
	}
	if f.DER != nil {
		out.Bytes = &report.Bytes{Offset: f.DER.Offset, Length: f.DER.Length, Path: f.DER.Path}
	}
	for _, s := range remedy.Snippets(f.Fix) {
		out.Fixes = append(out.Fixes, report.Fix(s))
	}
	w.report.Findings = append(w.report.Findings, out)
}

func severity(s finding.Severity) report.Severity {
	switch s {
	case finding.Error:
		return report.Error
	case finding.Warning:
		return report.Warning
	}
	return report.Note
}

// sortFindings puts the worst first and keeps the order of the paste among equals.
func (w *Writer) sortFindings() {
	sorted := make([]report.Finding, 0, len(w.report.Findings))
	for _, severity := range []report.Severity{report.Error, report.Warning, report.Note} {
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
	switch f.ID {
	case finding.Expired, finding.NotYetValid:
		return w.clockSentence(f)
	case finding.TrailingBytes:
		return "", "They are left out. Other readers refuse the certificate, or pass over them."
	case finding.DERTruncated:
		if f.Certificate < 0 {
			break
		}
		hint = words.Count(a.Count, "byte") + words.Plural(a.Count, " is", " are") + " missing at its end. What lies before the cut is shown."
		if a.GoesOn {
			return "", hint + " What may be the rest follows in the paste, but what stands between is nothing that mtlens knows to leave out. Paste the value without it."
		}
		if a.Elided {
			return "", hint
		}
		hint += " A log or a terminal cuts a long value off; a server refuses it, with status 400 or 431."
		for _, l := range a.Limits {
			hint += " The value has " + words.Count(a.Of, "byte") + ": as much as fits in " + cutters[l.Who] + "."
		}
		return "", hint
	case finding.ListOverdue:
		l := w.judge.Others()[f.Other].List
		return "The next list was due at " + moment.ISO(l.NextUpdate.Time) + ", " + report.Between(l.NextUpdate.Time, w.judge.Now()) + " ago.",
			"Who checks revocation by this list may refuse every certificate of its issuer. Fetch the list that has come since."
	case finding.ConnectionFailed, finding.ReasonUnknown:
		return reasonSentence(a)
	case finding.TooMany:
		return "The paste holds more than mtlens takes from one paste: " + words.Count(unwrap.MaxObjects, "structure") + ", " + words.Count(unwrap.MaxFields, "named value") + ", " +
				words.Count(judge.MaxUnits, "request") + ", " + words.Count(unwrap.MaxNotes, "fault") + ", or many beginnings of certificates that are none. Not all of it was read.",
			"Split the file and open the parts one by one."
	case finding.FindingsTooMany:
		return "There are " + words.Count(a.Count, "finding") + "; " + strconv.Itoa(a.Of) + " of them are listed, the worst first.", ""
	}
	if a.Beside != nil {
		return w.besideSentence(f)
	}
	if text, hint = headerSentence(f); text != "" {
		return text, hint
	}
	return w.chainSentence(f)
}

// valueOf quotes a value with its name, if it has one.
func valueOf(a *judge.About) string {
	if a.Name == "" {
		return words.Quote(a.Value)
	}
	return words.Quote(a.Name + ": " + a.Value)
}

// headerSentence speaks of the named values of a request.
func headerSentence(f *judge.Finding) (text, hint string) {
	a := &f.About
	sender := "the proxy"
	if a.Sure >= family.Likely && len(a.Families) > 0 && a.Families[0] != family.None {
		sender = family.Of(a.Families[0]).Within()
	}
	switch f.ID {
	case finding.BodyElided:
		if a.Name == "" {
			return "", "" // unwrap's, with its own words
		}
		return "The value of " + a.Name + " was left out: there is only " + words.Quote(a.Value) + ".",
			"Paste the whole value. Logs and tools often hide such values."
	case finding.NameDeceptive:
		return a.Name + " holds " + a.Odd.Words() + ".", ""
	case finding.NameWithheld:
		who := a.Name
		if who == "" {
			who = "A name"
		}
		return who + " holds what looks like bytes, in base64, hexadecimal or numbers, where a name belongs. They may be a piece of a private key, so nothing of the value is shown.",
			"If it is one and came from a log, a ticket or a chat, treat the key as exposed."
	case finding.HeaderRenamed:
		by := "By its value"
		if a.Sure == family.Certain {
			by = "By a setting in the paste"
		}
		return a.Name + " is no name that AWS documents. " + by + " it is what ALB sends as " + canonical(a.Entry.Header().Name) + ".", ""
	case finding.HeaderUnknown:
		return "There is no header named " + a.Name + ": AWS documents six, and this is none of them.",
			"In verify mode the leaf is in X-Amzn-Mtls-Clientcert-Leaf; in passthrough mode the chain is in X-Amzn-Mtls-Clientcert."
	case finding.HeaderEmpty:
		return a.Name + " is empty.", ""
	case finding.HeaderManyLeaves:
		return a.Name + " holds " + words.Count(a.Count, "certificate") + "; it should hold the leaf alone. The first one is taken for it.", ""
	case finding.DERNotPEM:
		return a.Name + " holds the base64 of DER. What reads it wants PEM there: the base64 of the whole text, from -----BEGIN CERTIFICATE----- on.",
			"Turn it into PEM first: openssl x509 -inform DER -in FILE | base64 -w0. Or have kubectl write it: kubectl create secret tls."
	case finding.HeaderSize:
		text = a.Name + " is " + words.Count(a.Count, "byte") + " long. Many servers take no header line over " + words.Count(judge.CommonLimit, "byte") + "."
		if a.Count > judge.ALBLimit {
			text = a.Name + " is " + words.Count(a.Count, "byte") + " long. An ALB takes no single header over " + words.Count(judge.ALBLimit, "byte") + " from a client; whether it forwards one of its own is not documented."
		}
		return text, "Raise the target's limit, or have clients send fewer or smaller certificates."
	case finding.HeaderTwice:
		same := ", with different values"
		if a.Same {
			same = ", with the same value"
		}
		return "The request carries " + a.Name + " twice" + same + ". One of them may come from the client.",
			"Refuse such a request, have " + sender + " remove what clients send, and let nothing else reach the application."
	case finding.HeaderTwins:
		return "The request carries " + a.Name + " and " + a.Value + ", which are one variable for CGI, WSGI and Rack. One of them may come from the client.",
			"Remove both spellings from what clients send before the proxy sets its own."
	case finding.HeaderModesMixed:
		return "There are headers of verify mode and of passthrough mode. No listener sends both in one request.",
			"If they come from one request, a client may have added some of them; if not, paste the requests one by one."
	case finding.PassthroughUnsafe:
		if a.Sure == family.Likely {
			sender = "probably " + sender
		}
		return "These values are of " + sender + "'s passthrough mode: it has not verified the chain. Anybody can make such certificates.",
			"The application must verify the chain itself before it believes any of it."
	case finding.HeaderDiffers:
		text = a.Name + " does not say what the certificate says: it is " + words.Quote(words.Shorten(a.Value, maxQuoted)) + "; " + differences(a.Compared.How) + "."
		if a.Compared.Expected != "" {
			text = a.Name + " does not say what the certificate says: it is " + words.Quote(words.Shorten(a.Value, maxQuoted)) + ", the certificate gives " +
				words.Quote(words.Shorten(a.Compared.Expected, maxQuoted)) + ": " + differences(a.Compared.How) + "."
		}
		return text, "Something changed a value, or they come from two requests, or one of them is not the proxy's."
	case finding.HeaderRewritten:
		return a.Name + " says what the certificate says, and not as ALB writes it: " + differences(a.Compared.How) + ". ALB sends " + words.Quote(words.Shorten(a.Compared.Expected, maxQuoted)) + ".",
			"Something between the load balancer and here rewrote it. A comparison of strings fails on it."
	case finding.HeaderMisfit:
		return a.Name + " is a name of " + titles(a.Families) + "; its value is written otherwise. A program that expects the writing of that name does not read it.",
			"Send it under another name, or in the writing that goes with this one."
	case finding.IdentitiesDiffer:
		if a.Count == 0 {
			return a.Name + " and " + a.Value + " name different clients, and no certificate stands beside them.",
				"Refuse such a request. A client can send such headers itself, unless the proxy removes them."
		}
		shown := "The last one"
		if a.Name != "" {
			shown = "The one in " + a.Name
		}
		return "The request carries " + words.Count(a.Count, "value") + " with the certificates of different clients. " + shown + " is shown as the client.",
			"Refuse such a request. A client can send such headers itself, unless the proxy removes them."
	case finding.FamiliesMixed:
		text := "The request carries values of " + titles(a.Families)
		if a.Name != "" {
			text += ", and another client's certificate in " + a.Name
		}
		return text + ".",
			"Both may be right, one hop after the other. If only one of them stands before the application, the other's values are the client's own: remove them."
	case finding.VerificationFailed:
		text = "The request says that the certificate was not verified: " + valueOf(a) + "."
		if e := a.Detail.Error; e.Explain != "" {
			text += " " + e.Explain
		}
		if r := alb.FrontReasonOf(alb.Reason(a.Detail.Code)); r != nil {
			text += " " + r.Description + "."
		}
		if a.InDate {
			text += " The client's certificate is in date now: it may have been another certificate of its path, or another time."
		}
		return text, "Refuse it. Nothing in this request about the client is to be believed."
	case finding.VerificationPartial:
		return "The client was let through although its certificate leads to no known authority: " + valueOf(a) + ".",
			"Refuse it, or verify the certificate in the application."
	case finding.NoClientCertificate:
		text = "The request says that no client certificate was presented."
		if a.Value != "" {
			text = "The request says that no client certificate was presented: " + valueOf(a) + "."
		}
		return text, "Refuse it where a certificate is required; a value such as this is not an empty name."
	case finding.OutcomeContradicts:
		return "What the request says of the verification contradicts itself, or a certificate that is in it: " + valueOf(a) + ".",
			"Refuse such a request: one of the values may be the client's own."
	case finding.XFCCEarlier:
		return words.Plural(a.Count-1, "1 element", words.Number(a.Count-1)+" elements") + " of " + a.Name + words.Plural(a.Count-1, " stands", " stand") + " before the last one. Believe the last: the nearest proxy appended it. Those before may be a client's own.",
			"Have the first proxy set the header anew: forward_client_cert_details SANITIZE_SET."
	case finding.XFCCCertTwice:
		return "An element of " + a.Name + " has Cert twice. Envoy writes one.", "Refuse such a request: one of them was put there by somebody else."
	}
	return "", ""
}

// maxQuoted is how many characters of a value a sentence quotes.
const maxQuoted = 300

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
		hint := "In verify mode the load balancer refuses it with ClientCertExpired, unless the listener allows expired client certificates."
		if judge.IsCA(c.Certificate) {
			hint = "In verify mode the load balancer refuses a chain that goes through it with ClientCertExpired, unless the listener allows expired client certificates: AWS does not say whether that goes for authorities."
		}
		return words.Quote(r.Title) + " expired at " + r.NotAfter + ", " + report.Between(c.NotAfter.Time, w.judge.Now()) + " ago.", hint
	}
	return words.Quote(r.Title) + " is not valid before " + r.NotBefore + ", in " + report.Between(w.judge.Now(), c.NotBefore.Time) + ".",
		"In verify mode the load balancer refuses it with ClientCertNotYetValid."
}

// chainSentence speaks of how certificates hang together.
func (w *Writer) chainSentence(f *judge.Finding) (text, hint string) {
	a := &f.About
	var c *report.Certificate
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
	case finding.ServerCertificate:
		return "The line above " + words.Quote(c.Title) + " says that it is a server's: openssl s_client prints such lines, and what the server presented.",
			"A load balancer is asked about the client's. Paste that beside it: it is then compared with the CA names that the server sent, if there are any."
	case finding.RootSent:
		return "The root " + words.Quote(c.Title) + " was sent too. It need not be: a root counts only if the verifier has it already.", ""
	case finding.SignatureWrong:
		if a.Issuer == f.Certificate {
			return words.Quote(c.Title) + " names itself as its issuer, and its signature does not verify with its own key.",
				"A character of it was changed, or the key is another one. Nothing that it says is sure."
		}
		return "The signature of " + words.Quote(c.Title) + " does not verify with the key of " + words.Quote(w.report.Certificates[a.Issuer].Title) + ".",
			"A character of one of the two was changed, or another key of that name made it. Nothing that it says is sure."
	case finding.AlphabetExchanged:
		return w.exchangedSentence(f, c)
	case finding.NameMisread:
		return w.misreadSentence(f, c)
	case finding.ChainStranger:
		return words.Quote(c.Title) + " does not belong to the chain of the leaf.", ""
	}
	return "", ""
}
