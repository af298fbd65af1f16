package asn1tree

import (
	"bytes"
	"encoding/pem"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/testdata"
)

// asn1parse returns the lines of "openssl asn1parse": offset, depth, lengths,
// form and tag of every element. ok is false if openssl stopped at a fault.
func asn1parse(t *testing.T, src []byte) (lines []string, ok bool) {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("no processes under js")
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	cmd := exec.Command("openssl", "asn1parse", "-inform", "DER")
	cmd.Stdin = bytes.NewReader(src)
	out, err := cmd.Output()
	for line := range strings.Lines(string(out)) {
		head, tag, found := strings.Cut(strings.TrimRight(line, "\n"), ": ")
		if !found || !strings.Contains(head, ":d=") {
			continue // a line break inside a value
		}
		tag, _, _ = strings.Cut(tag, ":")
		tag = strings.TrimSuffix(strings.TrimSpace(tag), "[HEX DUMP]")
		lines = append(lines, strings.Join(strings.Fields(strings.NewReplacer(":", " ", "=", " ").Replace(head)), " ")+" "+strings.TrimSpace(tag))
	}
	return lines, err == nil
}

// opensslTags are OpenSSL's names of the types (ASN1_tag2str), by ours.
var opensslTags = map[string]string{"OBJECT IDENTIFIER": "OBJECT", "RELATIVE-OID": "<ASN1 13>", "end of contents": "EOC",
	"universal tag 0": "EOC", "universal tag 7": "OBJECT DESCRIPTOR", "universal tag 8": "EXTERNAL", "universal tag 9": "REAL"}

// likeOpenSSL writes the nodes that openssl shows as openssl writes them.
func likeOpenSSL(nodes []Node) []string {
	var lines []string
	inside := -1 // the depth of the string that is opened, or -1
	for _, n := range nodes {
		if inside >= 0 && n.Depth > inside {
			continue
		}
		inside = -1
		form, length := "prim", strconv.Itoa(n.Length)
		switch n.Form {
		case Wrapping:
			inside = n.Depth
		case Constructed:
			form = "cons"
		}
		if n.Length < 0 {
			length = "inf"
		}
		tag := n.Tag
		switch s, number, context := strings.Cut(strings.Trim(tag, "[]"), " "); {
		case tag[0] == '[' && !context:
			tag = "cont [ " + s + " ]"
		case tag[0] == '[':
			tag = map[string]string{"APPLICATION": "appl", "PRIVATE": "priv"}[s] + " [ " + number + " ]"
		case opensslTags[tag] != "":
			tag = opensslTags[tag]
		case strings.HasPrefix(tag, "universal tag "):
			tag = "<ASN1 " + tag[len("universal tag "):] + ">"
		default:
			tag = strings.ToUpper(tag)
		}
		lines = append(lines, strings.Join([]string{strconv.Itoa(n.Offset), "d", strconv.Itoa(n.Depth), "hl", strconv.Itoa(n.Header), "l", length, form, tag}, " "))
	}
	return lines
}

func treeOf(src []byte) []Node { return List(der.Classify(src), src) }

// compareTree compares the tree with openssl's line by line. Where openssl stops
// at a fault, what stands before it must be the same. It reports whether openssl
// came to the end.
func compareTree(t *testing.T, name string, src []byte) (whole bool) {
	t.Helper()
	want, ok := asn1parse(t, src)
	got := likeOpenSSL(treeOf(src))
	if ok && len(got) != len(want) {
		t.Errorf("%s: %d elements, openssl has %d", name, len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Errorf("%s: line %d is\n%s\nopenssl has\n%s", name, i+1, got[i], want[i])
			break
		}
	}
	return ok
}

func TestTreeLikeOpenSSL(t *testing.T) {
	for _, name := range testdata.Certificates() {
		if !compareTree(t, name, testdata.DER(name)) {
			t.Errorf("openssl does not read %s", name)
		}
	}
	for _, x := range []struct{ name, src string }{
		{"indefinite lengths", "\x30\x80\x04\x01a\x30\x80\x05\x00\x00\x00\x00\x00"},
		{"high tags", "\x30\x0e\xbf\x1f\x03\x02\x01\x05\x5f\x81\x01\x00\xdf\x87\x68\x01x"},
		{"long lengths", "\x30\x81\x05\x04\x82\x00\x01a"},
		{"rare types", "\x30\x10\x0d\x01\x01\x0a\x01\x02\x16\x00\x1b\x00\x08\x00\x09\x00\x0b\x00"},
	} {
		compareTree(t, x.name, []byte(x.src))
	}
}

// sampleStep thins out the corpora: openssl is started once for each structure.
const sampleStep = 3

// TestTreeCorpora is the same for every third structure of the folder that
// MTLENS_CORPORA names.
func TestTreeCorpora(t *testing.T) {
	root := os.Getenv("MTLENS_CORPORA")
	if root == "" {
		t.Skip("MTLENS_CORPORA names no folder")
	}
	seen, compared := 0, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		var sources [][]byte
		switch filepath.Ext(path) {
		case ".pem", ".crt", ".cer", ".der":
			text, err := os.ReadFile(path)
			if err != nil || len(text) > 1<<16 {
				return err
			}
			if text[0] == 0x30 {
				sources = append(sources, text)
			}
			for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
				sources = append(sources, block.Bytes)
			}
		}
		for _, src := range sources {
			if seen++; seen%sampleStep == 0 && compareTree(t, path, src) {
				compared++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if t.Logf("%d structures", compared); compared < seen/sampleStep*8/10 {
		t.Errorf("openssl reads only %d of %d", compared, seen/sampleStep)
	}
}

// In a certificate the fields have the names that RFC 5280 gives them, and what
// is inside the strings is opened.
func TestTreeNames(t *testing.T) {
	tree := treeOf(testdata.DER("client-1"))
	var names []string
	opened := 0
	for _, n := range tree {
		if n.Name != "" && n.Depth < 4 {
			names = append(names, n.Name)
		}
		if n.Form == Wrapping {
			opened++
		}
	}
	const want = "tbsCertificate version serialNumber signature algorithm issuer validity notBefore notAfter subject subjectPublicKeyInfo algorithm subjectPublicKey extensions signatureAlgorithm algorithm signatureValue"
	if got := strings.ReplaceAll(strings.Join(names, " "), " parameters", ""); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if opened == 0 {
		t.Error("no string is opened")
	}
}

var update = flag.Bool("update", false, "write the golden file")

// The values of extensions with the names that their documents give to what is in
// them, each form of a value once, to be read. Without a name are the members of
// lists, what an explicit tag holds, and what no document is known of.
func TestNamesInside(t *testing.T) {
	var b strings.Builder
	seen := map[string]bool{}
	show := func(src []byte) {
		kind, value, inside := "", "", -1
		for _, n := range append(List(der.Classify(src), src), Node{}) {
			if inside >= 0 && n.Depth <= inside {
				if inside = -1; !seen[value] {
					seen[value] = true
					b.WriteString(kind + "\n" + value + "\n")
				}
				value = ""
			}
			if inside >= 0 {
				value += strings.TrimRight(strings.Repeat("  ", n.Depth-inside)+n.Tag+" "+n.Name, " ") + "\n"
			}
			switch n.Name {
			case "extnID":
				kind = n.Value
			case "extnValue":
				inside = n.Depth
			}
		}
	}
	for _, name := range testdata.Certificates() {
		show(testdata.DER(name))
	}
	for _, name := range testdata.Neighbors() {
		_, src, _ := testdata.Neighbor(name)
		show(src)
	}
	const file = "extension-names.txt"
	if *update {
		if err := os.WriteFile(filepath.Join("..", "..", "testdata", "golden", file), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, _ := testdata.Golden(file)
	g, w := strings.Split(b.String(), "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("line %d of %s is %q, want %q", i+1, file, g[i], w[i])
		}
	}
	if len(g) != len(w) {
		t.Errorf("%d lines, %s has %d", len(g), file, len(w))
	}
}

// encode writes an element with a long length where that is needed.
func encode(tag byte, content []byte) []byte {
	n := len(content)
	switch {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, content...)
	case n < 1<<16:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, content...)
	}
	return append([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, content...)
}

// A revocation list of 100,000 entries is listed as runs, and every run opens to
// what is in it: together the parts hold each element once, in order.
func TestTreeOfLongList(t *testing.T) {
	var entries []byte
	for i := range 100_000 {
		serial := encode(der.Integer, []byte{1, byte(i >> 16), byte(i >> 8), byte(i)})
		entries = append(entries, encode(0x30, append(serial, encode(der.UTCTime, []byte("240102030405Z"))...))...)
	}
	src := encode(0x30, append(encode(0x30, entries), encode(der.BitString, []byte{0, 1, 2, 3})...))
	tree := treeOf(src)
	if len(tree) != 1+1+100+1 {
		t.Fatalf("%d nodes", len(tree))
	}
	at, count := tree[2].Offset, 0
	for _, run := range tree[2:102] {
		if run.Form != Several || run.Offset != at || run.Depth != 2 {
			t.Fatalf("got %+v, want a run at %d", run, at)
		}
		part := Run(src[run.Offset:run.Offset+run.Size], run.Offset, run.Depth)
		for _, n := range part {
			if n.Depth == 2 {
				if n.Offset != at {
					t.Fatalf("an entry at %d, want %d", n.Offset, at)
				}
				at += n.Size
				count++
			}
		}
	}
	if count != 100_000 {
		t.Errorf("%d entries", count)
	}
}

// Closed nodes of a structure with no long list open too.
func TestTreeCloses(t *testing.T) {
	var lists []byte
	for range 100 {
		lists = append(lists, encode(0x30, encode(0x30, bytes.Repeat([]byte{5, 0}, 500)))...)
	}
	src := encode(0x30, lists)
	tree := treeOf(src)
	if len(tree) > MaxNodes+1000 {
		t.Errorf("%d nodes", len(tree))
	}
	last := tree[len(tree)-1]
	if last.Closed != 1 {
		t.Fatalf("the last is open: %+v", last)
	}
	part := Part(src[last.Offset:last.Offset+last.Size], last.Offset, last.Depth+1)
	if len(part) != 501 || part[0].Offset != last.Offset+last.Header || part[1].Depth != 3 {
		t.Errorf("%d nodes in it, first %+v", len(part), part[0])
	}
}

func TestTreeValues(t *testing.T) {
	for _, tt := range []struct{ name, src, value, note string }{
		{"short string", "\x0c\x03abc", "abc", ""},
		{"long string", "\x0c\x81\xc8" + strings.Repeat("é", 100), strings.Repeat("é", 48) + "…", ""},
		{"long bytes", "\x04\x81\xc8" + strings.Repeat("\xff", 200), strings.Repeat("ff", 96) + "…", ""},
		{"implicit text", "\x82\x03a.b", "a.b", ""},
		{"implicit bytes", "\x82\x02\x00\x01", "0001", ""},
		{"object", "\x06\x03\x55\x04\x03", "2.5.4.3", "commonName"},
		{"time", "\x17\x0d240102030405Z", "240102030405Z", "2024-01-02T03:04:05Z"},
		{"overrun", "\x04\x05ab", "6162", ""},
	} {
		n := treeOf([]byte(tt.src))[0]
		if n.Value != tt.value || n.Note != tt.note {
			t.Errorf("%s: got %q, %q", tt.name, n.Value, n.Note)
		}
	}
}

func FuzzTree(f *testing.F) {
	f.Add(testdata.DER("client-1"))
	f.Add([]byte("\x30\x80\x04\x02\x30\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, src []byte) {
		at := 0
		for _, n := range treeOf(src) {
			if n.Offset < at || n.Size < 0 || n.Offset+n.Size > len(src) {
				t.Fatalf("%+v after %d in %d bytes", n, at, len(src))
			}
			at = n.Offset
		}
	})
}
