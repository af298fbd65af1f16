package split

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// sections are a small program as Go's linker lays them out. Its functions take a
// number and return one:
//
//	0 run:    through(x) + 100·direct(x) + 10 000·plus1(x)
//	1 direct: 2·plus1(x), called directly
//	2 plus1:  x + 1
//	3 through: direct(x) + counter, which it raises; called through the table
//	4 asks:   the host
func sections() map[byte][]byte {
	call := func(f byte) []byte { return []byte{opLocalGet, 0, opCall, f + 1} }
	i32Const, add, mul := []byte{opI32Const}, []byte{0x6a}, []byte{0x6c}
	body := func(parts ...[]byte) []byte {
		b := append([]byte{0}, bytes.Join(parts, nil)...)
		return append(b, opEnd)
	}
	number := func(n int) []byte { return wasmbin.AppendSigned(bytes.Clone(i32Const), n) }
	bodies := [][]byte{
		body([]byte{opLocalGet, 0}, number(7+3), []byte{opCallIndirect, 0, 0},
			call(1), number(100), mul, add, call(2), number(10000), mul, add),
		body(call(2), number(2), mul),
		body([]byte{opLocalGet, 0}, number(1), add),
		body([]byte{opGlobalGet, 0}, number(1), add, []byte{opGlobalSet, 0}, call(1), []byte{opGlobalGet, 0}, add),
		body(call(0xff)), // index 0: the import
	}
	return map[byte][]byte{
		wasmbin.Types:     []byte("\x02\x60\x01\x7f\x01\x7f\x60\x00\x00"),
		wasmbin.Imports:   []byte("\x01\x04host\x03ask\x00\x00"),
		wasmbin.Functions: {5, 0, 0, 0, 0, 0},
		wasmbin.Tables:    {1, 0x70, 0, 12},
		wasmbin.Memories:  {1, 0, 1},
		wasmbin.Globals:   {1, 0x7f, 1, opI32Const, 0, opEnd},
		wasmbin.Exports:   []byte("\x02\x03run\x00\x01\x03mem\x02\x00"),
		wasmbin.Elements:  {1, 0, opI32Const, 7, opEnd, 5, 1, 2, 3, 4, 5},
		wasmbin.Code:      appendCode(bodies),
		wasmbin.Data:      {1, 0, opI32Const, 0, opEnd, 2, 'h', 'i'},
	}
}

func assemble(parts map[byte][]byte) []byte {
	b := []byte(wasmbin.Magic)
	for id := byte(1); id <= 12; id++ {
		if body, ok := parts[id]; ok {
			b = wasmbin.AppendSection(b, id, body)
		}
	}
	return b
}

// instance runs a program; of a split one, it counts how often the rest was loaded.
type instance struct {
	api.Module
	loaded int
}

func run(t *testing.T, first, rest []byte) *instance {
	t.Helper()
	ctx := t.Context()
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	t.Cleanup(func() { r.Close(context.Background()) })
	i := &instance{}
	ask := func(n uint32) uint32 { return n }
	if _, err := r.NewHostModuleBuilder("host").NewFunctionBuilder().WithFunc(ask).Export("ask").Instantiate(ctx); err != nil {
		t.Fatal(err)
	}
	load := func() {
		i.loaded++
		if _, err := r.InstantiateWithConfig(ctx, rest, wazero.NewModuleConfig().WithName("the rest")); err != nil {
			t.Error(err)
		}
	}
	if _, err := r.NewHostModuleBuilder(restModule).NewFunctionBuilder().WithFunc(load).Export(loadName).Instantiate(ctx); err != nil {
		t.Fatal(err)
	}
	var err error
	if i.Module, err = r.InstantiateWithConfig(ctx, first, wazero.NewModuleConfig().WithName(firstHalf)); err != nil {
		t.Fatal(err)
	}
	return i
}

func (i *instance) ask(t *testing.T, x uint64) uint64 {
	t.Helper()
	got, err := i.ExportedFunction("run").Call(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	return got[0]
}

// entire says of functions of one piece each which were entered.
func entire(entered ...bool) (list [][]bool) {
	for _, e := range entered {
		list = append(list, []bool{e})
	}
	return list
}

// Whatever is moved, the program answers as the whole one does, before and after the
// rest is loaded, and loads it once, when something in it is called.
func TestSplitProgramsAnswerTheSame(t *testing.T) {
	program := assemble(sections())
	whole := run(t, program, nil)
	want := []uint64{whole.ask(t, 1), whole.ask(t, 1), whole.ask(t, 20)}
	if want[0] != 20000+400+4+1 || want[1] != want[0]+1 {
		t.Fatalf("the program gives %d", want)
	}
	for set := range 1 << 4 {
		hot := entire(true, set&1 > 0, set&2 > 0, set&4 > 0, set&8 > 0)
		first, rest, err := Program(program, hot, noPieces)
		if err != nil {
			t.Fatal(err)
		}
		again, restAgain, err := Program(program, hot, noPieces)
		if err != nil || !bytes.Equal(first, again) || !bytes.Equal(rest, restAgain) {
			t.Errorf("%v: two splits differ: %v", hot, err)
		}
		split := run(t, first, rest)
		for k, x := range []uint64{1, 1, 20} {
			if got := split.ask(t, x); got != want[k] {
				t.Errorf("%v: call %d gives %d, want %d", hot, k, got, want[k])
			}
		}
		needed := 1
		if set&7 == 7 {
			needed = 0
		}
		if split.loaded != needed {
			t.Errorf("%v: loaded %d times, want %d", hot, split.loaded, needed)
		}
	}
}

// What calls the host, is exported or is called otherwise than Go's functions stays.
func TestWhatStays(t *testing.T) {
	m, err := read(assemble(sections()))
	if err != nil {
		t.Fatal(err)
	}
	if asks, err := m.callsHost(4); !asks || err != nil {
		t.Errorf("the function that asks the host: %v, %v", asks, err)
	}
	if asks, err := m.callsHost(1); asks || err != nil {
		t.Errorf("a function that does not: %v, %v", asks, err)
	}
	if !m.exported(0) || m.exported(1) {
		t.Error("the exported function is not known")
	}
}

func TestRefusesWhatGoDoesNotWrite(t *testing.T) {
	hot := entire(make([]bool, 5)...)
	if _, _, err := Program(assemble(sections()), hot[1:], noPieces); err == nil {
		t.Error("a list for another program was taken")
	}
	for what, change := range map[string]func(parts map[byte][]byte){
		"no program":               func(p map[byte][]byte) { clear(p) },
		"an unknown section":       func(p map[byte][]byte) { p[12] = []byte{1} },
		"a start function":         func(p map[byte][]byte) { p[wasmbin.Start] = []byte{0} },
		"two tables":               func(p map[byte][]byte) { p[wasmbin.Tables] = []byte{2, 0x70, 0, 12, 0x70, 0, 12} },
		"a bound of the table":     func(p map[byte][]byte) { p[wasmbin.Tables] = []byte{1, 0x70, 1, 12, 12} },
		"a small table":            func(p map[byte][]byte) { p[wasmbin.Tables] = []byte{1, 0x70, 0, 9} },
		"a bound of the memory":    func(p map[byte][]byte) { p[wasmbin.Memories] = []byte{1, 1, 1, 2} },
		"an imported memory":       func(p map[byte][]byte) { p[wasmbin.Imports] = []byte("\x01\x04host\x03mem\x02\x00\x01") },
		"a constant":               func(p map[byte][]byte) { p[wasmbin.Globals] = []byte{1, 0x7f, 0, opI32Const, 0, opEnd} },
		"a variable that is not 0": func(p map[byte][]byte) { p[wasmbin.Globals][4] = 1 },
		"a float":                  func(p map[byte][]byte) { p[wasmbin.Globals][1] = 0x7d },
		"another order":            func(p map[byte][]byte) { p[wasmbin.Elements][6] = 2 },
		"two segments":             func(p map[byte][]byte) { p[wasmbin.Elements][0] = 2 },
		"a type of another kind":   func(p map[byte][]byte) { p[wasmbin.Types][1] = 0x5f },
		"too few bodies":           func(p map[byte][]byte) { p[wasmbin.Functions] = []byte{4, 0, 0, 0, 0} },
		"something after it":       func(p map[byte][]byte) { p[wasmbin.Exports] = append(p[wasmbin.Exports], 0) },
		"a tail call": func(p map[byte][]byte) {
			p[wasmbin.Code] = bytes.Replace(p[wasmbin.Code], []byte{opCall}, []byte{0x12}, 1)
		},
		"an instruction on vectors": func(p map[byte][]byte) {
			p[wasmbin.Code] = bytes.Replace(p[wasmbin.Code], []byte{0x6c}, []byte{0xfd}, 1)
		},
	} {
		parts := sections()
		change(parts)
		program := assemble(parts)
		if what == "no program" {
			program = nil
		}
		if _, _, err := Program(program, hot, noPieces); err == nil || !strings.HasPrefix(err.Error(), "splitting: ") {
			t.Errorf("%s: %v", what, err)
		}
	}
	program := assemble(sections())
	for n := range program {
		if _, _, err := Program(program[:n], hot, noPieces); err == nil && n < len(program)-len(sections()[wasmbin.Data])-2 {
			t.Errorf("the first %d bytes were taken", n)
		}
	}
}

// The host of a profile refuses what it does not have.
func TestProfileRefusesAnUnknownImport(t *testing.T) {
	if _, err := Profile(t.Context(), assemble(sections()), nil, [][]Call{nil}); err == nil || !strings.Contains(err.Error(), "imports ask") {
		t.Errorf("got %v", err)
	}
}
