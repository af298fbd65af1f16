package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/mtlens/mtlens/build/toolchain"
)

// licenses returns the texts that have to go with what is shipped: our own, and
// those of Go's library and of safejs, which are linked into the programs.
func licenses(root string, tool toolchain.Toolchain) ([]byte, error) {
	cmd := exec.Command("go", "list", "-m", "-f", "{{.Version}} {{.Dir}}", "github.com/hack-pad/safejs")
	cmd.Dir = root
	listed, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("looking for safejs: %w", err)
	}
	safejs, dir, _ := strings.Cut(strings.TrimSpace(string(listed)), " ")
	const linked = ", linked into the programs"
	var out bytes.Buffer
	for _, part := range []struct{ what, dir string }{
		{"mtlens " + version, root},
		{"Go and its standard library, " + tool.Version + linked, tool.Root},
		{"github.com/hack-pad/safejs " + safejs + linked, dir},
	} {
		text, err := os.ReadFile(filepath.Join(part.dir, "LICENSE"))
		if err != nil {
			return nil, fmt.Errorf("license of %s: %w", part.what, err)
		}
		fmt.Fprintf(&out, "%s\n%s\n\n%s\n\n", part.what, strings.Repeat("=", len(part.what)), bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))))
	}
	return out.Bytes(), nil
}
