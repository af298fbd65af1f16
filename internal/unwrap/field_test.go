package unwrap

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/testdata"
)

// certificatesOf are the certificates of a result that are whole, each once, as
// SERIAL:SHA256; crypto/x509 says the serial number.
func certificatesOf(t *testing.T, r *result) []string {
	t.Helper()
	var list []string
	for _, u := range r.Units {
		for i := range u.Objects {
			o := &u.Objects[i]
			if !o.IsCertificate() || o.Other || !deep(o.DER.Bytes) {
				continue
			}
			c, err := x509.ParseCertificate(o.DER.Bytes)
			if err != nil {
				t.Errorf("crypto/x509 does not read what was found: %v", err)
				continue
			}
			serial := fmt.Sprintf("%X", c.SerialNumber)
			if len(serial)%2 == 1 {
				serial = "0" + serial
			}
			sum := sha256.Sum256(o.DER.Bytes)
			list = append(list, serial+":"+hex.EncodeToString(sum[:]))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

var (
	headerNames = regexp.MustCompile(`(?i)x[-_]amzn[-_]mtls[-_]clientcert[-_a-z]*|x[-_]forwarded[-_]client[-_]cert`)
	statuses    = regexp.MustCompile(`"Success"|\bSuccess\b|Failed:\w+`)
)

// Each input from the field gives the certificates that OpenSSL knows to be in it,
// whole; every name of a header in it; and if it is a log, a record for each status.
func TestField(t *testing.T) {
	for _, name := range testdata.Fields() {
		t.Run(name, func(t *testing.T) {
			input, want := testdata.Field(name)
			r := collect(input)
			slices.Sort(want)
			if got := certificatesOf(t, r); !slices.Equal(got, want) {
				t.Errorf("certificates %s, want %s; findings %v", got, want, r.Findings)
			}
			names := make(map[string]bool)
			var reasons []string
			for _, u := range r.Units {
				for i := range u.Fields {
					names[strings.ToLower(u.Fields[i].Name)] = true
				}
				if u.Kind == Record {
					reasons = append(reasons, statusOf(&u))
				}
			}
			if len(reasons) > 0 {
				if all := statuses.FindAll(input, -1); len(all) > len(reasons) {
					t.Errorf("%d records, but %d statuses in the input", len(reasons), len(all))
				}
			} else {
				for _, n := range headerNames.FindAll(input, -1) {
					if !names[string(bytes.ToLower(n))] {
						t.Errorf("the name %s is lost", n)
					}
				}
			}
		})
	}
}

// statusOf is the status of a record.
func statusOf(u *Unit) string {
	switch {
	case u.ALB != nil:
		return u.ALB.Get(carrier.ALBStatus)
	case u.CloudFront != nil:
		return u.CloudFront.Get(carrier.FrontStatus)
	}
	return ""
}

// All inputs of the folder MTLENS_FIELD, which has many more kinds: the README in
// it says which certificates are in each.
func TestFieldFolder(t *testing.T) {
	dir := os.Getenv("MTLENS_FIELD")
	if dir == "" {
		t.Skip("MTLENS_FIELD names no folder with inputs")
	}
	readme, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	notHere := map[string]string{
		"150-leaf.cer": "two files are opened together by the page",
	}
	certificate := regexp.MustCompile(`serial ([0-9A-F]+) sha256 ([0-9a-f]{64})`)
	n := 0
	for _, entry := range strings.Split(string(readme), "\n## ")[1:] {
		name, text, _ := strings.Cut(entry, "\n")
		var want []string
		for _, m := range certificate.FindAllStringSubmatch(text, -1) {
			want = append(want, m[1]+":"+m[2])
		}
		input, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || len(want) == 0 || notHere[name] != "" {
			continue
		}
		n++
		slices.Sort(want)
		if got := certificatesOf(t, collect(input)); !slices.Equal(got, want) {
			t.Errorf("%s: certificates %s, want %s", name, got, want)
		}
	}
	t.Logf("%d inputs", n)
}
