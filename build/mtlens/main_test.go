package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/testdata"
)

// asMtlens has the test's own program behave as the command.
const asMtlens = "MTLENS_TEST_RUNS_MTLENS"

func TestMain(m *testing.M) {
	if os.Getenv(asMtlens) != "" {
		main()
	}
	os.Exit(m.Run())
}

// ended is what a command printed, and its exit code.
type ended struct {
	out, err string
	exit     int
}

// mtlens runs the command at the time of the fixtures.
func mtlens(t *testing.T, in string, args ...string) ended {
	t.Helper()
	var out, errs bytes.Buffer
	h := &host{strings.NewReader(in), &out, &errs, func() time.Time { return testdata.Now }, rand.Reader}
	exit := run(context.Background(), h, args)
	return ended{out.String(), errs.String(), exit}
}

// want fails unless the exit code is that, and the output holds every text.
func (r ended) want(t *testing.T, exit int, texts ...string) {
	t.Helper()
	if r.exit != exit {
		t.Errorf("exit code %d, want %d\n%s%s", r.exit, exit, r.out, r.err)
	}
	for _, text := range texts {
		if !strings.Contains(r.out+r.err, text) {
			t.Errorf("no %q in\n%s%s", text, r.out, r.err)
		}
	}
}

// file writes a file into a folder of the test.
func file(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestUsage(t *testing.T) {
	mtlens(t, "").want(t, exitFailed, "USAGE")
	mtlens(t, "", "help").want(t, exitOK, "EXIT CODES")
	mtlens(t, "", "version").want(t, exitOK, "mtlens ")
	mtlens(t, "", "nonsense").want(t, exitFailed, "there is no command")
	mtlens(t, "", "help", "nonsense").want(t, exitFailed, "there is no manual")
	mtlens(t, "", "decode", "-nonsense").want(t, exitFailed, "flag provided but not defined")
	mtlens(t, "", "decode", "-now", "soon").want(t, exitFailed, "2026-12-31")
	mtlens(t, "", "decode", filepath.Join(t.TempDir(), "nothing")).want(t, exitFailed, "no such file")
}

// Each command has a manual, which names each of its flags and no other; the list
// of commands names each.
func TestManuals(t *testing.T) {
	top := manual("")
	for _, c := range commands() {
		text := manual(c.name)
		if !strings.HasPrefix(text, "mtlens "+c.name+" - "+c.short+"\n") {
			t.Errorf("the manual of %s begins with %.60q", c.name, text)
		}
		if !strings.Contains(top, "    "+c.name+strings.Repeat(" ", 11-len(c.name))+c.short+"\n") {
			t.Errorf("the manual of mtlens does not list %s with its sentence", c.name)
		}
		flags, _ := c.flags()
		known := map[string]bool{}
		flags.VisitAll(func(f *flag.Flag) { known[f.Name] = false })
		_, list, _ := strings.Cut(text, "\nFLAGS\n")
		for line := range strings.Lines(list) {
			if line[0] != ' ' && line != "\n" {
				break
			}
			if !strings.HasPrefix(line, "    -") {
				continue
			}
			for word := range strings.FieldsSeq(strings.TrimSpace(line)) {
				name, isFlag := strings.CutPrefix(strings.TrimSuffix(word, ","), "-")
				if !isFlag {
					break
				}
				if _, ok := known[name]; !ok {
					t.Errorf("the manual of %s has -%s, which is no flag", c.name, name)
				}
				known[name] = true
			}
		}
		for name, told := range known {
			if !told {
				t.Errorf("the manual of %s does not tell of -%s", c.name, name)
			}
		}
		for line := range strings.Lines(text) {
			if len(line) > 85 {
				t.Errorf("%s: a line is over 84 characters: %q", c.name, line)
			}
		}
		mtlens(t, "", c.name, "-h").want(t, exitOK, text)
		mtlens(t, "", "help", c.name).want(t, exitOK, text)
	}
}

// Flags may stand anywhere before "--".
func TestFlagsAnywhere(t *testing.T) {
	path := file(t, "chain.pem", testdata.PEM("client-1"))
	for _, args := range [][]string{
		{"check", "-days", "1", path}, {"check", path, "-days", "1"}, {"check", "--days=1", "--", path}, {"check", path, "--days", "1", path},
	} {
		mtlens(t, "", args...).want(t, exitOK, "0 expired or within 1 day")
	}
	mtlens(t, "", "check", "--", "-days").want(t, exitFailed, "-days: no such file")
}

// What strangers wrote does not move the cursor or turn the direction of text.
func TestClean(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain Zoë 東京", "plain Zoë 東京"},
		{"a\x1b[2Jb", "a<U+001B>[2Jb"},
		{"a\rb\nc\td", "a<U+000D>b<U+000A>c<U+0009>d"},
		{"CN=\u202egnp.exe", "CN=<U+202E>gnp.exe"},
		{"zero\u200bwidth", "zero<U+200B>width"},
		{"pay\u3164\u034f\U000e0061", "pay<U+3164><U+034F><U+E0061>"},
		{"\xff\xc3", "<FF><C3>"},
		{"\u009b31m\u2028", "<U+009B>31m<U+2028>"},
	} {
		if got := clean(c.in); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}
