package unwrap

import (
	"github.com/mtlens/mtlens/internal/der"
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
		if i+3 < len(b) && (b[i] == '0' || b[i] == '\\') && (b[i+1] == 'x' || b[i+1] == 'X') {
			i += 2
			prefixed = true
		}
		c, ok := hexPair(b, i)
		if !ok {
			if chars.Len() == 0 {
				return 0, looked
			}
			i = from
			break
		}
		chars.Copy(i, i+2)
		i += 2
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
		for i < len(b) && i-from < 64 && hexSeparator(b[i]) {
			i++
			separated = true
		}
	}
	looked += i
	for prefixed && i < len(b) && chars.Len() >= need && chars.Len() < need+2*maxTrailing { // a list that is longer
		v, width := number(b, i)
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
	u.recognized("hexadecimal", depth)
	return end, looked
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
		if i+1 < len(b) && (b[i] == '0' || b[i] == '\\') && (b[i+1] == 'x' || b[i+1] == 'X') {
			i += 2
		}
		c, ok := hexPair(b, i)
		if !ok {
			break
		}
		head[n] = c
		n++
		if n == first && !plausible(&head) {
			return false
		}
		for i += 2; i < len(b) && hexSeparator(b[i]); i++ {
		}
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

func hexSeparator(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', ':', ',', '-', ';', '"', '\'':
		return true
	}
	return false
}
