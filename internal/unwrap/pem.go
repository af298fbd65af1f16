package unwrap

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// block reads the PEM block (RFC 7468) whose marker m comes first in t from
// offset from on, and returns the offset after it. If m is an END marker, its
// body is what stands before it, from from on.
func (u *unwrapper) block(t source.Text, from int, m marker, tr *trail, depth int) int {
	var own findings
	body, end := source.Text{}, 0
	damaged := m.damaged
	spans := []source.Span{t.Span(m.start, m.end)}
	last, ok := m, false
	if m.begin {
		last, ok = u.findMarker(t.Bytes, m.end)
		switch {
		case ok && !last.begin:
			body, end = t.Slice(m.end, last.start), last.end
			damaged = damaged || last.damaged && !last.glued
			if last.glued {
				own.add(finding.ArmorDamaged, finding.ArmorByHand, "The END line of this "+strings.ToLower(m.label)+" and the BEGIN line of the next run together in one line.",
					"Put a line break between them: it is lost where a file without one at its end is joined to another.", t.Span(last.start, last.end))
			}
			if !m.damaged {
				spans = spans[:0]
			}
			if last.damaged {
				spans = append(spans, t.Span(last.start, last.end))
			}
		default:
			stop := t.Len()
			if ok {
				stop = last.start
			}
			end = m.end + bodyLength(t.Bytes[m.end:stop])
			u.look(end - m.end)
			if line := t.Bytes[end:min(stop, lineEnd(t.Bytes, end))]; len(line) > 0 {
				if at, n := maskIn(line); n > 0 && encodedText(line[:at]) {
					end += at + n
				}
			}
			body = t.Slice(m.end, end)
			own.add(finding.ArmorEndMissing, finding.ArmorByHand, "There is no END "+m.label+" line after this BEGIN; all the base64 that follows was taken.",
				"Copy the block to its last line.", t.Span(m.start, m.end))
		}
	} else {
		body, end = t.Slice(from, m.start), m.end
		if m.start == from {
			return end // an END line and nothing before it
		}
		own.add(finding.ArmorBeginMissing, finding.ArmorByHand, "There is no BEGIN "+m.label+" line before this END; the base64 above it was taken.",
			"Copy the block from its first line.", t.Span(m.start, m.end))
	}
	if damaged {
		odd, edge := m, "BEGIN "
		if !m.damaged {
			odd = last
		}
		if !odd.begin {
			edge = "END "
		}
		own.add(finding.ArmorDamaged, finding.ArmorByHand, "The armor is not as PEM writes it, -----"+edge+odd.label+"-----: "+describeArmor(t.Bytes, odd)+". It was read as meant.",
			"Other tools refuse this. Put back five hyphens on each side, one space, and capitals.", spans...)
	}
	b := body.Bytes
	u.look(len(b))
	secret := strings.HasSuffix(m.label, "PRIVATE KEY")
	if !secret && bytes.ContainsAny(b, "%\\\"'`") {
		body, tr = undoInBody(body, tr)
	}
	all := t.Span(from, end)
	u.recognized("PEM", depth)
	p := pemBlock{u: u, label: m.label, span: all, body: body, tr: tr, depth: depth, findings: own, secret: secret}
	if m.begin {
		p.span = t.Span(m.start, end)
	}
	p.decode()
	if m.end > end {
		return m.end
	}
	return end
}

// pemBlock is one block on its way to DER.
type pemBlock struct {
	u        *unwrapper
	label    string
	span     source.Span
	body     source.Text
	tr       *trail
	depth    int
	findings findings
	secret   bool
}

func (p *pemBlock) decode() {
	u := p.u
	body, encrypted := skipHeaders(p.body)
	tr := p.tr.add(StepPEM, p.label+shape(p.body.Bytes), p.span)
	if p.secret {
		u.secretBlock(p.label, body, tr, encrypted, p.span)
		return
	}
	if f := p.half(); f != nil && len(bytes.TrimSpace(p.body.Bytes)) < minBare {
		if _, n := maskIn(p.body.Bytes); n == 0 {
			text, _, _ := strings.Cut(f.Text, ";")
			u.note(f.ID, "", text+".", "Next to it stands "+beside(p.body.Bytes)+". The rest of the block is not here, or something stands between that is not read.", f.Spans...)
			return
		}
	}
	if text, ok := elided(p.body, p.label); ok {
		u.note(finding.BodyElided, "", text, "Paste the whole value. Documentation, logs and screenshots often shorten it.", p.body.All())
		return
	}
	r := u.readBody(body)
	if r.der.Len() == 0 {
		u.note(finding.BodyNotBase64, "", "Between BEGIN and END "+p.label+" stands nothing that is base64.", "", p.span)
		return
	}
	if !r.whole {
		if der.Classify(r.der.Bytes) == der.UnknownKind && u.keyHeld(r.chars.Bytes) {
			u.single(der.PrivateKey, r.der, r.step(tr), p.label)
			return
		}
		if oneCase(r.chars.Bytes) {
			u.note(finding.BodyNotDER, "", "All letters of the base64 between BEGIN and END "+p.label+" are of one case: something changed them. Base64 tells capitals from small letters, so it cannot be restored.",
				"Take the value from before that: proxies and logs that write names of headers in one case may do it to values, too.", p.span)
			return
		}
		if at, n := maskIn(body.Bytes); n > 0 {
			u.note(finding.BodyElided, "", "A part of this "+strings.ToLower(p.label)+" was left out: \u201c"+shorten(body.Bytes[at:at+n])+"\u201d stands in its place.",
				"Paste the whole value. Documentation, logs and screenshots often shorten it.", body.Span(at, at+n))
			if at < minBare {
				return
			}
			r = u.readBody(body.Slice(0, at)) // what is before it is sure
			if f := p.half(); f != nil && hides(body.Bytes[at:]) {
				f.Fix, f.Hint = "", ""
			}
		} else if lines, n := withoutLetters(body); n > 0 {
			if whole := u.readBody(lines); whole.whole {
				r, p.body = whole, lines
				tr = tr.add(StepLiteral, "Letters n where lines end read as line breaks", body.All())
				u.note(finding.LineBreaksLiteral, "", "Where the lines of this "+strings.ToLower(p.label)+" end stands the letter n: that is \\n, of which something took the backslash. They were read as line breaks, and the rest fits to the last byte.",
					"A shell takes backslashes that are not quoted. Take the value from before that.", body.All())
			}
		}
	}
	for i := range p.findings {
		if f := &p.findings[i]; f.ID == finding.ArmorEndMissing && f.Fix != "" && declared(r.der.Bytes) > r.der.Len() && !u.goesOn(p.span.End) {
			f.Hint, f.Fix = "The value was cut off, and the certificate in it.", finding.CutShort
		}
	}
	p.linesLost(len(r.c.plus))
	text := r.der.Len() > 0 && textual(r.der.Bytes) // that begins with 0, the tag of a SEQUENCE
	if !text && u.read(r, tr, p.label, p.span, p.findings) > 0 {
		return
	}
	if bytes.Contains(r.der.Bytes, []byte("-----")) {
		u.note(finding.Base64OfPEM, u.cause(finding.ArmorByHand, p.label),
			"Between BEGIN and END "+p.label+" stands the base64 of a whole PEM text. Both encodings were undone.",
			"Whatever wrote this takes DER, and was given PEM.", p.span)
		u.value(r.der, r.step(tr), p.depth+1)
		return
	}
	if text && u.octets(r.der, r.step(tr), p.depth+1) {
		return
	}
	for _, f := range u.blame(append(p.findings, r.findings...), p.label) {
		u.note(f.ID, f.Fix, f.Text, f.Hint, f.Spans...)
	}
	u.note(finding.BodyNotDER, "", "The base64 between BEGIN and END "+p.label+" decodes to "+words.Count(r.der.Len(), "byte")+" that are not an ASN.1 SEQUENCE.", "", p.span)
}

// half is the finding that BEGIN or END is missing; nil if none is.
func (p *pemBlock) half() *finding.Finding {
	for i := range p.findings {
		if id := p.findings[i].ID; id == finding.ArmorEndMissing || id == finding.ArmorBeginMissing {
			return &p.findings[i]
		}
	}
	return nil
}

// beside says what the little is that stands beside one line of armor.
func beside(body []byte) string {
	if len(bytes.TrimSpace(body)) == 0 {
		return "nothing"
	}
	return "\u201c" + shorten(body) + "\u201d"
}

// oneCase reports whether base64 characters have no capital among them, or no small
// letter, although some dozens must be.
func oneCase(chars []byte) bool {
	small, capitals := false, false
	for _, c := range chars {
		small = small || c >= 'a' && c <= 'z'
		capitals = capitals || c >= 'A' && c <= 'Z'
	}
	return len(chars) > minBare && small != capitals
}

// withoutLetters makes line breaks of the letters n in a body on one line that stand where those
// of lines of 64 characters do, and how many there are.
func withoutLetters(body source.Text) (source.Text, int) {
	const width = 64
	b := body.Bytes
	if !onOneLine(b) || b[0] != 'n' || b[len(b)-1] != 'n' {
		return source.Text{}, 0
	}
	out := source.NewBuilder(body, len(b))
	n := 0
	for i := 0; i < len(b); i += width + 1 {
		if b[i] != 'n' {
			return source.Text{}, 0
		}
		out.Replace(i, i+1, '\n')
		out.Copy(i+1, min(len(b)-1, i+width+1))
		n++
	}
	if i := len(b) - 1; i%(width+1) != 0 {
		out.Replace(i, i+1, '\n')
		n++
	}
	return out.Text(), n
}

// hides reports whether a mask hides something, and does not say that there was no more room.
func hides(mask []byte) bool {
	for _, cut := range [...]string{"...", "…", "[trunc", "(trunc"} {
		if hasPrefix(mask, cut) {
			return false
		}
	}
	return true
}

// masks are what tools put in the place of a value that they hide.
var masks = []string{"...", "…", "<", "****", "[redacted", "[REDACTED", "[Redacted", "[hidden", "[masked", "[truncated", "(truncated"}

// partMasks are what stands in the place of a part of a value, beside the masks.
var partMasks = []string{"***", "XXXXXXXX", "xxxxxxxx", "(hidden", "(sensitive", "####", "[snip", "[cut", "REMOVED", "REDACTED", hunkMark}

// maskIn returns the place of the first of the masks in a body; n is 0 if there is none.
func maskIn(body []byte) (at, n int) {
	for _, list := range [][]string{masks, partMasks} {
		for _, mask := range list {
			if i := bytes.Index(body, []byte(mask)); i >= 0 && (n == 0 || i < at) {
				at, n = i, len(mask)
			}
		}
	}
	if n == 0 {
		return 0, 0
	}
	for at+n < len(body) && !lineBreak(body[at+n]) && (base64Class[body[at+n]] != classChar || body[at+n] == body[at]) { // dots, brackets, as many
		n++
	}
	return at, n
}

// numberBlocks numbers the PEM blocks among the unit's objects from first on, if
// there are several. Those that an inner layer numbered keep their numbers.
func (u *unwrapper) numberBlocks(first int) {
	objects := u.unit().Objects
	if first > len(objects) {
		return
	}
	var blocks []*Step
	for i := first; i < len(objects); i++ {
		steps := objects[i].Steps
		for k := len(steps) - 1; k >= 0; k-- {
			s := &steps[k]
			if s.Kind != StepPEM || s.Block == 1 {
				continue
			}
			if n := len(blocks); n == 0 || blocks[n-1].Span != s.Span {
				blocks = append(blocks, s)
			}
			break
		}
	}
	if len(blocks) < 2 {
		return
	}
	for n, s := range blocks {
		if s.Blocks == 0 {
			s.Block, s.Blocks = n+1, len(blocks)
		}
	}
}

// pemEnd returns the offset after the PEM blocks that begin with the marker m:
// the end of the line of the last END marker. Blocks that follow on the next
// line belong to them. Without an END it is end, the end of m's line.
func (u *unwrapper) pemEnd(b []byte, m marker, end int) int {
	for {
		last, ok := u.findMarker(b, m.end)
		if !ok || last.begin {
			return end
		}
		end = u.lineEnd(b, last.end)
		next := skipSpace(b, end)
		m, ok = markerAt(b, next)
		if !ok || !m.begin {
			return end
		}
	}
}

//go:noinline
func skipSpace(b []byte, i int) int {
	for i < len(b) && space(b[i]) {
		i++
	}
	return i
}

// markerAt reads the marker that begins at b[i].
func markerAt(b []byte, i int) (marker, bool) {
	m, ok := findMarker(b[:min(len(b), i+160)], i)
	return m, ok && m.start == i
}

// bodyLength returns how much of b, which follows a BEGIN marker, can belong to
// the body of its block: up to the first line that is no base64. A line of base64
// may hold a stray character, a name and a colon may not.
func bodyLength(b []byte) int {
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		if line := b[pos:end]; pos > 0 {
			l := readLine(line)
			if l.kind != otherLine || len(bytes.TrimSpace(line)) > 0 && base64Share(line) < 90 {
				return pos
			}
		}
		pos = nextLine(b, end)
	}
	return len(b)
}

// bodyBefore returns where in b[pos:end] the body begins that ends at end: after
// the last line that is no base64.
func bodyBefore(b []byte, pos, end int) int {
	for from := end; from > pos; {
		start := bytes.LastIndexByte(b[pos:from], '\n') + pos + 1
		line := b[start:from]
		if len(bytes.TrimSpace(line)) > 0 && base64Share(line) < 90 {
			if i := bytes.LastIndexAny(line, " \t:\"'="); i >= 0 && len(line)-i > 60 {
				return start + i + 1
			}
			return min(from+1, end)
		}
		if start == pos {
			return pos
		}
		from = start - 1
	}
	return pos
}

// base64Share returns how many percent of the line are base64 characters.
//
//go:noinline
func base64Share(line []byte) int {
	n, all := 0, 0
	for _, c := range line {
		switch base64Class[c] {
		case classChar, classPad:
			n++
			all++
		case classSpace:
		default:
			all++
		}
	}
	if all == 0 {
		return 100
	}
	return n * 100 / all
}

// skipHeaders leaves out the headers of RFC 1421 that OpenSSL writes into the
// blocks of encrypted keys: "Proc-Type: 4,ENCRYPTED", up to a blank line.
func skipHeaders(body source.Text) (rest source.Text, encrypted bool) {
	b := body.Bytes
	after := 0
	for pos := skipSpace(b, 0); pos < len(b); {
		end := lineEnd(b, pos)
		line := b[pos:end]
		l := readLine(line)
		if l.kind != headerLine || l.what != "Header" {
			break
		}
		if bytes.Contains(line, []byte("ENCRYPTED")) {
			encrypted = true
		}
		pos = nextLine(b, end)
		after = pos
	}
	return body.Slice(after, len(b)), encrypted
}

// shape describes how the lines of a body stand, where it is worth a word.
func shape(body []byte) string {
	s := ""
	line := bytes.TrimLeft(body, "\r\n")
	if i := skipBlank(line, 0); i > 0 && i < len(line) && len(line) != len(body) {
		s += ", indented by " + words.Number(i)
	}
	if bytes.Contains(body, []byte("\r\n")) {
		s += ", lines end in CR LF"
	}
	if bytes.Contains(body, []byte(" \n")) || bytes.Contains(body, []byte("\t\n")) || bytes.Contains(body, []byte(" \r\n")) {
		s += ", blanks at line ends"
	}
	if onOneLine(bytes.TrimSpace(body)) {
		s += ", on one line"
	}
	return s
}

// undoInBody undoes an encoding that only the body of a block has.
func undoInBody(body source.Text, tr *trail) (source.Text, *trail) {
	if bytes.IndexByte(body.Bytes, '%') >= 0 {
		if out, n, _ := unpercent(body); n > 0 {
			tr = tr.count(StepPercent, n, " inside the block", body.All())
			body = out
		}
	}
	if bytes.ContainsAny(body.Bytes, "\\\"'`") {
		if out, n := joinLiterals(body, true); n > 0 {
			tr = tr.add(StepLiteral, "Lines of source code joined: "+words.Number(n), body.All())
			body = out
		}
	}
	if bytes.IndexByte(body.Bytes, '\\') >= 0 {
		if out, n := unescape(body); n > 0 {
			tr = tr.add(StepLiteral, "String literal, "+words.Count(n, "escape")+" undone inside the block", body.All())
			body = out
		}
	}
	return body, tr
}

// elided recognises a body that was left out: AWS's "<...reduced...>", dots, stars,
// or a word such as REMOVED. The smallest certificate has some 150 base64 characters.
func elided(body source.Text, label string) (text string, ok bool) {
	b := bytes.TrimSpace(body.Bytes)
	i := -1
	for _, mask := range masks {
		if i = bytes.Index(b, []byte(mask)); i >= 0 {
			break
		}
	}
	if i >= minBare { // what is before it is read
		return "", false
	}
	if i < 0 && (len(b) > 60 || bytes.HasPrefix(b, []byte("MI"))) {
		return "", false
	}
	if len(b) > 60 && base64Share(b) > 95 && bytes.IndexByte(b, '<') < 0 && bytes.IndexByte(b, '[') < 0 && !bytes.Contains(b, []byte("****")) {
		return "", false // whole but for a few strays: read it
	}
	text = "Between BEGIN and END " + label + " stands nothing."
	if len(b) > 0 {
		text = "The body of this " + strings.ToLower(label) + " was left out: there is only \u201c" + shorten(b) + "\u201d."
	}
	return text, true
}

// shorten returns s with its middle left out if it is long, or base64: that may be of a key.
func shorten(s []byte) string {
	text := strings.ToValidUTF8(strings.Join(strings.Fields(string(s)), " "), "\uFFFD")
	longest, end := 48, 22
	if base64Share(s) > 80 {
		longest, end = 24, 10
	}
	if r := []rune(text); len(r) > longest {
		return string(r[:end]) + " … " + string(r[len(r)-end:])
	}
	return text
}

// describeArmor says in words what is wrong with the marker.
func describeArmor(b []byte, m marker) string {
	text := strings.ToValidUTF8(string(b[m.start:m.end]), "\uFFFD")
	return "it reads \u201c" + text + "\u201d"
}

// secretBlock takes note of a private key: its type and size, and nothing more.
func (u *unwrapper) secretBlock(label string, body source.Text, tr *trail, encrypted bool, span source.Span) {
	r := u.readBody(body)
	o := Object{Kind: der.PrivateKey, Label: label, Field: u.field, Steps: tr.steps(), Span: span}
	if label == "OPENSSH PRIVATE KEY" {
		o.Kind = der.OpenSSHKey
	} else if label == "ENCRYPTED PRIVATE KEY" || encrypted {
		o.Kind = der.EncryptedPrivateKey
	} else if k := der.Classify(r.der.Bytes); k.Secret() {
		o.Kind = k
		o.DER = r.der
	}
	u.exposed(&o, span)
	u.add(o)
}
