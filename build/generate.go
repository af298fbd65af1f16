package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"github.com/mtlens/mtlens/build/contract"
	"github.com/mtlens/mtlens/internal/finding"
)

// rulesPath is the list of findings, made from finding.Rules. The other generated
// files are those of package contract, and the headers in the recipes.
const rulesPath = "internal/finding/FINDINGS.md"

// generate writes the generated files.
func generate(ctx context.Context, root string, args []string) error {
	files, err := generated(root)
	if err != nil {
		return err
	}
	for name, want := range files {
		name := filepath.Join(root, name)
		if have, err := os.ReadFile(name); err == nil && bytes.Equal(have, want) {
			continue
		}
		if err := os.WriteFile(name, want, 0o644); err != nil {
			return err
		}
		fmt.Println("wrote", name)
	}
	return nil
}

// generated returns what the generated files should hold, by path.
func generated(root string) (map[string][]byte, error) {
	files := map[string][]byte{rulesPath: writeRules(finding.Rules())}
	for _, c := range contract.All() {
		made, err := c.Files(root)
		if err != nil {
			return nil, err
		}
		maps.Copy(files, made)
	}
	filled, err := fillRecipes(root)
	maps.Copy(files, filled)
	return files, err
}
