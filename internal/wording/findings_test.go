package wording

import (
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// The sentence of a finding that judge raises: the list's nextUpdate, as OpenSSL
// prints it in testdata/neighbors, against the clock of the fixtures.
func TestSentence(t *testing.T) {
	armored, _, _ := testdata.Neighbor("list-delta")
	r := written(armored)
	if len(r.Findings) != 1 || r.Findings[0].Text != "The next list was due at 2026-01-08T00:00:00Z, 6 months ago." {
		t.Errorf("%+v", r.Findings)
	}
}
