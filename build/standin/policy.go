package standin

import "crypto/tls"

// Policy is one of AWS's security policies
// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html),
// as far as crypto/tls goes: TLS 1.2 and 1.3, without CBC with SHA-384. It takes
// the ciphers of TLS 1.3 all together, and orders ciphers itself. Which ciphers a
// policy has is assumed: the lists were not compared with that page.
type Policy struct {
	Name        string
	Min, Max    uint16
	ciphers     []uint16 // of TLS 1.2
	postQuantum bool     // hybrid key exchange besides
}

// DefaultPolicy is the one that the console chooses.
const DefaultPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"

// The ciphers of TLS 1.2, each group with those before it.
var (
	restricted = []uint16{
		tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	}
	forward  = append(restricted[:len(restricted):len(restricted)], tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256)
	extended = append(forward[:len(forward):len(forward)], tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_128_CBC_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384)
	oldest   = append(extended[:len(extended):len(extended)], tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
		tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA)
)

// Policies lists them. Those that allow TLS 1.0 or 1.1 are left out but for the
// default of the API.
var Policies = []Policy{
	{DefaultPolicy, tls.VersionTLS12, tls.VersionTLS13, restricted, true},
	{"ELBSecurityPolicy-TLS13-1-3-PQ-2025-09", tls.VersionTLS13, tls.VersionTLS13, nil, true},
	{"ELBSecurityPolicy-TLS13-1-3-2021-06", tls.VersionTLS13, tls.VersionTLS13, nil, false},
	{"ELBSecurityPolicy-TLS13-1-2-Res-2021-06", tls.VersionTLS12, tls.VersionTLS13, restricted, false},
	{"ELBSecurityPolicy-TLS13-1-2-2021-06", tls.VersionTLS12, tls.VersionTLS13, forward, false},
	{"ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", tls.VersionTLS12, tls.VersionTLS13, extended, false},
	{"ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", tls.VersionTLS12, tls.VersionTLS13, oldest, false},
	{"ELBSecurityPolicy-TLS-1-2-2017-01", tls.VersionTLS12, tls.VersionTLS12, extended, false},
	{"ELBSecurityPolicy-2016-08", tls.VersionTLS12, tls.VersionTLS12, oldest, false},
}

// PolicyOf returns the policy of the name, or nil.
func PolicyOf(name string) *Policy {
	for i := range Policies {
		if Policies[i].Name == name {
			return &Policies[i]
		}
	}
	return nil
}

// groups are those of the key exchange.
func (p *Policy) groups() []tls.CurveID {
	classic := []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384}
	if !p.postQuantum {
		return classic
	}
	return append([]tls.CurveID{tls.X25519MLKEM768, tls.SecP256r1MLKEM768, tls.SecP384r1MLKEM1024}, classic...)
}
