package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// Bytes in print. Lines with offsets, as xxd, hexdump, od, Wireshark, certutil,
// Format-Hex and mbedTLS write them:
//
//	[ words ] offset [ ":" ] byte *( [ blank ] byte ) [ blanks text ]
//
// and lists of numbers, signed or not, decimal or with 0x.

// dumpLine is a line of such a dump.
type dumpLine struct {
	at       int // where its offset begins
	offset   int // in hexadecimal; -1 if there is none
	from, to int // of its bytes, in digits and blanks
	read     int // where what may be bytes ended, before the row was cut
	bytes    int
	group    int // digits that stand together
}

// undoDumps makes hexadecimal of dumps with offsets: their offsets and the text
// beside the bytes are left out. Each line must begin where the one before ended.
func undoDumps(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	var out *source.Builder
	from, n := 0, 0
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		lines := readDump(b, pos)
		if len(lines) < 2 {
			pos = nextLine(b, end)
			continue
		}
		if out == nil {
			out = source.NewBuilder(t.Text(), len(b))
		}
		quote := quoteBefore(b, pos, lines)
		if quote != 0 {
			out.Copy(from, lines[0].at)
		} else {
			out.Copy(from, pos)
		}
		copyDump(out, b, lines)
		n += len(lines)
		last := lines[len(lines)-1].to
		out.Replace(last, last, dumpEnd) // what follows does not go on with it, or its offset would say so
		from = lineEnd(b, last)
		pos = nextLine(b, from)
		if end := quoteAfter(b, pos); quote != 0 && end < len(b) && b[end] == quote {
			from = end // the value's line goes on
		}
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// quoteBefore is the quote in which a dump begins behind a name, which stands in its first
// line and not in the next; 0 if there is none.
func quoteBefore(b []byte, pos int, lines []dumpLine) byte {
	first, second := lines[0].at, lines[1].at
	if before := b[pos:first]; first > pos && (b[first-1] == '"' || b[first-1] == '\'') && !samePrefix(before, b[bytes.LastIndexByte(b[:second], '\n')+1:second]) {
		return b[first-1]
	}
	return 0
}

// quoteAfter is where what follows the dump begins whose last row ends before b[pos]: behind
// the offset of its end.
func quoteAfter(b []byte, pos int) int {
	end := pos
	for end < len(b) && hexDigit[b[end]] < 16 {
		end++
	}
	return skipSpace(b, end)
}

// longRows are the bytes at the ends of rows that were cut because the next row begins
// before them: one blank stands before them, where two stand before the text beside.
func longRows(b []byte) (list []piece) {
	for pos := 0; pos < len(b); {
		lines := readDump(b, pos)
		for i := range lines {
			l := &lines[i]
			if l.read > l.to && l.to+1 < l.read && (!blank(b[l.to+1]) || hasPrefix(b[skipBlank(b, l.to):], "0x")) {
				list = append(list, piece{l.to + 1, l.read})
			}
		}
		if len(lines) > 1 {
			pos = lineEnd(b, lines[len(lines)-1].to)
		}
		pos = nextLine(b, lineEnd(b, pos))
	}
	return list
}

// dumpEnd is no separator of hexadecimal.
const dumpEnd = '!'

// copyDump writes the bytes of a dump as hexadecimal, or as the text that they are.
func copyDump(out *source.Builder, b []byte, lines []dumpLine) {
	odd, all := 0, 0
	for _, l := range lines {
		for i := l.from; i < l.to; i++ {
			if c, ok := hexPair(b, i); ok {
				all++
				if c < ' ' && !space(c) || c >= 0x7F {
					odd++
				}
				i++
			}
		}
	}
	if g := lines[0].group; swapped(b, &lines[0]) {
		for _, l := range lines {
			for i := l.from; i+g <= l.to; {
				if _, ok := hexPair(b, i); !ok {
					i++
					continue
				}
				word := make([]byte, 0, 16)
				for k := i + g - 2; k >= i; k -= 2 {
					word = append(word, b[k], b[k+1])
				}
				out.Replace(i, i+g, word...)
				i += g
			}
			out.Replace(l.to, l.to, ' ')
		}
		return
	}
	const binary = 16 // one odd byte in so many
	for _, l := range lines {
		if odd*binary > all {
			out.Copy(l.from, l.to)
			out.Replace(l.to, l.to, ' ')
			continue
		}
		for i := l.from; i < l.to; i++ {
			if c, ok := hexPair(b, i); ok {
				out.Replace(i, i+2, c)
				i++
			}
		}
	}
	if odd*binary <= all {
		at := lines[len(lines)-1].to
		out.Replace(at, at, '\n')
	}
}

// swapped reports whether a dump is one of words of two, four or eight bytes with the low one
// first, as hexdump and od -x print on most machines: a SEQUENCE begins it then.
func swapped(b []byte, l *dumpLine) bool {
	from, g := l.from, l.group
	if hasPrefix(b[from:], "0x") {
		from += len("0x")
	}
	if g != 4 && g != 8 && g != 16 || l.to-from < g {
		return false
	}
	high, _ := hexPair(b, from+g-4)
	low, _ := hexPair(b, from+g-2)
	return low == 0x30 && high >= 0x81 && high <= 0x84
}

// undoTrace joins the pieces in which curl --trace-ascii writes a line: an offset
// in hexadecimal, a colon, a blank and up to 64 characters. A piece goes on with
// the line before if it begins where that ended.
func undoTrace(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	if !hasFirstPiece(b) {
		return source.Text{}, 0
	}
	text := t.Text()
	out := source.NewBuilder(text, len(b))
	from, n, next := 0, 0, -1 // next is the offset after the last piece
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		const head = len("0040: ")
		offset, ok := 0, end-pos > head && b[pos+4] == ':' && b[pos+5] == ' '
		for i := pos; ok && i < pos+4; i++ {
			ok = hexDigit[b[i]] < 16
			offset = offset<<4 | int(hexDigit[b[i]])
		}
		stop := trimEnd(b, pos, end)
		switch {
		case !ok:
			next = -1
		case offset > 0 && offset == next:
			out.Copy(from, max(from, trimEnd(b, from, pos-1)))
			from = pos + head
			n++
		default:
			out.Copy(from, pos)
			from = pos + head
		}
		if ok {
			next = offset + stop - pos - head
		}
		pos = nextLine(b, end)
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// hasFirstPiece reports whether "0000: " is in b. It looks for the colon: base64 has
// none, and many zeros.
func hasFirstPiece(b []byte) bool {
	const first = "0000: "
	for at := 4; at < len(b); at++ {
		i := bytes.IndexByte(b[at:], ':')
		if i < 0 {
			return false
		}
		if at += i; hasPrefix(b[at-4:], first) {
			return true
		}
	}
	return false
}

// readDump reads the lines of a dump, the first of which begins at b[pos].
func readDump(b []byte, pos int) (lines []dumpLine) {
	radix := 0 // of the offsets: hexdump writes hexadecimal, od octal, or decimal with -A d
	for pos < len(b) {
		end := lineEnd(b, pos)
		l, ok := readDumpLine(b[:end], pos)
		if !ok {
			break
		}
		if k := len(lines); k > 0 {
			before := &lines[k-1]
			length := func(radix int) int { // of the row before
				v := inRadix(l.offset, radix)
				if v < 0 {
					return v
				}
				return v - inRadix(before.offset, radix)
			}
			for _, r := range []int{16, 8, 10} {
				if radix == 0 && length(r) == before.bytes {
					radix = r
				}
			}
			for _, r := range []int{16, 8, 10} { // what follows the bytes looks like some
				if n := length(r); radix == 0 && n >= minDumpLine && n < before.bytes {
					radix = r
				}
			}
			if radix == 0 {
				return lines
			}
			n := length(radix)
			if before.cut(b, n); n != before.bytes {
				return lines
			}
		}
		if len(lines) > 0 {
			l.cut(b, lines[0].bytes)
		}
		lines = append(lines, l)
		pos = nextLine(b, end)
	}
	return lines
}

// cut leaves the line n bytes: what looks like more of them begins the text beside.
func (l *dumpLine) cut(b []byte, n int) {
	if n < minDumpLine || n >= l.bytes {
		return
	}
	i := l.from
	for l.bytes = 0; l.bytes < n; i++ {
		if _, ok := hexPair(b, i); ok {
			i++
			l.bytes++
			l.to = i + 1
		}
	}
}

// octalWord is how many digits a word has in a dump of octal words, which [undoColumns] reads.
const octalWord = 6

// minDumpLine is how many bytes a line of a dump has at least that is not the last.
const minDumpLine = 8

// inRadix reads the digits of a hexadecimal number as those of another base; -1 if
// they are none.
func inRadix(hex, radix int) int {
	v := 0
	for shift := 60; shift >= 0; shift -= 4 {
		d := hex >> shift & 15
		if d >= radix {
			return -1
		}
		v = v*radix + d
	}
	return v
}

// readDumpLine reads the line that begins at b[pos] and ends with b: the first word
// of four to sixteen hexadecimal digits, with blanks or a colon after it, that bytes
// follow.
func readDumpLine(b []byte, pos int) (l dumpLine, ok bool) {
	const longest = 80 // characters before the offset
	for i := pos; i < min(len(b), pos+longest); {
		if hasPrefix(b[i:], "0x") {
			i += 2
		}
		from := i
		for i < len(b) && hexDigit[b[i]] < 16 {
			i++
		}
		n := i - from
		if n >= 4 && n <= 16 && hasPrefix(b[i:], " <") && b[from-min(1, from)] == 'x' { // gdb's, with the name of a variable
			if k := bytes.Index(b[i:min(len(b), i+longest)], []byte(">:")); k > 0 {
				i += k + 1
			}
		}
		if n >= 4 && n <= 16 && i < len(b) && (b[i] == ':' || blank(b[i])) && (from == pos || !nameByte(b[from-1]) || b[from-1] == 'x' || from == pos+1 && b[pos] == '-') {
			l = readDumpBytes(b, i)
			l.at = from
			for _, c := range b[from : from+n] {
				l.offset = l.offset<<4 | int(hexDigit[c])
			}
			if l.bytes > 0 {
				return l, true
			}
		}
		for i < len(b) && nameByte(b[i]) {
			i++
		}
		for i < len(b) && !nameByte(b[i]) {
			i++
		}
	}
	return l, false
}

// readDumpBytes reads the bytes after the offset that ends at b[i].
func readDumpBytes(b []byte, i int) (l dumpLine) {
	if b[i] == ':' {
		i++
	}
	start := i
	i = skipBlank(b, i)
	if i == start {
		return l
	}
	if hasPrefix(b[i:], "- ") { // openssl s_client -msg
		i = skipBlank(b, i+1)
	}
	l.from = i
	prefixed := hasPrefix(b[i:], "0x") // by a debugger
	for i < len(b) {
		if prefixed && hasPrefix(b[i:], "0x") {
			i += len("0x")
		}
		from := i
		for i < len(b) && hexDigit[b[i]] < 16 {
			i++
		}
		n := i - from
		if n == 0 || n%2 == 1 || n > 16 || l.group > 0 && n > l.group || i < len(b) && !blank(b[i]) && b[i] != '-' && b[i] != '\r' {
			break
		}
		if l.group == 0 {
			if l.group = n; n == octalWord {
				break
			}
		}
		if l.bytes+n/2 > maxDumpLine {
			break
		}
		l.bytes += n / 2
		l.to = i
		blanks := i
		for i < len(b) && (blank(b[i]) || b[i] == '-') {
			i++
		}
		if !prefixed && (i-blanks > 2 || i-blanks == 2 && l.group > 2) || n < l.group {
			break // the text beside the bytes
		}
	}
	l.read = l.to
	return l
}

// maxDumpLine is how many bytes a line of a dump has: xxd -c 32 is the widest in use.
const maxDumpLine = 32

// literalBytes reads bytes in a string of source code, of which some are escapes,
// from the start of t to the quote that stands before it, or any: 0\x82\x03 or
// 0\202\003. It returns how much of t it took.
func (u *unwrapper) literalBytes(t source.Text, r run, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	if b[0] == '\\' && !hasPrefix(b, `\060\`) && !hasPrefix(b, `\048\`) {
		return 0, 0
	}
	pieces := source.NewBuilder(t, minBare)
	quoted := r.before == '"' || r.before == '\''
	end := 0
	bounded := 0
	if !quoted {
		bounded, looked = escapesEnd(b)
	}
	for from := 0; ; from = end {
		if bounded > 0 {
			end = bounded
			pieces.Copy(0, end)
			break
		}
		for end < len(b) && end <= u.work && b[end] != '\n' && b[end] != r.before && (quoted || r.before == 0 || b[end] != '"' && b[end] != '\'') {
			if b[end] == '\\' {
				end++
			}
			end++
		}
		end = min(end, len(b))
		whole := end
		if end == len(b) {
			whole = wholeEscapes(b, from)
		}
		pieces.Copy(from, whole)
		next := skipSpace(b, min(end+1, len(b)))
		if next < len(b) && b[next]|0x20 == 'b' { // Python's, in several lines
			next++
		}
		if !quoted || end == len(b) || b[end] != r.before || next >= len(b) || b[next] != r.before {
			break
		}
		end = next + 1
	}
	looked += end
	if end < minBare || !u.spend(end) {
		if end > u.work {
			u.work /= 2 // or each start of one that does not end would be read that far
		}
		return 0, looked
	}
	text := pieces.Text()
	out, n := unescapeBytes(text, hasPrefix(b, `\048\`))
	if decimal, k := unescapeBytes(text, true); k > 0 && !deep(out.Bytes) && deep(decimal.Bytes) { // Lua's, of one digit or two
		out, n = decimal, k
	}
	if n == 0 || !plausibleStart(out.Bytes) || der.Classify(out.Bytes) == der.UnknownKind {
		return 0, looked
	}
	if u.objects(out, tr.add(StepLiteral, "Bytes in a string literal, "+words.Count(n, "escape")+" undone", t.Span(0, end)), "") == 0 {
		return 0, looked
	}
	u.recognized("string literal", depth)
	return end, looked
}

// escapesEnd is where the structure ends that b is the escapes of, by the length that it
// declares: PostgreSQL's and DuckDB's clients write bytes without quotes around them, and a
// quote is one of the bytes. It is 0 if the line ends before.
func escapesEnd(b []byte) (end, looked int) {
	var head []byte
	need := 1 << 30
	for n := 0; n < need; n++ {
		if end >= len(b) || b[end] == '\n' {
			return 0, end
		}
		c, width := b[end], 1
		if c == '\\' {
			if v, ok := hexPair(b, end+2); ok && end+1 < len(b) && b[end+1] == 'x' {
				c, width = v, len(`\x00`)
			} else if end+3 < len(b) && digit(b[end+1]) && digit(b[end+2]) && digit(b[end+3]) {
				c, width = (b[end+1]-'0')<<6|(b[end+2]-'0')<<3|b[end+3]-'0', len(`\000`)
			} else {
				width = 2
			}
		}
		end += width
		const enough = 8
		if head = append(head, c); n+1 == enough {
			if !plausibleStart(append(head, 0)) {
				return 0, end
			}
			need = declared(head)
		}
		if n+1 >= enough {
			head = head[:0]
		}
	}
	return min(end, len(b)), end
}

// wholeEscapes is where the text from offset from on ends without an escape that was cut
// off: \x with no digit or one.
func wholeEscapes(b []byte, from int) int {
	const longest = len(`\x0`)
	i := bytes.LastIndexByte(b[max(from, len(b)-longest):], '\\') + max(from, len(b)-longest)
	before := i
	for before > from && b[before-1] == '\\' {
		before--
	}
	if cut := b[max(i, from):]; len(cut) > 0 && cut[0] == '\\' && (i-before)%2 == 0 && (len(cut) == 1 || cut[1] == 'x' && (len(cut) == 2 || hexDigit[cut[2]] < 16)) {
		return i
	}
	return len(b)
}

// percentBytes reads the percent-encoding of a structure's bytes from the start of t.
func (u *unwrapper) percentBytes(t source.Text, _ run, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	const head = 8 // characters: two of the first four bytes are no letters
	if bytes.IndexByte(b[:min(len(b), head)], '%') < 0 {
		return 0, 0
	}
	end := 0
	for end < len(b) && !delimiter(b[end]) && b[end] != '&' {
		end++
	}
	if end < minBare || !u.spend(end) {
		return 0, end
	}
	out, n, _ := unpercent(t.Slice(0, end))
	if !plausibleStart(out.Bytes) || u.objects(out, tr.add(StepPercent, "Percent-decoded: "+words.Count(n, "escape"), t.Span(0, end)), "") == 0 {
		return 0, end
	}
	u.recognized("percent-encoded value", depth)
	return end, end
}

// plausibleStart is plausible for what may be short.
func plausibleStart(b []byte) bool {
	var head [40]byte
	copy(head[:], b)
	return len(b) > 8 && plausible(&head)
}

// unescapeBytes undoes escapes as unescape does, and those of bytes: octal ones,
// which may have one to three digits, or are decimal as Lua and OCaml write them, \a
// and \v.
func unescapeBytes(t source.Text, decimal bool) (source.Text, int) {
	radix := byte(8)
	if decimal {
		radix = 10
	}
	b := source.NewBuilder(t, t.Len())
	from, n := 0, 0
	for i := 0; i < t.Len(); {
		j := bytes.IndexByte(t.Bytes[i:], '\\')
		if j < 0 {
			break
		}
		i += j
		v, k := 0, i+1
		for k < t.Len() && k-i < 4 && t.Bytes[k] >= '0' && t.Bytes[k] < '0'+radix {
			v = v*int(radix) + int(t.Bytes[k]-'0')
			k++
		}
		var out []byte
		width := k - i
		if width > 1 && v < 256 {
			out = []byte{byte(v)}
		} else if c := t.Bytes[min(i+1, t.Len()-1)]; c == 'a' {
			out, width = []byte{7}, 2
		} else if c == 'v' {
			out, width = []byte{11}, 2
		} else if c == '@' || c == '$' || c == '#' { // Perl's and Ruby's
			out, width = []byte{c}, 2
		} else if v, n := bracedByte(t.Bytes, i); n > 0 {
			out, width = []byte{v}, n
		} else if v, ok := hexPair(t.Bytes, i+4); ok && hasPrefix(t.Bytes[i:], `\u00`) { // a byte as a character
			out, width = []byte{v}, len(`\u0000`)
		} else if c == '\n' && decimal {
			out, width = []byte{'\n'}, 2
		} else if out, width = escapeOf(t.Bytes, i); width == 0 {
			i++
			continue
		}
		b.Copy(from, i)
		b.Replace(i, i+width, out...)
		i += width
		from = i
		n++
	}
	b.Copy(from, t.Len())
	return b.Text(), n
}

// bracedByte reads a byte as Perl writes it at b[i], \x{5} or \x{82}, and its length; 0 if there
// is none.
func bracedByte(b []byte, i int) (v byte, width int) {
	if !hasPrefix(b[i:], `\x{`) {
		return 0, 0
	}
	for k := i + len(`\x{`); k < len(b) && k <= i+len(`\x{00`); k++ {
		if b[k] == '}' {
			return v, k + 1 - i
		}
		d := hexDigit[b[k]]
		if d > 15 {
			break
		}
		v = v<<4 | d
	}
	return 0, 0
}
