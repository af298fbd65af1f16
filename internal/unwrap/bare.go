package unwrap

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
)

// minBare is the number of base64 characters of the shortest run without armor
// that is looked at: the smallest certificates have some 300.
const minBare = 60

// bareBase64 reads base64 without armor from the start of t and returns how much
// of t it took. The length in the DER's own header says where it ends, so text
// that follows is left alone. In the middle of a word only what is whole counts.
func (u *unwrapper) bareBase64(t source.Text, at run, tr *trail, depth int) (taken, looked int) {
	if b := t.Bytes; len(b) < 3 || b[2] < 'A' || b[2] > 'P' {
		return 0, 3
	}
	return u.base64Run(t, at, tr, depth)
}

// base64Run is bareBase64 for what begins as a structure does.
func (u *unwrapper) base64Run(t source.Text, at run, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	word := 0
	if at.inWord {
		const head = 80 // characters: enough to know a certificate by
		if k := decodeBase64(base64Head(b, head)); der.Classify(k) == der.UnknownKind || der.Classify(k) == der.PublicKey {
			return 1, looked
		}
	}
	longest := len(b)
	if at.inWord {
		longest = min(longest, enoughEncoded)
	}
	for word < longest && base64Class[b[word]] == classChar {
		word++
	}
	looked += word
	if word < len(b) && b[word] == '%' && !at.inWord {
		if _, ok := hexPair(b, word+1); ok { // percent-encoded base64
			end := word
			for end < len(b) && !delimiter(b[end]) {
				end++
			}
			looked += end
			if end > minBare {
				u.percent(t.Slice(0, end), tr, depth)
				return end, looked
			}
		}
	}
	if word < len(b) && b[word] == '\\' && !at.inWord {
		if taken = u.escapedWord(t, word, tr, depth); taken > 0 {
			return taken, looked + taken
		}
	}
	if u.stump(t, word, at) {
		return word, looked
	}
	if word < 8 {
		return word, looked
	}
	need := (declared(decodeBase64(b[:8]))*4 + 2) / 3
	if head := u.reading(t.Slice(0, min(t.Len(), 2*minBare)), dropSpaces, minBare, false); der.Classify(head.der.Bytes) == der.UnknownKind {
		return word, looked
	}
	if !u.spend(min(len(b), 2*need)) {
		return word, looked
	}
	r := u.readBase64(t.Slice(0, min(t.Len(), reach(need))), need)
	mask := 0
	if !r.whole && !at.inWord {
		if mask = maskAt(b, word); mask > 0 { // what stands before it is sure
			r = u.readBase64(t.Slice(0, word), need)
		} else if at, n := maskIn(b[:word]); n > 0 && at >= minBare { // letters
			word, mask = at, n
			r = u.readBase64(t.Slice(0, word), need)
		}
	}
	if at.inWord && !r.whole {
		return 1, looked
	}
	if r.chars.Len() < min(minBare, need) {
		return word, looked
	}
	kind := der.Classify(r.der.Bytes)
	if kind == der.UnknownKind && !r.whole {
		return word, looked
	}
	if at.colon && r.end < len(b) && b[r.end] == ':' {
		tr = tr.add(StepBase64, "RFC 8941 byte sequence", t.Span(0, r.end))
	}
	if u.read(r, tr, "", r.chars.All(), nil) == 0 {
		return word, looked
	}
	u.recognized("base64", depth)
	if mask > 0 {
		objects := u.unit().Objects
		last := &objects[len(objects)-1]
		(*findings)(&last.Findings).add(finding.BodyElided, "", "The rest of this base64 was left out: \u201c"+shorten(b[word:word+mask])+"\u201d stands in its place.",
			"Paste the whole value. Documentation, logs and screenshots often shorten it.", t.Span(word, word+mask))
		return word + mask, looked
	}
	return max(r.end, word), looked
}

// maskAt is the length of what stands at b[i] in place of something that was left out;
// 0 if nothing does.
func maskAt(b []byte, i int) int {
	const near = 32 // bytes: the longest mask, and dots after it
	for i > 0 && b[i-1] == '-' {
		return 0 // armor
	}
	if at, n := maskIn(b[i:min(len(b), i+near)]); n > 0 && at == 0 {
		return n
	}
	return 0
}

// stump speaks of a certificate of which too few characters are there to show any of
// it: cert=MIIB… in a sentence.
func (u *unwrapper) stump(t source.Text, word int, at run) bool {
	b := t.Bytes
	if at.inWord || word >= minBare || len(u.findings) >= maxStumps || u.member.element > 0 {
		return false
	}
	mask := maskAt(b, word)
	known := der.Classify(decodeBase64(b[:word])) == der.Certificate
	if !known && (mask == 0 || word < len("MII") || b[2] != 'I') || known && mask == 0 && word < len(b) && (lineBreak(b[word]) || b[word] == '=') {
		return false // it may go on in the next line
	}
	text := "Here begins a certificate in base64, “" + shorten(b[:word]) + "”, and the rest was left out"
	if mask > 0 {
		text += ": “" + shorten(b[word:word+mask]) + "” stands in its place"
	}
	u.note(finding.BodyElided, "", text+". It is too little to show anything of it.", "Paste the whole value. Documentation, logs and screenshots often shorten it.", t.Span(0, word+mask))
	return true
}

// maxStumps is after how many findings stumps are passed over: a log may hold one in
// each line.
const maxStumps = 20

// reach is how much text is looked at for so many characters of base64: twice as
// much holds them with any layout, in lines of 64 with indentation or prefixes.
func reach(need int) int { return 2*need + 4096 }

// declared returns the length in bytes, header and all, that the header of the
// SEQUENCE at the start of b declares.
func declared(b []byte) int {
	r := der.NewReader(b)
	e, ok := r.Next()
	if !ok || e.Declared < 0 || e.Problem&der.BrokenHeader != 0 {
		return 1 << 30 // indefinite: to the end of the run
	}
	return e.Header + e.Declared
}

// base64Head is the base64 that b begins with, n characters at most.
func base64Head(b []byte, n int) []byte {
	k := 0
	for k < min(len(b), n) && base64Class[b[k]] == classChar {
		k++
	}
	return b[:k&^3]
}
