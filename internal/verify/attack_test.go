package verify

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
)

// Chains that path validators judged wrongly, each with the code that follows from
// what `openssl verify -x509_strict` of OpenSSL 3.0.19 says at the time; and whether
// without the trust store, which is pasted behind the chain, something is against it.
func TestOftenJudgedWrongly(t *testing.T) {
	folder := os.Getenv("MTLENS_ATTACK")
	if folder == "" {
		t.Skip("MTLENS_ATTACK names no folder with hostile inputs")
	}
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name string
		code alb.Reason
		said bool
	}{
		{"akid-mismatch", alb.Untrusted, true},                // error 20
		{"nc-dirname-noncritical", alb.Untrusted, true},       // error 47
		{"nc-dns-cn", alb.Untrusted, true},                    // error 47: the CN is a host name
		{"crl-entry-critical", alb.CRLProcessingError, false}, // error 36, of the list
		{"issuer-string-type", "", false},                     // RFC 5280, section 7.1
		{"nc-dirname-ok-but-refused", "", false},
		{"require-explicit-policy", "", false}, // policies are checked on request alone
	} {
		read := func(part string) []byte {
			text, err := os.ReadFile(filepath.Join(folder, "verify-"+test.name+"-"+part+".pem"))
			if err != nil && part != "crl" {
				t.Fatal(err)
			}
			return text
		}
		in := Input{Chain: decode(string(read("chain"))), TrustStore: read("store"), Settings: Settings{Mode: VerifyMode}, Protocol: TLS13, Now: now}
		if list := read("crl"); list != nil {
			in.CRLs = [][]byte{list}
		}
		if v := Verify(in); v.Reason != test.code {
			t.Errorf("%s: %q, want %q", test.name, v.Reason, test.code)
		}
		broken := Presented(parsed(append(in.Chain, Certificates(in.TrustStore)...)), now)
		if (len(broken) > 0) != test.said {
			t.Errorf("%s: without the store it is said %+v", test.name, broken)
		}
	}
}
