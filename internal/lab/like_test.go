package lab

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net"
	"net/url"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/testdata"
)

// series makes certificates that differ in little, each with its authority and the root.
type series struct {
	*rand.Rand
	t    *testing.T
	keys []*ecdsa.PrivateKey
	made int
}

func newSeries(t *testing.T, seed uint64) *series {
	s := &series{Rand: rand.New(rand.NewPCG(seed, 9)), t: t}
	for range 6 {
		k, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		s.keys = append(s.keys, k)
	}
	return s
}

// pick is one of the values, mostly the first.
func pick[T any](s *series, usual T, others ...T) T {
	if s.IntN(30) > 0 {
		return usual
	}
	return others[s.IntN(len(others))]
}

func (s *series) certificate(name string, ca bool, parent *x509.Certificate, key, by *ecdsa.PrivateKey) []byte {
	s.made++
	from := testdata.Now.Add(-time.Duration(s.IntN(10000)) * time.Hour)
	c := &x509.Certificate{
		SerialNumber: new(big.Int).SetInt64(pick(s, s.Int64N(1<<62), 1, 127, 128, 1<<40)),
		Subject:      pkix.Name{Country: []string{pick(s, "US", "DE")}, Organization: []string{pick(s, "Example", "Example, Inc.", "Bücher", " Odd ", "XN--Example")}, CommonName: name},
		NotBefore:    from, NotAfter: from.Add(pick(s, 20000*time.Hour, time.Hour, 10010*time.Hour, 400000*time.Hour)),
		KeyUsage: pick(s, x509.KeyUsageDigitalSignature, x509.KeyUsageKeyEncipherment), SubjectKeyId: []byte(fmt.Sprintf("%020d", pick(s, s.made, 7))),
	}
	if ca {
		c.BasicConstraintsValid, c.IsCA, c.KeyUsage = true, true, x509.KeyUsageCertSign
		c.Subject.Organization = nil
	} else {
		c.ExtKeyUsage = []x509.ExtKeyUsage{pick(s, x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth)}
		c.DNSNames = pick(s, []string{"a.example"}, []string{"b.example", "c.example"}, []string{"xn--bcher-kva.example"}, []string{"A_b.example"}, nil)
		c.IPAddresses = pick(s, []net.IP{{192, 0, 2, byte(s.made)}}, []net.IP{net.ParseIP("2001:db8::1")}, nil)
		c.URIs = pick(s, []*url.URL{{Scheme: "spiffe", Host: "example.org", Path: fmt.Sprint("/", s.made)}}, []*url.URL{{Scheme: "https", Host: "a"}})
		c.CRLDistributionPoints = []string{pick(s, "http://pki.example/a.crl", "http://pki.example/b.crl", "ldap://pki.example/c")}
		c.Subject.CommonName = pick(s, name, "", "a  b", "device_1", "Devíce")
	}
	if parent == nil {
		parent = c
	}
	out, err := x509.CreateCertificate(crand.Reader, c, parent, &key.PublicKey, by)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// chain is a leaf, its authority and the root; now and then they do not quite belong together.
func (s *series) chain(n int) [][]byte {
	parse := func(der []byte) *x509.Certificate {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			s.t.Fatal(err)
		}
		return c
	}
	root := s.certificate(fmt.Sprint("Root ", n), true, nil, s.keys[0], s.keys[0])
	ca := s.certificate(pick(s, fmt.Sprint("CA ", n), fmt.Sprint("root ", n), fmt.Sprint("Root ", n)), true, parse(root), s.keys[1], s.keys[0])
	leaf := s.certificate(fmt.Sprint("device-", n), false, parse(ca), s.keys[2+s.IntN(4)], s.keys[1])
	chain := [][]byte{leaf, ca, root}
	return pick(s, chain, [][]byte{leaf, root, ca}, [][]byte{leaf, ca}, [][]byte{leaf, ca, ca}, [][]byte{ca, leaf}, [][]byte{leaf, leaf, root}, [][]byte{root})
}

// request writes a request with the certificates, in one of ALB's modes or under other names.
func (s *series) request(n int, chain [][]byte) []byte {
	if s.IntN(12) == 0 {
		i := s.IntN(len(chain))
		chain[i] = append([]byte(nil), chain[i]...)
		chain[i][s.IntN(len(chain[i]))] ^= byte(1 << s.IntN(8))
	}
	b := []byte(pick(s, fmt.Sprintf("%s /%d HTTP/1.1\n", pick(s, "GET", "POST"), n), "", "HTTP/1.1 200 OK\n"))
	b = fmt.Appendf(b, "%s: %s\nX-Forwarded-For: %s\n%s: %s\n", pick(s, "Host", "Site"), pick(s, "a.example", "b.example"), pick(s, fmt.Sprintf("192.0.2.%d", n%256), ""), pick(s, "User-Agent", "Agent"),
		pick(s, "curl/8", "NotBefore=2026-01-02T03:04:05Z;NotAfter=2029-01-02T03:04:05Z", "CN=a", "Success", "01AB"))
	value := string(carrier.AppendCertificates(nil, carrier.PEMSafe, chain...))
	switch s.IntN(4) {
	case 0:
		b = fmt.Appendf(b, "X-Amzn-Mtls-Clientcert: %s\n", value)
	case 1:
		b = fmt.Appendf(b, "%s: %s\n", pick(s, "X-Amzn-Mtls-Clientcert-Leaf", "X-Client-Cert", "X-SSL-Client-Cert", "X-Amzn-Mtls-Clientcert"), carrier.AppendCertificates(nil, carrier.PEMSafe, chain[0]))
	default:
		first := report.NewCertificate(readOne(chain[0]), testdata.Now)
		b = fmt.Appendf(b, "X-Amzn-Mtls-Clientcert-Leaf: %s\n", carrier.AppendCertificates(nil, carrier.PEMSafe, chain[0]))
		b = fmt.Appendf(b, "X-Amzn-Mtls-Clientcert-Serial-Number: %s\nX-Amzn-Mtls-Clientcert-Issuer: %s\n", pick(s, first.Serial, "0"+first.Serial, "01"), pick(s, first.Issuer, "CN=a"))
		b = fmt.Appendf(b, "X-Amzn-Mtls-Clientcert-Subject: %s\n", pick(s, first.Subject, "CN=b"))
		b = fmt.Appendf(b, "X-Amzn-Mtls-Clientcert-Validity: NotBefore=%s;NotAfter=%s\n", first.NotBefore, pick(s, first.NotAfter, "2029-01-02T03:04:05Z"))
	}
	return append(b, pick(s, "Via: 1.1 vegur\nX-Status: ok\n\n", "X-Request-Id: 1\n\n", "Via: 1.1 google\nX-Status: ok\n\n", "Via: 1.1 vegur\nX-Status: SUCCESS\n\n", "Via: 1.1 vegur\nX-SSL-Verified: SUCCESS\n\n")...)
}

// What is told as being like an earlier request is what the whole way comes to.
func TestLikeIsTheSame(t *testing.T) {
	like := 0
	for seed := range uint64(12) {
		s := newSeries(t, seed)
		var paste []byte
		var before [][]byte
		for n := range 250 {
			chain := s.chain(n)
			if s.IntN(15) == 0 && before != nil {
				chain = before
			}
			before = chain
			paste = append(paste, s.request(n, chain)...)
		}
		sameButShort(t, fmt.Sprint("seed ", seed), paste)
		for _, g := range decode.Text(paste, decode.Options{Now: testdata.Now}).Groups {
			if g.Like > 0 {
				like++
			}
		}
	}
	t.Logf("%d of 3000 are like another", like)
	if like < 300 {
		t.Errorf("%d of 3000 are like another", like)
	}
}

func readOne(der []byte) *judge.Certificate {
	return judge.ReadCertificate(source.New(der), testdata.Now)
}
