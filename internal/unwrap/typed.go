package unwrap

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/source"
)

// The value of a pair of members may be wrapped in its type, or be a list:
//
//	{"key":"x-cert","value":{"stringValue":"…"}}                              OTLP
//	{"key":"x-cert","value":{"arrayValue":{"values":[{"stringValue":"…"}]}}}
//	{"Key":"x-cert","Value":["…"]}                                            PowerShell, Serilog

// maxTyped bounds the strings that a value may have.
const maxTyped = 16

// typed takes an object or array that is the value of the pair whose name came: its
// strings. It reports whether it is one.
//
//go:noinline
func (m *members) typed(e *jsontext.Event) bool {
	b := m.t.Bytes
	if e.Depth != m.pair.depth || !oneOf(b[e.Key:e.KeyEnd], "value") {
		return false
	}
	walk := jsontext.Walk
	if m.printed {
		walk = jsontext.WalkDump
	}
	name, n, fits := nameOf(m.pair.name), 0, true
	for take := 0; take < 2 && fits; take++ { // first it is looked whether all of it is such
		stop, _ := walk(b, e.Start, func(v jsontext.Event) bool {
			switch {
			case v.Kind == jsontext.Close:
				return true
			case v.Kind == jsontext.String && take == 0:
				n++
			case v.Kind == jsontext.String:
				v.Depth = e.Depth
				m.value(v, name)
			}
			fits = v.Kind != jsontext.Other && n <= maxTyped && (v.Key == v.KeyEnd || oneOf(b[v.Key:v.KeyEnd], "stringvalue string_value arrayvalue array_value values s"))
			return fits
		})
		m.u.look(stop - e.Start)
		fits = fits && n > 0
	}
	if fits {
		m.pair.set = false
		m.skip = e.Depth
	}
	return fits
}

// onlyOne takes a value that is a list of one string, as OpenTelemetry's attributes are shown
// where values are text: ["…"]. It reports whether it is one.
//
//go:noinline
func (m *members) onlyOne(name string, at source.Span, t source.Text) bool {
	const begin, end = `["`, `"]`
	n := t.Len()
	if n < len(begin)+len(end) || closes(t.Bytes, len(begin), '"') != n-len(end) || t.Bytes[n-1] != ']' {
		return false
	}
	t = t.Slice(len(begin), n-len(end))
	if bytes.IndexByte(t.Bytes, '\\') >= 0 {
		t, _ = unescape(t)
	}
	if short(t.Bytes) {
		m.u.plain(name, at, t, true)
	} else {
		m.u.named(name, at, t, true, m.tr.add(StepNamed, "Only member of the list "+name, at), m.depth)
	}
	return true
}

// oneOf reports whether s is one of the words of a list, which are in lower case with a blank
// between, in any case.
//
//go:noinline
func oneOf(s []byte, list string) bool {
	for list != "" {
		word, rest, _ := strings.Cut(list, " ")
		if len(word) == len(s) && fold(s, 0, word) {
			return true
		}
		list = rest
	}
	return false
}
