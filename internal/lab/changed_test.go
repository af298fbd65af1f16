package lab

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

// text is what a certificate becomes if its base64 is changed, in hexadecimal: of
// base64 that bears the mark, the layers put the characters back.
func text(der []byte, change func(string) string) string {
	out, err := base64.StdEncoding.DecodeString(change(base64.StdEncoding.EncodeToString(der)))
	if err != nil {
		panic(err)
	}
	return hex.EncodeToString(out) + "\n\n"
}

func exchange(s string) string { return strings.NewReplacer("+", "/", "/", "+").Replace(s) }

func same(s string) string { return s }

// Somebody who turns %2B into a slash and %2F into a plus gets another certificate,
// whole. With its issuer beside it, or its own key, the signature proves it; what it
// was is what testdata has.
func TestExchangedAlphabet(t *testing.T) {
	client, issuer, root := testdata.DER("client-2"), testdata.DER("ec-issuing-ca"), testdata.DER("ec-root-ca")
	sum := func(der []byte) string { s := sha256.Sum256(der); return hex.EncodeToString(s[:]) }
	for _, test := range []struct {
		name, paste string
		want        []string // what findings about it say
	}{
		{"leaf alone exchanged", text(client, exchange) + text(issuer, same), []string{"signature by", sum(client)}},
		{"issuer exchanged", text(testdata.DER("client-1"), same) + text(testdata.DER("issuing-ca"), exchange), []string{"made with its key", sum(testdata.DER("issuing-ca"))}},
		{"both exchanged", text(client, exchange) + text(issuer, exchange), []string{sum(client), sum(issuer)}},
		{"by its own key", text(root, exchange), []string{"its own key", sum(root)}},
		{"by the mark", text(client, exchange), []string{"seem to stand for each other", sum(client)}},
		{"not exchanged", text(client, same) + text(issuer, same), nil},
	} {
		c := Examine(at(), &Material{}, []byte(test.paste))
		said := ""
		for _, f := range c.Findings {
			if f.ID == "alphabet-exchanged" {
				said += f.Text
			}
		}
		for _, want := range test.want {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q does not say %q", test.name, said, want)
			}
		}
		headline := ""
		for _, r := range c.Verdict.Text {
			headline += r.Text
		}
		if (said == "") != (test.want == nil) || strings.Contains(headline, "exchanged") == (test.want == nil) {
			t.Errorf("%s: %q, %s", test.name, said, headline)
		}
	}
}

// Reading a character of one of the two names of a root as another that looks like
// it makes another name. The signature by its own key tells the original.
func TestMisreadName(t *testing.T) {
	tried := 0
	for _, name := range []string{"ec-root-ca", "root-ca"} {
		tried += misread(t, testdata.DER(name))
	}
	if tried < 4 {
		t.Errorf("%d characters of the names could be misread", tried)
	}
}

func misread(t *testing.T, der []byte) (tried int) {
	sum := sha256.Sum256(der)
	good := base64.StdEncoding.EncodeToString(der)
	alike := strings.NewReplacer("0", "O", "O", "0", "1", "l", "l", "I", "I", "l", "S", "5", "5", "S", "B", "8", "Z", "2", "2", "Z", "G", "6")
	for i := range good[:len(good)/2] {
		changed := good[:i] + alike.Replace(good[i:i+1]) + good[i+1:]
		if changed == good {
			continue
		}
		b, _ := base64.StdEncoding.DecodeString(changed)
		r := decode.Text([]byte(text(b, same)), decode.Options{Now: testdata.Now})
		if !noticed(r) {
			continue // of another field, or it breaks the structure
		}
		tried++
		said := ""
		for _, f := range Examine(at(), &Material{}, []byte(text(b, same))).Findings {
			if f.ID == "name-misread" {
				said = f.Text
			}
		}
		if !strings.Contains(said, hex.EncodeToString(sum[:])) {
			t.Errorf("character %d: %q", i, said)
		}
	}
	return tried
}

func noticed(r *report.Report) bool {
	for _, f := range r.Findings {
		if f.ID == "name-misread" {
			return true
		}
	}
	return false
}

// A signature that does not verify decides what an ALB does, before dates and
// purpose and after what is read first: the order of stock s2n-tls.
func TestWrongSignatureDecides(t *testing.T) {
	wrong := func(name string) []byte {
		der := bytes.Clone(testdata.DER(name))
		der[len(der)-1] ^= 1
		return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	}
	for _, test := range []struct {
		name  string
		paste []byte
		want  string
	}{
		{"leaf", append(wrong("client-2"), testdata.PEM("ec-issuing-ca")...), "No, if Example EC Issuing CA of the paste is used: ClientCertUntrusted."},
		{"issuer", bytes.Join([][]byte{testdata.PEM("client-2"), wrong("ec-issuing-ca"), testdata.PEM("ec-root-ca")}, nil), "No, if Example EC Root CA of the paste is used: ClientCertUntrusted."},
		{"a root that was sent is not asked", bytes.Join([][]byte{testdata.PEM("client-2"), testdata.PEM("ec-issuing-ca"), wrong("ec-root-ca")}, nil), "Nothing in the paste is against it"},
		{"right", append(testdata.PEM("client-2"), testdata.PEM("ec-issuing-ca")...), "its signatures verify"},
	} {
		said := ""
		for _, a := range Examine(at(), &Material{}, test.paste).Groups[0].Answers {
			if a.To == "taken" {
				for _, r := range a.Text {
					said += r.Text
				}
			}
		}
		if !strings.Contains(said, test.want) {
			t.Errorf("%s: %q", test.name, said)
		}
	}
	// Before anybody asked, nothing is said of them.
	r := decode.Text(append(wrong("client-2"), testdata.PEM("ec-issuing-ca")...), decode.Options{Now: testdata.Now})
	if said := r.Groups[0].Answers; !strings.Contains(said[len(said)-1].Text[0].Text, "not checked yet") {
		t.Errorf("before: %v", said)
	}
}
