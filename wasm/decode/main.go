//go:build js && wasm

// Command decode is the small WebAssembly program: it reads pastes and certificates.
// It is loaded with the page, so its size is kept in bounds: see the table of
// banned packages in build/.
package main

import (
	"runtime"
	"runtime/debug"
	"time"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/wasm/bridge"
)

// How often the collector runs, by how much may be added to what is alive, in percent.
// What it adds is never given back, so of a large paste little may be added: it takes
// longer to read by some, and leaves less behind.
const (
	ofSmall = 100     // Go's default
	ofLarge = 20      // at most
	added   = 2 << 20 // bytes that may be added to the paste itself
	large   = 4 << 20 // bytes of a paste
)

func main() {
	bridge.Run([]bridge.Export{
		// decode(request: `{"now": <ms since 1970>}`, paste: Uint8Array): Envelope<Report>
		{Name: "decode", Handle: text},
	})
}

func text(dst []byte, request jsontext.Members, paste []byte) ([]byte, error) {
	o, err := options(request)
	if err != nil {
		return nil, err
	}
	percent := ofSmall
	if len(paste) > large {
		percent = min(ofLarge, 100*added/len(paste))
	}
	debug.SetGCPercent(percent)
	report := decode.Text(paste, o)
	if len(paste) > large {
		runtime.GC() // what was read is no longer needed, and makes room for the answer
	}
	dst = report.AppendSized(dst)
	runtime.KeepAlive(paste) // or the answer would stand where the next paste has to
	return dst, nil
}

func options(request jsontext.Members) (decode.Options, error) {
	now, err := request.Int("now")
	if err != nil {
		return decode.Options{}, &bridge.Error{Code: bridge.BadRequest, Message: err.Error()}
	}
	return decode.Options{Now: time.UnixMilli(now).UTC()}, nil
}
