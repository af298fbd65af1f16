package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/mtlens/mtlens/build/standin"
	"github.com/mtlens/mtlens/internal/verify"
)

// albCommand stands in for a load balancer until it is interrupted.
func albCommand(flags *flag.FlagSet) runner {
	var one listenerSettings
	one.declare(flags)
	b := &balancer{}
	flags.StringVar(&b.config, "config", "", "")
	flags.StringVar(&b.logName, "log", stdin, "")
	flags.StringVar(&b.logFormat, "log-format", "plain", "")
	flags.StringVar(&b.ready, "ready", "", "")
	flags.StringVar(&b.saveServer, "save-server-cert", "", "")
	now := nowFlag(flags)
	return func(ctx context.Context, h *host, args []string) (int, error) {
		if len(args) > 0 {
			return 0, fmt.Errorf("%q is no flag, and alb takes nothing else", args[0])
		}
		if err := oneOf("log-format", b.logFormat, "plain", "json"); err != nil {
			return 0, err
		}
		b.host, b.now = h, func() time.Time { return now(h) }
		list := []listenerSettings{one}
		if b.config != "" {
			var err error
			if list, err = readConfig(b.config, flags); err != nil {
				return 0, err
			}
		}
		return exitOK, b.run(ctx, list)
	}
}

// balancer is one run of the command.
type balancer struct {
	host *host
	now  func() time.Time

	config, logName, logFormat, ready, saveServer string

	log    *standin.Log
	server tls.Certificate // made at the start, if a listener has none of its own
}

// run opens every listener, says that they are ready, and serves until the context
// ends. What it made for the time being is removed.
func (b *balancer) run(ctx context.Context, list []listenerSettings) error {
	problems := log.New(cleanWriter{b.host.err}, "mtlens alb: ", 0)
	if err := b.openLog(); err != nil {
		return err
	}
	defer func() {
		if err := b.log.Close(); err != nil {
			problems.Print("closing the log: ", err)
		}
	}()
	var open []*standin.Listener
	var ready readyFile
	for i := range list {
		s := &list[i]
		l, certificate, err := b.open(ctx, s, problems)
		if err != nil {
			closeAll(open)
			return err
		}
		open = append(open, l)
		ready.add(s, l, certificate)
		b.announce(s, l)
	}
	if err := b.save(&ready); err != nil {
		closeAll(open)
		return err
	}
	if b.ready != "" {
		defer os.Remove(b.ready)
	}
	fmt.Fprintln(b.host.err, "mtlens alb: ready")
	return serveAll(ctx, open)
}

// closeAll closes listeners that serve nobody yet.
func closeAll(open []*standin.Listener) {
	for _, l := range open {
		l.Close()
	}
}

// serveAll serves until the context ends, or until one of them fails.
func serveAll(ctx context.Context, open []*standin.Listener) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	failed := make([]error, len(open))
	var serving sync.WaitGroup
	for i, l := range open {
		serving.Go(func() {
			failed[i] = l.Serve(ctx)
			stop()
		})
	}
	serving.Wait()
	return errors.Join(failed...)
}

// open opens one listener, and returns the certificate that it shows.
func (b *balancer) open(ctx context.Context, s *listenerSettings, to *log.Logger) (*standin.Listener, tls.Certificate, error) {
	c, err := s.listener()
	if err != nil {
		return nil, tls.Certificate{}, err
	}
	if c.Server, err = b.certificate(s); err != nil {
		return nil, tls.Certificate{}, err
	}
	c.Now, c.Log, c.Errors = b.now, b.log.Add, to
	l, err := standin.Open(ctx, s.Listen, c)
	return l, c.Server, err
}

// certificate is the one of the listener: its own, or one that is made once.
func (b *balancer) certificate(s *listenerSettings) (tls.Certificate, error) {
	if s.ServerCert != "" || s.ServerKey != "" {
		if s.ServerCert == "" || s.ServerKey == "" {
			return tls.Certificate{}, errors.New("a server's certificate and its key go together: -server-cert and -server-key")
		}
		return tls.LoadX509KeyPair(s.ServerCert, s.ServerKey)
	}
	if b.server.Certificate != nil {
		return b.server, nil
	}
	// By the clock, not by -now: clients check it by theirs.
	var err error
	b.server, err = standin.ServerCertificate(b.host.now(), s.ServerName...)
	return b.server, err
}

// openLog opens the connection log.
func (b *balancer) openLog() (err error) {
	asJSON := b.logFormat == "json"
	if b.logName == stdin {
		b.log = standin.NewLog(b.host.out, asJSON)
		return nil
	}
	b.log, err = standin.OpenLog(b.logName, asJSON)
	return err
}

// announce says where a listener is, and who reaches it.
func (b *balancer) announce(s *listenerSettings, l *standin.Listener) {
	target := or(s.Target, "none: it answers with the request that a target would get")
	fmt.Fprintf(b.host.err, "mtlens alb: https://%s, %s, target %s\n", l.Addr(), s.Mode, target)
	if tcp, ok := l.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		fmt.Fprintf(b.host.err, "mtlens alb: other machines reach %s, as you asked: it is a test double, and no protection\n", l.Addr())
	}
}

// readyFile is what -ready writes: it is there when every listener is open.
type readyFile struct {
	PID       int             `json:"pid"`
	Listeners []readyListener `json:"listeners"`
}

type readyListener struct {
	Address           string `json:"address"`
	URL               string `json:"url"` // by the name "localhost" for 127.0.0.1
	Mode              string `json:"mode"`
	Target            string `json:"target,omitempty"`
	ServerCertificate string `json:"serverCertificate"` // PEM, for the client to trust
}

func (r *readyFile) add(s *listenerSettings, l *standin.Listener, c tls.Certificate) {
	host := "localhost"
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && !tcp.IP.Equal(net.IPv4(127, 0, 0, 1)) && !tcp.IP.IsUnspecified() {
		host = tcp.IP.String()
	}
	r.Listeners = append(r.Listeners, readyListener{
		Address: l.Addr().String(), URL: "https://" + net.JoinHostPort(host, l.Port()), Mode: s.Mode, Target: s.Target,
		ServerCertificate: string(chainPEM(c)),
	})
}

func chainPEM(c tls.Certificate) (out []byte) {
	for _, der := range c.Certificate {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return out
}

// save writes the files that say that it is ready. They are there whole or not at
// all: others wait for them.
func (b *balancer) save(ready *readyFile) error {
	if b.saveServer != "" {
		if b.server.Certificate == nil {
			return errors.New("-save-server-cert: every listener has a certificate of its own")
		}
		if err := writeWhole(b.saveServer, chainPEM(b.server)); err != nil {
			return err
		}
	}
	if b.ready == "" {
		return nil
	}
	ready.PID = os.Getpid()
	text, err := json.MarshalIndent(ready, "", "  ")
	if err != nil {
		return err
	}
	return writeWhole(b.ready, append(text, '\n'))
}

// writeWhole writes a file under another name first.
func writeWhole(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".mtlens-")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// cleanWriter makes lines safe for a terminal: paths of requests are strangers' words.
type cleanWriter struct{ w io.Writer }

func (c cleanWriter) Write(b []byte) (int, error) {
	text := string(b)
	end := ""
	if n := len(text); n > 0 && text[n-1] == '\n' {
		text, end = text[:n-1], "\n"
	}
	_, err := io.WriteString(c.w, clean(text)+end)
	return len(b), err
}

// modes are those that a listener takes.
var modes = []string{string(verify.Off), string(verify.Passthrough), string(verify.VerifyMode)}
