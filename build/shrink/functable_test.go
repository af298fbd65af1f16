package shrink

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/build/toolchain"
)

// When this fails, the Go of a release was changed to one whose layout nobody has
// read: CONTRIBUTING.md, "A new Go", says what to compare.
func TestLayoutOfTheReleaseIsKnown(t *testing.T) {
	if !Known(toolchain.Release) {
		t.Errorf("no layout for %s", toolchain.Release)
	}
}

func TestKnown(t *testing.T) {
	for version, want := range map[string]bool{
		"go1.26": true, "go1.26.11": true, "go1.27.0": true,
		"go1.2": false, "go1.260": false, "go1.28.1": false, "": false, "devel go1.28-abc": false,
	} {
		if got := Known(version); got != want {
			t.Errorf("%q: got %v", version, got)
		}
	}
}

// With a Go that is not known segments are joined, and names stay.
func TestUnknownLayoutKeepsTheTable(t *testing.T) {
	named := []byte("\x00runtime.gopanic\x00")
	program := testProgram(segment{100, go126().magic}, segment{120, named})
	got, err := Program(program, "go1.99")
	if err != nil {
		t.Fatal(err)
	}
	joined := slices.Concat(go126().magic, make([]byte, 12), named)
	if want := testProgram(segment{100, joined}); !bytes.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
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

// What is named no more goes, up to where the next begins; what stands behind the last
// is something else.
func TestStripAddresses(t *testing.T) {
	b := []byte("aabbbcdddother")
	addresses{0: true, 2: true, 5: true, 6: true}.strip(b, addresses{0: true, 5: true})
	if want := "aa\x00\x00\x00cdddother"; string(b) != want {
		t.Errorf("got %q, want %q", b, want)
	}
}

// checkLayout shrinks the tests of two packages, linked by this very Go, and runs
// them: panics are recovered from, and the garbage collector, kept busy, finds all
// it needs. Names of others' functions are gone, our own are there.
func checkLayout(t *testing.T, version string) {
	t.Helper()
	if testing.Short() {
		t.Skip("it links two programs")
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("no Node to run them in")
	}
	tool, err := toolchain.Get(t.Context(), version)
	if err != nil {
		t.Skip("this Go cannot be had:", err)
	}
	for _, name := range []string{"wasm/bridge", "internal/jsontext"} {
		path := filepath.Join(t.TempDir(), "test.wasm")
		link := tool.Command(t.Context(), "test", "-c", "-o", path, "-ldflags=-s -w", "../../"+name)
		link.Env = append(link.Env, "GOOS=js", "GOARCH=wasm")
		if text, err := link.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		linked, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		program, err := Program(linked, tool.Version)
		if err != nil {
			t.Fatal(err)
		}
		before, after := memory(t, linked), memory(t, program)
		for text, want := range map[string][2]bool{ // before, and after
			"\x00" + Own + name + ".":    {true, false},
			"\x00" + Own + name + "\x00": {false, true},
			"\x00runtime.gopanic\x00":    {true, false},
			"/panic.go\x00":              {true, false},
		} {
			if got := [2]bool{bytes.Contains(before, []byte(text)), bytes.Contains(after, []byte(text))}; got != want {
				t.Errorf("%s: %q is there before and after: %v, want %v", name, text, got, want)
			}
		}
		if err := os.WriteFile(path, program, 0o644); err != nil {
			t.Fatal(err)
		}
		run := exec.Command(filepath.Join(tool.Root, "lib", "wasm", "go_js_wasm_exec"), path, "-test.short")
		run.Dir = filepath.Join("..", "..", name)
		run.Env = []string{"PATH=" + os.Getenv("PATH"), "GOGC=5"}
		if text, err := run.CombinedOutput(); err != nil || !bytes.Contains(text, []byte("PASS")) {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}

// Every layout has a file with its test, which is named after it.
func TestEveryLayoutIsTested(t *testing.T) {
	for _, l := range layouts() {
		file := strings.ReplaceAll(l.version, ".", "")
		text, err := os.ReadFile(file + "_test.go")
		if err != nil || !bytes.Contains(text, []byte("checkLayout(t, ")) {
			t.Errorf("%s_test.go runs no program of %s: %v", file, l.version, err)
		}
	}
	if !slices.ContainsFunc(layouts(), func(l layout) bool { return l.version == "go1.26" }) {
		t.Error("the list of layouts is not what it should be")
	}
}
