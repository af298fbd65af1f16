package report

import (
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/source"
)

// Bounds of a tree. A certificate has some hundred elements, one of 2,000 names
// 2,100; a revocation list may have half a million.
const (
	treeNodes = 20_000 // listed at once: a structure with more is listed in part
	treeRun   = 1000   // elements that a run stands for, in a structure with more than treeNodes
	treeValue = 96     // octets of a value that are shown; all of them are in the bytes beside it
)

// NewTree lists the elements of a structure, as "openssl asn1parse" does, and
// beyond it what stands inside OCTET STRINGs and BIT STRINGs. What has more than
// treeNodes elements is listed in part: long lists as runs, and what comes after
// the limit as closed nodes.
func NewTree(title string, kind der.Kind, structure source.Text) *Tree {
	t := treeLister{left: treeNodes}
	t.cut = countElements(der.NewReader(structure.Bytes), treeNodes, 0) >= treeNodes
	t.list(der.NewReader(structure.Bytes), 0, rootMembers(kind))
	return &Tree{Title: title, Data: base64.StdEncoding.EncodeToString(structure.Bytes), Nodes: t.nodes}
}

// NewTreePart lists what is in a closed node: part is its bytes, which stand at
// offset. It does not know the fields' names.
func NewTreePart(part []byte, offset, depth int, run bool) *Tree {
	t := treeLister{left: treeNodes}
	r := der.NewReaderAt(part, offset)
	t.cut = countElements(r, treeNodes, 0) >= treeNodes
	if run {
		t.list(r, depth, nil)
	} else if e, ok := r.Next(); ok {
		if in, wraps := wrapped(&e); wraps {
			t.list(in, depth, nil)
		} else {
			t.list(e.Children(), depth, nil)
		}
	}
	return &Tree{Nodes: t.nodes}
}

// AppendJSON appends the tree as JSON.
func (x *Tree) AppendJSON(dst []byte) []byte { return x.appendJSON(dst) }

type treeLister struct {
	left  int
	cut   bool // there are more elements than fit
	nodes []Node
}

func (t *treeLister) list(r der.Reader, depth int, names *members) {
	if t.cut && r.Count(treeRun+1) > treeRun {
		t.runs(r, depth)
		return
	}
	for e := (der.Element{}); r.Scan(&e); {
		t.left--
		t.element(&e, depth, names.next(&e))
	}
}

func (t *treeLister) element(e *der.Element, depth int, name string) {
	n := Node{Offset: e.Offset, Header: e.Header, Length: e.Declared, Size: len(e.Bytes) + e.Trailer, Depth: depth,
		Form: NodePrimitive, Tag: tagName(e), Name: shownMember(name), Fault: problemText(e.Problem)}
	in, wraps := der.Reader{}, false
	switch {
	case e.Problem&der.BrokenHeader != 0:
		n.Form, n.Tag = NodeRest, "bytes"
	case e.Constructed:
		n.Form, in = NodeConstructed, e.Children()
	default:
		if in, wraps = wrapped(e); wraps {
			n.Form = NodeWrapping
		}
	}
	open := n.Form == NodeConstructed || wraps
	if !open {
		n.setValue(e)
	}
	switch {
	case !open:
	case depth >= der.MaxDepth:
		n.Fault = "it is nested deeper than is followed here"
		open = false
	case t.left <= 0:
		n.Closed = in.Count(1 << 24)
		open = false
	}
	t.nodes = append(t.nodes, n)
	if open {
		t.list(in, depth+1, membersOf(name))
	}
	if e.Trailer > 0 {
		t.nodes = append(t.nodes, Node{Offset: e.Offset + len(e.Bytes), Header: 2, Size: 2, Depth: depth + 1, Form: NodePrimitive, Tag: "end of contents"})
	}
}

// runs lists a long list as runs, which are closed.
func (t *treeLister) runs(r der.Reader, depth int) {
	for first := 1; r.More(); first += treeRun {
		_, from := r.Rest()
		n := 0
		e := der.Element{}
		for n < treeRun && r.Scan(&e) {
			n++
		}
		t.left--
		t.nodes = append(t.nodes, Node{Offset: from, Length: e.End() - from, Size: e.End() - from, Depth: depth, Form: NodeRun,
			Tag: "elements", Value: strconv.Itoa(first) + " to " + strconv.Itoa(first+n-1), Closed: n})
	}
}

// countElements counts the elements of r and all that are in them, up to limit.
func countElements(r der.Reader, limit, depth int) int {
	n := 0
	for e := (der.Element{}); n < limit && r.Scan(&e); {
		n++
		if depth > der.MaxDepth {
			continue
		}
		if e.Constructed {
			n += countElements(e.Children(), limit-n, depth+1)
		} else if in, ok := wrapped(&e); ok {
			n += countElements(in, limit-n, depth+1)
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
			e.Constructed && !sound(e.Children(), treeNodes, depth+1) {
			return false
		}
	}
	return true
}

// setValue shows the beginning of a primitive element.
func (n *Node) setValue(e *der.Element) {
	short, more := *e, ""
	if content := e.Content(); len(content) > treeValue {
		end := treeValue
		for e.Is(der.UTF8String) && end > treeValue-utf8.UTFMax && !utf8.RuneStart(content[end]) {
			end--
		}
		if e.Is(der.BMPString) || e.Is(der.UniversalString) {
			end -= end % 4
		}
		short.Bytes, more = e.Bytes[:e.Header+end], "…"
	}
	var f Field
	f.setPrimitive(&short)
	if e.Class != der.Universal && printable(short.Content()) {
		f.Value = string(short.Content())
	}
	n.Value, n.Note = strings.ToValidUTF8(f.Value, "\uFFFD")+more, f.Note
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
