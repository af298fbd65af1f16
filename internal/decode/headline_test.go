package decode

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
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

// A bundle is no chain that somebody presented: what is told of an authority that expired
// is not told of a client.
func TestHeadlineOfAuthorities(t *testing.T) {
	after := Options{Now: time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC)}
	for pair, want := range map[[2]string][2]string{
		{"root-ca", "ec-root-ca"}: {"2 certificates of authorities", "refuses a chain that goes through it with ClientCertExpired"},
		{"client-1", "client-2"}:  {"2 certificates that form no single chain", "refuses it with ClientCertExpired"},
	} {
		r := Text(slices.Concat(testdata.PEM(pair[0]), testdata.PEM(pair[1])), after)
		if got := r.Verdict.Text[0].Text; !strings.HasPrefix(got, want[0]) {
			t.Errorf("got %s, want %s", got, want[0])
		}
		if len(r.Findings) == 0 || !strings.Contains(r.Findings[0].Hint, want[1]) {
			t.Errorf("got %+v, want %s", r.Findings, want[1])
		}
	}
}

// A diff shows two versions: no client presented one beside the other, so nothing is said of
// their order.
func TestHeadlineOfADiff(t *testing.T) {
	for name, want := range map[string]string{"renewed.diff": "2 certificates in the two versions of a diff", "bundle.diff": "3 certificates in the two versions of a diff", "colored.diff": "2 certificates in the two versions of a diff"} {
		diff, err := os.ReadFile(filepath.Join("..", "unwrap", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		r := read(diff)
		if !strings.HasPrefix(r.Verdict.Text[0].Text, want) {
			t.Errorf("%s: %+v", name, r.Verdict.Text)
		}
		if title := r.Groups[0].Chain.Title; strings.Contains(title, "presented") {
			t.Errorf("%s: %s", name, title)
		}
		for _, f := range r.Findings {
			if strings.HasPrefix(f.ID, "chain-") {
				t.Errorf("%s: %s", name, f.Text)
			}
		}
	}
}
