package wasmbin

import (
	"encoding/binary"
	"fmt"
)

// What stands in the head of a segment: the instruction that gives its offset, and its end.
const (
	constant = 0x41
	end      = 0x0b
)

// Segments reads a data section: pieces of the one memory, each at an offset that is a
// constant. Others are refused.
func Segments(section []byte, f func(offset int, data []byte)) error {
	r := &Reader{B: section}
	for n := r.Number(); n > 0 && r.Err == nil; n-- {
		if kind, code := r.Byte(), r.Byte(); kind != 0 || code != constant {
			return fmt.Errorf("a segment of kind %d, %#x", kind, code)
		}
		offset := r.Signed()
		if b := r.Byte(); b != end {
			return fmt.Errorf("%#x after an offset", b)
		}
		f(offset, r.Bytes(r.Number()))
	}
	return r.Err
}

// AppendSegment writes a segment; the number of all of them stands before the first.
func AppendSegment(b []byte, offset int, data []byte) []byte {
	b = append(AppendSigned(append(b, 0, constant), offset), end)
	return append(binary.AppendUvarint(b, uint64(len(data))), data...)
}
