// Package oid holds object identifiers (X.660, encoded as in X.690, section
// 8.19) and their names.
//
// An [OID] is the content octets of its encoding, in a string, so that comparing
// and passing it on costs nothing; [OID.String] is the dotted form, with arcs of
// any size. Names come from two tables, both sorted and both free of work at the
// start of the program: openssl.go, generated from OpenSSL's list of objects, and
// more.go, generated from more.txt, which names what OpenSSL 3.0 does not know.
// They are kept apart because names that load balancers print are OpenSSL's:
// [ShortName] and [LongName] answer exactly as OpenSSL does, [Name] and
// [Describe] from both.
//
// What the program itself speaks of is a constant, [KeyUsage] or [SubjectAltName]:
// names.go, made from names.txt.
package oid

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/words"
)

//go:generate go run gen.go

// OID is an object identifier: the content octets of its DER encoding.
type OID string

// MaxArc is the most octets of an arc that are turned into decimal, which takes
// quadratic time. The longest that people use has 19 (2.25 and a UUID).
const MaxArc = 64

// Valid reports whether id is an encoding that X.690, section 8.19 allows: not
// empty, its last octet there, no arc with a leading zero octet.
func (id OID) Valid() bool {
	start := true
	for i := 0; i < len(id); i++ {
		if start && id[i] == 0x80 {
			return false
		}
		start = id[i] < 0x80
	}
	return len(id) > 0 && start
}

// String returns the dotted form. An arc over [MaxArc] is given by its length,
// one that is cut off ends in "...".
func (id OID) String() string { return string(id.AppendDotted(make([]byte, 0, 48))) }

// AppendDotted appends the dotted form to b.
func (id OID) AppendDotted(b []byte) []byte {
	first := true
	for i := 0; i < len(id); {
		end := i
		for end < len(id) && id[end] >= 0x80 {
			end++
		}
		cut := end == len(id)
		if !cut {
			end++
		}
		if !first {
			b = append(b, '.')
		}
		b = appendArc(b, id[i:end], first)
		if cut {
			b = append(b, "..."...)
		}
		first = false
		i = end
	}
	return b
}

// appendArc appends one arc; the first octets hold the two first arcs, as
// 40 * the first + the second.
func appendArc(b []byte, arc OID, first bool) []byte {
	if len(arc) > MaxArc {
		b = append(b, '(')
		b = strconv.AppendInt(b, int64(len(arc)), 10)
		return append(b, "-octet arc)"...)
	}
	if len(arc) <= 9 { // at most 63 bits
		var v uint64
		for i := 0; i < len(arc); i++ {
			v = v<<7 | uint64(arc[i]&0x7F)
		}
		if first {
			top := min(v/40, 2)
			b = append(b, byte('0'+top), '.')
			v -= top * 40
		}
		return strconv.AppendUint(b, v, 10)
	}
	digits := []byte(arc)
	if first {
		b = append(b, "2."...)
		borrow := byte(80)
		for i := len(digits) - 1; i >= 0 && borrow > 0; i-- {
			v := digits[i]&0x7F - borrow
			digits[i], borrow = v&0x7F, v>>7
		}
	}
	return words.AppendDecimal(b, digits, 7)
}

// Parse reads a dotted form. It takes two arcs or more, without leading zeros.
func Parse(s string) (OID, bool) {
	var out []byte
	top := -1 // first arc
	for n := 0; ; n++ {
		end := 0
		for end < len(s) && s[end] != '.' {
			if s[end] < '0' || s[end] > '9' {
				return "", false
			}
			end++
		}
		if end == 0 || end > 2*MaxArc || s[0] == '0' && end > 1 {
			return "", false
		}
		digits := s[:end]
		if n == 0 {
			if end > 1 || digits[0] > '2' {
				return "", false
			}
			top = int(digits[0] - '0')
		} else {
			add := uint32(0)
			if n == 1 {
				if top < 2 && (end > 2 || end == 2 && digits > "39") {
					return "", false
				}
				add = uint32(top) * 40
			}
			out = appendBase128(out, digits, add)
		}
		if end == len(s) {
			return OID(out), n > 0
		}
		s = s[end+1:]
	}
}

// appendBase128 appends the decimal number plus add.
func appendBase128(b []byte, decimal string, add uint32) []byte {
	groups := make([]byte, 1, 1+len(decimal)/2) // of 7 bits, least first
	mul := func(by, carry uint32) {
		for j := range groups {
			carry += uint32(groups[j]) * by
			groups[j] = byte(carry & 0x7F)
			carry >>= 7
		}
		for carry > 0 {
			groups = append(groups, byte(carry&0x7F))
			carry >>= 7
		}
	}
	for i := 0; i < len(decimal); i++ {
		mul(10, uint32(decimal[i]-'0'))
	}
	mul(1, add)
	for j := len(groups) - 1; j > 0; j-- {
		b = append(b, groups[j]|0x80)
	}
	return append(b, groups[0])
}

// ShortName returns OpenSSL's short name ("CN", "RSA-SHA256"), or "" if OpenSSL
// has none for id.
func ShortName(id OID) string {
	if len(id) == 3 && id[:2] == "\x55\x04" && int(id[2]) < len(x520) {
		return x520[id[2]] // nearly every name that is asked for
	}
	short, _ := openssl.find(id)
	return short
}

// LongName returns OpenSSL's long name ("commonName", "sha256WithRSAEncryption"),
// or "" if OpenSSL has none for id.
func LongName(id OID) string {
	_, long := openssl.find(id)
	return long
}

// Name returns a short name from either table, or "".
func Name(id OID) string {
	short, _ := openssl.find(id)
	if short == "" {
		short, _ = more.find(id)
	}
	return short
}

// Describe returns a long name from either table, or "".
func Describe(id OID) string {
	_, long := openssl.find(id)
	if long == "" {
		_, long = more.find(id)
	}
	return long
}

// Overlong reports whether id has no name, but has one without some of its last
// octets. Where the element after it is broken too, its length is to blame.
func Overlong(id OID) bool {
	if Name(id) != "" {
		return false
	}
	for n := len(id) - 1; n > 1 && n >= len(id)-32; n-- {
		if Name(id[:n]) != "" {
			return true
		}
	}
	return false
}

// Clipped reports whether id has another name, or one at all, with the octet that
// follows it: then its length may have left that octet out.
func Clipped(id OID, next byte) bool { return len(id) > 1 && Name(id+OID(next)) != "" }

// IsArc reports whether id is a part of identifiers that have names, of which one or
// more parts are missing: 2.5.4 of 2.5.4.3. That some are both is for the caller to
// know.
func IsArc(id OID) bool { return id != "" && (openssl.hasUnder(id) || more.hasUnder(id)) }

// Known returns every OID that OpenSSL has a name for.
func Known() []OID {
	var all []OID
	for r := range openssl.all {
		all = append(all, r.id)
	}
	return all
}

// ByName returns the OID that OpenSSL knows by the short or long name, in this
// very case first and in any case after.
func ByName(name string) (id OID, ok bool) {
	for i := range usual {
		if usual[i].name == name {
			return usual[i].id, true
		}
	}
	return names.find(name)
}

// usual are the names that most distinguished names are made of: none of those needs the
// index.
var usual = [...]struct {
	name string
	id   OID
}{
	{"CN", CommonName}, {"OU", OrganizationalUnitName}, {"O", OrganizationName}, {"C", CountryName}, {"L", LocalityName}, {"ST", StateOrProvinceName},
	{"DC", DomainComponent}, {"serialNumber", SerialNumber}, {"emailAddress", EmailAddress},
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
