package contract

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// schema is what the generator knows of a file of types. It is read from
// their source, so that comments and order are there too. The types keep to
// what both languages can say: string, int, bool, string types with constants,
// structs, pointers to structs, and slices of any of these.
type schema struct {
	version string // the constant Schema
	types   []*typeDecl
	byName  map[string]*typeDecl
}

// typeDecl is a struct, or a string type with its constants.
type typeDecl struct {
	name   string
	doc    string
	fields []field // nil for a string type
	values []value
}

// own reports whether the struct has members of its own where it stands in one that is
// like another: of that one, whose Like is not 0, the others are left out.
func (t *typeDecl) own() bool {
	return slices.ContainsFunc(t.fields, func(f field) bool { return f.own })
}

// like reports whether the struct says which other one it is like.
func (t *typeDecl) like() bool {
	return slices.ContainsFunc(t.fields, func(f field) bool { return f.name == "Like" && f.kind == "int" })
}

type field struct {
	name     string // in Go
	json     string
	doc      string
	kind     string // string, int, bool, or the name of a typeDecl
	list     bool
	optional bool // left out of the JSON if it is a nil pointer, or empty and tagged "omitempty"
	own      bool // tagged "own": see [typeDecl.own]
}

type value struct{ literal, doc string }

func parseSchema(path string) (*schema, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	s := &schema{byName: map[string]*typeDecl{}}
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok {
			return nil, fmt.Errorf("%s: a function; the generator reads types alone", path)
		}
		for _, spec := range gen.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				err = s.addType(spec, gen.Doc)
			case *ast.ValueSpec:
				err = s.addValues(spec)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
		}
	}
	return s, s.check()
}

func (s *schema) addType(spec *ast.TypeSpec, doc *ast.CommentGroup) error {
	t := &typeDecl{name: spec.Name.Name, doc: doc.Text()}
	s.types = append(s.types, t)
	s.byName[t.name] = t
	if id, ok := spec.Type.(*ast.Ident); ok && id.Name == "string" {
		return nil
	}
	st, ok := spec.Type.(*ast.StructType)
	if !ok {
		return fmt.Errorf("type %s is neither a struct nor a string", t.name)
	}
	for _, f := range st.Fields.List {
		d := f.Doc.Text()
		if d == "" {
			d = f.Comment.Text()
		}
		for _, name := range f.Names {
			one := field{name: name.Name, json: jsonName(name.Name), doc: d}
			if f.Tag != nil {
				tags := reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
				tagged, option, _ := strings.Cut(tags.Get("json"), ",")
				if tagged != one.json && tagged != "" {
					return fmt.Errorf("%s.%s: the tag is %q, and by rule the name is %s", t.name, name.Name, tagged, one.json)
				}
				one.optional, one.own = option == "omitempty", tags.Get("contract") == "own"
			}
			expr := f.Type
			switch e := expr.(type) {
			case *ast.ArrayType:
				one.list, expr = true, e.Elt
			case *ast.StarExpr:
				one.optional, expr = true, e.X
			}
			id, ok := expr.(*ast.Ident)
			if !ok {
				return fmt.Errorf("%s.%s has a type the generator does not know", t.name, name.Name)
			}
			one.kind = id.Name
			t.fields = append(t.fields, one)
		}
	}
	return nil
}

func (s *schema) addValues(spec *ast.ValueSpec) error {
	literal, ok := spec.Values[0].(*ast.BasicLit)
	if !ok || len(spec.Names) != 1 {
		return fmt.Errorf("constant %s is not one literal", spec.Names[0].Name)
	}
	if spec.Type == nil && spec.Names[0].Name == "Schema" {
		s.version = literal.Value
		return nil
	}
	id, ok := spec.Type.(*ast.Ident)
	if !ok || s.byName[id.Name] == nil {
		return fmt.Errorf("constant %s needs a string type that stands above it", spec.Names[0].Name)
	}
	t := s.byName[id.Name]
	t.values = append(t.values, value{literal.Value, spec.Comment.Text()})
	return nil
}

// check finds what the writers could not say.
func (s *schema) check() error {
	if s.version == "" {
		return fmt.Errorf("no constant Schema")
	}
	for _, t := range s.types {
		for i, f := range t.fields {
			of := s.byName[f.kind]
			switch {
			case f.kind != "string" && f.kind != "int" && f.kind != "bool" && of == nil:
				return fmt.Errorf("%s.%s: unknown type %s", t.name, f.name, f.kind)
			case f.optional && !f.list && (f.kind == "int" || f.kind == "bool"):
				return fmt.Errorf("%s.%s: a number or a truth value that may be absent", t.name, f.name)
			case f.optional && i == 0:
				return fmt.Errorf("%s.%s: the first field is always written", t.name, f.name)
			}
		}
	}
	return nil
}

// jsonName is the JSON name of a Go field: the leading initialism, or the
// first letter, in lower case. In "DNSNames" the initialism ends before the "N",
// in "URIs" it takes the plural with it.
func jsonName(name string) string {
	if name == "SPKISHA256" { // two initialisms in a row: no rule can tell
		return "spkiSha256"
	}
	n := 0
	for n < len(name) && !unicode.IsLower(rune(name[n])) {
		n++
	}
	switch {
	case name[n:] == "s":
		n = len(name)
	case n > 1 && n < len(name):
		n--
	}
	return strings.ToLower(name[:n]) + name[n:]
}

// constant returns the value of a package-level constant, by its source in dir.
func constant(dir, name string) (string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", err
	}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return "", err
		}
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.CONST {
				continue
			}
			for _, spec := range gen.Specs {
				spec := spec.(*ast.ValueSpec)
				for i, id := range spec.Names {
					if id.Name != name {
						continue
					}
					v, err := types.Eval(token.NewFileSet(), nil, token.NoPos, types.ExprString(spec.Values[i]))
					if err != nil {
						return "", fmt.Errorf("%s: %s: %w", path, name, err)
					}
					return v.Value.ExactString(), nil
				}
			}
		}
	}
	return "", fmt.Errorf("%s: no constant %s", dir, name)
}
