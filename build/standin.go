package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/mtlens/mtlens/internal/albsim"
	"github.com/mtlens/mtlens/internal/testca"
	"github.com/mtlens/mtlens/internal/verify"
)

// standIn is the load balancer's stand-in on this machine: two listeners in front
// of a target that echoes the request's headers. Keys and certificates are made
// anew at each start, into a folder that is removed at the end.
type standIn struct {
	dir       string
	server    tls.Certificate
	advertise bool
	out       io.Writer // of log lines
	mu        sync.Mutex
	opened    []net.Listener
	serving   sync.WaitGroup
}

// Bounds of the stand-in: it is for one person with curl.
const (
	standInTimeout = 15 * time.Second // for a whole connection
	standInAtOnce  = 64               // connections
	standInDays    = 30               // the server's certificate and the client's are valid
)

// newStandIn makes what the listeners need. Its files are the ones that the
// printed commands name.
func newStandIn(out io.Writer, advertise bool) (*standIn, error) {
	now := time.Now()
	s := &standIn{advertise: advertise, out: out}
	issued, err := testca.Issue(testca.Source{Rand: rand.Reader, Now: now}, testca.Request{Days: standInDays})
	if err != nil {
		return nil, err
	}
	key, err := testca.EncodeKey(issued.Key)
	if err != nil {
		return nil, err
	}
	if s.server, err = serverCertificate(now); err != nil {
		return nil, err
	}
	if s.dir, err = os.MkdirTemp("", "mtlens-"); err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{
		{"server.pem", certificatePEM(s.server.Certificate...)},
		{"trust-store.pem", issued.TrustStore},
		{"certificate.crt", certificatePEM(issued.Chain...)},
		{"private-key.pem", key},
	} {
		if err := os.WriteFile(s.file(f.name), f.data, 0o600); err != nil {
			return nil, errors.Join(err, s.close())
		}
	}
	return s, nil
}

func (s *standIn) file(name string) string { return filepath.Join(s.dir, name) }

func certificatePEM(ders ...[]byte) []byte {
	var b bytes.Buffer
	for _, der := range ders {
		pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: der}) // a Buffer takes all
	}
	return b.Bytes()
}

// serverCertificate makes a self-signed one for the names of this machine. It is
// no CA: whoever trusts it trusts this server alone.
func serverCertificate(now time.Time) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: "mtlens stand-in"},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.AddDate(0, 0, standInDays),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// open starts a listener on a loopback address, or on its next port that is free.
func (s *standIn) open(ctx context.Context, name, addr string, mode verify.Mode) (port string, err error) {
	listener, err := listen(s.out, "the "+name+" listener", addr)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	s.opened = append(s.opened, listener)
	s.mu.Unlock()
	s.serving.Go(func() { s.accept(ctx, listener, mode) })
	_, port, err = net.SplitHostPort(listener.Addr().String())
	return port, err
}

func (s *standIn) accept(ctx context.Context, listener net.Listener, mode verify.Mode) {
	free := make(chan struct{}, standInAtOnce)
	for {
		conn, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			time.Sleep(50 * time.Millisecond) // out of files, for one: it may pass
			continue
		}
		free <- struct{}{}
		s.serving.Go(func() {
			defer func() { <-free }()
			conn.SetDeadline(time.Now().Add(standInTimeout))
			s.listener(mode).Serve(ctx, conn)
		})
	}
}

// listener is the configuration for one connection. The trust store and, if there
// is one, crl.pem beside it are read each time, so that they can be edited.
func (s *standIn) listener(mode verify.Mode) *albsim.Listener {
	l := &albsim.Listener{
		Settings:  verify.Settings{Mode: mode, AdvertiseCANames: s.advertise},
		Server:    s.server,
		Rand:      rand.Reader,
		Now:       time.Now,
		AllowHost: ownHost,
		Log: func(line string) {
			s.mu.Lock()
			defer s.mu.Unlock()
			fmt.Fprintln(s.out, line)
		},
	}
	l.TrustStore, _ = os.ReadFile(s.file("trust-store.pem")) // without one everybody is refused, which the log says
	if lists, err := os.ReadFile(s.file("crl.pem")); err == nil {
		l.CRLs = [][]byte{lists}
	}
	return l
}

// close ends the listeners and their connections, and removes the folder.
func (s *standIn) close() error {
	s.mu.Lock()
	for _, l := range s.opened {
		l.Close()
	}
	s.mu.Unlock()
	s.serving.Wait()
	return os.RemoveAll(s.dir)
}

// loopback refuses addresses that other machines reach.
func loopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("%s is no loopback address", host)
	}
	return nil
}

// startStandIn opens both listeners and prints what to do with them. What fails is
// said, and stops nothing. The function that it returns ends all.
func startStandIn(ctx context.Context, out io.Writer, verifyAddr, passthroughAddr string, advertise bool) func() {
	s, err := newStandIn(out, advertise)
	if err != nil {
		fmt.Fprintln(out, "The load balancer's stand-in could not be started:", err)
		return func() {}
	}
	ctx, stop := context.WithCancel(ctx)
	open := func(name, addr string, mode verify.Mode) (port string) {
		port, err := s.open(ctx, name, addr, mode)
		if err != nil {
			fmt.Fprintf(out, "The %s listener could not be opened (-%s takes another address): %v\n", name, name, err)
		}
		return port
	}
	printCommands(out, s, open("verify", verifyAddr, verify.VerifyMode), open("passthrough", passthroughAddr, verify.Passthrough))
	return func() {
		stop() // or close would wait for connections that nobody ends
		s.close()
	}
}

// printCommands prints the four commands of AWS's demo, for the listeners that are open.
func printCommands(out io.Writer, s *standIn, verifyPort, passthroughPort string) {
	if verifyPort == "" && passthroughPort == "" {
		return
	}
	fmt.Fprintln(out, "\nA stand-in for a load balancer with mutual TLS is there too. Its keys, certificates and")
	fmt.Fprintln(out, "trust store are new, and are removed at the end:", s.dir)
	for _, l := range []struct{ mode, port, without, with string }{
		{"verify", verifyPort, "fails in the handshake", "five X-Amzn-Mtls-Clientcert-* headers"},
		{"passthrough", passthroughPort, "goes through without a header", "X-Amzn-Mtls-Clientcert, the chain as it was sent"},
	} {
		if l.port == "" {
			continue
		}
		curl := "curl -v --cacert " + s.file("server.pem") + " https://localhost:" + l.port + "/"
		fmt.Fprintf(out, "\n# %s, no certificate: %s\n%s\n", l.mode, l.without, curl)
		fmt.Fprintf(out, "# %s, with a certificate: %s\n%s --cert %s --key %s\n", l.mode, l.with, curl, s.file("certificate.crt"), s.file("private-key.pem"))
	}
	fmt.Fprint(out, "\nTo try a CA of your own, append it to trust-store.pem; lists of revoked certificates go\ninto crl.pem. Both are read for each connection. Its line of the connection log:\n\n")
}
