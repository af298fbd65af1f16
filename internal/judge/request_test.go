package judge_test

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// The lines and members are those of RFC 9112, of curl -v, and of AWS's example events
// for Lambda behind an ALB and an HTTP API.
func TestRequest(t *testing.T) {
	const header = "X-Amzn-Mtls-Clientcert-Serial-Number: 0A\n"
	for _, test := range []struct {
		name, paste string
		want        judge.Request
	}{
		{"request line", "GET /orders/7?x=a%20b HTTP/1.1\nHost: a\nX-Forwarded-For: 203.0.113.7\n" + header, judge.Request{Method: "GET", Path: "/orders/7?x=a%20b", Client: "203.0.113.7"}},
		{"curl", "> POST / HTTP/2\n> " + header, judge.Request{Method: "POST", Path: "/"}},
		{"status line", "HTTP/1.1 200 OK\nDate: Tue, 01 Sep 2026 10:00:00 GMT\n" + header, judge.Request{Time: "Tue, 01 Sep 2026 10:00:00 GMT"}},
		{"event of ALB", `{"httpMethod":"PUT","path":"/p","headers":{"x-forwarded-for":"198.51.100.1, 10.0.0.1","x-amzn-mtls-clientcert-serial-number":"0A"}}`,
			judge.Request{Method: "PUT", Path: "/p", Client: "198.51.100.1, 10.0.0.1"}},
		{"nothing said", header, judge.Request{}},
	} {
		p := unwrap.Open([]byte(test.paste))
		n := 0
		for u := range judge.New(judge.Options{}).Units(p, []byte(test.paste)) {
			if n++; u.Request != test.want {
				t.Errorf("%s: %+v, want %+v", test.name, u.Request, test.want)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d units", test.name, n)
		}
	}
}

// A private key in an address is not shown.
func TestRequestHidden(t *testing.T) {
	paste := "GET /?k=-----BEGIN%20PRIVATE%20KEY-----%0AMC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%0A-----END%20PRIVATE%20KEY----- HTTP/1.1\nX-Amzn-Mtls-Clientcert-Serial-Number: 0A\n"
	p := unwrap.Open([]byte(paste))
	for u := range judge.New(judge.Options{}).Units(p, []byte(paste)) {
		if path := u.Request.Path; path == "" || strings.Trim(path, "*") != "" {
			t.Errorf("the path is %q, not stars", path)
		}
		return
	}
	t.Error("no request was found")
}
