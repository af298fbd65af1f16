package decode

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// Lines of an access log of nginx 1.22.1 with log_format '… verify=$ssl_client_verify
// dn="$ssl_client_s_dn" serial=$ssl_client_serial': of a client that verified, of none, of an
// unknown one and of one that expired. Each tells its outcome, and none contradicts another.
func TestVerifyInLog(t *testing.T) {
	lines := []string{
		`127.0.0.1 [28/Nov/2026:14:58:48 +0000] "GET / HTTP/1.1" 200 verify=SUCCESS dn="emailAddress=b@example.com,CN=client-b,OU=R&D \x5C\x22Ops\x5C\x22,O=M\x5CC3\x5CBCller & S\x5CC3\x5CB6hne\x5C, Inc.,ST=Baden-W\x5CC3\x5CBCrttemberg,C=DE" serial=C0FFEE0123456789ABCDEF`,
		`127.0.0.1 [28/Nov/2026:14:58:48 +0000] "GET / HTTP/1.1" 200 verify=NONE dn="-" serial=-`,
		`127.0.0.1 [28/Nov/2026:14:58:48 +0000] "GET / HTTP/1.1" 200 verify=FAILED:self-signed certificate dn="CN=stranger,O=Elsewhere" serial=4F39AC2539488278BB5EDA0644DADFB2F4D52EA0`,
		`127.0.0.1 [28/Nov/2026:14:58:48 +0000] "GET / HTTP/1.1" 400 verify=FAILED:certificate has expired dn="C=DE,O=Example GmbH,CN=client-e expired" serial=1000`,
	}
	words := []string{"The request says yes", "No client certificate was presented", "self-signed certificate", "certificate has expired"}
	r := Text([]byte(strings.Join(lines, "\n")+"\n"), Options{Now: testdata.Now})
	if len(r.Groups) != len(lines) {
		t.Fatalf("%d requests in %d lines", len(r.Groups), len(lines))
	}
	for i := range r.Groups {
		said := ""
		for _, a := range r.Groups[i].Answers {
			for _, run := range a.Text {
				said += run.Text
			}
		}
		if !strings.Contains(said, words[i]) {
			t.Errorf("line %d: %q is not in %q", i+1, words[i], said)
		}
	}
	for _, f := range r.Findings {
		if f.ID == "outcome-contradicts" {
			t.Errorf("%s: %s", f.ID, f.Text)
		}
	}
	if r := Text([]byte(`{"verify":"SUCCESS","email":"a@b.example"}`), Options{Now: testdata.Now}); len(r.Groups) > 0 {
		t.Errorf("a word under verify alone is a request: %+v", r.Groups)
	}
}
