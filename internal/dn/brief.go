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

// BriefAt says where the parts of a Brief stand in a text.
type BriefAt struct{ Printed, CommonName, Last Range }

// Range is where a part of a text stands.
type Range struct{ From, To int }

// In returns the part.
func (r Range) In(text string) string { return text[r.From:r.To] }

// ReadBrief is [Read] for what is shown in a list, of a Name in DER that has no fault.
func ReadBrief(src []byte) Brief {
	var room [256]byte // for nearly all
	out, at := AppendBrief(room[:0], src)
	text := string(out)
	return Brief{at.Printed.In(text), at.CommonName.In(text), at.Last.In(text)}
}

// AppendBrief appends what ReadBrief reads, and says where it is.
func AppendBrief(dst, src []byte) (out []byte, at BriefAt) {
	from := len(dst)
	if out, at, ok := appendUsual(dst, src); ok {
		return out, at
	}
	whole, _ := der.First(src)
	b := briefly(&whole)
	out = append(append(append(dst[:from], b.Printed...), b.CommonName...), b.Last...)
	printed := from + len(b.Printed)
	name := printed + len(b.CommonName)
	return out, BriefAt{Range{from, printed}, Range{printed, name}, Range{name, len(out)}}
}

// appendUsual is AppendBrief for a name as most are: of one attribute in each RDN, of types
// that have a name, with values of the usual types and of characters that are printed as they
// are. Of others it reports false.
func appendUsual(dst, src []byte) (out []byte, at BriefAt, ok bool) {
	var all [16]struct {
		short string
		value []byte
		name  bool
	}
	n := 0
	header, length := der.Head(src)
	if header == 0 {
		return nil, at, false
	}
	for pos, end := header, header+length; pos < end; n++ {
		set, inSet := der.Head(src[pos:end])
		pair, inPair := der.Head(src[pos+set : end])
		if n == len(all) || set == 0 || pair == 0 || pair+inPair != inSet {
			return nil, at, false
		}
		body := src[pos+set+pair : pos+set+inSet]
		idHeader, idLength := der.Head(body)
		if idHeader == 0 || body[0] != der.OID {
			return nil, at, false
		}
		id, v := body[idHeader:idHeader+idLength], body[idHeader+idLength:]
		vHeader, vLength := der.Head(v)
		if vHeader == 0 || vHeader+vLength != len(v) || v[0] != der.UTF8String && v[0] != der.PrintableString && v[0] != der.IA5String || !asPrinted(v[vHeader:vHeader+vLength]) {
			return nil, at, false
		}
		a := &all[n]
		if a.short, a.value, a.name = oid.ShortName(oid.OID(id)), v[vHeader:vHeader+vLength], string(id) == string(oid.CommonName); a.short == "" {
			return nil, at, false
		}
		pos += set + inSet
	}
	out, at.Printed.From = dst, len(dst)
	for i := n - 1; i >= 0; i-- {
		a := &all[i]
		if i < n-1 {
			out = append(out, ',')
		}
		out = append(append(out, a.short...), '=')
		value := Range{len(out), len(out) + len(a.value)}
		out = append(out, a.value...)
		if at.Last.To == 0 {
			at.Last = value
		}
		if a.name && at.CommonName.To == 0 {
			at.CommonName = value
		}
	}
	at.Printed.To = len(out)
	return out, at, true
}

// asPrinted reports whether a value is of characters of ASCII that are printed as they are,
// wherever they stand in it.
func asPrinted(b []byte) bool {
	if len(b) == 0 || b[0] == ' ' || b[len(b)-1] == ' ' {
		return false
	}
	for _, c := range b {
		if c < ' ' || c > '~' || notAsPrinted[c] {
			return false
		}
	}
	return true
}

var notAsPrinted = [128]bool{'"': true, '\\': true, ',': true, '+': true, '<': true, '>': true, ';': true, '#': true}

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
