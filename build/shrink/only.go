package shrink

import (
	"bytes"
	"errors"
	"math"
	"slices"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// Range is a piece of the initial memory: [From, To).
type Range struct{ From, To int }

// OnlyOf returns what the table of functions of a shrunk program, in its initial memory m,
// has for some of its functions alone: their records, sizes of frames, maps of their stacks. The runtime looks
// there for a function while that is on a stack, so not before it was called. To this there are
// exceptions: frames that the runtime makes itself, and functions that a go statement was
// given. Both are in packages of others, so those keep everything; that ours have no go
// statement is tested. Of functions, some says which.
func OnlyOf(m []byte, goVersion string, some []bool) ([]Range, error) {
	l, ok := layoutOf(goVersion)
	if !ok {
		return nil, nil
	}
	start := bytes.Index(m, l.magic)
	if start < 0 || start+l.head.size > len(m) {
		return nil, errors.New("shrinking: no table of functions")
	}
	t := table(m[start:])
	base, err := l.base([]segment{{0, m}}, start, t)
	if err != nil {
		return nil, err
	}
	o := onlyOf{layout: l, t: t, counters: make(map[int]bool), addresses: make(map[int]bool)}
	if err := o.walk(some); err != nil {
		return nil, err
	}
	return o.ranges(start, base), nil
}

// Memory returns the initial memory of a program.
func Memory(program []byte) (m []byte, err error) {
	if len(program) < len(wasmbin.Magic) {
		return nil, errors.New("shrinking: no WebAssembly program")
	}
	for r := (&wasmbin.Reader{B: program[len(wasmbin.Magic):]}); r.More(); {
		id, body := r.Section()
		if id != wasmbin.Data {
			continue
		}
		list, err := readSegments(body)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			if end := s.offset + len(s.data); end > len(m) {
				m = append(m, make([]byte, end-len(m))...)
			}
			copy(m[s.offset:], s.data)
		}
	}
	return m, nil
}

// onlyOf collects what functions name: true if some of them alone do.
type onlyOf struct {
	layout
	t                   table
	records             []Range      // in the table
	counters, addresses map[int]bool // by their offsets
}

func (o *onlyOf) walk(some []bool) error {
	first, r := o.t.number(o.head.functions), o.record
	functions := o.t[first:]
	for i := range o.t.number(o.head.funcs) {
		at, index := functions.short(8*i+4), functions.short(8*i)-functions.short(0)
		count := functions.short(at + r.count)
		if at < 0 || count < 0 || count > 16 || at+r.tables+4*(count+8) > len(functions) || index < 0 || index >= len(some) {
			return errors.New("shrinking: a record is not as expected")
		}
		funcs := int(functions[at+r.funcs])
		only := some[index] && functions.short(at+r.name) != 0 // ours alone have a name
		if only {
			o.records = append(o.records, Range{first + at, first + at + r.tables + 4*(count+funcs)})
		}
		note(o.counters, functions.short(at+r.frame), only)
		for k := range count {
			note(o.counters, functions.short(at+r.tables+4*k), only)
		}
		for k := range funcs {
			if a := functions.short(at + r.tables + 4*(count+k)); a != math.MaxUint32 {
				note(o.addresses, a, only)
			}
		}
	}
	return nil
}

func note(named map[int]bool, offset int, only bool) {
	before, ok := named[offset]
	named[offset] = only && (before || !ok)
}

func (o *onlyOf) ranges(start, base int) []Range {
	list := o.records
	counters := o.t.number(o.head.counters)
	for offset, only := range o.counters {
		if end := counterEnd(o.t[counters:], offset); only && offset > 0 && end > 0 {
			list = append(list, Range{counters + offset, counters + end})
		}
	}
	offsets := make([]int, 0, len(o.addresses))
	for offset := range o.addresses {
		offsets = append(offsets, offset)
	}
	slices.Sort(offsets)
	for i, offset := range offsets {
		// Each ends where the next begins; what stands behind the last is not known.
		if o.addresses[offset] && base+offsets[min(i+1, len(offsets)-1)] < len(o.t) {
			list = append(list, Range{base + offset, base + offsets[min(i+1, len(offsets)-1)]})
		}
	}
	slices.SortFunc(list, func(a, b Range) int { return a.From - b.From })
	var joined []Range
	for _, r := range list {
		if n := len(joined); n > 0 && joined[n-1].To == start+r.From {
			joined[n-1].To = start + r.To
		} else {
			joined = append(joined, Range{start + r.From, start + r.To})
		}
	}
	return joined
}
