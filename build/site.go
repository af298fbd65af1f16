package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/build/program"
	"github.com/mtlens/mtlens/build/toolchain"
)

// output is a build: the files of dist/site by name, and dist/mtlens.html.
type output struct {
	site   map[string][]byte
	single []byte
}

// site builds and writes dist.
func site(ctx context.Context, root string, args []string) error {
	flags := flag.NewFlagSet("site", flag.ContinueOnError)
	dist := flags.String("dist", filepath.Join(root, "dist"), "the folder to write")
	fast := flags.Bool("quick", false, "take less time over .br, which get larger")
	if err := flags.Parse(args); err != nil {
		return err
	}
	out, err := buildAll(ctx, root, os.Stdout)
	if err != nil {
		return err
	}
	quality := best
	if *fast {
		quality = quick
	}
	if err := out.compress(ctx, os.Stdout, quality); err != nil {
		return err
	}
	if err := out.write(*dist); err != nil {
		return err
	}
	fmt.Println("wrote", *dist)
	printSizes(os.Stdout, out)
	return nil
}

// buildAll makes everything in memory, but for the compressed forms. Two calls
// on the same source give the same bytes. It says what it does, step by step.
func buildAll(ctx context.Context, root string, progress io.Writer) (*output, error) {
	template, err := os.ReadFile(filepath.Join(root, "web/index.html"))
	if err != nil {
		return nil, err
	}
	tool, err := toolchain.Find(ctx)
	if err != nil {
		return nil, err
	}
	for _, text := range program.Warnings(tool) {
		fmt.Fprintln(progress, "warning:", text)
	}
	p := parts{}
	if p.wasm, err = program.Files(ctx, root, tool, progress); err != nil {
		return nil, err
	}
	fmt.Fprintln(progress, "bundling the page …")
	b := bundler{root, program.Script(tool), map[string]string{"__SINGLE_FILE__": "false", "__VERSION__": strconv.Quote(version)}}
	if p.worker, err = b.worker(); err != nil {
		return nil, err
	}
	if p.labPart, err = b.labPart(); err != nil {
		return nil, err
	}
	if p.early, err = b.early(); err != nil {
		return nil, err
	}
	if hash := cspHash(p.early); hash != earlyHash {
		return nil, fmt.Errorf("the early script changed: earlyHash in build/policy.go must be %s, then \"go run ./build generate\"", hash)
	}
	if p.styles, err = b.styles(); err != nil {
		return nil, err
	}
	if p.labStyles, err = b.labStyles(); err != nil {
		return nil, err
	}
	if p.licenses, err = licenses(root, tool); err != nil {
		return nil, err
	}
	if p.meanings, err = meanings(); err != nil {
		return nil, err
	}
	out := &output{}
	hash, err := out.addSite(b, p, template)
	if err != nil {
		return nil, err
	}
	b.define["__SINGLE_FILE__"] = "true"
	if p.early, err = b.early(); err != nil {
		return nil, err
	}
	out.single, err = p.singleFile(b.with("__BUILD_HASH__", hash), template)
	return out, err
}

// licensesName is the one file of the site, besides index.html, without a hash in
// its name: people look for it.
const licensesName = "LICENSES.txt"

// parts are what the site and the single file share.
type parts struct {
	early, worker, labPart, styles, labStyles, licenses, meanings []byte
	wasm                                                          map[string][]byte
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
	worker := add("worker", ".js", p.worker)
	icons, err := out.addManifest(b.root, add)
	if err != nil {
		return "", err
	}
	urls := []string{
		"__WORKER_URL__", worker, "__SERVICE_URL__", serviceName, "__MEANINGS_URL__", add("meanings", ".txt", p.meanings), "__LAB_PART_URL__", add("parts", ".js", p.labPart), "__LAB_STYLES_URL__", add("parts", ".css", p.labStyles),
		"__MANIFEST_URL__", manifestName, "__ICON_URLS__", strings.Join(icons, " "),
	}
	early := []string{worker, serviceName}
	for _, name := range program.All() {
		url := add(name, ".wasm", p.wasm[name])
		urls = append(urls, urlConstant(name), url)
		if name != "lab" {
			early = append(early, url)
		}
	}

	// The build's hash covers the page too, as it is with an empty hash in it.
	b = b.with(urls...)
	blank, err := b.with("__BUILD_HASH__", "").page()
	if err != nil {
		return "", err
	}
	names := strings.Join(slices.Sorted(maps.Keys(out.site)), "\n")
	hash = digest(slices.Concat([]byte(names), p.early, blank, template))
	script, err := b.with("__BUILD_HASH__", hash).page()
	if err != nil {
		return "", err
	}
	index, err := render(template, siteHead(p.early, early, add("page", ".js", script), styles), "")
	if err != nil {
		return "", err
	}
	out.site["index.html"] = index
	out.site[licensesName] = p.licenses
	if err := out.addService(b.with("__BUILD_HASH__", hash)); err != nil {
		return "", err
	}
	out.addReference(styles)
	return hash, nil
}

// compress adds the .br and .gz of every file, and says which is done. Once ctx is
// done it returns at once, with out as it was.
func (out *output) compress(ctx context.Context, progress io.Writer, quality int) error {
	type forms struct {
		name   string
		br, gz []byte
	}
	fmt.Fprintf(progress, "compressing %d files …\n", len(out.site))
	names := slices.SortedFunc(maps.Keys(out.site), func(a, b string) int { // the largest takes longest
		return cmp.Or(cmp.Compare(len(out.site[b]), len(out.site[a])), cmp.Compare(a, b))
	})
	type file struct {
		name string
		data []byte
	}
	next := make(chan file, len(names))
	for _, name := range names {
		next <- file{name, out.site[name]}
	}
	close(next)
	done := make(chan forms, len(names))
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for f := range next {
				if ctx.Err() != nil {
					return
				}
				done <- forms{f.name, brotliBytes(f.data, quality), gzipBytes(f.data)}
			}
		}()
	}
	packed := map[string][]byte{}
	for range names {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case f := <-done:
			packed[f.name+".br"], packed[f.name+".gz"] = f.br, f.gz
			if !inReference(f.name) {
				fmt.Fprintln(progress, "compressed", f.name)
			}
		}
	}
	maps.Copy(out.site, packed)
	return nil
}

// singleFile returns the page with all it needs inside.
func (p parts) singleFile(b bundler, template []byte) ([]byte, error) {
	urls := []string{"__WORKER_URL__", "", "__SERVICE_URL__", "", "__MEANINGS_URL__", "", "__LAB_PART_URL__", "", "__LAB_STYLES_URL__", "", "__MANIFEST_URL__", "", "__ICON_URLS__", ""}
	data := textBlock("worker-source", p.worker) + textBlock("licenses", p.licenses) + textBlock("meanings", p.meanings)
	for _, name := range program.All() {
		urls = append(urls, urlConstant(name), "")
		data += gzipBlock(name+"-wasm", p.wasm[name])
		if name == program.Rest {
			data += earlyScript(p.early) // it reads the blocks before it
		}
	}
	script, err := b.with(urls...).page()
	if err != nil {
		return nil, err
	}
	styles := slices.Concat(p.styles, p.labStyles)
	for name, text := range map[string][]byte{"early.ts": p.early, "page.ts": script, "worker.ts": p.worker, "page.css": styles} {
		if err := inlinable(name, text); err != nil {
			return nil, err
		}
	}
	return render(template, singleHead(p.early, script, styles), strings.TrimSuffix(data, "\n"))
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
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dist, "mtlens.html"), out.single, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, sumsName), out.sums(), 0o644)
}

// sumsName is the list of what a build wrote, as sha256sum reads it. It is published
// with a release, for others to compare their build with.
const sumsName = "SHA256SUMS"

func (out *output) sums() []byte {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(out.site)) {
		fmt.Fprintf(&b, "%x  site/%s\n", sha256.Sum256(out.site[name]), name)
	}
	fmt.Fprintf(&b, "%x  mtlens.html\n", sha256.Sum256(out.single))
	return b.Bytes()
}

// packed says whether the file is the compressed form of another.
func packed(name string) bool { return path.Ext(name) == ".br" || path.Ext(name) == ".gz" }
