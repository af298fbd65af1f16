package out

import (
	"regexp"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/carrier"
)

// awsLines are the examples of AWS's guide (alb.LogGuide), and lines with what came
// later or is awkward.
var awsLines = []string{
	`2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "C=US,ST=California,L=San Francisco,O=Amazon,CN=a" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Success TID_3180a73013c8ca4bac2f731159d4b0fe`,
	`2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 - - - "-" - - - TID_1`,
	`2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 - - - - - - - TID_1 -`,
	`2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.3 TLS_AES_128_GCM_SHA256 0.004 "CN=a \"b\" c,O=d" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z 01 Failed:ClientCertExpired TID_2 X25519 app/x/1 192.0.2.1 later`,
}

// The regular expression of the table reads each field as the page does.
func TestPattern(t *testing.T) {
	if strings.Contains(pattern(), `\`) {
		t.Error("Athena takes backslashes away")
	}
	re := regexp.MustCompile("^" + pattern() + "$")
	lines := awsLines
	for _, l := range lines {
		m := re.FindStringSubmatch(l)
		if m == nil || len(m) != carrier.ALBFields+1 {
			t.Errorf("does not read %s", l)
			continue
		}
		r, ok := carrier.ReadALBRecord([]byte(l))
		if !ok {
			t.Errorf("the page does not read %s", l)
		}
		for f := range carrier.ALBFields {
			got := strings.ReplaceAll(m[f+1], `\"`, `"`)
			if got == "-" {
				got = ""
			}
			want := strings.ReplaceAll(r.Get(carrier.ALBField(f)), `\"`, `"`)
			if want == "-" {
				want = ""
			}
			if got != want {
				t.Errorf("%s of %s: %q, the page has %q", columns()[f], l, got, want)
			}
		}
	}
	if re.MatchString(`h2 2023-10-04T17:05:15Z app/x 203.0.113.1`) {
		t.Error("reads what is no connection")
	}
}

// There is a question for each reason code that AWS documents, and what a reader types
// in cannot end a text.
func TestQuestions(t *testing.T) {
	g := BucketGroup("1'; DROP TABLE x; --", "")
	codes := map[string]bool{}
	for _, i := range g.Items {
		for _, r := range alb.Reasons {
			if strings.Contains(i.Text, "'Failed:"+string(r.Code)+"'") {
				codes[i.ID[:6]+string(r.Code)] = true
			}
		}
		if strings.Contains(i.Text, "1'; DROP") {
			t.Errorf("%s: %s", i.ID, i.Text)
		}
	}
	if len(codes) != 2*len(alb.Reasons) {
		t.Errorf("%d questions for %d codes in two dialects", len(codes), len(alb.Reasons))
	}
}
