// Command build makes, serves and checks mtlens. It needs Go alone: the page's
// TypeScript and CSS are bundled by esbuild, which is a Go library here.
//
//	go run ./build generate   write the JSON appenders and the page's types
//	go run ./build site       build dist/site and dist/mtlens.html
//	go run ./build serve      build, then serve dist/site on this machine
//	go run ./build size       build, and print what each file weighs
//	go run ./build fuzz       run every fuzz target on some thousand inputs
//	go run ./build tools      install what the browser tests need
//	go run ./build unit       run the page's unit tests in Node, without a browser
//	go run ./build bench      make what the comparison with other libraries needs
//
// The Makefile names these with the other commands. A build is reproducible:
// the same source and Go version give the same bytes, whatever the folder.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// commands are the subcommands, in the order of the list above.
var commands = []struct {
	name string
	run  func(root string, args []string) error
}{
	{"generate", generate},
	{"site", site},
	{"serve", serve},
	{"size", size},
	{"fuzz", fuzz},
	{"tools", tools},
	{"unit", unit},
	{"bench", bench},
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "build:", err)
		}
		os.Exit(1)
	}
}

func run(args []string) error {
	root, err := findRoot()
	if err != nil {
		return err
	}
	names := ""
	for _, c := range commands {
		if len(args) > 0 && args[0] == c.name {
			return c.run(root, args[1:])
		}
		names += " " + c.name
	}
	return fmt.Errorf("which of:%s?", names)
}

// findRoot returns the folder of the module that the working directory is in.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod here or above: run this inside the repository")
		}
		dir = parent
	}
}
