package report

import (
	"time"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/words"
)

// Times in words. Everything is UTC and counts whole units of the calendar: a
// month ago is the same day of the month before, or that month's last day if it
// is shorter. What is not whole does not count, so "13 days left" may be almost 14.

// isoTime is the time in ISO 8601, as ALB writes it.
func isoTime(t time.Time) string { return moment.ISO(t) }

// longTime is the time in full, for a tooltip.
func longTime(t time.Time) string { return moment.Long(t) }

// validity is a validity as it stands at one moment.
type validity struct {
	words string
	tone  Tone
	badge string // "expired", "not yet valid", …, or empty
}

// clock says how the present lies to a validity whose times could be read.
func (w *Writer) clock(notBefore, notAfter time.Time) validity {
	now := w.judge.Now()
	return describeClock(judge.ReadClock(notBefore, true, notAfter, true, now), notBefore, notAfter, now)
}

// describeClock says how now lies to a validity.
func describeClock(c judge.Clock, notBefore, notAfter, now time.Time) validity {
	switch c {
	case judge.NeverValid:
		return validity{"never valid: it ends before it starts", ToneBad, "never valid"}
	case judge.Expired:
		return validity{"expired " + between(notAfter, now) + " ago", ToneBad, "expired"}
	case judge.NotYet:
		return validity{"not yet valid, starts in " + between(now, notBefore), ToneBad, "not yet valid"}
	case judge.ClockUnknown:
		return validity{"validity not readable", ToneWarn, ""}
	case judge.Endless:
		return validity{"in date, without an end", ToneGood, ""}
	}
	left := between(now, notAfter)
	switch {
	case c == judge.EndsSoon:
		return validity{left + " left", ToneWarn, "expires soon"}
	case months(now, notAfter) < 2:
		return validity{left + " left", ToneGood, ""}
	}
	return validity{"in date for another " + left, ToneGood, ""}
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
	text = between(notBefore, end)
	if months(notBefore, end) >= 2 {
		days = words.Count(int((end.Unix()-notBefore.Unix())/86400), "day")
	}
	return text, days
}

// between is the time from a to a later b in words, in the largest units that
// say enough: "5 hours", "13 days", "14 months", "2 years 3 months", "12 years".
func between(a, b time.Time) string {
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
