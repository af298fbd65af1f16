package albsim

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/testca"
	"github.com/mtlens/mtlens/internal/verify"
)

// Every spelling that some server makes the same of is a claim: CGI (RFC 3875,
// section 4.1.18) joins words by underscores, PHP turns dots into them too.
func TestClaims(t *testing.T) {
	l := &Listener{Rename: map[alb.Role]string{alb.Subject: "X-Client-DN"}}
	for _, name := range []string{
		"X-Amzn-Mtls-Clientcert", "x-amzn-mtls-clientcert-leaf", "X_Amzn_Mtls_Clientcert_Subject", "X.Amzn.Mtls.Clientcert.Leaf", "XAmznMtlsClientcertLeaf",
		"HTTP_X_AMZN_MTLS_CLIENTCERT", "X-Amzn-Mtls-Clientcert-Chain", "X-Amzn-Mtls-", "X-Client-DN", "x_client_dn", "XCLIENTDN",
	} {
		if !l.Claims(name) {
			t.Errorf("%s passes", name)
		}
	}
	for _, name := range []string{"X-Amzn-Trace-Id", "X-Amzn-Tls-Version", "X-Client-DN2", "Client-Cert", "Amzn-Mtls", "", "X", "Http"} {
		if l.Claims(name) {
			t.Errorf("%s does not pass", name)
		}
	}
}

// zeros is randomness that is none.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// The examples of AWS's page, "Request tracing for your Application Load Balancer".
func TestTrace(t *testing.T) {
	l := &Listener{Rand: zeros{}, Now: func() time.Time { return time.Unix(0x67891233, 0) }}
	const own = "1-67891233-000000000000000000000000"
	long := "Root=1-67891233-abcdef012345678912345678;A=" + strings.Repeat("x", 7<<10)
	for _, c := range []struct{ before, want string }{
		{"", "Root=" + own},
		{"Root=1-67891233-abcdef012345678912345678", "Self=" + own + ";Root=1-67891233-abcdef012345678912345678"},
		{"Root=1-67891233-abcdef012345678912345678;CalledFrom=app", "Self=" + own + ";Root=1-67891233-abcdef012345678912345678;CalledFrom=app"},
		{"Self=1-67891233-12456789abcdef012345678;Root=1-67891233-abcdef012345678912345678", "Self=" + own + ";Root=1-67891233-abcdef012345678912345678"},
		{"CalledFrom=app", "Root=" + own + ";CalledFrom=app"},
		{long, "Root=" + own},
	} {
		got := l.Trace(c.before)
		if got != c.want {
			t.Errorf("%.80q gives %.200q, want %q", c.before, got, c.want)
		}
		if field, _, _ := strings.Cut(got, ";"); !regexp.MustCompile(`^(Root|Self)=1-[0-9a-f]{8}-[0-9a-f]{24}$`).MatchString(field) {
			t.Errorf("%q is not of the form that AWS documents", field)
		}
	}
}

// What Connection names is for the connection alone (RFC 9110, section 7.6.1).
func TestConnectionNames(t *testing.T) {
	sc := scenario(issue(t, testca.Request{}), verify.VerifyMode)
	sc.Headers = []alb.Header{{Name: "Connection", Value: "close, X-Hop, X-Amzn-Mtls-Clientcert-Leaf"}, {Name: "X-Hop", Value: "1"}, {Name: "X-Mine", Value: "2"}}
	r := run(t, sc)
	if header(r, "X-Hop") != nil || len(header(r, "X-Mine")) != 1 || len(header(r, "X-Amzn-Mtls-Clientcert-Leaf")) != 1 {
		t.Errorf("%+v", r.Headers)
	}
}
