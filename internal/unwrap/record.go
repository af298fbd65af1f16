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

// answer is one that is given once.
type answer uint8

const (
	notAsked answer = iota
	no
	yes
)

// isRecord reads the line if it is a record of a log, or the row of names above
// some: then there is nothing to hand on.
func (x *lines) isRecord() bool {
	u, line := x.u, x.t.Slice(x.pos, x.end)
	c := line.Bytes[0]
	isDigit := digit(c)
	switch {
	case (isDigit || x.front != nil) && u.lineRecord(line, x.front):
		return true
	case x.alb != nil && (isDigit || c == '"'):
		if r, ok := carrier.ReadALBRow(x.take()[x.pos:x.end], x.alb); ok {
			u.albRecord(line, r)
			return true
		}
	}
	switch {
	case isDigit:
	case c == '#':
		if order, ok := carrier.ReadCloudFrontHead(line.Bytes); ok {
			x.front = order
			return true
		}
		return x.front != nil && bytes.HasPrefix(line.Bytes, []byte("#Version:"))
	case c == '"' || c|0x20 == 't' || c|0x20 == 'l' || c|0x20 == 'c': // names that a row of them may begin with
		if order, ok := carrier.ReadALBHead(x.take()[x.pos:x.end]); ok {
			x.alb = order
			return true
		}
	}
	return x.behind(line)
}

// behind reads a record that stands behind something in its line: the name of its
// file, as zgrep writes it, or the time and stream of CloudWatch's command line.
func (x *lines) behind(line source.Text) bool {
	b := x.take()[x.pos:x.end]
	if !bytes.Contains(b, []byte(" TLSv")) {
		return false
	}
	const longest = 300 // characters before it
	for i := 1; i < min(len(b), longest); i++ {
		if hasPrefix(b[i:], "20") && (b[i-1] == ':' || blank(b[i-1])) {
			if r, ok := carrier.ReadALBRecord(x.meter.Part(x.pos+i, x.end)); ok {
				x.u.albRecord(line.Slice(i, line.Len()), r)
				return true
			}
		}
	}
	return false
}

// lineRecord reads a line if it is a record.
func (u *unwrapper) lineRecord(line source.Text, front []carrier.FrontField) bool {
	b := u.meter.Over(line).Bytes()
	if r, ok := carrier.ReadALBRecord(b); ok {
		u.albRecord(line, r)
		return true
	}
	if i := bytes.IndexAny(b[:min(len(b), maxFrontTime)], "\t "); i < 0 || b[i] == ' ' && i < frontTime {
		return false
	}
	if r, ok := carrier.ReadCloudFrontRecord(b, front); ok {
		u.frontRecord(line, r)
		return true
	}
	return false
}

// maxFrontTime is the room in which a tab stands after the first field of
// CloudFront's log: milliseconds since 1970.
const maxFrontTime = 64

// frontTime is the length of that time, until the year 2286.
const frontTime = 13

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

// jsonRecords reports whether records can be in the JSON of the text.
func (x *lines) jsonRecords() bool {
	if x.json == notAsked {
		x.json = no
		for _, w := range recordWords {
			if bytes.Contains(x.meter.Bytes(), w) {
				x.json = yes
				break
			}
		}
	}
	return x.json == yes
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
