package decode

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/report"
)

// The headline is as sure of the sender as the answer is: it begins with the same words.
func TestHeadlineIsAsSure(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("..", "..", "testdata", "families", "*.txt"))
	doubtful := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r := read(b)
		if len(r.Groups) != 1 || r.Groups[0].Sender < 0 || len(r.Verdict.Text) == 0 {
			continue
		}
		title := r.Senders[r.Groups[0].Sender].Title
		title = strings.TrimPrefix(title, "A ") // inside a sentence the article is small
		before, _, found := strings.Cut(answerOf(r, report.QuestionSender), title)
		if !found || !strings.HasPrefix(r.Verdict.Text[0].Text, before+title) {
			t.Errorf("%s: the headline is %q, the answer begins %q", filepath.Base(file), r.Verdict.Text[0].Text, before+title)
		}
		if before != "" && before != "A " {
			doubtful++
		}
	}
	if doubtful < 5 {
		t.Errorf("only %d requests are of no certain sender", doubtful)
	}
}
