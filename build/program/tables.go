package program

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/mtlens/mtlens/build/split"
	"github.com/mtlens/mtlens/build/toolchain"
)

// heavy are tables of numbers in Go's own packages that hardly compress and that no
// paste needs which is ordinary: of AES, which comes with SHA-256, and of decimal
// fractions. Each is known by its contents, as they stand in the compiler's own tree, so
// it is known where it ends.
var heavy = []struct {
	file string
	size int // of a number, in bytes
	vars []string
}{
	{"crypto/internal/fips140/aes/const.go", 4, []string{"te0", "te1", "te2", "te3", "td0", "td1", "td2", "td3"}},
	{"internal/strconv/pow10tab.go", 8, []string{"pow10Tab"}},
}

// tables finds them in the initial memory. One that a Go does not have, or has otherwise,
// stays where it is.
func tables(tool toolchain.Toolchain, memory []byte) (list []split.Piece) {
	for _, h := range heavy {
		path := filepath.Join(tool.Root, "src", filepath.FromSlash(h.file))
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		for name, value := range variables(file) {
			if !slices.Contains(h.vars, name) {
				continue
			}
			contents, err := appendNumbers(nil, value, h.size)
			if at := bytes.Index(memory, contents); err == nil && len(contents) > 0 && at >= 0 {
				list = append(list, split.Piece{From: at, To: at + len(contents), Whole: !pointedInto(filepath.Dir(path), name)})
			}
		}
	}
	return list
}

// pointedInto reports whether anything outside of the package's functions names the
// variable beside its declaration, so that a pointer into it may stand in the initial
// memory.
func pointedInto(dir, name string) bool {
	paths, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	named := 0
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return true
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.Name == name {
				named++
			}
			_, inside := n.(*ast.FuncDecl)
			return !inside
		})
	}
	return named != 1
}

// variables are those of a file that are given a value.
func variables(file *ast.File) map[string]ast.Expr {
	all := make(map[string]ast.Expr)
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, spec := range g.Specs {
			if v := spec.(*ast.ValueSpec); len(v.Names) == 1 && len(v.Values) == 1 {
				all[v.Names[0].Name] = v.Values[0]
			}
		}
	}
	return all
}

// appendNumbers appends the numbers of a literal as they stand in memory.
func appendNumbers(b []byte, x ast.Expr, size int) ([]byte, error) {
	switch x := x.(type) {
	case *ast.CompositeLit:
		for _, e := range x.Elts {
			var err error
			if b, err = appendNumbers(b, e, size); err != nil {
				return nil, err
			}
		}
		return b, nil
	case *ast.BasicLit:
		v, err := strconv.ParseUint(x.Value, 0, 8*size)
		if err != nil {
			return nil, err
		}
		return append(b, binary.LittleEndian.AppendUint64(nil, v)[:size]...), nil
	}
	return nil, fmt.Errorf("%T is no number", x)
}
