package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// softHyphen is where a mail or a page may break a word.
const softHyphen = "\u00AD"

// undoInvisible leaves out characters that nobody sees and that stand inside a value, where
// something is percent-encoded: they may be inside an escape or armor. In base64 alone its own
// reader passes over them.
func undoInvisible(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	list := invisibleIn(b)
	if len(list) == 0 {
		return source.Text{}, 0
	}
	out := source.NewBuilder(t.Text(), len(b))
	from := 0
	for _, p := range list {
		out.Copy(from, p.from)
		from = p.to
	}
	out.Copy(from, len(b))
	return out.Text(), len(list)
}

// inWord reports whether c may be a character of a word.
func inWord(c byte) bool { return c > ' ' && c < 0x7F }

// invisibleIn finds them: a word goes on on both sides.
func invisibleIn(b []byte) (list []piece) {
	if bytes.IndexByte(b, '%') < 0 {
		return nil
	}
	for i := 1; i < len(b); i++ {
		if b[i] < 0xC2 {
			continue
		}
		n, blank := invisible(b, i)
		if hasPrefix(b[i:], softHyphen) {
			n, blank = len(softHyphen), false
		}
		if n == 0 || blank || i+n >= len(b) || !inWord(b[i-1]) || !inWord(b[i+n]) {
			continue
		}
		list = append(list, piece{i, i + n})
		i += n - 1
	}
	return list
}

// noteInvisible tells of them.
func (u *unwrapper) noteInvisible(t source.Text, b []byte) {
	list := invisibleIn(b)
	var spans []source.Span
	for _, p := range list[:min(len(list), MaxSpans)] {
		spans = append(spans, t.Span(p.from, p.to))
	}
	n := len(list)
	u.note(finding.InvisibleCharacter, finding.CopiedHeader, words.Count(n, "invisible character")+" (soft hyphens or zero-width characters) "+words.Plural(n, "was", "were")+" passed over.",
		"Other tools stumble over them.", spans...)
}
