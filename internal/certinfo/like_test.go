package certinfo

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/testdata"
)

// said is what is said of a certificate beside its values.
func said(c *Certificate) string {
	var b bytes.Buffer
	fmt.Fprintln(&b, c.Version.Number, c.Key.Title(), c.Key.Point, c.TBSSignature.Title(), c.SignatureAlgorithm.Title(), c.Whole, c.SelfIssued(),
		c.NotBefore.Tag, c.NotAfter.Tag, c.Key.Exponent.Raw, len(c.IssuerUniqueID.Bytes), len(c.SubjectUniqueID.Bytes))
	for _, n := range []*dn.Name{&c.Subject, &c.Issuer} {
		for _, d := range n.RDNs {
			for _, a := range d.Attributes {
				fmt.Fprintln(&b, a.OID, a.Tag, a.Text == "")
			}
		}
	}
	for i := range c.Extensions {
		x := &c.Extensions[i]
		fmt.Fprintf(&b, "%v %v %T\n", x.OID, x.Critical, x.Parsed)
		switch x.OID {
		case oid.SubjectAltName:
			for _, n := range x.Parsed.(*GeneralNames).Names {
				fmt.Fprintln(&b, n.Kind, n.Damaged)
			}
		case oid.SubjectKeyIdentifier, oid.AuthorityKeyIdentifier, oid.AuthorityInfoAccess, oid.CRLDistributionPoints:
		default:
			fmt.Fprintf(&b, "%x\n", x.Value)
		}
	}
	return b.String()
}

// checkLike holds that of what is like a certificate nothing is to be said, and that it
// has the values that the reader reads.
func checkLike(t *testing.T, name string, p *Pattern, words string, src []byte) bool {
	t.Helper()
	var v Values
	if !p.Like(src, &v) {
		return false
	}
	c := Parse(src)
	if len(c.Findings) > 0 {
		t.Fatalf("%s: like, but %v\n%x", name, c.Findings[0], src)
	}
	if got := said(c); got != words {
		t.Fatalf("%s: like, but not the same is said:\n%s\nof the other:\n%s", name, got, words)
	}
	if !bytes.Equal(v.Serial, c.Serial.Raw) || !bytes.Equal(v.Subject, c.Subject.DER) || !bytes.Equal(v.Issuer, c.Issuer.DER) ||
		!v.NotBefore.Equal(c.NotBefore.Time) || !v.NotAfter.Equal(c.NotAfter.Time) || Apart(v.Subject, v.Issuer) == c.SelfIssued() {
		t.Fatalf("%s: other values: %+v", name, v)
	}
	for id, value := range map[oid.OID][]byte{oid.SubjectAltName: v.Alternative, oid.SubjectKeyIdentifier: v.SubjectKeyID, oid.AuthorityKeyIdentifier: v.AuthorityKeyID} {
		if x := c.Extension(id); (x != nil) != (value != nil) || x != nil && !bytes.Equal(x.Value, value) {
			t.Fatalf("%s: %s: %x", name, id, value)
		}
	}
	return true
}

// patterns returns the certificates that can be patterns, of testdata and of the corpora,
// and what is said of them.
func patterns(t *testing.T) (list []*Pattern, words []string) {
	all := [][]byte{}
	for _, name := range testdata.Certificates() {
		all = append(all, testdata.DER(name))
	}
	if os.Getenv("MTLENS_CORPORA") != "" {
		for _, s := range corpus(t) {
			all = append(all, s.der)
		}
	}
	for _, src := range all {
		c := Parse(src)
		if len(c.Findings) > 0 {
			continue
		}
		if p, _, ok := NewPattern(src); ok {
			list, words = append(list, p), append(words, said(c))
		}
	}
	return list, words
}

func TestPatternsAreLikeEachOther(t *testing.T) {
	list, words := patterns(t)
	like := 0
	for i := range list {
		for k := max(0, i-40); k < min(len(list), i+40); k++ {
			if checkLike(t, fmt.Sprint(i, k), list[i], words[i], list[k].src) && i != k {
				like++
			}
		}
	}
	t.Logf("%d patterns, %d pairs are alike", len(list), like)
	if like < 5 { // the fixtures alone have some
		t.Errorf("%d pairs are alike", like)
	}
}

// Mutants of a certificate that are like it have no finding.
func TestMutantsThatAreLike(t *testing.T) {
	list, words := patterns(t)
	const mutants = 200_000
	r := rand.New(rand.NewPCG(3, 1))
	like := 0
	for n := range mutants {
		i := n % len(list)
		src := bytes.Clone(list[i].src)
		for range 1 + r.IntN(2) {
			at := r.IntN(len(src))
			switch r.IntN(3) {
			case 0:
				src[at] = byte(r.IntN(256))
			case 1:
				src[at] ^= 1 << r.IntN(8)
			default: // what stands elsewhere in it
				copy(src[at:], list[r.IntN(len(list))].src[r.IntN(50):][:min(len(src)-at, 1+r.IntN(4))])
			}
		}
		if checkLike(t, fmt.Sprint("mutant ", n), list[i], words[i], src) {
			like++
		}
	}
	t.Logf("%d of %d mutants are like the original", like, mutants)
	if like < mutants/10 {
		t.Errorf("%d of %d are", like, mutants)
	}
}

func TestLikeCostsNoMemory(t *testing.T) {
	p, v, ok := NewPattern(leaf())
	if !ok {
		t.Fatal("no pattern")
	}
	if n := testing.AllocsPerRun(10, func() { p.Like(p.src, &v) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkLike(b *testing.B) {
	p, v, _ := NewPattern(leaf())
	other := bytes.Clone(p.src)
	b.ReportAllocs()
	for b.Loop() {
		p.Like(other, &v)
	}
}
