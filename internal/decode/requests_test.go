package decode

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/report"
)

// What people paste, in many dumps: testdata/requests/README.md says where it is from and
// what is right.
func TestRequests(t *testing.T) {
	folder := filepath.Join("..", "..", "testdata", "requests")
	index, err := os.ReadFile(filepath.Join(folder, "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, line := range strings.Split(strings.TrimRight(string(index), "\n"), "\n") {
		want := strings.Split(line, "\t")
		b, err := os.ReadFile(filepath.Join(folder, want[0]))
		if err != nil || len(want) != 5 {
			t.Fatalf("%q: %v", line, err)
		}
		tried++
		r := read(b)
		verdict := ""
		for _, run := range r.Verdict.Text {
			verdict += run.Text
		}
		if !strings.HasPrefix(verdict, want[1]) {
			t.Errorf("%s: the verdict is %q, want %q", want[0], verdict, want[1])
		}
		if got := answerOf(&report.Report{Groups: r.Groups[:min(1, len(r.Groups))]}, report.QuestionVerified); !strings.HasPrefix(got, want[2]) || (got == "") != (want[2] == "") {
			t.Errorf("%s: verified: %q, want %q", want[0], got, want[2])
		}
		if got := answerOf(&report.Report{Groups: r.Groups[:min(1, len(r.Groups))]}, report.QuestionAgreement); got != want[3] {
			t.Errorf("%s: it agrees: %q, want %q", want[0], got, want[3])
		}
		if got := ids(r); got != want[4] {
			t.Errorf("%s: findings %q, want %q", want[0], got, want[4])
		}
	}
	if files, _ := filepath.Glob(filepath.Join(folder, "*-*.*")); len(files) != tried {
		t.Errorf("%d files, %d in the index", len(files), tried)
	}
}
