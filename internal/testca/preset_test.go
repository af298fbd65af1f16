package testca

import (
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/verify"
)

// sharedRoot issues the presets of a test.
func sharedRoot(t *testing.T) *Authority {
	t.Helper()
	root, err := NewAuthority(source(), P256)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func makePreset(t *testing.T, p *Preset, root *Authority) *Issued {
	t.Helper()
	i, err := p.Make(source(), root)
	if err != nil {
		t.Fatalf("%s: %v", p.Name, err)
	}
	return i
}

func TestPresetsGetTheirCodes(t *testing.T) {
	root := sharedRoot(t)
	for i := range Presets {
		p := &Presets[i]
		t.Run(p.Name, func(t *testing.T) {
			issued := makePreset(t, p, root)
			in := verify.Input{
				Chain: issued.Chain, TrustStore: issued.TrustStore, CRLs: issued.CRLs,
				Settings: verify.Settings{Mode: verify.VerifyMode}, Now: source().Now,
			}
			if p.AtTLS12() {
				in.Protocol = verify.TLS12
			}
			v := verify.Verify(in)
			if v.CodeBy != p.Basis {
				t.Errorf("the code is %s, not %s", v.CodeBy, p.Basis)
			}
			if v.Status != p.Expected() {
				t.Errorf("got %s, want %s", v.Status, p.Expected())
			}
			if d := v.Deciding(); d != nil && d.ID != p.Rule {
				t.Errorf("decided by %s (%s), want %s", d.ID, d.Detail, p.Rule)
			}
		})
	}
}

// Every reason code has a preset but those that no certificate provokes.
func TestEveryReasonHasAPreset(t *testing.T) {
	without := []alb.Reason{alb.Rejected, alb.UnmappedConnection}
	for _, r := range alb.Reasons {
		has := slices.ContainsFunc(Presets, func(p Preset) bool { return p.Code == r.Code })
		if has == slices.Contains(without, r.Code) {
			t.Errorf("%s: has a preset: %v", r.Code, has)
		}
	}
	names := map[string]bool{}
	for _, p := range Presets {
		if names[p.Name] || !strings.HasSuffix(p.Text, ".") || (p.Code == "") != (p.Rule == "") {
			t.Errorf("%s: the name is taken, the text no sentence, or the rule missing", p.Name)
		}
		names[p.Name] = true
		if p.Rule != "" && alb.RuleOf(p.Rule).Code != p.Code && !p.AtTLS12() {
			t.Errorf("%s: rule %s has the code %s", p.Name, p.Rule, alb.RuleOf(p.Rule).Code)
		}
	}
}

// What "openssl verify" says of the presets: the error that it prints, with
// -x509_strict left out as s2n-tls leaves it out, and its check of lists when
// there are any. A preset without an error is accepted: OpenSSL knows none of
// AWS's limits.
var opensslSays = map[string]string{
	"expired":              "certificate has expired",
	"expired-intermediate": "certificate has expired",
	"not-yet-valid":        "certificate is not yet valid",
	"wrong-eku":            "unsuitable certificate purpose",
	"any-eku":              "unsuitable certificate purpose",
	"wrong-key-usage":      "unsuitable certificate purpose",
	"ca-as-client":         "unsuitable certificate purpose",
	"server-intermediate":  "unsuitable certificate purpose",
	"unknown-ca":           "unable to get local issuer certificate",
	"self-signed":          "self-signed certificate",
	"missing-intermediate": "unable to get local issuer certificate",
	"bad-signature":        "certificate signature failure",
	"sha1":                 "CA signature digest algorithm too weak",
	"sha1-tls12":           "CA signature digest algorithm too weak",
	"name-constraints":     "permitted subtree violation",
	"path-length":          "path length constraint exceeded",
	"issued-by-client":     "invalid CA certificate",
	"rsa-1024":             "EE certificate key too weak",
	"unreadable":           "Could not read",
	"revoked":              "certificate revoked",
	"revoked-intermediate": "certificate revoked",
	"crl-expired":          "CRL has expired",
	"crl-bad-signature":    "CRL signature failure",
	"crl-missing":          "unable to get certificate CRL",
}

func TestPresetsByOpenSSL(t *testing.T) {
	needsOpenSSL(t)
	root := sharedRoot(t)
	for i := range Presets {
		p := &Presets[i]
		t.Run(p.Name, func(t *testing.T) {
			issued := makePreset(t, p, root)
			dir := save(t, issued)
			// Level 2 asks for 112 bits of security, as TLS policies do.
			args := []string{"verify", "-auth_level", "2", "-partial_chain", "-purpose", "sslclient", "-CAfile", TrustStoreFile, "-untrusted", CertificateFile}
			if issued.CRLs != nil {
				args = append(args, "-crl_check_all", "-CRLfile", CRLFile)
			}
			out, err := openssl(t, dir, append(args, CertificateFile)...)
			want := opensslSays[p.Name]
			if (err == nil) != (want == "") || !strings.Contains(out, want) {
				t.Errorf("want %q, got %v, %s", want, err, out)
			}
		})
	}
}
