// Package prose tells what a text is in which there is neither a certificate nor a
// request: it is about certificates, or near to something that mtlens reads. It decides
// what it is; what to say of that is wording's.
package prose

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/source"
)

// What people paste when they have no certificate: a reason code, the error of a
// client, the text that a tool prints of a certificate, a line of another log. It
// is told what it is, and what to paste instead. It is looked for only where nothing
// else was found.

// Kind is what a text about a certificate is.
type Kind uint8

const (
	None             Kind = iota
	Reason                // a reason code alone
	ProgramLog            // a line of a program's log that says how a verification ended
	Failed                // a line with FAILED: and OpenSSL's reason, as nginx and Apache write it
	Outcome               // a line of an access log that ends in SUCCESS or NONE
	AlertError            // the alert or error of a TLS client
	Server                // a client that does not trust the server's certificate
	Trust                 // a client that does not trust the server's certificate, or a server the client's
	Own                   // a client that cannot use its own certificate or key
	Parse                 // the error of a parser of certificates
	ALBAccess             // a line of ALB's access log
	NLB                   // a line of NLB's TLS log
	OpenSSL               // openssl x509 -text
	OpenSSLLines          // openssl x509 -subject -issuer
	Keytool               // keytool -printcert
	JavaString            // toString of Java's X509Certificate
	PowerShell            // Format-List of an X509Certificate2
	Certutil              // certutil -dump
	Request               // a request without a header about a certificate
	Token                 // a token in three parts, as JWT has
	SSH                   // a public key of SSH
	PGP                   // armor of OpenPGP
	Address               // an address of the web, or of a bucket
	ARN                   // the name of something at AWS
	FileName              // the name of a file
	PeerAlert             // a server's log: the client ended the handshake with an alert about the server's certificate
	EnvoyAccess           // a line of Envoy's access log, as it is by default
	VerifyError           // what openssl verify has against a certificate
	VerifyOK              // that it has nothing
	PeerError             // what openssl s_client has against the server's certificate, or s_server against the client's
	PeerOK                // that it has nothing
	BundleRefused         // AWS does not take a bundle of certificates
	ListRefused           // AWS does not take a revocation list
	FileNotFound          // AWS does not find a bundle or a list in S3
	TooManyEntries        // the lists of a trust store have more entries than the quota
	StoreNotReady         // a trust store is not active
	StoreInUse            // a trust store cannot be deleted
	ListenerSettings      // what AWS describes of a listener or a trust store
	SecretSizes           // kubectl describe of a Secret: sizes, no contents
	HexBytes              // some bytes in hexadecimal: a serial number or a hash
	ACM                   // what AWS Certificate Manager describes of a certificate
	Command               // a command that names the file of a certificate
	Stump                 // the first bytes of a certificate, in base64
	NoReason              // a word as a reason code that AWS does not document
	Elements              // the elements of a structure: openssl asn1parse, dumpasn1, der2ascii
	Printed               // what another program prints of a certificate's fields
)

// Text is such a text.
type Text struct {
	Kind   Kind
	Span   source.Span
	Reason *alb.ReasonInfo // of Reason; of NoReason the one that is spelled most alike
	Line   *family.Line    // of ProgramLog, Failed, Outcome, VerifyError and PeerError
	Depth  int             // of those two: how far above the certificate; -1 if it does not say
	Alert  Alert           // of AlertError
}

// Alert is what an error of a TLS client is about (RFC 8446, section 6.2).
type Alert uint8

const (
	OtherAlert Alert = iota
	AlertBadCertificate
	AlertUnsupportedCertificate
	AlertRevoked
	AlertExpired
	AlertUnknown
	AlertUnknownCA
	AlertRequired
	AlertHandshake // handshake_failure
	AlertReset     // the connection was closed without an alert
)

// textMarks are words by which a kind is known, the most telling first.
var textMarks = [...]struct {
	kind  Kind
	alert Alert
	mark  string
}{
	{AlertError, AlertRequired, "certificate required"},
	{AlertError, AlertRequired, "certificate_required"},
	{AlertError, AlertUnsupportedCertificate, "alert unsupported certificate"},
	{AlertError, AlertUnsupportedCertificate, "unsupported_certificate"},
	{AlertError, AlertRevoked, "alert certificate revoked"},
	{AlertError, AlertRevoked, "certificate_revoked"},
	{AlertError, AlertExpired, "alert certificate expired"},
	{AlertError, AlertExpired, "certificate_expired"},
	{AlertError, AlertUnknownCA, "alert unknown ca"},
	{AlertError, AlertUnknownCA, "unknown certificate authority"},
	{AlertError, AlertUnknownCA, "unknown_ca"},
	{AlertError, AlertUnknown, "alert certificate unknown"},
	{AlertError, AlertUnknown, "certificate_unknown"},
	{AlertError, AlertBadCertificate, "alert bad certificate"},
	{AlertError, AlertBadCertificate, "tls: bad certificate"},
	{AlertError, AlertBadCertificate, "bad_certificate"},
	{AlertError, AlertHandshake, "alert handshake failure"},
	{AlertError, AlertHandshake, "handshake_failure"},
	{AlertError, AlertRequired, "CertificateRequired"},
	{AlertError, AlertRequired, "CERTIFICATE_REQUIRED_ALERT"}, // Firefox
	{AlertError, AlertBadCertificate, "BAD_CERT_ALERT"},
	{AlertError, OtherAlert, "ERR_BAD_SSL_CLIENT_AUTH_CERT"}, // Chrome
	{AlertError, AlertUnsupportedCertificate, "UnsupportedCertificate"},
	{AlertError, AlertRevoked, "CertificateRevoked"},
	{AlertError, AlertExpired, "CertificateExpired"},
	{AlertError, AlertUnknownCA, "UnknownCA"},
	{AlertError, AlertUnknown, "CertificateUnknown"},
	{AlertError, AlertBadCertificate, "BadCertificate"},
	{AlertError, AlertHandshake, "HandshakeFailure"},
	{Server, OtherAlert, "checkServerTrusted"},
	{Server, OtherAlert, "checkServerCerts"},
	{Trust, OtherAlert, "PKIX path building failed"},
	{Trust, OtherAlert, "x509: certificate has expired"},
	{Trust, OtherAlert, "Path does not chain with any of the trust anchors"},
	{Server, OtherAlert, "curl: (60)"},
	{Trust, OtherAlert, "CERTIFICATE_VERIFY_FAILED"},
	{Trust, OtherAlert, "x509: certificate signed by unknown authority"},
	{Trust, OtherAlert, "tls: failed to verify certificate"},
	{Trust, OtherAlert, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"},
	{Trust, OtherAlert, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"},
	{Trust, OtherAlert, "invalid peer certificate"},
	{Trust, OtherAlert, "InvalidCertificate("},
	{Trust, OtherAlert, "RemoteCertificateChainErrors"},
	{Server, OtherAlert, "RemoteCertificateNameMismatch"},
	{Trust, OtherAlert, "certificate verify failed"},
	{Own, OtherAlert, "curl: (58)"},
	{Own, OtherAlert, "private key does not match public key"},
	{Own, OtherAlert, "KEY_VALUES_MISMATCH"},
	{Own, OtherAlert, "key values mismatch"},
	{AlertError, AlertReset, "curl: (35)"},
	{AlertError, AlertReset, "curl: (56)"},
	{AlertError, AlertReset, "SSL_ERROR_SYSCALL"},
	{AlertError, AlertReset, "ECONNRESET"},
	{AlertError, AlertReset, "connection reset by peer"},
	{AlertError, AlertReset, "Connection reset by peer"},
	{AlertError, AlertReset, "socket hang up"},
	{AlertError, AlertReset, "RemoteDisconnected"},
	{AlertError, OtherAlert, "0x80090327"},
	{AlertError, OtherAlert, "0x80090326"},
	{AlertError, OtherAlert, "The SSL connection could not be established"},
	{AlertError, OtherAlert, "SSLHandshakeException"},
	{AlertError, OtherAlert, "tls: "},
	{Parse, OtherAlert, "CertificateException"},
	{Parse, OtherAlert, "x509: malformed"},
	{Parse, OtherAlert, "failed to parse certificate"},
	{Parse, OtherAlert, "PEM_read_bio"},
	{Parse, OtherAlert, "no start line"},
	{OpenSSL, OtherAlert, "Signature Algorithm:"},
	{JavaString, OtherAlert, "Validity: [From:"},
	{OpenSSLLines, OtherAlert, "subject="},
	{Keytool, OtherAlert, "Certificate fingerprints:"},
	{PowerShell, OtherAlert, "Thumbprint"},
	{Certutil, OtherAlert, "X.509 Certificate:"},
	{Certutil, OtherAlert, "CertUtil: -dump"},
	{Elements, OtherAlert, ":d=0  hl="},                     // openssl asn1parse
	{Elements, OtherAlert, ": SEQUENCE {"},                  // dumpasn1
	{Elements, OtherAlert, "OBJECT_IDENTIFIER {"},           // der2ascii
	{Elements, OtherAlert, " elem)"},                        // asn1js of lapo
	{Printed, OtherAlert, "X.509 Certificate Information:"}, // certtool of GnuTLS
	{Printed, OtherAlert, "#<OpenSSL::X509::Certificate"},   // Ruby
	{Printed, OtherAlert, "<Certificate(subject=<Name("},    // Python's cryptography
	{Printed, OtherAlert, "[validFrom_time_t] =>"},          // PHP's openssl_x509_parse
	{Printed, OtherAlert, "cert. version "},                 // mbed TLS
	{Printed, OtherAlert, "X.509v3 TLS Certificate ("},      // step
}

// companions are words that must stand beside the mark of a kind that is a common
// word.
var companions = [...]string{OpenSSL: "Serial Number:", OpenSSLLines: "issuer=", Keytool: "Owner:", JavaString: "SerialNumber:", PowerShell: "Subject", Certutil: "Issuer:", Elements: "SEQUENCE"}

// maxText bounds how much of a paste is looked at: texts about certificates are
// pages.
const maxText = 1 << 18

// Read says what a paste is in which nothing else was found.
func Read(t source.Text) *Text {
	t = t.Slice(0, min(t.Len(), maxText))
	b := bytes.TrimSpace(t.Bytes)
	if r := reasonAlone(b); r != nil {
		return &Text{Kind: Reason, Span: t.All(), Reason: r}
	}
	depth := -1
	for pos := 0; pos < t.Len(); {
		end := pos + bytes.IndexByte(t.Bytes[pos:], '\n')
		if end < pos {
			end = t.Len()
		}
		line := t.Bytes[pos:end]
		if l, ok := family.ReadLine(line); ok {
			return &Text{Kind: ProgramLog, Span: t.Span(pos, end), Line: &l}
		}
		if found := verifyLine(line, &depth); found != nil {
			found.Span = t.Span(pos, end)
			return found
		}
		if peerAlert(line) {
			return &Text{Kind: PeerAlert, Span: t.Span(pos, end)}
		}
		if l, at, ok := failedWord(line); ok {
			return &Text{Kind: Failed, Span: t.Span(pos+at, end), Line: &l}
		}
		if l, at, ok := outcomeWord(line); ok {
			return &Text{Kind: Outcome, Span: t.Span(pos+at, end), Line: &l}
		}
		if k := AccessLine(line); k != None {
			return &Text{Kind: k, Span: t.Span(pos, end)}
		}
		pos = end + 1
	}
	if r, at, end := reasonInside(t.Bytes); r != nil {
		return &Text{Kind: Reason, Span: t.Span(at, end), Reason: r}
	}
	if k, at, end := ofAWS(t.Bytes); k != None {
		return &Text{Kind: k, Span: t.Span(at, end)}
	}
	if at, end := likeReason(t.Bytes); end > 0 {
		return &Text{Kind: NoReason, Span: t.Span(at, end), Reason: nearestReason(string(t.Bytes[at:end]))}
	}
	for i := range textMarks {
		m := &textMarks[i]
		at := bytes.Index(t.Bytes, []byte(m.mark))
		if at < 0 || int(m.kind) < len(companions) && !bytes.Contains(t.Bytes, []byte(companions[m.kind])) {
			continue
		}
		if m.kind == OpenSSLLines && at > 0 && t.Bytes[at-1] != '\n' {
			continue // a member of a program's log
		}
		return &Text{Kind: m.kind, Span: t.Span(at, at+len(m.mark)), Alert: m.alert}
	}
	if k := near(b); k != None {
		return &Text{Kind: k, Span: t.All()}
	}
	return nil
}

// peerAlert tells a line of a server's log, Go's net/http or nginx, that says that the client
// sent an alert about a certificate: the server's.
func peerAlert(line []byte) bool {
	has := func(s string) bool { return bytes.Contains(line, []byte(s)) }
	return (has("TLS handshake error from ") && has("remote error: tls: ") || has("while SSL handshaking, client:") && has("SSL alert number")) &&
		(has("certificate") || has("unknown ca"))
}

// failedWord finds a word of a verification that failed in a line without names: a
// log that the operator laid out.
func failedWord(line []byte) (l family.Line, at int, ok bool) {
	const word = "FAILED:"
	at = bytes.Index(line, []byte(word))
	if at < 0 {
		return l, 0, false
	}
	reason := line[at+len(word):]
	if end := bytes.IndexAny(reason, "\"\r|,;"); end >= 0 {
		reason = reason[:end]
	}
	reason = bytes.TrimSpace(reason[:min(len(reason), 100)])
	for len(reason) > 0 { // other words of the line may follow it
		if e, ok := family.VerifyErrorNamed(string(reason)); ok {
			l.Result, l.Detail = family.Failed, family.Detail{Reason: string(reason), Error: e}
			return l, at, true
		}
		reason = reason[:max(0, bytes.LastIndexByte(reason, ' '))]
	}
	return l, at, false
}

// outcomeWord finds the word of a verification at the end of a line without names that
// speaks of TLS: a log that the operator laid out.
func outcomeWord(line []byte) (l family.Line, at int, ok bool) {
	line = bytes.TrimRight(line, "\r\" ")
	at = bytes.LastIndexAny(line, " \t\"|,;") + 1
	if at == 0 || !bytes.Contains(line[:at], []byte("TLSv1")) {
		return l, 0, false
	}
	switch string(line[at:]) {
	case "NONE":
		l.Result = family.NoCertificate
	case "SUCCESS":
		l.Result = family.Verified
	default:
		return l, 0, false
	}
	return l, at, true
}

// reasonAlone reads a reason code without anything around it but "Failed:".
func reasonAlone(b []byte) *alb.ReasonInfo {
	b = bytes.TrimPrefix(bytes.Trim(b, `"'`), []byte(alb.StatusFailed))
	if len(b) > 64 {
		return nil
	}
	return alb.FrontReasonOf(alb.Reason(b))
}

// reasonInside finds a reason code in a sentence: after Failed:, or by its beginning.
func reasonInside(b []byte) (r *alb.ReasonInfo, at, end int) {
	for _, start := range [...]string{alb.StatusFailed, "ClientCert"} {
		for pos := 0; ; pos = end {
			k := bytes.Index(b[pos:], []byte(start))
			if k < 0 {
				break
			}
			at = pos + k
			end = at + len(start)
			for end < len(b) && (b[end]|0x20 >= 'a' && b[end]|0x20 <= 'z') {
				end++
			}
			if r = reasonAlone(b[at:end]); r != nil {
				return r, at, end
			}
		}
	}
	return nil, 0, 0
}

// AccessLine tells lines of logs that say nothing of the certificate: of AWS's load
// balancers, beside the connection log, and Envoy's default.
//
//	ALB access log: https 2026-04-05T18:31:29.268987Z app/name/id client:port …
//	NLB TLS log:    tls 2.0 2026-04-05T18:31:29 net/name/id …
//	Envoy:          [2026-04-05T18:31:29.268Z] "GET /path HTTP/1.1" 200 - …
func AccessLine(line []byte) Kind {
	word, rest, _ := bytes.Cut(line, []byte(" "))
	switch string(word) {
	case "http", "https", "h2", "grpcs", "ws", "wss":
		if _, rest, ok := bytes.Cut(rest, []byte("Z app/")); ok && len(rest) > 0 {
			return ALBAccess
		}
	case "tls":
		if bytes.Contains(rest[:min(len(rest), 60)], []byte(" net/")) {
			return NLB
		}
	default:
		const start = len("[2026-04-05T18:31:29.268Z]")
		if len(word) == start && word[0] == '[' && word[start-2] == 'Z' && word[start-1] == ']' && word[11] == 'T' && len(rest) > 0 && rest[0] == '"' && bytes.Contains(rest, []byte(` HTTP/`)) {
			return EnvoyAccess
		}
	}
	return None
}
