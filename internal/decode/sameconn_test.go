package decode

import (
	"strings"
	"testing"
)

// Lines of ALB's access log and connection log stand together by conn_trace_id: the lines
// are those of the user guide's examples.
func TestSameConnection(t *testing.T) {
	const connection = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Success TID_3180a73013c8ca4bac2f731159d4b0fe` + "\n"
	const access = `https 2023-10-04T17:05:15.948500Z app/my-loadbalancer/50dc6c495c0c9188 203.0.113.1:36280 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/a HTTP/1.1" "curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "-" 1 2023-10-04T17:05:15.862000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_3180a73013c8ca4bac2f731159d4b0fe` + "\n"
	other := strings.NewReplacer("TID_3180", "TID_1c71", "443/a", "443/b").Replace(access)
	for _, in := range []string{connection + access + other, other + access + connection} {
		r := read([]byte(in))
		if len(r.Logs) != 1 || len(r.Logs[0].Records) != 1 {
			t.Fatalf("%d logs", len(r.Logs))
		}
		fields := r.Logs[0].Records[0].Fields
		if last := fields[len(fields)-1]; last.Value != "GET https://www.example.com:443/a HTTP/1.1, 200" {
			t.Errorf("the last field is %s: %s", last.Label, last.Value)
		}
		verdict := ""
		for _, run := range r.Verdict.Text {
			verdict += run.Text
		}
		if !strings.HasSuffix(verdict, "Of 2 lines of the access log beside it, 1 has the transaction ID of one that is listed.") {
			t.Error(verdict)
		}
	}
	r := read([]byte(connection))
	if fields := r.Logs[0].Records[0].Fields; fields[len(fields)-1].Label != "conn_trace_id" {
		t.Errorf("alone: %v", fields)
	}
}
