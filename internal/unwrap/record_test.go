package unwrap

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
)

// AWS's two examples of a line (user guide, "Connection logs"), and its example of
// CloudFront's log with a documented code ("Observability using connection logs").
const (
	albSuccess   = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Success TID_3180a73013c8ca4bac2f731159d4b0fe`
	albUntrusted = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Failed:ClientCertUntrusted TID_1c71a68d70587445ad5127ff8b2687d7`
	frontTabs    = "1731620046814\tPmLZQZmL6wi1lYw==\tFailed:ClientCertExpired\t192.0.2.1\t12137\t99.84.71.136\tE2DX1SLDPK0123\tTLSv1.3\tTLS_AES_128_GCM_SHA256\t153\texample.com\t00:b1:43:ed:93:d2:d8:f3:9d\tC=US, ST=WA, L=Seattle, O=Amazon.com, OU=CloudFront, CN=client.test.mtls.net\tC=US, CN=issuer\tNotBefore=2025-06-05T23:28:21Z;NotAfter=2125-05-12T23:28:21Z\t-"
)

// jsonOf writes a line's fields as JSON, as CloudWatch delivers them.
func jsonOf(t *testing.T, line string) string {
	t.Helper()
	r, ok := carrier.ReadALBRecord([]byte(line))
	if !ok {
		t.Fatal("the fixture is no record")
	}
	m := make(map[string]string)
	for i, name := range carrier.ALBFieldNames {
		if r.Fields[i] != (carrier.Range{}) {
			m[name] = r.Get(carrier.ALBField(i))
		}
	}
	b, _ := json.Marshal(m)
	return string(b)
}

func TestRecords(t *testing.T) {
	object := jsonOf(t, albUntrusted)
	head := strings.Join(carrier.ALBFieldNames[:12], ",")
	row := func(line string) string {
		r, _ := carrier.ReadALBRecord([]byte(line))
		var cells []string
		for i := range 12 {
			cells = append(cells, `"`+r.Get(carrier.ALBField(i))+`"`)
		}
		return strings.Join(cells, ",")
	}
	names := make(map[string]string)
	for i, s := range strings.Split(frontTabs, "\t") {
		names[carrier.FrontFieldNames[i]] = s
	}
	front, _ := json.Marshal(names)
	const alb, cloudFront = "ClientCertUntrusted FEF257372D5C14D4", "ClientCertExpired 00:b1:43:ed:93:d2:d8:f3:9d"
	tests := []struct {
		name, in string
		want     []string // reason and serial of each
	}{
		{"line", albUntrusted, []string{alb}},
		{"lines", albUntrusted + "\n" + albSuccess + "\r\n" + albUntrusted + "\n", []string{alb, " FEF257372D5C14D4", alb}},
		{"tabs", strings.Replace(strings.ReplaceAll(albUntrusted, " ", "\t"), "\t\"", "\t\"", 1), []string{alb}},
		{"zgrep", "AWSLogs/conn_log.123_eu_app.pay.1.log.gz:" + albUntrusted + "\n", []string{alb}},
		{"aws logs tail", "2026-04-05T18:31:29.268000+00:00 stream-1 " + albUntrusted + "\n2026-04-05T18:31:29+00:00 stream-1 " + albSuccess + "\n", []string{alb, " FEF257372D5C14D4"}},
		{"rows under names", "x\n" + head + "\n" + row(albUntrusted) + "\n" + row(albUntrusted) + "\n", []string{alb, alb}},
		{"object", object, []string{alb}},
		{"objects in lines", object + "\n" + object + "\n", []string{alb, alb}},
		{"objects in an array", "[" + object + ",\n" + object + "]", []string{alb, alb}},
		{"objects in an envelope", `{"records":[{"data":` + object + `},{"data":` + object + `}]}`, []string{alb, alb}},
		{"object behind a date", "2026-01-01T00:00:00Z app " + object, []string{alb}},
		{"line in JSON", `{"@timestamp":"2026-04-05 18:31:29.268","@message":` + jsonString(albUntrusted) + `}`, []string{alb}},
		{"lines in JSON", `{"log":` + jsonString(albUntrusted+"\n"+albUntrusted+"\n") + `}`, []string{alb, alb}},
		{"lines in objects of an array", `[{"@message":` + jsonString(albUntrusted) + `},{"@message":` + jsonString(albSuccess) + `}]`, []string{alb, " FEF257372D5C14D4"}},
		{"object in a string", `{"message":` + jsonString(object) + `}`, []string{alb}},
		{"object in a string in a string", `{"a":` + jsonString(`{"log":`+jsonString(object)+`}`) + `}`, []string{alb}},
		{"CloudFront, tabs", frontTabs, []string{cloudFront}},
		{"CloudFront, w3c", "#Version: 1.0\n#Fields: " + strings.Join(carrier.FrontFieldNames[:], " ") + "\n" + frontTabs + "\n" + frontTabs + "\n", []string{cloudFront, cloudFront}},
		{"CloudFront, w3c of three fields", "#Fields: connectionStatus clientLeafCertSerialNumber clientLeafCertSubject\nFailed:ClientCertExpired\t00:b1:43:ed:93:d2:d8:f3:9d\tCN=x\n", []string{cloudFront}},
		{"CloudFront, object", string(front), []string{cloudFront}},
		{"both", albUntrusted + "\n" + frontTabs + "\n", []string{alb, cloudFront}},
		{"access log", `https 2023-10-04T17:05:15.514108Z app/x/1 203.0.113.1:1 10.0.0.1:80 0.1 0.1 0.1 200 200 1 1 "GET https://x:443/ HTTP/1.1" "curl" ECDHE TLSv1.2`, nil},
		{"headers", "X-Amzn-Mtls-Clientcert-Serial-Number: 02\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			p := Open([]byte(tt.in))
			for u := range p.Units() {
				switch {
				case u.Kind != Record:
					for i := range u.Fields {
						if f := &u.Fields[i]; !f.Plain || strings.Contains(string(f.Value.Bytes), "FEF2") {
							t.Errorf("a record is a named value as well: %s", f.Name)
						}
					}
					continue
				case u.ALB != nil:
					got = append(got, u.ALB.Reason()+" "+u.ALB.Get(carrier.ALBSerial))
				case u.CloudFront != nil:
					got = append(got, u.CloudFront.Reason()+" "+u.CloudFront.Get(carrier.FrontSerial))
				}
				if at := tt.in[u.Span.Start:u.Span.End]; !strings.Contains(at, "Failed:") && !strings.Contains(at, "Success") {
					t.Errorf("the place is %q", at)
				}
			}
			if strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("read %q, want %q", got, tt.want)
			}
		})
	}
}

// A log takes no memory for each of its lines.
func TestRecordsAllocateNothing(t *testing.T) {
	one, many := []byte(strings.Repeat(albUntrusted+"\n", 10)), []byte(strings.Repeat(albUntrusted+"\n", 1000))
	count := func(paste []byte) float64 {
		return testing.AllocsPerRun(5, func() {
			for range Open(paste).Units() {
			}
		})
	}
	if a, b := count(one), count(many); b > a {
		t.Errorf("%v allocations for 10 lines, %v for 1000", a, b)
	}
}
