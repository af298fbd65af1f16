package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// value reads the inside of a wrapping: a text of its own, or one value.
func (u *unwrapper) value(t source.Text, tr *trail, depth int) {
	whole := t
	t = trim(t)
	if depth > MaxLayers || t.Len() == 0 {
		return
	}
	if bytes.IndexByte(t.Bytes, '\n') >= 0 || isHeader(t.Bytes) { // the first line may be indented as the others are
		u.text(whole, tr, depth)
		return
	}
	if c := t.Bytes[0]; c == '{' || c == '[' {
		u.text(t, tr, depth)
		return
	}
	if u.rewritten(t, tr, depth) {
		return
	}
	u.scan(t, tr, depth)
}

// inside reads a named value: JSON with names of its own, or one value.
func (u *unwrapper) inside(t source.Text, tr *trail, depth int) {
	if u.straightValue(t, tr, depth) {
		return
	}
	if broken := len(t.Bytes) > 0 && bytes.IndexByte(t.Bytes, '%') >= 0; broken {
		u.looseKey(t, tr)
	}
	if u.rewritten(t, tr, depth) {
		return
	}
	in := trim(t)
	if bytes.HasPrefix(in.Bytes, []byte("map[")) || isMessage(in.Bytes) || isHeader(in.Bytes) {
		u.text(in, tr, depth)
		return
	}
	if in.Len() > 1 && (in.Bytes[0] == '{' || in.Bytes[0] == '[') {
		if u.isXFCCJSON(in.Bytes, 0) {
			end := u.xfccJSON(in, tr, depth)
			u.scan(in.Slice(end, in.Len()), tr, depth)
			return
		}
		if _, ok := u.isJSON(in.Bytes, 0); ok {
			u.text(in, tr, depth)
			return
		}
		if _, ok := u.isDump(in.Bytes, 0); ok || javaMap(in.Bytes, 0) {
			u.text(in, tr, depth)
			return
		}
	}
	if bytes.IndexByte(in.Bytes, '{') > 0 && u.logged(in, tr, depth) {
		return
	}
	u.scan(t, tr, depth)
}

// logged reads the message of a log that has JSON or a map of Java behind other words.
//
//go:noinline
func (u *unwrapper) logged(t source.Text, tr *trail, depth int) bool {
	const near = 1 << 10 // bytes before it
	b := t.Bytes[:min(near, t.Len())]
	u.look(len(b))
	if !oneOf([]byte(u.parent), "message @message msg log textpayload") || jsonStart(b) <= 0 && !bytes.Contains(b, []byte("headers={")) {
		return false
	}
	u.text(t, tr, depth)
	return true
}

// isMessage reports whether a value has several lines, of which the first two are
// those of an HTTP message or of headers.
func isMessage(b []byte) bool {
	end := lineEnd(b, 0)
	if end == len(b) {
		return false
	}
	header := func(s []byte) bool {
		l := readLine(s)
		return l.kind == headerLine && l.what == "Header" && l.value > l.nameEnd+1
	}
	if httpLine(b[:end]) != "" {
		return true
	}
	return header(b[:end]) && header(b[end+1:lineEnd(b, end+1)])
}

// isHeader reports whether a value is one header line, as a log has it in its message: a name of
// several words, a colon, and something that may be encoded.
func isHeader(b []byte) bool {
	i := 0
	for i < len(b) && i < maxName && nameByte(b[i]) {
		i++
	}
	return i > 0 && i+minEncoded < len(b) && b[i] == ':' && blank(b[i+1]) && letter(b[0]) && bytes.IndexAny(b[:i], "-_") > 0
}

// scan finds what is encoded in a text without names of its own, from left to
// right: PEM blocks, in whatever encoding their armor is, and between them runs
// of base64 and hexadecimal that begin as DER does.
func (u *unwrapper) scan(t source.Text, tr *trail, depth int) {
	if depth > MaxLayers || t.Len() == 0 {
		return
	}
	u.look(t.Len())
	if u.member.element == 0 && carrier.IsXFCC(t.Bytes) {
		u.xfcc(t, tr, depth)
		return
	}
	u.keyText(t, tr)
	first := len(u.unit().Objects)
	for pos := 0; pos < t.Len() && !u.stopped; {
		m, ok := u.findMarker(t.Bytes, pos)
		if !ok {
			u.runs(t.Slice(pos, t.Len()), tr, depth)
			break
		}
		switch m.encoding {
		case percentEncoded:
			from, to := u.encodedRegion(t.Bytes, pos, m)
			u.runs(t.Slice(pos, from), tr, depth)
			u.inLine(t, pos, from, to, tr, depth)
			pos = to
		case escaped:
			from, to := u.encodedRegion(t.Bytes, pos, m)
			from, to = u.literalAround(t.Bytes, pos, from, to)
			u.runs(t.Slice(pos, from), tr, depth)
			region := t.Slice(from, to)
			if out, step := u.literal(region, tr, depth); step != nil {
				u.literalBreaks(t, from, region)
				u.value(out, step, depth+1)
			}
			pos = to
		default:
			from := m.start
			if !m.begin {
				from = bodyBefore(t.Bytes, pos, m.start)
				u.look(m.start - from)
			}
			u.runs(t.Slice(pos, from), tr, depth)
			if pos = u.straightBlock(t, m.start, tr, depth); pos == 0 {
				pos = u.block(t, from, m, tr, depth)
			}
		}
	}
	u.numberBlocks(first)
}

// inLine reads a percent-encoded region in the middle of a line, as a named value
// if a name stands right before it: leaf="-----BEGIN%20…".
func (u *unwrapper) inLine(t source.Text, pos, from, to int, tr *trail, depth int) {
	region := t.Slice(from, to)
	if start, end := nameBefore(t.Bytes, pos, from); end > start && u.field < 0 {
		at := t.Span(start, end)
		name := u.name(t.Bytes[start:end])
		if u.named(name, at, region, false, tr.add(StepNamed, "Value of "+name, at), depth) {
			return
		}
	}
	u.percent(region, tr, depth)
}

// nameBefore finds a name, "=" or ":" and perhaps a quote right before b[at].
func nameBefore(b []byte, pos, at int) (start, end int) {
	i := at
	if i > pos && (b[i-1] == '"' || b[i-1] == '\'') {
		i--
	}
	for i > pos && b[i-1] == ' ' {
		i--
	}
	if i == pos || b[i-1] != '=' && b[i-1] != ':' {
		return 0, 0
	}
	end = i - 1
	if end > pos && (b[end-1] == '"' || b[end-1] == '\'') {
		end--
	}
	start = end
	for start > pos && end-start < maxName && nameByte(b[start-1]) {
		start--
	}
	return start, end
}

// percent undoes the percent-encoding of a region and reads what is inside.
func (u *unwrapper) percent(region source.Text, tr *trail, depth int) {
	u.look(region.Len())
	out, n, bad := unpercent(blanksOfForm(region))
	if n == 0 {
		return
	}
	u.recognized("percent-encoded value", depth)
	all := region.All()
	step := tr.count(StepPercent, n, "", all)
	if tr != nil && tr.percent() {
		u.note(finding.PercentTwice, finding.EncodedAgain, "The value was percent-encoded twice; both encodings were undone.",
			"Something between the load balancer and here encodes a value that is encoded already: a program that forwards the header, which should leave it as it is, or the log that this comes from.", all)
	}
	if len(bad) > 0 {
		var spans []source.Span
		for _, i := range bad[:min(len(bad), MaxSpans)] {
			spans = append(spans, region.Span(i, i+1))
		}
		if len(bad) == 1 && bad[0] >= region.Len()-2 {
			u.note(finding.PercentInvalid, finding.CutShort, "The value ends inside an escape: it was cut off there.", "", spans...)
		} else {
			u.note(finding.PercentInvalid, "", words.Count(len(bad), "% sign")+" without two hexadecimal digits after it; left as it stands.", "", spans...)
		}
	}
	u.value(out, step, depth+1)
}

// percent reports whether the last layer undone was percent-encoding.
func (tr *trail) percent() bool { return tr.step.Kind == StepPercent }

// encodedRegion returns the part of b, from pos on, that shares the encoding of
// the marker m: the word that m stands in, up to the last armor on its line.
func (u *unwrapper) encodedRegion(b []byte, pos int, m marker) (from, to int) {
	from = m.start
	for from > pos && !delimiter(b[from-1]) {
		from--
	}
	to = m.end
	line := u.lineEnd(b, m.end)
	for next, ok := u.findMarker(b, to); ok; next, ok = u.findMarker(b, to) {
		if next.start >= line && (next.begin || to != m.end) {
			break
		}
		to = next.end
		if to > line {
			line = u.lineEnd(b, to)
		}
	}
	if to == m.end { // cut off, or its end marker is lost
		return from, max(to, quoteEnd(b[:line], to))
	}
	for to < len(b) && !delimiter(b[to]) {
		to++
	}
	u.look(to - from)
	return from, to
}

// literalAround returns the string literal that the region [from, to) of escapes is in, where
// more than that stands between its quotes, on one line: the log of a program, with what stands
// before each line of it.
func (u *unwrapper) literalAround(b []byte, pos, from, to int) (int, int) {
	const longest = 400 // characters before it
	floor := max(pos, from-longest)
	open := bytes.LastIndexAny(b[floor:from], "\"'`\n") + floor
	if open < floor || b[open] == '\n' || open+1 == from {
		return from, to
	}
	end := u.lineEnd(b, to)
	closing := bytes.IndexByte(b[to:end], b[open])
	if closing < 0 {
		return from, to
	}
	return open + 1, to + closing
}

// quoteEnd returns the offset of the first quote in b from i on, or its end.
func quoteEnd(b []byte, i int) int {
	for ; i < len(b); i++ {
		if b[i] == '"' {
			break
		}
	}
	return i
}

// delimiter reports whether c ends a word in headers, JSON and source code.
func delimiter(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', '"', '\'', '`', ',', ';', '(', ')', '{', '}', '[', ']', '|':
		return true
	}
	return false
}

// A start is how a run without armor may begin, and what reads it.
type start struct {
	name   string // of the layer
	first  byte   // with which it begins, or 0 for any
	prefix string // with which it begins, or empty where the reader looks by itself
	inWord bool   // it may stand in the middle of a word
	// read reads the run at the start of t, and says how much of t it took, 0 if it is
	// none, and how far it looked to find out.
	read func(u *unwrapper, t source.Text, r run, tr *trail, depth int) (taken, looked int)
}

// run is where a start was found.
type run struct {
	colon  bool // a colon stands before it
	inWord bool // it is in the middle of a word
	before byte // what stands before it, 0 for nothing
}

// alone reports whether it stands at the start of a text or value.
func (r run) alone() bool { return r.before == 0 || r.before == '=' }

// startTable returns the starts, which are tried in this order. "MI" and a letter
// up to P is the base64 of a DER SEQUENCE of 128 bytes or more, "308" its hexadecimal, 48 its first byte; "LS0t"
// is the base64 of PEM's dashes, "eyJ" that of an object in JSON, as tokens begin
// with, "H4sI" that of gzip, "UEsDB" of ZIP.
func startTable() []start {
	return []start{
		{"base64", 'M', "MI", true, (*unwrapper).bareBase64},
		{"base64 of short keys", 'M', "M", true, (*unwrapper).shortKey},
		{"base64 of OpenSSH's keys", 'b', "b3BlbnNzaC1rZXktdjE", true, (*unwrapper).sshKey},
		{"base64 of PEM", 'L', base64Begin, false, (*unwrapper).base64Text},
		{"tokens", 'e', "eyJ", false, (*unwrapper).token},
		{"gzip", 'H', "H4sI", false, (*unwrapper).base64Text},
		{"ZIP", 'U', "UEsDB", false, (*unwrapper).base64Text},
		{"hexadecimal", '3', "", false, (*unwrapper).hex},
		{"hexadecimal, prefixed", '0', "", false, (*unwrapper).hex},
		{"hexadecimal, escaped", '\\', "", false, (*unwrapper).hex},
		{"hexadecimal after x", 'x', "x30", false, (*unwrapper).hex},
		{"hexadecimal of TLS", '1', "1", false, (*unwrapper).handshake},
		{"hexadecimal of TLS, handshake", '0', "0", false, (*unwrapper).handshake},
		{"hexadecimal of PEM", '2', "2", false, (*unwrapper).handshake},
		{"numbers", '4', "4", false, (*unwrapper).numbers},
		{"numbers, prefixed", '0', "0", false, (*unwrapper).numbers},
		{"numbers of TLS", '2', "22", false, (*unwrapper).numbers},
		{"bytes in literals", '0', "0\\", false, (*unwrapper).literalBytes},
		{"bytes in octal", '\\', "\\0", false, (*unwrapper).literalBytes},
		{"percent-encoded bytes", '%', "%30%", false, (*unwrapper).percentBytes},
		{"percent-encoded bytes and letters", '0', "0", false, (*unwrapper).percentBytes},
		{"short keys in literals", '0', "0", false, (*unwrapper).shortKeyBytes},
		{"hexadecimal of OpenSSH's keys", '6', "6f70656e7373682d6b65792d7631", false, (*unwrapper).sshKey},
		{"base32", 'G', "G", false, (*unwrapper).base32},
		{"numbers of text", 0, "", false, (*unwrapper).numberText},
		{"base64, base32 or hexadecimal of any text", 0, "", false, (*unwrapper).anyText},
	}
}

// How a byte begins starts.
const (
	startsNothing = iota
	startsWord
	startsInWord // and so in the middle of one
)

// longWord reports whether the word at b[i] may be as long as [unwrapper.anyText]
// wants it, by a look at two of its bytes.
func longWord(b []byte, i int) bool {
	return i+textHead <= len(b) && encodedByte(b[i+textHead-1]) && encodedByte(b[i+textHead/2])
}

func encodedByte(c byte) bool { return base64Class[c] == classChar || c == '%' }

// runs finds the runs of what is encoded in a text without PEM armor: each starts
// as one of the table does, and most of them a word.
func (u *unwrapper) runs(t source.Text, tr *trail, depth int) {
	b := t.Bytes
	u.look(len(b))
	fresh := true // at the start of a word
	for i := 0; i < len(b); fresh = i == 0 || !wordByte(b[i-1]) || diffMark(b, i-1) {
		for ; i < len(b); i++ { // most bytes begin nothing
			by := u.startsWith[b[i]]
			if by == startsInWord || fresh && (by == startsWord || longWord(b, i)) {
				break
			}
			fresh = !wordByte(b[i]) || diffMark(b, i)
		}
		if i == len(b) {
			return
		}
		r := run{}
		if i > 0 {
			r = run{b[i-1] == ':', wordByte(b[i-1]) && !diffMark(b, i-1), b[i-1]}
			if i > 2 && b[i-3] == '%' {
				if c, ok := hexPair(b, i-2); ok && base64Class[c] != classChar {
					r = run{c == ':', false, c} // what stands before it is percent-encoded
				}
			}
		}
		taken := 0
		for k := range u.starts {
			s := &u.starts[k]
			if s.first != b[i] && s.first != 0 || r.inWord && !s.inWord || !hasPrefix(b[i:], s.prefix) {
				continue
			}
			var looked int
			taken, looked = s.read(u, t.Slice(i, len(b)), r, tr, depth)
			if u.look(looked); taken > 0 {
				break
			}
		}
		i += max(1, taken)
	}
}

// diffMark reports whether b[i] is the mark of a line in a diff.
func diffMark(b []byte, i int) bool {
	return (b[i] == '+' || b[i] == '-') && (i == 0 || lineBreak(b[i-1]))
}

func hasPrefix(b []byte, s string) bool { return len(b) >= len(s) && string(b[:len(s)]) == s }

// base64Begin is the base64 of "-----BEGIN", all of the characters that are sure.
const base64Begin = "LS0tLS1CRUdJT"

// wordByte reports whether c, standing before a run, makes it the middle of a word.
func wordByte(c byte) bool { return wordBytes[c] }

var wordBytes = func() (t [256]bool) {
	for c := range t {
		t[c] = base64Class[c] == classChar || c == '%' || c == '\\'
	}
	return
}()
