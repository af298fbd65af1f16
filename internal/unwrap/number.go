package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// numberStarts are how lists of numbers begin that are worth reading: with the bytes
// of a SEQUENCE, of a TLS record, or with the hyphens of PEM.
var numberStarts = []string{"48", "0x30", "060", "048", "22", "0x16", "45", "0x2d"}

// numbers reads a list of numbers from the start of t, which are the bytes of a
// structure: 48, -126, 3 or 48 130 3 or 0x30, 0x82, 0x3, or octal. It returns how
// much of t it took; 0 if it is none.
func (u *unwrapper) numbers(t source.Text, _ run, tr *trail, depth int) (taken, looked int) {
	b := t.Bytes
	begins := false
	for _, s := range numberStarts {
		begins = begins || len(b) >= len(s) && fold(b, 0, s)
	}
	if !begins {
		return 0, 0
	}
	const enough = 40
	octal := hasPrefix(b, "060")
	var list []byte
	text := source.NewBuilder(t, 64)
	i, end, need := 0, 0, 1<<30
	for i < len(b) && len(list) < need+maxTrailing {
		v, width := number(b, i, octal)
		if width == 0 || len(list) == need && v == 0x30 { // another structure
			break
		}
		list = append(list, v)
		text.Replace(i, i+width, v)
		i += width
		end = i
		if len(list) == 8 {
			room := len(b)
			if plausibleStart(append(list, 0)) {
				need = declared(list)
				room = min(room, 6*min(need, room))
			} else if !hasPrefix(list, "-----") && !isRecord(list) {
				return 0, looked + i
			}
			if !u.spend(room) {
				return 0, looked + i
			}
		}
		from := i
		if i = between(b, i, len(list)); i == from {
			break
		}
	}
	looked += i
	if len(list) < enough {
		return 0, looked
	}
	if !u.octets(text.Text(), tr.add(StepHex, "List of numbers, "+words.Count(len(list), "byte"), t.Span(0, end)), depth) {
		return 0, looked
	}
	u.recognized("list of bytes", depth)
	if end < len(b) && len(list) == need && bytes.IndexByte([]byte("*#?&%$!"), b[end]) >= 0 {
		u.note(finding.UnreadableChars, u.cause(finding.CopiedText, ""), "Right after the last number of this list stands “"+string(b[end:end+1])+"”: a digit may be missing there, so what is shown may differ from the original.",
			"Copy the value again from where it came.", t.Span(end, end+1))
	}
	if objects := u.unit().Objects; len(objects) > 0 && len(list) < need {
		end = objects[len(objects)-1].elided(t, end, len(list), "Debuggers and interpreters print the first elements: gdb with \u201cset print elements 0\u201d, Elixir with limit: :infinity, and Python's NumPy with threshold=sys.maxsize print all of them.")
	}
	return end, looked
}

// between skips what stands between the nth number and the next: blanks, commas,
// suffixes and casts of source code, comments, and the index of the next one.
func between(b []byte, i, n int) int {
	const most = 64 // characters
	for from := i; i < min(len(b), from+most); {
		switch c := b[i]; {
		case digit(c) || c == '[':
			k := index(b, i, n)
			if k == i {
				return i
			}
			i = k
		case i == from && c|0x20 == 'u': // 48u8, 48U
			if i++; i < len(b) && b[i] == '8' {
				i++
			}
		case space(c) || c == ',' || c == ';' || c == '"' || c == '\'' || c == ')' || c == '.' && i == from && i+1 < len(b) && digit(b[i+1]) || c == '\\' && i+1 < len(b) && lineBreak(b[i+1]):
			i++
		default:
			k := filler(b, i)
			if k == i {
				return i
			}
			i = k
		}
	}
	return i
}

// fillers are what source code has before each byte or line of them.
var fillers = []string{"(byte)", ".byte", "int(", "byte", "- ", "db 0x", "DB 0x", "db\t0x"}

// filler skips one of those at b[i], or a comment.
func filler(b []byte, i int) int {
	for _, s := range fillers {
		if hasPrefix(b[i:], s) {
			return i + len(s)
		}
	}
	if hasPrefix(b[i:], "/*") {
		const longest = 40 // characters: the text of a line of bytes
		if k := bytes.Index(b[i:min(len(b), i+longest)], []byte("*/")); k > 0 {
			return i + k + len("*/")
		}
	}
	return i
}

// index skips the index of the number after the nth one, counted from 0 or from 1:
// [1] => or 1: or "1": or [1] = with the quote before it skipped already.
func index(b []byte, i, n int) int {
	k, v := i, 0
	if b[k] == '[' {
		k++
	}
	first := k
	for ; k < len(b) && digit(b[k]) && k-first < 7; k++ {
		v = v*10 + int(b[k]-'0')
	}
	if k == first || v != n && v != n+1 {
		return i
	}
	for k < len(b) && (b[k] == ']' || b[k] == '"' || b[k] == '\'') {
		k++
	}
	switch k = skipBlank(b, k); {
	case k < len(b) && b[k] == ':':
		return k + 1
	case hasPrefix(b[k:], "=>"):
		return k + 2
	case hasPrefix(b[k:], "= "): // debuggers'
		return k + 1
	case b[i] == '[' && hasPrefix(b[k:], "0x"):
		return k
	}
	return i
}

// maxTrailing is how many bytes of a list that is longer than its structure are
// taken with it, so that its reader can speak of them.
const maxTrailing = 64

// number reads one byte as a number at b[i], decimal from -128 to 255, in octal or in
// hexadecimal after 0x, and its length; 0 if there is none.
func number(b []byte, i int, octal bool) (v byte, width int) {
	k := i
	if k+2 < len(b) && b[k] == '0' && b[k+1]|0x20 == 'x' {
		n := 0
		for k += 2; k < len(b) && hexDigit[b[k]] < 16 && k-i < 5; k++ {
			n = n<<4 | int(hexDigit[b[k]])
		}
		if k == i+2 || n > 255 {
			return 0, 0
		}
		return byte(n), k - i
	}
	minus := k < len(b) && b[k] == '-'
	if minus {
		k++
	}
	radix := 10
	if octal {
		radix = 8
	}
	from, n := k, 0
	for ; k < len(b) && digit(b[k]) && k-from < 4; k++ {
		n = n*radix + int(b[k]-'0')
	}
	if k == from || n > 255 || minus && n > 128 {
		return 0, 0
	}
	if minus {
		n = -n
	}
	return byte(n), k - i
}
