// Package decode is the façade of the core: a paste goes in, a report comes out.
//
// [Text] is one pure function of the input and of [Options]: no clock, no
// network, no state. Bad input is never an error, it is a report with findings.
package decode

import (
	"bytes"
	"time"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/wording"
)

// MaxInput is the longest input in bytes. A connection log of 100,000 lines has
// some 40 MB; the core needs a few times the input in memory, and a browser gives
// a WebAssembly program at most 4 GB.
const MaxInput = 64 << 20

// Options is what a decoding depends on besides the input.
type Options struct {
	Now time.Time // the time that validity is judged by
}

// Text reads input and reports on it, without what cards show when they are open.
// Input is text in UTF-8, or a DER file. One longer than MaxInput is refused.
func Text(input []byte, o Options) *report.Report {
	if len(input) > MaxInput {
		return wording.Refused(len(input), MaxInput)
	}
	paste := unwrap.Open(input)
	j := judge.New(judge.Options{Now: o.Now, Like: wording.InFull})
	w := wording.New(input, paste.Binary, j)
	if len(bytes.TrimSpace(input)) == 0 {
		return w.Empty()
	}
	for unit := range j.Units(paste, input) {
		w.Unit(unit)
	}
	return w.Report(j.Summary(paste.Rest()))
}
