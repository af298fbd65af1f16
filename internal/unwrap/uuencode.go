package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// undoUuencode makes base64 of what uuencode writes (POSIX), or the text that it is:
// a line "begin 644 name", lines that begin with their length, and "end".
func undoUuencode(t source.Metered) (source.Text, int) {
	const near = 512 // bytes: what a mail has before it is another part of it
	head, at := t.Part(0, min(near, t.Len())), 0
	if !hasPrefix(head, "begin ") {
		if at = bytes.Index(head, []byte("\nbegin ")) + 1; at == 0 {
			return source.Text{}, 0
		}
	}
	b := t.Bytes()
	first := nextLine(b, lineEnd(b, at))
	var plain []byte // of the first line
	out := source.NewBuilder(t.Text(), len(b))
	out.Copy(0, at)
	n, pos := 0, first
	for pos < len(b) {
		end := lineEnd(b, pos)
		stop := trimEnd(b, pos, end)
		size := uuLine(b[pos:stop])
		if size < 0 {
			break
		}
		if size == 0 { // the last line
			if next := nextLine(b, end); hasPrefix(b[next:], "end") {
				end = lineEnd(b, next)
			}
			pos = min(end, len(b))
			break
		}
		if n == 0 {
			plain = uuBytes(b[pos+1:stop], size)
		}
		if isText := !bytes.ContainsFunc(plain, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r > '~' }); isText {
			for k := pos + 1; k+4 <= stop && size > 0; k += 4 {
				out.Replace(k, k+4, uuBytes(b[k:k+4], min(size, 3))...)
				size -= 3
			}
		} else {
			for k := pos + 1; k < stop; k++ {
				c := base64Alphabet[(b[k]-' ')&63]
				if 8*size <= 6*(k-pos-1) {
					c = '='
				}
				out.Replace(k, k+1, c)
			}
			out.Replace(stop, stop, '\n')
		}
		n++
		pos = nextLine(b, end)
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(pos, len(b))
	return out.Text(), n
}

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// uuLine is how many bytes a line of uuencode holds; -1 if it is none.
func uuLine(line []byte) int {
	if len(line) == 0 {
		return -1
	}
	size := int(line[0]-' ') & 63
	if want := (size + 2) / 3 * 4; line[0] < ' ' || line[0] > '`' || len(line)-1 != want {
		return -1
	}
	for _, c := range line {
		if c < ' ' || c > '`' {
			return -1
		}
	}
	return size
}

// uuBytes decodes so many bytes.
func uuBytes(chars []byte, size int) (out []byte) {
	for i := 0; i+4 <= len(chars) && len(out) < size; i += 4 {
		v := 0
		for _, c := range chars[i : i+4] {
			v = v<<6 | int(c-' ')&63
		}
		out = append(out, byte(v>>16), byte(v>>8), byte(v))
	}
	return out[:min(size, len(out))]
}
