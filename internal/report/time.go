package report

import (
	"time"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/words"
)

// Times in words. Everything is UTC and counts whole units of the calendar: a
// month ago is the same day of the month before, or that month's last day if it
// is shorter. What is not whole does not count, so "13 days left" may be almost 14.

// Validity is a validity as it stands at one moment.
type Validity struct {
	Words string
	Tone  Tone
	Badge string // "expired", "not yet valid", …, or empty
}

// DescribeClock says how now lies to a validity.
func DescribeClock(c judge.Clock, notBefore, notAfter, now time.Time) Validity {
	switch c {
	case judge.NeverValid:
		return Validity{"never valid: it ends before it starts", ToneBad, "never valid"}
	case judge.Expired:
		return Validity{"expired " + Between(notAfter, now) + " ago", ToneBad, "expired"}
	case judge.NotYet:
		return Validity{"not yet valid, starts in " + Between(now, notBefore), ToneBad, "not yet valid"}
	case judge.ClockUnknown:
		return Validity{"validity not readable", ToneWarn, ""}
	case judge.Endless:
		return Validity{"in date, without an end", ToneGood, ""}
	}
	left := Between(now, notAfter)
	switch {
	case c == judge.EndsSoon:
		return Validity{left + " left", ToneWarn, "expires soon"}
	case months(now, notAfter) < 2:
		return Validity{left + " left", ToneGood, ""}
	}
	return Validity{"in date for another " + left, ToneGood, ""}
}

// lengthOf is the length of a validity in words, and in days if that says more.
// Both ends belong to it: a second more than their difference.
func lengthOf(notBefore, notAfter time.Time) (text, days string) {
	if notAfter.Before(notBefore) {
		return "none", ""
	}
	if notAfter.Equal(judge.Forever) {
		return "without an end", ""
	}
	end := notAfter.Add(time.Second)
	text = Between(notBefore, end)
	if months(notBefore, end) >= 2 {
		days = words.Count(int((end.Unix()-notBefore.Unix())/86400), "day")
	}
	return text, days
}

// Between is the time from a to a later b in words, in the largest units that
// say enough: "5 hours", "13 days", "14 months", "2 years 3 months", "12 years".
func Between(a, b time.Time) string {
	a, b = a.UTC(), b.UTC()
	m := months(a, b)
	switch s := int(b.Unix() - a.Unix()); {
	case b.Sub(a) < time.Minute:
		return "less than a minute"
	case s < 3600:
		return words.Count(s/60, "minute")
	case s < 86400:
		return words.Count(s/3600, "hour")
	case m < 2:
		return words.Count(s/86400, "day")
	}
	switch {
	case m < 24 && m != 12:
		return words.Count(m, "month")
	case m%12 == 0 || m >= 1200: // of centuries nobody counts the months
		return words.Count(m/12, "year")
	}
	return words.Count(m/12, "year") + " " + words.Count(m%12, "month")
}

// months is the number of whole calendar months from a to b, 0 if b is earlier.
func months(a, b time.Time) int {
	a, b = a.UTC(), b.UTC()
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if n > 0 && addMonths(a, n).After(b) {
		n--
	}
	return max(n, 0)
}

// addMonths adds n months; a day that the month does not have becomes its last.
func addMonths(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month(), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}
