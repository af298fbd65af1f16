// Package split makes two of a linked program: the first has the functions, and of some
// the pieces, that the start and ordinary calls enter, the rest has the others, and is loaded when one of
// them is come to for the first time.
//
// Every function of Go's has a place in the program's one table, and keeps it in
// both halves. Where the first half calls one of the rest, it does so through that
// place. A stub stands there at first: it asks the host for the rest by its one new
// import, "rest" "load", and calls through the same place again. The host makes
// an instance of the rest, at once and not later: with that, its functions stand in the
// table instead of the stubs, and the first half calls them as if they had always
// been there. The rest calls the first half through the table too, and has memory and
// variables in common with it. So no place of the program ever sees the difference:
// addresses, stacks and resume points are the same.
//
// What is not as Go's linker writes it is refused.
package split

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// What the halves say to each other and to the host.
const (
	restModule = "rest"  // the first half imports a function of this module:
	loadName   = "load"  // it must have made an instance of the rest when it returns
	firstHalf  = "first" // the rest imports all it has in common with the first half from here
	tableName  = "table"
	memoryName = "mem" // as Go's linker exports it
)

// globalName is the name by which a variable is exported, for as many as there may be.
func globalName(i int) string { return string(rune('a' + i)) }

// maxGlobals is how many variables have names. Go's programs have eight.
const maxGlobals = 26

// Program splits a program: the functions of which a piece was entered go into the first
// half, with those that are not called as Go's functions are, and those that call the host;
// all else goes into the rest, also large pieces of functions that stay.
//
// Of the initial memory, the rest has constant strings, and the pieces that pieces returns for the functions that
// were moved, as far as nothing in the first half leads there: see [Piece]. Of those functions, named says of which
// the address stands in the first half: only these can be on a stack before they were called.
func Program(program []byte, entered [][]bool, pieces func(moved, named []bool) ([]Piece, error)) (first, rest []byte, err error) {
	m, err := read(program)
	if err != nil {
		return nil, nil, err
	}
	if len(entered) != len(m.kinds) {
		return nil, nil, fmt.Errorf("splitting: a list of %d functions, and a program of %d", len(entered), len(m.kinds))
	}
	s := &splitter{module: m, cold: make([]bool, len(entered)), index: make([]int, len(entered))}
	if err := s.move(entered); err != nil {
		return nil, nil, err
	}
	if err := s.part(entered); err != nil {
		return nil, nil, err
	}
	if len(m.globals) > maxGlobals {
		return nil, nil, errors.New("splitting: more variables than there are names for")
	}
	if err := s.share(); err != nil {
		return nil, nil, err
	}
	named, err := s.named()
	if err != nil {
		return nil, nil, err
	}
	list, err := pieces(s.cold, named)
	if err != nil {
		return nil, nil, err
	}
	texts, err := s.strings()
	if err == nil {
		list, err = s.unused(append(list, texts...))
	}
	if err == nil {
		s.data, s.restData, err = s.halveData(list)
	}
	if err == nil {
		s.buckets, err = bucketsIn(s.data)
	}
	if err == nil && s.buckets.n > 0 {
		s.data, err = s.buckets.takenFrom(s.data)
	}
	if err != nil {
		return nil, nil, err
	}
	if first, err = s.first(); err != nil {
		return nil, nil, err
	}
	rest, err = s.rest()
	return first, rest, err
}

// move decides which functions go.
func (s *splitter) move(entered [][]bool) error {
	m := s.module
	for i, pieces := range entered {
		if slices.Contains(pieces, true) || m.kinds[i] != m.goType || m.exported(i) {
			continue
		}
		if asks, err := m.callsHost(i); err != nil {
			return err
		} else if asks {
			continue
		}
		s.cold[i] = true
		s.moved = append(s.moved, i)
	}
	return nil
}

// part takes pieces that were not entered out of functions that stay.
func (s *splitter) part(entered [][]bool) error {
	common, through := len(s.globals), s.imports+len(s.kinds)
	most := 0
	for i, body := range s.bodies {
		if s.cold[i] || s.kinds[i] != s.goType || s.exported(i) {
			continue
		}
		b, err := s.blocksOf(body)
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		if len(entered[i]) != len(b.pieces) {
			return fmt.Errorf("splitting: a list of %d pieces, and a function of %d", len(entered[i]), len(b.pieces))
		}
		if kept := b.keep(entered[i]); kept != nil {
			s.parts = append(s.parts, b.restPart(kept, common))
			s.bodies[i] = b.firstPart(kept, common, s.table, through)
			s.table++
			most = max(most, b.numbers)
		}
	}
	for range most {
		s.globals = append(s.globals, global{0x7e})
		s.globalsB = append(slices.Clip(s.globalsB), 0x7e, 1, opI64Const, 0, opEnd)
	}
	return nil
}

func (m *module) exported(i int) bool {
	for _, e := range m.exports {
		if e.kind == aFunction && e.index == m.imports+i {
			return true
		}
	}
	return false
}

// callsHost says whether a function calls one that is imported.
func (m *module) callsHost(i int) (asks bool, err error) {
	_, err = rewrite(m.bodies[i], func(out []byte, index int) []byte {
		asks = asks || index < m.imports
		return out
	})
	return asks, err
}

type splitter struct {
	*module
	cold  []bool
	moved []int    // those that are cold, in order
	parts [][]byte // of functions that stay, what is in the rest
	// Functions of the first half that the rest calls often, most often first. It calls
	// them directly, which takes fewer bytes; the others through the table.
	shared []int
	index  []int // of a function: its index in the rest, or -1

	restData []byte // the section of the rest
	buckets  bucketTable
}

// oftenEnough is from how many calls on a name that both halves agree on pays.
const oftenEnough = 6

func sharedName(k int) string { return "f" + strconv.Itoa(k) }

// share finds the functions of the first half that the rest calls by name, and gives all
// functions their indices in the rest: imported ones come first.
func (s *splitter) share() error {
	calls := make([]int, len(s.kinds))
	for body := range s.restBodies() {
		_, err := rewrite(body, func(out []byte, index int) []byte {
			calls[index-s.imports]++
			return out
		})
		if err != nil {
			return err
		}
	}
	for i, n := range calls {
		s.index[i] = -1
		if n >= oftenEnough && !s.cold[i] {
			s.shared = append(s.shared, i)
		}
	}
	slices.SortStableFunc(s.shared, func(a, b int) int { return calls[b] - calls[a] })
	for k, i := range s.shared {
		s.index[i] = k
	}
	for k, i := range s.moved {
		s.index[i] = len(s.shared) + k
	}
	return nil
}

// throughTable calls a function by its place in the table.
func (s *splitter) throughTable(out []byte, i int) []byte {
	out = wasmbin.AppendSigned(append(out, opI32Const), s.base+i)
	return append(number(append(out, opCallIndirect), s.kinds[i]), 0)
}

// first makes the first half. One import more moves the indices of all functions; a
// function more, at the end, is what the stubs share; another writes the buckets when an instance is made.
func (s *splitter) first() ([]byte, error) {
	const more = 1
	load := s.imports // the index of the new import
	shared := s.imports + more + len(s.kinds)
	code := make([][]byte, 0, len(s.bodies)+2)
	for i, body := range s.bodies {
		if s.cold[i] {
			code = append(code, stub(s.base+i, shared))
			continue
		}
		body, err := rewrite(body, func(out []byte, index int) []byte {
			if index >= s.imports {
				index += more
			}
			return number(append(out, opCall), index)
		})
		if err != nil {
			return nil, err
		}
		code = append(code, body)
	}
	code = append(code, s.sharedStub(load, len(s.globals)))

	loadType, sharedType := s.typeCount(), s.typeCount()+1
	types := number(nil, sharedType+1)
	types = append(append(types, s.typeEntries()...), "\x60\x00\x00"+"\x60\x02\x7f\x7f\x01\x7f"...)
	imports := append([]byte{}, s.imported...)
	imports = number(append(appendName(appendName(imports, restModule), loadName), aFunction), loadType)
	exports := []byte{}
	for _, e := range s.exports {
		if e.kind == aFunction {
			e.index += more
		}
		exports = appendExport(exports, e)
	}
	exports = appendExport(exports, export{tableName, aTable, 0})
	for i := range s.globals {
		exports = appendExport(exports, export{globalName(i), aGlobal, i})
	}
	for k, i := range s.shared {
		exports = appendExport(exports, export{sharedName(k), aFunction, s.imports + more + i})
	}
	loaded := []byte{0x7f, 1, opI32Const, 0, opEnd} // a variable: 1 when the rest is there
	kinds, places := []byte{}, []byte{}
	for i, kind := range s.kinds {
		kinds = number(kinds, kind)
		places = number(places, s.imports+more+i)
	}
	kinds = number(kinds, sharedType)
	if s.buckets.n > 0 {
		code, kinds = append(code, s.buckets.writer()), number(kinds, loadType)
	}

	b := []byte(wasmbin.Magic)
	b = wasmbin.AppendSection(b, wasmbin.Types, types)
	b = wasmbin.AppendSection(b, wasmbin.Imports, appendVector(s.imports+more, imports))
	b = wasmbin.AppendSection(b, wasmbin.Functions, appendVector(len(code), kinds))
	b = wasmbin.AppendSection(b, wasmbin.Tables, number([]byte{1, 0x70, 0}, s.table))
	b = wasmbin.AppendSection(b, wasmbin.Memories, s.memory)
	b = wasmbin.AppendSection(b, wasmbin.Globals, appendVector(len(s.globals)+1, s.globalsB, loaded))
	b = wasmbin.AppendSection(b, wasmbin.Exports, appendVector(len(s.exports)+1+len(s.globals)+len(s.shared), exports))
	if s.buckets.n > 0 {
		b = wasmbin.AppendSection(b, wasmbin.Start, number(nil, shared+1))
	}
	b = wasmbin.AppendSection(b, wasmbin.Elements, appendVector(1, segment(s.base, len(s.kinds), places)))
	b = wasmbin.AppendSection(b, wasmbin.Code, appendCode(code))
	return wasmbin.AppendSection(b, wasmbin.Data, s.data), nil
}

// stub calls the shared stub with what it was called with and its place in the table.
func stub(place, shared int) []byte {
	b := wasmbin.AppendSigned([]byte{0, opLocalGet, 0, opI32Const}, place)
	return append(number(append(b, opCall), shared), opEnd)
}

// sharedStub loads the rest, if it has not yet, and calls the function that then stands
// in the place. Once it is loaded, only direct calls of the first half come here.
func (s *splitter) sharedStub(load, loaded int) []byte {
	b := number([]byte{0, opGlobalGet}, loaded)
	b = number(append(b, opI32Eqz, opIf, noResult, opCall), load)
	b = append(number(append(b, opI32Const, 1, opGlobalSet), loaded), opEnd)
	b = append(b, opLocalGet, 0, opLocalGet, 1, opCallIndirect)
	return append(number(b, s.goType), 0, opEnd)
}

func (s *splitter) typeCount() int {
	r := &wasmbin.Reader{B: s.types}
	return r.Number()
}

func (s *splitter) typeEntries() []byte {
	r := &wasmbin.Reader{B: s.types}
	r.Number()
	return r.B
}

// rest makes the second half.
func (s *splitter) rest() ([]byte, error) {
	code := make([][]byte, 0, len(s.moved)+len(s.parts))
	kinds := []byte{}
	for body := range s.restBodies() {
		kinds = number(kinds, s.goType)
		body, err := rewrite(body, func(out []byte, index int) []byte {
			own := index - s.imports // none calls the host
			if k := s.index[own]; k >= 0 {
				return number(append(out, opCall), k)
			}
			return s.throughTable(out, own)
		})
		if err != nil {
			return nil, err
		}
		code = append(code, body)
	}
	imports := number(append(appendName(appendName(nil, firstHalf), tableName), aTable, 0x70, 0), s.table)
	imports = append(append(appendName(appendName(imports, firstHalf), memoryName), aMemory), s.memory[1:]...)
	for i, g := range s.globals {
		imports = append(appendName(appendName(imports, firstHalf), globalName(i)), aGlobal, g.kind, 1)
	}
	for k, i := range s.shared {
		imports = number(append(appendName(appendName(imports, firstHalf), sharedName(k)), aFunction), s.kinds[i])
	}
	segments, n := s.segments()

	b := []byte(wasmbin.Magic)
	b = wasmbin.AppendSection(b, wasmbin.Types, s.types)
	b = wasmbin.AppendSection(b, wasmbin.Imports, appendVector(2+len(s.globals)+len(s.shared), imports))
	b = wasmbin.AppendSection(b, wasmbin.Functions, appendVector(len(code), kinds))
	b = wasmbin.AppendSection(b, wasmbin.Elements, appendVector(n, segments))
	b = wasmbin.AppendSection(b, wasmbin.Code, appendCode(code))
	return wasmbin.AppendSection(b, wasmbin.Data, s.restData), nil
}

// restBodies are the functions of the rest, as the program has them.
func (s *splitter) restBodies() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, i := range s.moved {
			if !yield(s.bodies[i]) {
				return
			}
		}
		for _, body := range s.parts {
			if !yield(body) {
				return
			}
		}
	}
}

// segments puts the functions of the rest into their places: a segment for each run.
func (s *splitter) segments() (b []byte, n int) {
	for at := 0; at < len(s.moved); n++ {
		end := at + 1
		for end < len(s.moved) && s.moved[end] == s.moved[end-1]+1 {
			end++
		}
		places := []byte{}
		for k := at; k < end; k++ {
			places = number(places, len(s.shared)+k)
		}
		b = append(b, segment(s.base+s.moved[at], end-at, places)...)
		at = end
	}
	if len(s.parts) > 0 {
		places := []byte{}
		for k := range s.parts {
			places = number(places, len(s.shared)+len(s.moved)+k)
		}
		b = append(b, segment(s.table-len(s.parts), len(s.parts), places)...)
		n++
	}
	return b, n
}

// segment is a piece of the table: where it begins, and n functions.
func segment(place, n int, functions []byte) []byte {
	b := wasmbin.AppendSigned([]byte{0, opI32Const}, place)
	return append(number(append(b, opEnd), n), functions...)
}

func appendCode(bodies [][]byte) []byte {
	b := number(nil, len(bodies))
	for _, body := range bodies {
		b = wasmbin.AppendSized(b, body)
	}
	return b
}
