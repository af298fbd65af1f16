package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"

	"github.com/mtlens/mtlens/build/program"
)

// size builds in memory and prints the sizes.
func size(ctx context.Context, root string, args []string) error {
	out, err := buildAll(ctx, root, os.Stderr)
	if err != nil {
		return err
	}
	if err := out.compress(ctx, os.Stderr, best); err != nil {
		return err
	}
	printSizes(os.Stdout, out)
	return nil
}

// printSizes writes the size of every file, what there is a budget for, and a warning
// where it is not kept.
func printSizes(w io.Writer, out *output) {
	fmt.Fprintf(w, "%-26s %10s %10s %10s\n", "KB", "raw", "gzip", "brotli")
	for _, name := range slices.Sorted(maps.Keys(out.site)) {
		if packed(name) || inReference(name) {
			continue
		}
		fmt.Fprintf(w, "%-26s %10s %10s %10s\n", name, kb(len(out.site[name])),
			kb(len(out.site[name+".gz"])), kb(len(out.site[name+".br"])))
	}
	fmt.Fprintf(w, "%-26s %10s\n", "mtlens.html", kb(len(out.single)))
	for _, b := range program.Budgets() {
		fmt.Fprintf(w, "%s: %s KB in brotli, of %s\n", b.What, kb(out.weight(b.Files)), kb(b.Max))
	}
	for _, text := range out.overBudget() {
		fmt.Fprintln(w, "warning:", text)
	}
}

// overBudget returns a sentence for each budget that is not kept.
func (out *output) overBudget() (list []string) {
	for _, b := range program.Budgets() {
		if n := out.weight(b.Files); n > b.Max {
			list = append(list, fmt.Sprintf("%s has %s KB in brotli, over the budget of %s KB", b.What, kb(n), kb(b.Max)))
		}
	}
	return list
}

// digestMark is what follows the stem of a file's name: a digest, or what kind it is.
var digestMark = regexp.MustCompile(`(-[0-9a-f]{10})?\.[a-z]+\.br$`)

// weight is what the files with these stems have in brotli, together.
func (out *output) weight(stems []string) (n int) {
	for name, data := range out.site {
		if at := digestMark.FindStringIndex(name); at != nil && slices.Contains(stems, name[:at[0]]) {
			n += len(data)
		}
	}
	return n
}

func kb(n int) string { return fmt.Sprintf("%.1f", float64(n)/1000) }
