package finding

import (
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// Every rule is complete: people link to it by its ID and read it in the list.
func TestRules(t *testing.T) {
	id := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := make(map[ID]bool)
	for _, r := range Rules() {
		switch {
		case !id.MatchString(string(r.ID)):
			t.Errorf("%q is no ID", r.ID)
		case seen[r.ID]:
			t.Errorf("%s is in the tables twice", r.ID)
		case r.Title == "" || len(strings.Fields(r.Title)) > 4:
			t.Errorf("%s: the title %q is not one to four words", r.ID, r.Title)
		case runtime.GOOS != "js" && !strings.HasSuffix(r.About, "."):
			t.Errorf("%s: %q is no sentence", r.ID, r.About)
		case r.Severity != Error && r.Severity != Warning && r.Severity != Note:
			t.Errorf("%s: severity %q", r.ID, r.Severity)
		case r.Reference.URL != "" && !strings.HasPrefix(r.Reference.URL, "https://"):
			t.Errorf("%s: %q", r.ID, r.Reference.URL)
		}
		seen[r.ID] = true
		if Lookup(r.ID).ID != r.ID {
			t.Errorf("%s is not found", r.ID)
		}
	}
}
