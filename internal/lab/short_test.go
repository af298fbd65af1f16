package lab

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

// sameButShort holds that the first answer to a paste has the findings, the headline,
// the answers and the certificates of the whole report, but for what it leaves out of
// short groups.
func sameButShort(t *testing.T, name string, paste []byte) {
	t.Helper()
	first, whole := decode.Text(paste, decode.Options{Now: testdata.Now}), Report(Options{Now: testdata.Now}, paste)
	for _, r := range []*report.Report{first, whole} {
		for i := range r.Groups {
			g := &r.Groups[i]
			g.Like, g.Short, g.Client.Facts, g.Chain.Timeline = 0, false, nil, nil
			for k := range g.Answers {
				g.Answers[k].Why = nil
			}
			for k := range g.Headers {
				if len(g.Headers[k].Certificates) > 0 {
					g.Headers[k].Value = ""
				}
			}
			for k := range g.Chain.Members {
				g.Chain.Members[k].Steps = nil
			}
		}
		for i := range r.Certificates {
			c := &r.Certificates[i]
			c.Like, c.Sections, c.SHA256, c.SHA1, c.SPKISHA256 = 0, nil, "", "", ""
		}
		for i := range r.Others {
			r.Others[i].Sections = nil
		}
		for i := range r.Senders {
			s := &r.Senders[i]
			s.Modes, s.Todo, s.Strip, s.Versions = nil, nil, "", nil
		}
	}
	if a, b := string(first.AppendJSON(nil)), string(whole.AppendJSON(nil)); a != b {
		at := 0
		for at < min(len(a), len(b)) && a[at] == b[at] {
			at++
		}
		t.Errorf("%s: the first answer has …%.300s, the whole report …%.300s", name, a[max(0, at-100):], b[max(0, at-100):])
	}
}

// Requests of all kinds in turn, each after every other.
func TestShortOfMany(t *testing.T) {
	pastes := testdata.Pastes()
	random := rand.New(rand.NewPCG(3, 4))
	for round := range 8 {
		var paste []byte
		for range 60 {
			paste = fmt.Appendf(paste, "GET / HTTP/1.1\nHost: a.example\n%s\n\n", testdata.Paste(pastes[random.IntN(len(pastes))]))
		}
		sameButShort(t, fmt.Sprint("round ", round), paste)
	}
}

// The same of certificates that are whole and of damaged ones, a request each.
func TestShortOfMutants(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	names := testdata.Certificates()
	for round := range 10 {
		var paste []byte
		for range 100 {
			der := append([]byte(nil), testdata.DER(names[random.IntN(len(names))])...)
			if random.IntN(3) > 0 {
				der[random.IntN(len(der))] ^= byte(1 << random.IntN(8))
			}
			header := []string{"X-Amzn-Mtls-Clientcert-Leaf", "X-Amzn-Mtls-Clientcert", "X-Client-Cert"}[random.IntN(3)]
			paste = fmt.Appendf(paste, "GET / HTTP/1.1\nHost: a.example\n%s: %s\n\n", header, carrier.AppendCertificates(nil, carrier.PEMSafe, der))
		}
		sameButShort(t, fmt.Sprint("round ", round), paste)
	}
}
