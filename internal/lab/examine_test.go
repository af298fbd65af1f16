package lab

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

func at() Options { return Options{Now: testdata.Now} }

// The fixtures are made with OpenSSL, which verifies the chains that are whole: see
// testdata/README.md.
func TestExamine(t *testing.T) {
	client, issuer, root := testdata.PEM("client-2"), testdata.PEM("ec-issuing-ca"), testdata.PEM("ec-root-ca")
	changed := bytes.Clone(testdata.DER("client-2"))
	changed[len(changed)-1] ^= 1
	damaged := bytes.Clone(testdata.DER("ec-root-ca"))
	damaged[len(damaged)-1] ^= 1
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	for _, test := range []struct {
		name   string
		paste  []byte
		strict string // one letter for each certificate: y or n
		links  string // the last word of each link, "-" for none
		wrong  int    // findings that a signature is wrong
	}{
		{"chain", join(client, issuer, root), "yyy", "verifies. verifies. -", 0},
		{"any order, twice", join(root, client, root, issuer), "yyy", "verifies. verifies. - -", 0},
		{"changed", join(changed, testdata.DER("ec-issuing-ca")), "yy", "verify. paste.", 1},
		{"a root that did not sign itself", damaged, "y", "-", 1},
		{"refused by the parser", join(testdata.PEM("serial-negative"), issuer), "ny", "verifies. paste.", 0},
		{"nothing", nil, "", "", 0},
	} {
		c := Examine(at(), &Material{}, test.paste)
		strict := ""
		for _, s := range c.Strict {
			strict += map[bool]string{true: "y", false: "n"}[s.Takes]
		}
		var links []string
		for _, g := range c.Groups {
			for _, l := range g.Links {
				words := strings.Fields(l.Text)
				links = append(links, append([]string{"-"}, words...)[len(words)])
			}
		}
		wrong := 0
		for _, f := range c.Findings {
			if f.ID == "signature-wrong" {
				wrong++
			}
		}
		if got := strings.Join(links, " "); strict != test.strict || got != test.links || wrong != test.wrong {
			t.Errorf("%s: %s, %q, %d wrong; want %s, %q, %d", test.name, strict, got, wrong, test.strict, test.links, test.wrong)
		}
		// What changes stands in the place of what the first program gave.
		r := decode.Text(test.paste, decode.Options{Now: testdata.Now})
		if len(r.Groups) != len(c.Groups) {
			t.Errorf("%s: %d groups of %d", test.name, len(c.Groups), len(r.Groups))
		}
		for i := range c.Groups {
			if len(c.Groups[i].Links) != len(r.Groups[i].Chain.Members) || len(c.Groups[i].Answers) != len(r.Groups[i].Answers) {
				t.Errorf("%s: group %d has other parts than before", test.name, i)
			}
		}
	}
}

// The trust store holds root and issuing CA, as "openssl verify -CAfile" was given
// them when the fixtures were made.
func TestExamineWithATrustStore(t *testing.T) {
	for _, test := range []struct {
		name, store, lists, want string
	}{
		{"trusted", "ec-root-ca ec-issuing-ca", "", "Success"},
		{"a stranger's store", "root-ca", "", "ClientCertUntrusted"},
		{"none", "", "", "Nothing in the paste is against it"},
	} {
		var store []byte
		for _, name := range strings.Fields(test.store) {
			store = append(store, testdata.PEM(name)...)
		}
		var m Material
		check, err := m.Take(at(), MaterialRequest{TrustStore: base64.StdEncoding.EncodeToString(store)})
		if err != nil || check.TrustStore.Accepted != (len(store) > 0) {
			t.Errorf("%s: the store is judged %+v, %v", test.name, check.TrustStore, err)
		}
		c := Examine(at(), &m, testdata.PEM("client-2"))
		text := takenOf(c)
		if !strings.Contains(text, test.want) {
			t.Errorf("%s: %q, want %q", test.name, text, test.want)
		}
	}
	var m Material
	if _, err := m.Take(at(), MaterialRequest{TrustStore: "no base64!"}); err == nil {
		t.Error("what is no base64 is taken")
	}
}

// Damaged certificates are looked at like whole ones.
func FuzzExamine(f *testing.F) {
	f.Add(testdata.DER("client-2"), testdata.DER("ec-issuing-ca"))
	f.Add(testdata.DER("client-1"), testdata.DER("issuing-ca"))
	f.Add(testdata.DER("sig-pss"), testdata.DER("sig-pss"))
	f.Fuzz(func(t *testing.T, leaf, issuer []byte) {
		paste := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leaf}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: issuer})...)
		c := Examine(at(), &Material{TrustStore: paste}, paste)
		for _, g := range c.Groups {
			for _, a := range g.Answers {
				if len(a.Text) == 0 {
					t.Errorf("an answer without words: %+v", a)
				}
			}
		}
	})
}

// Chains that stock s2n-tls refused for what their issuers are, without their trust
// store; and the CA certificate that it refused as a client's (CERT_INTENT_INVALID).
func TestExamineIssuers(t *testing.T) {
	o := Options{Now: time.Date(2026, 11, 26, 17, 20, 0, 0, time.UTC)}
	read := func(name string) []byte {
		text, err := os.ReadFile("../verify/testdata/s2n/" + name + "/chain.pem")
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	authority := read("preset-ca-as-client")
	header := "X-Amzn-Mtls-Clientcert: " + strings.NewReplacer("\n", "%0A", " ", "%20").Replace(string(authority)) + "\n"
	for _, test := range []struct {
		name  string
		paste []byte
		tone  report.Tone
		text  string
		chip  report.Chip
		at    int // the certificate in which the rule that decided looked
	}{
		{"path length", read("preset-path-length"), report.ToneWarn, "No, if mtlens Test Intermediate CA 1 BB737E of the paste is used: ClientCertUntrusted.", report.Chip{Tone: report.ToneWarn, Text: "ALB may refuse it"}, 2},
		{"expired", read("o-expiredint+futureleaf"), report.ToneBad, "That would be ClientCertNotYetValid, unless the trust store gives another reason before it.", report.Chip{Tone: report.ToneBad, Text: "ALB refuses it"}, 0},
		{"authority", authority, report.ToneInfo, "If a client presented it: No.", report.Chip{}, 0},
		{"authority in a request", []byte(header), report.ToneBad, "ClientCertPurposeInvalid", report.Chip{Tone: report.ToneBad, Text: "ALB refuses it"}, 0},
	} {
		r := Examined(o, &Material{}, test.paste)
		list := r.Groups[0].Answers
		a := list[len(list)-1]
		text := plain(a.Text)
		if a.To != report.QuestionTaken || a.Tone != test.tone || !strings.Contains(text, test.text) {
			t.Errorf("%s: %s %q", test.name, a.Tone, text)
		}
		if said := slices.ContainsFunc(r.Verdict.Chips, func(c report.Chip) bool { return strings.HasPrefix(c.Text, "ALB ") }); said != (test.chip.Text != "") || said && !slices.Contains(r.Verdict.Chips, test.chip) {
			t.Errorf("%s: chips %v", test.name, r.Verdict.Chips)
		}
		blocks := 0
		for _, why := range a.Why {
			if strings.Contains(why.Text, "failed") && why.Place != nil {
				blocks = strings.Count(string(test.paste[:why.Place.Start]), "-----BEGIN") - 1
				break
			}
		}
		if blocks != test.at {
			t.Errorf("%s: it looked in certificate %d: %+v", test.name, blocks, a.Why)
		}
	}
}
