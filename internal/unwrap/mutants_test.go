package unwrap

import (
	"bytes"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/testdata"
)

// originals are the certificates that are whole in a paste.
func originals(in []byte) (list [][]byte, r *result) {
	r = collect(in)
	for _, u := range r.Units {
		for i := range u.Objects {
			if o := &u.Objects[i]; o.Kind == der.Certificate && deep(o.DER.Bytes) {
				list = append(list, o.DER.Bytes)
			}
		}
	}
	return list, r
}

// mutate damages a paste the way that copying, logs and programs do.
func mutate(r *rand.Rand, kind int, s string) string {
	i := r.Intn(len(s))
	lines := strings.SplitAfter(s, "\n")
	k := r.Intn(len(lines))
	switch kind {
	case 0: // a character that no encoding has
		return s[:i] + "*" + s[i:]
	case 1: // a line lost
		return strings.Join(slices.Delete(slices.Clone(lines), k, k+1), "")
	case 2: // a line twice
		return strings.Join(slices.Insert(slices.Clone(lines), k, lines[k]), "")
	case 3: // a line that is not of it
		return strings.Join(slices.Insert(slices.Clone(lines), k, "2026-01-01 10:00:00 INFO tick\n"), "")
	case 4: // cut off, at either end
		return s[:i]
	case 5:
		return s[i:]
	case 6: // each + a blank
		return strings.ReplaceAll(s, "+", " ")
	case 7: // wrapped at a width
		return wrapAt(60+r.Intn(60), "")(s)
	default: // something put before each line
		return numbered("2026-01-04T10:00:00.%09dZ ")(s)
	}
}

// Whatever is reported whole of a damaged paste is one of the originals, to the byte, or
// a finding says that it may not be. The pastes are the inputs from the field, and with
// MTLENS_FIELD and MTLENS_PASTE all of those folders. Left out are bytes that are no text:
// in them nothing leaves a trace.
func TestMutants(t *testing.T) {
	inputs := make(map[string][]byte)
	for _, name := range testdata.Fields() {
		inputs[name], _ = testdata.Field(name)
	}
	rounds := 20
	for _, variable := range []string{"MTLENS_FIELD", "MTLENS_PASTE"} {
		files, _ := filepath.Glob(filepath.Join(os.Getenv(variable), "*.*"))
		for _, file := range files {
			if b, err := os.ReadFile(file); err == nil && os.Getenv(variable) != "" {
				inputs[file], rounds = b, 40
			}
		}
	}
	names := make([]string, 0, len(inputs))
	for name := range inputs {
		names = append(names, name)
	}
	slices.Sort(names)
	rnd := rand.New(rand.NewSource(11))
	n, whole := 0, 0
	for _, name := range names {
		in := inputs[name]
		const longest = 20_000
		if len(in) == 0 || len(in) > longest || bytes.IndexByte(in, 0) >= 0 || bytes.Contains(in, []byte("\x1f\x8b")) {
			continue
		}
		known, _ := originals(in)
		for range rounds {
			n++
			kind := rnd.Intn(9)
			if kind == 6 && bytes.HasPrefix(in, []byte("b'")) {
				continue // a + that is a byte of its own leaves no trace
			}
			damaged := mutate(rnd, kind, string(in))
			r := collect([]byte(damaged))
			for _, u := range r.Units {
				for i := range u.Objects {
					o := &u.Objects[i]
					if o.Kind != der.Certificate || !deep(o.DER.Bytes) {
						continue
					}
					whole++
					if len(o.Findings)+len(r.Findings) == 0 && !slices.ContainsFunc(known, func(k []byte) bool { return bytes.Equal(k, o.DER.Bytes) }) {
						t.Errorf("%s, damage %d: a certificate is whole that is no original", name, kind)
					}
				}
			}
		}
	}
	if whole*4 < n {
		t.Errorf("%d pastes, in which %d certificates were whole", n, whole)
	}
	t.Logf("%d pastes, %d certificates", n, whole)
}
