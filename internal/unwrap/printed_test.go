package unwrap

import (
	"fmt"
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
		{"angle brackets", three(func(n, v string) string { return n + ": <" + v + ">\n" })},
		{"a tuple of Python", three(func(n, v string) string { return n + ": ('" + v + "')\n" })},
		{"a word processor's quotes", three(func(n, v string) string { return n + ": “" + v + "”\n" })},
		{"Markdown's marks", three(func(n, v string) string { return n + ": `" + v + "`\n" })},
		{"indented columns", three(func(n, v string) string { return "\t" + n + "\t" + v + "\n" })},
		{"var_dump of PSR-7", "array(3) {\n" + three(func(n, v string) string {
			return fmt.Sprintf("  [%q]=>\n  array(1) {\n    [0]=>\n    string(%d) \"%s\"\n  }\n", n, len(v), v)
		}) + "}\n"},
		{"protocol buffers", "headers {\n" + three(func(n, v string) string {
			return "  header {\n    key: \"" + n + "\"\n    raw_value: \"" + v + "\"\n  }\n"
		}) + "}\n"},
		{"protocol buffers on a line", "request_headers { " + three(func(n, v string) string { return "headers { key: \"" + n + "\" value: \"" + v + "\" } " }) + "}\n"},
		{"Ring", "{:uri \"/\", :headers {" + three(func(n, v string) string { return `"` + n + `" "` + v + `"` }, ", ") + "}, :request-method :get}\n"},
		{"Ring, indented", "{:headers\n {" + three(func(n, v string) string { return `"` + n + "\"\n  \"" + v + `"` }, ",\n  ") + "},\n :request-method :get}\n"},
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
		{"Java, HttpHeaders", "java.net.http.HttpHeaders@4fde7f92 { {" + three(func(n, v string) string { return n + "=[" + v + "]" }, ", ") + "} }\n"}, // as testdata/tools/java-httpheaders.txt
		{"Camel", "Exchange[Id: 1, ExchangePattern: InOut, Headers: {q=1, " + three(func(n, v string) string { return n + "=" + v }, ", ") + ", z=1}, BodyType: String, Body: ]\n"},
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

// Each table, list and span is a request of its own, and each value of a list a header.
func TestPrintedRequests(t *testing.T) {
	for _, tt := range []struct{ name, one string }{
		{"OpenTelemetry", "Span #0\n    Name           : GET\nAttributes:\n     -> x-verify: Slice([\"NONE\"])\n     -> x-serial: Str(0A)\n"},
		{"OTLP", `{"name":"GET","attributes":[{"key":"http.request.header.x-verify","value":{"stringValue":"NONE"}},{"key":"http.request.header.x-serial","value":{"stringValue":"0A"}}]},`},
		{"PowerShell", "\nKey      Value\n---      -----\nX-Verify {NONE}\nX-Serial {0A}\n\n"},
		{"PowerShell, object", "@{X-Verify=NONE; X-Serial=0A}\n"},
		{".NET", "[X-Verify, NONE], [X-Serial, 0A]\n"},
		{".NET, message", "Headers:\n{\n  X-Verify: NONE\n  X-Serial: 0A\n}\n"},
		{"Netty", "headers=DefaultHttp2Headers[:path: /, x-verify: NONE, x-serial: 0A] x\n"},
		{"XML", "<r><h name=\"X-Verify\" value=\"NONE\"/><h name=\"X-Serial\" value=\"0A\"/></r>\n"},
	} {
		in := tt.one + tt.one
		if tt.name == "OTLP" {
			in = `{"spans":[` + strings.TrimSuffix(in, ",") + "]}"
		}
		r := collect([]byte(in))
		got := strings.ToLower(strings.Join(fieldsOf(r), " "))
		if n := strings.Count(got, "x-verify=none"); len(r.Units) != 2 || n != 2 || strings.Count(got, "x-serial=0a") != 2 {
			t.Errorf("%s: %d units: %s", tt.name, len(r.Units), got)
		}
	}
	r := collect([]byte("-> x-verify: Slice([\"NONE\",\"SUCCESS\"])\n-> x-serial: Str(0A)\n"))
	if got := strings.Join(fieldsOf(r), " "); got != "x-verify=NONE x-verify=SUCCESS x-serial=0A" {
		t.Error(got)
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

// Names and values as people lay them out in tickets, and headers on one line. What is laid out
// otherwise, and a sentence, is no header.
func TestApart(t *testing.T) {
	all := [][2]string{{"X-Verify", "FAILED:self-signed certificate"}, {"X-Client-DN", "CN=a,O=b"}, {"X-Serial", "0A"}}
	lines := func(format string) string {
		var b strings.Builder
		for _, h := range all {
			fmt.Fprintf(&b, format, h[0], h[1])
		}
		return b.String()
	}
	for _, text := range []string{
		lines("%s -> %s\n"), lines("%s – %s\n"), lines("%s - %s\n"), lines("%s → %s\n"), lines("%s is %s\n"), lines("%-30s %s\n"), lines("%-11s %s\n"),
		lines("%s ........ %s\n"), lines("* **%s**: %s\n"),
		strings.TrimSuffix(lines("%s: %s; "), "; "), strings.TrimSuffix(lines("%s: %s | "), " | "), lines(`%s: %s\r\n`), lines(`%s: %s\n`),
	} {
		got := strings.Join(fieldsOf(collect([]byte(text+"\nX-Cert: "+albEncode(pemOf(testdata.DER("client-2")))+"\n"))), "|")
		if !strings.HasPrefix(got, "X-Verify=FAILED:self-signed certificate|X-Client-DN=CN=a,O=b|X-Serial=0A|") {
			t.Errorf("%q: %s", text, got)
		}
	}
	for _, text := range []string{
		"X-Verify is what nginx writes.\nThe rest is -Cert.\n", "X-Verify was wrong\nX-Client-DN came late\n", `{"msg":"X-Verify: a\nX-Serial: b\nX-C: d"}`,
	} {
		for _, f := range fieldsOf(collect([]byte(text))) {
			if !strings.HasPrefix(f, "msg=") {
				t.Errorf("%q: %s", text, f)
			}
		}
	}
}

// Rows that were recorded of sqlite3 3.40.1, Miller 6.6 and psql 15.15, one of a request without a
// certificate, each of which is a unit with all its values, and none of them two.
func TestRows(t *testing.T) {
	leaf := albEncode(pemOf(testdata.DER("client-2")))
	rows := [][]string{{"1", "SUCCESS", "CN=a,O=b", leaf}, {"2", "FAILED:certificate has expired", "CN=b,O=b", leaf}, {"3", "NONE", "", ""}}
	names := []string{"id", "ssl_client_verify", "ssl_client_s_dn", "ssl_client_cert"}
	each := func(before, format, after string) string {
		var b strings.Builder
		for i, row := range rows {
			b.WriteString(strings.ReplaceAll(before, "N", fmt.Sprint(i+1)))
			for k, v := range row {
				fmt.Fprintf(&b, format, names[k], v)
			}
			b.WriteString(after)
		}
		return b.String()
	}
	objects := strings.ReplaceAll(each("{", "%q:%q,", "},\n"), ",}", "}")
	lines := func(separator, quote, end string) string {
		all := strings.Join(names, separator) + end
		for _, row := range rows {
			all += row[0]
			for _, v := range row[1:] {
				all += separator + quote + v + quote
			}
			all += end
		}
		return all
	}
	for name, text := range map[string]string{
		"sqlite3 -json":     "[" + strings.TrimSuffix(objects, ",\n") + "]\n",
		"sqlite3 -line":     each("", "%17s = %s\n", "\n"),
		"sqlite3 -csv":      lines(",", `"`, "\r\n"),
		"sqlite3 -tabs":     lines("\t", "", "\n"),
		"sqlite3 -list":     lines("|", "", "\n"),
		"psql -x":           each("-[ RECORD N ]-----+---------------------------\n", "%-17s | %s\n", ""),
		"psql -x, border 2": each("+-[ RECORD N ]------+---------------------------+\n", "| %-17s | %-25s |\n", ""),
		"mysql -E":          each("*************************** N. row ***************************\n", "%17s: %s\n", ""),
		"heads":             strings.ReplaceAll(strings.ReplaceAll(each("", "%s: %s\n", "\n"), "_", "-"), "id: ", "x-id: "),
	} {
		r := collect([]byte(text))
		if len(r.Units) != len(rows) {
			t.Errorf("%s: %d units, want %d: %v", name, len(r.Units), len(rows), fieldsOf(r))
			continue
		}
		for i, u := range r.Units {
			verify := ""
			for k := range u.Fields {
				if f := &u.Fields[k]; strings.EqualFold(strings.ReplaceAll(f.Name, "-", "_"), names[1]) {
					verify += string(f.Value.Bytes)
				}
			}
			if verify != rows[i][1] || len(u.Objects) != min(1, len(rows[i][3])) {
				t.Errorf("%s: the outcome of row %d is %q, and it has %d structures", name, i+1, verify, len(u.Objects))
			}
		}
	}
	for _, text := range []string{"name,value\nX-Verify,FAILED:a\nX-DN,CN=a\nX-Cert," + leaf + "\n", "name|X-Verify\nvalue|FAILED:a\n\nname|X-DN\nvalue|CN=a\n\nname|X-Cert\nvalue|" + leaf + "\n"} {
		r := collect([]byte(text)) // psql --csv, psql -xA
		if got := strings.Join(fieldsOf(r), " "); len(r.Units) != 1 || !strings.HasPrefix(got, "X-Verify=FAILED:a X-DN=CN=a X-Cert=-----BEGIN") {
			t.Errorf("%.30q: %d units: %s", text, len(r.Units), got)
		}
	}
	// What Ansible 2.14's yaml callback prints of two tasks, with values below the mark of a block.
	tasks := collect([]byte("TASK [debug] *****\nok: [a] => \n  h:\n    X-Verify: |-\n      FAILED:a\n    X-Cert: " + leaf + "\n\nTASK [debug] *****\nok: [a] => \n  h:\n    X-Verify: >-\n      NONE\n    X-B: c\n"))
	if got := strings.Join(fieldsOf(tasks), " "); len(tasks.Units) != 2 || !strings.Contains(got, " X-Verify=FAILED:a X-Cert=-----BEGIN") || !strings.HasSuffix(got, " X-Verify=NONE X-B=c") {
		t.Errorf("tasks: %d units: %s", len(tasks.Units), got)
	}
	one := collect([]byte("-[ RECORD 1 ]---\nname  | X-Verify\nvalue | SUCCESS\n-[ RECORD 2 ]---\nname  | X-Cert\nvalue | " + leaf + "\n"))
	if got := strings.Join(fieldsOf(one), " "); len(one.Units) != 1 || !strings.HasPrefix(got, "X-Verify=SUCCESS X-Cert=-----BEGIN") {
		t.Errorf("names and values, a row each: %d units: %s", len(one.Units), got)
	}
}
