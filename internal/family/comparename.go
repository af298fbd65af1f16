package family

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
)

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
				p.OID = oid.SerialNumber
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

// NameText is a name as text: one that is written in base64, of its DER or of a text,
// is decoded.
func NameText(value string) string {
	if raw, ok := derOf(value); ok {
		r := der.NewReader(raw)
		if e, ok := r.Next(); ok {
			n := dn.Read(&e)
			return n.Print(dn.RFC2253)
		}
	}
	if text, ok := nameText(value); ok {
		return text
	}
	return value
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
			if a := &n.RDNs[i].Attributes[j]; strings.TrimSpace(a.Text) == strings.TrimSpace(value) && value != "" {
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
