package unwrap

import (
	"bytes"
	"math/rand"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/testdata"
)

// What tools print, pasted whole, gives the certificate that they were given, to the
// byte, with the names of the headers, and no finding but those that are due.
func TestTools(t *testing.T) {
	original := testdata.DER("client-2")
	for _, name := range testdata.Tools() {
		t.Run(name, func(t *testing.T) {
			output, names, due := testdata.Tool(name)
			r := collect(output)
			onlyThis(t, r, original)
			ids := findingsOf(r)
			slices.Sort(ids)
			if got := strings.Join(slices.Compact(ids), " "); got != due {
				t.Errorf("findings %q, want %q", got, due)
			}
			seen := make(map[string]bool)
			for _, u := range r.Units {
				for i := range u.Fields {
					if n := strings.ToLower(u.Fields[i].Name); strings.HasPrefix(n, "x-amzn-mtls-clientcert") {
						seen[n] = true
					}
				}
			}
			if want, _ := strconv.Atoi(names); len(seen) < want {
				t.Errorf("%d names of headers, want %d", len(seen), want)
			}
		})
	}
}

// Damage to what tools print: whatever is found whole is the original, or a finding
// says that it may not be. Left out is what leaves no trace: a digit less in a list
// of decimal numbers, and bytes moved in a file that is no text.
func TestToolsDamaged(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	original := testdata.DER("client-2")
	const log = "2026-01-01 10:00:00 INFO tick\n"
	damages := []func(s string, i int, lines []string, k int) string{
		func(s string, i int, _ []string, _ int) string { return s[:i] + "*" + s[i:] },
		func(_ string, _ int, lines []string, k int) string {
			return strings.Join(slices.Delete(slices.Clone(lines), k, k+1), "")
		},
		func(_ string, _ int, lines []string, k int) string {
			return strings.Join(slices.Insert(slices.Clone(lines), k, lines[k]), "")
		},
		func(_ string, _ int, lines []string, k int) string {
			return strings.Join(slices.Insert(slices.Clone(lines), k, log), "")
		},
		func(s string, i int, _ []string, _ int) string { return s[:i] },
		func(s string, i int, _ []string, _ int) string { return s[i:] },
	}
	n := 0
	for _, name := range testdata.Tools() {
		output, _, _ := testdata.Tool(name)
		if bytes.IndexByte(output, 0) >= 0 {
			continue
		}
		s := string(output)
		lines := strings.SplitAfter(s, "\n")
		for range 10 {
			for d, damage := range damages {
				n++
				in := damage(s, r.Intn(len(s)), lines, r.Intn(len(lines)))
				result := collect([]byte(in))
				for _, u := range result.Units {
					for i := range u.Objects {
						o := &u.Objects[i]
						if o.Kind == der.Certificate && deep(o.DER.Bytes) && !bytes.Equal(o.DER.Bytes, original) && len(o.Findings)+len(result.Findings) == 0 {
							t.Errorf("%s, damage %d: a certificate is whole that is no original", name, d)
						}
					}
				}
			}
		}
	}
	if n < 6000 {
		t.Errorf("%d pastes were tried", n)
	}
}
