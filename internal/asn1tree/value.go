package asn1tree

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// ValueForm is how a value is written.
type ValueForm uint8

const (
	Hex   ValueForm = iota // hexadecimal
	Text                   // as its type says
	Empty                  // none is due: of a NULL
)

// Value is the content of a primitive element, in words.
type Value struct {
	Text string
	Note string // what it means: the name of an object identifier, a time in ISO 8601
	Form ValueForm
}

// ValueOf reads the content of a primitive element: as text where its type says
// how, as hexadecimal elsewhere.
func ValueOf(e *der.Element) Value {
	content := e.Content()
	v := Value{Text: words.Hex(content)}
	if e.Class != der.Universal {
		return v
	}
	switch e.Tag {
	case der.Boolean:
		is, _ := der.ReadBoolean(content)
		v.Text, v.Form = strconv.FormatBool(is), Text
	case der.Integer, der.Enumerated:
		if n, ok := der.SmallInteger(content); ok {
			v.Text, v.Form = strconv.Itoa(n), Text
		}
	case der.BitString:
		bits, unused, ok := der.ReadBitString(content)
		if ok {
			v.Text = words.Hex(bits)
		}
		if unused > 0 {
			v.Note = words.Count(unused, "unused bit")
		}
	case der.Null:
		v.Form = Empty
	case der.OID:
		id := oid.OID(content)
		v = Value{id.String(), oid.Describe(id), Text}
	case der.UTCTime, der.GeneralizedTime:
		v.Text, v.Form = string(content), Text
		if t, fault := der.ReadTime(e.Tag, content); fault&(der.TimeShape|der.TimeRange) == 0 {
			v.Note = moment.ISO(t)
		}
	default:
		if der.IsString(e.Tag) {
			if s, ok := der.DecodeString(e.Tag, content); ok {
				v.Text, v.Form = s, Text
			}
		}
	}
	return v
}
