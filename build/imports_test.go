package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/mtlens/mtlens/"

// labSide is the first package of the laboratory.
const labSide = "internal/verify"

// layers is the order of the core, lowest first: a package imports those before
// it alone. A package that is not listed fails the test, so it gets its place
// when it is made.
var layers = []string{
	"internal/source",   // places in the paste
	"internal/slab",     // short lists in long pieces of memory
	"internal/words",    // numbers with their nouns, hexadecimal
	"internal/finding",  // what is said about them
	"internal/moment",   // times as text
	"internal/jsontext", // JSON without reflection
	"internal/der",
	"internal/oid",
	"internal/dn",
	"internal/carrier",  // the syntaxes in which values travel
	"internal/keypiece", // what may be a piece of a private key
	"internal/unwrap",
	"internal/certinfo",
	"internal/family", // who sends which values, in which of them
	"internal/alb",
	"internal/chain",
	"internal/prose",    // what a text is that is about certificates and holds none
	"internal/judge",    // what a unit comes to
	"internal/openssl",  // what openssl prints with -text
	"internal/asn1tree", // the elements of a structure
	"internal/remedy",   // snippets that mend a cause
	"internal/report",   // the contract with the page, and one structure in words
	"internal/wording",  // a paste in words
	"internal/meaning",  // what the words mean
	"internal/markdown", // a report for a ticket
	"internal/decode",
	"internal/result", // judge's result as JSON for programs
	// The laboratory stands on the core. It may use Go's cryptography.
	labSide,
	"internal/pkcs12",
	"internal/testca",
	"internal/albsim",
	"internal/out", // a client written out for other tools
	"internal/lab",
}

// banned are the packages that the program "decode" must not reach. It is loaded
// with the page: what it weighs is waited for. Sizes are of the compressed program.
var banned = []struct{ path, why string }{
	{"crypto/x509", "refuses certificates that people need read, and brings 450 KB; the reader is our own"},
	{"crypto/tls", "650 KB on top of crypto/x509; nothing here connects"},
	{"crypto/ecdsa", "signatures are not checked in this program"},
	{"crypto/rsa", "signatures are not checked in this program"},
	{"encoding/asn1", "stops at the first fault and keeps no places; internal/der goes on"},
	{"encoding/json", "70 KB, and slow by reflection; the writer is generated, requests are flat"},
	{"encoding/pem", "refuses what was folded, indented or marked with a BOM; internal/unwrap reads it"},
	{"html/template", "brings reflection and text/template; nothing here writes HTML"},
	{"log", "a paste may not get into a log"},
	{"math/big", "serials and exponents are printed from their bytes"},
	{"net", "the core knows no network; addresses are formatted by hand or by net/netip"},
	{"net/http", "the core knows no network"},
	{"regexp", "60 KB, and a scanner says better where it stopped"},
	{"text/template", "brings reflection, and keeps the linker from dropping methods"},
}

// outside are the packages that nothing in internal may import itself: what it
// answers depends on its arguments alone, so it can be tested to the byte.
var outside = []struct{ path, why string }{
	{"os", "no files, no environment"},
	{"io/fs", "no files"},
	{"net", "no network"},
	{"net/http", "no network"},
	{"math/rand", "randomness is passed in"},
	{"math/rand/v2", "randomness is passed in"},
	{"crypto/rand", "randomness is passed in"},
	{"syscall/js", "the browser is behind wasm/bridge"},
	{"github.com/hack-pad/safejs", "the browser is behind wasm/bridge"},
	{"unsafe", "bounds are checked everywhere"},
}

// pkcs12 is the one module that the laboratory takes: the standard library writes no
// PKCS#12, and its pieces of cryptography are no place for a writer of our own.
const pkcs12 = "software.sslmate.com/src/go-pkcs12"

type goPackage struct {
	ImportPath string
	Standard   bool
	Imports    []string
}

// listPackages runs "go list" at the root, for the browser.
func listPackages(t *testing.T, args ...string) []goPackage {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Standard,Imports"}, args...)...)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	var list []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func TestDecodeReachesNoBannedPackage(t *testing.T) {
	importer := map[string]string{} // one package that imports the key
	for _, p := range listPackages(t, "-deps", "./wasm/decode") {
		for _, path := range p.Imports {
			if importer[path] == "" || !p.Standard {
				importer[path] = p.ImportPath
			}
		}
	}
	if importer["runtime"] == "" {
		t.Fatal("the list of packages is not what it should be")
	}
	for _, ban := range banned {
		if by := importer[ban.path]; by != "" {
			t.Errorf("wasm/decode reaches %s by %s: %s", ban.path, by, ban.why)
		}
	}
	for _, name := range layers[slices.Index(layers, labSide):] {
		if by := importer[module+name]; by != "" {
			t.Errorf("wasm/decode reaches %s by %s: it is of the other program", name, by)
		}
	}
}

// What starts a goroutine gives a function a stack before it is called: the records of
// functions that come with the rest of the program must not be looked for until then.
func TestDecodeHasNoGoStatement(t *testing.T) {
	n := 0
	for _, p := range listPackages(t, "-deps", "./wasm/decode") {
		dir, ours := strings.CutPrefix(p.ImportPath, "github.com/mtlens/mtlens/")
		if !ours {
			continue
		}
		files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(dir), "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			n++
			for node := range ast.Preorder(file) {
				if _, ok := node.(*ast.GoStmt); ok {
					t.Errorf("%s has a go statement", path)
				}
			}
		}
	}
	if n < 100 {
		t.Fatalf("only %d files were read", n)
	}
}

// Packages of the core keep to what decode may reach, even those that it does not
// reach yet.
func TestCoreLeavesBannedPackagesToTheLab(t *testing.T) {
	for _, p := range listPackages(t, "./internal/...") {
		name := strings.TrimPrefix(p.ImportPath, module)
		if slices.Index(layers, name) >= slices.Index(layers, labSide) {
			continue
		}
		for _, ban := range banned {
			if slices.Contains(p.Imports, ban.path) {
				t.Errorf("%s imports %s: %s", name, ban.path, ban.why)
			}
		}
	}
}

func TestCoreImportsDownward(t *testing.T) {
	for _, p := range listPackages(t, "./internal/...") {
		name := strings.TrimPrefix(p.ImportPath, module)
		level := slices.Index(layers, name)
		if level < 0 {
			t.Errorf("%s has no place in the order of layers", name)
			continue
		}
		for _, path := range p.Imports {
			for _, o := range outside {
				if path == o.path && !(name == "internal/albsim" && path == "net") { // net.Conn is what it serves; it dials nothing
					t.Errorf("%s imports %s: %s", name, path, o.why)
				}
			}
			own, isOwn := strings.CutPrefix(path, module)
			if isOwn && (slices.Index(layers, own) < 0 || slices.Index(layers, own) > level) {
				t.Errorf("%s imports %s, which does not stand below it", name, own)
			}
			if first, _, _ := strings.Cut(path, "/"); !isOwn && strings.Contains(first, ".") && (level < slices.Index(layers, labSide) || path != pkcs12) {
				t.Errorf("%s imports %s: the core is made of the standard library", name, path)
			}
		}
	}
}

func TestSafejsIsInWasmAlone(t *testing.T) {
	for _, p := range listPackages(t, "./...") {
		if strings.HasPrefix(p.ImportPath, module+"wasm/") {
			continue
		}
		for _, path := range p.Imports {
			if strings.HasPrefix(path, "github.com/hack-pad/safejs") || path == "syscall/js" {
				t.Errorf("%s imports %s", p.ImportPath, path)
			}
		}
	}
}
