//go:build js && wasm

package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/lab"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/wasm/bridge"
)

var now = jsontext.Members{"now": "1785585600000"}

// call asks as the page does, and reads the answer.
func call[A any](t *testing.T, h bridge.Handler, request any) (a A) {
	t.Helper()
	bytes, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := h(nil, now, bytes)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		t.Fatalf("%v in %s", err, answer)
	}
	return a
}

func TestIssueVerifyCheck(t *testing.T) {
	made := call[lab.Issued](t, handler(lab.Issue), map[string]any{})
	if len(made.Files) != 3 {
		t.Fatalf("%d files", len(made.Files))
	}
	v := call[lab.Verdict](t, handler(sure(lab.Verify)), lab.VerifyRequest{Chain: made.Files[1].Text, TrustStore: made.Files[2].Text})
	if v.Status != "Success" {
		t.Errorf("got %+v", v)
	}
	sim := call[lab.Simulation](t, handler(sure(lab.Simulate)), lab.SimulateRequest{Chain: made.Files[1].Text, Key: made.Files[0].Text, TrustStore: made.Files[2].Text})
	if sim.Verdict.Status != "Success" || sim.Status != 200 {
		t.Errorf("got %+v", sim)
	}
	var material lab.Material
	given := call[lab.MaterialCheck](t, handler(material.Take), lab.MaterialRequest{TrustStore: base64.StdEncoding.EncodeToString([]byte(made.Files[2].Text))})
	if !given.TrustStore.Accepted {
		t.Errorf("got %+v", given)
	}
	answer, err := withMaterial(&material, examine)(nil, now, []byte(made.Files[1].Text+made.Files[2].Text))
	if err != nil {
		t.Fatal(err)
	}
	var c report.Changes
	if err := json.Unmarshal(answer, &c); err != nil || len(c.Strict) != 2 || !strings.Contains(string(answer), "Yes, with this trust store") {
		t.Errorf("got %s, %v", answer, err)
	}
}

func TestPresetsAndZip(t *testing.T) {
	answer, err := presets(nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var c lab.Choices
	if err := json.Unmarshal(answer, &c); err != nil || len(c.Presets) < 20 {
		t.Errorf("%d presets, %v", len(c.Presets), err)
	}
	if made := call[lab.Issued](t, handler(lab.FromPreset), lab.PresetRequest{Name: "expired"}); made.Preset == nil || made.Preset.Expected != "Failed:ClientCertExpired" {
		t.Errorf("got %+v", made.Preset)
	}
	if answer, err = zip(nil, now, nil); err != nil || len(answer) < 1000 {
		t.Errorf("%d bytes, %v", len(answer), err)
	}
}

func TestBadRequests(t *testing.T) {
	for name, f := range map[string]func() ([]byte, error){
		"no time":            func() ([]byte, error) { return handler(lab.Issue)(nil, jsontext.Members{}, []byte("{}")) },
		"no time to zip":     func() ([]byte, error) { return zip(nil, jsontext.Members{}, nil) },
		"no time to examine": func() ([]byte, error) { return withMaterial(new(lab.Material), examine)(nil, jsontext.Members{}, nil) },
		"no JSON":            func() ([]byte, error) { return handler(lab.Issue)(nil, now, []byte("secret")) },
		"another type":       func() ([]byte, error) { return handler(lab.Issue)(nil, now, []byte(`{"days":"secret"}`)) },
	} {
		_, err := f()
		var e *bridge.Error
		if !errors.As(err, &e) || e.Code != bridge.BadRequest {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
