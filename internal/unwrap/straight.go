package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/source"
)

// The straight way. Most certificates come as RFC 7468 has them, or as an ALB makes
// that fit for a header. Both forms are read here in one pass, with the same
// structures, steps and places as by way of the layers. What is not of the form to the
// byte, or worth a word, is left to them: FuzzStraight holds that both ways are equal.

// pemForm is a way in which PEM is written.
type pemForm struct{ begin, lineBreak, end string }

var (
	plainForm = pemForm{"-----BEGIN CERTIFICATE-----\n", "\n", "-----END CERTIFICATE-----"}
	albForm   = pemForm{"-----BEGIN%20CERTIFICATE-----%0A", "%0A", "-----END%20CERTIFICATE-----"}
)

// straightBlock is a block of one of the forms.
type straightBlock struct {
	body  int    // offset of its first character of base64
	chars int    // of base64, without padding
	lines int    // that these stand on
	end   int    // offset after its END
	der   []byte // whole: its inner structure fits to the last byte
}

// minStraight is the length of the shortest structure that is read here: of shorter
// ones the layers ask whether something was left out.
const minStraight = 64

// block reads the block of the form that begins at b[at]. Its DER says how long it
// is, and so where all of it must stand.
func (f *pemForm) block(b []byte, at int) (x straightBlock, ok bool) {
	const head = 8 // characters: of a header of six bytes
	if !hasPrefix(b[at:], f.begin) || len(b)-at < len(f.begin)+head {
		return x, false
	}
	x.body = at + len(f.begin)
	size := declared(decodeBase64(base64Head(b[x.body:], head)))
	if size < minStraight || size > len(b)-x.body {
		return x, false
	}
	x.chars = (size*4 + 2) / 3
	padded := (x.chars + 3) &^ 3
	x.lines = (padded + lineWidth - 1) / lineWidth
	end := x.body + padded + x.lines*len(f.lineBreak)
	if end > len(b) || !hasPrefix(b[end:], f.end) {
		return x, false
	}
	x.end = end + len(f.end)
	if x.der, ok = f.decode(b[x.body:end], x.chars, size); !ok {
		return x, false
	}
	return x, der.Classify(x.der) == der.Certificate && !oddBoolean(x.der) && deep(x.der)
}

// decode decodes so many characters in lines to so many bytes.
func (f *pemForm) decode(b []byte, chars, size int) ([]byte, bool) {
	out := make([]byte, size+2) // the last group may have less than three
	at, bad := 0, byte(0)
	for chars > 0 {
		n := min(chars, lineWidth)
		line := b[:n]
		if private(line) {
			return nil, false
		}
		for ; len(line) >= 4; line = line[4:] {
			v0, v1, v2, v3 := standardValue[line[0]], standardValue[line[1]], standardValue[line[2]], standardValue[line[3]]
			bad |= v0 | v1 | v2 | v3
			three := out[at : at+3]
			three[0], three[1], three[2] = v0<<2|v1>>4, v1<<4|v2>>2, v2<<6|v3
			at += 3
		}
		b = b[n:]
		chars -= n
		if len(line) > 0 { // the last group, and its padding
			var v [3]byte
			for i, c := range line {
				v[i] = standardValue[c]
				bad |= v[i]
			}
			out[at] = v[0]<<2 | v[1]>>4
			rest := v[1] << 4 // bits that belong to no byte
			if len(line) == 3 {
				out[at+1] = v[1]<<4 | v[2]>>2
				rest = v[2] << 6
			}
			padding := "=="[len(line)-2:]
			if rest != 0 || !hasPrefix(b, padding) {
				return nil, false
			}
			b = b[len(padding):]
		}
		if !hasPrefix(b, f.lineBreak) {
			return nil, false
		}
		b = b[len(f.lineBreak):]
	}
	return out[:size:size], bad < 64
}

// standardValue is the value of each character of base64 (RFC 4648, section 4); 128
// for others.
var standardValue = func() (t [256]byte) {
	for c := range t {
		if t[c] = base64Value[c]; t[c] > 63 || c == '-' || c == '_' {
			t[c] = 128
		}
	}
	return
}()

// private reports whether a line ends as the text of a private key may, by chance:
// with the name of a part of it. The layers look closer.
func private(line []byte) bool {
	const word = "privateExponent"
	n := len(line)
	return n > 3 && (line[n-1] == 'v' && n == 4 || line[n-1] == 't' && n >= len(word)) &&
		(string(line) == "priv" || n >= len(word) && string(line[n-len(word):]) == word)
}

// straightBlock takes the block at offset at of t if it is of the plain form, and
// returns the offset after it; 0 if it is not.
func (u *unwrapper) straightBlock(t source.Text, at int, tr *trail, depth int) int {
	if u.layersOnly || u.count >= MaxObjects || u.stopped {
		return 0
	}
	x, ok := plainForm.block(t.Bytes, at)
	if !ok || x.end < t.Len() && t.Bytes[x.end] != '\n' {
		return 0
	}
	u.look(x.end - at)
	u.recognized("PEM", depth)
	u.straight(t, at, &x, &plainForm, tr)
	return x.end
}

// straightBlocks reads a value that is blocks of ALB's form as a whole, as far as there is
// room for what is in it, and says how many escapes are in it. The blocks are valid until
// the next are read.
func (u *unwrapper) straightBlocks(b []byte, depth int) (blocks []straightBlock, escapes int) {
	if u.layersOnly || !hasPrefix(b, albForm.begin) || depth >= MaxLayers {
		return nil, 0
	}
	blocks = u.blocks[:0]
	for at := 0; at < len(b); {
		x, ok := albForm.block(b, at)
		if !ok {
			return nil, 0
		}
		blocks = append(blocks, x)
		escapes += 1 + 1 + x.lines + 1 // in BEGIN, after it, after each line, in END
		if at = x.end; hasPrefix(b[at:], albForm.lineBreak) {
			at += len(albForm.lineBreak)
			escapes++
		} else if at < len(b) {
			return nil, 0
		}
	}
	if u.blocks = blocks; u.count+len(blocks) > MaxObjects || u.stopped {
		return nil, 0
	}
	u.look(len(b))
	return blocks, escapes
}

// straightValue takes a named value that is of ALB's form as a whole.
func (u *unwrapper) straightValue(t source.Text, tr *trail, depth int) bool {
	if tr != nil && tr.percent() {
		return false
	}
	blocks, escapes := u.straightBlocks(t.Bytes, depth)
	if blocks == nil {
		return false
	}
	u.recognized("percent-encoded value", depth)
	u.recognized("PEM", depth+1)
	u.straightAll(t, blocks, tr.count(StepPercent, escapes, "", t.All()))
	if u.field >= 0 {
		u.unit().Fields[u.field].Straight = true
	}
	return true
}

// straightAll adds the certificates of a value.
func (u *unwrapper) straightAll(t source.Text, blocks []straightBlock, tr *trail) {
	first, at := len(u.unit().Objects), 0
	for i := range blocks {
		u.straight(t, at, &blocks[i], &albForm, tr)
		at = blocks[i].end + len(albForm.lineBreak)
	}
	u.numberBlocks(first)
}

// straight takes a line that is a header with PEM in ALB's form, from its first character
// to its last: no reader but that of header lines has anything to do with it.
func (x *lines) straight() bool {
	u := x.u
	if !x.fresh || x.turns || x.called != "" || len(x.head) > 0 || u.member.element > 0 || u.fields >= MaxFields || x.follows() {
		return false
	}
	b := x.t.Bytes[x.pos:x.end]
	to := len(bytes.TrimSuffix(b, []byte("\r")))
	if !bytes.HasSuffix(bytes.TrimSuffix(b[:to], []byte(albForm.lineBreak)), []byte(albForm.end)) {
		return false
	}
	l := x.is()
	if l.kind != headerLine || l.what != "Header" || l.prefix > 0 || l.bold || l.value > to {
		return false
	}
	blocks, escapes := u.straightBlocks(b[l.value:to], x.depth+1)
	if blocks == nil {
		return false
	}
	x.another(b[l.name:l.nameEnd])
	x.scanTo(x.pos)
	if u.stopped {
		return false
	}
	un, value := u.unit(), x.t.Slice(x.pos+l.value, x.pos+to)
	name, at, all := u.name(b[l.name:l.nameEnd]), x.t.Span(x.pos+l.name, x.pos+l.nameEnd), value.All()
	named := trail{x.tr, Step{Kind: StepNamed, Text: u.headerStep(name), Span: at}}
	field, objects, around := len(un.Fields), len(un.Objects), u.field
	un.Fields = append(un.Fields, Field{Name: name, Parent: u.parent, NameSpan: at, Value: value, Straight: true})
	u.field = field
	u.straightAll(value, blocks, &trail{&named, Step{Kind: StepPercent, Count: escapes, Span: all}})
	u.field = around
	u.fields++
	f := &un.Fields[field]
	f.Objects = make([]int, len(un.Objects)-objects)
	for i := range f.Objects {
		f.Objects[i] = objects + i
	}
	un.Span = un.Span.Join(at).Join(all)
	u.recognized("named values", x.depth)
	next := nextLine(x.t.Bytes, x.end)
	return x.moved(next, next)
}

// follows reports whether the next line may belong to this one.
func (x *lines) follows() bool {
	return x.end+1 < x.t.Len() && (x.t.Bytes[x.end+1] == ' ' || x.t.Bytes[x.end+1] == '\t')
}

// headerStep is the text of the step of a header line.
func (u *unwrapper) headerStep(name string) string {
	if u.lastHeader != name {
		u.lastHeader, u.lastStep = name, "Header "+name
	}
	return u.lastStep
}

// straight adds the certificate of a block that begins at offset at of t.
func (u *unwrapper) straight(t source.Text, at int, x *straightBlock, f *pemForm, tr *trail) {
	text := source.DecodedLines(t.Slice(x.body, x.end), x.chars, lineWidth, len(f.lineBreak), x.der)
	all, span := text.All(), t.Span(at, x.end)
	before := tr.length()
	steps := u.stepRoom(before + 3)
	tr.fill(steps)
	steps[before] = Step{Kind: StepPEM, Text: "CERTIFICATE", Span: span}
	steps[before+1] = Step{Kind: StepBase64, Count: x.chars, Span: all}
	steps[before+2] = Step{Kind: StepDER, Count: len(x.der), Span: all}
	if u.add(Object{Kind: der.Certificate, DER: text, Label: "CERTIFICATE", Field: u.field, Steps: steps}) > 0 {
		objects := u.unit().Objects
		objects[len(objects)-1].Span = span
	}
}

// stepRoom is room for n steps, in memory that is used again for the next unit.
func (u *unwrapper) stepRoom(n int) []Step {
	at := len(u.steps)
	if cap(u.steps)-at < n {
		u.steps, at = make([]Step, 0, max(n, 2*cap(u.steps))), 0
	}
	u.steps = u.steps[:at+n]
	return u.steps[at : at+n : at+n]
}
