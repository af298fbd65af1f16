//go:build js && wasm

// Command decode is the small WebAssembly program: it reads pastes and certificates.
// It is loaded with the page, so its size is kept in bounds: see the table of
// banned packages in build/.
package main

import (
	"runtime/debug"
	"time"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/wasm/bridge"
)

// A call makes its report and is over: with room to spare, the collector seldom
// has to run in between. Above the limit it runs as often as it must.
const (
	collectAt  = 400 // percent of what is alive; Go's default is 100
	roomToGrow = 1 << 30
)

func main() {
	debug.SetGCPercent(collectAt)
	debug.SetMemoryLimit(roomToGrow)
	bridge.Run([]bridge.Export{
		// decode(request: `{"now": <ms since 1970>}`, paste: Uint8Array): Envelope<Report>
		{Name: "decode", Handle: text},
	})
}

func text(request jsontext.Members, paste []byte) ([]byte, error) {
	o, err := options(request)
	if err != nil {
		return nil, err
	}
	return decode.Text(paste, o).JSON(), nil
}

func options(request jsontext.Members) (decode.Options, error) {
	now, err := request.Int("now")
	if err != nil {
		return decode.Options{}, &bridge.Error{Code: bridge.BadRequest, Message: err.Error()}
	}
	return decode.Options{Now: time.UnixMilli(now).UTC()}, nil
}
