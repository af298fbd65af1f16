package decode

import (
	"encoding/json"
	"math/rand"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/report"
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

// chainOf returns the PEM of certificates of testdata, and their fingerprints.
func chainOf(names ...string) (pems []string, originals map[string]bool) {
	originals = make(map[string]bool)
	for _, n := range names {
		originals[testdata.Facts(n)["sha256"]] = true
		pems = append(pems, string(testdata.PEM(n)))
	}
	return pems, originals
}

// sound counts the certificates that are reported whole and without a finding
// that says they may not be the original, and those of them that are none.
func sound(rep *report.Report, originals map[string]bool) (whole, wrong int) {
	marks := map[string]bool{"uneven-lines": true, "two-readings": true, "blanks-inside": true, "alphabets-mixed": true}
	doubted := make(map[int]bool)
	for _, f := range rep.Findings {
		if f.ID != "expired" && (f.Severity == report.Error || f.Severity == report.Warning && (f.Bytes != nil || marks[f.ID])) {
			doubted[f.Certificate] = true
		}
	}
	for i, c := range rep.Certificates {
		switch {
		case !c.Whole || doubted[i]:
		case originals[c.SHA256]:
			whole++
		default:
			whole++
			wrong++
		}
	}
	return whole, wrong
}

// Several kinds of damage in one paste can make up for each other: a character
// lost and one gained on the same line, where nothing but contents stands
// between, or an escape %2F cut down to F. No trace is left in the text, so
// nothing but the signature can tell: about one case in 15,000, of seeds beside
// this one.
func TestDamage(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	pems, originals := chainOf("client-2", "ec-issuing-ca", "ec-root-ca")
	plain := strings.Join(pems, "")
	header := "X-Amzn-Mtls-Clientcert: " + strings.NewReplacer(" ", "%20", "\n", "%0A").Replace(plain)
	total := 0
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
		whole, wrong := sound(rep, originals)
		total += whole
		if wrong > 0 {
			t.Errorf("%d (%s): a certificate is reported whole that is no original; findings %q", i, names, ids(rep))
		}
	}
	if total < 1000 {
		t.Errorf("only %d certificates came through: the test does not say much", total)
	}
}

// mutations are single changes to a text that was right. Silent ones put
// characters of base64 in the place of others.
var mutations = []struct {
	name   string
	silent bool
	do     func(r *rand.Rand, s string) string
}{
	{"delete", false, func(r *rand.Rand, s string) string { i := r.Intn(len(s)); return s[:i] + s[i+1:] }},
	{"insert", false, func(r *rand.Rand, s string) string {
		i := r.Intn(len(s))
		return s[:i] + string("Aa0+/=- \n%\"\\"[r.Intn(12)]) + s[i:]
	}},
	{"duplicate", false, func(r *rand.Rand, s string) string { i := r.Intn(len(s)); return s[:i+1] + s[i:] }},
	{"truncate", false, func(r *rand.Rand, s string) string { return s[:r.Intn(len(s))] }},
	{"lose a line", false, func(r *rand.Rand, s string) string {
		lines := strings.SplitAfter(s, "\n")
		i := r.Intn(len(lines))
		return strings.Join(slices.Delete(lines, i, i+1), "")
	}},
	{"duplicate a line", false, func(r *rand.Rand, s string) string {
		lines := strings.SplitAfter(s, "\n")
		i := r.Intn(len(lines))
		return strings.Join(slices.Insert(lines, i, lines[i]), "")
	}},
	{"swap lines", true, func(r *rand.Rand, s string) string {
		lines := strings.SplitAfter(s, "\n")
		i, j := r.Intn(len(lines)), r.Intn(len(lines))
		lines[i], lines[j] = lines[j], lines[i]
		return strings.Join(lines, "")
	}},
	{"flip", true, func(r *rand.Rand, s string) string {
		i := r.Intn(len(s))
		return s[:i] + string(rune(s[i]^1<<r.Intn(7))) + s[i+1:]
	}},
	{"transpose", true, func(r *rand.Rand, s string) string {
		i := r.Intn(len(s) - 1)
		return s[:i] + string([]byte{s[i+1], s[i]}) + s[i+2:]
	}},
}

// One change to a chain, in each of the forms that it is sent and logged in: what
// is reported whole is an original, always; and of three certificates those that
// were not touched come out whole, two at least, unless the rest was cut off or
// lines were moved.
func TestMutation(t *testing.T) {
	pems, originals := chainOf("client-2", "ec-issuing-ca", "ec-root-ca")
	plain := strings.Join(pems, "")
	alb := "X-Amzn-Mtls-Clientcert: " + strings.NewReplacer(" ", "%20", "\n", "%0A").Replace(plain) + "\n"
	forms := []struct{ name, text string }{
		{"PEM", plain},
		{"ALB header", alb},
		{"fully encoded", "ssl-client-cert: " + strings.ReplaceAll(url.QueryEscape(plain), "+", "%20") + "\n"},
		{"form-decoded", strings.ReplaceAll(plain, "+", " ")},
		{"JSON", jsonLine(plain)},
		{"on one line", strings.ReplaceAll(plain, "\n", " ")},
	}
	r := rand.New(rand.NewSource(2))
	for _, m := range mutations {
		for _, form := range forms {
			for range 60 {
				s := m.do(r, form.text)
				rep := read([]byte(s))
				whole, wrong := sound(rep, originals)
				if !m.silent && wrong > 0 {
					t.Errorf("%s, %s: a certificate is reported whole that is no original; findings %q\n%s", m.name, form.name, ids(rep), s)
				}
				lines := strings.Contains(m.name, "line") && strings.Count(form.text, "\n") < 2 || m.name == "swap lines"
				if whole < 2 && m.name != "truncate" && !lines {
					t.Errorf("%s, %s: %d certificates are whole; findings %q\n%s", m.name, form.name, whole, ids(rep), s)
				}
			}
		}
	}
}

func jsonLine(message string) string {
	b, _ := json.Marshal(map[string]string{"level": "info", "x-amzn-mtls-clientcert": message})
	return string(b) + "\n"
}

// One certificate of a chain is damaged; the chain was decoded as a form, stands
// in a line of a JSON log, and that in the output of curl or in a text log.
func TestCombinations(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	pems, originals := chainOf("client-2", "ec-issuing-ca", "ec-root-ca")
	for i := range 400 {
		chain := slices.Clone(pems)
		hurt, k := r.Intn(3), r.Intn(len(damages))
		kind := mutations[k%5] // those that are not silent
		body := strings.TrimSuffix(strings.TrimPrefix(chain[hurt], "-----BEGIN CERTIFICATE-----\n"), "-----END CERTIFICATE-----\n")
		chain[hurt] = "-----BEGIN CERTIFICATE-----\n" + kind.do(r, body) + "-----END CERTIFICATE-----\n"
		s := strings.Join(chain, "")
		if i%2 == 0 {
			s = strings.ReplaceAll(s, "+", " ")
		}
		if i%3 == 0 {
			s = strings.NewReplacer(" ", "%20", "\n", "%0A").Replace(s)
		}
		s = jsonLine(s)
		switch i % 4 {
		case 0:
			s = "> GET /echo HTTP/1.1\r\n> Host: x\r\n> \r\n< HTTP/1.1 200 OK\r\n< \r\n" + s
		case 1:
			s = "2026-11-23T10:00:00Z INFO request " + s
		case 2:
			s = jsonLine(s)
		}
		rep := read([]byte(s))
		whole, wrong := sound(rep, originals)
		if wrong > 0 || whole < 2 {
			t.Errorf("%d (%s in number %d): %d whole, %d of them no originals; findings %q\n%s", i, kind.name, hurt, whole, wrong, ids(rep), s)
		}
	}
}
