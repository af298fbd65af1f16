package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// "go install …/build/mtlens@VERSION" works: the module is put into a proxy of files,
// as the one that Go asks would serve it, and is installed from there with a cache
// of its own.
func TestGoInstall(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles the command in another place")
	}
	const module, version = "github.com/mtlens/mtlens", "v0.0.1-test.1"
	root := filepath.Join("..", "..")
	proxy := t.TempDir()
	dir := filepath.Join(proxy, filepath.FromSlash(module), "@v")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		version + ".mod":  mod,
		version + ".info": []byte(`{"Version":"` + version + `","Time":"2026-11-26T00:00:00Z"}`),
		version + ".zip":  moduleZip(t, root, module+"@"+version+"/"),
		"list":            []byte(version + "\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	known := filepath.Join(strings.TrimSpace(string(cache)), "cache", "download") // go.mod files of others
	bin, modules := t.TempDir(), t.TempDir()
	cmd := exec.Command("go", "install", module+"/build/mtlens@"+version)
	cmd.Dir = proxy // outside of any module
	cmd.Env = append(os.Environ(), "GOBIN="+bin, "GOMODCACHE="+modules, "GOFLAGS=-modcacherw", "GOSUMDB=off", "GOWORK=off",
		"GOPROXY=file://"+filepath.ToSlash(proxy)+",file://"+filepath.ToSlash(known))
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	program := filepath.Join(bin, "mtlens")
	if text, err := exec.Command(program, "version").CombinedOutput(); err != nil || !strings.HasSuffix(string(text), " (v0.0.1-test.1)\n") {
		t.Errorf("%v\n%s", err, text)
	}
	var report struct{ Certificates []any }
	text, err := exec.Command(program, "decode", "-json", paste("chain.pem")).Output()
	if err != nil || json.Unmarshal(text, &report) != nil || len(report.Certificates) != 3 {
		t.Errorf("%v\n%s", err, text)
	}
}

// moduleZip packs the module as a proxy serves it: every file below its path and
// version, without what is no part of the repository.
func moduleZip(t *testing.T, root, prefix string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		switch {
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules" || rel == "dist"):
			return filepath.SkipDir
		case !d.Type().IsRegular() || rel == ".git":
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		w, err := z.Create(prefix + filepath.ToSlash(rel))
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
