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
// given. Both are in packages of others, and both take the function's address: named says of which functions somebody
// has that, and those keep everything. Ours do not; that they have no go statement is tested. Of functions, some says which.
func OnlyOf(m []byte, goVersion string, some, named []bool) ([]Range, error) {
	o, start, base, err := functionsOf(m, goVersion)
	if o == nil {
		return nil, err
	}
	if err := o.walk(some, named); err != nil {
		return nil, err
	}
	return o.ranges(start, base), nil
}

// Ours says which of the n functions of a shrunk program, in its initial memory m, are ours: what they
// do depends on what they are called with, and on nothing else. Where the layout is not
// known, it is not known of any.
func Ours(m []byte, goVersion string, n int) ([]bool, error) {
	ours := make([]bool, n)
	o, _, _, err := functionsOf(m, goVersion)
	if o == nil {
		return ours, err
	}
	err = o.each(n, func(index, at int, functions table) { ours[index] = o.own(functions.short(at + o.record.name)) })
	return ours, err
}

// functionsOf finds the table of functions, and where addresses in it count from; it returns
// nil where the layout is not known.
func functionsOf(m []byte, goVersion string) (o *onlyOf, start, base int, err error) {
	l, ok := layoutOf(goVersion)
	if !ok {
		return nil, 0, 0, nil
	}
	start = bytes.Index(m, l.magic)
	if start < 0 || start+l.head.size > len(m) {
		return nil, 0, 0, errors.New("shrinking: no table of functions")
	}
	t := table(m[start:])
	if base, err = l.base(m, start, t); err != nil {
		return nil, 0, 0, err
	}
	names, err := l.part(t, l.head.names, l.head.units)
	if err != nil {
		return nil, 0, 0, err
	}
	return &onlyOf{layout: l, t: t, names: names, counters: make(map[int]bool), addresses: make(map[int]bool)}, start, base, nil
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
		m = laidOut(m, list)
	}
	return m, nil
}

// laidOut puts segments into memory, which they may make longer.
func laidOut(m []byte, list []segment) []byte {
	for _, s := range list {
		if end := s.offset + len(s.data); end > len(m) {
			m = append(m, make([]byte, end-len(m))...)
		}
		copy(m[s.offset:], s.data)
	}
	return m
}

// onlyOf collects what functions name: true if some of them alone do.
type onlyOf struct {
	layout
	t, names            table
	records             []Range      // in the table
	counters, addresses map[int]bool // by their offsets
}

// each hands on the records of the n functions: the index of the function, and where in the list of
// functions its record is.
func (o *onlyOf) each(n int, record func(index, at int, functions table)) error {
	functions := o.t[o.t.number(o.head.functions):]
	for i := range o.t.number(o.head.funcs) {
		at, index := functions.short(8*i+4), functions.short(8*i)-functions.short(0)
		count := functions.short(at + o.record.count)
		if at < 0 || count < 0 || count > 16 || at+o.record.tables+4*(count+8) > len(functions) || index < 0 || index >= n {
			return errors.New("shrinking: a record is not as expected")
		}
		record(index, at, functions)
	}
	return nil
}

// own reports whether the name at the offset is that of a package of ours.
func (o *onlyOf) own(name int) bool {
	return name >= 0 && name < len(o.names) && bytes.HasPrefix(o.names[name:], []byte(Own))
}

func (o *onlyOf) walk(some, named []bool) error {
	first, r := o.t.number(o.head.functions), o.record
	return o.each(len(some), func(index, at int, functions table) {
		count, funcs := functions.short(at+r.count), int(functions[at+r.funcs])
		only := some[index] && (!named[index] || o.own(functions.short(at+r.name)))
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
	})
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
