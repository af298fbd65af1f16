package family

// Meshes and platforms, and RFC 9440, which many send. Sources: Envoy's and gorouter's
// source code and documents, RFC 9440.

var envoy = Family{
	ID: Envoy, Slug: "envoy", Title: "Envoy or Istio",
	Reference: "https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert",
	Formats:   []Format{{"XFCC", Request}, {"XFCC as JSON", Request}, {"access log", Log}, {"RFC 9440 by the filter client_cert", Request}},
	Headers: []Header{
		{"x-forwarded-client-cert", Bundle, Ways{xfcc, xfccJSON}, Usual, 0, false},
		{"xfcc by", ProxyIdentity, Ways{plainText}, Own, 0, false},
		{"xfcc hash", Fingerprint, Ways{sha256Lower}, Own, 0, false},
		{"xfcc cert", Certificate, Ways{pemPercent}, Own, 0, false},
		{"xfcc chain", Chain, Ways{pemPercent}, Own, 0, false},
		{"xfcc subject", Subject, Ways{nameRFC2253, nameSlash}, Own, 0, false},
		{"xfcc uri", URIs, Ways{plainText}, Own, 0, false},
		{"xfcc dns", DNSNames, Ways{plainText}, Own, 0, false},
		{"xfcc san", URIs, Ways{plainText}, Own, 0, false},
		{"downstream-peer-cert", Certificate, Ways{pemPercent}, Own, 2, false},
		{"downstream-peer-cert-v-start", NotBefore, Ways{dateMillis, dateOpenSSL}, Own, 2, false},
		{"downstream-peer-cert-v-end", NotAfter, Ways{dateMillis, dateOpenSSL}, Own, 2, false},
		{"downstream-peer-subject", Subject, Ways{nameRFC2253}, Own, 2, false},
		{"downstream-peer-issuer", Issuer, Ways{nameRFC2253}, Own, 2, false},
		{"downstream-peer-fingerprint-256", Fingerprint, Ways{sha256Lower}, Own, 2, false},
		{"downstream-peer-fingerprint-1", Fingerprint, Ways{sha1Lower}, Own, 2, false},
		{"downstream-peer-serial", Serial, Ways{serialLower}, Own, 2, false},
		{"downstream-peer-uri-san", URIs, Ways{listComma}, Own, 2, false},
		{"downstream-peer-dns-san", DNSNames, Ways{listComma}, Own, 2, false},
		{"client-cert", Certificate, Ways{byteSequence}, Shared, 3, false},
		{"client-cert-chain", Chain, Ways{byteSequences}, Shared, 3, false},
	},
	Modes: []Mode{
		{Required, "SANITIZE_SET"},
		{Optional, "APPEND_FORWARD"},
		{Passthrough, "ALWAYS_FORWARD_ONLY"},
	},
	Chain:   LeafFirst,
	Outcome: "XFCC has no word for it: an element says who the peer was; whether it was verified is a matter of the listener's validation context.",
	Neighbors: []Neighbor{
		{"x-envoy-*", "", 40}, {"x-request-id", "", 2}, {"server", "istio-envoy", 40}, {"server", "envoy", 40}, {"x-b3-traceid", "", 5}, {"response-code-details", "", 20}, {"upstream-cluster", "", 20},
	},
}

var linkerd = Family{
	ID: Linkerd, Slug: "linkerd", Title: "Linkerd",
	Reference: "https://linkerd.io/2/features/automatic-mtls/",
	Formats:   []Format{{"l5d-client-id", Request}},
	Headers:   []Header{{"l5d-client-id", Identity, Ways{plainText}, Own, 0, false}},
	Modes:     []Mode{{Optional, "mesh mTLS"}},
	Chain:     NoChain, Outcome: "The header is there only for a verified identity.",

	Neighbors: []Neighbor{{"l5d-*", "", 40}},
}

var cloudFoundry = Family{
	ID: CloudFoundry, Slug: "cloud-foundry", Title: "Cloud Foundry's gorouter, SAP BTP",
	Reference: "https://docs.cloudfoundry.org/concepts/http-routing.html#-forward-client-certificate-to-apps",
	Formats:   []Format{{"X-Forwarded-Client-Cert without markers", Request}},
	Headers: []Header{
		{"x-forwarded-client-cert", Certificate, Ways{base64DER}, Shared, 0, false},
		{"x-forwarded-client-chain", Chain, Ways{base64DER}, Usual, 0, false},
	},
	Modes: []Mode{
		{Tolerant, "sanitize_set"},
		{Passthrough, "always_forward"},
	},
	Chain: NoChain, Outcome: "Nothing says it: whether certificates are verified is the router's setting.",
	Neighbors: []Neighbor{
		{"x-vcap-*", "", 50}, {"x-cf-*", "", 50}, {"x-b3-spanid", "", 3},
	},
}

var rfc9440 = Family{
	ID: RFC9440, Slug: "rfc9440", Title: "A sender of RFC 9440", Generic: true,
	Reference: "https://www.rfc-editor.org/rfc/rfc9440",
	Formats:   []Format{{"RFC 9440", Request}},
	Headers: []Header{
		{"client-cert", Certificate, Ways{byteSequence}, Usual, 0, false},
		{"client-cert-chain", Chain, Ways{byteSequences}, Usual, 0, false},
	},
	Modes: []Mode{{Optional, "RFC 9440"}},
	Chain: WithoutLeaf, Outcome: "Nothing says it.",
}

var otoroshi = Family{
	ID: Otoroshi, Slug: "otoroshi", Title: "Otoroshi",
	Reference: "https://maif.github.io/otoroshi/manual/",
	Formats:   []Format{{"RFC 9440", Request}},
	Headers: []Header{
		{"client-cert", Certificate, Ways{byteSequence}, Shared, 0, false},
		{"client-cert-chain", Chain, Ways{byteSequences}, Shared, 0, false},
	},
	Modes: []Mode{{Optional, "mTLS"}},
	Chain: WithoutLeaf, Outcome: "Nothing says it.",
	Neighbors: []Neighbor{{"otoroshi-*", "", 50}},
}
