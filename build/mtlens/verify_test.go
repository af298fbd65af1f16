package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/testca"
	"github.com/mtlens/mtlens/testdata"
)

// Every preset is issued, verified and found to be what it says it is, all by the
// command.
func TestIssueAndVerify(t *testing.T) {
	for i := range testca.Presets {
		p := &testca.Presets[i]
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			mtlens(t, "", "issue", "-preset", p.Name, "-out", dir).want(t, exitOK, p.Text)
			args := []string{"verify", "-trust-store", filepath.Join(dir, testca.TrustStoreFile), filepath.Join(dir, testca.CertificateFile)}
			if lists := filepath.Join(dir, testca.CRLFile); exists(lists) {
				args = append(args, "-crl", lists)
			}
			if p.AtTLS12() {
				args = append(args, "-tls", "1.2")
			}
			exit := exitNo
			if p.Code == "" {
				exit = exitOK
			}
			r := mtlens(t, "", args...)
			r.want(t, exit)
			if status, _, _ := strings.Cut(r.out, "\n"); status != p.Expected() {
				t.Errorf("%s, want %s", status, p.Expected())
			}
			var answer struct {
				Verdict struct{ Status string }
				Files   struct{ TrustStore struct{ Text string } }
			}
			r = mtlens(t, "", append(args, "-json")...)
			if err := json.Unmarshal([]byte(r.out), &answer); err != nil || answer.Verdict.Status != p.Expected() || answer.Files.TrustStore.Text == "" {
				t.Errorf("%+v, %v", answer, err)
			}
		})
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// openssl verify agrees on the plain cases of an issued certificate.
func TestVerifyBesideOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	mtlens(t, "", "issue", "-out", dir, "-intermediates", "1", "-days", "30").want(t, exitOK)
	store, chain := filepath.Join(dir, testca.TrustStoreFile), filepath.Join(dir, testca.CertificateFile)
	other := filepath.Join(dir, "other")
	mtlens(t, "", "issue", "-out", other).want(t, exitOK)
	for _, c := range []struct {
		store, now string
	}{
		{store, "2026-08-02"}, {store, "2026-10-01"}, {store, "2026-07-01"}, {filepath.Join(other, testca.TrustStoreFile), "2026-08-02"},
	} {
		at, err := readTime(c.now)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("openssl", "verify", "-purpose", "sslclient", "-attime", itoa(at.Unix()), "-CAfile", c.store, "-untrusted", chain, chain)
		text, err := cmd.CombinedOutput()
		r := mtlens(t, "", "verify", "-now", c.now, "-trust-store", c.store, chain)
		if takes := err == nil; takes != (r.exit == exitOK) {
			t.Errorf("%+v: exit code %d\n%s\nopenssl: %s", c, r.exit, r.out, text)
		}
	}
}

func TestVerifySettings(t *testing.T) {
	dir := t.TempDir()
	mtlens(t, "", "issue", "-out", dir, "-preset", "expired").want(t, exitOK)
	store, chain := filepath.Join(dir, testca.TrustStoreFile), filepath.Join(dir, testca.CertificateFile)
	mtlens(t, "", "verify", "-trust-store", store, chain).want(t, exitNo, "Failed:ClientCertExpired")
	mtlens(t, "", "verify", "-trust-store", store, chain, "-ignore-expiry").want(t, exitOK, "Success")
	mtlens(t, "", "verify", "-mode", "passthrough", chain).want(t, exitOK, "Success")
	mtlens(t, "", "verify", "-mode", "off", chain).want(t, exitOK, "Success")
	mtlens(t, "", "verify", chain).want(t, exitNo, "Failed:")
	mtlens(t, "", "verify", "-mode", "sometimes", chain).want(t, exitFailed, "off, passthrough or verify")
	mtlens(t, "", "verify", "-tls", "1.1", chain).want(t, exitFailed, "-tls takes")
	mtlens(t, "", "verify", chain, chain).want(t, exitFailed, "one chain at a time")
	mtlens(t, string(testdata.PEM("client-1")), "verify", "-trust-store", store, "-crl", store).want(t, exitNo, "Revocation list 1: AWS would not take this file")
}
