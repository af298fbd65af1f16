package unwrap

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/testdata"
)

// swap exchanges + and /.
func swap(s string) string { return strings.NewReplacer("+", "/", "/", "+").Replace(s) }

// body puts lines into a block, in the place of some from its line n on.
func body(pem string, n, some int, lines ...string) string {
	all := strings.SplitAfter(pem, "\n")
	return strings.Join(all[:n], "") + strings.Join(lines, "\n") + "\n" + strings.Join(all[n+some:], "")
}

// Forms of paste, each with the findings that are due; the certificate comes out of all
// of them, to the byte, and nothing else.
func TestForms(t *testing.T) {
	der := testdata.DER("client-2")
	pem := pemOf(der)
	header := "X-Amzn-Mtls-Clientcert-Leaf: " + albEncode(pem)
	lines := strings.Split(strings.TrimSpace(pem), "\n")
	levels := perLine(func() func(string) string {
		n := 0
		return func(l string) string { n++; return []string{"INFO", "DEBUG"}[n%2] + " [main] " + l }
	}())
	for _, test := range []struct{ name, paste, due string }{
		{"grep -A", "a.pem:9:" + strings.Join(lines, "\na.pem-10-") + "\n", ""},
		{"line numbers that grow wider", numbered("%3d ")(strings.Repeat("x\n", 98) + pem), ""},
		{"levels that change", levels(pem), ""},
		{"YAML items in quotes", "c:\n  - '" + strings.Join(lines, "'\n  - '") + "'\n", ""},
		{"cells with one after them", "  7 | " + strings.Join(lines, "+| x\n    | ") + " | x\n", ""},
		{"prefixed, then wrapped", wrapAt(80, "")(numbered("2026-01-04T10:00:00.%09dZ ")(pem)), ""},
		{"wrapped inside BEGIN", "2026-01-04 10:00:00 INFO request of 10.0.0.1 x-amzn-mtls-clientcert-leaf: --\n" + wrapAt(76, "")(strings.TrimPrefix(albEncode(pem), "--")) + "\n", ""},
		{"wrapped inside the name", wrapAt(80, "")("2026-01-04T10:00:00Z stdout F some words about a request of pay and x-amzn-mtls-clientcert-leaf: "+albEncode(pem)) + "\n", ""},
		{"curl -H, wrapped", wrapAt(80, "")("curl -H '"+header+"' https://pay.example/") + "\n", ""},
		{"curl -v, wrapped", wrapAt(80, "")("> "+header) + "\n", ""},
		{"JSON, wrapped inside an escape", wrapAt(80, "")(`{"a":1,"cert":` + jsonString(pem) + `,"b":"c"}`), ""},
		{"references of references", strings.NewReplacer("+", "&amp;#43;", "\n", "&amp;#10;").Replace(pem), ""},
		{"spans", "<span class=\"nx\">" + strings.Join(lines, "</span>\n<span class=\"nx\">") + "</span>\n", ""},
		{"octal escapes", strings.ReplaceAll(pem, "\n", `\012`), ""},
		{"carets", strings.ReplaceAll(pem, "\n", "^M\n"), ""},
		{"PowerShell", `$c = "` + strings.ReplaceAll(pem, "\n", "`n") + `"` + "\n", ""},
		{"Visual Basic", `s = "` + strings.Join(lines, "\" & vbLf & _\n  \"") + "\"\n", ""},
		{"SQL", "SELECT '" + strings.Join(lines, "' || CHR(10) || '") + "' FROM dual;\n", ""},
		{"Python's bytes", "C = (\n  b'" + strings.Join(lines, "\\n'\n  b'") + "\\n')\n", ""},
		{"a tuple", "('" + strings.Join(lines, "', '") + "')", ""},
		{"bytes with their indices", counted(der), ""},
		{"casts", "{(byte)" + strings.ReplaceAll(strings.Trim(fmt.Sprint(signed(der)), "[]"), " ", ", (byte)") + "}", ""},
		{"numbers with suffixes", "[" + strings.ReplaceAll(strings.Trim(fmt.Sprint(der), "[]"), " ", "u8, ") + "u8]", ""},
		{"TLS records as bytes", string(tlsRecord(tlsCertificate(der))), ""},
		{"TLS records in base64", base64.StdEncoding.EncodeToString(tlsRecord(tlsCertificate(der))), ""},
		{"Ascii85 of PEM, in lines", strings.Join(chunks(ascii85Of([]byte(pem)), 72), "\n") + "\n", ""},
		{"Python's a85encode", "b'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(ascii85Of(der)) + "'\n", ""},
		{"Python's b85encode", base85Of(der) + "\n", ""},
		{"Python's b85encode of PEM", base85Of([]byte(pem)) + "\n", ""},
		{"psql, encode(…, 'escape')", " encode\n--------\n " + byteaOf(der) + "\n(1 row)\n", ""},
		{"psql -x, encode(…, 'escape')", "-[ RECORD 1 ]---\ncert | " + byteaOf(der) + "\n", ""},
		{"DuckDB's BLOB", "┌───────┬──────┐\n│  id   │ der  │\n│ int32 │ blob │\n├───────┼──────┤\n│     1 │ " + blobOf(der) + " │\n└───────┴──────┘\n", ""},
		{"base64 of a container", perLine(func(l string) string { return "web-1  | " + l })(strings.Join(lines[1:len(lines)-1], "\n") + "\n"), ""},
		{"base64 in a log, and other lines", "2026-01-04T10:00:00.000000001Z starting\n" + numbered("2026-01-04T10:00:00.%09dZ ")(strings.Join(lines[1:len(lines)-1], "\n")+"\n") + "2026-01-04T10:00:01.000000001Z done\n", ""},
		{"base64 with escaped line breaks", `"` + strings.Join(chunks(base64.StdEncoding.EncodeToString(der), 76), `\r\n`) + `"` + "\n", ""},
		{"base64 of PEM with escaped line breaks", `b'` + strings.Join(chunks(base64.StdEncoding.EncodeToString([]byte(pem)), 76), `\n`) + `\n'` + "\n", "base64-of-pem"},
		{"base64 with octal line breaks", "cert=" + strings.Join(chunks(base64.StdEncoding.EncodeToString(der), 64), `\012`) + "\n", ""},
		{"base64 whose + is escaped", strings.ReplaceAll(base64.StdEncoding.EncodeToString(der), "+", `\u002b`) + "\n", ""},
		{"lines of base64 as a list", `{"tls":{"cert":["` + strings.Join(chunks(base64.StdEncoding.EncodeToString(der), 64), `", "`) + `"]},"n":1}`, ""},
		{"a Buffer of a header line, in JSON", bufferOf("Client-Cert: :" + base64.StdEncoding.EncodeToString(der) + ":\r\n"), ""},
		{"CSV in a log", numbered("web-%d app ")("id,when,cert,note\n17,2026-11-01,\"" + pem + "\",ok\n"), ""},
		{"wrapped, in a window with borders", perLine(func(l string) string { return "│ " + l + strings.Repeat(" ", 80-len(l)) + " │" })(wrapAt(80, "")("X-Cert: " + albEncode(pem) + "\nX-B: c\n")), ""},
		{"wrapped, in a comment", perLine(func(l string) string { return "# " + l })(wrapAt(72, "")("X-Cert: "+albEncode(pem)) + "\n"), ""},
		{"a header twice, in a log", "web-1  | X-Cert: " + albEncode(pem) + "\nweb-1  | X-Cert: " + albEncode(pem) + "\n", ""},
		{"base64 in lines with numbers", numbered("%d:")(strings.Join(chunks(base64.StdEncoding.EncodeToString(der), 76), "\n") + "\n"), ""},
		{"base64 in a container's log", perLine(func(l string) string { return "web-1  | " + l })(strings.Join(chunks(base64.StdEncoding.EncodeToString(der), 76), "\n") + "\n"), ""},
		{"base64 in a diff", perLine(func(l string) string { return "+" + l })(strings.Join(chunks(base64.StdEncoding.EncodeToString(der), 76), "\n") + "\n"), ""},
		{"a page's number in the body", body(pem, 4, 0, "3", "\f"), "stray-characters"},
		{"END and BEGIN in one line", strings.TrimSuffix(pem, "\n") + pem, "armor-damaged"},
		{"+ and / exchanged", strings.Join([]string{lines[0], swap(strings.Join(lines[1:len(lines)-1], "\n")), lines[len(lines)-1]}, "\n"), "alphabet-exchanged"},
		{"an address with base64", "https://a/?SAMLRequest=" + url.QueryEscape(base64.StdEncoding.EncodeToString(deflate("<a><X509Certificate>"+base64.StdEncoding.EncodeToString(der)+"</X509Certificate></a>"))) + "&RelayState=x", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := collect([]byte(test.paste))
			onlyThis(t, r, der)
			if got := strings.Join(findingsOf(r), " "); got != test.due {
				t.Errorf("findings %q, want %q", got, test.due)
			}
		})
	}
}

// base85Of is base85 in the alphabet of RFC 1924, as Python's b85encode writes it.
func base85Of(d []byte) string {
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
	var b strings.Builder
	for part := range slices.Chunk(d, 4) {
		var group [5]byte
		v := uint32(0)
		for k := range 4 {
			v <<= 8
			if k < len(part) {
				v |= uint32(part[k])
			}
		}
		for k := 4; k >= 0; k-- {
			group[k] = alphabet[v%85]
			v /= 85
		}
		b.Write(group[:len(part)+1])
	}
	return b.String()
}

// byteaOf is bytea in PostgreSQL's escape format (section 8.4.2 of its manual).
func byteaOf(d []byte) string {
	var b strings.Builder
	for _, c := range d {
		switch {
		case c == '\\':
			b.WriteString(`\\`)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// blobOf is a BLOB as DuckDB prints it: quotes and backslashes are escaped too.
func blobOf(d []byte) string {
	var b strings.Builder
	for _, c := range d {
		if c < ' ' || c > '~' || strings.IndexByte(`\'"`, c) >= 0 {
			fmt.Fprintf(&b, `\x%02X`, c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// deflate packs as the redirect binding of SAML does.
func deflate(s string) []byte {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, 9)
	w.Write([]byte(s))
	w.Close()
	return b.Bytes()
}

// bufferOf is a Buffer as Node.js writes it in JSON.
func bufferOf(s string) string {
	return `{"type":"Buffer","data":[` + strings.ReplaceAll(strings.Trim(fmt.Sprint([]byte(s)), "[]"), " ", ",") + `]}`
}

// signed are bytes as Java has them.
func signed(der []byte) (list []int8) {
	for _, c := range der {
		list = append(list, int8(c))
	}
	return list
}

// counted prints bytes as Chrome's console does.
func counted(der []byte) string {
	var b strings.Builder
	for i, c := range der {
		fmt.Fprintf(&b, "%d: %d\n", i, c)
	}
	return b.String()
}

// What hides a part of a value is named, and nothing beyond it is shown as if it were
// of the certificate. Base64 in one case is named too.
func TestHidden(t *testing.T) {
	pem := pemOf(testdata.DER("client-1"))
	for _, mask := range []string{"...", "…", "***", "XXXXXXXXXXXX", "(hidden)", "[snip]", "REMOVED", "(sensitive)"} {
		r := collect([]byte(body(pem, 4, 2, mask)))
		if len(r.Findings) != 1 || r.Findings[0].ID != finding.BodyElided || !strings.Contains(r.Findings[0].Text, mask) {
			t.Errorf("%s: findings %v", mask, r.Findings)
		}
	}
	for _, text := range []string{strings.ToLower(pem), strings.ToUpper(pem), strings.ToLower(base64.StdEncoding.EncodeToString(testdata.DER("client-1")))} {
		r := collect([]byte(text))
		if len(r.Findings) != 1 || r.Findings[0].ID != finding.BodyNotDER || !strings.Contains(r.Findings[0].Text, "case") {
			t.Errorf("%.40s: findings %v", text, r.Findings)
		}
		if len(r.Units) > 0 {
			t.Errorf("%.40s: %d units", text, len(r.Units))
		}
	}
}

// What is cut off is told from what goes on after something that is not read.
func TestGoesOn(t *testing.T) {
	der := testdata.DER("client-2")
	lines := chunks(base64.StdEncoding.EncodeToString(der), 76)
	for _, test := range []struct {
		name, paste string
		goesOn      bool
	}{
		{"cut off", "cert=" + strings.Join(lines[:4], "") + "\n", false},
		{"cut off, and another value", "X-Leaf: " + strings.Join(lines[:4], "") + "\nX-Chain: " + strings.Join(lines, "") + "\n", false},
		{"cut off, and words", "cert=" + strings.Join(lines[:4], "") + "\n2026-01-01T00:00:00Z INFO the request was refused, and so on\n", false},
		{"lines with a prefix", "[pod/a/b] x: " + strings.Join(lines, "\\\n[pod/a/b] x: ") + "\n", true},
	} {
		r := collect([]byte(test.paste))
		if len(r.Units) == 0 || len(r.Units[0].Objects) == 0 {
			t.Errorf("%s: nothing is found", test.name)
		} else if got := r.Units[0].Objects[0].GoesOn; got != test.goesOn {
			t.Errorf("%s: goes on %v", test.name, got)
		}
	}
	// Of a block whose halves are apart it is not said that nothing stands in it.
	value := albEncode(pemOf(der))
	r := collect([]byte("X-Cert: " + value[:50] + "<br>\n* " + strings.Join(chunks(value[50:], 60), "<br>\n* ") + "\n"))
	for _, id := range findingsOf(r) {
		if id == string(finding.BodyElided) {
			t.Errorf("findings %v", r.Findings)
		}
	}
}
