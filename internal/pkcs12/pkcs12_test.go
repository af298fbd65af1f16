package pkcs12

import (
	"bytes"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// openssl writes stores in every way that it knows, and this package opens them.
func TestOpenSSL(t *testing.T) {
	tool, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not there")
	}
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	client := file("client.pem", testdata.PEM("client-2"))
	issuers := file("issuers.pem", append(testdata.PEM("ec-issuing-ca"), testdata.PEM("ec-root-ca")...))
	key := filepath.Join(dir, "key.pem")
	run := func(args ...string) {
		t.Helper()
		if out, err := exec.Command(tool, args...).CombinedOutput(); err != nil {
			t.Fatalf("openssl %v: %v\n%s", args, err, out)
		}
	}
	run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key)
	run("req", "-x509", "-new", "-key", key, "-subj", "/CN=own", "-out", client)
	der := filepath.Join(dir, "key.der")
	run("pkcs8", "-topk8", "-nocrypt", "-in", key, "-outform", "DER", "-out", der)
	wantKey, err := os.ReadFile(der)
	if err != nil {
		t.Fatal(err)
	}
	own, _ := os.ReadFile(client)
	block, _ := pem.Decode(own)
	for _, test := range []struct {
		name, password string
		args           []string
		keys           int
	}{
		{"as it comes", "wørd😀", nil, 1},
		{"legacy: RC2-40 and 3DES", "changeit", []string{"-legacy"}, 1},
		{"RC2-128 and 3DES of two keys", "changeit", []string{"-legacy", "-certpbe", "PBE-SHA1-RC2-128", "-keypbe", "PBE-SHA1-2DES"}, 1},
		{"RC4", "changeit", []string{"-legacy", "-certpbe", "PBE-SHA1-RC4-128", "-keypbe", "PBE-SHA1-RC4-40"}, 1},
		{"AES-128, SHA-512", "x", []string{"-certpbe", "AES-128-CBC", "-keypbe", "AES-192-CBC", "-macalg", "sha512"}, 1},
		{"PBES2 with 3DES", "x", []string{"-certpbe", "DES-EDE3-CBC", "-keypbe", "DES-EDE3-CBC", "-macalg", "sha384"}, 1},
		{"without a key", "x", []string{"-nokeys"}, 0},
		{"certificates in clear", "x", []string{"-certpbe", "NONE"}, 1},
		{"everything in clear, without a digest", "", []string{"-certpbe", "NONE", "-keypbe", "NONE", "-nomac"}, 1},
		{"without a digest", "x", []string{"-nomac"}, 1},
		{"an empty password", "", nil, 1},
		{"one iteration", "x", []string{"-noiter", "-nomaciter"}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			out := filepath.Join(dir, "out.p12")
			args := append([]string{"pkcs12", "-export", "-in", client, "-inkey", key, "-certfile", issuers, "-passout", "pass:" + test.password, "-out", out}, test.args...)
			run(args...)
			b, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			c, err := Open(b, test.password)
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Certificates) != 3 || !bytes.Equal(c.Certificates[0], block.Bytes) || !bytes.Equal(c.Certificates[2], testdata.DER("ec-root-ca")) {
				t.Errorf("%d certificates", len(c.Certificates))
			}
			if len(c.Keys) != test.keys || test.keys > 0 && !sameKey(t, tool, c.Keys[0], wantKey) {
				t.Errorf("%d keys", len(c.Keys))
			}
			if _, err := Open(b, test.password+"?"); test.name != "everything in clear, without a digest" && !errors.Is(err, ErrPassword) {
				t.Errorf("another password: %v", err)
			}
		})
	}
	for _, v2 := range []string{"aes-256-cbc", "aes-128-cbc", "des-ede3-cbc"} {
		out := filepath.Join(dir, "enc.der")
		run("pkcs8", "-topk8", "-v2", v2, "-passout", "pass:secret", "-in", key, "-outform", "DER", "-out", out)
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Key(b, "secret"); err != nil || !bytes.Equal(got, wantKey) {
			t.Errorf("%s: %v", v2, err)
		}
		if _, err := Key(b, "other"); !errors.Is(err, ErrPassword) {
			t.Errorf("%s: %v", v2, err)
		}
	}
	out := filepath.Join(dir, "scrypt.der")
	run("pkcs8", "-topk8", "-scrypt", "-passout", "pass:secret", "-in", key, "-outform", "DER", "-out", out)
	if b, _ := os.ReadFile(out); true {
		if _, err := Key(b, "secret"); !errors.Is(err, ErrUnsupported) {
			t.Errorf("scrypt: %v", err)
		}
	}
}

// sameKey compares by the public keys, for PKCS#8 may write a key in several ways.
func sameKey(t *testing.T, tool string, a, b []byte) bool {
	public := func(key []byte) []byte {
		cmd := exec.Command(tool, "pkey", "-inform", "DER", "-pubout")
		cmd.Stdin = bytes.NewReader(key)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	return bytes.Equal(public(a), public(b))
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("\x30\x03\x02\x01\x03"))
	f.Fuzz(func(_ *testing.T, b []byte) {
		o := opener{secret: spellings("x")[0], left: 1000}
		_ = o.open(b)
	})
}
