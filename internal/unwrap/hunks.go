package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// A unified diff shows two versions of a text in one: lines of both begin with a blank,
// those that were taken away with -, those that were added with +. So a block of which some
// lines were changed is neither. (POSIX, diff, "Diff -u or -U Output Format")
//
//	@@ -1,3 +1,3 @@
//	 -----BEGIN CERTIFICATE-----
//	-MIICGDCCAb6gAwIBAgIUN2Kah0ojyyB66I+5L110
//	+MIICGDCCAb6gAwIBAgIUMVelr8MEVKm+s6p/KOIm
//	 -----END CERTIFICATE-----

// undoHunks parts the two versions of each hunk: first the one before, then the one after.
// One that is empty is left out.
func undoHunks(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	return partHunks(t.Text(), b, nextHunk(b, 0))
}

const (
	hunkHead = "@@ -" // how a line of a diff begins before the lines of a hunk
	// hunkMark is left of it. It stands for the lines that the diff does not show, in a
	// block too.
	hunkMark = "@@ "
)

func (u *unwrapper) noteVersions(source.Text, []byte) { u.unit().Versions = true }

// nextHunk is where the next hunk's head begins, from the line at i on; -1 if there is none.
func nextHunk(b []byte, i int) int {
	if k := bytes.Index(b[i:], []byte(hunkHead)); k >= 0 {
		return i + k
	}
	return -1
}

// beforeHunk is what stands before the head at b[at] on its line, and so before the lines of
// the hunk: the marks of a mail, blanks, the prefix of a log.
func beforeHunk(b []byte, at int) (before []byte, ok bool) {
	floor := max(0, at-longestAround-1)
	start := bytes.LastIndexByte(b[floor:at], '\n')
	return b[floor+start+1 : at], start >= 0 || floor == 0
}

// hunkLine is where the line [pos, end) goes on behind what stands before it. Blanks at the
// end of a line are often taken away.
func hunkLine(b, before []byte, pos, end int) (from int, ok bool) {
	line := b[pos:trimEnd(b, pos, end)]
	same, k := along(before, line)
	return pos + k, same == len(before) || k == len(line) && len(bytes.TrimSpace(before[same:])) == 0
}

func partHunks(t source.Text, b []byte, at int) (source.Text, int) {
	out := source.NewBuilder(t, len(b))
	from, n, shared := 0, 0, 0
	for ; at >= 0; at = nextHunk(b, from) {
		end := lineEnd(b, at)
		body := nextLine(b, end)
		stop := body
		before, ok := beforeHunk(b, at)
		old, now, sized := hunkSizes(b[at:end])
		if !ok || !sized {
			old, now = 0, 0
		}
		var lines []piece
		taken, added := 0, 0
		for pos := body; pos < len(b) && (old > 0 || now > 0); pos = stop {
			end := lineEnd(b, pos)
			first, ok := hunkLine(b, before, pos, end)
			if !ok {
				break
			}
			switch byteAt(b, first) {
			case '-':
				old--
				taken++
			case '+':
				now--
				added++
			case ' ', '\r', '\n': // an editor took the blank of an empty line away
				old--
				now--
			case '\\': // No newline at end of file
			default:
				old, now = 0, 0 // the hunk is cut off, or its head does not fit
				continue
			}
			stop = nextLine(b, end)
			lines = append(lines, piece{first, stop})
		}
		if taken > 0 && added > 0 {
			shared += sharedBytes(b, lines)
		}
		if taken+added == 0 || shared > maxShared {
			out.Copy(from, stop)
			from = stop
			continue
		}
		n += taken + added
		out.Copy(from, at-len(before))
		out.Copy(at, at+len(hunkMark))
		out.Copy(at+len(hunkHead), body)
		if taken > 0 {
			version(out, b, lines, '+')
		}
		if added > 0 {
			version(out, b, lines, '-')
		}
		from = stop
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// byteAt is the byte at b[i], and a line feed behind the last one.
func byteAt(b []byte, i int) byte {
	if i < len(b) {
		return b[i]
	}
	return '\n'
}

// maxShared bounds the bytes of lines that both versions have, and that are there twice
// when they are parted: a diff has some lines of them around each change.
const maxShared = 1 << 16

func sharedBytes(b []byte, lines []piece) (n int) {
	for _, l := range lines {
		if c := byteAt(b, l.from); c != '-' && c != '+' {
			n += l.to - l.from
		}
	}
	return n
}

// version copies the lines of a hunk but those with the mark of the other version.
func version(out *source.Builder, b []byte, lines []piece, other byte) {
	for _, l := range lines {
		switch byteAt(b, l.from) {
		case other, '\\':
		case '\r', '\n':
			out.Copy(l.from, l.to)
		default:
			out.Copy(l.from+1, l.to)
		}
	}
}

// hunkSizes reads how many lines each version has, from "@@ -1,3 +1,4 @@"; one that is not
// told is 1.
func hunkSizes(line []byte) (old, now int, ok bool) {
	line = line[len(hunkHead):]
	if old, line, ok = hunkSize(line); !ok || !bytes.HasPrefix(line, []byte(" +")) {
		return 0, 0, false
	}
	now, line, ok = hunkSize(line[len(" +"):])
	return old, now, ok && bytes.HasPrefix(line, []byte(" @@"))
}

func hunkSize(b []byte) (n int, rest []byte, ok bool) {
	_, i := digitsAt(b, 0)
	if i == 0 {
		return 0, nil, false
	}
	if i == len(b) || b[i] != ',' {
		return 1, b[i:], true
	}
	n, end := digitsAt(b, i+1)
	return n, b[end:], end > i+1
}

// digitsAt reads the number at b[i], and returns where it ends. More lines than fit are as
// many as fit.
func digitsAt(b []byte, i int) (n, end int) {
	const most = 1 << 24
	for end = i; end < len(b) && digit(b[end]); end++ {
		n = min(most, 10*n+int(b[end]-'0'))
	}
	return n, end
}
