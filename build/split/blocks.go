package split

import (
	"bytes"
	"errors"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// blocks are the pieces of a function between which Go's compiler jumps. It writes (in
// cmd/internal/obj/wasm) a block for each place where a function may be entered anew, and a
// table at the beginning, which leads to the block that the function's one parameter says:
//
//	(block $unwind) (loop $again) (block $n … (block $0  local.get 0  br_table …  end) first piece  end) second piece …
//
// A jump sets the parameter and begins again. So between two pieces nothing is left but the local
// variables, and the program's own.
type blocks struct {
	body    []byte
	numbers int   // local variables of 64 bits, from firstNumber on
	start   int   // where the blocks begin
	outside int   // how many of $unwind and $again there are
	labels  []int // of the table: the piece that each value of the parameter leads to
	pieces  []piece
	tail    []byte // what follows the last piece
	unwinds bool
}

// piece is a piece of a function.
type piece struct {
	code  []byte
	falls bool // it may go on with the next
	asks  bool // it calls the host
}

// The local variables of Go's functions: the parameter, the stack pointer as it is in the
// program's first variable as well, and numbers.
const (
	parameter   = 0
	firstNumber = 2
	mostNumbers = 16
)

// stackPointer is how functions of Go's begin.
const stackPointer = "\x23\x00\x21\x01"

var errShape = errors.New("splitting: a function whose blocks are not as Go writes them")

// blocksOf takes a function apart. One that is of a single piece, has variables of other
// kinds or is written by hand gives none.
func (m *module) blocksOf(body []byte) (*blocks, error) {
	b := &blocks{body: body}
	r := &wasmbin.Reader{B: body}
	kinds := make([]byte, 0, 2)
	for range r.Number() {
		n, kind := r.Number(), r.Byte()
		kinds = append(kinds, kind)
		if kind == 0x7e {
			b.numbers = n
		} else if n != 1 {
			return nil, nil
		}
	}
	if string(kinds) != "\x7f" && string(kinds) != "\x7f\x7e" || b.numbers > mostNumbers || !bytes.HasPrefix(r.B, []byte(stackPointer)) {
		return nil, nil
	}
	r.Bytes(len(stackPointer))
	b.start = len(body) - len(r.B)
	loops, before := 0, 0 // blocks before what was read last
	for len(r.B) > 0 && (r.B[0] == opBlock || r.B[0] == opLoop && loops == 0) {
		if op := r.Byte(); op == opLoop {
			loops, b.outside = 1, before+1
			b.unwinds = before == 1
		}
		before++
		if r.Byte() != noResult {
			return nil, nil
		}
	}
	if !bytes.HasPrefix(r.B, []byte{opLocalGet, parameter, opBrTable}) {
		return nil, nil
	}
	r.Bytes(3)
	for range r.Number() + 1 {
		b.labels = append(b.labels, r.Number())
	}
	if r.Byte() != opEnd || !b.ordered() {
		return nil, errShape
	}
	last := b.labels[len(b.labels)-1]
	if inside := before - b.outside; loops == 0 && inside == last+2 {
		b.outside, b.unwinds = 1, true
	} else if inside != last+1 || b.outside > 2 {
		return nil, errShape
	}
	if loops == 1 {
		b.tail = append(b.tail, opEnd)
	}
	b.tail = append(b.tail, opUnreachable)
	if b.unwinds {
		b.tail = append(b.tail, opEnd, opI32Const, 1)
	}
	if b.tail = append(b.tail, opEnd); r.Err != nil || !bytes.HasSuffix(r.B, b.tail) {
		return nil, errShape
	}
	return b, b.cut(r.B[:len(r.B)-len(b.tail)], last, m.imports)
}

// ordered reports whether the table leads to one piece after the other.
func (b *blocks) ordered() bool {
	before := 0
	for _, label := range b.labels {
		if label != before && label != before+1 {
			return false
		}
		before = label
	}
	return b.labels[0] == 0
}

// cut finds the pieces. No branch may lead from one into another but by the beginning.
func (b *blocks) cut(code []byte, last, imports int) error {
	r := &wasmbin.Reader{B: code}
	start, depth := 0, 0
	p := piece{falls: true}
	for r.More() {
		at := len(code) - len(r.B)
		op, arg, err := next(r)
		if err != nil {
			return err
		}
		switch op {
		case opBlock, opLoop, opIf:
			depth++
		case opEnd:
			if depth == 0 {
				p.code = code[start:at]
				b.pieces = append(b.pieces, p)
				start, p = at+1, piece{falls: true}
				continue
			}
			depth--
		case opBr, opBrIf:
			if out := arg - depth - (last - len(b.pieces)); arg >= depth && (out < 0 || out >= b.outside) {
				return errShape
			}
		case opBrTable:
			return errShape
		case opCall:
			p.asks = p.asks || arg < imports
		}
		p.falls = depth > 0 || op != opBr && op != opReturn && op != opUnreachable
	}
	p.code = code[start:]
	b.pieces = append(b.pieces, p)
	if r.Err != nil || depth != 0 || len(b.pieces) != last+1 {
		return errShape
	}
	return nil
}

// parameterOf is a value of the parameter that leads to a piece.
func (b *blocks) parameterOf(piece int) int {
	for v, label := range b.labels {
		if label == piece {
			return v
		}
	}
	return 0
}

// stubSize is what a stub takes at most: a number, local.set, br.
const stubSize = 9

// keep decides which pieces stay in the first half: those that were entered, and those that
// have to. It returns nil where it does not pay to take the others out.
func (b *blocks) keep(entered []bool) []bool {
	kept := make([]bool, len(b.pieces))
	gain := 0
	for k, p := range b.pieces {
		into := k > 0 && kept[k-1] && b.pieces[k-1].falls
		kept[k] = k == 0 || entered[k] || p.asks || into && len(p.code) <= stubSize
		if !kept[k] {
			gain += len(p.code)
		}
	}
	if gain < leastGain {
		return nil
	}
	return kept
}

// leastGain is from how many bytes on a function is worth two parts.
const leastGain = 400

// inner is the function with those pieces that have is true for. The others it leaves by a
// block around all, with the parameter that leads to them.
func (b *blocks) inner(out []byte, has []bool) []byte {
	left := 0 // pieces that are still to come
	for _, h := range has {
		if h {
			left++
		}
	}
	head := bytes.IndexByte(b.body[b.start:], opLocalGet) - 2*len(b.pieces) // $unwind and $again
	out = append(append(out, opBlock, noResult), stackPointer...)
	out = append(out, b.body[b.start:b.start+head]...)
	for range left {
		out = append(out, opBlock, noResult)
	}
	out = number(append(out, opLocalGet, parameter, opBrTable), len(b.labels)-1)
	place, of := left+b.outside, make([]int, len(has)) // of pieces; that of the others is out of all
	for k, n := len(has)-1, left; k >= 0; k-- {
		of[k] = place
		if has[k] {
			n--
			of[k] = n
		}
	}
	for _, label := range b.labels {
		out = number(out, of[label])
	}
	for k, p := range b.pieces {
		if has[k] {
			left--
			out = b.appendPiece(append(out, opEnd), k, left)
			if p.falls && k+1 < len(has) && !has[k+1] {
				out = wasmbin.AppendSigned(append(out, opI32Const), b.parameterOf(k+1))
				out = number(append(out, opLocalSet, parameter, opBr), left+b.outside)
			}
		}
	}
	out = append(out, b.tail[:len(b.tail)-1]...)
	if b.unwinds {
		out = append(out, opReturn)
	}
	return append(out, opEnd)
}

// appendPiece appends a piece, with its branches to what is around all pieces: left of
// them are still to come.
func (b *blocks) appendPiece(out []byte, k, left int) []byte {
	code := b.pieces[k].code
	r := &wasmbin.Reader{B: code}
	copied, depth := 0, 0
	for r.More() {
		at := len(code) - len(r.B)
		op, arg, _ := next(r) // it was read before
		switch op {
		case opBlock, opLoop, opIf:
			depth++
		case opEnd:
			depth--
		case opBr, opBrIf:
			if arg >= depth {
				out = number(append(append(out, code[copied:at]...), op), arg-(len(b.pieces)-1-k)+left)
				copied = len(code) - len(r.B)
			}
		}
	}
	return append(out, code[copied:]...)
}

// marked is the function with what mark appends at the beginning of each piece.
func (b *blocks) marked(mark func(out []byte) []byte) []byte {
	before := len(b.body) - len(b.tail) - len(b.pieces) + 1 // where the first piece begins
	for _, p := range b.pieces {
		before -= len(p.code)
	}
	out := bytes.Clone(b.body[:before])
	for k, p := range b.pieces {
		if k > 0 {
			out = append(out, opEnd)
		}
		out = append(mark(out), p.code...)
	}
	return append(out, b.tail...)
}

// copies appends the copying of the local variables to those that both halves have in
// common, from the given one on, or back.
func (b *blocks) copies(out []byte, get, set byte, common int) []byte {
	for k := range b.numbers {
		from, to := firstNumber+k, common+k
		if get == opGlobalGet {
			from, to = to, from
		}
		out = number(append(number(append(out, get), from), set), to)
	}
	return out
}

// other is added to the parameter that the part in the rest returns, to have the first
// half go on there. What functions return is smaller: 0, or 1 to unwind the stack.
const other = 2

// firstPart is what stays. For a piece that it does not have it calls the part in
// the rest, which has a place of its own, through the function "through". That returns when the function does,
// or when it comes to a piece that is here.
func (b *blocks) firstPart(kept []bool, common, place, through int) []byte {
	out := append(bytes.Clone(b.body[:localsEnd(b.body)]), opLoop, noResult)
	out = b.inner(out, kept)
	out = b.copies(out, opLocalGet, opGlobalSet, common)
	out = wasmbin.AppendSigned(append(out, opLocalGet, parameter, opI32Const), place)
	out = number(append(out, opCall), through)
	out = append(out, opLocalTee, parameter, opI32Const, other, opI32LtU, opIf, noResult, opLocalGet, parameter, opReturn, opEnd)
	out = b.copies(out, opGlobalGet, opLocalSet, common)
	out = append(out, opLocalGet, parameter, opI32Const, other, opI32Sub, opLocalSet, parameter)
	return append(out, opBr, 0, opEnd, opUnreachable, opEnd)
}

// restPart is what goes.
func (b *blocks) restPart(kept []bool, common int) []byte {
	has := make([]bool, len(kept))
	for k := range kept {
		has[k] = !kept[k]
	}
	out := b.copies(bytes.Clone(b.body[:localsEnd(b.body)]), opGlobalGet, opLocalSet, common)
	out = b.inner(out, has)
	out = b.copies(out, opLocalGet, opGlobalSet, common)
	return append(out, opLocalGet, parameter, opI32Const, other, opI32Add, opEnd)
}
