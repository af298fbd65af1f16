package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
)

// built is one build of this source, made once for all tests.
var built = sync.OnceValues(func() (*output, error) {
	root, err := findRoot()
	if err != nil {
		return nil, err
	}
	out, err := buildAll(root)
	if err == nil {
		out.compress(best)
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

// The second build runs on a copy of the source in another folder: neither the
// folder nor the time gets into the files.
func TestBuildIsReproducible(t *testing.T) {
	first := build(t)
	copied := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum", "LICENSE", "internal", "wasm", "web/index.html", "web/src", "web/styles"} {
		from, to := filepath.Join("..", name), filepath.Join(copied, name)
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
	second, err := buildAll(copied)
	if err != nil {
		t.Fatal(err)
	}
	second.compress(quick)
	if a, b := slices.Sorted(maps.Keys(first.site)), slices.Sorted(maps.Keys(second.site)); !slices.Equal(a, b) {
		t.Errorf("the files differ: %q, then %q", a, b)
	}
	for name := range first.site {
		if strings.HasSuffix(name, ".br") { // of equal files, and the best takes a minute
			continue
		}
		if sha256.Sum256(first.site[name]) != sha256.Sum256(second.site[name]) {
			t.Errorf("%s differs", name)
		}
	}
	if sha256.Sum256(first.single) != sha256.Sum256(second.single) {
		t.Error("mtlens.html differs")
	}
}

func TestSizes(t *testing.T) {
	if err := build(t).checkSizes(); err != nil {
		t.Error(err)
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

func TestIndexHasNothingInline(t *testing.T) {
	out := build(t)
	index := string(out.site["index.html"])
	for _, m := range inlineElement.FindAllStringSubmatch(index, -1) {
		if m[3] != "" {
			t.Errorf("an inline %s, which the policy refuses", m[1])
		}
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
	if code != 2 {
		t.Errorf("%d scripts and styles, want one of each", code)
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
