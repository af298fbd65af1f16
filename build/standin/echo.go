package standin

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
)

// echo is a target that answers with the head of the request that it gets, to be
// pasted into the page.
type echo struct{}

// wireOrder are the headers that come first in a captured request, in its order;
// the client's own follow.
var wireOrder = []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Port"}

// RoundTrip answers a request.
func (echo) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		io.Copy(io.Discard, r.Body) // whoever sends a body wants it taken
		r.Body.Close()
	}
	body := head(r)
	if r.Method == http.MethodHead {
		body = nil
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{
			"Content-Type":           {"text/plain; charset=utf-8"},
			"X-Content-Type-Options": {"nosniff"},
			"Cache-Control":          {"no-store"},
		},
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

// head is the request line and the headers, as text.
func head(r *http.Request) []byte {
	var b bytes.Buffer
	b.WriteString(r.Method + " " + r.URL.RequestURI() + " HTTP/1.1\n")
	left := maps.Clone(r.Header)
	put := func(name string) {
		for _, v := range left[name] {
			b.WriteString(name + ": " + v + "\n")
		}
		delete(left, name)
	}
	for _, name := range wireOrder {
		put(name)
	}
	for _, name := range alb.HeaderNames() {
		put(name)
	}
	b.WriteString("Host: " + r.Host + "\n")
	put("X-Amzn-Trace-Id")
	for _, name := range slices.Sorted(maps.Keys(left)) {
		if !strings.EqualFold(name, "Host") {
			put(name)
		}
	}
	b.WriteString("\n")
	return b.Bytes()
}
