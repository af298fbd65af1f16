package report

import (
	"math/rand/v2"
	"testing"
	"time"
)

// Months are counted as package time adds them, a day that a month does not have being
// its last.
func TestMonths(t *testing.T) {
	counted := func(a, b time.Time) int {
		n := 0
		for {
			first := time.Date(a.Year(), a.Month()+time.Month(n+1), 1, 0, 0, 0, 0, time.UTC)
			last := first.AddDate(0, 1, -1).Day()
			if first.AddDate(0, 0, min(a.Day(), last)-1).Add(a.Sub(a.Truncate(24 * time.Hour))).After(b) {
				return n
			}
			n++
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		a := time.Unix(random.Int64N(4e9)-1e9, random.Int64N(2)).UTC()
		b := a.AddDate(0, random.IntN(40), random.IntN(3)-1).Add(time.Duration(random.IntN(3)-1) * time.Second)
		if b.Before(a) {
			continue
		}
		if got, want := months(a, b), counted(a, b); got != want {
			t.Fatalf("from %v to %v: %d months, want %d", a, b, got, want)
		}
	}
}
