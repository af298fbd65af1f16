package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// Memory as gdb shows it (Debugging with GDB, section 10.6) where it is not hexadecimal: x/ub, x/db,
// x/ob and x/cb. Each line has an address, where that is in words, a colon, and bytes between tabs.
//
//	0x555555558020 <cert>:	48	130	2	115	48	130	2	24
//	0x555555558028 <cert+8>:	-96 '\240'	3 '\003'	2 '\002'

// debuggerMarks are how the first line of a structure goes on: with the tag of a SEQUENCE.
var debuggerMarks = []string{":\t48\t", ":\t060\t", ":\t48 '0'\t"}

// undoDebugger makes hexadecimal of it.
func undoDebugger(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	out := source.NewBuilder(t.Text(), len(b))
	from, n := 0, 0
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		next := nextLine(b, end)
		line := b[:trimEnd(b, pos, end)]
		if at := addressEnd(line, pos); at > 0 {
			if list := memoryBytes(line, at); list != nil {
				out.Copy(from, pos)
				for _, m := range list {
					out.Replace(m.from, m.to, hexDigits[m.value>>4], hexDigits[m.value&15])
				}
				from = end
				n++
			}
		}
		pos = next
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

const hexDigits = "0123456789abcdef"

// addressEnd is where the bytes of a line begin behind its address; 0 if it has none.
func addressEnd(line []byte, pos int) int {
	const longest = 200 // characters of an address and what is said of it
	if !hasPrefix(line[pos:], "0x") {
		return 0
	}
	at := bytes.Index(line[pos:min(len(line), pos+longest)], []byte(":\t"))
	if at < 0 {
		return 0
	}
	return pos + at + len(":\t")
}

// memoryByte is one of them, and where it stands.
type memoryByte struct {
	piece
	value byte
}

// memoryBytes reads the bytes from line[i] on; nil if one of them is none.
func memoryBytes(line []byte, i int) (list []memoryByte) {
	for i < len(line) {
		end := i + bytes.IndexByte(line[i:], '\t')
		if end < i {
			end = len(line)
		}
		word, _, _ := bytes.Cut(line[i:end], []byte(" ")) // the character follows
		digits := bytes.TrimPrefix(word, []byte("-"))
		radix, v := 10, 0
		if len(digits) > 1 && digits[0] == '0' {
			radix = 8
		}
		for _, c := range digits {
			if !digit(c) || int(c-'0') >= radix || v > 255 {
				return nil
			}
			v = v*radix + int(c-'0')
		}
		if len(digits) < len(word) {
			v = -v
		}
		if len(digits) == 0 || v < -128 || v > 255 {
			return nil
		}
		list = append(list, memoryByte{piece{i, end}, byte(v)})
		i = end + 1
	}
	return list
}
