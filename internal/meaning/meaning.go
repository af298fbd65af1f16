// Package meaning tells what the words of the page mean: labels, findings, reason
// codes, senders, headers, terms. The page gets it as a table that is made at build
// time; no program holds it.
package meaning

import (
	"slices"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/report"
)

// Kind says what a [Meaning] is of.
type Kind string

const (
	Field  Kind = "field"  // a label, or the section and the label: "Signature/Value"
	Rule   Kind = "rule"   // a finding, by its identifier
	Reason Kind = "reason" // a reason code of ALB
	Family Kind = "family" // a sender, by its identifier
	Header Kind = "header" // a named value, in lower case
	Term   Kind = "term"   // a word of the page
)

// Meaning is what something on the page means, in a sentence or two that anybody
// understands, and where that is written down.
type Meaning struct {
	Kind   Kind
	Of     string
	Text   string
	Source report.Link
}

// All lists what every label, rule, code, sender and header means. The page gets
// it as a table that is made at build time: no program holds it.
func All() []Meaning {
	var list []Meaning
	for _, m := range fieldMeanings {
		list = append(list, Meaning{Field, m[0], m[1], report.Link{Text: m[2]}})
	}
	documents := map[string]string{}
	for _, id := range certinfo.Known() {
		name, document := certinfo.About(id)
		if name == "" {
			name = report.ExtensionLabel(id)
		}
		documents[name] = document
	}
	for _, m := range extensionMeanings {
		list = append(list, Meaning{Field, m[0], m[1], report.Link{Text: documents[m[0]]}})
	}
	for _, m := range termMeanings {
		list = append(list, Meaning{Term, m[0], m[1], report.Link{Text: m[2]}})
	}
	for _, r := range finding.Rules() {
		list = append(list, Meaning{Rule, string(r.ID), r.About, report.Link(r.Reference)})
	}
	for i, r := range slices.Concat(alb.Reasons, alb.FrontReasons) {
		source := report.Link{Text: "AWS: connection logs", URL: alb.LogGuide}
		if i >= len(alb.Reasons) {
			source = report.Link{Text: "AWS: CloudFront connection logs"}
		}
		text := r.Description + "."
		if len(r.Causes) > 0 {
			text += " " + r.Causes[0]
		}
		list = append(list, Meaning{Reason, string(r.Code), text, source})
	}
	seen := map[string]bool{}
	for _, f := range family.All() {
		list = append(list, Meaning{Family, f.Slug, familyMeaning(f), report.Link{Text: f.Title, URL: f.Reference}})
		for i := range f.Headers {
			h := &f.Headers[i]
			if text := h.Kind.Meaning(); text != "" && !seen[h.Name] {
				seen[h.Name] = true
				list = append(list, Meaning{Header, h.Name, text, report.Link{Text: f.Title, URL: f.Reference}})
			}
		}
	}
	return list
}

func familyMeaning(f *family.Family) string {
	switch {
	case f.Reader:
		return f.Title + " reads what others sent."
	case f.Generic:
		return f.Title + " is a format that several proxies write."
	case f.Outcome != "":
		return f.Title + " passes the client certificate on. Where the outcome stands: " + f.Outcome
	}
	return f.Title + " passes the client certificate on."
}

// termMeanings are words that the page uses.
var termMeanings = [...][3]string{
	{"leaf", "The client's own certificate: it issued none of the others.", "RFC 5280, section 3.1"},
	{"intermediate", "A CA certificate between the client's and the root.", "RFC 5280, section 3.2"},
	{"root", "A certificate that names itself as its issuer: trust starts there, if it starts at all.", "RFC 5280, section 3.2"},
	{"authority", "A certificate that may issue others, and issued none of those pasted.", "RFC 5280, section 4.2.1.9"},
	{"stranger", "A certificate that belongs to no path from the client's to a root.", ""},
	{"duplicate", "The same certificate once more.", ""},
	{"other reading", "The text can be read in two ways; this is the less likely one.", ""},
	{"other hop", "A certificate of another connection on the way.", "Envoy: x-forwarded-client-cert"},
}

// fieldMeanings are those of the labels of certificates. A label that means different
// things in different sections stands with its section.
var fieldMeanings = [...][3]string{
	{"Subject", "Whom the certificate is about: the client's name.", "RFC 5280, section 4.1.2.6"},
	{"Issuer", "Who signed the certificate.", "RFC 5280, section 4.1.2.4"},
	{"Serial number", "The number that the issuer gave it. With the issuer's name it tells the certificate from all others.", "RFC 5280, section 4.1.2.2"},
	{"Valid", "From when to when it may be used, in UTC.", "RFC 5280, section 4.1.2.5"},
	{"Alternative names", "The names that programs should go by: hosts, addresses, URIs such as SPIFFE IDs.", "RFC 5280, section 4.2.1.6"},
	{"SHA-256", "The fingerprint: a hash of all bytes of the certificate. Two that have the same one are the same.", "FIPS 180-4"},
	{"SHA-1", "The older fingerprint, which some programs still print. It finds a certificate and proves nothing.", "RFC 6194"},
	{"Certificate/Size", "How many bytes the certificate has in DER.", ""},
	{"Certificate/Version", "Version 3 has extensions; without them nothing says what it may be used for.", "RFC 5280, section 4.1.2.1"},
	{"Bytes after it", "What follows the certificate and is no part of it.", ""},
	{"Issuer unique ID", "Tells issuers of one name apart. It is not used any more.", "RFC 5280, section 4.1.2.8"},
	{"Subject unique ID", "Tells subjects of one name apart. It is not used any more.", "RFC 5280, section 4.1.2.8"},
	{"RFC 2253", "The whole name in the order and spelling that ALB and OpenSSL print: the last part first.", "RFC 2253"},
	{"RDN", "A part of the name that is made of several attributes.", "RFC 5280, section 4.1.2.4"},
	{"C", "Country, two letters.", "RFC 4519, section 2.2"},
	{"CN", "Common name.", "RFC 4519, section 2.3"},
	{"DC", "Domain component: a label of a DNS name.", "RFC 4519, section 2.4"},
	{"GN", "Given name.", "RFC 4519, section 2.12"},
	{"L", "Locality: a city or a region.", "RFC 4519, section 2.16"},
	{"O", "Organization.", "RFC 4519, section 2.19"},
	{"OU", "Organizational unit: a department.", "RFC 4519, section 2.20"},
	{"SN", "Surname; not the serial number.", "RFC 4519, section 2.32"},
	{"ST", "State or province.", "RFC 4519, section 2.33"},
	{"UID", "User ID.", "RFC 4519, section 2.39"},
	{"businessCategory", "What kind of organization it is.", "RFC 4519, section 2.1"},
	{"dnQualifier", "Tells two subjects of one name apart.", "RFC 4519, section 2.8"},
	{"emailAddress", "An e-mail address in the name; newer certificates have it among the alternative names.", "RFC 5280, section 4.1.2.6"},
	{"jurisdictionC", "The country in which the organization is registered.", "CA/Browser Forum, EV Guidelines"},
	{"jurisdictionST", "The state in which the organization is registered.", "CA/Browser Forum, EV Guidelines"},
	{"jurisdictionL", "The place in which the organization is registered.", "CA/Browser Forum, EV Guidelines"},
	{"organizationIdentifier", "The number under which the organization is registered.", "ETSI EN 319 412-1"},
	{"postalCode", "Postal code.", "RFC 4519, section 2.23"},
	{"pseudonym", "A name that is not the person's own.", "RFC 3739, section 3.1.2"},
	{"serialNumber", "A number of the subject, such as a device's; not that of the certificate.", "RFC 4519, section 2.31"},
	{"street", "Street and house number.", "RFC 4519, section 2.34"},
	{"title", "The person's position.", "RFC 4519, section 2.38"},
	{"Subject/*", "An attribute of the name, by its number: no name of it is known.", "RFC 5280, section 4.1.2.4"},
	{"Issuer/*", "An attribute of the name, by its number: no name of it is known.", "RFC 5280, section 4.1.2.4"},
	{"Validity/Status", "How it stands now, by this device's clock.", "RFC 5280, section 4.1.2.5"},
	{"Not before", "The first moment at which it may be used.", "RFC 5280, section 4.1.2.5"},
	{"Not after", "The last moment at which it may be used.", "RFC 5280, section 4.1.2.5"},
	{"Validity/Length", "How long it may be used from its first moment to its last.", ""},
	{"Validity/As ALB prints it", "As X-Amzn-Mtls-Clientcert-Validity has it.", "AWS: mutual TLS of Application Load Balancers"},
	{"Serial number/As ALB prints it", "As X-Amzn-Mtls-Clientcert-Serial-Number has it: hexadecimal, upper case, whole bytes.", "AWS: mutual TLS of Application Load Balancers"},
	{"With colons", "As browsers and OpenSSL's text print it.", ""},
	{"Decimal", "The same number as programs print it that count in tens.", ""},
	{"Public key/Algorithm", "What the key is for: RSA, elliptic curves, Ed25519.", "RFC 5280, section 4.1.2.7"},
	{"Public key/Size", "How long the key is. RSA below 2048 bits is refused by many.", ""},
	{"Curve", "The elliptic curve that the key is a point on.", "RFC 5480, section 2.1.1"},
	{"Exponent", "The public exponent of RSA; nearly always 65537.", "RFC 8017, section 3.1"},
	{"Modulus", "The number that RSA counts by: the key itself.", "RFC 8017, section 3.1"},
	{"Public key/Key", "The bytes of the public key.", "RFC 5280, section 4.1.2.7"},
	{"Parameters", "What the algorithm needs besides the key.", "RFC 5280, section 4.1.1.2"},
	{"SHA-256 of the SPKI", "A hash of the public key. It stays the same when a certificate is renewed with the same key; pins are made of it.", "RFC 7469, section 2.4"},
	{"Hash", "The hash that is signed.", "RFC 8017, section 8.1"},
	{"Mask", "How the padding of RSA-PSS is spread.", "RFC 8017, section 8.1"},
	{"Salt", "How many random bytes RSA-PSS adds.", "RFC 8017, section 8.1"},
	{"Trailer", "The last byte of the padding of RSA-PSS; always 1.", "RFC 8017, section A.2.3"},
	{"Signature/Algorithm", "How the issuer signed it.", "RFC 5280, section 4.1.1.2"},
	{"Signature/Value", "The signature of the issuer over all fields above.", "RFC 5280, section 4.1.1.3"},
	{"Extensions/*", "An extension of which nothing is known but its number. A program that does not know a critical one refuses the certificate.", "RFC 5280, section 4.2"},
}
