package certinfo

import (
	"strings"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
)

// trace gathers the names of elements while a reader goes over them.
type trace struct {
	left  int            // so many more are looked at
	names map[int]string // by offset
	seen  map[string]int // path to the offset of the outermost element that has it
}

// Names returns the names of the elements of a structure by their offsets, of so
// many elements at most: of fields as the documents call them, those inside extensions too, where
// the value itself goes by the name of its extension, and of GeneralNames their
// kind. What has no name of its own, as a member of a list, is left out; of a
// field with an explicit tag the tag has the name.
//
// These are the names in the paths of findings, by the same readers.
func Names(kind der.Kind, src []byte, limit int) map[int]string {
	var s Structure
	t := trace{left: limit, names: make(map[int]string), seen: make(map[string]int)}
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
	return t.names
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
	r.markAs(e.Offset, path, name)
}

// markKind gathers the kind of a GeneralName that has no other name, and keeps that
// of the Name in it from coming twice.
func (r *reader) markKind(e *der.Element, path string, k NameKind) {
	if k == UnknownName || r.trace.names[e.Offset] != "" {
		return
	}
	r.mark(e, path+"."+k.String())
}

// markAs gathers a name for the element at an offset, unless an element around it
// has the same path. When there are enough, the rest is read without paths.
func (r *reader) markAs(offset int, path, name string) {
	t := r.trace
	first, ok := t.seen[path]
	if !ok {
		t.seen[path] = offset
		t.left--
	}
	if ok && first != offset {
		return
	}
	if _, ok := t.names[offset]; !ok && name != "" {
		t.names[offset] = name
	}
	if t.left <= 0 {
		r.trace, r.full, r.quiet = nil, true, true
	}
}

// markName gathers the names of the parts of attributes.
func (r *reader) markName(n *dn.Name, path string) {
	for i := range n.RDNs {
		for j := range n.RDNs[i].Attributes {
			a := &n.RDNs[i].Attributes[j]
			if r.trace == nil {
				return
			}
			at := r.item(r.item(path, i), j)
			for _, part := range [...]struct {
				name  string
				place der.Place
			}{{"type", a.Type}, {"value", a.Value}} {
				if r.trace != nil && part.place.Length > 0 {
					r.markAs(part.place.Offset, at+"."+part.name, part.name)
				}
			}
		}
	}
}
