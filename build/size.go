package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

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

// printSizes writes the size of every file, the budget where there is one, and a
// warning where it is not kept.
func printSizes(w io.Writer, out *output) {
	fmt.Fprintf(w, "%-26s %10s %10s %10s\n", "KB", "raw", "gzip", "brotli")
	for _, name := range slices.Sorted(maps.Keys(out.site)) {
		if packed(name) {
			continue
		}
		note := ""
		if budget := budgetOf(name); budget > 0 {
			note = "of " + kb(budget)
		}
		fmt.Fprintf(w, "%-26s %10s %10s %10s %s\n", name, kb(len(out.site[name])),
			kb(len(out.site[name+".gz"])), kb(len(out.site[name+".br"])), note)
	}
	fmt.Fprintf(w, "%-26s %10s\n", "mtlens.html", kb(len(out.single)))
	for _, text := range out.overBudget() {
		fmt.Fprintln(w, "warning:", text)
	}
}

// overBudget returns a sentence for each program that is over its budget.
func (out *output) overBudget() (list []string) {
	for _, name := range slices.Sorted(maps.Keys(out.site)) {
		file, isBrotli := strings.CutSuffix(name, ".br")
		if budget, n := budgetOf(file), len(out.site[name]); isBrotli && budget > 0 && n > budget {
			list = append(list, fmt.Sprintf("%s has %s KB in brotli, over its budget of %s KB", file, kb(n), kb(budget)))
		}
	}
	return list
}

func budgetOf(name string) int {
	for _, p := range program.All() {
		if strings.HasPrefix(name, p.Name+"-") && strings.HasSuffix(name, ".wasm") {
			return p.Budget
		}
	}
	return 0
}

func kb(n int) string { return fmt.Sprintf("%.1f", float64(n)/1000) }
