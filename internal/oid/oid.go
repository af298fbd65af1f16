// Package oid holds object identifiers and their names.
package oid

// OID is an object identifier: the content octets of its DER encoding.
type OID string

// Name is a stub until the tables are there.
func Name(id OID) string { return "" }
