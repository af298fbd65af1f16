package testca

import (
	"archive/zip"
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/verify"
)

// fixedCurves is a source that gives the same P-256 keys each time, whatever is
// asked for.
func fixedCurves() Source {
	s := fixed()
	s.Rand = bytes.NewReader(make([]byte, 1<<16))
	n := byte(0)
	s.Keys = func(Algorithm) (crypto.Signer, error) {
		n++
		return ecdsa.ParseRawPrivateKey(elliptic.P256(), bytes.Repeat([]byte{n}, 32))
	}
	return s
}

func TestZipIsTheSameEachTime(t *testing.T) {
	var first []byte
	for range 2 {
		var b bytes.Buffer
		if err := WriteZip(&b, fixedCurves()); err != nil {
			t.Fatal(err)
		}
		if first != nil && !bytes.Equal(first, b.Bytes()) {
			t.Error("two zips differ")
		}
		first = b.Bytes()
	}
}

// The zip is read back as somebody's test would: by the manifest alone.
func TestZipHoldsWhatItsManifestSays(t *testing.T) {
	var b bytes.Buffer
	s := source()
	if err := WriteZip(&b, s); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		if !f.Modified.Equal(s.Now.UTC().Truncate(time.Second)) {
			t.Errorf("%s is of %v", f.Name, f.Modified)
		}
	}
	var m Manifest
	d := json.NewDecoder(bytes.NewReader(files["manifest.json"]))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		t.Fatal(err)
	}
	if len(m.Cases) != len(Presets) {
		t.Errorf("%d cases", len(m.Cases))
	}
	named := 1 // the manifest itself
	for _, c := range m.Cases {
		in := verify.Input{Chain: blocks(files[c.Certificate]), TrustStore: files[c.TrustStore], Now: s.Now, Settings: verify.Settings{Mode: verify.VerifyMode}}
		named += 3
		if c.Revocation != "" {
			named++
			in.CRLs = [][]byte{files[c.Revocation]}
		}
		if c.Protocol == "TLSv1.2" {
			in.Protocol = verify.TLS12
		}
		if got := verify.Verify(in); got.Status != c.Status {
			t.Errorf("%s: got %s, want %s", c.Name, got.Status, c.Status)
		}
		if (len(c.Verify) == 5) != (c.Status == alb.StatusSuccess) || len(c.Verify) != 5 && len(c.Verify) != 0 {
			t.Errorf("%s: %d headers in verify mode with %s", c.Name, len(c.Verify), c.Status)
		}
		in.Settings.Mode = verify.Passthrough
		v := verify.Verify(in)
		if (len(c.Passthrough) == 1) != v.OK() {
			t.Errorf("%s: %d headers in passthrough mode with %s", c.Name, len(c.Passthrough), v.Status)
		}
		// The header holds the very PEM that the client sends: AWS percent-encodes it.
		if len(c.Passthrough) == 1 {
			if text, err := url.PathUnescape(c.Passthrough[0].Value); err != nil || text != string(files[c.Certificate]) {
				t.Errorf("%s: the header holds another chain than certificate.crt", c.Name)
			}
		}
		if key, _ := pem.Decode(files[c.Key]); key == nil || key.Type != "PRIVATE KEY" {
			t.Errorf("%s: no private key", c.Name)
		}
	}
	if named != len(files) {
		t.Errorf("%d files, of which the manifest names %d", len(files), named)
	}
	if strings.Contains(string(files["manifest.json"]), "PRIVATE KEY") {
		t.Error("a private key is in the manifest")
	}
}

// blocks returns the DER of every PEM block.
func blocks(text []byte) (ders [][]byte) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		ders = append(ders, block.Bytes)
	}
	return ders
}
