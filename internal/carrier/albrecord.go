package carrier

import (
	"bytes"
	"strconv"
	"time"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/moment"
)

// The connection log of an Application Load Balancer
// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html):
// one line a connection, fields separated by one space, new fields appended at the end.
//
//	timestamp client_ip client_port listener_port tls_protocol tls_cipher
//	tls_handshake_latency "leaf_client_cert_subject" leaf_client_cert_validity
//	leaf_client_cert_serial_number tls_verify_status conn_trace_id
//	tls_keyexchange elb ip_address
//
// AWS's examples end with conn_trace_id, the twelfth; a "-" may follow, which AWS
// announces as the place of a new field. A value that is not there is "-".
//
// CloudWatch and Firehose deliver the same fields as JSON; Athena gives rows of
// CSV under a row of names; AWS's own recipe with awk leaves fields 2 to 4, 7 and
// those after the twelfth out. It parts fields at every blank, so each blank in a
// subject pushes one of the last fields out, the status among them.

// ALBField is a field of the log.
type ALBField uint8

const (
	ALBTime         ALBField = iota // timestamp
	ALBClientIP                     // client_ip
	ALBClientPort                   // client_port
	ALBListenerPort                 // listener_port
	ALBProtocol                     // tls_protocol
	ALBCipher                       // tls_cipher
	ALBLatency                      // tls_handshake_latency: seconds
	ALBSubject                      // leaf_client_cert_subject: quoted, may hold spaces
	ALBValidity                     // leaf_client_cert_validity: a pair of dates
	ALBSerial                       // leaf_client_cert_serial_number
	ALBStatus                       // tls_verify_status: Success, or Failed: and a reason code
	ALBTrace                        // conn_trace_id
	ALBKeyExchange                  // tls_keyexchange
	ALBBalancer                     // elb: the ID of the resource
	ALBAddress                      // ip_address: of the node
	ALBFields       = iota
)

// ALBFieldNames are AWS's names of the fields.
var ALBFieldNames = [ALBFields]string{
	"timestamp", "client_ip", "client_port", "listener_port", "tls_protocol", "tls_cipher",
	"tls_handshake_latency", "leaf_client_cert_subject", "leaf_client_cert_validity",
	"leaf_client_cert_serial_number", "tls_verify_status", "conn_trace_id",
	"tls_keyexchange", "elb", "ip_address",
}

// The words of tls_verify_status, and of CloudFront's connectionStatus.
const (
	StatusSuccess = "Success"
	StatusFailed  = "Failed:" // a reason code follows
)

// ALBFieldOf is the field of a name: AWS's, or "time", which Athena's table and
// CloudWatch have for the first one; -1 if it is none.
func ALBFieldOf(name []byte) int {
	if equalFold(name, "time") {
		return int(ALBTime)
	}
	for i, n := range ALBFieldNames {
		if equalFold(name, n) {
			return i
		}
	}
	return -1
}

// ALBLine is a record as read. It shares the memory of the line.
type ALBLine struct{ record }

// Get returns a field, empty if it is "-" or not there.
func (r *ALBLine) Get(f ALBField) string { return r.text(int(f)) }

// Reason returns the reason code, empty for success, for "-" and without a status.
func (r *ALBLine) Reason() string {
	code, failed := bytes.CutPrefix(r.Fields[ALBStatus].Of(r.Line), []byte(StatusFailed))
	if !failed {
		return ""
	}
	return string(code)
}

// The orders in which lines hold the fields: AWS's, and that of its recipe with awk.
var (
	albWhole = [...]ALBField{ALBTime, ALBClientIP, ALBClientPort, ALBListenerPort, ALBProtocol, ALBCipher, ALBLatency, ALBSubject,
		ALBValidity, ALBSerial, ALBStatus, ALBTrace, ALBKeyExchange, ALBBalancer, ALBAddress}
	albAwk = [...]ALBField{ALBTime, ALBProtocol, ALBCipher, ALBSubject, ALBValidity, ALBSerial, ALBStatus, ALBTrace}
)

// ReadALBRecord reads a line of the log; ok is false if it is none. The subject and
// the status may be quoted or bare, as AWS's pages show both; tabs may stand for
// blanks; fields after those that are known are passed over. What the recipe with
// awk gives may lack the status. Nothing is allocated.
func ReadALBRecord(line []byte) (r ALBLine, ok bool) {
	if r, ok = readALB(line, ' ', albWhole[:]); !ok {
		r, ok = readALB(line, ' ', albAwk[:])
		ok = ok || r.Fields[ALBValidity].Len() > 1
	}
	return r, ok
}

// ReadALBRow reads a row of CSV whose fields are those of the order, -1 for one that
// is of no interest: see [ReadALBHead].
func ReadALBRow(line []byte, order []ALBField) (r ALBLine, ok bool) {
	return readALB(line, ',', order)
}

// NoALBField stands in an order for a column that is none.
const NoALBField = ALBField(0xFF)

// ReadALBHead reads a row of CSV that names the fields: that of the table which AWS
// tells people to make in Athena. ok is false if the status is not among them.
func ReadALBHead(line []byte) (order []ALBField, ok bool) {
	if !bytes.Contains(line, []byte("tls_verify_status")) {
		return nil, false
	}
	for at := 0; at < len(line) && line[at] != '\r' && line[at] != '\n'; {
		name, next := field(line, at, ',')
		f := NoALBField
		if i := ALBFieldOf(name.Of(line)); i >= 0 {
			f = ALBField(i)
			ok = ok || f == ALBStatus
		}
		order = append(order, f)
		at = next + 1
	}
	return order, ok
}

// ReadALBJSON reads a record from a JSON object by the names of its members; ok is
// false if the status is not among them, or no other field is.
func ReadALBJSON(b []byte) (r ALBLine, ok bool) {
	start := opens(b)
	if start < 0 || !bytes.Contains(b, []byte("tls_verify_status")) {
		return r, false
	}
	r.members(b, start, ALBFieldOf)
	if r.Count < 2 || r.Fields[ALBStatus] == (Range{}) {
		return ALBLine{}, false
	}
	return r, true
}

func isALBRecord(b []byte) bool {
	if _, ok := ReadALBRecord(b); ok {
		return true
	}
	_, ok := ReadALBJSON(b)
	return ok
}

func readALB(line []byte, separator byte, order []ALBField) (r ALBLine, ok bool) {
	r.Line, r.Doubled = line, separator == ','
	column := 0
	for at := 0; at < len(line); column++ {
		for separator == ' ' && at < len(line) && blank(line[at]) {
			at++
		}
		if at >= len(line) || column == len(order) {
			break // fields of the future, or the trailing "-"
		}
		value, next := field(line, at, separator)
		at = next
		if separator == ',' {
			at++
		}
		f := order[column]
		if f == NoALBField {
			continue
		}
		if !plausibleALB(f, value.Of(line)) {
			return ALBLine{}, false
		}
		r.set(int(f), value)
	}
	return r, r.Fields[ALBStatus] != Range{}
}

// plausibleALB reports whether a field can be what its place says. It is strict
// where other logs differ, so that none of them is taken for this one.
func plausibleALB(f ALBField, s []byte) bool {
	if f > ALBTime && (len(s) == 0 || len(s) == 1 && s[0] == '-') { // Athena writes what is not there as an empty cell
		return true
	}
	switch f {
	case ALBTime: // 2023-10-04T17:05:15.514108Z
		return len(s) >= len("2023-10-04T17:05:15Z") && s[4] == '-' && s[7] == '-' && s[10] == 'T' && s[13] == ':' && s[len(s)-1] == 'Z' &&
			made(s[:4], digit)
	case ALBClientIP:
		return made(s, digit|hexLetter|dot|colon)
	case ALBClientPort, ALBListenerPort:
		return made(s, digit)
	case ALBProtocol:
		return bytes.HasPrefix(s, []byte("TLSv")) || bytes.HasPrefix(s, []byte("SSLv"))
	case ALBLatency:
		return made(s, digit|dot)
	case ALBValidity:
		return bytes.HasPrefix(s, []byte(notBefore))
	case ALBSerial:
		return made(s, digit|hexLetter|hyphen)
	case ALBStatus:
		return string(s) == StatusSuccess || bytes.HasPrefix(s, []byte(StatusFailed))
	}
	return true
}

// ALBEntry is a record to be written. An empty string becomes "-".
type ALBEntry struct {
	Time         time.Time
	ClientIP     string
	ClientPort   int
	ListenerPort int
	Protocol     string        // "TLSv1.3"
	Cipher       string        // by OpenSSL's name
	Latency      time.Duration // below zero if the handshake failed
	Subject      string
	Validity     string
	Serial       string
	Status       string
	Trace        string
	KeyExchange  string
	Balancer     string
	Address      string
}

// texts are the fields as text, "-" for those that are empty.
func (e *ALBEntry) texts() [ALBFields]string {
	latency := ""
	if e.Latency >= 0 {
		latency = strconv.FormatFloat(e.Latency.Seconds(), 'f', 3, 64)
	}
	list := [ALBFields]string{string(appendMicro(nil, e.Time)), e.ClientIP, strconv.Itoa(e.ClientPort), strconv.Itoa(e.ListenerPort), e.Protocol, e.Cipher,
		latency, e.Subject, e.Validity, e.Serial, e.Status, e.Trace, e.KeyExchange, e.Balancer, e.Address}
	for i := range list {
		if list[i] == "" {
			list[i] = "-"
		}
	}
	return list
}

// appendMicro appends a time with six digits after the second.
func appendMicro(dst []byte, t time.Time) []byte {
	dst = moment.AppendISO(dst, t)
	micro := strconv.Itoa(1_000_000 + t.Nanosecond()/1000)
	return append(append(append(dst[:len(dst)-1], '.'), micro[1:]...), 'Z')
}

// AppendALBRecord appends the line of an entry, without a line feed. The subject is
// always quoted: the pattern that AWS gives for Athena wants it so.
func AppendALBRecord(dst []byte, e *ALBEntry) []byte {
	for i, s := range e.texts() {
		if i > 0 {
			dst = append(dst, ' ')
		}
		if ALBField(i) == ALBSubject {
			dst = append(append(append(dst, '"'), s...), '"')
		} else {
			dst = append(dst, s...)
		}
	}
	return dst
}

// AppendALBJSON appends an entry as the JSON object that CloudWatch and Firehose
// deliver.
func AppendALBJSON(dst []byte, e *ALBEntry) []byte {
	dst = append(dst, '{')
	for i, s := range e.texts() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(jsontext.AppendString(dst, ALBFieldNames[i]), ':')
		dst = jsontext.AppendString(dst, s)
	}
	return append(dst, '}')
}
