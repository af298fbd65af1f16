package family

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
