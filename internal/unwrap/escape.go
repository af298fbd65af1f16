package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// unescape undoes the escapes of a string literal, as JSON, Go, Java, C, Python
// and JavaScript write them. What is no escape stays. It returns how many there
// were.
func unescape(t source.Text) (source.Text, int) {
	b := source.NewBuilder(t, t.Len())
	var buf [8]byte
	from, n := 0, 0
	for i := 0; i < t.Len(); {
		j := bytes.IndexByte(t.Bytes[i:], '\\')
		if j < 0 {
			break
		}
		i += j
		out, width := jsontext.Escape(buf[:0], t.Bytes, i)
		if c := t.Bytes[min(i+1, t.Len()-1)]; c == '=' || c == ':' { // Java's properties
			out, width = append(buf[:0], c), 2
		} else if lineBreak(c) { // the literal goes on in the next line
			width = skipSpace(t.Bytes, i+1) - i
		}
		if width == 0 {
			i++
			continue
		}
		b.Copy(from, i)
		b.Replace(i, i+width, out...)
		i += width
		from = i
		n++
	}
	b.Copy(from, t.Len())
	return b.Text(), n
}

// escapeOf is what the escape at b[i] stands for, and its length; 0 if it is none.
func escapeOf(b []byte, i int) ([]byte, int) { return jsontext.Escape(nil, b, i) }

// joinLiterals puts together a text that source code holds in pieces: it leaves
// out each closing quote, operator and opening quote between two string literals,
// and each backslash at the end of a line. If the pieces are lines, it leaves a line
// break where they have none of their own. It returns how many joints there were.
func joinLiterals(t source.Text, lines bool) (source.Text, int) {
	b := source.NewBuilder(t, t.Len())
	from, n := 0, 0
	for i := 0; i < t.Len(); i++ {
		end := 0
		switch t.Bytes[i] {
		case '"', '\'', '`':
			end = joint(t.Bytes, i)
		case '\\':
			if j := skipBlank(t.Bytes, i+1); j < t.Len() && (t.Bytes[j] == '\n' || t.Bytes[j] == '\r') {
				end = j
			}
		}
		if end == 0 {
			continue
		}
		b.Copy(from, i)
		if k := bytes.IndexAny(t.Bytes[i:end], "\n,(["); lines && k >= 0 && t.Bytes[i] != '\\' && !bytes.HasSuffix(t.Bytes[:i], []byte(`\n`)) {
			b.Replace(i+k, i+k+1, '\n')
		}
		from, i = end, end-1
		n++
	}
	b.Copy(from, t.Len())
	return b.Text(), n
}

// joinLines makes lines of the strings of a list: each closing quote, comma and
// opening quote becomes a line break. It returns how many there were.
func joinLines(t source.Text) (source.Text, int) {
	b := source.NewBuilder(t, t.Len())
	from, n := 0, 0
	for i := 0; i < t.Len(); i++ {
		c := t.Bytes[i]
		if c == '\\' {
			i++
		}
		if c != '"' && c != '\'' {
			continue
		}
		end := joint(t.Bytes, i)
		b.Copy(from, i)
		if end == 0 { // the last one
			return b.Text(), n
		}
		b.Replace(i, end, '\n')
		from, i = end, end-1
		n++
	}
	b.Copy(from, t.Len())
	return b.Text(), n
}

// joint returns the offset after the quote that opens the next literal, given the
// offset of the one that closes the last; 0 if no literal follows. Operators may
// stand between, and with them words: vbLf, CHR(10), Environment.NewLine, an index;
// and before the quote the letter of a kind of literal.
func joint(b []byte, i int) int {
	const longest = 60 // characters
	quote, letters, operators := b[i], 0, 0
	for j := i + 1; j < min(len(b), i+longest); j++ {
		switch c := b[j]; {
		case c == quote && (letters <= 1 || operators > 0):
			return j + 1
		case bytes.IndexByte([]byte("+,&|>"), c) >= 0, c == '=' && b[j-1] == ']':
			operators++
		case space(c) || bytes.IndexByte([]byte("._\\()=[]<"), c) >= 0:
		case nameByte(c) && c != '-':
			letters++
		default:
			return 0
		}
	}
	return 0
}

// escapedWord reads base64 the first so many characters of which stand before an escape
// of a string literal: for a line break, or for a character of base64 itself. It returns
// how much of t it took; 0 if the escape is another one.
func (u *unwrapper) escapedWord(t source.Text, word int, tr *trail, depth int) int {
	b, end := t.Bytes, word
	if word < minEncoded || depth >= MaxLayers {
		return 0
	}
	for end < len(b) {
		if class := base64Class[b[end]]; class == classChar || class == classPad {
			end++
			continue
		}
		width := 0
		if hasPrefix(b[end:], `\012`) || hasPrefix(b[end:], `\015`) {
			width = len(`\012`)
		} else if out, n := escapeOf(b, end); n > 0 && (base64Class[out[0]] == classChar || out[0] == '=' || lineBreak(out[0])) {
			width = n
		}
		if width == 0 {
			break
		}
		end += width
	}
	const least = 2 * minEncoded
	if end < least || !u.spend(end) {
		return 0
	}
	if out, step := u.literal(t.Slice(0, end), tr, depth); step != nil {
		u.value(out, step, depth+1)
		return end
	}
	return 0
}

// literal undoes the escapes of a string literal, and says what it did; nil if there are
// none.
func (u *unwrapper) literal(t source.Text, tr *trail, depth int) (out source.Text, step *trail) {
	u.look(t.Len())
	out, n := unescape(t)
	if bytes.Contains(t.Bytes, []byte(`\012`)) {
		out, n = unescapeBytes(t, false)
	}
	if n == 0 {
		return out, nil
	}
	u.recognized("string literal", depth)
	return out, tr.add(StepLiteral, "String literal, "+words.Count(n, "escape")+" undone", t.All())
}
