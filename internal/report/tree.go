package report

import (
	"encoding/base64"

	"github.com/mtlens/mtlens/internal/asn1tree"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/source"
)

// NewTree lists the elements of a structure, with its bytes.
func NewTree(title string, kind der.Kind, structure source.Text) *Tree {
	return &Tree{Title: title, Data: base64.StdEncoding.EncodeToString(structure.Bytes),
		Nodes: nodesOf(asn1tree.List(kind, structure.Bytes))}
}

// NewTreePart lists what is in a closed node, or what a run stands for: part is its
// bytes, which stand at offset. The names of fields are not known there.
func NewTreePart(part []byte, offset, depth int, run bool) *Tree {
	if run {
		return &Tree{Nodes: nodesOf(asn1tree.Run(part, offset, depth))}
	}
	return &Tree{Nodes: nodesOf(asn1tree.Part(part, offset, depth))}
}

// nodeForms are the forms of asn1tree in the contract.
var nodeForms = [...]NodeForm{
	asn1tree.Primitive:   NodePrimitive,
	asn1tree.Constructed: NodeConstructed,
	asn1tree.Wrapping:    NodeWrapping,
	asn1tree.Several:     NodeRun,
	asn1tree.Rest:        NodeRest,
}

func nodesOf(list []asn1tree.Node) []Node {
	nodes := make([]Node, len(list))
	for i := range list {
		n := &list[i]
		nodes[i] = Node{Offset: n.Offset, Header: n.Header, Length: n.Length, Size: n.Size, Depth: n.Depth,
			Form: nodeForms[n.Form], Tag: n.Tag, Name: n.Name, Value: n.Value, Note: n.Note, Fault: n.Fault, Closed: n.Closed}
	}
	return nodes
}
