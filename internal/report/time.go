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
	case s < 60:
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
	year, month, day := a.Date()
	toYear, toMonth, toDay := b.Date()
	n := (toYear-year)*12 + int(toMonth) - int(month)
	if n <= 0 {
		return 0
	}
	if day > 28 { // one that the month does not have is its last
		day = min(day, time.Date(toYear, toMonth+1, 0, 0, 0, 0, 0, time.UTC).Day())
	}
	if day > toDay || day == toDay && inDay(a) > inDay(b) {
		n--
	}
	return n
}

// inDay is the time since midnight.
func inDay(t time.Time) time.Duration {
	const day = 24 * 60 * 60
	return time.Duration((t.Unix()%day+day)%day)*time.Second + time.Duration(t.Nanosecond())
}
