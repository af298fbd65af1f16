//go:build js && wasm

package main

import (
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/lab"
	"github.com/mtlens/mtlens/wasm/bridge"
)

// view renders the certificates of a paste as text or PEM.
func view(dst []byte, request jsontext.Members, paste []byte) ([]byte, error) {
	rendering, ok := lab.View(paste, request.String("view"))
	if !ok {
		return nil, &bridge.Error{Code: bridge.BadRequest, Message: "no such view"}
	}
	return jsontext.AppendString(dst, rendering), nil
}

// inspect answers a question about one structure of a paste, or about two.
func inspect(what string) bridge.Handler {
	return func(dst []byte, request jsontext.Members, paste []byte) ([]byte, error) {
		o, err := options(request)
		if err != nil {
			return nil, err
		}
		answer, err := lab.Inspect(dst, o, what, paste, request)
		if err != nil {
			return nil, &bridge.Error{Code: bridge.BadRequest, Message: err.Error()}
		}
		return answer, nil
	}
}

// writeOut writes a client of a paste out for other tools.
func writeOut(dst []byte, request jsontext.Members, paste []byte) ([]byte, error) {
	o, err := options(request)
	if err != nil {
		return nil, err
	}
	answer, err := lab.WriteOut(o, paste, request)
	if err != nil {
		return nil, &bridge.Error{Code: bridge.BadRequest, Message: err.Error()}
	}
	return answer.AppendJSON(dst), nil
}
