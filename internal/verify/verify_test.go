package verify_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/testca"
	"github.com/mtlens/mtlens/internal/verify"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

var source = testca.Source{Rand: rand.Reader, Now: now}

// input is what a listener in verify mode has of an issued certificate.
func input(i *testca.Issued) verify.Input {
	return verify.Input{Chain: i.Chain, TrustStore: i.TrustStore, CRLs: i.CRLs, Settings: verify.Settings{Mode: verify.VerifyMode}, Now: now}
}

func issue(t testing.TB, r testca.Request) *testca.Issued {
	t.Helper()
	i, err := testca.Issue(source, r)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func preset(t testing.TB, name string) *testca.Issued {
	t.Helper()
	i, err := testca.PresetOf(name).Make(source, nil)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// authority signs what testca does not: certificates and lists of any shape.
type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

var serial int64 = 100

func (a *authority) make(t testing.TB, name string, edit func(*x509.Certificate)) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial++
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name},
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0),
	}
	edit(template)
	parent, signer := template, crypto.Signer(key)
	if a != nil {
		parent, signer = a.cert, a.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{cert, key}
}

func ca(t *x509.Certificate) {
	t.IsCA, t.BasicConstraintsValid, t.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
}

func client(t *x509.Certificate) {
	t.KeyUsage, t.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
}

func (a *authority) list(t testing.TB, edit func(*x509.RevocationList), revoked ...*authority) []byte {
	t.Helper()
	l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now.AddDate(0, 0, -1), NextUpdate: now.AddDate(0, 0, 1)}
	for _, r := range revoked {
		l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: r.cert.SerialNumber, RevocationTime: now.AddDate(0, 0, -2)})
	}
	if edit != nil {
		edit(l)
	}
	der, err := x509.CreateRevocationList(rand.Reader, l, a.cert, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func bundle(all ...*authority) (b []byte) {
	for _, a := range all {
		b = append(b, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})...)
	}
	return b
}

func chain(all ...*authority) (ders [][]byte) {
	for _, a := range all {
		ders = append(ders, a.cert.Raw)
	}
	return ders
}

// Every rule that a file can break has an input that passes it and one that it
// decides: testca's presets, and the few here that no certificate provokes.
func TestEveryRuleIsPassedAndFailed(t *testing.T) {
	passed, failed := map[alb.RuleID]bool{}, map[alb.RuleID]bool{}
	note := func(v verify.Verdict) {
		for _, r := range v.Rules {
			passed[r.ID] = passed[r.ID] || r.Outcome == alb.Passed
			failed[r.ID] = failed[r.ID] || r.Outcome == alb.Failed
		}
	}
	for i := range testca.Presets {
		issued, err := testca.Presets[i].Make(source, nil)
		if err != nil {
			t.Fatal(err)
		}
		note(verify.Verify(input(issued)))
	}
	good := issue(t, testca.Request{Intermediates: 1})
	for _, change := range []func(*verify.Input){
		func(in *verify.Input) {},
		func(in *verify.Input) { in.Chain = nil },
		func(in *verify.Input) { in.TrustStore = nil },
		func(in *verify.Input) { in.CRLs = [][]byte{[]byte("no list")} },
		func(in *verify.Input) { in.Chain = [][]byte{negativeSerial(in.Chain[0])} },
	} {
		in := input(good)
		change(&in)
		note(verify.Verify(in))
	}
	root := (*authority)(nil).make(t, "root", ca)
	for _, ders := range [][][]byte{root.weak(t), chain(root.make(t, "leaf", client))} {
		note(verify.Verify(verify.Input{Chain: ders, TrustStore: bundle(root), CRLs: [][]byte{root.list(t, nil)}, Settings: verify.Settings{Mode: verify.VerifyMode}, Now: now}))
	}
	for _, in := range presented(t) {
		note(verify.Verify(in))
	}
	for _, r := range alb.Rules {
		if r.ID == alb.RulePossession || r.ID == alb.RuleStrict { // a handshake's
			continue
		}
		if r.ID == alb.RuleCRLDates { // it decides in another reading alone
			failed[r.ID] = true
		}
		if !passed[r.ID] || !failed[r.ID] {
			t.Errorf("%s: passed %v, failed %v", r.ID, passed[r.ID], failed[r.ID])
		}
	}
}

// presented reads the chains of testdata/s2n.
func presented(t *testing.T) (all []verify.Input) {
	t.Helper()
	folders, err := filepath.Glob("testdata/s2n/*/chain.pem")
	if err != nil || len(folders) == 0 {
		t.Fatal("no chains")
	}
	for _, path := range folders {
		in := verify.Input{Settings: verify.Settings{Mode: verify.VerifyMode}, Now: time.Date(2026, 11, 26, 18, 0, 0, 0, time.UTC)}
		text, _ := os.ReadFile(path)
		for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
			in.Chain = append(in.Chain, block.Bytes)
		}
		in.TrustStore, _ = os.ReadFile(filepath.Join(filepath.Dir(path), "trust.pem"))
		lists, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "crl*.pem"))
		for _, list := range lists {
			text, _ := os.ReadFile(list)
			in.CRLs = append(in.CRLs, text)
		}
		all = append(all, in)
	}
	return all
}

// negativeSerial sets the sign of a serial number of at least two bytes. Go's
// parser refuses it, OpenSSL's does not.
func negativeSerial(der []byte) []byte {
	der = bytes.Clone(der)
	c, _ := x509.ParseCertificate(der)
	at := bytes.Index(der, c.SerialNumber.Bytes())
	der[at] |= 0x80
	return der
}

// weak is a chain whose intermediate has a key on P-224, which AWS does not list.
func (a *authority) weak(t testing.TB) [][]byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "weak"}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0)}
	ca(template)
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	leaf := (&authority{cert, key}).make(t, "leaf", client)
	return [][]byte{leaf.cert.Raw, der}
}

func TestWhichRuleDecides(t *testing.T) {
	root := (*authority)(nil).make(t, "root", ca)
	other := (*authority)(nil).make(t, "other", ca)
	namesake := (*authority)(nil).make(t, "root", ca)
	oldRoot := (*authority)(nil).make(t, "old root", func(t *x509.Certificate) { ca(t); t.NotAfter = now.AddDate(0, 0, -1) })
	middle := root.make(t, "middle", ca)
	leaf := root.make(t, "leaf", client)
	deep := middle.make(t, "deep", client)
	old := root.make(t, "old", func(t *x509.Certificate) { client(t); t.NotAfter = now.AddDate(0, 0, -1) })
	underOld := oldRoot.make(t, "under old", client)
	early := oldRoot.make(t, "early", func(t *x509.Certificate) { client(t); t.NotBefore = now.AddDate(0, 0, 1) })
	oldServer := root.make(t, "old server", func(t *x509.Certificate) {
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		t.NotAfter = now
	})
	caServer := (*authority)(nil).make(t, "root for servers", func(t *x509.Certificate) { ca(t); t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} })
	underServer := caServer.make(t, "under", client)
	// One key and name, twice: signed by the old root, and by the good one.
	crossOld := oldRoot.make(t, "cross", ca)
	crossNew := root.sign(t, crossOld, "cross")
	underCross := crossOld.make(t, "under cross", client)

	tests := []struct {
		name     string
		chain    [][]byte
		store    []byte
		lists    [][]byte
		settings verify.Settings
		at       time.Time
		code     alb.Reason
		rule     alb.RuleID
		other    alb.Reason // told as an alternative
	}{
		{name: "plain", chain: chain(leaf), store: bundle(root)},
		{name: "leaf in the trust store", chain: chain(leaf), store: bundle(leaf)},
		{name: "intermediate as anchor", chain: chain(deep), store: bundle(middle)},
		{name: "intermediate twice", chain: chain(deep, middle, middle), store: bundle(root)},
		{name: "stranger in the chain", chain: chain(deep, other, middle), store: bundle(root)},
		{name: "anchor of another purpose", chain: chain(underServer), store: bundle(caServer)},
		{name: "namesake beside the issuer", chain: chain(leaf), store: bundle(namesake, root)},
		{name: "namesake alone", chain: chain(leaf), store: bundle(namesake), code: alb.Untrusted, rule: alb.RulePath},
		{name: "self-signed root sent, not trusted", chain: chain(leaf, root), store: bundle(other), code: alb.Untrusted, rule: alb.RulePath},
		{name: "text around the trust store", chain: chain(leaf), store: append([]byte("Certificate:\n    Data:\n"), bundle(root)...)},
		{name: "garbage beside the issuer", chain: chain(leaf), store: append([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), bundle(root)...)},

		// The order is that of s2n-tls: path, revocation, signatures and times from the anchor down, the purpose last.
		{name: "revoked and expired", chain: chain(old), store: bundle(root), lists: [][]byte{root.list(t, nil, old)}, code: alb.CRLHit, rule: alb.RuleNotRevoked},
		{name: "wrong purpose and expired", chain: chain(oldServer), store: bundle(root), at: now.AddDate(0, 0, 1), code: alb.Expired, rule: alb.RuleNotExpired},
		{name: "wrong purpose and untrusted", chain: chain(oldServer), store: bundle(other), code: alb.Untrusted, rule: alb.RulePath},
		{name: "wrong purpose and a broken signature", chain: [][]byte{broken(oldServer)}, store: bundle(root), code: alb.Untrusted, rule: alb.RuleSigned},
		{name: "wrong purpose and a namesake's key identifier", chain: chain(oldServer), store: bundle(namesake), code: alb.Untrusted, rule: alb.RulePath},
		{name: "anchor expired, leaf not yet valid", chain: chain(early), store: bundle(oldRoot), code: alb.Expired, rule: alb.RuleNotExpired},
		// The trust store is searched first, without a way back; of two issuers in one place the valid one is taken.
		{name: "no way round an expired anchor", chain: chain(underCross, crossOld, crossNew), store: bundle(oldRoot, root), code: alb.Expired, rule: alb.RuleNotExpired},
		{name: "the other way round", chain: chain(underCross, crossNew, crossOld), store: bundle(oldRoot, root)},

		// Times at their very ends: X509_cmp_time takes the last second for over.
		{name: "first second", chain: chain(leaf), store: bundle(root), at: leaf.cert.NotBefore},
		{name: "a second too early", chain: chain(leaf), store: bundle(root), at: leaf.cert.NotBefore.Add(-time.Second), code: alb.NotYetValid, rule: alb.RuleStarted},
		{name: "last second but one", chain: chain(leaf), store: bundle(root), at: leaf.cert.NotAfter.Add(-time.Second)},
		{name: "last second", chain: chain(leaf), store: bundle(root), at: leaf.cert.NotAfter, code: alb.Expired, rule: alb.RuleNotExpired},

		{name: "expiry ignored", chain: chain(old), store: bundle(root), settings: verify.Settings{IgnoreExpiry: true}},
		{name: "expiry of a CA is ignored, by s2n-tls", chain: chain(underOld), store: bundle(oldRoot), settings: verify.Settings{IgnoreExpiry: true}, other: alb.Expired},
		{name: "the future is ignored, by s2n-tls", chain: chain(leaf), store: bundle(root), at: leaf.cert.NotBefore.Add(-time.Second), settings: verify.Settings{IgnoreExpiry: true}, other: alb.NotYetValid},

		{name: "not on the list", chain: chain(leaf), store: bundle(root), lists: [][]byte{root.list(t, nil, old)}},
		{name: "list in PEM, with text", chain: chain(old), store: bundle(root), lists: [][]byte{append([]byte("a comment\n"), pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: root.list(t, nil, old)})...)}, code: alb.CRLHit, rule: alb.RuleNotRevoked},
		{name: "list of one issuer, path of two", chain: chain(deep, middle), store: bundle(root), lists: [][]byte{middle.list(t, nil)}, code: alb.CRLProcessingError, rule: alb.RuleCRLFound},
		{name: "lists of both", chain: chain(deep, middle), store: bundle(root), lists: [][]byte{middle.list(t, nil), root.list(t, nil)}},
		{name: "intermediate revoked", chain: chain(deep, middle), store: bundle(root), lists: [][]byte{middle.list(t, nil), root.list(t, nil, middle)}, code: alb.CRLHit, rule: alb.RuleNotRevoked},
		{name: "anchor is an intermediate", chain: chain(deep), store: bundle(middle), lists: [][]byte{middle.list(t, nil)}, code: alb.CRLProcessingError, rule: alb.RuleCRLFound},
		{name: "list not yet in force", chain: chain(leaf), store: bundle(root), lists: [][]byte{root.list(t, func(l *x509.RevocationList) { l.ThisUpdate = now.Add(time.Hour) })}, other: alb.CRLProcessingError},
		{name: "old list beside the current one", chain: chain(leaf), store: bundle(root), lists: [][]byte{root.list(t, func(l *x509.RevocationList) {
			l.ThisUpdate, l.NextUpdate = now.AddDate(0, -2, 0), now.AddDate(0, -1, 0)
		}), root.list(t, nil)}},
		{name: "list signed by a namesake", chain: chain(leaf), store: bundle(root), lists: [][]byte{namesake.list(t, nil)}, code: alb.CRLProcessingError, rule: alb.RuleCRLFound},
		{name: "list for CAs alone", chain: chain(leaf), store: bundle(root), lists: [][]byte{root.list(t, scope(0x82, 1, 0xff))}, code: alb.CRLProcessingError, rule: alb.RuleCRLFound},
		{name: "list for users alone", chain: chain(old), store: bundle(root), lists: [][]byte{root.list(t, scope(0x81, 1, 0xff), old)}, code: alb.CRLHit, rule: alb.RuleNotRevoked},
		{name: "indirect list", chain: chain(leaf), store: bundle(root), lists: [][]byte{root.list(t, scope(0x84, 1, 0xff))}, code: alb.CRLProcessingError, rule: alb.RuleCRLFound},

		{name: "off", settings: verify.Settings{Mode: verify.Off}, chain: chain(old)},
		{name: "passthrough, untrusted and expired", settings: verify.Settings{Mode: verify.Passthrough}, chain: chain(old)},
		{name: "passthrough, nothing", settings: verify.Settings{Mode: verify.Passthrough}},
		{name: "nothing", store: bundle(root), code: alb.UnmappedConnection, rule: alb.RulePresented},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.settings.Mode == "" {
				test.settings.Mode = verify.VerifyMode
			}
			if test.at.IsZero() {
				test.at = now
			}
			v := verify.Verify(verify.Input{Chain: test.chain, TrustStore: test.store, CRLs: test.lists, Settings: test.settings, Now: test.at})
			var rule alb.RuleID
			if d := v.Deciding(); d != nil {
				rule = d.ID
			}
			if v.Reason != test.code || rule != test.rule {
				t.Errorf("%s by %q, want %q by %q; %+v", v.Status, rule, test.code, test.rule, v.Deciding())
			}
			if test.other != "" && !slices.ContainsFunc(v.Alternatives, func(a verify.Alternative) bool { return a.Reason == test.other && a.Text != "" }) {
				t.Errorf("%s is not told: %+v", test.other, v.Alternatives)
			}
			for i, r := range v.Rules {
				if r.Detail == "" || r.Title == "" || r.Source == "" || r.Outcome == alb.Failed && i < len(v.Rules)-1 {
					t.Errorf("rule %+v", r)
				}
			}
		})
	}
}

// broken changes the last bit of the signature.
func broken(a *authority) []byte {
	der := bytes.Clone(a.cert.Raw)
	der[len(der)-1] ^= 1
	return der
}

// sign makes a certificate for the key of another.
func (a *authority) sign(t testing.TB, subject *authority, name string) *authority {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(9), Subject: pkix.Name{CommonName: name}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0)}
	ca(template)
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, subject.key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{cert, subject.key}
}

// scope adds an issuing distribution point with one field (RFC 5280, 5.2.5).
func scope(field ...byte) func(*x509.RevocationList) {
	value := append([]byte{0x30, byte(len(field))}, field...)
	return func(l *x509.RevocationList) {
		l.ExtraExtensions = append(l.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 28}, Critical: true, Value: value})
	}
}

// A failed rule points to the field that it looked at, and the field is there.
func TestDecidingRulePointsToTheField(t *testing.T) {
	for name, want := range map[string]string{
		"expired": "tbsCertificate.validity.notAfter", "not-yet-valid": "tbsCertificate.validity.notBefore", "wrong-eku": "tbsCertificate.extensions[",
		"wrong-key-usage": "tbsCertificate.extensions[", "unknown-ca": "tbsCertificate.issuer", "bad-signature": "signature",
		"rsa-1024": "tbsCertificate.subjectPublicKeyInfo", "sha1": "signatureAlgorithm", "revoked": "tbsCertificate.serialNumber",
	} {
		issued := preset(t, name)
		v := verify.Verify(input(issued))
		d := v.Deciding()
		if d == nil || !strings.HasPrefix(d.Field, want) || d.Certificate != 0 || d.Place.Length == 0 || d.Place.Offset+d.Place.Length > len(issued.Chain[0]) {
			t.Errorf("%s: %+v, want a place in %s", name, d, want)
		}
	}
}

// What OpenSSL says of the presets, its first error read as s2n-tls reads it. The
// load balancer's own rules come before it, and s2n-tls passes over the dates of
// lists.
func TestPresetsAgainstOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl here")
	}
	own := []alb.RuleID{alb.RuleMessage, alb.RuleDepth, alb.RuleSize, alb.RuleKey, alb.RuleVersion, alb.RuleSignature, alb.RuleReadable}
	for i := range testca.Presets {
		p := &testca.Presets[i]
		if slices.Contains(own, p.Rule) {
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			issued, err := p.Make(source, nil)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			file := func(name string, label string, ders ...[]byte) string {
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
			args := []string{"verify", "-purpose", "sslclient", "-partial_chain", "-attime", strconv.FormatInt(now.Unix(), 10), "-no-CAfile", "-no-CApath", "-no-CAstore",
				"-trusted", file("store.pem", "CERTIFICATE", verify.Certificates(issued.TrustStore)...)}
			if len(issued.Chain) > 1 {
				args = append(args, "-untrusted", file("chain.pem", "CERTIFICATE", issued.Chain[1:]...))
			}
			if len(issued.CRLs) > 0 {
				args = append(args, "-crl_check_all", "-CRLfile", file("lists.pem", "X509 CRL", issued.CRLs...))
			}
			out, err := exec.Command("openssl", append(args, file("leaf.pem", "CERTIFICATE", issued.Chain[0]))...).CombinedOutput()
			want := ""
			if m := regexp.MustCompile(`error (\d+) at`).FindSubmatch(out); m != nil {
				want = map[string]string{
					"9": "ClientCertNotYetValid", "10": "ClientCertExpired", "23": "ClientCertCrlHit", "26": "ClientCertPurposeInvalid",
					"3": "ClientCertCrlProcessingError", "8": "ClientCertCrlProcessingError", "12": "Success",
				}[string(m[1])]
				switch want {
				case "":
					want = "ClientCertUntrusted"
				case "Success":
					want = ""
				}
			}
			if v := verify.Verify(input(issued)); string(v.Reason) != want || err == nil && !v.OK() {
				t.Errorf("%s by %+v; OpenSSL: %s", v.Status, v.Deciding(), out)
			}
		})
	}
}

func FuzzVerify(f *testing.F) {
	good := issue(f, testca.Request{Intermediates: 1})
	list := preset(f, "revoked")
	f.Add(good.Chain[0], good.Chain[1], good.TrustStore, []byte(nil))
	f.Add(list.Chain[0], []byte(nil), list.TrustStore, list.CRLs[0])
	f.Fuzz(func(t *testing.T, leaf, between, store, crl []byte) {
		for _, mode := range []verify.Mode{verify.Passthrough, verify.VerifyMode} {
			v := verify.Verify(verify.Input{Chain: [][]byte{leaf, between}, TrustStore: store, CRLs: [][]byte{crl}, Settings: verify.Settings{Mode: mode}, Now: now})
			if v.OK() != (v.Status == alb.StatusSuccess) || !v.OK() && alb.ReasonOf(v.Reason) == nil {
				t.Errorf("%+v", v)
			}
		}
		verify.Bundle(store, now)
	})
}
