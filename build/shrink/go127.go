package shrink

// go127 is the layout of Go 1.27, which is that of Go 1.26 but for three members more of
// runtime.moduledata: between go1.26.11 and go1.27.4, runtime.pcHeader, runtime._func, the
// linker's pcln.go and internal/abi/symtab.go are the same to the letter.
func go127() layout {
	l := go126()
	l.version = "go1.27"
	l.addressBase += 3 * 8 // typedesclen, itaboffset, itabsize
	return l
}
