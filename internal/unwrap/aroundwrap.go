package unwrap

import (
	"bytes"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/source"
)

// undoAroundWrap is [undoAround] for a value that was wrapped at a width before
// something was put before each line, and perhaps after it: a list of PowerShell in
// the log of a build, the window of a terminal with its borders. What the first line
// and the next one begin with, digits aside, is left out of both and of those that
// follow, up to one that is narrower. [undoWraps] joins what is left.
func undoAroundWrap(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	var out *source.Builder
	from, n := 0, 0
	var w wrapped // one for all lines
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		if end-pos < minWrap || end == len(b) || !w.begins(b, pos, end) {
			pos = nextLine(b, end)
			continue
		}
		for pos > from { // the name may stand in lines before
			start := bytes.LastIndexByte(b[from:pos-1], '\n') + from + 1
			if lo, hi, ok := w.inside(b, start, pos-1); !ok || hi-lo != w.width {
				break
			}
			pos = start
		}
		if out == nil {
			out = source.NewBuilder(t.Text(), len(b))
		}
		for goesOn := true; goesOn && pos < len(b); pos = nextLine(b, end) {
			end = lineEnd(b, pos)
			lo, hi, ok := w.inside(b, pos, end)
			if !ok || hi-lo > w.width {
				break
			}
			goesOn = hi-lo == w.width || pos < w.second
			out.Copy(from, pos)
			out.Copy(lo, hi)
			from = trimEnd(b, pos, end)
			n++
		}
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// wrapped is a value that was wrapped, with text around its lines.
type wrapped struct {
	before, after []byte
	width         int // of what is between, in the first line
	second        int // offset of the second line
}

// begins reports whether the line [pos, end) has a name and goes to its end with something
// encoded, with which the next line goes on behind the same text.
func (w *wrapped) begins(b []byte, pos, end int) bool {
	w.second = nextLine(b, end)
	line, next := b[pos:trimEnd(b, pos, end)], b[w.second:lineEnd(b, w.second)]
	w.after = borderAt(line)
	k := commonUpTo(line, next)
	w.before = line[:k]
	if k == 0 && w.after == nil || len(bytes.Trim(w.before, "> \t")) == 0 && w.after == nil {
		return false // what [undoWraps] knows
	}
	lo, hi, _ := w.inside(b, pos, end)
	first := b[lo:hi]
	const wordy = 8 // characters of a line of which nothing is known
	if w.width = len(first); w.width < minWrap || !pieceOfWord(first[len(first)-enoughEncoded:]) || !bytes.ContainsAny(first, " {") {
		return false // without a name of its own: what is the same is its name, which comes twice
	}
	lo, hi, ok := w.inside(b, w.second, lineEnd(b, w.second))
	rest := bytes.TrimLeft(b[lo:hi], " \t")
	return ok && hi-lo <= w.width && len(rest) >= wordy && pieceOfWord(rest) && (readLine(first).what == "Header" || !bytes.ContainsAny(rest, `;"`))
}

// borderAt is the border of a window or table that a line ends in, if it does.
func borderAt(line []byte) []byte {
	text := bytes.TrimRight(line, " ")
	if r, size := utf8.DecodeLastRune(text); r == '|' || r >= utf8.RuneSelf && jointRune(r) {
		return text[len(text)-size:]
	}
	return nil
}

// pieceOfWord reports whether s is a piece of something encoded, with escapes perhaps.
func pieceOfWord(s []byte) bool {
	return bytes.IndexByte(s, ' ') < 0 && base64Share(s) >= 90
}

// inside returns the part [lo, hi) of the line [pos, end) that is left without what
// stands around it; ok is false if that is not there.
func (w *wrapped) inside(b []byte, pos, end int) (lo, hi int, ok bool) {
	line := b[pos:trimEnd(b, pos, end)]
	same, from := along(w.before, line)
	if same < len(w.before) {
		return pos, pos, false
	}
	text := line[from:]
	if w.after != nil {
		if trimmed := bytes.TrimRight(text, " "); bytes.HasSuffix(trimmed, w.after) {
			text = trimmed[:len(trimmed)-len(w.after)]
			if len(text) > 0 && text[len(text)-1] == ' ' {
				text = text[:len(text)-1] // of the border
			}
		}
	}
	text = bytes.TrimRight(text, " \t")
	return pos + from, pos + from + len(text), true
}

// commonUpTo is how much of two lines is the same, up to the last of its words: where
// one of base64 begins like another one, that is chance.
func commonUpTo(a, line []byte) int {
	k, _ := along(a, line)
	for k > 0 && (wordByte(a[k-1]) && a[k-1] != '+' && a[k-1] != '-' || a[k-1] >= utf8.RuneSelf && k < len(a) && !utf8.RuneStart(a[k])) {
		k--
	}
	return k
}

// along goes along two lines as far as they are the same, where any digits, and blanks
// before a number, are as good as others. It returns how far in each.
func along(a, line []byte) (i, k int) {
	for i < len(a) && k < len(line) {
		if numbered := i == 0 && blank(a[0]); numbered || digit(a[i]) {
			m, n := countAt(a, i), countAt(line, k)
			if m > 0 && n > 0 {
				i, k = i+m, k+n
				continue
			}
		}
		if a[i] != line[k] {
			break
		}
		i, k = i+1, k+1
	}
	return i, k
}

// countAt is the length of the number at b[i], with blanks before it.
func countAt(b []byte, i int) int {
	k := skipBlank(b, i)
	from := k
	for k < len(b) && digit(b[k]) {
		k++
	}
	if k == from {
		return 0
	}
	return k - i
}
