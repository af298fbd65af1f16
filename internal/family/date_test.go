package family

import (
	"testing"
	"time"
)

// The same moment, 2026-01-02T03:04:05Z, as programs write it: the line of date(1) and
// openssl for it, and what AWS's command line, Go and Java print.
func TestReadDate(t *testing.T) {
	want := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, s := range []string{
		"2026-01-02T03:04:05Z", "2026-01-02T04:04:05+01:00", "Jan  2 03:04:05 2026 GMT", "260102030405Z", "1767323045", "1767323045000",
		"1767323045.0", `"1767323045.000000000"`, "2026-01-02 03:04:05 +0000 UTC", "Fri Jan 02 03:04:05 UTC 2026",
	} {
		if got, ok := ReadDate(s); !ok || !got.Equal(want) {
			t.Errorf("%s: %v, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "1767323045.", "1767323045.x", ".5", "176732304500000.0", "2026-01-02", "-1767323045.0"} {
		if got, ok := ReadDate(s); ok {
			t.Errorf("%q is taken for %v", s, got)
		}
	}
}
