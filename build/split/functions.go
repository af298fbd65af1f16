package split

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// frame is a call of the program's to the host: arguments and results stand on Go's
// stack, from the eighth byte on.
type frame struct {
	*host
	ctx context.Context
	sp  uint32
}

// functions are those of wasm_exec.js that a program of ours may import. Positions
// are those of Go's arguments and results, as the comments in wasm_exec.js have them.
var functions = map[string]func(f *frame){
	"runtime.resetMemoryDataView":  func(*frame) {},
	"runtime.scheduleTimeoutEvent": func(f *frame) { f.memory().WriteUint32Le(f.sp+16, 1) }, // it never comes
	"runtime.clearTimeoutEvent":    func(*frame) {},
	"runtime.getRandomData":        func(f *frame) { f.random.Read(f.slice(8)) },
	"runtime.nanotime1":            func(f *frame) { f.clock += tick << (f.seed % 16); f.put(8, uint64(f.clock)) },
	"runtime.walltime":             func(f *frame) { f.put(8, uint64(f.clock/1e9)); f.memory().WriteUint32Le(f.sp+16, uint32(f.clock%1e9)) },
	"runtime.wasmExit":             func(f *frame) { panic("the program ended") },
	"runtime.wasmWrite": func(f *frame) {
		panic(fmt.Sprintf("the program says %q", f.bytes(f.get(16), f.get(24)&math.MaxUint32)))
	},
	"syscall/js.finalizeRef":   func(*frame) {},
	"syscall/js.stringVal":     func(f *frame) { f.store(24, f.text(8)) },
	"syscall/js.valueGet":      func(f *frame) { f.store(32, f.object(8).member(f.text(16))) },
	"syscall/js.valueSet":      func(f *frame) { f.object(8).members[f.text(16)] = f.value(f.get(32)) },
	"syscall/js.valueIndex":    func(f *frame) { f.store(24, f.object(8).list[f.get(16)]) },
	"syscall/js.valueSetIndex": func(f *frame) { f.object(8).list[f.get(16)] = f.value(f.get(24)) },
	"syscall/js.valueLength":   func(f *frame) { f.put(16, uint64(len(f.object(8).list)+len(f.object(8).bytes))) },
	"syscall/js.valueCall": func(f *frame) {
		method := f.object(8).member(f.text(16)).(*object)
		f.answer(56, method.call(f.arguments(32)))
	},
	"syscall/js.valueInvoke": func(f *frame) { f.answer(40, f.object(8).call(f.arguments(16))) },
	"syscall/js.valueNew":    func(f *frame) { f.answer(40, f.object(8).make(f.arguments(16))) },
	"syscall/js.valuePrepareString": func(f *frame) {
		text := []byte(f.value(f.get(8)).(string))
		f.store(16, &object{bytes: text})
		f.put(24, uint64(len(text)))
	},
	"syscall/js.valueLoadString": func(f *frame) { copy(f.slice(16), f.object(8).bytes) },
	"syscall/js.copyBytesToGo": func(f *frame) {
		f.put(40, uint64(copy(f.slice(8), f.object(32).bytes)))
		f.memory().WriteByte(f.sp+48, 1)
	},
	"syscall/js.copyBytesToJS": func(f *frame) {
		f.put(40, uint64(copy(f.object(8).bytes, f.slice(16))))
		f.memory().WriteByte(f.sp+48, 1)
	},
}

// tick is how much later it is at least, in nanoseconds, whenever the program asks.
const tick = 1000

// importNames are the names of the functions that the program imports.
func (m *module) importNames() (names []string) {
	r := &wasmbin.Reader{B: m.imported}
	for range m.imports {
		r.Bytes(r.Number())
		names = append(names, string(r.Bytes(r.Number())))
		r.Byte()
		r.Number()
	}
	return names
}

func (f *frame) get(at uint32) uint64 {
	v, ok := f.memory().ReadUint64Le(f.sp + at)
	if !ok {
		panic("an argument outside of the memory")
	}
	return v
}

func (f *frame) put(at uint32, v uint64) { f.memory().WriteUint64Le(f.sp+at, v) }

// bytes is a piece of the memory itself.
func (f *frame) bytes(at, n uint64) []byte {
	b, ok := f.memory().Read(uint32(at), uint32(n))
	if !ok {
		panic("a slice outside of the memory")
	}
	return b
}

func (f *frame) slice(at uint32) []byte { return f.bytes(f.get(at), f.get(at+8)) }

func (f *frame) text(at uint32) string {
	b := f.slice(at)
	if !utf8.Valid(b) {
		panic("a text that is no UTF-8")
	}
	return string(b)
}

func (f *frame) object(at uint32) *object { return f.value(f.get(at)).(*object) }

func (f *frame) arguments(at uint32) (list []any) {
	for b := f.bytes(f.get(at), 8*f.get(at+8)); len(b) > 0; b = b[8:] {
		list = append(list, f.value(binary.LittleEndian.Uint64(b)))
	}
	return list
}

// answer stores what a call came to, and that it did not throw. The call may have run the
// program, which may have moved its stack.
func (f *frame) answer(at uint32, v any) {
	f.store(at, v)
	f.memory().WriteByte(f.sp+at+8, 1)
}

// nanHead begins what stands for a value that is no number; below it is its number.
const nanHead = 0x7ff80000

func (h *host) value(ref uint64) any {
	switch number := math.Float64frombits(ref); {
	case number == 0:
		return undefined{}
	case number == number:
		return number
	}
	return h.values[uint32(ref)]
}

func (f *frame) store(at uint32, v any) {
	// What was called may have moved the stack.
	if sp, err := f.program.ExportedFunction("getsp").Call(f.ctx); err == nil && len(sp) == 1 {
		f.sp = uint32(sp[0])
	}
	switch v := v.(type) {
	case undefined:
		f.put(at, 0)
		return
	case float64:
		if v != 0 && v == v {
			f.put(at, math.Float64bits(v))
			return
		}
	}
	id, ok := f.ids[v]
	if !ok {
		id = uint32(len(f.values))
		f.values = append(f.values, v)
		f.ids[v] = id
	}
	f.put(at, uint64(nanHead|kindOf(v))<<32|uint64(id))
}

// kindOf is what the program is told of a value's type.
func kindOf(v any) uint32 {
	switch v := v.(type) {
	case string:
		return 2
	case *object:
		if v.call != nil {
			return 4
		}
		return 1
	}
	return 0
}

func (o *object) member(name string) any {
	if v, ok := o.members[name]; ok {
		return v
	}
	return undefined{}
}
