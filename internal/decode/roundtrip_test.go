package decode

import (
	"bytes"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// roundTrip holds that the header that alb writes for the bytes leads back to
// them, and that each byte's place holds the characters that encode it.
func roundTrip(t *testing.T, der []byte) {
	t.Helper()
	header := carrier.AppendCertificates([]byte("X-Amzn-Mtls-Clientcert-Leaf: "), carrier.PEMSafe, der)
	var back []byte
	for u := range unwrap.Open(header).Units() {
		for _, o := range u.Objects {
			back = append(back, o.DER.Bytes...)
		}
	}
	if !bytes.Equal(back, der) {
		t.Fatalf("%d bytes came back of %d", len(back), len(der))
	}
}
