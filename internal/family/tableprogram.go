package family

// Application delivery controllers, application servers and programs. Sources: their
// documents, and requests captured from Node.js 20, Go 1.26, Python 3.11 and Tomcat
// 10.1 with Java 17.

var f5 = Family{
	ID: F5, Slug: "f5-big-ip", Title: "F5 BIG-IP",
	Reference: "https://clouddocs.f5.com/api/irules/SSL__cert.html",
	Formats:   []Format{{"iRule of the operator", Request}},
	Headers: []Header{
		{"x-client-cert", Certificate, Ways{base64DER, pemJoined}, Shared, 0, false},
		{"x-ssl-client-cert", Certificate, Ways{base64DER, pemJoined}, Shared, 0, false},
		{"x-ssl-client-cert-serial", Serial, Ways{serialColons, serialDecimal}, Shared, 0, false},
		{"x-ssl-client-serial", Serial, Ways{serialColons}, Shared, 0, false},
		{"ssl-client-cert-subject", Subject, Ways{Unknown}, Shared, 0, false},
		{"sslclientcertstatus", Outcome, Ways{Unknown}, Usual, 0, false},
		{"sslclientcertsn", Serial, Ways{serialColons}, Usual, 0, false},
		{"sslclientcertsubject", Subject, Ways{Unknown}, Usual, 0, false},
		{"sslclientcertissuer", Issuer, Ways{Unknown}, Usual, 0, false},
	},
	Modes: []Mode{
		{Required, "require"},
		{Tolerant, "request"},
	},
	Chain: NoChain, Outcome: "What the iRule writes: mostly OpenSSL's number or its text, \"ok\" for 0.",
}

var netScaler = Family{
	ID: NetScaler, Slug: "netscaler", Title: "NetScaler",
	Reference: "https://docs.netscaler.com/en-us/citrix-adc/current-release/ssl/ssl-actions-and-policies/config-http-header-insertion.html",
	Formats:   []Format{{"SSL action, names of the operator", Request}},
	Headers: []Header{
		{"x-client-cert", Certificate, Ways{pemBlanks, pemJoined, pemOneLine}, Shared, 0, false},
		{"x-client-cert-subject", Subject, Ways{Unknown}, Shared, 0, false},
		{"x-client-cert-issuer", Issuer, Ways{Unknown}, Shared, 0, false},
	},
	Modes: []Mode{
		{Required, "clientAuth mandatory"},
		{Optional, "clientAuth optional"},
	},
	Chain: NoChain, Outcome: "What the policy writes.",
	Neighbors: []Neighbor{{"via", "ns-cache", 40}, {"cookie", "nsc_", 20}},
}

var avi = Family{
	ID: Avi, Slug: "avi", Title: "VMware Avi Load Balancer",
	Reference: "https://techdocs.broadcom.com/us/en/vmware-security-load-balancing/avi-load-balancer.html",
	Formats:   []Format{{"variables of an HTTP application profile", Request}},
	Headers: []Header{
		{"ssl-client-raw", Certificate, Ways{pemLines, pemTabs}, Own, 0, false},
		{"ssl-client-escaped", Certificate, Ways{pemPercent}, Own, 0, false},
		{"ssl-client-notvalidbefore", NotBefore, Ways{Unknown}, Own, 0, false},
		{"ssl-client-notvalidafter", NotAfter, Ways{Unknown}, Own, 0, false},
		{"ssl-client-fingerprint", Fingerprint, Ways{sha1Lower}, Shared, 0, false},
		{"ssl-client-serial", Serial, Ways{Unknown}, Shared, 0, false},
		{"ssl-client-subject", Subject, Ways{Unknown}, Shared, 0, false},
		{"ssl-client-issuer", Issuer, Ways{Unknown}, Shared, 0, false},
	},
	Modes: []Mode{
		{Required, "Require"},
		{Passthrough, "Request"},
	},
	Chain: NoChain, Outcome: "Nothing is documented.",
}

var webSphere = Family{
	ID: WebSphere, Slug: "websphere", Title: "WebSphere's web server plug-in",
	Reference: "https://www.ibm.com/docs/en/was/9.0.5?topic=servers-web-server-plug-in-private-headers",
	Formats:   []Format{{"private headers", Request}},
	Headers: []Header{
		{"$wscc", Certificate, Ways{base64DER}, Own, 0, false},
		{"$wssc", ConnectionInfo, Ways{plainText}, Own, 0, false},
		{"$wsis", ConnectionInfo, Ways{plainText}, Own, 0, false},
		{"$wscs", ConnectionInfo, Ways{plainText}, Own, 0, false},
		{"$wssi", ConnectionInfo, Ways{plainText}, Own, 0, false},
	},
	Modes: []Mode{{Optional, "plug-in"}},
	Chain: NoChain, Outcome: "Nothing says it.",
	Neighbors: []Neighbor{{"$ws*", "", 40}},
}

var webLogic = Family{
	ID: WebLogic, Slug: "weblogic", Title: "WebLogic's web server plug-in",
	Reference: "https://docs.oracle.com/en/middleware/standalone/weblogic-server/14.1.1.0/wlstr/understand.html",
	Formats:   []Format{{"WL-Proxy-*", Request}},
	Headers:   []Header{{"wl-proxy-client-cert", Certificate, Ways{base64DER}, Own, 0, false}},
	Modes:     []Mode{{Optional, "plug-in"}},
	Chain:     NoChain, Outcome: "Nothing says it.",
	Neighbors: []Neighbor{{"wl-proxy-*", "", 40}},
}

var sunProxy = Family{
	ID: SunProxy, Slug: "sun-web-proxy", Title: "Sun or Oracle iPlanet Web Proxy Server",
	Reference: "https://docs.oracle.com/cd/E19146-01/821-1828/gcwxn/index.html",
	Formats:   []Format{{"Proxy-auth-cert", Request}},
	Headers:   []Header{{"proxy-auth-cert", Certificate, Ways{base64DER}, Own, 0, false}},
	Modes:     []Mode{{Optional, "forward-auth-cert"}},
	Chain:     NoChain, Outcome: "Nothing says it.",
}

var tomcat = Family{
	ID: Tomcat, Slug: "tomcat", Title: "Tomcat's SSLValve", Reader: true,
	Reference: "https://tomcat.apache.org/tomcat-10.1-doc/config/valve.html#SSL_Valve",
	Formats:   []Format{{"what SSLValve reads", Request}, {"what a servlet sees", Event}},
	Headers: []Header{
		{"ssl-client-escaped-cert", Certificate, Ways{pemPercent}, Shared, 0, false},
		{"ssl-client-cert", Certificate, Ways{pemBlanks}, Shared, 0, false},
		{"ssl-cipher-usekeysize", ConnectionInfo, Ways{plainText}, Usual, 0, false},
		{"jakarta.servlet.request.x509certificate", Certificate, Ways{Unknown}, Own, 1, false},
		{"javax.servlet.request.x509certificate", Certificate, Ways{Unknown}, Own, 1, false},
	},
	Modes: []Mode{
		{Passthrough, "SSLValve"},
		{Required, "certificateVerification required"},
		{Optional, "certificateVerification optional"},
	},
	Chain: LeafFirst, Outcome: "Nothing says it; null without a certificate.",
}

var java = Family{
	ID: Java, Slug: "java", Title: "A Java program",
	Reference: "https://docs.oracle.com/en/java/javase/17/docs/api/java.base/javax/security/auth/x500/X500Principal.html",
	Formats:   []Format{{"names of the program", Request}},
	Headers: []Header{
		{"x-client-cert", Certificate, Ways{pemForm, base64DER, pemBase64}, Shared, 0, false},
		{"x-client-dn", Subject, Ways{nameJava, nameJavaString}, Shared, 0, false},
		{"x-ssl-client-dn", Subject, Ways{nameJava, nameJavaString}, Shared, 0, false},
		{"x-ssl-client-subject", Subject, Ways{nameJava, nameJavaString}, Shared, 0, false},
		{"x-ssl-client-serial", Serial, Ways{serialDecimal}, Shared, 0, false},
	},
	Modes: []Mode{{Required, "trust manager"}},
	Chain: NoChain, Outcome: "What the program writes.",
}

var aspNet = Family{
	ID: AspNet, Slug: "asp-net-core", Title: "ASP.NET Core's certificate forwarding", Reader: true,
	Reference: "https://learn.microsoft.com/en-us/aspnet/core/security/authentication/certauth",
	Formats:   []Format{{"what the middleware reads", Request}},
	Headers: []Header{
		{"x-client-cert", Certificate, Ways{base64DER}, Shared, 0, false},
		{"x-arr-clientcert", Certificate, Ways{base64DER}, Shared, 0, false},
		{"x-ssl-cert", Certificate, Ways{pemPercent}, Shared, 0, false},
	},
	Modes: []Mode{{Passthrough, "UseCertificateForwarding"}},
	Chain: NoChain, Outcome: "Nothing says it.",
}

var puppet = Family{
	ID: Puppet, Slug: "puppet", Title: "Puppet's external TLS termination", Reader: true,
	Reference: "https://www.puppet.com/docs/puppet/latest/server/external_ssl_termination.html",
	Formats:   []Format{{"what Puppet Server reads", Request}},
	Headers: []Header{
		{"x-client-verify", Outcome, Ways{wordsApache}, Shared, 0, false},
		{"x-client-dn", Subject, Ways{nameRFC2253, nameSlash}, Shared, 0, false},
		{"x-client-cert", Certificate, Ways{pemPercent, pemApache}, Shared, 0, false},
		{"x-ssl-subject", Subject, Ways{nameRFC2253, nameSlash}, Shared, 0, false},
		{"x-ssl-issuer", Issuer, Ways{nameRFC2253, nameSlash}, Shared, 0, false},
	},
	Modes: []Mode{{Tolerant, "allow-header-cert-info"}},
	Chain: NoChain, Outcome: "X-Client-Verify is NONE, SUCCESS, GENEROUS or FAILED:reason.",
}

var zimbra = Family{
	ID: Zimbra, Slug: "zimbra", Title: "Zimbra's nginx",
	Reference: "https://github.com/Zimbra/zm-nginx-conf",
	Formats:   []Format{{"X-Client-Certificate", Request}},
	Headers: []Header{
		{"x-client-certificate", Certificate, Ways{pemTabs, pemPercent}, Usual, 0, false},
	},
	Modes: []Mode{{Optional, "zimbraReverseProxyClientCertMode"}},
	Chain: NoChain, Outcome: "Nothing says it.",
	Neighbors: []Neighbor{{"x-zimbra-*", "", 40}},
}

var authentik = Family{
	ID: Authentik, Slug: "authentik", Title: "authentik's outpost",
	Reference: "https://docs.goauthentik.io/add-secure-apps/flows-stages/stages/mtls/",
	Formats:   []Format{{"outpost", Request}},
	Headers: []Header{
		{"x-authentik-outpost-certificate", Certificate, Ways{pemPercent, pemForm}, Own, 0, false},
	},
	Modes: []Mode{{Optional, "mTLS stage"}},
	Chain: NoChain, Outcome: "Nothing says it.",
	Neighbors: []Neighbor{{"x-authentik-*", "", 40}},
}

var node = Family{
	ID: Node, Slug: "node", Title: "A Node.js program",
	Reference: "https://nodejs.org/api/tls.html#tlssocketgetpeercertificatedetailed",
	Formats:   []Format{{"names of the program", Request}, {"getPeerCertificate()", Event}},
	Headers: []Header{
		{"x-client-cert", Certificate, Ways{pemPercent, base64DER, jsonNode}, Shared, 0, false},
		{"x-client-verify", Outcome, Ways{nodeCode}, Shared, 0, false},
		{"x-ssl-client-verify", Outcome, Ways{nodeCode}, Shared, 0, false},
		{"x-ssl-client-cert", Certificate, Ways{base64DER}, Shared, 0, false},
		{"x-ssl-client-serial", Serial, Ways{serialUpper}, Shared, 0, false},
		{"x-ssl-client-fingerprint", Fingerprint, Ways{sha256Colons}, Shared, 0, false},
		{"x-ssl-authorized", Outcome, Ways{boolean}, Usual, 0, false},
		{"authorized", Outcome, Ways{boolean}, Shared, 1, true},
		{"authorizationerror", Error, Ways{nodeCode}, Own, 1, true},
		{"subjectaltname", AllNames, Ways{listOpenSSL}, Shared, 1, true},
		{"valid-from", NotBefore, Ways{dateOpenSSL}, Usual, 1, true},
		{"valid-to", NotAfter, Ways{dateOpenSSL}, Usual, 1, true},
		{"fingerprint", Fingerprint, Ways{sha256Colons}, Shared, 1, true},
		{"fingerprint256", Fingerprint, Ways{sha256Colons}, Own, 1, true},
		{"raw", Certificate, Ways{Unknown}, Shared, 1, true},
		{"fingerprint512", KeyDetail, Ways{plainText}, Own, 1, true},
		{"serialnumber", Serial, Ways{serialUpper}, Shared, 1, true},
	},
	Modes: []Mode{
		{Required, "rejectUnauthorized: true"},
		{Tolerant, "rejectUnauthorized: false"},
	},
	Chain: NoChain, Outcome: "socket.authorized is true or false, authorizationError OpenSSL's name of the error; UNABLE_TO_GET_ISSUER_CERT without a certificate too.",
}

var goPrograms = Family{
	ID: Go, Slug: "go", Title: "A Go program",
	Reference: "https://pkg.go.dev/crypto/tls#ClientAuthType",
	Formats:   []Format{{"names of the program", Request}},
	Headers: []Header{
		{"x-client-cert", Certificate, Ways{pemForm, pemPath, base64DER}, Shared, 0, false},
		{"x-client-serial", Serial, Ways{serialTrimmed, serialDecimal}, Shared, 0, false},
		{"x-client-subject", Subject, Ways{nameGo}, Shared, 0, false},
		{"x-ssl-client-cert", Certificate, Ways{base64DER, pemForm}, Shared, 0, false},
		{"x-ssl-client-fingerprint", Fingerprint, Ways{sha256Lower}, Shared, 0, false},
		{"x-ssl-client-subject", Subject, Ways{nameGo}, Shared, 0, false},
		{"x-ssl-client-issuer", Issuer, Ways{nameGo}, Shared, 0, false},
		{"x-ssl-client-serial", Serial, Ways{serialDecimal}, Shared, 0, false},
		{"x-ssl-client-not-before", NotBefore, Ways{dateGo}, Shared, 0, false},
		{"x-ssl-client-not-after", NotAfter, Ways{dateGo}, Shared, 0, false},
		{"x-forwarded-client-cert", Certificate, Ways{pemBase64}, Shared, 0, false},
		{"client-cert", Certificate, Ways{byteSequence}, Shared, 0, false},
		{"client-cert-chain", Chain, Ways{byteSequences}, Shared, 0, false},
	},
	Modes: []Mode{
		{Required, "RequireAndVerifyClientCert"},
		{Optional, "VerifyClientCertIfGiven"},
		{Passthrough, "RequestClientCert, RequireAnyClientCert"},
	},
	Chain: LeafFirst, Outcome: "What the program writes.",
}

var python = Family{
	ID: Python, Slug: "python", Title: "A Python program",
	Reference: "https://docs.python.org/3/library/ssl.html#ssl.SSLSocket.getpeercert",
	Formats:   []Format{{"names of the program", Request}, {"getpeercert()", Event}},
	Headers: []Header{
		{"x-client-cert", Certificate, Ways{pemQuote, jsonPython}, Shared, 0, false},
		{"serialnumber", Serial, Ways{serialUpper}, Shared, 1, true},
		{"notbefore", NotBefore, Ways{dateOpenSSL}, Shared, 1, true},
		{"notafter", NotAfter, Ways{dateOpenSSL}, Shared, 1, true},
		{"subjectaltname", AllNames, Ways{Unknown}, Shared, 1, true},
	},
	Modes: []Mode{
		{Required, "CERT_REQUIRED"},
		{Optional, "CERT_OPTIONAL"},
	},
	Chain: NoChain, Outcome: "What the program writes; None or null without a certificate.",
	Neighbors: []Neighbor{{"commonname", "", 14}, {"organizationname", "", 6}},
}
