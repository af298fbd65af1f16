// Package wasmbin reads and writes the numbers and the sections that a WebAssembly
// program is made of (WebAssembly specification, section 5).
package wasmbin

import (
	"encoding/binary"
	"errors"
)

// The sections of a program, by their IDs.
const (
	Custom = iota
	Types
	Imports
	Functions
	Tables
	Memories
	Globals
	Exports
	Start
	Elements
	Code
	Data
)

// Magic is what a program begins with: its mark, and the version of the format.
const Magic = "\x00asm\x01\x00\x00\x00"

// Reader reads the parts of a program; after an error it reads zeros.
type Reader struct {
	B   []byte // what is left
	Err error
}

// Bytes reads n bytes.
func (r *Reader) Bytes(n int) []byte {
	if n < 0 || n > len(r.B) {
		r.B, r.Err = nil, errors.New("the program is cut off")
		return nil
	}
	b := r.B[:n]
	r.B = r.B[n:]
	return b
}

// Byte reads one.
func (r *Reader) Byte() byte {
	if b := r.Bytes(1); b != nil {
		return b[0]
	}
	return 0
}

// Number reads an unsigned LEB128 number.
func (r *Reader) Number() int {
	v, n := binary.Uvarint(r.B)
	if n <= 0 {
		n = -1
	}
	r.Bytes(n)
	return int(v)
}

// Signed reads a signed LEB128 number.
func (r *Reader) Signed() int {
	v, shift := 0, 0
	for {
		b := r.Byte()
		v |= int(b&0x7f) << shift
		shift += 7
		if b&0x80 == 0 {
			if b&0x40 != 0 && shift < 64 {
				v -= 1 << shift
			}
			return v
		}
	}
}

// More says whether there is something left to read.
func (r *Reader) More() bool { return len(r.B) > 0 && r.Err == nil }

// Section reads a section: its ID and what is in it.
func (r *Reader) Section() (id byte, body []byte) {
	id = r.Byte()
	return id, r.Bytes(r.Number())
}

// AppendSigned writes a signed LEB128 number.
func AppendSigned(b []byte, v int) []byte {
	for {
		low := byte(v & 0x7f)
		v >>= 7
		if v == 0 && low&0x40 == 0 || v == -1 && low&0x40 != 0 {
			return append(b, low)
		}
		b = append(b, low|0x80)
	}
}

// AppendSized writes bytes with their number before them.
func AppendSized(b, data []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(data))), data...)
}

// AppendSection writes a section.
func AppendSection(b []byte, id byte, body []byte) []byte {
	return AppendSized(append(b, id), body)
}
