package split

import (
	"context"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// Call is a call of an export of the program, as the page's worker makes it.
type Call struct {
	Name, Request string
	Bytes         []byte
}

// Profile starts the program in the environment, makes the calls one after the other, and says of each
// function whether it was entered. The host has no clock and no randomness of its
// own, so the answer is the same on every machine.
func Profile(ctx context.Context, program []byte, environment map[string]string, calls []Call) ([]bool, error) {
	m, err := read(program)
	if err != nil {
		return nil, err
	}
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	defer r.Close(ctx)
	h := newHost()
	if err := h.instantiate(ctx, r, m); err != nil {
		return nil, err
	}
	h.program, err = r.InstantiateWithConfig(ctx, m.counted(), wazero.NewModuleConfig().WithStartFunctions())
	if err != nil {
		return nil, fmt.Errorf("splitting: the program does not start: %w", err)
	}
	if err := h.start(ctx, environment); err != nil {
		return nil, err
	}
	for _, c := range calls {
		if err := h.call(ctx, c); err != nil {
			return nil, fmt.Errorf("splitting: %s: %w", c.Name, err)
		}
	}
	hot := make([]bool, len(m.kinds))
	for i := range hot {
		hot[i] = h.program.ExportedGlobal(mark(i)).Get() != 0
	}
	return hot, nil
}

// mark is the name of the variable that tells that a function was entered.
func mark(i int) string { return fmt.Sprintf("entered %d", i) }

// counted is the program with a variable more for each function, which it sets when it
// is entered. Nothing else is moved by that.
func (m *module) counted() []byte {
	globals, exports := append([]byte{}, m.globalsB...), []byte{}
	for _, e := range m.exports {
		exports = appendExport(exports, e)
	}
	kinds, places := []byte{}, []byte{}
	code := make([][]byte, len(m.bodies))
	for i, body := range m.bodies {
		at := len(m.globals) + i
		globals = append(globals, 0x7f, 1, opI32Const, 0, opEnd)
		exports = appendExport(exports, export{mark(i), aGlobal, at})
		kinds = number(kinds, m.kinds[i])
		places = number(places, m.imports+i)
		locals := localsEnd(body)
		code[i] = append(append([]byte{}, body[:locals]...), opI32Const, 1, opGlobalSet)
		code[i] = append(number(code[i], at), body[locals:]...)
	}
	b := []byte(wasmbin.Magic)
	b = wasmbin.AppendSection(b, wasmbin.Types, m.types)
	b = wasmbin.AppendSection(b, wasmbin.Imports, appendVector(m.imports, m.imported))
	b = wasmbin.AppendSection(b, wasmbin.Functions, appendVector(len(m.kinds), kinds))
	b = wasmbin.AppendSection(b, wasmbin.Tables, number([]byte{1, 0x70, 0}, m.table))
	b = wasmbin.AppendSection(b, wasmbin.Memories, m.memory)
	b = wasmbin.AppendSection(b, wasmbin.Globals, appendVector(len(m.globals)+len(m.bodies), globals))
	b = wasmbin.AppendSection(b, wasmbin.Exports, appendVector(len(m.exports)+len(m.bodies), exports))
	b = wasmbin.AppendSection(b, wasmbin.Elements, appendVector(1, segment(m.base, len(m.kinds), places)))
	b = wasmbin.AppendSection(b, wasmbin.Code, appendCode(code))
	return wasmbin.AppendSection(b, wasmbin.Data, m.data)
}

// localsEnd is where the instructions of a function begin.
func localsEnd(body []byte) int {
	r := &wasmbin.Reader{B: body}
	for range r.Number() {
		r.Number()
		r.Byte()
	}
	return len(body) - len(r.B)
}

// memory is the program's, which may have been moved by the last call.
func (h *host) memory() api.Memory { return h.program.Memory() }
