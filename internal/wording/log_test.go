package wording

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/testdata"
)

// written is the report on a paste at the time of the fixtures.
func written(paste []byte) *report.Report {
	j := judge.New(judge.Options{Now: testdata.Now})
	p := unwrap.Open(paste)
	w := New(paste, p.Binary, j)
	for u := range j.Units(p, paste) {
		w.Unit(u)
	}
	return w.Report(j.Summary(p.Rest()))
}

func TestTimesOfLog(t *testing.T) {
	line := "2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - \"CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US\" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Failed:ClientCertUntrusted TID_1c71a68d70587445ad5127ff8b2687d7\n"
	paste := strings.Repeat(line, 3) + strings.Replace(strings.Replace(line, "17:05:15", "17:06:00", 1), "Failed:ClientCertUntrusted", "Success", 1)
	r := written([]byte(paste))
	if n := r.Logs[0].Times; n.Start != 1696439115-1696439115%n.Step || n.All[0] != 3 || n.Failed[0] != 3 || n.All[len(n.All)-1] != 1 || n.Failed[len(n.All)-1] != 0 {
		t.Errorf("%+v", n)
	}
	for name, test := range map[string]struct {
		filter LineFilter
		want   int
	}{
		"all": {LineFilter{}, 4}, "failed": {LineFilter{Failed: true}, 3}, "code": {LineFilter{Code: "Success"}, 1}, "another code": {LineFilter{Code: "ClientCertExpired"}, 0},
		"client": {LineFilter{Client: "203.0.113.1"}, 4}, "time": {LineFilter{From: 1696439160, To: 1696439161}, 1}, "words": {LineFilter{Words: []string{"amazondomains", "success"}}, 1},
		"another log": {LineFilter{Log: "CloudFront connection log"}, 0},
	} {
		got := LinesOf(judge.New(judge.Options{Now: testdata.Now}), []byte(paste), &test.filter)
		if got.Count != test.want || len(got.Records) != test.want {
			t.Errorf("%s: %d lines, %d told, want %d", name, got.Count, len(got.Records), test.want)
		}
	}
}
