package carrier

import (
	"strings"
	"testing"
	"time"
)

// AWS's first example of the guide, and the line of its article on re:Post whose
// status is quoted.
const (
	albExample = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Success TID_3180a73013c8ca4bac2f731159d4b0fe`
	albQuoted  = `2024-04-05T18:31:29.268987Z 1.2.3.4 51234 443 TLSv1.3 ECDHE-RSA-AES256-SHA 0.011 "CN=client-expired.alb-mtls-example.com,OU=IT,O=Company LLC,L=City,ST=State,C=US" NotBefore=2024-01-02T19:17:20Z;NotAfter=2024-04-02T19:17:20Z 02 "Failed:ClientCertExpired" TID_1`
)

func TestALBRecord(t *testing.T) {
	awk := `2024-04-05T18:31:29.268987Z TLSv1.3 ECDHE-RSA-AES256-SHA "CN=client-expired.alb-mtls-example.com,OU=IT,O=Company LLC,L=City,ST=State,C=US" NotBefore=2024-01-02T19:17:20Z;NotAfter=2024-04-02T19:17:20Z 02 "Failed:ClientCertExpired"`
	head := `"time","client_ip","client_port","listener_port","tls_protocol","tls_cipher","tls_handshake_latency","leaf_client_cert_subject","leaf_client_cert_validity","leaf_client_cert_serial_number","tls_verify_status","conn_trace_id"`
	row := `"2024-04-05T18:31:29.268987Z","1.2.3.4","51234","443","TLSv1.3","ECDHE-RSA-AES256-SHA","0.011","CN=client-expired.alb-mtls-example.com,OU=IT,O=Company LLC,L=City,ST=State,C=US","NotBefore=2024-01-02T19:17:20Z;NotAfter=2024-04-02T19:17:20Z","02","Failed:ClientCertExpired","TID_1"`
	order, ok := ReadALBHead([]byte(head))
	if !ok || len(order) != 12 {
		t.Fatalf("head: %v", order)
	}
	subject := "CN=client-expired.alb-mtls-example.com,OU=IT,O=Company LLC,L=City,ST=State,C=US"
	json := `{"time":"2024-04-05T18:31:29.268987Z","leaf_client_cert_subject":"` + subject + `","leaf_client_cert_serial_number":"02","tls_verify_status":"Failed:ClientCertExpired"}`
	for name, read := range map[string]func() (ALBLine, bool){
		"line": func() (ALBLine, bool) { return ReadALBRecord([]byte(albQuoted)) },
		"tabs": func() (ALBLine, bool) {
			return ReadALBRecord([]byte(strings.NewReplacer(`LLC,`, `LLC,`, " N", "\tN", " T", "\tT", " 02 ", "\t02\t", " 5", "\t5", " 1", "\t1", " 443", "\t443", " E", "\tE", ` "`, "\t\"").Replace(albQuoted) + "\r"))
		},
		"awk":  func() (ALBLine, bool) { return ReadALBRecord([]byte(awk)) },
		"row":  func() (ALBLine, bool) { return ReadALBRow([]byte(row), order) },
		"JSON": func() (ALBLine, bool) { return ReadALBJSON([]byte(json)) },
	} {
		r, ok := read()
		if !ok || r.Get(ALBSubject) != subject || r.Get(ALBSerial) != "02" || r.Reason() != "ClientCertExpired" || r.Get(ALBTime) != "2024-04-05T18:31:29.268987Z" {
			t.Errorf("%s: %v %q %q %q", name, ok, r.Get(ALBSubject), r.Get(ALBSerial), r.Reason())
		}
	}
	r, ok := ReadALBRecord([]byte(albExample + " -"))
	if !ok || r.Get(ALBTrace) != "TID_3180a73013c8ca4bac2f731159d4b0fe" || r.Get(ALBLatency) != "4.036" || r.Reason() != "" || r.Get(ALBStatus) != StatusSuccess {
		t.Errorf("AWS's example: %v %q", ok, r.Get(ALBTrace))
	}
	dash := `2024-04-05T18:31:30.268987Z 1.2.3.4 51235 80 - - - "-" - - - TID_2`
	if r, ok := ReadALBRecord([]byte(dash)); !ok || r.Get(ALBStatus) != "" || r.Reason() != "" || r.Get(ALBSubject) != "" {
		t.Error("a line without a status is not read, or taken for success")
	}
	for _, in := range []string{"", "https 2024-04-05T18:31:30.268987Z app/x/1 1.2.3.4:5 1.2.3.4:80 0.1 0.1 0.1 200 200 1 1 \"GET https://x:443/ HTTP/1.1\" \"curl\" ECDHE TLSv1.2", "tls 2.0 2024-04-05T18:31:30 net/x/1 a", `{"tls_verify_status":"x"}`, "2024-04-05T18:31:30Z 1.2.3.4 5"} {
		if Of([]byte(in)) == ALBRecord {
			t.Errorf("%q is taken for a record", in)
		}
	}
}

// AWS's second example, and the end of the one in its article on re:Post behind the
// head of the first.
const (
	albUntrusted = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Failed:ClientCertUntrusted TID_1c71a68d70587445ad5127ff8b2687d7`
	albRePost    = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - "CN=client-expired.alb-mtls-example.com,OU=IT,O=Company LLC,L=City,ST=State,C=US" NotBefore=2024-01-02T19:17:20Z;NotAfter=2024-04-02T19:17:20Z 02 "Failed:ClientCertExpired"`
)

func TestALBLines(t *testing.T) {
	tests := []struct {
		name, line string
		count      int
		want       map[ALBField]string
		reason     string
	}{
		{"AWS's success", albExample, 12, map[ALBField]string{
			ALBTime: "2023-10-04T17:05:15.514108Z", ALBClientIP: "203.0.113.1", ALBClientPort: "36280", ALBListenerPort: "443",
			ALBProtocol: "TLSv1.2", ALBCipher: "ECDHE-RSA-AES128-GCM-SHA256", ALBLatency: "4.036",
			ALBSubject:  "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US",
			ALBValidity: "NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z",
			ALBSerial:   "FEF257372D5C14D4", ALBStatus: "Success", ALBTrace: "TID_3180a73013c8ca4bac2f731159d4b0fe", ALBBalancer: "",
		}, ""},
		{"AWS's failure", albUntrusted, 12, map[ALBField]string{ALBLatency: "", ALBStatus: "Failed:ClientCertUntrusted"}, "ClientCertUntrusted"},
		{"quoted status", albRePost, 11, map[ALBField]string{
			ALBSubject: "CN=client-expired.alb-mtls-example.com,OU=IT,O=Company LLC,L=City,ST=State,C=US", ALBSerial: "02", ALBStatus: "Failed:ClientCertExpired", ALBTrace: "",
		}, "ClientCertExpired"},
		{"trailing hyphen", albExample + " -", 13, map[ALBField]string{ALBTrace: "TID_3180a73013c8ca4bac2f731159d4b0fe", ALBKeyExchange: ""}, ""},
		{"all fields and a hyphen", albExample + " x25519 app/my-lb/50dc6c495c0c9188 192.0.2.7 -", 15, map[ALBField]string{ALBKeyExchange: "x25519", ALBBalancer: "app/my-lb/50dc6c495c0c9188", ALBAddress: "192.0.2.7"}, ""},
		{"no TLS", `2023-10-04T17:05:15.514108Z 2001:db8::1 36280 80 - - - "-" - - - TID_3180a73013c8ca4bac2f731159d4b0fe`, 12, map[ALBField]string{ALBClientIP: "2001:db8::1", ALBSubject: "", ALBStatus: ""}, ""},
		{"no TLS, bare subject", "2023-10-04T17:05:15.514108Z 203.0.113.1 36280 80 - - - - - - -\r\n", 11, map[ALBField]string{ALBSubject: "", ALBStatus: ""}, ""},
		{"quote in a subject", `2023-10-04T17:05:15.514108Z 203.0.113.1 1 443 TLSv1.3 TLS_AES_128_GCM_SHA256 - "CN=\"a b\" c,O=x" - 01 Failed:ClientCertExpired`, 11, map[ALBField]string{ALBSubject: `CN=\"a b\" c,O=x`}, "ClientCertExpired"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, ok := ReadALBRecord([]byte(test.line))
			if !ok || r.Count != test.count || r.Reason() != test.reason {
				t.Fatalf("read %v, %d fields, reason %q", ok, r.Count, r.Reason())
			}
			for f, want := range test.want {
				if got := r.Get(f); got != want {
					t.Errorf("%s is %q, not %q", ALBFieldNames[f], got, want)
				}
			}
		})
	}
}

// Seconds and blanks: what AWS's recipe, awk '{print $1,$5,$6,$8,$9,$10,$11,$12}',
// makes of lines whose subjects have one blank and three.
func TestALBAwk(t *testing.T) {
	const head = `2026-04-05T18:31:29.268987Z 203.0.113.9 51820 443 TLSv1.3 TLS_AES_128_GCM_SHA256 4.036 `
	const tail = ` NotBefore=2026-01-02T03:04:05Z;NotAfter=2029-01-02T03:04:05Z 4880BA Failed:ClientCertExpired TID_1`
	for subject, want := range map[string][3]string{
		`"CN=a,O=b"`:         {"CN=a,O=b", "4880BA", "ClientCertExpired"},
		`"CN=a,O=Fjord AB"`:  {"CN=a,O=Fjord AB", "4880BA", "ClientCertExpired"},
		`"CN=a,O=F Pay AB"`:  {"CN=a,O=F Pay AB", "4880BA", ""},
		`"CN=a b,O=F P ABC"`: {"CN=a b,O=F P ABC", "", ""},
	} {
		fields := strings.Fields(head + subject + tail)
		var out []string
		for _, n := range []int{1, 5, 6, 8, 9, 10, 11, 12} {
			if n <= len(fields) {
				out = append(out, fields[n-1])
			}
		}
		r, ok := ReadALBRecord([]byte(strings.Join(out, " ")))
		if !ok || r.Get(ALBSubject) != want[0] || r.Get(ALBSerial) != want[1] || r.Reason() != want[2] {
			t.Errorf("%s: %v %q %q %q", subject, ok, r.Get(ALBSubject), r.Get(ALBSerial), r.Reason())
		}
	}
}

func FuzzALBRecord(f *testing.F) {
	f.Add(`CN=a,O="b"`, "02", "Failed:ClientCertExpired", albExample)
	f.Fuzz(func(t *testing.T, subject, serial, status, line string) {
		if r, ok := ReadALBRecord([]byte(line)); ok {
			for i := range ALBFields {
				r.Get(ALBField(i))
			}
		}
		e := ALBEntry{Time: time.Unix(1700000000, 123456000), ClientIP: "203.0.113.1", ClientPort: 1, ListenerPort: 443, Protocol: "TLSv1.3", Cipher: "c",
			Latency: -1, Subject: subject, Serial: serial, Status: status, Trace: "TID_1"}
		if subject == "-" || strings.ContainsAny(subject, "\r\n\\\"") || !plausibleALB(ALBSerial, []byte(serial)) || !plausibleALB(ALBStatus, []byte(status)) || strings.ContainsAny(status, " \t\r\n\"") {
			return
		}
		text := AppendALBRecord(nil, &e)
		r, ok := ReadALBRecord(text)
		get := func(s string) string {
			if s == "-" {
				return ""
			}
			return s
		}
		if !ok || r.Get(ALBSubject) != subject || r.Get(ALBSerial) != get(serial) || r.Get(ALBStatus) != get(status) || r.Get(ALBTime) != "2023-11-14T22:13:20.123456Z" || r.Get(ALBLatency) != "" {
			t.Errorf("%s: %v %q", text, ok, r.Get(ALBSubject))
		}
		if r, ok = ReadALBJSON(AppendALBJSON(nil, &e)); !ok || strings.ToValidUTF8(r.Get(ALBSubject), "\uFFFD") != r.Get(ALBSubject) {
			t.Errorf("JSON: %v", ok)
		}
	})
}

// The row is in AWS's documented order (CloudFront, "Observability using connection
// logs"), its codes those of the same page.
func TestCloudFrontRecord(t *testing.T) {
	row := "1767323045814\taZ3k_iZ0==\tFailed:ClientCertExpired\t203.0.113.9\t12137\t99.84.71.136\tE2FJORD\tTLSv1.3\tTLS_AES_128_GCM_SHA256\t153\tpay.fjord.example\t00:58:bd\tC=SE, O=Fjord Pay AB, CN=terminal-17\tC=SE, CN=I1\tNotBefore=2023-01-02T03:04:05Z;NotAfter=2025-01-02T03:04:05Z\t-"
	missing := "1767323045814\taZ3k\tFailed:ClientCertMissing\t203.0.113.9\t12137\t99.84.71.136\tE2\tTLSv1.3\tTLS_AES_128_GCM_SHA256\t-\tpay.example\t-\t-\t-\t-\t-"
	json := `{"eventTimestamp": 1767323045814, "connectionStatus": "Failed:ClientCertExpired", "clientLeafCertSerialNumber": "00:58:bd", "clientLeafCertSubject": "C=SE, O=Fjord Pay AB, CN=terminal-17"}`
	order, ok := ReadCloudFrontHead([]byte("#Fields: eventTimestamp connectionStatus x clientLeafCertSubject clientLeafCertSerialNumber"))
	if !ok || len(order) != 5 || order[2] != NoFrontField {
		t.Fatalf("head: %v", order)
	}
	w3c := "1767323045814\tFailed:ClientCertExpired\tnothing\tC=SE, O=Fjord Pay AB, CN=terminal-17\t00:58:bd"
	for name, read := range map[string]func() (FrontLine, bool){
		"tabs": func() (FrontLine, bool) { return ReadCloudFrontRecord([]byte(row), nil) },
		"w3c":  func() (FrontLine, bool) { return ReadCloudFrontRecord([]byte(w3c), order) },
		"JSON": func() (FrontLine, bool) { return ReadCloudFrontJSON([]byte(json)) },
	} {
		r, ok := read()
		if !ok || r.Get(FrontSubject) != "C=SE, O=Fjord Pay AB, CN=terminal-17" || r.Get(FrontSerial) != "00:58:bd" || r.Reason() != "ClientCertExpired" || r.Get(FrontTime) != "1767323045814" {
			t.Errorf("%s: %v %q %q", name, ok, r.Get(FrontSubject), r.Reason())
		}
	}
	if r, ok := ReadCloudFrontRecord([]byte(missing), nil); !ok || r.Reason() != "ClientCertMissing" || r.Get(FrontSubject) != "" {
		t.Error("a record without a certificate is not read")
	}
	for _, in := range []string{row, missing} { // as a terminal copies it
		r, ok := ReadCloudFrontRecord([]byte(strings.ReplaceAll(in, "\t", " ")), nil)
		want, _ := ReadCloudFrontRecord([]byte(in), nil)
		for f := range FrontField(FrontFields) {
			if r.Get(f) != want.Get(f) || !ok {
				t.Errorf("with blanks, %s: %v %q, want %q", FrontFieldNames[f], ok, r.Get(f), want.Get(f))
			}
		}
	}
	// Where the second name begins is not told: the value may have a name's beginning in it.
	twice := strings.ReplaceAll(strings.Replace(row, "CN=terminal-17", "CN=terminal a=b", 1), "\t", " ")
	if r, ok := ReadCloudFrontRecord([]byte(twice), nil); !ok || r.Get(FrontSubject) != "" || r.Get(FrontIssuer) != "" || r.Get(FrontSerial) != "00:58:bd" {
		t.Errorf("two beginnings: %v %q", ok, r.Get(FrontSubject))
	}
	if Of([]byte(row)) != CloudFrontRecord || Of([]byte(json)) != CloudFrontRecord || Of([]byte(`{"connectionStatus":"open","a":"b","clientIp":"x"}`)) == CloudFrontRecord {
		t.Error("records are not told from others")
	}
}

func FuzzCloudFrontRecord(f *testing.F) {
	f.Add("C=SE, CN=a", "00:58", "Success", "x")
	f.Fuzz(func(t *testing.T, subject, serial, status, in string) {
		ReadCloudFrontRecord([]byte(in), nil)
		ReadCloudFrontJSON([]byte(in))
		if strings.ContainsAny(subject+serial+status, "\t\r\n") || !plausibleFront(FrontSerial, []byte(serial)) || !plausibleFront(FrontStatus, []byte(status)) || subject == "-" || serial == "-" {
			return
		}
		e := FrontEntry{FrontTime: "1", FrontStatus: status, FrontSubject: subject, FrontSerial: serial}
		r, ok := ReadCloudFrontRecord(AppendCloudFrontRecord(nil, &e), nil)
		if !ok || r.Get(FrontSubject) != subject || r.Get(FrontSerial) != serial || r.Get(FrontStatus) != status {
			t.Errorf("%q: %v %q", e, ok, r.Get(FrontSubject))
		}
		if r, ok = ReadCloudFrontJSON(AppendCloudFrontJSON(nil, &e)); !ok || r.Get(FrontStatus) != strings.ToValidUTF8(status, "\uFFFD") && len(status) == len(strings.ToValidUTF8(status, "")) {
			t.Errorf("JSON: %v", ok)
		}
	})
}

func TestNothingIsAllocated(t *testing.T) {
	line, other := []byte(albExample), []byte(`10.0.0.1 - - [26/Nov/2026:18:26:18 +0000] "GET / HTTP/1.1" 200 2`)
	if n := testing.AllocsPerRun(100, func() { ReadALBRecord(line); ReadALBRecord(other); Of(other); IsXFCC(other) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// A quote inside a cell stands twice (RFC 4180, section 2, rule 7), before a comma
// too.
func TestCSVQuotes(t *testing.T) {
	order, ok := ReadALBHead([]byte("time,leaf_client_cert_subject,tls_verify_status"))
	if !ok {
		t.Fatal("the head is not read")
	}
	for _, c := range []struct{ cell, want string }{
		{`"CN=a,O=b"`, `CN=a,O=b`},
		{`"CN=\""a\"",O=b"`, `CN=\"a\",O=b`},
		{`"CN=""a"""`, `CN="a"`},
		{`""""`, `"`},
		{`""`, ""},
		{`plain`, "plain"},
	} {
		r, ok := ReadALBRow([]byte("2023-10-04T17:05:15.514108Z,"+c.cell+",Success"), order)
		if got := r.Get(ALBSubject); !ok || got != c.want || r.Get(ALBStatus) != StatusSuccess {
			t.Errorf("%s: %q, %v, want %q", c.cell, got, ok, c.want)
		}
	}
}
