package unwrap

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// Headers with something around their names and values. The forms are those of the named
// programs' sources and documents, imitated: of Python 3.11 they are its own output.
func TestPrintedOtherwise(t *testing.T) {
	leaf := albEncode(pemOf(testdata.DER("client-2")))
	const subject = printedSubject
	three := func(each func(name, value string) string, with ...string) string {
		var b strings.Builder
		for i, h := range [][2]string{{"Host", "a"}, {"X-Cert", leaf}, {"X-Subject", subject}} {
			if i > 0 && len(with) > 0 {
				b.WriteString(with[0])
			}
			b.WriteString(each(h[0], h[1]))
		}
		return b.String()
	}
	for _, tt := range []struct{ name, in string }{
		{"OpenTelemetry's collector, slices", "Attributes:\n     -> http.request.method: Str(GET)\n" + three(func(n, v string) string {
			return "     -> http.request.header." + strings.ToLower(n) + `: Slice(["` + v + "\"])\n"
		})},
		{"OpenTelemetry's collector", "Attributes:\n" + three(func(n, v string) string {
			return "     -> http.request.header." + strings.ToLower(n) + ": Str(" + v + ")\n"
		})},
		{"OpenTelemetry's collector of 2021", "Attributes:\n" + three(func(n, v string) string {
			return "     -> http.request.header." + strings.ToLower(n) + ": STRING(" + v + ")\n"
		})},
		{"OTLP", `{"attributes":[` + three(func(n, v string) string {
			return `{"key":"http.request.header.` + strings.ToLower(n) + `","value":{"arrayValue":{"values":[{"stringValue":"` + v + `"}]}}}`
		}, ",") + `]}`},
		{"OTLP, text", `{"attributes":[` + three(func(n, v string) string {
			return `{"key":"http.request.header.` + strings.ToLower(n) + `","value":{"stringValue":"` + v + `"}}`
		}, ",") + `]}`},
		{"Jaeger", `{"tags":[` + three(func(n, v string) string {
			return `{"key":"http.request.header.` + strings.ToLower(n) + `","type":"string","value":"[\"` + v + `\"]"}`
		}, ",") + `]}`},
		{"PowerShell, ConvertTo-Json", "[" + three(func(n, v string) string { return `{"Key":"` + n + `","Value":["` + v + `"]}` }, ",") + "]"},
		{"SQS", `{"MessageAttributes":{` + three(func(n, v string) string {
			return `"` + strings.Replace(n, "Host", "X-Host", 1) + `":{"DataType":"String","StringValue":"` + v + `"}`
		}, ",") + `,"Host":"a"}}`},
		{"PowerShell, table", "\nKey       Value\n---       -----\n" + three(func(n, v string) string { return (n + "          ")[:10] + "{" + v + "}\n" }) + "\n"},
		{"PowerShell, table of names", "\nName      Value\n----      -----\n" + three(func(n, v string) string { return (n + "          ")[:10] + v + "\n" }) + "\n"},
		{"PowerShell, list", three(func(n, v string) string { return "Key   : " + n + "\nValue : {" + v + "}\n\n" })},
		{"PowerShell, wrapped", three(func(n, v string) string {
			return (n + "          ")[:10] + ": " + strings.Join(chunks(v, 68), "\n            ") + "\n"
		})},
		{"PowerShell, properties", "@{" + three(func(n, v string) string { return n + "=" + v }, "; ") + "}\n"},
		{"PowerShell, hash", "@{\n" + three(func(n, v string) string { return "  '" + n + "' = '" + v + "'\n" }) + "}\n"},
		{"PowerShell, Export-Csv", "#TYPE System.Collections.DictionaryEntry\n\"Name\",\"Key\",\"Value\"\n" + three(func(n, v string) string { return `"` + n + `","` + n + `","` + v + "\"\n" })},
		{".NET, joined", "Headers: " + three(func(n, v string) string { return "[" + n + ", " + v + "]" }, ", ") + "\n"},
		{".NET, debugger", three(func(n, v string) string {
			return "\t\t[0]\t{[" + n + ", " + v + "]}\tSystem.Collections.Generic.KeyValuePair<string, string>\n"
		})},
		{".NET, message", "Method: GET, RequestUri: 'http://a/', Version: 1.1, Content: <null>, Headers:\n{\n" + three(func(n, v string) string { return "  " + n + ": " + v + "\n" }) + "}\n"},
		{"Python, http.client", "send: b'GET / HTTP/1.1\\r\\n" + three(func(n, v string) string { return n + ": " + v + `\r\n` }) + "\\r\\n'\n"},
		{"strace", `write(3, "GET / HTTP/1.1\r\n` + three(func(n, v string) string { return n + ": " + v + `\r\n` }) + `\r\n", 1200) = 1200` + "\n"},
		{"Python, pprint", "{'Host': 'a',\n 'X-Cert': '" + leaf + "',\n 'X-Subject': '" + subject[:20] + "'\n              '" + subject[20:] + "'}\n"},
		{"Starlette, raw", "Headers(raw=[" + three(func(n, v string) string { return "(b'" + strings.ToLower(n) + "', b'" + v + "')" }, ", ") + "])\n"},
		{"Node, _header", "_header: 'GET / HTTP/1.1\\r\\n' +\n" + three(func(n, v string) string { return "    '" + n + ": " + v + `\r\n' +` + "\n" }) + `    '\r\n',` + "\n"},
		{"k6", `level=info msg="Request:\nGET / HTTP/1.1\r\n` + three(func(n, v string) string { return n + ": " + v + `\r\n` }) + `\r\n" group= iter=0` + "\n"},
		{"Bruno", "get {\n  url: http://a/\n}\n\nheaders {\n" + three(func(n, v string) string { return "  " + n + ": " + v + "\n" }) + "}\n"},
		{"Netty, HTTP/2", "INBOUND HEADERS: streamId=3 headers=DefaultHttp2Headers[:method: GET, " + three(func(n, v string) string { return strings.ToLower(n) + ": " + v }, ", ") + "] padding=0 endStream=true\n"},
		{"Akka", "HttpRequest(HttpMethod(GET),http://a/,List(" + three(func(n, v string) string { return n + ": " + v }, ", ") + "),HttpEntity.Strict(none/none,0 bytes total),HttpProtocol(HTTP/1.1))\n"},
		{"Dart", "{" + three(func(n, v string) string { return strings.ToLower(n) + ": " + v }, ", ") + "}\n"},
		{"YAML, lists of one", "headers:\n" + three(func(n, v string) string { return "  " + n + ":\n  - " + v + "\n" })},
		{"YAML, lists of one in quotes", "headers:\n" + three(func(n, v string) string { return "  " + n + ":\n    - \"" + v + "\"\n" })},
		{"go-spew", "(http.Header) (len=3) {\n" + three(func(n, v string) string {
			return ` (string) (len=4) "` + n + "\": ([]string) (len=1 cap=1) {\n  (string) (len=9) \"" + v + "\"\n },\n"
		}) + "}\n"},
		{"Symfony", "HeaderBag {#51 ▼\n  #headers: array:3 [▼\n" + three(func(n, v string) string { return `    "` + n + "\" => array:1 [▼\n      0 => \"" + v + "\"\n    ]\n" }) + "  ]\n  #cacheControl: []\n}\n"},
		{"Swift", "[" + three(func(n, v string) string { return `AnyHashable("` + n + `"): "` + v + `"` }, ", ") + "]\n"},
		{"Docker", three(func(n, v string) string {
			return `{"log":"` + n + ": " + v + `\n","stream":"stdout","time":"2026-05-28T10:00:00.1Z"}` + "\n"
		})},
		{"message of CloudWatch", `{"message":` + jsonString("2026-05-28T10:00:00.123Z\t8f1c\tINFO\t{"+three(func(n, v string) string { return `"` + n + `": "` + v + `"` }, ", ")+"}") + "}"},
		{"OkHttp in JSON", `{"namesAndValues":[` + three(func(n, v string) string { return `"` + n + `","` + v + `"` }, ",") + "]}"},
		{"Java, a loop", three(func(n, v string) string {
			return "2026-05-28 10:00:00,123 DEBUG [http-nio-8080-exec-1] c.e.F - " + n + "=" + v + "\n"
		}) + "Host: a\n"},
		{"Markdown, bold", "| Header | Value |\n|:--|:--|\n" + three(func(n, v string) string { return "| **" + n + "** | " + v + " |\n" }) + "Host: a\n"},
	} {
		t.Run(tt.name, func(t *testing.T) { checkPrinted(t, tt.in, false) })
	}
}

// The rows of a table of PowerShell end where the table does.
func TestTableOfPowerShell(t *testing.T) {
	r := collect([]byte("\nKey      Value\n---      -----\nX-Verify {SUCCESS}\n\nX-Other  Value\n" + pemOf(testdata.DER("client-2"))))
	got := strings.Join(fieldsOf(r), " ")
	if got != "X-Verify=SUCCESS" {
		t.Error(got)
	}
}
