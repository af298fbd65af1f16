package shrink

// go126 is the layout of Go 1.26, read from runtime.pcHeader and runtime._func
// (src/runtime/symtab.go, runtime2.go), runtime.moduledata (symtab.go), the linker's generatePCHeader
// (src/cmd/link/internal/ld/pcln.go), and abi.PCDATA_… and abi.FUNCDATA_…
// (src/internal/abi/symtab.go).
func go126() layout {
	return layout{
		version: "go1.26",
		// abi.CurrentPCLnTabMagic, that of Go 1.20 and later, for an alignment of 1
		// and pointers of 8 bytes.
		magic:          []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8},
		head:           head{funcs: 8, names: 32, units: 40, files: 48, counters: 56, functions: 64, size: 72},
		record:         record{name: 4, frame: 16, file: 20, line: 24, count: 28, unit: 32, start: 36, funcs: 43, tables: 44},
		spareTables:    []int{0, 2, 3},    // unsafe points, inlined calls, live arguments
		spareAddresses: []int{3, 5, 6, 7}, // inlined calls, arguments, live arguments, wrappers
		addressBase:    320,               // gofunc
	}
}
