package der_test

import (
	"bytes"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/testdata"
)

// TestASN1Parse walks the fixtures and compares offset, depth, header length,
// length and form of every element with "openssl asn1parse".
func TestASN1Parse(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no processes under js")
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	for _, name := range testdata.Certificates() {
		src := testdata.DER(name)
		cmd := exec.Command("openssl", "asn1parse", "-inform", "DER")
		cmd.Stdin = bytes.NewReader(src)
		out, err := cmd.Output()
		if err != nil {
			t.Errorf("%s: openssl asn1parse: %v", name, err)
			continue
		}
		var want []string // "0:d=0hl=4l=891cons"
		for line := range strings.Lines(string(out)) {
			head, _, _ := strings.Cut(line, ": ")
			if !strings.Contains(head, ":d=") {
				continue // a line break inside a value
			}
			want = append(want, strings.ReplaceAll(head, " ", ""))
		}
		got := walk(nil, der.NewReader(src), 0)
		if len(got) != len(want) {
			t.Errorf("%s: %d elements, openssl has %d", name, len(got), len(want))
		}
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("%s: element %d is %s, openssl has %s", name, i, got[i], want[i])
				break
			}
		}
	}
}

func walk(lines []string, r der.Reader, depth int) []string {
	for e := (der.Element{}); r.Scan(&e); {
		form := "prim"
		if e.Constructed {
			form = "cons"
		}
		lines = append(lines, strconv.Itoa(e.Offset)+":d="+strconv.Itoa(depth)+"hl="+strconv.Itoa(e.Header)+"l="+strconv.Itoa(e.Declared)+form)
		if e.Constructed {
			lines = walk(lines, e.Children(), depth+1)
		}
	}
	return lines
}
