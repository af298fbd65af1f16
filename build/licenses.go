package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mtlens/mtlens/build/toolchain"
)

// licenses returns the texts that have to go with what is shipped: our own, and
// those of Go's library and of the modules that are linked into the programs.
func licenses(root string, tool toolchain.Toolchain) ([]byte, error) {
	const linked = ", linked into the programs"
	type part struct{ what, dir string }
	parts := []part{{"mtlens " + version, root}, {"Go and its standard library, " + tool.Version + linked, tool.Root}}
	for _, module := range slices.Sorted(maps.Keys(linkedLicenses)) {
		if module == "std" {
			continue
		}
		cmd := exec.Command("go", "list", "-m", "-f", "{{.Version}} {{.Dir}}", module)
		cmd.Dir = root
		listed, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("looking for %s: %w", module, err)
		}
		number, dir, _ := strings.Cut(strings.TrimSpace(string(listed)), " ")
		parts = append(parts, part{module + " " + number + linked, dir})
	}
	var out bytes.Buffer
	for _, part := range parts {
		text, err := os.ReadFile(filepath.Join(part.dir, "LICENSE"))
		if err != nil {
			return nil, fmt.Errorf("license of %s: %w", part.what, err)
		}
		fmt.Fprintf(&out, "%s\n%s\n\n%s\n\n", part.what, strings.Repeat("=", len(part.what)), bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))))
	}
	return out.Bytes(), nil
}
