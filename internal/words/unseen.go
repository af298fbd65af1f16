package words

import (
	"strings"
	"unicode/utf8"
)

// Characters that are not seen, or make others look like what they are not
// (Unicode Technical Report 36, section 2).

// Trick is how a character of a name deceives who reads it.
type Trick uint8

const (
	NoTrick      Trick = iota
	Control            // U+0000 to U+001F, U+007F to U+009F
	Direction          // turns the direction of writing
	Invisible          // has no width
	Tag                // U+E0000 to U+E01EF: tags and selectors, not seen
	OddBlank           // a blank other than the usual one, or one at an end
	Stacked            // a mark on a character that has several
	MixedScripts       // a letter of another script than the one before it in its word
)

// unseen are the ranges of characters that are not seen, in order.
var unseen = [...]struct {
	from, to rune
	trick    Trick
}{
	{0, 0x1F, Control}, {0x7F, 0x9F, Control},
	{0xAD, 0xAD, Invisible}, {0x34F, 0x34F, Invisible},
	{0x61C, 0x61C, Direction},
	{0x115F, 0x1160, Invisible}, // fillers of Hangul
	{0x17B4, 0x17B5, Invisible}, {0x180B, 0x180E, Invisible},
	{0x200B, 0x200D, Invisible}, {0x200E, 0x200F, Direction},
	{0x2028, 0x2029, Control}, // separators of lines and paragraphs
	{0x202A, 0x202E, Direction},
	{0x2060, 0x2065, Invisible}, {0x2066, 0x2069, Direction}, {0x206A, 0x206F, Invisible},
	{0x3164, 0x3164, Invisible}, {0xFE00, 0xFE0F, Invisible}, {0xFEFF, 0xFEFF, Invisible}, {0xFFA0, 0xFFA0, Invisible}, {0xFFF9, 0xFFFB, Invisible},
	{0xE0000, 0xE01EF, Tag},
}

// unseenTrick is what hides the character, or NoTrick.
func unseenTrick(r rune) Trick {
	if r >= ' ' && r < 0x7F {
		return NoTrick
	}
	for i := range unseen {
		if r <= unseen[i].to {
			if r >= unseen[i].from {
				return unseen[i].trick
			}
			break
		}
	}
	return NoTrick
}

// CodePoint names a character: "U+202E".
func CodePoint(r rune) string {
	s := "U+"
	for shift := 20; shift >= 0; shift -= 4 {
		if r>>shift != 0 || shift < 16 {
			s += string(UpperDigits[r>>shift&15])
		}
	}
	return s
}

// Visible is s with each character that is not seen written as its number in
// brackets: [U+202E]. Line breaks and tabs stay if lines is set.
func Visible(s string, lines bool) string {
	from := 0
	var b strings.Builder
	for i, r := range s {
		if r >= ' ' && r < 0x7F || lines && (r == '\n' || r == '\r' || r == '\t') || unseenTrick(r) == NoTrick {
			continue
		}
		b.WriteString(s[from:i])
		b.WriteString("[" + CodePoint(r) + "]")
		from = i + utf8.RuneLen(r)
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

// Odd is a character of a name that deceives.
type Odd struct {
	Trick  Trick
	Char   rune
	At     int    // its offset in bytes
	More   int    // so many others are there
	Before string // of MixedScripts: the script of the letter before it
	Script string // of MixedScripts: its own
}

// FindOdd finds the first character of a name that deceives. Host says that the name
// is one that machines read, a host, an address; word, that it is the name of
// somebody or something: of both are scripts compared. Others are only looked
// through for what is not seen.
func FindOdd(name string, host, word bool) (o Odd, found bool) {
	ascii := true
	for i := 0; i < len(name); i++ {
		if c := name[i]; c < ' ' || c >= 0x7F {
			ascii = false
			break
		}
	}
	if ascii && (name == "" || name[0] != ' ' && name[len(name)-1] != ' ') && !(host && strings.Contains(name, "xn--")) {
		return o, false
	}
	take := func(trick Trick, r rune, at int) {
		if o.Trick != NoTrick {
			o.More++
			return
		}
		o.Trick, o.Char, o.At = trick, r, at
	}
	marks, script := 0, noScript
	for i, r := range name {
		last := i+utf8.RuneLen(r) == len(name)
		switch trick := unseenTrick(r); {
		case trick != NoTrick:
			take(trick, r, i)
			continue
		case oddBlank(r) || r == ' ' && (i == 0 || last):
			take(OddBlank, r, i)
		}
		if isMark(r) {
			if marks++; marks == mostMarks+1 {
				take(Stacked, r, i)
			}
			continue
		}
		marks = 0
		if !host && !word {
			continue
		}
		switch s := scriptOf(r); {
		case s == common:
		case s == noScript:
			script = noScript
		case script != noScript && script != s:
			if o.Trick == NoTrick {
				o.Before, o.Script = scriptNames[script], scriptNames[s]
			}
			take(MixedScripts, r, i)
			script = s
		default:
			script = s
		}
	}
	if host && o.Trick == NoTrick {
		o = oddLabel(name)
	}
	return o, o.Trick != NoTrick
}

// oddLabel looks into the labels of a host name that are in Punycode (RFC 3492).
func oddLabel(name string) (o Odd) {
	for at := 0; at < len(name); {
		end := strings.IndexAny(name[at:], ".@/:")
		if end < 0 {
			end = len(name) - at
		}
		if label := name[at : at+end]; len(label) > 4 && strings.EqualFold(label[:4], "xn--") {
			if text, ok := punycode(label[4:]); ok {
				if o, found := FindOdd(text, false, true); found {
					o.At = at
					return o
				}
			}
		}
		at += end + 1
	}
	return o
}

// mostMarks is how many marks a character of a living language carries at most.
const mostMarks = 3

// isMark reports whether r is a mark that combines with the character before it, of
// those that stack.
func isMark(r rune) bool {
	return r >= 0x300 && r <= 0x36F || r >= 0x483 && r <= 0x489 || r >= 0x591 && r <= 0x5BD || r >= 0x610 && r <= 0x61A || r >= 0x64B && r <= 0x65F ||
		r >= 0xE31 && r <= 0xE3A || r >= 0xE47 && r <= 0xE4E || r >= 0x1AB0 && r <= 0x1AFF || r >= 0x1DC0 && r <= 0x1DFF || r >= 0x20D0 && r <= 0x20FF || r >= 0xFE20 && r <= 0xFE2F
}

func oddBlank(r rune) bool {
	switch r {
	case 0xA0, 0x1680, 0x202F, 0x205F, 0x2800, 0x3000:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}

// Scripts whose letters look like those of others. All others are one here: nobody
// takes them for Latin.
const (
	noScript = iota // no letter: a word ends
	common          // no script of its own
	latin
	greek
	cyrillic
	armenian
	cherokee
	fullwidth
	mathematical
	other
)

var scriptNames = [...]string{latin: "Latin", greek: "Greek", cyrillic: "Cyrillic", armenian: "Armenian", cherokee: "Cherokee",
	fullwidth: "full-width", mathematical: "mathematical", other: "another script"}

// scriptOf is the script of a letter. What is written beside Latin in one word, as
// Chinese, Japanese and Korean are, has none.
func scriptOf(r rune) int {
	switch {
	case r < 'A' || r > 'Z' && r < 'a' || r > 'z' && r < 0xAA:
		if r >= '0' && r <= '9' || r == '_' {
			return common
		}
		return noScript
	case r < 0x250 && r != 0xD7 && r != 0xF7, r >= 0x1E00 && r < 0x1F00:
		return latin
	case r >= 0x370 && r < 0x400, r >= 0x1F00 && r < 0x2000:
		return greek
	case r >= 0x400 && r < 0x530, r >= 0x1C80 && r < 0x1C90, r >= 0x2DE0 && r < 0x2E00, r >= 0xA640 && r < 0xA6A0:
		return cyrillic
	case r >= 0x530 && r < 0x590:
		return armenian
	case r >= 0x13A0 && r < 0x1400, r >= 0xAB70 && r < 0xABC0:
		return cherokee
	case r >= 0xFF21 && r < 0xFF5B:
		return fullwidth
	case r >= 0x1D400 && r < 0x1D800:
		return mathematical
	case r >= 0x5D0 && r < 0x1100, r >= 0xA4D0 && r < 0xA500: // Hebrew to Georgian; Lisu
		return other
	case r >= 0x2000 && r < 0x2C00:
		return noScript
	}
	return common
}

// punycode decodes a label without its prefix (RFC 3492, section 6.2).
func punycode(s string) (string, bool) {
	const base, tmin, tmax, skew, damp, longest = 36, 1, 26, 38, 700, 63
	if len(s) > longest {
		return "", false
	}
	var out []rune
	if i := strings.LastIndexByte(s, '-'); i >= 0 {
		out, s = []rune(s[:i]), s[i+1:]
	}
	n, at, bias := 128, 0, 72
	for i := 0; i < len(s); {
		old, w := at, 1
		for k := base; ; k += base {
			if i == len(s) {
				return "", false
			}
			c := s[i]
			i++
			digit := 0
			switch {
			case c >= '0' && c <= '9':
				digit = int(c-'0') + 26
			case c|0x20 >= 'a' && c|0x20 <= 'z':
				digit = int(c | 0x20 - 'a')
			default:
				return "", false
			}
			at += digit * w
			if at > 1<<30 {
				return "", false
			}
			t := min(max(k-bias, tmin), tmax)
			if digit < t {
				break
			}
			w *= base - t
			if w > 1<<30 {
				return "", false
			}
		}
		length := len(out) + 1
		delta := (at - old) / 2
		if old == 0 {
			delta = (at - old) / damp
		}
		delta += delta / length
		k := 0
		for ; delta > (base-tmin)*tmax/2; k += base {
			delta /= base - tmin
		}
		bias = k + (base-tmin+1)*delta/(delta+skew)
		n += at / length
		at %= length
		if n > utf8.MaxRune {
			return "", false
		}
		out = append(out[:at], append([]rune{rune(n)}, out[at:]...)...)
		at++
	}
	return string(out), true
}

// Words is what the character is, in a sentence about what holds it: "it holds U+202E
// at offset 5, which turns the direction of writing".
func (o *Odd) Words() string {
	s := CodePoint(o.Char) + " at offset " + Number(o.At) + ", "
	switch o.Trick {
	case Control:
		s += "a control character"
	case Direction:
		s += "which turns the direction of writing"
	case Invisible:
		s += "which has no width"
	case Tag:
		s += "a tag, which is not seen"
	case OddBlank:
		s += "a blank that looks like nothing or like another one"
	case Stacked:
		s += "one of more marks on a letter than any language has"
	case MixedScripts:
		s += "a letter that is " + o.Script + " beside one that is " + o.Before
	}
	if o.More > 0 {
		s += "; and " + Number(o.More) + " more such"
	}
	return s
}
