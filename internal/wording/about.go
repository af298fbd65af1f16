package wording

import (
	"strings"

	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/prose"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/words"
)

// aboutText says what a text is that is about a certificate and holds none, what it
// says, and what to paste instead.
func aboutText(t *prose.Text) []report.Run {
	code := func(s string) report.Run { return report.Run{Text: s, Style: report.Code} }
	plain := func(s string) report.Run { return report.Run{Text: s} }
	switch t.Kind {
	case prose.Reason:
		text := []report.Run{code(string(t.Reason.Code)), plain(": " + t.Reason.Description + ".")}
		if len(t.Reason.Causes) > 0 {
			text = append(text, plain(words.Plural(len(t.Reason.Causes), " Usual cause: ", " Usual causes: ")+strings.Join(t.Reason.Causes, " ")))
		}
		return append(text, plain(" "+t.Reason.Todo+" Paste the line of the connection log to see which client it was."))
	case prose.ProgramLog:
		return programLine(t.Line)
	case prose.Failed:
		text := "A line that says, in the words of nginx and Apache, that the client's certificate did not verify: " + t.Line.Detail.Error.Text + " (" + t.Line.Detail.Error.Name + ")."
		if t.Line.Detail.Error.Explain != "" {
			text += " " + t.Line.Detail.Error.Explain
		}
		return []report.Run{plain(text + " Paste the certificate to see more.")}
	case prose.Outcome:
		word, meaning := "SUCCESS", "The client's certificate verified."
		if t.Line.Result == family.NoCertificate {
			word, meaning = "NONE", "No client certificate was presented."
		}
		return []report.Run{plain("A line of an access log, laid out by its operator. If its last word, "), code(word), plain(", is the outcome of the verification, as nginx and Apache write it: " + meaning + " Paste the format of the log beside it, or the request.")}
	case prose.AlertError:
		whose := "The error of a TLS client. "
		if t.Alert == prose.AlertReset {
			whose = "The error of a client. "
		}
		return []report.Run{plain(whose + alertWords[t.Alert] + " Why an ALB refused it stands in its connection log, in "), code("tls_verify_status"), plain(": paste that line, or the client's certificate.")}
	case prose.Server:
		return []report.Run{plain("The error of a TLS client that does not trust the server's certificate. It is not about the client's own: the client ended the handshake itself. In ALB's connection log such a connection is reported to be "), code("Failed:UnmappedConnectionError"), plain(". Give the client the authority that issued the server's certificate.")}
	case prose.Trust:
		return []report.Run{plain("The error of a TLS client that does not trust the server's certificate, or of a server that does not trust the client's: the text does not say which. A client's is not about its own certificate; in ALB's connection log it is reported to be "), code("Failed:UnmappedConnectionError"), plain(". A server's is: paste the client's certificate, or more of the log.")}
	case prose.Own:
		return []report.Run{plain("The error of a TLS client that cannot use its own certificate or key: the files do not belong together, the password is wrong, or the form is another. No server saw them. Paste the certificate to see what is in it.")}
	case prose.Parse:
		return []report.Run{plain("The error of a program that could not read a certificate. What it was given is not in the paste: paste the header or the file itself, and mtlens says what is wrong with it.")}
	case prose.ALBAccess:
		return []report.Run{plain("A line of ALB's access log. It has no field about the client's certificate; its "), code("TID_"), plain(" leads to the line of the connection log, which has. Paste that line.")}
	case prose.NLB:
		return []report.Run{plain("A line of a Network Load Balancer's TLS log. It says nothing of the client's certificate.")}
	case prose.PeerAlert:
		return []report.Run{plain("A line of a server's log: the client ended the handshake with an alert about the server's certificate. It is not about the client's own. The alert says what the client holds against it: an authority that it does not know, a date, or another fault.")}
	case prose.VerifyError:
		return []report.Run{plain("openssl verify does not accept a certificate: " + against(t) + " It takes intermediates from -untrusted alone, and asks whether a client may use it with -purpose alone: "), code("openssl verify -CAfile roots.pem -untrusted chain.pem -purpose sslclient client.pem"), plain(". Paste the certificates to see more.")}
	case prose.VerifyOK:
		return []report.Run{plain("openssl verify has nothing against the certificate in this file, with the authorities that it was given or that the system has. Whether a client may use it, it asks with "), code("-purpose sslclient"), plain(" alone. Paste the file to see more.")}
	case prose.PeerError:
		return []report.Run{plain("The openssl command has something against the certificate of the other side: " + against(t) + " For s_client that is the server's, and says nothing of the client's; for s_server it is the client's. Both go on with the handshake all the same, unless "), code("-verify_return_error"), plain(" is given.")}
	case prose.PeerOK:
		return []report.Run{plain("The openssl command has nothing against the certificate of the other side, or there was none: for s_client that is the server's. It says nothing of the client's own.")}
	case prose.EnvoyAccess:
		return []report.Run{plain("A line of an access log, in the layout that Envoy's has by default. It has no field about the client's certificate: "), code("%DOWNSTREAM_PEER_SUBJECT%"), plain(" and "), code("%DOWNSTREAM_TRANSPORT_FAILURE_REASON%"), plain(" have to be in Envoy's format. Paste the request, with "), code("x-forwarded-client-cert"), plain(".")}
	case prose.OpenSSLLines:
		return []report.Run{plain("Lines about a certificate, as openssl prints them; of s_client they are about the server's. The certificate itself is not in them. Paste the PEM block: "), code("openssl x509 -in client.pem"), plain(".")}
	case prose.OpenSSL:
		return []report.Run{plain("Text about a certificate, as openssl x509 -text prints it. The certificate itself is not in it. Paste the PEM block: "), code("openssl x509 -in client.pem"), plain(".")}
	case prose.Keytool:
		return []report.Run{plain("Text about a certificate, as keytool prints it. The certificate itself is not in it. Paste what this prints: "), code("keytool -list -rfc -keystore …"), plain(".")}
	case prose.JavaString:
		return []report.Run{plain("Text about a certificate, as Java prints it. The certificate itself is not in it. Paste what this prints: "), code("Base64.getEncoder().encodeToString(certificate.getEncoded())"), plain(".")}
	case prose.PowerShell:
		return []report.Run{plain("Text about a certificate, as PowerShell prints it. The certificate itself is not in it. Paste what this prints: "), code("[Convert]::ToBase64String($cert.RawData)"), plain(".")}
	case prose.Certutil:
		return []report.Run{plain("Text about a certificate, as certutil prints it. The certificate itself is not in it. Paste the file, or what this writes: "), code("certutil -encode client.cer client.pem"), plain(".")}
	case prose.Elements:
		return []report.Run{plain("The elements of a structure, as openssl asn1parse, dumpasn1 and their like print them. They are not put together again here. Paste what they were printed of: the PEM block, or what this prints: "), code("openssl base64 -in client.der"), plain(".")}
	case prose.Printed:
		return []report.Run{plain("Text about a certificate, as a program prints its fields. The certificate itself is not in it. Paste the PEM block: "), code("openssl x509 -in client.pem"), plain(".")}
	case prose.BundleRefused:
		return []report.Run{plain("AWS does not take the bundle of certificates. The error does not say which of its rules is broken. Paste the bundle: mtlens says which of AWS's rules it breaks, and offers it cleaned.")}
	case prose.ListRefused:
		return []report.Run{plain("AWS does not take the revocation list. The error does not say which of its rules is broken. Paste the list, or give its file: mtlens says which of AWS's rules it breaks.")}
	case prose.FileNotFound:
		return []report.Run{plain("AWS does not find the file in S3: compare bucket, key and version, and whether who asks may read it. mtlens fetches nothing: paste what is in the file to see whether AWS would take it.")}
	case prose.TooManyEntries:
		return []report.Run{plain("The revocation lists of the trust store have more entries than its quota. Paste a list to see how many it has, and which of them have expired.")}
	case prose.StoreNotReady:
		return []report.Run{plain("The trust store is not active: a listener can have it once its status is "), code("ACTIVE"), plain(".")}
	case prose.StoreInUse:
		return []report.Run{plain("A listener has the trust store still, so it cannot be deleted.")}
	case prose.ListenerSettings:
		return []report.Run{plain("What AWS says of a listener or a trust store: settings, and no request. Which certificates are in the trust store it does not say here: paste the bundle, or what "), code("aws elbv2 get-trust-store-ca-certificates-bundle"), plain(" leads to.")}
	case prose.SecretSizes:
		return []report.Run{plain("What kubectl describe says of a Secret: how long its values are, and not what they are. Paste what this prints, which is the certificate without its key: "), code(`kubectl get secret NAME -o jsonpath='{.data.tls\.crt}'`), plain(".")}
	case prose.HexBytes:
		return []report.Run{plain("Some bytes in hexadecimal, as serial numbers and hashes are written. Paste the certificate to see its serial number and hashes.")}
	case prose.ACM:
		return []report.Run{plain("What AWS Certificate Manager says of a certificate. The certificate itself is not in it. Paste what this prints: "), code("aws acm get-certificate"), plain(".")}
	case prose.Command:
		return []report.Run{plain("A command that names the file of a certificate, and not what is in it: give the file itself, or paste what the command prints.")}
	case prose.Stump:
		return []report.Run{plain("The first bytes of a certificate in base64. They have no name yet: paste all of it.")}
	case prose.NoReason:
		return []report.Run{plain("AWS documents no reason code of this name. The one that is spelled most alike is "), code(string(t.Reason.Code)), plain(": " + t.Reason.Description + ".")}
	case prose.Request:
		return []report.Run{plain("A request that has no header about a client certificate. Those of an ALB begin with "), code("X-Amzn-Mtls-"), plain(", unless they were renamed: paste the request as the application got it.")}
	case prose.Token:
		return []report.Run{plain("A token in three parts, as JWT has, without a certificate in it. mtlens reads certificates: paste the header that the proxy wrote, or the certificate.")}
	case prose.SSH:
		return []report.Run{plain("A public key of SSH. TLS knows no such keys: paste the certificate that the client presents.")}
	case prose.PGP:
		return []report.Run{plain("Armor of OpenPGP. TLS knows no such keys: paste the certificate that the client presents.")}
	case prose.Address:
		return []report.Run{plain("An address. mtlens fetches nothing: paste what is there, or give the file.")}
	case prose.ARN:
		return []report.Run{plain("The name of something at AWS. mtlens asks AWS for nothing: paste the certificates of the trust store, or give its file.")}
	case prose.FileName:
		return []report.Run{plain("The name of a file, and not what is in it: give the file itself.")}
	}
	return nil
}

// against says what OpenSSL has against a certificate, and what that means.
func against(t *prose.Text) string {
	e := &t.Line.Detail.Error
	text := "error " + words.Number(e.Number)
	if e.Name == "" {
		text = t.Line.Detail.Reason
	} else {
		reason := e.Text
		if reason == "" {
			reason = t.Line.Detail.Reason
		}
		text += ", " + reason + " (" + e.Name + ")"
	}
	switch t.Depth {
	case -1:
	case 0:
		text += ", at depth 0: of the certificate itself"
	case 1:
		text += ", at depth 1: of its issuer"
	default:
		text += ", at depth " + words.Number(t.Depth) + ": of an issuer further up"
	}
	text += "."
	if e.Explain != "" {
		text += " Where a proxy says so, it means: " + e.Explain
	}
	return text
}

// aboutSettings says what the settings of a proxy are that stand alone.
func aboutSettings(settings []family.Setting) []report.Run {
	const most = 6
	text := []report.Run{{Text: "Settings of a proxy, and no request. "}}
	for i, s := range settings[:min(most, len(settings))] {
		if i > 0 {
			text = append(text, report.Run{Text: " "})
		}
		meaning := s.Entry.Header().Kind.Meaning()
		text = append(text, report.Run{Text: s.To, Style: report.Code}, report.Run{Text: ": " + strings.ToLower(meaning[:1]) + meaning[1:]})
	}
	if len(settings) > most {
		text = append(text, report.Run{Text: " And " + words.Count(len(settings)-most, "header") + " more."})
	}
	return append(text, report.Run{Text: " Paste a request beside them: its headers are read by these names."})
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
	prose.OtherAlert:                  "The handshake failed.",
	prose.AlertBadCertificate:         "bad_certificate: the server could not read the client's certificate, its signature does not verify, or the server says no more than that it refused it.",
	prose.AlertUnsupportedCertificate: "unsupported_certificate: the certificate is of a kind that the server does not take.",
	prose.AlertRevoked:                "certificate_revoked: the certificate is on a revocation list of the server's.",
	prose.AlertExpired:                "certificate_expired: the certificate has ended, or has not begun.",
	prose.AlertUnknown:                "certificate_unknown: the server refused the certificate and does not say why.",
	prose.AlertUnknownCA:              "unknown_ca: the server knows no authority that the certificate leads to.",
	prose.AlertRequired:               "certificate_required: the server asks for a certificate, and the client sent none.",
	prose.AlertHandshake:              "handshake_failure: no protocol, cipher or signature that both take, or no certificate where one is required.",
	prose.AlertReset:                  "The server closed the connection, and sent no alert that says why.",
}
