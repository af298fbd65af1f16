package split

import (
	"fmt"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// The instructions that a split looks at or writes (WebAssembly specification, section 5.4).
const (
	opUnreachable  = 0x00
	opBlock        = 0x02
	opLoop         = 0x03
	opEnd          = 0x0b
	opBr           = 0x0c
	opBrIf         = 0x0d
	opBrTable      = 0x0e
	opReturn       = 0x0f
	opCall         = 0x10
	opCallIndirect = 0x11
	opLocalGet     = 0x20
	opLocalSet     = 0x21
	opLocalTee     = 0x22
	opGlobalGet    = 0x23
	opGlobalSet    = 0x24
	opIf           = 0x04
	noResult       = 0x40 // the type of a block
	opI32Eqz       = 0x45
	opI32LtU       = 0x49
	opI32Add       = 0x6a
	opI32Sub       = 0x6b
	opI32Const     = 0x41
	opI64Const     = 0x42
	opMore         = 0xfc // a second number says which
)

// operands has what follows each instruction that Go's compiler writes.
var operands = func() (list [256]operand) {
	set := func(from, to int, o operand) {
		for i := from; i <= to; i++ {
			list[i] = o
		}
	}
	set(0x00, 0x01, bare)    // unreachable, nop
	set(0x02, 0x04, oneByte) // block, loop, if
	set(0x05, 0x05, bare)    // else
	set(opEnd, opEnd, bare)
	set(opBr, opBrIf, oneNumber)
	set(opBrTable, opBrTable, numbers)
	set(opReturn, opReturn, bare)
	set(opCall, opCall, aCall)
	set(opCallIndirect, opCallIndirect, twoNumbers)
	set(0x1a, 0x1b, bare)            // drop, select
	set(opLocalGet, 0x24, oneNumber) // local.get to global.set
	set(0x28, 0x3e, twoNumbers)      // loads and stores
	set(0x3f, 0x40, oneByte)         // memory.size, memory.grow
	set(opI32Const, 0x42, whole)
	set(0x43, 0x43, fourBytes)  // f32.const
	set(0x44, 0x44, eightBytes) // f64.const
	set(0x45, 0xc4, bare)       // arithmetic, comparisons, conversions
	set(opMore, opMore, more)
	return list
}()

type operand byte

const (
	unknown operand = iota
	bare
	oneByte
	oneNumber
	whole
	twoNumbers
	fourBytes
	eightBytes
	numbers
	aCall
	more
)

// rewrite copies the body of a function. Each direct call is replaced by what call
// appends for the index of the function called.
func rewrite(body []byte, call func(out []byte, index int) []byte) ([]byte, error) {
	return walk(body, call, func(int) {})
}

// constants hands on all whole numbers that stand in the body of a function.
func constants(body []byte, number func(v int)) error {
	_, err := walk(body, func(out []byte, _ int) []byte { return out }, number)
	return err
}

func walk(body []byte, call func(out []byte, index int) []byte, number func(v int)) ([]byte, error) {
	r := &wasmbin.Reader{B: body[localsEnd(body):]}
	out := make([]byte, 0, len(body)+len(body)/4)
	copied := 0
	at := func() int { return len(body) - len(r.B) }
	for r.More() {
		start := at()
		op, arg, err := next(r)
		switch {
		case err != nil:
			return nil, err
		case operands[op] == whole:
			number(arg)
		case operands[op] == aCall:
			out = call(append(out, body[copied:start]...), arg)
			copied = at()
		}
	}
	if r.Err != nil || len(body) == 0 || body[len(body)-1] != opEnd {
		return nil, fmt.Errorf("splitting: a function that is cut off")
	}
	return append(out, body[copied:]...), nil
}

// next reads an instruction. Its number is the constant, the label of a branch, or the index of
// the function that it calls; of others it is 0.
func next(r *wasmbin.Reader) (op byte, arg int, err error) {
	op = r.Byte()
	switch operands[op] {
	case bare:
	case oneByte:
		r.Byte()
	case oneNumber, aCall:
		arg = r.Number()
	case whole:
		arg = r.Signed()
	case twoNumbers:
		skip(r)
		skip(r)
	case fourBytes:
		r.Bytes(4)
	case eightBytes:
		r.Bytes(8)
	case numbers:
		for range r.Number() {
			skip(r)
		}
		skip(r)
	case more:
		switch second := r.Number(); {
		case second <= 7: // saturating conversions
		case second == 10: // memory.copy
			r.Bytes(2)
		case second == 11: // memory.fill
			r.Byte()
		default:
			return 0, 0, fmt.Errorf("splitting: an instruction %#x %d that Go does not write", op, second)
		}
	default:
		return 0, 0, fmt.Errorf("splitting: an instruction %#x that Go does not write", op)
	}
	return op, arg, nil
}

// skip reads over a number of any size.
func skip(r *wasmbin.Reader) {
	for r.Byte()&0x80 != 0 && r.Err == nil {
	}
}
