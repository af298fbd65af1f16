package carrier

import (
	"bytes"
	"time"

	"github.com/mtlens/mtlens/internal/moment"
)

// A validity in one value, as ALB and CloudFront write it, in UTC and whole seconds:
//
//	NotBefore=2023-09-21T01:50:17Z;NotAfter=2024-09-20T01:50:17Z

// Dates is a validity as read: the texts, and the times if they could be read.
type Dates struct {
	NotBefore, NotAfter Range
	Times               [2]time.Time
	OK                  bool // both times could be read
}

const notBefore, notAfter = "NotBefore=", "NotAfter="

// IsValidity reports whether b is such a pair.
func IsValidity(b []byte) bool {
	_, ok := ReadDates(b)
	return ok
}

// ReadDates reads a pair. A comma is taken for the semicolon, as notes of people
// have it; blanks around the times are left out.
func ReadDates(b []byte) (d Dates, ok bool) {
	in, base := trim(b)
	if !bytes.HasPrefix(in, []byte(notBefore)) {
		return d, false
	}
	cut := bytes.Index(in, []byte(notAfter))
	if cut < 1 {
		return d, false
	}
	first, second := in[len(notBefore):cut], in[cut+len(notAfter):]
	first = bytes.TrimRight(first, " ")
	if n := len(first); n == 0 || first[n-1] != ';' && first[n-1] != ',' {
		return d, false
	}
	first = first[:len(first)-1]
	for i, part := range [2][]byte{first, second} {
		text, skip := trim(part)
		r := Range{base + len(notBefore) + skip, 0}
		if i == 1 {
			r.Start = base + cut + len(notAfter) + skip
		}
		r.End = r.Start + len(text)
		if i == 0 {
			d.NotBefore = r
		} else {
			d.NotAfter = r
		}
	}
	var okBefore, okAfter bool
	d.Times[0], okBefore = moment.Parse(string(d.NotBefore.Of(b)))
	d.Times[1], okAfter = moment.Parse(string(d.NotAfter.Of(b)))
	d.OK = okBefore && okAfter
	return d, true
}

// AppendDates writes a pair.
func AppendDates(dst []byte, notBeforeTime, notAfterTime time.Time) []byte {
	dst = moment.AppendISO(append(dst, notBefore...), notBeforeTime)
	return moment.AppendISO(append(append(dst, ';'), notAfter...), notAfterTime)
}
