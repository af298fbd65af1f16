package dn

import (
	"strings"

	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Pair is an attribute as a string form writes it. Start and End are its place in
// the string.
type Pair struct {
	Type       string  // as written: "CN", "2.5.4.3"
	OID        oid.OID // of the type; empty if it is not known
	Value      string  // without its escapes; bytes, mostly UTF-8
	DER        []byte  // of a value written as #hex; Value is empty then
	Start, End int
}

// SyntaxError says where a string form stops being one.
type SyntaxError struct {
	Offset int
	Text   string
}

func (e *SyntaxError) Error() string { return e.Text }

// ParseString reads the string form of a name: RDNs in the order in which they
// are written, each with its attributes.
//
//	name = [ rdn *( "," rdn ) ]                  RFC 4514, section 3
//	rdn  = attribute *( "+" attribute )
//	attribute = type "=" value
//	value = "#" 1*hexpair / string, with "\" special, "\" hexpair
//
// As RFC 2253, section 4 asks for older writers, a semicolon separates too, spaces
// around separators and "=" are dropped, a value may stand in quotes, and a dotted
// type may start with "OID.". On an error what was read before it is returned.
func ParseString(s string) ([][]Pair, *SyntaxError) {
	p := parser{s: s}
	p.space()
	if p.pos == len(s) {
		return nil, nil
	}
	var rdns [][]Pair
	var rdn []Pair
	for {
		pair, err := p.pair()
		if err != nil {
			if len(rdn) > 0 {
				rdns = append(rdns, rdn)
			}
			return rdns, err
		}
		rdn = append(rdn, pair)
		if p.pos < len(s) && s[p.pos] == '+' {
			p.pos++
			continue
		}
		rdns = append(rdns, rdn)
		rdn = nil
		if p.pos == len(s) {
			return rdns, nil
		}
		p.pos++ // the comma or semicolon that ended the value
	}
}

type parser struct {
	s   string
	pos int
}

func (p *parser) space() {
	for p.pos < len(p.s) && p.s[p.pos] == ' ' {
		p.pos++
	}
}

func (p *parser) fail(text string) *SyntaxError { return &SyntaxError{p.pos, text} }

func (p *parser) pair() (Pair, *SyntaxError) {
	p.space()
	pair := Pair{Start: p.pos}
	for p.pos < len(p.s) && isTypeChar(p.s[p.pos], p.pos == pair.Start) {
		p.pos++
	}
	pair.Type = p.s[pair.Start:p.pos]
	p.space()
	switch {
	case pair.Type == "":
		return pair, p.fail("an attribute type is expected here")
	case p.pos == len(p.s) || p.s[p.pos] != '=':
		return pair, p.fail("an equals sign is expected here")
	}
	p.pos++
	dotted := pair.Type
	if len(dotted) > 4 && strings.EqualFold(dotted[:4], "OID.") {
		dotted = dotted[4:]
	}
	if dotted[0] >= '0' && dotted[0] <= '9' {
		id, ok := oid.Parse(dotted)
		if !ok {
			return pair, &SyntaxError{pair.Start, "this is not an object identifier"}
		}
		pair.OID = id
	} else {
		pair.OID = typeOID(pair.Type)
	}
	p.space()
	var err *SyntaxError
	switch {
	case p.pos < len(p.s) && p.s[p.pos] == '#':
		pair.DER, err = p.hex()
	case p.pos < len(p.s) && p.s[p.pos] == '"':
		pair.Value, err = p.quoted()
	default:
		pair.Value, err = p.value()
	}
	pair.End = p.pos
	if err != nil {
		return pair, err
	}
	p.space()
	if p.pos < len(p.s) && !isSeparator(p.s[p.pos]) {
		return pair, p.fail("a comma or plus is expected here")
	}
	return pair, nil
}

// typeOID knows the names of RFC 4514 and OpenSSL, and those of the same
// attributes that Java, Windows and others write.
func typeOID(name string) oid.OID {
	for _, alias := range typeAliases {
		if strings.EqualFold(alias.name, name) {
			return alias.id
		}
	}
	id, _ := oid.ByName(name)
	return id
}

// typeAliases come before OpenSSL's names.
var typeAliases = [...]struct {
	name string
	id   oid.OID
}{
	{"S", oid.StateOrProvinceName}, // Windows
	{"G", oid.GivenName},           // Windows
	{"T", oid.Title},               // Windows, Java
	{"E", oid.EmailAddress},        // Windows
	{"EMAIL", oid.EmailAddress},
	{"STREET", oid.StreetAddress}, // RFC 4514
	{"SURNAME", oid.Surname},      // Java
	{"GIVENNAME", oid.GivenName},  // Java
	{"UID", oid.UserID},           // RFC 4514
	{"DNQ", oid.DNQualifier},      // Java
	{"DNQUALIFIER", oid.DNQualifier},
	{"IP", oid.SunIPAddress},                // Java
	{"GENERATION", oid.GenerationQualifier}, // Java
	{"POSTALCODE", oid.PostalCode},
	{"ORGANIZATIONIDENTIFIER", oid.OrganizationIdentifier},
}

func isTypeChar(c byte, first bool) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	case c == '.', c == '-', c == '_': // the last is not in RFC 4514, but in names of OpenSSL's
		return !first
	}
	return false
}

func isSeparator(c byte) bool { return c == ',' || c == ';' || c == '+' }

// value reads up to a separator; spaces at its end are dropped unless escaped.
func (p *parser) value() (string, *SyntaxError) {
	start, plain := p.pos, true
	for ; p.pos < len(p.s) && !isSeparator(p.s[p.pos]); p.pos++ {
		switch p.s[p.pos] {
		case '\\':
			plain = false
			p.pos++ // whatever follows is not a separator
			if p.pos == len(p.s) {
				return "", &SyntaxError{p.pos - 1, "nothing follows this backslash"}
			}
		case '"':
			return "", p.fail("a quote inside a value needs a backslash")
		case 0:
			return "", p.fail("a NUL inside a value must be written \\00")
		}
	}
	if plain {
		return strings.TrimRight(p.s[start:p.pos], " "), nil
	}
	end := p.pos
	for end > start && p.s[end-1] == ' ' && !escapedAt(p.s[start:end]) {
		end--
	}
	return p.unescape(start, end)
}

// escapedAt reports whether the last byte of s is escaped: an odd number of
// backslashes stands before it.
func escapedAt(s string) bool {
	n := 0
	for i := len(s) - 2; i >= 0 && s[i] == '\\'; i-- {
		n++
	}
	return n%2 == 1
}

func (p *parser) quoted() (string, *SyntaxError) {
	p.pos++
	start := p.pos
	for ; p.pos < len(p.s); p.pos++ {
		switch p.s[p.pos] {
		case '\\':
			p.pos++
		case '"':
			v, err := p.unescape(start, p.pos)
			p.pos++
			return v, err
		}
	}
	return "", &SyntaxError{start - 1, "this quote is not closed"}
}

func (p *parser) unescape(start, end int) (string, *SyntaxError) {
	out := make([]byte, 0, end-start)
	for i := start; i < end; i++ {
		c := p.s[i]
		if c != '\\' {
			out = append(out, c)
			continue
		}
		i++
		if i+1 < end && words.HexValue(p.s[i]) >= 0 && words.HexValue(p.s[i+1]) >= 0 {
			out = append(out, byte(words.HexValue(p.s[i])<<4|words.HexValue(p.s[i+1])))
			i++
			continue
		}
		switch c = p.s[i]; c {
		case ',', '+', '"', '\\', '<', '>', ';', '#', '=', ' ':
			out = append(out, c)
		default:
			return "", &SyntaxError{i - 1, "this backslash escapes nothing that needs it"}
		}
	}
	return string(out), nil
}

func (p *parser) hex() ([]byte, *SyntaxError) {
	p.pos++
	start := p.pos
	for p.pos < len(p.s) && words.HexValue(p.s[p.pos]) >= 0 {
		p.pos++
	}
	digits := p.s[start:p.pos]
	if len(digits) == 0 || len(digits)%2 == 1 {
		return nil, &SyntaxError{start - 1, "hexadecimal digits, two for each byte, must follow #"}
	}
	out := make([]byte, len(digits)/2)
	for i := range out {
		out[i] = byte(words.HexValue(digits[2*i])<<4 | words.HexValue(digits[2*i+1]))
	}
	return out, nil
}
