package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
	inputs := append(sameInputs(t, filepath.Join("..", "testdata"), os.Getenv("MTLENS_CORPORA")), namedInput{"a large bundle", largeBundle(t)})
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

// Ordinary pastes need no more than what is loaded with the page, nor does what the worker has
// the program read before; others do, which is what the rest is for.
func TestOrdinaryPastesNeedNoRest(t *testing.T) {
	pastes := append(program.Ordinary(), warmSample(t), testdata.Paste("cut-off.txt"))
	for i, told := range needing(t, pastes) {
		if want := i == len(pastes)-1; told != want {
			t.Errorf("paste %d needs the rest: %t, want %t\n%.200s", i, told, want, pastes[i])
		}
	}
}

// warmSample is the paste of web/src/programs/warm.ts.
func warmSample(t *testing.T) []byte {
	t.Helper()
	script, err := os.ReadFile("../web/src/programs/warm.ts")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^export const sample = (".*");$`).FindSubmatch(script)
	if m == nil {
		t.Fatal("warm.ts has no sample")
	}
	sample, err := strconv.Unquote(string(m[1]))
	if err != nil || len(decode.Text([]byte(sample), decode.Options{Now: testdata.Now}).Certificates) != 1 {
		t.Fatalf("the sample is no certificate: %v", err)
	}
	return []byte(sample)
}

// Nor do most of those of others: certificates of the corpora of which nothing but notes is to be said,
// as a load balancer forwards them or as PEM. They are tests of what is unusual, so half of them have that: mapped
// policies, Ed448, parameters of RSASSA-PSS.
func TestPastesOfOthersNeedNoRest(t *testing.T) {
	if os.Getenv("MTLENS_CORPORA") == "" {
		t.Skip("MTLENS_CORPORA names no folder with certificates")
	}
	var pastes [][]byte
	for _, in := range sameInputs(t, os.Getenv("MTLENS_CORPORA")) {
		// nobettertls is of name constraints, and of names made for them
		if len(in.data) > 4<<10 || in.data[0] != 0x30 || strings.Contains(in.name, "nobettertls") || !plain(decode.Text(in.data, decode.Options{Now: testdata.Now})) {
			continue
		}
		armor := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: in.data})
		value := carrier.AppendCertificates(nil, carrier.PEMSafe, in.data)
		pastes = append(pastes, [][]byte{
			armor, bytes.TrimSpace(armor), value, slices.Concat([]byte("X-Amzn-Mtls-Clientcert-Leaf: "), value), slices.Concat([]byte("x-amzn-mtls-clientcert: "), value, []byte("\n")),
			slices.Concat([]byte("GET /a HTTP/1.1\r\nHost: example.com\r\nX-Amzn-Mtls-Clientcert-Leaf: "), value, []byte("\r\nAccept: */*\r\n\r\n")),
		}[len(pastes)%6])
	}
	n := 0
	for _, told := range needing(t, pastes) {
		if told {
			n++
		}
	}
	t.Logf("%d of %d need the rest", n, len(pastes))
	const most, of = 3, 5
	if len(pastes) < 100 || n*of > len(pastes)*most {
		t.Errorf("%d of %d need the rest: more than %d of %d", n, len(pastes), most, of)
	}
}

// plain reports whether there is one certificate in a report, and nothing but notes.
func plain(r *report.Report) bool {
	for i := range r.Findings {
		if r.Findings[i].Severity != report.Note {
			return false
		}
	}
	return len(r.Certificates) == 1
}

// needing tells which of the pastes need the rest, each the first in a page.
func needing(t *testing.T, pastes [][]byte) (told []bool) {
	needs(t, "node")
	var list []byte
	for _, paste := range pastes {
		list = append(binary.LittleEndian.AppendUint32(list, uint32(len(paste))), paste...)
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
	for line := range strings.FieldsSeq(string(text)) {
		told = append(told, line == "needs")
	}
	if len(told) != len(pastes) {
		t.Fatalf("%d answers to %d pastes", len(told), len(pastes))
	}
	return told
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

// sameInputs returns the files in folders, and each distinct certificate in them by itself.
func sameInputs(t *testing.T, folders ...string) []namedInput {
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
	for _, root := range folders {
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
