// Package program makes the WebAssembly programs of the page: which they are, what
// each may weigh, how they are compiled, and the script that starts them; and the
// command of a release for each system.
//
// The Go that compiles comes from package toolchain and is the same on every
// machine; what is linked is made smaller by package shrink. Nothing of the machine
// gets into a program: no path, no version control state, no build ID, and no
// settings of the environment.
package program

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mtlens/mtlens/build/shrink"
	"github.com/mtlens/mtlens/build/toolchain"
)

// What is loaded may weigh so much, in bytes after brotli at its best. A budget is for
// what somebody waits for: it is changed with a paragraph in ARCHITECTURE.md, and no
// feature is squeezed out in silence. A build that is over one says so and goes on; a
// test fails.
const (
	// FirstBudget: all files that are loaded before the first answer.
	FirstBudget = 560_000
	// DecodeBudget: the program that reads a paste, both halves.
	DecodeBudget = 1_260_000
	// LabBudget: the program of views, checks and the lab is loaded after the first
	// answer, or when it is first needed.
	LabBudget = 2_400_000
)

// Budget is what files may weigh together. They are named by what stands before the
// digest in their names.
type Budget struct {
	What  string
	Max   int
	Files []string
}

// Budgets returns all of them.
func Budgets() []Budget {
	return []Budget{
		{"what is loaded before the first answer", FirstBudget, []string{"index", "page", "worker", First}},
		{"the program that reads a paste", DecodeBudget, []string{First, Rest}},
		{"the lab", LabBudget, []string{"lab"}},
	}
}

// The files of programs: the program that reads a paste is two of them.
const (
	First = "decode" // its first half, which is loaded with the page
	Rest  = "rest"   // its other half, which is loaded after the first answer
)

// All returns the files, first the one that is loaded with the page: nothing of
// the others is asked for before its first answer. The page knows the address of
// each as __NAME_URL__, and finds it in the single file as the element "NAME-wasm".
func All() []string { return []string{First, Rest, "lab"} }

// Folders are the programs as they are written, folders of wasm/.
func Folders() []string { return []string{"decode", "lab"} }

// Environment is what the programs find in their environment when they are started:
// by the page's worker, by the profile that splits one, and in measurements. The
// collector stops all else while it runs. By default it means to run beside the
// program; but in WebAssembly nothing does, a large paste was read before it came
// to an end, and the memory grew to twice what is needed.
var Environment = map[string]string{"GODEBUG": "gcstoptheworld=1"}

// settings are what the environment could say about the bytes, beside the system.
// "" is the default.
var settings = []string{
	"CGO_ENABLED=0", "GOFLAGS=", "GOWASM=", "GOAMD64=", "GOARM64=", "GOEXPERIMENT=", "GODEBUG=", "GOWORK=off", "GOFIPS140=off",
}

// notInlined are the packages whose functions are not copied to where they are
// called. Sentences and judgements are not made in inner loops: 11 KB less for report and wording,
// 8 KB for judge and what it asks. Nor does a parse get slower by it, which looks for
// faults in a hundred places: 9 KB. Of unwrapping 12 KB go, and the pastes of the tests
// and corpora take as long as before, to a twentieth.
var notInlined = []string{"internal/report", "internal/wording", "internal/certinfo", "internal/judge", "internal/keypiece", "internal/family", "internal/alb", "internal/dn",
	"internal/unwrap", "internal/carrier", "internal/chain", "internal/jsontext"}

// Compile returns the program as it is shipped.
func Compile(ctx context.Context, root string, tool toolchain.Toolchain, name string) ([]byte, error) {
	var flags []string
	for _, path := range notInlined {
		flags = append(flags, "-gcflags=github.com/mtlens/mtlens/"+path+"=-l")
	}
	linked, err := compile(ctx, root, tool, "./wasm/"+name, System{"js", "wasm"}, flags...)
	if err != nil {
		return nil, err
	}
	return shrink.Program(linked, tool.Version)
}

// System is what a program runs on, by Go's names.
type System struct{ OS, Arch string }

// Systems are those that a release has the command for.
var Systems = []System{
	{"darwin", "amd64"}, {"darwin", "arm64"}, {"linux", "amd64"}, {"linux", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"},
}

// File is the name of the command's file for the system.
func (s System) File() string {
	name := "mtlens-" + s.OS + "-" + s.Arch
	if s.OS == "windows" {
		name += ".exe"
	}
	return name
}

// Command returns the command mtlens for a system, as it is shipped.
func Command(ctx context.Context, root string, tool toolchain.Toolchain, s System) ([]byte, error) {
	return compile(ctx, root, tool, "./build/mtlens", s)
}

// compile compiles and links a package.
func compile(ctx context.Context, root string, tool toolchain.Toolchain, pkg string, s System, flags ...string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "mtlens-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "program")
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", out}, flags...)
	cmd := tool.Command(ctx, append(args, pkg)...)
	cmd.Dir = root
	cmd.Env = append(append(cmd.Env, settings...), "GOOS="+s.OS, "GOARCH="+s.Arch)
	if text, err := cmd.CombinedOutput(); err != nil {
		return nil, errors.Join(ctx.Err(), fmt.Errorf("compiling %s for %s/%s: %w\n%s", pkg, s.OS, s.Arch, err, text))
	}
	return os.ReadFile(out)
}

// Script returns the path of Go's JavaScript support, which must be the compiler's
// own: the two change together.
func Script(tool toolchain.Toolchain) string {
	return filepath.Join(tool.Root, "lib", "wasm", "wasm_exec.js")
}

// Warnings returns what is to be said of programs that this Go compiles; nothing of
// the Go of a release.
func Warnings(tool toolchain.Toolchain) (list []string) {
	if tool.Version == toolchain.Release {
		return nil
	}
	list = append(list, fmt.Sprintf("the programs are compiled by %s, so their bytes are not those of a release: %s cannot be had (%s)",
		tool.Version, toolchain.Release, tool.Missing))
	if !shrink.Known(tool.Version) {
		list = append(list, fmt.Sprintf("build/shrink does not know %s: names and lines stay in the programs, which are larger by a fifth", tool.Version))
	}
	return list
}
