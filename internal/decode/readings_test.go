package decode

import (
	"crypto/ecdh"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/testdata"
)

// Damage that can be repaired in two ways, both of which fit to the last byte:
// both are shown, the likelier first.
func TestTwoReadings(t *testing.T) {
	one := func(s, old, new string) string {
		if strings.Count(s, old) != 1 {
			t.Fatalf("%q stands %d times in the fixture", old, strings.Count(s, old))
		}
		return strings.Replace(s, old, new, 1)
	}
	tests := []struct {
		name, in string
		original bool   // the first is the original, to the byte
		first    string // findings of the first; the second has the one that it is
	}{
		// The only + of this certificate is in its signature. It became a space, and a
		// character came in beside it; or, less likely, a blank came in and a
		// character was lost.
		{"form-decoded, with a stray character", one(string(testdata.PEM("ec-issuing-ca")), "oFYh/k+TiVo", "oF*Yh/k TiVo"), true,
			"plus-became-space stray-characters two-readings"},
		// This certificate keeps a dozen +, so no form decoder was at it.
		{"a blank and a lost character", one(string(testdata.PEM("client-1")), "p68JmI40Y", "p68 JmI4?Y"), false,
			"two-readings unreadable-characters"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := read([]byte(tt.in))
			if len(r.Certificates) != 2 {
				t.Fatalf("%d certificates; findings %s", len(r.Certificates), ids(r))
			}
			if got := name(r.Certificates[0]) != "damaged"; got != tt.original {
				t.Errorf("the first is the original: %t", got)
			}
			members := r.Groups[0].Chain.Members
			if len(members) != 2 || members[0].Certificate != 0 || members[1].Role != "other reading" || r.Groups[0].Chain.Title != "1 certificate presented" {
				t.Errorf("%q: %+v", r.Groups[0].Chain.Title, members)
			}
			for i, want := range []string{tt.first, "two-readings"} {
				var got []string
				for _, f := range r.Findings {
					if f.Certificate == i {
						got = append(got, f.ID)
						if len(f.Places) == 0 {
							t.Errorf("%s of certificate %d has no place", f.ID, i)
						}
					}
				}
				slices.Sort(got)
				if strings.Join(got, " ") != want {
					t.Errorf("findings of certificate %d: %q, want %q", i, got, want)
				}
			}
		})
	}
	in := "X-Amzn-Mtls-Clientcert-Leaf: " + strings.NewReplacer("\n", "%0A", "BEGIN ", "BEGIN%20", "END ", "END%20").Replace(tests[0].in)
	r := read([]byte(in))
	if h := header(t, r, "X-Amzn-Mtls-Clientcert-Leaf"); len(h.Certificates) != 1 || strings.Contains(ids(r), "header-many-leaves") {
		t.Errorf("the header holds %d certificates; findings %s", len(h.Certificates), ids(r))
	}
}

// A public key whose base64 ends in two +, on one line and decoded as a form: the
// two line breaks and the two + are all blanks. The breaks stand after each 64th
// character, so it is the + that is lost.
func TestTwoReadingsOfAKey(t *testing.T) {
	// The public point of this scalar, found by counting, ends in 0xFBE.
	key, err := ecdh.P384().NewPrivateKey(big.NewInt(4350).FillBytes(make([]byte, 48)))
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(key.PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	armored := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	if !strings.Contains(armored, "++\n-----END") {
		t.Fatalf("the base64 does not end in ++: %s", armored)
	}
	r := read([]byte(strings.NewReplacer("+", " ", "\n", " ").Replace(armored)))
	if len(r.Others) != 2 || !strings.Contains(ids(r), "two-readings") {
		t.Fatalf("%d structures; findings %s", len(r.Others), ids(r))
	}
	j, _ := judge.Paste([]byte(strings.NewReplacer("+", " ", "\n", " ").Replace(armored)), judge.Options{Now: testdata.Now})
	sum := sha256.Sum256(der)
	print := hex.EncodeToString(sum[:])
	if got := judge.KeyFingerprint(&j.Others()[0].Key.Key); got != print {
		t.Errorf("the first has the fingerprint %s, want %s", got, print)
	}
	if got := judge.KeyFingerprint(&j.Others()[1].Key.Key); got == print || got == "" {
		t.Errorf("the second has the fingerprint %s", got)
	}
}
