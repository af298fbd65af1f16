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
		{Required, "verify"},
		{Passthrough, "passthrough"},
	},
	Chain:   LeafFirst,
	Outcome: "No header says it: in verify mode a connection that fails is refused. tls_verify_status in the connection log says Success or Failed: and a reason code; \"-\" there is no outcome.",
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
		{Required, "Required"},
		{Optional, "Optional"},
		{Passthrough, "Passthrough"},
	},
	Chain:   WithoutLeaf,
	Outcome: "CloudFront-Viewer-Cert-Present is 1 or 0, in passthrough too: it says that a certificate came, not that it verified. connectionStatus in the connection log says Success or Failed: and a code.",
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
		{"clientcert", Present, Ways{boolean}, Usual, 0, true}, // an object; null where no certificate was asked for
		{"subjectdn", Subject, Ways{nameForward}, Usual, 0, true},
		{"issuerdn", Issuer, Ways{nameForward}, Usual, 0, true},
		{"serialnumber", Serial, Ways{serialColons, serialTrimmed}, Shared, 0, true},
		{"notbefore", NotBefore, Ways{dateOpenSSL}, Shared, 0, true},
		{"notafter", NotAfter, Ways{dateOpenSSL}, Shared, 0, true},
	},
	Modes:   []Mode{{Required, "mutual TLS"}},
	Chain:   NoChain,
	Outcome: "No member says it: a connection that fails is refused.",
	Neighbors: []Neighbor{
		{"requestcontext", "", 20}, {"apiid", "", 20},
	},
}

var lattice = Family{
	ID: Lattice, Slug: "vpc-lattice", Title: "Amazon VPC Lattice",
	Reference: "https://docs.aws.amazon.com/vpc-lattice/latest/ug/http-targets.html",
	Formats:   []Format{{"caller identity headers", Request}},
	Headers:   []Header{{"x-amzn-lattice-identity", Identity, Ways{plainText}, Own, 0, false}},
	Modes:     []Mode{{Required, "caller identity"}},
	Outcome:   "No header says it.",
}
