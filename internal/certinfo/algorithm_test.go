package certinfo

import (
	"testing"

	"github.com/mtlens/mtlens/internal/oid"
)

// What is not looked up is no beginning of another identifier.
func TestUsual(t *testing.T) {
	for _, id := range oid.Known() {
		if usual(id) && oid.IsArc(id) {
			t.Errorf("%s begins others", id)
		}
	}
}
