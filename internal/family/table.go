package family

// The families. The order is that of the list below; the numbers are not stable,
// slugs are.
const (
	None ID = iota
	ALB
	CloudFront
	APIGateway
	Lattice
	GoogleCloud
	AppService
	AppGateway
	APIManagement
	ContainerApps
	Cloudflare
	Akamai
	Fastly
	Alibaba
	Huawei
	Envoy
	Linkerd
	CloudFoundry
	RFC9440
	Otoroshi
	Nginx
	IngressNginx
	HAProxy
	Apache
	Lighttpd
	Traefik
	Caddy
	Kong
	APISIX
	TrafficServer
	Squid
	Varnish
	Hitch
	Nghttpx
	Stunnel
	F5
	NetScaler
	Avi
	WebSphere
	WebLogic
	SunProxy
	Tomcat
	Java
	AspNet
	Puppet
	Zimbra
	Authentik
	Node
	Go
	Python
	familyEnd
)

// families is the one table. What a family is stands in the files table*.go.
var families = [...]*Family{
	ALB:           &alb,
	CloudFront:    &cloudFront,
	APIGateway:    &apiGateway,
	Lattice:       &lattice,
	GoogleCloud:   &googleCloud,
	AppService:    &appService,
	AppGateway:    &appGateway,
	APIManagement: &apiManagement,
	ContainerApps: &containerApps,
	Cloudflare:    &cloudflare,
	Akamai:        &akamai,
	Fastly:        &fastly,
	Alibaba:       &alibaba,
	Huawei:        &huawei,
	Envoy:         &envoy,
	Linkerd:       &linkerd,
	CloudFoundry:  &cloudFoundry,
	RFC9440:       &rfc9440,
	Otoroshi:      &otoroshi,
	Nginx:         &nginx,
	IngressNginx:  &ingressNginx,
	HAProxy:       &haproxy,
	Apache:        &apache,
	Lighttpd:      &lighttpd,
	Traefik:       &traefik,
	Caddy:         &caddy,
	Kong:          &kong,
	APISIX:        &apisix,
	TrafficServer: &trafficServer,
	Squid:         &squid,
	Varnish:       &varnish,
	Hitch:         &hitch,
	Nghttpx:       &nghttpx,
	Stunnel:       &stunnel,
	F5:            &f5,
	NetScaler:     &netScaler,
	Avi:           &avi,
	WebSphere:     &webSphere,
	WebLogic:      &webLogic,
	SunProxy:      &sunProxy,
	Tomcat:        &tomcat,
	Java:          &java,
	AspNet:        &aspNet,
	Puppet:        &puppet,
	Zimbra:        &zimbra,
	Authentik:     &authentik,
	Node:          &node,
	Go:            &goPrograms,
	Python:        &python,
}

// Sentences that several families share.
const (
	todoDecide    = "Decide whether this client may do what it asks: any certificate of the trusted authorities gets this far."
	todoOnly      = "Accept these values from the proxy alone: block direct access, and refuse a request that carries one of them twice."
	todoOutcome   = "Read the outcome: a certificate in the header is not a certificate that verified."
	todoVerify    = "Verify the chain against your own trust anchors, for client authentication, with validity and revocation."
	todoAbsent    = "Refuse a request without a certificate where one is needed: the connection may come without."
	todoPlus      = "Undo the percent-encoding without form-decoding: a + belongs to the base64."
	todoNames     = "Read alternative names from the certificate: no other value carries them."
	stripAlways   = "The operator sets each value for every request; one that is set only with a certificate lets the client's own copy through. Remove the names first."
	stripUnknown  = "Whether copies from the client are removed is not documented: remove them in front, and block direct access."
	possession    = "The client holds the private key of the certificate: it signed the handshake."
	chainToTrust  = "The chain leads to a certificate authority that the listener trusts."
	refusedBefore = "A certificate that does not verify is refused before any request."
)
