package verify

import (
	"bufio"
	"encoding/json"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
)

// corpora returns the folder of certificates and chains made by others.
func corpora(t *testing.T) string {
	t.Helper()
	root := os.Getenv("MTLENS_CORPORA")
	if root == "" {
		t.Skip("MTLENS_CORPORA names no folder with chains made by others")
	}
	return root
}

// named are the rules by which a load balancer refuses what a path validator by
// itself accepts: they excuse a difference.
var named = map[alb.RuleID]bool{
	alb.RuleMessage: true, alb.RuleDepth: true, alb.RuleSize: true, alb.RuleKey: true,
	alb.RuleVersion: true, alb.RuleSignature: true, alb.RuleIssuers: true,
	// crypto/x509 reads the leaf alone before it builds a path, here all that is sent.
	alb.RuleStrict: true,
}

// decode returns the certificates in PEM.
func decode(text string) (all [][]byte) {
	for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			all = append(all, block.Bytes)
		}
	}
	return all
}

func jsonLines[T any](t *testing.T, path string) (all []T) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

type limboCase struct {
	ID            string   `json:"id"`
	Trusted       []string `json:"trusted_certs"`
	Intermediates []string `json:"untrusted_intermediates"`
	Peer          string   `json:"peer_certificate"`
	Time          string   `json:"validation_time"`
}

// What OpenSSL 3.0.19 with -purpose sslclient and Go with ExtKeyUsageClientAuth
// say of x509-limbo's cases was recorded with the corpus. Where they agree, the
// verdict is theirs, but for the load balancer's own rules. Lists are left out,
// as they were there.
func TestLimbo(t *testing.T) {
	root := corpora(t)
	var suite struct {
		Cases []limboCase `json:"testcases"`
	}
	text, err := os.ReadFile(filepath.Join(root, "x509-limbo/limbo-nobettertls.json"))
	if err != nil {
		t.Skip(err)
	}
	if err := json.Unmarshal(text, &suite); err != nil {
		t.Fatal(err)
	}
	type outcome struct {
		ID      string   `json:"id"`
		OpenSSL bool     `json:"openssl_sslclient"`
		Error   []string `json:"openssl_sslclient_error"`
		Go      bool     `json:"go_client"`
	}
	want := map[string]outcome{}
	for _, o := range jsonLines[outcome](t, filepath.Join(root, "_derived/limbo-consensus.jsonl")) {
		want[o.ID] = o
	}
	agreed, excused := 0, 0
	for _, c := range suite.Cases {
		o, ok := want[c.ID]
		if !ok || o.OpenSSL != o.Go {
			continue
		}
		now := time.Now()
		if c.Time != "" {
			if now, err = time.Parse(time.RFC3339, c.Time); err != nil {
				t.Fatal(err)
			}
		}
		v := Verify(Input{
			Chain:      append(decode(c.Peer), decode(strings.Join(c.Intermediates, "\n"))...),
			TrustStore: []byte(strings.Join(c.Trusted, "\n")),
			Settings:   Settings{Mode: VerifyMode},
			Now:        now,
		})
		switch {
		case v.OK() == o.Go:
			agreed++
			if !v.OK() && !named[v.Deciding().ID] && len(o.Error) == 3 {
				// Go finds issuers that OpenSSL does not, by the authority key identifier
				// (errors 2 and 20), and reads no trust store that it finds malformed.
				excused := o.Error[0] == "2" || o.Error[0] == "20" || v.Deciding().ID == alb.RuleStore
				if want := codeOf("error " + o.Error[0] + " at"); want != v.Reason && !excused {
					t.Errorf("%s: %s, but s2n-tls would make %s of OpenSSL's %q; %+v", c.ID, v.Status, want, o.Error, v.Deciding())
				}
			}
		case !v.OK() && named[v.Deciding().ID]:
			excused++
			t.Logf("%s: %s by %s: %s", c.ID, v.Status, v.Deciding().ID, v.Deciding().Detail)
		default:
			t.Errorf("%s: %s, others say %v; %+v", c.ID, v.Status, o.Go, v.Deciding())
		}
	}
	t.Logf("%d agreed, %d refused by a rule of the load balancer's", agreed, excused)
	if agreed+excused != 201 {
		t.Errorf("%d cases, not the 201 on which OpenSSL and Go agree", agreed+excused)
	}
}

// Chromium's chains. What Chromium expects is for server certificates for the
// most part, so OpenSSL and Go are asked, for clients.
func TestChromium(t *testing.T) {
	root := corpora(t)
	type testCase struct {
		Chain string `json:"chain"`
		Time  string `json:"utc_time"`
		Test  string `json:"test"`
	}
	seen := map[string]bool{}
	checked, excused := 0, 0
	for _, c := range jsonLines[testCase](t, filepath.Join(root, "_derived/chromium-verify-chain.jsonl")) {
		file := filepath.Join(root, filepath.Dir(c.Test), c.Chain)
		text, err := os.ReadFile(file)
		key := file + c.Time
		if err != nil || seen[key] {
			continue
		}
		seen[key] = true
		now := time.Date(2021, 10, 5, 12, 0, 0, 0, time.UTC) // where the case leaves the time to the default
		if c.Time != "DEFAULT" {
			if now, err = time.Parse("060102150405Z", c.Time); err != nil {
				t.Fatal(err)
			}
		}
		chain := decode(string(text))
		if len(chain) < 2 {
			continue
		}
		name := strings.TrimPrefix(c.Test, "boringssl/pki/testdata/verify_certificate_chain_unittest/")
		last := len(chain) - 1
		compare(t, name, chain[:last], chain[last:], now, &checked, &excused)
	}
	t.Logf("%d agreed with OpenSSL and Go, %d refused by a rule of the load balancer's", checked, excused)
	if checked == 0 {
		t.Error("nothing was checked")
	}
}

// NIST's PKITS, as it lies in Go's tree: paths from the anchor to the leaf.
func TestPKITS(t *testing.T) {
	folder := filepath.Join(runtime.GOROOT(), "src/crypto/x509/testdata/nist-pkits")
	text, err := os.ReadFile(filepath.Join(folder, "vectors.json"))
	if err != nil {
		t.Skip("PKITS is not in this Go tree: ", err)
	}
	var vectors []struct {
		Name     string
		CertPath []string
	}
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	checked, excused := 0, 0
	for _, v := range vectors {
		key := strings.Join(v.CertPath, " ")
		if seen[key] || len(v.CertPath) < 2 {
			continue
		}
		seen[key] = true
		var chain [][]byte
		for i := len(v.CertPath) - 1; i >= 0; i-- {
			der, err := os.ReadFile(filepath.Join(folder, "certs", v.CertPath[i]))
			if err != nil {
				t.Fatal(err)
			}
			chain = append(chain, der)
		}
		last := len(chain) - 1
		compare(t, v.Name, chain[:last], chain[last:], time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), &checked, &excused)
	}
	t.Logf("%d agreed with OpenSSL and Go, %d refused by a rule of the load balancer's", checked, excused)
}

// The chains of OpenSSL's own tests of "openssl verify", all asked for the purpose
// of a client, with certificates of the trust store as they are and no options.
func TestOpenSSLCases(t *testing.T) {
	root := corpora(t)
	type testCase struct {
		Cert      string   `json:"cert"`
		Trusted   []string `json:"trusted"`
		Untrusted []string `json:"untrusted"`
		Title     string   `json:"title"`
	}
	read := func(names ...string) (ders [][]byte, ok bool) {
		for _, name := range names {
			text, err := os.ReadFile(filepath.Join(root, "openssl-test-certs/test/certs", name+".pem"))
			if err != nil {
				return nil, false
			}
			found := decode(string(text))
			if len(found) == 0 || len(found) > 1 {
				return nil, false // with OpenSSL's own trust settings, or a bundle
			}
			ders = append(ders, found[0])
		}
		return ders, true
	}
	checked, excused := 0, 0
	seen := map[string]bool{}
	for _, c := range jsonLines[testCase](t, filepath.Join(root, "_derived/openssl-verify.jsonl")) {
		key := c.Cert + " " + strings.Join(c.Trusted, " ") + " / " + strings.Join(c.Untrusted, " ")
		chain, ok := read(append([]string{c.Cert}, c.Untrusted...)...)
		anchors, trusted := read(c.Trusted...)
		if !ok || !trusted || len(anchors) == 0 || seen[key] {
			continue
		}
		seen[key] = true
		compare(t, key+" ("+c.Title+")", chain, anchors, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), &checked, &excused)
	}
	t.Logf("%d agreed with OpenSSL and Go, %d refused by a rule of the load balancer's", checked, excused)
	if checked == 0 {
		t.Error("nothing was checked")
	}
}

// compare sets the verdict beside those of OpenSSL and of crypto/x509.
func compare(t *testing.T, name string, chain, anchors [][]byte, now time.Time, agreed, excused *int) {
	t.Helper()
	ours := Verify(Input{Chain: chain, TrustStore: toPEM(anchors...), Settings: Settings{Mode: VerifyMode}, Now: now})
	gos := goVerifies(chain, anchors, now)
	openssl, said := opensslVerifies(t, chain, anchors, now)
	switch {
	case gos != openssl:
		t.Logf("%s: Go says %v, OpenSSL %v, we %s", name, gos, openssl, ours.Status)
	case ours.OK() == gos:
		*agreed++
		if strings.HasPrefix(name, "ee-pss-wrong1.5-cert ") {
			break // the issuer's key is for RSASSA-PSS alone: OpenSSL sees no issuer in it
		}
		if !gos && !named[ours.Deciding().ID] && !goesItsOwnWay(ours.Deciding().Detail) {
			if want := codeOf(said); want != "" && want != ours.Reason {
				t.Errorf("%s: %s, but s2n-tls would make %s of OpenSSL's %q; %+v", name, ours.Status, want, said, ours.Deciding())
			}
		}
	case !ours.OK() && named[ours.Deciding().ID]:
		*excused++
	default:
		t.Errorf("%s: %s, others say %v (%s); %+v", name, ours.Status, gos, said, ours.Deciding())
	}
}

func toPEM(ders ...[]byte) (out []byte) {
	for _, der := range ders {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return out
}

// goesItsOwnWay reports whether crypto/x509 has refused what OpenSSL goes on with:
// SHA-1, keys for RSASSA-PSS alone, and critical extensions that it does not know.
func goesItsOwnWay(detail string) bool {
	return strings.Contains(detail, "SHA1") || strings.Contains(detail, "unhandled critical extension") ||
		strings.Contains(detail, "algorithm unimplemented")
}

// codeOf is what s2n-tls makes of OpenSSL's first error (s2n_x509_validator.c), as
// a reason code. The numbers are those of x509_vfy.h.
func codeOf(said string) alb.Reason {
	m := regexp.MustCompile(`error (\d+) at`).FindStringSubmatch(said)
	if m == nil {
		return "" // the file could not be read, for one
	}
	switch m[1] {
	case "9":
		return alb.NotYetValid
	case "10":
		return alb.Expired
	case "23":
		return alb.CRLHit
	case "3", "44", "8", "33", "36", "12":
		return alb.CRLProcessingError
	case "26":
		return alb.PurposeInvalid
	}
	return alb.Untrusted
}

// opensslVerifies asks "openssl verify -purpose sslclient" with the flag that
// s2n-tls sets.
func opensslVerifies(t *testing.T, chain, anchors [][]byte, now time.Time) (bool, string) {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl here")
	}
	dir := t.TempDir()
	file := func(name string, ders ...[]byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, toPEM(ders...), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	args := []string{"verify", "-purpose", "sslclient", "-partial_chain", "-auth_level", "0", "-attime", strconv.FormatInt(now.Unix(), 10),
		"-no-CAfile", "-no-CApath", "-no-CAstore", "-trusted", file("anchors.pem", anchors...)}
	if len(chain) > 1 {
		args = append(args, "-untrusted", file("between.pem", chain[1:]...))
	}
	out, err := exec.Command("openssl", append(args, file("leaf.pem", chain[0]))...).CombinedOutput()
	return err == nil, string(out)
}
