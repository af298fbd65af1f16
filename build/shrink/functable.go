package shrink

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// Go's linker writes a table of all functions, pclntab, into every program. The
// garbage collector needs the sizes of frames and the places of pointers in it;
// names of functions and files, numbers of lines and what was inlined where are
// for tracebacks. There is no option to leave those out. They are 230 KB of the
// compressed program, so they are blanked here. Of the names of our own functions
// that of the package is left: what the bridge says of a panic quotes it. Of the
// runtime's the package is left too: by it the runtime knows its own goroutines from
// those that it waits for (isSystemGoroutine in runtime/traceback.go).
//
// A name that is blank reads as "", a line without a table as 0; the runtime
// gives such answers itself for functions that lack them. Only its message on
// calling a value method by a nil pointer takes a name apart: from such a bug in
// a package of others the program does not recover, and the page starts another.

// layout is the layout of the table in one version of Go. Positions are in bytes.
type layout struct {
	version string // "go1.26", for go1.26 and go1.26.1
	magic   []byte // what the head begins with: it holds the alignment and the size of pointers too
	head    head
	record  record

	// Which offsets and which addresses of a record only tracebacks and preemption
	// by signals read, which WebAssembly does not have. An offset of 0 or an address
	// of -1 says that there is none.
	spareTables, spareAddresses []int

	// Where runtime.moduledata, which begins with the addresses of the head and of the
	// names, has the address of what the addresses in the records count from.
	addressBase int
}

// head has the positions in the head of the table, runtime.pcHeader, which the
// linker's generatePCHeader writes.
type head struct {
	funcs     int // the number of functions
	names     int // the offset to names of functions
	units     int // to what follows them
	files     int // to names of files
	counters  int // to tables by program counter
	functions int // to a list of functions, and their records
	size      int
}

// record has the positions in the record of a function, runtime._func. The offset
// of a table by program counter is 0 where there is none.
type record struct {
	name   int // the offset of the name; 0 for none
	frame  int // the offset of the table of frame sizes
	file   int // of files
	line   int // of lines
	count  int // the number of offsets at the end
	unit   int // of names of files
	start  int // the line on which it begins
	funcs  int // the number of addresses after those, a byte
	tables int // the offsets of other tables
}

// layouts returns those that are known.
func layouts() []layout { return []layout{go126(), go127()} }

func layoutOf(goVersion string) (layout, bool) {
	for _, l := range layouts() {
		if goVersion == l.version || strings.HasPrefix(goVersion, l.version+".") {
			return l, true
		}
	}
	return layout{}, false
}

// Known says whether the layout of the version's table of functions is known.
func Known(goVersion string) bool {
	_, ok := layoutOf(goVersion)
	return ok
}

// What begins the names that stay in the program, as far as the package.
const (
	Own     = "github.com/mtlens/mtlens/"
	runtime = "runtime."
)

// strip blanks names and lines in the table of functions.
func (l layout) strip(list []segment) error {
	for _, s := range list {
		if at := bytes.Index(s.data, l.magic); at >= 0 && len(s.data)-at >= l.head.size {
			t := table(s.data[at:])
			base, err := l.base(laidOut(nil, list), s.offset+at, t)
			if err != nil {
				return err
			}
			return l.stripTable(t, base)
		}
	}
	return errors.New("shrinking: no table of functions")
}

// base is the position in the table from which the addresses in its records count.
// Start is the table's own address in the memory, where what describes the program stands
// too: an address with many zeros may be parted between two segments.
func (l layout) base(m []byte, start int, t table) (int, error) {
	module := binary.LittleEndian.AppendUint64(nil, uint64(start))
	module = binary.LittleEndian.AppendUint64(module, uint64(start+t.number(l.head.names)))
	if at := bytes.Index(m, module); at >= 0 {
		if base := table(m).number(at+l.addressBase) - start; base >= t.number(l.head.functions) && base <= len(t) {
			return base, nil
		}
	}
	return 0, errors.New("shrinking: what describes the program is not as expected")
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
func (l layout) part(t table, from, to int) (table, error) {
	start, end := t.number(from), t.number(to)
	if start < l.head.size || start > end || end > len(t) {
		return nil, errors.New("shrinking: the table of functions is not as expected")
	}
	return t[start:end], nil
}

func (l layout) stripTable(t table, base int) error {
	names, err1 := l.part(t, l.head.names, l.head.units)
	files, err2 := l.part(t, l.head.files, l.head.counters)
	counters, err3 := l.part(t, l.head.counters, l.head.functions)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	if !bytes.Contains(names, []byte("\x00runtime.gopanic\x00")) {
		return errors.New("shrinking: the names of functions are not where they are expected")
	}
	functions := t[t.number(l.head.functions):]
	addressed := l.addresses(functions, t.number(l.head.funcs))
	packages := make(map[string]int)
	if err := l.stripLines(functions, t.number(l.head.funcs), counters, names, packages); err != nil {
		return err
	}
	addressed.strip(t[base:], l.addresses(functions, t.number(l.head.funcs)))
	clear(names)
	for path, at := range packages {
		copy(names[at:], path)
	}
	clear(files)
	return nil
}

// stripLines takes files, lines and inlined calls from the records, and blanks
// the tables that no record names any more. Records share tables that are equal.
// Names that stay become those of their packages: packages tells where each of these
// stands.
func (l layout) stripLines(functions table, n int, counters, names []byte, packages map[string]int) error {
	all := bytes.Clone(counters)
	clear(counters)
	r := l.record
	for i := range n {
		at := functions.short(8*i + 4) // a pair: the entry, the record
		count := functions.short(at + r.count)
		addresses := at + r.tables + 4*count
		if at < 0 || count < 0 || count > 16 || addresses > len(functions)-4*8 {
			return errors.New("shrinking: a record is not as expected")
		}
		clear(functions[at+r.file : at+r.line+4])
		clear(functions[at+r.unit : at+r.start+4])
		if name := functions.short(at + r.name); name < 0 || name >= len(names) {
			return errors.New("shrinking: a name is not where it is expected")
		} else if path := kept(names[name:]); path == "" {
			clear(functions[at+r.name:][:4])
		} else {
			if _, ok := packages[path]; !ok {
				packages[path] = name
			}
			binary.LittleEndian.PutUint32(functions[at+r.name:], uint32(packages[path]))
		}
		for _, k := range l.spareTables {
			if k < count {
				clear(functions[at+r.tables+4*k:][:4])
			}
		}
		for _, k := range l.spareAddresses {
			if k < int(functions[at+r.funcs]) {
				copy(functions[addresses+4*k:], "\xff\xff\xff\xff")
			}
		}
		offsets := []int{functions.short(at + r.frame)}
		for k := range count {
			offsets = append(offsets, functions.short(at+r.tables+4*k))
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

// addresses are what the records name by address: maps of stacks, the objects on them,
// what was inlined where. Records share what is equal.
type addresses map[int]bool

// addresses returns those of all records. An address of -1 says that there is none.
func (l layout) addresses(functions table, n int) addresses {
	set := make(addresses)
	for i := range n {
		at := functions.short(8*i + 4)
		first := at + l.record.tables + 4*functions.short(at+l.record.count)
		for k := range int(functions[at+l.record.funcs]) {
			if a := functions.short(first + 4*k); a >= 0 && a != math.MaxUint32 {
				set[a] = true
			}
		}
	}
	return set
}

// strip blanks what no record names any more. All that stands there was named by one,
// so each thing ends where the next begins.
func (all addresses) strip(b []byte, kept addresses) {
	list := slices.Sorted(maps.Keys(all))
	for i, from := range list {
		to := len(b) // what stands behind the last is not known, and is kept
		if i+1 < len(list) {
			to = list[i+1]
		}
		if !kept[from] && to < len(b) {
			clear(b[from:to])
		}
	}
}

// counterEnd returns the end of a table by program counter, or -1: pairs of
// numbers, ended by a pair that begins with 0; the first may begin so too.
func counterEnd(b []byte, offset int) int {
	r := &wasmbin.Reader{B: b[min(offset, len(b)):]}
	for first := true; r.Err == nil; first = false {
		if r.Number() == 0 && !first {
			return len(b) - len(r.B)
		}
		r.Number()
	}
	return -1
}

// kept is what stays of the name of the function that begins here, up to a zero: the
// path of the package of one of ours, and "runtime." of the runtime's; nothing of others.
func kept(names []byte) string {
	if bytes.HasPrefix(names, []byte(runtime)) {
		return runtime
	}
	if !bytes.HasPrefix(names, []byte(Own)) {
		return ""
	}
	name := string(names[:max(0, bytes.IndexByte(names, 0))])
	path := name[:strings.LastIndexByte(name, '/')+1]
	rest, _, _ := strings.Cut(name[len(path):], ".")
	return path + rest
}
