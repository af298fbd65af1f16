package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/testdata"
)

// Their sections, to be read; package openssl compares what OpenSSL says of them.
func TestOtherGolden(t *testing.T) {
	for _, name := range testdata.Neighbors() {
		_, src, _ := testdata.Neighbor(name)
		var o Other
		findings, ok := o.read(der.Classify(src), src, testdata.Now)
		if !ok {
			t.Fatalf("%s is not known", name)
		}
		var b strings.Builder
		b.WriteString(o.Title + " | " + o.Text + " | " + string(o.Tone) + "\n")
		for _, f := range findings {
			b.WriteString(string(f.ID) + " | " + f.Text + " | " + f.DER.Path + "\n")
		}
		for _, s := range o.Sections {
			b.WriteString("\n" + s.Title + "\n")
			showFields(&b, "  ", s.Fields)
		}
		checkPlaces(t, src, o.Sections)
		compareGolden(t, name+".txt", b.String())
		for n := range src { // cut off at every length
			var cut Other
			cut.read(der.Classify(src), src[:n], testdata.Now)
			checkPlaces(t, src[:n], cut.Sections)
		}
	}
}

// A list of a hundred thousand entries is read and shown in a moment.
func TestLongList(t *testing.T) {
	src := longList(100_000)
	start := time.Now()
	var o Other
	if findings, _ := o.read(der.RevocationList, src, testdata.Now); len(findings) > 0 {
		t.Errorf("%+v", findings)
	}
	took := time.Since(start)
	t.Logf("%d bytes in %v", len(src), took)
	if took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	s := o.Sections[2]
	if !strings.HasPrefix(o.Text, "100000 entries, current") || len(s.Fields) != shownEntries+2 ||
		s.Fields[0].Fields[0].Label != "Key Compromise" || s.Fields[0].Fields[0].Value != "100000" {
		t.Errorf("%s: %d fields, %+v", o.Text, len(s.Fields), s.Fields[0])
	}
}

// longList is the list of testdata with its first entry so many times.
func longList(n int) []byte {
	_, src, _ := testdata.Neighbor("list")
	wrap := func(tag byte, content []byte) []byte {
		l := len(content)
		return append([]byte{tag, 0x84, byte(l >> 24), byte(l >> 16), byte(l >> 8), byte(l)}, content...)
	}
	parts := func(b []byte) (list [][]byte) {
		r := der.NewReader(b)
		whole, _ := r.Next()
		in := whole.Children()
		for e, ok := in.Next(); ok; e, ok = in.Next() {
			list = append(list, e.Bytes)
		}
		return list
	}
	outer := parts(src)
	tbs := parts(outer[0])
	tbs[5] = shortest(wrap(0x30, bytes.Repeat(parts(tbs[5])[0], n)))
	outer[0] = shortest(wrap(0x30, bytes.Join(tbs, nil)))
	return shortest(wrap(0x30, bytes.Join(outer, nil)))
}

// shortest takes zero octets out of a length of four octets.
func shortest(b []byte) []byte {
	for b[1] > 0x81 && b[2] == 0 {
		b = append([]byte{b[0], b[1] - 1}, b[3:]...)
	}
	return b
}
