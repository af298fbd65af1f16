package family

// Proxies that people run themselves. Sources: the proxies' source code and documents,
// and requests captured from nginx 1.22, HAProxy 2.6, Apache 2.4.71, Caddy 2.6 and
// 2.11, Traefik 2.0, 2.9.1 and 3.7, lighttpd 1.4.69, Traffic Server 9.2, Squid 5.7,
// Varnish 7.1, hitch 1.7, stunnel 5.68 and nghttpx 1.52.

var nginx = Family{
	ID: Nginx, Slug: "nginx", Title: "nginx",
	Reference: "https://nginx.org/en/docs/http/ngx_http_ssl_module.html#variables",
	Formats:   []Format{{"names of the operator", Request}, {"variables in a log", Log}, {"indigo-iam's names", Request}},
	Headers: []Header{
		{"x-ssl-client-cert", Certificate, Ways{pemPercent, pemTabs, pemLines}, Usual, 2, false},
		{"x-ssl-client-s-dn", Subject, Ways{nameRFC2253, nameSlash}, Usual, 2, false},
		{"x-ssl-client-i-dn", Issuer, Ways{nameRFC2253, nameSlash}, Usual, 2, false},
		{"x-ssl-client-serial", Serial, Ways{serialUpper}, Usual, 2, false},
		{"x-ssl-client-v-start", NotBefore, Ways{dateOpenSSL}, Usual, 2, false},
		{"x-ssl-client-v-end", NotAfter, Ways{dateOpenSSL}, Usual, 2, false},
		{"x-ssl-client-verify", Outcome, Ways{words3}, Usual, 2, false},
		{"x-ssl-client-fingerprint", Fingerprint, Ways{sha1Lower}, Usual, 0, false},
		{"x-ssl-client-dn", Subject, Ways{nameRFC2253, nameSlash}, Shared, 0, false},
		{"x-ssl-client-subject", Subject, Ways{nameRFC2253, nameSlash}, Shared, 0, false},
		{"x-ssl-client-issuer", Issuer, Ways{nameRFC2253, nameSlash}, Shared, 0, false},
		{"x-ssl-client-remain", Remaining, Ways{plainText}, Usual, 0, false},
		{"x-ssl-client-v-remain", Remaining, Ways{plainText}, Usual, 0, false},
		{"x-ssl-cert", Certificate, Ways{pemPercent, pemTabs, pemLines}, Usual, 0, false},
		{"x-ssl-fingerprint", Fingerprint, Ways{sha1Lower}, Usual, 0, false},
		{"x-ssl-serial", Serial, Ways{serialUpper}, Usual, 0, false},
		{"x-ssl-verified", Outcome, Ways{words3}, Usual, 0, false},
		{"x-ssl-verify", Outcome, Ways{words3}, Usual, 0, false},
		{"x-ssl-subject", Subject, Ways{nameRFC2253, nameSlash}, Shared, 0, false},
		{"x-ssl-issuer", Issuer, Ways{nameRFC2253, nameSlash}, Shared, 0, false},
		{"x-client-cert", Certificate, Ways{pemPercent, pemTabs, pemLines}, Shared, 0, false},
		{"x-client-verify", Outcome, Ways{words3}, Shared, 0, false},
		{"x-client-dn", Subject, Ways{nameRFC2253, nameSlash}, Shared, 0, false},
		{"x-client-certificate", Certificate, Ways{pemPercent, pemTabs}, Shared, 0, false},
		{"x-forwarded-client-cert", Certificate, Ways{pemPercent}, Shared, 0, false},
		{"client-cert", Certificate, Ways{pemPercent, pemTabs}, Shared, 0, false},
		{"ssl-client-cert", Certificate, Ways{pemTabs, pemLines, pemPercent}, Shared, 1, false},
		{"ssl-client-escaped-cert", Certificate, Ways{pemPercent}, Usual, 1, false},
		{"ssl-client-raw-cert", Certificate, Ways{pemLines}, Own, 1, false},
		{"ssl-client-s-dn", Subject, Ways{nameRFC2253, nameSlash}, Shared, 1, false},
		{"ssl-client-i-dn", Issuer, Ways{nameRFC2253, nameSlash}, Shared, 1, false},
		{"ssl-client-s-dn-legacy", Subject, Ways{nameSlash}, Own, 1, false},
		{"ssl-client-i-dn-legacy", Issuer, Ways{nameSlash}, Own, 1, false},
		{"ssl-client-serial", Serial, Ways{serialUpper}, Usual, 1, false},
		{"ssl-client-fingerprint", Fingerprint, Ways{sha1Lower}, Usual, 1, false},
		{"ssl-client-v-start", NotBefore, Ways{dateOpenSSL}, Shared, 1, false},
		{"ssl-client-v-end", NotAfter, Ways{dateOpenSSL}, Shared, 1, false},
		{"ssl-client-v-remain", Remaining, Ways{plainText}, Shared, 1, false},
		{"ssl-client-verify", Outcome, Ways{words3}, Shared, 1, false},
		{"ssl-client-sigalg", KeyDetail, Ways{plainText}, Own, 1, false},
	},
	Modes: []Mode{
		{Required, "ssl_verify_client on"},
		{Optional, "ssl_verify_client optional"},
		{Tolerant, "ssl_verify_client optional_no_ca"},
	},
	Chain:   NoChain,
	Outcome: "$ssl_client_verify is SUCCESS, FAILED:reason or NONE.",
	Neighbors: []Neighbor{
		{"x-real-ip", "", 3}, {"server-software", "nginx", 50}, {"x-ssl-protocol", "", 5},
	},
}

var ingressNginx = Family{
	ID: IngressNginx, Slug: "ingress-nginx", Title: "nginx, with the names of ingress-nginx",
	Reference: "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#client-certificate-authentication",
	Formats:   []Format{{"ssl-client-*", Request}},
	Headers: []Header{
		{"ssl-client-cert", Certificate, Ways{pemPercent, pemTabs, pemLines}, Usual, 0, false},
		{"ssl-client-subject-dn", Subject, Ways{nameRFC2253, nameSlash}, Usual, 0, false},
		{"ssl-client-issuer-dn", Issuer, Ways{nameRFC2253, nameSlash}, Usual, 0, false},
		{"ssl-client-dn", Subject, Ways{nameRFC2253, nameSlash}, Usual, 0, false}, // until 2017
		{"ssl-client-verify", Outcome, Ways{words3}, Usual, 0, false},
	},
	Modes: []Mode{
		{Required, "auth-tls-verify-client: on"},
		{Optional, "auth-tls-verify-client: optional"},
		{Tolerant, "auth-tls-verify-client: optional_no_ca"},
	},
	Chain:   NoChain,
	Outcome: "ssl-client-verify is SUCCESS, FAILED:reason or NONE.",
	Neighbors: []Neighbor{
		{"x-real-ip", "", 2}, {"x-scheme", "", 5}, {"x-forwarded-scheme", "", 5}, {"x-original-uri", "", 3},
	},
}

var haproxy = Family{
	ID: HAProxy, Slug: "haproxy", Title: "HAProxy",
	Reference: "https://docs.haproxy.org/3.0/configuration.html#7.3.4",
	Formats:   []Format{{"names of the operator", Request}, {"Cloud Foundry's HAProxy", Request}, {"Keycloak's recipe", Request}},
	Headers: []Header{
		{"x-ssl", ConnectionInfo, Ways{bit}, Usual, 0, false},
		{"x-ssl-client-verify", Outcome, Ways{number}, Usual, 0, false},
		{"x-ssl-client-dn", Subject, Ways{nameSlashRaw, nameRFC2253}, Usual, 0, false},
		{"x-ssl-client-cn", CommonName, Ways{plainText}, Usual, 0, false},
		{"x-ssl-issuer", Issuer, Ways{nameSlashRaw, nameRFC2253}, Usual, 0, false},
		{"x-ssl-client-notbefore", NotBefore, Ways{dateShort}, Usual, 0, false},
		{"x-ssl-client-notafter", NotAfter, Ways{dateShort}, Usual, 0, false},
		{"x-ssl-client-not-before", NotBefore, Ways{dateShort}, Shared, 0, false},
		{"x-ssl-client-not-after", NotAfter, Ways{dateShort}, Shared, 0, false},
		{"x-ssl-client-sha1", Fingerprint, Ways{sha1Upper, sha1Raw}, Usual, 0, false},
		{"x-ssl-client-sha256", Fingerprint, Ways{sha256Upper}, Usual, 0, false},
		{"x-ssl-client-serial", Serial, Ways{serialUpper, serialBase64}, Usual, 0, false},
		{"x-ssl-client-san", AllNames, Ways{listOpenSSL}, Usual, 0, false},
		{"x-ssl-client-used", Present, Ways{bit}, Own, 0, false},
		{"x-ssl-client-version", KeyDetail, Ways{plainText}, Usual, 0, false},
		{"x-ssl-client-key-alg", KeyDetail, Ways{plainText}, Usual, 0, false},
		{"x-ssl-client-sig-alg", KeyDetail, Ways{plainText}, Usual, 0, false},
		{"x-ssl-client-cert", Certificate, Ways{base64DER, base64URL, pemOneLine, bit}, Usual, 0, false},
		{"x-ssl-client-der", Certificate, Ways{base64DER}, Usual, 0, false}, // OpenShift's router
		{"x-ssl-client-ca-err", Error, Ways{number}, Usual, 0, false},
		{"x-ssl-client-err", Error, Ways{number}, Usual, 0, false},
		{"ssl-client-cert", Certificate, Ways{base64DER, pemOneLine}, Usual, 0, false},
		{"ssl-client-verify", Outcome, Ways{number}, Shared, 0, false},
		{"ssl-client-s-dn", Subject, Ways{nameSlashRaw, nameRFC2253}, Shared, 0, false},
		{"ssl-client-i-dn", Issuer, Ways{nameSlashRaw, nameRFC2253}, Shared, 0, false},
		{"x-forwarded-client-cert", Certificate, Ways{base64DER}, Shared, 1, false},
		{"x-ssl-client", Present, Ways{bit}, Usual, 1, false},
		{"x-ssl-client-session-id", ConnectionInfo, Ways{plainText}, Usual, 1, false},
		{"x-ssl-client-subject-dn", Subject, Ways{nameSlashBase64}, Usual, 1, false},
		{"x-ssl-client-subject-cn", CommonName, Ways{textBase64}, Usual, 1, false},
		{"x-ssl-client-issuer-dn", Issuer, Ways{nameSlashBase64}, Usual, 1, false},
		{"client-cert", Certificate, Ways{base64DER, byteSequence}, Shared, 2, false},
		{"client-cert-chain", Chain, Ways{base64DER}, Shared, 2, false},
	},
	Modes: []Mode{
		{Required, "verify required"},
		{Optional, "verify optional"},
		{Tolerant, "verify optional, errors ignored"},
	},
	Chain:   WithoutLeaf,
	Outcome: "ssl_c_verify is 0 for a certificate that verified, and 0 without any certificate too; otherwise OpenSSL's number. ssl_c_used says whether there was one.",
}

var apache = Family{
	ID: Apache, Slug: "apache", Title: "Apache httpd",
	Reference: "https://httpd.apache.org/docs/current/mod/mod_ssl.html#envvars",
	Formats:   []Format{{"headers of mod_headers", Request}, {"variables of mod_ssl", Request}},
	Headers: []Header{
		{"ssl-client-cert", Certificate, Ways{pemBlanks, pemLines}, Usual, 1, false},
		{"ssl-client-cert-chain-0", Chain, Ways{pemBlanks, pemLines}, Own, 1, false},
		{"cert-chain-0", Chain, Ways{pemBlanks}, Usual, 0, false},
		{"ssl-client-b64cert", Certificate, Ways{base64DER}, Own, 1, false},
		{"ssl-client-b64cert-chain-0", Chain, Ways{base64DER}, Own, 1, false},
		{"ssl-client-cert-rfc4523-cea", KeyDetail, Ways{plainText}, Own, 1, false},
		{"ssl-client-verify", Outcome, Ways{wordsApache}, Usual, 1, false},
		{"ssl-client-s-dn", Subject, Ways{nameUTF8, nameSlash}, Usual, 1, false},
		{"ssl-client-i-dn", Issuer, Ways{nameUTF8, nameSlash}, Usual, 1, false},
		{"ssl-client-s-dn-cn", CommonName, Ways{plainText}, Usual, 1, false},
		{"ssl-client-s-dn-email", SubjectPart, Ways{plainText}, Usual, 1, false},
		{"ssl-client-s-dn-o", SubjectPart, Ways{plainText}, Usual, 1, false},
		{"ssl-client-s-dn-ou", SubjectPart, Ways{plainText}, Usual, 1, false},
		{"ssl-client-s-dn-c", SubjectPart, Ways{plainText}, Usual, 1, false},
		{"ssl-client-s-dn-st", SubjectPart, Ways{plainText}, Usual, 1, false},
		{"ssl-client-s-dn-l", SubjectPart, Ways{plainText}, Usual, 1, false},
		{"ssl-client-s-dn-uid", SubjectPart, Ways{plainText}, Usual, 1, false},
		{"ssl-client-s-dn-dc", SubjectPart, Ways{plainText}, Usual, 1, false},
		{"ssl-client-i-dn-cn", IssuerPart, Ways{plainText}, Usual, 1, false},
		{"ssl-client-i-dn-o", IssuerPart, Ways{plainText}, Usual, 1, false},
		{"ssl-client-i-dn-c", IssuerPart, Ways{plainText}, Usual, 1, false},
		{"ssl-client-m-serial", Serial, Ways{serialUpper}, Usual, 1, false},
		{"ssl-client-m-version", KeyDetail, Ways{plainText}, Usual, 1, false},
		{"ssl-client-v-start", NotBefore, Ways{dateOpenSSL}, Usual, 1, false},
		{"ssl-client-v-end", NotAfter, Ways{dateOpenSSL}, Usual, 1, false},
		{"ssl-client-v-remain", Remaining, Ways{plainText}, Usual, 1, false},
		{"ssl-client-san-dns-0", DNSNames, Ways{plainText}, Usual, 1, false},
		{"ssl-client-san-email-0", Emails, Ways{plainText}, Usual, 1, false},
		{"ssl-client-san-othername-ms-upn-0", KeyDetail, Ways{plainText}, Own, 1, false},
		{"ssl-client-a-key", KeyDetail, Ways{plainText}, Usual, 1, false},
		{"ssl-client-a-sig", KeyDetail, Ways{plainText}, Usual, 1, false},
		{"x-ssl-cert", Certificate, Ways{pemBlanks}, Usual, 0, false},
		{"x-ssl-client-verify", Outcome, Ways{wordsApache}, Usual, 0, false},
		{"x-ssl-client-cert", Certificate, Ways{pemBlanks, pemApache, pemBase64}, Usual, 0, false},
		{"x-ssl-client-s-dn", Subject, Ways{nameUTF8, nameSlash}, Usual, 0, false},
		{"x-ssl-client-i-dn", Issuer, Ways{nameUTF8, nameSlash}, Usual, 0, false},
		{"x-ssl-client-serial", Serial, Ways{serialUpper}, Shared, 0, false},
		{"x-ssl-client-v-start", NotBefore, Ways{dateOpenSSL}, Shared, 0, false},
		{"x-ssl-client-v-end", NotAfter, Ways{dateOpenSSL}, Shared, 0, false},
		{"x-client-cert", Certificate, Ways{pemBlanks, pemApache}, Shared, 0, false},
		{"x-client-verify", Outcome, Ways{wordsApache}, Shared, 0, false},
		{"x-client-dn", Subject, Ways{nameUTF8, nameSlash}, Shared, 0, false},
		{"x-client-cn", CommonName, Ways{plainText}, Shared, 0, false},
		{"x-client-email", Emails, Ways{plainText}, Shared, 0, false},
		{"x-client-san-dns-0", DNSNames, Ways{plainText}, Shared, 0, false},
		{"x-client-san-email-0", Emails, Ways{plainText}, Shared, 0, false},
		{"x-ssl-subject", Subject, Ways{nameUTF8, nameSlash}, Shared, 0, false},
		{"ssl-server-s-dn", ProxyIdentity, Ways{nameUTF8, nameSlash}, Usual, 1, false},
		{"ssl-server-i-dn", ProxyIdentity, Ways{nameUTF8, nameSlash}, Usual, 1, false},
		{"ssl-server-s-dn-cn", ProxyIdentity, Ways{plainText}, Usual, 1, false},
		{"ssl-server-s-dn-ou", ProxyIdentity, Ways{plainText}, Usual, 1, false},
		{"ssl-server-s-dn-o", ProxyIdentity, Ways{plainText}, Usual, 1, false},
		{"ssl-server-m-serial", ProxyIdentity, Ways{serialUpper}, Usual, 1, false},
		{"ssl-server-m-version", ProxyIdentity, Ways{plainText}, Usual, 1, false},
		{"ssl-server-v-start", ProxyIdentity, Ways{dateOpenSSL}, Usual, 1, false},
		{"ssl-server-v-end", ProxyIdentity, Ways{dateOpenSSL}, Usual, 1, false},
		{"ssl-server-cert", ProxyIdentity, Ways{pemLines, pemBlanks}, Usual, 1, false},
		{"ssl-server-san-dns-0", ProxyIdentity, Ways{plainText}, Usual, 1, false},
	},
	Modes: []Mode{
		{Required, "SSLVerifyClient require"},
		{Optional, "SSLVerifyClient optional"},
		{Tolerant, "SSLVerifyClient optional_no_ca"},
	},
	Chain:   WithoutLeaf,
	Outcome: "SSL_CLIENT_VERIFY is NONE, SUCCESS, GENEROUS or FAILED:reason. A variable that is not set is sent as (null).",
	Neighbors: []Neighbor{
		{"x-forwarded-server", "", 6}, {"server-software", "apache", 60}, {"ssl-version-interface", "mod_ssl", 60}, {"via", "(apache/", 40},
	},
}

var lighttpd = Family{
	ID: Lighttpd, Slug: "lighttpd", Title: "lighttpd",
	Reference: "https://redmine.lighttpd.net/projects/lighttpd/wiki/Docs_SSL",
	Formats:   []Format{{"CGI variables", Request}},
	Headers: []Header{
		{"ssl-client-verify", Outcome, Ways{words3}, Usual, 0, false},
		{"ssl-client-s-dn", Subject, Ways{nameOneLine}, Usual, 0, false},
		{"ssl-client-s-dn-cn", CommonName, Ways{plainText}, Usual, 0, false},
		{"ssl-client-s-dn-c", SubjectPart, Ways{plainText}, Shared, 0, false},
		{"ssl-client-s-dn-o", SubjectPart, Ways{plainText}, Shared, 0, false},
		{"ssl-client-s-dn-emailaddress", SubjectPart, Ways{plainText}, Own, 0, false},
		{"ssl-client-s-dn-serialnumber", SubjectPart, Ways{plainText}, Shared, 0, false},
		{"ssl-client-m-serial", Serial, Ways{serialUpper}, Usual, 0, false},
		{"ssl-client-cert", Certificate, Ways{pemLines}, Usual, 0, false},
	},
	Modes: []Mode{
		{Required, "ssl.verifyclient.enforce enable"},
		{Tolerant, "ssl.verifyclient.enforce disable"},
	},
	Chain:   NoChain,
	Outcome: "SSL_CLIENT_VERIFY is SUCCESS, NONE or FAILED:error:… with OpenSSL's number in hexadecimal. mod_proxy forwards nothing.",
	Neighbors: []Neighbor{
		{"server-software", "lighttpd", 60},
	},
}

var traefik = Family{
	ID: Traefik, Slug: "traefik", Title: "Traefik",
	Reference: "https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/passtlsclientcert/",
	Formats:   []Format{{"PassTLSClientCert", Request}, {"access log", Log}},
	Headers: []Header{
		{"x-forwarded-tls-client-cert", Chain, Ways{base64List, base64DER, base64ListEscaped}, Own, 0, false},
		{"x-forwarded-tls-client-cert-info", Bundle, Ways{info}, Own, 0, false},
		{"x-forwarded-tls-client-cert-infos", Bundle, Ways{info}, Own, 0, false},
		{"x-forwarded-ssl-client-cert", Chain, Ways{base64ListEscaped, base64DER}, Own, 0, false},
		{"x-forwarded-ssl-client-cert-infos", Bundle, Ways{info}, Own, 0, false},
		{"tlsclientsubject", Subject, Ways{nameGo}, Own, 1, true},
	},
	Modes: []Mode{
		{Required, "RequireAndVerifyClientCert"},
		{Optional, "VerifyClientCertIfGiven"},
		{Passthrough, "RequestClientCert, RequireAnyClientCert"},
	},
	Chain:   LeafFirst,
	Outcome: "Nothing says it.",
	Neighbors: []Neighbor{
		{"x-forwarded-server", "", 5}, {"x-forwarded-port", "", 3}, {"tlsversion", "", 10}, {"routername", "", 20},
	},
}

var caddy = Family{
	ID: Caddy, Slug: "caddy", Title: "Caddy",
	Reference: "https://caddyserver.com/docs/json/apps/http/",
	Formats:   []Format{{"names of the operator", Request}, {"access log", Log}},
	Headers: []Header{
		{"x-tls-client-certificate-der-base64", Certificate, Ways{base64DER}, Own, 0, false},
		{"x-tls-client-fingerprint", Fingerprint, Ways{sha256Lower}, Usual, 0, false},
		{"x-tls-client-issuer", Issuer, Ways{nameGo}, Usual, 0, false},
		{"x-tls-client-subject", Subject, Ways{nameGo}, Usual, 0, false},
		{"x-tls-client-serial", Serial, Ways{serialDecimal}, Usual, 0, false},
		{"x-tls-client-san-dns", DNSNames, Ways{listGo}, Usual, 0, false},
		{"x-tls-client-san-emails", Emails, Ways{listGo}, Usual, 0, false},
		{"x-tls-client-san-ips", Addresses, Ways{listGo}, Usual, 0, false},
		{"x-tls-client-san-uris", URIs, Ways{listGo}, Usual, 0, false},
		{"x-client-cert", Certificate, Ways{base64DER}, Shared, 0, false},
		{"x-client-serial", Serial, Ways{serialDecimal}, Shared, 0, false},
		{"x-client-subject", Subject, Ways{nameGo}, Shared, 0, false},
		{"x-client-issuer", Issuer, Ways{nameGo}, Shared, 0, false},
		{"x-client-fingerprint", Fingerprint, Ways{sha256Lower}, Shared, 0, false},
		{"client-cert", Certificate, Ways{byteSequence}, Shared, 0, false},
		{"client-common-name", CommonName, Ways{plainText}, Usual, 1, true},
		{"client-serial", Serial, Ways{serialDecimal}, Usual, 1, true},
	},
	Modes: []Mode{
		{Required, "require_and_verify"},
		{Optional, "verify_if_given"},
		{Passthrough, "request, require"},
	},
	Chain:   NoChain,
	Outcome: "Nothing says it.",
	Neighbors: []Neighbor{
		{"via", "caddy", 50}, {"logger", "http.log.access", 50},
	},
}

var kong = Family{
	ID: Kong, Slug: "kong", Title: "Kong Gateway",
	Reference: "https://developer.konghq.com/plugins/tls-metadata-headers/",
	Formats:   []Format{{"tls-metadata-headers", Request}},
	Headers: []Header{
		{"x-client-cert", Certificate, Ways{pemPercent}, Usual, 0, false},
		{"x-client-cert-serial", Serial, Ways{serialUpper}, Usual, 0, false},
		{"x-client-cert-issuer-dn", Issuer, Ways{nameRFC2253}, Usual, 0, false},
		{"x-client-cert-subject-dn", Subject, Ways{nameRFC2253}, Usual, 0, false},
		{"x-client-cert-fingerprint", Fingerprint, Ways{sha1Lower}, Usual, 0, false},
		{"x-forwarded-client-cert", Certificate, Ways{pemPercent}, Shared, 0, false},
	},
	Modes: []Mode{
		{Passthrough, "tls-handshake-modifier"},
		{Required, "mtls-auth"},
	},
	Chain: NoChain, Outcome: "Nothing says it.",
	Neighbors: []Neighbor{
		{"x-kong-*", "", 50}, {"via", "kong", 50}, {"x-consumer-id", "", 40}, {"x-consumer-username", "", 40},
	},
}

var apisix = Family{
	ID: APISIX, Slug: "apisix", Title: "Apache APISIX",
	Reference: "https://apisix.apache.org/docs/apisix/mtls/",
	Formats:   []Format{{"nginx's variables under names of the operator", Request}},
	Headers: []Header{
		{"x-ssl-client-cert", Certificate, Ways{pemPercent}, Shared, 0, false},
		{"x-ssl-client-verify", Outcome, Ways{words3}, Shared, 0, false},
		{"x-ssl-client-s-dn", Subject, Ways{nameRFC2253}, Shared, 0, false},
	},
	Modes: []Mode{{Required, "client.ca of an SSL object"}},
	Chain: NoChain, Outcome: "As nginx: SUCCESS, FAILED:reason, NONE.",
	Neighbors: []Neighbor{{"x-apisix-*", "", 50}, {"apisix-*", "", 50}, {"server", "apisix", 50}},
}

var trafficServer = Family{
	ID: TrafficServer, Slug: "traffic-server", Title: "Apache Traffic Server",
	Reference: "https://docs.trafficserver.apache.org/en/latest/admin-guide/plugins/sslheaders.en.html",
	Formats:   []Format{{"sslheaders", Request}},
	Headers: []Header{
		{"ssl-client-cert", Certificate, Ways{pemBlanks}, Shared, 0, false},
		{"ssl-client-subject", Subject, Ways{nameOneLine}, Usual, 0, false},
		{"ssl-client-issuer", Issuer, Ways{nameOneLine}, Usual, 0, false},
		{"ssl-client-serial", Serial, Ways{serialUpper}, Shared, 0, false},
		{"ssl-client-signature", KeyDetail, Ways{plainText}, Usual, 0, false},
		{"ssl-client-notbefore", NotBefore, Ways{dateOpenSSL}, Usual, 0, false},
		{"ssl-client-notafter", NotAfter, Ways{dateOpenSSL}, Usual, 0, false},
	},
	Modes: []Mode{
		{Required, "certification_level 2"},
		{Optional, "certification_level 1"},
	},
	Chain: NoChain, Outcome: "No header says it. Without a certificate no header is sent.",

	Neighbors: []Neighbor{{"via", "apachetrafficserver", 50}},
}

var squid = Family{
	ID: Squid, Slug: "squid", Title: "Squid",
	Reference: "http://www.squid-cache.org/Doc/config/request_header_add/",
	Formats:   []Format{{"request_header_add", Request}},
	Headers: []Header{
		{"x-ssl-client-subject", Subject, Ways{nameSlash}, Usual, 0, false},
		{"x-ssl-client-issuer", Issuer, Ways{nameSlash}, Usual, 0, false},
	},
	Modes: []Mode{{Required, "https_port clientca"}},
	Chain: NoChain, Outcome: "Nothing says it; - without a certificate, and for the first request of a connection perhaps with one.",

	Neighbors: []Neighbor{{"via", "squid", 50}, {"surrogate-capability", "squid", 20}},
}

var varnish = Family{
	ID: Varnish, Slug: "varnish", Title: "Varnish behind the PROXY protocol",
	Reference: "https://varnish-cache.org/docs/trunk/reference/vmod_proxy.html",
	Formats:   []Format{{"VCL of the operator", Request}},
	Headers: []Header{
		{"x-ssl-client-cn", CommonName, Ways{plainText}, Shared, 0, false},
		{"x-ssl-client-verify", Outcome, Ways{number}, Shared, 0, false},
		{"x-ssl-client-has-cert", Present, Ways{boolean}, Own, 0, false},
		{"x-ssl-cert-key", ProxyIdentity, Ways{plainText}, Usual, 0, false},
		{"x-ssl-cert-sign", ProxyIdentity, Ways{plainText}, Usual, 0, false},
	},
	Modes: []Mode{{Tolerant, "vmod_proxy"}},
	Chain: NoChain, Outcome: "proxy.ssl_verify_result() is OpenSSL's number; 0 without a certificate too. proxy.client_has_cert_conn() says whether there was one.",

	Neighbors: []Neighbor{{"x-varnish", "", 50}, {"via", "varnish", 50}},
}

var hitch = Family{
	ID: Hitch, Slug: "hitch", Title: "hitch",
	Reference: "https://github.com/varnish/hitch/blob/master/docs/proxy-protocol.md",
	Formats:   []Format{{"PROXY protocol", Request}},
	Modes:     []Mode{{Optional, "client-verify"}},
	Chain:     NoChain, Outcome: "The TLV 20 of the PROXY header: verify 0 and the bit for a client certificate.",
}

var nghttpx = Family{
	ID: Nghttpx, Slug: "nghttpx", Title: "nghttpx",
	Reference: "https://nghttp2.org/documentation/nghttpx.1.html",
	Formats:   []Format{{"access log, mruby", Log}},
	Headers: []Header{
		{"tls-client-subject-name", Subject, Ways{nameRFC2253}, Own, 0, false},
		{"tls-client-issuer-name", Issuer, Ways{nameRFC2253}, Own, 0, false},
		{"tls-client-serial", Serial, Ways{serialLower}, Own, 0, false},
		{"tls-client-fingerprint-sha256", Fingerprint, Ways{sha256Lower}, Own, 0, false},
		{"tls-client-fingerprint-sha1", Fingerprint, Ways{sha1Lower}, Own, 0, false},
	},
	Modes: []Mode{{Required, "verify-client"}},
	Chain: NoChain, Outcome: "Nothing says it.",
	Neighbors: []Neighbor{{"via", "nghttpx", 50}},
}

var stunnel = Family{
	ID: Stunnel, Slug: "stunnel", Title: "stunnel",
	Reference: "https://www.stunnel.org/static/stunnel.html",
	Formats:   []Format{{"PROXY protocol and log", Log}},
	Modes:     []Mode{{Required, "verifyChain"}},
	Chain:     NoChain, Outcome: "The log: Certificate accepted, CERT: Pre-verification error, Rejected by CERT.",
}
