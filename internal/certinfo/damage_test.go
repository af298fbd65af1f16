package certinfo

import (
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/testdata"
)

// TestDamagedLengths makes the length of each element of a leaf wrong, one at a
// time. Something must be found always, and the first finding must lie inside the
// damaged element in 95 of 100.
func TestDamagedLengths(t *testing.T) {
	src := testdata.DER("client-1")
	all, inside := 0, 0
	damage := func(e *der.Element, delta int) {
		at := e.Offset + e.Header - 1
		length := int(src[at]) + delta
		if length < 0 || length > 255 || e.Header == 2 && length > 127 {
			return
		}
		b := append([]byte(nil), src...)
		b[at] = byte(length)
		c := Parse(b)
		checkPlaces(t, &c.Structure, c.Extensions, len(b))
		all++
		switch {
		case len(c.Findings) == 0:
			t.Errorf("length at %d changed by %d: nothing found", at, delta)
		case c.Findings[0].DER.Offset >= e.Offset && c.Findings[0].DER.Offset <= e.End():
			inside++
		}
	}
	var walk func(r der.Reader)
	walk = func(r der.Reader) {
		for e := (der.Element{}); r.Scan(&e); {
			for _, delta := range []int{1, -1, 20} {
				damage(&e, delta)
			}
			if e.Constructed {
				walk(e.Children())
			}
		}
	}
	walk(der.NewReader(src))
	t.Logf("%d of %d are placed inside the damaged element", inside, all)
	if inside*100 < all*95 {
		t.Errorf("%d of %d are placed inside the damaged element", inside, all)
	}
}
