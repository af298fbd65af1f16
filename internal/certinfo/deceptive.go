package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// deceptive reports a name that has a character which deceives. At is where its value
// stands, header and all; raw is the content.
func (r *reader) deceptive(text string, at der.Place, raw []byte, path string, host, word bool) {
	o, found := words.FindOdd(text, host, word)
	if !found {
		return
	}
	if string(raw) == text {
		at = der.Place{Offset: at.Offset + at.Length - len(raw) + o.At, Length: len(string(o.Char))}
		if o.At+at.Length > len(raw) {
			at.Length = len(raw) - o.At
		}
	}
	r.find(finding.NameDeceptive, at, path, r.name(path)+" holds "+o.Words()+".")
}

// deceptiveName looks at all attributes of a name.
func (r *reader) deceptiveName(n *dn.Name, path string) {
	for i := range n.RDNs {
		for j := range n.RDNs[i].Attributes {
			a := &n.RDNs[i].Attributes[j]
			if word := a.OID == oid.CommonName; a.Text != "" {
				if _, found := words.FindOdd(a.Text, false, word); found {
					r.deceptive(a.Text, a.Value, a.Raw, string(appendIndex(appendIndex([]byte(path), i), j))+".value", false, word)
				}
			}
		}
	}
}
