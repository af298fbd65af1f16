package standin

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/carrier"
)

// A file is read again when it changed, and is empty while it is not there.
func TestFilesAreReadAgain(t *testing.T) {
	dir := t.TempDir()
	store, list := filepath.Join(dir, "store"), filepath.Join(dir, "list")
	f := NewFiles(store, list)
	if m := f.Material(); m.TrustStore != nil || m.CRLs != nil {
		t.Errorf("%+v", m)
	}
	at := time.Unix(1_700_000_000, 0)
	for i, text := range []string{"one", "two", "longer"} { // of one length at first
		if err := os.WriteFile(store, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Millisecond)
		if err := os.Chtimes(store, at, at); err != nil {
			t.Fatal(err)
		}
		if m := f.Material(); string(m.TrustStore) != text {
			t.Errorf("%d: %q, want %q", i, m.TrustStore, text)
		}
	}
	if err := os.WriteFile(list, []byte("list"), 0o600); err != nil {
		t.Fatal(err)
	}
	if m := f.Material(); len(m.CRLs) != 1 {
		t.Errorf("%+v", m)
	}
	os.Remove(store)
	if m := f.Material(); m.TrustStore != nil {
		t.Errorf("%q is gone", m.TrustStore)
	}
}

// The log is appended to, packed or not, in both forms.
func TestLogs(t *testing.T) {
	e := &carrier.ALBEntry{Time: time.Unix(1_700_000_000, 0).UTC(), ClientIP: "192.0.2.1", Status: "Success", Subject: "CN=x"}
	for _, c := range []struct {
		name string
		json bool
	}{{"log", false}, {"log.gz", false}, {"log.json", true}} {
		path := filepath.Join(t.TempDir(), c.name)
		for range 2 {
			l, err := OpenLog(path, c.json)
			if err != nil {
				t.Fatal(err)
			}
			l.Add(e)
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(path, ".gz") {
			z, err := gzip.NewReader(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if data, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		lines := strings.Split(strings.TrimSpace(string(data)), "\n")
		if len(lines) != 2 {
			t.Fatalf("%s: %q", c.name, data)
		}
		read := carrier.ReadALBRecord
		if c.json {
			read = carrier.ReadALBJSON
		}
		if r, ok := read([]byte(lines[1])); !ok || r.Get(carrier.ALBClientIP) != "192.0.2.1" {
			t.Errorf("%s: %q", c.name, lines[1])
		}
	}
}
