package report

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/words"
)

// record words a line of a connection log.
func (w *Writer) record(r *judge.Record) {
	code := alb.Reason(r.Reason())
	out := LogRecord{Place: w.place(r.Span), Tone: ToneGood, Title: r.Get(carrier.ALBTime) + " " + r.Get(carrier.ALBClientIP) + " " + alb.StatusSuccess}
	if code != "" {
		out.Tone = ToneBad
		out.Title = r.Get(carrier.ALBTime) + " " + r.Get(carrier.ALBClientIP) + " " + string(code)
	}
	for i := range carrier.ALBFieldNames {
		if r.Fields[i] == (carrier.Range{}) {
			continue
		}
		f := Field{Label: carrier.ALBFieldNames[i], Value: r.Get(carrier.ALBField(i)), Style: FieldMono}
		if f.Value == "" {
			f.Value, f.Note = "-", "not there"
		}
		switch carrier.ALBField(i) {
		case carrier.ALBSubject:
			if cn := commonNameOf(f.Value); cn != "" {
				f.Note = "common name " + cn
			}
		case carrier.ALBValidity:
			if t, ok := alb.ReadValidity(f.Value); ok {
				v := w.clock(t[0], t[1])
				f.Note, f.Tone = v.words, v.tone
			}
		case carrier.ALBSerial:
			if d := hexToDecimal(r.Get(carrier.ALBSerial)); d != "" {
				f.Note = "decimal " + d
			}
		case carrier.ALBStatus:
			if info := alb.ReasonOf(code); info != nil {
				f.Note, f.Tone = info.Description, ToneBad
			}
		case carrier.ALBLatency:
			if r.Get(carrier.ALBLatency) != "" {
				f.Note = "seconds"
			}
		}
		out.Fields = append(out.Fields, f)
	}
	w.records = append(w.records, out)
}

// log words the summary of a log.
func (w *Writer) log(l *judge.Log) {
	if l == nil {
		return
	}
	out := &Log{Lines: l.Lines, Failed: l.Failed, Succeeded: l.Lines - l.Failed, From: l.From, To: l.To, Records: w.records,
		Title: words.Count(l.Lines, "connection") + ", " + words.Number(l.Failed) + " failed"}
	for i := range l.Reasons {
		r := &l.Reasons[i]
		row := LogReason{Code: string(r.Code), Tone: ToneBad, Count: r.Count}
		for _, s := range r.Spans {
			row.Places = append(row.Places, w.place(s))
		}
		if r.Code == "" {
			row.Code, row.Tone, row.Description = alb.StatusSuccess, ToneGood, "The connection was established."
		} else if info := alb.ReasonOf(r.Code); info != nil {
			row.Description, row.Causes, row.Todo = info.Description, info.Causes, info.Todo
		} else {
			row.Description = "AWS does not document this code."
		}
		out.Reasons = append(out.Reasons, row)
	}
	for _, c := range l.Clients {
		out.Clients = append(out.Clients, LogCount{Value: c.Address, Count: c.Count, Failed: c.Failed})
	}
	for i := range l.Certificates {
		c := &l.Certificates[i]
		row := LogCertificate{Subject: c.Subject, Serial: c.Serial, Count: c.Count, Failed: c.Failed}
		if c.Clock != judge.ClockUnknown {
			v := describeClock(c.Clock, c.NotBefore, c.NotAfter, w.judge.Now())
			row.When, row.Tone = v.words, v.tone
		}
		for _, code := range c.Codes {
			row.Codes = append(row.Codes, string(code))
		}
		out.Certificates = append(out.Certificates, row)
	}
	if l.Lines > judge.MaxLogRecords || l.AllClients > judge.MaxLogRows || l.AllCertificates > judge.MaxLogRows {
		out.Note = "All lines are counted. Listed are the first " + words.Number(len(out.Records)) + " of " + words.Count(l.Lines, "line") + ", " +
			words.Number(len(out.Clients)) + " of " + words.Count(l.AllClients, "client") + " and " + words.Number(len(out.Certificates)) + " of " +
			words.Count(l.AllCertificates, "certificate") + ", those with most failures first."
	}
	w.report.Log = out
}

// reasonSentence speaks of the connections that failed with one reason.
func reasonSentence(a *judge.About) (text, hint string) {
	failed := words.Count(a.Count, "connection") + " failed with "
	info := alb.ReasonOf(a.Reason)
	if info == nil || len(info.Causes) == 0 {
		return failed + words.Quote(string(a.Reason)) + ". AWS does not document this code.", ""
	}
	return failed + string(a.Reason) + ": " + info.Description + ". Usual cause: " + info.Causes[0], info.Todo
}

// logVerdict is the sentence for a log.
func logVerdict(l *Log) []Run {
	text := "ALB connection log of " + words.Count(l.Lines, "line") + ": "
	switch {
	case l.Failed == 0:
		return []Run{{Text: text + "every connection succeeded."}}
	case l.Lines == 1:
		return []Run{{Text: "ALB connection log line: the connection failed with "}, {Text: l.Reasons[0].Code, Style: Code}, {Text: "."}}
	}
	first, with, end := &l.Reasons[0], " with ", "."
	switch {
	case first.Count == l.Failed:
	case 2*first.Count > l.Failed:
		with = ", most of them with "
	default:
		with, end = ", with ", " and others."
	}
	return []Run{{Text: text + strconv.Itoa(l.Succeeded) + " succeeded, " + strconv.Itoa(l.Failed) + " failed" + with}, {Text: first.Code, Style: Code}, {Text: end}}
}
