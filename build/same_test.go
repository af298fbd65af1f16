package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/build/program"
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

// The shipped program gives the same report as a native build, to the byte: for
// every file of testdata, for every file and every certificate of the corpora, and for
// a bundle for which the collector must run many times.
func TestSameReportInWebAssembly(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed")
	}
	out := build(t)
	dir := t.TempDir()
	args := []string{filepath.Join("testdata", "answers.mjs")}
	for _, prefix := range []string{"worker-", program.First + "-", program.Rest + "-"} {
		for name, data := range out.site {
			if strings.HasPrefix(name, prefix) && !packed(name) {
				path := filepath.Join(dir, name)
				if err := os.WriteFile(path, data, 0o600); err != nil {
					t.Fatal(err)
				}
				args = append(args, path)
			}
		}
	}
	inputs := append(sameInputs(t), namedInput{"a large bundle", largeBundle(t)})
	var file []byte
	for _, in := range inputs {
		file = append(binary.LittleEndian.AppendUint32(file, uint32(len(in.data))), in.data...)
	}
	path := filepath.Join(dir, "inputs")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, `{"now":`+strconv.FormatInt(testdata.Now.UnixMilli(), 10)+`}`, path)
	ask := func(more ...string) []byte {
		cmd := exec.Command("node", append(args, more...)...)
		cmd.Stderr = os.Stderr
		answer, err := cmd.Output()
		if err != nil {
			t.Errorf("node: %v", err)
		}
		return answer
	}
	asked := make(chan []byte)
	go func() { asked <- ask() }()
	want := make([][]byte, len(inputs))
	for i, in := range inputs {
		report := decode.Text(in.data, decode.Options{Now: testdata.Now}).JSON()
		want[i] = append(append([]byte(`{"ok":`), report...), '}')
	}
	got := strings.Split(string(<-asked), "\n")
	if len(got) != len(inputs) {
		t.Fatalf("%d answers to %d inputs", len(got), len(inputs))
	}
	differ := 0
	for i, in := range inputs {
		if sum := sha256.Sum256(want[i]); got[i] == hex.EncodeToString(sum[:]) {
			continue
		}
		if differ++; differ > 5 {
			continue
		}
		answer := ask(strconv.Itoa(i))
		at := 0
		for at < min(len(answer), len(want[i])) && answer[at] == want[i][at] {
			at++
		}
		near := func(b []byte) []byte { return b[max(0, at-60):min(len(b), at+60)] }
		t.Errorf("%s: from byte %d on\nWebAssembly %s\nnative      %s", in.name, at, near(answer), near(want[i]))
	}
	if differ > 0 {
		t.Errorf("%d of %d differ", differ, len(inputs))
	}
	t.Logf("%d inputs, %d bytes", len(inputs), len(file))
	if os.Getenv("MTLENS_CORPORA") == "" {
		t.Log("MTLENS_CORPORA names no folder with certificates: testdata alone was read")
	}
}

// Ordinary pastes need no more than what is loaded with the page; others do, which is
// what the rest is for.
func TestOrdinaryPastesNeedNoRest(t *testing.T) {
	needs(t, "node")
	out, dir := build(t), t.TempDir()
	ask := func(inputs ...[]byte) error {
		var list []byte
		for _, input := range inputs {
			list = append(binary.LittleEndian.AppendUint32(list, uint32(len(input))), input...)
		}
		args := []string{filepath.Join("testdata", "answers.mjs")}
		for file, data := range map[string][]byte{"worker": out.starting("worker-"), "first": out.starting(program.First + "-"), "inputs": list} {
			if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		args = append(args, filepath.Join(dir, "worker"), filepath.Join(dir, "first"), "-", `{"now":`+strconv.FormatInt(testdata.Now.UnixMilli(), 10)+`}`, filepath.Join(dir, "inputs"))
		text, err := exec.Command("node", args...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, text)
		}
		return nil
	}
	// The collector, which runs after a few, needs the rest.
	for inputs := range slices.Chunk(program.Ordinary(), 4) {
		if err := ask(inputs...); err != nil {
			t.Error(err)
		}
	}
	if err := ask(testdata.Paste("cut-off.txt")); err == nil || !strings.Contains(err.Error(), "the rest of the program could not be loaded") {
		t.Errorf("a paste that is not ordinary: %v", err)
	}
}

// Nor do those of others: certificates of the corpora of which nothing is to be said, as a load
// balancer forwards them, pasted in the ways that people paste.
func TestOthersOrdinaryPastesNeedNoRest(t *testing.T) {
	const (
		most    = 600 // pastes: each is a life of the program
		of, few = 20, 1
	)
	if os.Getenv("MTLENS_CORPORA") == "" {
		t.Skip("MTLENS_CORPORA names no folder with certificates")
	}
	needs(t, "node")
	var all [][]byte
	for _, in := range sameInputs(t) {
		if len(in.data) > 4<<10 || in.data[0] != 0x30 || len(certificates(decode.Text(in.data, decode.Options{Now: testdata.Now}))) != 1 {
			continue
		}
		armor := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: in.data})
		value := carrier.AppendCertificates(nil, carrier.PEMSafe, in.data)
		all = append(all, [][]byte{
			armor, bytes.TrimSpace(armor), value, slices.Concat([]byte("X-Amzn-Mtls-Clientcert-Leaf: "), value), slices.Concat([]byte("x-amzn-mtls-clientcert: "), value, []byte("\n")),
			slices.Concat([]byte("GET /a HTTP/1.1\r\nHost: example.com\r\nX-Amzn-Mtls-Clientcert-Leaf: "), value, []byte("\r\nAccept: */*\r\n\r\n")),
		}[len(all)%6])
	}
	var list []byte
	asked := 0
	for i := 0; i < len(all); i += 1 + len(all)/most {
		list = append(binary.LittleEndian.AppendUint32(list, uint32(len(all[i]))), all[i]...)
		asked++
	}
	out, dir := build(t), t.TempDir()
	for file, data := range map[string][]byte{"worker": out.starting("worker-"), "first": out.starting(program.First + "-"), "inputs": list} {
		if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("node", filepath.Join("testdata", "needs.mjs"), filepath.Join(dir, "worker"), filepath.Join(dir, "first"), `{"now":`+strconv.FormatInt(testdata.Now.UnixMilli(), 10)+`}`, filepath.Join(dir, "inputs"))
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	n := strings.Count(string(text), "needs")
	t.Logf("%d of %d need the rest", n, asked)
	if asked == 0 || n*of > asked*few {
		t.Errorf("%d of %d need the rest: more than %d of %d", n, asked, few, of)
	}
}

// certificates returns those of a report, if nothing is to be said of it.
func certificates(r *report.Report) []report.Certificate {
	for i := range r.Findings {
		if r.Findings[i].Severity != report.Note {
			return nil
		}
	}
	return r.Certificates
}

// starting is the file whose name starts so.
func (out *output) starting(prefix string) []byte {
	for name, data := range out.site {
		if strings.HasPrefix(name, prefix) && !packed(name) {
			return data
		}
	}
	return nil
}

type namedInput struct {
	name string
	data []byte
}

// largeBundle is of certificates of which no two are the same: they differ in the last
// bytes of the signature.
func largeBundle(t *testing.T) (bundle []byte) {
	block, _ := pem.Decode(testdata.Paste("chain.pem"))
	if block == nil {
		t.Fatal("no PEM in chain.pem")
	}
	for i := range 3000 {
		binary.BigEndian.PutUint16(block.Bytes[len(block.Bytes)-2:], uint16(i))
		bundle = append(bundle, pem.EncodeToMemory(block)...)
	}
	return bundle
}

// sameInputs returns the files of testdata and of the corpora, and each distinct
// certificate in them by itself.
func sameInputs(t *testing.T) []namedInput {
	const longest = 4 << 20 // of a file: Node has seconds, and there are others
	var all []namedInput
	seen := map[string]bool{}
	add := func(name string, data []byte) {
		if sum := sha256.Sum256(data); len(data) > 0 && len(data) <= longest && !seen[string(sum[:])] {
			seen[string(sum[:])] = true
			all = append(all, namedInput{name, data})
		}
	}
	blocks := func(name string, text []byte) {
		for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
			add(name+", a block", block.Bytes)
		}
	}
	for _, root := range []string{filepath.Join("..", "testdata"), os.Getenv("MTLENS_CORPORA")} {
		if root == "" {
			continue
		}
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			name, _ := filepath.Rel(root, path)
			add(name, data)
			blocks(name, data)
			if ext := filepath.Ext(path); ext == ".json" || ext == ".jsonl" {
				for d := json.NewDecoder(bytes.NewReader(data)); ; {
					token, err := d.Token()
					if err != nil {
						break
					}
					if s, ok := token.(string); ok && strings.Contains(s, "-----BEGIN ") {
						add(name+", a string", []byte(s))
						blocks(name, []byte(s))
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}
