//go:build js && wasm

package main

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/wasm/bridge"
)

func TestTextAnswersWithAReport(t *testing.T) {
	answer, err := text(nil, jsontext.Members{"now": "1750000000000"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Schema  int
		Verdict struct{ State string }
	}
	if err := json.Unmarshal(answer, &got); err != nil {
		t.Fatalf("%v in %s", err, answer)
	}
	if got.Schema != report.Schema || got.Verdict.State != string(report.StateEmpty) {
		t.Errorf("got %+v", got)
	}
}

func TestBadRequests(t *testing.T) {
	for _, test := range []struct {
		name    string
		handle  bridge.Handler
		request jsontext.Members
	}{
		{"no time", text, jsontext.Members{}},
		{"no number", text, jsontext.Members{"now": "today"}},
	} {
		_, err := test.handle(nil, test.request, nil)
		var e *bridge.Error
		if !errors.As(err, &e) || e.Code != bridge.BadRequest {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
}
