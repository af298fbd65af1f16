package report

import (
	"bytes"
	"strings"
	"testing"
)

// Room is made once, for what is in the report: neither of its elements is of the
// size that others have.
func TestJSONIsSizedByWhatIsInIt(t *testing.T) {
	for _, length := range []int{0, 100, 10_000} {
		r := &Report{Groups: make([]Group, 1000), Certificates: make([]Certificate, 2000), Findings: make([]Finding, 500)}
		for i := range r.Certificates {
			r.Certificates[i].Subject = strings.Repeat("x", length+i%50)
		}
		got := r.AppendSized([]byte("head"))
		if want := r.AppendJSON([]byte("head")); !bytes.Equal(got, want) {
			t.Errorf("strings of %d: not what AppendJSON gives", length)
		}
		if room := cap(got); room > len(got)*5/4+8<<10 {
			t.Errorf("strings of %d: room for %d, %d are needed", length, room, len(got))
		}
		if n := testing.AllocsPerRun(1, func() { r.AppendSized(nil) }); n > 12 {
			t.Errorf("strings of %d: %v allocations", length, n)
		}
	}
}
