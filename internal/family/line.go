package family

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/carrier"
)

// Lines of the programs' own logs that say how a verification ended, where no value
// has a name:
//
//	nginx     client SSL certificate verify error: (10:certificate has expired) while …
//	          client sent no required SSL certificate while …
//	Apache    AH02276: Certificate Verification: Error (10): certificate has expired [subject: … / issuer: … / serial: …
//	HAProxy   f7/1: SSL client certificate not trusted
//	Go        http: TLS handshake error from 192.0.2.1:5000: tls: failed to verify certificate: x509: …
//	          … tls: client didn't provide a certificate
//	Java      javax.net.ssl.SSLHandshakeException: Empty client certificate chain
//	          at …CertificateMessage$T13CertificateConsumer.checkClientCerts(CertificateMessage.java:1250)
//	OpenSSL   error:0A0000C7:SSL routines::peer did not return a certificate, which a server alone says
//	stunnel   Certificate accepted at depth=0: DC=example, …
//	          CERT: Pre-verification error: certificate has expired
//	          Rejected by CERT at depth=0: C=DE, …
//	Google    … client_cert_not_provided
//
// and what nginx answers with status 400.

// Line is what such a line says.
type Line struct {
	Family  ID // None if it is a server's, and the line does not tell whose
	Result  Result
	Detail  Detail
	Subject carrier.Range // the client's name in the line; empty if it is not there
	Issuer  carrier.Range
	Serial  carrier.Range
	Writing Writing // of the names
	Answer  bool    // it is no line of a log: the server's answer
}

// lineMarks are what the lines have in them, and what they say. A reason follows where
// reason is set: up to the bracket that closes it, or to the end.
var lineMarks = [...]struct {
	mark    string
	family  ID
	result  Result
	reason  bool
	subject bool // the name follows
	answer  bool // it is no line of a log: the server's answer
}{
	{"client SSL certificate verify error: (", Nginx, Failed, true, false, false},
	{"client sent no required SSL certificate", Nginx, NoCertificate, false, false, false},
	{": Certificate Verification: Error (", Apache, Failed, true, false, false}, // AH02276, AH02039
	{"] Certificate Verification: Error (", Apache, Failed, true, false, false}, // of 2.2
	{"No required SSL certificate was sent", Nginx, NoCertificate, false, false, true},
	{"The SSL certificate error", Nginx, Failed, false, false, true},
	{"Error 403.7 - ", None, NoCertificate, false, false, true}, // IIS; so are the next ones
	{"Error 403.13 - ", None, Failed, false, false, true},
	{"Error 403.16 - ", None, Failed, false, false, true},
	{"Error 403.17 - ", None, Failed, false, false, true},
	{`HTTP/1.1" 495 `, Nginx, Failed, false, false, false}, // statuses that nginx alone has
	{`HTTP/2.0" 495 `, Nginx, Failed, false, false, false},
	{`HTTP/1.1" 496 `, Nginx, NoCertificate, false, false, false},
	{`HTTP/2.0" 496 `, Nginx, NoCertificate, false, false, false},
	{"SSL handshake failure (error:0A000086:", HAProxy, Failed, false, false, false}, // of a server, it is the client's that did not verify
	{"SSL client certificate not trusted", HAProxy, Failed, false, false, false},
	{"SSL client CA chain cannot be verified", HAProxy, Failed, false, false, false},
	{"tls: client didn't provide a certificate", Go, NoCertificate, false, false, false},
	{"TLS handshake error from ", Go, Failed, true, false, false},
	{"Empty client certificate chain", Java, NoCertificate, false, false, false},
	{"checkClientTrusted", Java, Failed, false, false, false},
	{"checkClientCerts", Java, Failed, false, false, false},
	{"peer did not return a certificate", None, NoCertificate, false, false, false},
	{"PEER_DID_NOT_RETURN_A_CERTIFICATE", None, NoCertificate, false, false, false},
	{"tls_process_client_certificate:certificate verify failed", None, Failed, false, false, false},
	{"Certificate accepted at depth=0: ", Stunnel, Verified, false, true, false},
	{"CERT: Pre-verification error: ", Stunnel, Failed, true, false, false},
	{"Rejected by CERT at depth=0: ", Stunnel, Failed, false, true, false},
}

// ReadLine reads such a line. ok is false if it is none.
func ReadLine(line []byte) (l Line, ok bool) {
	for i := range lineMarks {
		m := &lineMarks[i]
		at := bytes.Index(line, []byte(m.mark))
		if at < 0 {
			continue
		}
		l.Family, l.Result, l.Answer = m.family, m.result, m.answer
		rest := at + len(m.mark)
		end := len(bytes.TrimRight(line, "\r\n"))
		switch {
		case m.subject:
			l.Subject, l.Writing = carrier.Range{Start: rest, End: end}, nameOneLine
		case m.family == Go && m.reason:
			_, reason, found := bytes.Cut(line[rest:end], []byte("x509: "))
			if !found {
				continue // an alert, or no TLS
			}
			l.Detail.Reason = string(reason)
		case m.reason:
			l.reason(line[rest:end])
		}
		if m.family == Apache {
			l.fields(line)
		}
		return l, true
	}
	return readGoogleWord(line)
}

// reason reads "10:certificate has expired)", "10): certificate has expired [" or the
// text alone.
func (l *Line) reason(b []byte) {
	n := 0
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	number, isNumber := small(string(b[:n]))
	text := bytes.TrimLeft(b[n:], "): ")
	for i, c := range text {
		if c == ')' || c == '[' {
			text = text[:i]
			break
		}
	}
	l.Detail.Reason = string(bytes.TrimSpace(text))
	if isNumber {
		l.Detail.Error = numbered(number)
		return
	}
	l.Detail.explain(l.Detail.Reason)
}

// fields finds what Apache puts into brackets.
func (l *Line) fields(line []byte) {
	l.Writing = nameUTF8
	for _, f := range [...]struct {
		mark string
		to   *carrier.Range
	}{{"[subject: ", &l.Subject}, {" / issuer: ", &l.Issuer}, {" / serial: ", &l.Serial}} {
		at := bytes.Index(line, []byte(f.mark))
		if at < 0 {
			continue
		}
		start := at + len(f.mark)
		length := bytes.Index(line[start:], []byte(" / "))
		if length < 0 {
			continue
		}
		*f.to = carrier.Range{Start: start, End: start + length}
	}
}
