package dn

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// Brief is what is shown of a name in a list.
type Brief struct {
	Printed    string // as [Name.String] has it
	CommonName string // the last one; empty if there is none
	Last       string // the last attribute that is text
}

// ReadBrief is [Read] for what is shown in a list, of a Name in DER that has no fault. Names
// as most are, of one attribute in each RDN and of the usual types, are not kept.
func ReadBrief(src []byte) (b Brief) {
	whole, _ := der.First(src)
	var all [16]Attribute
	n, in := 0, whole.Children()
	for set := (der.Element{}); in.Scan(&set); n++ {
		pair, _ := der.First(set.Content())
		parts := pair.Children()
		var id, v der.Element
		if n == len(all) || len(pair.Bytes) != len(set.Content()) || !parts.Scan(&id) || !parts.Scan(&v) ||
			!v.Is(der.UTF8String) && !v.Is(der.PrintableString) && !v.Is(der.IA5String) {
			return briefly(&whole)
		}
		all[n] = Attribute{OID: oid.OID(id.Content()), Tag: v.Tag, Raw: v.Content(), DER: v.Bytes}
	}
	var room [256]byte // for nearly all
	printed := room[:0]
	for i := n - 1; i >= 0; i-- {
		a := &all[i]
		if i < n-1 {
			printed = append(printed, ',')
		}
		printed = a.AppendOpenSSL(printed)
		if b.Last == "" {
			b.Last = string(a.Raw)
		}
		if b.CommonName == "" && a.OID == oid.CommonName {
			b.CommonName = string(a.Raw)
		}
	}
	b.Printed = string(printed)
	return b
}

func briefly(e *der.Element) (b Brief) {
	n := Read(e)
	b.Printed = n.String()
	if a := n.Find(oid.CommonName); a != nil {
		b.CommonName = a.Text
	}
	for i := len(n.RDNs) - 1; i >= 0; i-- {
		for _, a := range n.RDNs[i].Attributes {
			if b.Last == "" {
				b.Last = a.Text
			}
		}
	}
	return b
}
