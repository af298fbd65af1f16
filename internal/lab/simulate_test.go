package lab

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/decode"
)

// The circle: issue, simulate, decode what the target got.
func TestCircle(t *testing.T) {
	made, _ := ask(t, Issue, `{"intermediates":1}`)
	chain := file(t, &made, "certificate.crt")
	for _, test := range []struct {
		mode         string
		headers      int
		certificates int
		title        string
	}{
		{"verify", 5, 1, "The target gets the request with 5 headers about the certificate."},
		{"passthrough", 1, 2, "The target gets the request with 1 header about the certificate."},
		{"off", 0, 0, "The target gets the request; nobody asked the client for a certificate."},
	} {
		for _, version := range []string{"1.2", "1.3"} {
			request, _ := json.Marshal(map[string]any{"settings": Settings{Mode: test.mode}, "chain": chain, "maxVersion": version,
				"key": file(t, &made, "private-key.pem"), "trustStore": file(t, &made, "trust-store.pem")})
			s, text := ask(t, sure(Simulate), string(request))
			if s.Title != test.title || s.Verdict.Status != "Success" || s.Version != "TLSv"+version || s.Status != 200 {
				t.Errorf("%s: got %s", test.mode, text)
			}
			added := 0
			for _, h := range s.Headers {
				if h.Added {
					added++
				}
			}
			r := decode.Text([]byte(s.Request), decode.Options{Now: options.Now})
			if added != test.headers || len(r.Certificates) != test.certificates {
				t.Errorf("%s: %d headers, %d certificates", test.mode, added, len(r.Certificates))
			}
			if test.certificates > 0 {
				// The same certificate, to the byte.
				sent := decode.Text([]byte(chain), decode.Options{Now: options.Now})
				if r.Certificates[0].SHA256 != sent.Certificates[0].SHA256 {
					t.Errorf("%s: another certificate came out", test.mode)
				}
			}
			if strings.Contains(text, "PRIVATE KEY") || len(s.Messages) == 0 || len(s.Transcript) == 0 || s.LogLine == "" {
				t.Errorf("%s: got %s", test.mode, text)
			}
		}
	}
}

func sure[Q, A any](f func(Options, Q) A) func(Options, Q) (A, error) {
	return func(o Options, q Q) (A, error) { return f(o, q), nil }
}

// Every preset gets the code in the handshake that Verify gives it.
func TestPresetsInTheHandshake(t *testing.T) {
	first, _ := ask(t, Issue, `{}`)
	for _, p := range AllChoices().Presets {
		request, _ := json.Marshal(PresetRequest{p.Name, first.Authority})
		made, _ := ask(t, FromPreset, string(request))
		q := SimulateRequest{Chain: file(t, &made, "certificate.crt"), Key: file(t, &made, "private-key.pem"), TrustStore: file(t, &made, "trust-store.pem"), MaxVersion: p.MaxVersion}
		for _, f := range made.Files {
			if f.Name == "revocation-list.pem" {
				q.CRLs = []string{f.Text}
			}
		}
		s := Simulate(options, q)
		if s.Verdict.Status != p.Expected || !strings.Contains(s.LogLine, " "+p.Expected+" ") {
			t.Errorf("%s: got %s, %s, want %s; %+v", p.Name, s.Verdict.Status, s.LogLine, p.Expected, s.Problems)
		}
		if s.Verdict.OK != (s.Status == 200) {
			t.Errorf("%s: status %d with %s", p.Name, s.Status, s.Verdict.Status)
		}
	}
}

func TestSimulateProblems(t *testing.T) {
	made, _ := ask(t, Issue, `{}`)
	chain, key := file(t, &made, "certificate.crt"), file(t, &made, "private-key.pem")
	other, _ := ask(t, Issue, `{}`)
	for _, test := range []struct {
		name, field string
		q           SimulateRequest
	}{
		{"no key", "key", SimulateRequest{Chain: chain}},
		{"a certificate for a key", "key", SimulateRequest{Chain: chain, Key: chain}},
		{"no certificate", "chain", SimulateRequest{Chain: "hello", Key: key}},
		{"TLS 1.1", "minVersion", SimulateRequest{MinVersion: "1.1"}},
		{"no version between", "maxVersion", SimulateRequest{MinVersion: "1.3", MaxVersion: "1.2"}},
		{"a path with a line feed", "request", SimulateRequest{Path: "/\r\nX: y"}},
	} {
		s := Simulate(options, test.q)
		if len(s.Problems) != 1 || s.Problems[0].Field != test.field {
			t.Errorf("%s: got %+v", test.name, s.Problems)
		}
	}
	if s := Simulate(options, SimulateRequest{}); s.Verdict.OK || len(s.Problems) > 0 {
		t.Errorf("no certificate in verify mode: got %+v", s.Verdict)
	}
	wrong := Simulate(options, SimulateRequest{Chain: chain, Key: file(t, &other, "private-key.pem"), TrustStore: file(t, &made, "trust-store.pem")})
	if wrong.Verdict.OK || wrong.Status != 0 {
		t.Errorf("the key of another certificate: got %+v", wrong.Verdict)
	}
}
