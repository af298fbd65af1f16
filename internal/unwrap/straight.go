package unwrap

import (
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
	out := make([]byte, 0, size+2)
	var bad byte
	for chars > 0 {
		n := min(chars, lineWidth)
		line := b[:n]
		if private(line) {
			return nil, false
		}
		for ; len(line) >= 4; line = line[4:] {
			v0, v1, v2, v3 := standardValue[line[0]], standardValue[line[1]], standardValue[line[2]], standardValue[line[3]]
			bad |= v0 | v1 | v2 | v3
			out = append(out, v0<<2|v1>>4, v1<<4|v2>>2, v2<<6|v3)
		}
		b = b[n:]
		chars -= n
		if len(line) > 0 { // the last group, and its padding
			var v [3]byte
			for i, c := range line {
				v[i] = standardValue[c]
				bad |= v[i]
			}
			out = append(out, v[0]<<2|v[1]>>4)
			rest := v[1] << 4 // bits that belong to no byte
			if len(line) == 3 {
				out = append(out, v[1]<<4|v[2]>>2)
				rest = v[2] << 6
			}
			if padding := "=="[len(line)-2:]; rest != 0 || !hasPrefix(b, padding) {
				return nil, false
			} else {
				b = b[len(padding):]
			}
		}
		if !hasPrefix(b, f.lineBreak) {
			return nil, false
		}
		b = b[len(f.lineBreak):]
	}
	return out, bad < 64
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

// straightValue takes a named value that is of ALB's form as a whole.
func (u *unwrapper) straightValue(t source.Text, tr *trail, depth int) bool {
	if u.layersOnly || !hasPrefix(t.Bytes, albForm.begin) || depth >= MaxLayers || tr != nil && tr.percent() {
		return false
	}
	var blocks []straightBlock
	escapes := 0
	for at := 0; at < t.Len(); {
		x, ok := albForm.block(t.Bytes, at)
		if !ok {
			return false
		}
		blocks = append(blocks, x)
		escapes += 1 + 1 + x.lines + 1 // in BEGIN, after it, after each line, in END
		if at = x.end; hasPrefix(t.Bytes[at:], albForm.lineBreak) {
			at += len(albForm.lineBreak)
			escapes++
		} else if at < t.Len() {
			return false
		}
	}
	if u.count+len(blocks) > MaxObjects || u.stopped {
		return false
	}
	u.look(t.Len())
	u.recognized("percent-encoded value", depth)
	u.recognized("PEM", depth+1)
	step := tr.count(StepPercent, escapes, "", t.All())
	first, at := len(u.unit().Objects), 0
	for i := range blocks {
		u.straight(t, at, &blocks[i], &albForm, step)
		at = blocks[i].end + len(albForm.lineBreak)
	}
	u.numberBlocks(first)
	if u.field >= 0 {
		u.unit().Fields[u.field].Straight = true
	}
	return true
}

// straight adds the certificate of a block that begins at offset at of t.
func (u *unwrapper) straight(t source.Text, at int, x *straightBlock, f *pemForm, tr *trail) {
	text := source.DecodedLines(t.Slice(x.body, x.end), x.chars, lineWidth, len(f.lineBreak), x.der)
	all, span := text.All(), t.Span(at, x.end)
	steps := tr.steps(3)
	steps = append(steps, Step{Kind: StepPEM, Text: "CERTIFICATE", Span: span},
		Step{Kind: StepBase64, Count: x.chars, Span: all}, Step{Kind: StepDER, Count: len(x.der), Span: all})
	if u.add(Object{Kind: der.Certificate, DER: text, Label: "CERTIFICATE", Field: u.field, Steps: steps}) > 0 {
		objects := u.unit().Objects
		objects[len(objects)-1].Span = span
	}
}
