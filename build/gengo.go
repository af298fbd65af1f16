package main

import (
	"bytes"
	"fmt"
	"go/format"
	"strings"
)

// writeGo writes the JSON appenders: one method for each struct, which appends
// the members in the order of the fields. Reflection would cost 70 KB in the
// compressed program, and more time than the decoding itself.
func writeGo(s *schema) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "// %s\n\npackage report\n\n", notice(reportTypes))
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
		constant := "{" // text that is to come before the next value
		for i, f := range t.fields {
			if i > 0 {
				constant += ","
			}
			constant = s.goField(&b, f, constant)
		}
		fmt.Fprintf(&b, "return jsonText(dst, `%s}`)\n}\n\n", constant)
	}
	b.WriteString(jsonHelpers)
	return format.Source(b.Bytes())
}

// jsonHelpers keep what "append" becomes in one place: written out at every
// member, it would make the compressed program 5 KB larger.
const jsonHelpers = `
//go:noinline
func jsonText(dst []byte, text string) []byte { return append(dst, text...) }

//go:noinline
func jsonString(dst []byte, name, value string) []byte {
	return jsontext.AppendString(jsonText(dst, name), value)
}

//go:noinline
func jsonInt(dst []byte, name string, value int) []byte {
	return strconv.AppendInt(jsonText(dst, name), int64(value), 10)
}

//go:noinline
func jsonBool(dst []byte, name string, value bool) []byte {
	return strconv.AppendBool(jsonText(dst, name), value)
}

// jsonNext puts a comma before every element of a list but the first.
//
//go:noinline
func jsonNext(dst []byte, i int) []byte {
	if i == 0 {
		return dst
	}
	return append(dst, ',')
}
`

// goField writes the statements that append a field, after a constant text, and
// returns the constant text that is left to write: fewer and longer pieces take
// less time.
func (s *schema) goField(b *bytes.Buffer, f field, constant string) string {
	name := fmt.Sprintf("%q:", f.json)
	if f.optional {
		before := strings.TrimSuffix(constant, ",")
		if before != "" {
			fmt.Fprintf(b, "dst = jsonText(dst, `%s`)\n", before)
		}
		constant = strings.TrimPrefix(constant, before)
		switch of := s.byName[f.kind]; {
		case f.list:
			fmt.Fprintf(b, "if len(x.%s) > 0 {\n", f.name)
		case f.kind == "string" || of.fields == nil:
			fmt.Fprintf(b, "if x.%s != \"\" {\n", f.name)
		default:
			fmt.Fprintf(b, "if x.%s != nil {\n", f.name)
		}
	}
	after := ""
	if f.list {
		fmt.Fprintf(b, "dst = jsonText(dst, `%s%s[`)\n", constant, name)
		fmt.Fprintf(b, "for i := range x.%s {\ndst = jsonNext(dst, i)\n", f.name)
		fmt.Fprintf(b, "dst = %s\n}\n", s.goValue(f.kind, "x."+f.name+"[i]", ""))
		after = "]"
	} else {
		fmt.Fprintf(b, "dst = %s\n", s.goValue(f.kind, "x."+f.name, constant+name))
	}
	if f.optional {
		if after != "" {
			fmt.Fprintf(b, "dst = jsonText(dst, `%s`)\n", after)
		}
		b.WriteString("}\n")
		after = ""
	}
	return after
}

// goValue is the expression that appends a name and one value of the kind.
func (s *schema) goValue(kind, expr, name string) string {
	function := map[string]string{"int": "jsonInt", "bool": "jsonBool", "string": "jsonString"}[kind]
	if function == "" && s.byName[kind].fields == nil {
		function, expr = "jsonString", "string("+expr+")"
	}
	if function != "" {
		return fmt.Sprintf("%s(dst, `%s`, %s)", function, name, expr)
	}
	if name == "" {
		return expr + ".appendJSON(dst)"
	}
	return fmt.Sprintf("%s.appendJSON(jsonText(dst, `%s`))", expr, name)
}
