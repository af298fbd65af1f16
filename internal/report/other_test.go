package report

import (
	"bytes"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/testdata"
)

// readOther reads a structure that is no certificate, in the armor that it has.
func readOther(t *testing.T, src []byte) (Other, []judge.Finding) {
	t.Helper()
	labels := map[der.Kind]string{der.CertificateRequest: "CERTIFICATE REQUEST", der.RevocationList: "X509 CRL", der.PublicKey: "PUBLIC KEY", der.RSAPublicKey: "RSA PUBLIC KEY"}
	src = pem.EncodeToMemory(&pem.Block{Type: labels[der.Classify(src)], Bytes: src})
	j := judge.New(judge.Options{Now: testdata.Now})
	p := unwrap.Open(src)
	var findings []judge.Finding
	for u := range j.Units(p, src) {
		findings = append(findings, u.Findings...)
	}
	findings = append(findings, j.Summary(p.Rest()).Findings...)
	if len(j.Others()) != 1 {
		t.Fatalf("%d structures, want 1", len(j.Others()))
	}
	o := NewOther(j.Others()[0], testdata.Now)
	o.Sections = OtherSections(j.Others()[0], testdata.Now)
	return o, findings
}

// readAs reads what may be damaged as a structure of the kind.
func readAs(kind der.Kind, src []byte) Other {
	o, _ := judge.ReadOther(&unwrap.Object{Kind: kind, DER: source.New(src)}, testdata.Now)
	out := NewOther(o, testdata.Now)
	out.Sections = OtherSections(o, testdata.Now)
	return out
}

// Their sections, to be read; package openssl compares what OpenSSL says of them.
func TestOtherGolden(t *testing.T) {
	for _, name := range testdata.Neighbors() {
		_, src, _ := testdata.Neighbor(name)
		o, findings := readOther(t, src)
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
			cut := readAs(der.Classify(src), src[:n])
			checkPlaces(t, src[:n], cut.Sections)
		}
	}
}

// A list of a hundred thousand entries is read, and its first ones are shown.
func TestLongList(t *testing.T) {
	src := longList(100_000)
	o, findings := readOther(t, src)
	if len(findings) > 0 {
		t.Errorf("%+v", findings)
	}
	s := o.Sections[2]
	if !strings.HasPrefix(o.Text, "100,000 entries, current") || len(s.Fields) != shownEntries+2 ||
		s.Fields[0].Fields[0].Label != "Key Compromise" || s.Fields[0].Fields[0].Value != "100,000" {
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
