package dn

import (
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// String prints n as OpenSSL's XN_FLAG_RFC2253 does, which is what an AWS load
// balancer sends: see [Name.AppendOpenSSL].
func (n *Name) String() string {
	if len(n.RDNs) == 0 {
		return ""
	}
	return string(n.AppendOpenSSL(make([]byte, 0, len(n.DER)+32)))
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

// String prints one RDN alone.
func (d *RDN) String() string {
	n := Name{RDNs: []RDN{*d}}
	return string(n.AppendOpenSSL(nil))
}

// AppendOpenSSL appends one attribute as [Name.AppendOpenSSL] does: "CN=x".
func (a *Attribute) AppendOpenSSL(b []byte) []byte {
	const openSSLBuffer = 79
	short := oid.ShortName(a.OID)
	if short != "" {
		b = append(append(b, short...), '=')
	} else {
		start := len(b)
		b = a.OID.AppendDotted(b)
		b = append(b[:min(len(b), start+openSSLBuffer)], '=')
	}
	return a.appendValue(b, short != "")
}

// AppendValue appends the value alone, in the same manner.
func (a *Attribute) AppendValue(b []byte) []byte {
	return a.appendValue(b, oid.ShortName(a.OID) != "")
}

func (a *Attribute) appendValue(b []byte, known bool) []byte {
	width := 0
	if known {
		width = octets(a.Tag)
	}
	start := len(b)
	switch {
	case width == 0 || len(a.Raw)%width != 0:
		return a.appendHex(b)
	case width == 1 && (a.Tag == der.UTF8String || isASCII(a.Raw)):
		for i, c := range a.Raw {
			b = appendEscaped(b, c, i == 0, i == len(a.Raw)-1)
		}
		return b
	}
	var buffer [utf8.UTFMax]byte
	for i := 0; i < len(a.Raw); i += width {
		var r rune
		for _, c := range a.Raw[i : i+width] {
			r = r<<8 | rune(c)
		}
		if !utf8.ValidRune(r) {
			return a.appendHex(b[:start])
		}
		for _, c := range buffer[:utf8.EncodeRune(buffer[:], r)] {
			b = appendEscaped(b, c, i == 0, i+width == len(a.Raw))
		}
	}
	return b
}

// octets is how many octets OpenSSL takes for a character of the type; 0 if it
// does not show the type (tag2nbyte in crypto/asn1/a_strex.c).
func octets(tag int) int {
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

const upperHex = "0123456789ABCDEF"

// appendEscaped is do_esc_char in crypto/asn1/a_strex.c with the flags ESC_2253,
// ESC_CTRL and ESC_MSB.
func appendEscaped(b []byte, c byte, first, last bool) []byte {
	switch c {
	case ',', '+', '"', '\\', '<', '>', ';':
		return append(b, '\\', c)
	case '#':
		if first && !last {
			b = append(b, '\\')
		}
		return append(b, c)
	case ' ':
		if first || last {
			b = append(b, '\\')
		}
		return append(b, c)
	}
	if c < 0x20 || c >= 0x7F {
		return append(b, '\\', upperHex[c>>4], upperHex[c&0xF])
	}
	return append(b, c)
}

// appendHex appends "#" and the value's DER. OpenSSL encodes it anew: a string in
// segments becomes one, and a length takes no more octets than it must.
func (a *Attribute) appendHex(b []byte) []byte {
	b = append(b, '#')
	if a.Fault&(BadLength|Segmented) == 0 || a.Tag < 0 || a.Tag > 30 || a.Fault&NotString != 0 {
		for _, c := range a.DER {
			b = append(b, upperHex[c>>4], upperHex[c&0xF])
		}
		return b
	}
	for _, c := range a.encode() {
		b = append(b, upperHex[c>>4], upperHex[c&0xF])
	}
	return b
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
