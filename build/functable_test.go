package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// When this fails, compare runtime.pcHeader and runtime._func of the new version
// with functable.go, then add the version there.
func TestTableOfThisGoIsKnown(t *testing.T) {
	version := runtime.Version()
	if !slices.ContainsFunc(tableVersions, func(v string) bool { return version == v || strings.HasPrefix(version, v+".") }) {
		t.Errorf("the layout of the table of functions was not compared with %s", version)
	}
}

// The names of our own functions are in the program, for the bridge to say
// where a panic was; those of others, and of files, are not.
func TestNamesInTheProgram(t *testing.T) {
	for name, data := range build(t).site {
		if !strings.HasSuffix(name, ".wasm") {
			continue
		}
		for text, want := range map[string]bool{
			"\x00" + ownPrefix + "wasm/bridge.Run\x00": true,
			"\x00runtime.gopanic\x00":                  false,
			"/panic.go\x00":                            false,
		} {
			if bytes.Contains(data, []byte(text)) != want {
				t.Errorf("%s: %q: want %v", name, text, want)
			}
		}
	}
}

func TestCounterEnd(t *testing.T) {
	for _, test := range []struct {
		name   string
		b      string
		offset int
		want   int
	}{
		{"one pair", "\x00\x02\x05\x00rest", 1, 4},
		{"first begins with nought", "\x00\x00\x05\x02\x81\x01\x00rest", 1, 7},
		{"cut off", "\x00\x02\x05\x02", 1, -1},
		{"outside", "\x00", 9, -1},
	} {
		if got := counterEnd([]byte(test.b), test.offset); got != test.want {
			t.Errorf("%s: got %d, want %d", test.name, got, test.want)
		}
	}
}

// The tests of two packages, shrunk as the program is: panics are recovered
// from, and the garbage collector, kept busy, finds all it needs.
func TestShrunkProgramsRun(t *testing.T) {
	if testing.Short() {
		t.Skip("it links two programs")
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("no Node to run them in")
	}
	runner, err := wasmExec("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"wasm/bridge", "internal/jsontext"} {
		path := filepath.Join(t.TempDir(), "test.wasm")
		link := exec.Command("go", "test", "-c", "-o", path, "-ldflags=-s -w", "../"+name)
		link.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
		if text, err := link.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		program, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if program, err = shrink(program, runtime.Version()); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, program, 0o644); err != nil {
			t.Fatal(err)
		}
		run := exec.Command(filepath.Join(filepath.Dir(runner), "go_js_wasm_exec"), path, "-test.short")
		run.Dir = filepath.Join("..", name)
		run.Env = []string{"PATH=" + os.Getenv("PATH"), "GOGC=5"}
		if text, err := run.CombinedOutput(); err != nil || !bytes.Contains(text, []byte("PASS")) {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}
