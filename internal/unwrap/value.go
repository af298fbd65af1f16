package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// minEncoded is the length of the shortest value that is looked into: an elided
// PEM block in a header has some 60 characters.
const minEncoded = 40

// short reports whether nothing can be encoded in a value.
func short(value []byte) bool {
	return len(value) < minEncoded && !carrier.IsXFCC(value) && !carrier.IsXFCCJSON(value) && !bytes.Contains(value, []byte(smallCurve))
}

// valueEnd returns where the value that begins at from ends: at the end of its
// line, or after the lines that are folded onto it, or after the PEM block that
// it begins.
func (u *unwrapper) valueEnd(b []byte, from, end int, l line) int {
	if m, ok := u.findMarker(b[:end], from); ok && m.begin && m.encoding == plain {
		return u.pemEnd(b, m, end)
	}
	if l.prefix == 0 {
		end = u.bodyEnd(b, from, end)
	}
	for end < len(b) {
		next := end + 1
		stop := u.lineEnd(b, next)
		s := b[next:stop]
		i := skipBlank(s, 0)
		if i == 0 || len(bytes.TrimSpace(s)) == 0 || l.prefix > 0 {
			return end
		}
		sequence := from < len(b) && b[from] == ':' && encodedText(bytes.TrimSpace(s))                              // its padding looks like a variable's name
		if r := readLine(s); r.kind != otherLine && !sequence && !(s[i] == '-' && onlyItemOf(b[from:end], s, &r)) { // an indented name: YAML, not folding
			return end
		}
		if l.what == "Variable" && bytes.HasSuffix(bytes.TrimRight(s, " \t\r"), []byte(" =")) { // one that is empty
			return end
		}
		end = stop
	}
	return end
}

// onlyItemOf reports whether a line is a list of YAML that holds the value alone whose name
// stands on the line before, which has no more on it; r is what it was read as.
//
//go:noinline
func onlyItemOf(beside, s []byte, r *line) bool {
	i := skipBlank(s, 0)
	return hasPrefix(s[i:], "- ") && len(bytes.TrimSpace(beside)) == 0 && (r.isValue(s) || carrier.IsValidity(s[i+len("- "):]))
}

// blockScalar is the value that stands on the next line alone, indented more than its name, behind
// the mark of a block in YAML (1.2.2, section 8.1), and where it ends; else what it was taken for.
//
//go:noinline
func (x *lines) blockScalar(value source.Text, to int) (source.Text, int, bool) {
	b := x.t.Bytes
	mark, _, _ := bytes.Cut(value.Bytes, []byte(" "))
	if len(bytes.Trim(mark, "|>-+123456789")) > 0 {
		return value, to, false
	}
	next := nextLine(b, x.end)
	end := lineEnd(b, next)
	at, after := skipBlank(b, next), nextLine(b, end)
	named := skipBlank(b, x.pos) - x.pos
	if at-next <= named || at >= end || after < len(b) && skipBlank(b, after)-after > named {
		return value, to, false
	}
	return trim(x.t.Slice(at, end)), end, true
}

// unfold joins folded lines: each line break and the blanks after it become one
// space (RFC 9112, section 5.2); in the middle of encoded text it is nothing, and
// so it is anywhere in byte sequences, as RFC 9440 prints them. A value that holds
// a PEM block keeps its lines.
func (u *unwrapper) unfold(t source.Text) source.Text {
	t = trim(t)
	if bytes.IndexByte(t.Bytes, '\n') < 0 {
		return t
	}
	if m, ok := u.findMarker(t.Bytes, 0); ok && m.encoding == plain {
		return t
	}
	u.look(t.Len())
	sequences := carrier.IsByteSequences(t.Bytes)
	b := source.NewBuilder(t, t.Len())
	for pos := 0; pos < t.Len(); {
		end := u.lineEnd(t.Bytes, pos)
		stop := end
		if stop > pos && t.Bytes[stop-1] == '\r' {
			stop--
		}
		goesOn := t.Bytes[0] == '"' && end < t.Len() && oddBackslashes(t.Bytes[pos:stop]) // a string of YAML, folded
		if goesOn {
			stop--
		}
		b.Copy(pos, stop)
		if end == t.Len() {
			break
		}
		next := skipBlank(t.Bytes, end+1)
		if !sequences && !goesOn && !(encoded(t.Bytes[max(pos, stop-enoughEncoded):stop]) && encodedStart(t.Bytes[next:])) {
			b.Replace(stop, next, ' ')
		}
		pos = next
	}
	return b.Text()
}

// oddBackslashes reports whether a line ends in a backslash that is not escaped.
func oddBackslashes(line []byte) bool {
	return (len(line)-len(bytes.TrimRight(line, `\`)))%2 == 1
}

// enoughEncoded is how many characters tell that a text is encoded.
const enoughEncoded = 16

// encoded reports whether s is a piece of base64, percent-encoded or not.
func encoded(s []byte) bool {
	return len(s) == enoughEncoded && encodedText(s)
}

// encodedStart reports whether what is left of a value begins with a piece of base64, or
// is the last of it.
func encodedStart(s []byte) bool {
	s = s[:min(len(s), enoughEncoded)]
	return encoded(s) || len(s) > 0 && len(s)%4 == 0 && encodedText(s)
}

// doubled reports whether there are backslashes, and each stands twice.
func doubled(b []byte) bool {
	const pair = `\\`
	return bytes.Contains(b, []byte(pair)) && bytes.Count(b, []byte(pair))*2 == bytes.Count(b, []byte(`\`))
}

// unquote takes a value out of its quotes, and undoes escapes inside double ones:
// variables in a shell, members of JSON cut out of their object, HAProxy's +Q.
// What is not in quotes as a whole stays as it is.
func unquote(t source.Text) (out source.Text, how string) {
	b := t.Bytes
	if len(b) < 2 || b[0] != '"' && b[0] != '\'' {
		return t, ""
	}
	end := len(b)
	for end > 1 && (b[end-1] == ',' || b[end-1] == ';') {
		end--
	}
	if b[end-1] != b[0] || end < 2 {
		return t, ""
	}
	inner := t.Slice(1, end-1)
	if bytes.IndexByte(inner.Bytes, b[0]) >= 0 && bytes.IndexByte(inner.Bytes, '\\') < 0 {
		return t, "" // several strings
	}
	if hasPrefix(inner.Bytes, `0\`) {
		return t, "" // bytes, which are read with their quotes
	}
	if b[0] == '"' && bytes.IndexByte(inner.Bytes, '\\') >= 0 || b[0] == '\'' && doubled(inner.Bytes) { // of Python's repr; a shell leaves them alone
		if out, n := unescape(inner); n > 0 {
			return out, ", in quotes, " + words.Count(n, "escape") + " undone"
		}
	}
	return inner, ", in quotes"
}

// trim cuts white space from both ends.
//
//go:noinline
func trim(t source.Text) source.Text {
	i, j := 0, t.Len()
	for i < j && space(t.Bytes[i]) {
		i++
	}
	for j > i && space(t.Bytes[j-1]) {
		j--
	}
	return t.Slice(i, j)
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// trimBOM leaves out a byte order mark at the start, as Windows tools write it.
func trimBOM(t source.Text) (source.Text, *trail) {
	const mark = "\xEF\xBB\xBF"
	if !bytes.HasPrefix(t.Bytes, []byte(mark)) {
		return t, nil
	}
	return t.Slice(len(mark), t.Len()), (*trail)(nil).add(StepMark, "Byte order mark left out", t.Span(0, len(mark)))
}
