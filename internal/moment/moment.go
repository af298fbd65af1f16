// Package moment writes and reads times as text, in the few forms that mtlens
// needs. All of them are UTC.
//
// The standard library's Format and Parse know every form there is, and with
// them the program that the page loads would be 19 KB larger (brotli). Their
// results are what the tests here compare with.
package moment

import "time"

// ISO writes a time as ALB does: 2023-09-21T01:50:17Z (ISO 8601, whole seconds).
func ISO(t time.Time) string {
	return string(AppendISO(make([]byte, 0, 20), t))
}

// AppendISO appends what ISO returns.
func AppendISO(b []byte, t time.Time) []byte {
	t = t.UTC()
	b = append(appendDate(b, t), 'T')
	return append(appendClock(b, t, true), 'Z')
}

// Date writes the day: 2023-09-21.
func Date(t time.Time) string { return string(appendDate(nil, t.UTC())) }

// Clock writes hours and minutes: 01:50.
func Clock(t time.Time) string { return string(appendClock(nil, t.UTC(), false)) }

// OpenSSL writes a time as OpenSSL's ASN1_TIME_print does: Sep 21 01:50:17 2023 GMT,
// the day filled up with a space.
func OpenSSL(t time.Time) string {
	t = t.UTC()
	b := append([]byte(Month(t)), ' ')
	if t.Day() < 10 {
		b = append(b, ' ')
	}
	b = append(appendInt(b, t.Day(), 1), ' ')
	b = append(appendClock(b, t, true), ' ')
	return string(append(appendInt(b, t.Year(), 1), " GMT"...))
}

// Long writes a time in full: Thursday, 21 September 2023, 01:50:17 UTC.
func Long(t time.Time) string {
	t = t.UTC()
	b := append([]byte(t.Weekday().String()), ", "...)
	b = append(appendInt(b, t.Day(), 1), ' ')
	b = append(append(b, t.Month().String()...), ' ')
	b = append(appendInt(b, t.Year(), 4), ", "...)
	return string(append(appendClock(b, t, true), " UTC"...))
}

// Month is the name of the month in three letters.
func Month(t time.Time) string { return t.UTC().Month().String()[:3] }

func appendDate(b []byte, t time.Time) []byte {
	year, month, day := t.Date()
	b = append(appendInt(b, year, 4), '-')
	b = append(appendInt(b, int(month), 2), '-')
	return appendInt(b, day, 2)
}

func appendClock(b []byte, t time.Time, seconds bool) []byte {
	hour, minute, second := t.Clock()
	b = append(appendInt(b, hour, 2), ':')
	b = appendInt(b, minute, 2)
	if seconds {
		b = appendInt(append(b, ':'), second, 2)
	}
	return b
}

// appendInt appends n with at least so many digits.
func appendInt(b []byte, n, width int) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	var digits [20]byte
	i := len(digits)
	for n > 0 || len(digits)-i < width {
		i--
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	return append(b, digits[i:]...)
}

// Parse reads a time in the form of RFC 3339: 2023-09-21T01:50:17Z, a fraction of
// a second and an offset in hours and minutes allowed.
func Parse(s string) (time.Time, bool) {
	if len(s) < 20 || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, false
	}
	var v [6]int
	for i, at := range [6]int{0, 5, 8, 11, 14, 17} {
		n := 2
		if i == 0 {
			n = 4
		}
		for _, c := range []byte(s[at : at+n]) {
			if c < '0' || c > '9' {
				return time.Time{}, false
			}
			v[i] = v[i]*10 + int(c-'0')
		}
	}
	t := time.Date(v[0], time.Month(v[1]), v[2], v[3], v[4], v[5], 0, time.UTC)
	if t.Year() != v[0] || int(t.Month()) != v[1] || t.Day() != v[2] || t.Hour() != v[3] || t.Minute() != v[4] || t.Second() != v[5] {
		return time.Time{}, false // a day or an hour that does not exist
	}
	rest := s[19:]
	if rest[0] == '.' {
		i, nanos, unit := 1, 0, 100_000_000
		for ; i < len(rest) && rest[i] >= '0' && rest[i] <= '9'; i++ {
			nanos += int(rest[i]-'0') * unit
			unit /= 10
		}
		if i == 1 {
			return time.Time{}, false
		}
		t, rest = t.Add(time.Duration(nanos)), rest[i:]
	}
	if rest == "Z" {
		return t, true
	}
	if len(rest) != 6 || rest[0] != '+' && rest[0] != '-' || rest[3] != ':' {
		return time.Time{}, false
	}
	minutes := 0
	for _, i := range []int{1, 2, 4, 5} {
		if rest[i] < '0' || rest[i] > '9' {
			return time.Time{}, false
		}
	}
	hours := int(rest[1]-'0')*10 + int(rest[2]-'0')
	minutes = int(rest[4]-'0')*10 + int(rest[5]-'0')
	if hours > 24 || minutes > 60 {
		return time.Time{}, false
	}
	offset := time.Duration(hours*60+minutes) * time.Minute
	if rest[0] == '+' {
		offset = -offset
	}
	return t.Add(offset), true
}
