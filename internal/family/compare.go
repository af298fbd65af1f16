package family

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Agreement is the outcome of a comparison.
type Agreement uint8

const (
	NotComparable Agreement = iota // Why tells why
	Agrees                         // the value says what the certificate says; How tells if it is written otherwise
	Differs                        // it says something else; How tells how
)

// Difference is a set of ways in which a value differs. Those of one that agrees are
// ways of writing alone.
type Difference uint16

const (
	Order      Difference = 1 << iota // the same attributes, in an order that this writing does not have
	Separator                         // + where the certificate has separate RDNs, or the other way round
	Escaping                          // an escape is left in the value, or lost
	Case                              // letter case alone
	StringType                        // the same text under another string type
	Spelling                          // spaces, names of types, another form than this writing has
	Mojibake                          // UTF-8 that was read as Latin-1 or Windows-1252
	Lost                              // ? or U+FFFD where the certificate has other characters
	Type                              // the same text under another attribute type
	Value                             // another value
	Missing                           // something of the certificate is not in the value
	Added                             // something of the value is not in the certificate
	Radix                             // a serial number that is right in the other radix: decimal for hexadecimal
	First                             // of a pair of dates: NotBefore is another
	Second                            // NotAfter is another
)

// Reason is why nothing could be compared.
type Reason uint8

const (
	Comparable          Reason = iota
	NoValue                    // the value is empty, or says that there is nothing: see Absent
	NotAFact                   // the kind is nothing that a certificate says
	IsTheSubject               // the value is the certificate itself
	FieldMissing               // the certificate lacks the field, or it could not be read
	NotReadable                // the value is not in a form that is known
	Incomplete                 // the certificate is cut off or damaged, so its hash says nothing
	NotDefined                 // the value is of an algorithm or a form that is not compared
	DigitsLost                 // the number was rounded
	CutShort                   // the value ends in an ellipsis, and what is before it is what the certificate says
	NoCertificateAtHand        // there is no certificate to compare with
)

// Comparison is what [Compare] found.
type Comparison struct {
	Result   Agreement
	How      Difference
	Why      Reason
	Exact    bool   // the value is to the byte what this writing gives
	Expected string // what this writing gives; empty if it is not known
	At, Tail int    // bytes that the value and Expected have in common at the start, and at the end beside those
	Rows     []dn.Matched
}

// CommonEnds returns how many bytes two strings have in common at their start, and
// how many of the rest at their end.
func CommonEnds(a, b string) (start, end int) {
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return start, end
}

func (c *Comparison) differ(how Difference) { c.Result, c.How = Differs, how }

func (c *Comparison) agree(how Difference) {
	c.Result = Agrees
	if !c.Exact {
		c.How = how
	}
}

// Compare compares a value with a certificate. It is one for every family, log and
// allow-list: w is how the value is written by its sender, Unknown if that is not
// known; a value in another form that says the same agrees all the same.
//
//   - Names agree if they have the same attributes in the same groups, in the order
//     of the certificate or its reverse; where w has one of the two, the other one is
//     a difference. Styles that lose groups or order (HAProxy's, Go's, Traefik's) are
//     compared without what they lose.
//   - Serial numbers agree as numbers, hashes as octets, dates as times.
//   - Alternative names agree if each that the value has is in the certificate.
func Compare(k Kind, value string, cert *certinfo.Certificate, w Writing) Comparison {
	var c Comparison
	if cert == nil {
		c.Why = NoCertificateAtHand
		return c
	}
	if expected, ok := writeFact(k, w, cert); ok {
		c.Expected = expected
		c.Exact = value == expected
	}
	unquoted := value
	if n := len(value); n > 1 && value[0] == '"' && value[n-1] == '"' && !c.Exact {
		unquoted = value[1 : n-1]
		c.Exact = unquoted == c.Expected && c.Expected != ""
	}
	if !c.Exact && Absent(value) != Something {
		if unquoted == "" && emptyName(k, cert) {
			c.Exact = true // written as nothing
			c.agree(0)
		} else {
			c.Why = NoValue
		}
		return c
	}
	if beyondCut(k, cert) {
		c.Why = FieldMissing
		return c
	}
	switch k {
	case Certificate, Chain:
		c.Why = IsTheSubject
	case Subject:
		c.name(unquoted, &cert.Subject, w)
	case Issuer:
		c.name(unquoted, &cert.Issuer, w)
	case CommonName:
		c.commonName(unquoted, &cert.Subject)
	case SubjectPart:
		c.part(unquoted, &cert.Subject)
	case IssuerPart:
		c.part(unquoted, &cert.Issuer)
	case Serial:
		c.serial(unquoted, cert.Serial, w)
	case NotBefore:
		c.date(unquoted, cert.NotBefore)
	case NotAfter:
		c.date(unquoted, cert.NotAfter)
	case ValidityPair:
		c.pair(unquoted, cert)
	case Fingerprint:
		c.hash(unquoted, cert)
	case AllNames, DNSNames, URIs, Emails, Addresses, Identity:
		c.alternatives(unquoted, alternatives(cert, k), k, w)
	default:
		c.Why = NotAFact
	}
	if c.Result != Agrees && EndsCut(value) {
		c.cutShort(k, value, cert, w)
	}
	if c.Result == Differs || c.Why == NotReadable {
		c.bare(k, value, cert, w)
	}
	if c.Result == Differs && c.Expected != "" {
		c.At, c.Tail = CommonEnds(value, c.Expected)
		if strings.TrimSpace(c.Expected) == strings.TrimSpace(value) { // a header's value loses the blanks at its ends
			c.Exact = true
			c.agree(0)
		}
	}
	return c
}

// beyondCut reports whether a certificate is cut off before the end of what a value is
// to be compared with.
func beyondCut(k Kind, cert *certinfo.Certificate) bool {
	switch k {
	case Issuer, IssuerPart:
		return cert.IssuerCut()
	case Subject, SubjectPart, CommonName:
		return cert.SubjectCut()
	case AllNames, DNSNames, URIs, Emails, Addresses, Identity:
		return cert.CutOff() && cert.Extension(oid.SubjectAltName) == nil
	}
	return false
}

func (c *Comparison) serial(value string, n certinfo.Integer, w Writing) {
	if n.Raw == nil {
		c.Why = FieldMissing
		return
	}
	if c.Exact {
		c.agree(0)
		return
	}
	v := strings.ToLower(strings.TrimSpace(value))
	if rest, ok := strings.CutPrefix(v, "(negative)"); ok { // F5
		v = "-" + strings.TrimSpace(rest)
	}
	v = strings.TrimPrefix(without(v, ": "), "0x")
	if c.Expected == "" {
		c.Expected = n.Hex()
	}
	decimal, _ := n.Decimal()
	isHex, isDecimal := trimmed(v) == trimmed(strings.ToLower(n.Hex())), trimmed(v) == trimmed(decimal) && digits(strings.TrimPrefix(v, "-"))
	first, second := isHex, isDecimal
	if w == serialDecimal {
		first, second = isDecimal, isHex
	}
	switch {
	case first:
		c.agree(Spelling)
	case second:
		c.agree(Radix)
	case isBase64Of(value, n.Raw):
		c.agree(Spelling)
	case Rounded(value):
		c.Why = DigitsLost
	case !hexadecimal(strings.TrimPrefix(v, "-")):
		c.Why = NotReadable
	default:
		c.differ(Value)
	}
}

// trimmed is a number without zeros in front, its sign kept.
func trimmed(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return "-" + strings.TrimLeft(rest, "0")
	}
	return strings.TrimLeft(s, "0")
}

func isBase64Of(value string, raw []byte) bool {
	got, err := base64.StdEncoding.DecodeString(value)
	return err == nil && len(got) > 0 && bytes.Equal(bytes.TrimLeft(got, "\x00"), bytes.TrimLeft(raw, "\x00"))
}

func hexadecimal(s string) bool {
	for _, c := range []byte(s) {
		if words.HexValue(c) < 0 {
			return false
		}
	}
	return s != ""
}

func (c *Comparison) date(value string, want certinfo.Time) {
	if !want.OK {
		c.Why = FieldMissing
		return
	}
	if c.Exact {
		c.agree(0)
		return
	}
	t, ok := ReadDate(value)
	switch {
	case !ok:
		c.Why = NotReadable
	case t.Equal(want.Time), short(value, want):
		c.agree(Spelling)
	default:
		c.differ(Value)
	}
}

// short reports whether a date without a century is the certificate's: HAProxy drops
// the century of every date.
func short(value string, want certinfo.Time) bool {
	text, _ := writeDate(want, dateShort)
	return len(value) >= 12 && len(value) <= 13 && strings.TrimSuffix(text, "Z") == strings.TrimSuffix(value, "Z")
}

func (c *Comparison) pair(value string, cert *certinfo.Certificate) {
	if !cert.NotBefore.OK || !cert.NotAfter.OK {
		c.Why = FieldMissing
		return
	}
	if c.Exact {
		c.agree(0)
		return
	}
	d, ok := carrier.ReadDates([]byte(value))
	if !ok || !d.OK {
		c.Why = NotReadable
		return
	}
	var how Difference
	if !d.Times[0].Equal(cert.NotBefore.Time) {
		how |= First | Value
	}
	if !d.Times[1].Equal(cert.NotAfter.Time) {
		how |= Second | Value
	}
	if how != 0 {
		c.differ(how)
		return
	}
	c.agree(Spelling)
}

func (c *Comparison) hash(value string, cert *certinfo.Certificate) {
	if !cert.Whole || len(cert.DER) == 0 {
		c.Why = Incomplete
		return
	}
	if c.Exact {
		c.agree(0)
		return
	}
	v := strings.ToLower(without(value, ": \t\r\n"))
	for _, label := range [...]string{"sha1=", "sha256=", "sha-1=", "sha-256="} {
		v = strings.TrimPrefix(v, label)
	}
	long, short := sha256.Sum256(cert.DER), sha1.Sum(cert.DER)
	want := long[:]
	var got []byte
	switch {
	case (len(v) == 64 || len(v) == 40) && hexadecimal(v):
		for i := 0; i < len(v); i += 2 {
			got = append(got, byte(words.HexValue(v[i])<<4|words.HexValue(v[i+1])))
		}
	case len(value) == 44 || len(value) == 43 || len(value) == 28 || len(value) == 27:
		alphabet := base64.RawStdEncoding
		if strings.ContainsAny(value, "-_") {
			alphabet = base64.RawURLEncoding
		}
		raw, err := alphabet.DecodeString(strings.TrimRight(value, "="))
		if err != nil {
			c.Why = NotReadable
			return
		}
		got = raw
	case len(v) == 128 && hexadecimal(v), len(v) == 32 && hexadecimal(v):
		c.Why = NotDefined
		return
	default:
		c.Why = NotReadable
		return
	}
	if len(got) == len(short) {
		want = short[:]
	}
	if c.Expected == "" {
		w := sha256Lower
		if len(got) == len(short) {
			w = sha1Lower
		}
		c.Expected, _ = writeHash(cert.DER, w)
	}
	if bytes.Equal(got, want) {
		c.agree(Spelling)
		return
	}
	c.differ(Value)
}
