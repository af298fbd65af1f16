package contract

import (
	"bytes"
	"fmt"
	"strings"
)

// writeTypeScript writes the page's view of the types: an interface for each
// struct, a union of strings for each string type, and the comments of both.
func writeTypeScript(s *schema, from, maxInput string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "// %s\n\n", Notice(from))
	fmt.Fprintf(&b, "/** The version of these shapes that this page reads. */\nexport const schema = %s;\n\n", s.version)
	fmt.Fprintf(&b, "/** The most bytes the program reads; it is asked for nothing longer. */\nexport const maxInput = %s;\n", maxInput)
	for _, t := range s.types {
		b.WriteByte('\n')
		tsDoc(&b, "", t.doc)
		if t.fields == nil {
			fmt.Fprintf(&b, "export type %s =", t.name)
			for _, v := range t.values {
				b.WriteByte('\n')
				tsDoc(&b, "  ", v.doc)
				fmt.Fprintf(&b, "  | %s", v.literal)
			}
			b.WriteString(";\n")
			continue
		}
		fmt.Fprintf(&b, "export interface %s {\n", t.name)
		for _, f := range t.fields {
			tsDoc(&b, "  ", f.doc)
			name, kind := f.json, f.kind
			if f.optional {
				name += "?"
			}
			switch kind {
			case "int":
				kind = "number"
			case "bool":
				kind = "boolean"
			}
			if f.list {
				kind += "[]"
			}
			fmt.Fprintf(&b, "  %s: %s;\n", name, kind)
		}
		b.WriteString("}\n")
	}
	return b.Bytes()
}

func tsDoc(b *bytes.Buffer, indent, doc string) {
	doc = strings.TrimSpace(doc)
	switch {
	case doc == "":
	case strings.Contains(doc, "\n"):
		fmt.Fprintf(b, "%s/**\n%s * %s\n%s */\n", indent, indent, strings.ReplaceAll(doc, "\n", "\n"+indent+" * "), indent)
	default:
		fmt.Fprintf(b, "%s/** %s */\n", indent, doc)
	}
}
