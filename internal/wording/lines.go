package wording

import (
	"strings"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// LineFilter says which lines of a connection log are asked for; what is empty lets
// all through.
type LineFilter struct {
	Log             string   // the name of the log
	Failed          bool     // only connections that failed
	Code            string   // as that of a LogReason
	Client          string   // as that of a LogCount
	Subject, Serial *string  // both, as those of a LogCertificate
	From, To        int64    // seconds since 1970; To is not in it, and 0 for no bound
	Words           []string // in lower case
}

// MaxLines bounds the lines that are told at once.
const MaxLines = 200

// LinesOf goes through the connection log in a paste, and tells the first lines that
// the filter lets through.
func LinesOf(j *judge.Judge, input []byte, f *LineFilter) *report.LogLines {
	p := unwrap.Open(input)
	w := New(input, p.Binary, j)
	out := &report.LogLines{}
	for u := range p.Units() {
		r := judge.ReadRecord(u)
		if r == nil || !f.takes(r) {
			continue
		}
		if out.Count++; out.Count > MaxLines {
			continue
		}
		w.record(r)
		out.Records = append(out.Records, w.records[r.Kind][0])
		w.records[r.Kind] = w.records[r.Kind][:0]
	}
	return out
}

func (f *LineFilter) takes(r *judge.Record) bool {
	_, code := ending(r.Ending, r.Code)
	switch {
	case f.Log != "" && f.Log != logNames[r.Kind],
		f.Failed && r.Ending != judge.Refused,
		f.Code != "" && f.Code != judge.HiddenName(code),
		f.Client != "" && f.Client != judge.HiddenName(r.Client),
		f.Subject != nil && *f.Subject != judge.HiddenName(r.Subject),
		f.Serial != nil && *f.Serial != judge.HiddenName(r.Serial):
		return false
	}
	if f.To > 0 {
		if at, ok := r.Moment(); !ok || at < f.From || at >= f.To {
			return false
		}
	}
	if len(f.Words) == 0 {
		return true
	}
	text := judge.Hidden(r.Text())
	text = strings.ToLower(text)
	for _, word := range f.Words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
