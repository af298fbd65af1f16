package family

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
