package split

import (
	"encoding/binary"
	"slices"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// Constant strings stand one after the other in the initial memory, without gaps, sorted by their
// lengths (dodataSect in cmd/link/internal/ld). Each is named by its beginning, by a function or a word of the memory. So
// where all addresses are known that anything names, the next one is where a string ends; unless somebody names
// an address inside of one, or a number only seems to be one. That is seen by the lengths: the first part of a
// string that is cut into parts has at most half of its length. So as long as no length is smaller
// than the one before, or twice as long, or more, all parts are whole strings, if the first is.

// anchor is a string that every program of Go's has, and that is known to be whole when a name stands at its
// beginning and one at its end.
const anchor = "false"

// strings returns the constant strings. Where a length is not as it must be, those around it are left
// out, up to where several are of the same length that is not smaller than the last that was sure. The end is where
// something is twice as long as that: the longest strings follow, which are few.
func (s *splitter) strings() (list []Piece, err error) {
	const sure = 4
	names, memory, err := s.names()
	if err != nil {
		return nil, err
	}
	length := func(i int) int { return names[i+1] - names[i] }
	i := s.anchored(names, memory)
	for last := len(anchor); i >= 0 && i+sure < len(names); {
		n := length(i)
		if next := length(i + 1); next >= n && next < 2*n {
			list = append(list, Piece{From: names[i], To: names[i+1]})
			last = n
			i++
			continue
		}
		for i++; ; i++ {
			if i+sure >= len(names) || length(i) >= 2*last {
				return list, nil
			}
			if n := length(i); n >= last && n == length(i+1) && n == length(i+2) && n == length(i+3) {
				break
			}
		}
	}
	return list, nil
}

// anchored is where the anchor is among the names, or -1.
func (s *splitter) anchored(names []int, memory func(from, to int) []byte) int {
	for i := range len(names) - 1 {
		if names[i+1]-names[i] == len(anchor) && string(memory(names[i], names[i+1])) == anchor {
			return i
		}
	}
	return -1
}

// names returns all numbers in the program that may be addresses in its initial memory, in order, and
// that memory.
func (s *splitter) names() (list []int, memory func(from, to int) []byte, err error) {
	type segment struct {
		offset int
		data   []byte
	}
	var segments []segment
	err = wasmbin.Segments(s.data, func(offset int, data []byte) { segments = append(segments, segment{offset, data}) })
	if err != nil || len(segments) == 0 {
		return nil, nil, err
	}
	end := segments[len(segments)-1].offset + len(segments[len(segments)-1].data)
	note := func(v int) {
		if v >= segments[0].offset && v < end {
			list = append(list, v)
		}
	}
	for _, bodies := range [][][]byte{s.bodies, s.parts} {
		for _, body := range bodies {
			if err := constants(body, note); err != nil {
				return nil, nil, err
			}
		}
	}
	for _, g := range segments {
		eachWord(g.offset, g.data, func(_, v int) { note(v) })
	}
	slices.Sort(list)
	memory = func(from, to int) []byte {
		for _, g := range segments {
			if from >= g.offset && to <= g.offset+len(g.data) {
				return g.data[from-g.offset : to-g.offset]
			}
		}
		return nil
	}
	return slices.Compact(list), memory, nil
}

// eachWord hands on the words of a piece of the memory that may be addresses, and where they stand: the
// compiler aligns them.
func eachWord(offset int, data []byte, f func(at, v int)) {
	const word = 8
	for at := -offset & (word - 1); at+word <= len(data); at += word {
		f(offset+at, int(binary.LittleEndian.Uint64(data[at:])))
	}
}
