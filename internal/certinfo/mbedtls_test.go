package certinfo

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMbedTLS reads the malformed certificates of Mbed TLS's tests. Their titles
// name the field at fault: a finding must name it too. A few have nothing to
// find: they are well-formed DER that Mbed TLS does not support.
func TestMbedTLS(t *testing.T) {
	root := os.Getenv("MTLENS_CORPORA")
	f, err := os.Open(filepath.Join(root, "mbedtls", "malformed.jsonl"))
	if root == "" || err != nil {
		t.Skip("MTLENS_CORPORA names no folder with mbedtls/malformed.jsonl")
	}
	defer f.Close()
	fields := []struct{ title, path string }{
		{"inv serial", "tbsCertificate.serialNumber"},
		{"serial missing", "tbsCertificate.serialNumber"},
		{"version", "tbsCertificate.version"},
		{"inv AlgID", "tbsCertificate.signature"},
		{"inv Issuer,", "tbsCertificate.issuer"},
		{"inv Validity", "tbsCertificate.validity"},
		{"inv Subject,", "tbsCertificate.subject"},
		{"inv SubPubKeyInfo", "tbsCertificate.subjectPublicKeyInfo"},
		{"inv IssuerID", "tbsCertificate"},
		{"inv SubjectID", "tbsCertificate"},
		{"inv v3Ext", "tbsCertificate"},
		{"inv extBasicConstraint", "tbsCertificate.extensions"},
		{"inv SubjectAltName", "tbsCertificate.extensions"},
		{"inv CertificatePolicies", "tbsCertificate.extensions"},
		{"inv SignatureAlgorithm", "signatureAlgorithm"},
		{"Signature missing", "signatureValue"},
		{"inv Signature", "signatureValue"},
	}
	sound := []string{
		"algorithm unknown", "unknown critical policy", "HWModuleName", "Unsupported",
		"check failed, expanded length notation", // a DER key of 1 bit
	}
	read, missed := 0, 0
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
next:
	for lines.Scan() {
		var v struct {
			Title, Kind string
			Hex         string `json:"der_hex"`
			OK          bool
		}
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		src, err := hex.DecodeString(v.Hex)
		if v.Kind != "cert" || v.OK || err != nil {
			continue
		}
		for _, s := range sound {
			if strings.Contains(v.Title, s) {
				continue next
			}
		}
		read++
		c := Parse(src)
		checkPlaces(t, &c.Structure, c.Extensions, len(src))
		if len(c.Findings) == 0 {
			t.Errorf("%s: nothing found", v.Title)
		}
		for _, field := range fields {
			if !strings.Contains(v.Title, field.title) {
				continue
			}
			for _, f := range c.Findings {
				if f.DER != nil && strings.HasPrefix(f.DER.Path, field.path) {
					continue next
				}
			}
			missed++
			t.Logf("%s: %s", v.Title, list(c.Findings))
			continue next
		}
	}
	t.Logf("%d of %d name the field", read-missed, read)
	if read < 100 || missed*20 > read {
		t.Errorf("%d of %d do not name the field", missed, read)
	}
}
