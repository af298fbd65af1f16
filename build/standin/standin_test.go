package standin

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/testca"
	"github.com/mtlens/mtlens/internal/verify"
)

// bench is a listener in front of a target, with a client that it trusts.
type bench struct {
	t        testing.TB
	listener *Listener
	pool     *x509.CertPool // of the server's certificate
	client   tls.Certificate
	root     *testca.Authority
	stop     func() // ends the listener and waits for it

	mu      sync.Mutex
	entries []carrier.ALBEntry
	logged  chan string // the status of each connection
}

func source() testca.Source { return testca.Source{Rand: rand.Reader, Now: time.Now()} }

// start runs a listener; change may alter its configuration.
func start(t testing.TB, target http.Handler, change func(*Config)) *bench {
	t.Helper()
	b := &bench{t: t, logged: make(chan string, 100_000)}
	var err error
	if b.root, err = testca.NewAuthority(source(), testca.P256); err != nil {
		t.Fatal(err)
	}
	issued := b.issue(testca.Request{})
	b.client = pairOf(issued)
	server, err := ServerCertificate(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(server.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	b.pool = x509.NewCertPool()
	b.pool.AddCert(leaf)
	c := Config{
		Settings: verify.Settings{Mode: verify.VerifyMode}, Server: server,
		Material: func() Material { return Material{TrustStore: issued.TrustStore} },
		Log: func(e *carrier.ALBEntry) {
			b.mu.Lock()
			b.entries = append(b.entries, *e)
			b.mu.Unlock()
			b.logged <- e.Status
		},
	}
	if target != nil {
		back := httptest.NewUnstartedServer(target)
		back.Config.DisableGeneralOptionsHandler = true
		back.Config.ErrorLog = log.New(io.Discard, "", 0)
		back.Start()
		t.Cleanup(back.Close)
		if c.Target, err = ReadTarget(back.URL); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(&c)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if b.listener, err = Open(ctx, "127.0.0.1:0", c); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- b.listener.Serve(ctx) }()
	b.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(b.stop)
	return b
}

func (b *bench) issue(r testca.Request) *testca.Issued {
	b.t.Helper()
	r.Authority = b.root
	issued, err := testca.Issue(source(), r)
	if err != nil {
		b.t.Fatal(err)
	}
	return issued
}

func pairOf(i *testca.Issued) tls.Certificate {
	return tls.Certificate{Certificate: i.Chain, PrivateKey: i.Key}
}

// tls is the configuration of a client with those certificates.
func (b *bench) tls(certificates ...tls.Certificate) *tls.Config {
	return &tls.Config{ServerName: "localhost", RootCAs: b.pool, Certificates: certificates}
}

// http is a client; it speaks HTTP/2 if it is told to.
func (b *bench) http(h2 bool, certificates ...tls.Certificate) *http.Client {
	tr := &http.Transport{TLSClientConfig: b.tls(certificates...), ForceAttemptHTTP2: h2, MaxIdleConnsPerHost: 100, DisableCompression: true}
	b.t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (b *bench) url(path string) string { return "https://" + b.listener.Addr().String() + path }

// raw is a connection on which a test writes what it likes.
func (b *bench) raw(certificates ...tls.Certificate) *tls.Conn {
	b.t.Helper()
	conn, err := tls.Dial("tcp", b.listener.Addr().String(), b.tls(certificates...))
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { conn.Close() })
	return conn
}

// ask sends a head as it stands, and returns the status and body of the answer.
func (b *bench) ask(head string) (status int, body string) {
	b.t.Helper()
	conn := b.raw(b.client)
	if _, err := io.WriteString(conn, head); err != nil {
		b.t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		b.t.Fatalf("%q: %v", head, err)
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return r.StatusCode, string(text)
}

func read(t *testing.T, r *http.Response, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// reveal answers with the head of the request.
var reveal = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "%s %s\nHost: %s\n", r.Method, r.RequestURI, r.Host)
	r.Header.Write(w)
})

// derOf decodes a header as a target should: percent-decoding that leaves "+".
func derOf(t *testing.T, h http.Header, name string) (ders [][]byte) {
	t.Helper()
	text, err := url.PathUnescape(h.Get(name))
	if err != nil {
		t.Fatal(err)
	}
	for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
		ders = append(ders, block.Bytes)
	}
	return ders
}

func TestHeadersReachTheTarget(t *testing.T) {
	seen := make(chan http.Header, 1)
	target := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen <- r.Header })
	for _, c := range []struct {
		mode  verify.Mode
		with  bool
		names []string
	}{
		{verify.VerifyMode, true, []string{"", "-Issuer", "-Leaf", "-Serial-Number", "-Subject", "-Validity"}[1:]},
		{verify.Passthrough, true, []string{""}},
		{verify.Passthrough, false, nil},
		{verify.Off, true, nil},
	} {
		b := start(t, target, func(config *Config) { config.Settings.Mode = c.mode })
		for _, h2 := range []bool{false, true} {
			client := b.http(h2)
			if c.with {
				client = b.http(h2, b.client)
			}
			r, err := client.Get(b.url("/"))
			read(t, r, err)
			got := <-seen
			if r.ProtoMajor == 2 != h2 || r.StatusCode != 200 {
				t.Errorf("%s %s", r.Proto, r.Status)
			}
			var names []string
			for name := range got {
				if rest, ok := strings.CutPrefix(name, "X-Amzn-Mtls-Clientcert"); ok {
					names = append(names, rest)
				}
			}
			if slices.Sort(names); !slices.Equal(names, c.names) {
				t.Errorf("%s, certificate %v: %q", c.mode, c.with, names)
			}
			switch {
			case c.mode == verify.VerifyMode:
				if ders := derOf(t, got, "X-Amzn-Mtls-Clientcert-Leaf"); len(ders) != 1 || !bytes.Equal(ders[0], b.client.Certificate[0]) {
					t.Error("the leaf is another one")
				}
			case c.names != nil:
				if ders := derOf(t, got, "X-Amzn-Mtls-Clientcert"); !slices.EqualFunc(ders, b.client.Certificate, bytes.Equal) {
					t.Error("the chain is another one")
				}
			}
		}
	}
}

// Bad clients are refused in the handshake, each with its line in the log, and
// none of their requests reaches the target.
func TestBadClients(t *testing.T) {
	var reached atomic.Bool
	b := start(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }), nil)
	other, err := testca.Issue(source(), testca.Request{})
	if err != nil {
		t.Fatal(err)
	}
	expired := b.issue(testca.Request{NotBefore: time.Now().AddDate(0, 0, -9), NotAfter: time.Now().AddDate(0, 0, -1)})
	stolen := pairOf(other)
	stolen.Certificate = b.client.Certificate // without its key
	for _, c := range []struct {
		name, status string
		certificates []tls.Certificate
	}{
		{"none", "Failed:UnmappedConnectionError", nil},
		{"stranger", "Failed:ClientCertUntrusted", []tls.Certificate{pairOf(other)}},
		{"expired", "Failed:ClientCertExpired", []tls.Certificate{pairOf(expired)}},
		{"server's", "Failed:ClientCertPurposeInvalid", []tls.Certificate{pairOf(b.issue(testca.Request{ExtKeyUsage: []string{"serverAuth"}}))}},
		{"stolen", "Failed:UnmappedConnectionError", []tls.Certificate{stolen}},
	} {
		for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
			config := b.tls()
			config.MaxVersion = version
			config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
				if c.certificates == nil {
					return &tls.Certificate{}, nil
				}
				return &c.certificates[0], nil // whatever is asked for
			}
			client := &http.Client{Transport: &http.Transport{TLSClientConfig: config}}
			if r, err := client.Get(b.url("/")); err == nil {
				t.Errorf("%s got %s", c.name, r.Status)
			}
			if status := <-b.logged; status != c.status {
				t.Errorf("%s over %x: the log says %s, want %s", c.name, version, status, c.status)
			}
		}
	}
	if reached.Load() {
		t.Error("a request reached the target")
	}
}

// No spelling of the listener's own headers passes, nor what Connection hides.
func TestSpoofing(t *testing.T) {
	for _, renamed := range []bool{false, true} {
		b := start(t, reveal, func(c *Config) {
			if renamed {
				c.Rename = map[alb.Role]string{alb.Leaf: "X-Cert"}
			}
		})
		names := []string{
			"X-Amzn-Mtls-Clientcert", "x-amzn-mtls-clientcert-leaf", "X_AMZN_MTLS_CLIENTCERT_LEAF", "X.Amzn.Mtls.Clientcert.Subject",
			"XAmznMtlsClientcertSubject", "X-Amzn_Mtls.Clientcert-Issuer", "X-Amzn-Mtls-Clientcert-Chain", "Http-X-Amzn-Mtls-Clientcert",
		}
		if renamed {
			names = append(names, "X-Cert", "x_cert", "xcert")
		}
		head := "GET / HTTP/1.1\r\nHost: a\r\nConnection: X-Amzn-Mtls-Clientcert-Leaf, X-Hidden, X-Forwarded-For, X-Cert\r\nX-Hidden: spoofed\r\nX-Forwarded-For: spoofed\r\nX-Mine: passes\r\n"
		for _, name := range names {
			head += name + ": spoofed\r\n"
		}
		status, body := b.ask(head + "\r\n")
		if status != 200 || strings.Contains(body, "spoofed") || !strings.Contains(body, "X-Mine: passes") {
			t.Errorf("%d\n%s", status, body)
		}
		leaf := "X-Amzn-Mtls-Clientcert-Leaf: "
		if renamed {
			leaf = "X-Cert: "
		}
		if !strings.Contains(body, "\n"+leaf+"-----BEGIN%20CERTIFICATE-----%0A") {
			t.Errorf("the leaf is not there:\n%s", body)
		}
	}
}

// Paths, queries and headers arrive as the client wrote them.
func TestForwarding(t *testing.T) {
	b := start(t, reveal, nil)
	for _, path := range []string{
		"/", "/a%2Fb/%7e~", "/a//b/../c/./", "//double", "/?", "/?a;b=1&c=%zz", "/?a=1&a=2+3", "/a|b^c", "/%E2%82%AC?q=%00", "/a;p=1", "/http://x/", "/#x", "/a:b", "*",
	} {
		method := "GET"
		if path == "*" {
			method = "OPTIONS"
		}
		status, body := b.ask(method + " " + path + " HTTP/1.1\r\nHost: app.example:8443\r\n\r\n")
		if want := method + " " + path + "\nHost: app.example:8443\n"; status != 200 || !strings.HasPrefix(body, want) {
			t.Errorf("%d, got %.80q, want %q", status, body, want)
		}
	}
	_, port, _ := net.SplitHostPort(b.listener.Addr().String())
	_, body := b.ask("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: b\r\nForwarded: for=c\r\nX-Twice: 1\r\nX-Twice: 2\r\nCookie: d=e\r\n" +
		"X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678;CalledFrom=app\r\nTE: trailers, gzip\r\nKeep-Alive: 5\r\nProxy-Authorization: x\r\n\r\n")
	for _, want := range []string{
		"X-Forwarded-For: 192.0.2.1, 192.0.2.2, 127.0.0.1\r\n", "X-Forwarded-Proto: https\r\n", "X-Forwarded-Port: " + port + "\r\n",
		"X-Forwarded-Host: b\r\n", "Forwarded: for=c\r\n", "X-Twice: 1\r\nX-Twice: 2\r\n", "Cookie: d=e\r\n",
		";Root=1-67891233-abcdef012345678912345678;CalledFrom=app\r\n", "X-Amzn-Trace-Id: Self=1-",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
	for _, not := range []string{"Keep-Alive", "User-Agent", "Accept-Encoding", "Via", "gzip"} {
		if strings.Contains(body, not) {
			t.Errorf("%s is in\n%s", not, body)
		}
	}
}

// What could be read in two ways is refused before it reaches a target.
func TestMalformedRequests(t *testing.T) {
	b := start(t, reveal, nil)
	long := strings.Repeat("x", alb.MaxHeader)
	for _, c := range []struct {
		name, head string
		status     int
	}{
		{"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
		{"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
		{"empty length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n", 400},
		{"two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
		{"negative length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},
		{"empty coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \r\n\r\n", 501},
		{"two codings", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501},
		{"empty Host beside another", "GET / HTTP/1.1\r\nHost:\r\nHost: b\r\n\r\n", 400},
		{"control in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\x01A: b\r\n\r\n", 400},
		{"return in a value", "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\rX-B: c\r\n\r\n", 400},
		{"unknown coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
		{"coding spelled otherwise", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", 501},
		{"control in the path", "GET /a\x01b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		{"control in a value", "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\x00c\r\n\r\n", 400},
		{"blank before the colon", "GET / HTTP/1.1\r\nHost: a\r\nX-A : b\r\n\r\n", 400},
		{"folded line", "GET / HTTP/1.1\r\nHost: a\r\n X-A: b\r\n\r\n", 0},
		{"a proxy's request", "GET http://evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		{"CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 400},
		{"long line", "GET /" + long + " HTTP/1.1\r\nHost: a\r\n\r\n", 431},
		{"long header", "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + long + "\r\n\r\n", 431},
		{"long head", "GET / HTTP/1.1\r\nHost: a\r\n" + strings.Repeat("X-A: "+long[:8000]+"\r\n", 9) + "\r\n", 431},
	} {
		status, body := b.ask(c.head)
		if c.status == 0 { // a fold is taken as part of the value: no header of its own
			if status == 200 && strings.Contains(body, "\nX-A:") {
				t.Errorf("%s: %s", c.name, body)
			}
			continue
		}
		if status != c.status {
			t.Errorf("%s: %d, want %d, %q", c.name, status, c.status, body)
		}
	}
}

// Many requests of many clients at once, over both protocols: none is lost, and
// none gets another's headers.
func TestNothingIsMixedUp(t *testing.T) {
	const clients, requests = 8, 25
	b := start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s %s", r.Header.Get("X-Amzn-Mtls-Clientcert-Subject"), r.URL.Query().Get("n"), body)
	}), nil)
	var running sync.WaitGroup
	for i := range clients {
		name := fmt.Sprint("client-", i)
		client := b.http(i%2 == 0, pairOf(b.issue(testca.Request{Subject: []testca.Attribute{{Type: "CN", Value: name}}})))
		for n := range requests {
			running.Go(func() {
				sent := strings.Repeat(name, n*50)
				r, err := client.Post(b.url(fmt.Sprint("/?n=", n)), "text/plain", strings.NewReader(sent))
				if err != nil {
					t.Error(err)
					return
				}
				defer r.Body.Close()
				text, err := io.ReadAll(r.Body)
				if want := fmt.Sprintf("CN=%s %d %s", name, n, sent); err != nil || string(text) != want {
					t.Errorf("%v: got %.60q, want %.60q", err, text, want)
				}
			})
		}
	}
	running.Wait()
}

// One connection carries many requests: the log has one line.
func TestKeepAlive(t *testing.T) {
	b := start(t, reveal, nil)
	client := b.http(false, b.client)
	for range 5 {
		r, err := client.Get(b.url("/"))
		read(t, r, err)
	}
	if n := len(b.entries); n != 1 {
		t.Errorf("%d connections", n)
	}
}

// A body of unknown length goes both ways, and an answer a piece at a time: the
// target writes the next one when the client has the one before.
func TestStreaming(t *testing.T) {
	for _, h2 := range []bool{false, true} {
		next := make(chan bool)
		b := start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if r.ContentLength != -1 || string(body) != "onetwo" || err != nil {
				t.Errorf("length %d, %q, %v", r.ContentLength, body, err)
			}
			for i := range 3 {
				fmt.Fprintln(w, "piece", i)
				w.(http.Flusher).Flush()
				<-next
			}
			w.Header().Set(http.TrailerPrefix+"X-Sum", "3")
		}), nil)
		out, in := io.Pipe()
		go func() {
			io.WriteString(in, "one")
			io.WriteString(in, "two")
			in.Close()
		}()
		r, err := b.http(h2, b.client).Post(b.url("/"), "text/plain", out)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(r.Body)
		for i := range 3 {
			if line, err := lines.ReadString('\n'); line != fmt.Sprintln("piece", i) || err != nil {
				t.Errorf("%q, %v", line, err)
			}
			next <- true
		}
		if rest, err := io.ReadAll(lines); len(rest) > 0 || err != nil || r.Trailer.Get("X-Sum") != "3" {
			t.Errorf("%q, %v, trailer %v", rest, err, r.Trailer)
		}
		r.Body.Close()
	}
}

// WebSocket and other upgrades: bytes go both ways until one side ends.
func TestUpgrade(t *testing.T) {
	b := start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "websocket" || r.Header.Get("X-Amzn-Mtls-Clientcert-Subject") == "" {
			t.Errorf("%v", r.Header)
		}
		conn, rw, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
		io.Copy(conn, rw) // an echo
	}), nil)
	conn := b.raw(b.client)
	io.WriteString(conn, "GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	in := bufio.NewReader(conn)
	r, err := http.ReadResponse(in, nil)
	if err != nil || r.StatusCode != 101 || r.Header.Get("Upgrade") != "websocket" {
		t.Fatal(r, err)
	}
	for _, text := range []string{"one\n", "two\n"} {
		io.WriteString(conn, text)
		if line, err := in.ReadString('\n'); line != text || err != nil {
			t.Errorf("%q, %v", line, err)
		}
	}
	b.stop() // ends what net/http has forgotten
	if _, err := in.ReadByte(); err == nil {
		t.Error("the connection is still open")
	}
}

// Connections that say nothing, before, in and after the handshake, hold nobody up.
func TestSilentConnections(t *testing.T) {
	b := start(t, reveal, nil)
	for range 100 {
		conn, err := net.Dial("tcp", b.listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	for range 20 {
		conn := b.raw(b.client)
		io.WriteString(conn, "GET / HTTP/1.1\r\nHost:")
	}
	r, err := b.http(true, b.client).Get(b.url("/"))
	read(t, r, err)
}

// A target that is not there, or breaks off, is told; one that comes back is used.
func TestTargets(t *testing.T) {
	var breaks atomic.Bool
	breaks.Store(true)
	b := start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if breaks.Load() {
			panic(http.ErrAbortHandler)
		}
		io.WriteString(w, "here")
	}), nil)
	client := b.http(true, b.client)
	r, err := client.Get(b.url("/"))
	if text := read(t, r, err); r.StatusCode != http.StatusBadGateway || text != "the target cannot be reached, or broke off\n" {
		t.Errorf("%s: %q", r.Status, text)
	}
	breaks.Store(false)
	r, err = client.Get(b.url("/"))
	if text := read(t, r, err); text != "here" {
		t.Errorf("%s: %q", r.Status, text)
	}
	nobody := start(t, nil, func(c *Config) { c.Target = &url.URL{Scheme: "http", Host: "127.0.0.1:1"} })
	r, err = nobody.http(false, nobody.client).Get(nobody.url("/"))
	if read(t, r, err); r.StatusCode != http.StatusBadGateway {
		t.Error(r.Status)
	}
}

// A request that goes on when the listener ends is answered.
func TestEndIsGraceful(t *testing.T) {
	began, goOn := make(chan bool), make(chan bool)
	b := start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began <- true
		<-goOn
		io.WriteString(w, "whole")
	}), nil)
	answer := make(chan string, 1)
	go func() {
		r, err := b.http(false, b.client).Get(b.url("/"))
		if err != nil {
			answer <- err.Error()
			return
		}
		text, _ := io.ReadAll(r.Body)
		answer <- string(text)
	}()
	<-began
	ended := make(chan bool)
	go func() { b.stop(); close(ended) }()
	for { // as soon as nobody is let in any more
		conn, err := net.Dial("tcp", b.listener.Addr().String())
		if err != nil {
			break
		}
		conn.Close()
	}
	close(goOn)
	if text := <-answer; text != "whole" {
		t.Errorf("the answer is %q", text)
	}
	<-ended
}

// The log has what AWS's has, and reads back.
func TestLogOfAConnection(t *testing.T) {
	b := start(t, reveal, nil)
	r, err := b.http(false, b.client).Get(b.url("/"))
	read(t, r, err)
	<-b.logged
	line := carrier.AppendALBRecord(nil, &b.entries[0])
	record, ok := carrier.ReadALBRecord(line)
	leaf, _ := x509.ParseCertificate(b.client.Certificate[0])
	if !ok || record.Get(carrier.ALBStatus) != "Success" || record.Get(carrier.ALBClientIP) != "127.0.0.1" || record.Get(carrier.ALBListenerPort) != b.listener.Port() ||
		record.Get(carrier.ALBSerial) != fmt.Sprintf("%X", leaf.SerialNumber.Bytes()) || record.Get(carrier.ALBProtocol) != "TLSv1.3" || record.Get(carrier.ALBLatency) == "" {
		t.Errorf("%s", line)
	}
}

func TestReadTarget(t *testing.T) {
	for _, good := range []string{"http://127.0.0.1:3000", "http://app:80/", "http://[::1]:8080"} {
		if _, err := ReadTarget(good); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []string{"", "127.0.0.1:3000", "https://a", "http://a/b", "http://u:p@a", "http://a?b", "http://", ":"} {
		if u, err := ReadTarget(bad); err == nil {
			t.Errorf("%q is %v", bad, u)
		}
	}
}
