package testca

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// source is the source of most tests. The time is the present, for OpenSSL and
// curl judge by it.
func source() Source { return Source{Rand: rand.Reader, Now: time.Now()} }

// needsOpenSSL skips a test that runs openssl where there is none.
func needsOpenSSL(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("WebAssembly programs start no openssl; this test runs natively")
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
}

// openssl runs openssl in dir and returns what it says.
func openssl(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// save writes the files of a certificate into a new folder.
func save(t *testing.T, i *Issued) string {
	t.Helper()
	dir := t.TempDir()
	files, err := i.Files()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestZeroRequest(t *testing.T) {
	issued, err := Issue(source(), Request{})
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(issued.Chain[0])
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(issued.TrustStore) {
		t.Fatal("the trust store holds nothing")
	}
	if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err != nil {
		t.Error(err)
	}
	// "Supported certificate: X.509v3", ECDSA secp256r1, SHA-256: the ELB user guide.
	if leaf.Version != 3 || leaf.PublicKey.(*ecdsa.PublicKey).Curve != elliptic.P256() || leaf.SignatureAlgorithm != x509.ECDSAWithSHA256 {
		t.Errorf("got version %d, %v, %v", leaf.Version, leaf.PublicKeyAlgorithm, leaf.SignatureAlgorithm)
	}
	files, err := issued.Files()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	if want := []string{"private-key.pem", "certificate.crt", "trust-store.pem"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	block, _ := pem.Decode(files[0].Data)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil || block.Type != "PRIVATE KEY" || !samePublicKey(key.(crypto.Signer).Public(), leaf.PublicKey) {
		t.Errorf("the key is not the leaf's: %v", err)
	}
}

// AWS: comments begin with # and hold no hyphen, and no line is blank.
func TestTrustStoreKeepsTheRulesOfBundles(t *testing.T) {
	issued, err := Issue(source(), Request{})
	if err != nil {
		t.Fatal(err)
	}
	inside := false
	for line := range strings.Lines(string(issued.TrustStore)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "-----BEGIN CERTIFICATE-----":
			inside = true
		case line == "-----END CERTIFICATE-----":
			inside = false
		case inside:
		case !strings.HasPrefix(line, "#") || strings.Contains(line, "-"):
			t.Errorf("no line of a bundle: %q", line)
		}
	}
}

func TestAcceptedByOpenSSL(t *testing.T) {
	needsOpenSSL(t)
	for _, test := range []struct {
		name string
		Request
		public string // in what "openssl x509 -text" says
	}{
		{"nothing asked", Request{}, "NIST CURVE: P-256"},
		{"P-384", Request{Key: P384, AuthorityKey: P384}, "NIST CURVE: P-384"},
		{"P-521", Request{Key: P521, AuthorityKey: P521}, "NIST CURVE: P-521"},
		{"RSA", Request{Key: RSA2048}, "(2048 bit)"},
		{"Ed25519", Request{Key: Ed25519}, "ED25519"},
		{"one intermediate", Request{Intermediates: 1}, ""},
		{"four intermediates", Request{Intermediates: 4}, ""},
		{"RSA authority", Request{AuthorityKey: RSA2048, Intermediates: 1}, "sha256WithRSAEncryption"},
		{"names of every kind", Request{Names: allNames}, ""},
		{"no name but alternative ones", Request{Subject: []Attribute{}, Names: allNames[:1]}, ""},
		{"no usages", Request{KeyUsage: []string{}, ExtKeyUsage: []string{}}, ""},
		{"to 2055", Request{NotAfter: time.Date(2055, 1, 1, 0, 0, 0, 0, time.UTC)}, "2055 GMT"},
	} {
		t.Run(test.name, func(t *testing.T) {
			issued, err := Issue(source(), test.Request)
			if err != nil {
				t.Fatal(err)
			}
			if len(issued.Chain) != 1+test.Intermediates {
				t.Errorf("%d certificates", len(issued.Chain))
			}
			dir := save(t, issued)
			out, err := openssl(t, dir, "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", TrustStoreFile, "-untrusted", CertificateFile, CertificateFile)
			if err != nil {
				t.Errorf("%s", out)
			}
			text, err := openssl(t, dir, "x509", "-in", CertificateFile, "-noout", "-text")
			if err != nil || !strings.Contains(text, test.public) {
				t.Errorf("no %q in %s", test.public, text)
			}
			// The key and the certificate belong together.
			a, _ := openssl(t, dir, "pkey", "-in", KeyFile, "-pubout")
			if b, _ := openssl(t, dir, "x509", "-in", CertificateFile, "-noout", "-pubkey"); a != b {
				t.Errorf("the keys differ:\n%s%s", a, b)
			}
		})
	}
}

var allNames = []Name{
	{DNS, "client.example"}, {Email, "client@example.com"}, {URI, "spiffe://example.org/service"},
	{IP, "192.0.2.1"}, {IP, "2001:db8::1"}, {UPN, "client@corp.example"},
}

// The wanted lines are what OpenSSL prints of such certificates.
func TestFieldsAsOpenSSLReadsThem(t *testing.T) {
	needsOpenSSL(t)
	issued, err := Issue(source(), Request{
		Subject: []Attribute{
			{Type: "C", Value: "EE"},
			{Type: "O", Value: `Acme, Inc. + "Co"`},
			{Type: "OU", Value: "a"}, {Type: "UID", Value: "b", Joined: true},
			{Type: "1.2.3.4.5.6", Value: "hello"},
			{Type: "commonName", Value: "MÄNNIK"},
			{Type: "emailAddress", Value: "a@b.example"},
		},
		Names:       allNames,
		NotBefore:   time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		NotAfter:    time.Date(2050, 1, 2, 3, 4, 5, 0, time.UTC),
		Serial:      big.NewInt(0x03A5B1),
		KeyUsage:    []string{"keyAgreement", "digitalSignature"},
		ExtKeyUsage: []string{"serverAuth", "clientAuth", "1.2.3.4.5"},
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := save(t, issued)
	out, err := openssl(t, dir, "x509", "-in", CertificateFile, "-noout", "-subject", "-serial", "-dates",
		"-nameopt", "RFC2253", "-dateopt", "iso_8601", "-ext", "subjectAltName,keyUsage,extendedKeyUsage,basicConstraints")
	if err != nil {
		t.Fatal(out)
	}
	for _, want := range []string{
		`subject=emailAddress=a@b.example,CN=M\C3\84NNIK,1.2.3.4.5.6=#0C0568656C6C6F,UID=b+OU=a,O=Acme\, Inc. \+ \"Co\",C=EE`,
		"serial=03A5B1", "notBefore=2026-01-02 03:04:05Z", "notAfter=2050-01-02 03:04:05Z",
		"DNS:client.example, email:client@example.com, URI:spiffe://example.org/service, IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:0:1, othername: UPN::client@corp.example",
		"Digital Signature, Key Agreement",
		"TLS Web Server Authentication, TLS Web Client Authentication, 1.2.3.4.5",
		"CA:FALSE",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
}

func TestRefusals(t *testing.T) {
	csr := request(t, "csr.example", nil)
	broken := bytes.Clone(csr)
	broken[len(broken)-1] ^= 1
	for _, test := range []struct {
		name, field string
		Request
	}{
		{"algorithm", "key", Request{Key: "rsa-1"}},
		{"authority's algorithm", "key", Request{AuthorityKey: "x"}},
		{"attribute", "subject[1].type", Request{Subject: []Attribute{{Type: "CN", Value: "x"}, {Type: "Nomen", Value: "x"}}}},
		{"country in Cyrillic", "subject[0].value", Request{Subject: []Attribute{{Type: "C", Value: "РУ"}}}},
		{"kind of name", "names[0].kind", Request{Names: []Name{{"x400", "x"}}}},
		{"empty name", "names[0].value", Request{Names: []Name{{DNS, ""}}}},
		{"international domain", "names[0].value", Request{Names: []Name{{DNS, "münchen.example"}}}},
		{"address", "names[0].value", Request{Names: []Name{{IP, "192.0.2"}}}},
		{"usage", "keyUsage[0]", Request{KeyUsage: []string{"signing"}}},
		{"purpose", "extKeyUsage[0]", Request{ExtKeyUsage: []string{"1.2.x"}}},
		{"days", "days", Request{Days: -1}},
		{"days and last day", "days", Request{Days: 1, NotAfter: time.Unix(1e9, 0)}},
		{"end before beginning", "notAfter", Request{NotBefore: time.Unix(2e9, 0), NotAfter: time.Unix(1e9, 0)}},
		{"year 10000", "notAfter", Request{NotAfter: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}},
		{"negative serial", "serial", Request{Serial: big.NewInt(-1)}},
		{"long serial", "serial", Request{Serial: new(big.Int).Lsh(big.NewInt(1), 159)}},
		{"five intermediates", "intermediates", Request{Intermediates: 5}},
		{"no request", "csr", Request{CSR: []byte("x")}},
		{"request signed with another key", "csr", Request{CSR: broken}},
	} {
		_, err := Issue(source(), test.Request)
		var e *FieldError
		if !errors.As(err, &e) || e.Field != test.field {
			t.Errorf("%s: got %v, want an error of %s", test.name, err, test.field)
		}
	}
}

// request returns a certificate request of a new key.
func request(t *testing.T, name string, dns []string) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(nil, &x509.CertificateRequest{Subject: pkix.Name{CommonName: name}, DNSNames: dns}, key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestCertificateRequest(t *testing.T) {
	der := request(t, "csr.example", []string{"a.csr.example"})
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		Request
		subject string
		dns     string
	}{
		{"its names", Request{CSR: der}, "csr.example", "a.csr.example"},
		{"other names", Request{CSR: der, Subject: []Attribute{{Type: "CN", Value: "x"}}, Names: []Name{{DNS, "b"}}}, "x", "b"},
	} {
		issued, err := Issue(source(), test.Request)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(issued.Chain[0])
		if err != nil {
			t.Fatal(err)
		}
		if issued.Key != nil || !samePublicKey(leaf.PublicKey, csr.PublicKey) {
			t.Errorf("%s: the key is not the request's", test.name)
		}
		if leaf.Subject.CommonName != test.subject || !slices.Equal(leaf.DNSNames, []string{test.dns}) {
			t.Errorf("%s: got %s, %s", test.name, leaf.Subject.CommonName, leaf.DNSNames)
		}
		files, err := issued.Files()
		if err != nil || files[0].Name != CertificateFile {
			t.Errorf("%s: the first file is %s, %v", test.name, files[0].Name, err)
		}
	}
}

// fixed is a source that gives the same each time.
func fixed() Source {
	n := byte(0)
	return Source{
		Rand: bytes.NewReader(make([]byte, 1<<12)),
		Now:  time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC),
		Keys: func(Algorithm) (crypto.Signer, error) {
			n++
			return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize)), nil
		},
	}
}

func TestSameSourceSameBytes(t *testing.T) {
	var first []File
	for range 2 {
		issued, err := Issue(fixed(), Request{Intermediates: 2})
		if err != nil {
			t.Fatal(err)
		}
		files, err := issued.Files()
		if err != nil {
			t.Fatal(err)
		}
		for i := range first {
			if !bytes.Equal(first[i].Data, files[i].Data) {
				t.Errorf("%s differs", files[i].Name)
			}
		}
		first = files
	}
}

func TestAuthorityIssuesAgain(t *testing.T) {
	first, err := Issue(source(), Request{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := first.Authority.Encode()
	if err != nil {
		t.Fatal(err)
	}
	root, err := ReadAuthority(text)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Issue(source(), Request{Authority: root, Intermediates: 1})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.TrustStore, second.TrustStore) {
		t.Error("the trust stores differ")
	}
	files, _ := first.Files()
	for name, text := range map[string][]byte{
		"nothing": nil, "no key": first.TrustStore, "no certificate": files[0].Data,
		"key of another": append(bytes.Clone(files[0].Data), first.TrustStore...),
		"no authority":   append(bytes.Clone(files[0].Data), files[1].Data...),
	} {
		if _, err := ReadAuthority(text); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// The wanted bytes are written by hand after X.690: a SET OF in ascending order.
func TestEncodeSubject(t *testing.T) {
	got, err := encodeSubject([]Attribute{{Type: "OU", Value: "b"}, {Type: "CN", Value: "a", Joined: true}})
	if err != nil {
		t.Fatal(err)
	}
	if want := "3016" + "3114" + "3008" + "0603550403" + "0c0161" + "3008" + "060355040b" + "0c0162"; hex.EncodeToString(got) != want {
		t.Errorf("got %x, want %s", got, want)
	}
}
