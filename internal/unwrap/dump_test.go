package unwrap

import (
	"encoding/hex"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/testdata"
)

const printedSubject = `CN=terminal-17,O=Fjord Pay AB,C=SE`

// Headers as languages print them. Each form is what the named program wrote for
// the headers Host: a and X-Cert and X-Subject, with our values put in.
func TestPrinted(t *testing.T) {
	leaf := albEncode(pemOf(testdata.DER("client-2")))
	const subject = printedSubject
	tests := []struct{ name, in string }{
		{"Go %v of http.Header", "map[Host:[a] X-Cert:[" + leaf + "] X-Subject:[" + subject + "]]"},
		{"Go %v of a map", "headers map[Host:a X-Cert:" + leaf + " X-Subject:" + subject + "]"},
		{"Go %+v in a struct", "{Method:GET Header:map[Host:[a] X-Cert:[" + leaf + "] X-Subject:[" + subject + "]] Body:<nil>}"},
		{"Go %#v of http.Header", `http.Header{"Host":[]string{"a"}, "X-Cert":[]string{"` + leaf + `"}, "X-Subject":[]string{"` + subject + `"}}`},
		{"Go %#v of a map", `map[string]string{"Host":"a", "X-Cert":"` + leaf + `", "X-Subject":"` + subject + `"}`},
		{"Java map of lists", "{host=[a], x-cert=[" + leaf + "], x-subject=[" + subject + "]}"},
		{"Java map", "Headers: {host=a, x-cert=" + leaf + ", x-subject=" + subject + "}"},
		{"Java map, forward name", "{x-subject=CN=terminal-17,O=Fjord Pay AB,C=SE, host=a, x-cert=" + leaf + "}"},
		{"Spring, quotes inside", `[host:"a", x-cert:"` + leaf + `", x-subject:"` + subject + `", x-quoted:"By=a;Subject="CN=\"b\"";URI=c"]`},
		{"PHP var_dump, quotes inside", "array(4) {\n  [\"host\"]=>\n  string(1) \"a\"\n  [\"x-quoted\"]=>\n  string(26) \"By=a;Subject=\"CN=b\";URI=c,\"\n  [\"x-cert\"]=>\n  string(" + strconv.Itoa(len(leaf)) + ") \"" + leaf + "\"\n  [\"x-subject\"]=>\n  string(34) \"" + subject + "\"\n}\n"},
		{"Lua, inspect", "{\n  host = \"a\",\n  [\"x-cert\"] = \"" + leaf + "\",\n  [\"x-subject\"] = \"" + subject + "\"\n}\n"},
		{"Go, a line each", "Host: [a]\nX-Cert: [" + leaf + "]\nX-Subject: [" + subject + "]\n"},
		{"logfmt, Go map inside", `level=INFO msg="a b" headers="map[Host:[a] X-Cert:[` + leaf + `] X-Subject:[` + subject + `]]"`},
		{"Markdown list", "- **Host**: `a`\n- **X-Cert**: `" + leaf + "`\n- **X-Subject:** " + subject + "\n"},
		{"Wireshark JSON of HTTP/2", `[{"http2.header":{"http2.header.name.length":"4","http2.header.name":"host","http2.header.value.length":"1","http2.header.value":"a"}},{"http2.header.name":"x-cert","http2.header.value.length":"900","http2.header.value":"` + leaf + `"},{"http2.header.name":"x-subject","http2.header.value":"` + subject + `"}]`},
		{"tabs, a value that may be a name", "Host\ta\nX-Serial\tC0FFEE\nX-Cert\t" + leaf + "\nX-Subject\t" + subject + "\n"},
		{"Rust, http 0.1", `{HeaderName { inner: Standard(Host) }: HeaderValue { inner: "a", is_sensitive: false }, HeaderName { inner: Custom(Custom(b"x-cert")) }: HeaderValue { inner: "` + leaf + `", is_sensitive: false }, HeaderName { inner: Custom(Custom(b"x-subject")) }: HeaderValue { inner: "` + subject + `", is_sensitive: false }}`},
		{"Rust, actix-web", `HeaderMap { inner: {"host": Value { inner: ["a"] }, "x-cert": Value { inner: ["` + leaf + `"] }, "x-subject": Value { inner: ["` + subject + `"] }} }`},
		{"Rust, tuples", "(\"host\", \"a\")\n(\"x-cert\", \"" + leaf + "\")\n(\"x-subject\", \"" + subject + "\")\n"},
		{"Python, tuples", "('Host', 'a')\n('X-Cert', '" + leaf + "')\n('X-Subject', '" + subject + "')\n"},
		{"Spring", `[host:"a", x-cert:"` + leaf + `", x-subject:"` + subject + `"]`},
		{"Spring in a log", `2026-11-26T10:00:00.000Z  INFO 1 --- [nio-8080-exec-1] c.e.Log : headers=[host:"a", x-cert:"` + leaf + `", x-subject:"` + subject + `"]`},
		{"PHP print_r", "Array\n(\n    [Host] => a\n    [X-Cert] => " + leaf + "\n    [X-Subject] => " + subject + "\n)\n"},
		{"PHP print_r, nested", "Array\n(\n    [headers] => Array\n        (\n            [Host] => a\n            [X-Cert] => " + leaf + "\n            [X-Subject] => " + subject + "\n        )\n\n)\n"},
		{"PHP var_dump", "array(3) {\n  [\"Host\"]=>\n  string(1) \"a\"\n  [\"X-Cert\"]=>\n  string(900) \"" + leaf + "\"\n  [\"X-Subject\"]=>\n  string(34) \"" + subject + "\"\n}\n"},
		{"PHP var_export", "array (\n  'Host' => 'a',\n  'X-Cert' => '" + leaf + "',\n  'X-Subject' => '" + subject + "',\n)"},
		{"Python dict", `{'Host': 'a', 'X-Cert': '` + leaf + `', 'X-Subject': '` + subject + `'}`},
		{"Python list of tuples", `[('Host', 'a'), ('X-Cert', '` + leaf + `'), ('X-Subject', '` + subject + `')]`},
		{"Werkzeug", `EnvironHeaders([('Host', 'a'), ('X-Cert', '` + leaf + `'), ('X-Subject', '` + subject + `')])`},
		{"ASGI", `[(b'host', b'a'), (b'x-cert', b'` + leaf + `'), (b'x-subject', b'` + subject + `')]`},
		{"ASGI scope", `{'type': 'http', 'headers': [(b'host', b'a'), (b'x-cert', b'` + leaf + `'), (b'x-subject', b'` + subject + `')]}`},
		{"Starlette", `Headers({'host': 'a', 'x-cert': '` + leaf + `', 'x-subject': '` + subject + `'})`},
		{"Ruby", `{"Host"=>"a", "X-Cert"=>"` + leaf + `", "X-Subject"=>"` + subject + `"}`},
		{"Ruby 3.4", `{"Host" => "a", "X-Cert" => "` + leaf + `", "X-Subject" => "` + subject + `"}`},
		{"Elixir list", `[{"host", "a"}, {"x-cert", "` + leaf + `"}, {"x-subject", "` + subject + `"}]`},
		{"Elixir map", `%{"host" => "a", "x-cert" => "` + leaf + `", "x-subject" => "` + subject + `"}`},
		{"Elixir conn", `%Plug.Conn{adapter: {Plug.Cowboy.Conn, :x}, req_headers: [{"host", "a"}, {"x-cert", "` + leaf + `"}, {"x-subject", "` + subject + `"}]}`},
		{"Erlang", `[{<<"host">>,<<"a">>},{<<"x-cert">>,<<"` + leaf + `">>},{<<"x-subject">>,<<"` + subject + `">>}]`},
		{"Node", "{\n  host: 'a',\n  'x-cert': '" + leaf + "',\n  'x-subject': '" + subject + "'\n}\n"},
		{"Node, null prototype", "req.headersDistinct [Object: null prototype] {\n  host: [ 'a' ],\n  'x-cert': [\n    '" + leaf + "'\n  ],\n  'x-subject': [ '" + subject + "' ]\n}\n"},
		{"Node, joined", "{\n  host: 'a',\n  'x-cert': '" + leaf[:100] + "' +\n    '" + leaf[100:] + "',\n  'x-subject': '" + subject + "'\n}\n"},
		{"Node, Headers", "Headers {\n  host: 'a',\n  'x-cert': '" + leaf + "',\n  'x-subject': '" + subject + "'\n}\n"},
		{"Node, rawHeaders", "rawHeaders: [\n  'Host',\n  'a',\n  'X-Cert',\n  '" + leaf + "',\n  'X-Subject',\n  '" + subject + "'\n]\n"},
		{"rawHeaders in JSON", `{"rawHeaders":["Host","a","X-Cert","` + leaf + `","X-Subject","` + subject + `"]}`},
		{"pairs in JSON", `[["Host","a"],["X-Cert","` + leaf + `"],["X-Subject","` + subject + `"]]`},
		{"tshark", `{"http.request.line":["Host: a\r\n","X-Cert: ` + leaf + `\r\n","X-Subject: ` + subject + `\r\n"]}`},
		{"Rust", `{"host": "a", "x-cert": "` + leaf + `", "x-subject": "` + subject + `"}`},
		{"Scala", `HashMap("Host" -> "a", "X-Cert" -> "` + leaf + `", "X-Subject" -> "` + subject + `")`},
		{"Swift", `["Host": "a", "X-Cert": "` + leaf + `", "X-Subject": "` + subject + `"]`},
		{"Objective-C", "{\n    Host = a;\n    \"X-Cert\" = \"" + leaf + "\";\n    \"X-Subject\" = \"" + subject + "\";\n}"},
		{"nghttp", "[  0.012] recv (stream_id=13) host: a\n[  0.012] recv (stream_id=13) x-cert: " + leaf + "\n[  0.012] recv (stream_id=13) x-subject: " + subject + "\nhost: a\n"},
		{"Envoy's debug log", "':authority', 'a'\n'host', 'a'\n'x-cert', '" + leaf + "'\n'x-subject', '" + subject + "'\n"},
		{"Go's http2debug", "http2: decoded hpack field header field \"host\" = \"a\"\nhttp2: decoded hpack field header field \"x-cert\" = \"" + leaf + "\"\nhttp2: decoded hpack field header field \"x-subject\" = \"" + subject + "\"\n"},
		{"curl -v, HTTP/2", "* [HTTP/2] [1] [x-cert: " + leaf + "]\n* [HTTP/2] [1] [x-subject: " + subject + "]\n> host: a\n"},
		{"nginx's debug log", `2026/11/26 10:00:00 [debug] 1#1: *1 http header: "Host: a"` + "\n" + `2026/11/26 10:00:00 [debug] 1#1: *1 http header: "X-Cert: ` + leaf + `"` + "\n" + `2026/11/26 10:00:00 [debug] 1#1: *1 http header: "X-Subject: ` + subject + `"` + "\nHost: a\n"},
		{"HAProxy's debug output", "00000000:fe.clihdr[0005:ffffffff]: host: a\n00000000:fe.clihdr[0005:ffffffff]: x-cert: " + leaf + "\n00000000:fe.clihdr[0005:ffffffff]: x-subject: " + subject + "\nhost: a\n"},
		{"varnishlog", "-   ReqHeader      host: a\n-   ReqHeader      x-cert: " + leaf + "\n-   ReqHeader      x-subject: " + subject + "\nhost: a\n"},
		{"tshark -V", "    Host: a\\r\\n\n    X-Cert: " + leaf + "\\r\\n\n    X-Subject: " + subject + "\\r\\n\n"},
		{"DevTools", "x-cert\n" + leaf + "\nx-subject\n" + subject + "\nhost\na\n"},
		{"DevTools, with colons", "x-cert:\n" + leaf + "\nx-subject:\n" + subject + "\nhost:\na\n"},
		{"tabs", "host\ta\nhost: a\nx-cert\t" + leaf + "\nx-subject\t" + subject + "\n"},
		{"logfmt", `ts=2026-01-04T10:00:00Z level=info msg="req" host=a x-cert="` + leaf + `" x-subject="` + subject + `"` + "\n"},
		{"logfmt without quotes", `host=a x-cert=` + leaf + ` x-subject=` + subject + ` status=200` + "\n"},
		{"pairs in a log line", `203.0.113.1 - - [26/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 host="a" x-cert="` + leaf + `" x-subject="` + subject + `"` + "\n"},
		{"Markdown", "| header | value |\n|---|---|\n| `host` | `a` |\n| `x-cert` | `" + leaf + "` |\n| `x-subject` | `" + subject + "` |\nhost: a\n"},
		{"mysql", "+------+---+\n| name | value |\n+------+---+\n| x-cert | " + leaf + " |\n| x-subject | " + subject + " |\n+---+---+\nhost: a\n"},
		{"psql, expanded", "-[ RECORD 1 ]---\nhost | a\nx-cert | " + leaf + "\nx-subject | " + subject + "\nhost: a\n"},
		{"psql", " host | x-cert | x-subject\n------+---+----\n a | " + leaf + " | " + subject + "\n(1 row)\n"},
		{"CSV with names", "host,x-cert,x-subject\na,\"" + leaf + "\",\"" + subject + "\"\n"},
		{"CSV of PEM", "host,x-cert,x-subject\na,\"" + pemOf(testdata.DER("client-2")) + "\",\"" + subject + "\"\n"},
		{"CSV of pairs", "\"x-cert\",\"" + leaf + "\"\n\"x-subject\",\"" + subject + "\"\nhost: a\n"},
		{"INI", "[headers]\nhost = a\nx-cert = " + leaf + "\nx-subject = " + subject + "\n"},
		{"phpinfo", "host => a\nx-cert => " + leaf + "\nx-subject => " + subject + "\n"},
		{"variables of nginx", "$host=a\n$x-cert: " + leaf + "\n$x-subject = \"" + subject + "\"\n$host: a\n"},
		{"message in JSON", `{"host":"a","request":` + jsonString("GET / HTTP/1.1\r\nX-Cert: "+leaf+"\r\nX-Subject: "+subject+"\r\n\r\n") + `}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkPrinted(t, tt.in, strings.HasSuffix(tt.name, "PEM"))
		})
	}
}

// checkPrinted wants the headers host: a, x-cert and x-subject out of a text, and no more
// than one unit; as PEM if pem is set.
func checkPrinted(t *testing.T, in string, pem bool) {
	t.Helper()
	want := []string{"host=a", "x-cert=" + albEncode(pemOf(testdata.DER("client-2")))[:40], "x-subject=" + printedSubject}
	if pem {
		want[1] = "x-cert=" + pemOf(testdata.DER("client-2"))[:40]
	}
	r := collect([]byte(in))
	object, _ := only(t, r)
	if string(object.DER.Bytes) != string(testdata.DER("client-2")) {
		t.Error("the certificate is not the one that was put in")
	}
	got := make(map[string]bool)
	for _, f := range fieldsOf(r) {
		if i := strings.IndexByte(f, '/'); i >= 0 && i < strings.IndexByte(f, '=') {
			f = f[i+1:]
		}
		name, value, _ := strings.Cut(f, "=")
		got[strings.TrimPrefix(strings.ToLower(name), "http.request.header.")+"="+value] = true // OpenTelemetry's
	}
	for _, w := range want {
		if !got[w] {
			t.Errorf("%s is missing in %q", w, fieldsOf(r))
		}
	}
	if len(r.Findings) > 0 {
		t.Errorf("findings %v", r.Findings)
	}
	if n := len(r.Units); n != 1 {
		t.Errorf("%d units", n)
	}
}

// An odd digit is told, wherever it was gained or lost: of every third place in a
// certificate.
func TestOddDigit(t *testing.T) {
	digits := hex.EncodeToString(testdata.DER("client-2"))
	odd := func(s string) bool {
		for _, u := range collect([]byte(s)).Units {
			for i := range u.Objects {
				for _, f := range u.Objects[i].Findings {
					if f.ID == finding.HexOdd {
						return true
					}
				}
			}
		}
		return false
	}
	for i := 100; i < len(digits); i += 3 {
		if s := digits[:i] + "7" + digits[i:]; !odd(s) {
			t.Fatalf("a digit gained at %d is not told", i)
		}
		if s := digits[:i] + digits[i+1:]; !odd(s) {
			t.Fatalf("a digit lost at %d is not told", i)
		}
	}
	if !odd(string(testdata.Attack("hex-one-digit-inserted.txt"))) {
		t.Error("the one inserted digit is not told")
	}
	if odd(digits) || odd(digits+"\n") || odd(digits+" a") {
		t.Error("an even number of digits is told to be odd")
	}
}

// Apache's HttpClient writes a line with a time for each header that it sends: they are of
// one request.
func TestWireLog(t *testing.T) {
	line := func(s string) string {
		return `2026-11-26 10:00:00 DEBUG o.a.h.wire - http-outgoing-0 >> "` + s + `[\r][\n]"` + "\n"
	}
	r := collect([]byte(line("GET / HTTP/1.1") + line("X-SSL-Client-Verify: NONE") + line("X-SSL-Client-DN: CN=a, O=b")))
	last := r.Units[len(r.Units)-1]
	if len(last.Fields) != 2 || string(last.Fields[0].Value.Bytes) != "NONE" || string(last.Fields[1].Value.Bytes) != "CN=a, O=b" {
		t.Errorf("%d units, %+v", len(r.Units), last.Fields)
	}
}
