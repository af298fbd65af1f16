package family

import (
	"strconv"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/moment"
)

// ReadDate reads a time in any of the forms that families write:
//
//	2018-12-18T01:50:34Z, with a fraction or an offset     ALB, Envoy, Google Cloud
//	Feb  3 00:55:52 2015 GMT                               OpenSSL: nginx, Apache, Node.js
//	260203005552Z                                          HAProxy: 50 to 99 are of the last century
//	1767323045                                             Traefik: seconds; 13 digits are milliseconds
//	1767323045.0                                           AWS's JSON, Java: seconds and a fraction
//	2027-02-24 18:24:14 +0000 UTC                          Go
//	Wed Nov 25 18:24:14 UTC 2026                           Java, in UTC
func ReadDate(s string) (time.Time, bool) {
	s = strings.Trim(strings.TrimSpace(s), `"`)
	if t, ok := moment.Parse(s); ok {
		return t, true
	}
	f := strings.Fields(s)
	switch {
	case len(f) == 5 && f[4] == "GMT":
		return clock(f[3], f[0], f[1], f[2])
	case len(f) == 6 && (f[4] == "UTC" || f[4] == "GMT"):
		return clock(f[5], f[1], f[2], f[3])
	case len(f) == 4 && f[2] == "+0000":
		return moment.Parse(f[0] + "T" + f[1] + "Z")
	case len(f) != 1:
		return time.Time{}, false
	}
	if n := len(s); (n == 12 || n == 13 && s[12] == 'Z') && digits(s[:12]) {
		century := "20"
		if s[0] >= '5' {
			century = "19"
		}
		return moment.Parse(century + s[0:2] + "-" + s[2:4] + "-" + s[4:6] + "T" + s[6:8] + ":" + s[8:10] + ":" + s[10:12] + "Z")
	}
	if whole, fraction, found := strings.Cut(s, "."); found && len(whole) < 12 && digits(fraction) {
		s = whole
	}
	if n := len(s); n >= 9 && n <= 13 && digits(s) {
		v, _ := strconv.ParseInt(s, 10, 64)
		if n == 13 {
			v /= 1000
		}
		return time.Unix(v, 0).UTC(), true
	}
	return time.Time{}, false
}

// clock puts a time together whose month has a name.
func clock(year, month, day, hours string) (time.Time, bool) {
	const months = "JanFebMarAprMayJunJulAugSepOctNovDec"
	at := strings.Index(months, month)
	if len(month) != 3 || at < 0 || at%3 != 0 || len(day) > 2 || !digits(day) || !digits(year) || len(year) > 4 {
		return time.Time{}, false
	}
	m := strconv.Itoa(101 + at/3)[1:]
	for len(year) < 4 {
		year = "0" + year
	}
	if len(day) == 1 {
		day = "0" + day
	}
	return moment.Parse(year + "-" + m + "-" + day + "T" + hours + "Z")
}

func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
