package judge

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/prose"
	"github.com/mtlens/mtlens/internal/source"
)

// Access is a line of ALB's access log that has the transaction ID of a line of the
// connection log beside it: one connection, and a request on it.
type Access struct {
	ID      string // conn_trace_id
	Request string // the request line and the status, as written
	Span    source.Span
}

const (
	maxAccess     = 1000 // lines kept: five for each line of the connection log that is kept
	maxAccessLine = 64 << 10
)

// sameConnection finds the lines of the access log in a paste that has lines of the
// connection log too.
func sameConnection(t source.Text) (list []Access) {
	b := t.Bytes
	for pos := 0; pos < len(b) && len(list) < maxAccess; {
		end := pos + bytes.IndexByte(b[pos:], '\n')
		if end < pos {
			end = len(b)
		}
		if line := b[pos:min(end, pos+maxAccessLine)]; prose.AccessLine(line) == prose.ALBAccess {
			if id := traceID(line); id != "" {
				list = append(list, Access{id, accessRequest(line), t.Span(pos, end)})
			}
		}
		pos = end + 1
	}
	return list
}

// traceID is the transaction ID of a line.
func traceID(line []byte) string {
	at := bytes.LastIndex(line, []byte("TID_"))
	if at < 0 {
		return ""
	}
	end := at
	for end < len(line) && end-at < 64 && line[end] > ' ' && line[end] != '"' && line[end] != ',' {
		end++
	}
	return string(line[at:end])
}

// accessRequest is the request of a line, with elb_status_code before it: the ninth of
// the fields (user guide, "Access logs", syntax).
func accessRequest(line []byte) string {
	at := bytes.IndexByte(line, '"')
	if at < 0 {
		return ""
	}
	end := at + 1 + bytes.IndexByte(line[at+1:], '"')
	if end <= at {
		return ""
	}
	const status = 8 // fields before elb_status_code
	fields := bytes.Fields(line[:at])
	request := string(line[at+1 : end])
	if len(fields) > status {
		request += ", " + string(fields[status])
	}
	return request
}
