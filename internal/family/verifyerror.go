package family

import "strings"

// What OpenSSL's verification can end with (include/openssl/x509_vfy.h; the texts are
// X509_verify_cert_error_string of OpenSSL 3.0). HAProxy and Varnish write the number,
// nginx, Apache and others the text, Node.js the name without its prefix.

// verifyErrors has a line for each number from 0: the name without X509_V_, or
// X509_V_ERR_, and the text.
const verifyErrors = `OK|ok
UNSPECIFIED|unspecified certificate verification error
UNABLE_TO_GET_ISSUER_CERT|unable to get issuer certificate
UNABLE_TO_GET_CRL|unable to get certificate CRL
UNABLE_TO_DECRYPT_CERT_SIGNATURE|unable to decrypt certificate's signature
UNABLE_TO_DECRYPT_CRL_SIGNATURE|unable to decrypt CRL's signature
UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY|unable to decode issuer public key
CERT_SIGNATURE_FAILURE|certificate signature failure
CRL_SIGNATURE_FAILURE|CRL signature failure
CERT_NOT_YET_VALID|certificate is not yet valid
CERT_HAS_EXPIRED|certificate has expired
CRL_NOT_YET_VALID|CRL is not yet valid
CRL_HAS_EXPIRED|CRL has expired
ERROR_IN_CERT_NOT_BEFORE_FIELD|format error in certificate's notBefore field
ERROR_IN_CERT_NOT_AFTER_FIELD|format error in certificate's notAfter field
ERROR_IN_CRL_LAST_UPDATE_FIELD|format error in CRL's lastUpdate field
ERROR_IN_CRL_NEXT_UPDATE_FIELD|format error in CRL's nextUpdate field
OUT_OF_MEM|out of memory
DEPTH_ZERO_SELF_SIGNED_CERT|self-signed certificate
SELF_SIGNED_CERT_IN_CHAIN|self-signed certificate in certificate chain
UNABLE_TO_GET_ISSUER_CERT_LOCALLY|unable to get local issuer certificate
UNABLE_TO_VERIFY_LEAF_SIGNATURE|unable to verify the first certificate
CERT_CHAIN_TOO_LONG|certificate chain too long
CERT_REVOKED|certificate revoked
NO_ISSUER_PUBLIC_KEY|issuer certificate doesn't have a public key
PATH_LENGTH_EXCEEDED|path length constraint exceeded
INVALID_PURPOSE|unsuitable certificate purpose
CERT_UNTRUSTED|certificate not trusted
CERT_REJECTED|certificate rejected
SUBJECT_ISSUER_MISMATCH|subject issuer mismatch
AKID_SKID_MISMATCH|authority and subject key identifier mismatch
AKID_ISSUER_SERIAL_MISMATCH|authority and issuer serial number mismatch
KEYUSAGE_NO_CERTSIGN|key usage does not include certificate signing
UNABLE_TO_GET_CRL_ISSUER|unable to get CRL issuer certificate
UNHANDLED_CRITICAL_EXTENSION|unhandled critical extension
KEYUSAGE_NO_CRL_SIGN|key usage does not include CRL signing
UNHANDLED_CRITICAL_CRL_EXTENSION|unhandled critical CRL extension
INVALID_NON_CA|invalid non-CA certificate (has CA markings)
PROXY_PATH_LENGTH_EXCEEDED|proxy path length constraint exceeded
KEYUSAGE_NO_DIGITAL_SIGNATURE|key usage does not include digital signature
PROXY_CERTIFICATES_NOT_ALLOWED|proxy certificates not allowed, please set the appropriate flag
INVALID_EXTENSION|invalid or inconsistent certificate extension
INVALID_POLICY_EXTENSION|invalid or inconsistent certificate policy extension
NO_EXPLICIT_POLICY|no explicit policy
DIFFERENT_CRL_SCOPE|different CRL scope
UNSUPPORTED_EXTENSION_FEATURE|unsupported extension feature
UNNESTED_RESOURCE|RFC 3779 resource not subset of parent's resources
PERMITTED_VIOLATION|permitted subtree violation
EXCLUDED_VIOLATION|excluded subtree violation
SUBTREE_MINMAX|name constraints minimum and maximum not supported
APPLICATION_VERIFICATION|application verification failure
UNSUPPORTED_CONSTRAINT_TYPE|unsupported name constraint type
UNSUPPORTED_CONSTRAINT_SYNTAX|unsupported or invalid name constraint syntax
UNSUPPORTED_NAME_SYNTAX|unsupported or invalid name syntax
CRL_PATH_VALIDATION_ERROR|CRL path validation error
PATH_LOOP|path loop
SUITE_B_INVALID_VERSION|Suite B: certificate version invalid
SUITE_B_INVALID_ALGORITHM|Suite B: invalid public key algorithm
SUITE_B_INVALID_CURVE|Suite B: invalid ECC curve
SUITE_B_INVALID_SIGNATURE_ALGORITHM|Suite B: invalid signature algorithm
SUITE_B_LOS_NOT_ALLOWED|Suite B: curve not allowed for this LOS
SUITE_B_CANNOT_SIGN_P_384_WITH_P_256|Suite B: cannot sign P-384 with P-256
HOSTNAME_MISMATCH|hostname mismatch
EMAIL_MISMATCH|email address mismatch
IP_ADDRESS_MISMATCH|IP address mismatch
DANE_NO_MATCH|no matching DANE TLSA records
EE_KEY_TOO_SMALL|EE certificate key too weak
CA_KEY_TOO_SMALL|CA certificate key too weak
CA_MD_TOO_WEAK|CA signature digest algorithm too weak
INVALID_CALL|invalid certificate verification context
STORE_LOOKUP|issuer certificate lookup error
NO_VALID_SCTS|Certificate Transparency required, but no valid SCTs found
PROXY_SUBJECT_NAME_VIOLATION|proxy subject name violation
OCSP_VERIFY_NEEDED|OCSP verification needed
OCSP_VERIFY_FAILED|OCSP verification failed
OCSP_CERT_UNKNOWN|OCSP unknown cert
UNSUPPORTED_SIGNATURE_ALGORITHM|Cannot find certificate signature algorithm
SIGNATURE_ALGORITHM_MISMATCH|subject signature algorithm and issuer public key algorithm mismatch
SIGNATURE_ALGORITHM_INCONSISTENCY|cert info signature and signature algorithm mismatch
INVALID_CA|invalid CA certificate
PATHLEN_INVALID_FOR_NON_CA|Path length invalid for non-CA cert
PATHLEN_WITHOUT_KU_KEY_CERT_SIGN|Path length given without key usage keyCertSign
KU_KEY_CERT_SIGN_INVALID_FOR_NON_CA|Key usage keyCertSign invalid for non-CA cert
ISSUER_NAME_EMPTY|Issuer name empty
SUBJECT_NAME_EMPTY|Subject name empty
MISSING_AUTHORITY_KEY_IDENTIFIER|Missing Authority Key Identifier
MISSING_SUBJECT_KEY_IDENTIFIER|Missing Subject Key Identifier
EMPTY_SUBJECT_ALT_NAME|Empty Subject Alternative Name extension
EMPTY_SUBJECT_SAN_NOT_CRITICAL|Subject empty and Subject Alt Name extension not critical
CA_BCONS_NOT_CRITICAL|Basic Constraints of CA cert not marked critical
AUTHORITY_KEY_IDENTIFIER_CRITICAL|Authority Key Identifier marked critical
SUBJECT_KEY_IDENTIFIER_CRITICAL|Subject Key Identifier marked critical
CA_CERT_MISSING_KEY_USAGE|CA cert does not include key usage extension
EXTENSIONS_REQUIRE_VERSION_3|Using cert extension requires at least X509v3
EC_KEY_EXPLICIT_PARAMS|Certificate public key has explicit ECC parameters
RPK_UNTRUSTED|
OCSP_RESP_INVALID|
OCSP_SIGNATURE_FAILURE|
OCSP_NOT_YET_VALID|
OCSP_HAS_EXPIRED|
OCSP_NO_RESPONSE|
CRL_VERIFY_FAILED|
EMPTY_AUTHORITY_KEY_IDENTIFIER|
AKID_ISSUER_SERIAL_NOT_PAIRED|
IDP_ONLY_USER_CA_ATTR_EXCLUSIVE|
`

// explained are the numbers that people meet, with what they come from.
var explained = [...]struct {
	number int
	text   string
}{
	{2, "The certificate of an issuer was not found. Node.js says so too when the client sent no certificate at all."},
	{3, "No revocation list of the issuer was at hand, though lists are asked for."},
	{7, "A signature in the chain does not verify: the certificate was changed, or another key of the same name signed it."},
	{9, "The validity has not begun; or the proxy's clock is behind."},
	{10, "The validity has ended."},
	{12, "The revocation list is out of date: its nextUpdate has passed."},
	{18, "The client sent a self-signed certificate, and it is not among the trusted ones."},
	{19, "The chain ends in a self-signed authority that the client sent along and the proxy does not trust."},
	{20, "The issuer of a certificate is neither among the trusted ones nor in what the client sent: an intermediate is missing, or the authority is unknown."},
	{21, "Only the client's own certificate came, and its issuer is not trusted: the client leaves its intermediates out, or the authority is unknown."},
	{22, "The chain is longer than the proxy's depth allows."},
	{23, "The certificate is on a revocation list."},
	{24, "A certificate that signed another is no authority (before OpenSSL 3.0), or its key cannot be read."},
	{25, "The path length of an authority is exceeded."},
	{26, "The extended key usage does not allow TLS clients."},
	{27, "The root is marked as not trusted for this purpose."},
	{28, "The root is marked to reject this purpose."},
	{34, "A critical extension is not known to the proxy's OpenSSL."},
	{47, "A name lies outside what the authority's name constraints permit."},
	{48, "A name lies inside what the authority's name constraints exclude."},
	{66, "The client's key is too short for the proxy's security level."},
	{67, "An authority's key is too short for the proxy's security level."},
	{68, "An authority signed with a hash too weak for the proxy's security level: SHA-1 or MD5."},
	{79, "A certificate that signed another is no authority."},
}

// VerifyError is one of OpenSSL's results.
type VerifyError struct {
	Number  int
	Name    string // "X509_V_ERR_CERT_HAS_EXPIRED"
	Text    string // "certificate has expired"; empty for those newer than OpenSSL 3.0
	Explain string // what it comes from, in a sentence; empty for the rare ones
}

// VerifyErrorOf returns the result with the number; ok is false if there is none.
func VerifyErrorOf(number int) (e VerifyError, ok bool) {
	rest := verifyErrors
	for n := 0; rest != ""; n++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if n == number {
			return verifyError(n, line), true
		}
	}
	return e, false
}

func verifyError(n int, line string) VerifyError {
	name, text, _ := strings.Cut(line, "|")
	e := VerifyError{Number: n, Name: "X509_V_ERR_" + name, Text: text}
	if n == 0 {
		e.Name = "X509_V_OK"
	}
	for i := range explained {
		if explained[i].number == n {
			e.Explain = explained[i].text
		}
	}
	return e
}

// olderTexts are texts that OpenSSL before 3.0 has for a number.
var olderTexts = [...]struct {
	text   string
	number int
}{
	{"self signed certificate", 18}, {"self signed certificate in certificate chain", 19}, {"unsupported certificate purpose", 26}, {"invalid CA certificate", 24},
}

// VerifyErrorNamed returns the result whose name, with or without its prefix, or
// whose text it is.
func VerifyErrorNamed(s string) (e VerifyError, ok bool) {
	if s == "" {
		return e, false
	}
	for _, o := range olderTexts {
		if o.text == s {
			return VerifyErrorOf(o.number)
		}
	}
	name := strings.TrimPrefix(strings.TrimPrefix(s, "X509_V_"), "ERR_")
	rest := verifyErrors
	for n := 0; rest != ""; n++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if i := strings.IndexByte(line, '|'); line[:i] == name || line[i+1:] == s {
			return verifyError(n, line), true
		}
	}
	return e, false
}
