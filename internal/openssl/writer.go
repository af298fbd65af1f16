package openssl

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// writer writes indented lines.
type writer struct {
	strings.Builder
	shift    int // added to every indent
	findings []finding.Finding
}

// text is what was written. OpenSSL prints characters that are not seen as they are,
// in names that are not escaped; here they have their numbers, for a terminal or a
// page that the text is copied to would obey them.
func (t *writer) text() string { return words.Visible(t.String(), true) }

// oneLine is a value out of the certificate, in which a line break is no break.
func oneLine(s string) string { return words.Visible(s, false) }

// put begins a line.
func (t *writer) put(indent int, s string) {
	const spaces = "                                    "
	t.WriteString(spaces[:max(0, indent+t.shift)])
	t.WriteString(s)
}

func (t *writer) end() { t.WriteByte('\n') }

func (t *writer) line(indent int, s string) {
	t.put(indent, s)
	t.end()
}

// dump writes bytes in lower-case hexadecimal, so many to a line. Every line but
// the last ends in a colon.
func (t *writer) dump(indent int, b []byte, width int) {
	for len(b) > width {
		t.put(indent, string(words.AppendColons(nil, b[:width], words.LowerDigits)))
		t.WriteString(":\n")
		b = b[width:]
	}
	t.line(indent, string(words.AppendColons(nil, b, words.LowerDigits)))
}

const none = "<none>"

// longName is OpenSSL's long name, or the dotted form.
func longName(id oid.OID) string {
	switch s := oid.LongName(id); {
	case s != "":
		return s
	case id == "":
		return none
	}
	return id.String()
}

// version is a version up to the last that there is.
func version(v certinfo.Version, last int) string {
	n := strconv.Itoa(v.Number - 1)
	switch {
	case v.Number == 0:
		return none
	case v.Number > last:
		return "Unknown (" + n + ")"
	}
	return strconv.Itoa(v.Number) + " (0x" + n + ")"
}

func listVersion(v certinfo.Version) string {
	if v.Number > 2 {
		return "unknown (" + strconv.Itoa(v.Number-1) + ")"
	}
	return version(v, 2)
}

// serial writes a serial that fits a C long in decimal, a longer one in
// hexadecimal. OpenSSL cannot tell -1 from its own error value, so that is long.
func (t *writer) serial(n *certinfo.Integer) {
	if len(n.Raw) == 0 {
		t.line(8, "Serial Number: "+none)
		return
	}
	digits, sign := n.Hex(), ""
	if digits[0] == '-' {
		digits, sign = digits[1:], "-"
	}
	if v, err := strconv.ParseInt(digits, 16, 64); err == nil && (sign == "" || v != 1) {
		t.line(8, "Serial Number: "+sign+strconv.FormatInt(v, 10)+" ("+sign+"0x"+strconv.FormatInt(v, 16)+")")
		return
	}
	t.line(8, "Serial Number:")
	colons := strings.ToLower(n.Colons())
	if sign != "" {
		colons = " (Negative)" + colons[1:]
	}
	t.line(12, colons)
}

func (t *writer) algorithm(a *certinfo.Algorithm) {
	t.WriteString(longName(a.OID))
	if a.OID == oid.RSASSAPSS {
		t.pss(a)
		return
	}
	t.end()
}

func timeText(t *certinfo.Time) string {
	if !t.OK {
		return "Bad time value"
	}
	s := moment.OpenSSL(t.Time)
	if t.Tag != der.GeneralizedTime || t.Text == "" {
		return s
	}
	digits, last := strings.TrimRight(t.Text, "Z"), t.Text[len(t.Text)-1]
	if i := strings.LastIndexAny(digits, "+-"); i >= 0 {
		digits, last = digits[:i], 'Z'
	}
	if i := strings.IndexByte(digits, '.'); i >= 0 && i+1 < len(digits) {
		const seconds = len("Jan  2 03:04:05")
		return s[:seconds] + digits[i:] + s[seconds:]
	}
	if last != 'Z' || strings.ContainsAny(digits, ".,") {
		return "Bad time value" // local time, or a fraction that OpenSSL does not read
	}
	return s
}

func (t *writer) uniqueID(label string, id *certinfo.BitString) {
	if id.Place.Length > 0 {
		t.put(8, label)
		t.dump(12, id.Bytes, 18)
	}
}
