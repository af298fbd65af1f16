package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// embedded adds the structures that stand anywhere in bytes which are no DER as a
// whole: a TLS Certificate message, a Java key store, memory. Only certificates and
// lists that are whole to their last byte count; what is inside one is its own.
func (u *unwrapper) embedded(t source.Text, what string, tr *trail) int {
	b := t.Bytes
	n := 0
	u.look(len(b))
	for i := 0; i+minStructure < len(b); i++ {
		j := bytes.IndexByte(b[i:], 0x30)
		if j < 0 {
			break
		}
		i += j
		end := i + declared(b[i:min(len(b), i+8)])
		if end > len(b) || end-i < minStructure || !plausibleStart(b[i:end]) {
			continue
		}
		k := der.Classify(b[i:end])
		if k != der.Certificate && k != der.RevocationList || !u.spend(end-i) || !deep(b[i:end]) {
			continue
		}
		part := t.Slice(i, end)
		n += u.single(k, part, tr.add(StepOther, what+", at byte "+words.Number(i)+" of "+words.Number(len(b)), t.All()), "")
		i = end - 1
	}
	return n
}

// isBinary reports whether the input is neither text nor DER as a whole: a zero byte
// is among its first ones, and it is not UTF-16.
func isBinary(b []byte) bool {
	const head = 512
	if bytes.IndexByte(b[:min(len(b), head)], 0) < 0 {
		return false
	}
	return lowByte(b[:min(len(b), head)]) < 0
}

// minStructure is the size in bytes of the smallest structure worth looking for.
const minStructure = 60

// hexText decodes hexadecimal digits from the start of t, in pairs with any
// separators, over lines; it returns the bytes and how much of t they took.
func hexText(t source.Text) (out source.Text, end int) {
	b := t.Bytes
	chars := source.NewBuilder(t, min(len(b), 4096))
	var decoded []byte
	for i := 0; i < len(b); {
		c, ok := hexPair(b, i)
		if !ok {
			break
		}
		chars.Copy(i, i+2)
		decoded = append(decoded, c)
		i += 2
		end = i
		for i < len(b) && i-end < 64 && hexSeparator(b[i]) {
			i++
		}
	}
	return source.Decoded(chars.Text(), decoded, 2, 1), end
}

// hexOfText reads hexadecimal whose content is text: a column of PEM in a
// database prints so.
func (u *unwrapper) hexOfText(t source.Text, _ run, tr *trail, depth int) (taken, looked int) {
	if depth >= MaxLayers || !u.spend(len(t.Bytes)) {
		return 0, looked
	}
	out, end := hexText(t)
	looked += end
	if end < 2*minBare {
		return 0, looked
	}
	before := len(u.unit().Objects)
	u.value(out, tr.add(StepHex, "Hexadecimal of text, "+words.Count(out.Len(), "byte"), t.Span(0, end)), depth+1)
	if len(u.unit().Objects) == before {
		return 0, looked
	}
	u.recognized("hexadecimal", depth)
	return end, looked
}

// handshake reads hexadecimal of TLS records (RFC 8446, section 5.1) that carry a
// handshake, or of a Certificate message (section 4.4.2; RFC 5246, 7.4.2) alone:
//
//	record      = 16 03 version length(2) fragment
//	Certificate = 0b length(3) …
//
// The fragments of records are joined.
func (u *unwrapper) handshake(t source.Text, _ run, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	var head [6]byte
	for i, k := 0, 0; i < len(head); i++ {
		c, ok := hexPair(b, k)
		if !ok {
			return 0, looked
		}
		head[i] = c
		for k += 2; k < len(b) && k < 32 && hexSeparator(b[k]); k++ {
		}
	}
	record := head[0] == 0x16 && head[1] == 3 && head[2] <= 4
	if !record && (head[0] != 0x0B || head[1] != 0) || !u.spend(len(b)) {
		return 0, looked
	}
	out, end := hexText(t)
	looked += end
	if out.Len() < minStructure {
		return 0, looked
	}
	message := out
	if record {
		message = fragments(out)
	}
	if u.embedded(message, "TLS handshake", tr.add(StepHex, "Hexadecimal, "+words.Count(2*out.Len(), "digit"), t.Span(0, end))) == 0 {
		return 0, looked
	}
	u.recognized("TLS handshake", depth)
	return end, looked
}

// fragments joins what TLS records carry.
func fragments(t source.Text) source.Text {
	b := source.NewBuilder(t, t.Len())
	for i := 0; i+5 <= t.Len(); {
		n := int(t.Bytes[i+3])<<8 | int(t.Bytes[i+4])
		if t.Bytes[i] == 0x16 {
			b.Copy(i+5, min(t.Len(), i+5+n))
		}
		i += 5 + n
	}
	return b.Text()
}

// token reads a part of a token (RFC 7515, section 7.1): base64url of a JSON
// object, up to a dot or the end of the word.
func (u *unwrapper) token(t source.Text, _ run, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	end := 0
	for end < len(b) && base64Class[b[end]] == classChar {
		end++
	}
	looked += end
	if end < minEncoded || depth >= MaxLayers {
		return end, looked
	}
	chars := t.Slice(0, end)
	out := source.Decoded(chars, decodeBase64(chars.Bytes), 4, 3)
	if _, ok := u.isJSON(out.Bytes, 0); !ok {
		return 0, looked
	}
	if _, whole := jsontext.Walk(out.Bytes, 0, func(jsontext.Event) bool { return true }); !whole {
		return 0, looked
	}
	u.recognized("JSON Web Token", depth)
	u.text(out, tr.add(StepBase64, "Part of a token (RFC 7515), base64url of JSON, "+words.Count(end, "character"), chars.All()), depth+1)
	return end, looked
}

// undoUTF16 makes UTF-8 of UTF-16, if t is such: every other of its first bytes is
// zero. Characters outside ASCII become a question mark, which no base64 has.
func undoUTF16(t source.Metered) (source.Text, int) {
	const head = 64
	low := lowByte(t.Part(0, head))
	if low < 0 {
		return source.Text{}, 0
	}
	text := t.Text()
	b := source.NewBuilder(text, text.Len()/2)
	for i := 0; i+1 < text.Len(); i += 2 {
		c := text.Bytes[i+low]
		if text.Bytes[i+1-low] != 0 || c >= 0x80 {
			c = '?'
		}
		b.Replace(i, i+2, c)
	}
	return b.Text(), text.Len() / 2
}

// lowByte says which byte of each pair is the character in a text that begins with
// head, if it is UTF-16 of mostly ASCII; else -1.
func lowByte(head []byte) int {
	if len(head) < 8 {
		return -1
	}
	for side := range 2 {
		zeros, chars := 0, 0
		for i := 0; i+1 < len(head); i += 2 {
			if head[i+1-side] == 0 {
				zeros++
			}
			if head[i+side] != 0 {
				chars++
			}
		}
		if zeros*10 >= len(head)/2*9 && chars*10 >= len(head)/2*9 {
			return side
		}
	}
	return -1
}

// textual reports whether the start of b is text, in UTF-8 or UTF-16.
func textual(b []byte) bool {
	if lowByte(b) >= 0 {
		return true
	}
	for _, c := range b {
		if c < ' ' && !space(c) || c >= 0x7F {
			return false
		}
	}
	return true
}

// textHead is how many characters tell that a word is base64 or hexadecimal of text.
const textHead = 32

// anyText reads base64 or hexadecimal of a text that holds something, from the
// start of t, which is that of a word. It returns how much of t it took.
func (u *unwrapper) anyText(t source.Text, r run, tr *trail, depth int) (taken, looked int) {
	const head = textHead
	b := t.Bytes
	if len(b) < 2*minBare || depth >= MaxLayers {
		return 0, looked
	}
	for i := range head {
		if base64Class[b[i]] != classChar {
			return 0, looked
		}
	}
	looked += 2 * head
	digits := make([]byte, 0, head/2)
	for i := 0; i < head; i += 2 {
		c, ok := hexPair(b, i)
		if !ok {
			break
		}
		digits = append(digits, c)
	}
	if len(digits) == head/2 && textual(digits) {
		return u.hexOfText(t, r, tr, depth)
	}
	if !textual(decodeBase64(b[:head])) {
		return 0, looked
	}
	end := base64Words(b)
	looked += end
	if end < 2*minBare {
		return 0, looked
	}
	text := u.reading(t.Slice(0, end), dropSpaces, 0, false)
	for at := 0; at < text.der.Len(); at += 4 * head { // samples
		if !textual(text.der.Bytes[at:min(text.der.Len(), at+16)]) {
			return 0, looked
		}
	}
	before := len(u.unit().Objects)
	u.value(text.der, text.step(tr), depth+1)
	if len(u.unit().Objects) == before {
		return 0, looked
	}
	return end, looked
}

// base64Words returns where the words of base64 end that b begins with.
func base64Words(b []byte) int {
	end := 0
	for i := 0; i < len(b); {
		word := i
		for word < len(b) && (base64Class[b[word]] == classChar || base64Class[b[word]] == classPad) {
			word++
		}
		if word == i || end > 0 && word-i < 20 && b[word-1] != '=' && word < len(b) {
			break
		}
		end = word
		if b[word-1] == '=' {
			break
		}
		i = skipSpace(b, word)
	}
	return end
}

// packed reads what gzip packed and base64 encoded, in the reading r, which took end
// characters: what Helm and cloud-init store.
func (u *unwrapper) packed(r *reading, end int, tr *trail, depth int) int {
	if !u.unpack(r.der, r.step(tr), depth+1) {
		return 0
	}
	return end
}
