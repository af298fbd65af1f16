package lab

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

// What OpenSSL 3.0.19 says of testdata/certs/client-2.pem: its fingerprints and its
// subject with -nameopt RFC2253.
const (
	of256     = "E9:BF:6B:90:53:F3:64:44:FB:A7:EB:7C:3C:EE:7D:73:C6:00:96:CD:76:FF:4A:BF:98:15:B4:AA:3A:C7:C1:FA"
	of1       = "38:E0:EC:BF:5B:0B:E5:BF:49:3F:F9:8D:84:CC:9F:63:D5:B3:31:CF"
	x5tS256   = "6b9rkFPzZET7p-t8PO59c8YAls12_0q_mBW0qjrHwfo"
	asRFC4514 = "CN=client-2.example,OU=Payments,O=Example Corp,C=US"
)

func neighbor(name string) string {
	armored, _, _ := testdata.Neighbor(name)
	return string(armored)
}

// plain is a text without its styles.
func plain(runs []report.Run) (text string) {
	for _, r := range runs {
		text += r.Text
	}
	return text
}

func TestBeside(t *testing.T) {
	client := string(testdata.PEM("client-2"))
	bare := strings.ToLower(strings.ReplaceAll(of256, ":", ""))
	token := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"cnf":{"x5t#S256":"`+x5tS256+`"}}`)) + ".x"
	for _, test := range []struct {
		name, beside string
		id, says     string // empty if nothing is to be said
	}{
		{"cnf", `{"cnf":{"x5t#S256":"` + x5tS256 + `"}}`, "beside-agrees", "x5t#S256 is the SHA-256 of"},
		{"introspection, escaped", `"{\"cnf\":{\"x5t#S256\":\"` + x5tS256 + `\"}}"`, "beside-agrees", "x5t#S256 is the SHA-256 of"},
		{"in a token", "Authorization: DPoP " + token, "beside-agrees", "x5t#S256 is the SHA-256 of"},
		{"padded base64", `"x5t#S256" : "` + strings.NewReplacer("-", "+", "_", "/").Replace(x5tS256) + `="`, "beside-agrees", "SHA-256"},
		{"base64 of digits", `"x5t#S256":"` + base64.RawURLEncoding.EncodeToString([]byte(bare)) + `"`, "beside-differs", "base64 of hexadecimal digits"},
		{"another", `"x5t#S256":"` + strings.Replace(x5tS256, "6b9r", "6b9s", 1) + `"`, "beside-differs", "of no certificate"},
		{"openssl's fingerprint", "sha256 Fingerprint=" + of256, "beside-agrees", "SHA-256"},
		{"Windows, with a mark", "Thumbprint: \u200e" + strings.ToLower(strings.ReplaceAll(of1, ":", " ")), "beside-agrees", "U+200E"},
		{"hyphens", "SHA1 Fingerprint=" + strings.ReplaceAll(of1, ":", "-"), "beside-agrees", "SHA-1"},
		{"GnuTLS's key ID", "\tPublic Key ID:\n\t\tsha1:f011553ef86147a1127ddf3743e10ee9dfbfa38a\n", "", ""}, // openssl x509 -pubkey, in DER, and sha1sum
		{"AWS IoT", `"certificateId": "` + bare + `",`, "beside-agrees", "certificateId is the SHA-256"},
		{"AWS IoT's ARN", `"certificateArn": "arn:aws:iot:eu-north-1:123456789012:cert/` + bare + `"`, "beside-agrees", "SHA-256"},
		{"subject", `{"tls_client_auth_subject_dn": "` + asRFC4514 + `"}`, "beside-agrees", "is the subject of"},
		{"subject, forward", `{"tls_client_auth_subject_dn": "C=US, O=Example Corp, OU=Payments, CN=client-2.example"}`, "beside-agrees", "in the order of the certificate"},
		{"another subject", `{"tls_client_auth_subject_dn": "CN=client-3.example,OU=Payments,O=Example Corp,C=US"}`, "beside-differs", "of no certificate"},
		{"name", `"tls_client_auth_san_dns":"client-2.example"`, "beside-agrees", "alternative name of"},
		{"another name", `"tls_client_auth_san_uri":"spiffe://example.com/other"`, "beside-differs", "alternative names of no"},
		{"a word", "The thumbprint: see below", "", ""},
		{"cut off", `"x5t#S256":"6b9rkFPzZET7p"`, "", ""},
		{"its request", neighbor("request"), "beside-agrees", "The certificate request belongs to"},
		{"another request", neighbor("request-bare"), "beside-differs", "belongs to no certificate"},
		{"CA names", "Acceptable client certificate CA names\nC = US, O = Example Corp, CN = Example EC Issuing CA\nC = US, O = Other\nRequested Signature Algorithms: x\n", "beside-agrees", "names the issuer of"},
		{"other CA names", "Acceptable client certificate CA names\nC = US, O = Other\nRequested Signature Algorithms: x\n", "issuer-not-named", "None of the 1 CA name"},
		{"a list", neighbor("list"), "on-revocation-list", "needs the issuer's certificate"},
		{"a list and its issuer", neighbor("list") + string(testdata.PEM("ec-issuing-ca")), "on-revocation-list", "Its issuer signed the list"},
		{"another list", neighbor("list-microsoft"), "", ""},
		{"the log", `2026-04-05T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - "` + asRFC4514 + `" NotBefore=2024-03-01T08:00:00Z;NotAfter=2036-02-29T07:59:59Z 6E0B11D27A5F4C8899A03B Failed:ClientCertUntrusted TID_1c71a68d70587445ad5127ff8b2687d7`, "in-the-log", "ClientCertUntrusted"},
	} {
		said := ""
		for _, f := range Examine(at(), &Material{}, []byte(test.beside+"\n"+client)).Findings {
			if f.ID == test.id || test.id == "" && (strings.HasPrefix(f.ID, "beside") || f.ID == "on-revocation-list") {
				said += f.Text + " " + f.Hint
			}
		}
		if (said == "") != (test.says == "") || !strings.Contains(said, test.says) {
			t.Errorf("%s: %q", test.name, said)
		}
	}
}

// The CA names of a transcript of s_client are held against the client's certificate, and
// never against those that the server presented. The server of the transcript asked for a
// certificate of the RSA root, and presents a leaf of the EC chain.
func TestServerBeside(t *testing.T) {
	transcript, _, _ := testdata.Tool("openssl-s_client-showcerts.txt")
	for _, tt := range []struct{ client, want string }{
		{"", "server-certificate"},
		{string(testdata.PEM("issuing-ca")), "server-certificate beside-agrees"},
		{string(testdata.PEM("key-ed25519")), "server-certificate issuer-not-named"},
	} {
		got := ""
		for _, f := range Examine(at(), &Material{}, []byte(tt.client+string(transcript))).Findings {
			got += f.ID + " "
		}
		for _, id := range strings.Fields(tt.want) {
			if !strings.Contains(got, id+" ") {
				t.Errorf("beside %q: %s", tt.client[:min(len(tt.client), 10)], got)
			}
		}
		if tt.client == "" && strings.Contains(got, "named") {
			t.Errorf("the server's own are held against the names: %s", got)
		}
	}
}

// What a revocation list of the paste says is in the answer and the headline; not what
// one says that its issuer did not sign. The chain and its list were presented to stock
// s2n-tls, which said CERT_REVOKED; the list beside client-2 is indirect, and does not count.
func TestListBeside(t *testing.T) {
	read := func(name string) []byte {
		text, err := os.ReadFile(filepath.Join("../verify/testdata/s2n/c-reason-keycompromise", name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	chain, root, list := read("chain.pem"), read("trust.pem"), read("crl0.pem")
	block, _ := pem.Decode(list)
	changed := bytes.Clone(block.Bytes)
	changed[len(changed)-1] ^= 1
	forged := pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: changed})
	const yes = "No, if the trust store has the revocation list of the paste: "
	for _, test := range []struct {
		name, answer string
		listed       bool
		tone         report.Tone
		paste        [][]byte
	}{
		{"revoked", yes + "ClientCertCrlHit. The revocation list in the paste names the serial number of ", true, report.ToneWarn, [][]byte{chain, root, list}},
		{"forged", "Nothing in the paste is against it", false, report.ToneInfo, [][]byte{chain, root, forged}},
		{"indirect", yes + "ClientCertCrlProcessingError. ", true, report.ToneWarn, [][]byte{testdata.PEM("client-2"), []byte(neighbor("list"))}},
		{"another's", "Nothing in the paste is against it", false, report.ToneInfo, [][]byte{testdata.PEM("client-1"), []byte(neighbor("list"))}},
	} {
		c := Examine(Options{Now: time.Date(2026, 11, 26, 17, 22, 51, 0, time.UTC)}, &Material{}, bytes.Join(test.paste, []byte("\n")))
		for _, a := range c.Groups[0].Answers {
			if a.To == report.QuestionTaken && (a.Tone != test.tone || !strings.HasPrefix(plain(a.Text), test.answer)) {
				t.Errorf("%s: %s", test.name, plain(a.Text))
			}
		}
		if got := plain(c.Verdict.Text); strings.Contains(got, "revocation list of the paste") != test.listed {
			t.Errorf("%s: %s", test.name, got)
		}
	}
}

// A list that names the issuer alone: s2n-tls finds none of the leaf (CRL_LOOKUP_FAILED of
// c-only-root-crl), so the answer does not say that the issuer's revocation is logged.
func TestListOfIssuerBeside(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "keys", "p256root.pem"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		key, err = x509.ParseECPrivateKey(block.Bytes)
	}
	if err != nil {
		t.Fatal(err)
	}
	parse := func(name string) *x509.Certificate {
		c, err := x509.ParseCertificate(testdata.DER(name))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	root, issuer := parse("ec-root-ca"), parse("ec-issuing-ca")
	der, err := x509.CreateRevocationList(nil, &x509.RevocationList{
		Number: big.NewInt(1), ThisUpdate: testdata.Now, NextUpdate: testdata.Now.AddDate(0, 1, 0),
		RevokedCertificateEntries: []x509.RevocationListEntry{{SerialNumber: issuer.SerialNumber, RevocationTime: testdata.Now}},
	}, root, key.(crypto.Signer))
	if err != nil {
		t.Fatal(err)
	}
	list := pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: der})
	paste := bytes.Join([][]byte{testdata.PEM("client-2"), testdata.PEM("ec-issuing-ca"), testdata.PEM("ec-root-ca"), list}, []byte("\n"))
	if said := takenOf(Examine(at(), &Material{}, paste)); !strings.Contains(said, "No, if the trust store has the revocation list of the paste") || !strings.HasSuffix(said, "without one the code is ClientCertCrlProcessingError, as s2n-tls has it.") {
		t.Error(said)
	}
	var m Material
	_, err = m.Take(at(), MaterialRequest{TrustStore: base64.StdEncoding.EncodeToString(testdata.PEM("ec-root-ca")), Lists: []string{base64.StdEncoding.EncodeToString(list)}})
	if err != nil {
		t.Fatal(err)
	}
	if said := takenOf(Examine(at(), &m, paste)); !strings.Contains(said, "ClientCertCrlProcessingError") {
		t.Error(said)
	}
}

// A private key is compared by its public half, and nothing of it is said.
func TestKeyBeside(t *testing.T) {
	key, err := os.ReadFile(filepath.Join("..", "..", "testdata", "keys", "p256client.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"client-2": "belongs to “client-2.example”", "client-1": "belongs to no certificate"} {
		c := Examine(at(), &Material{}, append(key, testdata.PEM(name)...))
		said := ""
		for _, f := range c.Findings {
			said += f.Text
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s: %q", name, said)
		}
	}
}
