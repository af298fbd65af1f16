package family

// Amazon Web Services. Sources: the guides of Elastic Load Balancing, CloudFront, API
// Gateway and VPC Lattice, captures of users' requests.

var alb = Family{
	ID: ALB, Slug: "alb", Title: "AWS Application Load Balancer",
	Reference: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
	Formats:   []Format{{"verify mode", Request}, {"passthrough mode", Request}, {"connection log", Log}},
	Headers: []Header{
		{"x-amzn-mtls-clientcert-serial-number", Serial, Ways{serialUpper}, Own, 0, false},
		{"x-amzn-mtls-clientcert-issuer", Issuer, Ways{nameRFC2253}, Own, 0, false},
		{"x-amzn-mtls-clientcert-subject", Subject, Ways{nameRFC2253}, Own, 0, false},
		{"x-amzn-mtls-clientcert-validity", ValidityPair, Ways{datePair}, Own, 0, false},
		{"x-amzn-mtls-clientcert-leaf", Certificate, Ways{pemSafe, pemPercent}, Own, 0, false},
		{"x-amzn-mtls-clientcert", Chain, Ways{pemSafe, pemPercent}, Own, 1, false},
		{"x-amzn-tls-version", ConnectionInfo, Ways{}, Own, 0, false},
		{"x-amzn-tls-cipher-suite", ConnectionInfo, Ways{}, Own, 0, false},
		{"leaf-client-cert-subject", Subject, Ways{nameRFC2253}, Own, 2, false},
		{"leaf-client-cert-validity", ValidityPair, Ways{datePair}, Own, 2, false},
		{"leaf-client-cert-serial-number", Serial, Ways{serialUpper}, Own, 2, false},
		{"tls-verify-status", Outcome, Ways{statusCode}, Own, 2, false},
	},
	Modes: []Mode{
		{Required, "verify", []Claim{
			{possession, Inferred},
			{"The chain leads to a certificate authority in the listener's trust store.", Documented},
			{"Expired client certificates are refused, unless the listener allows them.", Documented},
			{"Revocation, if the trust store has revocation lists.", Documented},
		}},
		{Passthrough, "passthrough", []Claim{
			{possession, Inferred},
			{"Nothing else: every certificate that the client sent is forwarded without verifying it.", Documented},
		}},
	},
	Chain:    LeafFirst,
	Outcome:  "No header says it: in verify mode a connection that fails is refused. tls_verify_status in the connection log says Success or Failed: and a reason code; \"-\" there is no outcome.",
	Versions: []string{"Since November 2024 a listener may send each header under another name: routing.http.request.x_amzn_mtls_clientcert_….header_name."},
	Todo:     []string{todoDecide, todoOnly, todoNames, todoPlus, "In passthrough mode: verify the chain yourself, and refuse a request without the header."},
	Strip:    "AWS does not document whether a client's own X-Amzn-Mtls-* headers are removed: refuse duplicates, and block direct access to the targets.",
	Neighbors: []Neighbor{
		{"x-amzn-trace-id", "", 10},
	},
}

var cloudFront = Family{
	ID: CloudFront, Slug: "cloudfront", Title: "Amazon CloudFront",
	Reference: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/viewer-mtls-headers.html",
	Formats:   []Format{{"viewer mTLS headers", Request}, {"passthrough, RFC 9440", Request}, {"connection log", Log}},
	Headers: []Header{
		{"cloudfront-viewer-cert-pem", Certificate, Ways{pemSafe, pemPercent, pemJoined}, Own, 0, false},
		{"cloudfront-viewer-cert-serial-number", Serial, Ways{serialColons}, Own, 0, false},
		{"cloudfront-viewer-cert-issuer", Issuer, Ways{nameRFC2253}, Own, 0, false},
		{"cloudfront-viewer-cert-subject", Subject, Ways{nameRFC2253}, Own, 0, false},
		{"cloudfront-viewer-cert-validity", ValidityPair, Ways{datePair}, Own, 0, false},
		{"cloudfront-viewer-cert-sha256", Fingerprint, Ways{sha256Lower}, Own, 0, false},
		{"cloudfront-viewer-cert-present", Present, Ways{bit}, Own, 0, false},
		{"client-cert", Certificate, Ways{byteSequence}, Shared, 1, false},
		{"client-cert-chain", Chain, Ways{byteSequences}, Shared, 1, false},
		{"clientleafcertserialnumber", Serial, Ways{serialColonsDER}, Own, 2, false},
		{"clientleafcertsubject", Subject, Ways{nameForwardSpace}, Own, 2, false},
		{"clientleafcertissuer", Issuer, Ways{nameForwardSpace}, Own, 2, false},
		{"clientleafcertvalidity", ValidityPair, Ways{datePair}, Own, 2, false},
		{"connectionstatus", Outcome, Ways{statusCode}, Usual, 2, true},
	},
	Modes: []Mode{
		{Required, "Required", []Claim{{possession, Inferred}, {"The chain leads to a certificate authority in the distribution's trust store; a viewer without a certificate is refused.", Documented}}},
		{Optional, "Optional", []Claim{{"A certificate is verified if the viewer sends one; a viewer without is let through.", Documented}}},
		{Passthrough, "Passthrough", []Claim{{"The certificates are forwarded as Client-Cert and Client-Cert-Chain, and nothing is verified. Serial number, names, hash and Present are sent too.", Documented}}},
	},
	Chain:   WithoutLeaf,
	Outcome: "CloudFront-Viewer-Cert-Present is 1 or 0, in passthrough too: it says that a certificate came, not that it verified. connectionStatus in the connection log says Success or Failed: and a code.",
	Todo:    []string{"Know the mode of the distribution: only Required and Optional verify.", todoDecide, todoAbsent, todoOnly},
	Strip:   "In passthrough mode incoming Client-Cert headers are dropped and set anew. Functions may rename and reshape every value.",
	Neighbors: []Neighbor{
		{"via", "cloudfront", 50}, {"x-amz-cf-id", "", 50}, {"cloudfront-*", "", 30},
	},
}

var apiGateway = Family{
	ID: APIGateway, Slug: "api-gateway", Title: "Amazon API Gateway",
	Reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html",
	Formats:   []Format{{"event of a REST API", Event}, {"event of an HTTP API", Event}},
	Headers: []Header{
		{"clientcertpem", Certificate, Ways{pemLines}, Own, 0, true},
		{"subjectdn", Subject, Ways{nameForward}, Usual, 0, true},
		{"issuerdn", Issuer, Ways{nameForward}, Usual, 0, true},
		{"serialnumber", Serial, Ways{serialColons, serialTrimmed}, Shared, 0, true},
		{"notbefore", NotBefore, Ways{dateOpenSSL}, Shared, 0, true},
		{"notafter", NotAfter, Ways{dateOpenSSL}, Shared, 0, true},
	},
	Modes: []Mode{{Required, "mutual TLS", []Claim{
		{possession, Inferred},
		{"The chain leads to a certificate in the trust store of the custom domain name; a connection that fails is refused.", Documented},
		{"Revocation is not checked.", Documented},
	}}},
	Chain:   NoChain,
	Outcome: "No member says it: a connection that fails is refused.",
	Todo:    []string{todoDecide, "Check revocation, in an authorizer.", "Disable the default endpoint: it asks for no certificate.", todoAbsent},
	Strip:   "The members are API Gateway's own and cannot be set by a client.",
	Neighbors: []Neighbor{
		{"requestcontext", "", 20}, {"apiid", "", 20},
	},
}

var lattice = Family{
	ID: Lattice, Slug: "vpc-lattice", Title: "Amazon VPC Lattice",
	Reference: "https://docs.aws.amazon.com/vpc-lattice/latest/ug/http-targets.html",
	Formats:   []Format{{"caller identity headers", Request}},
	Headers:   []Header{{"x-amzn-lattice-identity", Identity, Ways{plainText}, Own, 0, false}},
	Modes:     []Mode{{Required, "caller identity", []Claim{{"The X.509 fields are those of credentials of IAM Roles Anywhere, not of a TLS client certificate.", Documented}}}},
	Outcome:   "No header says it.",
	Todo:      []string{"Do not take the identity for that of a TLS client certificate."},
	Strip:     "Copies from the client are removed.",
}
