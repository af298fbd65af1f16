package unwrap

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

func gzipped(level int, parts ...string) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		w, err := gzip.NewWriterLevel(&b, level)
		if err != nil {
			panic(err)
		}
		w.Name = "x.pem"
		w.Write([]byte(p))
		w.Close()
	}
	return b.Bytes()
}

// What the standard library packs at each of its levels comes back.
func TestInflate(t *testing.T) {
	texts := []string{"", "a", strings.Repeat("a", 100_000), pemOf(testdata.DER("client-1")), string(testdata.DER("client-1")), strings.Repeat(albUntrusted+"\n", 500)}
	for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, 6, flate.BestCompression} {
		for i, s := range texts {
			var b bytes.Buffer
			w, _ := flate.NewWriter(&b, level)
			w.Write([]byte(s))
			w.Close()
			out, end, ok := inflate(append(b.Bytes(), "rest"...), len(s))
			if !ok || string(out) != s || end != b.Len() {
				t.Errorf("level %d, text %d: %v, %d bytes of %d, end %d of %d", level, i, ok, len(out), len(s), end, b.Len())
			}
			if len(s) > 0 {
				if _, _, ok := inflate(b.Bytes(), len(s)-1); ok {
					t.Errorf("level %d, text %d: the limit does not hold", level, i)
				}
			}
		}
	}
}

func FuzzInflate(f *testing.F) {
	f.Add(gzipped(9, "a b a b a b")[16:])
	f.Fuzz(func(t *testing.T, b []byte) {
		const limit = 1 << 16
		out, end, ok := inflate(b, limit)
		if len(out) > limit+1 || end > len(b) {
			t.Fatalf("%d bytes, end %d", len(out), end)
		}
		want, err := readAll(flate.NewReader(bytes.NewReader(b)), limit)
		if ok && (err != nil || !bytes.Equal(out, want)) {
			t.Errorf("%d bytes, the standard library reads %d: %v", len(out), len(want), err)
		}
	})
}

func readAll(r interface{ Read([]byte) (int, error) }, limit int) ([]byte, error) {
	var b bytes.Buffer
	buf := make([]byte, 4096)
	for b.Len() <= limit {
		n, err := r.Read(buf)
		b.Write(buf[:n])
		if err != nil {
			if err.Error() == "EOF" {
				err = nil
			}
			return b.Bytes(), err
		}
	}
	return b.Bytes(), nil
}

func TestArchives(t *testing.T) {
	one, two := pemOf(testdata.DER("client-2")), string(testdata.DER("ec-issuing-ca"))
	var z, tarred bytes.Buffer
	w := zip.NewWriter(&z)
	for name, s := range map[string]string{"a/leaf.pem": one, "ca.cer": two} {
		e, _ := w.Create(name)
		e.Write([]byte(s))
	}
	w.Close()
	tw := tar.NewWriter(&tarred)
	for _, f := range []struct{ name, s string }{{"leaf.pem", one}, {"ca.pem", pemOf([]byte(two))}} {
		tw.WriteHeader(&tar.Header{Name: f.name, Mode: 0o644, Size: int64(len(f.s))})
		tw.Write([]byte(f.s))
	}
	tw.Close()
	both := one + pemOf([]byte(two))
	for name, in := range map[string][]byte{
		"gzip":              gzipped(6, both),
		"gzip, two members": gzipped(6, one, pemOf([]byte(two))),
		"gzip in base64":    []byte("data: " + base64.StdEncoding.EncodeToString(gzipped(9, both)) + "\n"),
		"ZIP":               z.Bytes(),
		"tar.gz":            gzipped(6, tarred.String()),
	} {
		r := collect(in)
		found := map[string]bool{}
		for _, u := range r.Units {
			for i := range u.Objects {
				found[string(u.Objects[i].DER.Bytes)] = true
			}
		}
		if len(found) != 2 || !found[string(testdata.DER("client-2"))] || !found[two] {
			t.Errorf("%s: %d structures; findings %v", name, len(found), r.Findings)
		}
	}
}

// What unpacks to far more than it is, is refused, and that is said.
func TestBomb(t *testing.T) {
	bomb := gzipped(9, strings.Repeat("\x00", 40<<20))
	for name, in := range map[string][]byte{"file": bomb, "base64": []byte(base64.StdEncoding.EncodeToString(bomb))} {
		r := collect(in)
		if !r.Full {
			t.Errorf("%s: nothing is said of it", name)
		}
		if most := mostWork(MaxInflation*len(in) + minUnpacked); r.looked > most {
			t.Errorf("%s: %d bytes were looked at, at most %d should", name, r.looked, most)
		}
	}
}
