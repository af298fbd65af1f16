package family

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
)

// Sent is what a family sends of a client in one of its formats.
type Sent struct {
	Family ID
	Format int
	Values []SentValue
	Left   []string // names whose values a certificate does not tell
	Bare   bool     // the certificate is not among the values
	Whole  bool     // every certificate of the chain is
}

// SentValue is one value of it.
type SentValue struct {
	Name  string // as the sender spells it, or the usual way where the operator chooses
	Value string
	Kind  Kind
}

// AsSent writes a client as a family that verified it sends it, in one of its formats.
// Of several names that hold the same in the same writing the first is taken. It is
// false where the format is no request and no event, or where nothing of it follows
// from certificates.
func AsSent(id ID, format int, chain []*certinfo.Certificate) (s Sent, ok bool) {
	f := Of(id)
	if len(chain) == 0 || f.Formats[format].Kind == Log || f.Formats[format].Kind == Event && f.ID != APIGateway && f.ID != Cloudflare {
		return s, false // a log is no request, and the events of programs have members that are not in the table
	}
	s = Sent{Family: id, Format: format}
	certificates := 0
	type written struct {
		kind    Kind
		writing Writing
	}
	seen := map[written]bool{}
	for i := range f.Headers {
		h := &f.Headers[i]
		key := written{h.Kind, h.Writing()}
		if int(h.Format) != format || strings.Contains(h.Name, " ") || earlier[h.Name] || seen[key] && !several(h.Kind) {
			continue
		}
		seen[key] = true
		value, known := sentValue(Match(int(id)<<8|i), chain)
		name := f.spelled(h, format)
		if !known || !sendable(h, value) {
			s.Left = append(s.Left, name)
			continue
		}
		s.Values = append(s.Values, SentValue{name, value, h.Kind})
		if h.Kind == Chain && strings.HasSuffix(h.Name, "-0") {
			s.Values = append(s.Values, named(name, h.Writing(), chain[min(2, len(chain)):])...)
		}
		certificates = max(certificates, f.holds(h, len(chain)))
	}
	s.Bare, s.Whole = certificates == 0, certificates >= len(chain)
	return s, len(s.Values) > 0
}

// earlier are names of versions that are not written any more.
var earlier = map[string]bool{
	"x-forwarded-tls-client-cert-infos": true, "x-forwarded-ssl-client-cert": true, "x-forwarded-ssl-client-cert-infos": true, // Traefik 1.7
	"ssl-client-s-dn-legacy": true, "ssl-client-i-dn-legacy": true, // nginx before 1.11.6
}

// several reports whether each name of the kind has a value of its own.
func several(k Kind) bool {
	return k == SubjectPart || k == IssuerPart || k == KeyDetail || k == ConnectionInfo || k == ProxyIdentity
}

// sendable reports whether a value can stand where the family sends it: a header holds
// no line break and nothing that is no text.
func sendable(h *Header, value string) bool {
	return h.Writing() != sha1Raw && value != ""
}

// sentValue is a value with the outcome of a client that was verified.
func sentValue(m Match, chain []*certinfo.Certificate) (string, bool) {
	switch h := m.Header(); h.Kind {
	case Outcome:
		return success(h.Writing())
	case Identity:
		value, ok := Write(m, chain)
		return value, ok && (m.ID() == Linkerd || strings.HasPrefix(value, "spiffe://"))
	case Bundle:
		if h.Writing() == info {
			return writeInfo(chain...), true
		}
	case Subject:
		if m.ID() == Lighttpd {
			value, ok := Write(m, chain)
			return unescapedHigh(value), ok
		}
	case SubjectPart, IssuerPart:
		return namePart(m, chain[0])
	case Revoked:
		switch h.Writing() {
		case bit:
			return "0", true
		case boolean:
			return "false", true
		}
		return "", false
	}
	return Write(m, chain)
}

// named are the certificates after the first of a chain that has a name for each:
// Cert-Chain-1, Cert-Chain-2 and so on.
func named(name string, w Writing, rest []*certinfo.Certificate) (list []SentValue) {
	for i, c := range rest {
		value := string(carrier.AppendCertificates(nil, w.Carrier(), c.DER))
		list = append(list, SentValue{strings.TrimSuffix(name, "0") + strconv.Itoa(i+1), value, Chain})
	}
	return list
}

// unescapedHigh undoes the escapes of OpenSSL's one line for bytes above ASCII:
// lighttpd prints it without ASN1_STRFLGS_ESC_MSB.
func unescapedHigh(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			if c, err := strconv.ParseUint(s[i+1:min(i+3, len(s))], 16, 8); err == nil && c >= 0x80 {
				b, i = append(b, byte(c)), i+2
				continue
			}
			b = append(b, s[i])
			i++
		}
		b = append(b, s[i])
	}
	return string(b)
}

// success is the word for a certificate that was verified.
func success(w Writing) (string, bool) {
	switch w {
	case words3, wordsApache, nodeCode:
		return "SUCCESS", true
	case statusCode:
		return carrier.StatusSuccess, true
	case number:
		return "0", true
	case boolean:
		return "true", true
	case bit:
		return "1", true
	}
	return "", false
}

// holds is how many certificates of a chain of n a value of the entry holds, the
// client's own counted with it where another value has that.
func (f *Family) holds(h *Header, n int) int {
	switch h.Kind {
	case Chain:
		return n
	case Certificate:
		if h.Writing() == bit {
			return 0
		}
		return 1
	case Bundle:
		if h.Writing() == xfcc || h.Writing() == xfccJSON {
			return 1
		}
	}
	return 0
}

// spelled writes a name of the table as its sender does: variables in capitals,
// members of JSON as documented, small letters where the sender sends those, and else
// a capital after each hyphen. To HTTP it is all the same.
func (f *Family) spelled(h *Header, format int) string {
	for _, name := range spellings {
		if strings.EqualFold(name, h.Name) {
			return name
		}
	}
	switch {
	case f.variables(format):
		name := strings.ToUpper(strings.ReplaceAll(h.Name, "-", "_"))
		if f.ID == Apache {
			name = strings.Replace(name, "_DN_EMAIL", "_DN_Email", 1) // as mod_ssl spells it
		}
		return name
	case f.ID == Envoy || f.ID == HAProxy || f.ID == IngressNginx || f.ID == ContainerApps || f.ID == Linkerd || h.Name[0] == '$':
		return h.Name
	}
	parts := strings.Split(h.Name, "-")
	for i, p := range parts {
		switch {
		case p == "ssl" || p == "cf" || p == "wl" || p == "arr":
			parts[i] = strings.ToUpper(p)
		case p != "":
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "-")
}

// variables reports whether the names of a format are variables of a program that the
// server starts.
func (f *Family) variables(format int) bool {
	return f.ID == Lighttpd || f.ID == Apache && format == 1
}

// Variables reports whether what was sent are variables, and no headers.
func (s *Sent) Variables() bool { return Of(s.Family).variables(s.Format) }

// spellings are the names with capitals inside.
var spellings = [...]string{
	"clientCertPem", "subjectDN", "issuerDN", "serialNumber", "notBefore", "notAfter",
	"certPresented", "certVerified", "certRevoked", "certIssuerDN", "certSubjectDN", "certIssuerDNRFC2253", "certSubjectDNRFC2253",
	"certIssuerDNLegacy", "certSubjectDNLegacy", "certSerial", "certIssuerSerial", "certFingerprintSHA256", "certFingerprintSHA1",
	"certSKI", "certIssuerSKI", "certNotBefore", "certNotAfter", "certRFC9440", "certChainRFC9440",
	"SSLClientCertStatus", "SSLClientCertSN", "SSLClientCertSubject", "SSLClientCertIssuer", "X-ARR-ClientCert", "Cf-Client-Cert-Der-Base64", "Cf-Client-Cert-Sha256", "WL-Proxy-Client-Cert", "CloudFront-Viewer-Cert-Pem",
	"CloudFront-Viewer-Cert-Serial-Number", "CloudFront-Viewer-Cert-Issuer", "CloudFront-Viewer-Cert-Subject", "CloudFront-Viewer-Cert-Validity",
	"CloudFront-Viewer-Cert-Sha256", "CloudFront-Viewer-Cert-Present",
}
