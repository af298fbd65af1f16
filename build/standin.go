package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/mtlens/mtlens/build/standin"
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
	log       *standin.Log
	serving   sync.WaitGroup
}

// standInDays is how long the client's certificate is valid.
const standInDays = standin.ServerDays

// newStandIn makes what the listeners need. Its files are the ones that the
// printed commands name.
func newStandIn(out io.Writer, advertise bool) (*standIn, error) {
	now := time.Now()
	s := &standIn{advertise: advertise, out: out, log: standin.NewLog(out, false)}
	issued, err := testca.Issue(testca.Source{Rand: rand.Reader, Now: now}, testca.Request{Days: standInDays})
	if err != nil {
		return nil, err
	}
	key, err := testca.EncodeKey(issued.Key)
	if err != nil {
		return nil, err
	}
	if s.server, err = standin.ServerCertificate(now); err != nil {
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

// open starts a listener on a loopback address, or on its next port that is free.
// The trust store and, if there is one, crl.pem beside it can be edited.
func (s *standIn) open(ctx context.Context, name, addr string, mode verify.Mode) (port string, err error) {
	socket, err := listen(s.out, "the "+name+" listener", addr)
	if err != nil {
		return "", err
	}
	listener := standin.New(socket, standin.Config{
		Settings:  verify.Settings{Mode: mode, AdvertiseCANames: s.advertise},
		Material:  standin.NewFiles(s.file("trust-store.pem"), s.file("crl.pem")).Material,
		Server:    s.server,
		AllowHost: ownHost,
		Log:       s.log.Add,
	})
	s.serving.Go(func() { listener.Serve(ctx) })
	return listener.Port(), nil
}

// close waits for the listeners, whose context has ended, and removes the folder.
func (s *standIn) close() error {
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
		stop()
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
