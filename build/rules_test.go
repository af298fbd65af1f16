package main

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sources returns the paths under the folders with the ending, from the root.
func sources(t *testing.T, ending string, folders ...string) (paths []string) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join("..", folder), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && d.Name() == "node_modules" {
				return fs.SkipDir
			}
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ending) {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(paths) == 0 {
		t.Fatalf("no %s in %s", ending, folders)
	}
	return paths
}

// Every package comment is a short manual. Eight words are the least that one
// sentence about a package takes; what is a good one, no test can say.
func TestPackageComments(t *testing.T) {
	comments := map[string]string{}
	for _, path := range sources(t, ".go", "build", "internal", "testdata", "wasm") {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		comments[filepath.Dir(path)] += file.Doc.Text()
	}
	for dir, comment := range comments {
		if len(strings.Fields(comment)) < 8 {
			t.Errorf("%s needs a package comment; it has %q", dir, comment)
		}
	}
}

func TestGofmt(t *testing.T) {
	for _, path := range sources(t, ".go", "build", "internal", "testdata", "wasm") {
		have, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := format.Source(have); err != nil || !bytes.Equal(have, want) {
			t.Errorf("%s: gofmt would change it (%v)", path, err)
		}
	}
}

// The core asks nobody for the time: it comes in through the options.
func TestCoreHasNoClock(t *testing.T) {
	clock := []string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "Local", "LoadLocation"}
	for _, path := range sources(t, ".go", "internal") {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && slices.Contains(clock, s.Sel.Name) {
				if id, ok := s.X.(*ast.Ident); ok && id.Name == "time" && id.Obj == nil {
					t.Errorf("%s: time.%s", fset.Position(n.Pos()), s.Sel.Name)
				}
			}
			return true
		})
	}
}

// What the bridge sends of a panic is safe to show because strings given to
// panic never hold the input: they are constants, or name an ID of our own.
func TestPanicsQuoteNoInput(t *testing.T) {
	for _, path := range sources(t, ".go", "internal", "wasm") {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "panic" && startsUnnamed(call.Args[0]) {
				t.Errorf("%s: begin the text with a constant that names the package", fset.Position(n.Pos()))
			}
			return true
		})
	}
}

func startsUnnamed(e ast.Expr) bool {
	for {
		sum, ok := e.(*ast.BinaryExpr)
		if !ok {
			break
		}
		e = sum.X
	}
	literal, ok := e.(*ast.BasicLit)
	return !ok || literal.Kind != token.STRING
}

// No string becomes HTML or code. Trusted Types stop most of these in browsers
// that have them; here they are stopped in all.
func TestPageMakesNoHTMLFromStrings(t *testing.T) {
	forbidden := regexp.MustCompile(`\b(innerHTML|outerHTML|insertAdjacentHTML|srcdoc|createContextualFragment|setHTMLUnsafe|parseFromString)\b|\bdocument\.write|\beval\(|\bnew Function\b|\bimport\(|\b(setTimeout|setInterval)\(["'\x60]`)
	for _, path := range sources(t, ".ts", "web/src") {
		if filepath.Base(path) == "lab-part.ts" {
			continue // loads a script of this build, by its address: web/rules has the rule for it
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if found := forbidden.FindString(line); found != "" {
				t.Errorf("%s:%d: %s", path, i+1, found)
			}
		}
	}
}

// A lock file records which packages, not where somebody's registry is.
func TestLockFileNamesNoRegistry(t *testing.T) {
	text, err := os.ReadFile("../web/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if at := strings.Index(string(text), `"resolved"`); at >= 0 {
		t.Errorf("web/package-lock.json holds an address: run npm with web/.npmrc's omit-lockfile-registry-resolved")
	}
}
