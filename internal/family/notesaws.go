package family

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
	Todo:     []string{todoDecide, todoOnly, todoNames, todoPlus},
	TodoIn:   [][]string{nil, {"In passthrough mode: verify the chain yourself, and refuse a request without the header."}},
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
