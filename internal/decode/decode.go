// Package decode is the façade of the core: a paste goes in, a report comes out.
package decode

import (
	"time"

	"github.com/mtlens/mtlens/internal/report"
)

// Options is what a decoding depends on besides the input.
type Options struct {
	Now time.Time // the time that validity is judged by
}

// Text reads input and reports on it.
func Text(input []byte, o Options) *report.Report {
	return &report.Report{Schema: report.Schema, Verdict: report.Verdict{State: report.StateEmpty}}
}
