package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/mtlens/mtlens/build/contract"
	"github.com/mtlens/mtlens/internal/finding"
)

// writeRules writes the list of rules for people: what mtlens may say about a
// paste, and where it is written down.
func writeRules(rules []finding.Rule) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!-- %s -->\n\n", contract.Notice("the tables of internal/finding"))
	fmt.Fprintf(&b, `# Findings

What mtlens may say about a paste: %d rules. Identifiers are stable; new ones are added, none is
renamed. An error means that the thing is broken, refused or dangerous; a warning that it was
repaired or guessed, or will surprise somebody; a note that it is worth knowing.

| ID | Severity | Says | About | Reference |
| --- | --- | --- | --- | --- |
`, len(rules))
	for _, r := range rules {
		reference := cell(r.Reference.Text)
		if r.Reference.URL != "" {
			reference = fmt.Sprintf("[%s](%s)", cell(r.Reference.Text), r.Reference.URL)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", r.ID, r.Severity, cell(r.Title), cell(r.About), reference)
	}
	return b.Bytes()
}

// cell is text for a cell of a Markdown table.
func cell(s string) string {
	return strings.NewReplacer("|", "\\|", "<", "&lt;", "\n", " ").Replace(s)
}
