package prose

import "bytes"

// What AWS answers about trust stores and listeners: the errors of the Elastic Load
// Balancing API (actions CreateTrustStore, ModifyTrustStore, AddTrustStoreRevocations,
// ModifyListener), and what it describes of both.

// awsMarks are the names of the errors, with and without the Exception that SDKs add, and
// members of descriptions.
var awsMarks = [...]struct {
	mark string
	kind Kind
}{
	{"InvalidCaCertificatesBundle", BundleRefused},
	{"CaCertificatesBundleNotFound", FileNotFound},
	{"InvalidRevocationContent", ListRefused},
	{"RevocationContentNotFound", FileNotFound},
	{"TooManyTrustStoreRevocationEntries", TooManyEntries},
	{"TrustStoreNotReady", StoreNotReady},
	{"TrustStoreInUse", StoreInUse},
	{`"MutualAuthentication"`, ListenerSettings},
	{`"IgnoreClientCertificateExpiry"`, ListenerSettings},
	{`"NumberOfCaCertificates"`, ListenerSettings},
	{`"CertificateArn"`, ACM},
}

// ofAWS says what AWS said, and where.
func ofAWS(b []byte) (k Kind, at, end int) {
	for _, m := range awsMarks {
		if at := bytes.Index(b, []byte(m.mark)); at >= 0 {
			return m.kind, at, at + len(m.mark)
		}
	}
	return None, 0, 0
}
