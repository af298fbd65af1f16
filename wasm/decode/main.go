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
		// view(request: `{"now": <ms since 1970>, "view": "text" | "pem"}`, paste: Uint8Array): Envelope<string>
		{Name: "view", Handle: view},
		// Of one structure of the paste, or of two; decode.Inspect has the requests.
		// tree(request, paste: Uint8Array): Envelope<Tree>
		{Name: "tree", Handle: inspect("tree")},
		// place(request, paste: Uint8Array): Envelope<Place>
		{Name: "place", Handle: inspect("place")},
		// names(request, paste: Uint8Array): Envelope<Names>
		{Name: "names", Handle: inspect("names")},
		// compare(request, paste: Uint8Array): Envelope<Comparison>
		{Name: "compare", Handle: inspect("compare")},
	})
}

func text(request jsontext.Members, paste []byte) ([]byte, error) {
	o, err := options(request)
	if err != nil {
		return nil, err
	}
	return decode.Text(paste, o).AppendJSON(nil), nil
}

func view(request jsontext.Members, paste []byte) ([]byte, error) {
	o, err := options(request)
	if err != nil {
		return nil, err
	}
	rendering, ok := decode.View(paste, o, request.String("view"))
	if !ok {
		return nil, &bridge.Error{Code: bridge.BadRequest, Message: "no such view"}
	}
	return jsontext.AppendString(nil, rendering), nil
}

func inspect(what string) bridge.Handler {
	return func(request jsontext.Members, paste []byte) ([]byte, error) {
		o, err := options(request)
		if err != nil {
			return nil, err
		}
		answer, err := decode.Inspect(what, paste, o, request)
		if err != nil {
			return nil, &bridge.Error{Code: bridge.BadRequest, Message: err.Error()}
		}
		return answer, nil
	}
}

func options(request jsontext.Members) (decode.Options, error) {
	now, err := request.Int("now")
	if err != nil {
		return decode.Options{}, &bridge.Error{Code: bridge.BadRequest, Message: err.Error()}
	}
	return decode.Options{Now: time.UnixMilli(now).UTC()}, nil
}
