//go:build js && wasm

// Command lab is the large WebAssembly program: it issues test certificates,
// judges chains, runs the handshake and checks signatures, all by Go's own
// crypto/x509 and crypto/tls. It also gives the views of a paste that come after
// the first answer. It is loaded when it is first needed, never before that answer. To cancel a call, the page ends the worker.
package main

import (
	"crypto/rand"
	"encoding/json"
	"time"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/lab"
	"github.com/mtlens/mtlens/wasm/bridge"
)

func main() {
	var material lab.Material
	bridge.Run([]bridge.Export{
		// Each takes `{"now": <ms since 1970>}`, and JSON in UTF-8 for its bytes.
		// The types are those of web/src/lab/lab.gen.ts.

		// presets(request: "{}"): Envelope<Choices>
		{Name: "presets", Handle: presets},
		// issue(request, Partial<IssueRequest>): Envelope<Issued>
		{Name: "issue", Handle: handler(lab.Issue)},
		// preset(request, PresetRequest): Envelope<Issued>
		{Name: "preset", Handle: handler(lab.FromPreset)},
		// zip(request): Envelope<Archive>
		{Name: "zip", Handle: zip},
		// pack(request, PackRequest): Envelope<Archive>
		{Name: "pack", Handle: handler(lab.Pack)},
		// verify(request, VerifyRequest): Envelope<Verdict>
		{Name: "verify", Handle: handler(sure(lab.Verify))},
		// simulate(request, SimulateRequest): Envelope<Simulation>
		{Name: "simulate", Handle: handler(sure(lab.Simulate))},
		// material(request, MaterialRequest): Envelope<MaterialCheck>; it is kept for examine
		{Name: "material", Handle: handler(material.Take)},
		// unlock(request, UnlockRequest): Envelope<Unlocked>
		{Name: "unlock", Handle: handler(lab.Unlock)},
		// examine(request, paste: Uint8Array, as for decode): Envelope<Changes>
		{Name: "examine", Handle: withMaterial(&material, examine)},

		// markdown(request, paste: Uint8Array): Envelope<string>
		{Name: "markdown", Handle: withMaterial(&material, markdown)},
		// result(request, paste: Uint8Array): Envelope<Result>, for programs: internal/result/result.schema.json
		{Name: "result", Handle: withMaterial(&material, result)},

		// What is asked for after the first answer, one structure at a time: it is
		// here so that the program that gives that answer stays small.

		// view(request: `{"view": "text" | "pem"}`, paste: Uint8Array): Envelope<string>
		{Name: "view", Handle: view},
		// tree, place, names, compare, certificate, other, group, report, lines(request: see lab.Inspect, paste: Uint8Array):
		// Envelope<Tree>, Envelope<Place>, Envelope<Names>, Envelope<Comparison>,
		// Envelope<Certificate>, Envelope<Other>, Envelope<Group>, Envelope<Report>,
		// Envelope<LogLines>
		{Name: "tree", Handle: inspect("tree")},
		{Name: "place", Handle: inspect("place")},
		{Name: "names", Handle: inspect("names")},
		{Name: "compare", Handle: inspect("compare")},
		{Name: "certificate", Handle: inspect("certificate")},
		{Name: "other", Handle: inspect("other")},
		{Name: "group", Handle: inspect("group")},
		{Name: "report", Handle: inspect("report")},
		{Name: "lines", Handle: inspect("lines")},

		// out(request: see lab.WriteOut, paste: Uint8Array): Envelope<Written>
		{Name: "out", Handle: writeOut},
	})
}

// handler reads the request of f and writes its answer.
func handler[Q, A any, P lab.Answer[A]](f func(lab.Options, Q) (A, error)) bridge.Handler {
	return func(dst []byte, request jsontext.Members, bytes []byte) ([]byte, error) {
		o, err := options(request)
		if err != nil {
			return nil, err
		}
		if len(bytes) > lab.MaxInput {
			return nil, &bridge.Error{Code: bridge.BadRequest, Message: "the request is over the limit"}
		}
		var q Q
		if err := json.Unmarshal(bytes, &q); err != nil {
			// Not the error's own text, which quotes the request.
			return nil, &bridge.Error{Code: bridge.BadRequest, Message: "the bytes are not the JSON of this request"}
		}
		a, err := f(o, q)
		if err != nil {
			return nil, err
		}
		return append(dst, lab.Marshal[A, P](a)...), nil
	}
}

// sure gives a function that cannot fail the shape of those that can.
func sure[Q, A any](f func(lab.Options, Q) A) func(lab.Options, Q) (A, error) {
	return func(o lab.Options, q Q) (A, error) { return f(o, q), nil }
}

func presets(dst []byte, _ jsontext.Members, _ []byte) ([]byte, error) {
	return append(dst, lab.Marshal(lab.AllChoices())...), nil
}

func zip(dst []byte, request jsontext.Members, _ []byte) ([]byte, error) {
	o, err := options(request)
	if err != nil {
		return nil, err
	}
	a, err := lab.Zip(o)
	if err != nil {
		return nil, err
	}
	return append(dst, lab.Marshal(a)...), nil
}

// withMaterial answers about a paste, signatures and trust store included.
func withMaterial(m *lab.Material, answer func(dst []byte, o lab.Options, m *lab.Material, paste []byte) []byte) bridge.Handler {
	return func(dst []byte, request jsontext.Members, paste []byte) ([]byte, error) {
		o, err := options(request)
		if err != nil {
			return nil, err
		}
		if len(paste) > decode.MaxInput {
			return nil, &bridge.Error{Code: bridge.BadRequest, Message: "the paste is over the limit"}
		}
		return answer(dst, o, m, paste), nil
	}
}

func examine(dst []byte, o lab.Options, m *lab.Material, paste []byte) []byte {
	return lab.Examine(o, m, paste).AppendJSON(dst)
}

func markdown(dst []byte, o lab.Options, m *lab.Material, paste []byte) []byte {
	return jsontext.AppendString(dst, lab.Markdown(o, m, paste))
}

func result(dst []byte, o lab.Options, m *lab.Material, paste []byte) []byte {
	return lab.Result(o, m, paste).AppendJSON(dst)
}

func options(request jsontext.Members) (lab.Options, error) {
	now, err := request.Int("now")
	if err != nil {
		return lab.Options{}, &bridge.Error{Code: bridge.BadRequest, Message: err.Error()}
	}
	return lab.Options{Now: time.UnixMilli(now).UTC(), Rand: rand.Reader}, nil
}
