package program

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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
	for _, p := range All() {
		if _, err := os.Stat(filepath.Join("..", "..", "wasm", p.Name, "main.go")); err != nil {
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
