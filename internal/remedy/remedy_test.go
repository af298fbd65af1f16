package remedy

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
)

// Every cause that the table names has snippets, one for each language, in one
// piece. That they mend what they should is tested in package decode.
func TestSnippets(t *testing.T) {
	n := 0
	for line := range strings.Lines(snippets) {
		if line[0] != '#' {
			continue
		}
		for _, cause := range strings.Fields(line[1:]) {
			n++
			seen := map[string]bool{}
			list := Snippets(finding.Fix(cause))
			for _, s := range list {
				if seen[s.Language] {
					t.Errorf("%s: two snippets for %s", cause, s.Language)
				}
				seen[s.Language] = true
				if s.Language == "" || s.Code == "" || strings.TrimSpace(s.Code) != s.Code {
					t.Errorf("%s: %q, %q", cause, s.Language, s.Code)
				}
			}
			if len(list) == 0 {
				t.Errorf("%s has no snippets", cause)
			}
		}
	}
	if n < 16 {
		t.Errorf("only %d causes", n)
	}
	for _, none := range []finding.Fix{"", "form"} {
		if list := Snippets(none); list != nil {
			t.Errorf("%q: %v", none, list)
		}
	}
}
