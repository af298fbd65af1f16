package certinfo

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
)

// sample is a certificate from a file of the corpora.
type sample struct {
	file string
	der  []byte
}

// corpus returns every distinct certificate in the folder that MTLENS_CORPORA
// names: PEM blocks and DER in files of any name, PEM inside JSON. Without it, or
// under js, where there is no such folder, the test is skipped.
func corpus(t testing.TB) []sample {
	t.Helper()
	root := os.Getenv("MTLENS_CORPORA")
	if root == "" {
		t.Skip("MTLENS_CORPORA names no folder with certificates")
	}
	seen := make(map[string]bool)
	var all []sample
	add := func(file string, der []byte) {
		if !seen[string(der)] {
			seen[string(der)] = true
			all = append(all, sample{file, der})
		}
	}
	blocks := func(file string, text []byte) {
		for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
			switch block.Type {
			case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
				add(file, block.Bytes)
			}
		}
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		file, _ := filepath.Rel(root, path)
		text, err := os.ReadFile(path)
		switch ext := filepath.Ext(path); {
		case err != nil:
			return err
		case ext == ".json":
			var v any
			if json.Unmarshal(text, &v) == nil {
				eachString(v, func(s string) { blocks(file, []byte(s)) })
			}
		case bytes.Contains(text, []byte("-----BEGIN ")):
			blocks(file, text)
		case len(text) > 4 && text[0] == 0x30 && text[1] >= 0x80:
			add(file, text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Skip("no certificates in " + root)
	}
	return all
}

func eachString(v any, f func(string)) {
	switch v := v.(type) {
	case string:
		if strings.Contains(v, "-----BEGIN ") {
			f(v)
		}
	case []any:
		for _, e := range v {
			eachString(e, f)
		}
	case map[string]any:
		for _, e := range v {
			eachString(e, f)
		}
	}
}

// TestCorpusBounds: on every file, whole and cut at several places, offsets stay
// inside the input and a cut never takes away what lies before it.
func TestCorpusBounds(t *testing.T) {
	for _, s := range corpus(t) {
		whole := Parse(s.der)
		checkPlaces(t, &whole.Structure, whole.Extensions, len(s.der))
		for i := 1; i < 8; i++ {
			n := len(s.der) * i / 8
			c := Parse(s.der[:n])
			checkPlaces(t, &c.Structure, c.Extensions, n)
			if !whole.Whole || len(whole.Findings) > 0 {
				continue
			}
			if end := whole.Serial.Place.Offset + whole.Serial.Place.Length; end <= n && c.Serial.Hex() != whole.Serial.Hex() {
				t.Errorf("%s cut at %d: serial number %s, want %s", s.file, n, c.Serial.Hex(), whole.Serial.Hex())
			}
			if end := whole.Subject.Place.Offset + whole.Subject.Place.Length; end <= n && c.Subject.String() != whole.Subject.String() {
				t.Errorf("%s cut at %d: subject %s, want %s", s.file, n, c.Subject.String(), whole.Subject.String())
			}
			for j := range c.Extensions {
				x, y := &c.Extensions[j], &whole.Extensions[j]
				if y.Place.Offset+y.Place.Length <= n && (x.OID != y.OID || x.Critical != y.Critical || !bytes.Equal(x.Value, y.Value)) {
					t.Errorf("%s cut at %d: extension %d differs", s.file, n, j)
				}
			}
		}
	}
}

func checkPlaces(t testing.TB, c *Structure, extensions []Extension, n int) {
	t.Helper()
	if len(c.Findings) > MaxFindings+2 {
		t.Errorf("%d findings", len(c.Findings))
	}
	for _, f := range c.Findings {
		if f.DER == nil {
			if f.ID != finding.FindingsTooMany {
				t.Errorf("%s has no place", f.ID)
			}
		} else if d := f.DER; d.Offset < 0 || d.Length < 0 || d.Offset+d.Length > n {
			t.Errorf("%s: place %+v outside of %d bytes", f.ID, *d, n)
		}
		if f.Text == "" {
			t.Errorf("%s says nothing", f.ID)
		}
	}
	for i := range extensions {
		if p := extensions[i].Place; p.Offset < 0 || p.Offset+p.Length > n {
			t.Errorf("extension %d: place %+v outside of %d bytes", i, p, n)
		}
	}
}
