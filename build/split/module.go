package split

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// module is a program as Go's linker lays it out: what a split has to know of it.
type module struct {
	types    []byte // the section as it is
	goType   int    // the type of Go's functions: a number in, a number out
	imports  int    // how many functions it imports; nothing else is imported
	imported []byte // their entries
	kinds    []int  // the type of each of its own functions
	table    int    // the size of its one table
	memory   []byte // the section as it is
	globals  []global
	globalsB []byte // the entries as they are
	exports  []export
	base     int // the place in the table of its first own function; the others follow
	bodies   [][]byte
	data     []byte // the section as it is
}

// global is a variable of the program: they all can be changed and begin with 0.
type global struct{ kind byte }

type export struct {
	name  string
	kind  byte
	index int
}

// What an export can be.
const (
	aFunction = iota
	aTable
	aMemory
	aGlobal
)

// goFunction is the type of Go's functions: (i32) -> i32.
const goFunction = "\x60\x01\x7f\x01\x7f"

// read takes a program apart, and refuses what Go's linker does not write.
func read(program []byte) (*module, error) {
	r := &wasmbin.Reader{B: program}
	if string(r.Bytes(8)) != wasmbin.Magic {
		return nil, errors.New("splitting: no WebAssembly program")
	}
	m := &module{goType: -1, base: -1}
	last := byte(0)
	for r.More() {
		id, body := r.Section()
		if id == wasmbin.Custom {
			continue // says who made it
		}
		if id <= last {
			return nil, fmt.Errorf("splitting: section %d after section %d", id, last)
		}
		last = id
		if err := m.section(id, body); err != nil {
			return nil, fmt.Errorf("splitting: section %d: %w", id, err)
		}
	}
	if r.Err != nil {
		return nil, fmt.Errorf("splitting: %w", r.Err)
	}
	if len(m.bodies) != len(m.kinds) || m.goType < 0 || m.base < 0 || m.memory == nil {
		return nil, errors.New("splitting: the program lacks a part that Go's programs have")
	}
	return m, nil
}

func (m *module) section(id byte, body []byte) error {
	r := &wasmbin.Reader{B: body}
	var err error
	switch id {
	case wasmbin.Types:
		m.types = body
		err = m.readTypes(r)
	case wasmbin.Imports:
		err = m.readImports(r)
	case wasmbin.Functions:
		for range r.Number() {
			m.kinds = append(m.kinds, r.Number())
		}
	case wasmbin.Tables:
		if n, kind, limits := r.Number(), r.Byte(), r.Byte(); n != 1 || kind != 0x70 || limits != 0 {
			return errors.New("not one table of functions without a bound")
		}
		m.table = r.Number()
	case wasmbin.Memories:
		m.memory = body
		if n, limits := r.Number(), r.Byte(); n != 1 || limits != 0 {
			return errors.New("not one memory without a bound")
		}
		r.Number()
	case wasmbin.Globals:
		m.globalsB = body[len(body)-len(r.B):]
		err = m.readGlobals(r)
	case wasmbin.Exports:
		for range r.Number() {
			m.exports = append(m.exports, export{string(r.Bytes(r.Number())), r.Byte(), r.Number()})
		}
	case wasmbin.Elements:
		err = m.readElements(r)
	case wasmbin.Code:
		for range r.Number() {
			m.bodies = append(m.bodies, r.Bytes(r.Number()))
		}
	case wasmbin.Data:
		m.data, r.B = body, nil
	default:
		return errors.New("no program of Go's has one")
	}
	if err == nil && r.Err == nil && len(r.B) > 0 {
		err = errors.New("something follows what is known")
	}
	return errors.Join(err, r.Err)
}

func (m *module) readTypes(r *wasmbin.Reader) error {
	for i := range r.Number() {
		start := r.B
		if r.Byte() != 0x60 {
			return errors.New("a type that is no function's")
		}
		r.Bytes(r.Number())
		r.Bytes(r.Number())
		if m.goType < 0 && string(start[:len(start)-len(r.B)]) == goFunction {
			m.goType = i
		}
	}
	return nil
}

func (m *module) readImports(r *wasmbin.Reader) error {
	m.imports = r.Number()
	m.imported = r.B
	for range m.imports {
		r.Bytes(r.Number())
		r.Bytes(r.Number())
		if r.Byte() != aFunction {
			return errors.New("an import that is no function")
		}
		r.Number()
	}
	return nil
}

func (m *module) readGlobals(r *wasmbin.Reader) error {
	n := r.Number()
	m.globalsB = r.B
	for range n {
		kind, mutable, code, zero, end := r.Byte(), r.Byte(), r.Byte(), r.Byte(), r.Byte()
		if kind != 0x7f && kind != 0x7e || mutable != 1 || code != 0x41+(0x7f-kind) || zero != 0 || end != opEnd {
			return errors.New("a variable that is no number, or does not begin with 0")
		}
		m.globals = append(m.globals, global{kind})
	}
	return nil
}

// The linker writes one segment with all functions, in their order.
func (m *module) readElements(r *wasmbin.Reader) error {
	if n, kind, code := r.Number(), r.Number(), r.Byte(); n != 1 || kind != 0 || code != opI32Const {
		return errors.New("not one segment")
	}
	m.base = r.Signed()
	if end := r.Byte(); end != opEnd {
		return errors.New("an offset that is no number")
	}
	n := r.Number()
	if n != len(m.kinds) || m.base+n > m.table {
		return errors.New("not all functions are in the table")
	}
	for i := range n {
		if r.Number() != m.imports+i {
			return errors.New("the functions are not in their order")
		}
	}
	return nil
}

// appendVector writes a list: the number of its entries, and the entries.
func appendVector(n int, entries ...[]byte) []byte {
	b := binary.AppendUvarint(nil, uint64(n))
	for _, e := range entries {
		b = append(b, e...)
	}
	return b
}

func number(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

func appendName(b []byte, name string) []byte { return wasmbin.AppendSized(b, []byte(name)) }

func appendExport(b []byte, e export) []byte {
	return number(append(appendName(b, e.name), e.kind), e.index)
}
