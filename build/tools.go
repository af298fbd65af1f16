package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// tools installs what the type check and the browser tests need: the packages
// of web/package-lock.json, and the browsers where they are missing and this is
// Debian's root. Elsewhere it says what to install.
func tools(ctx context.Context, root string, args []string) error {
	if err := checkNode(); err != nil {
		return err
	}
	if err := installPackages(filepath.Join(root, "web")); err != nil {
		return err
	}
	return installBrowsers()
}

const oldestNode = 20

func checkNode() error {
	out, err := exec.Command("node", "--version").Output()
	if err != nil {
		return fmt.Errorf("the tests of the page need Node %d or newer: %w", oldestNode, err)
	}
	version := strings.TrimSpace(string(out))
	major, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	if n, err := strconv.Atoi(major); err != nil || n < oldestNode {
		return fmt.Errorf("the tests of the page need Node %d or newer; this is %s", oldestNode, version)
	}
	return nil
}

// installPackages runs npm when the lock file is another than at the last time.
func installPackages(web string) error {
	lock, err := os.ReadFile(filepath.Join(web, "package-lock.json"))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(lock)
	want := []byte(hex.EncodeToString(sum[:]) + "\n")
	stamp := filepath.Join(web, "node_modules", ".lock-sha256")
	if have, err := os.ReadFile(stamp); err == nil && bytes.Equal(have, want) {
		return nil
	}
	if err := show(web, "npm", "ci"); err != nil {
		return err
	}
	return os.WriteFile(stamp, want, 0o644)
}

// browsers are what the tests drive: the names of the program, and Debian's
// package. Without WebKit its tests are left out, and say so: not every system has
// its driver.
var browsers = []struct {
	name, debian string
	programs     []string
	optional     bool
}{
	{"Chromium", "chromium", []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}, false},
	{"Firefox", "firefox-esr", []string{"firefox", "firefox-esr"}, false},
	{"WebKitGTK's driver", "webkit2gtk-driver", []string{"WebKitWebDriver"}, true},
	{"Xvfb", "xvfb", []string{"Xvfb"}, true},
}

func installBrowsers() error {
	var names, packages []string
	must := false
	for _, b := range browsers {
		if !anyInPath(b.programs) {
			names = append(names, b.name)
			packages = append(packages, b.debian)
			must = must || !b.optional
		}
	}
	if len(names) == 0 {
		return nil
	}
	release, _ := os.ReadFile("/etc/os-release")
	if os.Geteuid() != 0 || !bytes.Contains(release, []byte("\nID=debian\n")) {
		if !must {
			fmt.Println("WebKit is not tested: there is no " + strings.Join(names, " and no ") + " in the PATH")
			return nil
		}
		return errors.New("the browser tests need " + strings.Join(names, " and ") + " in the PATH; please install what is missing")
	}
	if err := show("", "apt-get", "update"); err != nil {
		return err
	}
	packages = append(packages, "fonts-liberation") // a bare system has no font at all
	return show("", "apt-get", append([]string{"install", "--yes", "--no-install-recommends"}, packages...)...)
}

func anyInPath(programs []string) bool {
	for _, p := range programs {
		if _, err := exec.LookPath(p); err == nil {
			return true
		}
	}
	return false
}

// show runs a command with its output in sight.
func show(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return nil
}
