package unwrap

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/source"
)

// jsonStart returns the offset in a line of what may be the start of a JSON
// object or array, or -1: a brace or bracket that a quote, another one, or the
// end of the line follows.
func jsonStart(line []byte) int {
	for i := 0; i < len(line); i++ {
		if line[i] != '{' && line[i] != '[' {
			continue
		}
		j := i + 1
		for j < len(line) && space(line[j]) {
			j++
		}
		if j == len(line) || bytes.IndexByte([]byte(`"'{[]}`), line[j]) >= 0 {
			return i
		}
	}
	return -1
}

// jsonStart is the function of that name; the text that it goes through counts.
func (u *unwrapper) jsonStart(line []byte) int {
	at := jsonStart(line)
	if at < 0 {
		u.look(len(line))
	} else {
		u.look(at)
	}
	return at
}

// isJSON reports whether the text at b[at] is JSON that holds a string, and how
// far it was read to find out.
func (u *unwrapper) isJSON(b []byte, at int) (stop int, ok bool) {
	stop, _ = jsontext.Walk(b, at, func(e jsontext.Event) bool {
		ok = ok || e.Kind == jsontext.String
		return !ok
	})
	u.look(stop - at)
	return stop, ok
}

// json reads the JSON value at offset at (RFC 8259): each of its strings is a
// value named by its member, an array's strings by the array's. A pair of members
// "name" and "value", as HAR files write headers, is one named value.
//
// An object in an array is a unit of its own if it speaks of headers: a list of
// requests, of events. One that is a record of a log is handed on as such, if
// there may be some. It returns the offset after what it read.
func (u *unwrapper) json(t source.Text, at int, tr *trail, depth int, records bool) int {
	b := t.Bytes
	if u.isXFCCJSON(b, at) {
		return at + max(1, u.xfccJSON(t.Slice(at, len(b)), tr, depth))
	}
	type member struct{ key, keyEnd int }
	var arrays [jsontext.MaxDepth]member // names of the open arrays, by depth
	var pair struct {                    // of the innermost object, its "name"
		depth    int
		from, to int
		set      bool
	}
	top := true
	skip := -1 // depth of what was read already
	end, _ := jsontext.Walk(b, at, func(e jsontext.Event) bool {
		if skip >= 0 {
			if e.Kind == jsontext.Close && e.Depth == skip {
				skip = -1
			}
			return true
		}
		if records && e.Kind == jsontext.Open && !e.Array && e.Depth < maxUnitDepth {
			if object, whole := u.wholeObject(b, e.Start); whole && u.objectRecord(t.Slice(e.Start, e.Start+len(object))) {
				u.handRecord()
				skip, top = e.Depth, false
				return true
			}
		}
		if e.Kind == jsontext.Open && e.Array && e.Key != e.KeyEnd && u.isXFCCJSON(b, e.Start) {
			u.memberXFCC(t, e, tr, depth)
			skip = e.Depth
			return true
		}
		switch e.Kind {
		case jsontext.Open:
			if top {
				top = false
				if !e.Array {
					u.begin(t.Span(at, at+1))
				}
			}
			if e.Array {
				m := member{e.Key, e.KeyEnd}
				if e.Key == e.KeyEnd && e.Depth > 0 {
					m = arrays[e.Depth-1]
				}
				arrays[e.Depth] = m
			} else {
				arrays[e.Depth] = member{}
				if e.Depth > 0 && e.Depth < maxUnitDepth && e.Key == e.KeyEnd && u.speaksOfHeaders(b, e.Start) {
					u.begin(t.Span(e.Start, e.Start+1))
				}
			}
			pair.depth, pair.set = e.Depth+1, false
		case jsontext.Close:
			pair.set = false
		case jsontext.String:
			key, keyEnd := e.Key, e.KeyEnd
			if key == keyEnd && e.Depth > 0 {
				key, keyEnd = arrays[e.Depth-1].key, arrays[e.Depth-1].keyEnd
			}
			if pair.depth == e.Depth && e.Key != e.KeyEnd {
				switch string(b[e.Key:e.KeyEnd]) {
				case "name":
					pair.from, pair.to, pair.set = e.Start, e.End, true
					return true
				case "value":
					if pair.set {
						key, keyEnd = pair.from, pair.to
					}
				}
			}
			u.jsonString(t, e, key, keyEnd, tr, depth)
		}
		return true
	})
	u.look(end - at)
	un := u.unit()
	if u.field < 0 && len(un.Fields) > 0 && un.Span.Start == t.Span(at, at).Start {
		un.Span = t.Span(at, end)
	}
	u.recognized("JSON", depth)
	return max(end, at+1)
}

// headerWords are what an object that describes a request mentions, in lower case.
var headerWords = [][]byte{[]byte(`headers`), []byte(`x-amzn-mtls`), []byte(`clientcert`)}

// lookAhead is how far into an object the words are looked for. The members that
// name a request's headers come early; the bound keeps nested arrays linear.
const lookAhead = 4096

// maxUnitDepth is how deep the objects stand that are looked at as requests. HAR
// files have them three levels down; every level is one more look at the text.
const maxUnitDepth = 10

// speaksOfHeaders reports whether the object at b[at] seems to describe a request
// rather than one header of it.
func (u *unwrapper) speaksOfHeaders(b []byte, at int) bool {
	s, _ := u.wholeObject(b, at)
	s = bytes.ToLower(s)
	for _, w := range headerWords {
		if i := bytes.Index(s, w); i >= 0 && !bytes.HasPrefix(bytes.TrimLeft(s[1:], " \n\r\t"), []byte(`"name"`)) {
			return true
		}
	}
	return false
}

// jsonString decodes one string value, named by the characters [key, keyEnd).
func (u *unwrapper) jsonString(t source.Text, e jsontext.Event, key, keyEnd int, tr *trail, depth int) {
	raw := t.Slice(e.Start, e.End)
	plain := short(raw.Bytes)
	if plain && (key == keyEnd || u.unit().plain >= MaxPlain) {
		return
	}
	u.look(raw.Len())
	name := u.name(t.Bytes[key:keyEnd])
	if strings.IndexByte(name, '\\') >= 0 {
		name = jsontext.Unescape(t.Bytes[key:keyEnd])
	}
	value := raw
	at := t.Span(key, keyEnd)
	if plain {
		value, _ = unescape(raw)
		u.plain(name, at, value, true)
		return
	}
	text := "JSON string"
	if name != "" {
		text += " " + name
	} else {
		at = raw.All()
	}
	if bytes.IndexByte(raw.Bytes, '\\') >= 0 {
		value, _ = unescape(raw)
		text += ", escapes undone"
	}
	if b := value.Bytes; b[0] >= '0' && b[0] <= '9' && u.lineRecord(value.Slice(0, lineEnd(b, 0)), &surroundings{}) {
		u.found = Unit{}
		u.text(value, tr.add(StepNamed, text, at), depth+1)
		return
	}
	u.named(name, at, value, true, tr.add(StepNamed, text, at), depth)
}
