package split

import (
	"bytes"
	"slices"
	"testing"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// inPieces is a program with a function as Go's compiler writes it. Called by the exported function,
// it adds up the numbers from x to 1 in its second piece, calls a function from its third, which doubles the sum,
// and returns from its fourth. With unwind the function called asks for the stack to be unwound, and
// it is entered again at the third.
func inPieces(unwind bool) map[byte][]byte {
	const counter, sum, x, called = 1, 2, 3, 4   // variables beside the stack pointer
	pad := bytes.Repeat([]byte{0x01}, leastGain) // nop
	constant := func(n int) []byte { return wasmbin.AppendSigned([]byte{opI64Const}, n) }
	jump := func(to, label byte) []byte { return []byte{opI32Const, to, opLocalSet, 0, opBr, label} }
	piece := func(parts ...[]byte) []byte { return append(bytes.Join(parts, nil), pad...) }
	pieces := [][]byte{
		piece([]byte{opGlobalGet, x, opLocalSet, 2}, constant(0), []byte{opLocalSet, 3}, jump(1, 3)),
		piece([]byte{opLocalGet, 3, opLocalGet, 2, 0x7c, opLocalSet, 3}, // 0x7c: i64.add
			[]byte{opLocalGet, 2}, constant(-1), []byte{0x7c, opLocalTee, 2}, constant(0), []byte{0x52, opIf, noResult}, // 0x52: i64.ne
			jump(1, 3), []byte{opEnd, opLocalGet, 3, opGlobalSet, sum}),
		piece([]byte{opI32Const, 0, opCall, 3, opBrIf, 2}), // of the blocks one is left
		piece([]byte{opI32Const, 0, opReturn}),
	}
	body := []byte{2, 1, 0x7f, 2, 0x7e} // a variable of 32 bits, two of 64
	body = append(append(body, stackPointer...), opBlock, noResult, opLoop, noResult)
	for range pieces {
		body = append(body, opBlock, noResult)
	}
	body = append(body, opLocalGet, 0, opBrTable, 4, 0, 1, 2, 2, 3, opEnd) // as Go's have, one value for nothing
	body = append(append(body, bytes.Join(pieces, []byte{opEnd})...), opEnd, opUnreachable, opEnd, opI32Const, 1, opEnd)

	// run sets x, and calls the function until it does not ask for the stack to be unwound.
	run := []byte{0, opLocalGet, 0, 0xac, opGlobalSet, x}                                              // 0xac: i64.extend_i32_s
	run = append(run, opI32Const, 0, opCall, 2, opIf, noResult, opI32Const, 2, opCall, 2, 0x1a, opEnd) // 0x1a: drop
	run = append(run, opGlobalGet, sum, 0xa7, opEnd)                                                   // 0xa7: i32.wrap_i64
	// double doubles the sum; at its first call it may return 1 before it does.
	double := []byte{0}
	if unwind {
		double = append(double, opGlobalGet, called, opI32Eqz, opIf, noResult, opI32Const, 1, opGlobalSet, called, opI32Const, 1, opReturn, opEnd)
	}
	double = append(double, opGlobalGet, sum, opGlobalGet, sum, 0x7c, opGlobalSet, sum, opI32Const, 0, opEnd)
	zero := func(kind, op byte) []byte { return []byte{kind, 1, op, 0, opEnd} }
	return map[byte][]byte{
		wasmbin.Types:     []byte("\x02\x60\x01\x7f\x01\x7f\x60\x00\x00"),
		wasmbin.Imports:   []byte("\x01\x04host\x03ask\x00\x00"),
		wasmbin.Functions: {3, 0, 0, 0},
		wasmbin.Tables:    {1, 0x70, 0, 12},
		wasmbin.Memories:  {1, 0, 1},
		wasmbin.Globals: append([]byte{5}, bytes.Join([][]byte{zero(0x7f, opI32Const), zero(0x7f, opI32Const),
			zero(0x7e, opI64Const), zero(0x7e, opI64Const), zero(0x7f, opI32Const)}, nil)...),
		wasmbin.Exports:  []byte("\x02\x03run\x00\x01\x03mem\x02\x00"),
		wasmbin.Elements: {1, 0, opI32Const, 7, opEnd, 3, 1, 2, 3},
		wasmbin.Code:     appendCode([][]byte{run, body, double}),
		wasmbin.Data:     {1, 0, opI32Const, 0, opEnd, 2, 'h', 'i'},
	}
}

// Whichever pieces of a function are taken out, it gives what it gave, also where it is entered
// anew in the middle; and the rest is loaded only when a piece is entered that is there.
func TestPiecesGiveTheSame(t *testing.T) {
	for _, unwind := range []bool{false, true} {
		program := assemble(inPieces(unwind))
		for set := range 1 << 4 {
			entered := [][]bool{{true}, {set&1 > 0, set&2 > 0, set&4 > 0, set&8 > 0}, {true}}
			first, rest, err := Program(program, entered, noPieces)
			if err != nil {
				t.Fatal(err)
			}
			split := run(t, first, rest)
			for _, x := range []uint64{4, 10, 1} {
				if got, want := split.ask(t, x), x*(x+1); got != want {
					t.Errorf("%v: the sum to %d, twice, is %d, not %d", entered[1], x, got, want)
				}
			}
			needed := 1
			if set|1 == 15 {
				needed = 0
			}
			if set == 0 {
				needed = 1 // the whole function was moved
			}
			if split.loaded != needed {
				t.Errorf("%v: loaded %d times, want %d", entered[1], split.loaded, needed)
			}
		}
	}
}

// A profile tells which pieces were entered.
func TestPiecesAreMarked(t *testing.T) {
	m, err := read(assemble(inPieces(false)))
	if err != nil {
		t.Fatal(err)
	}
	counted, pieces, err := m.counted()
	if err != nil || !slices.Equal(pieces, []int{1, 4, 1}) {
		t.Fatalf("%d pieces: %v", pieces, err)
	}
	whole := run(t, counted, nil)
	if got := whole.ask(t, 3); got != 12 {
		t.Errorf("the marked program gives %d", got)
	}
	for k := range 4 {
		if whole.ExportedGlobal(mark(1, k)).Get() != 1 {
			t.Errorf("piece %d is not marked", k)
		}
	}
}

// What looks like a function of Go's and is none is refused; what does not is left whole.
func TestShapes(t *testing.T) {
	m, err := read(assemble(inPieces(false)))
	if err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(body []byte) []byte{
		"a table that goes back":      func(b []byte) []byte { return bytes.Replace(b, []byte{0, 1, 2, 2, 3}, []byte{0, 1, 2, 1, 3}, 1) },
		"a table that leaves one out": func(b []byte) []byte { return bytes.Replace(b, []byte{0, 1, 2, 2, 3}, []byte{0, 2, 2, 2, 3}, 1) },
		"a branch from piece to piece": func(b []byte) []byte {
			return bytes.Replace(b, []byte{opLocalSet, 0, opBr, 3}, []byte{opLocalSet, 0, opBr, 1}, 1)
		},
		"a branch out of all": func(b []byte) []byte {
			return bytes.Replace(b, []byte{opLocalSet, 0, opBr, 3}, []byte{opLocalSet, 0, opBr, 5}, 1)
		},
		"another end": func(b []byte) []byte { return append(bytes.Clone(b[:len(b)-3]), opI32Const, 2, opEnd) },
		"a block more": func(b []byte) []byte {
			return bytes.Replace(b, []byte{opLoop, noResult}, []byte{opLoop, noResult, opBlock, noResult}, 1)
		},
		"an instruction Go has not got": func(b []byte) []byte { return bytes.Replace(b, []byte{0x01, 0x01}, []byte{0x12, 0x01}, 1) },
	} {
		if b, err := m.blocksOf(change(bytes.Clone(m.bodies[1]))); err == nil {
			t.Errorf("%s: taken, with %d pieces", what, len(b.pieces))
		}
	}
	for what, body := range map[string][]byte{
		"no stack pointer": bytes.Replace(m.bodies[1], []byte(stackPointer), []byte{opGlobalGet, 1, opLocalSet, 1}, 1),
		"a float":          bytes.Replace(m.bodies[1], []byte{2, 0x7e}, []byte{2, 0x7c}, 1),
		"no table":         m.bodies[0],
	} {
		if b, err := m.blocksOf(body); b != nil || err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, _, err := Program(assemble(inPieces(false)), [][]bool{{true}, {true, false}, {true}}, noPieces); err == nil {
		t.Error("a list for another function was taken")
	}
}
