package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// undoAroundBare is [undoAround] for base64 without armor: what stands before its first
// line is left out of those that follow, up to the length that the DER itself declares.
// Less than that stays as it is.
func undoAroundBare(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	var out *source.Builder
	from, n := 0, 0
	for i := 0; i < len(b); {
		j := bytes.Index(b[i:], []byte("MI"))
		if j < 0 {
			break
		}
		at := i + j
		i = at + len("MI")
		if at == 0 || !blank(b[at-1]) || i >= len(b) || b[i] < 'A' || b[i] > 'P' {
			continue
		}
		word := at
		for word < len(b) && base64Class[b[word]] == classChar {
			word++
		}
		i = word
		end := lineEnd(b, word)
		const longest = 200 // characters of a prefix
		start := bytes.LastIndexByte(b[max(0, at-longest-1):at], '\n') + 1 + max(0, at-longest-1)
		if word-at < minEncoded || trimEnd(b, at, end) != word || at-start > longest || quoteOnly(b[start:at]) || armorBefore(b, start) {
			continue
		}
		need := (declared(decodeBase64(b[at:at+8]))*4 + 2) / 3
		a := around{before: b[start:at]}
		lines := a.bare(b, nextLine(b, end), word-at, need)
		if lines == nil {
			continue
		}
		if out == nil {
			out = source.NewBuilder(t.Text(), len(b))
		}
		out.Copy(from, word)
		for _, l := range lines {
			out.Copy(end, nextLine(b, end))
			out.Copy(l.from, l.to)
			n++
			end = lineEnd(b, l.to)
		}
		from, i = end, end
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// armorBefore reports whether the line before the one at b[start] ends as PEM's does.
func armorBefore(b []byte, start int) bool {
	const near = 16 // characters
	return bytes.Contains(b[max(0, start-near):start], []byte("-----"))
}

// bare returns what the lines from pos on have of base64 that goes on from a line of so
// many characters; nil if they do not have all that is needed.
func (a *around) bare(b []byte, pos, chars, need int) (lines []piece) {
	width := chars
	for pos < len(b) && chars < need {
		end := lineEnd(b, pos)
		lo, hi, ok := a.inside(b[:end], pos)
		if !ok || hi == lo || hi-lo > width {
			return nil
		}
		for _, c := range b[lo:hi] {
			if base64Class[c] != classChar && c != '=' {
				return nil
			}
		}
		lines = append(lines, piece{lo, hi})
		chars += hi - lo
		pos = nextLine(b, end)
	}
	if chars < need {
		return nil
	}
	return lines
}
