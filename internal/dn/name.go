// Package dn reads distinguished names (RFC 5280, section 4.1.2.4), prints them
// as OpenSSL and with it an AWS load balancer does, and compares them.
//
// [Read] takes a Name's DER and gives its RDNs in their order, leniently: what
// breaks the rules is kept as far as it goes and marked with [Fault] bits. Then
//
//   - [Name.String] prints it, byte for byte, as "openssl x509 -nameopt RFC2253";
//   - [Equal] compares two names by their bytes, [Match] as RFC 5280, section 7.1
//     asks of those who build chains;
//   - [ParseString] reads the string form of RFC 4514 and its older brothers back;
//   - [Name.Print] prints it in the styles of other programs, [ReadWritten] reads
//     all of them, and [Name.Check] says how what was read differs from the name.
package dn

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// MaxAttributes bounds the attributes of one name. Real names have some ten; a
// client cannot send more than fit into a TLS message of 64 KB.
const MaxAttributes = 8192

// Name is a distinguished name as it stands in a certificate: RDNs in their
// order, empty ones kept.
type Name struct {
	DER   []byte // the whole encoding
	RDNs  []RDN
	Place der.Place
	Fault Fault // of the Name itself; its parts have their own
	Sound bool  // there is no fault in it or in any of its parts
}

// RDN is a relative distinguished name: a set of attributes, mostly one.
type RDN struct {
	Attributes []Attribute
	Place      der.Place
	Fault      Fault
}

// Attribute is a type and its value.
type Attribute struct {
	OID   oid.OID
	Tag   int    // universal tag of the value: der.UTF8String …; -1 if it is not of the universal class
	Raw   []byte // the value's content octets, of a string in segments put together
	DER   []byte // the value's whole encoding
	Text  string // the value as UTF-8, what is invalid replaced; empty if it is no string
	Place der.Place
	Type  der.Place
	Value der.Place
	Fault Fault
}

// Fault is a set of ways in which a part of a name breaks the rules.
type Fault uint16

const (
	WrongShape Fault = 1 << iota // an element is missing or of the wrong type
	BadLength                    // a length or tag runs over or is not DER
	Empty                        // an RDN without attributes
	BadString                    // the bytes are not valid for the string type
	NotString                    // the value is not of a string type: no fault by itself, but rare
	Extra                        // bytes or elements that do not belong there
	TooMany                      // more than MaxAttributes: the rest is unread
	Segmented                    // a string in segments, as BER allows and DER does not
	OtherType                    // the value is not of the type that its attribute has
	Unsorted                     // the attributes of an RDN are not in the order of DER
	BadType                      // the type is no object identifier, or its length is wrong: what follows tells
	Refused                      // OpenSSL reads no name with a value of this type
)

// Read reads the Name in e. e keeps its offset in the whole, and so do the places
// of what is read.
//
//	Name ::= CHOICE { rdnSequence RDNSequence }
//	RDNSequence ::= SEQUENCE OF RelativeDistinguishedName
//	RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
//	AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }
func Read(e *der.Element) Name { return ReadIn(e, string(e.Bytes), e.Offset) }

// ReadIn is [Read] for callers that hold a copy of the bytes as text, of which
// text[0] has the offset base: strings are taken from there.
func ReadIn(e *der.Element, text string, base int) Name {
	n := Name{DER: e.Bytes, Place: e.Place(), Sound: true}
	if !e.Is(der.Sequence) || !e.Constructed {
		n.Fault, n.Sound = WrongShape, false
		return n
	}
	if e.Problem != 0 {
		n.Fault, n.Sound = BadLength, false
	}
	in := e.Children()
	count := in.Count(MaxAttributes)
	if count == 0 {
		return n
	}
	r := nameReader{
		text:  text,
		base:  base,
		all:   make([]Attribute, 0, count),
		sound: n.Sound,
	}
	n.RDNs = make([]RDN, 0, count)
	for set := (der.Element{}); in.Scan(&set); {
		if len(r.all) >= MaxAttributes || len(n.RDNs) >= MaxAttributes {
			n.Fault |= TooMany
			r.sound = false
			break
		}
		n.RDNs = append(n.RDNs, r.rdn(&set))
	}
	n.Sound = r.sound
	return n
}

// ReadRDN reads the attributes inside e, whatever its tag: nameRelativeToCRLIssuer
// has one of its own.
func ReadRDN(e *der.Element) RDN {
	set := *e
	set.Class, set.Tag = der.Universal, der.Set
	r := nameReader{text: string(e.Bytes), base: e.Offset}
	return r.rdn(&set)
}

// nameReader shares one copy of the name's bytes among all strings of a name.
type nameReader struct {
	text  string
	base  int // offset of text[0] in the whole
	all   []Attribute
	sound bool
}

// cut returns the content of an element as a piece of the shared copy.
func (r *nameReader) cut(e *der.Element) string {
	at := e.Offset - r.base
	return r.text[at+e.Header : at+len(e.Bytes)]
}

func (r *nameReader) rdn(set *der.Element) RDN {
	d := RDN{Place: set.Place()}
	if set.Problem != 0 {
		d.Fault |= BadLength
	}
	if !set.Is(der.Set) || !set.Constructed {
		d.Fault |= WrongShape
		r.sound = false
		return d
	}
	start := len(r.all)
	in := set.Children()
	var before []byte
	for e := (der.Element{}); len(r.all) < MaxAttributes && in.Scan(&e); {
		if bytes.Compare(before, e.Bytes) > 0 {
			d.Fault |= Unsorted
		}
		before = e.Bytes
		r.all = append(r.all, Attribute{Tag: -1, Place: e.Place()})
		a := &r.all[len(r.all)-1]
		r.attribute(&e, a)
		if a.Fault&^NotString != 0 {
			r.sound = false
		}
	}
	d.Attributes = r.all[start:len(r.all):len(r.all)]
	if len(d.Attributes) == 0 {
		d.Fault |= Empty
	}
	if d.Fault != 0 {
		r.sound = false
	}
	return d
}

func (r *nameReader) attribute(e *der.Element, a *Attribute) {
	if e.Problem != 0 {
		a.Fault |= BadLength
	}
	if !e.Is(der.Sequence) || !e.Constructed {
		a.Fault |= WrongShape
		return
	}
	in := e.Children()
	var id, v der.Element
	if !in.Scan(&id) {
		a.Fault |= WrongShape
		return
	}
	a.Type = id.Place()
	if !id.Is(der.OID) {
		a.Fault |= WrongShape | BadType
		return
	}
	a.OID = oid.OID(r.cut(&id))
	if id.Problem != 0 || id.Constructed || !a.OID.Valid() {
		a.Fault |= BadType
	}
	if len(a.OID) != 3 && oid.IsArc(a.OID) {
		a.Fault |= BadType
	}
	if !in.Scan(&v) {
		a.Fault |= WrongShape
		if oid.Overlong(a.OID) {
			a.Fault |= BadType
		}
		return
	}
	if in.More() {
		a.Fault |= Extra
	}
	a.DER, a.Raw, a.Value = v.Bytes, v.Content(), v.Place()
	if v.Problem != 0 {
		a.Fault |= BadLength
		if oid.Overlong(a.OID) {
			a.Fault |= BadType
		}
	}
	if (v.Problem != 0 || in.More() || !der.IsString(v.Tag)) && oid.Clipped(a.OID, v.Bytes[0]) {
		a.Fault |= BadType
	}
	if v.Problem&der.BrokenHeader != 0 {
		a.Fault |= NotString
		return
	}
	want := StringType(a.OID)
	if v.Class != der.Universal {
		a.Fault |= NotString | Refused
		if want != 0 {
			a.Fault |= OtherType
		}
		return
	}
	a.Tag = v.Tag
	if want > 0 && v.Tag != want || want < 0 && !directoryString(v.Tag) {
		a.Fault |= OtherType
	}
	if refused>>v.Tag&1 != 0 || v.Tag == der.Sequence && !v.Constructed || v.Tag == der.BitString && (len(a.Raw) == 0 || a.Raw[0] > 7) {
		a.Fault |= Refused
	}
	if !der.IsString(v.Tag) {
		a.Fault |= NotString
		return
	}
	if v.Constructed {
		a.Fault |= Segmented
		var ok bool
		if a.Raw, ok = v.Joined(); !ok {
			a.Fault |= WrongShape
		}
	}
	valid, plain := der.CheckString(v.Tag, a.Raw)
	if plain && !v.Constructed {
		a.Text = r.cut(&v)
	} else {
		a.Text, _ = der.DecodeString(v.Tag, a.Raw)
	}
	if !valid {
		a.Fault |= BadString
	}
}

// refused has a bit for each universal tag that a value must not have for OpenSSL:
// ASN1_PRINTABLE, in which it reads values, takes no BOOLEAN, INTEGER, OCTET STRING, NULL,
// OBJECT IDENTIFIER, ENUMERATED, SET, VideotexString, time, and no GraphicString,
// VisibleString or GeneralString.
const refused = 1<<der.Boolean | 1<<der.Integer | 1<<der.OctetString | 1<<der.Null | 1<<der.OID | 1<<der.Enumerated | 1<<der.Set |
	1<<21 | 1<<der.UTCTime | 1<<der.GeneralizedTime | 1<<25 | 1<<26 | 1<<27

// StringType is the string type of an attribute (RFC 5280, appendix A.1): a universal
// tag, -1 for DirectoryString, 0 if it is not known.
func StringType(id oid.OID) int {
	switch id {
	case oid.CountryName, oid.SerialNumber, oid.DNQualifier:
		return der.PrintableString
	case oid.DomainComponent, oid.EmailAddress:
		return der.IA5String
	case oid.CommonName, oid.Surname, oid.LocalityName, oid.StateOrProvinceName, oid.OrganizationName, oid.OrganizationalUnitName,
		oid.Title, oid.NameAttribute, oid.GivenName, oid.Initials, oid.GenerationQualifier, oid.Pseudonym,
		oid.UserID: // RFC 4519, section 2.39
		return -1
	}
	return 0
}

// directoryString reports whether the tag is one of the five of DirectoryString.
func directoryString(tag int) bool {
	switch tag {
	case der.UTF8String, der.PrintableString, der.T61String, der.UniversalString, der.BMPString:
		return true
	}
	return false
}

// Find returns the last attribute with the OID, which is the most specific one,
// or nil.
func (n *Name) Find(id oid.OID) *Attribute {
	for i := len(n.RDNs) - 1; i >= 0; i-- {
		for j := range n.RDNs[i].Attributes {
			if a := &n.RDNs[i].Attributes[j]; a.OID == id {
				return a
			}
		}
	}
	return nil
}

// Equal reports whether the two names have the same bytes.
func Equal(a, b *Name) bool { return bytes.Equal(a.DER, b.DER) }
