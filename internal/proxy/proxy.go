// Package proxy knows how proxies other than AWS's ALB forward a client
// certificate: the names of their headers, log fields and JSON members, and what
// each holds.
//
// A name is a label, never a decision: the same name carries different encodings
// (X-Client-Cert is bare base64 in ASP.NET and percent-encoded PEM in Kong), so
// values are decoded by what they are. [Lookup] says who uses a name; [Compare]
// says whether a value fits a certificate, in whatever spelling its writer uses.
//
// Sources: the proxies' own source code and documentation, named in the table.
package proxy

import "strings"

// Kind is what a value holds.
type Kind uint8

const (
	Certificate Kind = iota // the leaf
	Chain                   // several certificates
	Subject
	Issuer
	Serial
	Fingerprint
	Validity
	NotBefore
	NotAfter
	Status // the outcome of a verification
	Identity
	Bundle // several of these in one value
)

// Header is one name.
type Header struct {
	Name    string // in lower case
	Family  string // who sends it
	Kind    Kind
	Meaning string // one sentence
}

// Lookup returns the entry for a name, in any case and with "_" for "-", as CGI
// and environment variables have it; nil if the name is not known. The plain
// names of members, such as serialNumber, count only in JSON.
func Lookup(name string, json bool) *Header {
	if len(name) > 64 {
		return nil
	}
	n := strings.ReplaceAll(strings.ToLower(name), "_", "-")
	n = strings.TrimPrefix(n, "http-")
	for i := range headers {
		if headers[i].Name == n && (json || headers[i].Family != apiGateway) {
			return &headers[i]
		}
	}
	return nil
}

// apiGateway is the family whose names are members of JSON, not headers.
const apiGateway = "API Gateway"

var headers = []Header{
	// RFC 9440; Google Cloud, Cloudflare and CloudFront in passthrough mode emit it.
	{"client-cert", "RFC 9440", Certificate, "The client's certificate as an RFC 8941 byte sequence: base64 between colons. HAProxy recipes use the name for bare base64."},
	{"client-cert-chain", "RFC 9440", Chain, "The rest of the client's chain, without the leaf."},
	// Envoy, docs "headers.rst", "x-forwarded-client-cert"; Istio, Contour, Azure Container Apps.
	{"x-forwarded-client-cert", "Envoy (XFCC)", Bundle, "What Envoy says of the client, hop by hop; the last element is of the nearest proxy, and earlier ones may be forged."},
	// AWS CloudFront, "Viewer mTLS headers".
	{"cloudfront-viewer-cert-pem", "CloudFront", Certificate, "The viewer's certificate, percent-encoded PEM."},
	{"cloudfront-viewer-cert-serial-number", "CloudFront", Serial, "The serial number, in small letters with colons."},
	{"cloudfront-viewer-cert-issuer", "CloudFront", Issuer, "The issuer's name."},
	{"cloudfront-viewer-cert-subject", "CloudFront", Subject, "The viewer's name."},
	{"cloudfront-viewer-cert-validity", "CloudFront", Validity, "From when to when the certificate is valid."},
	{"cloudfront-viewer-cert-sha256", "CloudFront", Fingerprint, "The SHA-256 of the certificate."},
	{"cloudfront-viewer-cert-present", "CloudFront", Status, "1 if the viewer sent a certificate."},
	// AWS API Gateway, requestContext.identity.clientCert.
	{"clientcertpem", apiGateway, Certificate, "The client's certificate as PEM."},
	{"subjectdn", apiGateway, Subject, "The client's name, in the order of the certificate."},
	{"issuerdn", apiGateway, Issuer, "The issuer's name, in the order of the certificate."},
	{"serialnumber", apiGateway, Serial, "The serial number."},
	{"notbefore", apiGateway, NotBefore, "The start of the validity."},
	{"notafter", apiGateway, NotAfter, "The end of the validity."},
	// ingress-nginx, nginx.tmpl and annotations.md; other recipes for nginx.
	{"ssl-client-cert", "nginx", Certificate, "Percent-encoded PEM ($ssl_client_escaped_cert), or PEM with tabs or spaces for line breaks."},
	{"ssl-client-subject-dn", "nginx", Subject, "The client's name ($ssl_client_s_dn)."},
	{"ssl-client-issuer-dn", "nginx", Issuer, "The issuer's name ($ssl_client_i_dn)."},
	{"ssl-client-verify", "nginx", Status, "SUCCESS, FAILED:reason or NONE."},
	{"ssl-client-serial", "nginx", Serial, "The serial number in hexadecimal."},
	{"ssl-client-fingerprint", "nginx", Fingerprint, "The SHA-1 of the certificate."},
	{"x-ssl-cert", "nginx or Apache", Certificate, "The client's certificate; Apache writes PEM with spaces for line breaks."},
	{"x-ssl-client-cert", "nginx or HAProxy", Certificate, "The client's certificate; in one HAProxy recipe only 0 or 1."},
	{"x-ssl-client-dn", "HAProxy", Subject, "The client's name."},
	{"x-ssl-client-s-dn", "nginx", Subject, "The client's name."},
	{"x-ssl-client-i-dn", "nginx", Issuer, "The issuer's name."},
	{"x-ssl-client-serial", "nginx or HAProxy", Serial, "The serial number."},
	{"x-ssl-client-verify", "nginx or HAProxy", Status, "The outcome of the verification."},
	{"x-ssl-client-sha1", "HAProxy", Fingerprint, "The SHA-1 of the certificate."},
	{"x-ssl-client-notbefore", "HAProxy", NotBefore, "The start of the validity: year (two digits), month, day, time."},
	{"x-ssl-client-notafter", "HAProxy", NotAfter, "The end of the validity: year (two digits), month, day, time."},
	{"x-ssl-issuer", "HAProxy", Issuer, "The issuer's name."},
	// Apache httpd mod_ssl.
	{"ssl-client-cert-chain-0", "Apache", Chain, "A certificate of the client's chain."},
	{"ssl-client-b64cert", "Apache", Certificate, "The client's certificate, base64 of DER."},
	{"ssl-client-s-dn", "Apache", Subject, "The client's name."},
	{"ssl-client-i-dn", "Apache", Issuer, "The issuer's name."},
	{"ssl-client-m-serial", "Apache", Serial, "The serial number in hexadecimal."},
	// Traefik PassTLSClientCert.
	{"x-forwarded-tls-client-cert", "Traefik", Chain, "The client's certificates, base64 of DER, with commas between them."},
	{"x-forwarded-tls-client-cert-info", "Traefik", Bundle, "Selected fields, form-encoded: here SN is the serialNumber attribute."},
	// Cloudflare.
	{"cf-client-cert-der-base64", "Cloudflare", Certificate, "The client's certificate, base64 of DER."},
	{"cf-client-cert-sha256", "Cloudflare", Fingerprint, "The SHA-256 of the certificate."},
	// Google Cloud Application Load Balancers, custom header variables.
	{"x-client-cert-leaf", "Google Cloud", Certificate, "The client's certificate (RFC 9440)."},
	{"x-client-cert-chain", "Google Cloud", Chain, "The rest of the chain (RFC 9440)."},
	{"x-client-cert-hash", "Google Cloud", Fingerprint, "The SHA-256 of the certificate in base64."},
	{"x-client-cert-subject-dn", "Google Cloud", Subject, "The client's name, base64 of its DER."},
	{"x-client-cert-issuer-dn", "Google Cloud", Issuer, "The issuer's name, base64 of its DER."},
	{"x-client-cert-serial-number", "Google Cloud", Serial, "The serial number; Google does not document its form."},
	{"x-client-cert-valid-not-before", "Google Cloud", NotBefore, "The start of the validity."},
	{"x-client-cert-valid-not-after", "Google Cloud", NotAfter, "The end of the validity."},
	{"x-client-cert-spiffe", "Google Cloud", Identity, "The SPIFFE ID."},
	// Azure.
	{"x-arr-clientcert", "Azure", Certificate, "App Service: base64 of DER, not verified. Behind Application Gateway: percent-encoded PEM."},
	// Akamai.
	{"akamai-cc-der", "Akamai", Certificate, "The client's certificate as an RFC 8941 byte sequence."},
	// Kong, ASP.NET Core, Puppet, Tomcat, WebLogic.
	{"x-client-cert", "Kong, ASP.NET Core or Puppet", Certificate, "The client's certificate: percent-encoded PEM or base64 of DER."},
	{"x-client-cert-serial", "Kong", Serial, "The serial number."},
	{"x-client-cert-fingerprint", "Kong", Fingerprint, "The SHA-1 of the certificate."},
	{"x-client-dn", "Puppet", Subject, "The client's name."},
	{"x-client-verify", "Puppet", Status, "NONE, SUCCESS, GENEROUS or FAILED:reason."},
	{"ssl-client-escaped-cert", "Tomcat", Certificate, "The client's certificate, percent-encoded PEM."},
	{"wl-proxy-client-cert", "WebLogic", Certificate, "The client's certificate, base64 of DER."},
	{"l5d-client-id", "Linkerd", Identity, "The client's mesh identity: a name, no certificate."},
	// The members of Envoy's XFCC, as unwrap names them.
	{"xfcc by", "Envoy (XFCC)", Identity, "The proxy's own URI name."},
	{"xfcc hash", "Envoy (XFCC)", Fingerprint, "The SHA-256 of the client's certificate."},
	{"xfcc cert", "Envoy (XFCC)", Certificate, "The client's certificate, percent-encoded PEM."},
	{"xfcc chain", "Envoy (XFCC)", Chain, "The client's whole chain with the leaf, percent-encoded PEM."},
	{"xfcc subject", "Envoy (XFCC)", Subject, "The client's name."},
	{"xfcc uri", "Envoy (XFCC)", Identity, "A URI name of the client."},
	{"xfcc dns", "Envoy (XFCC)", Identity, "A DNS name of the client."},
}
