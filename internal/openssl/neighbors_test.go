package openssl

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/testdata"
)

// The text of requests, lists and keys is that of OpenSSL 3.0.
func TestNeighbors(t *testing.T) {
	for _, name := range testdata.Neighbors() {
		_, src, want := testdata.Neighbor(name)
		got, ok := Text(der.Classify(src), src)
		if !ok {
			t.Errorf("%s is not known", name)
		}
		if got == want {
			continue
		}
		g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
		for i := range min(len(g), len(w)) {
			if g[i] != w[i] {
				t.Errorf("%s, line %d:\n    got %q\nOpenSSL %q", name, i+1, g[i], w[i])
				break
			}
		}
	}
}

// What is cut off at any length is printed without a panic.
func TestCutOff(t *testing.T) {
	for _, name := range testdata.Neighbors() {
		_, src, _ := testdata.Neighbor(name)
		for n := range src {
			Text(der.Classify(src), src[:n])
		}
	}
}
