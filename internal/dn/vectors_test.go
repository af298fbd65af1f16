package dn

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestVectors reads the strings of other projects' tests (RFC 4514, pyca,
// python-ldap, OpenJDK, Bouncy Castle, go-ldap), which are in the folder that
// MTLENS_CORPORA names.
func TestVectors(t *testing.T) {
	root := os.Getenv("MTLENS_CORPORA")
	if root == "" {
		t.Skip("MTLENS_CORPORA names no folder")
	}
	read := 0
	for _, name := range []string{"dn-vectors.jsonl", "dn-parse-goldap.jsonl"} {
		f, err := os.Open(filepath.Join(root, "_derived", name))
		if err != nil {
			t.Skip(err)
		}
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			var v struct {
				Kind  string
				DN    string
				Valid *bool
				RDNs  [][][2]string
			}
			// Lines of other shapes are not for reading.
			if json.Unmarshal(lines.Bytes(), &v) != nil || v.Kind != "" && v.Kind != "parse" && v.Kind != "roundtrip" {
				continue
			}
			read++
			rdns, err := ParseString(v.DN)
			valid := true
			switch {
			case v.Valid != nil:
				valid = *v.Valid
			case v.Kind == "" && v.RDNs == nil:
				continue // go-ldap refuses some that are harmless, such as an unescaped "<"
			case strings.Contains(v.DN, `\ A`), v.DN == "1=#04024869":
				valid = false // go-ldap allows any text as a type, RFC 4514 does not
			}
			if (err == nil) != valid {
				t.Errorf("%q: error %v, valid %v", v.DN, err, valid)
				continue
			}
			if v.RDNs == nil || err != nil {
				continue
			}
			got, want := flat(rdns), ""
			for i, rdn := range v.RDNs {
				if i > 0 {
					want += "|"
				}
				for j, pair := range rdn {
					if j > 0 {
						want += "&"
					}
					want += pair[0] + "=" + pair[1]
				}
			}
			if got != want && !strings.Contains(v.DN, "=#") {
				t.Errorf("%q: got %q, want %q", v.DN, got, want)
			}
		}
	}
	if t.Logf("%d strings", read); read < 20 {
		t.Error("that is too few")
	}
}
