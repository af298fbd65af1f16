package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// A rewrite undoes what was done to a text as a whole: what a terminal, a log, a
// mail or a page made of it. Each looks for what only it leaves, so that a text
// that is not of its kind stays as it is, byte for byte.
type rewrite struct {
	name string // of the layer
	// undo returns the text without the layer, and how often it was undone: 0 if the
	// text is not of its kind. It has the bytes of a metered text alone, a known one.
	undo func(t source.Metered) (out source.Text, n int)
	// what begins the sentence of the ledger, which the count of one or many ends.
	what, one, many string
	repair          bool                                        // something was lost or is guessed
	lines           bool                                        // it takes a text of several lines
	marks           []string                                    // a text without any of these is not of its kind; nil if that does not show
	tell            func(u *unwrapper, t source.Text, b []byte) // notes what else there is to say of it
}

// rewrites are tried in this order, again after each that was one. A line of a dump may
// end in =, as a soft line break of quoted-printable does.
var rewrites = []rewrite{
	{"UTF-16", undoUTF16, "UTF-16 without a byte order mark, ", "character read", "characters read", false, false, nil, nil},
	{"colors", undoColors, "What colors a text in a terminal left out: ", "mark", "marks", false, false, colorMarks, nil},
	{"hunks", undoHunks, "Versions of a diff parted: ", "line that was changed", "lines that were changed", false, true, []string{hunkHead}, (*unwrapper).noteVersions},
	{"base85", undoBase85, "Ascii85 or base85: ", "character", "characters", false, false, nil, nil},
	{"uuencode", undoUuencode, "uuencode's lines: ", "decoded", "decoded", false, true, nil, nil},
	{"string", undoString, "String literal around all of it: ", "escape undone", "escapes undone", false, false, nil, nil},
	{"traces", undoTrace, "Pieces of lines in a trace of curl joined: ", "piece", "pieces", false, true, nil, nil},
	{"memory in a debugger", undoDebugger, "Memory as gdb shows it: ", "line", "lines", false, true, debuggerMarks, nil},
	{"strings of Haskell", undoHaskell, "Strings as Haskell shows them: ", "character", "characters", false, false, []string{haskellMark}, nil},
	{"dumps of words", undoColumns, "Dump of words: ", "line", "lines", false, true, nil, nil},
	{"dumps of bytes", undoDumps, "Dump of bytes with offsets: ", "line", "lines", false, true, nil, (*unwrapper).noteRows},
	{"folds", undoFolds, "Lines folded with a backslash joined: ", "line", "lines", false, true, []string{"\\"}, nil},
	{"structs of Rust", undoStructs, "Structs around names and values, as Rust prints them, left out: ", "struct", "structs", false, false, []string{"{"}, nil},
	{"printed headers", undoPrinted, "What a program prints around names and values left out: ", "value", "values", false, false, printedMarks, nil},
	{"wraps of wraps", undoWrapsTwice, "Lines that were wrapped at two widths joined to those of the wider one: ", "line", "lines", true, true, nil, nil},
	{"text around texts", undoAroundText, "Text around each line of a text with a PEM block left out: ", "line", "lines", true, true, []string{"-"}, nil},
	{"wraps of escapes", undoWrapsOfEscapes, "Lines that were wrapped at a width joined, whose line breaks are escaped: ", "line", "lines", true, true, lineEscapes, nil},
	{"invisible characters", undoInvisible, "Characters that nobody sees left out of what is encoded: ", "character", "characters", true, false, []string{"\xC2", "\xE2", "\xEF"}, (*unwrapper).noteInvisible},
	{"references", undoReferences, "HTML or XML text: ", "reference undone", "references undone", false, false, []string{"&"}, nil},
	{"tags", undoTags, "HTML text: ", "tag undone", "tags undone", false, false, []string{"<"}, nil},
	{"escapes of systemd", undoSystemd, "What systemd-escape wrote: ", "character", "characters", false, false, []string{hyphen}, nil},
	{"quoted-printable", undoQuotedPrintable, "Quoted-printable (RFC 2045, section 6.7): ", "escape undone", "escapes undone", false, false, nil, nil},
	{"line ends", undoLineEnds, "Line ends that were made visible, $ or ^M$: ", "left out", "left out", false, true, []string{"$"}, nil},
	{"control characters", undoControls, "Control characters in letters, as #012 or ^M: ", "undone", "undone", false, false, []string{"#", "^", "`", "\\", "$"}, nil},
	{"lines in JSON", undoStrung, "PEM block each line of which is a string in a record of its own: ", "line joined", "lines joined", true, false, []string{"\""}, nil},
	{"text around wraps", undoAroundWrap, "Text around each line of a value that was wrapped left out: ", "line", "lines", true, true, nil, nil},
	{"tables of lines", undoGrid, "Table whose cells go over several lines, its borders left out: ", "line", "lines", true, true, nil, nil},
	{"text around lines", undoAround, "Text around each line of a PEM block left out: ", "line", "lines", true, true, nil, nil},
	{"bytes of languages", undoLanguages, "Bytes as a language writes them: ", "byte", "bytes", false, false, marksOfLanguages, nil},
	{"lines of literals", undoStringLines, "String literals that are lines of bytes in print: ", "line", "lines", false, true, []string{"\"", "'", "`"}, nil},
	{"text around base64", undoAroundBare, "Text around each line of base64 left out: ", "line", "lines", true, true, nil, nil},
	{"text around bytes", undoAroundBytes, "Text around each line of bytes in print left out: ", "line", "lines", true, true, nil, nil},
	{"wraps", undoWraps, "Lines that were wrapped at a width joined: ", "line", "lines", true, true, nil, nil},
	{"text around headers", undoAroundHeaders, "Text around each header line left out: ", "line", "lines", false, true, nil, nil},
	{"lists of PHP", undoIndices, "Indices and types of a list of PHP left out: ", "value", "values", false, false, []string{"["}, nil},
}

// rewritten reads t without the first layer of these that it has. It reports
// whether it has one.
func (u *unwrapper) rewritten(t source.Text, tr *trail, depth int) bool {
	if depth >= MaxLayers || t.Len() < minEncoded {
		return false
	}
	m := u.meter.Known(t)
	for i := range u.rewrites {
		r := &u.rewrites[i]
		if r.lines && !m.Has('\n') || r.marks != nil && !m.HasAny(r.marks) {
			continue
		}
		out, n := r.undo(m)
		if n == 0 || bytes.Contains(m.Bytes(), []byte(patchMark)) {
			continue
		}
		step := tr.add(StepLines, r.what+words.Number(n)+" "+words.Plural(n, r.one, r.many), changed(t, out))
		step.step.Repair = r.repair
		if r.tell != nil {
			r.tell(u, t, m.Bytes())
		}
		u.text(out, step, depth+1)
		return true
	}
	return false
}

// noteRows tells what was left out of rows of a dump though it may belong to them.
func (u *unwrapper) noteRows(t source.Text, b []byte) {
	for _, at := range longRows(b) {
		u.note(finding.BytesUneven, "", "This row has more bytes than the next one's offset leaves it: “"+shorten(t.Bytes[at.from:at.to])+"” at its end was left out.", "", t.Span(at.from, at.to))
	}
}

// changed is what of t is otherwise in out: from the first byte to the last.
func changed(t, out source.Text) source.Span {
	a, b := t.Bytes, out.Bytes
	n := min(len(a), len(b))
	start := 0
	for start < n && a[start] == b[start] {
		start++
	}
	end := 0
	for end < n-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	if start+end >= len(a) {
		return t.All()
	}
	return t.Span(start, len(a)-end)
}

// undoString undoes the string literal that a text is as a whole: JSON in JSON, a dump,
// copied with its quotes. PEM in one is read with the literal.
func undoString(t source.Metered) (source.Text, int) {
	i, j := 0, t.Len()
	if head := t.Part(0, 16); len(head) > 0 {
		for i < len(head) && space(head[i]) {
			i++
		}
		if i+1 >= len(head) || head[i] != '"' || head[i+1] == '-' {
			return source.Text{}, 0
		}
	}
	b := t.Bytes()
	for j > i && space(b[j-1]) {
		j--
	}
	escapes := 0
	for k := i + 1; k < j-1; k++ {
		switch b[k] {
		case '\\':
			escapes++
			if k++; bytes.IndexByte([]byte(`nrt"/\u`), b[k]) < 0 { // bytes, which are read with their literal
				return source.Text{}, 0
			}
		case '"', '\n':
			return source.Text{}, 0
		}
	}
	if escapes == 0 || j-i < 2 || b[j-1] != '"' {
		return source.Text{}, 0
	}
	return unescape(t.Slice(i+1, j-1).Text())
}

// undoReferences undoes the character references of HTML and XML, where one stands
// beside a character of base64 or a dash and means what base64 or PEM has.
func undoReferences(t source.Metered) (source.Text, int) {
	if !references(t) {
		return source.Text{}, 0
	}
	return unreferenced(t.Text())
}

// references reports whether such a reference is in t.
func references(t source.Metered) bool {
	b := t.Bytes()
	for i := 0; i < len(b); i++ {
		j := bytes.IndexByte(b[i:], '&')
		if j < 0 {
			return false
		}
		i += j
		c, width := carrier.Reference(b, i)
		if width == 0 || i == 0 || base64Class[b[i-1]] != classChar && b[i-1] != ';' && c != '"' && c != '\'' {
			continue
		}
		switch c {
		case '+', '/', '=', '\n', '\r', '-':
			return true
		case '"', '\'': // around a literal, or a piece of one
			if hasPrefix(b[i+width:], "-----BEGIN ") {
				return true
			}
		case '&': // a reference that was escaped
			if end := min(len(b), i+width+2); end == i+width+2 && (b[i+width] == '#' || hasPrefix(b[i+width:], "pl")) {
				return true
			}
		}
	}
	return false
}

// undoTags makes line breaks of <br>, and of the ends and starts of <p>, <div> and
// their like, and leaves out <span> and <wbr>, where one stands right after PEM's
// armor or base64.
func undoTags(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	found := false
	for i := 0; i < len(b) && !found; i++ {
		j := bytes.IndexByte(b[i:], '<')
		if j < 0 {
			break
		}
		i += j
		width, becomes := tagAt(b, i)
		if becomes == '\t' {
			continue // what stands in cells is read with their elements
		}
		before := bytes.TrimRight(b[max(0, i-2):i], ",") // a list of strings
		found = width > 0 && len(before) > 0 && (bytes.HasSuffix(before, []byte(`"`)) || base64Class[b[i-1]] != classOther && base64Class[b[i-1]] != classSpace)
	}
	if !found {
		return source.Text{}, 0
	}
	text := t.Text()
	out := source.NewBuilder(text, text.Len())
	from, n := 0, 0
	broke := false // at the tag before
	for i := 0; i < len(b); i++ {
		if b[i] != '<' {
			continue
		}
		if width, becomes := tagAt(b, i); width > 0 {
			out.Copy(from, i)
			if becomes == '\t' && b[i+1] == '/' {
				becomes = 0 // one tab for each cell
			}
			if broken := becomes == '\n' && (i == 0 || from == i && broke || b[i-1] == '\n'); !broken && becomes != 0 {
				out.Replace(i, i+width, becomes)
			}
			from = i + width
			if broke = becomes == '\n'; broke && from < len(b) && b[from] == '\n' { // one line break for both
				from++
			}
			i = from - 1
			n++
		}
	}
	out.Copy(from, len(b))
	plain, _ := unreferenced(out.Text())
	return plain, n
}

// tags are those of HTML that stand in a text copied from its source, and what each
// becomes; 0 for nothing.
var tags = []struct {
	name    string
	becomes byte
}{{"br", '\n'}, {"p", '\n'}, {"pre", '\n'}, {"div", '\n'}, {"li", '\n'}, {"tr", '\n'}, {"td", '\t'}, {"th", '\t'}, {"item", '\n'}, {"span", 0}, {"wbr", 0}, {"code", 0}, {"b", 0}, {"font", 0}}

// tagAt returns the length of such a tag at b[i], and what it becomes; 0 if there is
// none.
func tagAt(b []byte, i int) (width int, becomes byte) {
	k := i + 1
	if k < len(b) && b[k] == '/' {
		k++
	}
	for _, tag := range tags {
		if !fold(b, k, tag.name) {
			continue
		}
		const longest = 200 // with its attributes
		end := bytes.IndexByte(b[k:min(len(b), k+longest)], '>')
		if after := k + len(tag.name); end > 0 && (b[after] == '>' || b[after] == ' ' || b[after] == '/') {
			return k + end + 1 - i, tag.becomes
		}
	}
	return 0, 0
}

// undoQuotedPrintable undoes quoted-printable (RFC 2045, section 6.7), which breaks
// lines softly after an equals sign. Three such lines of one length tell it from
// the padding of base64, or one and an equals sign that is escaped.
func undoQuotedPrintable(t source.Metered) (source.Text, int) {
	const longestSoft = 78 // characters: 76 by the RFC, and Python's e-mail writes two more
	b := t.Bytes()
	soft, width, escaped := 0, 0, bytes.Contains(b, []byte("=3D"))
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		line := bytes.TrimRight(b[pos:end], "\r")
		if n := len(line); n > 0 && line[n-1] == '=' && n <= longestSoft+quoteWidth(line) && end < len(b) && (n < 2 || line[n-2] != '=') {
			if soft == 0 || n == width {
				soft++
			}
			width = n
		}
		pos = nextLine(b, end)
	}
	const longLine = 60 // characters
	padding := bytes.Contains(b, []byte("=2D=2D=2D=2D=2D")) || escaped && paddingEscaped(b)
	if !padding && (soft < 3 && (soft == 0 || !escaped) || width < longLine && !escaped) {
		return source.Text{}, 0
	}
	text := t.Text()
	out := source.NewBuilder(text, len(b))
	from, n := 0, 0
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			continue
		}
		end := i + 1
		if end < len(b) && b[end] == '\r' {
			end++
		}
		switch c, ok := hexPair(b, i+1); {
		case end < len(b) && b[end] == '\n':
			out.Copy(from, i)
			if from = end + 1; quoteWidth(b[from:]) == quoteWidth(b[bytes.LastIndexByte(b[max(0, i-2*longestSoft):i], '\n')+1+max(0, i-2*longestSoft):i]) {
				from += quoteWidth(b[from:]) // the mail was quoted
			}
		case ok:
			out.Copy(from, i)
			out.Replace(i, i+3, c)
			from = i + 3
		default:
			continue
		}
		i = from - 1
		n++
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// paddingEscaped reports whether the last line of a PEM block's body ends in an equals sign
// that is escaped.
func paddingEscaped(b []byte) bool {
	i := bytes.Index(b, []byte("-----END"))
	if i < 0 {
		return false
	}
	k := bytes.LastIndexByte(b[:i], '\n')
	return k > 0 && bytes.HasSuffix(bytes.TrimRight(b[max(0, k-8):k], "\r"), []byte("=3D"))
}

// controls are how tools write control characters besides #012: cat and vi, zsh, PowerShell,
// RTF.
var controls = []struct {
	text string
	c    byte
}{{"^J", '\n'}, {"^M\n", '\n'}, {"^M", '\r'}, {"$'\\n'", '\n'}, {"`n", '\n'}, {"`r", '\r'}, {"\\par\n", '\n'}, {"\\par ", '\n'}}

// controlAt reads what stands for a control character at b[i], and its length; 0 if
// nothing does.
func controlAt(b []byte, i int) (c byte, width int) {
	if b[i] == '#' {
		if i+3 < len(b) && b[i+1] == '0' && b[i+2] >= '0' && b[i+2] <= '3' && b[i+3] >= '0' && b[i+3] <= '7' {
			return (b[i+2]-'0')<<3 | b[i+3] - '0', 4
		}
		return 0, 0
	}
	for k := range controls {
		if hasPrefix(b[i:], controls[k].text) {
			return controls[k].c, len(controls[k].text)
		}
	}
	return 0, 0
}

// undoControls undoes what rsyslog makes of control characters, # and three octal
// digits, and others their own way, where one stands for a line break after PEM's
// armor or base64.
func undoControls(t source.Metered) (source.Text, int) {
	const enough = 3 // of rsyslog's, wherever they stand
	b := t.Bytes()
	found, breaks := false, 0
	for i := 1; i < len(b) && !found; i++ {
		j := bytes.IndexAny(b[i:], "#^`\\$")
		if j < 0 {
			break
		}
		i += j
		if hasPrefix(b[i:], "#012") {
			breaks++
			found = breaks == enough
		}
		if base64Class[b[i-1]] != classOther && base64Class[b[i-1]] != classSpace {
			c, width := controlAt(b, i)
			found = found || width > 0 && lineBreak(c) && (b[i] == '#' || endsLine(b[:i]))
		}
	}
	if !found {
		return source.Text{}, 0
	}
	text := t.Text()
	out := source.NewBuilder(text, len(b))
	from, n := 0, 0
	for i := 0; i < len(b); i++ {
		if c, width := controlAt(b, i); width > 0 {
			out.Copy(from, i)
			out.Replace(i, i+width, c)
			from = i + width
			i = from - 1
			n++
		}
	}
	out.Copy(from, len(b))
	return out.Text(), n
}

// endsLine reports whether b ends as a line of PEM does.
func endsLine(b []byte) bool {
	return bytes.HasSuffix(b, []byte("-----")) || len(b) >= enoughEncoded && encodedText(b[len(b)-enoughEncoded:])
}

// undoLineEnds leaves out what cat -A and vi's :set list put at the end of each
// line: $, behind ^M where a carriage return was.
func undoLineEnds(t source.Metered) (source.Text, int) {
	b := t.Bytes()
	if i := bytes.Index(b, []byte("-----")); i < 0 && !bytes.Contains(b, []byte("$\n")) {
		return source.Text{}, 0
	}
	n := 0
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		line := bytes.TrimRight(b[pos:end], "\r")
		if len(line) > 0 && line[len(line)-1] != '$' {
			return source.Text{}, 0
		}
		if len(line) > 0 {
			n++
		}
		pos = nextLine(b, end)
	}
	if n < 3 {
		return source.Text{}, 0
	}
	text := t.Text()
	out := source.NewBuilder(text, len(b))
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		stop := pos + len(bytes.TrimSuffix(bytes.TrimSuffix(bytes.TrimRight(b[pos:end], "\r"), []byte("$")), []byte("^M")))
		out.Copy(pos, stop)
		pos = nextLine(b, end)
		out.Copy(end, pos)
	}
	return out.Text(), n
}
