package albsim

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/pem"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/testca"
	"github.com/mtlens/mtlens/internal/verify"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func source() testca.Source { return testca.Source{Rand: rand.Reader, Now: now} }

func issue(t testing.TB, r testca.Request) *testca.Issued {
	t.Helper()
	issued, err := testca.Issue(source(), r)
	if err != nil {
		t.Fatal(err)
	}
	return issued
}

// scenario is a client with what was issued, and a listener that trusts the CA.
func scenario(i *testca.Issued, mode verify.Mode) Scenario {
	return Scenario{
		Settings: verify.Settings{Mode: mode}, TrustStore: i.TrustStore, CRLs: i.CRLs,
		Chain: i.Chain, Key: i.Key, Now: now, Rand: rand.Reader,
	}
}

func run(t testing.TB, sc Scenario) *Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, err := Run(ctx, sc)
	if err != nil {
		t.Fatal(err)
	}
	line, ok := carrier.ReadALBRecord([]byte(r.LogLine))
	if !ok || line.Get(carrier.ALBStatus) != r.Verdict.Status {
		t.Errorf("the log says %q, the verdict is %s", r.LogLine, r.Verdict.Status)
	}
	return r
}

// unescape decodes a header as a target should: percent-decoding that leaves "+".
func unescape(t *testing.T, value string) (ders [][]byte) {
	t.Helper()
	text, err := url.PathUnescape(value)
	if err != nil {
		t.Fatal(err)
	}
	for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
		ders = append(ders, block.Bytes)
	}
	return ders
}

func header(r *Result, name string) (values []string) {
	for _, h := range r.Headers {
		if h.Name == name {
			values = append(values, h.Value)
		}
	}
	return values
}

func TestModes(t *testing.T) {
	good := issue(t, testca.Request{Intermediates: 1})
	names := func(r *Result) (all []string) {
		for _, h := range r.Headers {
			if strings.HasPrefix(h.Name, "X-Amzn-Mtls-") {
				all = append(all, strings.TrimPrefix(h.Name, "X-Amzn-Mtls-Clientcert"))
			}
		}
		return all
	}
	verifyHeaders := []string{"-Serial-Number", "-Issuer", "-Subject", "-Validity", "-Leaf"}
	tests := []struct {
		name        string
		mode        verify.Mode
		certificate bool
		status      string
		headers     []string
	}{
		{"off", verify.Off, true, "Success", nil},
		{"off, no certificate", verify.Off, false, "Success", nil},
		{"passthrough", verify.Passthrough, true, "Success", []string{""}},
		{"passthrough, no certificate", verify.Passthrough, false, "Success", nil},
		{"verify", verify.VerifyMode, true, "Success", verifyHeaders},
		{"verify, no certificate", verify.VerifyMode, false, "Failed:UnmappedConnectionError", nil},
	}
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, test := range tests {
			t.Run(protocolName(version)+" "+test.name, func(t *testing.T) {
				sc := scenario(good, test.mode)
				sc.MinVersion, sc.MaxVersion = version, version
				if !test.certificate {
					sc.Chain, sc.Key = nil, nil
				}
				r := run(t, sc)
				if r.Verdict.Status != test.status || r.Version != protocolName(version) || r.AskedFor != (test.mode != verify.Off) {
					t.Errorf("%s over %q, asked %v", r.Verdict.Status, r.Version, r.AskedFor)
				}
				if got := names(r); !slices.Equal(got, test.headers) {
					t.Errorf("headers %q, want %q", got, test.headers)
				}
				if ok := test.status == "Success"; ok != (r.Status == 200) || ok != (r.Request != nil) || ok == (r.AlertNote != "") {
					t.Errorf("response %d, request %q, note %q", r.Status, r.Request, r.AlertNote)
				}
				if r.Status == 200 && string(r.Response) != strings.ReplaceAll(string(r.Request), "\r\n", "\n") {
					t.Error("the echo is not the request")
				}
				// In TLS 1.3 the client has ended the handshake before it is judged (RFC 8446, section 2).
				if r.Connected != (test.status == "Success" || version == tls.VersionTLS13) {
					t.Errorf("connected: %v; %q", r.Connected, r.Alert)
				}
			})
		}
	}
}

func TestHeadersCarryTheSameBytes(t *testing.T) {
	good := issue(t, testca.Request{Intermediates: 2})
	r := run(t, scenario(good, verify.Passthrough))
	if got := unescape(t, header(r, "X-Amzn-Mtls-Clientcert")[0]); !slices.EqualFunc(got, good.Chain, bytes.Equal) {
		t.Error("the chain in the header is not the one that was sent")
	}
	r = run(t, scenario(good, verify.VerifyMode))
	if got := unescape(t, header(r, "X-Amzn-Mtls-Clientcert-Leaf")[0]); len(got) != 1 || !bytes.Equal(got[0], good.Chain[0]) {
		t.Error("the leaf in the header is not the one that was sent")
	}
}

func TestPresets(t *testing.T) {
	for i := range testca.Presets {
		p := &testca.Presets[i]
		t.Run(p.Name, func(t *testing.T) {
			issued, err := p.Make(source(), nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
				sc := scenario(issued, verify.VerifyMode)
				sc.MaxVersion = version
				if p.AtTLS12() && version != tls.VersionTLS12 {
					continue
				}
				r := run(t, sc)
				if p.Rule == alb.RuleSignature && version == tls.VersionTLS12 && !p.AtTLS12() {
					continue // the security policy decides there, and that is a preset of its own
				}
				if r.Verdict.Status != p.Expected() {
					t.Errorf("%s: %s, want %s; %+v", protocolName(version), r.Verdict.Status, p.Expected(), r.Verdict.Deciding())
				}
				if (r.Status == 200) != (p.Code == "") {
					t.Errorf("%s: response %d", protocolName(version), r.Status)
				}
			}
		})
	}
}

func TestWrongKey(t *testing.T) {
	good, other := issue(t, testca.Request{}), issue(t, testca.Request{})
	for _, mode := range []verify.Mode{verify.VerifyMode, verify.Passthrough} {
		for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
			sc := scenario(good, mode)
			sc.Key, sc.MaxVersion, sc.Alerts = other.Key, version, true
			r := run(t, sc)
			if d := r.Verdict.Deciding(); d == nil || d.ID != alb.RulePossession || r.Verdict.Status != "Failed:UnmappedConnectionError" || r.Request != nil {
				t.Errorf("%s, %s: %s by %+v", mode, protocolName(version), r.Verdict.Status, d)
			}
			if !strings.Contains(strings.Join(r.Transcript, "\n"), "curl itself would stop here") {
				t.Error("the transcript does not say that curl refuses such a key")
			}
			if r.Alert != "decrypt error" { // RFC 8446, section 6.2
				t.Errorf("%s, %s: alert %q", mode, protocolName(version), r.Alert)
			}
		}
	}
}

func TestIgnoreExpiry(t *testing.T) {
	expired := issue(t, testca.Request{NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(0, 0, -1)})
	sc := scenario(expired, verify.VerifyMode)
	if r := run(t, sc); r.Verdict.Reason != alb.Expired {
		t.Error(r.Verdict.Status)
	}
	sc.Settings.IgnoreExpiry = true
	if r := run(t, sc); !r.Verdict.OK() || r.Status != 200 {
		t.Error(r.Verdict.Status)
	}
}

func TestCANames(t *testing.T) {
	good := issue(t, testca.Request{})
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, advertise := range []bool{false, true} {
			sc := scenario(good, verify.VerifyMode)
			sc.MaxVersion, sc.Settings.AdvertiseCANames = version, advertise
			r := run(t, sc)
			subject := good.Authority.Certificate.Subject.CommonName
			if advertise && (len(r.CANames) != 1 || !strings.HasPrefix(r.CANames[0], "CN="+subject+",O=")) || !advertise && len(r.CANames) != 0 {
				t.Errorf("advertise %v: %q", advertise, r.CANames)
			}
		}
	}
}

func TestSpoofedHeadersDoNotPass(t *testing.T) {
	good := issue(t, testca.Request{})
	for _, mode := range []verify.Mode{verify.Off, verify.Passthrough, verify.VerifyMode} {
		sc := scenario(good, mode)
		sc.Headers = []alb.Header{
			{Name: "x-amzn-mtls-clientcert", Value: "spoofed"}, {Name: "X-Amzn-Mtls-Clientcert-Subject", Value: "spoofed"},
			{Name: "X_Amzn_Mtls_Clientcert_Leaf", Value: "spoofed"}, {Name: "X-AMZN-MTLS-Clientcert-Chain", Value: "spoofed"},
			{Name: "X-Mine", Value: "passes"},
		}
		r := run(t, sc)
		if strings.Contains(string(r.Request), "spoofed") || !strings.Contains(string(r.Request), "X-Mine: passes\r\n") {
			t.Errorf("%s: the target got\n%s", mode, r.Request)
		}
		if len(r.Spoofed) != 4 || r.HeaderNote == "" {
			t.Errorf("%s: the client's own headers are said to be %q: %q", mode, r.Spoofed, r.HeaderNote)
		}
	}
}

func TestTranscript(t *testing.T) {
	good := issue(t, testca.Request{})
	r := run(t, scenario(good, verify.VerifyMode))
	text := strings.Join(r.Transcript, "\n")
	for _, want := range []string{
		"* TLSv1.3 (OUT), TLS handshake, Client hello (1):", "* TLSv1.3 (IN), TLS handshake, Request CERT (13):",
		"* SSL connection using TLSv1.3 / TLS_", "> GET / HTTP/1.1", "> Host: mtls.example", "< HTTP/1.1 200 OK", "X-Amzn-Mtls-Clientcert-Leaf: -----BEGIN%20CERTIFICATE-----%0A",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	sc := scenario(good, verify.VerifyMode)
	sc.Chain, sc.Key = nil, nil
	text = strings.Join(run(t, sc).Transcript, "\n")
	if !strings.Contains(text, "> GET / HTTP/1.1") || strings.Contains(text, "alert") || !strings.Contains(text, "curl: (56) Recv failure: Connection reset by peer") {
		t.Errorf("without a certificate:\n%s", text)
	}
}

// Without the setting no handshake that fails ends with an alert, in either version
// and whatever it fails at; with it every one does.
func TestAlerts(t *testing.T) {
	good, other := issue(t, testca.Request{}), issue(t, testca.Request{})
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, alerts := range []bool{false, true} {
			for name, change := range map[string]func(*Scenario){
				"untrusted": func(sc *Scenario) { sc.TrustStore = other.TrustStore },
				"wrong key": func(sc *Scenario) { sc.Key = other.Key },
				"none":      func(sc *Scenario) { sc.Chain, sc.Key = nil, nil },
			} {
				sc := scenario(good, verify.VerifyMode)
				sc.MaxVersion, sc.Alerts = version, alerts
				change(&sc)
				if r := run(t, sc); (r.Alert != "") != alerts || r.AlertNote == "" || r.Verdict.OK() {
					t.Errorf("%s, %s: alert %q, %s", protocolName(version), name, r.Alert, r.Verdict.Status)
				}
			}
		}
	}
}

func TestMisuse(t *testing.T) {
	good := issue(t, testca.Request{})
	for name, change := range map[string]func(*Scenario){
		"no key":        func(sc *Scenario) { sc.Key = nil },
		"no randomness": func(sc *Scenario) { sc.Rand = nil },
		"two lines":     func(sc *Scenario) { sc.Path = "/ HTTP/1.1\r\nX: y" },
		"header":        func(sc *Scenario) { sc.Headers = []alb.Header{{Name: "X", Value: "a\r\nY: b"}} },
	} {
		sc := scenario(good, verify.VerifyMode)
		change(&sc)
		if _, err := Run(t.Context(), sc); err == nil {
			t.Error(name, "was taken")
		}
	}
}

func TestNothingIsLeftRunning(t *testing.T) {
	good := issue(t, testca.Request{})
	before := runtime.NumGoroutine()
	for range 20 {
		run(t, scenario(good, verify.VerifyMode))
		sc := scenario(good, verify.VerifyMode)
		sc.Chain, sc.Key = nil, nil
		run(t, sc)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := Run(ctx, scenario(good, verify.VerifyMode)); err == nil {
			t.Error("a run with its context gone gave a result")
		}
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, there were %d", runtime.NumGoroutine(), before)
}
