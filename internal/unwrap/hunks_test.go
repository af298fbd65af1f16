package unwrap

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/testdata"
)

// The diffs were written by git 2.39.5: git diff --no-index of client-2-expired.pem and
// client-2.pem; and of client-1.pem and ext-more.pem in one file, and ext-more.pem and
// ec-root-ca.pem in another.
func TestHunks(t *testing.T) {
	for name, want := range map[string][]string{
		"renewed.diff": {"client-2-expired", "client-2"},
		"bundle.diff":  {"client-1", "ec-root-ca"},
	} {
		diff, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		var whole []string
		r := collect(diff)
		for _, u := range r.Units {
			for _, o := range u.Objects {
				if declared(o.DER.Bytes) == o.DER.Len() {
					whole = append(whole, string(o.DER.Bytes))
				}
				if o.Span.Start >= o.Span.End {
					t.Errorf("%s: one stands at %+v", name, o.Span)
				}
			}
		}
		if len(whole) != len(want) {
			t.Fatalf("%s: %d certificates are whole, want %v", name, len(whole), want)
		}
		for i, name := range want {
			if whole[i] != string(testdata.DER(name)) {
				t.Errorf("number %d is not %s", i, name)
			}
		}
		if left := slices.Contains(findingsOf(r), string(finding.BodyElided)); left != (name == "bundle.diff") {
			t.Errorf("%s: told that lines were left out: %v", name, left)
		}
	}
}

// Lines that both versions have are not there twice without end, however often diffs are in
// each other.
func TestHunksInHunks(t *testing.T) {
	text := strings.Repeat("some text of a file\n", 5000)
	for range MaxLayers {
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		text = fmt.Sprintf("@@ -1,%d +1,%[1]d @@\n-a\n+b\n %s\n", len(lines)+1, strings.Join(lines, "\n "))
	}
	if r := collect([]byte(text)); r.looked > 700*len(text) {
		t.Errorf("%d bytes were looked at for %d", r.looked, len(text))
	}
}
