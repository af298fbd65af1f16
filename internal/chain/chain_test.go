package chain

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/testdata"
)

// The fixtures say who issued whom: testdata/make made them so, and OpenSSL's
// reading of subject and issuer stands beside each.
func TestBuild(t *testing.T) {
	tests := []struct {
		name      string
		presented string
		want      string // in the order shown: position, role, issuer's position
		inOrder   bool
		paths     int
	}{
		{"leaf first", "client-1 issuing-ca root-ca", "1 leaf<2, 2 intermediate<3, 3 root", true, 1},
		{"shuffled", "root-ca client-1 issuing-ca", "2 leaf<3, 3 intermediate<1, 1 root", false, 1},
		{"leaf alone", "client-1", "1 leaf", true, 1},
		{"issuer missing", "client-1 root-ca", "1 leaf, 2 root", true, 1},
		{"twice", "client-1 client-1 issuing-ca", "1 leaf<3, 2 duplicate, 3 intermediate", true, 1},
		{"two chains", "client-1 client-2 issuing-ca ec-issuing-ca", "1 leaf<3, 3 intermediate, 2 leaf<4, 4 intermediate", false, 2},
		{"stranger root", "client-2 ec-issuing-ca root-ca", "1 leaf<2, 2 intermediate, 3 root", true, 1},
		{"roots alone", "root-ca ec-root-ca", "1 root, 2 root", true, 0},
		{"unreadable between", "client-1 - issuing-ca", "1 leaf<3, 3 intermediate, 2 stranger", false, 1},
		{"nothing", "", "", true, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var presented []*certinfo.Certificate
			for _, n := range strings.Fields(tt.presented) {
				if n == "-" {
					presented = append(presented, nil)
					continue
				}
				presented = append(presented, certinfo.Parse(testdata.DER(n)))
			}
			c := Build(presented)
			var got []string
			for _, i := range c.Order {
				s := fmt.Sprint(i+1, " ", c.Nodes[i].Role)
				if j := c.Nodes[i].Issuer; j >= 0 {
					s += fmt.Sprint("<", j+1)
					if c.Nodes[i].Match != ByNameAndKey {
						t.Errorf("%d and %d match by %v; the fixtures have key identifiers", i+1, j+1, c.Nodes[i].Match)
					}
				}
				got = append(got, s)
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
			if c.InOrder != tt.inOrder || c.Paths != tt.paths {
				t.Errorf("in order: %v, paths: %d", c.InOrder, c.Paths)
			}
		})
	}
}

// Thousands of certificates, all with the same name, must not take quadratic time:
// the bound on ties holds, and everything is in the order once.
func TestBuildMany(t *testing.T) {
	leaf, ca := testdata.DER("client-2"), testdata.DER("ec-issuing-ca")
	var presented []*certinfo.Certificate
	for i := range 4000 {
		der := append([]byte(nil), leaf...)
		if i%2 == 1 {
			der = append([]byte(nil), ca...)
		}
		der[len(der)-1], der[len(der)-2] = byte(i), byte(i>>8) // another signature, another certificate
		presented = append(presented, certinfo.Parse(der))
	}
	c := Build(presented)
	if len(c.Order) != len(presented) {
		t.Errorf("%d of %d in the order", len(c.Order), len(presented))
	}
	seen := make(map[int]bool)
	for _, i := range c.Order {
		if seen[i] {
			t.Fatalf("%d is in the order twice", i)
		}
		seen[i] = true
	}
}

// A root whose two names differ in their string types alone is one all the same
// (RFC 5280, section 7.1), and so are the links to it.
func TestStringTypes(t *testing.T) {
	der := testdata.DER("root-ca")
	at := bytes.Index(der, []byte("\x0c\x0fExample Root CA")) // of the issuer, which comes first
	if at < 0 {
		t.Fatal("the fixture has another name")
	}
	der[at] = 0x13 // PrintableString
	c := Build([]*certinfo.Certificate{certinfo.Parse(testdata.DER("issuing-ca")), certinfo.Parse(der)})
	if c.Nodes[1].Role != Root || c.Nodes[1].Issuer != -1 || c.Nodes[0].Issuer != 1 {
		t.Errorf("%+v", c.Nodes)
	}
}
