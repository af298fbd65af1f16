// Command mtlens is mtlens in a terminal, a pipeline and a test suite: what the
// page does, from the same packages, and a stand-in for the load balancer.
//
//	go install github.com/mtlens/mtlens/build/mtlens@latest
//
//	mtlens decode   read what was pasted: headers, certificates, dumps
//	mtlens verify   say what a load balancer would do with a client's chain
//	mtlens log      sum up connection logs of any size
//	mtlens check    find certificates that end soon, in files and folders
//	mtlens issue    make test certificates, right or wrong on purpose
//	mtlens alb      stand in for a load balancer in front of an application
//	mtlens translate  write a client as other proxies forward it
//	mtlens replay   write a request to be sent again
//	mtlens code     write a parser and a test for a request
//	mtlens allow    write a list that lets one client in
//	mtlens files    write certificates as DER, PKCS#7, PKCS#12, zip
//	mtlens infra    write a listener for Terraform and its like
//	mtlens bucket   write questions to all connection logs, in SQL
//	mtlens help     the manual, of each command too
//
// The manuals are in the folder help. Every command ends with 0 when all is well,
// with 1 when its answer is no (a finding, a refusal, an expiry), and with 2 when
// it could not do what it was asked.
//
// This package is the thin side that internal may not have: files, streams, the
// clock, the network. Words and judgements are those of the page.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

// Exit codes.
const (
	exitOK     = 0
	exitNo     = 1 // the answer is no
	exitFailed = 2 // there is no answer: wrong usage, a file that cannot be read
)

// host is what a command has of the machine that it runs on.
type host struct {
	in   io.Reader
	out  io.Writer
	err  io.Writer
	now  func() time.Time
	rand io.Reader
}

// runner does a command's work once its flags are read; args are what is no flag.
type runner func(ctx context.Context, h *host, args []string) (exit int, err error)

// command is a subcommand. Define declares its flags.
type command struct {
	name, short string
	define      func(*flag.FlagSet) runner
}

// commands returns them in the order of the manual.
func commands() []command {
	return []command{
		{"decode", "read what was pasted: headers, certificates, dumps", decodeCommand},
		{"verify", "say what a load balancer would do with a client's chain", verifyCommand},
		{"log", "sum up connection logs of any size", logCommand},
		{"check", "find certificates that end soon, in files and folders", checkCommand},
		{"issue", "make test certificates, right or wrong on purpose", issueCommand},
		{"alb", "stand in for a load balancer in front of an application", albCommand},
		{"translate", "write a client as other proxies forward it", outCommand("translate")},
		{"replay", "write a request to be sent again", outCommand("replay")},
		{"code", "write a parser and a test for a request", outCommand("code")},
		{"allow", "write a list that lets one client in", outCommand("allow")},
		{"files", "write certificates as DER, PKCS#7, PKCS#12, zip", outCommand("files")},
		{"infra", "write a listener for Terraform and its like", infrastructureCommand},
		{"bucket", "write questions to all connection logs, in SQL", bucketCommand},
	}
}

func main() {
	// A terminal that is closed sends a hang-up: what was opened is cleaned up then too.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	os.Exit(run(ctx, &host{os.Stdin, os.Stdout, os.Stderr, time.Now, rand.Reader}, os.Args[1:]))
}

// run does what the arguments ask for, and returns the exit code.
func run(ctx context.Context, h *host, args []string) int {
	if len(args) == 0 {
		fmt.Fprint(h.err, manual(""))
		return exitFailed
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		return help(h, args[1:])
	case "version", "-version", "--version":
		fmt.Fprintln(h.out, "mtlens", versionText())
		return exitOK
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(ctx, h, args[1:])
		}
	}
	fmt.Fprintf(h.err, "mtlens: there is no command %q; \"mtlens help\" lists them\n", args[0])
	return exitFailed
}

func (c *command) run(ctx context.Context, h *host, args []string) int {
	flags, do := c.flags()
	rest, err := parse(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		return help(h, []string{c.name})
	}
	exit := exitFailed
	if err == nil {
		exit, err = do(ctx, h, rest)
	}
	if err != nil {
		fmt.Fprintf(h.err, "mtlens %s: %s\n", c.name, clean(err.Error()))
		return exitFailed
	}
	return exit
}

// flags returns the command's flags, which print nothing themselves.
func (c *command) flags() (*flag.FlagSet, runner) {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return flags, c.define(flags)
}

// parse reads flags before, between and after the other arguments, and returns
// those. Nothing after "--" is a flag; "-" alone is none.
func parse(flags *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		left := flags.Args()
		if len(left) == 0 {
			return rest, nil
		}
		if read := len(args) - len(left); read > 0 && args[read-1] == "--" {
			return append(rest, left...), nil
		}
		rest, args = append(rest, left[0]), left[1:]
	}
}

// nowFlag declares -now, and returns the time that holds.
func nowFlag(flags *flag.FlagSet) func(*host) time.Time {
	var fixed time.Time
	flags.Func("now", "", func(text string) (err error) {
		fixed, err = readTime(text)
		return err
	})
	return func(h *host) time.Time {
		if fixed.IsZero() {
			return h.now().UTC()
		}
		return fixed
	}
}

// readTime reads a time of ISO 8601, or a date, in UTC where it names no zone.
func readTime(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, errors.New("write a time as 2026-12-31T23:59:59Z, or a date as 2026-12-31")
}

// oneOf returns an error unless the value is one of those that a flag takes.
func oneOf(name, value string, of ...string) error {
	if slices.Contains(of, value) {
		return nil
	}
	return fmt.Errorf("-%s takes %s, not %q", name, orList(of), value)
}

// listFlag declares a flag that may be given more than once.
func listFlag(flags *flag.FlagSet, name string) *[]string {
	list := new([]string)
	flags.Func(name, "", func(text string) error {
		*list = append(*list, text)
		return nil
	})
	return list
}
