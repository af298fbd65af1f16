package jsontext

import (
	"errors"
	"strconv"
)

// Members are the members of a flat JSON object: values as they are written,
// strings unescaped.
type Members map[string]string

// Object reads a flat object: its values are strings, numbers and literals.
// It fails on anything else, and on text after it.
func Object(b []byte) (Members, error) {
	m := Members{}
	flat := true
	start := skipSpace(b, 0)
	if start >= len(b) || b[start] != '{' {
		return nil, errors.New("reading request: not a JSON object")
	}
	end, ok := Walk(b, start, func(e Event) bool {
		switch {
		case e.Kind == Open && e.Depth > 0:
			flat = false
		case e.Kind == String:
			m[Unescape(b[e.Key:e.KeyEnd])] = Unescape(b[e.Start:e.End])
		case e.Kind == Other:
			m[Unescape(b[e.Key:e.KeyEnd])] = string(b[e.Start:e.End])
		}
		return flat
	})
	if !ok || !flat || skipSpace(b, end) != len(b) {
		return nil, errors.New("reading request: not a flat JSON object")
	}
	return m, nil
}

// String returns the member, or "" if there is none.
func (m Members) String(name string) string { return m[name] }

// Int returns the member as a whole number.
func (m Members) Int(name string) (int64, error) {
	v, err := strconv.ParseInt(m[name], 10, 64)
	if err != nil {
		return 0, errors.New("reading request: " + name + " is not a whole number")
	}
	return v, nil
}

// Unescape returns the characters of a JSON string, given what stands between
// its quotes. Sequences that are no escape stay as they are.
func Unescape(raw []byte) string {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] == '\\' {
			var n int
			if out, n = Escape(out, raw, i); n > 0 {
				i += n
				continue
			}
		}
		out = append(out, raw[i])
		i++
	}
	return string(out)
}
