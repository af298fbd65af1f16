package judge

import (
	"encoding/pem"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/testdata"
)

func armor(names ...string) string {
	var b strings.Builder
	for _, name := range names {
		b.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: testdata.DER(name)}))
	}
	return b.String()
}

// units judges a paste and keeps what tests look at.
func units(t *testing.T, paste string, e Evidence) (*Judge, []Unit, *Summary) {
	t.Helper()
	j := New(Options{Now: testdata.Now, Evidence: e})
	p := unwrap.Open([]byte(paste))
	var list []Unit
	for u := range j.Units(p, []byte(paste)) {
		list = append(list, *u)
	}
	return j, list, j.Summary(p.Rest())
}

// The chain is that of testdata/certs: client-1 is issued by issuing-ca, which is
// issued by root-ca; "openssl verify" agrees.
func TestChain(t *testing.T) {
	_, list, _ := units(t, armor("root-ca", "client-1", "issuing-ca"), Evidence{})
	if len(list) != 1 {
		t.Fatalf("%d units", len(list))
	}
	want := []struct {
		role      Role
		presented int
		state     LinkState
		issuer    int
	}{
		{Leaf, 2, ByNameAndKey, 2},
		{Intermediate, 3, ByNameAndKey, 0},
		{Root, 1, NoLink, -1},
	}
	for i, w := range want {
		m := list[0].Chain.Members[i]
		if m.Role != w.role || m.Presented != w.presented || m.Link.State != w.state || m.Link.Issuer != w.issuer {
			t.Errorf("member %d: %+v", i, m)
		}
		if m.Link.Signature.State != NotChecked {
			t.Errorf("member %d: a signature that nobody checked is %d", i, m.Link.Signature.State)
		}
	}
}

// What others found out stands at the link that it is about, and at no other.
func TestEvidence(t *testing.T) {
	e := Evidence{Signatures: []Signature{{Child: 0, Issuer: 1, State: Verified}, {Child: 2, Issuer: 1, State: Wrong}}}
	_, list, _ := units(t, armor("client-1", "issuing-ca", "root-ca"), e)
	got := ""
	for _, m := range list[0].Chain.Members {
		got += strconv.Itoa(int(m.Link.Signature.State)) + " "
	}
	if want := strconv.Itoa(int(Verified)) + " " + strconv.Itoa(int(NotChecked)) + " " + strconv.Itoa(int(NotChecked)) + " "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What is noticed here has no words: they are made in package report.
func TestFindingsHaveNoWords(t *testing.T) {
	own := map[finding.ID]bool{}
	for _, id := range []finding.ID{finding.Expired, finding.NotYetValid, finding.ListOverdue, finding.HeaderTwice, finding.HeaderModesMixed,
		finding.HeaderUnknown, finding.HeaderEmpty, finding.HeaderManyLeaves, finding.HeaderSize, finding.HeaderDiffers, finding.HeaderRenamed,
		finding.PassthroughUnsafe, finding.ChainOrder, finding.ChainDuplicate, finding.ChainStranger, finding.IssuerMissing, finding.KeyIDDiffers,
		finding.RootSent, finding.ConnectionFailed, finding.ReasonUnknown, finding.TooMany} {
		own[id] = true
	}
	seen := 0
	for _, name := range testdata.Pastes() {
		_, list, s := units(t, string(testdata.Paste(name)), Evidence{})
		all := s.Findings
		for i := range list {
			all = append(all, list[i].Findings...)
		}
		for _, f := range all {
			if own[f.ID] {
				seen++
				if f.Text != "" || f.Hint != "" {
					t.Errorf("%s: %s has words: %q %q", name, f.ID, f.Text, f.Hint)
				}
			}
		}
		if n := s.Counts.Findings; n != len(all) {
			t.Errorf("%s: %d findings are counted of %d", name, n, len(all))
		}
	}
	if seen < 15 {
		t.Errorf("only %d findings of this package were seen", seen)
	}
}

// A paste with one request too many is read to that one, and the summary says so.
func TestMaxUnits(t *testing.T) {
	request := "GET / HTTP/1.1\nX-Amzn-Mtls-Clientcert-Serial-Number: 07C41E\n\n"
	for _, n := range []int{MaxUnits, MaxUnits + 1} {
		_, list, s := units(t, strings.Repeat(request, n), Evidence{})
		full := s.Counts.Rules[finding.TooMany] > 0
		if len(list) != MaxUnits || s.Units != MaxUnits || full != (n > MaxUnits) {
			t.Errorf("%d requests: %d units, %d counted, full: %v", n, len(list), s.Units, full)
		}
	}
}

// Every line of a log is counted; the first ones are handed on; nothing else of
// them is kept.
func TestLogIsFolded(t *testing.T) {
	var b strings.Builder
	const n = 3 * MaxLogRecords
	for i := range n {
		status := "Success"
		if i%3 == 0 {
			status = "Failed:ClientCertUntrusted"
		}
		b.WriteString("2026-08-01T10:00:00.000000Z 192.0.2." + strconv.Itoa(i%7) + " 44000 443 TLSv1.3 TLS_AES_128_GCM_SHA256 0.01 \"CN=c" +
			strconv.Itoa(i%100) + "\" NotBefore=2026-01-01T00:00:00Z;NotAfter=2027-01-01T00:00:00Z 0" + strconv.Itoa(i%9) + " " + status + " TID_" + strconv.Itoa(i) + "\n")
	}
	_, list, s := units(t, b.String(), Evidence{})
	if len(list) != MaxLogRecords {
		t.Errorf("%d records are handed on", len(list))
	}
	if len(s.Logs) != 1 {
		t.Fatal("no log")
	}
	l := s.Logs[0]
	if l.Lines != n || l.Failed != n/3 || l.AllClients != 7 || len(l.Certificates) != MaxLogRows || l.AllCertificates <= MaxLogRows {
		t.Errorf("%+v", l)
	}
	if len(l.Reasons) != 2 || l.Reasons[0].Count != n/3 || len(l.Reasons[0].Spans) != maxLogPlaces {
		t.Errorf("%d reasons, first %d times, %d places", len(l.Reasons), l.Reasons[0].Count, len(l.Reasons[0].Spans))
	}
}

func TestReadClock(t *testing.T) {
	from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC)
	tests := []struct {
		name             string
		from, to         time.Time
		fromRead, toRead bool
		now              time.Time
		want             Clock
	}{
		{"before", from, to, true, true, from.Add(-time.Second), NotYet},
		{"first second", from, to, true, true, from, InDate},
		{"thirty days before the end", from, to, true, true, to.AddDate(0, 0, -Soon), InDate},
		{"later", from, to, true, true, to.AddDate(0, 0, -Soon).Add(time.Second), EndsSoon},
		{"last second", from, to, true, true, to, EndsSoon},
		{"after", from, to, true, true, to.Add(time.Second), Expired},
		{"no end", from, Forever, true, true, to, Endless},
		{"turned round", to, from, true, true, to, NeverValid},
		{"no start", time.Time{}, to, false, true, from, ClockUnknown},
		{"no start, ended", time.Time{}, to, false, true, to.Add(time.Hour), Expired},
		{"no end read, not yet", from, time.Time{}, true, false, from.Add(-time.Hour), NotYet},
	}
	for _, tt := range tests {
		if got := ReadClock(tt.from, tt.fromRead, tt.to, tt.toRead, tt.now); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}
