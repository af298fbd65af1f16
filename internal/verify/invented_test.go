package verify_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/verify"
)

// invented is a client, what it is judged by, and what OpenSSL 3.0.19 says of it: the
// number of its first error with the flags of s2n-tls, 0 for none.
type invented struct {
	name  string
	chain []*authority
	store []*authority
	lists [][]byte
	code  int
}

// inventions are chains of the kinds on which validators differ.
func inventions(t *testing.T) (all []invented) {
	mk := func(by *authority, common string, edits ...func(*x509.Certificate)) *authority {
		return by.make(t, common, also(edits...))
	}
	of := func(list ...*authority) []*authority { return list }
	add := func(name string, code int, chain, store []*authority, lists ...[]byte) {
		all = append(all, invented{name, chain, store, lists, code})
	}
	var none *authority
	withoutID := func(c *x509.Certificate) { c.SubjectKeyId = nil }
	old := days(-9, -1)
	root := mk(none, "root", ca)
	mid := mk(root, "middle", ca)
	leaf := mk(mid, "client", client)
	near := mk(root, "near", client)
	alone := mk(none, "alone", client)

	// The leaf itself in the store.
	add("pinned", 0, of(leaf), of(leaf))
	expired := mk(root, "expired", client, old)
	add("pinned, expired", 10, of(expired), of(expired))
	add("pinned, changed since it was signed", 0, of(changed(near)), of(changed(near)))
	add("pinned, changed, its issuer beside it", 7, of(changed(near)), of(changed(near), root))
	add("pinned, self-signed, no CA", 0, of(alone), of(alone))
	add("pinned, self-signed, a list that it may not sign", 35, of(alone), of(alone), alone.bare(t, nil))
	odd := mk(root, "odd", client, extension(true, []byte{5, 0}, 1, 2, 3))
	add("pinned, with a critical extension that is not known", 34, of(odd), of(odd))
	add("pinned, the intermediate sent", 0, of(leaf, mid), of(leaf))
	add("pinned, renewed with the same key", 20, of(root.twin(t, near, client)), of(near))
	add("self-signed, another of its name in the store", 18, of(alone), of(mk(none, "alone", client)))

	// What is an anchor.
	oldRoot := none.twin(t, root, also(ca, old))
	add("intermediate as anchor, its root expired beside it", 0, of(leaf), of(mid, oldRoot))
	add("renewed root, the expired one first", 0, of(near), of(oldRoot, root))
	add("expired root alone", 10, of(near), of(oldRoot))
	oldMid := mk(root, "old middle", ca, old)
	add("expired intermediate as anchor", 10, of(mk(oldMid, "a", client)), of(oldMid))
	add("expired intermediate sent, root too", 10, of(mk(oldMid, "a", client), oldMid, root), of(root))
	bareRoot := mk(none, "bare", ca, withoutID)
	bareRoot.cert.SubjectKeyId = nil
	add("no key identifiers at all", 0, of(mk(bareRoot, "a", client)), of(bareRoot))
	add("no key identifiers, a namesake first", 7, of(mk(bareRoot, "a", client)), of(mk(none, "bare", ca), bareRoot))
	servers := mk(root, "servers", ca, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} })
	add("intermediate for servers", 26, of(mk(servers, "a", client), servers), of(root))
	add("intermediate for servers, as anchor", 0, of(mk(servers, "a", client)), of(servers))
	mute := mk(root, "mute", ca, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCRLSign })
	add("intermediate that may not sign", 79, of(mk(mute, "a", client), mute), of(root))
	plain := mk(root, "plain", func(c *x509.Certificate) { c.BasicConstraintsValid = true })
	add("intermediate that is no CA", 79, of(mk(plain, "a", client), plain), of(root))
	short := mk(root, "short", ca, func(c *x509.Certificate) { c.MaxPathLenZero = true })
	below := mk(short, "below", ca)
	add("path length used up", 25, of(mk(below, "a", client), below, short), of(root))
	self := mk(short, "short", ca)
	add("path length, a self-issued CA below", 19, of(mk(self, "a", client), self, short), of(root))
	add("changed intermediate", 7, of(leaf, changed(mid)), of(root))

	// Key identifiers.
	foreign := *root
	foreign.cert = clone(root.cert)
	foreign.cert.SubjectKeyId = []byte{1, 2, 3}
	add("key identifier of another", 20, of(mk(&foreign, "a", client)), of(root))
	akid := func(serial *big.Int, issuer []byte) func(*x509.Certificate) {
		return extension(false, tlv(0x30, tlv(0xa1, tlv(0xa4, issuer)), tlv(0x82, number(serial))), 2, 5, 29, 35)
	}
	byName := func(serial *big.Int, issuer []byte) *authority {
		parent := &authority{clone(root.cert), root.key}
		parent.cert.SubjectKeyId = nil
		return mk(parent, "by name", client, akid(serial, issuer))
	}
	add("issuer and serial of the issuer", 0, of(byName(root.cert.SerialNumber, root.cert.RawIssuer)), of(root))
	add("issuer and another serial", 20, of(byName(big.NewInt(99), root.cert.RawIssuer)), of(root))
	add("serial of the issuer, another issuer", 20, of(byName(root.cert.SerialNumber, rawName(12, "else"))), of(root))

	// Names: RFC 5280, section 7.1.
	named := func(by *authority, tag byte, text string) *authority {
		parent := &authority{clone(by.cert), by.key}
		parent.cert.RawSubject = rawName(tag, text)
		return mk(parent, "named", client)
	}
	add("issuer in another case", 0, of(named(root, 19, "ROOT")), of(root))
	add("issuer with blanks", 0, of(named(root, 12, "  root ")), of(root))
	add("issuer as BMPString", 0, of(named(root, 30, "\x00r\x00o\x00o\x00t")), of(root))
	add("issuer as another name", 20, of(named(root, 12, "r oot")), of(root))

	// Name constraints.
	under := func(name string, constraint func(*x509.Certificate), code int, edits ...func(*x509.Certificate)) {
		c := mk(none, "constrained", ca, constraint)
		add(name, code, of(mk(c, "client name", append(edits, client)...)), of(c))
	}
	mail := func(s string) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.EmailAddresses = []string{s} }
	}
	dns := func(s string) func(*x509.Certificate) { return func(c *x509.Certificate) { c.DNSNames = []string{s} } }
	uri := func(s string) func(*x509.Certificate) {
		return func(c *x509.Certificate) { u, _ := url.Parse(s); c.URIs = []*url.URL{u} }
	}
	ip := func(s string) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.ParseIP(s)} }
	}
	common := func(s string) func(*x509.Certificate) { return func(c *x509.Certificate) { c.Subject.CommonName = s } }
	under("constrained, CN is a host outside", permit(true, host("ok.example")), 47, common("a.bad.example"))
	under("constrained, CN is a host outside, e-mail beside it", permit(true, host("ok.example")), 47, common("a.bad.example"), mail("a@b.example"))
	under("constrained, CN is a host outside, DNS name inside", permit(true, host("ok.example")), 0, common("a.bad.example"), dns("a.ok.example"))
	under("constrained, CN is no host", permit(true, host("ok.example")), 0, common("John Doe"))
	under("constrained, CN with an underscore", permit(true, host("ok.example")), 47, common("a_b.bad.example"))
	under("constrained, CN is one label", permit(true, host("ok.example")), 0, common("localhost"))
	under("constrained, CN ends with a dot", permit(true, host("ok.example")), 0, common("a.bad.example."))
	under("excluded host", exclude(host("bad.example")), 48, dns("a.BAD.example"))
	under("excluded with a leading dot", exclude(host(".bad.example")), 0, dns("bad.example"))
	under("everything excluded", exclude(host("")), 48, dns("a.example"))
	under("directory name inside", permit(true, tlv(0xa4, rawName(12, "CLIENT  name"))), 0)
	under("directory name outside", permit(false, tlv(0xa4, rawName(12, "else"))), 47)
	under("address inside", permit(true, tlv(0x87, []byte{10, 0, 0, 0, 255, 0, 0, 0})), 0, ip("10.1.2.3"))
	under("address outside", permit(true, tlv(0x87, []byte{10, 0, 0, 0, 255, 0, 0, 0})), 47, ip("11.1.2.3"))
	under("address of another family", permit(true, tlv(0x87, []byte{10, 0, 0, 0, 255, 0, 0, 0})), 47, ip("2001:db8::1"))
	under("URI inside", permit(true, tlv(0x86, []byte(".ok.example"))), 0, uri("spiffe://a.ok.example/x"))
	under("URI with an address for a host", permit(true, tlv(0x86, []byte("ok.example"))), 47, uri("https://10.0.0.1/"))
	under("URI without a host", permit(true, tlv(0x86, []byte("ok.example"))), 53, uri("urn:x:y"))
	under("e-mail inside", permit(true, tlv(0x81, []byte("OK.example"))), 0, mail("a@ok.example"))
	under("e-mail of another mailbox", permit(true, tlv(0x81, []byte("b@ok.example"))), 47, mail("B@ok.example"))
	other := tlv(0xa0, []byte{0x06, 3, 0x2a, 3, 4}, tlv(0xa0, tlv(12, []byte("x"))))
	under("other name constrained, and there", permit(true, other), 51, extension(false, tlv(0x30, other), 2, 5, 29, 17))
	under("other name constrained, not there", permit(true, other), 0, dns("a.example"))
	under("constraint with a minimum", permit(true, host("ok.example"), []byte{0x80, 1, 1}), 49, dns("a.ok.example"))
	under("constraint with a maximum", permit(true, host("ok.example"), []byte{0x81, 1, 1}), 49, dns("a.ok.example"))
	under("constraint for another kind of name", permit(true, tlv(0x81, []byte("ok.example"))), 0, dns("a.example"))

	// Lists.
	critical := true
	point := tlv(0xa0, tlv(0xa0, tlv(0x86, []byte("http://c.example/1"))))
	idp := func(critical bool, parts ...[]byte) pkix.Extension {
		return ext(critical, tlv(0x30, parts...), 2, 5, 29, 28)
	}
	indirect := []byte{0x84, 1, 0xff}
	issuedBy := func(critical bool, name []byte) pkix.Extension {
		return ext(critical, tlv(0x30, tlv(0xa4, name)), 2, 5, 29, 29)
	}
	reason := func(critical bool, code byte) pkix.Extension { return ext(critical, []byte{10, 1, code}, 2, 5, 29, 21) }
	delta := ext(critical, []byte{2, 1, 1}, 2, 5, 29, 27)
	sequel := ext(false, []byte{2, 1, 2}, 2, 5, 29, 20)
	list := func(name string, code int, lists ...[]byte) { add(name, code, of(near), of(root), lists...) }
	list("list of version 1", 0, root.bare(t, nil))
	list("list of version 1, revoked", 23, root.bare(t, entry(near)))
	list("the anchor is on its own list", 23, root.bare(t, entry(root)))
	list("on hold", 23, root.bare(t, entry(near, reason(false, 6))))
	list("removed from the list", 0, root.bare(t, entry(near, reason(false, 8))))
	list("removed, and revoked in an entry after it", 0, root.bare(t, append(entry(near, reason(false, 8)), entry(near)...)))
	list("critical reason", 36, root.bare(t, entry(near, reason(true, 1))))
	list("critical invalidity date", 36, root.bare(t, entry(near, ext(true, tlv(24, []byte("20260101000000Z")), 2, 5, 29, 24))))
	list("critical extension of another's entry", 36, root.bare(t, entry(leaf, ext(true, []byte{5, 0}, 1, 2, 3))))
	list("critical number", 36, root.bare(t, nil, ext(true, []byte{2, 1, 2}, 2, 5, 29, 20)))
	list("critical key identifier", 0, root.bare(t, nil, ext(true, tlv(0x30, tlv(0x80, root.cert.SubjectKeyId)), 2, 5, 29, 35)))
	list("critical alternative name of the issuer", 36, root.bare(t, nil, ext(true, tlv(0x30, host("a.example")), 2, 5, 29, 18)))
	list("key identifier of another in the list", 3, root.bare(t, nil, ext(false, tlv(0x30, tlv(0x80, []byte{1, 2})), 2, 5, 29, 35)))
	list("indirect list", 3, root.bare(t, nil, idp(critical, indirect)))
	list("indirect list, entry of the issuer", 3, root.bare(t, entry(near, issuedBy(true, root.cert.RawSubject)), idp(critical, indirect)))
	list("indirect list, entry of another issuer", 3, root.bare(t, entry(near, issuedBy(true, rawName(12, "else"))), idp(critical, indirect)))
	list("entry of another issuer in a plain list", 0, root.bare(t, entry(near, issuedBy(true, rawName(12, "else")))))
	list("entry of the issuer by name in a plain list", 23, root.bare(t, entry(near, issuedBy(true, root.cert.RawSubject))))
	list("entry after one of another issuer", 0, root.bare(t, append(entry(leaf, issuedBy(true, rawName(12, "else"))), entry(near)...)))
	list("entry of another issuer, not critical", 0, root.bare(t, entry(near, issuedBy(false, rawName(12, "else")))))
	list("indirect list beside a whole one", 23, root.bare(t, nil, idp(critical, indirect)), root.bare(t, entry(near)))
	list("delta list alone", 0, root.bare(t, nil, sequel, delta))
	list("delta list alone, revoked", 23, root.bare(t, entry(near), sequel, delta))
	list("delta list, not critical", 0, root.bare(t, nil, sequel, ext(false, []byte{2, 1, 1}, 2, 5, 29, 27)))
	list("revoked in the list, not in the delta after it", 23, root.bare(t, entry(near), sequel), root.bare(t, nil, sequel, delta))
	list("revoked in the delta alone", 0, root.bare(t, nil, sequel), root.bare(t, entry(near), sequel, delta))
	list("delta first, revoked there alone", 23, root.bare(t, entry(near), sequel, delta), root.bare(t, nil, sequel))
	list("empty distribution point", 0, root.bare(t, nil, idp(critical)))
	list("distribution point that contradicts itself", 3, root.bare(t, nil, idp(critical, []byte{0x81, 1, 0xff}, []byte{0x82, 1, 0xff})))
	list("distribution point that cannot be read", 0, root.bare(t, nil, ext(critical, []byte{2, 1, 1}, 2, 5, 29, 28)))
	list("distribution point, not critical", 44, root.bare(t, nil, idp(false, point)))
	list("for some reasons", 3, root.bare(t, nil, idp(critical, []byte{0x83, 2, 6, 0x40})))
	list("two distribution points in a list", 0, root.bare(t, nil, idp(critical, point), idp(critical)))
	pointed := mk(root, "pointed", client, func(c *x509.Certificate) { c.CRLDistributionPoints = []string{"http://c.example/1"} })
	add("partitioned list that the leaf names, and none for the anchor", 44, of(pointed), of(root), root.bare(t, nil, idp(critical, point)))
	add("partitioned list, and one for authorities", 0, of(pointed), of(root), root.bare(t, nil, idp(critical, point)), root.bare(t, nil, idp(critical, []byte{0x82, 1, 0xff})))
	add("partitioned list, revoked", 23, of(pointed), of(root), root.bare(t, entry(pointed), idp(critical, point)), root.bare(t, nil))
	add("list of the root alone", 3, of(leaf, mid), of(root), root.bare(t, nil))
	add("list of the intermediate alone", 3, of(leaf, mid), of(root), mid.bare(t, nil))
	add("both lists", 0, of(leaf, mid), of(root), root.bare(t, nil), mid.bare(t, nil))
	add("the intermediate is revoked", 23, of(leaf, mid), of(root), root.bare(t, entry(mid)), mid.bare(t, nil))
	add("the root's serial in the list of the intermediate", 0, of(leaf, mid), of(root), root.bare(t, nil), mid.bare(t, entry(root)))
	add("intermediate as anchor, both lists", 8, of(leaf, mid), of(mid), root.bare(t, nil), mid.bare(t, nil))
	add("list by a namesake", 8, of(near), of(root), mk(none, "root", ca).bare(t, nil))
	add("the root may not sign lists", 35, nil, nil)
	dumb := mk(none, "dumb", func(c *x509.Certificate) { ca(c); c.KeyUsage = x509.KeyUsageCertSign })
	all[len(all)-1] = invented{"the root may not sign lists", of(mk(dumb, "a", client)), of(dumb), [][]byte{dumb.bare(t, nil)}, 35}
	add("list over an expired root", 10, of(near), of(oldRoot), root.bare(t, nil))
	add("list over an expired root, revoked", 23, of(near), of(oldRoot), root.bare(t, entry(near)))
	return all
}

func TestInvented(t *testing.T) {
	_, err := exec.LookPath("openssl")
	live := err == nil
	for _, c := range inventions(t) {
		t.Run(c.name, func(t *testing.T) {
			v := verify.Verify(verify.Input{Chain: chain(c.chain...), TrustStore: bundle(c.store...), CRLs: c.lists, Settings: verify.Settings{Mode: verify.VerifyMode}, Protocol: verify.TLS13, Now: now})
			if live {
				if got, said := c.openssl(t); got != c.code {
					t.Errorf("OpenSSL says %d, not %d: %s", got, c.code, said)
					c.code = got
				}
			}
			want := reasons[c.code]
			if c.code != 0 && want == "" {
				want = alb.Untrusted
			}
			if v.Reason != want {
				t.Errorf("%s by %+v; OpenSSL says %d", v.Status, v.Deciding(), c.code)
			}
			c.goAgrees(t, &v)
			c.withoutStore(t)
		})
	}
}

// reasons are the codes of OpenSSL that s2n-tls tells apart (s2n_x509_validator.c).
var reasons = map[int]alb.Reason{
	9: alb.NotYetValid, 10: alb.Expired, 23: alb.CRLHit, 26: alb.PurposeInvalid,
	3: alb.CRLProcessingError, 44: alb.CRLProcessingError, 8: alb.CRLProcessingError, 33: alb.CRLProcessingError, 36: alb.CRLProcessingError,
}

// openssl asks "openssl verify", for the path first and then for the purpose.
func (c *invented) openssl(t *testing.T) (code int, said string) {
	t.Helper()
	dir := t.TempDir()
	file := func(name, label string, ders ...[]byte) string {
		var b []byte
		for _, der := range ders {
			b = append(b, pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})...)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	args := []string{"verify", "-partial_chain", "-auth_level", "0", "-attime", strconv.FormatInt(now.Unix(), 10), "-no-CAfile", "-no-CApath", "-no-CAstore",
		"-trusted", file("store.pem", "CERTIFICATE", chain(c.store...)...), "-untrusted", file("sent.pem", "CERTIFICATE", chain(c.chain...)...)}
	if len(c.lists) > 0 {
		args = append(args, "-crl_check_all", "-CRLfile", file("lists.pem", "X509 CRL", c.lists...))
	}
	args = append(args, file("leaf.pem", "CERTIFICATE", c.chain[0].cert.Raw))
	for _, more := range [][]string{nil, {"-purpose", "sslclient"}} {
		out, err := exec.Command("openssl", append(slices.Clone(args[:1]), append(more, args[1:]...)...)...).CombinedOutput()
		if err == nil {
			continue
		}
		m := regexp.MustCompile(`error (\d+) at (\d+) depth`).FindSubmatch(out)
		if m == nil {
			t.Fatalf("%s", out)
		}
		code, _ = strconv.Atoi(string(m[1]))
		if depth := string(m[2]); more == nil || depth == "0" || len(c.store) == 0 || !anchorAt(c, depth) {
			return code, string(out)
		}
		return 0, string(out) // the anchor's purpose, which s2n-tls does not ask
	}
	return 0, ""
}

// withoutStore pastes the trust store behind the chain, and wants it said without a
// store what OpenSSL says of dates, authorities, path lengths and names; and nothing
// for certain where OpenSSL takes the chain.
func (c *invented) withoutStore(t *testing.T) {
	t.Helper()
	asked := map[int]bool{10: true, 25: true, 34: true, 47: true, 48: true, 49: true, 51: true, 53: true, 79: true}
	var all []*certinfo.Certificate
	for _, a := range append(slices.Clone(c.chain), c.store...) {
		all = append(all, certinfo.Parse(a.cert.Raw))
	}
	said, certain := false, false
	for _, b := range append(verify.Presented(all, now), alb.Accept(alb.Presented{Chain: all[:1], Now: now})...) {
		said = said || b.Outcome == alb.Failed
		certain = certain || b.Outcome == alb.Failed && b.Over() == nil
	}
	if !said && asked[c.code] {
		t.Errorf("OpenSSL says %d, and without the trust store nothing is against it", c.code)
	}
	if certain && c.code == 0 {
		t.Error("OpenSSL takes it, and without the trust store it is refused for certain")
	}
}

func anchorAt(c *invented, depth string) bool { return depth == strconv.Itoa(len(c.chain)) }

// goAgrees wants a note wherever crypto/x509, which knows no lists, is of another opinion.
func (c *invented) goAgrees(t *testing.T, v *verify.Verdict) {
	t.Helper()
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, a := range c.store {
		if p, err := x509.ParseCertificate(a.cert.Raw); err == nil {
			roots.AddCert(p)
		}
	}
	for _, a := range c.chain[1:] {
		if p, err := x509.ParseCertificate(a.cert.Raw); err == nil {
			between.AddCert(p)
		}
	}
	leaf, err := x509.ParseCertificate(c.chain[0].cert.Raw)
	if err == nil {
		_, err = leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	}
	kinds := []verify.NoteKind{}
	for _, n := range v.Notes {
		kinds = append(kinds, n.Kind)
	}
	if err != nil && v.OK() && !slices.Contains(kinds, verify.GoRefuses) && !slices.Contains(kinds, verify.GoCannotRead) {
		t.Errorf("Go refuses, and no note says so: %v", err)
	}
	if err == nil && !v.OK() && len(c.lists) == 0 && !slices.Contains(kinds, verify.GoAccepts) {
		t.Errorf("Go accepts, and no note says so: %s", v.Status)
	}
}
