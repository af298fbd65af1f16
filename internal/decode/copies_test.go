package decode

import (
	"net/url"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// A header with a certificate that comes twice in a request is told, whatever its name; so
// is a common name that the name beside it does not have. What is a list and no request
// has no copies.
func TestCopies(t *testing.T) {
	a, b := url.PathEscape(string(testdata.PEM("client-1"))), url.PathEscape(string(testdata.PEM("client-2")))
	const nginx = "GET / HTTP/1.1\nHost: a\nX-SSL-Client-Verify: SUCCESS\nX-SSL-Client-S-DN: CN=client-1.example,O=b\n"
	for _, test := range []struct{ name, paste, due string }{
		{"an operator's header twice", nginx + "X-Own-Cert: " + a + "\nX-Own-Cert: " + b + "\n", "header-twice"},
		{"with _ for -", nginx + "X-Own-Cert: " + a + "\nX_Own_Cert: " + b + "\n", "header-twins"},
		{"once", nginx + "X-Own-Cert: " + a + "\n", ""},
		{"no request", "my-cert: " + a + "\nmy-cert: " + b + "\n", ""},
		{"another common name", "SERVER_SOFTWARE=lighttpd/1.4.69\nSSL_CLIENT_VERIFY=SUCCESS\nSSL_CLIENT_S_DN=/C=DE/O=b/CN=pay\nSSL_CLIENT_S_DN_CN=admin\n", "identities-differ"},
		{"the same one", "SERVER_SOFTWARE=lighttpd/1.4.69\nSSL_CLIENT_VERIFY=SUCCESS\nSSL_CLIENT_S_DN=/C=DE/O=b/CN=pay\nSSL_CLIENT_S_DN_CN=pay\n", ""},
		{"with a slash in it", "SERVER_SOFTWARE=lighttpd/1.4.69\nSSL_CLIENT_VERIFY=SUCCESS\nSSL_CLIENT_S_DN=/C=DE/O=b/CN=pay/eu\nSSL_CLIENT_S_DN_CN=pay/eu\n", ""},
	} {
		r := read([]byte(test.paste))
		got := ""
		for i := range r.Findings {
			switch id := r.Findings[i].ID; id {
			case "header-twice", "header-twins", "identities-differ":
				got += id
				if id == "identities-differ" && !strings.Contains(r.Findings[i].Text, "SSL_CLIENT_S_DN and SSL_CLIENT_S_DN_CN name different clients") {
					t.Errorf("%s: %q", test.name, r.Findings[i].Text)
				}
			}
		}
		if got != test.due {
			t.Errorf("%s: %q, want %q", test.name, got, test.due)
		}
	}
}
