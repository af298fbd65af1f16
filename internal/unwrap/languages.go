package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// Bytes as languages write them whose hexadecimal numbers do not begin with 0x, or end in a type:
//
//	assembler  db 030h, 082h     Pascal  ($30, $82)  #$30#$82
//	BASIC      {&H30, &H82}      F#      [| 0x30uy; 0x82uy |]
//	Kotlin     byteArrayOf(0x30, 0x82.toByte())      Nim  [0x30'u8, 0x82'u8]

// byteForm is how a language writes a byte.
type byteForm struct {
	prefix, suffix string
	bare           bool // the suffix may be missing
}

var byteForms = []byteForm{{"#$", "", false}, {"$", "", false}, {"&H", "", false}, {"0x", "uy", false}, {"0x", "'u8", true}, {"0x", ".toByte()", true}, {"", "h", false}}

// marksOfLanguages are one beside each of the forms: a text without them has none.
var marksOfLanguages = []string{"$30", "&H30", "&h30", "30uy;", "30'u", ".toByte()", "30h,", "30H,"}

// undoLanguages makes numbers with 0x of them.
func undoLanguages(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	for i := 1; i < len(b); i++ {
		j := bytes.Index(b[i:], []byte("30"))
		if j < 0 {
			break
		}
		if i += j; mayBeByte(b, i) {
			return ofLanguages(t, b, i)
		}
	}
	return source.Text{}, 0
}

// mayBeByte reports whether the digits at b[i] may be the first of such bytes.
func mayBeByte(b []byte, i int) bool {
	before, after := b[i-1], b[min(len(b), i+2):]
	return before == '$' || before|0x20 == 'h' && i > 1 && b[i-2] == '&' || len(after) > 0 && (after[0]|0x20 == 'h' || after[0] == 'u' || after[0] == '\'') ||
		before|0x20 == 'x' && bytes.Contains(after[:min(len(after), 24)], []byte(".toByte()"))
}

func ofLanguages(t source.Metered, b []byte, at int) (source.Text, int) {
	const enough, longest = 40, 4 // bytes of a list; characters before the digits
	out := source.NewBuilder(t.Text(), len(b))
	from, n := 0, 0
	for at < len(b) {
		taken, next := false, at+len("30")
		for k := range byteForms {
			f := &byteForms[k]
			start := at
			for start > max(from, at-longest) && bytes.IndexByte([]byte("#$&Hhx0"), b[start-1]) >= 0 {
				start--
			}
			list := f.list(b, start)
			if len(list) < enough {
				if n := len(list); n > 0 {
					next = max(next, list[n-1].to)
				}
				continue
			}
			out.Copy(from, start)
			for _, p := range list {
				digits := bytes.TrimLeft(b[p.from:p.to], "0")
				out.Replace(p.from, p.to, append([]byte("0x"), append([]byte("00")[min(2, len(digits)):], digits...)...)...)
				out.Replace(p.to, p.to, ' ')
				from = p.to + len(f.suffix)
			}
			n += len(list)
			from = min(from, len(b))
			at, taken = from, true
			break
		}
		if !taken {
			at = next
		}
		j := bytes.Index(b[min(at, len(b)):], []byte("30"))
		if j < 0 {
			break
		}
		at += j
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// list is where the digits are of the bytes in this form that begin at b[i].
func (f *byteForm) list(b []byte, i int) (list []piece) {
	suffixed := f.suffix == "" || !f.bare
	for i < len(b) {
		if len(f.prefix) > 0 && !bytes.EqualFold(b[i:min(len(b), i+len(f.prefix))], []byte(f.prefix)) {
			break
		}
		i += len(f.prefix)
		p := piece{i, i}
		for p.to < len(b) && p.to-i < 3 && hexDigit[b[p.to]] < 16 {
			p.to++
		}
		if width := p.to - i; width == 0 || width == 3 && b[i] != '0' || f.suffix == "h" && !digit(b[i]) {
			break
		}
		i = p.to
		if bytes.EqualFold(b[i:min(len(b), i+len(f.suffix))], []byte(f.suffix)) {
			i += len(f.suffix)
			suffixed = true
		} else if !f.bare {
			break
		}
		list = append(list, p)
		if i = betweenBytes(b, i); f.suffix == "h" && i == p.to+1 {
			break
		}
	}
	if !suffixed {
		return nil
	}
	return list
}

// betweenBytes skips what stands between two bytes, and between two lines of them.
func betweenBytes(b []byte, i int) int {
	const most = 80 // characters
	for from := i; i < min(len(b), from+most); {
		switch c := b[i]; {
		case space(c) || c == ',' || c == ';' || c == '_' || c == '+':
			i++
		case fold(b, i, "db") && i+2 < len(b) && blank(b[i+2]):
			i += 2
		default:
			return i
		}
	}
	return i
}
