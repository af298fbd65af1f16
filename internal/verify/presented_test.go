package verify

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
)

// What is said against chains without their trust store, and what stock s2n-tls said
// with it: a chain of which something is said was refused, for one of the reasons
// that are given, unless the store leads past the issuer.
func testPresented(t *testing.T, folder string, want int) {
	spoken := 0
	for _, c := range readVerdicts(t, folder) {
		in := c.input(t, folder)
		if c.ignore || len(in.Chain) == 0 {
			continue
		}
		chain := parsed(in.Chain)
		broken := Presented(chain, c.now)
		codes := map[alb.Reason]bool{}
		for _, b := range broken {
			if b.Over() == nil || !holds(in.TrustStore, &b.Over().Subject) {
				codes[b.Code()] = true
			}
		}
		if len(codes) == 0 {
			continue
		}
		spoken++
		for _, a := range alb.Accept(alb.Presented{Chain: chain, Now: c.now}) {
			if a.Outcome == alb.Failed {
				codes[a.Code()] = true
			}
		}
		if len(in.CRLs) > 0 {
			codes[alb.CRLProcessingError], codes[alb.CRLHit] = true, true
		}
		if code, _ := c.openssl.Code(); c.openssl == "" && broken[0].ID != alb.RuleIssuers || c.openssl != "" && !codes[code] {
			t.Errorf("%s: s2n-tls says %q; said without the store: %+v", c.name, c.openssl, broken)
		}
	}
	if spoken != want {
		t.Errorf("something was said of %d chains, not %d", spoken, want)
	}
}

func parsed(ders [][]byte) (chain []*certinfo.Certificate) {
	for _, der := range ders {
		chain = append(chain, certinfo.Parse(der))
	}
	return chain
}

// holds reports whether a trust store holds a certificate of the name.
func holds(store []byte, name *dn.Name) bool {
	for _, c := range parsed(Certificates(store)) {
		if dn.Match(&c.Subject, name) {
			return true
		}
	}
	return false
}

func TestPresentedS2N(t *testing.T) {
	testPresented(t, "testdata/s2n", 11)
	if folder := os.Getenv("MTLENS_S2N"); folder != "" {
		testPresented(t, folder, 13)
	}
}

// Which issuer it depends on, where it looked, and what a trust store has to hold to
// lead past it. The codes are those of s2n-tls for the same chains, but for the RSA
// key of 1024 bits, which is AWS's own.
func TestPresentedSays(t *testing.T) {
	const other, itself = "holds another certificate of that name", "holds a certificate, this very one too, of that name"
	for _, test := range []struct {
		name, over, field string
		at                int
		id                alb.RuleID
		code              alb.Reason
		past              string
	}{
		{"o-expiredint+futureleaf", "xint", "tbsCertificate.validity.notAfter", 1, alb.RuleNotExpired, alb.Expired, other},
		{"o-futureint+expiredleaf", "fint", "tbsCertificate.validity.notBefore", 1, alb.RuleStarted, alb.NotYetValid, other},
		{"o-nameconstraint+serverauth", "nc", "tbsCertificate.extensions[4].extnValue", 0, alb.RuleConstraints, alb.Untrusted, other},
		{"q-nc-dns-cn-is-dns-no-san", "dnsnc", "tbsCertificate.subject", 0, alb.RuleConstraints, alb.Untrusted, other},
		{"preset-path-length", "mtlens Test Intermediate CA 1 BB737E", "tbsCertificate.extensions[1]", 2, alb.RuleIssuerCA, alb.Untrusted, other},
		{"q-int-without-basicconstraints", "no-bc-int", "", 1, alb.RuleIssuerCA, alb.Untrusted, itself},
		{"q-int-rsa1024", "int-rsa1024", "tbsCertificate.subjectPublicKeyInfo", 1, alb.RuleIssuers, alb.Untrusted, itself},
		{"l-critical-unknown", "", "tbsCertificate.extensions[4]", 0, alb.RuleCritical, alb.Untrusted, ""},
		{"l-duplicate-san", "", "tbsCertificate.extensions[5]", 0, alb.RulePath, alb.Untrusted, ""},
		{"l-san-malformed", "", "tbsCertificate.extensions[4]", 0, alb.RulePath, alb.Untrusted, ""},
		{"l-san-empty-dns", "", "tbsCertificate.extensions[4].extnValue", 0, alb.RuleHostNames, alb.UnmappedConnection, ""},
		{"preset-ca-as-client", "", "", 0, "", "", ""}, // its own key usage: that is asked of the leaf
		{"a-int-anchor", "", "", 0, "", "", ""},
		{"x-store-has-expired-int", "", "", 0, "", "", ""}, // the store alone has the expired one
	} {
		all := readVerdicts(t, "testdata/s2n")
		c := all[slices.IndexFunc(all, func(c s2nCase) bool { return c.name == test.name })]
		broken := Presented(parsed(c.input(t, "testdata/s2n").Chain), c.now)
		if len(broken) == 0 && test.id == "" {
			continue
		}
		if len(broken) != 1 {
			t.Errorf("%s: %+v", test.name, broken)
			continue
		}
		b, over := &broken[0], ""
		if b.Over() != nil {
			over = alb.NameOf(b.Over())
		}
		if over != test.over || b.ID != test.id || b.Code() != test.code || b.Field != test.field || b.Certificate != test.at || !strings.Contains(b.Sentence(), test.past) {
			t.Errorf("%s: over %q, %s of certificate %d, %s, %s: %s", test.name, over, b.Field, b.Certificate, b.ID, b.Code(), b.Sentence())
		}
	}
}
