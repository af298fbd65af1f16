package unwrap

import (
	"bytes"
	"slices"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
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
	if u.keyInside(b) {
		u.secret(Object{Kind: der.PrivateKey, Span: t.All()}, tr)
		n++
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
		i += hexPrefix(b, i)
		c, width := pairAt(b, i)
		if width == 0 {
			break
		}
		chars.Copy(i, i+1)
		chars.Copy(i+width-1, i+width)
		decoded = append(decoded, c)
		i += width
		end = i
		i = hexBetween(b, i)
	}
	return source.Decoded(chars.Text(), decoded, 2, 1), end
}

// hexOfAny reads hexadecimal of a text, as a database prints a column of PEM, or of
// what [unwrapper.octets] knows besides.
func (u *unwrapper) hexOfAny(t source.Text, tr *trail, depth int) (taken, looked int) {
	if depth >= MaxLayers || !u.spend(len(t.Bytes)) {
		return 0, looked
	}
	out, end := hexText(t)
	looked += end
	if end < 2*minBare || !u.octets(out, tr.add(StepHex, "Hexadecimal, "+words.Count(2*out.Len(), "digit"), t.Span(0, end)), depth) {
		return 0, looked
	}
	u.recognized("hexadecimal", depth)
	return end, looked
}

// handshake reads hexadecimal of what begins as PEM does, or gzip, and of TLS records (RFC 8446, section 5.1) that carry a
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
		k += hexPrefix(b, k)
		c, width := pairAt(b, k)
		if width == 0 {
			return 0, looked
		}
		head[i] = c
		k = hexBetween(b, k+width)
	}
	message := head[0] == 0x0B && head[1] == 0 && head[2] < 4
	if !message && !isRecord(head[:]) && !hasPrefix(head[:], "-----") && !unpackable(head[:]) {
		return 0, looked
	}
	return u.hexOfAny(t, tr, depth)
}

// fragments joins what TLS records carry of a handshake, and says where the last record ends:
// behind the text if it is cut off.
func fragments(t source.Text) (out source.Text, end int) {
	b := source.NewBuilder(t, t.Len())
	const head, firstType, lastType = 5, 20, 24 // change_cipher_spec to heartbeat
	for end+head <= t.Len() && t.Bytes[end] >= firstType && t.Bytes[end] <= lastType && t.Bytes[end+1] == 3 {
		n := head + (int(t.Bytes[end+3])<<8 | int(t.Bytes[end+4]))
		if t.Bytes[end] == 0x16 {
			b.Copy(end+head, min(t.Len(), end+n))
		}
		end += n
	}
	return b.Text(), end
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

// textHead is how many characters tell that a word is base64 or hexadecimal of text,
// and minText how many such a word has at least: the shortest JSON Web Key has 64 bytes.
const (
	textHead = 32
	minText  = 84
)

// anyText reads base64, base32 or hexadecimal of a text that holds something, from the
// start of t, which is that of a word. It returns how much of t it took.
func (u *unwrapper) anyText(t source.Text, r run, tr *trail, depth int) (taken, looked int) {
	const head = textHead
	b := t.Bytes
	if len(b) < minText || depth >= MaxLayers {
		return 0, looked
	}
	if hasPrefix(b, "mii") {
		return u.lowerCase(t)
	}
	for _, c := range b[:head] {
		if base64Class[c] != classChar && c != '%' {
			return 0, looked
		}
	}
	looked += 2 * head
	if end := u.percentWord(b, r); end > 0 {
		before := len(u.unit().Objects)
		if u.percent(t.Slice(0, end), tr, depth); len(u.unit().Objects) > before {
			return end, looked
		}
	}
	digits := make([]byte, 0, head/2)
	for i := 0; i < head; i += 2 {
		c, ok := hexPair(b, i)
		if !ok {
			break
		}
		digits = append(digits, c)
	}
	if len(digits) == head/2 && (textual(digits) || r.alone() && u.hexWord(b)) {
		return u.hexOfAny(t, tr, depth)
	}
	if !slices.ContainsFunc(b[:base32Head], func(c byte) bool { return base32Value(c) > 31 }) && textual(decodeBase32(b[:base32Head])) {
		return u.base32(t, r, tr, depth)
	}
	packed := false
	if first := decodeBase64(b[:head]); !textual(first) {
		if !r.alone() && !isRecord(first) {
			return 0, looked
		}
		start := decodeBase64(base64Head(b, deflateHead))
		if packed = isRecord(start) || u.mayBeDeflated(start); !packed {
			return 0, looked
		}
	}
	end := base64Words(b)
	looked += end
	if end < len(b) && b[end] == '\\' {
		if taken = u.escapedWord(t, end, tr, depth); taken > 0 {
			return taken, looked + taken
		}
	}
	if end < minText {
		return 0, looked
	}
	text := u.reading(t.Slice(0, end), dropSpaces, 0, false)
	if packed {
		if !u.octets(text.der, text.step(tr), depth) {
			return 0, looked
		}
		return end, looked
	}
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

// lowerCase takes note of a word of base64 that begins as a certificate does, in small
// letters alone.
func (u *unwrapper) lowerCase(t source.Text) (taken, looked int) {
	end := base64Words(t.Bytes)
	if end < 2*minBare || !oneCase(t.Bytes[:end]) {
		return 0, end
	}
	u.note(finding.BodyNotDER, "", "This seems to be the base64 of a certificate, but all its letters are small: something changed them to lower case. Base64 tells capitals from small letters, so it cannot be restored.",
		"Take the value from before that: proxies and logs that write names of headers in lower case may do it to values, too.", t.Span(0, end))
	return end, end
}

// deflateHead is how many characters of base64 tell what DEFLATE packed: its tables
// take some eighty bytes.
const deflateHead = 256

// hexWord reports whether b begins with a word of hexadecimal that is long enough for
// a structure.
func (u *unwrapper) hexWord(b []byte) bool {
	n := 0
	for n < min(len(b), 2*minBare) && hexDigit[b[n]] < 16 {
		n++
	}
	u.look(n)
	return n == 2*minBare
}

// percentWord is the length of the base64 that b begins with, if some of its
// characters are percent-encoded and it stands after an equals sign, as in an
// address or a form; else 0.
func (u *unwrapper) percentWord(b []byte, r run) int {
	if r.before != '=' && r.before != 0 {
		return 0
	}
	end, escapes := 0, 0
	for ; end < len(b); end++ {
		if b[end] == '%' {
			escapes++
		} else if base64Class[b[end]] != classChar {
			break
		}
	}
	u.look(end)
	if escapes == 0 || end < 2*minBare || !u.spend(end) {
		return 0
	}
	return end
}

// base64Words returns where the words of base64 end that b begins with.
func base64Words(b []byte) int {
	end := 0
	for i := 0; i < len(b); {
		word := i
		for word < len(b) && (base64Class[b[word]] == classChar || base64Class[b[word]] == classPad) {
			word++
		}
		if word == i || end > 0 && word-i < 20 && b[word-1] != '=' && skipSpace(b, word) < len(b) {
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
