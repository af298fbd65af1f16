package judge

import (
	"fmt"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Several that are merged come to what one comes to.
func TestLinesMerge(t *testing.T) {
	now := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	one, parts := NewLines(now), []*Lines{NewLines(now), NewLines(now), NewLines(now)}
	for i := range 1000 {
		r := &Record{Kind: LogKind(i % 2), Time: fmt.Sprintf("2026-07-01T00:00:%02dZ", i%60), Client: fmt.Sprint("192.0.2.", i%13), Serial: fmt.Sprint(i % 17)}
		if i%3 == 0 {
			r.Ending, r.Code = Refused, alb.Reason([]alb.Reason{alb.Expired, alb.Untrusted, "Other"}[i%5%3])
		}
		one.Add(r)
		parts[i%7%3].Add(r)
	}
	all := NewLines(now)
	for _, p := range parts {
		all.Merge(p)
	}
	want, got := summaryOf(one, now), summaryOf(all, now)
	for i := range want.Logs {
		for j := range want.Logs[i].Certificates { // told in the order of appearance by the one
			want.Logs[i].Certificates[j].Codes = nil
			got.Logs[i].Certificates[j].Codes = nil
		}
		if a, b := fmt.Sprintf("%+v", *want.Logs[i]), fmt.Sprintf("%+v", *got.Logs[i]); a != b {
			t.Errorf("want %s\ngot  %s", a, b)
		}
	}
	if len(got.Logs) != 2 || got.Logs[0].Lines != 500 {
		t.Errorf("%+v", got.Logs)
	}
}

func summaryOf(l *Lines, now time.Time) *Summary {
	j := New(Options{Now: now})
	j.AddLines(l)
	return j.Summary(unwrap.Rest{})
}

// Those beyond the bound are counted, under a name that says so.
func TestLinesOfManyClients(t *testing.T) {
	now := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	l := NewLines(now)
	const more = 7
	for i := range maxLogKeys + more {
		l.Add(&Record{Client: fmt.Sprint(i), Serial: fmt.Sprint(i), Subject: "CN=x"})
	}
	log := summaryOf(l, now).Logs[0]
	if log.AllClients != maxLogKeys+1 || log.Clients[0].Address != others || log.Clients[0].Count != more {
		t.Errorf("%d clients, first %+v", log.AllClients, log.Clients[0])
	}
	if log.AllCertificates != maxLogKeys+1 || log.Certificates[0].Subject != others || log.Certificates[0].Serial != "" || log.Certificates[0].Count != more {
		t.Errorf("%d certificates, first %+v", log.AllCertificates, log.Certificates[0])
	}
}
