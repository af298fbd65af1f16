package unwrap

import (
	"bytes"
	"slices"
	"strings"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// reading is one way to read base64 text.
type reading struct {
	der      source.Text
	chars    source.Text
	end      int // offset in the text at which it stopped
	c        *collector
	whole    bool // the DER is consumed to its last byte
	findings findings
	uneven   bool       // it is whole, but its lines tell of damage
	foreign  int        // lines that were left out
	blanks   []int      // it is whole, but these blanks were left out
	others   []*reading // less likely ones that fit as well
}

// reading decodes t with blanks read as s.
func (u *unwrapper) reading(t source.Text, s spaces, need int, keep bool) *reading {
	c := &collector{text: t, spaces: s, need: need, keep: keep}
	r := &reading{c: c, end: c.run()}
	u.look(r.end + c.looked)
	r.chars = c.chars.Text()
	r.der = source.Decoded(r.chars, decodeBase64(r.chars.Bytes), 4, 3)
	return r
}

// readBody reads the base64 of a PEM block.
func (u *unwrapper) readBody(body source.Text) *reading { return u.readBase64(body, 0) }

// readBase64 reads base64 text. A plain one is read as it stands. Where blanks
// stand inside, something may have turned each + into one (a decoder for HTML
// forms does), each line break (nginx, Apache), or both: all ways to read them
// are tried in the order of [spaces], and the one whose DER is consumed to the
// last byte is taken. If none is, the likeliest is shown with what is wrong.
func (u *unwrapper) readBase64(t source.Text, need int) *reading {
	first := u.reading(t, dropSpaces, need, false)
	odd := first.c.oddLines()
	first.whole = first.tail() == "" && (len(first.c.strays) == 0 || odd == 0) && deep(first.der.Bytes)
	if first.whole {
		first.uneven = odd == 1 || odd == 2
		first.blanks = blanksInside(t.Bytes[:first.end])
		u.look(first.end)
		if o := u.exchanged(first); o != nil {
			first = o
		}
	}
	best := first
	if !first.whole {
		if r := u.withoutForeign(t, first); r != nil {
			best = r
		} else if repaired := u.repair(t, need, first); repaired != nil {
			best = repaired
		}
	}
	best.explain()
	return best
}

// repairs are the ways to read damaged base64, the likelier first.
var repairs = []struct {
	spaces spaces
	keep   bool // stray characters stand for lost ones
}{
	{columnsInside, false}, {columns, false},
	{dropSpaces, true}, {columnsInside, true}, {columns, true},
	{plusInside, false}, {plusAll, false}, {plusInside, true}, {plusAll, true},
}

// repair looks for a reading of t that fits better than the plain one; nil if
// there is none.
//
// Two fit seldom. The outer length fixes the number of characters, so what one
// reading takes for a + or a lost character more than another, it must make up
// for elsewhere: a stray character against a blank, or the line breaks inside
// the text against the blanks at its end.
func (u *unwrapper) repair(t source.Text, need int, plain *reading) *reading {
	var whole []*reading
	var likely *reading
	blanks := bytes.IndexByte(t.Bytes, ' ') >= 0 || len(plain.c.hidden) > 0
	strays := len(plain.c.strays) > 0
	for _, way := range repairs {
		if way.keep && !strays || way.spaces != dropSpaces && !blanks {
			continue
		}
		r := u.reading(t, way.spaces, need, way.keep)
		if way.spaces != dropSpaces && len(r.c.plus) == 0 {
			continue
		}
		r.whole = r.c.oddLines() == 0 && r.tail() == "" && deep(r.der.Bytes) && der.Classify(r.der.Bytes) != der.UnknownKind
		same := func(o *reading) bool { return bytes.Equal(o.der.Bytes, r.der.Bytes) }
		switch {
		case r.whole && !slices.ContainsFunc(whole, same):
			whole = append(whole, r)
		case likely == nil && (way.spaces == columnsInside || way.keep), likely != nil && way.spaces == dropSpaces:
			likely = r
		}
	}
	if len(whole) == 0 {
		return likely
	}
	if bytes.ContainsAny(plain.chars.Bytes, "+-") {
		// What was decoded as a form has no + left, and the url-safe alphabet none to
		// lose: ways that put none back come first.
		slices.SortStableFunc(whole, func(a, b *reading) int { return min(1, len(a.c.plus)) - min(1, len(b.c.plus)) })
	}
	whole[0].others = whole[1:]
	return whole[0]
}

// explain writes findings for what the reading did.
func (r *reading) explain() {
	c := r.c
	if n := len(c.plus); n > 0 {
		text := words.Count(n, "space") + " stood where base64 has +: something decoded the value as a form. "
		if n == 1 {
			text = "1 space stood where base64 has +: something decoded the value as a form. "
		}
		id := finding.PlusBecameSpace
		switch {
		case r.whole && (c.urlSafe || bytes.Count(r.chars.Bytes, []byte("+")) > n):
			id = finding.PlusUncertain
			text = words.Count(n, "space") + words.Plural(n, " was", " were") + " read as +, and the certificate then fits to its last byte. But others of its + are there or it is in the url-safe alphabet, so no form decoder was at it: what is shown may differ from the original."
		case r.whole:
			text += "They were put back, and the certificate is whole again, to its last byte."
			if n == 1 {
				text = strings.Replace(text, "They were put back", "It was put back", 1)
			}
		default:
			id = finding.PlusUncertain
			text += "They were read as +, but that does not make the certificate whole: characters are missing or too many besides, so what is shown may differ from the original."
		}
		r.findings.add(id, finding.FormDecoding, text,
			"Decode the header with a percent-decoder that keeps +. ALB leaves + / = as they are.", r.places(c.plus)...)
	}
	if n := len(c.strays); n > 0 {
		id, hint := finding.UnreadableChars, "Copy the value again from where it came."
		text := words.Count(n, "character") + " " + words.Plural(n, "is", "are") + " not base64: " + r.strayText() + ". "
		switch {
		case c.keep && !r.whole:
			text += "Neither without " + words.Plural(n, "it", "them") + ", nor with a lost character in the place of each, does the rest fit."
		case c.keep:
			text += "Each stands for one that is lost, so the certificate shown is not the original, to the byte."
		case r.brokenEscape():
			text += "An escape seems to be broken here, so characters beside it may be lost or wrong."
		default:
			id, hint = finding.StrayCharacters, ""
			text += words.Plural(n, "It was", "They were") + " left out"
			if r.whole {
				text += ", and the rest fits to the last byte"
			}
			text += "."
		}
		r.findings.add(id, finding.CopiedText, text, hint, r.places(c.strays)...)
	}
	if n := len(c.hidden); n > 0 {
		r.findings.add(finding.InvisibleCharacter, finding.CopiedText, words.Count(n, "invisible character")+" (no-break spaces or zero-width characters) "+words.Plural(n, "was", "were")+" passed over.",
			"Other tools stumble over them.", r.places(c.hidden)...)
	}
	if odd := r.tail(); odd != "" && declared(r.der.Bytes) <= r.der.Len() {
		n, fix := r.chars.Len(), finding.CopiedText
		hint := "A character is missing or too many, at the end or before it. Copy the value again from where it came."
		if n%4 != 1 && c.pads > 0 && deep(r.der.Bytes) {
			fix, hint = finding.PaddingCut, "The certificate fits to its last byte: the padding alone is wrong, and other decoders refuse it."
		}
		r.findings.add(finding.Base64Tail, fix, odd,
			hint, r.chars.Span(n-1, n))
	}
	r.alphabet()
	r.doubts()
	if len(r.others) > 0 {
		r.twoReadings("This base64 can be repaired in " + words.Number(1+len(r.others)) + " ways that each give a whole structure. They are all shown, the likeliest first, with " + r.repairs() + ".")
		for _, o := range r.others {
			o.twoReadings("This is a less likely way to repair the same base64, with " + o.repairs() + ".")
		}
	}
}

// alphabet says what a decoder for base64 will not take, though nothing is wrong
// with what it means: the other alphabet, padding left out, marks before lines.
func (r *reading) alphabet() {
	c := r.c
	if c.quoted && (r.whole || len(c.strays) == 0) {
		r.findings.add(finding.LinesQuoted, finding.QuoteMarks, "The lines begin with >, # or |, as a mail quotes, a programmer comments out, and a table or a log has its border. The marks were left out.",
			"", r.chars.All())
	}
	if !deep(r.der.Bytes) {
		return
	}
	switch {
	case c.urlSafe && bytes.IndexByte(r.chars.Bytes, '+') < 0 && bytes.IndexByte(r.chars.Bytes, '/') < 0:
		r.findings.add(finding.Base64URL, finding.URLAlphabet, "This is base64url: it has - and _ in place of + and /.",
			"A decoder for base64 refuses it. Use one for base64url, on all of it in one line.", r.chars.All())
	case c.pads == 0 && r.chars.Len()%4 != 0:
		n := r.chars.Len()
		r.findings.add(finding.PaddingMissing, finding.PaddingCut, words.Count(n, "base64 character")+" and no = at the end to fill up the last group of four.",
			"Many decoders refuse it. Put the padding back, or use one that goes without.", r.chars.Span(n-1, n))
	}
}

// repairs says what the reading took the blanks and the stray characters for.
func (r *reading) repairs() string {
	var list []string
	if n := len(r.c.plus); n > 0 {
		list = append(list, words.Count(n, "space")+" read as +")
	}
	if n := len(r.c.strays); n > 0 {
		what := " left out"
		if r.c.keep {
			what = words.Plural(n, " in the place of a lost one", " in the place of lost ones")
		}
		list = append(list, words.Count(n, "stray character")+what)
	}
	return strings.Join(list, " and ")
}

// twoReadings says that the reading is not the only one.
func (r *reading) twoReadings(text string) {
	r.findings.add(finding.TwoReadings, "", text,
		"At most one is the original. Compare the fingerprint, or copy the value again from where it came.", r.chars.All())
}

// tail says what is wrong with the end of the base64 (RFC 4648, sections 3.5 and
// 4); empty if nothing is. Missing padding is not wrong.
func (r *reading) tail() string {
	chars := r.chars.Bytes
	n := len(chars)
	switch {
	case n == 0:
		return ""
	case n%4 == 1:
		return "The last of the " + words.Number(n) + " base64 characters stands alone and carries no byte."
	case r.c.pads > 0 && (n+r.c.pads)%4 != 0:
		return words.Number(n) + " base64 characters end in " + words.Number(r.c.pads) + " = signs, which does not make whole groups of four."
	case n%4 == 2 && base64Value[chars[n-1]]&15 != 0, n%4 == 3 && base64Value[chars[n-1]]&3 != 0:
		return "The last of the " + words.Number(n) + " base64 characters has bits that belong to no byte."
	}
	return ""
}

// places returns the spans of the characters at the offsets, as many as a
// finding lists.
func (r *reading) places(at []int) []source.Span {
	t := r.c.text
	spans := make([]source.Span, 0, min(len(at), MaxSpans))
	for _, i := range at[:min(len(at), MaxSpans)] {
		n := 1
		for i+n < t.Len() && t.Bytes[i+n]&0xC0 == 0x80 {
			n++
		}
		spans = append(spans, t.Span(i, i+n))
	}
	return spans
}

// strayText lists the first few characters that are not base64.
func (r *reading) strayText() string {
	b := r.c.text.Bytes
	var list []string
	for _, i := range r.c.strays {
		n := 1
		for i+n < len(b) && b[i+n]&0xC0 == 0x80 {
			n++
		}
		s := "\u201c" + strings.ToValidUTF8(string(b[i:i+n]), "\uFFFD") + "\u201d"
		if b[i] < ' ' {
			s = "a control character"
		}
		if len(list) == 0 || list[len(list)-1] != s {
			list = append(list, s)
		}
		if len(list) == 5 {
			list = append(list, "…")
			break
		}
	}
	return strings.Join(list, ", ")
}

// step adds the ledger's entry for the reading.
func (r *reading) step(tr *trail) *trail {
	text := ""
	if r.c.urlSafe {
		text += ", url-safe alphabet"
	}
	if r.c.pads == 0 && r.chars.Len()%4 != 0 {
		text += ", padding missing"
	}
	if r.c.quoted {
		text += ", quoted lines"
	}
	if n := len(r.c.plus); n > 0 {
		text += ", " + words.Count(n, "space") + " read as +"
	}
	if n := len(r.c.strays); n > 0 {
		text += ", " + words.Count(n, "stray character")
	}
	if r.foreign > 0 {
		text += ", " + words.Count(r.foreign, "line") + " left out"
	}
	tr = tr.count(StepBase64, r.chars.Len(), text, r.chars.All())
	tr.step.Repair = len(r.c.plus) > 0 || len(r.c.strays) > 0 || r.foreign > 0
	return tr
}

// base64Text reads base64 of PEM, as in a Kubernetes secret, or of what gzip packed.
// It takes the words of base64 up to one that is not.
func (u *unwrapper) base64Text(t source.Text, _ run, tr *trail, depth int) (taken, looked int) {
	end := base64Words(t.Bytes)
	looked += end
	if end < len(t.Bytes) && t.Bytes[end] == '\\' {
		if taken = u.escapedWord(t, end, tr, depth); taken > 0 {
			return taken, looked + taken
		}
	}
	if end < minBare || depth >= MaxLayers {
		return 0, looked
	}
	r := u.reading(t.Slice(0, end), dropSpaces, 0, false)
	switch out := r.der.Bytes; {
	case bytes.HasPrefix(out, []byte("-----")):
		u.note(finding.Base64OfPEM, finding.PEMEncoded, "This is the base64 of a PEM text, not of a certificate. Both encodings were undone.",
			"In a Kubernetes secret it is as it should be. Decode it once, and read the PEM.", r.chars.All())
		u.value(r.der, r.step(tr), depth+1)
	case unpackable(out):
		return u.packed(r, end, tr, depth), looked
	default:
		return 0, looked
	}
	return end, looked
}

// bodyEnd returns where the body of a PEM block ends that stands in a header without
// its markers and with its line breaks, as nginx's $ssl_client_raw_cert gives it through
// a map: lines of the width of the first, and a last one.
func (u *unwrapper) bodyEnd(b []byte, from, end int) int {
	const narrowest, widest = 60, 76 // characters: of PEM, and of MIME
	first := bytes.TrimSpace(b[from:end])
	if width := len(first); width < narrowest || width > widest || !hasPrefix(first, "MI") || !encodedText(first) {
		return end
	}
	for stop := end; stop < len(b); {
		at := stop + 1
		stop = u.lineEnd(b, at)
		line := bytes.TrimRight(b[at:stop], "\r")
		if len(line) == 0 || len(line) > len(first) || len(line)%4 != 0 || !encodedText(line) {
			break
		}
		end = stop
		if len(line) < len(first) {
			break
		}
	}
	return end
}
