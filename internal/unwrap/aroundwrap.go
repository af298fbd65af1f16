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
	if b := t.Bytes(); beginAlike(b) {
		return aroundWrap(t, b)
	}
	return source.Text{}, 0
}

// beginAlike reports whether two lines one after the other begin with the same that is no
// part of a name, digits aside, or end in a border. Most texts have none.
func beginAlike(b []byte) bool {
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		next := nextLine(b, end)
		k, marked := 0, false
		for ; pos+k < end && next+k < len(b) && (b[pos+k] == b[next+k] || digit(b[pos+k]) && digit(b[next+k])); k++ {
			marked = marked || !wordByte(b[pos+k]) && b[pos+k] != '.' && !blank(b[pos+k]) || k == 0 && b[pos] == '+'
		}
		if marked || k > 0 && (blank(b[pos]) || b[pos] == '-' && pos+1 < end && b[pos+1] != '-') {
			return true
		}
		if last := trimEnd(b, pos, end); last > pos && (b[last-1] == '|' || b[last-1] >= utf8.RuneSelf) {
			return true
		}
		pos = next
	}
	return false
}

func aroundWrap(t source.Metered, b []byte) (source.Text, int) {
	var lines []lineInside
	from := 0
	var w wrapped // one for all lines
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		if end-pos < minWrap || end == len(b) || !w.begins(b, pos, end) {
			pos = nextLine(b, end)
			continue
		}
		for pos > from { // the name may stand in lines before
			start := bytes.LastIndexByte(b[from:pos-1], '\n') + from + 1
			if l, ok := w.inside(b, start); !ok || l.width() != w.width {
				break
			}
			pos = start
		}
		for goesOn := true; goesOn && pos < len(b); pos = from {
			l, ok := w.inside(b, pos)
			if !ok || l.width() > w.width {
				break
			}
			goesOn = l.width() == w.width || pos < w.second
			lines = append(lines, l)
			from = nextLine(b, l.end)
		}
	}
	return leaveOut(t, b, lines)
}

// lineInside is what a line is left with, [lo, hi), without what stands around that.
type lineInside struct{ pos, lo, hi, end int }

func (l *lineInside) width() int { return l.hi - l.lo }

// leaveOut leaves out what stands around each of the lines, and says how many they are.
func leaveOut(t source.Metered, b []byte, lines []lineInside) (source.Text, int) {
	if len(lines) == 0 {
		return source.Text{}, 0
	}
	out := source.NewBuilder(t.Text(), len(b))
	from := 0
	for _, l := range lines {
		out.Copy(from, l.pos)
		out.Copy(l.lo, l.hi)
		from = trimEnd(b, l.pos, l.end)
	}
	out.Copy(from, len(b))
	return out.Text(), len(lines)
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
	if tail := bytes.TrimRight(line[:len(line)-len(w.after)], " "); len(tail) < minWrap || bytes.IndexByte(tail[len(tail)-enoughEncoded:], ' ') >= 0 {
		return false // it does not end in anything that goes on
	}
	const longest = 200 // characters before a line
	if bare := bytes.TrimRight(bytes.TrimSuffix(bytes.TrimRight(next, " "), w.after), " "); bytes.LastIndexByte(bare, ' ') > longest {
		return false // the next line is of several words, whatever stands before it
	}
	k := commonUpTo(line, next)
	w.before = line[:k]
	if k == 0 && w.after == nil || len(bytes.Trim(w.before, "> \t")) == 0 && w.after == nil {
		return false // what [undoWraps] knows
	}
	if tag := bytes.LastIndexByte(w.before, '<'); tag >= 0 && bytes.IndexByte(w.before[tag:], '>') < 0 {
		return false // an element of XML, which has its name behind
	}
	if l, ok := w.inside(b, w.second); !ok || bytes.IndexByte(bytes.TrimLeft(b[l.lo:l.hi], " \t"), ' ') >= 0 {
		return false // nor does the next line
	}
	l, _ := w.inside(b, pos)
	first := b[l.lo:l.hi]
	const wordy = 8 // characters of a line of which nothing is known
	if w.width = len(first); w.width < minWrap || !pieceOfWord(first[len(first)-enoughEncoded:]) || !bytes.ContainsAny(bytes.TrimLeft(first, " \t0123456789"), " {") {
		return false // without a name of its own: what is the same is its name, which comes twice
	}
	l, ok := w.inside(b, w.second)
	rest := bytes.TrimLeft(b[l.lo:l.hi], " \t")
	return ok && l.width() <= w.width && len(rest) >= wordy && pieceOfWord(rest) && (readLine(first).what == "Header" || !bytes.ContainsAny(rest, `;"`))
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

// inside returns what the line at pos is left with; ok is false if the same does not
// stand around it.
func (w *wrapped) inside(b []byte, pos int) (l lineInside, ok bool) {
	l = lineInside{pos, pos, pos, lineEnd(b, pos)}
	line := b[pos:trimEnd(b, pos, l.end)]
	same, from := along(w.before, line)
	if same < len(w.before) {
		return l, false
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
	l.lo = pos + from
	l.hi = l.lo + len(bytes.TrimRight(text, " \t"))
	return l, true
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
		if digit(a[i]) && digit(line[k]) { // most logs begin with numbers
			for i < len(a) && digit(a[i]) {
				i++
			}
			for k < len(line) && digit(line[k]) {
				k++
			}
			continue
		}
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
