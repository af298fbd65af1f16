package unwrap

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// crafted are texts of about n bytes that are made to keep a reader busy.
var crafted = []struct {
	name string
	make func(n int) string
}{
	{"words", filled("words and words ")},
	{"percent signs", filled("%")},
	{"percent signs encoded", filled("%25")},
	{"dashes", filled("-")},
	{"lines of dashes", filled("-----\n")},
	{"odd dashes", filled("—")},
	{"BEGIN", filled("-----BEGIN CERTIFICATE-----\n")},
	{"BEGIN on one line", filled("-----BEGIN CERTIFICATE-----")},
	{"END", filled("-----END CERTIFICATE-----\n")},
	{"BEGIN of keys", filled("-----BEGIN PRIVATE KEY-----\n")},
	{"BEGIN percent-encoded", filled("-----BEGIN%20CERTIFICATE-----%0A")},
	{"BEGIN percent-encoded in lines", filled("-----BEGIN%20CERTIFICATE-----%0A\n")},
	{"BEGIN in strings", filled(`"-----BEGIN CERTIFICATE-----\n" `)},
	{"BEGIN as a value", filled("X: -----BEGIN CERTIFICATE-----\n")},
	{"BEGIN that is none", filled("-----BEGIN ")},
	{"empty blocks", filled("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")},
	{"short blocks", filled("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")},
	{"blocks as values", filled("X-Cert: -----BEGIN CERTIFICATE----- MIIBAA== -----END CERTIFICATE-----\n")},
	{"one block of quotes", block(`"`)},
	{"one block of >", block(">")},
	{"one block of lines of >", block(">\n")},
	{"one block of blanks", block(" ")},
	{"one block of tabs in lines", block("\t\t\t\t\t\t\t\t\n")},
	{"one block of no-break spaces", block("\u00A0")},
	{"one block of blanks and letters", block("A ")},
	{"one block of stray characters", block("A*")},
	{"one block of colons", block("a: b\n")},
	{"one block of dots", block(".")},
	{"one block of backslashes", block("\\\n")},
	{"one block of percent signs", block("%41")},
	{"one block of joints", block(`" + "`)},
	{"false starts of base64", filled("MIIFcjCC ")},
	{"false starts in one line", filled("MIIFcjCCBFqgAwIBAgIDB8Qe")},
	{"starts of certificates", filled(startOf(12))},
	{"longer starts of certificates", filled(startOf(80))},
	{"starts in blanks", filled(startOf(80) + strings.Repeat(" ", 300))},
	{"starts of short certificates", filled("MIGfMIGMoAMCAQICAQEwCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBYTAe ")},
	{"starts of short certificates in pieces", filled("MIGfMIGMo AMCAQICAQ EwCgYIKoZIz j0EAwIwD DEKMAgGA1 UEAwwBYTAe ")},
	{"indefinite lengths", filled("MIAwgDCAMIAw")},
	{"base64 of BEGIN", filled(base64.StdEncoding.EncodeToString([]byte("-----BEGIN CERTIFICATE-----\n")) + " ")},
	{"letters", filled("A")},
	{"false hexadecimal", filled("30 82 05 72 ")},
	{"false hexadecimal with words", filled("30820572 x ")},
	{"literals that do not end", filled(`"0\202\001\0020\202\001\310\`)},
	{"entries that do not end", filled(`{ key: "a-b" value: "\`)},
	{"maps of Ring", filled(`{:headers {"a" "b\" `)},
	{"colors", filled("\x1b[3\x1b]8;;")},
	{"hunks in one line", filled("@@ -1,9 +1,9 @@ ")},
	{"hunks without lines", filled("> @@ -1,9 +1,9 @@\n")},
	{"cells of HTML", filled("<tr><th>a-b</th><td>c")},
	{"digits", filled("30")},
	{"starts in hexadecimal", filled(hex.EncodeToString(testdata.DER("client-2")[:60]) + " ")},
	{"starts in pairs", filled(strings.Join(chunks(hex.EncodeToString(testdata.DER("client-2")[:60]), 2), " ") + " ")},
	{"hexadecimal and separators", filled("30" + strings.Repeat(":", 60))},
	{"quotes and backslashes", filled(`\"`)},
	{"backslashes", filled(`\`)},
	{"quotes", filled(`"`)},
	{"opening brackets", filled(`[`)},
	{"opening objects", filled(`[{"a":`)},
	{"deep objects", filled("[" + strings.Repeat(`[{"a":`, 90) + `"` + strings.Repeat("x", lookAhead) + `"` + strings.Repeat("}]", 90) + ",0]\n")},
	{"small objects in one line", filled(`{"a":"b"}`)},
	{"small objects and digits", filled(`{"a":"b"}1`)},
	{"objects in an array", func(n int) string { return "[" + filled(`{"headers":"x"},`)(n) + "{}]" }},
	{"names and values in an array", func(n int) string { return `{"headers":[` + filled(`{"name":"a","value":"b"},`)(n) + "{}]}" }},
	{"unclosed objects", filled("{\"a\":1,\n")},
	{"false objects", filled(`{"a"} `)},
	{"serialized by PHP", filled(`s:3:"abc";`)},
	{"serialized by PHP, arrays", filled(`a:1:{s:1:"a";`)},
	{"serialized by PHP in lines", filled("s:3:\"abc\";\n")},
	{"serialized by PHP, names", filled("a|s:1:\"a\";\n")},
	{"uuencode", func(n int) string { return "begin 644 a\n" + filled("#04%!\n")(n) }},
	{"uuencode that begins", filled("begin 644 a\n")},
	{"nested lists", filled("- - -----BEGIN\n")},
	{"nested lists in one line", filled("- ")},
	{"tables of lines", func(n int) string { return "a\n---+---\n" + filled(strings.Repeat("A", 40)+"+\n | ")(n) }},
	{"lines in JSON", filled("{\"a\":\"-----BEGIN X-----\"}\n{\"a\":\"MIIC\"}\n")},
	{"lines in JSON, without END", func(n int) string { return "{\"a\":\"-----BEGIN X-----\"}\n" + filled("{\"a\":\"MIIC\"}\n")(n) }},
	{"lines in JSON of long strings", func(n int) string {
		return "{\"a\":\"-----BEGIN X-----\",\n" + filled("\""+strings.Repeat("x", 300))(n)
	}},
	{"tables without a rule", filled("| " + strings.Repeat("A", 40) + "+|\n")},
	{"tables whose columns are not even", filled("|" + strings.Repeat("A", 40) + "|\n | " + strings.Repeat("A", 40) + "|\n")},
	{"tables in frames", func(n int) string {
		return "┌──┬──┐\n" + filled("│ a│ b│\n├──┼──┤\n")(n)
	}},
	{"rules in frames", filled("├──┼──┤\n")},
	{"rules of psql", filled("a\n----\n")},
	{"base32", filled("GCBA" + strings.Repeat("A", 60) + " ")},
	{"base32 in words", filled("GCBA ")},
	{"lines of an access log", filled(`[27/Nov/2026:07:00:00 +0000] "GET / HTTP/1.1" 200 "CN=a,O=b" NONE` + "\n")},
	{"an access log in one line", filled(`[27/Nov/2026:07:00:00 +0000] "CN=a,O=b `)},
	{"stumps", filled("cert=MIIB… ")},
	{"longer stumps", filled("cert=" + startOf(12)[:min(len(startOf(12)), 40)] + "... ")},
	{"Buffers that were printed in part", filled("<Buffer 30 82 02 22 30 82 01 c9 a0 03 02 01 ... 500 more bytes> ")},
	{"header lines", filled("X-Amzn-Mtls-Clientcert: \n")},
	{"header lines with long values", filled("Name: " + strings.Repeat("x", 60) + "\n")},
	{"folded lines", func(n int) string { return "Name: x\n" + filled(" folded\n")(n) }},
	{"variables", filled("NAME=value\n")},
	{"request lines", filled("GET / HTTP/1.1\n")},
	{"lines of a log", filled("2026-08-01T10:00:00Z INFO x\n")},
	{"lines that begin with digits", filled("1 2 3\n")},
	{"curl -H", filled(`-H "a" `)},
	{"curl --header", filled(`--header "a" `)},
	{"curl -H without end", filled(`-H ' --header " `)},
	{"curl -H with headers", filled(`-H 'Name: ` + strings.Repeat("x", 60) + `' `)},
	{"XFCC", filled(`Hash=1;By=2;Cert="x",`)},
	{"XFCC without end", func(n int) string { return `Cert="` + filled(`;`)(n) }},
	{"XFCC with unknown keys", func(n int) string { return `By=a;` + filled(`Cert="x"y;`)(n) }},
	{"XFCC as JSON", func(n int) string { return "[" + filled(`{"by":"a","uri":["b"]},`)(n) + "{}]" }},
	{"XFCC as JSON in arrays", filled(`[{"by":"a"}]`)},
	{"XFCC as JSON in itself", filled(`[{"by":`)},
	{"arrays of objects", filled(`[{"a":"b"}]`)},
	{"arrays and blanks", func(n int) string { return filled("[  ")(n) + `"a"` }},
	{"records", filled(albUntrusted + "\n")},
	{"records that are none", filled(albUntrusted[:120] + "\n")},
	{"records of CloudFront", filled(frontTabs + "\n")},
	{"rows of names", filled(`"time","tls_verify_status"` + "\n")},
	{"rows of names and more", func(n int) string {
		return `"time","tls_verify_status"` + "\n" + filled(`"2026-04-05T18:31:29.2Z","x"`+"\n")(n)
	}},
	{"records in JSON", filled(`{"tls_verify_status":"Success","time":"-"}`)},
	{"records in JSON in JSON", func(n int) string { return filled(`{"a":{"tls_verify_status":`)(n) + `"x"` }},
	{"records in arrays", func(n int) string { return "[" + filled(`{"a":"tls_verify_status","b":[{"c":1}]},`)(n) + "{}]" }},
	{"brackets", filled("(")},
	{"brackets and words", filled("(a ")},
	{"brackets and words in lines", filled("[a\n")},
	{"brackets and quotes", filled(`['`)},
	{"maps that do not end", filled("map[A:[")},
	{"maps of Java that do not end", filled("{a=")},
	{"maps of Java", func(n int) string { return "{" + filled("a=b, ")(n) + "c=d}" }},
	{"maps in maps", filled(`{a: {`)},
	{"tuples", func(n int) string { return "[" + filled(`('a', 'b'), `)(n) + "]" }},
	{"objects that turn out to be none", filled(`{"a":"b"=`)},
	{"print_r", func(n int) string { return "(\n" + filled("[a] => b\n")(n) + ")" }},
	{"logfmt", filled("a=b ")},
	{"logfmt with quotes", filled(`a="b" `)},
	{"logfmt with names", filled("a=CN=b ")},
	{"logfmt with quotes that do not close", filled(`a="b c='`)},
	{"names in lines", filled("x-a\n")},
	{"names and values in lines", filled("x-a\nb c\n")},
	{"headers in a log", filled("[1] x-a: b\n")},
	{"headers in one line", filled(" a: b")},
	{"rows", filled("| x-a | b |\n")},
	{"rows of CSV", filled("x-a,b\n")},
	{"rows of CSV that do not end", func(n int) string { return "x-a,x-b\n" + filled("\"a\n")(n) }},
	{"rows of CSV that do not end, in one line", func(n int) string { return "x-a,x-b\n" + filled(`"a,`)(n) }},
	{"cells", filled("|")},
	{"cells of CSV", filled(`,"`)},
	{"DER in DER", func(n int) string { return base64.StdEncoding.EncodeToString(nestedDER(n * 3 / 4)) }},
	{"PKCS#7 in PKCS#7", func(n int) string { return base64.StdEncoding.EncodeToString(nestedPKCS7(n * 3 / 4)) }},
	{"percent in percent", nested(replace("%", "%25", " ", "%20", "\n", "%0A"), "-----BEGIN CERTIFICATE-----\nA b c\n")},
	{"fruitless values in values", nested(func(s string) string {
		return "Name: x" + replace("%", "%25", " ", "%20", "\n", "%0A")("\n-----END CERTIFICATE-----\n"+s+"-----END CERTIFICATE-----") + "\n"
	}, "A b c\n")},
	{"fruitless base64 in values", nested(func(s string) string {
		return "Name: " + base64.StdEncoding.EncodeToString([]byte("-----BEGIN\n"+s)) + "\n"
	}, "A b c\n")},
	{"one escape under ten signs", func(n int) string {
		const end = "-----END CERTIFICATE-----"
		return end + "%" + strings.Repeat("25", MaxLayers) + "0A" + filled("MIIFcjCCBFqgAwIBAgIDB8Qe/")(n) + end
	}},
	{"one escape under ten signs, in lines", func(n int) string {
		const end = "-----END CERTIFICATE-----"
		return end + "%" + strings.Repeat("25", MaxLayers) + "0A" + filled("Name:"+strings.Repeat("x", 60)+"%"+strings.Repeat("25", MaxLayers)+"0A")(n) + end
	}},
	{"one escape in lines", func(n int) string {
		const end = "-----END CERTIFICATE-----"
		return end + "%" + strings.Repeat("25", MaxLayers) + "0A" + filled("Name:"+strings.Repeat("x", 60)+"%0A")(n) + end
	}},
	{"literals in literals", nested(func(s string) string { return "x " + jsonString(s) }, "-----BEGIN CERTIFICATE-----\nA b c\n")},
	{"JSON in JSON", nested(func(s string) string { return `{"Name":` + jsonString("\n"+s) + `}` }, "-----END CERTIFICATE-----\\nA b c\n")},
	{"base64 in base64", nested(func(s string) string { return base64.StdEncoding.EncodeToString([]byte("-----BEGIN\n" + s)) }, "-----BEGIN CERTIFICATE-----\n")},
}

func filled(s string) func(int) string {
	return func(n int) string { return strings.Repeat(s, n/len(s)+1) }
}

func block(s string) func(int) string {
	return func(n int) string {
		return "-----BEGIN CERTIFICATE-----\nMIIB" + filled(s)(n) + "AAAA\n-----END CERTIFICATE-----\n"
	}
}

// startOf returns the first n characters of a certificate in base64.
func startOf(n int) string {
	return base64.StdEncoding.EncodeToString(testdata.DER("client-2"))[:n] + " "
}

// nested wraps a text of the right length to make n as deep as layers are undone.
func nested(wrap func(string) string, core string) func(int) string {
	return func(n int) string {
		for k := n; ; k = k * 9 / 10 {
			s := filled(core)(k)
			for range MaxLayers {
				s = wrap(s)
			}
			if len(s) <= n+n/10 || k < 100 {
				return s
			}
		}
	}
}

func nestedDER(n int) []byte {
	s := []byte{2, 1, 0}
	for len(s) < n {
		s = sequence(0x30, s)
	}
	return s
}

func nestedPKCS7(n int) []byte {
	s := []byte{}
	for len(s) < n {
		s = sequence(0x30, []byte("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"), sequence(0xA0, sequence(0x30, sequence(0xA0, s))))
	}
	return s
}

// sequence puts a header before the contents.
func sequence(tag byte, contents ...[]byte) []byte {
	n := 0
	for _, c := range contents {
		n += len(c)
	}
	out := make([]byte, 0, n+5)
	switch {
	case n < 0x80:
		out = append(out, tag, byte(n))
	case n < 0x10000:
		out = append(out, tag, 0x82, byte(n>>8), byte(n))
	default:
		out = append(out, tag, 0x83, byte(n>>16), byte(n>>8), byte(n))
	}
	for _, c := range contents {
		out = append(out, c...)
	}
	return out
}

// mostWork is how many bytes the passes over a paste of n bytes, and over all that
// is inside it, may go through.
func mostWork(n int) int {
	const (
		// passes over the text of one layer: for line ends, JSON, names, markers, what
		// shares an encoding, XFCC, runs and their first characters, the decoding
		// itself; most of them twice, when a named value turned out to hold nothing; and the
		// glances of the rewrites.
		passes = 17
		// readings of one run of base64: its first characters, as it stands, four ways
		// to read blanks, each with stray characters dropped and kept.
		readings = 11
	)
	return passes*(MaxLayers+1)*n + readings*(MaxWork*n+minWork)
}

// Time is linear in the paste: told by a count, since a clock says something else
// on each machine. It was compared with the clock when it was written.
func TestWork(t *testing.T) {
	for _, c := range crafted {
		paste := []byte(c.make(40_000))
		r := collect(paste)
		if most := mostWork(len(paste)); r.looked > most {
			t.Errorf("%s: %d bytes were looked at for a paste of %d, at most %d should", c.name, r.looked, len(paste), most)
		}
		if r.looked < len(paste) {
			t.Errorf("%s: the count is %d for a paste of %d, so it leaves something out", c.name, r.looked, len(paste))
		}
	}
}
