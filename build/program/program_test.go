package program

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/build/shrink"
	"github.com/mtlens/mtlens/build/toolchain"
)

// A package that is named in vain would be inlined without a word.
func TestNotInlinedPackagesExist(t *testing.T) {
	for _, path := range notInlined {
		if found, err := filepath.Glob(filepath.Join("..", "..", path, "*.go")); err != nil || len(found) == 0 {
			t.Errorf("%s holds no Go: %v", path, err)
		}
	}
}

func TestEveryProgramHasItsFolder(t *testing.T) {
	for _, p := range Folders() {
		if _, err := os.Stat(filepath.Join("..", "..", "wasm", p, "main.go")); err != nil {
			t.Error(err)
		}
	}
}

func TestWarnings(t *testing.T) {
	if list := Warnings(toolchain.Toolchain{Version: toolchain.Release}); list != nil {
		t.Errorf("of a release: %q", list)
	}
	list := Warnings(toolchain.Toolchain{Version: "go1.27.4", Missing: "no network"})
	if len(list) != 1 || !strings.Contains(list[0], "not those of a release") || !strings.Contains(list[0], "(no network)") {
		t.Errorf("of another Go: %q", list)
	}
	if list := Warnings(toolchain.Toolchain{Version: "go1.99.0"}); len(list) != 2 || !strings.Contains(list[1], "does not know go1.99.0") {
		t.Errorf("of an unknown Go: %q", list)
	}
}

// Two runs of the program enter the same functions, so the halves of a release are the
// same on every machine; and a program whose ordinary answers enter most of it would
// have lost the sense of being split.
func TestHalvesAreTheSameAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles the program and runs it twice")
	}
	tool, err := toolchain.Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Compile(t.Context(), filepath.Join("..", ".."), tool, First)
	if err != nil {
		t.Fatal(err)
	}
	first, rest, err := halves(t.Context(), whole, tool)
	if err != nil {
		t.Fatal(err)
	}
	again, restAgain, err := halves(t.Context(), whole, tool)
	if err != nil || !bytes.Equal(first, again) || !bytes.Equal(rest, restAgain) {
		t.Errorf("the halves differ: %d and %d bytes, %d and %d: %v", len(first), len(again), len(rest), len(restAgain), err)
	}
	if len(rest) < len(whole)/4 {
		t.Errorf("of %d bytes %d are in the rest", len(whole), len(rest))
	}
}

// The tables are in the whole program and in the rest, and not in the first half.
func TestHeavyTablesAreInTheRest(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles the program")
	}
	tool, err := toolchain.Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Compile(t.Context(), filepath.Join("..", ".."), tool, First)
	if err != nil {
		t.Fatal(err)
	}
	first, _, err := halves(t.Context(), whole, tool)
	if err != nil {
		t.Fatal(err)
	}
	// The functions that may be divided: most are ours, and many are Go's.
	memory, err := shrink.Memory(whole)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := shrink.Ours(memory, tool.Version, 10_000)
	n := 0
	for _, is := range ours {
		if is {
			n++
		}
	}
	if err != nil || n < 1500 || n > 3000 {
		t.Errorf("%d functions are ours: %v", n, err)
	}
	for what, program := range map[string][]byte{"whole": whole, "first half": first} {
		memory, err := shrink.Memory(program)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		if what == "whole" {
			for _, h := range heavy {
				want += len(h.vars)
			}
		}
		if got := len(tables(tool, memory)); got != want {
			t.Errorf("%d heavy tables are in the %s, not %d", got, what, want)
		}
	}
}
