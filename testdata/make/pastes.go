package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
)

// paste is one file of testdata/pastes.
type paste struct {
	name  string
	about string
	text  string
}

// The names of the headers.
const (
	hChain    = "X-Amzn-Mtls-Clientcert"
	hSerial   = "X-Amzn-Mtls-Clientcert-Serial-Number"
	hIssuer   = "X-Amzn-Mtls-Clientcert-Issuer"
	hSubject  = "X-Amzn-Mtls-Clientcert-Subject"
	hValidity = "X-Amzn-Mtls-Clientcert-Validity"
	hLeaf     = "X-Amzn-Mtls-Clientcert-Leaf"
)

// albPEM encodes certificates as ALB does: PEM, each with its last newline, and
// of that only the space and the newline escaped, for "+=/" are safe characters
// and base64 has no others.
func albPEM(ders ...[]byte) string {
	var b strings.Builder
	for _, der := range ders {
		b.Write(armour(der))
	}
	return strings.NewReplacer(" ", "%20", "\n", "%0A").Replace(b.String())
}

// header is a name and a value.
type header struct{ name, value string }

// verifyHeaders are the five of verify mode, in the order of ALB. Their values
// come from OpenSSL's reading of the leaf.
func verifyHeaders(der []byte) []header {
	f := map[string]string{}
	for _, line := range strings.Split(string(facts(der)), "\n") {
		k, v, _ := strings.Cut(line, "=")
		f[k] = v
	}
	iso := func(s string) string { return strings.Replace(s, " ", "T", 1) }
	return []header{
		{hSerial, f["serial"]},
		{hIssuer, f["issuer"]},
		{hSubject, f["subject"]},
		{hValidity, "NotBefore=" + iso(f["notBefore"]) + ";NotAfter=" + iso(f["notAfter"])},
		{hLeaf, albPEM(der)},
	}
}

func lines(prefix, end string, hs []header) string {
	var b strings.Builder
	for _, h := range hs {
		b.WriteString(prefix + h.name + ": " + h.value + end)
	}
	return b.String()
}

func pastes(der map[string][]byte) []paste {
	verify := verifyHeaders(der["client-1"])
	verifyEC := verifyHeaders(der["client-2"])
	chain := [][]byte{der["client-1"], der["issuing-ca"], der["root-ca"]}
	chainEC := [][]byte{der["client-2"], der["ec-issuing-ca"], der["ec-root-ca"]}
	changed := append([]header(nil), verify...)
	changed[0].value, changed[2].value = "07C41F", strings.Replace(changed[2].value, "client-1", "client-9", 1)
	leafHeader := hLeaf + ": " + albPEM(der["client-1"])

	return []paste{
		{"verify-headers.txt", "The five headers of verify mode, one a line.", lines("", "\n", verify)},
		{"verify-headers-ec.txt", "The same of a P-256 leaf.", lines("", "\n", verifyEC)},
		{"verify-mismatch.txt", "Serial and subject say something else than the leaf.", lines("", "\n", changed)},
		{"verify-lower-case.txt", "Header names in lower case, as Node and Lambda have them.", strings.ReplaceAll(lines("", "\n", verifyEC), "X-Amzn-Mtls-Clientcert", "x-amzn-mtls-clientcert")},
		{"leaf-value.txt", "The value of the Leaf header alone.", albPEM(der["client-1"]) + "\n"},
		{"passthrough-chain.txt", "Passthrough: the RSA chain of three in one header.", hChain + ": " + albPEM(chain...) + "\n"},
		{"passthrough-chain-ec.txt", "Passthrough: the EC chain, its leaf expired.", hChain + ": " + albPEM(der["client-2-expired"], chainEC[1], chainEC[2]) + "\n"},
		{"passthrough-shuffled.txt", "Passthrough: root, leaf, intermediate.", hChain + ": " + albPEM(chainEC[2], chainEC[0], chainEC[1]) + "\n"},
		{"passthrough-two-requests.txt", "Two requests, each with its own leaf.", request("", "\n", header{hChain, albPEM(der["client-2"])}) + "\n" + request("", "\n", header{hChain, albPEM(der["client-2-expired"])})},
		{"raw-request.txt", "A raw HTTP request with CRLF, as a target receives it.", request("", "\r\n", verifyEC...)},
		{"curl-v.txt", "What curl -v prints of a request that replays the headers.", curl(verifyEC)},
		{"lambda-event.json", "A Lambda target's event with single-value headers.", lambda(verifyEC, false)},
		{"lambda-event-multi.json", "The same with multiValueHeaders.", lambda(verifyEC, true)},
		{"percent-encoded-fully.txt", "+ / = escaped too, as one example of AWS shows the =.", hLeaf + ": " + strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(albPEM(der["client-1"])) + "\n"},
		{"plus-became-space.txt", "A form decoder has turned every + into a space.", strings.ReplaceAll(leafHeader, "+", " ") + "\n"},
		{"cut-off.txt", "The Leaf header cut off after 1000 characters.", leafHeader[:1000]},
		{"cut-off-chain.txt", "The chain cut off inside its second certificate.", (hChain + ": " + albPEM(chainEC...))[:1200]},
		{"broken-san.pem", "A certificate whose first alternative name claims more bytes than there are.", string(armour(brokenSAN(der["client-2"])))},
		{"broken-outer-length.pem", "A certificate whose outer length is ten bytes too long.", string(armour(longOuter(der["client-2"])))},
		{"trailing-bytes.pem", "A certificate with four bytes after it.", string(armour(append(append([]byte(nil), der["client-2"]...), 0xDE, 0xAD, 0xBE, 0xEF)))},
		{"chain-middle-broken.pem", "A chain whose intermediate is broken inside.", string(armour(chainEC[0])) + string(armour(brokenIssuer(chainEC[1]))) + string(armour(chainEC[2]))},
		{"chain.pem", "The RSA chain as plain PEM.", string(armour(chain[0])) + string(armour(chain[1])) + string(armour(chain[2]))},
		{"chain-with-text.pem", "PEM with the text that openssl pkcs12 puts around it.", pkcs12Text(chainEC)},
		{"bare-base64.txt", "Base64 of a certificate without armour, on one line.", base64.StdEncoding.EncodeToString(der["client-2"]) + "\n"},
		{"leaf.der", "DER bytes.", string(der["client-2"])},
		{"private-key.pem", "A certificate and its private key: the key must never be shown.", string(armour(der["client-2"])) + string(keyFile("p256client"))},
		{"empty.txt", "Nothing.", ""},
		{"random-text.txt", "Nothing that is known.", "The quick brown fox\njumps over the lazy dog.\n"},

		// Written by others.
		{"aws-verify.txt", "AWS's documented example of verify mode; the PEM body is elided there.", awsVerify},
		{"aws-passthrough.txt", "AWS's documented example of passthrough mode, with %3D; bodies elided.", awsPassthrough},
		{"capture-eid.json", "A real capture (v3rm0n/eid-aws-alb, MIT); the certificate was removed by its author.", captureEID},
		{"capture-lambda.json", "Headers of a real Lambda event, March 2025; the certificate was removed by its author.", captureLambda},
	}
}

func request(prefix, end string, hs ...header) string {
	all := append([]header{
		{"X-Forwarded-For", "203.0.113.7"}, {"X-Forwarded-Proto", "https"}, {"X-Forwarded-Port", "443"},
	}, hs...)
	all = append(all, header{"Host", "api.example"}, header{"X-Amzn-Trace-Id", "Root=1-67c40b2c-0f1e2d3c4b5a69788796a5b4"},
		header{"User-Agent", "curl/8.5.0"}, header{"Accept", "*/*"})
	return prefix + "GET /whoami HTTP/1.1" + end + lines(prefix, end, all) + prefix + end
}

func curl(hs []header) string {
	return "* Host localhost:8080 was resolved.\n*   Trying 127.0.0.1:8080...\n* Connected to localhost (127.0.0.1) port 8080\n" +
		request("> ", "\n", hs...) +
		"< HTTP/1.1 200 OK\n< Content-Type: text/plain\n< Content-Length: 3\n< \nok\n* Connection #0 to host localhost left intact\n"
}

// lambda is an event of an ALB with a Lambda target; names are in lower case.
func lambda(hs []header, multi bool) string {
	type member struct {
		name  string
		value any
	}
	var headers []member
	add := func(name, value string) {
		if multi {
			headers = append(headers, member{name, []string{value}})
		} else {
			headers = append(headers, member{name, value})
		}
	}
	add("accept", "*/*")
	add("host", "api.example")
	add("user-agent", "curl/8.5.0")
	for _, h := range hs {
		add(strings.ToLower(h.name), h.value)
	}
	add("x-forwarded-for", "203.0.113.7")
	add("x-forwarded-port", "443")
	add("x-forwarded-proto", "https")
	key, query := "headers", "queryStringParameters"
	if multi {
		key, query = "multiValueHeaders", "multiValueQueryStringParameters"
	}
	var b strings.Builder
	b.WriteString("{\n  \"requestContext\": {\n    \"elb\": {\n      \"targetGroupArn\": \"arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/example/0123456789abcdef\"\n    }\n  },\n" +
		"  \"httpMethod\": \"GET\",\n  \"path\": \"/whoami\",\n  \"" + query + "\": {},\n  \"" + key + "\": {\n")
	for i, h := range headers {
		b.WriteString("    " + strconv.Quote(h.name) + ": " + string(must(json.Marshal(h.value))))
		if i < len(headers)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("  },\n  \"body\": \"\",\n  \"isBase64Encoded\": false\n}\n")
	return b.String()
}

// pkcs12Text is the look of openssl pkcs12 -nokeys.
func pkcs12Text(chain [][]byte) string {
	names := []string{"client-2.example", "Example EC Issuing CA", "Example EC Root CA", "Example EC Root CA"}
	var b strings.Builder
	for i, der := range chain {
		b.WriteString("Bag Attributes: <No Attributes>\nsubject=CN = " + names[i] + "\nissuer=CN = " + names[i+1] + "\n")
		b.Write(armour(der))
	}
	return b.String()
}

// brokenSAN damages the length of the first name in the subjectAltName.
func brokenSAN(der []byte) []byte {
	return damage(der, []byte("\x82\x10client-2.example"), func(b []byte) { b[1] = 0x7F })
}

// brokenIssuer damages the length of the issuer's common name.
func brokenIssuer(der []byte) []byte {
	return damage(der, []byte("\x0C\x12Example EC Root CA"), func(b []byte) { b[1] = 0x33 })
}

func longOuter(der []byte) []byte {
	return damage(der, der[:4], func(b []byte) { b[3] += 10 })
}

func damage(der, at []byte, change func([]byte)) []byte {
	out := bytes.Clone(der)
	i := bytes.Index(out, at)
	if i < 0 {
		panic("nothing to damage")
	}
	change(out[i:])
	return out
}
