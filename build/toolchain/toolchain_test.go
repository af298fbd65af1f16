package toolchain

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// It is the Go of a release that answers, with its own tree, whatever GOROOT and
// the files of "go env" name.
func TestFind(t *testing.T) {
	file := filepath.Join(t.TempDir(), "env") // the default of this machine
	if err := os.WriteFile(file, []byte("GOTOOLCHAIN=local\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOENV", file)
	t.Setenv("GOTOOLCHAIN", "")
	t.Setenv("GOROOT", t.TempDir())
	tool, err := Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if tool.Missing != "" {
		t.Skip("the Go of a release cannot be had:", tool.Missing)
	}
	text, err := os.ReadFile(filepath.Join(tool.Root, "VERSION"))
	if version, _, _ := strings.Cut(string(text), "\n"); err != nil || version != Release || tool.Version != Release {
		t.Errorf("got %s, its tree is of %q: %v", tool.Version, version, err)
	}
	out, err := tool.Command(t.Context(), "version").Output()
	if err != nil || !strings.HasPrefix(string(out), "go version "+Release+" ") {
		t.Errorf("its command says %q: %v", out, err)
	}
}

// Where it cannot be had, the Go there is takes its place, and it is said why.
func TestFindFallsBack(t *testing.T) {
	if tool, err := ask(t.Context(), append(os.Environ(), "GOTOOLCHAIN=local")); err != nil || tool.Version == Release {
		t.Skipf("the Go of this machine is that of a release: %s, %v", tool.Version, err)
	}
	for _, test := range []struct{ name, toolchain, proxy, missing string }{
		{"the user's word", "local", "off", "GOTOOLCHAIN=local asks for no other"},
		{"no network", "auto", "off", "toolchain not available"},
		{"nobody answers", "auto", "http://127.0.0.1:1", "connection refused"},
	} {
		t.Setenv("GOTOOLCHAIN", test.toolchain)
		t.Setenv("GOPROXY", test.proxy)
		t.Setenv("GOMODCACHE", t.TempDir()) // where it may have been fetched before
		tool, err := Find(t.Context())
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if tool.Version == Release || !strings.Contains(tool.Missing, test.missing) {
			t.Errorf("%s: got %s, missing because %q", test.name, tool.Version, tool.Missing)
		}
		if out, err := tool.Command(t.Context(), "env", "GOVERSION").Output(); err != nil || strings.TrimSpace(string(out)) != tool.Version {
			t.Errorf("%s: its command says %q: %v", test.name, out, err)
		}
	}
}

// It is named in one place: nothing else in the repository says which Go compiles.
func TestNamedOnce(t *testing.T) {
	for _, name := range []string{"Makefile", "go.mod", ".ci/run", "README.md", "ARCHITECTURE.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), strings.TrimPrefix(Release, "go")) {
			t.Errorf("%s names %s", name, Release)
		}
	}
}
