package certinfo

import (
	"slices"
	"strings"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
)

// Label is the name of the element at an offset.
type Label struct {
	Offset int
	Name   string
}

// trace gathers the names of elements while a reader goes over them.
type trace struct {
	left   int // so many more are looked at
	labels []Label
	around []marked // the elements that the last one stands in, and itself
}

// marked is an element that has been looked at.
type marked struct {
	start, end int
	path       string
}

// Names returns the names of the elements of a structure in the order of their
// offsets, of so many elements at most: of fields as the documents call them, those
// inside extensions too, where the value itself goes by the name of its extension,
// and of GeneralNames their kind. What has no name of its own, as a member of a
// list, is left out; of a field with an explicit tag the tag has the name.
//
// These are the names in the paths of findings, by the same readers.
func Names(kind der.Kind, src []byte, limit int) []Label {
	var s Structure
	t := trace{left: limit}
	read := func(noun string, names *fieldNames) *reader {
		r := newReader(&s, src, noun, names)
		r.trace = &t
		return &r
	}
	switch kind {
	case der.Certificate:
		read("certificate", &certificateNames).certificate(new(Certificate))
	case der.CertificateRequest:
		read("request", &requestNames).request(new(Request))
	case der.RevocationList:
		read("list", &listNames).list(new(List))
	case der.PublicKey, der.RSAPublicKey:
		read("key", &keyNames).key(new(Key))
	}
	// One that was looked at twice keeps its first name.
	slices.SortStableFunc(t.labels, func(a, b Label) int { return a.Offset - b.Offset })
	return slices.CompactFunc(t.labels, func(a, b Label) bool { return a.Offset == b.Offset })
}

// mark gathers the name of an element with the path.
func (r *reader) mark(e *der.Element, path string) {
	name := path[strings.LastIndexByte(path, '.')+1:]
	if strings.HasSuffix(name, "]") {
		name = ""
	}
	if r.extension >= 0 {
		x := &(*r.exts)[r.extension]
		if path == "" {
			name = x.Name()
		}
		path = x.Path() + ".extnValue/" + path // the value is not the field that holds it
	}
	r.markAs(e.Place(), path, name)
}

// markKind gathers the kind of a GeneralName that has no other name, and keeps that
// of the Name in it from coming twice.
func (r *reader) markKind(e *der.Element, path string, k NameKind) {
	if n := len(r.trace.labels); k != UnknownName && (n == 0 || r.trace.labels[n-1].Offset != e.Offset) {
		r.mark(e, path+"."+k.String())
	}
}

// markAs gathers a name for the element at a place, unless an element around it
// has the same path. When there are enough, the rest is read without paths.
func (r *reader) markAs(at der.Place, path, name string) {
	t := r.trace
	if t.left == 0 {
		r.trace, r.full, r.quiet = nil, true, true
		return
	}
	t.left--
	one := marked{at.Offset, at.Offset + at.Length, path}
	for n := len(t.around); n > 0 && !(t.around[n-1].start <= one.start && one.end <= t.around[n-1].end); n = len(t.around) {
		t.around = t.around[:n-1]
	}
	for _, m := range t.around {
		if m.path == path && m.start != one.start {
			return
		}
	}
	t.around = append(t.around, one)
	if name != "" {
		t.labels = append(t.labels, Label{at.Offset, name})
	}
}

// markName gathers the names of the parts of attributes.
func (r *reader) markName(n *dn.Name, path string) {
	for i := range n.RDNs {
		for j := range n.RDNs[i].Attributes {
			a := &n.RDNs[i].Attributes[j]
			at := r.item(r.item(path, i), j)
			for _, part := range [...]struct {
				name  string
				place der.Place
			}{{"type", a.Type}, {"value", a.Value}} {
				if r.trace != nil && part.place.Length > 0 {
					r.markAs(part.place, at+"."+part.name, part.name)
				}
			}
		}
	}
}
