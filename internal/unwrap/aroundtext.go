package unwrap

import (
	"bytes"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/source"
)

// undoAroundText is [undoAround] where more than the text that stands before each line stands
// before BEGIN, or something after it: a literal, a cell or a member of several lines in the log
// of a build. What the lines of the block begin with, digits aside, is left out of them and of
// the lines around that have it, too; what is left is a text of its own.
//
//	2026-01-04T10:00:00Z const cert = `-----BEGIN CERTIFICATE-----
//	2026-01-04T10:00:01Z MIIC…
func undoAroundText(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	if at := armorBehind(b, 0); at >= 0 {
		return aroundText(t, b, at)
	}
	return source.Text{}, 0
}

// armorBehind is where the next block begins, from i on, that does not begin its line, and the
// line begins as the next one may; -1 if none does.
func armorBehind(b []byte, i int) int {
	for {
		at := indexArmor(b[i:])
		if at < 0 {
			return -1
		}
		if at += i; at > 0 && !lineBreak(b[at-1]) && beginsAlike(b, at) {
			return at
		}
		i = at + len(plainArmor)
	}
}

func aroundText(t source.Metered, b []byte, at int) (source.Text, int) {
	var lines []lineInside
	for i := 0; at >= 0; at = armorBehind(b, i) {
		i = at + len(plainArmor)
		floor := 0
		if len(lines) > 0 {
			floor = nextLine(b, lines[len(lines)-1].end)
		}
		more, end := textAround(b, floor, at)
		lines = append(lines, more...)
		i = max(i, end)
	}
	return leaveOut(t, b, lines)
}

// longestAround is how many characters may stand before a block, and after its BEGIN.
const longestAround = 200

// beginsAlike reports whether the line that b[at] is in may begin as the next one does.
func beginsAlike(b []byte, at int) bool {
	floor := max(0, at-longestAround)
	start, end := bytes.LastIndexByte(b[floor:at], '\n'), bytes.IndexByte(b[at:min(len(b), at+longestAround)], '\n')
	if start < 0 && floor > 0 || end < 0 || at+end+1 == len(b) {
		return false
	}
	first, next := b[floor+start+1], b[at+end+1]
	return first == next || digit(first) && digit(next)
}

// textAround finds the lines of the block that begins at b[at], and those around that begin
// alike, from floor on, and returns how far it looked. There are none if nothing but what they
// begin with stands before the block's first line.
func textAround(b []byte, floor, at int) (lines []lineInside, looked int) {
	const most, near = 2000, 8 // lines of a block and around it
	start := bytes.LastIndexByte(b[max(floor, at-longestAround):at], '\n') + 1 + max(floor, at-longestAround)
	end := lineEnd(b, at)
	next := nextLine(b, end)
	second := b[next:trimEnd(b, next, lineEnd(b, next))]
	if after := nextLine(b, lineEnd(b, next)); len(bytes.TrimSpace(second)) < enoughEncoded || lineEnd(b, after)-after > len(second) {
		second = b[after:trimEnd(b, after, lineEnd(b, after))] // an empty line, perhaps
	}
	if bytes.Contains(b[at:end], []byte("-----END ")) || start == at {
		return nil, end
	}
	before := b[start : start+commonUpTo(b[start:at], second)]
	before = bytes.TrimRight(before, "\"'`")
	if rest := b[start+len(before) : trimEnd(b, start, end)]; !aroundTexts(before) || bytes.HasPrefix(bytes.TrimLeft(rest, " \t"), []byte("-----BEGIN ")) && bytes.HasSuffix(bytes.TrimRight(rest, " \t"), []byte("-----")) {
		return nil, end
	}
	inside := func(pos int) (l lineInside, ok bool) {
		l = lineInside{pos: pos, end: lineEnd(b, pos)}
		l.hi = trimEnd(b, pos, l.end)
		same, k := along(before, b[pos:l.hi])
		l.lo = pos + k
		return l, same == len(before) || pos+k == l.hi && len(bytes.TrimSpace(before[same:])) == 0
	}
	for pos := start; pos > floor && len(lines) < near; {
		pos = bytes.LastIndexByte(b[floor:pos-1], '\n') + 1 + floor
		l, ok := inside(pos)
		if !ok {
			break
		}
		lines = append([]lineInside{l}, lines...)
	}
	left := 0 // lines behind the block
	for pos := start; pos < len(b) && len(lines) < most; pos = nextLine(b, lineEnd(b, pos)) {
		l, ok := inside(pos)
		if !ok && left == 0 {
			return nil, pos
		}
		if !ok || left > near {
			return lines, pos
		}
		looked = l.end
		lines = append(lines, l)
		switch line := b[l.lo:l.hi]; {
		case bytes.Contains(line, []byte("-----BEGIN ")):
			left = 0
		case left > 0, bytes.Contains(line, []byte("-----END ")), bytes.Contains(line, []byte(" CERTIFICATE-----")):
			left++
		}
	}
	if left == 0 {
		return nil, looked
	}
	return lines, looked
}

// aroundTexts reports whether before may stand before each line of a text: it has more than
// blanks, and is not the border of a table, the mark of a list or a piece of a literal, which
// others read.
func aroundTexts(before []byte) bool {
	text := bytes.TrimSpace(before)
	return len(text) > 0 && text[0] != '|' && text[0] < utf8.RuneSelf && string(text) != "-" && !bytes.ContainsAny(text, "\"'`{(&")
}
