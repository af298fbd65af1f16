package unwrap

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// hex reads hexadecimal from the start of t: digits in pairs with any separator
// between the pairs, "0x" or "\x" before them, over any number of lines. Like
// base64 without armor it ends where the DER's own length says. It returns how
// much of t it took; 0 if it is none.
func (u *unwrapper) hex(t source.Text, _ run, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	if !u.hexHead(b) {
		return 0, looked
	}
	chars := source.NewBuilder(t, min(len(b), 4096))
	need := 1 << 30
	var head []byte
	prefixed, separated := false, false
	i, end := 0, 0
	for i < len(b) && chars.Len() < need {
		from := i
		if n := hexPrefix(b, i); n > 0 {
			i += n
			prefixed = true
		}
		c, width := pairAt(b, i)
		if width == 0 {
			if chars.Len() == 0 {
				return 0, looked
			}
			i = from
			break
		}
		chars.Copy(i, i+1)
		chars.Copy(i+width-1, i+width)
		i += width
		end = i
		if len(head) < 6 {
			head = append(head, c)
			if len(head) == 6 {
				need = 2 * declared(head)
				if !u.spend(min(len(b), 3*need)) {
					return 0, looked
				}
			}
		}
		from = i
		i = hexBetween(b, i)
		separated = separated || i > from
	}
	looked += i
	for prefixed && i < len(b) && chars.Len() >= need && chars.Len() < need+2*maxTrailing { // a list that is longer
		v, width := number(b, i, false)
		if width != len("0x00") || chars.Len() == need && v == 0x30 {
			break
		}
		chars.Copy(i+2, i+4)
		i += width
		end = i
		for i < len(b) && i-end < 64 && hexSeparator(b[i]) {
			i++
		}
	}
	for chars.Len() >= need && chars.Len() < need+2*maxTrailing { // pairs with colons, of which there are more
		at := end
		for at < min(len(b), end+len("\r\n    ")) && space(b[at]) {
			at++
		}
		next := at // the pair, behind a colon or at the start of a line of some
		if at < len(b) && b[at] == ':' {
			next = skipSpace(b, at+1)
		} else if at == end || at+2 >= len(b) || b[at+2] != ':' {
			break
		}
		v, ok := hexPair(b, next)
		if !ok || chars.Len() == need && v == 0x30 || next+2 < len(b) && hexDigit[b[next+2]] < 16 {
			break
		}
		chars.Copy(next, next+2)
		end = next + 2
	}
	if more := restOfBuffer(b, end); chars.Len() >= need && more > end {
		for ; end < more; end += len(" 00") {
			chars.Copy(end+1, end+len(" 00"))
		}
	}
	// At a word that is longer than the structure, trailing bytes belong to it.
	for end+1 < len(b) && chars.Len() >= need {
		if _, ok := hexPair(b, end); !ok {
			break
		}
		chars.Copy(end, end+2)
		end += 2
	}
	looked += end
	const least = 60 // hexadecimal digits
	digits := chars.Text()
	if digits.Len() < least {
		return 0, looked
	}
	out := make([]byte, digits.Len()/2)
	for k := range out {
		out[k], _ = hexPair(digits.Bytes, 2*k)
	}
	if der.Classify(out) == der.UnknownKind && !deep(out) {
		return 0, looked
	}
	text := "Hexadecimal, " + words.Count(digits.Len(), "digit")
	switch {
	case prefixed:
		text += ", each pair prefixed"
	case separated:
		text += ", with separators"
	}
	if u.objects(source.Decoded(digits, out, 2, 1), tr.add(StepHex, text, t.Span(0, end)), "") == 0 {
		return 0, looked
	}
	objects := u.unit().Objects
	last := &objects[len(objects)-1]
	if stop := last.elided(t, end, digits.Len()/2, "Node.js prints 50 bytes of a Buffer: have it print raw.toString('base64')."); stop > end {
		looked += stop - end
		end = stop
	} else if end < len(b) && hexDigit[b[end]] < 16 {
		(*findings)(&last.Findings).add(finding.HexOdd, "", "These hexadecimal digits are odd in number: one is missing or too many. From there on each byte is made of halves of two, so what is shown may differ from the original.",
			"Compare the fingerprint with the original's, or copy the value again.", t.Span(end, end+1))
		end++
	}
	u.recognized("hexadecimal", depth)
	return end, looked
}

// restOfBuffer returns where the pairs end that go on from b[i] up to the end of a Buffer of Node.js;
// i if none do.
func restOfBuffer(b []byte, i int) int {
	k := i
	for k-i < 3*maxTrailing && k < len(b) && b[k] == ' ' {
		if _, ok := hexPair(b, k+1); !ok {
			break
		}
		k += len(" 00")
	}
	if k < len(b) && b[k] == '>' {
		return k
	}
	return i
}

// elided tells that the first bytes alone were printed, n of them, if dots stand after b[end] in
// place of the rest; it returns where those end.
func (o *Object) elided(t source.Text, end, n int, hint string) int {
	b := t.Bytes
	at := end
	for at < min(len(b), end+8) && (space(b[at]) || b[at] == ',') {
		at++
	}
	if !hasPrefix(b[at:], omitted) {
		return end
	}
	stop := at
	for stop < min(len(b), at+len("... 1000000 more bytes")) && !lineBreak(b[stop]) && b[stop] != '>' && b[stop] != '}' && b[stop] != ']' {
		stop++
	}
	(*findings)(&o.Findings).add(finding.BodyElided, "", "The first "+words.Count(n, "byte")+" alone were printed: \u201c"+shorten(b[at:stop])+"\u201d stands in place of the rest.", hint, t.Span(at, stop))
	return stop
}

// hexHead reports whether the first bytes of b, read as hexadecimal, begin a
// structure that is known.
func (u *unwrapper) hexHead(b []byte) bool {
	const (
		first  = 8  // bytes: the outer header and the next tag
		enough = 40 // bytes: a certificate's outer headers and its serial number
	)
	var head [enough]byte
	n, i := 0, 0
	defer func() { u.look(i) }()
	for n < enough && i < min(len(b), 8*enough) {
		i += hexPrefix(b, i)
		c, width := pairAt(b, i)
		if width == 0 {
			break
		}
		head[n] = c
		n++
		if n == first && !plausible(&head) {
			return false
		}
		i = hexBetween(b, i+width)
	}
	return der.Classify(head[:n]) != der.UnknownKind
}

// plausible reports whether the bytes begin a SEQUENCE of 128 bytes or more whose
// first element is a SEQUENCE, an INTEGER or an OBJECT IDENTIFIER, as all known
// structures do, or as a private key does: false starts are told by it cheaply.
func plausible(head *[40]byte) bool {
	if keyHead(head[:]) || head[0] == 0x30 && head[1] < 0x80 && head[2] == 0x30 && head[4] == 6 && head[6] == 0x2A && head[7] == 0x86 {
		return true
	}
	if head[0] != 0x30 || head[1] < 0x81 || head[1] > 0x84 {
		return head[0] == 0x30 && head[1] == 0x80 // BER's indefinite length
	}
	tag := head[2+head[1]&0x0F]
	return tag == 0x30 || tag == 0x02 || tag == 0x06
}

// hexPrefix is the length of what stands before a pair of digits at b[i]: 0x, \x, x or a
// backslash.
func hexPrefix(b []byte, i int) int {
	if i+2 >= len(b) {
		return 0
	}
	if hasPrefix(b[i:], `\\x`) { // an escape that was escaped
		return len(`\\x`)
	}
	if hasPrefix(b[i:], `\x{`) { // Perl's
		return len(`\x{`)
	}
	switch c := b[i+1] | 0x20; {
	case (b[i] == '0' || b[i] == '\\') && c == 'x':
		return 2
	case b[i] == 'x', b[i] == '\\' && hexDigit[b[i+1]] < 16:
		return 1
	}
	return 0
}

// pairAt reads the pair of hexadecimal digits at b[i], which a line that was wrapped
// may have parted, and its length; 0 if there is none.
func pairAt(b []byte, i int) (v byte, width int) {
	if c, ok := hexPair(b, i); ok {
		return c, 2
	}
	if i+2 >= len(b) || hexDigit[b[i]] > 15 || !lineBreak(b[i+1]) {
		return 0, 0
	}
	k := i + 2
	if b[i+1] == '\r' && b[k] == '\n' {
		k++
	}
	if k >= len(b) || hexDigit[b[k]] > 15 {
		return 0, 0
	}
	return hexDigit[b[i]]<<4 | hexDigit[b[k]], k + 1 - i
}

// hexBetween skips what stands between two pairs of digits.
func hexBetween(b []byte, i int) int {
	const most = 64 // characters
	for from := i; i < min(len(b), from+most); {
		switch c := b[i]; {
		case c == '.' && hasPrefix(b[i:], omitted):
			return i
		case hexSeparator(c), i == from && (c|0x20 == 'h' && i+1 < len(b) && !nameByte(b[i+1]) || c == '}'), c == '\\' && i+1 < len(b) && lineBreak(b[i+1]):
			i++
		default:
			k := filler(b, i)
			if k == i {
				return i
			}
			i = k
		}
	}
	return i
}

// omitted stands where a program printed the first bytes alone: Node writes
// <Buffer 30 82 ... 500 more bytes>.
const omitted = "..."

func hexSeparator(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', ':', ',', '-', ';', '"', '\'', '.', '_', '|':
		return true
	}
	return false
}
