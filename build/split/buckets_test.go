package split

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// The first half writes the runtime's buckets itself, and has the memory that the program has; what is
// no such table to its last byte stays as it is.
func TestBuckets(t *testing.T) {
	const functions, at, page = 80, 1000, 1 << 16
	memory := make([]byte, 40_000)
	copy(memory, "before")
	for i := range functions * bucketsEach {
		binary.LittleEndian.PutUint32(memory[at+i*bucketSize:], uint32(i/bucketsEach))
	}
	copy(memory[at+functions*bucketsEach*bucketSize:], "after")
	broken := bytes.Clone(memory)
	broken[at+20*bucketsEach*bucketSize+7] = 1
	for name, tt := range map[string]struct {
		memory []byte
		taken  int
	}{
		"a table":        {memory, functions * bucketsEach},
		"a broken table": {broken, 0},
		"none":           {memory[:at], 0},
	} {
		parts := sections()
		parts[wasmbin.Data] = append([]byte{1}, wasmbin.AppendSegment(nil, 8, tt.memory)...)
		if table, err := bucketsIn(parts[wasmbin.Data]); err != nil || table.n != tt.taken {
			t.Errorf("%s: %+v, %v, want %d", name, table, err, tt.taken)
		}
		program := assemble(parts)
		first, rest, err := Program(program, entire(true, true, true, true, true), noPieces)
		if err != nil {
			t.Fatal(err)
		}
		if saved := len(program) - len(first); (saved > tt.taken*bucketSize/2) != (tt.taken > 0) {
			t.Errorf("%s: %d bytes less", name, saved)
		}
		got, ok := run(t, first, rest).Memory().Read(0, page)
		want, _ := run(t, program, nil).Memory().Read(0, page)
		if !ok || !bytes.Equal(got, want) {
			t.Errorf("%s: the memory differs", name)
		}
	}
}
