package main

import (
	"bytes"
	"fmt"
	"go/format"
)

// writeGo writes the JSON appenders: one method for each struct, which appends
// the members in the order of the fields. Reflection would cost 70 KB in the
// compressed program, and more time than the decoding itself.
func writeGo(s *schema) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "// %s\n\npackage report\n\n", notice)
	b.WriteString("import (\n\t\"strconv\"\n\n\t\"github.com/mtlens/mtlens/internal/jsontext\"\n)\n\n")
	for _, t := range s.types {
		if t.fields == nil {
			continue
		}
		method := "appendJSON"
		if t.name == "Report" {
			method = "AppendJSON"
			b.WriteString("// AppendJSON appends the report as JSON to dst and returns the result.\n")
		}
		fmt.Fprintf(&b, "func (x *%s) %s(dst []byte) []byte {\n", t.name, method)
		for i, f := range t.fields {
			before := ","
			if i == 0 {
				before = "{"
			}
			s.goField(&b, f, before)
		}
		b.WriteString("return append(dst, '}')\n}\n\n")
	}
	return format.Source(b.Bytes())
}

func (s *schema) goField(b *bytes.Buffer, f field, before string) {
	name := fmt.Sprintf("%s%q:", before, f.json)
	switch {
	case f.list:
		fmt.Fprintf(b, "dst = append(dst, `%s[`...)\n", name)
		fmt.Fprintf(b, "for i := range x.%s {\nif i > 0 {\ndst = append(dst, ',')\n}\n", f.name)
		fmt.Fprintf(b, "dst = %s\n}\ndst = append(dst, ']')\n", s.goValue(f.kind, "x."+f.name+"[i]"))
	case f.optional:
		fmt.Fprintf(b, "if x.%s != nil {\ndst = append(dst, `%s`...)\n", f.name, name)
		fmt.Fprintf(b, "dst = %s\n}\n", s.goValue(f.kind, "x."+f.name))
	default:
		fmt.Fprintf(b, "dst = append(dst, `%s`...)\n", name)
		fmt.Fprintf(b, "dst = %s\n", s.goValue(f.kind, "x."+f.name))
	}
}

// goValue is the expression that appends one value of the kind.
func (s *schema) goValue(kind, expr string) string {
	switch kind {
	case "int":
		return "strconv.AppendInt(dst, int64(" + expr + "), 10)"
	case "bool":
		return "strconv.AppendBool(dst, " + expr + ")"
	case "string":
		return "jsontext.AppendString(dst, " + expr + ")"
	}
	if s.byName[kind].fields == nil {
		return "jsontext.AppendString(dst, string(" + expr + "))"
	}
	return expr + ".appendJSON(dst)"
}
