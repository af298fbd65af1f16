// Package asn1tree lists the elements of a DER structure, as "openssl asn1parse"
// does, and beyond it what stands inside OCTET STRINGs and BIT STRINGs. In go the
// bytes and what they are; out comes a flat list of [Node], each before what is in
// it, with its place, its type, the name that its document gives it
// ([certinfo.Names]), its value in words and how it breaks the rules of DER.
// Nothing is refused: what is no element is listed as bytes.
//
// The list is bounded: what has more than [MaxNodes] elements is listed in part,
// long lists as runs, and what comes after the limit as closed nodes. [Part] and
// [Run] list what is in those.
package asn1tree

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
)

// Bounds of a tree. A certificate has some hundred elements, one of 2,000 names
// 2,100; a revocation list may have half a million.
const (
	MaxNodes = 20_000 // listed at once: a structure with more is listed in part
	maxRun   = 1000   // elements that a run stands for, in a structure with more than MaxNodes
	maxValue = 96     // octets of a value that are shown
)

// Node is one element, or what stands for several. All places count from the
// start of the structure.
type Node struct {
	Offset int
	Header int // identifier and length octets
	Length int // content octets that the header declares; -1 for an indefinite length
	Size   int // octets that are there, header and all
	Depth  int
	Form   Form
	Tag    string // "SEQUENCE", "[3]"
	Name   string // of the field, where the structure is known: "serialNumber"
	Value  string // the beginning of it, if it is long
	Note   string // what the value means
	Fault  string // how it breaks the rules
	Closed int    // elements in it that are not in the list
}

// Form says what a Node is.
type Form uint8

const (
	Primitive   Form = iota
	Constructed      // what follows, deeper, is in it
	Wrapping         // an OCTET or BIT STRING that holds ASN.1; what follows is in it
	Several          // a run of many elements, without a header of its own
	Rest             // bytes that are no element
)

// List lists the elements of a structure of the kind.
func List(kind der.Kind, structure []byte) []Node {
	return list(der.NewReader(structure), 0, certinfo.Names(kind, structure, MaxNodes))
}

// Run lists what a run stands for: part is its bytes, which stand at offset in the
// structure, depth that of the run. The names of fields are not known.
func Run(part []byte, offset, depth int) []Node {
	return list(der.NewReaderAt(part, offset), depth, nil)
}

// Part lists what is in a closed node: part is its bytes, header and all, which
// stand at offset in the structure; depth is that of what is in it. The names of
// fields are not known.
func Part(part []byte, offset, depth int) []Node {
	r := der.NewReaderAt(part, offset)
	e, ok := r.Next()
	if !ok {
		return nil
	}
	in, wraps := wrapped(&e)
	if !wraps {
		in = e.Children()
	}
	return list(in, depth, nil)
}

func list(r der.Reader, depth int, names []certinfo.Label) []Node {
	l := lister{left: MaxNodes, names: names, cut: count(r, MaxNodes, 0) >= MaxNodes}
	l.list(r, depth)
	return l.nodes
}

type lister struct {
	left  int
	names []certinfo.Label // by offset
	cut   bool             // there are more elements than fit
	nodes []Node
}

func (l *lister) list(r der.Reader, depth int) {
	if l.cut && r.Count(maxRun+1) > maxRun {
		l.runs(r, depth)
		return
	}
	for e := (der.Element{}); r.Scan(&e); {
		l.left--
		l.element(&e, depth)
	}
}

func (l *lister) element(e *der.Element, depth int) {
	n := Node{Offset: e.Offset, Header: e.Header, Length: e.Declared, Size: len(e.Bytes) + e.Trailer, Depth: depth,
		Form: Primitive, Tag: e.TypeName(), Name: l.name(e.Offset), Fault: problemText(e.Problem)}
	in, wraps := der.Reader{}, false
	switch {
	case e.Problem&der.BrokenHeader != 0:
		n.Form, n.Tag = Rest, "bytes"
	case e.Constructed:
		n.Form, in = Constructed, e.Children()
	default:
		if in, wraps = wrapped(e); wraps {
			n.Form = Wrapping
		}
	}
	open := n.Form == Constructed || wraps
	if !open {
		n.setValue(e)
	}
	switch {
	case !open:
	case depth >= der.MaxDepth:
		n.Fault = "it is nested deeper than is followed here"
		open = false
	case l.left <= 0:
		n.Closed = in.Count(1 << 24)
		open = false
	}
	l.nodes = append(l.nodes, n)
	if open {
		l.list(in, depth+1)
	}
	if e.Trailer > 0 {
		l.nodes = append(l.nodes, Node{Offset: e.Offset + len(e.Bytes), Header: 2, Size: 2, Depth: depth + 1, Form: Primitive, Tag: "end of contents"})
	}
}

// name returns the name of the element at the offset, empty if it has none.
func (l *lister) name(offset int) string {
	if i, ok := slices.BinarySearchFunc(l.names, offset, func(n certinfo.Label, at int) int { return n.Offset - at }); ok {
		return l.names[i].Name
	}
	return ""
}

// runs lists a long list as runs, which are closed.
func (l *lister) runs(r der.Reader, depth int) {
	for first := 1; r.More(); first += maxRun {
		_, from := r.Rest()
		n := 0
		e := der.Element{}
		for n < maxRun && r.Scan(&e) {
			n++
		}
		l.left--
		l.nodes = append(l.nodes, Node{Offset: from, Length: e.End() - from, Size: e.End() - from, Depth: depth, Form: Several,
			Tag: "elements", Value: strconv.Itoa(first) + " to " + strconv.Itoa(first+n-1), Closed: n})
	}
}

// count counts the elements of r and all that are in them, up to limit.
func count(r der.Reader, limit, depth int) int {
	n := 0
	for e := (der.Element{}); n < limit && r.Scan(&e); {
		n++
		if depth > der.MaxDepth {
			continue
		}
		if e.Constructed {
			n += count(e.Children(), limit-n, depth+1)
		} else if in, ok := wrapped(&e); ok {
			n += count(in, limit-n, depth+1)
		}
	}
	return n
}

// wrapped returns a reader over the ASN.1 in an OCTET STRING, or in a BIT STRING
// without unused bits. It takes bytes for ASN.1 if they are one element of a
// universal type, and a SEQUENCE in a BIT STRING, sound down to the last one.
func wrapped(e *der.Element) (der.Reader, bool) {
	content, at := e.Content(), e.Offset+e.Header
	switch {
	case e.Constructed || e.Problem != 0 || len(content) < 2:
		return der.Reader{}, false
	case e.Is(der.OctetString):
	case e.Is(der.BitString) && content[0] == 0 && content[1] == 0x30:
		content, at = content[1:], at+1
	default:
		return der.Reader{}, false
	}
	if content[0]&0xC0 != 0 || content[0] == 0 || !sound(der.NewReader(content), 1, 0) {
		return der.Reader{}, false
	}
	return der.NewReaderAt(content, at), true
}

// sound reports whether r holds at most so many elements, with nothing wrong in
// any of them.
func sound(r der.Reader, most, depth int) bool {
	for e := (der.Element{}); r.Scan(&e); most-- {
		universal := e.Class == der.Universal
		if e.Problem != 0 || most == 0 || depth > der.MaxDepth ||
			universal && (e.Tag == 0 || e.Tag > der.BMPString || e.Constructed != (e.Tag == der.Sequence || e.Tag == der.Set)) ||
			universal && (e.Tag == der.OID || e.Tag == der.Integer || e.Tag == der.Boolean) && e.Declared == 0 ||
			e.Constructed && !sound(e.Children(), MaxNodes, depth+1) {
			return false
		}
	}
	return true
}

// setValue shows the beginning of a primitive element.
func (n *Node) setValue(e *der.Element) {
	short, more := *e, ""
	if content := e.Content(); len(content) > maxValue {
		end := maxValue
		for e.Is(der.UTF8String) && end > maxValue-utf8.UTFMax && !utf8.RuneStart(content[end]) {
			end--
		}
		if e.Is(der.BMPString) || e.Is(der.UniversalString) {
			end -= end % 4
		}
		short.Bytes, more = e.Bytes[:e.Header+end], "…"
	}
	v := ValueOf(&short)
	if e.Class != der.Universal && printable(short.Content()) {
		v.Text = string(short.Content())
	}
	n.Value, n.Note = strings.ToValidUTF8(v.Text, "\uFFFD")+more, v.Note
}

// printable reports whether b is ASCII text, as implicitly tagged strings are.
func printable(b []byte) bool {
	for _, c := range b {
		if c < 0x20 || c > 0x7E {
			return false
		}
	}
	return true
}

// problemText says how an element breaks the rules of DER.
func problemText(p der.Problem) string {
	for _, f := range [...]struct {
		bit  der.Problem
		text string
	}{
		{der.BrokenHeader, "no tag and length can be read here"},
		{der.Overrun, "its length runs over what holds it"},
		{der.Unterminated, "its end is missing"},
		{der.Indefinite, "its length is indefinite, as in BER"},
		{der.LongLength, "its length takes more octets than it must"},
		{der.LongTag, "its tag takes more octets than it must"},
	} {
		if p&f.bit != 0 {
			return f.text
		}
	}
	return ""
}
