package unwrap

import (
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// xfcc hands on the pairs of Envoy's x-forwarded-client-cert, which is t, each as
// a named value that knows its element and key. What stands where no pair can be
// is scanned as it is.
func (u *unwrapper) xfcc(t source.Text, tr *trail, depth int) {
	u.look(t.Len())
	elements, _ := carrier.ReadXFCC(t.Bytes)
	u.recognized("Envoy XFCC", depth)
	for i := range elements {
		u.element(t, &elements[i], i+1, false, tr, depth)
	}
	if n := len(elements); n > 0 {
		u.runs(t.Slice(elements[n-1].End, t.Len()), tr, depth)
	}
}

// xfccJSON does the same for its JSON form, of which t begins. It returns where
// the array ends.
func (u *unwrapper) xfccJSON(t source.Text, tr *trail, depth int) (end int) {
	end, _ = jsontext.Walk(t.Bytes, 0, func(jsontext.Event) bool { return true })
	u.look(2 * end)
	elements, _ := carrier.ReadXFCCJSON(t.Bytes[:end])
	u.recognized("Envoy XFCC", depth)
	for i := range elements {
		u.element(t, &elements[i], i+1, true, tr, depth)
	}
	return end
}

// isXFCCJSON reports whether that form begins at b[at].
func (u *unwrapper) isXFCCJSON(b []byte, at int) bool {
	if u.member.element > 0 || b[at] != '[' {
		return false
	}
	first := skipSpace(b, at+1)
	u.look(first - at)
	if first == len(b) || b[first] != '{' {
		return false
	}
	object, _ := u.wholeObject(b, first)
	u.look(len(object))
	return carrier.IsXFCCJSON(b[at : first+len(object)])
}

// headerXFCC reports whether the line is a header whose value, at offset at of it,
// has that form. Other JSON speaks for itself, whatever stands before it.
func (x *lines) headerXFCC(at int) bool {
	if !x.u.isXFCCJSON(x.t.Bytes[:x.end], x.pos+at) {
		return false
	}
	l := x.is()
	return l.kind == headerLine && l.value == at
}

// memberXFCC hands on a member of JSON whose value is an array of that form, and
// the pairs in it.
func (u *unwrapper) memberXFCC(t source.Text, e jsontext.Event, tr *trail, depth int) {
	name, at := u.name(t.Bytes[e.Key:e.KeyEnd]), t.Span(e.Key, e.KeyEnd)
	end, _ := jsontext.Walk(t.Bytes, e.Start, func(jsontext.Event) bool { return true })
	u.look(end - e.Start)
	u.named(name, at, t.Slice(e.Start, end), true, tr.add(StepNamed, "JSON array "+name, at), depth)
}

// element hands on the pairs of element n of t.
func (u *unwrapper) element(t source.Text, e *carrier.Element, n int, json bool, tr *trail, depth int) {
	outer := u.member
	for i := range e.Pairs {
		p := &e.Pairs[i]
		name := p.Key.String()
		if p.Key == carrier.XFCCOther {
			name = u.name(p.Name.Of(t.Bytes))
		}
		at := t.Span(p.Name.Start, p.Name.End)
		value := t.Slice(p.Value.Start, p.Value.End)
		if json {
			value, _ = unescape(value)
		}
		u.member = member{n, p.Key}
		u.named(name, at, value, json, tr.add(StepNamed, "XFCC element "+words.Number(n)+", "+name, at), depth)
		u.member = outer
		u.runs(t.Slice(p.Rest.Start, p.Rest.End), tr, depth)
	}
}

// member is the place of a named value in an XFCC; its element is 0 outside.
type member struct {
	element int // from 1, in the order of the value
	key     carrier.XFCCKey
}
