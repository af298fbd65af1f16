package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/mtlens/mtlens/build/program"
	"github.com/mtlens/mtlens/build/toolchain"
)

// peers are the modules in web/bench/peers, each one library that mtlens is
// compared with.
var peers = []string{"asn1js", "fidm", "peculiar", "pkijs", "jsrsasign", "forge"}

// bench writes into dist/bench what web/bench/peers.mjs measures with: the
// inputs, the program as it is shipped with Go's script, and a bundle of each
// peer, minified as the page is.
func bench(ctx context.Context, root string, args []string) error {
	if err := installPackages(filepath.Join(root, "web")); err != nil {
		return err
	}
	if err := installPackages(filepath.Join(root, "web", "bench")); err != nil {
		return err
	}
	files := map[string][]byte{}
	var err error
	if files["leaves.txt"], files["chains.txt"], err = benchInputs(root); err != nil {
		return err
	}
	tool, err := toolchain.Find(ctx)
	if err != nil {
		return err
	}
	if files["wasm_exec.js"], err = os.ReadFile(program.Script(tool)); err != nil {
		return err
	}
	environment, err := json.Marshal(program.Environment)
	if err != nil {
		return err
	}
	files["wasm_exec.js"] = append(files["wasm_exec.js"], "\nglobalThis.environment = "+string(environment)+";\n"...)
	like, err := bundleFor(root, api.BuildOptions{EntryPoints: []string{"web/src/decode/like.ts"}, Format: api.FormatIIFE, GlobalName: "like"})
	if err != nil {
		return err
	}
	files["wasm_exec.js"] = append(files["wasm_exec.js"], like...)
	programs, err := program.Files(ctx, root, tool, os.Stdout)
	if err != nil {
		return err
	}
	for name, data := range programs {
		files[name+".wasm"] = data
	}
	for _, name := range peers {
		if files["peer-"+name+".js"], err = bundlePeer(root, name); err != nil {
			return err
		}
	}
	dir := filepath.Join(root, "dist", "bench")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// bundlePeer bundles a library with what it needs of Node, so that the same
// script runs in the browser and in Node.
func bundlePeer(root, name string) ([]byte, error) {
	folder := filepath.Join(root, "web", "bench", "peers")
	stub := func(name string) string { return filepath.Join(folder, "node", name+".mjs") }
	var inject []string
	if name == "fidm" { // the only one that needs it
		inject = []string{stub("buffer")}
	}
	return bundleFor(root, api.BuildOptions{
		EntryPoints: []string{filepath.Join(folder, name+".mjs")}, Format: api.FormatESModule, Inject: inject,
		Alias: map[string]string{"crypto": stub("crypto"), "util": stub("util"), "net": stub("net")},
	})
}

// bundleFor bundles a script for measuring, minified as the page is.
func bundleFor(root string, o api.BuildOptions) ([]byte, error) {
	o.AbsWorkingDir, o.Bundle, o.Platform, o.Outdir = root, true, api.PlatformBrowser, "dist"
	o.MinifyWhitespace, o.MinifyIdentifiers, o.MinifySyntax = true, true, true
	result := api.Build(o)
	if len(result.Errors) > 0 {
		text := api.FormatMessages(result.Errors, api.FormatMessagesOptions{})
		return nil, fmt.Errorf("bundling %v:\n%s", o.EntryPoints, strings.Join(text, ""))
	}
	if len(result.OutputFiles) != 1 {
		return nil, fmt.Errorf("bundling %v: %d files came out, not one", o.EntryPoints, len(result.OutputFiles))
	}
	return result.OutputFiles[0].Contents, nil
}
