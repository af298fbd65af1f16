package contract

import (
	"bytes"
	"encoding/json"
	"strings"
)

// writeJSONSchema writes what is written on its own as a JSON Schema (draft 2020-12):
// for programs in any language that read it. What may be absent is not required;
// members that are not named are allowed, since they may be added.
func writeJSONSchema(s *schema, c Contract) ([]byte, error) {
	root := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$comment", Notice(c.Types)},
		{"title", c.Answers[0]},
		{"description", "Version " + s.version + " of the form."},
		{"$ref", "#/$defs/" + c.Answers[0]},
	}
	var defs object
	for _, t := range s.types {
		defs = append(defs, member{t.name, s.definition(t)})
	}
	root = append(root, member{"$defs", defs})
	text, err := json.Marshal(root)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// definition is the schema of a type.
func (s *schema) definition(t *typeDecl) object {
	about := object{{"description", sentence(t.doc)}}
	if t.fields == nil {
		var of []any
		for _, v := range t.values {
			one := object{{"const", json.RawMessage(v.literal)}}
			if v.doc != "" {
				one = append(one, member{"description", sentence(v.doc)})
			}
			of = append(of, one)
		}
		return append(about, member{"anyOf", append(of, object{{"type", "string"}, {"description", "A word that was added later."}})})
	}
	var properties object
	required := []string{}
	for _, f := range t.fields {
		p := s.property(f)
		if f.doc != "" {
			p = append(p, member{"description", sentence(f.doc)})
		}
		properties = append(properties, member{f.json, p})
		if !f.optional {
			required = append(required, f.json)
		}
	}
	return append(about, member{"type", "object"}, member{"properties", properties}, member{"required", required})
}

func (s *schema) property(f field) object {
	var of object
	switch f.kind {
	case "string":
		of = object{{"type", "string"}}
	case "int":
		of = object{{"type", "integer"}}
	case "bool":
		of = object{{"type", "boolean"}}
	default:
		of = object{{"$ref", "#/$defs/" + f.kind}}
	}
	if f.list {
		return object{{"type", "array"}, {"items", of}}
	}
	return of
}

// sentence is a comment on one line.
func sentence(doc string) string { return strings.Join(strings.Fields(doc), " ") }

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
