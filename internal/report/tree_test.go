package report

import (
	"bytes"
	"encoding/base64"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/testdata"
)

// The tree comes with its bytes, and a part is what the whole has of it.
func TestTree(t *testing.T) {
	src := testdata.DER("client-1")
	tree := NewTree("client-1", der.Certificate, source.New(src))
	data, err := base64.StdEncoding.DecodeString(tree.Data)
	if err != nil || !bytes.Equal(data, src) {
		t.Error("the bytes are not those of the certificate")
	}
	if n := tree.Nodes[0]; n.Form != NodeConstructed || n.Size != len(src) || tree.Nodes[1].Name != "tbsCertificate" {
		t.Errorf("it begins with %+v, %+v", n, tree.Nodes[1])
	}
	part := NewTreePart(src, 0, 1, false)
	if len(part.Nodes) != len(tree.Nodes)-1 {
		t.Errorf("%d nodes in the certificate, %d in its tree", len(part.Nodes), len(tree.Nodes))
	}
	for i := range part.Nodes {
		want := tree.Nodes[i+1]
		want.Name = ""
		if part.Nodes[i] != want {
			t.Fatalf("node %d: %+v, want %+v", i, part.Nodes[i], want)
		}
	}
}
