package unwrap

import (
	"bytes"

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
func (m *members) typed(e jsontext.Event) bool {
	b := m.t.Bytes
	if e.Depth != m.pair.depth || !isWord(b[e.Key:e.KeyEnd], "value") {
		return false
	}
	var values []jsontext.Event
	walk := jsontext.Walk
	if m.printed {
		walk = jsontext.WalkDump
	}
	fits := true
	stop, _ := walk(b, e.Start, func(v jsontext.Event) bool {
		key := b[v.Key:v.KeyEnd]
		fits = (len(key) == 0 || isWord(key, "stringvalue", "string_value", "arrayvalue", "array_value", "values", "s")) && v.Kind != jsontext.Other && len(values) < maxTyped
		if v.Kind == jsontext.Close {
			fits = true
		}
		if v.Kind == jsontext.String {
			values = append(values, v)
		}
		return fits
	})
	m.u.look(stop - e.Start)
	if !fits || len(values) == 0 {
		return false
	}
	name := nameOf(m.pair.name)
	m.pair.set = false
	for _, v := range values {
		v.Depth = e.Depth
		m.value(v, name)
	}
	m.skip = e.Depth
	return true
}

// onlyOne takes the string out of a text that is a list of it alone, as OpenTelemetry's
// attributes are shown where values are text: ["…"].
//
//go:noinline
func onlyOne(t source.Text) (source.Text, bool) {
	b := t.Bytes
	i := len(`["`)
	for i < len(b) && b[i] != '"' {
		if b[i] == '\\' {
			i++
		}
		i++
	}
	if i+2 != len(b) || b[i+1] != ']' {
		return t, false
	}
	t = t.Slice(len(`["`), i)
	if bytes.IndexByte(t.Bytes, '\\') >= 0 {
		t, _ = unescape(t)
	}
	return t, true
}
