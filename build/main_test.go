package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// asBuild has the test's own program behave as the build program.
const asBuild = "MTLENS_TEST_RUNS_BUILD"

func TestMain(m *testing.M) {
	if os.Getenv(asBuild) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// interrupted runs the build program, sends it what Ctrl-C sends as soon as a line
// of its output begins with the text, and returns all that it printed and its exit
// code.
func interrupted(t *testing.T, text string, args ...string) (printed string, code int) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), asBuild+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	sent := false
	for r := bufio.NewReader(out); ; {
		line, err := r.ReadString('\n')
		all.WriteString(line)
		if !sent && strings.HasPrefix(line, text) {
			sent = true
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Error(err)
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	cmd.Wait()
	if !sent {
		t.Fatalf("it never said %q:\n%s", text, &all)
	}
	return all.String(), cmd.ProcessState.ExitCode()
}

// Ctrl-C is how serve ends: that is no error, and nothing is left behind.
func TestInterruptEndsServe(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("<!doctype html>"), 0o644); err != nil {
		t.Fatal(err)
	}
	free := "127.0.0.1:0"
	printed, code := interrupted(t, "into crl.pem.",
		"serve", "-dir", dir, "-addr", free, "-verify", free, "-passthrough", free, "-open=false")
	if code != 0 || strings.Contains(strings.ToLower(printed), "error") {
		t.Errorf("exit code %d after\n%s", code, printed)
	}
	m := regexp.MustCompile(`--cacert (\S+)/server\.pem`).FindStringSubmatch(printed)
	if m == nil {
		t.Fatalf("no folder in\n%s", printed)
	}
	if _, err := os.Stat(m[1]); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", m[1], err)
	}
}

// While serve builds, too. To a build it is an interruption, of which nothing is
// written.
func TestInterruptEndsBuilding(t *testing.T) {
	if testing.Short() {
		t.Skip("it begins to compile")
	}
	if printed, code := interrupted(t, "compiling ", "serve", "-open=false"); code != 0 || strings.Contains(printed, "mtlens is at") {
		t.Errorf("serve: exit code %d after\n%s", code, printed)
	}
	dist := filepath.Join(t.TempDir(), "dist")
	if printed, code := interrupted(t, "compiling ", "site", "-dist", dist); code != 1 || !strings.Contains(printed, "build: interrupted\n") {
		t.Errorf("site: exit code %d after\n%s", code, printed)
	}
	if _, err := os.Stat(dist); !os.IsNotExist(err) {
		t.Errorf("a build that was interrupted wrote %s: %v", dist, err)
	}
}
