package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strings"
)

// examples is web/src/decode/examples.ts: what the buttons of the empty page fill in.
// Most are of P-256 certificates, for these are short.
func examples(der map[string][]byte) []byte {
	verify := verifyHeaders(der["client-2"])
	chain := hChain + ": " + albPEM(der["client-2-expired"], der["ec-issuing-ca"], der["ec-root-ca"]) + "\n"
	leaf := hLeaf + ": " + albPEM(der["client-1"]) + "\n"
	list := []struct{ name, text string }{
		{"ALB verify headers", lines("", "\n", verify)},
		{"Passthrough chain", chain},
		{"The + bug", formDecoded(leaf)},
		{"Cut-off header", leaf[:1024]},
		{"Connection log", connectionLog},
		{"Envoy’s header", envoyRequest(der["client-2"])},
		{"Lambda event", lambda(verify, false)},
		{"Broken certificate", string(armour(brokenSAN(der["client-2"])))},
	}
	var b strings.Builder
	b.WriteString("// Made by \"go run ./testdata/make\" from testdata; do not edit.\n\n" +
		"/** Example is a text for the paste box; the name stands on its button. */\n" +
		"export interface Example {\n  readonly name: string;\n  readonly text: string;\n}\n\n" +
		"export const examples: readonly Example[] = [\n")
	for _, e := range list {
		b.WriteString("  {\n    name: " + quote(e.name) + ",\n    text: [\n")
		for _, line := range strings.Split(strings.TrimSuffix(e.text, "\n"), "\n") {
			b.WriteString("      " + quote(line) + ",\n")
		}
		b.WriteString("    ].join(\"\\n\"),\n  },\n")
	}
	b.WriteString("];\n")
	return []byte(b.String())
}

// formDecoded is the value as a form decoder leaves it: it decodes what is escaped,
// and turns each "+" of the base64 into a space.
func formDecoded(s string) string {
	return strings.NewReplacer("+", " ", "%20", " ", "%0A", "\n").Replace(s)
}

// envoyRequest is a request as Envoy forwards it with SANITIZE_SET, and with all the
// details set (set_current_client_cert_details of its HttpConnectionManager): the
// PEM percent-encoded to the last sign, the elements in Envoy's order.
func envoyRequest(der []byte) string {
	sum := sha256.Sum256(der)
	cert := strings.ReplaceAll(url.QueryEscape(string(armour(der))), "+", "%20")
	return "GET /whoami HTTP/1.1\nHost: api.example\n" +
		"x-forwarded-client-cert: By=spiffe://example.com/gateway;Hash=" + hex.EncodeToString(sum[:]) + ";Cert=\"" + cert + "\"" +
		";Subject=\"CN=client-2.example,OU=Payments,O=Example Corp,C=US\";URI=spiffe://example.com/payments;DNS=client-2.example\n"
}

// connectionLog is the example of
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html,
// each record on a line as in the file.
const connectionLog = `2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Success TID_3180a73013c8ca4bac2f731159d4b0fe
2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Failed:ClientCertUntrusted TID_1c71a68d70587445ad5127ff8b2687d7
`

// quote is a string literal; < and > stay as they are.
func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
