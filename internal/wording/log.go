package wording

import (
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/words"
)

// logNames are what the logs are called.
var logNames = [...]string{judge.ALBLog: "ALB connection log", judge.CloudFrontLog: "CloudFront connection log"}

// logLabels are AWS's names of the fields.
var logLabels = [...][]string{judge.ALBLog: carrier.ALBFieldNames[:], judge.CloudFrontLog: carrier.FrontFieldNames[:]}

// record words a line of a connection log.
func (w *Writer) record(r *judge.Record) {
	tone, ending := ending(r.Ending, r.Code)
	out := report.LogRecord{Place: w.place(r.Span), Tone: tone, Title: judge.HiddenName(r.Time + " " + r.Client + " " + ending),
		Time: judge.Hidden(r.Time), Client: judge.HiddenName(r.Client), Subject: judge.HiddenName(r.Subject), Serial: judge.HiddenName(r.Serial), Code: judge.HiddenName(ending)}
	for i, label := range logLabels[r.Kind] {
		if f, ok := w.recordField(r, i); ok {
			f.Label = label
			out.Fields = append(out.Fields, f)
		}
	}
	w.records[r.Kind] = append(w.records[r.Kind], out)
	if r.ALB != nil {
		w.traces = append(w.traces, r.ALB.Get(carrier.ALBTrace))
	}
}

// ending is how a connection ended.
func ending(e judge.Ending, code alb.Reason) (report.Tone, string) {
	switch e {
	case judge.Refused:
		return report.ToneBad, string(code)
	case judge.NoStatus:
		return report.ToneNone, "-"
	}
	return report.ToneGood, alb.StatusSuccess
}

// recordField words a field of a record; ok is false if the line does not have it.
func (w *Writer) recordField(r *judge.Record, i int) (f report.Field, ok bool) {
	value := ""
	subject, issuer, serial, validity, status := int(carrier.ALBSubject), -1, int(carrier.ALBSerial), int(carrier.ALBValidity), int(carrier.ALBStatus)
	note := ""
	if r.CloudFront != nil {
		ok, value = r.CloudFront.Fields[i] != (carrier.Range{}), r.CloudFront.Get(carrier.FrontField(i))
		subject, issuer, serial, validity, status = int(carrier.FrontSubject), int(carrier.FrontIssuer), int(carrier.FrontSerial), int(carrier.FrontValidity), int(carrier.FrontStatus)
		switch carrier.FrontField(i) {
		case carrier.FrontDuration:
			note = "milliseconds"
		case carrier.FrontTime:
			note = "milliseconds since 1970"
		}
	} else {
		ok, value = r.ALB.Fields[i] != (carrier.Range{}), r.ALB.Get(carrier.ALBField(i))
		if carrier.ALBField(i) == carrier.ALBLatency {
			note = "seconds"
		}
	}
	switch i {
	case subject, issuer, serial, status:
		value = judge.HiddenName(value)
	default:
		value = judge.Hidden(value)
	}
	f = report.Field{Value: value, Style: report.FieldMono}
	if value == "" {
		f.Value, f.Note = "-", "not there"
		if i == status && r.ALB != nil {
			f.Note = "not an HTTPS listener, or no outcome"
		}
		return f, ok
	}
	f.Note = note
	switch i {
	case subject, issuer:
		if cn := commonNameOf(value); cn != "" {
			f.Note = "common name " + cn
		}
	case validity:
		if d, ok := carrier.ReadDates([]byte(value)); ok && d.OK {
			v := w.clock(d.Times[0], d.Times[1])
			f.Note, f.Tone = v.Words, v.Tone
		}
	case serial:
		if d := hexToDecimal(strings.ReplaceAll(value, ":", "")); d != "" {
			f.Note = "decimal " + d
		}
	case status:
		if info := r.Kind.ReasonOf(r.Code); info != nil {
			f.Note, f.Tone = info.Description, report.ToneBad
		}
	}
	return f, ok
}

// requestsOn puts the requests of the access log into the records of the connections
// that they came on, by the transaction ID, and counts them.
func (w *Writer) requestsOn(records []report.LogRecord, access []judge.Access) {
	of := make(map[string][]string, len(access))
	for _, a := range access {
		of[a.ID] = append(of[a.ID], a.Request)
	}
	note := "the same " + carrier.ALBFieldNames[carrier.ALBTrace]
	for i, trace := range w.traces {
		for _, request := range of[trace] {
			records[i].Fields = append(records[i].Fields, report.Field{Label: "request in the access log", Value: judge.Hidden(request), Style: report.FieldMono, Note: note})
			w.joined++
		}
	}
}

// log words the summary of a log.
func (w *Writer) log(l *judge.Log, access []judge.Access) report.Log {
	out := report.Log{Name: logNames[l.Kind], Lines: l.Lines, Failed: l.Failed, Untold: l.Untold, Succeeded: l.Lines - l.Failed - l.Untold, From: l.From, To: l.To, Records: w.records[l.Kind],
		Title: words.Count(l.Lines, "connection") + ", " + words.Number(l.Failed) + " failed"}
	if l.Kind == judge.ALBLog && len(access) > 0 {
		w.requestsOn(out.Records, access)
	}
	if t := &l.Times; t.Width > 0 {
		out.Times = report.LogTimes{Start: int(t.First * t.Width), Step: int(t.Width)}
		for _, s := range t.Spans {
			out.Times.All, out.Times.Failed = append(out.Times.All, s.All), append(out.Times.Failed, s.Failed)
		}
	}
	for i := range l.Reasons {
		r := &l.Reasons[i]
		row := report.LogReason{Count: r.Count}
		row.Tone, row.Code = ending(r.Ending, r.Code)
		for _, s := range r.Spans {
			row.Places = append(row.Places, w.place(s))
		}
		switch info := l.Kind.ReasonOf(r.Code); {
		case r.Ending == judge.Established:
			row.Description = "The connection was established."
		case r.Ending == judge.NoStatus:
			row.Description = "The line does not say how the connection ended. AWS: the value appears if the request does not use an HTTPS listener."
		case info != nil:
			row.Description, row.Causes, row.Todo = info.Description, info.Causes, info.Todo
		default:
			row.Description = "AWS does not document this code."
		}
		out.Reasons = append(out.Reasons, row)
	}
	for _, c := range l.Clients {
		out.Clients = append(out.Clients, report.LogCount{Value: c.Address, Count: c.Count, Failed: c.Failed})
	}
	for i := range l.Certificates {
		c := &l.Certificates[i]
		row := report.LogCertificate{Subject: c.Subject, Serial: c.Serial, Count: c.Count, Failed: c.Failed}
		if c.Clock != judge.ClockUnknown {
			v := report.DescribeClock(c.Clock, c.NotBefore, c.NotAfter, w.judge.Now())
			row.When, row.Tone = v.Words, v.Tone
		}
		for _, code := range c.Codes {
			row.Codes = append(row.Codes, string(code))
		}
		out.Certificates = append(out.Certificates, row)
	}
	if l.Lines > judge.MaxLogRecords || l.AllClients > judge.MaxLogRows || l.AllCertificates > judge.MaxLogRows {
		out.Note = "All lines are counted. Listed are "
		if len(out.Records) > 0 {
			out.Note += "the first " + words.Number(len(out.Records)) + " of " + words.Count(l.Lines, "line") + ", "
		}
		out.Note += words.Number(len(out.Clients)) + " of " + words.Count(l.AllClients, "client") + " and " + words.Number(len(out.Certificates)) + " of " +
			words.Count(l.AllCertificates, "certificate") + ", those with most failures first."
	}
	return out
}

// reasonSentence speaks of the connections that failed with one reason.
func reasonSentence(a *judge.About) (text, hint string) {
	failed := words.Count(a.Count, "connection") + " failed with "
	if a.Reason == nil {
		return failed + words.Quote(words.Shorten(string(a.Code), maxQuoted)) + ". AWS does not document this code.", ""
	}
	text = failed + string(a.Code) + ": " + a.Reason.Description + "."
	if len(a.Reason.Causes) > 0 {
		text += " Usual cause: " + a.Reason.Causes[0]
	}
	return text, a.Reason.Todo
}

// logVerdict is the sentence for a log.
func logVerdict(l *report.Log) []report.Run {
	text := l.Name + " of " + words.Count(l.Lines, "line") + ": "
	untold := ""
	if l.Untold > 0 {
		untold = ", " + words.Number(l.Untold) + " without an outcome"
	}
	first := &l.Reasons[0]
	switch {
	case l.Failed == 0 && l.Untold == l.Lines:
		return []report.Run{{Text: text + "none says how its connection ended."}}
	case l.Failed == 0 && l.Untold == 0:
		return []report.Run{{Text: text + "every connection succeeded."}}
	case l.Failed == 0:
		return []report.Run{{Text: text + words.Number(l.Succeeded) + " succeeded" + untold + "."}}
	case l.Lines == 1:
		return []report.Run{{Text: l.Name + " line: the connection failed with "}, {Text: first.Code, Style: report.Code}, {Text: "."}}
	}
	with, end := " with ", "."
	switch {
	case first.Count == l.Failed:
	case 2*first.Count > l.Failed:
		with = ", most of them with "
	default:
		with, end = ", with ", " and others."
	}
	return []report.Run{{Text: text + words.Number(l.Succeeded) + " succeeded" + untold + ", " + words.Number(l.Failed) + " failed" + with}, {Text: first.Code, Style: report.Code}, {Text: end}}
}
