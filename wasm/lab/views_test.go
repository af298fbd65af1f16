//go:build js && wasm

package main

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/testdata"
	"github.com/mtlens/mtlens/wasm/bridge"
)

func TestViews(t *testing.T) {
	for name, want := range map[string]string{"text": "Subject: ", "pem": "-----BEGIN CERTIFICATE-----"} {
		answer, err := view(nil, jsontext.Members{"view": name}, testdata.PEM("client-1"))
		var text string
		if err != nil || json.Unmarshal(answer, &text) != nil || !strings.Contains(text, want) {
			t.Errorf("%s: %.80s, %v", name, answer, err)
		}
	}
	answer, err := inspect("tree")(nil, jsontext.Members{"now": "0", "structure": "0"}, testdata.PEM("client-1"))
	if err != nil || !json.Valid(answer) {
		t.Errorf("tree: %.80s, %v", answer, err)
	}
}

func TestBadViews(t *testing.T) {
	for _, test := range []struct {
		name    string
		handle  bridge.Handler
		request jsontext.Members
	}{
		{"no time", inspect("tree"), jsontext.Members{"structure": "0"}},
		{"no such view", view, jsontext.Members{"view": "hologram"}},
		{"no such structure", inspect("tree"), jsontext.Members{"now": "0", "structure": "9"}},
	} {
		_, err := test.handle(nil, test.request, testdata.PEM("client-1"))
		var e *bridge.Error
		if !errors.As(err, &e) || e.Code != bridge.BadRequest {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
}
