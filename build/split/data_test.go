package split

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/mtlens/mtlens/build/wasmbin"
)

func noPieces(_, _ []bool) ([]Piece, error) { return nil, nil }

// A piece goes with the rest when functions alone that were moved have its address.
func TestUnusedPieces(t *testing.T) {
	names := func(address int) []byte {
		return append(wasmbin.AppendSigned([]byte{0, 0x42}, address), opEnd)
	}
	memory := make([]byte, 64)
	binary.LittleEndian.PutUint64(memory[8:], 1040)  // leads into the piece at 1040
	binary.LittleEndian.PutUint64(memory[16:], 1048) // so does this, out of a piece
	binary.LittleEndian.PutUint64(memory[24:], 1060) // a number, since no pointer leads into the table at 1056
	binary.LittleEndian.PutUint64(memory[32:], 1064) // to a table one may lead
	s := &splitter{
		module: &module{
			bodies: [][]byte{names(1000), names(1008 + 7), names(1016)},
			data:   append([]byte{1}, wasmbin.AppendSegment(nil, 512, memory)...),
		},
		cold: []bool{true, false, false},
	}
	pieces := []Piece{{1048, 1056, false}, {1000, 1008, false}, {1008, 1016, false}, {1040, 1048, false}, {1024, 1024, false}, {528, 536, false}, {1056, 1064, true}, {1064, 1072, true}}
	got, err := s.unused(pieces)
	if want := []Piece{{528, 536, false}, {1000, 1008, false}, {1048, 1056, false}, {1056, 1064, true}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if _, err := s.unused([]Piece{{10, 20, false}, {19, 21, false}}); err == nil {
		t.Error("pieces that overlap are taken")
	}
}

// The address of a function is its place in the table, and below it 16 bits for a place in it
// (cmd/internal/obj/wasm: funcValueOffset and PC_F). Who has it is seen in code that stays and in the memory.
func TestNamed(t *testing.T) {
	const base = 0x1000
	names := func(v int) []byte { return append(wasmbin.AppendSigned([]byte{0, 0x42}, v), opEnd) }
	memory := binary.LittleEndian.AppendUint64(nil, (base+3)<<16|7)
	s := &splitter{
		module: &module{
			base: base, kinds: make([]int, 5),
			bodies: [][]byte{names((base + 1) << 16), names((base + 2) << 16), names(base + 4), names(0), names(0)},
			data:   append([]byte{1}, wasmbin.AppendSegment(nil, 512, memory)...),
		},
		cold: []bool{false, true, false, true, true},
	}
	named, err := s.named()
	if want := []bool{false, true, false, true, false}; err != nil || !slices.Equal(named, want) {
		t.Errorf("got %v, %v, want %v", named, err, want)
	}
}

// Both halves together have the memory that the program had, whatever pieces are taken
// out, and wherever they begin.
func TestHalvesOfTheMemory(t *testing.T) {
	const size = 40
	data := wasmbin.AppendSegment([]byte{2}, 4, []byte("the first"))
	data = wasmbin.AppendSegment(data, 20, []byte("the second"))
	fill := func(m, section []byte) {
		if err := wasmbin.Segments(section, func(offset int, data []byte) { copy(m[offset:], data) }); err != nil {
			t.Fatal(err)
		}
	}
	whole := make([]byte, size)
	fill(whole, data)
	for from := range size {
		for to := from; to <= size; to++ {
			s := &splitter{module: &module{data: data}}
			first, rest, err := s.halveData([]Piece{{from, to, false}})
			if err != nil {
				t.Fatal(err)
			}
			m := make([]byte, size)
			fill(m, first)
			if slices.ContainsFunc(m[from:to], func(c byte) bool { return c != 0 }) {
				t.Fatalf("%d to %d: the first half still has it", from, to)
			}
			if fill(m, rest); string(m) != string(whole) {
				t.Fatalf("%d to %d: together they have %q", from, to, m)
			}
		}
	}
}
