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

	"github.com/mtlens/mtlens/build/wasmbin"
)

// maxGap is the longest run of zeros that is written out to join two segments.
const maxGap = 4096

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
	r := &wasmbin.Reader{B: program[8:]}
	for r.More() {
		id, body := r.Section()
		if id == wasmbin.Data {
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
			body = appendSegments(nil, part(segments))
		}
		out = wasmbin.AppendSection(out, id, body)
	}
	return out, wrapped(r.Err)
}

func readSegments(body []byte) (list []segment, err error) {
	err = wasmbin.Segments(body, func(offset int, data []byte) { list = append(list, segment{offset, data}) })
	return list, wrapped(err)
}

func wrapped(err error) error {
	if err != nil {
		return fmt.Errorf("shrinking: %w", err)
	}
	return nil
}

func appendSegments(b []byte, list []segment) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = wasmbin.AppendSegment(b, s.offset, s.data)
	}
	return b
}

// part cuts segments where they have long runs of zeros: what was blanked. Memory is zero
// to begin with.
func part(list []segment) (parts []segment) {
	for _, s := range list {
		start := 0 // of the part
		for at := 0; at < len(s.data); {
			zeros := 0
			for at+zeros < len(s.data) && s.data[at+zeros] == 0 {
				zeros++
			}
			if zeros > maxGap {
				if at > start {
					parts = append(parts, segment{s.offset + start, s.data[start:at]})
				}
				start = at + zeros
			}
			at += max(1, zeros)
		}
		if start < len(s.data) {
			parts = append(parts, segment{s.offset + start, s.data[start:]})
		}
	}
	return parts
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
