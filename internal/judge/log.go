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

// LogKind says whose connection log it is.
type LogKind uint8

const (
	ALBLog LogKind = iota
	CloudFrontLog
	logKinds = iota
)

// ReasonOf describes a reason code of the log; nil if AWS documents none.
func (k LogKind) ReasonOf(code alb.Reason) *alb.ReasonInfo {
	if k == CloudFrontLog {
		return alb.FrontReasonOf(code)
	}
	return alb.ReasonOf(code)
}

// Ending is how a connection of a log ended.
type Ending uint8

const (
	Established Ending = iota
	Refused            // with a reason code
	NoStatus           // the log does not say: with ALB, there is no HTTPS listener
)

// Record is a line of a connection log. One of its types is there.
type Record struct {
	Kind       LogKind
	ALB        *carrier.ALBLine
	CloudFront *carrier.FrontLine
	Span       source.Span
	Ending     Ending
	Code       alb.Reason // of a connection that was refused

	// As written; empty if not there.
	Time, Client, Subject, Serial, Validity string
}

// ReadRecord reads a record of a unit; nil if it is none.
func ReadRecord(u *unwrap.Unit) *Record {
	var r Record
	switch {
	case u.ALB != nil:
		l := *u.ALB
		r = ReadALB(&l)
	case u.CloudFront != nil:
		l := *u.CloudFront
		r = ReadCloudFront(&l)
	default:
		return nil
	}
	r.Span = u.Span
	return &r
}

// ReadALB says what a line of ALB's log holds. The record keeps the line.
func ReadALB(l *carrier.ALBLine) Record {
	r := Record{ALB: l, Code: alb.Reason(l.Reason()), Time: l.Get(carrier.ALBTime), Client: l.Get(carrier.ALBClientIP),
		Subject: l.Get(carrier.ALBSubject), Serial: l.Get(carrier.ALBSerial), Validity: l.Get(carrier.ALBValidity)}
	r.Ending = endingOf(r.Code, l.Get(carrier.ALBStatus))
	return r
}

// ReadCloudFront says what a line of CloudFront's log holds. The record keeps the
// line.
func ReadCloudFront(l *carrier.FrontLine) Record {
	r := Record{Kind: CloudFrontLog, CloudFront: l, Code: alb.Reason(l.Reason()), Time: l.Get(carrier.FrontTime), Client: l.Get(carrier.FrontClientIP),
		Subject: l.Get(carrier.FrontSubject), Serial: l.Get(carrier.FrontSerial), Validity: l.Get(carrier.FrontValidity)}
	r.Ending = endingOf(r.Code, l.Get(carrier.FrontStatus))
	return r
}

// Text is the line, as its fields were read from it.
func (r *Record) Text() string {
	if r.CloudFront != nil {
		return string(r.CloudFront.Line)
	}
	return string(r.ALB.Line)
}

func endingOf(code alb.Reason, status string) Ending {
	switch {
	case code != "":
		return Refused
	case status == "":
		return NoStatus
	}
	return Established
}

// Log is what the lines of a connection log come to.
type Log struct {
	Kind          LogKind
	Lines, Failed int
	Untold        int    // lines without a status
	From, To      string // first and last timestamp, as written
	Times         Times
	Reasons       []LogReason // most failures first, success among them
	Clients       []LogClient // likewise, MaxLogRows at most
	Certificates  []LogCertificate
	// How many there were before they were cut to MaxLogRows.
	AllClients, AllCertificates int
}

// LogReason counts the lines that ended in one way, with one code.
type LogReason struct {
	Ending Ending
	Code   alb.Reason // of Refused
	Count  int
	Spans  []source.Span // of the first ones
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
	kept     int           // records handed on
	secrets  []source.Span // lines with private keys in them
	withheld []source.Span // with names that are not shown
	reasons  map[string]*LogReason
	clients  map[string]*LogClient
	certs    map[string]*LogCertificate
}

// logFolds are those of the kinds of logs, nil for one of which there is no line.
type logFolds [logKinds]*logFold

func (f *logFolds) of(kind LogKind) *logFold {
	if f[kind] == nil {
		f[kind] = &logFold{Log: Log{Kind: kind}, reasons: make(map[string]*LogReason), clients: make(map[string]*LogClient), certs: make(map[string]*LogCertificate)}
	}
	return f[kind]
}

// record takes a line of a connection log. It hands on the first ones.
func (j *Judge) record(u *unwrap.Unit) *Unit {
	r := ReadRecord(u)
	if r == nil {
		return nil
	}
	l := j.logs.of(r.Kind)
	l.count(r, j.now)
	if l.kept == MaxLogRecords {
		return nil
	}
	l.kept++
	return &Unit{Index: -1, Span: u.Span, Client: -1, Record: r}
}

// maxCodes bounds the distinct codes that are counted: AWS documents some twenty.
const maxCodes = 200

func (l *logFold) count(r *Record, now time.Time) {
	l.Lines++
	failed := 0
	switch r.Ending {
	case Refused:
		failed = 1
	case NoStatus:
		l.Untold++
	}
	l.Failed += failed
	reason := l.reason(r.Ending, r.Code, r.Span)
	reason.Count++
	if r.Span.End > 0 && len(reason.Spans) < maxLogPlaces {
		reason.Spans = append(reason.Spans, r.Span)
	}
	l.span(r.Time, r.Time)
	if at, ok := r.Moment(); ok {
		l.Times.add(at, TimeSpan{1, failed})
	}
	client := logKey(l.clients, r.Client)
	if client.Count == 0 && client.Address == "" {
		client.Address = l.hide(r.Client, r.Span)
	}
	client.Count++
	client.Failed += failed
	if r.Serial == "" && r.Subject == "" {
		return
	}
	c := logKey(l.certs, r.Serial+" "+r.Subject)
	if c.Count == 0 && c.Subject == "" {
		c.Serial, c.Subject = l.hide(r.Serial, r.Span), l.hide(r.Subject, r.Span)
		if d, ok := carrier.ReadDates([]byte(r.Validity)); ok && d.OK {
			c.NotBefore, c.NotAfter = d.Times[0], d.Times[1]
			c.Clock = ReadClock(c.NotBefore, true, c.NotAfter, true, now)
		}
	}
	c.Count++
	c.Failed += failed
	if r.Code != "" {
		c.code(alb.Reason(HiddenName(string(r.Code))))
	}
}

// span takes the first and the last of some timestamps.
func (l *logFold) span(from, to string) {
	if from != "" && (l.From == "" || from < l.From) {
		l.From = from
	}
	if to > l.To {
		l.To = to
	}
}

// code notes a reason code that was seen with the certificate.
func (c *LogCertificate) code(code alb.Reason) {
	if len(c.Codes) < maxCodes && !hasReason(c.Codes, code) {
		c.Codes = append(c.Codes, code)
	}
}

// reason returns the count of the lines that ended in one way.
func (l *logFold) reason(ending Ending, code alb.Reason, line source.Span) *LogReason {
	key := string(code)
	if ending == NoStatus {
		key = "-"
	}
	if e := l.reasons[key]; e != nil {
		return e
	}
	if len(l.reasons) >= maxCodes {
		key, code = "other codes", "other codes"
		if e := l.reasons[key]; e != nil {
			return e
		}
	}
	e := &LogReason{Ending: ending, Code: alb.Reason(l.hide(string(code), line))}
	l.reasons[key] = e
	return e
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
func logKey[T LogClient | LogCertificate](m map[string]*T, key string) *T {
	if e := m[key]; e != nil {
		return e
	}
	n := len(m)
	if m[others] != nil {
		n--
	}
	if n >= maxLogKeys && key != others {
		return logKey(m, others)
	}
	e := new(T)
	if key == others {
		switch e := any(e).(type) {
		case *LogClient:
			e.Address = others
		case *LogCertificate:
			e.Subject = others
		}
	}
	m[key] = e
	return e
}

// others is what the clients and certificates are called that are not told apart.
const others = "others"

// finish orders what was counted, and returns a finding for each reason.
func (l *logFold) finish() (findings []Finding) {
	findings = l.secretFinding()
	for _, r := range l.reasons {
		l.Reasons = append(l.Reasons, *r)
	}
	r := l.Reasons
	topFirst(len(r), len(r), func(i, j int) bool {
		return before(r[i].failed(), r[j].failed(), r[i].Count, r[j].Count, r[i].name(), r[j].name())
	}, func(i, j int) { r[i], r[j] = r[j], r[i] })
	for _, r := range l.Reasons {
		if r.Ending != Refused {
			continue
		}
		id := finding.ConnectionFailed
		info := l.Kind.ReasonOf(r.Code)
		if info == nil {
			id = finding.ReasonUnknown
		}
		f := aboutPaste(finding.Finding{ID: id, Spans: r.Spans})
		f.About = About{Reason: info, Code: r.Code, Log: l.Kind, Count: r.Count}
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
	if r.Ending != Refused {
		return 0
	}
	return r.Count
}

// name is what rows with equal counts are ordered by.
func (r *LogReason) name() string {
	switch r.Ending {
	case Established:
		return alb.StatusSuccess
	case NoStatus:
		return "-"
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
