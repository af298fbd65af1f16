package judge

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

// TextKind is what a text about a certificate is.
type TextKind uint8

const (
	NoText           TextKind = iota
	TextReason                // a reason code alone
	TextProgramLog            // a line of a program's log that says how a verification ended
	TextFailed                // a line with FAILED: and OpenSSL's reason, as nginx and Apache write it
	TextOutcome               // a line of an access log that ends in SUCCESS or NONE
	TextAlert                 // the alert or error of a TLS client
	TextServer                // a client that does not trust the server's certificate
	TextTrust                 // a client that does not trust the server's certificate, or a server the client's
	TextOwn                   // a client that cannot use its own certificate or key
	TextParse                 // the error of a parser of certificates
	TextALBAccess             // a line of ALB's access log
	TextNLB                   // a line of NLB's TLS log
	TextOpenSSL               // openssl x509 -text
	TextOpenSSLLines          // openssl x509 -subject -issuer
	TextKeytool               // keytool -printcert
	TextJavaString            // toString of Java's X509Certificate
	TextPowerShell            // Format-List of an X509Certificate2
	TextCertutil              // certutil -dump
	TextRequest               // a request without a header about a certificate
	TextToken                 // a token in three parts, as JWT has
	TextSSH                   // a public key of SSH
	TextPGP                   // armor of OpenPGP
	TextAddress               // an address of the web, or of a bucket
	TextARN                   // the name of something at AWS
	TextFileName              // the name of a file
	TextPeerAlert             // a server's log: the client ended the handshake with an alert about the server's certificate
	TextEnvoyAccess           // a line of Envoy's access log, as it is by default
)

// Text is such a text.
type Text struct {
	Kind   TextKind
	Span   source.Span
	Reason *alb.ReasonInfo // of TextReason
	Line   *family.Line    // of TextProgramLog, TextFailed and TextOutcome
	Alert  Alert           // of TextAlert
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
	kind  TextKind
	alert Alert
	mark  string
}{
	{TextAlert, AlertRequired, "certificate required"},
	{TextAlert, AlertRequired, "certificate_required"},
	{TextAlert, AlertUnsupportedCertificate, "alert unsupported certificate"},
	{TextAlert, AlertUnsupportedCertificate, "unsupported_certificate"},
	{TextAlert, AlertRevoked, "alert certificate revoked"},
	{TextAlert, AlertRevoked, "certificate_revoked"},
	{TextAlert, AlertExpired, "alert certificate expired"},
	{TextAlert, AlertExpired, "certificate_expired"},
	{TextAlert, AlertUnknownCA, "alert unknown ca"},
	{TextAlert, AlertUnknownCA, "unknown certificate authority"},
	{TextAlert, AlertUnknownCA, "unknown_ca"},
	{TextAlert, AlertUnknown, "alert certificate unknown"},
	{TextAlert, AlertUnknown, "certificate_unknown"},
	{TextAlert, AlertBadCertificate, "alert bad certificate"},
	{TextAlert, AlertBadCertificate, "tls: bad certificate"},
	{TextAlert, AlertBadCertificate, "bad_certificate"},
	{TextAlert, AlertHandshake, "alert handshake failure"},
	{TextAlert, AlertHandshake, "handshake_failure"},
	{TextAlert, AlertRequired, "CertificateRequired"},
	{TextAlert, AlertRequired, "CERTIFICATE_REQUIRED_ALERT"}, // Firefox
	{TextAlert, AlertBadCertificate, "BAD_CERT_ALERT"},
	{TextAlert, OtherAlert, "ERR_BAD_SSL_CLIENT_AUTH_CERT"}, // Chrome
	{TextAlert, AlertUnsupportedCertificate, "UnsupportedCertificate"},
	{TextAlert, AlertRevoked, "CertificateRevoked"},
	{TextAlert, AlertExpired, "CertificateExpired"},
	{TextAlert, AlertUnknownCA, "UnknownCA"},
	{TextAlert, AlertUnknown, "CertificateUnknown"},
	{TextAlert, AlertBadCertificate, "BadCertificate"},
	{TextAlert, AlertHandshake, "HandshakeFailure"},
	{TextServer, OtherAlert, "checkServerTrusted"},
	{TextServer, OtherAlert, "checkServerCerts"},
	{TextTrust, OtherAlert, "PKIX path building failed"},
	{TextTrust, OtherAlert, "x509: certificate has expired"},
	{TextTrust, OtherAlert, "Path does not chain with any of the trust anchors"},
	{TextServer, OtherAlert, "curl: (60)"},
	{TextServer, OtherAlert, "CERTIFICATE_VERIFY_FAILED"},
	{TextServer, OtherAlert, "x509: certificate signed by unknown authority"},
	{TextServer, OtherAlert, "tls: failed to verify certificate"},
	{TextServer, OtherAlert, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"},
	{TextServer, OtherAlert, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"},
	{TextTrust, OtherAlert, "invalid peer certificate"},
	{TextTrust, OtherAlert, "InvalidCertificate("},
	{TextTrust, OtherAlert, "RemoteCertificateChainErrors"},
	{TextServer, OtherAlert, "RemoteCertificateNameMismatch"},
	{TextOwn, OtherAlert, "curl: (58)"},
	{TextOwn, OtherAlert, "private key does not match public key"},
	{TextOwn, OtherAlert, "KEY_VALUES_MISMATCH"},
	{TextOwn, OtherAlert, "key values mismatch"},
	{TextAlert, AlertReset, "curl: (35)"},
	{TextAlert, AlertReset, "curl: (56)"},
	{TextAlert, AlertReset, "SSL_ERROR_SYSCALL"},
	{TextAlert, AlertReset, "ECONNRESET"},
	{TextAlert, AlertReset, "connection reset by peer"},
	{TextAlert, AlertReset, "Connection reset by peer"},
	{TextAlert, AlertReset, "socket hang up"},
	{TextAlert, AlertReset, "RemoteDisconnected"},
	{TextAlert, OtherAlert, "0x80090327"},
	{TextAlert, OtherAlert, "0x80090326"},
	{TextAlert, OtherAlert, "The SSL connection could not be established"},
	{TextAlert, OtherAlert, "SSLHandshakeException"},
	{TextAlert, OtherAlert, "tls: "},
	{TextParse, OtherAlert, "CertificateException"},
	{TextParse, OtherAlert, "x509: malformed"},
	{TextParse, OtherAlert, "failed to parse certificate"},
	{TextParse, OtherAlert, "PEM_read_bio"},
	{TextParse, OtherAlert, "no start line"},
	{TextOpenSSL, OtherAlert, "Signature Algorithm:"},
	{TextJavaString, OtherAlert, "Validity: [From:"},
	{TextOpenSSLLines, OtherAlert, "subject="},
	{TextKeytool, OtherAlert, "Certificate fingerprints:"},
	{TextPowerShell, OtherAlert, "Thumbprint"},
	{TextCertutil, OtherAlert, "X.509 Certificate:"},
	{TextCertutil, OtherAlert, "CertUtil: -dump"},
}

// companions are words that must stand beside the mark of a kind that is a common
// word.
var companions = [...]string{TextOpenSSL: "Serial Number:", TextOpenSSLLines: "issuer=", TextKeytool: "Owner:", TextJavaString: "SerialNumber:", TextPowerShell: "Subject", TextCertutil: "Issuer:"}

// maxText bounds how much of a paste is looked at: texts about certificates are
// pages.
const maxText = 1 << 18

// readText says what a paste is in which nothing else was found.
func readText(t source.Text) *Text {
	t = t.Slice(0, min(t.Len(), maxText))
	b := bytes.TrimSpace(t.Bytes)
	if r := reasonAlone(b); r != nil {
		return &Text{Kind: TextReason, Span: t.All(), Reason: r}
	}
	for pos := 0; pos < t.Len(); {
		end := pos + bytes.IndexByte(t.Bytes[pos:], '\n')
		if end < pos {
			end = t.Len()
		}
		line := t.Bytes[pos:end]
		if l, ok := family.ReadLine(line); ok {
			return &Text{Kind: TextProgramLog, Span: t.Span(pos, end), Line: &l}
		}
		if peerAlert(line) {
			return &Text{Kind: TextPeerAlert, Span: t.Span(pos, end)}
		}
		if l, at, ok := failedWord(line); ok {
			return &Text{Kind: TextFailed, Span: t.Span(pos+at, end), Line: &l}
		}
		if l, at, ok := outcomeWord(line); ok {
			return &Text{Kind: TextOutcome, Span: t.Span(pos+at, end), Line: &l}
		}
		if k := accessLine(line); k != NoText {
			return &Text{Kind: k, Span: t.Span(pos, end)}
		}
		pos = end + 1
	}
	if r, at, end := reasonInside(t.Bytes); r != nil {
		return &Text{Kind: TextReason, Span: t.Span(at, end), Reason: r}
	}
	for i := range textMarks {
		m := &textMarks[i]
		at := bytes.Index(t.Bytes, []byte(m.mark))
		if at < 0 || int(m.kind) < len(companions) && !bytes.Contains(t.Bytes, []byte(companions[m.kind])) {
			continue
		}
		if m.kind == TextOpenSSLLines && at > 0 && t.Bytes[at-1] != '\n' {
			continue // a member of a program's log
		}
		return &Text{Kind: m.kind, Span: t.Span(at, at+len(m.mark)), Alert: m.alert}
	}
	if k := nearText(b); k != NoText {
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

// accessLine tells lines of logs that say nothing of the certificate: of AWS's load
// balancers, beside the connection log, and Envoy's default.
//
//	ALB access log: https 2026-04-05T18:31:29.268987Z app/name/id client:port …
//	NLB TLS log:    tls 2.0 2026-04-05T18:31:29 net/name/id …
//	Envoy:          [2026-04-05T18:31:29.268Z] "GET /path HTTP/1.1" 200 - …
func accessLine(line []byte) TextKind {
	word, rest, _ := bytes.Cut(line, []byte(" "))
	switch string(word) {
	case "http", "https", "h2", "grpcs", "ws", "wss":
		if _, rest, ok := bytes.Cut(rest, []byte("Z app/")); ok && len(rest) > 0 {
			return TextALBAccess
		}
	case "tls":
		if bytes.Contains(rest[:min(len(rest), 60)], []byte(" net/")) {
			return TextNLB
		}
	default:
		const start = len("[2026-04-05T18:31:29.268Z]")
		if len(word) == start && word[0] == '[' && word[start-2] == 'Z' && word[start-1] == ']' && word[11] == 'T' && len(rest) > 0 && rest[0] == '"' && bytes.Contains(rest, []byte(` HTTP/`)) {
			return TextEnvoyAccess
		}
	}
	return NoText
}
