package report

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/words"
)

// setValue shows the value of an extension that was read by a schema.
func (f *Field) setValue(v *certinfo.Value, path string) {
	g := valueField(v, path)
	f.Value, f.Style, f.Note, f.Fields = g.Value, g.Style, g.Note, g.Fields
	if g.Hover != "" {
		f.Hover += "; " + g.Hover
	}
}

// longText is from how many bytes on a string is shown on one line until opened: a
// logo is an address that holds the whole picture.
const longText = 300

// valueField shows one element. A structure that starts with an object identifier
// or with its head is called by that, with the rest under it; one without a label
// that has one member is that member.
func valueField(v *certinfo.Value, path string) Field {
	f := Field{Label: v.Label, Value: v.Text}
	switch v.Kind {
	case certinfo.ValueList:
		list := v.List
		if len(list) > 0 && list[0].Kind == certinfo.ValueOID && list[0].Member != "" {
			f = objectField(list[0].Label, list[0].OID)
			if v.Label != "" {
				f.Label = v.Label
			}
			list = list[1:]
		} else if len(list) > 0 && list[0].Head {
			f = valueField(&list[0], path)
			list = list[1:]
		}
		f.Fields = make([]Field, 0, len(list))
		for i := range list {
			m := &list[i]
			at := path + "." + m.Member
			if m.Member == "" {
				at = path + "[" + strconv.Itoa(i) + "]"
			}
			g := valueField(m, at)
			if g.Label == "" && g.Value == "" {
				f.Fields = append(f.Fields, g.Fields...)
			} else {
				f.Fields = append(f.Fields, g)
			}
		}
		if f.Label == "" && len(f.Fields) == 1 {
			return f.Fields[0]
		}
	case certinfo.ValueNumber:
		if len(v.Raw) > 16 {
			f.Value, f.Style = words.Hex(der.TrimZeros(v.Raw)), FieldHex
		}
	case certinfo.ValueText:
		f.Style = FieldMono
		if len(v.Text) > longText {
			f.Style, f.Note = FieldHex, words.Count(len(v.Raw), "byte")
		}
	case certinfo.ValueNull:
		f.Value = "set"
	case certinfo.ValueOID:
		f = objectField(v.Label, v.OID)
	case certinfo.ValueBytes:
		f.Value, f.Style, f.Note = words.Hex(v.Raw), FieldHex, words.Count(len(v.Raw), "byte")
		if v.Unused > 0 {
			f.Note = words.Count(8*len(v.Raw)-int(v.Unused), "bit")
		}
	case certinfo.ValueTime:
		f.Value, f.Style, f.Hover = moment.ISO(v.Time), FieldMono, moment.Long(v.Time)
	case certinfo.ValueName:
		f = nameField(v.Name, path)
		if v.Label != "" {
			if f.Note == "" {
				f.Note = f.Label
			}
			f.Label = v.Label
		}
	case certinfo.ValueASN1:
		label := f.Label
		if f.Fields = tree(v.Raw, v.At, path); len(f.Fields) == 1 {
			f = f.Fields[0]
			if f.Value == "" && len(f.Fields) == 0 {
				f.Value = f.Label // a NULL
			}
			f.Label = label
		} else {
			f.Value, f.Style = words.Hex(v.Raw), FieldHex
		}
	}
	f.Bytes = bytesAt(v.Place, path)
	return f
}

// setSPIFFE splits a SPIFFE ID into its parts (SPIFFE-ID, section 2).
func (f *Field) setSPIFFE(path string) {
	rest, ok := strings.CutPrefix(f.Value, "spiffe://")
	if !ok || f.Bytes == nil {
		return
	}
	end := strings.IndexByte(rest+"/", '/')
	at := f.Bytes.Offset + f.Bytes.Length - len(rest)
	f.Note = "SPIFFE ID"
	for _, p := range [...]struct {
		label    string
		from, to int
	}{{"Trust domain", 0, end}, {"Path", end, len(rest)}} {
		if p.from < p.to {
			f.Fields = append(f.Fields, Field{Label: p.label, Value: rest[p.from:p.to], Style: FieldMono,
				Bytes: &Bytes{at + p.from, p.to - p.from, path}})
		}
	}
}
