package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/words"
)

// clean makes text safe for a terminal: what is not seen, or moves or colors what
// is, stands there by its number. Names in certificates are strangers' words.
func clean(s string) string {
	if strings.IndexFunc(s, unseen) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, "<%02X>", s[i])
		case unseen(r):
			fmt.Fprintf(&b, "<U+%04X>", r)
		default:
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}

// unseen reports whether a character is a control, a format character (those that
// turn the direction among them), a line end, or what the page writes as a number too:
// fillers and the like, which are letters or marks to Unicode.
func unseen(r rune) bool {
	return unicode.Is(unicode.C, r) || words.Visible(string(r), false) != string(r)
}

// page writes lines, indented and clean.
type page struct{ w io.Writer }

// line writes a line at a depth.
func (p page) line(depth int, text string) {
	if text != "" {
		fmt.Fprintf(p.w, "%s%s\n", strings.Repeat("  ", depth), clean(text))
	}
}

func (p page) blank() { fmt.Fprintln(p.w) }

// pair writes a label and a value, one below the other where the label is long.
func (p page) pair(depth int, label, value string) {
	const column = 22
	at := strings.Repeat("  ", depth)
	pad := max(1, column-len(at)-utf8.RuneCountInString(label))
	fmt.Fprintf(p.w, "%s%s%s%s\n", at, clean(label), strings.Repeat(" ", pad), clean(value))
}

// runs is the text of runs; a part that differs is set between markers.
func runs(list []report.Run) string {
	var b strings.Builder
	for _, r := range list {
		if r.Style == report.Mark {
			b.WriteString("»" + r.Text + "«")
		} else {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

// mark is the sign of a tone: the words beside it say the same.
func mark(t report.Tone) string {
	switch t {
	case report.ToneGood:
		return "ok "
	case report.ToneWarn:
		return "!  "
	case report.ToneBad:
		return "!! "
	}
	return "   "
}
