package alb

import (
	"bytes"
	"encoding/pem"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/mtlens/mtlens/internal/certinfo"
)

// A certificate is complete if "openssl x509" reads it, on those of the corpora: a
// sample of every folder, for each takes a program to be started.
func TestCompleteAsOpenSSL(t *testing.T) {
	root := os.Getenv("MTLENS_CORPORA")
	if root == "" {
		t.Skip("MTLENS_CORPORA names no folder with certificates made by others")
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl here")
	}
	const each = 40 // of one folder
	compared, taken := 0, map[string]int{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || taken[filepath.Dir(path)] == each {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if block, _ := pem.Decode(text); block != nil && block.Type == "CERTIFICATE" {
			text = block.Bytes
		}
		c := certinfo.Parse(text)
		if len(text) == 0 || text[0] != 0x30 || len(text) > 100_000 || c.TBS.Length == 0 {
			return nil
		}
		taken[filepath.Dir(path)]++
		cmd := exec.Command("openssl", "x509", "-inform", "DER", "-noout")
		cmd.Stdin = bytes.NewReader(text)
		if theirs, ours := cmd.Run() == nil, Complete(c); ours != theirs {
			f, _ := complete(c, false)
			t.Errorf("%s: OpenSSL reads it: %v; complete: %v, %+v", path, theirs, ours, f)
		}
		compared++
		return nil
	})
	if err != nil || compared == 0 {
		t.Fatalf("%d compared, %v", compared, err)
	}
	t.Logf("%d certificates compared", compared)
}
