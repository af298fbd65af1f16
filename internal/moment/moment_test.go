package moment

import (
	"math/rand"
	"strconv"
	"testing"
	"time"
)

// The oracle is the standard library.
func TestFormats(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 2000 {
		m := time.Unix(r.Int63n(253402300800+62135596800)-62135596800, 0).UTC()
		for _, tt := range []struct{ got, want string }{
			{ISO(m), m.Format("2006-01-02T15:04:05Z")},
			{Date(m), m.Format("2006-01-02")},
			{Clock(m), m.Format("15:04")},
			{Month(m), m.Format("Jan")},
			{Long(m), m.Format("Monday, 2 January 2006, 15:04:05 UTC")},
			{OpenSSL(m), m.Format("Jan _2 15:04:05 ") + strconv.Itoa(m.Year()) + " GMT"},
		} {
			if tt.got != tt.want {
				t.Fatalf("got %q, want %q", tt.got, tt.want)
			}
		}
		if back, ok := Parse(ISO(m)); !ok || !back.Equal(m) {
			t.Fatalf("%s reads back as %v, %v", ISO(m), back, ok)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2023-09-21T01:50:17Z", "2023-02-29T00:00:00Z", "2024-02-29T23:59:60Z", "2018-12-18T01:50:34.000Z",
		"2022-07-01T18:05:09+00:00", "2022-07-01T18:05:09.123456789-11:30", "2022-07-01 18:05:09Z", "2022-07-01T24:00:00Z", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := Parse(s)
		want, err := time.Parse(time.RFC3339, s)
		if ok && err != nil || !ok && err == nil && len(s) == 20 {
			t.Fatalf("%q: ok is %v, the standard library says %v", s, ok, err)
		}
		if ok && !got.Equal(want) {
			t.Fatalf("%q: got %v, want %v", s, got, want)
		}
	})
}
