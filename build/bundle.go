package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// program is a WebAssembly program: a folder of wasm/.
type program struct {
	name  string
	limit int // bytes after brotli that it may have
}

// programs are the WebAssembly programs, first the one that is loaded with the
// page: nothing of the others is asked for before its first answer. The page knows
// the address of each as __NAME_URL__, and finds it in the single file as the
// element "NAME-wasm".
var programs = []program{
	{"decode", 800_000}, // it is loaded with the page
	{"lab", 1_900_000},  // it is loaded when it is first needed
}

// compile returns the program. Nothing of this machine gets into it: no path,
// no version control state, no build ID, and no settings of the environment.
func compile(root, name string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "mtlens-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, name+".wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=",
		// Sentences are not made in inner loops: not inlining there saves 11 KB. Nor does
		// a parse get slower by it, which looks for faults in a hundred places: 9 KB.
		"-gcflags=github.com/mtlens/mtlens/internal/report=-l",
		"-gcflags=github.com/mtlens/mtlens/internal/certinfo=-l",
		"-o", out, "./wasm/"+name)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=", "GOWASM=", "GOEXPERIMENT=")
	if text, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("compiling wasm/%s: %w\n%s", name, err, text)
	}
	linked, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	version, err := goEnv(root, "GOVERSION")
	if err != nil {
		return nil, err
	}
	return shrink(linked, version)
}

// wasmExec returns the path of Go's JavaScript support, which must be the
// compiler's own: the two change together.
func wasmExec(root string) (string, error) {
	goroot, err := goEnv(root, "GOROOT")
	return filepath.Join(goroot, "lib", "wasm", "wasm_exec.js"), err
}

// goEnv asks the "go" that compiles, which go.mod may have chosen.
func goEnv(root, name string) (string, error) {
	cmd := exec.Command("go", "env", name)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go env %s: %w", name, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// bundler bundles scripts and styles of the page.
type bundler struct {
	root   string
	define map[string]string // constants of the page, as JavaScript expressions
}

// with returns a bundler with more constants, given as pairs of name and string.
func (b bundler) with(pairs ...string) bundler {
	define := maps.Clone(b.define)
	for i := 0; i < len(pairs); i += 2 {
		define[pairs[i]] = fmt.Sprintf("%q", pairs[i+1])
	}
	return bundler{b.root, define}
}

func (b bundler) page() ([]byte, error) {
	return b.bundle("web/src/app/page.ts", api.BuildOptions{Format: api.FormatESModule})
}

// worker puts wasm_exec.js in front; both are one classic script.
func (b bundler) worker() ([]byte, error) {
	glue, err := wasmExec(b.root)
	if err != nil {
		return nil, err
	}
	return b.bundle("web/src/programs/worker.ts", api.BuildOptions{Format: api.FormatIIFE, Inject: []string{glue}})
}

func (b bundler) styles() ([]byte, error) {
	return b.bundle("web/styles/page.css", api.BuildOptions{})
}

func (b bundler) bundle(entry string, o api.BuildOptions) ([]byte, error) {
	o.AbsWorkingDir = b.root
	o.EntryPoints = []string{entry}
	o.Bundle = true
	o.MinifyWhitespace, o.MinifyIdentifiers, o.MinifySyntax = true, true, true
	o.Charset = api.CharsetUTF8
	o.Platform = api.PlatformBrowser
	// The first with light-dark(), nesting and all that the page needs besides.
	o.Engines = []api.Engine{
		{Name: api.EngineChrome, Version: "123"},
		{Name: api.EngineFirefox, Version: "128"},
		{Name: api.EngineSafari, Version: "17.5"},
	}
	o.Define = b.define
	o.Loader = map[string]api.Loader{".svg": api.LoaderDataURL}
	o.TsconfigRaw = "{}" // the ones in web/ are for the type check
	o.Outdir = "dist"    // nothing is written there; esbuild asks for a name
	result := api.Build(o)
	if len(result.Errors) > 0 {
		text := api.FormatMessages(result.Errors, api.FormatMessagesOptions{})
		return nil, errors.New("bundling " + entry + ":\n" + strings.Join(text, ""))
	}
	for _, text := range api.FormatMessages(result.Warnings, api.FormatMessagesOptions{Kind: api.WarningMessage}) {
		fmt.Fprint(os.Stderr, text)
	}
	if len(result.OutputFiles) != 1 {
		return nil, fmt.Errorf("bundling %s: %d files came out, not one", entry, len(result.OutputFiles))
	}
	return bytes.TrimSpace(result.OutputFiles[0].Contents), nil
}
