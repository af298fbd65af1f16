package wording

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
)

// A signature that is not checked says why, and each reason is a sentence of its own.
func TestUncheckableSaysWhy(t *testing.T) {
	w := &Writer{report: report.Report{Certificates: make([]report.Certificate, 1)}}
	seen := make(map[string]bool)
	for why := judge.NoReason; why <= judge.TooManyToCheck; why++ {
		m := &judge.Member{}
		m.Link.State, m.Link.Signature = judge.ByName, judge.Signature{State: judge.NotCheckable, Why: why}
		text := w.join(m).Text
		if seen[text] || !strings.HasPrefix(text, "Issuer name matches. The signature ") {
			t.Errorf("%d: %q", why, text)
		}
		seen[text] = true
		if why == judge.KeyTooLarge && !strings.Contains(text, "key is too long") {
			t.Errorf("a large key: %q", text)
		}
	}
}
