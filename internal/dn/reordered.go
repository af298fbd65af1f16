package dn

import (
	"strings"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// Go's pkix.Name and what is built on it do not keep the order of a name.

// goOrder is the order in which pkix.Name.ToRDNSequence puts the types that it
// knows: those before the zero may have several values.
const goOrder = "\x06\x08\x07\x09\x11\x0A\x0B\x00\x03\x05"

// sorted returns the attributes as pkix.Name keeps them: those of a type that it
// knows, by the last octet of the type, and the others.
func (n *Name) sorted() (known map[byte][]*Attribute, others []*Attribute) {
	known = make(map[byte][]*Attribute)
	for i := range n.RDNs {
		for j := range n.RDNs[i].Attributes {
			a := &n.RDNs[i].Attributes[j]
			if id := a.OID; len(id) == 3 && id[:2] == oid.AttributeTypes && id[2] != 0 && strings.IndexByte(goOrder, id[2]) >= 0 {
				if a.Fault&NotString == 0 {
					known[id[2]] = append(known[id[2]], a)
				}
			} else {
				others = append(others, a)
			}
		}
	}
	return known, others
}

// goString is pkix.Name.String: attributes of types that it does not know come
// last, the others in an order of its own, several of a type in one RDN.
func (n *Name) goString() string {
	known, others := n.sorted()
	var rdns [][]*Attribute
	for _, a := range others {
		rdns = append(rdns, []*Attribute{a})
	}
	several := true
	for i := range len(goOrder) {
		list := known[goOrder[i]]
		switch {
		case goOrder[i] == 0:
			several = false
		case len(list) == 0:
		case several:
			rdns = append(rdns, list)
		case list[len(list)-1].Text != "":
			rdns = append(rdns, list[len(list)-1:])
		}
	}
	var b []byte
	for i := len(rdns) - 1; i >= 0; i-- {
		for j, a := range rdns[i] {
			switch {
			case j > 0:
				b = append(b, '+')
			case len(b) > 0:
				b = append(b, ',')
			}
			name := keyword(a.OID, goNames)
			if name == "" {
				b = appendLowerHex(append(a.OID.AppendDotted(b), '='), a.goDER())
				continue
			}
			b = appendBackslashed(append(append(b, name...), '='), a.Text, `,+"\<>;`, false)
		}
	}
	return string(b)
}

// goDER is the value as encoding/asn1 writes it again: strings as PrintableString
// where that can hold them, else as UTF8String.
func (a *Attribute) goDER() []byte {
	if a.Fault&NotString != 0 || !utf8.ValidString(a.Text) {
		return a.DER
	}
	again := Attribute{Tag: der.PrintableString, Raw: []byte(a.Text)}
	if valid, _ := der.CheckString(der.PrintableString, again.Raw); !valid {
		again.Tag = der.UTF8String
	}
	return again.encode()
}

// traefik joins what pkix.Name keeps in Traefik's order, without any escapes.
func (n *Name) traefik() string {
	known, others := n.sorted()
	var b []byte
	add := func(name string, list []*Attribute) {
		for _, a := range list {
			if len(b) > 0 {
				b = append(b, ',')
			}
			b = append(append(append(b, name...), '='), a.Text...)
		}
	}
	for _, a := range others {
		if a.OID == oid.DomainComponent {
			add("DC", []*Attribute{a})
		}
	}
	for _, k := range [...]struct {
		last byte
		name string
	}{{6, "C"}, {8, "ST"}, {7, "L"}, {10, "O"}, {11, "OU"}, {5, "SN"}, {3, "CN"}} {
		list := known[k.last]
		if (k.last == 5 || k.last == 3) && len(list) > 1 {
			list = list[len(list)-1:]
		}
		add(k.name, list)
	}
	return string(b)
}
