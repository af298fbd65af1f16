package verify

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
)

// s2nCase is a chain that was presented to a server on stock s2n-tls (2026-08,
// built once with OpenSSL 3.0.19 and once with AWS-LC) in a TLS 1.3 handshake:
// client authentication required, a chain depth of 4, revocation lists looked up by
// the hash of the issuer's name, host verification that accepts everything.
type s2nCase struct {
	name           string
	now            time.Time
	ignore         bool
	openssl, awslc S2NError
}

// readVerdicts reads verdicts.tsv of a folder: name, clock, whether checks of time
// were off, the result with OpenSSL, the result with AWS-LC.
func readVerdicts(t *testing.T, folder string) (cases []s2nCase) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "verdicts.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	name := func(s string) S2NError {
		if s == "OK" {
			return ""
		}
		return S2NError("S2N_ERR_" + s)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		f := strings.Split(line, "\t")
		if i == 0 || len(f) != 5 {
			continue
		}
		now, err := time.Parse(time.RFC3339, f[1])
		if err != nil {
			t.Fatal(err)
		}
		cases = append(cases, s2nCase{f[0], now, f[2] == "yes", name(f[3]), name(f[4])})
	}
	return cases
}

// input reads the files of a case. Of the chain every block is taken, also those
// whose bytes are no certificate.
func (c *s2nCase) input(t *testing.T, folder string) Input {
	t.Helper()
	dir := filepath.Join(folder, c.name)
	read := func(name string) []byte {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	in := Input{TrustStore: read("trust.pem"), Settings: Settings{Mode: VerifyMode, IgnoreExpiry: c.ignore}, Protocol: TLS13, Now: c.now}
	for block, rest := pem.Decode(read("chain.pem")); block != nil; block, rest = pem.Decode(rest) {
		in.Chain = append(in.Chain, block.Bytes)
	}
	lists, _ := filepath.Glob(filepath.Join(dir, "crl*.pem"))
	for _, path := range lists {
		in.CRLs = append(in.CRLs, read(filepath.Base(path)))
	}
	return in
}

// What stock s2n-tls says, with each library; and the verdict is that, but where a
// limit that AWS documents comes before it, which then tells both.
func testS2N(t *testing.T, folder string, want int) {
	agreed, limits, differ := 0, 0, 0
	for _, c := range readVerdicts(t, folder) {
		v := Verify(c.input(t, folder))
		if v.S2N.OpenSSL != c.openssl || v.S2N.AWSLC != c.awslc {
			t.Errorf("%s: s2n-tls is said to answer %q and %q, and answers %q and %q; %+v", c.name, v.S2N.OpenSSL, v.S2N.AWSLC, c.openssl, c.awslc, v.Rules)
			continue
		}
		code, _ := c.openssl.Code()
		switch d := v.Deciding(); {
		case v.Reason == code:
			agreed++
			if d != nil && v.CodeBy == "" {
				t.Errorf("%s: nobody says how sure the code is", c.name)
			}
		case d != nil && ofAWS(d.ID):
			limits++
			if !told(&v, StockS2N, code) {
				t.Errorf("%s: %s by %s, and what s2n-tls says is not told: %+v", c.name, v.Status, d.ID, v.Alternatives)
			}
		default:
			t.Errorf("%s: %s by %+v; s2n-tls says %q", c.name, v.Status, d, c.openssl)
		}
		if c.openssl != c.awslc {
			differ++
			other, _ := c.awslc.Code()
			if !told(&v, WithAWSLC, other) {
				t.Errorf("%s: that AWS-LC says %q is not told: %+v", c.name, c.awslc, v.Alternatives)
			}
		}
	}
	t.Logf("%d chains: %d agree with s2n-tls, %d are refused by a limit of AWS's before; in %d the libraries differ", agreed+limits, agreed, limits, differ)
	if agreed+limits != want {
		t.Errorf("%d chains were compared, not %d", agreed+limits, want)
	}
}

func told(v *Verdict, reading Reading, code alb.Reason) bool {
	for _, a := range v.Alternatives {
		if a.Reading == reading && a.Reason == code && a.Text != "" {
			return true
		}
	}
	return false
}

// All 123 chains, where they are.
func TestS2NAll(t *testing.T) {
	folder := os.Getenv("MTLENS_S2N")
	if folder == "" {
		t.Skip("MTLENS_S2N names no folder with chains that were presented to s2n-tls")
	}
	testS2N(t, folder, 123)
}

// A selection of them, always.
func TestS2N(t *testing.T) { testS2N(t, "testdata/s2n", 68) }

// Chains on which mtlens was kinder or stricter than OpenSSL; what OpenSSL 3.0.19
// says of each is in the comment, with "openssl verify -partial_chain".
func TestAsOpenSSL(t *testing.T) {
	for _, test := range []struct {
		name string
		code alb.Reason
		rule alb.RuleID
	}{
		{"akid-mismatch", alb.Untrusted, alb.RulePath},                      // 20
		{"nc-dirname-noncritical", alb.Untrusted, alb.RuleConstraints},      // 47
		{"nc-dns-cn", alb.Untrusted, alb.RuleConstraints},                   // 47
		{"crl-entry-critical", alb.CRLProcessingError, alb.RuleCRLCritical}, // 36
		{"issuer-string-type", "", ""},                                      // OK
		{"nc-dirname-ok-but-refused", "", ""},                               // OK
		{"require-explicit-policy", "", ""},                                 // OK
	} {
		read := func(kind string) []byte {
			text, err := os.ReadFile("testdata/openssl/" + test.name + "-" + kind + ".pem")
			if err != nil && kind != "crl" {
				t.Fatal(err)
			}
			return text
		}
		in := Input{Chain: decode(string(read("chain"))), TrustStore: read("store"), Settings: Settings{Mode: VerifyMode}, Now: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)}
		if list := read("crl"); list != nil {
			in.CRLs = [][]byte{list}
		}
		v := Verify(in)
		rule := alb.RuleID("")
		if d := v.Deciding(); d != nil {
			rule = d.ID
		}
		if v.Reason != test.code || rule != test.rule {
			t.Errorf("%s: %s by %q, want %q by %q: %+v", test.name, v.Status, rule, test.code, test.rule, v.Deciding())
		}
	}
}
