package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// withoutForeign reads t without the lines that do not belong to it: the foot of a
// page, a prompt, a record of a log. They have blanks inside, or characters that no
// base64 has, or this one has not, but no long words, and are not as wide as the others, which have
// neither. It returns nil unless the rest is whole.
func (u *unwrapper) withoutForeign(t source.Text, plain *reading) *reading {
	b := t.Bytes[:plain.end]
	if plain.c.need > 0 || len(plain.c.lines) < 3 {
		return nil
	}
	u.look(len(b))
	out := source.NewBuilder(t, len(b))
	var foreign []source.Span
	lines, text, width := 0, "", plain.c.lines[0]
	standard := bytes.IndexByte(plain.chars.Bytes, '+') >= 0 || bytes.IndexByte(plain.chars.Bytes, '/') >= 0
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		next := nextLine(b, end)
		line := bytes.TrimSpace(b[pos:end])
		const pageNumber = 4 // digits
		odd := len(line) <= pageNumber && len(line) > 0 && len(bytes.Trim(line, "0123456789")) == 0 && next < len(b) || bytes.ContainsAny(line, " \t\f") || base64Share(line) < 100 || standard && bytes.ContainsAny(line, "-_")
		if odd && (len(line) == width || longestWord(line) > maxForeignWord) {
			return nil // a line of it that lost something
		}
		if odd {
			foreign = append(foreign, t.Span(pos, end))
			if text == "" {
				text = shorten(line)
			}
		} else {
			out.Copy(pos, next)
			lines++
		}
		pos = next
	}
	if len(foreign) == 0 || 2*len(foreign) > lines {
		return nil
	}
	r := u.reading(out.Text(), dropSpaces, 0, false)
	r.whole = r.tail() == "" && len(r.c.strays) == 0 && r.c.oddLines() == 0 && deep(r.der.Bytes)
	if !r.whole {
		return nil
	}
	r.foreign = len(foreign)
	r.findings.add(finding.StrayCharacters, finding.CopiedText, words.Count(len(foreign), "line")+words.Plural(len(foreign), " does", " do")+" not belong to this base64, such as “"+text+"”. "+
		words.Plural(len(foreign), "It was", "They were")+" left out, and the rest fits to the last byte.", "", foreign[:min(len(foreign), MaxSpans)]...)
	return r
}

// maxForeignWord is the longest word of a line that does not belong: a line of
// base64 in which a + became a blank has longer ones.
const maxForeignWord = 24

// longestWord is the length of the longest run of base64 characters in a line.
func longestWord(line []byte) int {
	most, n := 0, 0
	for _, c := range line {
		if n++; base64Class[c] != classChar {
			n = 0
		}
		most = max(most, n)
	}
	return most
}
