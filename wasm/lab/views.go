//go:build js && wasm

package main

import (
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/lab"
	"github.com/mtlens/mtlens/wasm/bridge"
)

// view renders the certificates of a paste as text or PEM.
func view(request jsontext.Members, paste []byte) ([]byte, error) {
	rendering, ok := lab.View(paste, request.String("view"))
	if !ok {
		return nil, &bridge.Error{Code: bridge.BadRequest, Message: "no such view"}
	}
	return jsontext.AppendString(nil, rendering), nil
}

// inspect answers a question about one structure of a paste, or about two.
func inspect(what string) bridge.Handler {
	return func(request jsontext.Members, paste []byte) ([]byte, error) {
		o, err := options(request)
		if err != nil {
			return nil, err
		}
		answer, err := lab.Inspect(o, what, paste, request)
		if err != nil {
			return nil, &bridge.Error{Code: bridge.BadRequest, Message: err.Error()}
		}
		return answer, nil
	}
}
