package prose

import (
	"testing"

	"github.com/mtlens/mtlens/internal/source"
)

// What OpenSSL 3.0.19's verify, s_client and s_server print, and older ones without the blank
// behind the colon.
func TestVerifyCommand(t *testing.T) {
	for _, tt := range []struct {
		text          string
		kind          Kind
		number, depth int
	}{
		{"CN = x\nerror 18 at 0 depth lookup: self-signed certificate\nerror c.pem: verification failed\n", VerifyError, 18, 0},
		{"error 20 at 1 depth lookup:unable to get local issuer certificate\n", VerifyError, 20, 1},
		{"client.pem: OK\n", VerifyOK, 0, 0},
		{"depth=1 C = SE, CN = a\nverify error:num=20:unable to get local issuer certificate\nverify return:1\n", PeerError, 20, 1},
		{"    Verify return code: 21 (unable to verify the first certificate)\n", PeerError, 21, -1},
		{"    Verify return code: 0 (ok)\n", PeerOK, 0, -1},
		{"error 20 in line 7\nall is OK\nverify error: no\n", None, 0, 0},
	} {
		got := Read(source.New([]byte(tt.text)))
		if got == nil {
			got = &Text{}
		}
		if got.Kind != tt.kind || got.Depth != tt.depth {
			t.Errorf("%q: kind %d, depth %d", tt.text, got.Kind, got.Depth)
		}
		if got.Line != nil && got.Line.Detail.Error.Number != tt.number {
			t.Errorf("%q: %+v", tt.text, got.Line.Detail)
		}
	}
}
