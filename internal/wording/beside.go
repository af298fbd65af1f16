package wording

import (
	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/words"
)

// besideSentence speaks of what stands beside the certificates.
func (w *Writer) besideSentence(f *judge.Finding) (text, hint string) {
	b := f.About.Beside
	who := ""
	if b.Certificate >= 0 {
		who = words.Quote(w.report.Certificates[b.Certificate].Title)
	}
	agrees := b.Agreement == judge.BesideAgrees
	switch b.Kind {
	case judge.BesideList:
		return w.listed(b, who)
	case judge.BesideLog:
		text = "The connection log in the paste has " + words.Count(b.Count, "connection") + " with " + who + ", by its serial number"
		if b.Code != "" {
			return text + ": " + b.Code + ".", ""
		}
		return text + ", and none of them failed.", ""
	case judge.BesideCANames:
		if agrees {
			return "The server names the issuer of " + who + " among its " + words.Count(b.Count, "CA name") + ": a client that has this certificate would send it.", ""
		}
		return "None of the " + words.Count(b.Count, "CA name") + " that the server sent is the issuer of a certificate in the paste. Many clients then send no certificate at all; openssl sends it all the same.",
			"Give the client the intermediates up to a named CA, or put its issuing CA into the trust store."
	case judge.BesideRequest, judge.BesidePublicKey, judge.BesidePrivateKey:
		what := [...]string{judge.BesideRequest: "certificate request", judge.BesidePublicKey: "public key", judge.BesidePrivateKey: "private key"}[b.Kind]
		if agrees {
			return "The " + what + " belongs to " + who + ": the public keys are the same.", ""
		}
		return "The " + what + " belongs to no certificate in the paste: the public keys differ.", "A client cannot sign with the key of another certificate; the handshake fails."
	case judge.BesideSubject, judge.BesideName:
		return registered(b, who)
	}
	return thumbprint(b, who)
}

// reasons of a revocation (RFC 5280, section 5.3.1).
var reasons = [...]string{"", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation", "certificateHold", "", "", "privilegeWithdrawn", "aACompromise"}

func (w *Writer) listed(b *judge.Beside, who string) (text, hint string) {
	text = "The revocation list in the paste names the serial number of " + who
	if !b.Time.IsZero() {
		text += ", since " + moment.ISO(b.Time)
	}
	if b.Reason > 0 && b.Reason < len(reasons) && reasons[b.Reason] != "" {
		text += ", for " + reasons[b.Reason]
	}
	switch b.Signed {
	case judge.Verified:
		text += ". Its issuer signed the list."
	case judge.Wrong:
		return text + ". The signature of the list does not verify with the issuer in the paste: another key made it, or one of the two was changed.",
			"Where that issuer is the right one and has no other list in the trust store, its certificates are refused with ClientCertCrlProcessingError, as s2n-tls has it."
	default:
		text += ". Whether the issuer signed the list needs the issuer's certificate."
	}
	hint = "Where a listener's trust store has this list, ALB ends the connection with " + string(b.Ends.Code()) + "."
	if judge.IsCA(w.judge.Certificates()[b.Certificate].Certificate) {
		hint = "Where a listener's trust store has this list, and one of every certificate below, ALB ends the connection with " + string(b.Ends.Code()) + "."
	}
	if b.Ends.ID != alb.RuleNotRevoked {
		hint += " " + b.Ends.Sentence()
	}
	return text, hint
}

func registered(b *judge.Beside, who string) (text, hint string) {
	switch {
	case b.Agreement == judge.BesideUnclear:
		return b.Name + " cannot be read as a name.", ""
	case b.Agreement == judge.BesideDiffers && b.Kind == judge.BesideSubject:
		return b.Name + " is the subject of no certificate in the paste.", "The authorization server compares whole names (RFC 8705, section 2.1): register the subject of the certificate as RFC 4514 writes it."
	case b.Agreement == judge.BesideDiffers:
		return b.Name + " is among the alternative names of no certificate in the paste.", ""
	case b.Forward:
		return b.Name + " is the subject of " + who + ", in the order of the certificate.", "RFC 4514 writes the last part of a name first; some servers compare the text."
	case b.Kind == judge.BesideSubject:
		return b.Name + " is the subject of " + who + ".", ""
	}
	return b.Name + " is an alternative name of " + who + ".", ""
}

func thumbprint(b *judge.Beside, who string) (text, hint string) {
	if b.Hidden != 0 {
		hint = "A character that nobody sees, " + words.CodePoint(b.Hidden) + ", stands in the value: a program that compares text finds a difference. Type the first digits by hand."
	}
	switch {
	case b.Wrapped:
		return b.Name + " is base64 of hexadecimal digits, not of the " + b.Hash + " itself.", "RFC 8705 takes base64url of the 32 bytes of the hash."
	case b.Agreement == judge.BesideAgrees:
		return b.Name + " is the " + b.Hash + " of " + who + ".", hint
	}
	return b.Name + " is a " + b.Hash + " of no certificate in the paste.", hint
}
