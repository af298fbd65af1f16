package decode

import (
	"encoding/json"
	"math/rand"
	"net/url"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/testdata"
)

// Damage that transport does, each kind once or twice in one paste. Whatever it
// does, a certificate that is reported whole has the bytes of an original. (A
// character that becomes another one of base64 is not among them: nothing but the
// signature can tell.)
var damages = []struct {
	name string
	do   func(r *rand.Rand, s string) string
}{
	{"cut off", func(r *rand.Rand, s string) string { return s[:r.Intn(len(s))] }},
	{"beginning lost", func(r *rand.Rand, s string) string { return s[r.Intn(len(s)):] }},
	{"characters lost", func(r *rand.Rand, s string) string {
		i := r.Intn(len(s))
		return s[:i] + s[min(len(s), i+1+r.Intn(3)):]
	}},
	{"a line lost", func(r *rand.Rand, s string) string {
		i := r.Intn(len(s))
		return s[:i] + s[min(len(s), i+64):]
	}},
	{"characters twice", func(r *rand.Rand, s string) string {
		i := r.Intn(len(s))
		return s[:i] + s[i:min(len(s), i+1+r.Intn(5))] + s[i:]
	}},
	{"stray characters", func(r *rand.Rand, s string) string {
		i := r.Intn(len(s))
		return s[:i] + []string{"*", "?", "é", "\x00", "~~", "\u200B", "<", "&"}[r.Intn(8)] + s[i:]
	}},
	{"white space", func(r *rand.Rand, s string) string {
		i := r.Intn(len(s))
		return s[:i] + []string{" ", "\n", "\t", "\r\n", "  \n "}[r.Intn(5)] + s[i:]
	}},
	{"form-decoded", func(r *rand.Rand, s string) string {
		if t, err := url.QueryUnescape(s); err == nil {
			return t
		}
		return strings.ReplaceAll(s, "+", " ")
	}},
	{"encoded once more", func(r *rand.Rand, s string) string { return url.PathEscape(s) }},
	{"lines to spaces", func(r *rand.Rand, s string) string { return strings.ReplaceAll(s, "\n", " ") }},
	{"in JSON", func(r *rand.Rand, s string) string {
		b, _ := json.Marshal(map[string]string{"message": s})
		return string(b)
	}},
	{"quoted lines", func(r *rand.Rand, s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") }},
}

func TestDamage(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	chain := []string{"client-2", "ec-issuing-ca", "ec-root-ca"}
	originals := make(map[string]bool)
	plain, header := "", "X-Amzn-Mtls-Clientcert: "
	for _, n := range chain {
		originals[testdata.Facts(n)["sha256"]] = true
		plain += string(testdata.PEM(n))
		header += string(alb.AppendPEM(nil, testdata.DER(n)))
	}
	whole := 0
	for i := range 3000 {
		s := []string{plain, header, string(testdata.Paste("raw-request.txt"))}[i%3]
		names := ""
		for range 1 + r.Intn(3) {
			d := damages[r.Intn(len(damages))]
			if s != "" {
				s = d.do(r, s)
				names += d.name + ", "
			}
		}
		rep := read([]byte(s))
		damaged := make(map[int]bool)
		for _, f := range rep.Findings {
			if f.Certificate >= 0 && f.ID != "expired" && (f.Severity == "error" || f.Severity == "warning" && (f.Bytes != nil || f.ID == "uneven-lines" || f.ID == "two-readings")) {
				damaged[f.Certificate] = true
			}
		}
		for k, c := range rep.Certificates {
			if !c.Whole || damaged[k] {
				continue
			}
			whole++
			if !originals[c.SHA256] {
				t.Errorf("%d (%s): a certificate is reported whole that is no original: %s\n%q", i, names, c.SHA256, ids(rep))
			}
		}
	}
	if whole < 1000 {
		t.Errorf("only %d certificates came through: the test does not say much", whole)
	}
}
