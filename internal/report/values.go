package report

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
)

// setValue shows the value of an extension that was read by a schema.
func (f *Field) setValue(v *certinfo.Value, path string) {
	g := valueField(v, path)
	f.Value, f.Style, f.Note, f.Fields = g.Value, g.Style, g.Note, g.Fields
	if g.Hover != "" {
		f.Hover = g.Hover
	}
}

// valueField shows one element. A structure that starts with an object identifier
// is called by that, with the rest under it; one without a label that has one
// member is that member.
func valueField(v *certinfo.Value, path string) Field {
	f := Field{Label: v.Label, Value: v.Text}
	switch v.Kind {
	case certinfo.ValueList:
		list := v.List
		if len(list) > 0 && list[0].Kind == certinfo.ValueOID && list[0].Member != "" {
			f = objectField(list[0].Label, list[0].OID)
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
			f.Value, f.Style = hexOf(unsigned(v.Raw)), FieldHex
		}
	case certinfo.ValueText:
		f.Style = FieldMono
	case certinfo.ValueNull:
		f.Value = "set"
	case certinfo.ValueOID:
		f = objectField(v.Label, v.OID)
	case certinfo.ValueBytes:
		f.Value, f.Style, f.Note = hexOf(v.Raw), FieldHex, count(int64(len(v.Raw)), "byte")
	case certinfo.ValueTime:
		f.Value, f.Style, f.Hover = isoTime(v.Time), FieldMono, longTime(v.Time)
	case certinfo.ValueName:
		f = nameField(v.Name, path)
	case certinfo.ValueASN1:
		label := f.Label
		if f.Fields = tree(v.Raw, v.At, path); len(f.Fields) == 1 {
			f = f.Fields[0]
			f.Label = label
		} else {
			f.Value, f.Style = hexOf(v.Raw), FieldHex
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
