package report

import (
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/oid"
)

// otherLabels are what people call the kinds of otherName.
var otherLabels = [...]struct {
	id    oid.OID
	label string
}{
	{oid.UPN, "User principal name"},
	{oid.XMPPAddr, "XMPP address"},                // RFC 6120
	{oid.SRVName, "Service name"},                 // RFC 4985
	{oid.NAIRealm, "Network access realm"},        // RFC 7585
	{oid.SmtpUTF8Mailbox, "E-mail"},               // RFC 9598
	{oid.KerberosPrincipal, "Kerberos principal"}, // RFC 4556
	{oid.DomainControllerGUID, "Domain controller"},
	{oid.ObjectSID, "Security identifier"},
}

// nameOrDots is the long name of an identifier, or its dotted form.
func nameOrDots(id oid.OID) string {
	if s := oid.Describe(id); s != "" {
		return s
	}
	return id.String()
}

// weakHash is the signature's hash if collisions for it have been made.
func weakHash(a *certinfo.Algorithm) string {
	switch h := a.Hash(); h {
	case "SHA-1", "MD5", "MD4", "MD2":
		return h
	}
	return ""
}
