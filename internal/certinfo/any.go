package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
)

// maxDepth is how deep an ANY is looked into.
const maxDepth = 16

// any looks for faults in an element of which no more is known than its tags. Its
// own header has been checked.
func (r *reader) any(e *der.Element, path string, depth int) {
	primitive := e.Class == der.Universal && e.Tag != der.Sequence && e.Tag != der.Set
	switch {
	case e.Problem&der.BrokenHeader != 0 || depth == maxDepth:
	case e.Class == der.Application || e.Class == der.Private || e.Class == der.Universal && (e.Tag == 0 || e.Tag == 15):
		r.wrongType(e, path, "a universal type or one of the context")
	case primitive && e.Constructed:
		r.segmented(e, path)
	case e.Constructed:
		in := e.Children()
		var f der.Element
		for i := 0; in.Scan(&f); i++ {
			at := r.item(path, i)
			r.check(&f, at)
			r.any(&f, at, depth+1)
		}
	case !primitive:
	case der.IsString(e.Tag):
		r.textOf(e, e.Tag, path)
	default:
		r.plain(e, path)
	}
}

// plain looks at a primitive element that is no string.
func (r *reader) plain(e *der.Element, path string) {
	switch e.Tag {
	case der.Integer, der.Enumerated:
		r.integer(e, path)
	case der.Boolean:
		r.boolean(e, path)
	case der.OID:
		r.objectID(e, path)
	case der.BitString:
		r.bitString(e, path)
	case der.UTCTime, der.GeneralizedTime:
		r.moment(e, e.Tag, path)
	case der.Null:
		if e.Declared > 0 {
			r.find(finding.FieldExtra, e.Place(), path, r.name(path)+" is a NULL with content.")
		}
	}
}

// segmented reports a string in segments, or another type that cannot have any.
func (r *reader) segmented(e *der.Element, path string) {
	if der.IsString(e.Tag) || e.Tag == der.OctetString || e.Tag == der.BitString || e.Class == der.ContextSpecific {
		r.find(finding.DERSegmented, e.Place(), path, r.name(path)+" is a string in segments, as BER allows and DER does not.")
		return
	}
	r.wrongType(e, path, "a primitive element")
}
