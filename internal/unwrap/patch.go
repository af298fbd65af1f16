package unwrap

import (
	"strings"

	"github.com/mtlens/mtlens/internal/words"
)

// patchMark stands before a file that is no text, the characters of which may be anything: no
// rewrite is for them.
const patchMark = "\nGIT binary patch\n"

// patch reads a file that git diff --binary printed (gitformat-patch's "literal"): a length in
// decimal, then lines of a letter for their length and base85, that DEFLATE packed.
func (x *lines) patch() bool {
	return hasPrefix(x.t.Bytes[x.pos:], patchMark[1:]) && x.readPatch()
}

//go:noinline
func (x *lines) readPatch() bool {
	b := x.take()
	at, n := nextLine(b, x.end), 0
	for at < len(b) && (hasPrefix(b[at:], "literal ") || hasPrefix(b[at:], "delta ")) {
		start := nextLine(b, lineEnd(b, at))
		packed, end := filePatch(b, start)
		x.u.look(end - at)
		if n == 0 {
			x.scanTo(x.pos)
		}
		if n++; b[at] == 'l' {
			x.literalPatch(packed, start, end)
		}
		if at = end; at < len(b) && lineBreak(b[at]) { // how it was before follows
			at = nextLine(b, lineEnd(b, at))
		}
	}
	return n > 0 && x.moved(at, at)
}

// literalPatch reads what is packed in the lines [start, end).
func (x *lines) literalPatch(packed []byte, start, end int) {
	u, part := x.u, x.t.Slice(start, end)
	head := zlibHead(packed)
	out, _, ok := u.inflate(packed[head:])
	if head > 0 && ok && len(out) > 0 {
		u.recognized("patch of Git", x.depth)
		u.contents(unpacked(part, out), x.tr.add(StepLines, "Binary patch of Git, "+words.Count(len(out), "byte")+" unpacked", part.All()), x.depth+1)
	}
}

// filePatch puts together the lines of a file from pos on, and returns where they end.
func filePatch(b []byte, pos int) (packed []byte, end int) {
	for pos < len(b) {
		end := lineEnd(b, pos)
		line, ok := lineOfPatch(b[pos:trimEnd(b, pos, end)])
		if !ok {
			break
		}
		packed = append(packed, line...)
		pos = nextLine(b, end)
	}
	return packed, pos
}

// lineOfPatch reads a line of such a file.
func lineOfPatch(line []byte) (out []byte, ok bool) {
	if len(line) == 0 || len(line)%5 != 1 {
		return nil, false
	}
	n := int(line[0]-'A') + 1
	if line[0] >= 'a' {
		n = int(line[0]-'a') + 27
	}
	for group := line[1:]; len(group) > 0; group = group[5:] {
		v := uint32(0)
		for _, c := range group[:5] {
			d := strings.IndexByte(alphabet85, c)
			if d < 0 {
				return nil, false
			}
			v = v*85 + uint32(d)
		}
		out = append(out, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
	}
	if n < 1 || n > len(out) {
		return nil, false
	}
	return out[:n], true
}
