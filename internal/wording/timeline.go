package wording

import (
	"strconv"
	"time"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/report"
)

// The axis of a time line, in its own units.
const (
	axis     = 10000
	maxTicks = 6
	maxBars  = 40 // more do not fit under each other; the first ones are shown
)

// timeline draws the validity of the members on one axis that holds all of them
// and the present, with a margin of a twentieth on each side.
func (w *Writer) timeline(members []judge.Member) *report.Timeline {
	now := w.judge.Now()
	var from, to time.Time
	any, left := false, 0
	shown := make([]judge.Member, 0, min(len(members), maxBars))
	for _, m := range members {
		c := w.judge.Certificates()[m.Certificate]
		if m.Role == judge.Duplicate || m.Role == judge.OtherReading || m.Role == judge.OtherHop || !c.NotBefore.OK || !c.NotAfter.OK || c.NotAfter.Time.Before(c.NotBefore.Time) {
			continue
		}
		if len(shown) == maxBars {
			left++
			continue
		}
		shown = append(shown, m)
		end := c.NotAfter.Time
		if end.Equal(judge.Forever) { // it would press all else together
			end = c.NotBefore.Time.AddDate(30, 0, 0)
		}
		if !any || c.NotBefore.Time.Before(from) {
			from = c.NotBefore.Time
		}
		if !any || end.After(to) {
			to = end
		}
		any = true
	}
	if !any {
		return nil
	}
	if now.Before(from) {
		from = now
	}
	if now.After(to) {
		to = now
	}
	margin := max(1, (to.Unix()-from.Unix())/20)
	start, span := from.Unix()-margin, to.Unix()-from.Unix()+2*margin
	at := func(t time.Time) int { return int(max(0, min(axis, (t.Unix()-start)*axis/span))) }
	out := &report.Timeline{Now: at(now), NowLabel: "today " + moment.Date(now), Left: left}
	for _, m := range shown {
		c, r := w.judge.Certificates()[m.Certificate], &w.report.Certificates[m.Certificate]
		out.Bars = append(out.Bars, report.Bar{Certificate: m.Certificate, From: at(c.NotBefore.Time), To: at(c.NotAfter.Time), Tone: r.Tone,
			Label: r.Title + ": " + r.NotBefore + " to " + r.NotAfter + ", " + r.When})
		if out.Summary != "" {
			out.Summary += "; "
		}
		out.Summary += r.Title + " " + r.When
	}
	out.Ticks = ticks(time.Unix(start, 0).UTC(), time.Unix(start+span, 0).UTC(), at)
	return out
}

// ticks labels years, months, days or hours: the finest that gives no more than
// maxTicks.
func ticks(from, to time.Time, at func(time.Time) int) []report.Tick {
	type unit struct {
		years, months, days, hours int
	}
	units := []unit{
		{hours: 1}, {hours: 6}, {days: 1}, {days: 7}, {months: 1}, {months: 3},
		{years: 1}, {years: 2}, {years: 5}, {years: 10}, {years: 50}, {years: 500}, {years: 2000},
	}
	list := make([]report.Tick, 0, maxTicks+1)
	for _, u := range units {
		// The longest that months and years can be: what has more units of that
		// length than maxTicks has too many of them for sure.
		hours := int64(u.hours + 24*(u.days+31*u.months+366*u.years))
		if (to.Unix()-from.Unix())/(3600*hours) > maxTicks {
			continue
		}
		var t time.Time
		switch {
		case u.years > 0:
			t = time.Date(from.Year()/u.years*u.years, 1, 1, 0, 0, 0, 0, time.UTC)
		case u.months > 0:
			t = time.Date(from.Year(), (from.Month()-1)/time.Month(u.months)*time.Month(u.months)+1, 1, 0, 0, 0, 0, time.UTC)
		default:
			t = from.Truncate(time.Duration(hours) * time.Hour)
		}
		list = list[:0]
		for n := 0; t.Before(to) && n < 100 && len(list) <= maxTicks; n++ {
			if !t.Before(from) {
				label := strconv.Itoa(t.Year())
				switch {
				case u.hours == 1:
					label = moment.Clock(t)
				case u.hours > 0:
					label = strconv.Itoa(t.Day()) + " " + moment.Month(t) + " " + moment.Clock(t)
				case u.days > 0:
					label = strconv.Itoa(t.Day()) + " " + moment.Month(t)
				case u.months > 0:
					label = moment.Month(t) + " " + label
				}
				list = append(list, report.Tick{At: at(t), Label: label})
			}
			t = t.AddDate(u.years, u.months, u.days).Add(time.Duration(u.hours) * time.Hour)
		}
		if len(list) <= maxTicks {
			return list
		}
	}
	return nil
}
