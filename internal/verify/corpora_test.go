package verify

import (
	"bufio"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
	alb.RuleMessage: true, alb.RuleReadable: true, alb.RuleDepth: true, alb.RuleSize: true, alb.RuleKey: true,
	alb.RuleVersion: true, alb.RuleSignature: true, alb.RuleIssuers: true,
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

// x509-limbo's cases, all asked for the purpose of a client. Lists are left out.
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
	var n tally
	for _, c := range suite.Cases {
		now := time.Now()
		if c.Time != "" {
			if now, err = time.Parse(time.RFC3339, c.Time); err != nil {
				t.Fatal(err)
			}
		}
		compare(t, c.ID, append(decode(c.Peer), decode(strings.Join(c.Intermediates, "\n"))...), decode(strings.Join(c.Trusted, "\n")), now, &n)
	}
	t.Log(n)
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
	var n tally
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
		compare(t, name, chain[:last], chain[last:], now, &n)
	}
	t.Log(n)
	if n.agreed == 0 {
		t.Error("nothing was checked")
	}
}

// goroot is the tree of the Go that runs the tests.
func goroot(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("there is no go command here: ", err)
	}
	return strings.TrimSpace(string(out))
}

// NIST's PKITS, as it lies in Go's tree: paths from the anchor to the leaf.
func TestPKITS(t *testing.T) {
	folder := filepath.Join(goroot(t), "src/crypto/x509/testdata/nist-pkits")
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
	var n tally
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
		compare(t, v.Name, chain[:last], chain[last:], time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), &n)
	}
	t.Log(n)
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
	var n tally
	seen := map[string]bool{}
	for _, c := range jsonLines[testCase](t, filepath.Join(root, "_derived/openssl-verify.jsonl")) {
		key := c.Cert + " " + strings.Join(c.Trusted, " ") + " / " + strings.Join(c.Untrusted, " ")
		chain, ok := read(append([]string{c.Cert}, c.Untrusted...)...)
		anchors, trusted := read(c.Trusted...)
		if !ok || !trusted || len(anchors) == 0 || seen[key] {
			continue
		}
		seen[key] = true
		compare(t, key+" ("+c.Title+")", chain, anchors, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), &n)
	}
	t.Log(n)
	if n.agreed == 0 {
		t.Error("nothing was checked")
	}
}

// tally counts how comparisons ended.
type tally struct{ agreed, limits, unchecked int }

func (n tally) String() string {
	return fmt.Sprintf("%d agree with OpenSSL, %d of them are refused by a limit of AWS's before; %d rest on keys that Go does not support", n.agreed, n.limits, n.unchecked)
}

// compare sets what follows the trust store beside "openssl verify", read as
// s2n-tls reads it: the path first, without a purpose, and after that the purpose
// of all but the anchor. The verdict is the same, or a rule of AWS's comes before.
func compare(t *testing.T, name string, chain, anchors [][]byte, now time.Time, n *tally) {
	t.Helper()
	in := Input{Chain: chain, TrustStore: toPEM(anchors...), Settings: Settings{Mode: VerifyMode}, Now: now}
	r := &run{material: newMaterial(in)}
	r.trusted()
	ok, said := opensslVerifies(t, chain, anchors, now, false)
	if ok {
		if ok, said = opensslVerifies(t, chain, anchors, now, true); !ok && strings.Count(said, "error 26 at") == strings.Count(said, fmt.Sprintf("error 26 at %d depth", len(r.path)-1)) {
			ok = true // the anchor's purpose alone, which s2n-tls does not ask
		}
	}
	want := codeOf(said)
	if ok {
		want = ""
	}
	v := Verify(in)
	switch {
	case r.unchecked != nil:
		n.unchecked++
		return
	case r.reason() != want && !strings.Contains(said, "Could not"): // read the file
		t.Errorf("%s: %q by %+v; OpenSSL: %s", name, r.reason(), r.last(), said)
		return
	}
	n.agreed++
	if v.Reason != want {
		if d := v.Deciding(); d == nil || !named[d.ID] {
			t.Errorf("%s: %s by %+v; OpenSSL: %s", name, v.Status, d, said)
		}
		n.limits++
	}
}

func toPEM(ders ...[]byte) (out []byte) {
	for _, der := range ders {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return out
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

// opensslVerifies asks "openssl verify" with the flag that s2n-tls sets, with the
// purpose "sslclient" or without one.
func opensslVerifies(t *testing.T, chain, anchors [][]byte, now time.Time, purpose bool) (bool, string) {
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
	args := []string{"verify", "-partial_chain", "-auth_level", "0", "-attime", strconv.FormatInt(now.Unix(), 10),
		"-no-CAfile", "-no-CApath", "-no-CAstore", "-trusted", file("anchors.pem", anchors...)}
	if purpose {
		args = append(args, "-purpose", "sslclient")
	}
	if len(chain) > 1 {
		args = append(args, "-untrusted", file("between.pem", chain[1:]...))
	}
	out, err := exec.Command("openssl", append(args, file("leaf.pem", chain[0]))...).CombinedOutput()
	return err == nil, string(out)
}
