package split

import (
	"fmt"
	"slices"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// Piece is a piece of the initial memory that the program does not read, or write, before
// the rest is there: [From, To). It comes with the rest.
type Piece struct {
	From, To int
	Whole    bool // no pointer leads into it: a word of the memory that seems to is a number
}

// unused returns those pieces that nothing in the first half has the address of: no function
// that stays names one in it as a constant, and none stands elsewhere in the memory. Who
// hands in a piece must know that it is a thing by itself, from its first byte to its last:
// then there is no other way to it.
func (s *splitter) unused(pieces []Piece) ([]Piece, error) {
	slices.SortFunc(pieces, func(a, b Piece) int { return a.From - b.From })
	used := make([]bool, len(pieces))
	find := func(v int) int {
		i, _ := slices.BinarySearchFunc(pieces, v, func(p Piece, v int) int {
			if p.To <= v {
				return -1
			}
			return 1
		})
		if i < len(pieces) && pieces[i].From <= v {
			return i
		}
		return -1
	}
	use := func(v int) {
		if i := find(v); i >= 0 {
			used[i] = true
		}
	}
	useWord := func(v int) {
		if i := find(v); i >= 0 && (v == pieces[i].From || !pieces[i].Whole) {
			used[i] = true
		}
	}
	for i, p := range pieces {
		if p.From > p.To || i > 0 && p.From < pieces[i-1].To {
			return nil, fmt.Errorf("splitting: the piece %#x to %#x of the memory overlaps with another", p.From, p.To)
		}
	}
	for i, body := range s.bodies {
		if s.cold[i] {
			continue
		}
		if err := constants(body, use); err != nil {
			return nil, err
		}
	}
	err := wasmbin.Segments(s.data, func(offset int, data []byte) {
		eachWord(offset, data, func(at, v int) {
			if !within(pieces, at) {
				useWord(v)
			}
		})
	})
	kept := pieces[:0]
	for i, p := range pieces {
		if !used[i] && p.From < p.To {
			kept = append(kept, p)
		}
	}
	return kept, err
}

// within reports whether an address is in one of the pieces, which are in order.
func within(pieces []Piece, v int) bool {
	_, in := slices.BinarySearchFunc(pieces, v, func(p Piece, v int) int {
		switch {
		case p.To <= v:
			return -1
		case p.From > v:
			return 1
		}
		return 0
	})
	return in
}

// halveData takes the pieces out of the initial memory: first is without them, rest has
// them alone.
func (s *splitter) halveData(pieces []Piece) (first, rest []byte, err error) {
	counts := [2]int{}
	bodies := [2][]byte{}
	put := func(half, offset int, data []byte) {
		if len(data) > 0 {
			bodies[half] = wasmbin.AppendSegment(bodies[half], offset, data)
			counts[half]++
		}
	}
	err = wasmbin.Segments(s.data, func(offset int, data []byte) {
		zeroed := slices.Clone(data)
		for _, p := range pieces {
			from, to := max(p.From-offset, 0), min(p.To-offset, len(data))
			if from < to {
				put(1, offset+from, data[from:to])
				clear(zeroed[from:to])
			}
		}
		put(0, offset, zeroed)
	})
	return appendVector(counts[0], bodies[0]), appendVector(counts[1], bodies[1]), err
}

// named says of which functions that were moved the address, or one inside, is a constant of a function of the first
// half, or a word of the initial memory. By Go's ABI for WebAssembly an address is the place in the table, and below it
// 16 bits for a place in the function; a call names the function itself (cmd/internal/obj/wasm).
func (s *splitter) named() ([]bool, error) {
	named := make([]bool, len(s.kinds))
	note := func(v int) {
		if i := v>>16 - s.base; i >= 0 && i < len(named) {
			named[i] = true
		}
	}
	for i, body := range s.bodies {
		if s.cold[i] {
			continue
		}
		if err := constants(body, note); err != nil {
			return nil, err
		}
	}
	return named, wasmbin.Segments(s.data, func(offset int, data []byte) {
		eachWord(offset, data, func(_, v int) { note(v) })
	})
}
