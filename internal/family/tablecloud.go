package family

// Other clouds and content networks. Sources: their documents; for Application
// Gateway's encoding, Fastly's, Alibaba's and Huawei's values users' requests alone.

var googleCloud = Family{
	ID: GoogleCloud, Slug: "google-cloud", Title: "Google Cloud Application Load Balancer",
	Reference: "https://docs.cloud.google.com/load-balancing/docs/https/custom-headers",
	Formats:   []Format{{"custom header variables", Request}, {"log of the load balancer", Log}},
	Headers: []Header{
		{"x-client-cert-present", Present, Ways{boolean}, Usual, 0, false},
		{"x-client-cert-chain-verified", Outcome, Ways{boolean}, Own, 0, false},
		{"x-client-cert-error", Error, Ways{plainText}, Usual, 0, false},
		{"x-client-cert-hash", Fingerprint, Ways{sha256Base64}, Usual, 0, false},
		{"x-client-cert-serial-number", Serial, Ways{Unknown}, Usual, 0, false},
		{"x-client-cert-spiffe", Identity, Ways{plainText}, Own, 0, false},
		{"x-client-cert-spiffe-id", Identity, Ways{plainText}, Own, 0, false},
		{"x-client-cert-uri-sans", URIs, Ways{listBase64}, Own, 0, false},
		{"x-client-cert-dnsname-sans", DNSNames, Ways{listBase64}, Own, 0, false},
		{"x-client-cert-valid-not-before", NotBefore, Ways{dateOffset}, Usual, 0, false},
		{"x-client-cert-valid-not-after", NotAfter, Ways{dateOffset}, Usual, 0, false},
		{"x-client-cert-issuer-dn", Issuer, Ways{nameDER}, Shared, 0, false},
		{"x-client-cert-subject-dn", Subject, Ways{nameDER}, Shared, 0, false},
		{"x-client-cert-leaf", Certificate, Ways{byteSequence}, Usual, 0, false},
		{"x-client-cert-chain", Chain, Ways{byteSequences}, Usual, 0, false},
		{"client-cert-present", Present, Ways{boolean}, Usual, 0, false},
		{"client-cert-chain-verified", Outcome, Ways{boolean}, Own, 0, false},
		{"client-cert-error", Error, Ways{plainText}, Usual, 0, false},
		{"client-cert-sha256-fingerprint", Fingerprint, Ways{sha256Base64}, Usual, 0, false},
		{"client-cert-serial-number", Serial, Ways{Unknown}, Usual, 0, false},
		{"client-cert-spiffe-id", Identity, Ways{plainText}, Own, 0, false},
		{"client-cert-uri-sans", URIs, Ways{listBase64}, Own, 0, false},
		{"client-cert-dnsname-sans", DNSNames, Ways{listBase64}, Own, 0, false},
		{"client-cert-valid-not-before", NotBefore, Ways{dateOffset}, Usual, 0, false},
		{"client-cert-valid-not-after", NotAfter, Ways{dateOffset}, Usual, 0, false},
		{"client-cert-issuer-dn", Issuer, Ways{nameDER}, Usual, 0, false},
		{"client-cert-subject-dn", Subject, Ways{nameDER}, Usual, 0, false},
		{"client-cert-leaf", Certificate, Ways{byteSequence}, Usual, 0, false},
		{"client-cert", Certificate, Ways{byteSequence}, Shared, 0, false},
		{"client-cert-chain", Chain, Ways{byteSequences}, Shared, 0, false},
		{"statusdetails", Error, Ways{errorWord}, Usual, 1, true},
		{"clientcertpresent", Present, Ways{boolean}, Usual, 1, true},
		{"clientcertchainverified", Outcome, Ways{boolean}, Usual, 1, true},
		{"clientcerterror", Error, Ways{errorWord}, Usual, 1, true},
		{"clientcertsha256fingerprint", Fingerprint, Ways{sha256Base64}, Usual, 1, true},
		{"clientcertserialnumber", Serial, Ways{Unknown}, Usual, 1, true},
		{"clientcertspiffeid", Identity, Ways{plainText}, Usual, 1, true},
		{"clientcerturisans", URIs, Ways{listBase64}, Usual, 1, true},
		{"clientcertdnsnamesans", DNSNames, Ways{listBase64}, Usual, 1, true},
		{"clientcertvalidstarttime", NotBefore, Ways{dateISO}, Usual, 1, true},
		{"clientcertvalidendtime", NotAfter, Ways{dateISO}, Usual, 1, true},
		{"clientcertissuerdn", Issuer, Ways{Unknown}, Usual, 1, true},
		{"clientcertsubjectdn", Subject, Ways{Unknown}, Usual, 1, true},
		{"clientcertleaf", Certificate, Ways{Unknown}, Usual, 1, true},
		{"clientcertchain", Chain, Ways{Unknown}, Usual, 1, true},
	},
	Modes: []Mode{
		{Required, "REJECT_INVALID"},
		{Tolerant, "ALLOW_INVALID_OR_MISSING_CLIENT_CERT"},
	},
	Chain:   WithoutLeaf,
	Outcome: "client_cert_chain_verified is true or false; client_cert_present says whether one came, client_cert_error why it failed.",
	Neighbors: []Neighbor{
		{"via", "1.1 google", 30}, {"x-cloud-trace-context", "", 20}, {"@type", "google.cloud.loadbalancing", 60},
	},
	Unnamed: true,
}

var appService = Family{
	ID: AppService, Slug: "azure-app-service", Title: "Azure App Service",
	Reference: "https://learn.microsoft.com/en-us/azure/app-service/app-service-web-configure-tls-mutual-auth",
	Formats:   []Format{{"X-ARR-ClientCert", Request}},
	Headers: []Header{
		{"x-arr-clientcert", Certificate, Ways{base64DER}, Usual, 0, false},
	},
	Modes:   []Mode{{Passthrough, "client certificate mode"}},
	Chain:   NoChain,
	Outcome: "Nothing says it.",
	Neighbors: []Neighbor{
		{"x-arr-ssl", "", 30}, {"x-arr-log-id", "", 40}, {"x-waws-unencoded-url", "", 40}, {"x-site-deployment-id", "", 40}, {"disguised-host", "", 30},
	},
}

var appGateway = Family{
	ID: AppGateway, Slug: "azure-application-gateway", Title: "Azure Application Gateway",
	Reference: "https://learn.microsoft.com/en-us/azure/application-gateway/rewrite-http-headers-url",
	Formats:   []Format{{"rewrite of server variables", Request}},
	Headers: []Header{
		{"x-client-certificate", Certificate, Ways{pemPercent}, Usual, 0, false},
		{"x-client-certificate-fingerprint", Fingerprint, Ways{sha1Lower}, Own, 0, false},
		{"x-client-certificate-issuer", Issuer, Ways{nameRFC2253}, Own, 0, false},
		{"x-client-certificate-serial", Serial, Ways{serialUpper}, Own, 0, false},
		{"x-client-certificate-start-date", NotBefore, Ways{dateOpenSSL}, Own, 0, false},
		{"x-client-certificate-end-date", NotAfter, Ways{dateOpenSSL}, Own, 0, false},
		{"x-client-certificate-subject", Subject, Ways{nameRFC2253}, Own, 0, false},
		{"x-client-certificate-verification", Outcome, Ways{words3}, Own, 0, false},
		{"client-certificate", Certificate, Ways{pemPercent}, Usual, 0, false},
		{"client-certificate-fingerprint", Fingerprint, Ways{sha1Lower}, Own, 0, false},
		{"client-certificate-issuer", Issuer, Ways{nameRFC2253}, Own, 0, false},
		{"client-certificate-serial", Serial, Ways{serialUpper}, Own, 0, false},
		{"client-certificate-start-date", NotBefore, Ways{dateOpenSSL}, Own, 0, false},
		{"client-certificate-end-date", NotAfter, Ways{dateOpenSSL}, Own, 0, false},
		{"client-certificate-subject", Subject, Ways{nameRFC2253}, Own, 0, false},
		{"client-certificate-verification", Outcome, Ways{words3}, Own, 0, false},
		{"x-arr-clientcert", Certificate, Ways{pemPercent}, Shared, 0, false},
	},
	Modes: []Mode{
		{Required, "strict"},
		{Passthrough, "passthrough"},
	},
	Chain:   NoChain,
	Outcome: "client_certificate_verification is SUCCESS, FAILED:reason or NONE.",
	Neighbors: []Neighbor{
		{"x-appgw-trace-id", "", 60}, {"x-original-host", "", 10},
	},
	Unnamed: true,
}

var apiManagement = Family{
	ID: APIManagement, Slug: "azure-api-management", Title: "Azure API Management",
	Reference: "https://learn.microsoft.com/en-us/azure/api-management/api-management-howto-mutual-certificates-for-clients",
	Formats:   []Format{{"policy of the operator", Request}},
	Headers: []Header{
		{"x-arr-clientcert", Certificate, Ways{pemPercent, base64DER}, Shared, 0, false},
	},
	Modes: []Mode{{Optional, "policy"}},
	Chain: NoChain, Outcome: "What the policy writes.",
	Neighbors: []Neighbor{
		{"ocp-apim-*", "", 40},
	},
}

var containerApps = Family{
	ID: ContainerApps, Slug: "azure-container-apps", Title: "Azure Container Apps",
	Reference: "https://learn.microsoft.com/en-us/azure/container-apps/client-certificate-authorization",
	Formats:   []Format{{"XFCC", Request}},
	Headers: []Header{
		{"x-forwarded-client-cert", Bundle, Ways{xfcc}, Shared, 0, false},
	},
	Modes: []Mode{
		{Required, "require"},
		{Optional, "accept"},
	},
	Chain: LeafFirst, Outcome: "Nothing says it.",
	Neighbors: []Neighbor{
		{"x-k8se-*", "", 40}, {"x-ms-containerapp-*", "", 50},
	},
}

var cloudflare = Family{
	ID: Cloudflare, Slug: "cloudflare", Title: "Cloudflare",
	Reference: "https://developers.cloudflare.com/ssl/client-certificates/forward-a-client-certificate/",
	Formats:   []Format{{"managed headers", Request}, {"RFC 9440 by a ruleset", Request}, {"Workers: request.cf.tlsClientAuth", Event}},
	Headers: []Header{
		{"cf-client-cert-der-base64", Certificate, Ways{base64DER}, Own, 0, false},
		{"cf-client-cert-sha256", Fingerprint, Ways{sha256Lower}, Own, 0, false},
		{"cf-client-cert-pem", Certificate, Ways{pemPercent}, Own, 0, false},
		{"cf-cert-presented", Present, Ways{boolean}, Own, 0, false},
		{"cf-cert-verified", Outcome, Ways{boolean}, Own, 0, false},
		{"cf-cert-revoked", Revoked, Ways{boolean}, Own, 0, false},
		{"cf-cert-issuer-dn", Issuer, Ways{nameSpace}, Own, 0, false},
		{"cf-cert-subject-dn", Subject, Ways{nameSpace}, Own, 0, false},
		{"cf-cert-issuer-dn-rfc2253", Issuer, Ways{nameRFC2253}, Own, 0, false},
		{"cf-cert-subject-dn-rfc2253", Subject, Ways{nameRFC2253}, Own, 0, false},
		{"cf-cert-issuer-dn-legacy", Issuer, Ways{nameSlash, nameSlashRaw}, Own, 0, false},
		{"cf-cert-subject-dn-legacy", Subject, Ways{nameSlash, nameSlashRaw}, Own, 0, false},
		{"cf-cert-serial", Serial, Ways{serialUpper}, Own, 0, false},
		{"cf-cert-fingerprint-sha256", Fingerprint, Ways{sha256Lower}, Own, 0, false},
		{"cf-cert-fingerprint-sha1", Fingerprint, Ways{sha1Lower}, Own, 0, false},
		{"cf-cert-not-before", NotBefore, Ways{dateOpenSSL}, Own, 0, false},
		{"cf-cert-not-after", NotAfter, Ways{dateOpenSSL}, Own, 0, false},
		{"client-cert", Certificate, Ways{byteSequence}, Shared, 1, false},
		{"client-cert-chain", Chain, Ways{byteSequences}, Shared, 1, false},
		{"certpresented", Present, Ways{bit}, Own, 2, true},
		{"certverified", Outcome, Ways{words3}, Own, 2, true},
		{"certrevoked", Revoked, Ways{bit}, Own, 2, true},
		{"certissuerdn", Issuer, Ways{nameSpace}, Own, 2, true},
		{"certsubjectdn", Subject, Ways{nameSpace}, Own, 2, true},
		{"certissuerdnrfc2253", Issuer, Ways{nameRFC2253}, Own, 2, true},
		{"certsubjectdnrfc2253", Subject, Ways{nameRFC2253}, Own, 2, true},
		{"certissuerdnlegacy", Issuer, Ways{nameSlash, nameSlashRaw}, Own, 2, true},
		{"certsubjectdnlegacy", Subject, Ways{nameSlash, nameSlashRaw}, Own, 2, true},
		{"certserial", Serial, Ways{serialUpper}, Own, 2, true},
		{"certissuerserial", KeyDetail, Ways{serialUpper}, Own, 2, true},
		{"certfingerprintsha256", Fingerprint, Ways{sha256Lower}, Own, 2, true},
		{"certfingerprintsha1", Fingerprint, Ways{sha1Lower}, Own, 2, true},
		{"certski", KeyDetail, Ways{serialUpper}, Own, 2, true},
		{"certissuerski", KeyDetail, Ways{serialUpper}, Own, 2, true},
		{"certnotbefore", NotBefore, Ways{dateOpenSSL}, Own, 2, true},
		{"certnotafter", NotAfter, Ways{dateOpenSSL}, Own, 2, true},
		{"certrfc9440", Certificate, Ways{byteSequence}, Own, 2, true},
		{"certchainrfc9440", Chain, Ways{byteSequences}, Own, 2, true},
	},
	Modes:   []Mode{{Tolerant, "mTLS"}},
	Chain:   WithoutLeaf,
	Outcome: "certVerified is SUCCESS, FAILED:reason or NONE; certPresented and certRevoked are 1 or 0; cf.tls_client_auth.cert_verified is a boolean.",
	Neighbors: []Neighbor{
		{"cf-ray", "", 50}, {"cf-connecting-ip", "", 40}, {"cf-visitor", "", 30}, {"cdn-loop", "cloudflare", 40}, {"tlsclientauth", "", 30},
	},
}

var akamai = Family{
	ID: Akamai, Slug: "akamai", Title: "Akamai",
	Reference: "https://techdocs.akamai.com/property-mgr/docs/client-certificate-authentication",
	Formats:   []Format{{"client certificate authentication", Request}},
	Headers: []Header{
		{"akamai-cc-der", Certificate, Ways{byteSequence}, Own, 0, false},
		{"client-cert", Certificate, Ways{byteSequence}, Shared, 0, false},
	},
	Modes: []Mode{{Optional, "mTLS"}},
	Chain: NoChain, Outcome: "A header with the status can be switched on; its name is not documented publicly.",
	Neighbors: []Neighbor{
		{"akamai-origin-hop", "", 50}, {"via", "akamai", 40}, {"x-akamai-*", "", 40}, {"true-client-ip", "", 10},
	},
}

var fastly = Family{
	ID: Fastly, Slug: "fastly", Title: "Fastly",
	Reference: "https://www.fastly.com/documentation/reference/vcl/variables/client-connection/tls-client-certificate-is-verified/",
	Formats:   []Format{{"VCL of the operator", Request}},
	Headers: []Header{
		{"fastly-client-cert", Certificate, Ways{base64DER}, Own, 0, false},
		{"fastly-client-cert-verified", Outcome, Ways{bit, boolean}, Own, 0, false},
		{"fastly-client-cert-issuer", Issuer, Ways{Unknown}, Own, 0, false},
		{"fastly-client-cert-subject", Subject, Ways{Unknown}, Own, 0, false},
		{"fastly-client-cert-serial", Serial, Ways{Unknown}, Own, 0, false},
		{"fastly-client-cert-not-before", NotBefore, Ways{Unknown}, Own, 0, false},
		{"fastly-client-cert-not-after", NotAfter, Ways{Unknown}, Own, 0, false},
		{"fastly-client-cert-raw-certificate-b64", Certificate, Ways{base64DER}, Own, 0, false},
		{"fastly-client-cert-is-verified", Outcome, Ways{bit, boolean}, Own, 0, false},
		{"fastly-client-cert-dn", Subject, Ways{Unknown}, Own, 0, false},
		{"fastly-client-cert-issuer-dn", Issuer, Ways{Unknown}, Own, 0, false},
		{"fastly-client-cert-serial-number", Serial, Ways{Unknown}, Own, 0, false},
	},
	Modes: []Mode{{Tolerant, "mutual TLS"}},
	Chain: NoChain, Outcome: "tls.client.certificate.is_verified is a boolean; the header that carries it is the operator's own.",
	Neighbors: []Neighbor{
		{"fastly-ff", "", 50}, {"fastly-client-ip", "", 50}, {"fastly-ssl", "", 40}, {"cdn-loop", "fastly", 40}, {"x-varnish", "", 5},
	},
}

var alibaba = Family{
	ID: Alibaba, Slug: "alibaba-alb", Title: "Alibaba Cloud Application Load Balancer",
	Reference: "https://www.alibabacloud.com/help/en/slb/application-load-balancer/developer-reference/api-alb-2020-06-16-createlistener",
	Formats:   []Format{{"X-Forwarded-Clientcert-*", Request}},
	Headers: []Header{
		{"x-forwarded-clientcert-subjectdn", Subject, Ways{Unknown}, Usual, 0, false},
		{"x-forwarded-clientcert-issuerdn", Issuer, Ways{Unknown}, Usual, 0, false},
		{"x-forwarded-clientcert-fingerprint", Fingerprint, Ways{Unknown}, Usual, 0, false},
		{"x-forwarded-clientcert-clientverify", Outcome, Ways{words3}, Usual, 0, false},
	},
	Modes: []Mode{{Required, "mutual authentication"}},
	Chain: NoChain, Outcome: "clientverify; its words are not documented.",

	Neighbors: []Neighbor{{"slb-id", "", 30}, {"slb-ip", "", 30}, {"eagleeye-traceid", "", 30}},
}

var huawei = Family{
	ID: Huawei, Slug: "huawei-elb", Title: "Huawei Cloud Elastic Load Balance",
	Reference: "https://support.huaweicloud.com/intl/en-us/api-elb/CreateListener.html",
	Formats:   []Format{{"X-Forwarded-Clientcert-*", Request}},
	Headers: []Header{
		{"x-forwarded-clientcert-subjectdn", Subject, Ways{Unknown}, Usual, 0, false},
		{"x-forwarded-clientcert-issuerdn", Issuer, Ways{Unknown}, Usual, 0, false},
		{"x-forwarded-clientcert-fingerprint", Fingerprint, Ways{Unknown}, Usual, 0, false},
		{"x-forwarded-clientcert-clientverify", Outcome, Ways{words3}, Usual, 0, false},
		{"x-forwarded-clientcert-serialnumber", Serial, Ways{Unknown}, Usual, 0, false},
	},
	Modes: []Mode{{Required, "mutual authentication"}},
	Chain: NoChain, Outcome: "clientverify; its words are not documented.",

	Neighbors: []Neighbor{{"x-forwarded-elb-id", "", 50}, {"x-forwarded-elb-ip", "", 40}},
}
