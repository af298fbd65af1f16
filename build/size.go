package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// size builds in memory and prints the sizes.
func size(root string, args []string) error {
	out, err := buildAll(root)
	if err != nil {
		return err
	}
	out.compress(best)
	return printSizes(os.Stdout, out)
}

// printSizes writes the size of every file, and the limit where there is one.
func printSizes(w io.Writer, out *output) error {
	fmt.Fprintf(w, "%-26s %10s %10s %10s\n", "KB", "raw", "gzip", "brotli")
	for _, name := range slices.Sorted(maps.Keys(out.site)) {
		if packed(name) {
			continue
		}
		note := ""
		if limit := limitOf(name); limit > 0 {
			note = "of " + kb(limit)
		}
		fmt.Fprintf(w, "%-26s %10s %10s %10s %s\n", name, kb(len(out.site[name])),
			kb(len(out.site[name+".gz"])), kb(len(out.site[name+".br"])), note)
	}
	fmt.Fprintf(w, "%-26s %10s\n", "mtlens.html", kb(len(out.single)))
	return out.checkSizes()
}

// checkSizes fails when a program is over its limit.
func (out *output) checkSizes() error {
	for name, data := range out.site {
		file, isBrotli := strings.CutSuffix(name, ".br")
		if limit := limitOf(file); isBrotli && limit > 0 && len(data) > limit {
			return fmt.Errorf("%s has %s KB, over its limit of %s KB", name, kb(len(data)), kb(limit))
		}
	}
	return nil
}

func limitOf(name string) int {
	for _, p := range programs {
		if strings.HasPrefix(name, p.name+"-") && strings.HasSuffix(name, ".wasm") {
			return p.limit
		}
	}
	return 0
}

func kb(n int) string { return fmt.Sprintf("%.1f", float64(n)/1000) }
