package alb

import (
	"testing"
	"time"
)

// The first two are AWS's examples in its guide, one line each (load-balancer-
// connection-logs). The third is the end of the one in re:Post's "How do I
// troubleshoot client connection errors for mutual TLS", which quotes the status,
// behind the head of AWS's first.
const (
	logSuccess   = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Success TID_3180a73013c8ca4bac2f731159d4b0fe`
	logUntrusted = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Failed:ClientCertUntrusted TID_1c71a68d70587445ad5127ff8b2687d7`
	logQuoted    = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - "CN=client-expired.alb-mtls-example.com,OU=IT,O=Company LLC,L=City,ST=State,C=US" NotBefore=2024-01-02T19:17:20Z;NotAfter=2024-04-02T19:17:20Z 02 "Failed:ClientCertExpired"`
)

func TestParseLogLine(t *testing.T) {
	tests := []struct {
		name, line string
		count      int
		want       map[LogField]string
		reason     Reason
	}{
		{"AWS's success", logSuccess, 12, map[LogField]string{
			LogTime: "2023-10-04T17:05:15.514108Z", LogClientIP: "203.0.113.1", LogClientPort: "36280", LogListenerPort: "443",
			LogProtocol: "TLSv1.2", LogCipher: "ECDHE-RSA-AES128-GCM-SHA256", LogLatency: "4.036",
			LogSubject:  "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US",
			LogValidity: "NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z",
			LogSerial:   "FEF257372D5C14D4", LogStatus: "Success", LogTrace: "TID_3180a73013c8ca4bac2f731159d4b0fe", LogBalancer: "",
		}, ""},
		{"AWS's failure", logUntrusted, 12, map[LogField]string{LogLatency: "", LogStatus: "Failed:ClientCertUntrusted"}, Untrusted},
		{"quoted status", logQuoted, 11, map[LogField]string{
			LogSubject: "CN=client-expired.alb-mtls-example.com,OU=IT,O=Company LLC,L=City,ST=State,C=US", LogSerial: "02", LogStatus: "Failed:ClientCertExpired", LogTrace: "",
		}, Expired},
		{"trailing hyphen", logSuccess + " -", 13, map[LogField]string{LogTrace: "TID_3180a73013c8ca4bac2f731159d4b0fe", LogKeyExchange: ""}, ""},
		{"all fields and a hyphen", logSuccess + " x25519 app/my-lb/50dc6c495c0c9188 192.0.2.7 -", 15, map[LogField]string{LogKeyExchange: "x25519", LogBalancer: "app/my-lb/50dc6c495c0c9188", LogAddress: "192.0.2.7"}, ""},
		{"no TLS", `2023-10-04T17:05:15.514108Z 2001:db8::1 36280 80 - - - "-" - - - TID_3180a73013c8ca4bac2f731159d4b0fe`, 12, map[LogField]string{LogClientIP: "2001:db8::1", LogSubject: "", LogStatus: ""}, ""},
		{"no TLS, bare subject", "2023-10-04T17:05:15.514108Z 203.0.113.1 36280 80 - - - - - - -\r\n", 11, map[LogField]string{LogSubject: "", LogStatus: ""}, ""},
		{"quote in a subject", `2023-10-04T17:05:15.514108Z 203.0.113.1 1 443 TLSv1.3 TLS_AES_128_GCM_SHA256 - "CN=\"a b\" c,O=x" - 01 Failed:ClientCertExpired`, 11, map[LogField]string{LogSubject: `CN=\"a b\" c,O=x`}, Expired},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, ok := ParseLogLine([]byte(test.line))
			if !ok || r.Count != test.count || r.Reason() != test.reason {
				t.Fatalf("read %v, %d fields, reason %q", ok, r.Count, r.Reason())
			}
			for f, want := range test.want {
				if got := r.Get(f); got != want {
					t.Errorf("%s is %q, not %q", LogFieldNames[f], got, want)
				}
			}
		})
	}
}

func TestParseLogLineRefusesOthers(t *testing.T) {
	for _, line := range []string{
		"", " ", `"`, "GET / HTTP/1.1", logSuccess[:100],
		// ALB's access log, from its guide (load-balancer-access-logs).
		`http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - -`,
	} {
		if _, ok := ParseLogLine([]byte(line)); ok {
			t.Errorf("%q was taken for a line of the connection log", line)
		}
	}
}

// What is written is AWS's line, but for the fields that came later.
func TestAppendLogLine(t *testing.T) {
	at := time.Date(2023, 10, 4, 17, 5, 15, 514108000, time.UTC)
	e := Entry{
		Time: at, ClientIP: "203.0.113.1", ClientPort: 36280, ListenerPort: 443, Protocol: "TLSv1.2", Cipher: "ECDHE-RSA-AES128-GCM-SHA256",
		Latency: 4036 * time.Millisecond, Subject: "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US",
		Validity: "NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z", Serial: "FEF257372D5C14D4", Status: "Success", Trace: "TID_3180a73013c8ca4bac2f731159d4b0fe",
	}
	if got := string(AppendLogLine(nil, &e)); got != logSuccess+" - - -" {
		t.Errorf("got  %s\nwant %s", got, logSuccess+" - - -")
	}
	e.Latency, e.Status, e.Trace = -1, "Failed:ClientCertUntrusted", "TID_1c71a68d70587445ad5127ff8b2687d7"
	if got := string(AppendLogLine(nil, &e)); got != logUntrusted+" - - -" {
		t.Errorf("got  %s\nwant %s", got, logUntrusted+" - - -")
	}
}

func TestParseLogLineAllocatesNothing(t *testing.T) {
	line := []byte(logSuccess)
	if n := testing.AllocsPerRun(100, func() { ParseLogLine(line) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParseLogLine(f *testing.F) {
	f.Add([]byte(logSuccess))
	f.Add([]byte(logQuoted))
	f.Fuzz(func(t *testing.T, line []byte) {
		r, ok := ParseLogLine(line)
		if !ok {
			return
		}
		for i := range LogField(LogFields) {
			r.Get(i)
		}
		r.Reason()
	})
}

func TestReasonsAreDocumented(t *testing.T) {
	if len(Reasons) != 13 {
		t.Errorf("%d reason codes; AWS documents 13", len(Reasons))
	}
	for _, r := range Rules {
		if ReasonOf(r.Code) == nil {
			t.Errorf("rule %s has the code %q, which AWS does not document", r.ID, r.Code)
		}
	}
}
