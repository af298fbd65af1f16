package openssl

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// writer writes indented lines.
type writer struct {
	strings.Builder
	shift int // added to every indent
}

// text is what was written. OpenSSL prints characters that are not seen as they are,
// in names that are not escaped; here they have their numbers, for a terminal or a
// page that the text is copied to would obey them.
func (t *writer) text() string { return words.Visible(t.String(), true) }

// oneLine is a value out of the certificate, in which a line break is no break.
func oneLine(s string) string { return words.Visible(s, false) }

// put begins a line.
func (t *writer) put(indent int, s string) {
	const spaces = "                                "
	t.WriteString(spaces[:indent+t.shift])
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

func version(v certinfo.Version) string {
	n := strconv.Itoa(v.Number - 1)
	switch {
	case v.Number == 0:
		return none
	case v.Number > 3:
		return "Unknown (" + n + ")"
	}
	return strconv.Itoa(v.Number) + " (0x" + n + ")"
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
	if a.PSS != nil {
		t.pss(a.PSS)
		return
	}
	t.end()
}

// pss writes the parameters of RSASSA-PSS, odd spaces included.
func (t *writer) pss(p *certinfo.PSS) {
	hash, mask, salt, trailer := "sha1 (default)", "mgf1 with sha1 (default)", "14 (default)", "01 (default)"
	if s := longName(p.Hash); s != "sha1" {
		hash = s
	}
	if s := longName(p.MGF) + " with " + longName(p.MGFHash); s != "mgf1 with sha1" {
		mask = s
	}
	if p.Salt != 20 {
		salt = evenHex(p.Salt)
	}
	if p.Trailer != 1 {
		trailer = evenHex(p.Trailer)
	}
	t.line(8, "")
	t.line(8, "Hash Algorithm: "+hash)
	t.line(8, "Mask Algorithm: "+mask)
	t.line(8, " Salt Length: 0x"+salt)
	t.line(8, "Trailer Field: 0x"+trailer)
}

// evenHex is a number in upper-case hexadecimal, whole bytes.
func evenHex(n int) string {
	s := strings.ToUpper(strconv.FormatInt(int64(n), 16))
	if len(s)%2 == 1 {
		s = "0" + s
	}
	return s
}

func timeText(t *certinfo.Time) string {
	if !t.OK {
		return "Bad time value"
	}
	return moment.OpenSSL(t.Time)
}

func (t *writer) uniqueID(label string, id *certinfo.BitString) {
	if id.Place.Length > 0 {
		t.put(8, label)
		t.dump(12, id.Bytes, 18)
	}
}
