package certinfo

import (
	"bytes"
	"crypto/dsa" //lint:ignore SA1019 Go still reads such keys, to compare with
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/mtlens/mtlens/internal/oid"
)

// TestOpenSSL compares names, serial numbers, dates, keys and signature algorithms
// with what the openssl on this machine prints, for the certificates of the
// corpora that it reads.
func TestOpenSSL(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no processes under js")
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	samples := corpus(t)
	work := make(chan sample)
	var wait sync.WaitGroup
	var mu sync.Mutex
	read := 0
	for range runtime.NumCPU() {
		wait.Go(func() {
			for s := range work {
				if out, ok := askOpenSSL(s.der); ok {
					compareOpenSSL(t, s, out)
					mu.Lock()
					read++
					mu.Unlock()
				}
			}
		})
	}
	asked := 0
	for i, s := range samples {
		if testing.Short() && i%10 != 0 || i%5 != 0 && filepath.Ext(s.file) == ".json" {
			continue // those in JSON are many and alike
		}
		asked++
		work <- s
	}
	close(work)
	wait.Wait()
	if t.Logf("of %d certificates openssl reads %d", asked, read); read < asked*8/10 {
		t.Error("that is too few: openssl is not asked in the right way")
	}
}

func askOpenSSL(der []byte) (string, bool) {
	cmd := exec.Command("openssl", "x509", "-inform", "DER", "-noout", "-subject", "-issuer", "-serial",
		"-dates", "-dateopt", "iso_8601", "-nameopt", "RFC2253", "-text", "-certopt", "no_subject,no_issuer,no_serial,no_validity,no_sigdump,no_extensions")
	cmd.Stdin = bytes.NewReader(der)
	out, err := cmd.Output()
	return string(out), err == nil
}

func compareOpenSSL(t *testing.T, s sample, out string) {
	c := Parse(s.der)
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			key, value, _ = strings.Cut(strings.TrimSpace(line), ": ")
		}
		got, want := "", value
		switch strings.TrimSpace(key) {
		case "subject":
			got = c.Subject.String()
		case "issuer":
			got = c.Issuer.String()
		case "serial":
			got = c.Serial.Hex()
		case "notBefore":
			got = openSSLTime(c.NotBefore, want)
		case "notAfter":
			got = openSSLTime(c.NotAfter, want)
		case "Signature Algorithm":
			got = openSSLName(c.SignatureAlgorithm.OID)
			want, _, _ = strings.Cut(want, "  ") // "rsassaPss        (INVALID PSS PARAMETERS)"
			if c.SignatureAlgorithm.OID != c.TBSSignature.OID {
				continue
			}
		case "Public Key Algorithm":
			got = openSSLName(c.Key.Algorithm.OID)
		case "Public-Key", "RSA Public-Key":
			got = "(" + strconv.Itoa(c.Key.Bits) + " bit)"
		case "NIST CURVE":
			got = c.Key.Curve
		default:
			continue
		}
		if got != want {
			t.Errorf("%s: %s is %q, openssl has %q", s.file, key, got, want)
		}
	}
}

func openSSLName(id oid.OID) string {
	if name := oid.LongName(id); name != "" {
		return name
	}
	return id.String()
}

func openSSLTime(t Time, want string) string {
	if !t.OK && strings.HasPrefix(want, "Bad time value") {
		return want
	}
	text := t.Time.Format("2006-01-02 15:04:05Z")
	if t.Time.Year() == 0 { // the year is padded with spaces
		text = "   " + text[3:]
	}
	return text
}

// TestGo compares keys and alternative names with crypto/x509 where that reads
// the certificate.
func TestGo(t *testing.T) {
	read := 0
	for _, s := range corpus(t) {
		c := Parse(s.der)
		want, err := x509.ParseCertificate(s.der)
		if err != nil {
			continue
		}
		read++
		if len(c.Trailing) > 0 || !c.Whole {
			t.Errorf("%s: not whole, but Go reads it", s.file)
		}
		if !bytes.Equal(c.Key.Raw, want.RawSubjectPublicKeyInfo) || !bytes.Equal(c.Subject.DER, want.RawSubject) ||
			!bytes.Equal(c.Issuer.DER, want.RawIssuer) || !bytes.Equal(c.Signature.Bytes, want.Signature) ||
			c.Version.Number != want.Version {
			t.Errorf("%s: raw parts differ", s.file)
		}
		if dec, _ := c.Serial.Decimal(); dec != want.SerialNumber.String() {
			t.Errorf("%s: serial number %s, Go has %s", s.file, dec, want.SerialNumber)
		}
		if !c.NotBefore.Time.Equal(want.NotBefore) || !c.NotAfter.Time.Equal(want.NotAfter) {
			t.Errorf("%s: %v to %v, Go has %v to %v", s.file, c.NotBefore.Time, c.NotAfter.Time, want.NotBefore, want.NotAfter)
		}
		if kind, bits := goKey(want); kind != KeyUnknown && (c.Key.Kind != kind || c.Key.Bits != bits) {
			t.Errorf("%s: key %d of %d bits, Go has %d of %d", s.file, c.Key.Kind, c.Key.Bits, kind, bits)
		}
		compareExtensions(t, s, c, want)
	}
	if all := len(corpus(t)); read < all*6/10 {
		t.Errorf("Go reads %d of %d", read, all)
	}
}

func goKey(c *x509.Certificate) (KeyKind, int) {
	switch k := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return KeyRSA, k.N.BitLen()
	case *ecdsa.PublicKey:
		return KeyEC, k.Curve.Params().BitSize
	case ed25519.PublicKey:
		return KeyEd25519, 256
	case *dsa.PublicKey:
		return KeyDSA, k.P.BitLen()
	}
	return KeyUnknown, 0
}

func compareExtensions(t *testing.T, s sample, c *Certificate, want *x509.Certificate) {
	if len(c.Extensions) != len(want.Extensions) {
		t.Errorf("%s: %d extensions, Go has %d", s.file, len(c.Extensions), len(want.Extensions))
		return
	}
	for i, w := range want.Extensions {
		x := &c.Extensions[i]
		if x.OID.String() != w.Id.String() || x.Critical != w.Critical || !bytes.Equal(x.Value, w.Value) {
			t.Errorf("%s: extension %d differs from Go's", s.file, i)
		}
	}
	var dns, mail, uris, ips []string
	if x := c.Extension(oid.SubjectAltName); x != nil {
		for _, n := range x.Parsed.(*GeneralNames).Names {
			switch n.Kind {
			case DNSName:
				dns = append(dns, n.Text)
			case RFC822Name:
				mail = append(mail, n.Text)
			case URI:
				uris = append(uris, n.Text)
			case IPAddress:
				ips = append(ips, n.Text)
			}
		}
	}
	wantIPs := make([]string, len(want.IPAddresses))
	for i, ip := range want.IPAddresses {
		wantIPs[i] = ip.String()
		if ip.To4() != nil && i < len(ips) && strings.HasPrefix(ips[i], "::ffff:") {
			wantIPs[i] = ips[i] // Go prints mapped addresses as IPv4
		}
	}
	if !slices.Equal(dns, want.DNSNames) || !slices.Equal(mail, want.EmailAddresses) || !slices.Equal(ips, wantIPs) || len(uris) != len(want.URIs) {
		t.Errorf("%s: names %q %q %q %q, Go has %q %q %q %q", s.file, dns, mail, ips, uris,
			want.DNSNames, want.EmailAddresses, wantIPs, want.URIs)
	}
	if x := c.Extension(oid.BasicConstraints); x != nil {
		b := x.Parsed.(*BasicConstraints)
		length := -1
		if b.HasPathLen {
			length = b.PathLen
		}
		if b.CA != want.IsCA || want.BasicConstraintsValid && length != want.MaxPathLen {
			t.Errorf("%s: basicConstraints %+v, Go has %v, %d", s.file, *b, want.IsCA, want.MaxPathLen)
		}
	}
	if x := c.Extension(oid.KeyUsage); x != nil && int(x.Parsed.(*KeyUsage).Bits) != int(want.KeyUsage) {
		t.Errorf("%s: keyUsage %b, Go has %b", s.file, x.Parsed.(*KeyUsage).Bits, want.KeyUsage)
	}
	if x := c.Extension(oid.SubjectKeyIdentifier); x != nil && !bytes.Equal(x.Parsed.(*KeyID).ID, want.SubjectKeyId) {
		t.Errorf("%s: subjectKeyIdentifier differs from Go's", s.file)
	}
	if x := c.Extension(oid.AuthorityKeyIdentifier); x != nil && !bytes.Equal(x.Parsed.(*AuthorityKeyID).ID, want.AuthorityKeyId) {
		t.Errorf("%s: authorityKeyIdentifier differs from Go's", s.file)
	}
}
