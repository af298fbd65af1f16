//go:build js && wasm

// Command decode is the small WebAssembly program: it reads pastes and certificates.
// It is loaded with the page, so its size is kept in bounds: see the table of
// banned packages in build/.
package main

import (
	"time"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/wasm/bridge"
)

func main() {
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
	return decode.Text(paste, o).AppendJSON(nil), nil
}

func options(request jsontext.Members) (decode.Options, error) {
	now, err := request.Int("now")
	if err != nil {
		return decode.Options{}, &bridge.Error{Code: bridge.BadRequest, Message: err.Error()}
	}
	return decode.Options{Now: time.UnixMilli(now).UTC()}, nil
}
