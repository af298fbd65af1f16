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
// client-2.pem, and that with --color=always; and of client-1.pem and ext-more.pem in one file, and ext-more.pem and
// ec-root-ca.pem in another.
func TestHunks(t *testing.T) {
	for name, want := range map[string][]string{
		"renewed.diff": {"client-2-expired", "client-2"},
		"colored.diff": {"client-2-expired", "client-2"},
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

// Mails quote a diff, pages and lists indent it, logs of builds and containers put a prefix
// before its lines, and editors take the blanks at the ends of lines away.
func TestHunksBehindText(t *testing.T) {
	diff, err := os.ReadFile(filepath.Join("testdata", "renewed.diff"))
	if err != nil {
		t.Fatal(err)
	}
	behind := func(s string) func(string) string {
		return perLine(func(l string) string { return strings.TrimRight(s+l, " ") })
	}
	for name, around := range map[string]func(string) string{
		"mail":        behind("> "),
		"two mails":   behind(">> "),
		"no blank":    perLine(func(l string) string { return ">" + l }),
		"indented":    behind("    "),
		"a fence":     func(s string) string { return "See:\n\n```diff\n" + s + "```\n" },
		"in a list":   func(s string) string { return "1. See:\n   ```diff\n" + behind("   ")(s) + "   ```\n" },
		"a build":     func(s string) string { return numbered("2026-01-04T10:00:00.%07dZ ")("Run git diff\n" + s + "Done\n") },
		"a container": behind("web-1  | "),
		"cat -n":      numbered("%6d\t"),
		"a graph":     behind("| "),
		"CR LF":       func(s string) string { return behind("> ")(strings.ReplaceAll(s, "\n", "\r\n")) },
	} {
		r := collect([]byte(around(string(diff))))
		var whole []string
		for _, u := range r.Units {
			for _, o := range u.Objects {
				whole = append(whole, string(o.DER.Bytes))
				if !u.Versions {
					t.Errorf("%s: a unit is not said to be of versions", name)
				}
			}
		}
		if len(whole) != 2 || whole[0] != string(testdata.DER("client-2-expired")) || whole[1] != string(testdata.DER("client-2")) {
			t.Errorf("%s: %d structures, not the two certificates; findings %v", name, len(whole), findingsOf(r))
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
