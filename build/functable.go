package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Go's linker writes a table of all functions, pclntab, into every program. The
// garbage collector needs the sizes of frames and the places of pointers in it;
// names of functions and files, numbers of lines and what was inlined where are
// for tracebacks. There is no option to leave those out. They are 200 KB of the
// compressed program, so they are blanked here, all but the names of our own
// functions: what the bridge says of a panic quotes one.
//
// A name that is blank reads as "", a line without a table as 0; the runtime
// gives such answers itself for functions that lack them. Only its message on
// calling a value method by a nil pointer takes a name apart: from such a bug in
// a package of others the program does not recover, and the page starts another.

// tableVersions are the versions of Go whose table was compared with the layout
// below. With another, the program is left as it is: larger, and as good.
var tableVersions = []string{"go1.26"}

// The head of the table: runtime.pcHeader, and the linker's generatePCHeader.
// The magic number is that of Go 1.20 and later for an alignment of 1 and
// pointers of 8 bytes. The other numbers are positions in the head.
var tableMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

const (
	headFuncs     = 8  // the number of functions
	headNames     = 32 // the offset to names of functions
	headUnits     = 40 // to what follows them
	headFiles     = 48 // to names of files
	headCounters  = 56 // to tables by program counter
	headFunctions = 64 // to a list of functions, and their records
	headSize      = 72
)

// The record of a function, runtime._func: positions in it. The offset of a
// table by program counter is 0 where there is none.
const (
	recordName   = 4  // the offset of the name; 0 for none
	recordFrame  = 16 // the offset of the table of frame sizes
	recordFile   = 20 // of files
	recordLine   = 24 // of lines
	recordCount  = 28 // the number of offsets at the end
	recordUnit   = 32 // of names of files
	recordStart  = 36 // the line on which it begins
	recordFuncs  = 43 // the number of addresses after those, a byte
	recordTables = 44 // the offsets of other tables
)

// Which of those offsets and of those addresses only tracebacks and preemption by
// signals read, which WebAssembly does not have (abi.PCDATA_…, abi.FUNCDATA_…). An
// offset of 0 or an address of -1 says that there is none.
var (
	spareTables    = []int{0, 2, 3}    // unsafe points, inlined calls, live arguments
	spareAddresses = []int{3, 5, 6, 7} // inlined calls, arguments, live arguments, wrappers
)

const ownPrefix = "github.com/mtlens/mtlens/"

// stripTable blanks names and lines in the table of functions.
func stripTable(list []segment, goVersion string) error {
	known := false
	for _, v := range tableVersions {
		known = known || goVersion == v || strings.HasPrefix(goVersion, v+".")
	}
	if !known {
		fmt.Fprintf(os.Stderr, "%q is not one of the versions of Go that build/functable.go knows: names and lines stay in the program\n", goVersion)
		return nil
	}
	for _, s := range list {
		if at := bytes.Index(s.data, tableMagic); at >= 0 && len(s.data)-at >= headSize {
			return table(s.data[at:]).strip()
		}
	}
	return errors.New("shrinking: no table of functions")
}

// table is the table of functions and what follows it in memory.
type table []byte

func (t table) number(at int) int {
	if at < 0 || at > len(t)-8 {
		return -1
	}
	return int(binary.LittleEndian.Uint64(t[at:]))
}

func (t table) short(at int) int {
	if at < 0 || at > len(t)-4 {
		return -1
	}
	return int(binary.LittleEndian.Uint32(t[at:]))
}

// part returns the part between two offsets of the head.
func (t table) part(from, to int) (table, error) {
	start, end := t.number(from), t.number(to)
	if start < headSize || start > end || end > len(t) {
		return nil, errors.New("shrinking: the table of functions is not as expected")
	}
	return t[start:end], nil
}

func (t table) strip() error {
	names, err1 := t.part(headNames, headUnits)
	files, err2 := t.part(headFiles, headCounters)
	counters, err3 := t.part(headCounters, headFunctions)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	if !bytes.Contains(names, []byte("\x00runtime.gopanic\x00")) {
		return errors.New("shrinking: the names of functions are not where they are expected")
	}
	functions := t[t.number(headFunctions):]
	if err := stripLines(functions, t.number(headFuncs), counters, names); err != nil {
		return err
	}
	blank(names)
	clear(files)
	return nil
}

// stripLines takes files, lines and inlined calls from the records, and blanks
// the tables that no record names any more. Records share tables that are equal.
func stripLines(functions table, n int, counters, names []byte) error {
	all := bytes.Clone(counters)
	clear(counters)
	for i := range n {
		at := functions.short(8*i + 4) // a pair: the entry, the record
		count := functions.short(at + recordCount)
		addresses := at + recordTables + 4*count
		if at < 0 || count < 0 || count > 16 || addresses > len(functions)-4*8 {
			return errors.New("shrinking: a record is not as expected")
		}
		clear(functions[at+recordFile : at+recordLine+4])
		clear(functions[at+recordUnit : at+recordStart+4])
		if name := functions.short(at + recordName); name < 0 || name >= len(names) {
			return errors.New("shrinking: a name is not where it is expected")
		} else if !bytes.HasPrefix(names[name:], []byte(ownPrefix)) {
			clear(functions[at+recordName:][:4])
		}
		for _, k := range spareTables {
			if k < count {
				clear(functions[at+recordTables+4*k:][:4])
			}
		}
		for _, k := range spareAddresses {
			if k < int(functions[at+recordFuncs]) {
				copy(functions[addresses+4*k:], "\xff\xff\xff\xff")
			}
		}
		offsets := []int{functions.short(at + recordFrame)}
		for k := range count {
			offsets = append(offsets, functions.short(at+recordTables+4*k))
		}
		for _, offset := range offsets {
			if offset == 0 {
				continue
			}
			end := counterEnd(all, offset)
			if end < 0 {
				return errors.New("shrinking: a table of counters is not as expected")
			}
			copy(counters[offset:end], all[offset:end])
		}
	}
	return nil
}

// counterEnd returns the end of a table by program counter, or -1: pairs of
// numbers, ended by a pair that begins with 0; the first may begin so too.
func counterEnd(b []byte, offset int) int {
	r := &wasmReader{b: b[min(offset, len(b)):]}
	for first := true; r.err == nil; first = false {
		if r.number() == 0 && !first {
			return len(b) - len(r.b)
		}
		r.number()
	}
	return -1
}

// blank overwrites names, each of which ends with a zero, other than our own.
func blank(strings []byte) {
	for len(strings) > 0 {
		n := bytes.IndexByte(strings, 0)
		if n < 0 {
			return
		}
		if !bytes.HasPrefix(strings, []byte(ownPrefix)) {
			clear(strings[:n])
		}
		strings = strings[n+1:]
	}
}
