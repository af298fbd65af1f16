package wasmbin

import "testing"

func TestSignedNumbers(t *testing.T) {
	for _, n := range []int{0, 1, 63, 64, 127, 128, 4096, 8191, 8192, 1 << 30, -1, -64, -65, -1 << 31} {
		r := &Reader{B: AppendSigned(nil, n)}
		if got := r.Signed(); got != n || len(r.B) > 0 || r.Err != nil {
			t.Errorf("%d reads back as %d", n, got)
		}
	}
}
