package unwrap

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/testdata"
)

// told is all that unwrapping gives, with the place of every byte, in a form that can
// be compared.
type told struct {
	Rest  Rest
	Units []toldUnit
}

type toldUnit struct {
	Kind    UnitKind
	Span    source.Span
	Fields  []string
	Objects []toldObject
}

type toldObject struct {
	Kind, Label string
	DER         []byte
	Span        source.Span
	Field       int
	Other, File bool
	Steps       []string
	Findings    []finding.Finding
	Places      []source.Span // of each byte, of all, of each half
}

func tell(paste []byte, layersOnly bool) told {
	p := Open(paste)
	p.u.layersOnly, p.u.longFrom = layersOnly, 0
	var out told
	for u := range p.Units() {
		t := toldUnit{Kind: u.Kind, Span: u.Span}
		for i := range u.Fields {
			f := u.Fields[i]
			t.Fields = append(t.Fields, fmt.Sprint(f.Name, f.NameSpan, f.Parent, f.Element, f.Member, f.JSON, f.Alone, f.Plain, f.Secret, f.Objects, f.Inner, f.Value.All(), len(f.Value.Bytes)))
		}
		for i := range u.Objects {
			o := &u.Objects[i]
			x := toldObject{Kind: o.Kind.String(), Label: o.Label, DER: o.DER.Bytes, Span: o.Span, Field: o.Field, Other: o.Other, File: o.File}
			for k := range o.Steps {
				s := &o.Steps[k]
				x.Steps = append(x.Steps, fmt.Sprint(s.Words(), s.Kind, s.Span, s.Repair, s.Block, s.Blocks))
			}
			x.Findings = append(x.Findings, o.Findings...)
			n := o.DER.Len()
			for k := range n {
				x.Places = append(x.Places, o.DER.Span(k, k+1))
			}
			x.Places = append(x.Places, o.DER.All(), o.DER.Slice(0, n/2).All(), o.DER.Slice(n/2, n).All(), o.DER.Span(n, n), o.DER.Span(0, 0))
			t.Objects = append(t.Objects, x)
		}
		out.Units = append(out.Units, t)
	}
	out.Rest = p.Rest()
	return out
}

// sameBothWays holds that the straight way and the layers give the same.
func sameBothWays(t *testing.T, name string, paste []byte) {
	t.Helper()
	straight, layers := tell(paste, false), tell(paste, true)
	if reflect.DeepEqual(straight, layers) {
		return
	}
	for i := range min(len(straight.Units), len(layers.Units)) {
		a, b := straight.Units[i], layers.Units[i]
		for k := range min(len(a.Objects), len(b.Objects)) {
			if x, y := a.Objects[k], b.Objects[k]; !reflect.DeepEqual(x, y) {
				x.Places, y.Places, x.DER, y.DER = nil, nil, nil, nil
				t.Errorf("%s: unit %d, object %d:\n%+v\nby the layers\n%+v", name, i, k, x, y)
				return
			}
		}
	}
	t.Errorf("%s: other units or findings: %d and by the layers %d, %+v, %+v\n%.300q", name, len(straight.Units), len(layers.Units), straight.Rest, layers.Rest, paste)
}

// frames put the PEM of certificates where it stands in pastes.
var frames = []func(pem string) string{
	func(s string) string { return s },
	func(s string) string { return strings.TrimSuffix(s, "\n") },
	func(s string) string { return "X-Amzn-Mtls-Clientcert-Leaf: " + albEncode(s) + "\n" },
	func(s string) string {
		return "X-Amzn-Mtls-Clientcert: " + strings.TrimSuffix(albEncode(s), "%0A") + "\r\nA: b\r\n"
	},
	func(s string) string { return albEncode(s) },
	func(s string) string { return `{"headers":{"x-amzn-mtls-clientcert":"` + albEncode(s) + `","n":1}}` },
	func(s string) string { return `{"pem":` + fmt.Sprintf("%q", s) + `}` },
	func(s string) string { return "cert = '''" + s + "'''\n" },
	func(s string) string { return "CERT=\"" + s + "\"\nB=c\n" },
	func(s string) string {
		return "  " + strings.ReplaceAll(s, "\n", "\n  ") + "\nleaf=\"" + albEncode(s) + "\""
	},
	func(s string) string { return "X: \"" + strings.ReplaceAll(albEncode(s), "%", `\u0025`) + "\"\n" },
	func(s string) string {
		return "By=spiffe://a;Cert=\"" + albEncode(s) + "\";Chain=\"" + albEncode(s+s) + "\"\n"
	},
	func(s string) string { return "X-Client-Cert: " + strings.ReplaceAll(albEncode(s), "%", "%25") + "\n" },
	func(s string) string {
		return "a\n" + s + "b\n" + strings.TrimSuffix(s, "\n") + s + "-----BEGIN CERTIFICATE-----\n"
	},
}

// damages change some bytes of a text.
func damage(r *rand.Rand, s string) string {
	b := []byte(s)
	const letters = "\n\r -_+/=%0A2Dd<.v\"'privq:#"
	for range 1 + r.Intn(3) {
		i := r.Intn(len(b))
		switch c := letters[r.Intn(len(letters))]; r.Intn(4) {
		case 0:
			b[i] = c
		case 1:
			b = append(b[:i], b[i+1:]...)
		case 2:
			b = append(b[:i], append([]byte{c}, b[i:]...)...)
		default:
			k := i + r.Intn(min(len(b)-i, 70))
			b = append(b[:i:i], b[k:]...)
		}
		if len(b) == 0 {
			return ""
		}
	}
	return string(b)
}

func TestStraight(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	var all string
	for _, name := range testdata.Certificates() {
		s := pemOf(testdata.DER(name))
		if len(all) < 9000 {
			all += s
		}
		for i, frame := range frames {
			sameBothWays(t, fmt.Sprint(name, " in frame ", i), []byte(frame(s)))
			sameBothWays(t, fmt.Sprint(name, " damaged in frame ", i), []byte(damage(r, frame(s))))
			sameBothWays(t, fmt.Sprint(name, " in damaged PEM in frame ", i), []byte(frame(damage(r, s))))
		}
	}
	for i, frame := range frames {
		sameBothWays(t, fmt.Sprint("chain in frame ", i), []byte(frame(all)))
		for range 20 {
			sameBothWays(t, fmt.Sprint("damaged chain in frame ", i), []byte(damage(r, frame(all))))
		}
	}
	for _, name := range testdata.Pastes() {
		sameBothWays(t, name, testdata.Paste(name))
	}
}

// An ordinary value does go the straight way: it has the places, and none of the
// copies that the layers make.
func TestStraightIsTaken(t *testing.T) {
	s := pemOf(testdata.DER("client-1"))
	for name, paste := range map[string]string{"plain": s, "header": "X-Amzn-Mtls-Clientcert-Leaf: " + albEncode(s) + "\n", "chain": "X-Amzn-Mtls-Clientcert: " + albEncode(s+s+s) + "\n"} {
		straight, layers := Open([]byte(paste)), Open([]byte(paste))
		layers.u.layersOnly = true
		if a, b := collectFrom(straight), collectFrom(layers); 10*a.looked > 9*b.looked {
			t.Errorf("%s: %d bytes are looked at, by the layers %d", name, a.looked, b.looked)
		}
	}
}

// The layers take these for the text of a private key, by what stands in their
// base64 by chance.
func TestStraightLeavesKeys(t *testing.T) {
	for _, line := range []string{"priv", "AAAAprivateExponent", "AAAAprivateExponenu"} {
		if got, want := private([]byte(line)), !strings.HasSuffix(line, "u"); got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
}

// All certificates of the folder that MTLENS_CORPORA names, in every frame, and
// damaged ones.
func TestStraightOnCorpora(t *testing.T) {
	root := os.Getenv("MTLENS_CORPORA")
	if root == "" {
		t.Skip("MTLENS_CORPORA names no folder")
	}
	r := rand.New(rand.NewSource(2))
	n := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if len(b) < 1<<18 {
			sameBothWays(t, path, b)
		}
		for block, rest := pem.Decode(b); block != nil; block, rest = pem.Decode(rest) {
			if n++; block.Type != "CERTIFICATE" || len(block.Bytes) > 1<<15 {
				continue
			}
			s := pemOf(block.Bytes)
			frame := frames[n%len(frames)]
			sameBothWays(t, path, []byte(frame(s)))
			sameBothWays(t, path, []byte(damage(r, frame(s))))
		}
		return nil
	})
	if err != nil || n < 1000 {
		t.Errorf("%d blocks, %v", n, err)
	}
}

// FuzzStraight holds that both ways are equal for anything.
func FuzzStraight(f *testing.F) {
	s := pemOf(testdata.DER("client-2"))
	for i, frame := range frames {
		f.Add([]byte(frame(s)), uint8(i))
	}
	f.Fuzz(func(t *testing.T, paste []byte, frame uint8) {
		sameBothWays(t, "as it is", paste)
		if bytes.HasPrefix(paste, []byte("-----BEGIN")) {
			sameBothWays(t, "in a frame", []byte(frames[int(frame)%len(frames)](string(paste))))
		}
	})
}
