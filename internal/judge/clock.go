package judge

import "time"

// Clock is how a validity stands at one moment.
type Clock uint8

const (
	ClockUnknown Clock = iota // one of the times could not be read
	InDate
	EndsSoon   // in date, and less than Soon before its end
	Endless    // in date, and without a good end (RFC 5280, section 4.1.2.5)
	Expired    // after its end
	NotYet     // before its start
	NeverValid // it ends before it starts
)

// Soon is how many days before its end a certificate is called out: a month is
// about what renewing by hand takes.
const Soon = 30

// Forever is the notAfter of a certificate that has no good end (RFC 5280,
// section 4.1.2.5): 99991231235959Z.
var Forever = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)

// ReadClock says how now lies to a validity. A time that is not ok could not be
// read. The last second belongs to it (RFC 5280, section 4.1.2.5).
func ReadClock(notBefore time.Time, okBefore bool, notAfter time.Time, okAfter bool, now time.Time) Clock {
	switch {
	case okBefore && okAfter && notAfter.Before(notBefore):
		return NeverValid
	case okAfter && now.After(notAfter):
		return Expired
	case okBefore && now.Before(notBefore):
		return NotYet
	case !okBefore || !okAfter:
		return ClockUnknown
	case notAfter.Equal(Forever):
		return Endless
	case now.AddDate(0, 0, Soon).After(notAfter):
		return EndsSoon
	}
	return InDate
}
