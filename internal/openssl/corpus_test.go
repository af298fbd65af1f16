package openssl

import (
	"bytes"
	"encoding/pem"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
)

// corpus calls f with each distinct PEM block in the folder that MTLENS_CORPORA
// names.
func corpus(t *testing.T, f func(file string, src []byte)) {
	root := os.Getenv("MTLENS_CORPORA")
	if root == "" {
		t.Skip("MTLENS_CORPORA names no folder with certificates")
	}
	seen := make(map[string]bool)
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".json" {
			return err
		}
		text, _ := os.ReadFile(path)
		for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
			if !seen[string(block.Bytes)] {
				seen[string(block.Bytes)] = true
				f(path, block.Bytes)
			}
		}
		return nil
	})
}

// The text of certificates, requests and lists made by others is that of OpenSSL,
// wherever that reads them and their keys, and mtlens has no more than notes about
// them. A few differ, in the ends of lines above all: the package comment has
// the reasons.
func TestTextOfCorpora(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no processes under js")
	}
	if version, err := exec.Command("openssl", "version").Output(); err != nil || !strings.HasPrefix(string(version), "OpenSSL 3.0.") {
		t.Skip("openssl 3.0 is not installed")
	}
	equal, all, n := 0, 0, 0
	corpus(t, func(file string, src []byte) {
		if n++; testing.Short() && n%5 != 0 {
			return
		}
		var findings []finding.Finding
		command := ""
		kind := der.Classify(src)
		switch kind {
		case der.Certificate:
			findings, command = certinfo.Parse(src).Findings, "x509"
		case der.CertificateRequest:
			findings, command = certinfo.ParseRequest(src).Findings, "req"
		case der.RevocationList:
			findings, command = certinfo.ParseList(src).Findings, "crl"
		}
		if command == "" || faulty(findings) {
			return
		}
		got, _ := Text(kind, src)
		cmd := exec.Command("openssl", command, "-inform", "DER", "-noout", "-text")
		cmd.Stdin = bytes.NewReader(src)
		out, err := cmd.Output()
		if err != nil || bytes.Contains(out, []byte("Unable to load Public Key")) {
			return
		}
		all++
		if got == string(out) {
			equal++
			return
		}
		g, w := strings.Split(got, "\n"), strings.Split(string(out), "\n")
		for i := range min(len(g), len(w)) {
			if g[i] != w[i] {
				t.Logf("%s, line %d:\n    got %q\nOpenSSL %q", file, i+1, g[i], w[i])
				break
			}
		}
	})
	t.Logf("%d of %d are equal", equal, all)
	if asked := min(n, n/5+1); !testing.Short() && all < n/4 || testing.Short() && all < asked/4 {
		t.Errorf("only %d of %d are compared", all, n)
	}
	if equal < all*93/100 {
		t.Errorf("%d of %d are equal", equal, all)
	}
}

// faulty reports whether a finding is more than a note.
func faulty(findings []finding.Finding) bool {
	return slices.ContainsFunc(findings, func(f finding.Finding) bool {
		return finding.Lookup(f.ID).Severity != finding.Note
	})
}
