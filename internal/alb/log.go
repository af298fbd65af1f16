package alb

import (
	"bytes"
	"strconv"
	"time"
)

// The connection log ([LogGuide]): one line a connection, fields separated by
// one space, new fields appended at the end.
//
//	timestamp client_ip client_port listener_port tls_protocol tls_cipher
//	tls_handshake_latency "leaf_client_cert_subject" leaf_client_cert_validity
//	leaf_client_cert_serial_number tls_verify_status conn_trace_id
//	tls_keyexchange elb ip_address
//
// AWS's examples end with conn_trace_id, the twelfth; a "-" that nobody documents
// may follow. A value that is not there is "-".

// LogField is a field of the connection log.
type LogField uint8

const (
	LogTime         LogField = iota // timestamp
	LogClientIP                     // client_ip
	LogClientPort                   // client_port
	LogListenerPort                 // listener_port
	LogProtocol                     // tls_protocol
	LogCipher                       // tls_cipher
	LogLatency                      // tls_handshake_latency: seconds
	LogSubject                      // leaf_client_cert_subject: quoted, may hold spaces
	LogValidity                     // leaf_client_cert_validity: as the header
	LogSerial                       // leaf_client_cert_serial_number: as the header
	LogStatus                       // tls_verify_status: Success, or Failed: and a reason code
	LogTrace                        // conn_trace_id
	LogKeyExchange                  // tls_keyexchange
	LogBalancer                     // elb
	LogAddress                      // ip_address
	LogFields       = iota
)

// LogFieldNames are AWS's names of the fields.
var LogFieldNames = [LogFields]string{
	"timestamp", "client_ip", "client_port", "listener_port", "tls_protocol", "tls_cipher",
	"tls_handshake_latency", "leaf_client_cert_subject", "leaf_client_cert_validity",
	"leaf_client_cert_serial_number", "tls_verify_status", "conn_trace_id",
	"tls_keyexchange", "elb", "ip_address",
}

// Record is a line of the log as read. It shares the memory of the line.
type Record struct {
	Line   []byte
	Fields [LogFields]struct{ Start, End int } // without quotes
	Count  int                                 // fields that are there, at most LogFields
}

// Get returns a field, empty if it is "-" or not there.
func (r *Record) Get(f LogField) string {
	at := r.Fields[f]
	if s := r.Line[at.Start:at.End]; string(s) != "-" {
		return string(s)
	}
	return ""
}

// Reason returns the reason code, empty for success or without a status.
func (r *Record) Reason() Reason {
	at := r.Fields[LogStatus]
	code, _ := bytes.CutPrefix(r.Line[at.Start:at.End], []byte(StatusFailed))
	if len(code) == at.End-at.Start {
		return ""
	}
	return Reason(code)
}

// minLogFields is the least of a line that is recognised: up to tls_verify_status.
const minLogFields = int(LogStatus) + 1

// ParseLogLine reads a line of the connection log; ok is false if it is none. The
// subject and the status may be quoted or bare, as AWS's pages show both; fields
// after those that are known are passed over. Nothing is allocated.
func ParseLogLine(line []byte) (r Record, ok bool) {
	r.Line = line
	for at := 0; at < len(line); {
		if c := line[at]; c == ' ' || c == '\r' || c == '\n' {
			at++
			continue
		}
		if r.Count == LogFields {
			break // fields of the future, or the trailing "-"
		}
		f := &r.Fields[r.Count]
		if line[at] == '"' {
			f.Start, f.End = at+1, closing(line, at+1)
			at = f.End + 1
		} else {
			f.Start, f.End = at, bare(line, at)
			at = f.End
		}
		if !r.plausible(LogField(r.Count)) {
			return Record{}, false
		}
		r.Count++
	}
	if r.Count < minLogFields {
		return Record{}, false
	}
	return r, true
}

// closing finds the quote that ends a value: the next one before a space or the
// end of the line, for a name may hold quotes, with a backslash before each.
func closing(line []byte, at int) int {
	for i := at; i < len(line); i++ {
		if line[i] == '\\' {
			i++
		} else if line[i] == '"' && (i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\r' || line[i+1] == '\n') {
			return i
		}
	}
	return len(line)
}

// bare finds the end of a value without quotes.
func bare(line []byte, at int) int {
	for i := at; i < len(line); i++ {
		if c := line[i]; c == ' ' || c == '\r' || c == '\n' {
			return i
		}
	}
	return len(line)
}

// plausible reports whether a field can be what its place says. It is strict
// where other logs differ, so that none of them is taken for this one.
func (r *Record) plausible(f LogField) bool {
	s := r.Line[r.Fields[f].Start:r.Fields[f].End]
	if f > LogTime && len(s) == 1 && s[0] == '-' {
		return true
	}
	switch f {
	case LogTime: // 2023-10-04T17:05:15.514108Z
		return len(s) >= len("2023-10-04T17:05:15Z") && s[4] == '-' && s[7] == '-' && s[10] == 'T' && s[13] == ':' && s[len(s)-1] == 'Z' &&
			made(s[:4], "0123456789")
	case LogClientIP:
		return made(s, "0123456789abcdefABCDEF.:")
	case LogClientPort, LogListenerPort:
		return made(s, "0123456789")
	case LogProtocol:
		return bytes.HasPrefix(s, []byte("TLSv")) || bytes.HasPrefix(s, []byte("SSLv"))
	case LogLatency:
		return made(s, "0123456789.")
	case LogValidity:
		return bytes.HasPrefix(s, []byte("NotBefore="))
	case LogSerial:
		return made(s, "0123456789ABCDEFabcdef-")
	case LogStatus:
		return string(s) == StatusSuccess || bytes.HasPrefix(s, []byte(StatusFailed))
	}
	return true
}

// made reports whether s is not empty and made of the characters.
func made(s []byte, of string) bool {
	for _, c := range s {
		found := false
		for i := 0; i < len(of); i++ {
			found = found || of[i] == c
		}
		if !found {
			return false
		}
	}
	return len(s) > 0
}

// Entry is a line of the log to be written. An empty string becomes "-".
type Entry struct {
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

// AppendLogLine appends the line of an entry, without a line feed. The subject is
// always quoted: the pattern that AWS gives for Athena wants it so.
func AppendLogLine(dst []byte, e *Entry) []byte {
	value := func(s string) {
		if s == "" {
			s = "-"
		}
		dst = append(append(dst, ' '), s...)
	}
	dst = e.Time.UTC().AppendFormat(dst, "2006-01-02T15:04:05.000000Z")
	value(e.ClientIP)
	value(strconv.Itoa(e.ClientPort))
	value(strconv.Itoa(e.ListenerPort))
	value(e.Protocol)
	value(e.Cipher)
	if e.Latency < 0 {
		value("")
	} else {
		value(strconv.FormatFloat(e.Latency.Seconds(), 'f', 3, 64))
	}
	subject := e.Subject
	if subject == "" {
		subject = "-"
	}
	value(`"` + subject + `"`)
	for _, s := range []string{e.Validity, e.Serial, e.Status, e.Trace, e.KeyExchange, e.Balancer, e.Address} {
		value(s)
	}
	return dst
}
