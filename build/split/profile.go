package split

import (
	"bytes"
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

// Profile starts the program in the environment once for each list of calls, makes these one after the other, and
// says of each piece of each function whether it was entered; most functions are of many pieces: see [blocks]. The
// host has no clock and no randomness but by the number of the list, so the answer is the same on every machine.
func Profile(ctx context.Context, program []byte, environment map[string]string, lives [][]Call) (entered [][]bool, err error) {
	m, err := read(program)
	if err != nil {
		return nil, err
	}
	counted, pieces, err := m.counted()
	if err != nil {
		return nil, err
	}
	for _, n := range pieces {
		entered = append(entered, make([]bool, n))
	}
	cache := wazero.NewCompilationCache()
	defer cache.Close(ctx)
	for i, calls := range lives {
		if err := m.live(ctx, cache, counted, environment, uint64(i), calls, entered); err != nil {
			return nil, err
		}
	}
	return entered, nil
}

// live runs the program once, and notes what is entered.
func (m *module) live(ctx context.Context, cache wazero.CompilationCache, counted []byte, environment map[string]string, seed uint64, calls []Call, entered [][]bool) error {
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter().WithCompilationCache(cache))
	defer r.Close(ctx)
	h := newHost(seed)
	if err := h.instantiate(ctx, r, m); err != nil {
		return err
	}
	var err error
	h.program, err = r.InstantiateWithConfig(ctx, counted, wazero.NewModuleConfig().WithStartFunctions())
	if err != nil {
		return fmt.Errorf("splitting: the program does not start: %w", err)
	}
	if err := h.start(ctx, environment); err != nil {
		return err
	}
	for _, c := range calls {
		if err := h.call(ctx, c); err != nil {
			return fmt.Errorf("splitting: %s: %w", c.Name, err)
		}
	}
	for i, pieces := range entered {
		for k := range pieces {
			pieces[k] = pieces[k] || h.program.ExportedGlobal(mark(i, k)).Get() != 0
		}
	}
	return nil
}

// mark is the name of the variable that tells that a piece of a function was entered.
func mark(i, piece int) string { return fmt.Sprintf("entered %d.%d", i, piece) }

// counted is the program with a variable more for each piece of a function, which it sets when it
// is entered. Nothing else is moved by that. It returns how many pieces each function has.
func (m *module) counted() (program []byte, pieces []int, err error) {
	globals, exports, marks := append([]byte{}, m.globalsB...), []byte{}, 0
	for _, e := range m.exports {
		exports = appendExport(exports, e)
	}
	kinds, places := []byte{}, []byte{}
	code := make([][]byte, len(m.bodies))
	for i, body := range m.bodies {
		n := 0
		setMark := func(out []byte) []byte {
			exports = appendExport(exports, export{mark(i, n), aGlobal, len(m.globals) + marks})
			out = number(append(out, opI32Const, 1, opGlobalSet), len(m.globals)+marks)
			globals = append(globals, 0x7f, 1, opI32Const, 0, opEnd)
			marks++
			n++
			return out
		}
		kinds = number(kinds, m.kinds[i])
		places = number(places, m.imports+i)
		b, err := m.blocksOf(body)
		if err != nil {
			return nil, nil, err
		}
		if b == nil {
			locals := localsEnd(body)
			code[i] = append(setMark(bytes.Clone(body[:locals])), body[locals:]...)
		} else {
			code[i] = b.marked(setMark)
		}
		pieces = append(pieces, n)
	}
	b := []byte(wasmbin.Magic)
	b = wasmbin.AppendSection(b, wasmbin.Types, m.types)
	b = wasmbin.AppendSection(b, wasmbin.Imports, appendVector(m.imports, m.imported))
	b = wasmbin.AppendSection(b, wasmbin.Functions, appendVector(len(m.kinds), kinds))
	b = wasmbin.AppendSection(b, wasmbin.Tables, number([]byte{1, 0x70, 0}, m.table))
	b = wasmbin.AppendSection(b, wasmbin.Memories, m.memory)
	b = wasmbin.AppendSection(b, wasmbin.Globals, appendVector(len(m.globals)+marks, globals))
	b = wasmbin.AppendSection(b, wasmbin.Exports, appendVector(len(m.exports)+marks, exports))
	b = wasmbin.AppendSection(b, wasmbin.Elements, appendVector(1, segment(m.base, len(m.kinds), places)))
	b = wasmbin.AppendSection(b, wasmbin.Code, appendCode(code))
	return wasmbin.AppendSection(b, wasmbin.Data, m.data), pieces, nil
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
