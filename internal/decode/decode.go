// Package decode is the façade of the core: a paste goes in, a report comes out.
package decode

import (
	"time"

	"github.com/mtlens/mtlens/internal/report"
)

// MaxInput is the longest input in bytes. A connection log of 100,000 lines has
// some 40 MB; the core needs a few times the input in memory, and a browser gives
// a WebAssembly program at most 4 GB.
const MaxInput = 64 << 20

// Options is what a decoding depends on besides the input.
type Options struct {
	Now time.Time // the time that validity is judged by
}

// Text reads input and reports on it.
func Text(input []byte, o Options) *report.Report {
	return &report.Report{Schema: report.Schema, Verdict: report.Verdict{State: report.StateEmpty}}
}

// View returns another rendering of what is in input: "text" in the manner of
// openssl x509 -text, "pem" as clean PEM. It reports false for other views.
func View(input []byte, o Options, view string) (string, bool) {
	return "", false
}
