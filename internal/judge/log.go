package judge

import (
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Bounds of the summary of a log.
const (
	MaxLogRecords = 200    // lines kept one by one
	MaxLogRows    = 50     // clients and certificates listed, those with most failures first
	maxLogKeys    = 50_000 // distinct clients and certificates counted; a line more counts as "others"
	maxLogPlaces  = 100    // places kept for a reason code
)

// Record is a line of the connection log.
type Record struct {
	carrier.ALBLine
	Span source.Span
}

// Log is what the lines of a connection log come to.
type Log struct {
	Lines, Failed int
	From, To      string      // first and last timestamp, as written
	Reasons       []LogReason // most failures first, success among them
	Clients       []LogClient // likewise, MaxLogRows at most
	Certificates  []LogCertificate
	// How many there were before they were cut to MaxLogRows.
	AllClients, AllCertificates int
}

// LogReason counts the lines with one reason code, or without one: those of
// connections that were established.
type LogReason struct {
	Code  alb.Reason // empty for success
	Count int
	Spans []source.Span // of the first ones
}

// LogClient counts the connections of one client address.
type LogClient struct {
	Address       string
	Count, Failed int
}

// LogCertificate counts the connections with one certificate.
type LogCertificate struct {
	Subject, Serial     string
	NotBefore, NotAfter time.Time
	Clock               Clock // ClockUnknown without a validity
	Count, Failed       int
	Codes               []alb.Reason // seen with it
}

// logFold counts the lines of a connection log as they come.
type logFold struct {
	Log
	kept    int // records handed on
	reasons map[alb.Reason]*LogReason
	clients map[string]*LogClient
	certs   map[string]*LogCertificate
}

// record takes a line of the connection log. It hands on the first ones.
func (j *Judge) record(u *unwrap.Unit) *Unit {
	r := u.ALB
	if r == nil {
		return nil
	}
	if j.log == nil {
		j.log = &logFold{reasons: make(map[alb.Reason]*LogReason), clients: make(map[string]*LogClient), certs: make(map[string]*LogCertificate)}
	}
	j.log.count(r, u.Span, j.now)
	if j.log.kept == MaxLogRecords {
		return nil
	}
	j.log.kept++
	return &Unit{Index: -1, Span: u.Span, Record: &Record{*r, u.Span}}
}

func (l *logFold) count(r *carrier.ALBLine, at source.Span, now time.Time) {
	l.Lines++
	failed := 0
	code := alb.Reason(r.Reason())
	if code != "" {
		failed = 1
	}
	l.Failed += failed
	reason := l.reasons[code]
	if reason == nil {
		reason = &LogReason{Code: code}
		l.reasons[code] = reason
	}
	reason.Count++
	if len(reason.Spans) < maxLogPlaces {
		reason.Spans = append(reason.Spans, at)
	}
	if t := r.Get(carrier.ALBTime); t != "" {
		if l.From == "" || t < l.From {
			l.From = t
		}
		if t > l.To {
			l.To = t
		}
	}
	client := logKey(l.clients, r.Get(carrier.ALBClientIP))
	if client.Address == "" {
		client.Address = r.Get(carrier.ALBClientIP)
	}
	client.Count++
	client.Failed += failed
	serial, subject := r.Get(carrier.ALBSerial), r.Get(carrier.ALBSubject)
	if serial == "" && subject == "" {
		return
	}
	c := logKey(l.certs, serial+" "+subject)
	if c.Count == 0 {
		c.Serial, c.Subject = serial, subject
		if t, ok := alb.ReadValidity(r.Get(carrier.ALBValidity)); ok {
			c.NotBefore, c.NotAfter = t[0], t[1]
			c.Clock = ReadClock(t[0], true, t[1], true, now)
		}
	}
	c.Count++
	c.Failed += failed
	if code != "" && !hasReason(c.Codes, code) {
		c.Codes = append(c.Codes, code)
	}
}

func hasReason(list []alb.Reason, r alb.Reason) bool {
	for _, x := range list {
		if x == r {
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

// finish orders what was counted, and returns a finding for each reason.
func (l *logFold) finish() (findings []Finding) {
	for _, r := range l.reasons {
		l.Reasons = append(l.Reasons, *r)
	}
	r := l.Reasons
	topFirst(len(r), len(r), func(i, j int) bool {
		return before(r[i].failed(), r[j].failed(), r[i].Count, r[j].Count, r[i].name(), r[j].name())
	}, func(i, j int) { r[i], r[j] = r[j], r[i] })
	for _, r := range l.Reasons {
		if r.Code == "" {
			continue
		}
		id := finding.ConnectionFailed
		if info := alb.ReasonOf(r.Code); info == nil || len(info.Causes) == 0 {
			id = finding.ReasonUnknown
		}
		f := aboutPaste(finding.Finding{ID: id, Spans: r.Spans})
		f.About = About{Reason: r.Code, Count: r.Count}
		findings = append(findings, f)
	}
	for _, c := range l.clients {
		l.Clients = append(l.Clients, *c)
	}
	for _, c := range l.certs {
		l.Certificates = append(l.Certificates, *c)
	}
	c, d := l.Clients, l.Certificates
	topFirst(len(c), MaxLogRows, func(i, j int) bool {
		return before(c[i].Failed, c[j].Failed, c[i].Count, c[j].Count, c[i].Address, c[j].Address)
	}, func(i, j int) { c[i], c[j] = c[j], c[i] })
	topFirst(len(d), MaxLogRows, func(i, j int) bool {
		a, b := d[i].Serial, d[j].Serial
		if a == b {
			a, b = d[i].Subject, d[j].Subject
		}
		return before(d[i].Failed, d[j].Failed, d[i].Count, d[j].Count, a, b)
	}, func(i, j int) { d[i], d[j] = d[j], d[i] })
	l.AllClients, l.AllCertificates = len(c), len(d)
	l.Clients, l.Certificates = c[:min(len(c), MaxLogRows)], d[:min(len(d), MaxLogRows)]
	return findings
}

func (r *LogReason) failed() int {
	if r.Code == "" {
		return 0
	}
	return r.Count
}

func (r *LogReason) name() string {
	if r.Code == "" {
		return alb.StatusSuccess
	}
	return string(r.Code)
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
