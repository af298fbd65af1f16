package prose

import (
	"testing"

	"github.com/mtlens/mtlens/internal/source"
)

// What the AWS command and Terraform print of errors of the Elastic Load Balancing API,
// by their names in its reference, and what the command prints of a listener.
func TestOfAWS(t *testing.T) {
	for text, want := range map[string]Kind{
		"An error occurred (InvalidCaCertificatesBundle) when calling the CreateTrustStore operation: …":                                  BundleRefused,
		"Error: creating ELBv2 Trust Store (a): … StatusCode: 400, RequestID: 1, InvalidCaCertificatesBundleException: …":                 BundleRefused,
		"An error occurred (CaCertificatesBundleNotFound) when calling the ModifyTrustStore operation: …":                                 FileNotFound,
		"An error occurred (InvalidRevocationContent) when calling the AddTrustStoreRevocations operation: …":                             ListRefused,
		"An error occurred (RevocationContentNotFound) when calling the AddTrustStoreRevocations operation: …":                            FileNotFound,
		"An error occurred (TooManyTrustStoreRevocationEntries) when calling the AddTrustStoreRevocations operation: …":                   TooManyEntries,
		"An error occurred (TrustStoreNotReady) when calling the ModifyListener operation: …":                                             StoreNotReady,
		"An error occurred (TrustStoreInUse) when calling the DeleteTrustStore operation: …":                                              StoreInUse,
		`{"MutualAuthentication": {"Mode": "verify", "TrustStoreArn": "arn:aws:…", "IgnoreClientCertificateExpiry": false}}`:              ListenerSettings,
		`{"Certificate": {"CertificateArn": "arn:aws:acm:…", "DomainName": "a.example", "Serial": "03:a5"}}`:                              ACM,
		"An error occurred (LoadBalancerNotFound) when calling the DescribeLoadBalancers operation: One or more load balancers not found": None,
	} {
		got := None
		if r := Read(source.New([]byte(text))); r != nil {
			got = r.Kind
		}
		if got != want {
			t.Errorf("%s: got %d, want %d", text, got, want)
		}
	}
}
