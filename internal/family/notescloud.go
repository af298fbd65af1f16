package family

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
