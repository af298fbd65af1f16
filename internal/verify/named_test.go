package verify

import (
	"encoding/pem"
	"os"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/testdata"
)

// What is said of a list that names a certificate of the chain, beside what stock
// s2n-tls said with it: a refusal for a list is a refusal for that reason.
func testNamed(t *testing.T, folder string, want int) {
	revoked := 0
	for _, c := range readVerdicts(t, folder) {
		in := c.input(t, folder)
		for _, file := range in.CRLs {
			for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
				list := certinfo.ParseList(block.Bytes)
				for _, der := range in.Chain {
					cert := certinfo.Parse(der)
					entry, of := Listed(list, cert)
					if code, _ := c.openssl.Code(); of && entry != nil && (code == alb.CRLHit || code == alb.CRLProcessingError) {
						said := Named(list, cert)
						if said.Code() == alb.CRLHit {
							revoked++
						}
						if said.Code() != code && c.name != "q-anchor-int-revoked-root-in-store" { // there the anchor has no list
							t.Errorf("%s: s2n-tls says %s, and Named: %s: %s", c.name, c.openssl, said.Code(), said.Sentence())
						}
					}
				}
			}
		}
	}
	if revoked != want {
		t.Errorf("%d lists are said to revoke, not %d", revoked, want)
	}
}

func TestNamed(t *testing.T) {
	testNamed(t, "testdata/s2n", 5)
	if folder := os.Getenv("MTLENS_S2N"); folder != "" {
		testNamed(t, folder, 10)
	}
}

// "openssl verify -crl_check" says "unable to get certificate CRL" with this list, which
// is indirect: s2n-tls then looks no further.
func TestNamedByIndirectList(t *testing.T) {
	_, der, _ := testdata.Neighbor("list")
	said := Named(certinfo.ParseList(der), certinfo.Parse(testdata.DER("client-2")))
	if said.Code() != alb.CRLProcessingError || !said.Depends() || !strings.Contains(said.Sentence(), "does not count for it: it is an indirect list.") {
		t.Errorf("%s: %s", said.Code(), said.Sentence())
	}
}
