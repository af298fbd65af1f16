package albsim

import (
	"bufio"
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/verify"
	"github.com/mtlens/mtlens/internal/words"
)

// Scenario is a client, a listener, and what they have.
type Scenario struct {
	Settings   verify.Settings
	TrustStore []byte   // PEM
	CRLs       [][]byte // PEM or DER

	Chain [][]byte          // DER, leaf first; empty for a client without a certificate
	Key   crypto.PrivateKey // of the leaf, or another one on purpose; needed with a chain

	MinVersion, MaxVersion uint16 // that both sides take; TLS 1.2 to TLS 1.3 if zero

	Host    string       // "mtls.example" if empty
	Port    int          // of the listener; 443 if zero
	Method  string       // GET if empty
	Path    string       // "/" if empty
	Headers []alb.Header // the client's own

	Server tls.Certificate // made anew if empty, and trusted by the client
	Now    time.Time
	Alerts bool             // a handshake that fails ends with an alert: see Listener
	Clock  func() time.Time // measures the handshake; if nil it takes no time
	Rand   io.Reader        // crypto/tls and crypto/ecdsa take it where they take any
}

// Result is what happened.
type Result struct {
	Verdict    verify.Verdict
	Version    string   // "TLSv1.3"; empty if none was agreed
	Cipher     string   // by OpenSSL's name
	Group      string   // of the key exchange
	AskedFor   bool     // the listener asked for a certificate
	CANames    []string // which it named when it asked
	Connected  bool     // the client took the handshake for done
	Alert      string   // that the client saw: "bad certificate"; empty if none
	AlertNote  string   // what is known of how AWS ends a connection; empty without a failure
	Spoofed    []string // names of the client's own headers that look like the listener's, and did not pass
	HeaderNote string   // what is known of such headers; empty without any
	Sent, Got  int      // bytes, from the client's side
	Messages   []Message
	Transcript []string     // in the manner of "curl -v"
	Request    []byte       // head of the request that the target got; nil if it got none
	Headers    []alb.Header // of it
	Status     int          // of the response; 0 if there was none
	Response   []byte       // its body
	LogLine    string
}

// Run plays a scenario in memory. An error is misuse, or the context's: whatever
// the handshake comes to is a result.
func Run(ctx context.Context, sc Scenario) (*Result, error) {
	if err := sc.complete(); err != nil {
		return nil, err
	}
	listener := &Listener{
		Settings: sc.Settings, TrustStore: sc.TrustStore, CRLs: sc.CRLs, Server: sc.Server,
		MinVersion: sc.MinVersion, MaxVersion: sc.MaxVersion, Rand: sc.Rand,
		Now: func() time.Time { return sc.Now }, Clock: sc.Clock, Alerts: sc.Alerts,
	}
	// The addresses are RFC 5737's, for documentation.
	near, far := pipe(place("203.0.113.1:36280"), place("192.0.2.1:"+strconv.Itoa(sc.Port)))
	served := make(chan *Session, 1)
	go func() { served <- listener.Serve(ctx, far) }()
	c := &client{sc: &sc, r: &Result{}}
	c.run(ctx, near)
	session := <-served
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("the handshake was given up: %w", err)
	}
	c.r.Sent, c.r.Got = near.out.total, near.in.total
	sc.finish(c.r, session)
	sc.tell(c, session)
	return c.r, nil
}

// complete fills in the defaults.
func (sc *Scenario) complete() error {
	if len(sc.Chain) > 0 && sc.Key == nil {
		return errors.New("a certificate without a key cannot be presented")
	}
	if sc.Rand == nil {
		return errors.New("randomness has to be passed in")
	}
	for _, s := range []struct {
		field *string
		value string
	}{{&sc.Host, "mtls.example"}, {&sc.Method, "GET"}, {&sc.Path, "/"}} {
		if *s.field == "" {
			*s.field = s.value
		}
		if strings.ContainsAny(*s.field, "\r\n\x00 ") {
			return errors.New("host, method and path are words without spaces")
		}
	}
	for _, h := range sc.Headers {
		if !token(h.Name) || strings.ContainsAny(h.Value, "\r\n\x00") {
			return fmt.Errorf("header %q is none of HTTP/1.1", h.Name)
		}
	}
	if sc.Port == 0 {
		sc.Port = 443
	}
	if len(sc.Server.Certificate) > 0 {
		return nil
	}
	var err error
	sc.Server, err = serverCertificate(sc)
	return err
}

// serverCertificate makes a self-signed one for the host.
func serverCertificate(sc *Scenario) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), sc.Rand)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making the server's key: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: sc.Host},
		DNSNames:     []string{sc.Host},
		NotBefore:    sc.Now.Add(-time.Hour),
		NotAfter:     sc.Now.Add(24 * time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(sc.Rand, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making the server's certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// client is the other side.
type client struct {
	sc    *Scenario
	r     *Result
	state tls.ConnectionState
	err   error  // what ended it, or nil
	line  string // status line of the response
}

func (c *client) config() (*tls.Config, error) {
	sc := c.sc
	roots := x509.NewCertPool()
	leaf, err := x509.ParseCertificate(sc.Server.Certificate[len(sc.Server.Certificate)-1])
	if err != nil {
		return nil, err
	}
	roots.AddCert(leaf)
	return &tls.Config{
		Rand: sc.Rand, Time: func() time.Time { return sc.Now }, ServerName: sc.Host, RootCAs: roots,
		MinVersion: max(sc.MinVersion, tls.VersionTLS12), MaxVersion: sc.MaxVersion, NextProtos: []string{"http/1.1"},
		// Called back rather than given, so that it is sent whatever the listener
		// asks for, as curl sends it.
		GetClientCertificate: func(info *tls.CertificateRequestInfo) (*tls.Certificate, error) {
			c.r.AskedFor, c.r.CANames = true, names(info.AcceptableCAs)
			return &tls.Certificate{Certificate: sc.Chain, PrivateKey: sc.Key}, nil
		},
	}, nil
}

func (c *client) run(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	config, err := c.config()
	if err != nil {
		c.err = err
		return
	}
	secure := tls.Client(conn, config)
	c.err = secure.HandshakeContext(ctx)
	c.state = secure.ConnectionState()
	if c.r.Connected = c.err == nil; !c.r.Connected {
		return
	}
	_, writeErr := secure.Write(c.request())
	if c.err = c.response(secure); c.err != nil && writeErr != nil && alertOf(c.err) == "" {
		c.err = writeErr
	}
}

// request is the head of the request that the client sends.
func (c *client) request() []byte {
	r := Request{Line: c.sc.Method + " " + c.sc.Path + " HTTP/1.1"}
	r.Headers = append(r.Headers, alb.Header{Name: "Host", Value: c.authority()}, alb.Header{Name: "User-Agent", Value: "mtlens"}, alb.Header{Name: "Accept", Value: "*/*"})
	r.Headers = append(r.Headers, c.sc.Headers...)
	return r.Head()
}

// authority is the host with its port, unless that is the one of https.
func (c *client) authority() string {
	if c.sc.Port == 443 {
		return c.sc.Host
	}
	return c.sc.Host + ":" + strconv.Itoa(c.sc.Port)
}

func (c *client) response(conn io.Reader) error {
	in := bufio.NewReader(conn)
	line, err := in.ReadString('\n')
	if err != nil {
		return err
	}
	all, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	_, c.r.Response, _ = bytes.Cut(append([]byte("\r\n"), all...), []byte("\r\n\r\n"))
	c.line = strings.TrimSpace(line)
	if parts := strings.Fields(line); len(parts) > 1 {
		c.r.Status, _ = strconv.Atoi(parts[1])
	}
	return nil
}

// alertOf names the alert that an error of crypto/tls tells of: "bad certificate".
func alertOf(err error) string {
	var alert *net.OpError
	if !errors.As(err, &alert) || alert.Op != "remote error" {
		return ""
	}
	return strings.TrimPrefix(alert.Err.Error(), "tls: ")
}

// finish puts what both sides know together.
func (sc *Scenario) finish(r *Result, s *Session) {
	r.Verdict, r.LogLine = s.Verdict, s.LogLine
	if s.State.Version != 0 {
		r.Version, r.Cipher, r.Group = protocolName(s.State.Version), cipherName(s.State.CipherSuite), groupName(s.State.CurveID)
	}
	if s.Chain == nil && len(sc.Chain) > 0 && r.AskedFor {
		// crypto/tls did not read the chain, so the listener did not judge it. Here it
		// is known: the verdict is the one that anybody gets who asks internal/verify.
		r.Verdict = verify.Verify(verify.Input{Chain: sc.Chain, TrustStore: sc.TrustStore, CRLs: sc.CRLs, Settings: sc.Settings, Protocol: protocolOf(s.State.Version), Now: sc.Now})
		s.Entry.Status = r.Verdict.Status
		r.LogLine = string(carrier.AppendALBRecord(nil, &s.Entry))
	}
	if s.Request != nil {
		r.Request, r.Headers = s.Request.Head(), s.Request.Headers
	}
	if r.Spoofed = s.Spoofed; len(r.Spoofed) > 0 {
		r.HeaderNote = "The client sent " + words.And(r.Spoofed) + " itself. The stand-in lets none of them pass. Whether a load balancer removes them is not documented, in no mode: do not rely on it, refuse a request that carries one of them twice, and block direct access to the target."
	}
}
