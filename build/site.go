package main

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// output is a build: the files of dist/site by name, and dist/mtlens.html.
type output struct {
	site   map[string][]byte
	single []byte
}

// site builds and writes dist.
func site(root string, args []string) error {
	out, err := buildAll(root)
	if err != nil {
		return err
	}
	out.compress(best)
	if err := out.write(filepath.Join(root, "dist")); err != nil {
		return err
	}
	return printSizes(os.Stdout, out)
}

// buildAll makes everything in memory, but for the compressed forms. Two calls
// on the same source give the same bytes.
func buildAll(root string) (*output, error) {
	template, err := os.ReadFile(filepath.Join(root, "web/index.html"))
	if err != nil {
		return nil, err
	}
	p := parts{wasm: map[string][]byte{}}
	for _, program := range programs {
		if p.wasm[program.name], err = compile(root, program.name); err != nil {
			return nil, err
		}
	}
	b := bundler{root, map[string]string{"__SINGLE_FILE__": "false"}}
	if p.worker, err = b.worker(); err != nil {
		return nil, err
	}
	if p.styles, err = b.styles(); err != nil {
		return nil, err
	}
	if p.licenses, err = licenses(root); err != nil {
		return nil, err
	}
	out := &output{}
	hash, err := out.addSite(b, p, template)
	if err != nil {
		return nil, err
	}
	b.define["__SINGLE_FILE__"] = "true"
	out.single, err = p.singleFile(b.with("__BUILD_HASH__", hash), template)
	return out, err
}

// licensesName is the one file of the site, besides index.html, without a hash in
// its name: people look for it.
const licensesName = "LICENSES.txt"

// parts are what the site and the single file share.
type parts struct {
	worker, styles, licenses []byte
	wasm                     map[string][]byte
}

// addSite fills out.site and returns the build's hash.
func (out *output) addSite(b bundler, p parts, template []byte) (hash string, err error) {
	out.site = map[string][]byte{}
	add := func(stem, ext string, data []byte) string {
		name := stem + "-" + digest(data) + ext
		out.site[name] = data
		return name
	}
	styles := add("page", ".css", p.styles)
	urls := []string{"__WORKER_URL__", add("worker", ".js", p.worker)}
	first := "" // the program that is loaded with the page; the others wait until they are needed
	for i, program := range programs {
		name := add(program.name, ".wasm", p.wasm[program.name])
		urls = append(urls, urlConstant(program.name), name)
		if i == 0 {
			first = name
		}
	}

	// The build's hash covers the page too, as it is with an empty hash in it.
	b = b.with(urls...)
	blank, err := b.with("__BUILD_HASH__", "").page()
	if err != nil {
		return "", err
	}
	names := strings.Join(slices.Sorted(maps.Keys(out.site)), "\n")
	hash = digest(slices.Concat([]byte(names), blank, template))
	script, err := b.with("__BUILD_HASH__", hash).page()
	if err != nil {
		return "", err
	}
	index, err := render(template, siteHead(add("page", ".js", script), styles, first), "")
	if err != nil {
		return "", err
	}
	out.site["index.html"] = index
	out.site[licensesName] = p.licenses
	return hash, nil
}

// compress adds the .br and .gz of every file.
func (out *output) compress(quality int) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	for name, data := range maps.Clone(out.site) {
		wg.Go(func() {
			br, gz := brotliBytes(data, quality), gzipBytes(data)
			mu.Lock()
			defer mu.Unlock()
			out.site[name+".br"], out.site[name+".gz"] = br, gz
		})
	}
	wg.Wait()
}

// singleFile returns the page with all it needs inside.
func (p parts) singleFile(b bundler, template []byte) ([]byte, error) {
	urls := []string{"__WORKER_URL__", ""}
	data := textBlock("worker-source", p.worker) + textBlock("licenses", p.licenses)
	for _, program := range programs {
		urls = append(urls, urlConstant(program.name), "")
		data += gzipBlock(program.name+"-wasm", p.wasm[program.name])
	}
	script, err := b.with(urls...).page()
	if err != nil {
		return nil, err
	}
	for name, text := range map[string][]byte{"page.ts": script, "worker.ts": p.worker, "page.css": p.styles} {
		if err := inlinable(name, text); err != nil {
			return nil, err
		}
	}
	return render(template, singleHead(script, p.styles), strings.TrimSuffix(data, "\n"))
}

func urlConstant(program string) string { return "__" + strings.ToUpper(program) + "_URL__" }

// digest names a file after its content.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:5])
}

// write replaces dist. Files of an earlier build go, so that what is there is
// what was built.
func (out *output) write(dist string) error {
	dir := filepath.Join(dist, "site")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, data := range out.site {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dist, "mtlens.html"), out.single, 0o644)
}

// packed says whether the file is the compressed form of another.
func packed(name string) bool { return path.Ext(name) == ".br" || path.Ext(name) == ".gz" }
