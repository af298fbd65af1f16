package shrink

import (
	"bytes"
	"testing"
)

// memory is the initial memory that segments make.
func memory(t *testing.T, program []byte) []byte {
	t.Helper()
	r := &wasmReader{b: program[8:]}
	var m []byte
	for len(r.b) > 0 && r.err == nil {
		id := r.byte()
		body := r.bytes(r.number())
		if id != dataSection {
			continue
		}
		list, err := readSegments(body)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list {
			if end := s.offset + len(s.data); end > len(m) {
				m = append(m, make([]byte, end-len(m))...)
			}
			copy(m[s.offset:], s.data)
		}
	}
	return m
}

// testProgram is a program of a data section between two others.
func testProgram(list ...segment) []byte {
	data := appendSegments(nil, list)
	b := append([]byte("\x00asm\x01\x00\x00\x00"), 1, 2, 'a', 'b', dataSection)
	b = append(append(b, byte(len(data))), data...)
	return append(b, 0, 1, 'c')
}

func TestShrinkKeepsTheMemory(t *testing.T) {
	program := testProgram(segment{100, []byte("one")}, segment{110, []byte("two")}, segment{70000, []byte("far")}, segment{5, []byte("back")})
	got, err := Program(program, "")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(memory(t, got), memory(t, program)) {
		t.Error("the memory differs")
	}
	want := testProgram(segment{100, []byte("one\x00\x00\x00\x00\x00\x00\x00two")}, segment{70000, []byte("far")}, segment{5, []byte("back")})
	if !bytes.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestShrinkRefusesWhatItDoesNotKnow(t *testing.T) {
	program := testProgram(segment{100, []byte("one")})
	for name, bad := range map[string][]byte{
		"nothing":         nil,
		"cut off":         program[:len(program)-6],
		"passive segment": append(bytes.Clone(program[:12]), dataSection, 4, 1, 1, 1, 'x'),
	} {
		if _, err := Program(bad, ""); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestSignedNumbers(t *testing.T) {
	for _, n := range []int{0, 1, 63, 64, 127, 128, 4096, 8191, 8192, 1 << 30, -1, -64, -65, -1 << 31} {
		r := &wasmReader{b: appendSigned(nil, n)}
		if got := r.signed(); got != n || len(r.b) > 0 || r.err != nil {
			t.Errorf("%d reads back as %d", n, got)
		}
	}
}
