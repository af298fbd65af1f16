package dn

import (
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// String prints n as OpenSSL's XN_FLAG_RFC2253 does, which is what an AWS load
// balancer sends: see [Name.AppendOpenSSL].
func (n *Name) String() string {
	if len(n.RDNs) == 0 {
		return ""
	}
	var room [256]byte // for nearly all
	return string(n.AppendOpenSSL(room[:0]))
}

// AppendOpenSSL appends n as "openssl x509 -nameopt RFC2253" prints it:
//
//   - RDNs from the last to the first with a comma between them; inside an RDN too
//     the last attribute comes first, with a plus between them.
//   - Attribute types as OpenSSL's short names. One without is dotted, cut after 79
//     characters (OpenSSL's buffer has 80), and its value is always in hexadecimal.
//   - Strings as UTF-8, but UTF8String as it stands, be it valid or not. The types
//     of one octet for each character are read as Latin-1.
//   - , + " \ < > ; and, if it is first, # are escaped by a backslash, a space if it is
//     first or last. A lone # is not: the last character is not looked at as the first.
//   - Control characters and all above ASCII are written \HH.
//   - Values that are no strings, or of types that OpenSSL does not show (the
//     Videotex, Graphic and General ones), as # and their DER in upper-case hexadecimal.
//
// Empty RDNs print as nothing: OpenSSL drops them. Where OpenSSL refuses to print
// (half characters, surrogates), the value is written as hexadecimal.
func (n *Name) AppendOpenSSL(b []byte) []byte {
	first := true
	for i := len(n.RDNs) - 1; i >= 0; i-- {
		attributes := n.RDNs[i].Attributes
		for j := len(attributes) - 1; j >= 0; j-- {
			switch {
			case first:
			case j == len(attributes)-1:
				b = append(b, ',')
			default:
				b = append(b, '+')
			}
			first = false
			b = attributes[j].AppendOpenSSL(b)
		}
	}
	return b
}

// Print prints one RDN alone in the style.
func (d *RDN) Print(s Style) string {
	n := Name{RDNs: []RDN{*d}}
	return n.Print(s)
}

// String prints one RDN alone.
func (d *RDN) String() string {
	n := Name{RDNs: []RDN{*d}}
	return string(n.AppendOpenSSL(nil))
}

// AppendOpenSSL appends one attribute as [Name.AppendOpenSSL] does: "CN=x".
func (a *Attribute) AppendOpenSSL(b []byte) []byte {
	short := oid.ShortName(a.OID)
	if short != "" {
		b = append(append(b, short...), '=')
	} else {
		b = append(appendCutDotted(b, a.OID), '=')
	}
	return a.appendValue(b, short != "")
}

// appendCutDotted appends a dotted type as far as OpenSSL's buffer of 80 octets
// takes it.
func appendCutDotted(b []byte, id oid.OID) []byte {
	start := len(b)
	b = id.AppendDotted(b)
	return b[:min(len(b), start+79)]
}

// AppendValue appends the value alone, in the same manner.
func (a *Attribute) AppendValue(b []byte) []byte {
	return a.appendValue(b, oid.ShortName(a.OID) != "")
}

func (a *Attribute) appendValue(b []byte, known bool) []byte {
	return a.appendEscaped(b, escaping{hexUnknown: true, known: known, msb: true})
}

// escaping is a choice of OpenSSL's flags for printing strings.
type escaping struct {
	msb        bool // ASN1_STRFLGS_ESC_MSB
	quotes     bool // ASN1_STRFLGS_ESC_QUOTE
	hexUnknown bool // ASN1_STRFLGS_DUMP_UNKNOWN
	known      bool // the type has a name, or XN_FLAG_DUMP_UNKNOWN_FIELDS is not set
}

// appendEscaped is do_print_ex in crypto/asn1/a_strex.c. What OpenSSL does not show
// without hexUnknown are octets in Latin-1.
func (a *Attribute) appendEscaped(b []byte, e escaping) []byte {
	start, raw, width := len(b), a.Raw, octetsOf(a.Tag)
	if width == 0 && !e.hexUnknown {
		raw, width = a.octets(), 1
	}
	if !e.known || width == 0 || len(raw)%width != 0 {
		return a.appendHex(b)
	}
	quoted := false
	if width == 1 && (a.Tag == der.UTF8String || isASCII(raw)) {
		for i, c := range raw {
			b = e.append(b, c, i == 0, i == len(raw)-1, &quoted)
		}
	} else {
		var buffer [utf8.UTFMax]byte
		for i := 0; i < len(raw); i += width {
			var r rune
			for _, c := range raw[i : i+width] {
				r = r<<8 | rune(c)
			}
			if !utf8.ValidRune(r) {
				return a.appendHex(b[:start])
			}
			for _, c := range buffer[:utf8.EncodeRune(buffer[:], r)] {
				b = e.append(b, c, i == 0, i+width == len(raw), &quoted)
			}
		}
	}
	if quoted {
		b = append(b, '"')
		value := append([]byte{'"'}, b[start:]...)
		b = append(b[:start], value...)
	}
	return b
}

// append is do_esc_char in crypto/asn1/a_strex.c with the flags ESC_2253 and
// ESC_CTRL. With quotes, what RFC 2253 escapes stands as it is and sets quoted.
func (e *escaping) append(b []byte, c byte, first, last bool, quoted *bool) []byte {
	special := false
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case ',', '+', '<', '>', ';':
		special = true
	case '#':
		special = first && !last
	case ' ':
		special = first || last
	}
	switch {
	case special && e.quotes:
		*quoted = true
	case special:
		b = append(b, '\\')
	case c < 0x20, c == 0x7F, c > 0x7F && e.msb:
		return words.AppendHex(append(b, '\\'), []byte{c}, words.UpperDigits)
	}
	return append(b, c)
}

// octetsOf is how many octets OpenSSL takes for a character of the type; 0 if it
// does not show the type (tag2nbyte in crypto/asn1/a_strex.c).
func octetsOf(tag int) int {
	switch tag {
	case der.UTF8String, der.NumericString, der.PrintableString, der.T61String, der.IA5String,
		der.UTCTime, der.GeneralizedTime, der.VisibleString:
		return 1
	case der.BMPString:
		return 2
	case der.UniversalString:
		return 4
	}
	return 0
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// appendHex appends "#" and the value's DER. OpenSSL encodes it anew: a string in
// segments becomes one, and a length takes no more octets than it must.
func (a *Attribute) appendHex(b []byte) []byte {
	b = append(b, '#')
	if a.Fault&(BadLength|Segmented) == 0 || a.Tag < 0 || a.Tag > 30 || a.Fault&NotString != 0 {
		return words.AppendHex(b, a.DER, words.UpperDigits)
	}
	return words.AppendHex(b, a.encode(), words.UpperDigits)
}

// encode returns the value encoded anew, in DER.
func (a *Attribute) encode() []byte {
	head := []byte{byte(a.Tag)}
	switch n := len(a.Raw); {
	case n < 0x80:
		head = append(head, byte(n))
	case n < 1<<8:
		head = append(head, 0x81, byte(n))
	case n < 1<<16:
		head = append(head, 0x82, byte(n>>8), byte(n))
	case n < 1<<24:
		head = append(head, 0x83, byte(n>>16), byte(n>>8), byte(n))
	default:
		head = append(head, 0x84, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return append(head, a.Raw...)
}
