package family

// Notes is what is told of a family to people who ask. It decides nothing, and a
// program that only decides does not link it.
type Notes struct {
	Does     [][]Claim // for each mode: what the family does in it, not what it did with a request
	Versions []string  // what changed, and when
	Todo     []string  // what the application must still do
	Strip    string    // what it does with copies that the client sends, and what must be done
}

// NotesOf returns what is told of a family; for none it is empty.
func NotesOf(id ID) *Notes {
	if int(id) >= len(allNotes) || allNotes[id] == nil {
		return &Notes{}
	}
	return allNotes[id]
}

var allNotes = [...]*Notes{
	ALB:           &albNotes,
	CloudFront:    &cloudFrontNotes,
	APIGateway:    &apiGatewayNotes,
	Lattice:       &latticeNotes,
	GoogleCloud:   &googleCloudNotes,
	AppService:    &appServiceNotes,
	AppGateway:    &appGatewayNotes,
	APIManagement: &apiManagementNotes,
	ContainerApps: &containerAppsNotes,
	Cloudflare:    &cloudflareNotes,
	Akamai:        &akamaiNotes,
	Fastly:        &fastlyNotes,
	Alibaba:       &alibabaNotes,
	Huawei:        &huaweiNotes,
	Envoy:         &envoyNotes,
	Linkerd:       &linkerdNotes,
	CloudFoundry:  &cloudFoundryNotes,
	RFC9440:       &rfc9440Notes,
	Otoroshi:      &otoroshiNotes,
	Nginx:         &nginxNotes,
	IngressNginx:  &ingressNginxNotes,
	HAProxy:       &haproxyNotes,
	Apache:        &apacheNotes,
	Lighttpd:      &lighttpdNotes,
	Traefik:       &traefikNotes,
	Caddy:         &caddyNotes,
	Kong:          &kongNotes,
	APISIX:        &apisixNotes,
	TrafficServer: &trafficServerNotes,
	Squid:         &squidNotes,
	Varnish:       &varnishNotes,
	Hitch:         &hitchNotes,
	Nghttpx:       &nghttpxNotes,
	Stunnel:       &stunnelNotes,
	F5:            &f5Notes,
	NetScaler:     &netScalerNotes,
	Avi:           &aviNotes,
	WebSphere:     &webSphereNotes,
	WebLogic:      &webLogicNotes,
	SunProxy:      &sunProxyNotes,
	Tomcat:        &tomcatNotes,
	Java:          &javaNotes,
	AspNet:        &aspNetNotes,
	Puppet:        &puppetNotes,
	Zimbra:        &zimbraNotes,
	Authentik:     &authentikNotes,
	Node:          &nodeNotes,
	Go:            &goProgramsNotes,
	Python:        &pythonNotes,
}

var albNotes = Notes{
	Does: [][]Claim{
		{
			{possession, Inferred},
			{"The chain leads to a certificate authority in the listener's trust store.", Documented},
			{"Expired client certificates are refused, unless the listener allows them.", Documented},
			{"Revocation, if the trust store has revocation lists.", Documented},
		},
		{
			{possession, Inferred},
			{"Nothing else: every certificate that the client sent is forwarded without verifying it.", Documented},
		},
	},
	Versions: []string{"Since November 2024 a listener may send each header under another name: routing.http.request.x_amzn_mtls_clientcert_….header_name."},
	Todo:     []string{todoDecide, todoOnly, todoNames, todoPlus, "In passthrough mode: verify the chain yourself, and refuse a request without the header."},
	Strip:    "AWS does not document whether a client's own X-Amzn-Mtls-* headers are removed: refuse duplicates, and block direct access to the targets.",
}

var cloudFrontNotes = Notes{
	Does: [][]Claim{
		{{possession, Inferred}, {"The chain leads to a certificate authority in the distribution's trust store; a viewer without a certificate is refused.", Documented}},
		{{"A certificate is verified if the viewer sends one; a viewer without is let through.", Documented}},
		{{"The certificates are forwarded as Client-Cert and Client-Cert-Chain, and nothing is verified. Serial number, names, hash and Present are sent too.", Documented}},
	},
	Todo:  []string{"Know the mode of the distribution: only Required and Optional verify.", todoDecide, todoAbsent, todoOnly},
	Strip: "In passthrough mode incoming Client-Cert headers are dropped and set anew. Functions may rename and reshape every value.",
}

var apiGatewayNotes = Notes{
	Does: [][]Claim{
		{
			{possession, Inferred},
			{"The chain leads to a certificate in the trust store of the custom domain name; a connection that fails is refused.", Documented},
			{"Revocation is not checked.", Documented},
		},
	},
	Todo:  []string{todoDecide, "Check revocation, in an authorizer.", "Disable the default endpoint: it asks for no certificate.", todoAbsent},
	Strip: "The members are API Gateway's own and cannot be set by a client.",
}

var latticeNotes = Notes{
	Does: [][]Claim{
		{{"The X.509 fields are those of credentials of IAM Roles Anywhere, not of a TLS client certificate.", Documented}},
	},
	Todo:  []string{"Do not take the identity for that of a TLS client certificate."},
	Strip: "Copies from the client are removed.",
}

var googleCloudNotes = Notes{
	Does: [][]Claim{
		{{possession, Inferred}, {"The chain leads to a trust anchor of the trust config; a connection that fails is refused.", Documented}},
		{{"Every connection is let through, with a certificate that fails and without any; the variables say what was found.", Documented}},
	},
	Todo:  []string{todoOutcome, todoAbsent, todoDecide, "Mind values that are emptied because they are too long: names above 512 bytes, certificates above 16 KB."},
	Strip: "Custom headers replace those of the client where the backend service sets them; other names pass.",
}

var appServiceNotes = Notes{
	Does: [][]Claim{
		{
			{possession, Inferred},
			{"The certificate is forwarded and not validated: the application's code is responsible.", Documented},
		},
	},
	Todo:  []string{todoVerify, todoAbsent, todoOnly},
	Strip: "The front end sets the header; IIS with Application Request Routing uses the same name.",
}

var appGatewayNotes = Notes{
	Does: [][]Claim{
		{{possession, Inferred}, {"The chain leads to an authority of the SSL profile; a connection that fails is refused.", Documented}},
		{{"The certificate is forwarded; the backend verifies it.", Documented}},
	},
	Todo:  []string{todoOutcome, todoDecide, todoAbsent, todoOnly},
	Strip: stripAlways,
}

var apiManagementNotes = Notes{
	Does: [][]Claim{
		{{"It forwards nothing by itself: a policy reads context.Request.Certificate and writes what the operator wants.", Documented}},
	},
	Todo:  []string{todoVerify, todoOnly},
	Strip: stripAlways,
}

var containerAppsNotes = Notes{
	Does: [][]Claim{
		{{"A client certificate is needed; it is forwarded by Envoy.", Documented}},
		{{"A client certificate is forwarded if there is one.", Documented}},
	},
	Todo:  []string{todoVerify, todoAbsent},
	Strip: stripUnknown,
}

var cloudflareNotes = Notes{
	Does: [][]Claim{
		{
			{"A certificate is verified against the authorities of the zone; a request is refused only by a rule of the operator.", Documented},
			{"The RFC 9440 fields are filled whatever the verification said.", Documented},
		},
	},
	Todo:  []string{"Have a rule that refuses what did not verify, or read certVerified.", todoDecide, todoAbsent, "Accept requests from Cloudflare alone."},
	Strip: stripUnknown,
}

var akamaiNotes = Notes{
	Does: [][]Claim{
		{{"The certificate is verified against the set of authorities at the edge; whether a failure is refused is the operator's choice.", Documented}},
	},
	Todo:  []string{"Switch the enforcement on, or verify the certificate yourself.", todoDecide, todoOnly},
	Strip: stripUnknown,
}

var fastlyNotes = Notes{
	Does: [][]Claim{
		{{"The certificate is verified against the uploaded authorities; VCL reads tls.client.certificate.is_verified and decides.", Documented}},
	},
	Todo:  []string{todoOutcome, todoDecide, todoOnly},
	Strip: stripAlways,
}

var alibabaNotes = Notes{
	Does: [][]Claim{
		{{"A client certificate of the listener's authority is asked for; the names of the headers may be changed.", Documented}},
	},
	Todo:  []string{todoOutcome, todoDecide, todoOnly},
	Strip: stripUnknown,
}

var huaweiNotes = Notes{
	Does: [][]Claim{
		{{"A client certificate of the listener's authority is asked for.", Documented}},
	},
	Todo:  []string{todoOutcome, todoDecide, todoOnly},
	Strip: stripUnknown,
}

var f5Notes = Notes{
	Does: [][]Claim{
		{{"The chain leads to an authority of the client SSL profile; a connection that fails is refused.", Documented}},
		{{"A certificate that fails is let through; SSL::verify_result has OpenSSL's number.", Documented}},
	},
	Versions: []string{"Serial numbers have colons; short ones were decimal once, and \"(Negative)\" may stand in front."},
	Todo:     []string{todoOutcome, todoDecide, todoAbsent, "Put the line feeds back where X509::whole lost them."},
	Strip:    stripAlways,
}

var netScalerNotes = Notes{
	Does: [][]Claim{
		{{"A connection without a certificate that verifies is refused.", Documented}},
		{{"A client without a certificate is let through; one that fails too, unless a policy refuses it.", Documented}},
	},
	Todo:  []string{todoOutcome, todoDecide, todoAbsent},
	Strip: stripAlways,
}

var aviNotes = Notes{
	Does: [][]Claim{
		{{"The certificate is verified against the PKI profile; a connection that fails is refused.", Documented}},
		{{"A certificate is asked for, and forwarded whatever it is.", Documented}},
	},
	Todo:  []string{todoVerify, todoAbsent},
	Strip: stripAlways,
}

var webSphereNotes = Notes{
	Does: [][]Claim{
		{{"It forwards what the web server verified: the web server's setting decides.", Documented}},
	},
	Todo:  []string{"Accept private headers from trusted plug-ins alone (trusted=\"false\" of a transport, trustedHeaderOrigin).", todoAbsent},
	Strip: "The plug-in removes a client's $WS… headers; an application server that is reached directly believes them.",
}

var webLogicNotes = Notes{
	Does: [][]Claim{
		{{"It forwards what the web server verified: the web server's setting decides.", Inferred}},
	},
	Todo:  []string{"Switch WebLogic Plug-In Enabled on only where the plug-in is the only way in: it makes the server believe the header.", todoAbsent},
	Strip: "The plug-in sets the header; a server that is reached directly believes it.",
}

var sunProxyNotes = Notes{
	Does: [][]Claim{
		{{"The certificate of the connection is forwarded.", Documented}},
	},
	Todo:  []string{todoVerify, todoAbsent},
	Strip: stripUnknown,
}

var tomcatNotes = Notes{
	Does: [][]Claim{
		{{"It believes the headers of the proxy in front, and verifies nothing.", InSource}},
		{{"Tomcat itself refuses a connection without a certificate that verifies.", Measured}},
		{{"Tomcat itself verifies a certificate if there is one; one that fails is refused.", Measured}},
	},
	Todo:  []string{"Reach the connector through the proxy alone.", todoAbsent},
	Strip: "The proxy must remove a client's copies: the valve believes them. It takes (null) for absent.",
}

var javaNotes = Notes{
	Does: [][]Claim{
		{{"A client that the trust manager does not accept is refused; the program's code decides what is forwarded.", Documented}},
	},
	Todo:  []string{todoDecide, todoOnly},
	Strip: stripAlways,
}

var aspNetNotes = Notes{
	Does: [][]Claim{
		{{"It believes the header; certificate authentication then verifies the chain, with the trusted roots of the system unless told otherwise.", Documented}},
	},
	Todo:  []string{todoOnly, todoAbsent},
	Strip: "The proxy must remove a client's copy.",
}

var puppetNotes = Notes{
	Does: [][]Claim{
		{{"Puppet Server believes the headers of the proxy in front; what that verifies is its own.", Documented}},
	},
	Todo:  []string{todoOutcome, "Let nobody but the proxy reach Puppet Server: it believes the headers."},
	Strip: "The proxy must set all three for every request.",
}

var zimbraNotes = Notes{
	Does: [][]Claim{
		{{"As nginx's ssl_verify_client: on, optional or off.", Reported}},
	},
	Todo:  []string{todoAbsent, todoDecide},
	Strip: stripAlways,
}

var authentikNotes = Notes{
	Does: [][]Claim{
		{{"The certificate is forwarded to the server, whose stage verifies it against its authorities. It reads XFCC, SSL-Client-Cert and X-Forwarded-TLS-Client-Cert too.", InSource}},
	},
	Todo:  []string{todoOnly, todoAbsent},
	Strip: stripUnknown,
}

var nodeNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {chainToTrust, Documented}, {refusedBefore, Documented}},
		{{"Every client is let through; socket.authorized and authorizationError say what was found.", Measured}},
	},
	Versions: []string{"http-proxy writes header values as Latin-1: Müller is not UTF-8."},
	Todo:     []string{todoOutcome, todoDecide, todoAbsent},
	Strip:    stripAlways,
}

var goProgramsNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {chainToTrust, Documented}, {refusedBefore, Documented}},
		{{"A certificate is verified if there is one; one that fails is refused.", Documented}},
		{{"Nothing is verified.", Documented}},
	},
	Versions: []string{"pkix.Name.String reorders names, and writes types that it does not know as #hex.", "url.QueryEscape makes the spaces of PEM a +, url.PathEscape leaves + and = bare."},
	Todo:     []string{"Know the ClientAuthType: three of five verify nothing.", todoDecide, todoAbsent},
	Strip:    stripAlways,
}

var pythonNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {chainToTrust, Documented}, {refusedBefore, Documented}},
		{{"A certificate is verified if there is one; one that fails is refused.", Measured}},
	},
	Todo:  []string{todoDecide, todoAbsent, "Mind quote(): it leaves / bare."},
	Strip: stripAlways,
}

var envoyNotes = Notes{
	Does: [][]Claim{
		{{"What came in is dropped, and one element of this connection's client is set.", Documented}},
		{{"On a mutual TLS connection an element of this client is appended to what came in; earlier elements may be the client's own.", Documented}},
		{{"What came in is forwarded, whoever sent it.", Documented}},
	},
	Versions: []string{"Envoys of 2017 wrote SAN= for URI=.", "Names were written /C=US/…/CN=… once.", "By is repeated for each URI of the proxy; older ones wrote the first alone.", "Since March 2026 set_client_cert_format gives JSON.", "Since September 2026 the filter client_cert sends RFC 9440."},
	Todo:     []string{"Believe the last element: the nearest proxy wrote it. Those before it may be forged.", "Refuse an element with Cert= twice.", todoDecide, todoOnly},
	Strip:    "With SANITIZE, the default, and SANITIZE_SET a client's copy is removed; with APPEND_FORWARD and ALWAYS_FORWARD_ONLY it is kept.",
}

var linkerdNotes = Notes{
	Does: [][]Claim{
		{{"The identity is that of the mesh certificate which the proxy verified; there is no certificate in the request.", InSource}},
	},
	Todo:  []string{todoDecide, todoAbsent, todoOnly},
	Strip: "The proxy removes l5d-* headers that a client sends.",
}

var cloudFoundryNotes = Notes{
	Does: [][]Claim{
		{{"The certificate of the connection is set; what the client sent is dropped.", Documented}},
		{{"What came in is forwarded as it is.", Documented}},
	},
	Todo:  []string{todoVerify, todoAbsent, todoOnly},
	Strip: "With always_forward and forward a client's copy passes; with sanitize_set it is dropped.",
}

var rfc9440Notes = Notes{
	Does: [][]Claim{
		{
			{possession, Documented},
			{"Whether the chain was verified is not part of the format: what the proxy does is its own.", Documented},
		},
	},
	Versions: []string{"Google Cloud, Cloudflare's rulesets, CloudFront in passthrough mode, Akamai (another name), Envoy's filter client_cert and Otoroshi write it."},
	Todo:     []string{"Know what your proxy verifies: the headers do not say it.", todoDecide, todoAbsent, todoOnly},
	Strip:    "The RFC asks the proxy to remove both headers from every request before it sets them (section 3.1).",
}

var otoroshiNotes = Notes{
	Does: [][]Claim{
		{{"The certificates are forwarded by a plugin.", Reported}},
	},
	Todo:  []string{todoDecide, todoOnly},
	Strip: stripUnknown,
}

var nginxNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {chainToTrust, Documented}, {"A request without a certificate, or with one that fails, is answered 400.", Measured}},
		{{"A certificate is verified if there is one; one that fails is answered 400, unless error_page 495 lets the request through.", Measured}},
		{{"A certificate of an unknown authority is let through, and $ssl_client_verify says FAILED. An expired one is answered 400 all the same.", Measured}},
	},
	Versions: []string{"Since 1.11.6 names are RFC 2253; the slash form is now in the …_legacy variables.", "FAILED without a reason before 1.11.7.", "$ssl_client_escaped_cert since 1.13.5; $ssl_client_cert, with a tab after each line feed, is deprecated.", "$ssl_client_raw_cert in a header ends the head: what follows it is lost, the outcome too."},
	Todo:     []string{todoOutcome, todoDecide, todoAbsent, "Have the intermediates yourself: nginx forwards no chain."},
	Strip:    "proxy_set_header replaces a client's copy. nginx drops names with underscores, so a twin name does not pass.",
}

var ingressNginxNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {"The chain leads to an authority of auth-tls-secret; a request without a certificate that verifies is answered 400.", Documented}},
		{{"A certificate is verified if there is one.", Documented}},
		{{"A certificate of an unknown authority is let through, and ssl-client-verify says FAILED.", Measured}},
	},
	Versions: []string{"Before November 2017 the certificate was sent with its line feeds."},
	Todo:     []string{todoOutcome, todoDecide, todoAbsent, "Switch auth-tls-pass-certificate-to-upstream on if the certificate is needed."},
	Strip:    "The headers are set for every request of a location with client authentication, and there alone: elsewhere a client's copy passes.",
}

var haproxyNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {"The chain leads to an authority of ca-file; a connection without a certificate that verifies is refused.", Documented}},
		{{"A certificate is verified if there is one; one that fails is refused, unless crt-ignore-err and ca-ignore-err let it through.", Documented}},
		{{"A certificate that fails is let through, and ssl_c_verify has OpenSSL's number.", Measured}},
	},
	Versions: []string{"Names are /C=…/CN=… without escapes by default; \"/\" is a \"+\" too. ssl_c_s_dn(,0,rfc2253) gives RFC 2253.", "Header names are sent in small letters.", "ssl_c_chain_der is base64 of the certificates one after the other, without the client's own."},
	Todo:     []string{todoOutcome, "Do not take 0 for verified: read ssl_c_used, or see that the name is not empty.", todoDecide, todoAbsent},
	Strip:    "http-request set-header replaces a client's copy; a twin name (- for _) passes, in front of the real one.",
}

var apacheNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {"The chain leads to an authority of SSLCACertificateFile; a connection without a certificate that verifies is refused.", Documented}},
		{{"A certificate is verified if there is one; one that fails is refused.", Documented}},
		{{"A certificate of an unknown authority is let through, and SSL_CLIENT_VERIFY says FAILED; an expired one is refused in the handshake.", Measured}},
	},
	Versions: []string{"Since 2.3.11 names are RFC 2253 with characters above ASCII as they are; LegacyDNStringFormat gives the slash form.", "expr=%{escape:…} leaves + and / bare."},
	Todo:     []string{todoOutcome, "Take (null) for absent.", todoDecide, todoAbsent},
	Strip:    "RequestHeader set replaces a client's copy; a twin name (- for _) passes.",
}

var lighttpdNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {chainToTrust, Documented}},
		{{"A certificate that fails is let through; SSL_CLIENT_VERIFY says FAILED, and no other variable of it is set.", Measured}},
	},
	Todo:  []string{todoOutcome, todoDecide, todoAbsent},
	Strip: "The variables are lighttpd's own; headers of the same name become HTTP_….",
}

var traefikNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {"The chain leads to an authority of clientAuth.caFiles; another connection is refused.", Documented}},
		{{"A certificate is verified if there is one; one that fails is refused.", Documented}},
		{{possession, Measured}, {"Nothing is verified: the certificates are forwarded as they came, expired and unknown ones too.", Measured}},
	},
	Versions: []string{"Up to 2.9.1 the base64 is percent-encoded (+ / =), from 2.9.4 it is not.", "Info of 1.7 (…-Cert-Infos) and 2.0.0 to 2.0.6 has commas between fields and semicolons between certificates; since 2.0.7 the other way round.", "1.7 has the names X-Forwarded-Tls-Client-Cert-Infos and X-Forwarded-Ssl-Client-Cert-Infos.", "In Info SN is the serialNumber attribute, and names have an order of their own."},
	Todo:     []string{"Know the clientAuthType: three of five verify nothing.", todoVerify, "Read the first certificate: the whole chain is in one value.", todoAbsent},
	Strip:    "The entry point removes a client's copies, unless forwardedHeaders.insecure or a trusted address lets them through.",
}

var caddyNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {chainToTrust, Documented}, {refusedBefore, Measured}},
		{{"A certificate is verified if there is one; one that fails is refused.", Measured}},
		{{possession, Measured}, {"Nothing is verified: expired and unknown certificates are forwarded.", Measured}},
	},
	Versions: []string{"Without a certificate Caddy 2.6 sends the placeholder itself, {http.request.tls.client.…}; 2.11 sends nothing, :: or <nil>.", "certificate_pem cannot be a header: the request is answered 502."},
	Todo:     []string{"Know the client_auth mode: request and require verify nothing.", "Take a placeholder, :: and <nil> for absent.", todoDecide, todoAbsent},
	Strip:    "header_up replaces a client's copy; 2.11 drops the twin with underscores too.",
}

var kongNotes = Notes{
	Does: [][]Claim{
		{{"A certificate is asked for and not verified.", Documented}},
		{{"The chain leads to an authority of the plugin's, and the client is mapped to a consumer.", Documented}},
	},
	Versions: []string{"One example of Kong's puts the certificate under X-Forwarded-Client-Cert: that is not XFCC."},
	Todo:     []string{"See that mtls-auth or header-cert-auth verifies: tls-metadata-headers alone does not.", todoDecide, todoAbsent},
	Strip:    stripUnknown,
}

var apisixNotes = Notes{
	Does: [][]Claim{
		{{"The chain leads to that authority; a request without a certificate that verifies is refused.", Documented}},
	},
	Todo:  []string{todoOutcome, todoDecide, todoAbsent},
	Strip: stripAlways,
}

var trafficServerNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {chainToTrust, Documented}},
		{{"A certificate is verified if there is one.", Documented}},
	},
	Todo:  []string{todoAbsent, todoDecide},
	Strip: "The plugin removes a client's copies.",
}

var squidNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {chainToTrust, Documented}},
	},
	Todo:  []string{todoAbsent, todoDecide, "Read the last line of a name: a client's own stands in front of it."},
	Strip: "request_header_add appends: a client's own copy stays in front. Remove it with request_header_access.",
}

var varnishNotes = Notes{
	Does: [][]Claim{
		{{"It reads what the proxy in front wrote into its PROXY header: the common name and OpenSSL's number, no certificate.", Measured}},
	},
	Todo:  []string{todoOutcome, "Do not take 0 for verified: ask whether there was a certificate.", todoDecide},
	Strip: stripAlways,
}

var hitchNotes = Notes{
	Does: [][]Claim{
		{{"The result stands in the PROXY header before the request, never in a header of it.", Measured}},
	},
	Todo:  []string{todoDecide},
	Strip: "It adds no headers.",
}

var nghttpxNotes = Notes{
	Does: [][]Claim{
		{{possession, Measured}, {"The chain leads to an authority of verify-client-cacert; with verify-client-tolerate-expired an expired one is let in, and nothing says so.", Measured}},
	},
	Todo:  []string{todoDecide},
	Strip: "It adds no headers by itself.",
}

var stunnelNotes = Notes{
	Does: [][]Claim{
		{{"A certificate that fails is refused; the log says so, no request does.", Measured}},
	},
	Todo:  []string{todoDecide},
	Strip: "It adds no headers.",
}
