package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"

	"github.com/mtlens/mtlens/build/program"
	"github.com/mtlens/mtlens/build/shrink"
	"github.com/mtlens/mtlens/build/toolchain"
)

// built is one build of this source, made once for all tests.
var built = sync.OnceValues(func() (*output, error) {
	root, err := findRoot()
	if err != nil {
		return nil, err
	}
	out, err := buildAll(context.Background(), root, io.Discard)
	if err == nil {
		err = out.compress(context.Background(), io.Discard, best)
	}
	return out, err
})

func build(t *testing.T) *output {
	t.Helper()
	if testing.Short() {
		t.Skip("a build takes up to a minute")
	}
	out, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// otherGos are two: one of them is not the Go that runs this test.
var otherGos = []string{"go1.27.4", toolchain.Release}

// The second build is by another Go and runs on a copy of the source in another
// folder: neither gets into the files, nor does the time.
func TestBuildIsReproducible(t *testing.T) {
	first := build(t)
	if tool, err := toolchain.Find(t.Context()); err != nil || tool.Version != toolchain.Release {
		t.Skipf("the Go of a release cannot be had, so each Go makes bytes of its own: %s, %v", tool.Missing, err)
	}
	other := otherGos[0]
	if other == runtime.Version() {
		other = otherGos[1]
	}
	tool, err := toolchain.Get(t.Context(), other)
	if err != nil {
		t.Skip("there is no second Go to build with:", err)
	}
	copied, dist := t.TempDir(), t.TempDir()
	copySource(t, copied)
	cmd := tool.Command(t.Context(), "run", "./build", "site", "-quick", "-dist", dist)
	cmd.Dir = copied
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building with %s: %v\n%s", other, err, text)
	}
	second := readDist(t, dist)
	again := &output{map[string][]byte{}, first.single}
	for name, data := range first.site {
		if !packed(name) {
			again.site[name] = data
		}
	}
	if err := again.compress(t.Context(), io.Discard, quick); err != nil { // the best takes a minute
		t.Fatal(err)
	}
	if a, b := slices.Sorted(maps.Keys(again.site)), slices.Sorted(maps.Keys(second.site)); !slices.Equal(a, b) {
		t.Errorf("the files differ: %q by %s, %q by %s", a, runtime.Version(), b, other)
	}
	for name := range again.site {
		if sha256.Sum256(again.site[name]) != sha256.Sum256(second.site[name]) {
			t.Errorf("%s differs between %s and %s", name, runtime.Version(), other)
		}
	}
	if sha256.Sum256(again.single) != sha256.Sum256(second.single) {
		t.Errorf("mtlens.html differs between %s and %s", runtime.Version(), other)
	}
	t.Logf("%d files and mtlens.html are the same by %s and %s", len(again.site), runtime.Version(), other)
}

// copySource copies what a build reads.
func copySource(t *testing.T, to string) {
	t.Helper()
	for _, name := range []string{"go.mod", "go.sum", "LICENSE", "build", "internal", "wasm", "testdata", "web/icons", "web/index.html", "web/src", "web/styles"} {
		from, to := filepath.Join("..", name), filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(from)
		if err == nil && info.IsDir() {
			err = os.CopyFS(to, os.DirFS(from))
		} else if err == nil {
			var data []byte
			if data, err = os.ReadFile(from); err == nil {
				err = os.WriteFile(to, data, 0o644)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// readDist reads what a build wrote.
func readDist(t *testing.T, dist string) *output {
	t.Helper()
	files, err := readFiles(filepath.Join(dist, "site"))
	if err != nil {
		t.Fatal(err)
	}
	out := &output{site: files}
	if out.single, err = os.ReadFile(filepath.Join(dist, "mtlens.html")); err != nil {
		t.Fatal(err)
	}
	return out
}

// sha256sum reads the list and finds every file as it says.
func TestSums(t *testing.T) {
	needs(t, "sha256sum")
	out, dist := build(t), t.TempDir()
	if err := out.write(dist); err != nil {
		t.Fatal(err)
	}
	said, errs, err := shell(t, "cd "+dist+" && sha256sum --strict --check "+sumsName)
	if n := strings.Count(said, ": OK\n"); err != nil || n != len(out.site)+1 {
		t.Errorf("%d files are as listed, of %d: %v\n%s%s", n, len(out.site)+1, err, said, errs)
	}
}

// A build warns of this and goes on; here it is a fault.
func TestSizes(t *testing.T) {
	for _, text := range build(t).overBudget() {
		t.Error(text)
	}
}

func TestOverBudgetWarns(t *testing.T) {
	budget := program.Budgets()[1] // of two files
	files := map[string][]byte{
		budget.Files[0] + "-0123456789.wasm":    make([]byte, budget.Max),
		budget.Files[0] + "-0123456789.wasm.br": make([]byte, budget.Max/3),
		budget.Files[1] + "-0123456789.wasm.br": make([]byte, budget.Max-budget.Max/3+1),
		"other-0123456789.js.br":                make([]byte, budget.Max),
	}
	out := &output{site: files}
	var b strings.Builder
	printSizes(&b, out)
	if n := strings.Count(b.String(), "\nwarning: "+budget.What+" has "); n != 1 {
		t.Errorf("%d warnings in\n%s", n, &b)
	}
	files[budget.Files[1]+"-0123456789.wasm.br"] = make([]byte, budget.Max-budget.Max/3)
	if list := out.overBudget(); list != nil {
		t.Errorf("within its budget: %q", list)
	}
}

// The names of our own packages are in the programs, for the bridge to say where a
// panic was; those of functions and files are not.
func TestNamesInTheProgram(t *testing.T) {
	for name, data := range build(t).site {
		if !strings.HasSuffix(name, ".wasm") || strings.HasPrefix(name, program.Rest+"-") {
			continue // the rest has functions alone
		}
		memory, err := shrink.Memory(data)
		if err != nil {
			t.Fatal(err)
		}
		for text, want := range map[string]bool{
			"\x00" + shrink.Own + "wasm/bridge\x00": true,
			"\x00runtime.gopanic\x00":               false,
			"/panic.go\x00":                         false,
		} {
			if bytes.Contains(memory, []byte(text)) != want {
				t.Errorf("%s: %q: want %v", name, text, want)
			}
		}
	}
}

func TestCompressedFormsUnpack(t *testing.T) {
	out := build(t)
	for name, data := range out.site {
		if packed(name) {
			continue
		}
		unbrotli, err := io.ReadAll(brotli.NewReader(bytes.NewReader(out.site[name+".br"])))
		if err != nil || !bytes.Equal(unbrotli, data) {
			t.Errorf("%s.br is not %s: %v", name, name, err)
		}
		z, err := gzip.NewReader(bytes.NewReader(out.site[name+".gz"]))
		if err != nil {
			t.Errorf("%s.gz: %v", name, err)
			continue
		}
		unzipped, err := io.ReadAll(z)
		if err != nil || !bytes.Equal(unzipped, data) {
			t.Errorf("%s.gz is not %s: %v", name, name, err)
		}
	}
}

// inlineElement matches a script or style element with its text.
var inlineElement = regexp.MustCompile(`(?s)<(script|style)([^>]*)>(.*?)</(?:script|style)>`)

// The service worker keeps every file but itself and the reference, each by the digest
// of its bytes.
func TestServiceWorkerKeepsEveryFile(t *testing.T) {
	out := build(t)
	service := out.site[serviceName]
	for name, data := range out.site {
		sum := fmt.Sprintf("%x", sha256.Sum256(data))
		want := !packed(name) && name != serviceName && !inReference(name)
		if has := bytes.Contains(service, []byte(`"`+name+`"`)) && bytes.Contains(service, []byte(sum)); has != want {
			t.Errorf("%s is in its list: %v", name, has)
		}
	}
	for _, name := range regexp.MustCompile(`icon[-a-z0-9.]+(svg|png)`).FindAllString(string(out.site[manifestName]), -1) {
		if out.site[name] == nil {
			t.Errorf("the manifest names %s, which is not there", name)
		}
	}
	if !bytes.Contains(out.site["index.html"], []byte(`<link rel="manifest" href="`+manifestName+`">`)) {
		t.Error("index.html does not name the manifest")
	}
	for _, none := range []string{manifestName, serviceName} {
		if bytes.Contains(out.single, []byte(`href="`+none)) {
			t.Errorf("the single file asks for %s", none)
		}
	}
}

func TestIndexHasNothingInline(t *testing.T) {
	out := build(t)
	index := string(out.site["index.html"])
	// The early script is the one that the policy lets run, by its hash.
	early := 0
	for _, m := range inlineElement.FindAllStringSubmatch(index, -1) {
		switch {
		case m[3] == "":
		case m[1] == "script" && strings.Contains(index, cspHash([]byte(m[3]))):
			early++
		default:
			t.Errorf("an inline %s, which the policy refuses", m[1])
		}
	}
	if early != 1 {
		t.Errorf("%d early scripts", early)
	}
	if found := regexp.MustCompile(`\s(style|on[a-z]+)=`).FindString(index); found != "" {
		t.Errorf("an inline attribute, which the policy refuses: %s", found)
	}
	for _, m := range regexp.MustCompile(`(?:src|href)="([^"#]+)"`).FindAllStringSubmatch(index, -1) {
		if name := m[1]; out.site[name] == nil && !strings.HasPrefix(name, "data:") {
			t.Errorf("%s is not in the site", name)
		}
	}
}

func TestSingleFileIsWhole(t *testing.T) {
	out := build(t)
	page := string(out.single)
	blocks := map[string]string{}
	var code int
	for _, m := range inlineElement.FindAllStringSubmatch(page, -1) {
		if id := regexp.MustCompile(`id="([^"]+)"`).FindStringSubmatch(m[2]); id != nil {
			blocks[id[1]] = m[3]
			continue
		}
		code++
		if !strings.Contains(page, cspHash([]byte(m[3]))) {
			t.Errorf("the policy lacks the hash of a %s", m[1])
		}
	}
	if code != 3 {
		t.Errorf("%d scripts and styles, want the early script, the page's and its styles", code)
	}
	if found := regexp.MustCompile(`<(?:script|link|img|iframe)[^>]*(?:src|href)="(?:[^d"]|d[^a"])[^"]*"`).FindString(page); found != "" {
		t.Errorf("the file asks for another: %s", found)
	}
	for name, data := range out.site {
		switch {
		case strings.HasPrefix(name, "worker-") && !packed(name):
			if blocks["worker-source"] != string(data) {
				t.Error("the worker's source is not the site's")
			}
		case strings.HasSuffix(name, ".wasm"):
			program, _, _ := strings.Cut(name, "-")
			z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(blocks[program+"-wasm"])))
			if err != nil {
				t.Fatalf("%s: %v", program, err)
			}
			if unpacked, err := io.ReadAll(z); err != nil || !bytes.Equal(unpacked, data) {
				t.Errorf("the program %s is not the site's: %v", program, err)
			}
		}
	}
}

func TestInlinable(t *testing.T) {
	for text, ok := range map[string]bool{
		`a<b/script>`: true, `"<\/script>"`: true, "x</script>": false, "x</SCRIPT ": false, "</style>": false, "a<!--b": false, "a\r\n": false,
	} {
		if err := inlinable("x", []byte(text)); (err == nil) != ok {
			t.Errorf("%q: got %v", text, err)
		}
	}
}
