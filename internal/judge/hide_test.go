package judge

import (
	"strings"
	"testing"
)

// What may be a piece of a key is not shown in the path of a request, nor as the reason of a
// verification that failed; what else stands there is.
func TestPathHidesPieces(t *testing.T) {
	const piece = "hmAYGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgq8VZ7f0dX1Pz3kT9sWm2Rj6Y" // of a key made up
	got := hidePath("/pay?k=" + piece + "&id=7")
	if strings.Contains(got, piece[8:30]) || !strings.HasPrefix(got, "/pay?k=") || !strings.HasSuffix(got, "&id=7") {
		t.Error(got)
	}
	for _, path := range []string{"/pay?id=7", "/a/b/c.html", "/objects/0f343b0931126a20f133d67c2b018a3b0f343b0931126a20f133d67c2b018a3b"} {
		if got := hidePath(path); got != path {
			t.Errorf("%s: %s", path, got)
		}
	}
}
