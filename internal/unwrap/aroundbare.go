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
	if at := nextBare(b, 0); at >= 0 {
		return aroundBare(t, b, at)
	}
	return source.Text{}, 0
}

// nextBare is where the next base64 of a structure begins behind something that
// is none, or behind the mark of a diff; -1 if none does.
func nextBare(b []byte, i int) int {
	for {
		j := bytes.Index(b[i:], []byte("MI"))
		if j < 0 {
			return -1
		}
		i += j + len("MI")
		if at := i - len("MI"); at > 0 && behind(b, at) && i < len(b) && b[i] >= 'A' && b[i] <= 'P' {
			return at
		}
	}
}

// behind reports whether what stands before b[at] on its line is no base64.
func behind(b []byte, at int) bool {
	switch c := b[at-1]; {
	case c == '+' || c == '-':
		return at == 1 || lineBreak(b[at-2])
	default:
		return !wordByte(c) && !lineBreak(c)
	}
}

func aroundBare(t source.Metered, b []byte, at int) (source.Text, int) {
	var left []lineInside
	for i := 0; at >= 0; at = nextBare(b, i) {
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
		left = append(left, lineInside{start, at, word, end})
		for _, l := range lines {
			left = append(left, lineInside{nextLine(b, end), l.from, l.to, lineEnd(b, l.to)})
			end = lineEnd(b, l.to)
		}
		i = end
	}
	return leaveOut(t, b, left)
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
