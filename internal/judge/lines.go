package judge

import (
	"slices"
	"time"

	"github.com/mtlens/mtlens/internal/source"
)

// Lines sums up lines of connection logs that are no paste: files of any length,
// read by the caller, by several at once. Each has a Lines of its own, which are
// merged in the end; what is counted is bounded as it is for a paste.
type Lines struct {
	now   time.Time
	folds logFolds
}

// NewLines returns a summary without a line. Validity is judged at the time now.
func NewLines(now time.Time) *Lines { return &Lines{now: now} }

// Add counts a line.
func (l *Lines) Add(r *Record) { l.folds.of(r.Kind).count(r, l.now) }

// Merge adds what another one has counted. Of distinct clients, certificates and
// codes beyond the bounds, it depends on the order which are told apart.
func (l *Lines) Merge(from *Lines) {
	for kind, f := range from.folds {
		if f != nil {
			l.folds.of(LogKind(kind)).merge(f)
		}
	}
}

// AddLines counts lines beside those of the paste.
func (j *Judge) AddLines(l *Lines) {
	for kind, f := range l.folds {
		if f != nil {
			j.logs.of(LogKind(kind)).merge(f)
		}
	}
}

func (l *logFold) merge(from *logFold) {
	l.Lines += from.Lines
	l.Failed += from.Failed
	l.Untold += from.Untold
	l.span(from.From, from.To)
	l.Times.merge(&from.Times)
	for _, r := range from.reasons {
		l.reason(r.Ending, r.Code, source.Span{}).Count += r.Count
	}
	for key, c := range from.clients {
		into := logKey(l.clients, key)
		if into.Address == "" {
			into.Address = c.Address
		}
		into.Count += c.Count
		into.Failed += c.Failed
	}
	for key, c := range from.certs {
		into := logKey(l.certs, key)
		if into.Count == 0 && into.Subject == "" {
			*into = *c
			into.Count, into.Failed, into.Codes = 0, 0, nil
		}
		into.Count += c.Count
		into.Failed += c.Failed
		for _, code := range c.Codes {
			into.code(code)
		}
		slices.Sort(into.Codes) // or it would depend on who was merged first
	}
}
