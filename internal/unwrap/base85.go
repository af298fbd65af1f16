package unwrap

import (
	"encoding/hex"
	"strings"

	"github.com/mtlens/mtlens/internal/source"
)

// Five characters for four bytes: Ascii85 as Adobe has it, "<~" and "~>" around it (the
// PostScript Language Reference, section 3.13.3), or without those, as Python's a85encode
// writes it; and the alphabet of RFC 1924, of Python's b85encode and of Git.

const alphabet85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"

// starts85 are how they begin: the first bytes of a SEQUENCE with a length of one or two
// bytes, and the hyphens of PEM.
var starts85 = [...]struct {
	text  string
	ascii bool
	skip  int // the marks
}{{"<~", true, 2}, {"0S", true, 0}, {"/M/P+", true, 0}, {"Fo", false, 0}, {"EiElA", false, 0}}

// undoBase85 makes hexadecimal of a text that is nothing else, in a literal of Python
// perhaps, or the text that it is of.
func undoBase85(t source.Metered) (source.Text, int) {
	const near = 16 // bytes
	head := t.Part(0, near)
	if from := skipSpace(head, 0); from < len(head) && strings.IndexByte(`b'"<0/FE`, head[from]) >= 0 {
		return base85(t, head, from)
	}
	return source.Text{}, 0
}

func base85(t source.Metered, head []byte, from int) (source.Text, int) {
	quote := byte(0)
	if from+1 < len(head) && head[from] == 'b' && (head[from+1] == '\'' || head[from+1] == '"') {
		from++
	}
	if from < len(head) && (head[from] == '\'' || head[from] == '"') {
		quote = head[from]
		from++
	}
	for _, s := range starts85 {
		if !hasPrefix(head[min(from, len(head)):], s.text) {
			continue
		}
		r := reader85{b: t.Bytes(), at: from + s.skip, quote: quote, ascii: s.ascii}
		if out, n := r.read(t.Text(), s.skip > 0); n > 0 {
			return out, n
		}
	}
	return source.Text{}, 0
}

// reader85 reads digits with base 85.
type reader85 struct {
	b     []byte
	at    int
	quote byte // that the text stands in, or 0
	ascii bool
}

// read reads all of a text; n is 0 if something else is in it.
func (r *reader85) read(t source.Text, marked bool) (out source.Text, n int) {
	text := source.NewBuilder(t, len(r.b))
	isText := false
	for {
		from, v, digits := r.group()
		if digits < 2 {
			if digits == 1 || from < 0 {
				return source.Text{}, 0
			}
			break
		}
		group := []byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}[:digits-1]
		if n == 0 {
			isText = textual(group)
		}
		n += digits
		if !isText {
			group = hex.AppendEncode(nil, group)
		}
		text.Replace(from, r.at, group...)
	}
	rest := strings.TrimRight(string(r.b[r.at:]), " \t\r\n")
	if marked {
		rest = strings.TrimPrefix(rest, "~>")
	}
	if r.quote != 0 {
		rest = strings.TrimPrefix(rest, string(r.quote))
	}
	if rest != "" || n < minBare {
		return source.Text{}, 0
	}
	return text.Text(), n
}

// group reads up to five digits, the places of those that are missing filled with the
// highest; from is -1 if they stand for more than four bytes.
func (r *reader85) group() (from int, v uint32, digits int) {
	sum := uint64(0)
	for digits < 5 && r.at < len(r.b) {
		c, width := r.b[r.at], 1
		if lineBreak(c) || blank(c) {
			r.at++
			continue
		}
		if c == 'z' && r.ascii && digits == 0 { // four zeros
			r.at++
			return r.at - 1, 0, 5
		}
		if c == '\\' && r.quote != 0 && r.at+1 < len(r.b) { // as Python prints it
			c, width = r.b[r.at+1], 2
		} else if c == r.quote {
			break
		}
		d := strings.IndexByte(alphabet85, c)
		if r.ascii {
			d = int(c) - '!'
		}
		if d < 0 || d > 84 {
			break
		}
		if digits == 0 {
			from = r.at
		}
		sum = sum*85 + uint64(d)
		digits++
		r.at += width
	}
	for k := digits; k < 5; k++ {
		sum = sum*85 + 84
	}
	if digits > 0 && sum>>32 != 0 {
		return -1, 0, 0
	}
	return from, uint32(sum), digits
}
