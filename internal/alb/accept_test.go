package alb

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
)

// What each rule about a certificate alone says of certificates that openssl makes.
func TestAccept(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl here")
	}
	now := time.Now()
	for _, test := range []struct {
		name   string
		args   string
		config string
		failed []RuleID
	}{
		{"client", "-newkey ec -pkeyopt ec_paramgen_curve:P-256", "extendedKeyUsage=clientAuth\nkeyUsage=digitalSignature", nil},
		{"no usages", "-newkey rsa:2048", "basicConstraints=CA:FALSE", nil},
		{"RSA 1024", "-newkey rsa:1024", "basicConstraints=CA:FALSE", []RuleID{RuleKey}},
		{"P-224", "-newkey ec -pkeyopt ec_paramgen_curve:P-224", "basicConstraints=CA:FALSE", []RuleID{RuleKey}},
		{"explicit curve", "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit", "basicConstraints=CA:FALSE", []RuleID{RuleKey}},
		{"Ed25519", "-newkey ed25519", "basicConstraints=CA:FALSE", []RuleID{RuleKey, RuleSignature}},
		{"SHA-1", "-newkey rsa:2048 -sha1", "basicConstraints=CA:FALSE", []RuleID{RuleSignature}},
		{"PSS", "-newkey rsa:2048 -sha384 -sigopt rsa_padding_mode:pss", "basicConstraints=CA:FALSE", nil},
		{"PSS with another mask", "-newkey rsa:2048 -sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha1", "basicConstraints=CA:FALSE", []RuleID{RuleSignature}},
		{"server", "-newkey rsa:2048", "extendedKeyUsage=serverAuth", []RuleID{RulePurpose}},
		{"any purpose", "-newkey rsa:2048", "extendedKeyUsage=anyExtendedKeyUsage", []RuleID{RulePurpose}},
		{"key agreement", "-newkey rsa:2048", "keyUsage=keyAgreement", nil},
		{"encipherment", "-newkey rsa:2048", "keyUsage=keyEncipherment", []RuleID{RuleUsage}},
		{"Netscape server", "-newkey rsa:2048", "nsCertType=server", []RuleID{RuleUsage}},
		{"Netscape client", "-newkey rsa:2048", "nsCertType=client", nil},
	} {
		dir := t.TempDir()
		config := filepath.Join(dir, "c.cnf")
		if err := os.WriteFile(config, []byte("[req]\ndistinguished_name=d\nx509_extensions=x\n[d]\n[x]\n"+test.config+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		args := append([]string{"req", "-x509", "-nodes", "-subj", "/CN=client", "-days", "9", "-config", config, "-keyout", filepath.Join(dir, "k"), "-outform", "DER"}, strings.Fields(test.args)...)
		der, err := exec.Command("openssl", args...).Output()
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		presented := Presented{Chain: []*certinfo.Certificate{certinfo.Parse(der)}, Now: now.Add(24 * time.Hour)}
		checks := Accept(presented)
		var failed []RuleID
		for i := range checks {
			if checks[i].Sentence() == "" {
				t.Errorf("%s: %s says nothing", test.name, checks[i].ID)
			}
			if checks[i].Outcome == Failed {
				failed = append(failed, checks[i].ID)
			}
		}
		if !slices.Equal(failed, test.failed) {
			t.Errorf("%s: %q failed, want %q", test.name, failed, test.failed)
		}
		at, sure := FirstFailed(checks)
		if broken, same := FirstBroken(presented); at < 0 && broken != nil || at >= 0 && (broken == nil || broken.ID != checks[at].ID || same != sure) {
			t.Errorf("%s: the first that is broken is %v, %v; of all the checks it is at %d, %v", test.name, broken, same, at, sure)
		}
	}
}

func TestAcceptOrder(t *testing.T) {
	if checks := Accept(Presented{}); checks[0].Outcome != Failed || checks[1].Why != Unreadable {
		t.Errorf("no certificate: %+v", checks[:2])
	}
	cut := certinfo.Parse([]byte{0x30, 0x82, 1, 0, 0x30})
	checks := Accept(Presented{Chain: []*certinfo.Certificate{cut, cut, cut, cut, cut}})
	at, sure := FirstFailed(checks)
	if at < 0 || checks[at].ID != RuleReadable || !sure {
		t.Errorf("first failed: %d, %v", at, sure)
	}
	for i, c := range checks {
		if c.ID == RuleDepth && c.Outcome != Failed || c.ID == RuleKey && c.Why != Unreadable || c.ID == RulePath && c.Why != NeedsTrustStore {
			t.Errorf("%d: %+v", i, c)
		}
	}
}

// The body of the message may have 65,536 bytes: s2n-tls took that, and refused one
// more (S2N_ERR_BAD_MESSAGE), with a single certificate of 65,527 and 65,528 bytes.
func TestMessageSize(t *testing.T) {
	if c := CheckMessageSize([]int{65527}); c.Outcome != Passed {
		t.Errorf("%+v", c)
	}
	if c := CheckMessageSize([]int{65528}); c.Outcome != Failed {
		t.Errorf("%+v", c)
	}
}

// madeWith returns a self-signed certificate that openssl makes.
func madeWith(t *testing.T, subject, extensions string) *certinfo.Certificate {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl here")
	}
	dir := t.TempDir()
	config := filepath.Join(dir, "c.cnf")
	if err := os.WriteFile(config, []byte("[req]\ndistinguished_name=d\nx509_extensions=x\n[d]\n[x]\n"+extensions+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	der, err := exec.Command("openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", subject, "-config", config, "-keyout", filepath.Join(dir, "k"), "-outform", "DER").Output()
	if err != nil {
		t.Fatal(err)
	}
	return certinfo.Parse(der)
}

// AWS: a field that the certificate lacks does not match; without filters every
// client passes; one that matches none is kept out.
func TestFilters(t *testing.T) {
	c := madeWith(t, "/O=x/OU=one/OU=two/CN=client", "subjectAltName=DNS:a.example,URI:spiffe://x/y")
	for _, test := range []struct {
		filters []Filter
		admit   bool
	}{
		{nil, true},
		{[]Filter{{FilterCN, "client"}}, true},
		{[]Filter{{FilterCN, "other"}}, false},
		{[]Filter{{FilterCN, "other"}, {FilterDNS, "a.example"}}, true},
		{[]Filter{{FilterOU, "two"}}, true},
		{[]Filter{{FilterURI, "spiffe://x/y"}}, true},
		{[]Filter{{FilterURI, "spiffe://x"}}, false},
		{[]Filter{{"subject-o", "x"}}, false},
	} {
		if got := CheckFilters(c, test.filters); got.Admit != test.admit || got.Sentence() == "" {
			t.Errorf("%v: %+v", test.filters, got)
		}
	}
	bare := madeWith(t, "/CN=client", "basicConstraints=CA:FALSE")
	if got := CheckFilters(bare, []Filter{{FilterDNS, ""}, {FilterOU, ""}}); got.Admit {
		t.Error("a field that is not there matches")
	}
}

// What "openssl s_client" prints when a server names its CAs, and when it does not.
func TestReadAcceptable(t *testing.T) {
	const printed = "---\nAcceptable client certificate CA names\nC = US, O = mTLS, CN = rootcamtls.com\nO = Other, CN = Root\nRequested Signature Algorithms: ECDSA+SHA256:RSA-PSS+SHA256\nPeer signing digest: SHA256\n"
	names, ok := ReadAcceptable(printed)
	if !ok || len(names) != 2 {
		t.Fatalf("%d names, %v", len(names), ok)
	}
	ours, others := madeWith(t, "/C=US/O=mTLS/CN=rootcamtls.com", ""), madeWith(t, "/O=mTLS/CN=another", "")
	if got := Acceptable(names, []*certinfo.Certificate{ours, others}); got[0] != 0 || got[1] != -1 {
		t.Errorf("issuers are found among the names at %v", got)
	}
	if names, ok := ReadAcceptable("---\nNo client certificate CA names sent\n"); !ok || len(names) != 0 {
		t.Errorf("%d names, %v", len(names), ok)
	}
	if _, ok := ReadAcceptable("something else"); ok {
		t.Error("something else was read")
	}
}
