package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
)

// cause returns the cause that is likely for what was found in a text, given
// where the text stood: inside armor with that label, or without armor if it is
// empty; in a named value, which may be a header, or not.
func (u *unwrapper) cause(f finding.Fix, label string) finding.Fix {
	for _, rule := range []struct {
		was, then finding.Fix
		holds     bool
	}{
		// Whoever wrote the armor wrote the base64 in it.
		{finding.URLAlphabet, finding.ArmorByHand, label != ""},
		{finding.PaddingCut, finding.ArmorByHand, label != ""},
		// The snippets write certificates.
		{finding.ArmorByHand, finding.CopiedText, label != "CERTIFICATE"},
		{finding.FormDecoding, finding.FormPosted, u.field < 0},
		{finding.CopiedText, finding.CopiedHeader, u.field >= 0},
	} {
		if rule.holds && f == rule.was {
			f = rule.then
		}
	}
	return f
}

// findings is a list of them.
type findings []finding.Finding

// add adds one. Inlined, it would make the program larger by half a KB for each
// rule.
//
//go:noinline
func (l *findings) add(id finding.ID, fix finding.Fix, text, hint string, spans ...source.Span) {
	*l = append(*l, finding.Finding{ID: id, Fix: fix, Text: text, Hint: hint, Spans: spans})
}

// blame completes the causes of findings in a text that stood in armor with the
// label.
func (u *unwrapper) blame(l findings, label string) findings {
	for i := range l {
		l[i].Fix = u.cause(l[i].Fix, label)
	}
	return l
}

// linesLost adds a finding if the body of the block stands on one line, as no
// other reader of PEM takes it. Plus is how many blanks in it were read as +.
func (p *pemBlock) linesLost(plus int) {
	b := bytes.TrimSpace(p.body.Bytes)
	if !onOneLine(b) {
		return
	}
	blanks := 0
	for _, c := range b {
		if blank(c) {
			blanks++
		}
	}
	text := "The block stands on one line: its line breaks are gone."
	if blanks > plus {
		text = "The block stands on one line: blanks stand where its line breaks were."
	}
	p.findings.add(finding.LineBreaksLost, finding.BreaksLost, text,
		"Other tools refuse it. A variable without quotes in a shell and > in YAML take line breaks away, and a header cannot hold any.", p.span)
}

// onOneLine reports whether the body of a block, without white space around it,
// is too long for the one line that it stands on.
func onOneLine(body []byte) bool {
	const longest = 76 // characters: of a line of MIME; PEM has 64
	return len(body) > longest && bytes.IndexByte(body, '\n') < 0
}

// literalBreaks takes note of \n in a value where line breaks belong: the region
// of t from from on has no quotes around it, and no other escapes.
func (u *unwrapper) literalBreaks(t source.Text, from int, region source.Text) {
	if from > 0 && (t.Bytes[from-1] == '"' || t.Bytes[from-1] == '\'' || t.Bytes[from-1] == '`') {
		return // a string literal: there an escape is as it should be
	}
	for i, c := range region.Bytes {
		if c == '\\' && (i+1 == region.Len() || region.Bytes[i+1] != 'n') {
			return // cut out of one
		}
	}
	u.note(finding.LineBreaksLiteral, finding.EscapesKept,
		"Where the lines of this value end stand a backslash and the letter n. They were read as line breaks.",
		"If it was copied out of JSON, source code or a log, nothing is wrong. If the variable or the file itself is like this, other tools will not read it.", region.All())
}
