package certinfo

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
)

// Internet number resources: addresses and autonomous systems (RFC 3779; RFC 8360
// has the same structures under identifiers of its own).

// addressBlocks: RFC 3779, section 2.2.3.
//
//	IPAddrBlocks ::= SEQUENCE OF IPAddressFamily
//	IPAddressFamily ::= SEQUENCE {
//	    addressFamily   OCTET STRING (SIZE (2..3)),
//	    ipAddressChoice CHOICE {
//	        inherit           NULL,
//	        addressesOrRanges SEQUENCE OF IPAddressOrRange } }
//	IPAddressOrRange ::= CHOICE {
//	    addressPrefix IPAddress,
//	    addressRange  SEQUENCE { min IPAddress, max IPAddress } }
//	IPAddress ::= BIT STRING
var addressBlocks = schema{kind: asList, of: []schema{{of: []schema{
	{kind: asOctets, head: true, member: "addressFamily", label: "Address family"},
	{kind: asChoice, member: "ipAddressChoice", of: []schema{
		{kind: asNull, label: "Addresses"},
		{kind: asList, of: []schema{{kind: asChoice, of: []schema{
			{kind: asBits, member: "addressPrefix", label: "Prefix"},
			{member: "addressRange", label: "Range", of: []schema{{kind: asBits, member: "min"}, {kind: asBits, member: "max"}}},
		}}}},
	}},
}}}}

// addressBlocks reads by that schema, and gives families and addresses their text.
func (r *reader) addressBlocks(e *der.Element) any {
	r.schema = &addressBlocks
	v, _ := r.bySchema(e).(*Value)
	if v == nil {
		return nil
	}
	for i := range v.List {
		if f := v.List[i].List; len(f) == 2 {
			size := nameFamily(&f[0])
			r.addresses(&f[1], size, r.under(r.item("", i), "ipAddressChoice"))
		}
	}
	return v
}

// nameFamily says which family the octets mean, by the register of IANA, and
// returns how many octets its addresses have.
func nameFamily(v *Value) (size int) {
	if len(v.Raw) < 2 {
		return 0
	}
	v.Kind = ValueWords
	switch n := int(v.Raw[0])<<8 | int(v.Raw[1]); n {
	case 1:
		v.Text, size = "IPv4", 4
	case 2:
		v.Text, size = "IPv6", 16
	default:
		v.Text = "family " + strconv.Itoa(n)
	}
	if len(v.Raw) > 2 { // SAFI
		v.Text += ", " + AddressUse(v.Raw[2])
	}
	return size
}

// AddressUse is what the third octet of an address family means, as OpenSSL spells
// it: a subsequent address family identifier.
func AddressUse(safi byte) string {
	switch safi {
	case 1:
		return "Unicast"
	case 2:
		return "Multicast"
	case 3:
		return "Unicast/Multicast"
	case 4:
		return "MPLS"
	case 64:
		return "Tunnel"
	case 65:
		return "VPLS"
	case 66:
		return "BGP MDT"
	case 128:
		return "MPLS-labeled VPN"
	}
	return "Unknown SAFI " + strconv.Itoa(int(safi))
}

// addresses gives the members of v their text; of a family that is not known they
// stay octets.
func (r *reader) addresses(v *Value, size int, path string) {
	if v.Kind == ValueNull {
		v.Kind, v.Text = ValueWords, inherited
		return
	}
	for j := range v.List {
		a := &v.List[j]
		at := r.item(path, j)
		switch {
		case size == 0:
		case a.Kind == ValueBytes:
			if b := r.expand(a, size, 0, at); b != nil {
				a.Kind, a.Text = ValueWords, string(appendIP(nil, b))+"/"+strconv.Itoa(8*len(a.Raw)-int(a.Unused))
			}
		case len(a.List) == 2:
			low, high := r.expand(&a.List[0], size, 0, r.under(at, "min")), r.expand(&a.List[1], size, 0xFF, r.under(at, "max"))
			if low != nil && high != nil {
				a.Kind, a.Text = ValueWords, string(appendIP(nil, low))+" to "+string(appendIP(nil, high))
			}
		}
	}
}

// inherited is said of resources that are those of the issuer.
const inherited = "those of the issuer (inherit)"

// expand is ExpandAddress with a finding.
func (r *reader) expand(v *Value, size int, fill byte, path string) []byte {
	if v.Kind != ValueBytes {
		return nil
	}
	b := ExpandAddress(v, size, fill)
	if b == nil {
		r.find(finding.AddressLength, v.Place, path, r.name(path)+" is an IP address of "+strconv.Itoa(8*len(v.Raw)-int(v.Unused))+
			" bits; "+strconv.Itoa(8*size)+" at most are due.")
	}
	return b
}

// ExpandAddress fills a BIT STRING up to an address of so many octets; nil if it
// is longer, or if addresses have none.
func ExpandAddress(v *Value, size int, fill byte) []byte {
	if size == 0 || len(v.Raw) > size {
		return nil
	}
	b := append(make([]byte, 0, size), v.Raw...)
	if n := len(b); n > 0 {
		mask := byte(1)<<v.Unused - 1
		b[n-1] = b[n-1]&^mask | fill&mask
	}
	for len(b) < size {
		b = append(b, fill)
	}
	return b
}

// autonomousSystems: RFC 3779, section 3.2.3.
//
//	ASIdentifiers ::= SEQUENCE {
//	    asnum [0] EXPLICIT ASIdentifierChoice OPTIONAL,
//	    rdi   [1] EXPLICIT ASIdentifierChoice OPTIONAL }
//	ASIdentifierChoice ::= CHOICE {
//	    inherit       NULL,
//	    asIdsOrRanges SEQUENCE OF ASIdOrRange }
//	ASIdOrRange ::= CHOICE {
//	    id    INTEGER,
//	    range SEQUENCE { min INTEGER, max INTEGER } }
var autonomousSystems = schema{of: []schema{
	{kind: asChoice, tag: ex0, opt: true, member: "asnum", label: "Autonomous System Numbers", of: systems},
	{kind: asChoice, tag: ex1, opt: true, member: "rdi", label: "Routing Domain Identifiers", of: systems},
}}

var systems = []schema{
	{kind: asNull},
	{kind: asList, of: []schema{{kind: asChoice, of: []schema{
		{kind: asInteger, member: "id", label: "Number"},
		{member: "range", label: "Range", of: []schema{{kind: asInteger, member: "min"}, {kind: asInteger, member: "max"}}},
	}}}},
}

// autonomousSystems reads by that schema, and gives ranges their text.
func (r *reader) autonomousSystems(e *der.Element) any {
	r.schema = &autonomousSystems
	v, _ := r.bySchema(e).(*Value)
	if v == nil {
		return nil
	}
	for i := range v.List {
		m := &v.List[i]
		if m.Kind == ValueNull {
			m.Kind, m.Text = ValueWords, inherited
		}
		for j := range m.List {
			if a := &m.List[j]; len(a.List) == 2 && a.List[0].Text != "" && a.List[1].Text != "" {
				a.Kind, a.Text = ValueWords, a.List[0].Text+" to "+a.List[1].Text
			}
		}
	}
	return v
}
