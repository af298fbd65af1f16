// Package shrink makes a linked program compress better. Go's linker writes the
// initial memory in tens of thousands of segments, to leave out short runs of
// zeros; the compressor does that better. They are joined, and what only
// tracebacks read is blanked in the table of functions: see functable.go.
// Together that is a fifth of the compressed program. Addresses stay as they are.
//
// The table is laid out as the version of Go has it. Each version that is known has
// a file of its own, go126.go and so on, with what was compared, and a test that
// runs shrunk programs. With another version names and lines stay in the program:
// it is larger, and as good. CONTRIBUTING.md, "A new Go", says what to do then.
package shrink

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// maxGap is the longest run of zeros that is written out to join two segments.
const maxGap = 4096

// dataSection is the ID of the section with the segments (WebAssembly
// specification, section 5.5.14).
const dataSection = 11

// segment is a piece of the initial memory.
type segment struct {
	offset int
	data   []byte
}

// Program rewrites a program that the given version of Go linked, such as
// "go1.26.1". Where [Known] is false for it, segments are joined and no more. An
// error says that the program is not as this version makes them.
func Program(program []byte, goVersion string) ([]byte, error) {
	if len(program) < 8 {
		return nil, errors.New("shrinking: no WebAssembly program")
	}
	out := append([]byte{}, program[:8]...) // magic number and version
	r := &wasmReader{b: program[8:]}
	for len(r.b) > 0 && r.err == nil {
		id := r.byte()
		body := r.bytes(r.number())
		if id == dataSection {
			segments, err := readSegments(body)
			if err != nil {
				return nil, err
			}
			segments = join(segments)
			if l, ok := layoutOf(goVersion); ok {
				if err := l.strip(segments); err != nil {
					return nil, err
				}
			}
			body = appendSegments(nil, segments)
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, r.err
}

func readSegments(body []byte) (list []segment, err error) {
	r := &wasmReader{b: body}
	for n := r.number(); n > 0 && r.err == nil; n-- {
		// An active segment in the one memory, its offset a constant.
		if kind, code := r.byte(), r.byte(); kind != 0 || code != 0x41 {
			return nil, fmt.Errorf("shrinking: a segment of kind %d, %#x", kind, code)
		}
		offset := r.signed()
		if end := r.byte(); end != 0x0b {
			return nil, fmt.Errorf("shrinking: %#x after an offset", end)
		}
		list = append(list, segment{offset, r.bytes(r.number())})
	}
	return list, r.err
}

func appendSegments(b []byte, list []segment) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = append(b, 0, 0x41)
		b = appendSigned(b, s.offset)
		b = append(b, 0x0b)
		b = binary.AppendUvarint(b, uint64(len(s.data)))
		b = append(b, s.data...)
	}
	return b
}

// join joins segments with a short gap between them. The linker writes them in
// ascending order; one that is not is left by itself.
func join(list []segment) (joined []segment) {
	for _, s := range list {
		if n := len(joined); n > 0 {
			last := &joined[n-1]
			gap := s.offset - last.offset - len(last.data)
			if gap >= 0 && gap <= maxGap {
				last.data = append(append(last.data, make([]byte, gap)...), s.data...)
				continue
			}
		}
		joined = append(joined, segment{s.offset, bytes.Clone(s.data)})
	}
	return joined
}

// wasmReader reads the parts of a program; after an error it reads zeros.
type wasmReader struct {
	b   []byte
	err error
}

func (r *wasmReader) bytes(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.b, r.err = nil, errors.New("shrinking: the program is cut off")
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *wasmReader) byte() byte {
	if b := r.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

// number reads an unsigned LEB128 number.
func (r *wasmReader) number() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		n = -1
	}
	r.bytes(n)
	return int(v)
}

// signed reads a signed LEB128 number.
func (r *wasmReader) signed() int {
	v, shift := 0, 0
	for {
		b := r.byte()
		v |= int(b&0x7f) << shift
		shift += 7
		if b&0x80 == 0 {
			if b&0x40 != 0 {
				v -= 1 << shift
			}
			return v
		}
	}
}

func appendSigned(b []byte, v int) []byte {
	for {
		low := byte(v & 0x7f)
		v >>= 7
		if v == 0 && low&0x40 == 0 || v == -1 && low&0x40 != 0 {
			return append(b, low)
		}
		b = append(b, low|0x80)
	}
}
