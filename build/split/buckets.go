package split

import (
	"bytes"
	"encoding/binary"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// Go's runtime finds the function at an address in a table of buckets, one for 4096 addresses
// (findfuncbucket in runtime/symtab.go, filled by findfunctab in cmd/link/internal/ld). In
// WebAssembly a function has 65,536 of them, so the table has sixteen buckets for each: its number, and zeros. It
// hardly takes bytes when it is compressed, but it is a third of what a browser unpacks, hands to the worker and copies.
// So the first half writes it itself when an instance is made.
const (
	bucketSize  = 4 + 16
	bucketsEach = 16
	fewest      = 64 // functions: with fewer it is not looked for
)

// bucketTable is where such buckets stand.
type bucketTable struct{ from, n int }

// bucketsIn finds the buckets in the initial memory; n is 0 where they are not as expected.
func bucketsIn(data []byte) (t bucketTable, err error) {
	var some []byte
	for i := range 4 {
		some = append(some, bytes.Repeat(append(binary.LittleEndian.AppendUint32(nil, uint32(i)), make([]byte, bucketSize-4)...), bucketsEach)...)
	}
	err = wasmbin.Segments(data, func(offset int, data []byte) {
		at := bytes.Index(data, some[bucketsEach*bucketSize:]) - bucketsEach*bucketSize
		if at < 0 || !bytes.HasPrefix(data[at:], some) {
			return
		}
		n := 0
		for b := data[at:]; len(b) >= bucketSize && binary.LittleEndian.Uint32(b) == uint32(n/bucketsEach) && zero(b[4:bucketSize]); b = b[bucketSize:] {
			n++
		}
		if n >= fewest*bucketsEach {
			t = bucketTable{offset + at, n}
		}
	})
	return t, err
}

func zero(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }

// takenFrom returns the initial memory without the buckets.
func (t bucketTable) takenFrom(data []byte) ([]byte, error) {
	var body []byte
	count := 0
	put := func(offset int, data []byte) {
		if len(data) > 0 {
			body = wasmbin.AppendSegment(body, offset, data)
			count++
		}
	}
	end := t.from + t.n*bucketSize
	err := wasmbin.Segments(data, func(offset int, data []byte) {
		if t.from < offset || end > offset+len(data) {
			put(offset, data)
			return
		}
		put(offset, data[:t.from-offset])
		put(end, data[end-offset:])
	})
	return appendVector(count, body), err
}

// writer is a function that writes them: of no arguments, and with no result.
func (t bucketTable) writer() []byte {
	const oneLocal, i32 = 1, 0x7f
	const opI32Mul, opI32ShrU, opI32Store, align = 0x6c, 0x76, 0x36, 2
	bucket := []byte{opLocalGet, 0, opI32Const}
	b := []byte{oneLocal, 1, i32, opLoop, noResult}
	b = append(wasmbin.AppendSigned(append(b, bucket...), bucketSize), opI32Mul)
	b = append(wasmbin.AppendSigned(append(b, bucket...), 4), opI32ShrU) // sixteen are of one function
	b = number(append(b, opI32Store, align), t.from)
	b = append(b, opLocalGet, 0, opI32Const, 1, opI32Add, opLocalTee, 0)
	b = wasmbin.AppendSigned(append(b, opI32Const), t.n)
	return append(b, opI32LtU, opBrIf, 0, opEnd, opEnd)
}
