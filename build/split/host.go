package split

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// host is what a program of Go's asks of JavaScript (wasm_exec.js), as far as ours do
// while they start and answer. What it does not know ends the program: a profile
// that is made of guesses would be none.
type host struct {
	program api.Module
	values  []any // what the program has references to, by number
	ids     map[any]uint32
	clock   int64
	seed    uint64 // of what is random, and of how fast the clock goes
	random  *rand.ChaCha8
	script  *object // Go's side of it: the object "go" of wasm_exec.js
	exports *object // globalThis.mtlens
	ready   bool
	fault   error
}

// A value of JavaScript is undefined{}, nil, a bool, float64, string or *object.
type undefined struct{}

// object is an object: what it is made of depends on what it is.
type object struct {
	members map[string]any
	list    []any           // of an array
	bytes   []byte          // of a Uint8Array
	call    func([]any) any // of a function
	make    func([]any) any // of a constructor
}

func newHost(seed uint64) *host {
	h := &host{seed: seed, random: rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)}), ids: map[any]uint32{}, exports: &object{members: map[string]any{}}}
	h.exports.members["ready"] = &object{call: func([]any) any { h.ready = true; return undefined{} }}
	bytesOf := &object{make: func(args []any) any {
		n, _ := args[0].(float64)
		return &object{bytes: make([]byte, int(n))}
	}}
	constants := map[string]any{}
	for _, name := range []string{"O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_EXCL", "O_DIRECTORY"} {
		constants[name] = -1.0
	}
	global := &object{members: map[string]any{
		"mtlens": h.exports, "Object": &object{}, "Array": &object{}, "Uint8Array": bytesOf, "Error": &object{},
		"process": &object{members: map[string]any{}}, "path": &object{members: map[string]any{}},
		"fs": &object{members: map[string]any{"constants": &object{members: constants}}},
	}}
	h.script = &object{members: map[string]any{"_pendingEvent": nil}}
	h.script.members["_makeFuncWrapper"] = &object{call: func(args []any) any { return h.wrapper(args[0]) }}
	// The numbers that every program knows these by.
	h.values = []any{math.NaN(), 0.0, nil, true, false, global, h.script}
	for i, v := range h.values[1:] {
		h.ids[v] = uint32(i + 1)
	}
	return h
}

// wrapper is a function of the program's, as JavaScript calls it: the program is told
// of a call that waits, and goes on.
func (h *host) wrapper(id any) *object {
	return &object{call: func(args []any) any {
		event := &object{members: map[string]any{"id": id, "this": undefined{}, "args": &object{list: args}}}
		h.script.members["_pendingEvent"] = event
		if err := h.run(context.Background(), "resume"); err != nil {
			h.fault = errors.Join(h.fault, err)
			return undefined{}
		}
		return event.members["result"]
	}}
}

func (h *host) run(ctx context.Context, name string, args ...uint64) error {
	_, err := h.program.ExportedFunction(name).Call(ctx, args...)
	return errors.Join(h.fault, err)
}

// start gives the program its one argument, its name, and the environment, and runs it
// until it waits.
func (h *host) start(ctx context.Context, environment map[string]string) error {
	at := uint32(4096) // where wasm_exec.js puts them
	var list []byte
	put := func(text string) {
		h.memory().WriteString(at, text+"\x00")
		list = binary.LittleEndian.AppendUint64(list, uint64(at))
		at += (uint32(len(text)) + 8) &^ 7
	}
	put("js")
	list = append(list, make([]byte, 8)...) // the end of the arguments
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		put(name + "=" + environment[name])
	}
	h.memory().Write(at, append(list, make([]byte, 8)...))
	if err := h.run(ctx, "run", 1, uint64(at)); err != nil {
		return fmt.Errorf("splitting: the program does not start: %w", err)
	}
	if !h.ready {
		return errors.New("splitting: the program does not say that it is ready")
	}
	return nil
}

func (h *host) call(_ context.Context, c Call) error {
	f, ok := h.exports.members[c.Name].(*object)
	if !ok || f.call == nil {
		return errors.New("the program has no such function")
	}
	answer, _ := f.call([]any{c.Request, &object{bytes: c.Bytes}}).(string)
	if h.fault != nil {
		return h.fault
	}
	if len(answer) < 5 || answer[:5] != `{"ok"` {
		return fmt.Errorf("the answer is %.200s", answer)
	}
	return nil
}

// instantiate offers the program what it imports.
func (h *host) instantiate(ctx context.Context, r wazero.Runtime, m *module) error {
	builder := r.NewHostModuleBuilder("gojs")
	for _, name := range m.importNames() {
		f, ok := functions[name]
		if !ok {
			return fmt.Errorf("splitting: the program imports %s, which this host does not have", name)
		}
		builder.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(ctx context.Context, _ api.Module, stack []uint64) {
			f(&frame{h, ctx, uint32(stack[0])})
		}), []api.ValueType{api.ValueTypeI32}, nil).Export(name)
	}
	_, err := builder.Instantiate(ctx)
	return err
}
