package alb

// Basis says how sure a rule, or its reason code, is.
type Basis string

const (
	Documented Basis = "documented"      // AWS says so
	FollowsS2N Basis = "follows s2n-tls" // the TLS library that the load balancer is built on does so; AWS is silent
	Assumed    Basis = "assumed"         // the likeliest reading where both are silent
)

// Limits that AWS documents, with the name that its table of quotas gives them.
const (
	MaxChainDepth     = 4          // "Maximum certificate chain depth"
	MaxCACertificate  = 16 << 10   // "CA certificate size": 16 KB
	MaxCACertificates = 25         // "CA certificates per trust store"; can be raised
	MaxCASubjects     = 10_000     // "CA certificates subject size per trust store"; can be raised
	MaxTLSMessage     = 64 << 10   // "TLS message size": 64 K
	MaxCRLs           = 30         // "Revocation lists per trust store"; can be raised
	MaxCRLEntries     = 500_000    // "Revocation entries per trust store"; can be raised
	MaxCRLFile        = 50 << 20   // "Revocation list file size": 50 MB
	MaxRequestLine    = 16 << 10   // "Request line": 16 K
	MaxHeader         = 16 << 10   // "Single header": 16 K
	MaxRequestHead    = 64 << 10   // "Entire request header": 64 K
	MinRSA, MaxRSA    = 2048, 8192 // "RSA 2K - 8K"
)

// QuotaGuide is the page that documents the limits.
const QuotaGuide = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"

// S2N is the source of s2n-tls that rules of [FollowsS2N] follow.
const S2N = "https://github.com/aws/s2n-tls/blob/main/tls/s2n_x509_validator.c"

// Rule is one thing that a listener asks of a client.
type Rule struct {
	ID     RuleID
	Title  string
	Asks   string // one sentence
	Basis  Basis  // of the rule itself
	Code   Reason // what the connection log says if it fails
	CodeBy Basis  // how sure that code is
	Source string // where it is written down
}

// RuleID names a rule: lower-case words joined by hyphens, never changed.
type RuleID string

const (
	RulePresented    RuleID = "certificate-presented"
	RuleMessage      RuleID = "tls-message-size"
	RuleDepth        RuleID = "chain-depth"
	RuleSize         RuleID = "certificate-size"
	RuleReadable     RuleID = "certificate-readable"
	RuleKey          RuleID = "key-type"
	RuleVersion      RuleID = "version"
	RuleSignature    RuleID = "signature-algorithm"
	RuleStrict       RuleID = "certificate-well-formed"
	RuleStore        RuleID = "trust-store"
	RulePath         RuleID = "path"
	RuleIssuers      RuleID = "issuer-algorithms"
	RulePurpose      RuleID = "purpose"
	RuleUsage        RuleID = "key-usage"
	RuleIssuersUsage RuleID = "issuer-purpose"
	RuleCRLReadable  RuleID = "crl-readable"
	RuleCRLFound     RuleID = "crl-found"
	RuleCRLSignature RuleID = "crl-signature"
	RuleCRLDates     RuleID = "crl-dates"
	RuleNotRevoked   RuleID = "not-revoked"
	RuleStarted      RuleID = "not-before"
	RuleNotExpired   RuleID = "not-after"
	RulePossession   RuleID = "key-possession"
)

// Rules lists the rules in the order in which they are applied. The order is the
// one of s2n-tls and of the library that it calls: limits first, then the purpose,
// the path, revocation, and the times last. It matters where a certificate breaks
// several, for the log names one. A leaf from whose issuer no name leads to the
// trust store is untrusted whatever its purpose.
var Rules = []Rule{
	{RulePresented, "Certificate presented", "In verify mode the client sends a certificate.", Documented, UnmappedConnection, Assumed, Guide},
	{RuleMessage, "TLS message size", "The message that holds the chain has at most 64 K.", Documented, MaxSizeExceeded, Assumed, QuotaGuide},
	{RuleDepth, "Chain depth", "The client sends at most 4 certificates.", Documented, MaxChainDepthExceeded, FollowsS2N, QuotaGuide},
	{RuleSize, "Certificate size", "No certificate has more than 16 KB. AWS documents the limit for CA certificates and no other.", Assumed, MaxSizeExceeded, Assumed, QuotaGuide},
	{RuleReadable, "Certificate readable", "Every certificate is whole and can be read as X.509.", FollowsS2N, Invalid, FollowsS2N, S2N},
	{RuleKey, "Public key", "The key is RSA of 2048 to 8192 bits, or on P-256, P-384 or P-521.", Documented, TypeUnsupported, FollowsS2N, Guide},
	{RuleVersion, "Version", "The certificate is of version 3.", Documented, TypeUnsupported, Assumed, Guide},
	{RuleSignature, "Signature algorithm", "The certificate is signed with SHA-256, SHA-384 or SHA-512, by RSA (PKCS #1 or PSS) or ECDSA.", Documented, Untrusted, FollowsS2N, Guide},
	{RuleStrict, "Certificate well-formed", "Go's strict parser takes every certificate.", Assumed, Invalid, Assumed, "https://pkg.go.dev/crypto/x509#ParseCertificate"},
	{RuleStore, "Trust store", "The trust store holds certificates.", Documented, Untrusted, FollowsS2N, Guide},
	{RulePurpose, "Extended key usage", "If the leaf has an extended key usage, clientAuth is in it.", FollowsS2N, PurposeInvalid, FollowsS2N, S2N},
	{RuleUsage, "Key usage", "If the leaf has a key usage, digitalSignature or keyAgreement is in it.", FollowsS2N, PurposeInvalid, FollowsS2N, S2N},
	{RuleIssuersUsage, "Purpose of the issuers", "No certificate between the leaf and the trust store is limited to other purposes than clientAuth.", FollowsS2N, PurposeInvalid, FollowsS2N, S2N},
	{RulePath, "Path to the trust store", "Signatures and names lead from the leaf to a certificate of the trust store (RFC 5280, section 6).", Documented, Untrusted, FollowsS2N, Guide},
	{RuleIssuers, "Algorithms of the issuers", "Every certificate between the leaf and the trust store has a key and a signature that the load balancer supports.", Documented, Untrusted, Assumed, Guide},
	{RuleCRLReadable, "Revocation lists readable", "Every revocation list is a CRL in PEM or DER.", Documented, CRLProcessingError, Assumed, "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTrustStoreRevocations.html"},
	{RuleCRLFound, "Revocation list found", "If the trust store has revocation lists, there is one of the issuer of every certificate of the path.", FollowsS2N, CRLProcessingError, FollowsS2N, S2N},
	{RuleCRLSignature, "Signature of the list", "The list is signed by that issuer, which may sign lists.", FollowsS2N, CRLProcessingError, FollowsS2N, S2N},
	{RuleCRLDates, "Dates of the list", "The list is in force. s2n-tls by itself does not look; whether the load balancer does is not documented.", Assumed, CRLProcessingError, Assumed, "https://github.com/aws/s2n-tls/blob/main/docs/usage-guide/topics/ch09-certificates.md"},
	{RuleNotRevoked, "Not revoked", "No certificate of the path is on its issuer's list.", Documented, CRLHit, Documented, Guide},
	{RuleStarted, "Valid already", "Every certificate of the path has started.", Documented, NotYetValid, Documented, LogGuide},
	{RuleNotExpired, "Valid still", "No certificate of the path has expired. A listener can allow expired client certificates; that this spares the leaf and no CA is assumed.", Documented, Expired, Documented, Guide},
	{RulePossession, "Private key", "The client signs the handshake with the key of the leaf.", Documented, UnmappedConnection, Assumed, Guide},
}

// RuleOf returns the rule with the ID. It panics if there is none: IDs come from
// the constants of this package alone.
func RuleOf(id RuleID) *Rule {
	for i := range Rules {
		if Rules[i].ID == id {
			return &Rules[i]
		}
	}
	panic("alb: no rule " + string(id))
}
