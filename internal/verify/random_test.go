package verify

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
)

// made is an authority or a client of a random hierarchy.
type made struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// dice makes hierarchies in which anything that a rule looks at may be odd.
type dice struct {
	*rand.Rand
	t    *testing.T
	now  time.Time
	keys []*ecdsa.PrivateKey
}

func (d *dice) one(in int) bool { return d.Intn(in) == 0 }

func (d *dice) pick(of ...string) string { return of[d.Intn(len(of))] }

// certificate makes a certificate of a name, signed by another or by itself.
func (d *dice) certificate(name string, ca bool, by *made) *made {
	key := d.keys[d.Intn(len(d.keys))]
	c := &x509.Certificate{
		SerialNumber: big.NewInt(int64(d.Intn(1000) + 1)), Subject: pkix.Name{Organization: []string{"x"}, CommonName: name},
		NotBefore: d.now.AddDate(0, -1, 0), NotAfter: d.now.AddDate(0, 1, 0),
	}
	switch d.Intn(14) {
	case 0:
		c.NotBefore = d.now.AddDate(0, 0, 1)
	case 1:
		c.NotAfter = d.now.AddDate(0, 0, -1)
	}
	if ca && !d.one(12) {
		c.BasicConstraintsValid, c.IsCA = true, true
		if d.one(4) {
			c.MaxPathLen, c.MaxPathLenZero = d.Intn(2), true
		}
	} else if d.one(3) {
		c.BasicConstraintsValid = true
	}
	if !d.one(4) {
		c.KeyUsage = x509.KeyUsageDigitalSignature
		if ca && !d.one(10) {
			c.KeyUsage |= x509.KeyUsageCertSign
		}
		if ca && !d.one(8) {
			c.KeyUsage |= x509.KeyUsageCRLSign
		}
	}
	if ca && d.one(5) {
		c.PermittedDNSDomainsCritical = d.one(2)
		c.PermittedDNSDomains = []string{d.pick("ok.example", ".ok.example", "example")}
		if d.one(2) {
			c.ExcludedDNSDomains = []string{d.pick("bad.ok.example", "b.example")}
		}
		if d.one(3) {
			c.PermittedEmailAddresses = []string{d.pick("ok.example", ".ok.example", "a@ok.example")}
		}
		if d.one(3) {
			c.PermittedURIDomains = []string{d.pick("ok.example", ".ok.example")}
		}
	}
	if !ca {
		switch d.Intn(4) {
		case 0:
			c.DNSNames = []string{d.pick("a.ok.example", "ok.example", "xok.example", "bad.ok.example", "other.test")}
		case 1:
			c.EmailAddresses = []string{d.pick("a@ok.example", "a@b.ok.example", "A@OK.example")}
		case 2:
			c.Subject.CommonName = d.pick("a.ok.example", "host.other", "client name")
		}
		if d.one(6) {
			c.CRLDistributionPoints = []string{d.pick("http://a.example/1", "http://a.example/2")}
		}
	}
	if d.one(20) {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 3, 4}, Critical: d.one(2), Value: []byte{5, 0}})
	}
	if !d.one(3) {
		c.SubjectKeyId = []byte{1, byte(key.X.Bits()[0]), byte(d.Intn(2))}
	}
	parent, signer := c, key
	if by != nil {
		copied := *by.cert
		if d.one(15) {
			copied.SubjectKeyId = []byte{9, 9, 9}
		}
		parent, signer = &copied, by.key
		if d.one(20) {
			signer = d.keys[d.Intn(len(d.keys))]
			copied.PublicKey = signer.Public() // Go checks what it signed
		}
	}
	der, err := x509.CreateCertificate(crand.Reader, c, parent, key.Public(), signer)
	if err != nil {
		d.t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		d.t.Fatal(err)
	}
	return &made{cert, key}
}

// list makes a revocation list of an authority.
func (d *dice) list(of *made, revoked ...*made) []byte {
	l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: d.now.AddDate(0, 0, -1), NextUpdate: d.now.AddDate(0, 0, 1)}
	for _, r := range revoked {
		if d.one(6) {
			l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: r.cert.SerialNumber, RevocationTime: d.now, ReasonCode: d.Intn(2) * 8})
		}
	}
	if d.one(5) {
		point := append([]byte{0xa0, 22, 0xa0, 20, 0x86, 18}, "http://a.example/1"...)
		field := [][]byte{{0x81, 1, 0xff}, {0x82, 1, 0xff}, {0x84, 1, 0xff}, point}[d.Intn(4)]
		l.ExtraExtensions = append(l.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 28}, Critical: true, Value: append([]byte{0x30, byte(len(field))}, field...)})
	}
	issuer := *of.cert
	issuer.KeyUsage |= x509.KeyUsageCRLSign // Go refuses to sign without
	if issuer.SubjectKeyId == nil {
		issuer.SubjectKeyId = []byte{7}
	}
	key := of.key
	if d.one(20) {
		key = d.keys[d.Intn(len(d.keys))]
		issuer.PublicKey = key.Public()
	}
	der, err := x509.CreateRevocationList(crand.Reader, l, &issuer, key)
	if err != nil {
		d.t.Fatal(err)
	}
	return der
}

// Hierarchies at random, and what "openssl verify" says of the path: its first
// error, as s2n-tls reads it. The seed is fixed; MTLENS_RANDOM sets how many.
func TestRandomAgainstOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl here")
	}
	count := 150
	if n, err := strconv.Atoi(os.Getenv("MTLENS_RANDOM")); err == nil {
		count = n
	}
	d := &dice{rand.New(rand.NewSource(11)), t, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), nil}
	for range 6 {
		key, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		d.keys = append(d.keys, key)
	}
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
	codes, spoken := map[string]int{}, 0
	for i := range count {
		root := d.certificate("root", true, nil)
		all := []*made{root}
		for range d.Intn(3) {
			all = append(all, d.certificate(d.pick("int a", "int b"), true, all[len(all)-1]))
		}
		leaf := d.certificate("leaf", false, all[len(all)-1])
		if d.one(5) { // renewed, or crossed
			all = append(all, d.certificate("int a", true, root))
		}
		chain, store, lists := [][]byte{leaf.cert.Raw}, [][]byte{}, [][]byte{}
		for k := len(all) - 1; k >= 0; k-- {
			if k > 0 && !d.one(6) || d.one(5) {
				chain = append(chain, all[k].cert.Raw)
			}
			if k == 0 && !d.one(12) || d.one(8) {
				store = append(store, all[k].cert.Raw)
			}
		}
		if d.one(12) {
			store = append(store, leaf.cert.Raw)
		}
		if len(store) == 0 {
			store = append(store, root.cert.Raw)
		}
		if d.one(2) {
			for _, a := range all {
				if !d.one(8) {
					lists = append(lists, d.list(a, append(slices.Clone(all), leaf)...))
				}
			}
		}
		in := Input{Chain: chain, TrustStore: toPEM(store...), Settings: Settings{Mode: VerifyMode}, Now: d.now}
		for _, l := range lists {
			in.CRLs = append(in.CRLs, pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: l}))
		}
		r := &run{material: newMaterial(in)}
		if len(r.asked()) != len(lists) {
			continue // s2n-tls is given fewer than OpenSSL here
		}
		_ = r.store() && r.build() && r.extensions() && r.revocation() && r.signaturesAndTimes() && r.constraints()
		args := []string{"verify", "-partial_chain", "-auth_level", "0", "-attime", strconv.FormatInt(d.now.Unix(), 10), "-no-CAfile", "-no-CApath", "-no-CAstore",
			"-trusted", file("store.pem", "CERTIFICATE", store...), "-untrusted", file("chain.pem", "CERTIFICATE", chain...)}
		if len(lists) > 0 {
			args = append(args, "-crl_check_all", "-CRLfile", file("lists.pem", "X509 CRL", lists...))
		}
		out, err := exec.Command("openssl", append(args, file("leaf.pem", "CERTIFICATE", leaf.cert.Raw))...).CombinedOutput()
		want := codeOf(string(out))
		if err == nil {
			want = ""
		}
		codes[string(want)]++
		for _, b := range Presented(parsed(chain), d.now) {
			if b.ID == alb.RuleIssuersUsage || b.Over() != nil && holds(in.TrustStore, &b.Over().Subject) || len(r.path) > 0 && len(chain) > 0 && r.path[0].anchor >= 0 {
				continue
			}
			spoken++
			if want == "" {
				t.Errorf("%d: without the store: %+v; OpenSSL: %s", i, b, out)
			}
		}
		if got := r.reason(); got != want {
			t.Errorf("%d: %q by %+v; OpenSSL: %s", i, got, r.last(), out)
			if keep := os.Getenv("MTLENS_KEEP"); keep != "" {
				os.CopyFS(filepath.Join(keep, strconv.Itoa(i)), os.DirFS(dir))
			}
		}
	}
	t.Logf("%v; without the store something was said of %d", codes, spoken)
	if spoken == 0 {
		t.Error("nothing was said without the store")
	}
}
