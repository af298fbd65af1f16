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
	RuleReadable     RuleID = "certificate-readable"
	RuleDepth        RuleID = "chain-depth"
	RuleSize         RuleID = "certificate-size"
	RuleKey          RuleID = "key-type"
	RuleVersion      RuleID = "version"
	RuleSignature    RuleID = "signature-algorithm"
	RuleStore        RuleID = "trust-store"
	RuleHostNames    RuleID = "host-names"
	RulePath         RuleID = "path"
	RuleCritical     RuleID = "critical-extensions"
	RuleIssuerCA     RuleID = "issuer-ca"
	RuleIssuers      RuleID = "issuer-algorithms"
	RuleCRLReadable  RuleID = "crl-readable"
	RuleCRLFound     RuleID = "crl-found"
	RuleCRLSigner    RuleID = "crl-signer"
	RuleCRLSignature RuleID = "crl-signature"
	RuleCRLDates     RuleID = "crl-dates"
	RuleCRLCritical  RuleID = "crl-critical-extensions"
	RuleNotRevoked   RuleID = "not-revoked"
	RuleSigned       RuleID = "signatures"
	RuleStarted      RuleID = "not-before"
	RuleNotExpired   RuleID = "not-after"
	RuleConstraints  RuleID = "name-constraints"
	RulePurpose      RuleID = "purpose"
	RuleUsage        RuleID = "key-usage"
	RuleIssuersUsage RuleID = "issuer-purpose"
	RulePossession   RuleID = "key-possession"
	RuleStrict       RuleID = "certificate-well-formed"
	RuleFilters      RuleID = "identity-filters" // of Network Load Balancers
)

// Rules lists the rules in the order in which they are applied: what is read first
// comes first, then what AWS documents of the certificates themselves, then the
// order of s2n-tls and of the library that it calls. That builds the path, looks at
// the extensions of its certificates, at revocation, at signatures and times, at
// name constraints, and s2n-tls asks for the purpose last. The order matters where
// a certificate breaks several rules, for the log names one reason.
var Rules = []Rule{
	{RulePresented, "Certificate presented", "In verify mode the client sends a certificate.", Documented, UnmappedConnection, Assumed, Guide},
	{RuleMessage, "TLS message size", "The message that holds the chain has at most 64 K.", Documented, MaxSizeExceeded, Assumed, QuotaGuide},
	{RuleReadable, "Certificate readable", "Every certificate is whole and can be read as X.509.", FollowsS2N, Invalid, Assumed, S2N},
	{RuleDepth, "Chain depth", "The client sends at most 4 certificates.", Documented, MaxChainDepthExceeded, FollowsS2N, QuotaGuide},
	{RuleSize, "Certificate size", "No certificate has more than 16 KB. AWS documents the limit for CA certificates and no other.", Assumed, MaxSizeExceeded, Assumed, QuotaGuide},
	{RuleKey, "Public key", "The key is RSA of 2048 to 8192 bits, or on P-256, P-384 or P-521.", Documented, TypeUnsupported, Assumed, Guide},
	{RuleVersion, "Version", "The certificate is of version 3.", Documented, TypeUnsupported, Assumed, Guide},
	{RuleSignature, "Signature algorithm", "The certificate is signed with SHA-256, SHA-384 or SHA-512, by RSA (PKCS #1 or PSS) or ECDSA.", Documented, Untrusted, Assumed, Guide},
	{RuleStore, "Trust store", "The trust store holds certificates.", Documented, Untrusted, FollowsS2N, Guide},
	{RuleHostNames, "Names readable", "If the leaf has host names, URIs or addresses as alternative names, one of them at least is not empty.", FollowsS2N, UnmappedConnection, Assumed, S2N},
	{RulePath, "Path to the trust store", "Names and key identifiers lead from the leaf to a certificate of the trust store, which is searched before what the client sends.", Documented, Untrusted, FollowsS2N, Guide},
	{RuleCritical, "Critical extensions", "No certificate of the path has a critical extension that is not known.", FollowsS2N, Untrusted, Assumed, S2N},
	{RuleIssuerCA, "Issuers are CAs", "Every issuer of the path is a certificate authority, and no path length constraint is exceeded.", FollowsS2N, Untrusted, FollowsS2N, S2N},
	{RuleIssuers, "Algorithms of the issuers", "Every certificate between the leaf and the trust store has a key and a signature that the load balancer supports.", Documented, Untrusted, Assumed, Guide},
	{RuleCRLReadable, "Revocation lists readable", "Every revocation list is a CRL in PEM.", Documented, CRLProcessingError, Assumed, "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTrustStoreRevocations.html"},
	{RuleCRLFound, "Revocation list found", "If the trust store has revocation lists, there is one for every certificate of the path, the anchor too.", FollowsS2N, CRLProcessingError, FollowsS2N, S2N},
	{RuleCRLSigner, "Signer of the list", "The key usage of the list's issuer, if it has one, allows it to sign lists.", FollowsS2N, Untrusted, FollowsS2N, S2N},
	{RuleCRLSignature, "Signature of the list", "The list is signed by that issuer.", FollowsS2N, CRLProcessingError, FollowsS2N, S2N},
	{RuleCRLDates, "Dates of the list", "The list is in force. s2n-tls does not look; whether the load balancer does is not documented.", Assumed, CRLProcessingError, Assumed, "https://github.com/aws/s2n-tls/blob/main/docs/usage-guide/topics/ch09-certificates.md"},
	{RuleCRLCritical, "Extensions of the list", "Neither the list nor an entry of it has a critical extension that is not known.", FollowsS2N, CRLProcessingError, FollowsS2N, S2N},
	{RuleNotRevoked, "Not revoked", "No certificate of the path is on its issuer's list. AWS speaks of the client's certificate; that CA certificates are looked up too follows s2n-tls.", Documented, CRLHit, Documented, Guide},
	{RuleSigned, "Signatures", "Every certificate of the path is signed with the key of the one above it, which may sign certificates.", Documented, Untrusted, FollowsS2N, Guide},
	{RuleStarted, "Valid already", "Every certificate of the path has started. AWS speaks of the client's certificate; for CA certificates this follows s2n-tls.", Documented, NotYetValid, Documented, LogGuide},
	{RuleNotExpired, "Valid still", "No certificate of the path has expired. AWS speaks of the client's certificate; for CA certificates this follows s2n-tls.", Documented, Expired, Documented, Guide},
	{RuleConstraints, "Name constraints", "The names of the leaf, and its common name where it looks like a host and there is no DNS name, are within the name constraints of its issuers.", FollowsS2N, Untrusted, FollowsS2N, S2N},
	{RulePurpose, "Extended key usage", "If the leaf has an extended key usage, clientAuth is in it.", FollowsS2N, PurposeInvalid, FollowsS2N, S2N},
	{RuleUsage, "Key usage", "If the leaf has a key usage, digitalSignature or keyAgreement is in it.", FollowsS2N, PurposeInvalid, FollowsS2N, S2N},
	{RuleIssuersUsage, "Purpose of the issuers", "No certificate between the leaf and the trust store is limited to other purposes than clientAuth.", FollowsS2N, PurposeInvalid, FollowsS2N, S2N},
	{RulePossession, "Private key", "The client signs the handshake with the key of the leaf.", Documented, UnmappedConnection, Assumed, Guide},
	{RuleStrict, "Readable to the stand-in", "Go's strict parser, which the stand-in uses for the handshake, takes every certificate. The load balancer does not use it.", Assumed, UnmappedConnection, Assumed, "https://pkg.go.dev/crypto/x509#ParseCertificate"},
}

// networkRules are the rules that Network Load Balancers have besides. Which code
// they log is not known here.
var networkRules = []Rule{
	{RuleFilters, "Identity filters", "If the listener has identity filters, the client's certificate matches one of them at least.", Documented, Rejected, Assumed, FilterGuide},
}

// RuleOf returns the rule with the ID. It panics if there is none: IDs come from
// the constants of this package alone.
func RuleOf(id RuleID) *Rule {
	for _, table := range [][]Rule{Rules, networkRules} {
		for i := range table {
			if table[i].ID == id {
				return &table[i]
			}
		}
	}
	panic("alb: no rule " + string(id))
}
