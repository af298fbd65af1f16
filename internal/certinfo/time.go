package certinfo

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
)

// validity reads SEQUENCE { notBefore Time, notAfter Time }.
func (r *reader) validity(o *Outline, e *der.Element, c *Certificate) {
	path := r.path(FieldValidity)
	r.check(e, path)
	c.Validity = e.Place()
	if t, ok := r.field(o, FieldNotBefore, ""); ok {
		c.NotBefore = r.time(&t, r.path(FieldNotBefore))
	}
	if t, ok := r.field(o, FieldNotAfter, ""); ok {
		c.NotAfter = r.time(&t, r.path(FieldNotAfter))
		end := t.End()
		r.extra(der.Place{Offset: end, Length: e.Offset + len(e.Bytes) - end}, path)
	}
	if c.NotBefore.OK && c.NotAfter.OK && c.NotAfter.Time.Before(c.NotBefore.Time) {
		r.find(finding.ValidityReversed, c.Validity, path, "notAfter lies before notBefore: the certificate is never valid.")
	}
}

// time reads CHOICE { utcTime UTCTime, generalTime GeneralizedTime } (RFC 5280,
// section 4.1.2.5).
func (r *reader) time(e *der.Element, path string) Time {
	if !e.Is(der.UTCTime) && !e.Is(der.GeneralizedTime) {
		r.check(e, path)
		t := Time{Tag: e.Tag, Text: r.str(e), Place: e.Place()}
		if e.Class != der.Universal {
			t.Tag = -1
		}
		r.wrongType(e, path, "a UTCTime or GeneralizedTime")
		return t
	}
	t := r.moment(e, e.Tag, path)
	if t.OK && e.Tag == der.GeneralizedTime && t.Time.Year() < 2050 && t.Time.Year() >= 1950 {
		r.find(finding.TimeWrongType, t.Place, path, r.name(path)+" is a GeneralizedTime, but its year is before 2050.")
	}
	return t
}

// moment reads e as a time of the universal type tag.
func (r *reader) moment(e *der.Element, tag int, path string) Time {
	r.check(e, path)
	t := Time{Tag: tag, Text: r.str(e), Place: e.Place()}
	var fault der.TimeFault
	t.Time, fault = der.ReadTime(tag, e.Content())
	switch {
	case fault&(der.TimeShape|der.TimeRange) != 0 || e.Constructed || e.Problem&der.Overrun != 0:
		r.find(finding.TimeUnreadable, t.Place, path, r.name(path)+" is “"+printable(t.Text)+"”, which is not a moment that exists.")
		return t
	case fault != 0:
		r.find(finding.TimeNotDER, t.Place, path, r.name(path)+" is “"+printable(t.Text)+"”: "+timeFault(fault)+".")
	}
	t.OK = true
	return t
}

func timeFault(f der.TimeFault) string {
	switch {
	case f&der.TimeNoSeconds != 0:
		return "seconds are missing and taken as zero"
	case f&der.TimeFraction != 0:
		return "it has a fraction of a second, which is dropped"
	case f&der.TimeZone != 0:
		return "it is not in UTC"
	}
	return "it names no time zone and is taken as UTC"
}

// printable makes a piece of the input fit for a sentence.
func printable(s string) string {
	if len(s) > 40 {
		s = s[:40] + "…"
	}
	return string(bytes.Map(func(c rune) rune {
		if c < 0x20 || c == 0x7F {
			return '\uFFFD'
		}
		return c
	}, bytes.ToValidUTF8([]byte(s), []byte("\uFFFD"))))
}
