package carrier

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/jsontext"
)

// Log records come as lines (fields separated by blanks or tabs), as rows of CSV,
// and as JSON objects. A record keeps the line and the range of each field in it.

// maxFields is the number of fields that the longer of the two logs has.
const maxFields = 16

// record is a record as read. It shares the memory of the line.
type record struct {
	Line    []byte
	Fields  [maxFields]Range // without quotes
	Count   int              // fields that are there
	Escaped bool             // fields are of JSON strings, their escapes left in place
	Doubled bool             // fields are of CSV, where a quote inside stands twice
}

// text is a field; empty if it is "-" or not there.
func (r *record) text(i int) string {
	s := r.Fields[i].Of(r.Line)
	switch {
	case string(s) == "-":
		return ""
	case r.Escaped && bytes.IndexByte(s, '\\') >= 0:
		return jsontext.Unescape(s)
	case r.Doubled && bytes.IndexByte(s, '"') >= 0:
		return string(bytes.ReplaceAll(s, []byte(`""`), []byte(`"`)))
	}
	return string(s)
}

// set puts a value into its place.
func (r *record) set(i int, value Range) {
	if r.Fields[i] == (Range{}) {
		r.Count++
	}
	r.Fields[i] = value
}

// members fills the record from the JSON object that begins at b[start], by the
// names of its members; place is -1 for one that is no field. It counts members
// that are fields. What is in objects inside it is not its own.
func (r *record) members(b []byte, start int, place func([]byte) int) {
	r.Line, r.Escaped = b, true
	jsontext.Walk(b, start, func(e jsontext.Event) bool {
		if e.Depth == 1 && (e.Kind == jsontext.String || e.Kind == jsontext.Other) {
			if i := place(b[e.Key:e.KeyEnd]); i >= 0 {
				r.set(i, Range{e.Start, e.End})
			}
		}
		return true
	})
}

// field finds the field that begins at line[at], which may be quoted, and where the
// next begins. In CSV a quote inside is doubled, elsewhere it stands behind a
// backslash; it closes only before a separator.
func field(line []byte, at int, separator byte) (value Range, next int) {
	quoted := at < len(line) && line[at] == '"'
	i := at
	if quoted {
		i++
		value.Start = i
		for ; i < len(line); i++ {
			if line[i] == '\\' && separator != ',' || separator == ',' && line[i] == '"' && i+1 < len(line) && line[i+1] == '"' {
				i++
			} else if line[i] == '"' && (i+1 == len(line) || ends(line[i+1], separator)) {
				break
			}
		}
		i = min(i, len(line))
		value.End = i
		i = min(i+1, len(line))
	} else {
		value.Start = at
		for i < len(line) && !ends(line[i], separator) {
			i++
		}
		value.End = i
	}
	return value, i
}

// ends reports whether c ends a field.
func ends(c, separator byte) bool {
	return c == separator || c == '\r' || c == '\n' || separator == ' ' && c == '\t'
}

// sign is a kind of character that fields are made of.
type sign uint8

const (
	digit sign = 1 << iota
	hexLetter
	dot
	colon
	hyphen
)

// made reports whether s is not empty and made of those characters.
func made(s []byte, of sign) bool {
	for _, c := range s {
		var is sign
		switch {
		case c >= '0' && c <= '9':
			is = digit
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			is = hexLetter
		case c == '.':
			is = dot
		case c == ':':
			is = colon
		case c == '-':
			is = hyphen
		}
		if is&of == 0 {
			return false
		}
	}
	return len(s) > 0
}

// opens returns where the JSON object begins that b is; -1 if b is none.
func opens(b []byte) int {
	in, start := trim(b)
	if len(in) < 2 || in[0] != '{' {
		return -1
	}
	return start
}
