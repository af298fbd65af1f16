package certinfo

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/testdata"
)

// A tree of a good certificate, in which one element at a time is damaged in one
// way; all lengths around it are right again afterwards. Elements have their
// paths from the ASN.1 of RFC 5280, written down here once more.

type node struct {
	path   string
	tag    byte
	lead   []byte // of a BIT STRING with ASN.1 in it: the octet of unused bits
	leaf   []byte // content of one without kids
	kids   []*node
	encode func(n *node, content []byte) []byte // instead of the usual
}

// isList reports whether the node has kids, or could have.
func (n *node) isList() bool { return n.tag&0x20 != 0 }

// is reports whether the node has a universal tag.
func (n *node) is(tag int) bool { return n.tag&0xDF == byte(tag) }

// grow makes the tree of an element, or nil if it is not DER. around is the path of
// the element around it.
func grow(e *der.Element, path, around string) *node {
	if e.Problem != 0 || e.Header > 4 || len(e.Bytes) > 0xFFFF {
		return nil
	}
	n := &node{path: path, tag: e.Bytes[0], leaf: e.Content()}
	inside := e.Children()
	switch {
	case e.Constructed:
	case strings.HasSuffix(path, ".extnValue") && path != around && wholly(e.Content()):
		inside = der.NewReaderAt(e.Content(), e.Offset+e.Header)
	case path == "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey" && len(e.Content()) > 1 && wholly(e.Content()[1:]):
		n.lead = e.Content()[:1]
		inside = der.NewReaderAt(e.Content()[1:], e.Offset+e.Header+1)
	default:
		return n
	}
	n.leaf = nil
	for i := 0; inside.More(); i++ {
		kid, _ := inside.Next()
		one := grow(&kid, kidPath(path, i, &kid, e), path)
		if one == nil {
			return nil
		}
		n.kids = append(n.kids, one)
	}
	return n
}

// wholly reports whether b is one element that could hold others.
func wholly(b []byte) bool {
	r := der.NewReader(b)
	e, ok := r.Next()
	if !ok || e.Problem != 0 || r.More() || len(b) < 2 {
		return false
	}
	for in := e.Children(); e.Constructed && in.More(); {
		if kid, _ := in.Next(); kid.Problem != 0 {
			return false
		}
	}
	return true
}

// kidPath names member i of the element with the path.
func kidPath(path string, i int, kid, parent *der.Element) string {
	member := func(names ...string) string {
		if i < len(names) {
			return strings.TrimPrefix(path+"."+names[i], ".")
		}
		return path
	}
	switch {
	case path == "":
		return [...]string{"tbsCertificate", "signatureAlgorithm", "signatureValue"}[i]
	case path == "tbsCertificate" && kid.Class == der.ContextSpecific:
		return path + "." + [...]string{"version", "issuerUniqueID", "subjectUniqueID", "extensions"}[kid.Tag]
	case path == "tbsCertificate":
		names := []string{"serialNumber", "signature", "issuer", "validity", "subject", "subjectPublicKeyInfo"}
		if in := parent.Children(); in.More() {
			if first, _ := in.Next(); first.IsContext(0) {
				i--
			}
		}
		return path + "." + names[i]
	case path == "tbsCertificate.validity":
		return member("notBefore", "notAfter")
	case path == "tbsCertificate.subjectPublicKeyInfo":
		return member("algorithm", "subjectPublicKey")
	case path == "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey":
		return path
	case path == "tbsCertificate.issuer" || path == "tbsCertificate.subject" || path == "tbsCertificate.extensions" && parent.Is(der.Sequence):
		return fmt.Sprintf("%s[%d]", path, i)
	case path == "tbsCertificate.extensions":
		return path
	case strings.HasPrefix(path, "tbsCertificate.extensions[") && strings.HasSuffix(path, "]"):
		names := []string{"extnID", "critical", "extnValue"}
		if i == 1 && !kid.Is(der.Boolean) {
			i++
		}
		return path + "." + names[i]
	case (strings.HasPrefix(path, "tbsCertificate.issuer") || strings.HasPrefix(path, "tbsCertificate.subject[")) && parent.Is(der.Set):
		return fmt.Sprintf("%s[%d]", path, i)
	case (strings.HasPrefix(path, "tbsCertificate.issuer") || strings.HasPrefix(path, "tbsCertificate.subject[")) && strings.HasSuffix(path, "]"):
		return member("type", "value")
	}
	return path
}

// der encodes the tree, and says where the node marked comes to stand.
func (n *node) der(marked *node) (b []byte, at, length int) {
	content := slices.Clone(n.lead)
	at = -1
	if n.kids == nil {
		content = append(content, n.leaf...)
	}
	for _, kid := range n.kids {
		k, kidAt, kidLength := kid.der(marked)
		if kidAt >= 0 {
			at, length = len(content)+kidAt, kidLength
		}
		content = append(content, k...)
	}
	if n.encode != nil {
		b = n.encode(n, content)
	} else {
		b = []byte(tlv(n.tag, string(content)))
	}
	if at >= 0 {
		at += len(b) - len(content)
	}
	if n == marked {
		at, length = 0, len(b)
	}
	return b, at, length
}

// each calls f with every node under n, and with what is around it.
func (n *node) each(f func(n, parent *node)) {
	for _, kid := range n.kids {
		f(kid, n)
		kid.each(f)
	}
}

// damage is one way of damaging a node.
type damage struct {
	name string
	// do changes the node or its parent; it reports whether this is damage at all.
	// Both are put back afterwards.
	do func(n, parent *node) bool
	// path is the field that is to be named, if it is not the node's.
	path func(n, parent *node) string
	// parent says that the damaged element is what is around the node.
	parent bool
}

func inExtension(n *node) bool { return strings.Contains(n.path, ".extnValue") }

// read reports whether the values of the extension around n are read by mtlens.
func isRead(n *node, ids map[string]oid.OID) bool {
	x, _, ok := strings.Cut(n.path, ".extnValue")
	if !ok {
		return true
	}
	for i := range known {
		if known[i].id == ids[x] {
			return true
		}
	}
	return false
}

func length(f func(int) []byte) func(n, parent *node) bool {
	return func(n, _ *node) bool {
		n.encode = func(n *node, content []byte) []byte {
			return append(append([]byte{n.tag}, f(len(content))...), content...)
		}
		return true
	}
}

// usualLength is the length in its shortest form.
func usualLength(l int) []byte {
	b := []byte(tlv(0, strings.Repeat("x", max(0, l))))
	return b[1 : len(b)-max(0, l)]
}

func change(tags []int, f func([]byte) []byte) func(n, parent *node) bool {
	return func(n, _ *node) bool {
		if n.kids != nil || n.isList() || n.tag&0xC0 != 0 || !slices.Contains(tags, int(n.tag)) {
			return false
		}
		b := f(slices.Clone(n.leaf))
		if b == nil || bytes.Equal(b, n.leaf) {
			return false
		}
		n.leaf = b
		return true
	}
}

// only keeps damage to one field.
func only(path string, do func(n, parent *node) bool) func(n, parent *node) bool {
	return func(n, parent *node) bool { return n.path == path && do(n, parent) }
}

func put(tag byte, content string) func(n, parent *node) bool {
	return func(n, _ *node) bool { n.tag, n.leaf, n.kids = tag, []byte(content), nil; return true }
}

var someTime = []int{der.UTCTime, der.GeneralizedTime}

var damages = []damage{
	{name: "another tag", do: func(n, parent *node) bool {
		switch {
		case n.tag&0xC0 != 0:
			return false // an unknown name may be of any kind
		case n.is(der.Sequence):
			n.tag = 0x31
		case n.is(der.Set):
			n.tag = 0x30
		case n.is(der.OctetString):
			n.tag = der.BitString
		default:
			n.tag = der.OctetString
		}
		return true
	}},
	{name: "an application tag", do: func(n, _ *node) bool { n.tag |= 0x40; n.tag &^= 0x80; return n.tag&0x1F != 0x1F }},
	{name: "length in one octet more", do: length(func(l int) []byte {
		b := usualLength(l)
		if len(b) == 1 {
			return append([]byte{0x81}, b...)
		}
		return append([]byte{b[0] + 1, 0}, b[1:]...)
	})},
	{name: "length in four octets", do: length(func(l int) []byte { return []byte{0x84, 0, 0, byte(l >> 8), byte(l)} })},
	{name: "indefinite length", do: func(n, _ *node) bool {
		n.encode = func(n *node, content []byte) []byte {
			return append(append([]byte{n.tag, 0x80}, content...), 0, 0)
		}
		return n.isList()
	}},
	{name: "length one too large", do: length(func(l int) []byte { return usualLength(l + 1) })},
	{name: "length twenty too large", do: length(func(l int) []byte { return usualLength(l + 20) })},
	{name: "length far too large", do: length(func(l int) []byte { return []byte{0x83, 0x7F, 0xFF, 0xFF} })},
	{name: "length one too small", do: func(n, parent *node) bool {
		return (len(n.leaf) > 0 || n.kids != nil) && length(func(l int) []byte { return usualLength(l - 1) })(n, parent)
	}},
	{name: "tag in two octets", do: func(n, _ *node) bool {
		n.encode = func(n *node, content []byte) []byte {
			return append(append([]byte{n.tag | 0x1F, n.tag & 0x1F}, usualLength(len(content))...), content...)
		}
		return true
	}},
	{name: "no octets", do: func(n, _ *node) bool {
		if n.kids != nil || len(n.leaf) == 0 || der.IsString(int(n.tag)) || n.is(der.OctetString) || n.tag&0xC0 != 0 {
			return false
		}
		n.leaf = nil
		return true
	}},
	{name: "two elements too many", do: func(n, _ *node) bool {
		if !n.isList() || n.tag&0xC0 == 0x80 && inExtension(n) {
			return false
		}
		// Two: the first may be parameters that may be missing.
		n.kids = append(slices.Clip(n.kids), &node{tag: der.Null}, &node{tag: der.Null})
		return true
	}},
	{name: "an octet too many", do: func(n, _ *node) bool {
		if !n.isList() {
			return false
		}
		n.kids = append(slices.Clip(n.kids), &node{encode: func(*node, []byte) []byte { return []byte{0x13} }})
		return true
	}},
	{name: "an octet after what is in a string", do: func(n, _ *node) bool {
		if n.isList() || n.kids == nil {
			return false
		}
		n.kids = append(slices.Clip(n.kids), &node{encode: func(*node, []byte) []byte { return []byte{0} }})
		return true
	}},
	{name: "not there", parent: true, do: func(n, parent *node) bool {
		i := slices.Index(parent.kids, n)
		switch {
		case strings.HasSuffix(n.path, ".critical"), strings.HasSuffix(n.path, "]"), inExtension(n):
			return false // may be missing
		case n.path == "tbsCertificate.version", n.path == "tbsCertificate.extensions" && n.tag == 0xA3, strings.HasSuffix(n.path, "UniqueID"):
			return false
		case strings.HasPrefix(n.path, "tbsCertificate.signature") && n.path != "tbsCertificate.signature",
			n.path == "signatureAlgorithm" && n.tag != 0x30, n.path == "tbsCertificate.version",
			strings.HasPrefix(n.path, "tbsCertificate.subjectPublicKeyInfo.algorithm") && parent.path == n.path:
			return false
		}
		parent.kids = slices.Delete(slices.Clone(parent.kids), i, i+1)
		return true
	}, path: func(n, parent *node) string {
		if n.path == "tbsCertificate.validity.notBefore" {
			return parent.path // which of two times is missing cannot be told
		}
		return n.path
	}},
	{name: "twice", parent: true, do: func(n, parent *node) bool {
		if strings.HasSuffix(n.path, "]") && !strings.HasPrefix(n.path, "tbsCertificate.extensions") || inExtension(n) && n.path == parent.path {
			return false // a list may hold the same twice
		}
		i := slices.Index(parent.kids, n)
		parent.kids = slices.Insert(slices.Clone(parent.kids), i, n)
		return true
	}, path: func(n, parent *node) string { return parent.path }},

	{name: "INTEGER with a zero in front", do: change([]int{der.Integer, der.Enumerated}, func(b []byte) []byte {
		if b[0] >= 0x80 {
			return append([]byte{0xFF}, b...)
		}
		return append([]byte{0}, b...)
	})},
	{name: "BOOLEAN of 0x01", do: change([]int{der.Boolean}, func(b []byte) []byte { return []byte{1} })},
	{name: "BOOLEAN of two octets", do: change([]int{der.Boolean}, func(b []byte) []byte { return []byte{0xFF, 0xFF} })},
	{name: "BOOLEAN of its default", do: change([]int{der.Boolean}, func(b []byte) []byte { return []byte{0} })},
	{name: "NULL with an octet", do: change([]int{der.Null}, func(b []byte) []byte { return []byte{0} })},
	{name: "eight unused bits", do: func(n, _ *node) bool {
		if !n.is(der.BitString) || n.isList() {
			return false
		}
		if n.kids != nil {
			n.lead = []byte{8}
		} else {
			n.leaf = append([]byte{8}, n.leaf[1:]...)
		}
		return true
	}},
	{name: "unused bits that are set", do: change([]int{der.BitString}, func(b []byte) []byte {
		if len(b) < 2 {
			return nil
		}
		b[0], b[len(b)-1] = 3, b[len(b)-1]|1
		return b
	})},
	{name: "OBJECT IDENTIFIER with a zero in front", do: change([]int{der.OID}, func(b []byte) []byte { return append(b, 0x80, 0x01) })},
	{name: "OBJECT IDENTIFIER without its end", do: change([]int{der.OID}, func(b []byte) []byte { return append(b, 0x81) })},
	{name: "OBJECT IDENTIFIER without its last part", do: func(n, parent *node) bool {
		named := strings.HasSuffix(n.path, ".type") || strings.HasSuffix(n.path, ".extnID") || n.path == "signatureAlgorithm" || n.path == "tbsCertificate.signature"
		if !named || !n.is(der.OID) || len(n.leaf) < 3 || n.leaf[len(n.leaf)-2] >= 0x80 || inExtension(n) {
			return false
		}
		n.leaf = n.leaf[:len(n.leaf)-1]
		return true
	}},
	{name: "bad UTF-8", do: change([]int{der.UTF8String}, func(b []byte) []byte { return append(b, 0xC3) })},
	{name: "overlong UTF-8", do: change([]int{der.UTF8String}, func(b []byte) []byte { return append(b, 0xC0, 0xAF) })},
	{name: "not printable", do: change([]int{der.PrintableString}, func(b []byte) []byte { return append(b, '@') })},
	{name: "not ASCII", do: change([]int{der.IA5String, der.VisibleString, der.NumericString}, func(b []byte) []byte { return append(b, 0xE9) })},
	{name: "odd length", do: change([]int{der.BMPString, der.UniversalString}, func(b []byte) []byte { return append(b, 0) })},
	{name: "string in segments", do: func(n, _ *node) bool {
		if n.tag&0xC0 != 0 || n.isList() || !der.IsString(int(n.tag)) && !n.is(der.OctetString) && !n.is(der.BitString) {
			return false
		}
		content := append(slices.Clone(n.lead), n.leaf...)
		for _, kid := range n.kids {
			b, _, _ := kid.der(nil)
			content = append(content, b...)
		}
		n.kids, n.lead = []*node{{tag: n.tag, leaf: content}}, nil
		n.tag |= 0x20
		return true
	}},

	{name: "time without Z", do: change(someTime, func(b []byte) []byte { return b[:len(b)-1] })},
	{name: "time without seconds", do: change(someTime, func(b []byte) []byte { return append(b[:len(b)-3], 'Z') })},
	{name: "time with an offset", do: change(someTime, func(b []byte) []byte { return append(b[:len(b)-1], "+0100"...) })},
	{name: "time with a fraction", do: change([]int{der.GeneralizedTime}, func(b []byte) []byte { return append(b[:len(b)-1], ".5Z"...) })},
	{name: "month 13", do: change(someTime, func(b []byte) []byte { copy(b[len(b)-11:], "13"); return b })},
	{name: "30 February", do: change(someTime, func(b []byte) []byte { copy(b[len(b)-11:], "0230"); return b })},
	{name: "a letter in a time", do: change(someTime, func(b []byte) []byte { b[3] = 'O'; return b })},
	{name: "GeneralizedTime before 2050", do: func(n, _ *node) bool {
		if !n.is(der.UTCTime) || inExtension(n) {
			return false
		}
		century := "20"
		if n.leaf[0] >= '5' {
			century = "19"
		}
		n.tag, n.leaf = der.GeneralizedTime, append([]byte(century), n.leaf...)
		return true
	}},

	{name: "serial number negative", do: only("tbsCertificate.serialNumber", put(2, "\x80\x01"))},
	{name: "serial number zero", do: only("tbsCertificate.serialNumber", put(2, "\x00"))},
	{name: "serial number of 21 octets", do: only("tbsCertificate.serialNumber", put(2, strings.Repeat("\x55", 21)))},
	{name: "version 4", do: func(n, parent *node) bool {
		return n.path == "tbsCertificate.version" && n.is(der.Integer) && put(2, "\x03")(n, parent)
	}},
	{name: "version 2 with extensions", parent: true, do: func(n, parent *node) bool {
		return n.path == "tbsCertificate.version" && n.is(der.Integer) && put(2, "\x01")(n, parent)
	}},
	{name: "version 1 written out", parent: true, do: func(n, parent *node) bool {
		return n.path == "tbsCertificate.version" && n.is(der.Integer) && put(2, "\x00")(n, parent)
	}},
	{name: "another algorithm outside", do: func(n, _ *node) bool {
		n.kids = []*node{{tag: 6, leaf: []byte("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0e")}, {tag: 5}}
		return n.path == "signatureAlgorithm" && n.tag == 0x30
	}},
	{name: "empty RDN", do: func(n, _ *node) bool {
		if !n.is(der.Set) || inExtension(n) || n.tag != 0x31 {
			return false
		}
		n.kids = nil
		return true
	}},
	{name: "empty list", do: func(n, parent *node) bool {
		if n.tag != 0x30 || !inExtension(n) && n.path != "tbsCertificate.extensions" || len(n.kids) == 0 {
			return false
		}
		if first := n.kids[0]; first.tag == 0x31 || first.is(der.Boolean) && parent.kids[0] == n && !parent.isList() || first.tag == der.UTF8String {
			return false // a Name, basicConstraints, and a notice may be empty
		}
		n.kids = nil
		return true
	}},
	{name: "SET in another order", do: func(n, _ *node) bool {
		if n.tag != 0x31 || len(n.kids) < 2 {
			return false
		}
		n.kids = slices.Clone(n.kids)
		slices.Reverse(n.kids)
		return slices.IsSortedFunc(n.kids, func(a, b *node) int {
			x, _, _ := a.der(nil)
			y, _, _ := b.der(nil)
			return bytes.Compare(y, x)
		})
	}},
	{name: "another string type", do: func(n, _ *node) bool {
		if !strings.HasSuffix(n.path, "].value") || n.is(der.IA5String) || inExtension(n) {
			return false
		}
		n.tag = der.IA5String
		n.leaf = []byte("ASCII")
		return true
	}},
	{name: "critical that is left out", parent: true, do: func(n, parent *node) bool {
		id := string(parent.kids[0].leaf)
		if !strings.HasSuffix(n.path, ".critical") || id != "\x55\x1d\x13" && id != "\x55\x1d\x1e" && id != "\x55\x1d\x24" && id != "\x55\x1d\x36" ||
			len(parent.kids) < 3 || len(parent.kids[2].kids) == 0 || len(parent.kids[2].kids[0].kids) == 0 {
			return false
		}
		parent.kids = []*node{parent.kids[0], parent.kids[2]}
		return true
	}},
	{name: "critical that must not be", parent: true, do: func(n, parent *node) bool {
		id := string(parent.kids[0].leaf)
		if !strings.HasSuffix(n.path, ".extnID") || id != "\x55\x1d\x0e" && id != "\x55\x1d\x23" && id != "\x2b\x06\x01\x05\x05\x07\x01\x01" {
			return false
		}
		parent.kids = []*node{parent.kids[0], {tag: der.Boolean, leaf: []byte{0xFF}}, parent.kids[1]}
		return true
	}, path: func(n, _ *node) string { return strings.TrimSuffix(n.path, "extnID") + "critical" }},
	{name: "no bits of keyUsage", do: func(n, parent *node) bool {
		return parent.kids[0].is(der.BitString) && len(n.leaf) <= 3 && strings.HasSuffix(parent.path, ".extnValue") && !parent.isList() && put(3, "\x00")(n, parent)
	}},
	{name: "address of five octets", do: func(n, parent *node) bool {
		if n.tag != 0x87 || len(n.leaf) != 4 && len(n.leaf) != 16 {
			return false
		}
		n.leaf = []byte("\x0a\x00\x00\x01\x00")
		return true
	}},
	{name: "name beyond ASCII", do: func(n, parent *node) bool {
		if n.tag != 0x82 && n.tag != 0x81 && n.tag != 0x86 || !inExtension(n) || len(n.leaf) < 5 {
			return false
		}
		n.leaf = append(slices.Clone(n.leaf), 0xFF)
		return true
	}},
}

// outcome counts what became of damage of one kind.
type outcome struct{ all, found, named, placed, kept int }

func (o *outcome) add(p outcome) {
	o.all, o.found, o.named, o.placed, o.kept = o.all+p.all, o.found+p.found, o.named+p.named, o.placed+p.placed, o.kept+p.kept
}

// showMissed is set to see what is missed.
const showMissed = false

// damageAll damages every element of the certificate in every way. It reports
// whether the certificate is DER: nothing is damaged in another.
func damageAll(t *testing.T, name string, src []byte, outcomes map[string]*outcome) bool {
	before := Parse(src)
	r := der.NewReader(src)
	e, _ := r.Next()
	root := grow(&e, "", "none")
	if root == nil {
		return false
	}
	if b, _, _ := root.der(nil); !bytes.Equal(b, src) { // more follows the certificate
		return false
	}
	ids := map[string]oid.OID{}
	for i := range before.Extensions {
		ids[before.Extensions[i].Path()] = before.Extensions[i].OID
	}
	root.each(func(n, parent *node) {
		if !isRead(n, ids) {
			return
		}
		for _, d := range damages {
			keptNode, keptParent := *n, *parent
			damaged := d.do(n, parent)
			marked, want := n, keptNode.path
			if d.parent {
				marked = parent
			}
			if d.path != nil {
				want = d.path(&keptNode, &keptParent)
			}
			b, at, length := root.der(marked)
			*n, *parent = keptNode, keptParent
			if !damaged || bytes.Equal(b, src) {
				continue
			}
			o := judge(t, before, b, want, at, length)
			if outcomes[d.name] == nil {
				outcomes[d.name] = &outcome{}
			}
			outcomes[d.name].add(o)
			if showMissed && (o.named == 0 || o.placed == 0 || o.kept == 0) {
				t.Logf("%s: %s: %s at %d+%d: %+v%s", name, d.name, keptNode.path, at, length, o, list(Parse(b).Findings))
			}
		}
	})
	return true
}

// judge compares the findings of a damaged certificate with the damage.
func judge(t *testing.T, before *Certificate, b []byte, want string, at, length int) outcome {
	c := Parse(b)
	checkPlaces(t, &c.Structure, c.Extensions, len(b))
	o := outcome{all: 1}
	old := map[string]int{}
	for _, f := range before.Findings {
		old[string(f.ID)+f.DER.Path]++
	}
	for _, f := range c.Findings {
		if f.DER == nil {
			continue
		}
		if key := string(f.ID) + f.DER.Path; old[key] > 0 {
			old[key]--
			continue
		}
		o.found = 1
		rest, ok := strings.CutPrefix(f.DER.Path, want)
		if ok && (rest == "" || rest[0] == '.' || rest[0] == '[' || want == "") {
			o.named = 1
		}
		if f.DER.Offset >= at && f.DER.Offset <= at+length {
			o.placed = 1
		}
	}
	if keeps(before, c, at) {
		o.kept = 1
	}
	return o
}

// keeps reports whether every field that ends before the offset is as it was.
func keeps(before, c *Certificate, at int) bool {
	ends := func(p der.Place) bool { return p.Length > 0 && p.Offset+p.Length <= at }
	same := !ends(c.Serial.Place) || c.Serial.Hex() == before.Serial.Hex()
	same = same && (!ends(c.Issuer.Place) || c.Issuer.String() == before.Issuer.String())
	same = same && (!ends(c.NotAfter.Place) || c.NotAfter.Text == before.NotAfter.Text)
	same = same && (!ends(c.Subject.Place) || c.Subject.String() == before.Subject.String())
	same = same && (!ends(c.Key.Place) || c.Key.Title() == before.Key.Title())
	for i := range c.Extensions {
		x := &c.Extensions[i]
		same = same && (!ends(x.Place) || i < len(before.Extensions) && x.OID == before.Extensions[i].OID && bytes.Equal(x.Value, before.Extensions[i].Value))
	}
	if at > 0 && len(before.Extensions) > len(c.Extensions) && len(c.Extensions) > 0 {
		last := c.Extensions[len(c.Extensions)-1].Place
		same = same && last.Offset+last.Length >= at-4
	}
	return same
}

// Of damage of a known kind in a known field, at least 95 in 100 findings name the
// field and lie inside the damaged element; and what comes before it is shown.
func TestDamage(t *testing.T) {
	outcomes := map[string]*outcome{}
	names := []string{
		"ext-constraints", "client-1", "issuing-ca", "client-2", "name-strings", "name-multivalue", "ext-general-names", "ext-qualified",
		"ext-tls", "ext-microsoft", "ext-crl-points", "ext-other-names", "ext-resources", "ext-professions", "ext-rare", "time-2055",
	}
	if runtime.GOOS == "js" {
		names = names[:6] // it is slower there by five times
	}
	for _, name := range names {
		if !damageAll(t, name, testdata.DER(name), outcomes) {
			t.Errorf("%s is not DER", name)
		}
	}
	judgeDamage(t, outcomes)
	for _, d := range damages {
		if outcomes[d.name] == nil {
			t.Errorf("%s: nothing has been damaged so", d.name)
		}
	}
}

// The same for some of the certificates of the corpora that are good.
func TestDamageOfCorpora(t *testing.T) {
	outcomes := map[string]*outcome{}
	n := 0
	for i, s := range corpus(t) {
		if i%20 == 0 && len(s.der) < 4096 && !faulty(s.der) && damageAll(t, s.file, s.der, outcomes) {
			n++
		}
	}
	if t.Logf("%d certificates", n); n < 10 {
		t.Error("that is too few")
	}
	judgeDamage(t, outcomes)
}

func faulty(src []byte) bool {
	return slices.ContainsFunc(Parse(src).Findings, func(f finding.Finding) bool { return finding.Lookup(f.ID).Severity == finding.Error })
}

func judgeDamage(t *testing.T, outcomes map[string]*outcome) {
	sum := outcome{}
	line := func(name string, o *outcome) {
		share := func(n int) float64 { return 100 * float64(n) / float64(o.all) }
		text := fmt.Sprintf("%-40s %6d: found %5.1f%%, named %5.1f%%, placed %5.1f%%, kept %5.1f%%", name, o.all, share(o.found), share(o.named), share(o.placed), share(o.kept))
		if t.Log(text); share(o.named) < 95 || share(o.placed) < 95 || o.kept < o.all {
			t.Error(text)
		}
	}
	for _, d := range damages {
		if o := outcomes[d.name]; o != nil {
			line(d.name, o)
			sum.add(*o)
		}
	}
	line("together", &sum)
}
