package family

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
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
	if expected, ok := WriteAs(k, w, cert); ok && k != Certificate && k != Bundle && k != Present {
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
	if c.Result == Differs && c.Expected != "" {
		c.At, c.Tail = CommonEnds(value, c.Expected)
	}
	return c
}

// emptyName reports whether the kind is a name and the certificate's is empty.
func emptyName(k Kind, cert *certinfo.Certificate) bool {
	switch k {
	case Subject:
		return cert.Subject.Place.Length > 0 && len(cert.Subject.RDNs) == 0
	case Issuer:
		return cert.Issuer.Place.Length > 0 && len(cert.Issuer.RDNs) == 0
	}
	return false
}

// name compares a name in whatever style.
func (c *Comparison) name(value string, n *dn.Name, w Writing) {
	switch {
	case n.Place.Length == 0:
		c.Why = FieldMissing
		return
	case c.Exact:
		c.agree(0)
		return
	}
	if raw, ok := derOf(value); ok {
		c.derName(raw, n)
		return
	}
	if text, ok := nameText(value); ok {
		value = text
	}
	c.attributes(value, n, w)
	if c.Result == Differs && printed(value, n, w) { // to the byte what another program prints: not all styles read back
		c.agree(Spelling)
	}
}

// printed reports whether a program prints the name so, in an order that fits w.
func printed(value string, n *dn.Name, w Writing) bool {
	for other := styles; other < nameEnd; other++ {
		reorders, _, _ := loses(other, dn.Commas)
		if !other.isName() || reorders && w.order() != dn.Different || w.order() == dn.Reversed && other.order() == dn.Same || w.order() == dn.Same && other.order() == dn.Reversed && other != nameSlash && other != nameSlashRaw {
			continue
		}
		if text, ok := writeName(n, other); ok && text == value {
			return true
		}
	}
	return false
}

// attributes compares a name attribute by attribute.
func (c *Comparison) attributes(value string, n *dn.Name, w Writing) {
	written, ok := dn.ReadWritten(value)
	if !ok {
		c.Why = NotReadable
		return
	}
	if w == nameTraefik {
		serialNumbers(&written)
	}
	checked := n.Check(&written)
	c.Rows = checked.Rows
	how := rowDifferences(checked.Rows)
	reorders, flattens, drops := loses(w, written.Form)
	if drops {
		how &^= Missing
	}
	if how&^StringType != 0 {
		c.differ(how)
		return
	}
	if drops && checked.Relation == dn.Different { // attributes are missing, as this writing leaves them out
		c.agree(Missing | how)
		return
	}
	switch checked.Relation {
	case dn.Shuffled:
		if !reorders {
			how |= Order
		}
	case dn.Same, dn.Reversed:
		if len(n.RDNs) > 1 && !reorders && !orderFits(checked.Relation, w, &written) {
			how |= Order
		}
	}
	if !checked.Grouped && !flattens {
		how |= Separator
	}
	if how&(Order|Separator) != 0 {
		c.differ(how)
		return
	}
	if c.Expected != "" || how != 0 {
		how |= Spelling
	}
	c.agree(how)
}

// serialNumbers reads SN as Traefik writes it: the serialNumber attribute, which is the
// surname everywhere else.
func serialNumbers(w *dn.Written) {
	for i := range w.RDNs {
		for j := range w.RDNs[i] {
			if p := &w.RDNs[i][j]; p.Type == "SN" {
				p.OID = "\x55\x04\x05"
			}
		}
	}
}

// loses says what a writing does not keep of a name: the order, the groups, or whole
// attributes.
func loses(w Writing, form dn.WrittenForm) (order, groups, attributes bool) {
	switch w {
	case nameGo:
		return true, true, false
	case nameTraefik:
		return true, true, true
	case nameSlashRaw, nameSlashBase64:
		return false, form == dn.Slashes, false
	}
	return false, false, false
}

// orderFits reports whether the order of a name fits how it is written. The slash
// form and rows are in the certificate's order in every program.
func orderFits(r dn.Relation, w Writing, written *dn.Written) bool {
	if written.Form != dn.Commas {
		return r == dn.Same
	}
	switch w.order() {
	case dn.Reversed:
		return r == dn.Reversed
	case dn.Same:
		return r == dn.Same
	}
	return true // not known, or documents differ
}

// order is the order in which a writing with commas has the attributes, Different if
// that is not known. Senders of a slash form have RFC 2253 as their other form.
func (w Writing) order() dn.Relation {
	switch w {
	case nameRFC2253, nameUTF8, nameJava, nameJavaString, nameWindows, nameSlashRaw, nameSlash:
		return dn.Reversed
	case nameOneLine, nameForward, nameForwardSpace:
		return dn.Same
	}
	return dn.Different
}

// rowDifferences gathers the ways in which attributes differ.
func rowDifferences(rows []dn.Matched) (how Difference) {
	for i := range rows {
		switch rows[i].Difference {
		case dn.CaseDiffers:
			how |= Case
		case dn.SpaceDiffers:
			how |= Spelling
		case dn.Mojibake:
			how |= Mojibake
		case dn.EscapedTwice:
			how |= Escaping
		case dn.LostCharacters:
			how |= Lost
		case dn.TypeDiffers:
			how |= Type
		case dn.ValueDiffers:
			how |= Value
		case dn.Missing:
			how |= Missing
		case dn.Added:
			how |= Added
		default:
			if g := rows[i].Given; g != nil && len(g.DER) > 0 && rows[i].Want != nil && !bytes.Equal(g.DER, rows[i].Want.DER) {
				how |= StringType
			}
		}
	}
	return how
}

// derOf is the DER of a name that is written in base64.
func derOf(value string) ([]byte, bool) {
	if len(value) < 4 || value[0] != 'M' || strings.ContainsAny(value, "=,") && strings.IndexByte(value, '=') < len(value)-2 {
		return nil, false
	}
	raw, err := base64.StdEncoding.DecodeString(value)
	return raw, err == nil && len(raw) > 1 && raw[0] == 0x30
}

// nameText is the text of a name that is written in base64 of it.
func nameText(value string) (string, bool) {
	if len(value) < 8 || len(value)%4 != 0 || strings.ContainsAny(value, " ,") {
		return "", false
	}
	raw, err := base64.StdEncoding.DecodeString(value)
	if err != nil || len(raw) == 0 || raw[0] != '/' && !bytes.ContainsRune(raw, '=') {
		return "", false
	}
	return string(raw), true
}

func (c *Comparison) derName(raw []byte, n *dn.Name) {
	if bytes.Equal(raw, n.DER) {
		c.Exact = true
		c.agree(0)
		return
	}
	r := der.NewReader(raw)
	e, ok := r.Next()
	if !ok {
		c.Why = NotReadable
		return
	}
	other := dn.Read(&e)
	if dn.Match(&other, n) {
		c.agree(StringType)
		return
	}
	c.differ(Value)
}

func (c *Comparison) commonName(value string, n *dn.Name) {
	a := n.Find(commonName)
	if a == nil {
		c.Why = FieldMissing
		return
	}
	if c.Expected == "" {
		c.Expected = a.Text
	}
	text, decoded := plainOrBase64(value, a.Text)
	switch {
	case text == a.Text:
		c.Exact = c.Exact || !decoded
		c.agree(Spelling)
	case strings.EqualFold(text, a.Text):
		c.differ(Case)
	default:
		c.differ(textDifference(text, a))
	}
}

// plainOrBase64 is the text, or the text that it is the base64 of if want is that.
func plainOrBase64(value, want string) (text string, decoded bool) {
	if raw, err := base64.StdEncoding.DecodeString(value); err == nil && string(raw) == want {
		return want, true
	}
	return value, false
}

// textDifference lets package dn say how a text differs from an attribute.
func textDifference(text string, a *dn.Attribute) Difference {
	one := dn.Name{RDNs: []dn.RDN{{Attributes: []dn.Attribute{*a}}}}
	w := dn.Written{RDNs: [][]dn.Pair{{{OID: a.OID, Value: text}}}}
	how := rowDifferences(one.Check(&w).Rows)
	if how == 0 {
		how = Value
	}
	return how
}

// part compares a value with every attribute: which it is of is not said by all names.
func (c *Comparison) part(value string, n *dn.Name) {
	for i := range n.RDNs {
		for j := range n.RDNs[i].Attributes {
			if a := &n.RDNs[i].Attributes[j]; a.Text == value && value != "" {
				c.Exact = true
				c.agree(0)
				return
			}
		}
	}
	if n.Place.Length == 0 {
		c.Why = FieldMissing
		return
	}
	c.differ(Value)
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
	v = strings.TrimPrefix(strings.NewReplacer(":", "", " ", "").Replace(v), "0x")
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
		if unhex(c) < 0 {
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
	v := strings.ToLower(strings.NewReplacer(":", "", " ", "").Replace(strings.TrimSpace(value)))
	for _, label := range [...]string{"sha1=", "sha256=", "sha-1=", "sha-256="} {
		v = strings.TrimPrefix(v, label)
	}
	long, short := sha256.Sum256(cert.DER), sha1.Sum(cert.DER)
	want := long[:]
	var got []byte
	switch {
	case (len(v) == 64 || len(v) == 40) && hexadecimal(v):
		for i := 0; i < len(v); i += 2 {
			got = append(got, byte(unhex(v[i])<<4|unhex(v[i+1])))
		}
	case len(value) == 44 || len(value) == 43 || len(value) == 28 || len(value) == 27:
		plain := strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(value), "=")
		raw, err := base64.RawStdEncoding.DecodeString(plain)
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

// alternatives compares a list of names, or one, with the certificate's.
func (c *Comparison) alternatives(value string, have []certinfo.GeneralName, k Kind, w Writing) {
	if c.Exact {
		c.agree(0)
		return
	}
	given := listed(value, w)
	if len(given) == 0 {
		c.Why = NotReadable
		return
	}
	how := Difference(0)
	used := make([]bool, len(have))
	for _, g := range given {
		best := Added
		for i := range have {
			switch sameAlternative(g, &have[i]) {
			case 0:
				best, used[i] = 0, true
			case Case:
				if best == Added {
					best = Case
				}
				used[i] = true
			}
			if best == 0 {
				break
			}
		}
		how |= best
	}
	if how&Added != 0 {
		c.differ(Added | Value)
		return
	}
	for i := range used {
		if !used[i] && w != plainText {
			how |= Missing
		}
	}
	c.agree(how)
}

// listed takes a list apart.
func listed(value string, w Writing) []string {
	value = strings.TrimSpace(value)
	var parts []string
	switch {
	case w == listGo || strings.HasPrefix(value, "[") && strings.HasSuffix(value, "]"):
		return strings.Fields(strings.Trim(value, "[]"))
	case w == plainText:
		return []string{value}
	case w == listBase64:
		for _, p := range strings.Split(value, ",") {
			raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(p))
			if err != nil {
				return nil
			}
			parts = append(parts, string(raw))
		}
		return parts
	}
	for _, p := range strings.Split(value, ",") {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// sameAlternative compares one name: 0 if it is the same, Case if only letter case
// differs where that counts for nothing, Value otherwise. OpenSSL's word for its kind
// may stand in front.
func sameAlternative(given string, n *certinfo.GeneralName) Difference {
	for _, k := range nameKinds {
		if rest, ok := strings.CutPrefix(given, k.word+":"); ok {
			if k.name != n.Kind {
				return Value
			}
			given = rest
			break
		}
	}
	switch {
	case given == n.Text:
		return 0
	case n.Kind == certinfo.IPAddress && sameAddress(given, n.Raw):
		return 0
	case n.Kind == certinfo.DNSName && strings.EqualFold(strings.TrimSuffix(given, "."), n.Text):
		return Case
	}
	return Value
}

// sameAddress reads an IP address and compares its octets.
func sameAddress(s string, raw []byte) bool {
	if len(raw) == 4 {
		parts := strings.Split(s, ".")
		if len(parts) != 4 {
			return false
		}
		for i, p := range parts {
			if v, err := strconv.ParseUint(p, 10, 8); err != nil || byte(v) != raw[i] {
				return false
			}
		}
		return true
	}
	if len(raw) != 16 || len(s) > 45 {
		return false
	}
	head, tail, double := strings.Cut(s, "::")
	a, okA := groups(head)
	b, okB := groups(tail)
	if !okA || !okB || !double && len(a) != 16 || len(a)+len(b) > 16 {
		return false
	}
	var all [16]byte
	copy(all[:], a)
	copy(all[16-len(b):], b)
	return bytes.Equal(all[:], raw)
}

// groups reads groups of IPv6 as octets.
func groups(s string) (b []byte, ok bool) {
	if s == "" {
		return nil, true
	}
	for _, g := range strings.Split(s, ":") {
		v, err := strconv.ParseUint(g, 16, 16)
		if err != nil {
			return nil, false
		}
		b = append(b, byte(v>>8), byte(v))
	}
	return b, true
}
