package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/source"
)

// Records of the two connection logs speak for themselves: each is a unit of its
// own, typed, and is not looked into. They come as lines, as rows under a row of
// names (CSV, w3c), as JSON objects, and as strings inside JSON: what CloudWatch,
// Firehose and fluent-bit make of a line. Package carrier reads them; here is
// where they are looked for.

// surroundings are what is known of a text while its lines are read.
type surroundings struct {
	alb   []carrier.ALBField // a row of names, the last one read
	front []carrier.FrontField
	json  answer // may its JSON hold records

	called   string // by a line "Name: X", of the "Value:" that follows
	calledAt source.Span

	turns bool   // names and values take turns, a line each
	head  []cell // a row of names, and what parts its cells
	parts byte

	notDump int // up to here it is known that no printed list or map begins
}

// answer is one that is given once.
type answer uint8

const (
	notAsked answer = iota
	no
	yes
)

// record reads the line [pos, end) of t if it is a record of a log, or the row of
// names above some: then there is nothing to hand on.
func (u *unwrapper) record(t source.Text, pos, end int, s *surroundings) bool {
	line := t.Slice(pos, end)
	c := line.Bytes[0]
	digit := c >= '0' && c <= '9'
	switch {
	case (digit || s.front != nil) && u.lineRecord(line, s):
		return true
	case s.alb != nil && (digit || c == '"'):
		if r, ok := carrier.ReadALBRow(line.Bytes, s.alb); ok {
			u.albRecord(line, r)
			return true
		}
	}
	switch {
	case digit:
	case c == '#':
		if order, ok := carrier.ReadCloudFrontHead(line.Bytes); ok {
			s.front = order
			return true
		}
		return s.front != nil && bytes.HasPrefix(line.Bytes, []byte("#Version:"))
	case c == '"' || c|0x20 == 't' || c|0x20 == 'l' || c|0x20 == 'c': // names that a row of them may begin with
		u.look(line.Len())
		order, ok := carrier.ReadALBHead(line.Bytes)
		if ok {
			s.alb = order
		}
		return ok
	}
	return false
}

// lineRecord reads a line if it is a record.
func (u *unwrapper) lineRecord(line source.Text, s *surroundings) bool {
	u.look(line.Len())
	if r, ok := carrier.ReadALBRecord(line.Bytes); ok {
		u.albRecord(line, r)
		return true
	}
	if bytes.IndexByte(line.Bytes[:min(line.Len(), maxFrontTime)], '\t') < 0 {
		return false
	}
	if r, ok := carrier.ReadCloudFrontRecord(line.Bytes, s.front); ok {
		u.frontRecord(line, r)
		return true
	}
	return false
}

// maxFrontTime is the room in which a tab stands after the first field of
// CloudFront's log: milliseconds since 1970.
const maxFrontTime = 64

// objectRecord reads the JSON object t if it is a record.
func (u *unwrapper) objectRecord(t source.Text) bool {
	u.look(t.Len())
	if r, ok := carrier.ReadALBJSON(t.Bytes); ok {
		u.albRecord(t, r)
		return true
	}
	if r, ok := carrier.ReadCloudFrontJSON(t.Bytes); ok {
		u.frontRecord(t, r)
		return true
	}
	return false
}

// recordWords are what an object that is a record mentions.
var recordWords = [][]byte{[]byte("tls_verify_status"), []byte("connectionStatus"), []byte("clientLeafCert")}

// jsonRecords reports whether records can be in the JSON of the text b.
func (u *unwrapper) jsonRecords(b []byte, s *surroundings) bool {
	if s.json == notAsked {
		s.json = no
		for _, w := range recordWords {
			u.look(len(b))
			if bytes.Contains(b, w) {
				s.json = yes
				break
			}
		}
	}
	return s.json == yes
}

// wholeObject returns the JSON object at b[at], or as much of it as is looked at.
func (u *unwrapper) wholeObject(b []byte, at int) (object []byte, whole bool) {
	s := b[:min(len(b), at+lookAhead)]
	end, whole := jsontext.Walk(s, at, func(jsontext.Event) bool { return true })
	u.look(end - at)
	if !whole {
		end = len(s)
	}
	return b[at:end], whole
}

func (u *unwrapper) albRecord(t source.Text, r carrier.ALBLine) {
	u.recognized("ALB connection log", 0)
	u.alb = r
	u.found = Unit{Kind: Record, ALB: &u.alb, Line: t}
}

func (u *unwrapper) frontRecord(t source.Text, r carrier.FrontLine) {
	u.recognized("CloudFront connection log", 0)
	u.front = r
	u.found = Unit{Kind: Record, CloudFront: &u.front, Line: t}
}

// handRecord hands on the record that was read, if there is one. Its memory serves
// the next one again.
func (u *unwrapper) handRecord() {
	r := &u.found
	if r.Kind != Record || u.stopped {
		return
	}
	r.Span = r.Line.Span(0, len(bytes.TrimRight(r.Line.Bytes, "\r\n")))
	u.records++
	u.hand(r)
	*r = Unit{}
}
