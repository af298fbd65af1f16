package standin

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/albsim"
)

// proxy answers the requests of a listener.
type proxy struct {
	listener *Listener
	balancer *albsim.Listener // for headers: its material is not asked
	reverse  *httputil.ReverseProxy
}

// idleTargets is how many idle connections to a target are kept: net/http keeps two,
// and opens a new one for each request beyond.
const idleTargets = 512

func newProxy(l *Listener) *proxy {
	p := &proxy{listener: l, balancer: l.balancer()}
	p.reverse = &httputil.ReverseProxy{
		Rewrite:       p.rewrite,
		FlushInterval: -1, // what the target has written, the client gets
		ErrorLog:      l.config.Errors,
		ErrorHandler:  p.failed,
		BufferPool:    &buffers{},
		Transport: &http.Transport{
			DisableCompression:    true, // it would ask for gzip in the client's name
			MaxIdleConns:          idleTargets,
			MaxIdleConnsPerHost:   idleTargets,
			IdleConnTimeout:       l.config.Silence,
			ResponseHeaderTimeout: l.config.Silence,
		},
	}
	if l.config.Target == nil {
		p.reverse.Transport = echo{}
	}
	return p
}

// ServeHTTP refuses what a load balancer does not forward, and forwards the rest.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	allow := p.listener.config.AllowHost
	switch {
	case r.Method == http.MethodConnect, !strings.HasPrefix(r.RequestURI, "/") && r.RequestURI != "*":
		refuse(w, http.StatusBadRequest, "the request target is no path: this listener is no proxy")
	case allow != nil && !allow(r.Host):
		refuse(w, http.StatusMisdirectedRequest, "this listener answers to names of this machine alone")
	case len(r.Method)+len(r.RequestURI)+len(" HTTP/1.1 ") > alb.MaxRequestLine:
		refuse(w, http.StatusRequestHeaderFieldsTooLarge, "the request line is over 16 K")
	case longHeader(r.Header):
		refuse(w, http.StatusRequestHeaderFieldsTooLarge, "a header of the request is over 16 K")
	default:
		p.reverse.ServeHTTP(w, r)
	}
}

func longHeader(h http.Header) bool {
	for name, values := range h {
		for _, v := range values {
			if len(name)+len(": ")+len(v) > alb.MaxHeader {
				return true
			}
		}
	}
	return false
}

// refuse answers in the listener's own name.
func refuse(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	fmt.Fprintln(w, text)
}

// failed answers when the target does not.
func (p *proxy) failed(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		panic(http.ErrAbortHandler) // the client is gone
	}
	p.listener.config.Errors.Printf("%s %s: %v", r.Method, r.URL.Path, err)
	var timeout net.Error
	if errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		refuse(w, http.StatusGatewayTimeout, "the target did not answer in time")
		return
	}
	refuse(w, http.StatusBadGateway, "the target cannot be reached, or broke off")
}

// kept are headers that ReverseProxy takes out for programs that trust them, and
// that a load balancer leaves as they are.
var kept = []string{"Forwarded", "X-Forwarded-Host"}

// rewrite makes the request that the target gets. Hop-by-hop headers, and those that
// Connection names, are gone already.
func (p *proxy) rewrite(r *httputil.ProxyRequest) {
	from := r.In.Context().Value(clientKey{}).(*client)
	p.address(r.Out, r.In)
	for name := range r.Out.Header {
		if p.balancer.Claims(name) {
			delete(r.Out.Header, name)
		}
	}
	out := r.Out.Header
	out.Del("Expect") // answered here
	for _, name := range kept {
		if values := carried(r.In.Header, name); values != nil {
			out[name] = values
		}
	}
	forwarded := append(carried(r.In.Header, "X-Forwarded-For"), from.ip)
	out.Set("X-Forwarded-For", strings.Join(forwarded, ", "))
	out.Set("X-Forwarded-Proto", "https")
	out.Set("X-Forwarded-Port", p.listener.Port())
	out.Set("X-Amzn-Trace-Id", p.balancer.Trace(strings.Join(carried(r.In.Header, "X-Amzn-Trace-Id"), ";")))
	for _, h := range from.headers {
		out.Set(h.Name, h.Value)
	}
}

// address has the request go to the target with the path as the client wrote it:
// net/url would write some characters anew, and leave parameters out.
func (p *proxy) address(out, in *http.Request) {
	out.URL.Scheme, out.URL.Host = "http", "target"
	if t := p.listener.config.Target; t != nil {
		out.URL.Host = t.Host
	}
	out.Host = in.Host
	path, query, ask := strings.Cut(in.RequestURI, "?")
	out.URL.RawQuery, out.URL.ForceQuery = query, ask
	if !strings.HasPrefix(path, "//") { // what begins so would be taken for a host
		out.URL.Opaque = path
	}
}

// carried are the values of a header that the client sent for the target, not for
// this connection.
func carried(h http.Header, name string) []string {
	for _, line := range h["Connection"] {
		for token := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(token), name) {
				return nil
			}
		}
	}
	return h[name]
}

// client is what every request of a connection has in common.
type client struct {
	ip      string
	headers []alb.Header
}

// clientKey is where a request's context holds the *client.
type clientKey struct{}

// client makes the headers of a connection, once.
func (p *proxy) client(conn net.Conn) *client {
	c := &client{}
	if s := albsim.SessionOf(conn); s != nil {
		c.ip, c.headers = s.Entry.ClientIP, p.balancer.Headers(s.Chain)
	}
	return c
}

// ReadTarget reads the address of a target: http://host:port.
func ReadTarget(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, err
	case u.Scheme != "http" || u.Host == "" || u.User != nil:
		return nil, fmt.Errorf("a target is written as http://127.0.0.1:3000, not %q", text)
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("a target has no path: the client's is forwarded as it is, %q", text)
	}
	return u, nil
}

// buffers are those that answers are copied through.
type buffers struct{ pool sync.Pool }

func (b *buffers) Get() []byte {
	if p, ok := b.pool.Get().(*[]byte); ok {
		return *p
	}
	return make([]byte, 32<<10)
}

func (b *buffers) Put(p []byte) { b.pool.Put(&p) }
