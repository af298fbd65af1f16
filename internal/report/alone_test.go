package report

import (
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// The reason codes are AWS's words for what the rule is about: an expired certificate,
// a key that no listener takes. Before the date comes the trust store, which is not
// asked here. A CA is nothing that a client presents.
func TestByItself(t *testing.T) {
	for name, want := range map[string]Chip{
		"client-1":         {ToneInfo, "needs a trust store"},
		"client-2-expired": {ToneBad, "refused, maybe ClientCertExpired"},
		"root-ca":          {},
	} {
		if got := NewCertificate(read(testdata.DER(name)), testdata.Now).ALB; got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}
