package report

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
)

// Bounds of the summary of a log.
const (
	maxLogRecords = 200    // lines shown one by one
	maxLogRows    = 50     // clients and certificates listed, those with most failures first
	maxLogKeys    = 50_000 // distinct clients and certificates counted; a line more counts as "others"
	maxLogPlaces  = 100    // places listed for a reason code
)

// logSummary counts the lines of a connection log as they come.
type logSummary struct {
	lines, failed int
	from, to      string
	reasons       map[string]*logReason
	clients       map[string]*LogCount
	certs         map[string]*LogCertificate
	records       []LogRecord
}

type logReason struct {
	count int
	spans []source.Span
}

// LogLine takes a line of the connection log.
func (b *Builder) LogLine(r *alb.Record, at source.Span) {
	if b.log == nil {
		b.log = &logSummary{reasons: make(map[string]*logReason), clients: make(map[string]*LogCount), certs: make(map[string]*LogCertificate)}
	}
	l := b.log
	l.lines++
	code := string(r.Reason())
	if code != "" {
		l.failed++
	}
	reason := l.reasons[code]
	if reason == nil {
		reason = &logReason{}
		l.reasons[code] = reason
	}
	reason.count++
	if len(reason.spans) < maxLogPlaces {
		reason.spans = append(reason.spans, at)
	}
	if t := r.Get(alb.LogTime); t != "" {
		if l.from == "" || t < l.from {
			l.from = t
		}
		if t > l.to {
			l.to = t
		}
	}
	failed := 0
	if code != "" {
		failed = 1
	}
	client := logKey(l.clients, r.Get(alb.LogClientIP))
	if client.Value == "" {
		client.Value = r.Get(alb.LogClientIP)
	}
	client.Count++
	client.Failed += failed
	if serial, subject := r.Get(alb.LogSerial), r.Get(alb.LogSubject); serial != "" || subject != "" {
		c := logKey(l.certs, serial+" "+subject)
		if c.Count == 0 {
			c.Serial, c.Subject = serial, subject
			if t, ok := alb.ReadValidity(r.Get(alb.LogValidity)); ok {
				v := judge(t[0], true, t[1], true, b.now)
				c.When, c.Tone = v.words, v.tone
			}
		}
		c.Count++
		c.Failed += failed
		if code != "" && !hasString(c.Codes, code) {
			c.Codes = append(c.Codes, code)
		}
	}
	if len(l.records) < maxLogRecords {
		l.records = append(l.records, b.logRecord(r, at, code))
	}
}

func hasString(list []string, s string) bool {
	for _, t := range list {
		if t == s {
			return true
		}
	}
	return false
}

// logKey returns the entry for key, or the one for all others if there are too many.
func logKey[T any](m map[string]*T, key string) *T {
	if e := m[key]; e != nil {
		return e
	}
	if len(m) >= maxLogKeys {
		key = "others"
		if e := m[key]; e != nil {
			return e
		}
	}
	e := new(T)
	m[key] = e
	return e
}

func (b *Builder) logRecord(r *alb.Record, at source.Span, code string) LogRecord {
	out := LogRecord{Place: b.place(at), Tone: ToneGood, Title: r.Get(alb.LogTime) + " " + r.Get(alb.LogClientIP) + " Success"}
	if code != "" {
		out.Tone = ToneBad
		out.Title = r.Get(alb.LogTime) + " " + r.Get(alb.LogClientIP) + " " + code
	}
	for i := range alb.LogFieldNames {
		if i >= r.Count {
			break
		}
		f := Field{Label: alb.LogFieldNames[i], Value: r.Get(alb.LogField(i)), Style: FieldMono}
		if f.Value == "" {
			f.Value, f.Note = "-", "not there"
		}
		switch alb.LogField(i) {
		case alb.LogSubject:
			if cn := commonNameOf(f.Value); cn != "" {
				f.Note = "common name " + cn
			}
		case alb.LogValidity:
			if t, ok := alb.ReadValidity(f.Value); ok {
				v := judge(t[0], true, t[1], true, b.now)
				f.Note, f.Tone = v.words, v.tone
			}
		case alb.LogSerial:
			if d := hexToDecimal(r.Get(alb.LogSerial)); d != "" {
				f.Note = "decimal " + d
			}
		case alb.LogStatus:
			if info := alb.ReasonOf(alb.Reason(code)); info != nil {
				f.Note, f.Tone = info.Description, ToneBad
			}
		case alb.LogLatency:
			if r.Get(alb.LogLatency) != "" {
				f.Note = "seconds"
			}
		}
		out.Fields = append(out.Fields, f)
	}
	return out
}

// finishLog makes the summary of what was counted, and a finding for each reason.
func (b *Builder) finishLog() {
	l := b.log
	if l == nil {
		return
	}
	out := &Log{Lines: l.lines, Failed: l.failed, Succeeded: l.lines - l.failed, From: l.from, To: l.to, Records: l.records,
		Title: count(int64(l.lines), "connection") + ", " + strconv.Itoa(l.failed) + " failed"}
	for code, r := range l.reasons {
		row := LogReason{Code: code, Tone: ToneBad, Count: r.count}
		for _, s := range r.spans {
			row.Places = append(row.Places, b.place(s))
		}
		if code == "" {
			row.Code, row.Tone, row.Description = alb.StatusSuccess, ToneGood, "The connection was established."
		} else if info := alb.ReasonOf(alb.Reason(code)); info != nil {
			row.Description, row.Causes, row.Todo = info.Description, info.Causes, info.Todo
		} else {
			row.Description = "AWS does not document this code."
		}
		out.Reasons = append(out.Reasons, row)
	}
	r := out.Reasons
	topFirst(len(r), len(r), func(i, j int) bool {
		return before(failures(r[i].Tone, r[i].Count), failures(r[j].Tone, r[j].Count), r[i].Count, r[j].Count, r[i].Code, r[j].Code)
	}, func(i, j int) { r[i], r[j] = r[j], r[i] })
	for _, r := range out.Reasons {
		b.reasonFinding(&r, l.reasons[r.Code])
	}
	for _, c := range l.clients {
		out.Clients = append(out.Clients, *c)
	}
	for _, c := range l.certs {
		out.Certificates = append(out.Certificates, *c)
	}
	c, d := out.Clients, out.Certificates
	topFirst(len(c), maxLogRows, func(i, j int) bool {
		return before(c[i].Failed, c[j].Failed, c[i].Count, c[j].Count, c[i].Value, c[j].Value)
	}, func(i, j int) { c[i], c[j] = c[j], c[i] })
	topFirst(len(d), maxLogRows, func(i, j int) bool {
		a, b := d[i].Serial, d[j].Serial
		if a == b {
			a, b = d[i].Subject, d[j].Subject
		}
		return before(d[i].Failed, d[j].Failed, d[i].Count, d[j].Count, a, b)
	}, func(i, j int) { d[i], d[j] = d[j], d[i] })
	clients, certs := len(out.Clients), len(out.Certificates)
	out.Clients, out.Certificates = out.Clients[:min(clients, maxLogRows)], out.Certificates[:min(certs, maxLogRows)]
	if l.lines > maxLogRecords || clients > maxLogRows || certs > maxLogRows {
		out.Note = "All lines are counted. Listed are the first " + strconv.Itoa(len(out.Records)) + " of " + strconv.Itoa(l.lines) + " lines, " +
			strconv.Itoa(len(out.Clients)) + " of " + count(int64(clients), "client") + " and " + strconv.Itoa(len(out.Certificates)) + " of " + count(int64(certs), "certificate") + ", those with most failures first."
	}
	b.report.Log = out
}

// topFirst brings the first k of n things in order to the front. Selecting them
// one by one costs k passes, and a quarter of the code of sorting three types.
func topFirst(n, k int, less func(i, j int) bool, swap func(i, j int)) {
	for i := range min(n, k) {
		best := i
		for j := i + 1; j < n; j++ {
			if less(j, best) {
				best = j
			}
		}
		if best != i {
			swap(i, best)
		}
	}
}

// before orders rows: more failures, then more connections, then by name.
func before(failedA, failedB, countA, countB int, a, b string) bool {
	if failedA != failedB {
		return failedA > failedB
	}
	if countA != countB {
		return countA > countB
	}
	return a < b
}

func failures(t Tone, n int) int {
	if t == ToneBad {
		return n
	}
	return 0
}

func (b *Builder) reasonFinding(r *LogReason, seen *logReason) {
	if r.Tone != ToneBad {
		return
	}
	f := finding.Finding{ID: finding.ConnectionFailed, Spans: seen.spans, Hint: r.Todo,
		Text: count(int64(r.Count), "connection") + " failed with " + r.Code + ": " + r.Description + "."}
	if len(r.Causes) > 0 {
		f.Text += " Usual cause: " + r.Causes[0]
	} else {
		f.ID, f.Text = finding.ReasonUnknown, count(int64(r.Count), "connection")+" failed with “"+r.Code+"”. AWS does not document this code."
	}
	b.Finding(f, -1, -1)
}

// logVerdict is the sentence for a log.
func (b *Builder) logVerdict() []Run {
	l := b.report.Log
	text := "ALB connection log of " + count(int64(l.Lines), "line") + ": "
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
