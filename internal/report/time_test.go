package report

import (
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/judge"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.Parse("2006-01-02 15:04:05.999999999", s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The wanted words were counted by hand on a calendar.
func TestBetween(t *testing.T) {
	tests := []struct{ a, b, want string }{
		{"2026-08-01 12:00:00", "2026-08-01 12:00:00", "less than a minute"},
		{"2026-08-01 12:00:00", "2026-08-01 12:00:59.9", "less than a minute"},
		{"2026-08-01 12:00:00", "2026-08-01 12:01:00", "1 minute"},
		{"2026-08-01 12:00:00", "2026-08-01 12:59:59", "59 minutes"},
		{"2026-08-01 12:00:00", "2026-08-01 13:00:00", "1 hour"},
		{"2026-08-01 12:00:00", "2026-08-01 17:30:00", "5 hours"},
		{"2026-08-01 12:00:00", "2026-08-02 11:59:59", "23 hours"},
		{"2026-08-01 12:00:00", "2026-08-02 12:00:00", "1 day"},
		{"2026-08-01 12:00:00", "2026-08-14 23:00:00", "13 days"},
		{"2026-08-01 12:00:00", "2026-10-01 11:59:59", "60 days"}, // August and September: 61 days, less a second
		{"2026-08-01 12:00:00", "2026-10-01 12:00:00", "2 months"},
		{"2026-01-31 00:00:00", "2026-02-28 00:00:00", "28 days"},
		{"2026-01-31 00:00:00", "2026-03-30 23:59:59", "58 days"}, // 28 of February and 30 of March, less a second
		{"2026-01-31 00:00:00", "2026-03-31 00:00:00", "2 months"},
		{"2025-12-31 00:00:00", "2026-02-28 00:00:00", "2 months"}, // February ends on the 28th
		{"2023-12-31 00:00:00", "2024-02-28 00:00:00", "59 days"},  // in a leap year it does not
		{"2025-06-01 00:00:00", "2026-08-01 00:00:00", "14 months"},
		{"2025-08-02 00:00:00", "2026-08-01 23:59:59", "11 months"},
		{"2025-08-01 00:00:00", "2026-08-01 00:00:00", "1 year"},
		{"2024-08-02 00:00:00", "2026-08-01 00:00:00", "23 months"},
		{"2024-08-01 00:00:00", "2026-08-01 00:00:00", "2 years"},
		{"2026-08-01 00:00:00", "2028-11-15 00:00:00", "2 years 3 months"},
		{"2026-08-01 00:00:00", "2028-09-01 00:00:00", "2 years 1 month"},
		{"2024-02-29 00:00:00", "2025-02-28 00:00:00", "1 year"}, // the last day of February
		{"2024-02-29 00:00:00", "2028-02-28 23:59:59", "3 years 11 months"},
		{"2026-08-01 00:00:00", "2036-07-31 00:00:00", "9 years 11 months"},
		{"2026-08-01 00:00:00", "2037-07-31 00:00:00", "10 years 11 months"},
		{"1926-08-01 00:00:00", "2026-07-31 00:00:00", "99 years 11 months"},
		{"1926-08-01 00:00:00", "2026-11-01 00:00:00", "100 years"},
		{"0001-01-01 00:00:00", "9999-12-31 23:59:59", "9,998 years"},
	}
	for _, tt := range tests {
		if got := Between(at(t, tt.a), at(t, tt.b)); got != tt.want {
			t.Errorf("from %s to %s: %q, want %q", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestClock(t *testing.T) {
	const from, to = "2026-01-01 00:00:00", "2026-12-31 23:59:59"
	tests := []struct {
		name, from, to, now string
		words               string
		tone                Tone
		badge               string
	}{
		{"long before", from, to, "2024-01-01 00:00:00", "not yet valid, starts in 2 years", ToneBad, "not yet valid"},
		{"just before", from, to, "2025-12-31 23:59:59.5", "not yet valid, starts in less than a minute", ToneBad, "not yet valid"},
		{"first second", from, to, "2026-01-01 00:00:00", "in date for another 11 months", ToneGood, ""},
		{"middle", from, to, "2026-06-30 00:00:00", "in date for another 6 months", ToneGood, ""},
		{"two months", from, to, "2026-11-15 00:00:00", "46 days left", ToneGood, ""},
		{"a month", from, to, "2026-12-01 23:59:59", "30 days left", ToneGood, ""},
		{"under a month", from, to, "2026-12-02 00:00:00", "29 days left", ToneWarn, "expires soon"},
		{"last hours", from, to, "2026-12-31 18:00:00", "5 hours left", ToneWarn, "expires soon"},
		{"last second", from, to, "2026-12-31 23:59:59", "less than a minute left", ToneWarn, "expires soon"},
		{"just after", from, to, "2027-01-01 00:00:00", "expired less than a minute ago", ToneBad, "expired"},
		{"a day after", from, to, "2027-01-01 23:59:59", "expired 1 day ago", ToneBad, "expired"},
		{"long after", from, to, "2028-03-15 00:00:00", "expired 14 months ago", ToneBad, "expired"},
		{"no end", from, "9999-12-31 23:59:59", "2026-08-01 00:00:00", "in date, without an end", ToneGood, ""},
		{"turned round", to, from, "2026-08-01 00:00:00", "never valid: it ends before it starts", ToneBad, "never valid"},
		{"no start, expired", "", to, "2027-06-01 00:00:00", "expired 5 months ago", ToneBad, "expired"},
		{"no start", "", to, "2026-06-01 00:00:00", "validity not readable", ToneWarn, ""},
		{"no end, not yet", from, "", "2025-10-01 00:00:00", "not yet valid, starts in 3 months", ToneBad, "not yet valid"},
		{"nothing", "", "", "2026-06-01 00:00:00", "validity not readable", ToneWarn, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var from, to time.Time
			if tt.from != "" {
				from = at(t, tt.from)
			}
			if tt.to != "" {
				to = at(t, tt.to)
			}
			now := at(t, tt.now)
			got := DescribeClock(judge.ReadClock(from, tt.from != "", to, tt.to != "", now), from, to, now)
			if want := (Validity{tt.words, tt.tone, tt.badge}); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestLengthOf(t *testing.T) {
	tests := []struct{ from, to, words, days string }{
		{"2026-01-01 00:00:00", "2026-03-31 23:59:59", "3 months", "90 days"},
		{"2026-08-01 10:00:00", "2026-08-31 09:59:59", "30 days", ""},
		{"2026-08-01 10:00:00", "2026-08-31 10:00:00", "30 days", ""},
		{"2026-08-01 10:00:00", "2026-08-01 15:59:59", "6 hours", ""},
		{"2025-01-01 00:00:00", "2025-12-31 23:59:59", "1 year", "365 days"},
		{"2025-01-01 00:00:00", "2026-02-02 23:59:59", "13 months", "398 days"},
		{"2021-01-01 00:00:00", "2041-01-01 00:00:00", "20 years", "7,305 days"},
		{"2024-01-01 00:00:00", "9999-12-31 23:59:59", "without an end", ""},
		{"2026-01-02 00:00:00", "2026-01-01 00:00:00", "none", ""},
	}
	for _, tt := range tests {
		words, days := lengthOf(at(t, tt.from), at(t, tt.to))
		if words != tt.words || days != tt.days {
			t.Errorf("from %s to %s: %q, %q; want %q, %q", tt.from, tt.to, words, days, tt.words, tt.days)
		}
	}
}
