package wording

import (
	"strings"

	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/words"
)

// aboutText says what a text is that is about a certificate and holds none, what it
// says, and what to paste instead.
func aboutText(t *judge.Text) []report.Run {
	code := func(s string) report.Run { return report.Run{Text: s, Style: report.Code} }
	plain := func(s string) report.Run { return report.Run{Text: s} }
	switch t.Kind {
	case judge.TextReason:
		text := []report.Run{code(string(t.Reason.Code)), plain(": " + t.Reason.Description + ".")}
		if len(t.Reason.Causes) > 0 {
			text = append(text, plain(words.Plural(len(t.Reason.Causes), " Usual cause: ", " Usual causes: ")+strings.Join(t.Reason.Causes, " ")))
		}
		return append(text, plain(" "+t.Reason.Todo+" Paste the line of the connection log to see which client it was."))
	case judge.TextProgramLog:
		return programLine(t.Line)
	case judge.TextFailed:
		text := "A line that says, in the words of nginx and Apache, that the client's certificate did not verify: " + t.Line.Detail.Error.Text + " (" + t.Line.Detail.Error.Name + ")."
		if t.Line.Detail.Error.Explain != "" {
			text += " " + t.Line.Detail.Error.Explain
		}
		return []report.Run{plain(text + " Paste the certificate to see more.")}
	case judge.TextOutcome:
		word, meaning := "SUCCESS", "The client's certificate verified."
		if t.Line.Result == family.NoCertificate {
			word, meaning = "NONE", "No client certificate was presented."
		}
		return []report.Run{plain("A line of an access log, laid out by its operator. If its last word, "), code(word), plain(", is the outcome of the verification, as nginx and Apache write it: " + meaning + " Paste the format of the log beside it, or the request.")}
	case judge.TextAlert:
		whose := "The error of a TLS client. "
		if t.Alert == judge.AlertReset {
			whose = "The error of a client. "
		}
		return []report.Run{plain(whose + alertWords[t.Alert] + " Why an ALB refused it stands in its connection log, in "), code("tls_verify_status"), plain(": paste that line, or the client's certificate.")}
	case judge.TextServer:
		return []report.Run{plain("The error of a TLS client that does not trust the server's certificate. It is not about the client's own: the client ended the handshake itself. In ALB's connection log such a connection is reported to be "), code("Failed:UnmappedConnectionError"), plain(". Give the client the authority that issued the server's certificate.")}
	case judge.TextTrust:
		return []report.Run{plain("The error of a TLS client that does not trust the server's certificate, or of a server that does not trust the client's: the text does not say which. A client's is not about its own certificate; in ALB's connection log it is reported to be "), code("Failed:UnmappedConnectionError"), plain(". A server's is: paste the client's certificate, or more of the log.")}
	case judge.TextOwn:
		return []report.Run{plain("The error of a TLS client that cannot use its own certificate or key: the files do not belong together, the password is wrong, or the form is another. No server saw them. Paste the certificate to see what is in it.")}
	case judge.TextParse:
		return []report.Run{plain("The error of a program that could not read a certificate. What it was given is not in the paste: paste the header or the file itself, and mtlens says what is wrong with it.")}
	case judge.TextALBAccess:
		return []report.Run{plain("A line of ALB's access log. It has no field about the client's certificate; its "), code("TID_"), plain(" leads to the line of the connection log, which has. Paste that line.")}
	case judge.TextNLB:
		return []report.Run{plain("A line of a Network Load Balancer's TLS log. It says nothing of the client's certificate.")}
	case judge.TextPeerAlert:
		return []report.Run{plain("A line of a server's log: the client ended the handshake with an alert about the server's certificate. It is not about the client's own. The alert says what the client holds against it: an authority that it does not know, a date, or another fault.")}
	case judge.TextEnvoyAccess:
		return []report.Run{plain("A line of Envoy's access log. By default it has no field about the client's certificate: "), code("%DOWNSTREAM_PEER_SUBJECT%"), plain(" and "), code("%DOWNSTREAM_TRANSPORT_FAILURE_REASON%"), plain(" have to be in its format. Paste the request, with "), code("x-forwarded-client-cert"), plain(".")}
	case judge.TextOpenSSLLines:
		return []report.Run{plain("Lines about a certificate, as openssl prints them; of s_client they are about the server's. The certificate itself is not in them. Paste the PEM block: "), code("openssl x509 -in client.pem"), plain(".")}
	case judge.TextOpenSSL:
		return []report.Run{plain("Text about a certificate, as openssl x509 -text prints it. The certificate itself is not in it. Paste the PEM block: "), code("openssl x509 -in client.pem"), plain(".")}
	case judge.TextKeytool:
		return []report.Run{plain("Text about a certificate, as keytool prints it. The certificate itself is not in it. Paste what this prints: "), code("keytool -list -rfc -keystore …"), plain(".")}
	case judge.TextJavaString:
		return []report.Run{plain("Text about a certificate, as Java prints it. The certificate itself is not in it. Paste what this prints: "), code("Base64.getEncoder().encodeToString(certificate.getEncoded())"), plain(".")}
	case judge.TextPowerShell:
		return []report.Run{plain("Text about a certificate, as PowerShell prints it. The certificate itself is not in it. Paste what this prints: "), code("[Convert]::ToBase64String($cert.RawData)"), plain(".")}
	case judge.TextCertutil:
		return []report.Run{plain("Text about a certificate, as certutil prints it. The certificate itself is not in it. Paste the file, or what this writes: "), code("certutil -encode client.cer client.pem"), plain(".")}
	case judge.TextRequest:
		return []report.Run{plain("A request that has no header about a client certificate. Those of an ALB begin with "), code("X-Amzn-Mtls-"), plain(", unless they were renamed: paste the request as the application got it.")}
	case judge.TextToken:
		return []report.Run{plain("A token in three parts, as JWT has, without a certificate in it. mtlens reads certificates: paste the header that the proxy wrote, or the certificate.")}
	case judge.TextSSH:
		return []report.Run{plain("A public key of SSH. TLS knows no such keys: paste the certificate that the client presents.")}
	case judge.TextPGP:
		return []report.Run{plain("Armor of OpenPGP. TLS knows no such keys: paste the certificate that the client presents.")}
	case judge.TextAddress:
		return []report.Run{plain("An address. mtlens fetches nothing: paste what is there, or give the file.")}
	case judge.TextARN:
		return []report.Run{plain("The name of something at AWS. mtlens asks AWS for nothing: paste the certificates of the trust store, or give its file.")}
	case judge.TextFileName:
		return []report.Run{plain("The name of a file, and not what is in it: give the file itself.")}
	}
	return nil
}

// programLine words a line of a program's log that says how a verification ended.
func programLine(l *family.Line) []report.Run {
	who := "a server"
	if f := family.Of(l.Family); f != nil {
		who = f.Within()
	}
	of := "A line of " + who + "'s log"
	if l.Answer {
		of = "An answer of " + who
	}
	switch l.Result {
	case family.Verified:
		return []report.Run{{Text: of + ": the client's certificate verified. Paste the request, or the certificate, to see more."}}
	case family.NoCertificate:
		return []report.Run{{Text: of + ": the client sent no certificate."}}
	}
	text := of + ": the client's certificate did not verify"
	if e := l.Detail.Error; e.Number > 0 {
		text += ", " + e.Text + " (" + e.Name + ")"
		if e.Explain != "" {
			text += ". " + e.Explain
			return []report.Run{{Text: text + " Paste the certificate to see more."}}
		}
	} else if l.Detail.Reason != "" {
		text += ": " + l.Detail.Reason
	}
	return []report.Run{{Text: text + ". Paste the certificate to see more."}}
}

// alertWords say what an alert means (RFC 8446, section 6.2).
var alertWords = [...]string{
	judge.OtherAlert:                  "The handshake failed.",
	judge.AlertBadCertificate:         "bad_certificate: the server could not read the client's certificate, its signature does not verify, or the server says no more than that it refused it.",
	judge.AlertUnsupportedCertificate: "unsupported_certificate: the certificate is of a kind that the server does not take.",
	judge.AlertRevoked:                "certificate_revoked: the certificate is on a revocation list of the server's.",
	judge.AlertExpired:                "certificate_expired: the certificate has ended, or has not begun.",
	judge.AlertUnknown:                "certificate_unknown: the server refused the certificate and does not say why.",
	judge.AlertUnknownCA:              "unknown_ca: the server knows no authority that the certificate leads to.",
	judge.AlertRequired:               "certificate_required: the server asks for a certificate, and the client sent none.",
	judge.AlertHandshake:              "handshake_failure: no protocol, cipher or signature that both take, or no certificate where one is required.",
	judge.AlertReset:                  "The server closed the connection, and sent no alert that says why.",
}
