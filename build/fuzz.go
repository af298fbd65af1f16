package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

var fuzzTarget = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(\w+ \*testing\.F\)`)

// fuzz runs every fuzz target, one after the other: "go test" takes one at a
// time. What fails is kept in the package's testdata/fuzz.
//
// How long is a count of executions, unless a time is asked for: with a time, the
// end of it can fail a target that found nothing ("context deadline exceeded",
// golang.org/issue/75804), more often where the machine is busy.
func fuzz(ctx context.Context, root string, args []string) error {
	flags := flag.NewFlagSet("fuzz", flag.ContinueOnError)
	count := flags.Int("count", 10_000, "executions for each target")
	time := flags.Duration("time", 0, "time for each target, instead of the count")
	if err := flags.Parse(args); err != nil {
		return err
	}
	each := fmt.Sprintf("%dx", *count)
	if *time > 0 {
		each = time.String()
	}
	targets := 0
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range fuzzTarget.FindAllSubmatch(text, -1) {
			if err := fuzzOne(ctx, filepath.Dir(path), string(m[1]), each); err != nil {
				return err
			}
			targets++
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Printf("fuzzing: %d targets, %s each, none failed\n", targets, each)
	return nil
}

func fuzzOne(ctx context.Context, dir, name, each string) error {
	cmd := exec.CommandContext(ctx, "go", "test", "-run=^$", "-fuzz=^"+name+"$", "-fuzztime="+each, "-fuzzminimizetime=10x", ".")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("fuzzing %s in %s: %w\n%s", name, dir, err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, line := range lines[max(0, len(lines)-3):] {
		if strings.HasPrefix(line, "fuzz:") { // the last count of executions
			fmt.Printf("%-24s %s\n", name, line)
		}
	}
	return nil
}
