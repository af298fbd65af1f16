package testca

import (
	"math/big"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
)

// Preset is a certificate that shows one thing: a reason code, or a shape that is
// awkward and fine.
type Preset struct {
	Name  string // of its folder: lower-case words joined by hyphens
	Title string
	Text  string     // one sentence: what is wrong, or awkward
	Code  alb.Reason // what the connection log says; empty for success
	Rule  alb.RuleID // the rule that decides; empty for success
	Basis alb.Basis  // how sure the reason code is; empty for success
	make  func(*maker) (*Issued, error)
}

// Expected is the status that a listener in verify mode logs.
func (p *Preset) Expected() string {
	if p.Code == "" {
		return alb.StatusSuccess
	}
	return alb.StatusFailed + string(p.Code)
}

// AtTLS12 reports whether the preset shows its code over TLS 1.2 alone: at TLS 1.3
// another rule decides.
func (p *Preset) AtTLS12() bool { return p.Code == alb.Incompatible }

// Make makes the preset. With a root of P-256, the certificate is issued by it,
// unless the preset is about another trust store.
func (p *Preset) Make(s Source, root *Authority) (*Issued, error) {
	m, err := newMaker(s, root, p.Name)
	if err != nil {
		return nil, err
	}
	return p.make(m)
}

// PresetOf returns the preset of the name, or nil.
func PresetOf(name string) *Preset {
	for i := range Presets {
		if Presets[i].Name == name {
			return &Presets[i]
		}
	}
	return nil
}

// Presets lists them all: the plain one, then a group for each reason code that a
// certificate can provoke, then the awkward shapes. Reason codes that no
// certificate provokes are ClientCertRejected and UnmappedConnectionError.
var Presets = []Preset{
	{"valid", "Valid", "Nothing is wrong: compare the others with it.", "", "", "",
		func(m *maker) (*Issued, error) { return m.issue(nil) }},

	{"expired", "Expired", "It ended five weeks ago.", alb.Expired, alb.RuleNotExpired, alb.Documented,
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) { r.NotBefore, r.NotAfter = m.days(-400), m.days(-35) })
		}},
	{"expired-intermediate", "Issuer expired", "The certificate is valid; the intermediate that issued it ended a week ago.", alb.Expired, alb.RuleNotExpired, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.below(expiredIssuer(m), nil) }},
	{"not-yet-valid", "Not yet valid", "It begins in 30 days.", alb.NotYetValid, alb.RuleStarted, alb.Documented,
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) { r.NotBefore, r.NotAfter = m.days(30), m.days(395) })
		}},

	{"wrong-eku", "Server certificate", "Its extended key usage is serverAuth alone.", alb.PurposeInvalid, alb.RulePurpose, alb.FollowsS2N,
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) { r.ExtKeyUsage = []string{"serverAuth"} })
		}},
	{"any-eku", "Any purpose", "Its extended key usage is anyExtendedKeyUsage alone: OpenSSL does not take that for clientAuth, Go does.", alb.PurposeInvalid, alb.RulePurpose, alb.FollowsS2N,
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) { r.ExtKeyUsage = []string{"anyExtendedKeyUsage"} })
		}},
	{"wrong-key-usage", "Key may not sign", "Its key usage is keyEncipherment alone; a client signs the handshake.", alb.PurposeInvalid, alb.RuleUsage, alb.FollowsS2N,
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) { r.KeyUsage = []string{"keyEncipherment"} })
		}},
	{"ca-as-client", "CA as client", "A CA certificate presented by a client: its key may sign certificates and lists, and no handshake.", alb.PurposeInvalid, alb.RuleUsage, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.authorityAsClient() }},
	{"server-intermediate", "Issuer for servers", "The certificate is right; the intermediate that issued it is limited to serverAuth.", alb.PurposeInvalid, alb.RuleIssuersUsage, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.below(serverIssuer, nil) }},

	{"unknown-ca", "Unknown CA", "Its root is not in the trust store.", alb.Untrusted, alb.RulePath, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.stranger() }},
	{"self-signed", "Self-signed", "It is signed with its own key and not in the trust store.", alb.Untrusted, alb.RulePath, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.selfSigned() }},
	{"missing-intermediate", "Intermediate missing", "The client does not send the intermediate that issued it.", alb.Untrusted, alb.RulePath, alb.FollowsS2N,
		func(m *maker) (*Issued, error) {
			return m.then(func(i *Issued) error { i.Chain = i.Chain[:1]; return nil }, func(r *Request) { r.Intermediates = 1 })
		}},
	{"bad-signature", "Bad signature", "One bit of its signature is changed.", alb.Untrusted, alb.RuleSigned, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.then(breakSignature, nil) }},
	{"sha1", "SHA-1", "It is signed with SHA-1.", alb.Untrusted, alb.RuleSignature, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.issue(nil, signedWithSHA1) }},
	{"sha1-tls12", "SHA-1 at TLS 1.2", "It is signed with SHA-1, and the connection is of TLS 1.2 under a security policy that says which certificates it takes.", alb.Incompatible, alb.RuleSignature, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.issue(nil, signedWithSHA1) }},
	{"name-constraints", "Outside the name constraints", "Its issuer may issue for permitted.example only; its DNS name is another.", alb.Untrusted, alb.RuleConstraints, alb.FollowsS2N,
		func(m *maker) (*Issued, error) {
			return m.below(constrainedIssuer, func(r *Request) { r.Names = []Name{{DNS, "client.example"}} })
		}},
	{"path-length", "Path too long for its issuer", "It comes from an intermediate that was issued by one that may issue no further CA (pathLenConstraint 0).", alb.Untrusted, alb.RuleIssuerCA, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.belowShortPath() }},
	{"issued-by-client", "Issued by a client", "Its issuer is a client certificate, no CA.", alb.Untrusted, alb.RuleIssuerCA, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.below(clientIssuer, nil) }},

	{"rsa-1024", "RSA 1024", "Its key is RSA of 1024 bits.", alb.TypeUnsupported, alb.RuleKey, alb.Assumed,
		func(m *maker) (*Issued, error) { return m.issue(func(r *Request) { r.Key = RSA1024 }) }},
	{"ed25519", "Ed25519", "Its key is Ed25519.", alb.TypeUnsupported, alb.RuleKey, alb.Assumed,
		func(m *maker) (*Issued, error) { return m.issue(func(r *Request) { r.Key = Ed25519 }) }},
	{"version-1", "X.509 version 1", "It has no version and no extensions.", alb.TypeUnsupported, alb.RuleVersion, alb.Assumed,
		func(m *maker) (*Issued, error) { return m.then(m.versionOne, nil) }},

	{"five-deep", "Five deep", "The client sends five certificates: leaf and four intermediates.", alb.MaxChainDepthExceeded, alb.RuleDepth, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.issue(func(r *Request) { r.Intermediates = 4 }) }},
	{"over-16k", "Certificate over 16 K", "It has some 20 KB of alternative names.", alb.MaxSizeExceeded, alb.RuleSize, alb.Assumed,
		func(m *maker) (*Issued, error) { return m.issue(func(r *Request) { r.Names = manyNames(20_000) }) }},
	{"over-64k", "Certificate over 64 K", "It has some 70 KB of alternative names, more than a TLS message may have.", alb.MaxSizeExceeded, alb.RuleMessage, alb.Assumed,
		func(m *maker) (*Issued, error) { return m.issue(func(r *Request) { r.Names = manyNames(70_000) }) }},

	{"unreadable", "Unreadable", "A number stands where its validity should be. The signature holds; most clients refuse to load it.", alb.Invalid, alb.RuleReadable, alb.Assumed,
		func(m *maker) (*Issued, error) { return m.then(m.withoutValidity, nil) }},

	{"revoked", "Revoked", "It is on the revocation list of its issuer.", alb.CRLHit, alb.RuleNotRevoked, alb.Documented,
		func(m *maker) (*Issued, error) { return m.then(m.revokeLeaf, nil) }},
	{"revoked-intermediate", "Issuer revoked", "The intermediate that issued it is on the root's revocation list.", alb.CRLHit, alb.RuleNotRevoked, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.revokedIssuer() }},
	{"crl-expired", "Revocation list out of date", "The list of its issuer should have been renewed a week ago. s2n-tls does not look at that; whether a load balancer does is not documented.", "", "", "",
		func(m *maker) (*Issued, error) { return m.alone((*maker).oldList) }},
	{"crl-bad-signature", "Revocation list with a bad signature", "One bit of the list's signature is changed.", alb.CRLProcessingError, alb.RuleCRLSignature, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.alone((*maker).brokenList) }},
	{"crl-missing", "No revocation list of its issuer", "The only list is that of another CA.", alb.CRLProcessingError, alb.RuleCRLFound, alb.FollowsS2N,
		func(m *maker) (*Issued, error) { return m.alone((*maker).strangersList) }},

	{"unicode-name", "Name outside ASCII", "ALB writes each byte of such characters as a backslash and two digits.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) {
				r.Subject = []Attribute{{Type: "C", Value: "EE"}, {Type: "O", Value: "東京"}, {Type: "CN", Value: "MÄNNIK,MARILIIS,47101010033"},
					{Type: "SN", Value: "MÄNNIK"}, {Type: "GN", Value: "MARILIIS"}, {Type: "serialNumber", Value: "PNOEE-47101010033"}}
			})
		}},
	{"commas-in-name", "Name full of separators", "Commas, plus signs, quotes and backslashes in the name: splitting it at commas goes wrong.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) {
				r.Subject = []Attribute{{Type: "O", Value: `Acme, Inc. + "Co" <x>; \ =y`}, {Type: "OU", Value: " spaces "}, {Type: "CN", Value: "#1,CN=admin"}}
			})
		}},
	{"multi-valued-rdn", "Multi-valued RDN", "Two attributes in one RDN; ALB joins them with a plus sign.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) {
				r.Subject = []Attribute{{Type: "O", Value: "mtlens test"}, {Type: "CN", Value: "client.example"}, {Type: "UID", Value: "client-1", Joined: true}}
			})
		}},
	{"no-common-name", "No common name", "Its subject has an organization and a unit, and no CN.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) {
				r.Subject = []Attribute{{Type: "O", Value: "mtlens test"}, {Type: "OU", Value: "clients"}}
			})
		}},
	{"empty-subject", "Empty subject", "Its subject is empty; the names are alternative ones. What ALB sends as Subject then is not documented.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) {
				r.Subject = []Attribute{}
				r.Names = []Name{{DNS, "client.example"}, {Email, "client@example.com"}}
			})
		}},
	{"spiffe-only", "SPIFFE ID only", "Its only name is a SPIFFE ID; no header but Leaf carries it.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) {
				r.Subject, r.Names = []Attribute{}, []Name{{URI, "spiffe://example.org/ns/test/sa/client"}}
			})
		}},
	{"leading-zero-serial", "Serial with a leading zero", "Its serial number is 03A5B1: ALB writes the zero, many programs do not.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) { r.Serial = big.NewInt(0x03A5B1) })
		}},
	{"high-bit-serial", "Serial with its top bit set", "Its serial number is FEF257372D5C14D4: DER puts a zero byte before it, ALB does not.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) { r.Serial = new(big.Int).SetUint64(0xFEF257372D5C14D4) })
		}},
	{"20-byte-serial", "Serial of 20 bytes", "Its serial number is as long as RFC 5280 allows.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) { r.Serial, _ = new(big.Int).SetString("7F"+strings.Repeat("A5", 19), 16) })
		}},
	{"until-2055", "Until 2055", "It ends after 2049, from when on DER writes times in another form.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) { r.NotAfter = time.Date(2055, 12, 31, 23, 59, 59, 0, time.UTC) })
		}},
	{"no-usages", "No usages", "It has neither a key usage nor an extended one: any will do.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.issue(func(r *Request) { r.KeyUsage, r.ExtKeyUsage = []string{}, []string{} })
		}},
	{"four-deep", "Four deep", "The client sends four certificates, as many as are allowed.", "", "", "",
		func(m *maker) (*Issued, error) { return m.issue(func(r *Request) { r.Intermediates = 3 }) }},
	{"out-of-order", "Chain out of order", "The intermediates come root side first. The path is found all the same; targets in passthrough mode see this order.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.then(swapIntermediates, func(r *Request) { r.Intermediates = 2 })
		}},
	{"root-sent", "Root sent", "The client sends the root too, which the trust store has.", "", "", "",
		func(m *maker) (*Issued, error) { return m.then(sendRoot, nil) }},
	{"intermediate-anchor", "Anchored at an intermediate", "The trust store holds the intermediate alone, no root.", "", "", "",
		func(m *maker) (*Issued, error) {
			return m.then(anchorAtIntermediate, func(r *Request) { r.Intermediates = 1 })
		}},
	{"header-over-16k", "Header over 16 K", "The certificate is below 16 K, the header that carries it above. What ALB does then is not documented; many targets refuse such a header.", "", "", "",
		func(m *maker) (*Issued, error) { return m.issue(func(r *Request) { r.Names = manyNames(14_000) }) }},
}
