package unwrap

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// A certificate has the steps that led to it, and not those that rewrote something else:
// openssl s_client prints a dump of the session's ticket below the PEM block. Of a dump
// of the certificate itself it is the way to it.
func TestStepsOfOthers(t *testing.T) {
	transcript := "-----BEGIN CERTIFICATE-----\n" + strings.Split(string(testdata.PEM("client-2")), "-----BEGIN CERTIFICATE-----\n")[1] + `---
    TLS session ticket:
    0000 - 8f 2c 6c 3b 0d 57 9e 19-0f 3e 60 4b 92 e1 1a 5d   .,l;.W...>` + "`" + `K...]
    0010 - 11 d3 5e 0c 84 3b f4 7a-0e 22 9f 60 7b 1d c8 3a   ..^..;.z."..{..:
    0020 - 4c 1f 0b 8e 2d 93 6a 7f-e2 57 1c 08 b9 d4 6f 20   L...-.j..W....o 
`
	xxd, _, _ := testdata.Tool("xxd.txt")
	for _, tt := range []struct {
		name, in string
		want     bool
	}{
		{"s_client", transcript, false},
		{"xxd", string(xxd), true},
	} {
		r := collect([]byte(tt.in))
		if len(r.Units) != 1 || len(r.Units[0].Objects) != 1 {
			t.Fatalf("%s: %d units", tt.name, len(r.Units))
		}
		found := false
		for _, s := range r.Units[0].Objects[0].Steps {
			found = found || strings.HasPrefix(s.Words(), "Dump of bytes")
		}
		if found != tt.want {
			t.Errorf("%s: a dump is on the way: %v", tt.name, found)
		}
	}
}
