package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/build/program"
	"github.com/mtlens/mtlens/build/toolchain"
)

// The command has the same bytes wherever it is compiled, and whatever the
// environment asks for.
func TestCommandIsReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles the command three times")
	}
	tool, err := toolchain.Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	copied := t.TempDir()
	copySource(t, copied)
	system := program.System{OS: "linux", Arch: "arm64"}
	first, err := program.Command(t.Context(), "..", tool, system)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-tags=other")
	t.Setenv("GOARM64", "v8.5")
	t.Setenv("CGO_ENABLED", "1")
	t.Setenv("GOEXPERIMENT", "")
	if tool, err = toolchain.Find(t.Context()); err != nil {
		t.Fatal(err)
	}
	second, err := program.Command(t.Context(), copied, tool, system)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("the command differs")
	}
	if bytes.Contains(first, []byte(copied)) || bytes.Contains(second, []byte(copied)) {
		t.Error("the command names a folder of the machine")
	}
}

func TestRelease(t *testing.T) {
	out := build(t)
	tool, err := toolchain.Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	own := program.System{OS: runtime.GOOS, Arch: runtime.GOARCH}
	files, err := releaseTree(t.Context(), "..", tool, out, []program.System{own}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := files.archive()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := files.archive(); err != nil || !bytes.Equal(packed, again) {
		t.Error("the archive differs from itself", err)
	}
	dir := t.TempDir()
	unpack(t, packed, dir)
	root := filepath.Join(dir, releaseName)
	for _, name := range []string{"site/index.html", "mtlens.html", "deploy/nginx.conf", "README.md", licensesName, schemaName} {
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Error(err)
		}
	}
	text, err := exec.Command(filepath.Join(root, "bin", own.File()), "version").CombinedOutput()
	if err != nil || string(text) != "mtlens "+version+"\n" {
		t.Errorf("the command says %q, %v", text, err)
	}
	if _, err := exec.LookPath("sha256sum"); err == nil {
		cmd := exec.Command("sha256sum", "--check", "--strict", "--quiet", sumsName)
		cmd.Dir = root
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
	}
	if n := bytes.Count(files[sumsName], []byte("\n")); n != len(files)-1 {
		t.Errorf("%d checksums of %d files", n, len(files)-1)
	}
	checkMaterials(t, files, tool)
}

// unpack unpacks an archive as tar does.
func unpack(t *testing.T, packed []byte, dir string) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if !filepath.IsLocal(h.Name) || !h.ModTime.Equal(archived) || h.Uid != 0 || h.Uname != "" {
			t.Errorf("%+v", h)
		}
		path := filepath.Join(dir, h.Name)
		data, err := io.ReadAll(r)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(path), 0o755)
		}
		if err == nil {
			err = os.WriteFile(path, data, os.FileMode(h.Mode))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// checkMaterials holds the bill of materials to what CycloneDX demands, and to what
// the go command finds in the command itself.
func checkMaterials(t *testing.T, files tree, tool toolchain.Toolchain) {
	t.Helper()
	var b bom
	if err := json.Unmarshal(files[bomName], &b); err != nil {
		t.Fatal(err)
	}
	if b.Format != "CycloneDX" || b.Spec != "1.6" || len(b.Serial) != len("urn:uuid:00000000-0000-8000-8000-000000000000") {
		t.Errorf("%s %s %s", b.Format, b.Spec, b.Serial)
	}
	libraries, listed := map[string]string{}, 0
	refs := map[string]bool{}
	for _, c := range b.Components {
		if refs[c.Ref] {
			t.Errorf("%s is there twice", c.Ref)
		}
		refs[c.Ref] = true
		switch c.Type {
		case "library":
			libraries[c.Name] = c.Version
		case "file":
			listed++
		}
	}
	if libraries["std"] != strings.TrimPrefix(tool.Version, "go") || libraries["github.com/hack-pad/safejs"] == "" || listed != len(files)-2 {
		t.Errorf("%v, %d files", libraries, listed)
	}
	for name, data := range files {
		if !strings.HasPrefix(name, "bin/") {
			continue
		}
		path := filepath.Join(t.TempDir(), "program")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := exec.Command("go", "version", "-m", path).Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if f := strings.Fields(line); len(f) > 2 && f[0] == "dep" && libraries[f[1]] != f[2] {
				t.Errorf("%s is linked into %s and not listed", f[1], name)
			}
		}
	}
}
