package report

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// maxTreeNodes bounds the ASN.1 tree of one value: it is shown to be read, and a
// value made of empty elements holds one for every two bytes.
const maxTreeNodes = 500

// tree is a value's ASN.1 as fields, one for each element. It is nil if the bytes
// are not DER from the first to the last: a tree of what is no tree misleads.
// The value stands at the offset base; elements are named in paths by their
// index under path.
func tree(value []byte, base int, path string) []Field {
	t := treeReader{left: maxTreeNodes}
	fields := t.read(der.NewReaderAt(value, base), path, 0)
	if t.broken {
		return nil
	}
	return fields
}

type treeReader struct {
	left   int
	broken bool
}

func (t *treeReader) read(r der.Reader, path string, depth int) []Field {
	if depth > der.MaxDepth {
		t.broken = true
	}
	var fields []Field
	for i := 0; !t.broken; i++ {
		e, ok := r.Next()
		if !ok {
			break
		}
		if e.Problem != 0 {
			t.broken = true
			break
		}
		if t.left--; t.left < 0 {
			rest, at := r.Rest()
			fields = append(fields, Field{Label: "More", Value: hexOf(rest), Style: FieldHex,
				Note: "the rest, not taken apart", Bytes: &Bytes{at, len(rest), path}})
			break
		}
		at := path + "[" + strconv.Itoa(i) + "]"
		f := Field{Label: tagName(&e), Bytes: &Bytes{e.Offset, len(e.Bytes), at}}
		if e.Constructed {
			f.Fields = t.read(e.Children(), at, depth+1)
			f.Note = words.Count(len(f.Fields), "element")
		} else {
			f.setPrimitive(&e)
		}
		fields = append(fields, f)
	}
	return fields
}

// setPrimitive fills in the value of a primitive element, as text where its type
// says how, as hexadecimal elsewhere.
func (f *Field) setPrimitive(e *der.Element) {
	content := e.Content()
	f.Value, f.Style = hexOf(content), FieldHex
	if e.Class != der.Universal {
		return
	}
	switch e.Tag {
	case der.Boolean:
		v, _ := der.ReadBoolean(content)
		f.Value, f.Style = strconv.FormatBool(v), FieldMono
	case der.Integer, der.Enumerated:
		if v, ok := der.SmallInteger(content); ok {
			f.Value, f.Style = strconv.Itoa(v), FieldMono
		}
	case der.BitString:
		bits, unused, ok := der.ReadBitString(content)
		if ok {
			f.Value = hexOf(bits)
		}
		if unused > 0 {
			f.Note = words.Count(unused, "unused bit")
		}
	case der.Null:
		f.Style = FieldText
	case der.OID:
		id := oid.OID(content)
		f.Value, f.Style, f.Note = id.String(), FieldMono, oid.Describe(id)
	case der.UTCTime, der.GeneralizedTime:
		f.Value, f.Style = string(content), FieldMono
		if t, fault := der.ReadTime(e.Tag, content); fault&(der.TimeShape|der.TimeRange) == 0 {
			f.Note = isoTime(t)
		}
	default:
		if der.IsString(e.Tag) {
			if s, ok := der.DecodeString(e.Tag, content); ok {
				f.Value, f.Style = s, FieldMono
			}
		}
	}
}

// tagName is the name of an element's type in X.680, or its tag in brackets.
func tagName(e *der.Element) string {
	if e.Class != der.Universal {
		s := "[" + strconv.Itoa(e.Tag) + "]"
		switch e.Class {
		case der.Application:
			s = "[APPLICATION " + s[1:]
		case der.Private:
			s = "[PRIVATE " + s[1:]
		}
		return s
	}
	return universalName(e.Tag)
}

// universalName is the name of a universal type.
func universalName(tag int) string {
	switch tag {
	case der.Boolean:
		return "BOOLEAN"
	case der.Integer:
		return "INTEGER"
	case der.BitString:
		return "BIT STRING"
	case der.OctetString:
		return "OCTET STRING"
	case der.Null:
		return "NULL"
	case der.OID:
		return "OBJECT IDENTIFIER"
	case der.Enumerated:
		return "ENUMERATED"
	case der.UTF8String:
		return "UTF8String"
	case der.RelativeOID:
		return "RELATIVE-OID"
	case der.Sequence:
		return "SEQUENCE"
	case der.Set:
		return "SET"
	case der.NumericString:
		return "NumericString"
	case der.PrintableString:
		return "PrintableString"
	case der.T61String:
		return "T61String"
	case der.VideotexString:
		return "VideotexString"
	case der.IA5String:
		return "IA5String"
	case der.UTCTime:
		return "UTCTime"
	case der.GeneralizedTime:
		return "GeneralizedTime"
	case der.GraphicString:
		return "GraphicString"
	case der.VisibleString:
		return "VisibleString"
	case der.GeneralString:
		return "GeneralString"
	case der.UniversalString:
		return "UniversalString"
	case der.BMPString:
		return "BMPString"
	}
	return "universal tag " + strconv.Itoa(tag)
}
