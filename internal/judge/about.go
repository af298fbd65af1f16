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
	NoText         TextKind = iota
	TextReason              // a reason code alone
	TextProgramLog          // a line of a program's log that says how a verification ended
	TextFailed              // a line with FAILED: and OpenSSL's reason, as nginx and Apache write it
	TextAlert               // the alert or error of a TLS client
	TextParse               // the error of a parser of certificates
	TextALBAccess           // a line of ALB's access log
	TextNLB                 // a line of NLB's TLS log
	TextOpenSSL             // openssl x509 -text
	TextKeytool             // keytool -printcert
	TextPowerShell          // Format-List of an X509Certificate2
	TextCertutil            // certutil -dump
)

// Text is such a text.
type Text struct {
	Kind   TextKind
	Span   source.Span
	Reason *alb.ReasonInfo // of TextReason
	Line   *family.Line    // of TextProgramLog
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
	{TextAlert, AlertReset, "curl: (35)"},
	{TextAlert, AlertReset, "curl: (56)"},
	{TextAlert, AlertReset, "SSL_ERROR_SYSCALL"},
	{TextAlert, OtherAlert, "SSLHandshakeException"},
	{TextAlert, OtherAlert, "tls: "},
	{TextParse, OtherAlert, "CertificateException"},
	{TextParse, OtherAlert, "x509: malformed"},
	{TextParse, OtherAlert, "failed to parse certificate"},
	{TextParse, OtherAlert, "PEM_read_bio"},
	{TextParse, OtherAlert, "no start line"},
	{TextOpenSSL, OtherAlert, "Signature Algorithm:"},
	{TextKeytool, OtherAlert, "Certificate fingerprints:"},
	{TextPowerShell, OtherAlert, "Thumbprint"},
	{TextCertutil, OtherAlert, "X.509 Certificate:"},
	{TextCertutil, OtherAlert, "CertUtil: -dump"},
}

// companions are words that must stand beside the mark of a kind that is a common
// word.
var companions = [...]string{TextOpenSSL: "Serial Number:", TextKeytool: "Owner:", TextPowerShell: "Subject", TextCertutil: "Issuer:"}

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
		if l, at, ok := failedWord(line); ok {
			return &Text{Kind: TextFailed, Span: t.Span(pos+at, end), Line: &l}
		}
		if k := accessLine(line); k != NoText {
			return &Text{Kind: k, Span: t.Span(pos, end)}
		}
		pos = end + 1
	}
	for i := range textMarks {
		m := &textMarks[i]
		at := bytes.Index(t.Bytes, []byte(m.mark))
		if at < 0 || int(m.kind) < len(companions) && !bytes.Contains(t.Bytes, []byte(companions[m.kind])) {
			continue
		}
		return &Text{Kind: m.kind, Span: t.Span(at, at+len(m.mark)), Alert: m.alert}
	}
	return nil
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

// reasonAlone reads a reason code without anything around it but "Failed:".
func reasonAlone(b []byte) *alb.ReasonInfo {
	b = bytes.TrimPrefix(bytes.Trim(b, `"'`), []byte(alb.StatusFailed))
	if len(b) > 64 {
		return nil
	}
	return alb.FrontReasonOf(alb.Reason(b))
}

// accessLine tells lines of the logs of AWS's load balancers that are not the
// connection log: they begin with the protocol and the time.
//
//	ALB access log: https 2026-04-05T18:31:29.268987Z app/name/id client:port …
//	NLB TLS log:    tls 2.0 2026-04-05T18:31:29 net/name/id …
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
	}
	return NoText
}
