package judge

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/keypiece"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Request is what tells a request from others in a list: its line, when it came and
// from where. Each is as written, empty where the paste does not say it.
type Request struct {
	Method, Path, Time, Client string
}

// requestOf reads what tells the unit from others: its line first, then named values.
// The first one of a kind holds.
func requestOf(u *unwrap.Unit, fields []Field) (r Request) {
	method, path := requestLine(u.Opening.Bytes)
	r.Method, r.Path = string(method), string(path)
	for i := range fields {
		if to := r.part(fields[i].Name); to != nil && *to == "" && fields[i].Field.Element == 0 { // XFCC has a URI too
			*to = string(fields[i].Field.Value.Bytes)
		}
	}
	for _, s := range [...]*string{&r.Method, &r.Path, &r.Time, &r.Client} {
		*s = Hidden(*s)
	}
	if !keypiece.Unlikely(r.Path) {
		r.Path = hidePath(r.Path)
	}
	return r
}

// requestLine reads "GET /path HTTP/1.1"; a status line has neither.
func requestLine(line []byte) (method, path []byte) {
	line = bytes.TrimLeft(line, "> \t")
	m, rest, ok := bytes.Cut(line, []byte(" "))
	if !ok || bytes.HasPrefix(m, []byte("HTTP/")) {
		return nil, nil
	}
	if i := bytes.LastIndexByte(bytes.TrimRight(rest, " \t\r"), ' '); i >= 0 {
		rest = rest[:i]
	}
	return m, rest
}

// tellsRequest reports whether a named value tells a request from others.
func tellsRequest(fields []Field) bool {
	var r Request
	for i := range fields {
		if r.part(fields[i].Name) != nil {
			return true
		}
	}
	return false
}

// maxRequestName is the length of the longest name below.
const maxRequestName = len("downstream_remote_address")

// part returns where a value of the name belongs; nil if nowhere. The names are those
// of the events of API Gateway and ALB, of Envoy's, nginx's and Caddy's logs, and of
// the headers that pass on an address.
func (r *Request) part(name string) *string {
	if len(name) > maxRequestName {
		return nil
	}
	switch strings.ToLower(name) {
	case "httpmethod", "method", "request_method", ":method":
		return &r.Method
	case "path", "rawpath", "uri", "request_uri", ":path":
		return &r.Path
	case "time", "timestamp", "@timestamp", "ts", "start_time", "time_iso8601", "time_local", "date":
		return &r.Time
	case "sourceip", "remote_addr", "remote_ip", "client_ip", "downstream_remote_address", "x-forwarded-for", "x-real-ip":
		return &r.Client
	}
	return nil
}
