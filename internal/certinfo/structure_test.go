package certinfo

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/testdata"
)

// Every element of twenty certificates, changed in its identifier or content in each
// way that keeps the lengths, must give a finding whose place lies inside it. (Changed
// lengths: TestDamage.)

// spot is an element of a certificate.
type spot struct {
	at, header, length int // length of the content
	path               string
	depth              int
	octet              byte
}

// spots lists the elements of src, those in OCTET and BIT STRINGs too.
func spots(src []byte) (list []spot) {
	var walk func(r der.Reader, path string, depth int)
	walk = func(r der.Reader, path string, depth int) {
		for i := 0; ; i++ {
			e, ok := r.Next()
			if !ok {
				return
			}
			p := fmt.Sprintf("%s.%d", path, i)
			list = append(list, spot{e.Offset, e.Header, len(e.Bytes) - e.Header, p, depth, e.Bytes[0]})
			content, at := e.Content(), e.Offset+e.Header
			switch {
			case e.Constructed:
				walk(e.Children(), p, depth+1)
			case e.Is(der.OctetString) && wholly(content):
				walk(der.NewReaderAt(content, at), p, depth+1)
			case e.Is(der.BitString) && len(content) > 1 && wholly(content[1:]):
				walk(der.NewReaderAt(content[1:], at+1), p, depth+1)
			}
		}
	}
	walk(der.NewReader(src), "", 0)
	return list
}

// twists are the changes. A change that makes no difference returns false.
var twists = []struct {
	name string
	do   func(b []byte, s *spot) bool
}{
	{"constructed", func(b []byte, s *spot) bool { b[s.at] ^= 0x20; return s.octet&0x20 == 0 }},
	{"primitive", func(b []byte, s *spot) bool { b[s.at] ^= 0x20; return s.octet&0x20 != 0 }},
	{"application", func(b []byte, s *spot) bool { b[s.at] = b[s.at]&0x3F | 0x40; return b[s.at] != s.octet }},
	{"private", func(b []byte, s *spot) bool { b[s.at] |= 0xC0; return b[s.at] != s.octet }},
	{"context", func(b []byte, s *spot) bool { b[s.at] = b[s.at]&0x3F | 0x80; return s.octet&0xC0 == 0 }},
	{"universal", func(b []byte, s *spot) bool { b[s.at] &= 0x3F; return s.octet&0xC0 != 0 }},
	{"end of contents", func(b []byte, s *spot) bool { b[s.at] = b[s.at] &^ 0xDF; return true }},
	{"reserved tag", func(b []byte, s *spot) bool { b[s.at] = b[s.at]&0x20 | 0x0F; return true }},
	{"OID with a zero", func(b []byte, s *spot) bool { return s.octet == 6 && s.length > 2 && set(&b[s.at+s.header+1], 0x80) }},
	{"OID without end", func(b []byte, s *spot) bool {
		return s.octet == 6 && set(&b[s.at+s.header+s.length-1], b[s.at+s.header+s.length-1]|0x80)
	}},
}

func set(c *byte, v byte) bool {
	old := *c
	*c = v
	return old != v
}

var twenty = []string{
	"client-1", "client-2", "client-2-expired", "ec-issuing-ca", "ec-root-ca", "issuing-ca", "ext-constraints", "ext-crl-points", "ext-general-names", "ext-microsoft",
	"ext-more", "ext-netscape", "ext-other-names", "ext-privileges", "ext-qualified", "ext-tls", "ext-resources", "ext-professions", "name-strings", "name-multivalue", "sig-pss",
}

// untold are elements whose change gives no finding, each with the reason. OpenSSL
// reads each of them so changed, and prints it as bytes or as what it is.
var untold = map[string]string{
	"context ext-constraints.0.0.7.0.7.1.0.1.1.0":     "a value of subjectDirectoryAttributes is ANY",
	"context ext-constraints.0.0.7.0.7.1.0.0.1.0":     "likewise",
	"context ext-constraints.0.0.7.0.7.1.0.0.1.1":     "likewise",
	"context ext-qualified.0.0.7.0.3.1.0.2.1.0":       "the information of a qcStatement is ANY",
	"context ext-qualified.0.0.7.0.3.1.0.9.1":         "likewise",
	"context ext-qualified.0.0.7.0.3.1.0.9.1.0":       "likewise",
	"context ext-privileges.0.0.7.0.8.1.0.4.1":        "an attribute value is ANY",
	"context ext-privileges.0.0.7.0.21.1.0.0.0.1.1.0": "likewise",
	"context ext-privileges.0.0.7.0.22.1.0.1.0.1":     "likewise",
	"context ext-privileges.0.0.7.0.22.1.0.1.1.1":     "likewise",
	"context ext-privileges.0.0.7.0.24.1.0.0.1.0":     "likewise",
	"context ext-microsoft.0.0.7.0.9.1.0.0.1":         "a member of an unknown structure",
	"context ext-other-names.0.0.7.0.3.1.0.7.1.0":     "the value of an unknown otherName is ANY",
	"context ext-other-names.0.0.7.0.3.1.0.7.1.0.0":   "likewise",
	"context ext-other-names.0.0.7.0.3.1.0.7.1.0.1":   "likewise",
	"context ext-general-names.0.0.7.0.3.1.0.1.1.0":   "likewise",
}

func TestEveryTwist(t *testing.T) {
	missed := map[string][]string{}
	all := 0
	for _, name := range twenty {
		src := testdata.DER(name)

		for _, s := range spots(src) {
			for _, w := range twists {
				b := slices.Clone(src)
				if s.octet == 0 || !w.do(b, &s) {
					continue
				}
				all++
				inside := false
				for _, f := range Parse(b).Findings {

					if f.DER != nil && f.DER.Offset >= s.at && f.DER.Offset <= s.at+s.header+s.length {
						inside = true
					}
				}
				reason := untold[w.name+" "+name+s.path]
				if inside && reason != "" {
					t.Errorf("%s %s%s has a finding: take it off the list", w.name, name, s.path)
				}
				if !inside && reason == "" {
					key := fmt.Sprintf("%s of %s", w.name, (&der.Element{Class: der.Class(s.octet >> 6), Tag: int(s.octet & 0x1F)}).TypeName())
					missed[key] = append(missed[key], name+s.path)
				}
			}
		}
	}
	var keys []string
	n := 0
	for k := range missed {
		keys = append(keys, k)
		n += len(missed[k])
	}
	slices.Sort(keys)
	for _, k := range keys {
		t.Errorf("%-40s %d: %s", k, len(missed[k]), strings.Join(missed[k][:min(3, len(missed[k]))], " "))
	}
	t.Logf("%d changes, %d missed", all, n)
}
