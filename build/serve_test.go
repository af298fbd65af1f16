package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

var testFiles = map[string][]byte{
	"index.html":                []byte("<!doctype html>"),
	"index.html.br":             []byte("index in brotli"),
	"index.html.gz":             []byte("index in gzip"),
	"page-0123456789.js":        []byte("script"),
	"decode-0123456789.wasm":    []byte("\x00asm"),
	"decode-0123456789.wasm.br": []byte("program in brotli"),
}

func TestAnswers(t *testing.T) {
	h := newHandler(testFiles)
	for _, test := range []struct {
		name, method, path, host, accept string
		status                           int
		body                             string
		headers                          map[string]string // "" where there is none
	}{
		{"page", "GET", "/", "localhost:8000", "", 200, "<!doctype html>", map[string]string{
			"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache",
			"Content-Encoding": "", "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin"}},
		{"page by name", "GET", "/index.html", "127.0.0.1:8000", "", 200, "<!doctype html>", nil},
		{"brotli first", "GET", "/", "localhost", "gzip, deflate, br, zstd", 200, "index in brotli",
			map[string]string{"Content-Encoding": "br"}},
		{"gzip", "GET", "/", "[::1]:8000", "gzip", 200, "index in gzip", map[string]string{"Content-Encoding": "gzip"}},
		{"weight of nought", "GET", "/", "localhost", "br;q=0, gzip;q=0.5", 200, "index in gzip", nil},
		{"program", "GET", "/decode-0123456789.wasm", "localhost", "br", 200, "program in brotli", map[string]string{
			"Content-Type": "application/wasm", "Cache-Control": "public, max-age=31536000, immutable"}},
		{"no such form", "GET", "/page-0123456789.js", "localhost", "br", 200, "script", map[string]string{
			"Content-Type": "text/javascript; charset=utf-8", "Content-Encoding": ""}},
		{"head", "HEAD", "/", "localhost", "", 200, "", map[string]string{"Content-Length": "15"}},
		{"not there", "GET", "/favicon.ico", "localhost", "", 404, "not found: the page is at /\n",
			map[string]string{"Content-Security-Policy": headerText(sitePolicy())}},
		{"compressed form by name", "GET", "/index.html.br", "localhost", "", 404, "not found: the page is at /\n", nil},
		{"outside", "GET", "/../go.mod", "localhost", "", 404, "not found: the page is at /\n", nil},
		{"post", "POST", "/", "localhost", "", 405, "nothing here takes POST\n", map[string]string{"Allow": "GET, HEAD"}},
		{"rebound name", "GET", "/", "evil.example:8000", "", 421, "this server answers to localhost alone\n", nil},
		{"name that begins well", "GET", "/", "localhost.evil.example", "", 421, "this server answers to localhost alone\n", nil},
		{"no name", "GET", "/", "", "", 421, "this server answers to localhost alone\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(test.method, "http://x/", nil)
			r.URL.Path, r.Host = test.path, test.host
			r.Header.Set("Accept-Encoding", test.accept)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != test.status || w.Body.String() != test.body {
				t.Errorf("got %d %q, want %d %q", w.Code, w.Body, test.status, test.body)
			}
			for name, want := range test.headers {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s: got %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestNotModified(t *testing.T) {
	h := newHandler(testFiles)
	get := func(accept, tag string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "http://localhost/", nil)
		r.Header.Set("Accept-Encoding", accept)
		r.Header.Set("If-None-Match", tag)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	tag := get("br", "").Header().Get("ETag")
	if w := get("br", tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("got %d with %d bytes, want 304 and none", w.Code, w.Body.Len())
	}
	if w := get("gzip", tag); w.Code != http.StatusOK {
		t.Errorf("another form has another tag: got %d", w.Code)
	}
}

func TestListenTakesTheNextPort(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var said strings.Builder
	next, err := listen(&said, "the page", taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if next.Addr().String() == taken.Addr().String() || !strings.HasPrefix(next.Addr().String(), "127.0.0.1:") {
		t.Errorf("got %s beside %s", next.Addr(), taken.Addr())
	}
	port := func(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }
	if want := fmt.Sprintf("Port %d is in use: the page is at port %d.\n", port(taken), port(next)); said.String() != want {
		t.Errorf("it said %q, want %q", &said, want)
	}
}

func TestListenRefusesTheNetwork(t *testing.T) {
	for _, addr := range []string{":8000", "0.0.0.0:8000", "192.0.2.1:8000", "example.com:80", "localhost", "127.0.0.1:http"} {
		if l, err := listen(io.Discard, "the page", addr); err == nil {
			l.Close()
			t.Errorf("%s was taken", addr)
		}
	}
}

// The directives that hold the page's promise, spelled out a second time: a
// change of policy.go that loosens one should be noticed.
func TestPolicies(t *testing.T) {
	site, single := headerText(sitePolicy()), metaText(singlePolicy([]byte("c"), []byte("a"), []byte("b")))
	for _, want := range []string{"default-src 'none'; ", "script-src 'self' " + earlyHash + " 'wasm-unsafe-eval'; ", "style-src 'self'; ",
		"img-src 'self' data:; ", "manifest-src 'self'; ", "worker-src 'self'; ", "connect-src 'self'; ", "frame-ancestors 'none'; ", "require-trusted-types-for 'script'; ", "trusted-types mtlens"} {
		if !strings.Contains(site, want) {
			t.Errorf("the site's policy lacks %q: %s", want, site)
		}
	}
	// printf a | openssl dgst -sha256 -binary | base64, and the same of b and c
	for _, want := range []string{"default-src 'none'; ", "connect-src 'none'; ", "worker-src blob:; ", "img-src data:; ", "manifest-src 'none'; ",
		"script-src 'sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=' 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=' 'wasm-unsafe-eval'; ",
		"style-src 'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0='; "} {
		if !strings.Contains(single, want) {
			t.Errorf("the single file's policy lacks %q: %s", want, single)
		}
	}
	for _, never := range []string{"unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"} {
		if strings.Contains(site+single, never) {
			t.Errorf("a policy allows %s", never)
		}
	}
}
