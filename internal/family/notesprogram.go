package family

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
