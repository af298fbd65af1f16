package report

import (
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/oid"
)

// Object identifiers that are presented in a way of their own.
const (
	idCommonName         oid.OID = "\x55\x04\x03"                             // 2.5.4.3
	idOrganization       oid.OID = "\x55\x04\x0A"                             // 2.5.4.10
	idOrganizationalUnit oid.OID = "\x55\x04\x0B"                             // 2.5.4.11
	idSubjectAltName     oid.OID = "\x55\x1D\x11"                             // 2.5.29.17
	idBasicConstraints   oid.OID = "\x55\x1D\x13"                             // 2.5.29.19
	idMGF1               oid.OID = "\x2A\x86\x48\x86\xF7\x0D\x01\x01\x08"     // 1.2.840.113549.1.1.8
	idCPS                oid.OID = "\x2B\x06\x01\x05\x05\x07\x02\x01"         // 1.3.6.1.5.5.7.2.1
	idUserNotice         oid.OID = "\x2B\x06\x01\x05\x05\x07\x02\x02"         // 1.3.6.1.5.5.7.2.2
	idSmtpUTF8Mailbox    oid.OID = "\x2B\x06\x01\x05\x05\x07\x08\x09"         // 1.3.6.1.5.5.7.8.9
	idUPN                oid.OID = "\x2B\x06\x01\x04\x01\x82\x37\x14\x02\x03" // 1.3.6.1.4.1.311.20.2.3
)

// otherLabels are what people call the kinds of otherName.
var otherLabels = [...]struct {
	id    oid.OID
	label string
}{
	{idUPN, "User principal name"},
	{"\x2B\x06\x01\x05\x05\x07\x08\x05", "XMPP address"},                // 1.3.6.1.5.5.7.8.5, RFC 6120
	{"\x2B\x06\x01\x05\x05\x07\x08\x07", "Service name"},                // 1.3.6.1.5.5.7.8.7, RFC 4985
	{"\x2B\x06\x01\x05\x05\x07\x08\x08", "Network access realm"},        // 1.3.6.1.5.5.7.8.8, RFC 7585
	{idSmtpUTF8Mailbox, "E-mail"},                                       // 1.3.6.1.5.5.7.8.9, RFC 9598
	{"\x2B\x06\x01\x05\x02\x02", "Kerberos principal"},                  // 1.3.6.1.5.2.2, RFC 4556
	{"\x2B\x06\x01\x04\x01\x82\x37\x19\x01", "Domain controller"},       // 1.3.6.1.4.1.311.25.1
	{"\x2B\x06\x01\x04\x01\x82\x37\x19\x02\x01", "Security identifier"}, // 1.3.6.1.4.1.311.25.2.1
}

// keyAlgorithm is the family of a key; one that has none is named by its OID.
func keyAlgorithm(k *certinfo.PublicKey) string {
	switch k.Kind {
	case certinfo.KeyRSA:
		return "RSA"
	case certinfo.KeyRSAPSS:
		return "RSA-PSS"
	case certinfo.KeyDSA:
		return "DSA"
	case certinfo.KeyEC:
		return "EC"
	case certinfo.KeyEd25519:
		return "Ed25519"
	case certinfo.KeyEd448:
		return "Ed448"
	case certinfo.KeyX25519:
		return "X25519"
	case certinfo.KeyX448:
		return "X448"
	case certinfo.KeyDH:
		return "DH"
	}
	return nameOrDots(k.Algorithm.OID)
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
