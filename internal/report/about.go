package report

import (
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/words"
)

// aboutText says what a text is that is about a certificate and holds none, what it
// says, and what to paste instead.
func aboutText(t *judge.Text) []Run {
	code := func(s string) Run { return Run{s, Code} }
	plain := func(s string) Run { return Run{Text: s} }
	switch t.Kind {
	case judge.TextReason:
		text := []Run{code(string(t.Reason.Code)), plain(": " + t.Reason.Description + ".")}
		if len(t.Reason.Causes) > 0 {
			text = append(text, plain(" Usual causes: "+words.And(t.Reason.Causes)))
		}
		return append(text, plain(" "+t.Reason.Todo+" Paste the line of the connection log to see which client it was."))
	case judge.TextProgramLog:
		return programLine(t.Line)
	case judge.TextFailed:
		text := "A line that says, in the words of nginx and Apache, that the client's certificate did not verify: " + t.Line.Detail.Error.Text + " (" + t.Line.Detail.Error.Name + ")."
		if t.Line.Detail.Error.Explain != "" {
			text += " " + t.Line.Detail.Error.Explain
		}
		return []Run{plain(text + " Paste the certificate to see more.")}
	case judge.TextAlert:
		return []Run{plain("The error of a TLS client. " + alertWords[t.Alert] + " Why an ALB refused it stands in its connection log, in "), code("tls_verify_status"), plain(": paste that line, or the client's certificate.")}
	case judge.TextParse:
		return []Run{plain("The error of a program that could not read a certificate. What it was given is not in the paste: paste the header or the file itself, and mtlens says what is wrong with it.")}
	case judge.TextALBAccess:
		return []Run{plain("A line of ALB's access log. It has no field about the client's certificate; its "), code("TID_"), plain(" leads to the line of the connection log, which has. Paste that line.")}
	case judge.TextNLB:
		return []Run{plain("A line of a Network Load Balancer's TLS log. It says nothing of the client's certificate.")}
	case judge.TextOpenSSL:
		return []Run{plain("Text about a certificate, as openssl x509 -text prints it. The certificate itself is not in it. Paste the PEM block: "), code("openssl x509 -in client.pem"), plain(".")}
	case judge.TextKeytool:
		return []Run{plain("Text about a certificate, as keytool prints it. The certificate itself is not in it. Paste what this prints: "), code("keytool -list -rfc -keystore …"), plain(".")}
	case judge.TextPowerShell:
		return []Run{plain("Text about a certificate, as PowerShell prints it. The certificate itself is not in it. Paste what this prints: "), code("[Convert]::ToBase64String($cert.RawData)"), plain(".")}
	case judge.TextCertutil:
		return []Run{plain("Text about a certificate, as certutil prints it. The certificate itself is not in it. Paste the file, or what this writes: "), code("certutil -encode client.cer client.pem"), plain(".")}
	}
	return nil
}

// programLine words a line of a program's log that says how a verification ended.
func programLine(l *family.Line) []Run {
	title := family.Of(l.Family).Title
	switch l.Result {
	case family.Verified:
		return []Run{{Text: "A line of " + title + "'s log: the client's certificate verified. Paste the request, or the certificate, to see more."}}
	case family.NoCertificate:
		return []Run{{Text: "A line of " + title + "'s log: the client sent no certificate."}}
	}
	text := "A line of " + title + "'s log: the client's certificate did not verify"
	if e := l.Detail.Error; e.Number > 0 {
		text += ", " + e.Text + " (" + e.Name + ")"
		if e.Explain != "" {
			text += ". " + e.Explain
			return []Run{{Text: text + " Paste the certificate to see more."}}
		}
	} else if l.Detail.Reason != "" {
		text += ": " + l.Detail.Reason
	}
	return []Run{{Text: text + ". Paste the certificate to see more."}}
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
