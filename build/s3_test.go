package main

import (
	"bytes"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The recipe for S3 uploads every file of the site once, with the type and the time that
// our own server gives it, and the programs in brotli: CloudFront leaves what has more
// than 10,000,000 bytes as it is.
func TestRecipeForS3(t *testing.T) {
	needs(t, "sh")
	site := map[string][]byte{}
	for _, name := range []string{"index.html", licensesName, manifestName, serviceName, "page-0123456789.js", "worker-0123456789.js", "page-0123456789.css", "decode-0123456789.wasm", "lab-0123456789.wasm", "icon-0123456789.svg", "icon-192-0123456789.png", "meanings-0123456789.txt"} {
		for _, ext := range []string{"", ".br", ".gz"} {
			site[name+ext] = []byte(name + ext)
		}
	}
	dir := t.TempDir()
	for name, data := range site {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bin := t.TempDir()
	note := filepath.Join(bin, "noted")
	const aws = "#!/bin/sh\nfor a in \"$@\"; do printf '%s\\t' \"$a\" >> \"$NOTE\"; done\necho >> \"$NOTE\"\n"
	if err := os.WriteFile(filepath.Join(bin, "aws"), []byte(aws), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", filepath.Join("deploy", "s3-cloudfront.sh"))
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "NOTE="+note, "SITE="+dir, "BUCKET=bucket", "DISTRIBUTION=E1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	noted, err := os.ReadFile(note)
	if err != nil {
		t.Fatal(err)
	}
	served := newHandler(site).(*handler).files
	var uploaded []string
	lines := strings.Split(strings.TrimSpace(string(noted)), "\n")
	for _, line := range lines[:len(lines)-1] {
		args := strings.Split(strings.TrimSuffix(line, "\t"), "\t")
		name := strings.TrimPrefix(args[3], "s3://bucket/")
		uploaded = append(uploaded, name)
		want := []string{"--content-type", served["/"+name].contentType, "--cache-control", served["/"+name].cache}
		from := name
		if path.Ext(name) == ".wasm" {
			want, from = append(want, "--content-encoding", "br"), name+".br"
		}
		if !slices.Equal(args[4:], want) || args[2] != filepath.Join(dir, from) {
			t.Errorf("%s: got %q, want %q from %s", name, args, want, from)
		}
	}
	for name := range site {
		if !packed(name) && !slices.Contains(uploaded, name) {
			t.Errorf("%s is not uploaded", name)
		}
	}
	if slices.Sort(uploaded); len(slices.Compact(uploaded)) != len(lines)-1 {
		t.Errorf("uploaded %q", uploaded)
	}
	if !bytes.Contains([]byte(lines[len(lines)-1]), []byte("create-invalidation")) {
		t.Errorf("the last command is %s", lines[len(lines)-1])
	}
	if lines[len(lines)-2] == "" || !strings.Contains(lines[len(lines)-2], "index.html") {
		t.Error("the page is not the last file")
	}
}
