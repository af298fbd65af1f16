package lab

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

// AWS: a filter names one of four fields, one filter has to match, and what the
// certificate lacks does not match (client-certificate-filters). The names of
// client-2 are in its .facts.
func TestIdentityFilters(t *testing.T) {
	for _, test := range []struct{ filters, want, wrong string }{
		{"", "with this trust store: Success", ""},
		{"subject-cn=client-2.example", "identity filters: Success", ""},
		{"subject-cn=other\n san-uri = spiffe://example.com/payments ", "identity filters: Success", ""},
		{"subject-ou=payments", "ClientCertRejected", ""},
		{"san-dns=", "ClientCertRejected", ""},
		{"subject-o=Example Corp", "ClientCertRejected", "is no filter"},
		{"client-2.example", "ClientCertRejected", "is no filter"},
	} {
		m := new(Material)
		check, err := m.Take(at(), MaterialRequest{
			TrustStore: base64.StdEncoding.EncodeToString(testdata.PEM("ec-root-ca")), Filters: strings.Split(test.filters, "\n"),
		})
		if err != nil || !strings.Contains(check.Filters, test.wrong) || (check.Filters == "") != (test.wrong == "") {
			t.Errorf("%q: %q %v", test.filters, check.Filters, err)
		}
		c := Examine(at(), m, append(testdata.PEM("client-2"), testdata.PEM("ec-issuing-ca")...))
		if said := takenOf(c); !strings.Contains(said, test.want) {
			t.Errorf("%q: %q", test.filters, said)
		}
	}
}

// takenOf is the answer whether the first certificates would be taken.
func takenOf(c *report.Changes) string {
	for _, a := range c.Groups[0].Answers {
		if a.To == report.QuestionTaken {
			return a.Title + ": " + plain(a.Text)
		}
	}
	return ""
}

// AWS: CloudFront takes no revocation lists (implement-certificate-revocation). The list
// names client-2, and is indirect: "openssl verify -crl_check" finds none that counts.
func TestDistribution(t *testing.T) {
	for mode, want := range map[string]string{
		"verify":   "Would ALB take it: No, with this trust store: ClientCertCrlProcessingError.",
		"required": "Would CloudFront take it: Yes, with this trust store, for a distribution that requires certificates: Success.",
	} {
		m := new(Material)
		_, err := m.Take(at(), MaterialRequest{
			TrustStore: base64.StdEncoding.EncodeToString(append(testdata.PEM("ec-root-ca"), testdata.PEM("ec-issuing-ca")...)),
			Lists:      []string{base64.StdEncoding.EncodeToString([]byte(neighbor("list")))}, Settings: Settings{Mode: mode},
		})
		if err != nil {
			t.Fatal(err)
		}
		c := Examine(at(), m, testdata.PEM("client-2"))
		if said := takenOf(c); !strings.HasPrefix(said, want) {
			t.Errorf("%s: %s", mode, said)
		}
	}
}
