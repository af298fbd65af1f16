// Package standin is the stand-in for an Application Load Balancer with mutual TLS
// on a real socket, in front of a real application. "mtlens alb" and the two
// listeners of "make serve" are made of it.
//
// [Open] listens; [Listener.Serve] takes connections. For each, internal/albsim does
// the handshake and internal/verify decides; net/http reads the requests, over
// HTTP/1.1 with keep-alive and over HTTP/2; httputil.ReverseProxy forwards them, over
// HTTP/1.1, with chunked bodies, streaming answers and WebSocket. So it refuses what
// Go's server refuses: two Hosts, an empty length, an unknown transfer coding,
// control characters in path and value.
//
// As an Application Load Balancer does:
//
//   - the modes off, passthrough and verify; the trust store, revocation lists, CA
//     names in the handshake, expired clients let in; the verdict of each rule
//   - the X-Amzn-Mtls-Clientcert headers to the byte, also under other names
//   - X-Forwarded-For appended to, X-Forwarded-Proto, X-Forwarded-Port, the client's
//     Host, X-Amzn-Trace-Id with Root and Self
//   - the line of the connection log for each connection
//   - no session resumption; 16 K a line or header and 64 K a head; 128 streams a
//     connection of HTTP/2; 60 seconds of silence
//   - the names of the security policies, as far as crypto/tls has their ciphers
//
// And not:
//
//   - the end of a refused connection: a reset, or alerts, see package albsim
//   - TLS 1.0 and 1.1, and CBC with SHA-384, which crypto/tls lacks
//   - answers of its own: 400, 421, 431, 502 and 504 have a line of plain text, and
//     when AWS answers 400 and when 431 is not looked into
//   - names of headers reach the target in Go's letter case and in order of the
//     alphabet
//   - rules, target groups, health checks, stickiness, access logs, HTTP/2 and gRPC
//     to the target
//   - client copies of the mutual TLS headers never pass, in no spelling; whether
//     AWS removes them is not documented
package standin

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"log"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/albsim"
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/verify"
)

// Config is the configuration of a listener.
type Config struct {
	Target    *url.URL                // http, without a path; nil answers with the request as the target would get it
	Settings  verify.Settings         // mode, expired clients, CA names
	Material  func() Material         // trust store and lists, asked for at each connection
	Server    tls.Certificate         // of the listener
	Policy    *Policy                 // DefaultPolicy if nil
	Rename    map[alb.Role]string     // headers that go by another name
	Alerts    bool                    // a refused handshake ends with an alert
	NoHTTP2   bool                    // HTTP/2 is not offered
	AllowHost func(string) bool       // judges the request's Host; all are allowed if nil
	Silence   time.Duration           // after which a connection is closed; DefaultSilence if zero
	Now       func() time.Time        // certificates are judged at this time; time.Now if nil
	Log       func(*carrier.ALBEntry) // gets the record of each connection; may be nil
	Errors    *log.Logger             // gets what goes wrong with targets; may be nil
}

// Material is what a listener in verify mode has.
type Material struct {
	TrustStore []byte
	CRLs       [][]byte
}

// Bounds.
const (
	DefaultSilence = 60 * time.Second // AWS's idle timeout, by default
	acceptPause    = 50 * time.Millisecond
	maxStreams     = 128             // of HTTP/2 at once, AWS: "up to 128 requests in parallel"
	farewell       = 2 * time.Second // for requests that go on at the end
)

// Listener is an open listener.
type Listener struct {
	config  Config
	socket  net.Listener
	server  *http.Server
	ready   *queue
	opening sync.WaitGroup // handshakes that go on

	mu   sync.Mutex
	open map[*quietConn]bool // also those that became a WebSocket, which net/http forgets
}

// Open listens on an address.
func Open(ctx context.Context, address string, c Config) (*Listener, error) {
	var lc net.ListenConfig
	socket, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return New(socket, c), nil
}

// New makes a listener of a socket that is open.
func New(socket net.Listener, c Config) *Listener {
	if c.Policy == nil {
		c.Policy = PolicyOf(DefaultPolicy)
	}
	if c.Silence == 0 {
		c.Silence = DefaultSilence
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Material == nil {
		c.Material = func() Material { return Material{} }
	}
	if c.Errors == nil {
		c.Errors = log.New(discard{}, "", 0)
	}
	l := &Listener{config: c, socket: socket, ready: newQueue(socket.Addr()), open: make(map[*quietConn]bool)}
	proxy := newProxy(l)
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(!c.NoHTTP2)
	l.server = &http.Server{
		Handler:                      proxy,
		DisableGeneralOptionsHandler: true,
		ReadHeaderTimeout:            c.Silence,
		IdleTimeout:                  c.Silence,
		MaxHeaderBytes:               alb.MaxRequestHead,
		ErrorLog:                     c.Errors,
		Protocols:                    protocols,
		HTTP2:                        &http.HTTP2Config{MaxConcurrentStreams: maxStreams},
		ConnContext: func(ctx context.Context, conn net.Conn) context.Context {
			return context.WithValue(ctx, clientKey{}, proxy.client(conn))
		},
	}
	return l
}

// discard takes what nobody wants to read.
type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

// Addr is the address that is listened on.
func (l *Listener) Addr() net.Addr { return l.socket.Addr() }

// Port is the port of it, as text.
func (l *Listener) Port() string {
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// Close closes a listener that does not serve.
func (l *Listener) Close() error { return l.socket.Close() }

// Serve takes connections until the context ends. Then requests that go on have
// some seconds to end.
func (l *Listener) Serve(ctx context.Context) error {
	served := make(chan error, 1)
	go func() { served <- l.server.Serve(l.ready) }()
	stop := context.AfterFunc(ctx, func() { l.socket.Close() })
	defer stop()
	err := l.accept(ctx)
	l.opening.Wait()
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	l.server.Shutdown(end)
	l.closeAll()
	l.server.Close()
	<-served
	l.ready.Close()
	return err
}

// accept takes connections and has each shake hands by itself: one that is silent
// holds nobody up.
func (l *Listener) accept(ctx context.Context) error {
	for {
		conn, err := l.socket.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			if ctx.Err() != nil {
				return nil
			}
			return err
		case err != nil:
			l.config.Errors.Print("accepting a connection: ", err)
			select { // out of files, for one: it may pass
			case <-time.After(acceptPause):
			case <-ctx.Done():
			}
			continue
		}
		l.opening.Go(func() { l.handshake(ctx, conn) })
	}
}

// handshake hands an established connection to the HTTP server. It may take as long
// as it takes, if only something is said from time to time.
func (l *Listener) handshake(ctx context.Context, conn net.Conn) {
	secure, session := l.balancer().Handshake(ctx, l.track(conn))
	if l.config.Log != nil {
		l.config.Log(&session.Entry)
	}
	if secure != nil && !l.ready.add(secure) {
		secure.Close()
	}
}

// track limits the silence of a connection, and keeps it until it is closed.
func (l *Listener) track(conn net.Conn) *quietConn {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := limitSilence(conn, l.config.Silence, func(c *quietConn) {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.open, c)
	})
	l.open[c] = true
	return c
}

func (l *Listener) closeAll() {
	l.mu.Lock()
	left := slices.Collect(maps.Keys(l.open))
	l.mu.Unlock()
	for _, c := range left {
		c.Close()
	}
}

// balancer is the TLS side for one connection.
func (l *Listener) balancer() *albsim.Listener {
	c := &l.config
	m := c.Material()
	b := &albsim.Listener{
		Settings: c.Settings, TrustStore: m.TrustStore, CRLs: m.CRLs, Server: c.Server, Rename: c.Rename, Alerts: c.Alerts,
		MinVersion: c.Policy.Min, MaxVersion: c.Policy.Max, Ciphers: c.Policy.ciphers, Groups: c.Policy.groups(),
		Rand: rand.Reader, Now: c.Now, Clock: time.Now, Protocols: []string{"h2", "http/1.1"},
	}
	if c.NoHTTP2 {
		b.Protocols = b.Protocols[1:]
	}
	return b
}

// queue is a net.Listener of connections whose handshake is done.
type queue struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
	addr   net.Addr
}

func newQueue(addr net.Addr) *queue {
	return &queue{conns: make(chan net.Conn), closed: make(chan struct{}), addr: addr}
}

// add hands a connection on; false says that nobody takes it any more.
func (q *queue) add(conn net.Conn) bool {
	select {
	case q.conns <- conn:
		return true
	case <-q.closed:
		return false
	}
}

func (q *queue) Accept() (net.Conn, error) {
	select {
	case conn := <-q.conns:
		return conn, nil
	case <-q.closed:
		return nil, net.ErrClosed
	}
}

func (q *queue) Close() error {
	q.once.Do(func() { close(q.closed) })
	return nil
}

func (q *queue) Addr() net.Addr { return q.addr }
