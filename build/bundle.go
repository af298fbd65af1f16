package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/mtlens/mtlens/build/program"
)

// bundler bundles scripts and styles of the page.
type bundler struct {
	root   string
	glue   string            // the path of Go's script
	define map[string]string // constants of the page, as JavaScript expressions
}

// with returns a bundler with more constants, given as pairs of name and string.
func (b bundler) with(pairs ...string) bundler {
	define := maps.Clone(b.define)
	for i := 0; i < len(pairs); i += 2 {
		define[pairs[i]] = fmt.Sprintf("%q", pairs[i+1])
	}
	return bundler{b.root, b.glue, define}
}

func (b bundler) page() ([]byte, error) {
	return b.bundle("web/src/app/page.ts", api.BuildOptions{Format: api.FormatESModule})
}

// labPart is the script of the parts that issue and simulate, and of the ASN.1 view: nobody waits for it.
func (b bundler) labPart() ([]byte, error) {
	return b.bundle("web/src/app/later.ts", api.BuildOptions{Format: api.FormatESModule})
}

// early is the script that stands in the HTML before all else. Its text depends on
// nothing that differs from build to build: see [earlyHash].
func (b bundler) early() ([]byte, error) {
	return b.bundle("web/src/programs/early.ts", api.BuildOptions{Format: api.FormatIIFE})
}

// worker puts wasm_exec.js in front; both are one classic script.
func (b bundler) worker() ([]byte, error) {
	environment, err := json.Marshal(program.Environment)
	if err != nil {
		return nil, err
	}
	b.define = maps.Clone(b.define)
	b.define["__ENVIRONMENT__"] = string(environment)
	return b.bundle("web/src/programs/worker.ts", api.BuildOptions{Format: api.FormatIIFE, Inject: []string{b.glue}})
}

// service is a script of its own: it lives on when the page is closed.
func (b bundler) service() ([]byte, error) {
	return b.bundle("web/src/programs/service.ts", api.BuildOptions{Format: api.FormatIIFE})
}

func (b bundler) styles() ([]byte, error) {
	return b.bundle("web/styles/page.css", api.BuildOptions{})
}

// labStyles go with labPart, and have what the views of the lab need besides.
func (b bundler) labStyles() ([]byte, error) {
	return b.bundle("web/styles/parts.css", api.BuildOptions{})
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
