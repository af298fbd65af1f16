package alb

import "github.com/mtlens/mtlens/internal/carrier"

// Reason is a reason code of the connection log: what follows "Failed:" in its
// field tls_verify_status.
type Reason string

// The reason codes that AWS documents. There are no others: codes that one finds
// elsewhere, ClientCertRevoked for one, were made up.
const (
	MaxChainDepthExceeded Reason = "ClientCertMaxChainDepthExceeded"
	MaxSizeExceeded       Reason = "ClientCertMaxSizeExceeded"
	CRLHit                Reason = "ClientCertCrlHit"
	CRLProcessingError    Reason = "ClientCertCrlProcessingError"
	Untrusted             Reason = "ClientCertUntrusted"
	NotYetValid           Reason = "ClientCertNotYetValid"
	Expired               Reason = "ClientCertExpired"
	TypeUnsupported       Reason = "ClientCertTypeUnsupported"
	Invalid               Reason = "ClientCertInvalid"
	PurposeInvalid        Reason = "ClientCertPurposeInvalid"
	Rejected              Reason = "ClientCertRejected"
	UnmappedConnection    Reason = "UnmappedConnectionError"
	Incompatible          Reason = "ClientCertIncompatible"
)

// What tls_verify_status says.
const (
	StatusSuccess = carrier.StatusSuccess
	StatusFailed  = carrier.StatusFailed // and a reason code
)

// ReasonInfo describes a reason code.
type ReasonInfo struct {
	Code        Reason
	Description string   // AWS's own words
	Error       string   // the error of s2n-tls that it mirrors, by its name; empty if none does
	Causes      []string // what usually is behind it
	Todo        string   // what to do
}

// LogGuide is the page that documents the connection log and the reason codes.
const LogGuide = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html"

// Reasons lists the reason codes in the order of AWS's table ([LogGuide]); the
// last one is on newer copies of the page alone. That a code mirrors an error of
// s2n-tls is inferred from the names: AWS does not say so.
var Reasons = []ReasonInfo{
	{
		MaxChainDepthExceeded, "The maximum client certificate chain depth has been exceeded", "S2N_ERR_CERT_MAX_CHAIN_DEPTH_EXCEEDED",
		[]string{"The client sends more certificates than a listener takes, often the root and cross-certificates besides its own chain."},
		"Send the leaf and the intermediates that the trust store lacks, and no root. An intermediate in the trust store makes the chain shorter, and fails every client as soon as a revocation list is there: s2n-tls then asks for a list of the anchor, and finds none.",
	},
	{
		MaxSizeExceeded, "The maximum client certificate size has been exceeded", "",
		[]string{"A certificate with very many names or a large extension.", "A key of an unusual size, or post-quantum signatures."},
		"Issue a smaller certificate.",
	},
	{
		CRLHit, "Client certificate has been revoked by the CA", "S2N_ERR_CERT_REVOKED",
		[]string{"The serial number of the leaf, or of an intermediate, is on a revocation list of the trust store."},
		"Issue another certificate. If the entry is wrong, have the CA publish a new list and put it into the trust store.",
	},
	{
		CRLProcessingError, "CRL processing error", "S2N_ERR_CRL_LOOKUP_FAILED, S2N_ERR_CRL_SIGNATURE, S2N_ERR_CRL_ISSUER, S2N_ERR_CRL_UNHANDLED_CRITICAL_EXTENSION",
		[]string{"The trust store has revocation lists, and none of them is of the issuer of a certificate, or of the anchor.", "The list is signed by another key than the issuer's.", "The list has a distribution point (a partitioned list of AWS Private CA): it does not cover the anchor.", "The trust store holds an intermediate as anchor: no list can be found for it."},
		"Put a current, whole list of every issuer of the chain, the root too, into the trust store, signed by that issuer itself.",
	},
	{
		Untrusted, "Client certificate is untrusted", "S2N_ERR_CERT_UNTRUSTED",
		[]string{"The issuing CA is not in the trust store.", "The client leaves out an intermediate.", "A signature does not verify: another CA of the same name.", "A signature with SHA-1."},
		"Put the issuing CA into the trust store, or have the client send the intermediates after its own certificate.",
	},
	{
		NotYetValid, "Client certificate is not yet valid", "S2N_ERR_CERT_NOT_YET_VALID",
		[]string{"The certificate starts in the future.", "It was issued by a machine whose clock is ahead."},
		"Wait, or issue a certificate that starts a few minutes back.",
	},
	{
		Expired, "Client certificate is expired", "S2N_ERR_CERT_EXPIRED",
		[]string{"The client certificate was not renewed.", "A CA certificate of the chain, or of the trust store, has expired."},
		"Renew the certificate. A listener can be set to allow expired client certificates.",
	},
	{
		TypeUnsupported, "Client certificate type is unsupported", "S2N_ERR_CERT_TYPE_UNSUPPORTED",
		[]string{"The key is neither RSA of 2048 to 8192 bits nor on P-256, P-384 or P-521: Ed25519, secp256k1, RSA 1024.", "The certificate is not of version 3."},
		"Issue an X.509v3 certificate with an RSA key from 2048 bits on, or with a key on P-256, P-384 or P-521.",
	},
	{
		Invalid, "Client certificate is invalid", "S2N_ERR_CERT_INVALID",
		[]string{"The certificate is damaged, or breaks the rules of its encoding. s2n-tls itself calls that S2N_ERR_DECODE_CERTIFICATE."},
		"Look at the certificate in Decode: it says which field is broken.",
	},
	{
		PurposeInvalid, "Client certificate purpose is invalid", "S2N_ERR_CERT_INTENT_INVALID",
		[]string{"The extended key usage lacks clientAuth: a server certificate was sent.", "The key usage lacks digitalSignature.", "A CA above it is limited to other purposes."},
		"Issue the certificate with extended key usage clientAuth and key usage digitalSignature.",
	},
	{
		Rejected, "Client certificate is rejected by custom server validation", "S2N_ERR_CERT_REJECTED",
		[]string{"A check of AWS's own, which is not documented."},
		"Ask AWS support, with the connection's conn_trace_id.",
	},
	{
		UnmappedConnection, "Unmapped runtime connection error", "any other",
		[]string{"The handshake failed for a reason without a code of its own. A missing certificate was reported to be among them; AWS does not document it, nor what becomes of a wrong private key."},
		"Look at the client's side of the handshake: does it send a certificate, and has it the key?",
	},
	{
		Incompatible, "Client certificate is incompatible with the chosen listener security policy", "S2N_ERR_SECURITY_POLICY_INCOMPATIBLE_CERT",
		[]string{"The listener's security policy does not allow the key or the signature of the certificate: SHA-1 at TLS 1.2, for one."},
		"Issue a certificate that the policy allows, or choose another policy for the listener.",
	},
}

// ReasonOf returns the description of a reason code, nil if AWS documents none.
func ReasonOf(code Reason) *ReasonInfo {
	for i := range Reasons {
		if Reasons[i].Code == code {
			return &Reasons[i]
		}
	}
	return nil
}
