package contract

import (
	"bytes"
	"fmt"
	"go/format"
	"slices"
	"strings"
)

// writeGo writes the JSON appenders: one method for each struct, which appends
// the members in the order of the fields. Reflection would cost 70 KB in the
// compressed program, and more time than the decoding itself.
func writeGo(s *schema, c Contract, pkg string) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "// %s\n\npackage %s\n\n", Notice(c.Types), pkg)
	b.WriteString("import \"github.com/mtlens/mtlens/internal/jsontext\"\n\n")
	for _, name := range c.Answers {
		fmt.Fprintf(&b, "// AppendJSON appends x as JSON to dst and returns the result.\n")
		fmt.Fprintf(&b, "func (x *%s) AppendJSON(dst []byte) []byte { return x.appendJSON(dst) }\n\n", name)
	}
	for _, t := range s.types {
		if t.fields == nil {
			continue
		}
		fmt.Fprintf(&b, "func (x *%s) appendJSON(dst []byte) []byte {\n", t.name)
		if t.like() {
			b.WriteString("if x.Like != 0 {\nreturn x.appendOwn(dst)\n}\n")
		}
		s.goFields(&b, t.fields, "appendJSON")
		if t.own() {
			fmt.Fprintf(&b, "func (x *%s) appendOwn(dst []byte) []byte {\n", t.name)
			s.goFields(&b, slices.DeleteFunc(slices.Clone(t.fields), func(f field) bool { return !f.own }), "appendOwn")
		}
	}
	return format.Source(b.Bytes())
}

// goFields writes the statements that append fields, and ends the method; structs in them
// that have such a method append themselves by it.
func (s *schema) goFields(b *bytes.Buffer, fields []field, method string) {
	constant := "{" // text that is to come before the next value
	for i, f := range fields {
		if i > 0 {
			constant += ","
		}
		constant = s.goField(b, f, constant, method)
	}
	fmt.Fprintf(b, "return jsontext.AppendText(dst, `%s}`)\n}\n\n", constant)
}

// goField writes the statements that append a field, after a constant text, and
// returns the constant text that is left to write: fewer and longer pieces take
// less time.
func (s *schema) goField(b *bytes.Buffer, f field, constant, method string) string {
	name := fmt.Sprintf("%q:", f.json)
	if f.optional {
		before := strings.TrimSuffix(constant, ",")
		if before != "" {
			fmt.Fprintf(b, "dst = jsontext.AppendText(dst, `%s`)\n", before)
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
		fmt.Fprintf(b, "dst = jsontext.AppendText(dst, `%s%s[`)\n", constant, name)
		fmt.Fprintf(b, "for i := range x.%s {\ndst = jsontext.AppendComma(dst, i)\n", f.name)
		fmt.Fprintf(b, "dst = %s\n}\n", s.goValue(f.kind, "x."+f.name+"[i]", "", method))
		after = "]"
	} else {
		fmt.Fprintf(b, "dst = %s\n", s.goValue(f.kind, "x."+f.name, constant+name, method))
	}
	if f.optional {
		if after != "" {
			fmt.Fprintf(b, "dst = jsontext.AppendText(dst, `%s`)\n", after)
		}
		b.WriteString("}\n")
		after = ""
	}
	return after
}

// goValue is the expression that appends a name and one value of the kind.
func (s *schema) goValue(kind, expr, name, method string) string {
	function := map[string]string{"int": "jsontext.AppendIntAfter", "bool": "jsontext.AppendBoolAfter", "string": "jsontext.AppendStringAfter"}[kind]
	if function == "" && s.byName[kind].fields == nil {
		function, expr = "jsontext.AppendStringAfter", "string("+expr+")"
	}
	if function != "" {
		return fmt.Sprintf("%s(dst, `%s`, %s)", function, name, expr)
	}
	if !s.byName[kind].own() {
		method = "appendJSON"
	}
	if name == "" {
		return expr + "." + method + "(dst)"
	}
	return fmt.Sprintf("%s.%s(jsontext.AppendText(dst, `%s`))", expr, method, name)
}
