// Package dn reads distinguished names and prints them in the styles that others
// print them in.
package dn

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// Name is a distinguished name as it stands in a certificate: RDNs in their
// order, empty ones kept.
type Name struct {
	DER   []byte // the whole encoding
	RDNs  []RDN
	Place der.Place
	Fault Fault
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
	Raw   []byte // the value's content octets
	DER   []byte // the value's whole encoding
	Text  string // the value as UTF-8, what is invalid replaced; empty if it is no string
	Place der.Place
	Value der.Place
	Fault Fault
}

// Fault is a set of ways in which a part of a name breaks the rules.
type Fault uint8

const (
	WrongShape Fault = 1 << iota // an element is missing or of the wrong type
	BadLength                    // a length runs over or is not DER
	Empty                        // an RDN without attributes
	BadString                    // the bytes are not valid for the string type
	WrongType                    // the value is not of a string type
	Extra                        // bytes or elements that do not belong there
	TooMany                      // more than the bound: the rest is unread
)
