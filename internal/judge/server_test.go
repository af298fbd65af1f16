package judge

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/testdata"
)

// Certificates that openssl s_client prints are the server's: the lines above them are
// those of its source (apps/s_client.c, print_stuff), of OpenSSL 1.1 and 3.
func TestServed(t *testing.T) {
	leaf := string(testdata.PEM("client-2"))
	for _, tt := range []struct {
		name, above string
		want        bool
	}{
		{"the leaf alone", "---\nServer certificate\n", true},
		{"a chain, OpenSSL 1.1", "Certificate chain\n 0 s:CN = client-2.example\n   i:CN = Example EC Issuing CA\n", true},
		{"a chain, OpenSSL 3", " 0 s:CN = client-2.example\n   i:CN = Example EC Issuing CA\n   a:PKEY: id-ecPublicKey, 256 (bit); sigalg: ecdsa-with-SHA256\n   v:NotBefore: Mar  1 08:00:00 2024 GMT; NotAfter: Feb 29 07:59:59 2036 GMT\n", true},
		{"nothing", "", false},
		{"a comment", "# Server certificate of the test\n", false},
		{"openssl pkcs12", "subject=CN = client-2.example\nissuer=CN = Example EC Issuing CA\n", false},
		{"further above", "Server certificate\n\n\n", false},
	} {
		_, list, _ := units(t, tt.above+leaf, Evidence{})
		u := &list[0]
		if got := u.Taken.Asked; got == tt.want {
			t.Errorf("%s: an ALB is asked: %v", tt.name, got)
		}
		found := false
		for _, f := range u.Findings {
			found = found || f.ID == finding.ServerCertificate
		}
		if found != tt.want {
			t.Errorf("%s: told: %v", tt.name, found)
		}
	}
	// With a name it is what the name says.
	if _, list, _ := units(t, "X-Client-Cert: "+strings.ReplaceAll(leaf, "\n", " ")+"\n", Evidence{}); !list[0].Taken.Asked {
		t.Error("a header is taken for a server's")
	}
}
