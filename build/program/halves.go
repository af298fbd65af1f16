package program

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/mtlens/mtlens/build/shrink"
	"github.com/mtlens/mtlens/build/split"
	"github.com/mtlens/mtlens/build/toolchain"
)

// Files returns all files of programs, by name.
func Files(ctx context.Context, root string, tool toolchain.Toolchain, progress io.Writer) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, folder := range Folders() {
		fmt.Fprintf(progress, "compiling the program %q with %s …\n", folder, tool.Version)
		whole, err := Compile(ctx, root, tool, folder)
		if err != nil {
			return nil, err
		}
		files[folder] = whole
	}
	fmt.Fprintf(progress, "splitting %q …\n", First)
	var err error
	files[First], files[Rest], err = halves(ctx, files[First], tool)
	return files, err
}

// halves returns the program that reads a paste, as it is shipped: what gives the first
// answer to an ordinary paste, and the rest.
func halves(ctx context.Context, whole []byte, tool toolchain.Toolchain) (first, rest []byte, err error) {
	entered, err := split.Profile(ctx, whole, Environment, ordinary())
	if err != nil {
		return nil, nil, err
	}
	memory, err := shrink.Memory(whole)
	if err != nil {
		return nil, nil, err
	}
	ours, err := shrink.Ours(memory, tool.Version, len(entered))
	if err != nil {
		return nil, nil, err
	}
	// What others' functions do depends on more than what they are called with: on the collector, the
	// size of the stack, on chance. So of those that are entered, what is entered under load stays too.
	environment := maps.Clone(Environment)
	environment["GOGC"] = "10" // the collector runs often
	load, err := split.Profile(ctx, whole, environment, heavyLoad())
	if err != nil {
		return nil, nil, err
	}
	for i, pieces := range entered {
		if !ours[i] && slices.Contains(pieces, true) {
			for k := range pieces {
				pieces[k] = pieces[k] || load[i][k]
			}
		}
	}
	return split.Program(whole, entered, func(moved, named []bool) (list []split.Piece, err error) {
		list = tables(tool, memory)
		ranges, err := shrink.OnlyOf(memory, tool.Version, moved, named)
		for _, r := range ranges {
			list = append(list, split.Piece{From: r.From, To: r.To})
		}
		return list, err
	})
}
