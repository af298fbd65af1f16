package dn

import (
	"strings"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Style is a way of printing a name.
type Style uint8

const (
	RFC2253     Style = iota // OpenSSL's, and so an AWS load balancer's: Name.String
	RFC2253UTF8              // the same with characters above ASCII as they are: Apache httpd
	RFC4514                  // as RFC 4514 says: LDAP, Python's cryptography
	OneLine                  // openssl x509 -subject of OpenSSL 1.1 and 3.0
	Slash                    // X509_NAME_oneline: nginx's and Apache's legacy variables
	SlashRaw                 // HAProxy's own: without escapes
	JavaName                 // X500Principal.getName()
	JavaString               // X500Principal.toString()
	JavaRFC1779              // X500Principal.getName("RFC1779")
	GoString                 // pkix.Name.String
	Windows                  // X500DistinguishedName.Name of .NET
	Traefik                  // the Subject of its Info header, every option on
	Lines                    // X509Certificate.subject of Node.js
)

// How the styles that keep every attribute join them.
var joints = [...]struct {
	forward             bool // RDNs in the certificate's order
	comma, plus, equals string
	names               nameSet
	unknown             string // before a dotted type
}{
	RFC2253UTF8: {false, ",", "+", "=", openSSLNames, ""},
	RFC4514:     {false, ",", "+", "=", rfcNames, ""},
	OneLine:     {true, ", ", " + ", " = ", openSSLNames, ""},
	Slash:       {true, "/", "+", "=", openSSLNames, ""},
	SlashRaw:    {true, "/", "/", "=", openSSLNames, ""},
	JavaName:    {false, ",", "+", "=", rfcNames, ""},
	JavaString:  {false, ", ", " + ", "=", javaNames, "OID."},
	JavaRFC1779: {false, ", ", " + ", "=", rfc1779Names, "OID."},
	Windows:     {false, ", ", " + ", "=", windowsNames, "OID."},
	Lines:       {true, "\n", " + ", "=", openSSLNames, ""},
}

// nameSet is a set of names for attribute types.
type nameSet uint8

const (
	rfcNames     nameSet = 1 << iota // RFC 4514, section 3
	rfc1779Names                     // RFC 1779, as Java reads it
	javaNames                        // what Java knows besides
	goNames                          // crypto/x509/pkix
	windowsNames                     // CertNameToStr
	openSSLNames nameSet = 0         // OpenSSL's short names, which oid knows
)

// keywords are the names of types in the styles that do not use OpenSSL's.
var keywords = [...]struct {
	id   oid.OID
	name string
	in   nameSet
}{
	{oid.CommonName, "CN", rfcNames | rfc1779Names | javaNames | goNames | windowsNames},
	{oid.CountryName, "C", rfcNames | rfc1779Names | javaNames | goNames | windowsNames},
	{oid.LocalityName, "L", rfcNames | rfc1779Names | javaNames | goNames | windowsNames},
	{oid.StateOrProvinceName, "ST", rfcNames | rfc1779Names | javaNames | goNames},
	{oid.StateOrProvinceName, "S", windowsNames},
	{oid.OrganizationName, "O", rfcNames | rfc1779Names | javaNames | goNames | windowsNames},
	{oid.OrganizationalUnitName, "OU", rfcNames | rfc1779Names | javaNames | goNames | windowsNames},
	{oid.StreetAddress, "STREET", rfcNames | rfc1779Names | javaNames | goNames | windowsNames},
	{oid.DomainComponent, "DC", rfcNames | javaNames | windowsNames},
	{oid.UserID, "UID", rfcNames | javaNames},
	{oid.EmailAddress, "EMAILADDRESS", javaNames},
	{oid.EmailAddress, "E", windowsNames},
	{oid.SerialNumber, "SERIALNUMBER", javaNames | goNames | windowsNames},
	{oid.PostalCode, "POSTALCODE", goNames},
	{oid.PostalCode, "PostalCode", windowsNames},
	{oid.Surname, "SURNAME", javaNames},
	{oid.Surname, "SN", windowsNames},
	{oid.GivenName, "GIVENNAME", javaNames},
	{oid.GivenName, "G", windowsNames},
	{oid.Initials, "INITIALS", javaNames},
	{oid.Initials, "I", windowsNames},
	{oid.GenerationQualifier, "GENERATION", javaNames},
	{oid.Title, "T", javaNames | windowsNames},
	{oid.Description, "Description", windowsNames},
	{oid.DNQualifier, "DNQ", javaNames},
	{oid.DNQualifier, "dnQualifier", windowsNames},
}

// keyword is the name of the type in the set, or empty.
func keyword(id oid.OID, in nameSet) string {
	if in == openSSLNames {
		return oid.ShortName(id)
	}
	for i := range keywords {
		if k := &keywords[i]; k.in&in != 0 && k.id == id {
			return k.name
		}
	}
	return ""
}

// Print prints n in the style.
func (n *Name) Print(s Style) string {
	switch s {
	case RFC2253:
		return n.String()
	case GoString:
		return n.goString()
	case Traefik:
		return n.traefik()
	}
	how := &joints[s]
	var b []byte
	for i := range n.RDNs {
		rdn := &n.RDNs[i]
		if !how.forward {
			rdn = &n.RDNs[len(n.RDNs)-1-i]
		}
		for j := range rdn.Attributes {
			at := j
			if s == RFC2253UTF8 {
				at = len(rdn.Attributes) - 1 - j
			}
			a := &rdn.Attributes[at]
			switch {
			case j > 0:
				b = append(b, how.plus...)
			case len(b) > 0 || s == Slash || s == SlashRaw:
				b = append(b, how.comma...)
			}
			name := keyword(a.OID, how.names)
			switch {
			case name != "":
				b = append(b, name...)
			case how.names == openSSLNames && s != SlashRaw:
				b = appendCutDotted(b, a.OID)
			default:
				b = a.OID.AppendDotted(append(b, how.unknown...))
			}
			b = a.appendStyled(append(b, how.equals...), s, name != "")
		}
	}
	return string(b)
}

// appendStyled appends the value; known says whether the style has a name for the type.
func (a *Attribute) appendStyled(b []byte, s Style, known bool) []byte {
	switch s {
	case RFC2253UTF8:
		return a.appendEscaped(b, escaping{hexUnknown: true, known: known})
	case OneLine:
		return a.appendEscaped(b, escaping{hexUnknown: true, known: true, msb: true, quotes: true})
	case Lines:
		return a.appendEscaped(b, escaping{known: true})
	case SlashRaw:
		return append(b, a.Raw...)
	case Slash:
		return a.appendSlash(b)
	case RFC4514:
		if !known || a.Fault&NotString != 0 {
			return appendLowerHex(b, a.DER)
		}
		return appendBackslashed(b, a.Text, `,+"\<>;`, false)
	case JavaName:
		if !known || a.Fault&NotString != 0 || a.Tag == der.UniversalString || a.Tag == der.NumericString || a.Tag == der.VisibleString {
			return appendLowerHex(b, a.DER)
		}
		return appendBackslashed(b, strings.ToValidUTF8(string(a.Raw), "\uFFFD"), `,=+<>#;"\`, true)
	case JavaString, JavaRFC1779:
		if a.Fault&NotString != 0 {
			return appendLowerHex(b, a.DER)
		}
		return appendJavaQuoted(b, a.Text)
	case Windows:
		return appendWindows(b, a.Text)
	}
	return b
}

// appendSlash is X509_NAME_oneline: octets as they are, what is not printable ASCII
// as \xHH. OpenSSL escapes slash and plus since 3.0.
func (a *Attribute) appendSlash(b []byte) []byte {
	for _, c := range a.octets() {
		switch {
		case c < ' ', c > '~':
			b = words.AppendHex(append(b, `\x`...), []byte{c}, words.UpperDigits)
		case c == '/', c == '+':
			b = append(b, '\\', c)
		default:
			b = append(b, c)
		}
	}
	return b
}

// octets are the content as OpenSSL keeps it: of a BIT STRING without the number of
// unused bits.
func (a *Attribute) octets() []byte {
	if a.Tag == der.BitString && len(a.Raw) > 0 {
		return a.Raw[1:]
	}
	return a.Raw
}

func appendLowerHex(b, content []byte) []byte {
	return words.AppendHex(append(b, '#'), content, words.LowerDigits)
}

// appendBackslashed writes text with a backslash before the special characters, a
// # at the beginning and spaces at both ends; java escapes all spaces there.
func appendBackslashed(b []byte, text, special string, java bool) []byte {
	lead, trail := 1, 1
	if java {
		lead = len(text) - len(strings.TrimLeft(text, " "))
		trail = len(text) - len(strings.TrimRight(text, " "))
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == 0:
			b = append(b, `\00`...)
			continue
		case strings.IndexByte(special, c) >= 0, c == '#' && i == 0, c == ' ' && (i < lead || i >= len(text)-trail):
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	return b
}

// appendJavaQuoted is toKeywordValueString in sun.security.x509.AVA.
func appendJavaQuoted(b []byte, text string) []byte {
	already := len(text) > 1 && text[0] == '"' && text[len(text)-1] == '"'
	if already {
		return append(b, text...)
	}
	quote := text != "" && strings.IndexByte(" \n", text[len(text)-1]) >= 0
	start := len(b)
	b = append(b, '"')
	white := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		blank := c == ' ' || c == '\n'
		if strings.IndexByte(",+=\n<>#;\\\"", c) >= 0 || blank && (i == 0 || white) {
			quote = true
		}
		white = blank
		if c == '"' || c == '\\' {
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	if quote {
		return append(b, '"')
	}
	return append(b[:start], b[start+1:]...)
}

// appendWindows quotes as .NET does: what holds a special character, begins or ends
// with a blank, or is empty; a quote inside is doubled.
func appendWindows(b []byte, text string) []byte {
	if text != "" && !strings.ContainsAny(text, ",+=\"\n<>#;") && strings.Trim(text, " \t\n\v\f\r") == text {
		return append(b, text...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(text, `"`, `""`)...)
	return append(b, '"')
}
