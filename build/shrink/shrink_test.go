package shrink

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/mtlens/mtlens/build/wasmbin"
)

// memory is the initial memory that segments make.
func memory(t *testing.T, program []byte) []byte {
	t.Helper()
	m, err := Memory(program)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// testProgram is a program of a data section between two others.
func testProgram(list ...segment) []byte {
	data := appendSegments(nil, list)
	b := append([]byte("\x00asm\x01\x00\x00\x00"), 1, 2, 'a', 'b', wasmbin.Data)
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

// Where much was blanked, nothing is written.
func TestPart(t *testing.T) {
	zeros := string(make([]byte, maxGap+1))
	list := part([]segment{{100, []byte("one" + zeros + "two" + zeros)}, {90000, []byte(zeros + "three")}, {99000, []byte("a\x00\x00b\x00")}})
	want := []segment{{100, []byte("one")}, {103 + len(zeros), []byte("two")}, {90000 + len(zeros), []byte("three")}, {99000, []byte("a\x00\x00b\x00")}}
	if !reflect.DeepEqual(list, want) {
		t.Errorf("got %v, want %v", list, want)
	}
}

func TestShrinkRefusesWhatItDoesNotKnow(t *testing.T) {
	program := testProgram(segment{100, []byte("one")})
	for name, bad := range map[string][]byte{
		"nothing":         nil,
		"cut off":         program[:len(program)-6],
		"passive segment": append(bytes.Clone(program[:12]), wasmbin.Data, 4, 1, 1, 1, 'x'),
	} {
		if _, err := Program(bad, ""); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
