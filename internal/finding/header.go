package finding

// Rules about the headers of a request, and about the lines of a log.
const (
	HeaderDiffers       ID = "header-differs"
	HeaderTwice         ID = "header-twice"
	HeaderModesMixed    ID = "header-modes-mixed"
	HeaderUnknown       ID = "header-unknown"
	HeaderSize          ID = "header-size"
	HeaderManyLeaves    ID = "header-many-leaves"
	HeaderEmpty         ID = "header-empty"
	PassthroughUnsafe   ID = "passthrough-unverified"
	HeaderRenamed       ID = "header-renamed"
	HeaderRewritten     ID = "header-rewritten"
	HeaderMisfit        ID = "header-misfit"
	HeaderTwins         ID = "header-twins"
	IdentitiesDiffer    ID = "identities-differ"
	FamiliesMixed       ID = "families-mixed"
	VerificationFailed  ID = "verification-failed"
	VerificationPartial ID = "verification-partial"
	NoClientCertificate ID = "no-client-certificate"
	OutcomeContradicts  ID = "outcome-contradicts"
	XFCCEarlier         ID = "xfcc-earlier-element"
	XFCCCertTwice       ID = "xfcc-certificate-twice"
	ConnectionFailed    ID = "connection-failed"
	ReasonUnknown       ID = "reason-unknown"
	DERNotPEM           ID = "der-not-pem"
	NameWithheld        ID = "name-withheld"
)

var albQuotas = Reference{"AWS: Quotas for your Application Load Balancers", "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"}

var albLogs = Reference{"AWS: Connection logs for your Application Load Balancer", "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html"}

var headerRules = []Rule{
	{HeaderDiffers, Error, "Header differs", about("In verify mode the other headers say of the certificate in Leaf what that certificate says."), albMTLS},
	{HeaderTwice, Error, "Header twice", about("Each header comes once. AWS does not say whether the load balancer removes copies that a client sends, so a second one may be a client's."), albMTLS},
	{HeaderModesMixed, Warning, "Modes mixed", about("A listener sends the five headers of verify mode or the one of passthrough mode, never both."), albMTLS},
	{HeaderUnknown, Warning, "No such header", about("AWS documents six headers whose names begin with X-Amzn-Mtls-Clientcert."), albMTLS},
	{HeaderSize, Warning, "Long header", about("Many servers take no header lines over 8 KB; the load balancer takes none over 16 KB."), albQuotas},
	{HeaderManyLeaves, Warning, "More than a leaf", about("The Leaf header holds one certificate."), albMTLS},
	{HeaderEmpty, Warning, "Empty header", about("A header without a value says nothing; in passthrough mode a client without a certificate gives no header at all."), albMTLS},
	{HeaderRenamed, Note, "Other name", about("A listener can be told to send each header under another name; it is known by its value then."), Reference{"AWS: HTTP header modification for your Application Load Balancer", "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"}},
	{HeaderRewritten, Warning, "Rewritten", about("ALB writes each value in one way alone, so one that says the same in another writing was changed on its way."), albMTLS},
	{HeaderMisfit, Warning, "Another's writing", about("Who reads a header by its name expects the writing that goes with the name: RFC 9440's Client-Cert is a byte sequence between colons, Envoy's X-Forwarded-Client-Cert a list of keys and values."), Reference{"RFC 9440, section 2.2", "https://www.rfc-editor.org/rfc/rfc9440#section-2.2"}},
	{HeaderTwins, Error, "Twin names", about("Names that differ in - and _ alone are one variable for CGI, WSGI and Rack; a client may send the one that the proxy does not set."), Reference{"RFC 3875, section 4.1.18", "https://www.rfc-editor.org/rfc/rfc3875#section-4.1.18"}},
	{IdentitiesDiffer, Error, "Two clients", about("A request carries one client's certificate."), Reference{"RFC 9440, section 4", "https://www.rfc-editor.org/rfc/rfc9440#section-4"}},
	{FamiliesMixed, Warning, "Two senders", about("The values of a client's certificate come from one proxy; those of another one may be a client's own, or of a hop before."), Reference{"RFC 9440, section 4", "https://www.rfc-editor.org/rfc/rfc9440#section-4"}},
	{VerificationFailed, Error, "Not verified", about("A request whose sender says that the certificate did not verify has no client to believe in."), Reference{}},
	{VerificationPartial, Warning, "Not wholly verified", about("Apache's GENEROUS lets a client through whose certificate leads to no known authority."), Reference{"Apache: SSLVerifyClient", "https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslverifyclient"}},
	{NoClientCertificate, Warning, "No certificate", about("A request whose sender says that there was no certificate has no client to believe in."), Reference{}},
	{OutcomeContradicts, Error, "Contradiction", about("What a request says of the verification agrees with itself, and with whether a certificate is there."), Reference{}},
	{XFCCEarlier, Warning, "Earlier element", about("Each proxy appends its element to X-Forwarded-Client-Cert; those before the last one are as trustworthy as whoever sent them, which may be the client."), Reference{"Envoy: x-forwarded-client-cert", "https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert"}},
	{XFCCCertTwice, Error, "Cert twice", about("An element of X-Forwarded-Client-Cert has one Cert."), Reference{"Envoy: x-forwarded-client-cert", "https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert"}},
	{ConnectionFailed, Error, "Connection failed", about("The field tls_verify_status says Success, or Failed and why."), albLogs},
	{ReasonUnknown, Warning, "Unknown code", about("AWS documents thirteen reason codes."), albLogs},
	{DERNotPEM, Warning, "DER, not PEM", about("What reads a Secret or a kubeconfig of Kubernetes wants PEM behind the base64, with its BEGIN and END lines."), Reference{"Kubernetes: TLS Secrets", "https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets"}},
	{NameWithheld, Warning, "Name not shown", about("A name is words; bytes as base64, hexadecimal or numbers, longer than a hash, are no name, and a piece of a private key looks no different."), Reference{}},
	{PassthroughUnsafe, Note, "Nothing verified", about("In passthrough mode the load balancer forwards the chain without verifying it."), albMTLS},
}
