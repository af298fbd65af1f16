package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
)

// undoSystemd undoes what systemd-escape makes of a text: one word, in which a slash is a
// hyphen, and all else but letters, digits, colon, underscore and dot an escape, \x2b.
// Names of units, mounts and devices are written so.
func undoSystemd(t source.Metered) (source.Text, int) {
	return unhyphened(t.Text(), t.Bytes())
}

// hyphen is how it writes one.
const hyphen = `\x2d`

func unhyphened(t source.Text, b []byte) (source.Text, int) {
	var out *source.Builder
	from, n := 0, 0
	for i := 0; ; {
		j := bytes.Index(b[i:], []byte(hyphen))
		if j < 0 {
			break
		}
		at, end := i+j, i+j
		for at > i && !delimiter(b[at-1]) {
			at--
		}
		for end < len(b) && !delimiter(b[end]) {
			end++
		}
		if i = end; !wordOfSystemd(b[at:end]) {
			continue
		}
		if out == nil {
			out = source.NewBuilder(t, len(b))
		}
		for k := at; k < end; k++ {
			switch b[k] {
			case '\\':
				c, _ := hexPair(b, k+2)
				out.Copy(from, k)
				out.Replace(k, k+len(hyphen), c)
				k += len(hyphen) - 1
			case '-':
				out.Copy(from, k)
				out.Replace(k, k+1, '/')
			default:
				continue
			}
			from = k + 1
			n++
		}
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// wordOfSystemd reports whether a word has such escapes and no others, and is long.
func wordOfSystemd(word []byte) bool {
	for i := 0; i < len(word); i++ {
		if word[i] != '\\' {
			continue
		}
		c, ok := hexPair(word, i+2)
		if !ok || word[i+1] != 'x' || leftBySystemd(c) {
			return false
		}
		i += len(`\x2`)
	}
	return len(word) > minBare
}

// leftBySystemd reports whether systemd-escape leaves c as it is.
func leftBySystemd(c byte) bool {
	return base64Class[c] == classChar && c != '-' && c != '/' && c != '+' || c == ':' || c == '.'
}
