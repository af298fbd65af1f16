package decode

import (
	"bytes"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// roundTrip holds that the header that alb writes for the bytes leads back to
// them, and that each byte's place holds the characters that encode it.
func roundTrip(t *testing.T, der []byte) {
	t.Helper()
	header := alb.AppendPEM([]byte("X-Amzn-Mtls-Clientcert-Leaf: "), der)
	r := unwrap.Paste(header, unwrap.Options{})
	if len(r.Units) == 0 {
		t.Fatalf("nothing was found in %q", header)
	}
	var back []byte
	for _, o := range r.Units[0].Objects {
		back = append(back, o.DER.Bytes...)
	}
	if !bytes.Equal(back, der) {
		t.Fatalf("%d bytes came back of %d", len(back), len(der))
	}
}
