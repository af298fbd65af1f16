package report

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/asn1tree"
	"github.com/mtlens/mtlens/internal/der"
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
			fields = append(fields, Field{Label: "More", Value: words.Hex(rest), Style: FieldHex,
				Note: "the rest, not taken apart", Bytes: &Bytes{at, len(rest), path}})
			break
		}
		at := path + "[" + strconv.Itoa(i) + "]"
		f := Field{Label: e.TypeName(), Bytes: &Bytes{e.Offset, len(e.Bytes), at}}
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

// setPrimitive fills in the value of a primitive element.
func (f *Field) setPrimitive(e *der.Element) {
	v := asn1tree.ValueOf(e)
	f.Value, f.Note, f.Style = v.Text, v.Note, FieldMono
	switch v.Form {
	case asn1tree.Hex:
		f.Style = FieldHex
	case asn1tree.Empty:
		f.Style = FieldText
	}
}
