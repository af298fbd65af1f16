package unwrap

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// layerTexts has a text for each layer of the three tables that only this layer
// reads as it is meant: a certificate in it, or names.
var layerTexts = map[string]func(der []byte) string{
	// Rewrites.
	"UTF-16":             textLayer("UTF-16"),
	"string":             func(d []byte) string { return jsonString(`{"x-cert":"` + albEncode(pemOf(d)) + `","a":"b"}`) },
	"references":         textLayer("HTML"),
	"tags":               textLayer("br"),
	"quoted-printable":   textLayer("quoted-printable"),
	"control characters": textLayer("rsyslog"),
	"colors": func(d []byte) string { // jq 1.6 -C
		return "\x1b[1;39m{\n  \x1b[0m\x1b[34;1m\"X-Cert\"\x1b[0m\x1b[1;39m: \x1b[0m\x1b[0;32m\"" + albEncode(pemOf(d)) + "\"\x1b[0m\x1b[1;39m\n\x1b[1;39m}\x1b[0m\n"
	},
	"escapes of systemd": textLayer("systemd-escape"),
	"folds": func(d []byte) string { // RFC 8792, section 7.1.1, over a list of numbers
		return strings.Join(chunks("x-cert: ["+strings.ReplaceAll(strings.Trim(fmt.Sprint(d), "[]"), " ", ", ")+"]", 68), "\\\n  ") + "\n"
	},
	"line ends":         func(d []byte) string { return textLayer("cat -A")(d) + textLayer("cat -A")(d) + "x$\n" },
	"text around lines": textLayer("timestamps"),
	"text around wraps": func(d []byte) string { // a list of PowerShell in the log of a build
		return numbered("2026-01-04T10:00:00.%07dZ ")(wrapAt(80, "")("X-Cert: " + albEncode(pemOf(d))))
	},
	"text around texts": func(d []byte) string { // the log of a build in which a source file is shown
		return numbered("2026-01-04T10:00:00.%07dZ ")("const cert = `" + pemOf(d) + "`;\nconst x = [\n")
	},
	"bytes of languages": func(d []byte) string { // Pascal
		var b strings.Builder
		for _, c := range d {
			fmt.Fprintf(&b, "$%02X, ", c)
		}
		return "const Cert: array of Byte = (" + b.String() + "0);\n"
	},
	"lines of literals": func(d []byte) string { // Python's, in parentheses
		return "CERT = (\n" + perLine(func(l string) string { return "    \"" + l + "\\n\"" })(strings.Join(chunks(hex.EncodeToString(d), 60), "\n")+"\n") + ")\n"
	},
	"invisible characters": func(d []byte) string { // soft hyphens, which a mail put in
		return strings.Join(chunks("X-Cert: "+albEncode(pemOf(d)), 40), "\u00AD") + "\n"
	},
	"wraps of wraps": func(d []byte) string { // in a window of 120 columns, and then in a mail
		return wrapAt(76, "")(wrapAt(120, "")("X-Cert: " + albEncode(pemOf(d)) + "\n"))
	},
	"wraps of escapes": func(d []byte) string { return wrapAt(80, "")(textLayer("rsyslog")(d)) },
	"text around headers": func(d []byte) string { // docker compose logs
		return perLine(func(l string) string { return "web-1  | " + l })("X-SSL-Client-Verify: SUCCESS\nX-SSL-Client-Cert: " + albEncode(pemOf(d)) + "\nX-SSL-Client-S-DN: CN=a\n")
	},
	"printed headers": func(d []byte) string { // a table of PowerShell
		return "\nKey      Value\n---      -----\nX-Cert   {" + albEncode(pemOf(d)) + "}\nX-Verify {SUCCESS}\n\n"
	},
	"wraps": func(d []byte) string { return wrapAt(72, "")("X-Cert: " + albEncode(pemOf(d)) + "\n") },
	"structs of Rust": func(d []byte) string { // derive(Debug) of http 0.1's HeaderName and HeaderValue
		return `HeaderName { inner: Custom(Custom(b"x-cert")) }: HeaderValue { inner: "` + albEncode(pemOf(d)) + "\", is_sensitive: false }\n"
	},
	"memory in a debugger": func(d []byte) string { // x/ub of gdb 13.1
		var b strings.Builder
		for i := 0; i < len(d); i += 8 {
			fmt.Fprintf(&b, "0x%x <cert+%d>:", 0x555555558020+i, i)
			for _, c := range d[i:min(i+8, len(d))] {
				fmt.Fprintf(&b, "\t%d", c)
			}
			b.WriteByte('\n')
		}
		return b.String()
	},
	"strings of Haskell": func(d []byte) string { return haskellShow(d) + "\n" },
	"traces": func(d []byte) string {
		n := -0x40
		return perLine(func(l string) string { n += 0x40; return fmt.Sprintf("%04x: ", n) + l })(strings.Join(chunks("X-Cert: "+albEncode(pemOf(d)), 64), "\n"))
	},
	"XML": func(d []byte) string {
		return "<headers>\n <header>\n  <name>X-Verify</name><value>SUCCESS</value>\n </header>\n <header>\n  <name>X-Cert</name><value>" + albEncode(pemOf(d)) + "</value>\n </header>\n</headers>\n"
	},
	"lists of PHP": func(d []byte) string {
		var b strings.Builder
		for i, c := range d {
			fmt.Fprintf(&b, "  [%d]=>\n  int(%d)\n", i, c)
		}
		return fmt.Sprintf("array(%d) {\n%s}\n", len(d), b.String())
	},
	"base85": func(d []byte) string { return ascii85Of(d) },
	"text around base64": func(d []byte) string {
		return numbered("2026-01-04T10:00:00.%07dZ ")(strings.Join(chunks(base64.StdEncoding.EncodeToString(d), 64), "\n") + "\n")
	},
	"text around bytes": func(d []byte) string { // docker compose logs of od
		return perLine(func(l string) string { return "web-1  | " + l })(odOctal(d))
	},
	"uuencode": func(d []byte) string { // as sharutils writes it
		var b strings.Builder
		b.WriteString("begin 644 c.der\n")
		for ; len(d) > 0; d = d[min(45, len(d)):] {
			line := d[:min(45, len(d))]
			b.WriteByte(byte(' ' + len(line)))
			for i := 0; i < len(line); i += 3 {
				var g [3]byte
				copy(g[:], line[i:])
				for _, v := range []byte{g[0] >> 2, g[0]<<4&63 | g[1]>>4, g[1]<<2&63 | g[2]>>6, g[2] & 63} {
					b.WriteByte("`!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_"[v])
				}
			}
			b.WriteByte('\n')
		}
		return b.String() + "`\nend\n"
	},
	"lines in JSON": func(d []byte) string { // as Docker's json-file writes them
		n := 0
		return perLine(func(l string) string {
			n++
			return fmt.Sprintf(`{"log":"%s\n","stream":"stdout","time":"2026-11-27T10:00:%02d.%09dZ"}`, l, n, 7919*n)
		})(pemOf(d))
	},
	"tables of lines": func(d []byte) string {
		lines := chunks(base64.StdEncoding.EncodeToString(d), 76)
		return " encode\n" + strings.Repeat("-", 78) + "\n " + strings.Join(lines, "+\n ") + "\n(1 row)\n"
	},
	"dumps of words": func(d []byte) string { return odOctal(d) },
	"dumps of bytes": func(d []byte) string { return hex.Dump(d) },

	// Readers of lines.
	"records": func(d []byte) string { return albUntrusted + "\n" },
	"JSON":    func(d []byte) string { return `{"a":{"x-cert":"` + albEncode(pemOf(d)) + `","b":1}}` },
	"serialized by PHP": func(d []byte) string { // PHP 8.2's serialize
		pem := pemOf(d)
		return `a:2:{s:6:"x-cert";s:` + strconv.Itoa(len(pem)) + `:"` + pem + `";s:3:"x-b";s:1:"c";}` + "\n"
	},
	"printed lists and maps": func(d []byte) string { return "map[Host:[a] X-Cert:[" + albEncode(pemOf(d)) + "]]\n" },
	"records of other logs": func(d []byte) string {
		return "2026-01-01T00:00:00Z a\nX-Cert: " + albEncode(pemOf(d)) + "\n2026-01-01T00:00:01Z b\nX-Cert: " + albEncode(pemOf(d)) + "\n"
	},
	"curl commands": func(d []byte) string { return "curl -H 'X-Cert: " + albEncode(pemOf(d)) + "' https://a\n" },
	"CSV":           func(d []byte) string { return "id,x-cert,x-b\n1,\"" + pemOf(d) + "\",c\n" },
	"PEM": func(d []byte) string {
		return replace("CERTIFICATE-----\nMI", "CERTIFICATE-----\nComment: x\n\nMI")(pemOf(d))
	},
	"settings of proxies": func(d []byte) string {
		return "proxy_set_header X-Cert $ssl_client_escaped_cert;\nX-Cert: " + albEncode(pemOf(d)) + "\n"
	},
	"HPACK in words": func(d []byte) string {
		return `http2: decoded hpack field header field "x-cert" = "` + albEncode(pemOf(d)) + "\"\n"
	},
	"names and values in turn": func(d []byte) string { return "x-cert\n" + albEncode(pemOf(d)) + "\nx-b\nc\n" },
	"tables":                   func(d []byte) string { return "| x-cert | " + albEncode(pemOf(d)) + " |\n| x-b | c |\n" },
	"logfmt":                   func(d []byte) string { return "level=info x-b=c x-cert=" + albEncode(pemOf(d)) + "\n" },
	"pairs in brackets":        func(d []byte) string { return "[x-cert, " + albEncode(pemOf(d)) + "]\n[x-b, c]\n" },
	"headers in a log": func(d []byte) string {
		return "[1] recv x-b: c\nwaiting\n[1] recv x-cert: " + albEncode(pemOf(d)) + "\n"
	},
	"access logs without names": func(d []byte) string {
		line := `10.0.0.1 - - [27/Nov/2026:07:01:02 +0000] "GET / HTTP/1.1" 200 "SUCCESS" "CN=a,O=b" `
		return line + albEncode(pemOf(d)) + "\n" + line + "-\n"
	},
	"request lines": func(d []byte) string {
		return "GET / HTTP/1.1\nX-Cert: " + albEncode(pemOf(d)) + "\nGET / HTTP/1.1\nX-B: " + albEncode(pemOf(d)) + "\n"
	},
	"patches of Git": gitPatch,
	"XFCC":           func(d []byte) string { return `x=y` + "\nHash=ab;Cert=\"" + albEncode(pemOf(d)) + "\";URI=a\n" },
	"header lines":   func(d []byte) string { return "X-Cert: " + albEncode(pemOf(d)) + "\nX-B: c\n" },

	// Starts of runs.
	"base64":        base64.StdEncoding.EncodeToString,
	"base32":        base32.StdEncoding.EncodeToString,
	"base64 of PEM": func(d []byte) string { return base64.StdEncoding.EncodeToString([]byte(pemOf(d))) },
	"tokens": func(d []byte) string {
		return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","x5c":["`+base64.StdEncoding.EncodeToString(d)+`"],"é":1}`)) + ".e30."
	},
	"gzip": func(d []byte) string { return base64.StdEncoding.EncodeToString(gzipped(6, pemOf(d))) },
	"ZIP": func(d []byte) string {
		var z bytes.Buffer
		w := zip.NewWriter(&z)
		f, _ := w.Create("c.pem")
		f.Write([]byte(pemOf(d)))
		w.Close()
		return strings.Join(chunks(base64.StdEncoding.EncodeToString(z.Bytes()), 76), "\n") + "\n"
	},
	"hexadecimal":           func(d []byte) string { return strings.Join(chunks(hex.EncodeToString(d), 2), ":") },
	"hexadecimal after x":   func(d []byte) string { return "x" + strings.Join(chunks(hex.EncodeToString(d), 2), " x") },
	"hexadecimal of PEM":    func(d []byte) string { return strings.Join(chunks(hex.EncodeToString([]byte(pemOf(d))), 4), " ") },
	"numbers of TLS":        func(d []byte) string { return strings.Trim(fmt.Sprint(tlsRecord(tlsCertificate(d))), "[]") },
	"percent-encoded bytes": func(d []byte) string { return "%" + strings.Join(chunks(hex.EncodeToString(d), 2), "%") },
	"percent-encoded bytes and letters": func(d []byte) string {
		return strings.NewReplacer("+", "%20", ",", "%2C").Replace(url.QueryEscape(string(d)))
	},
	"bytes in octal": func(d []byte) string {
		var b strings.Builder
		for _, c := range d {
			fmt.Fprintf(&b, `\%03o`, c)
		}
		return `"` + b.String() + `"`
	},
	"hexadecimal, prefixed": func(d []byte) string { return "{ 0x" + strings.Join(chunks(hex.EncodeToString(d), 2), ", 0x") + " }" },
	"hexadecimal, escaped":  func(d []byte) string { return `b'\x` + strings.Join(chunks(hex.EncodeToString(d), 2), `\x`) + `'` },
	"hexadecimal of TLS": func(d []byte) string {
		return strings.Join(chunks(hex.EncodeToString(tlsRecord(tlsCertificate(d))), 2), " ")
	},
	"hexadecimal of TLS, handshake": func(d []byte) string { return strings.Join(chunks(hex.EncodeToString(tlsCertificate(d)), 2), " ") },
	"numbers":                       func(d []byte) string { return strings.Trim(fmt.Sprint(d), "[]") },
	"numbers, prefixed":             func(d []byte) string { return fmt.Sprintf("%#v", d) },
	"numbers of text": func(d []byte) string {
		return strings.Trim(fmt.Sprint([]byte("Client-Cert: :"+base64.StdEncoding.EncodeToString(d)+":\n")), "[]")
	},
	// As diff -u writes it of two certificates.
	"hunks": func(d []byte) string {
		lines := strings.SplitAfter(pemOf(d), "\n")
		last := len(lines) - 2
		if last < 2 {
			return "@@ -0,0 +1 @@\n+" + strings.Join(lines, "") + "\n"
		}
		body := strings.Join(lines[1:last], "+")
		return fmt.Sprintf("@@ -1,%d +1,%[1]d @@\n %s-%s+%s %s", last+1, lines[0], strings.NewReplacer("+", "-", "A", "B").Replace(body), body, lines[last])
	},
	"bytes in literals": func(d []byte) string { return `"` + pythonBytes(d) + `"` },
	// Of keys alone: the first is what openssl genpkey -algorithm ED25519 writes.
	"base64 of short keys":          func([]byte) string { return base64.StdEncoding.EncodeToString(secretOf("ed25519.pkcs8.der")) },
	"base64 of OpenSSH's keys":      func([]byte) string { return string(secretOf("openssh-ed25519.body")) },
	"short keys in literals":        func([]byte) string { return "b'" + pythonBytes(secretOf("ed25519.pkcs8.der")) + "'" },
	"hexadecimal of OpenSSH's keys": func([]byte) string { return hex.EncodeToString([]byte("openssh-key-v1\x00 and so on, for a while")) },
	"base64, base32 or hexadecimal of any text": func(d []byte) string {
		return base64.StdEncoding.EncodeToString([]byte("GET / HTTP/1.1\r\nX-Cert: " + albEncode(pemOf(d)) + "\r\n"))
	},
}

func secretOf(name string) []byte {
	form, _ := testdata.Secret(name)
	return form
}

func textLayer(name string) func([]byte) string {
	return func(d []byte) string {
		i := slices.IndexFunc(layersOfText, func(l struct {
			name string
			do   func(string) string
		}) bool {
			return l.name == name
		})
		return layersOfText[i].do(pemOf(d))
	}
}

// ascii85Of is Ascii85 in its marks, as Go's encoder writes it.
func ascii85Of(d []byte) string {
	out := make([]byte, ascii85.MaxEncodedLen(len(d)))
	return "<~" + string(out[:ascii85.Encode(out, d)]) + "~>"
}

// tlsCertificate is a Certificate message (RFC 5246, section 7.4.2).
func tlsCertificate(d []byte) []byte {
	three := func(n int) []byte { return []byte{byte(n >> 16), byte(n >> 8), byte(n)} }
	list := append(three(len(d)), d...)
	body := append(three(len(list)), list...)
	return append(append([]byte{11}, three(len(body))...), body...)
}

// tlsRecord puts a message into records of 200 bytes.
func tlsRecord(message []byte) (out []byte) {
	for part := range slices.Chunk(message, 200) {
		out = append(append(out, 0x16, 3, 3, byte(len(part)>>8), byte(len(part))), part...)
	}
	return out
}

// odOctal writes bytes as od does on a machine whose low byte comes first.
func odOctal(d []byte) string {
	var b strings.Builder
	for i := 0; i < len(d); i += 16 {
		fmt.Fprintf(&b, "%07o", i)
		for k := i; k < min(i+16, len(d)); k += 2 {
			v := int(d[k])
			if k+1 < len(d) {
				v |= int(d[k+1]) << 8
			}
			fmt.Fprintf(&b, " %06o", v)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%07o\n", len(d))
	return b.String()
}

// haskellShow writes bytes as show does (Haskell 2010, sections 2.6 and 6.1.2).
func haskellShow(d []byte) string {
	var b strings.Builder
	before := "" // the escape
	for _, c := range d {
		s := string(rune(c))
		switch {
		case c == '"' || c == '\\':
			s = `\` + s
		case c == 0x7F:
			s = `\DEL`
		case c < ' ':
			s = `\` + strings.Fields("NUL SOH STX ETX EOT ENQ ACK a b t n v f r SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US")[c]
		case c > 0x7F:
			s = `\` + strconv.Itoa(int(c))
		case before == `\SO` && c == 'H' || len(before) > 1 && digit(before[1]) && digit(c):
			s = `\&` + s
		}
		if before = ""; s[0] == '\\' {
			before = s
		}
		b.WriteString(s)
	}
	return `"` + b.String() + `"`
}

// pythonBytes writes bytes as Python's repr does.
func pythonBytes(d []byte) string {
	var b strings.Builder
	for _, c := range d {
		switch {
		case c == '\\' || c == '"':
			b.WriteString("\\" + string(c))
		case c >= ' ' && c < 0x7F:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, `\x%02x`, c)
		}
	}
	return b.String()
}

// layerNames are the names of all layers.
func layerNames() (names []string) {
	for i := range rewrites {
		names = append(names, rewrites[i].name)
	}
	for _, r := range lineTable() {
		names = append(names, r.name)
	}
	for _, s := range startTable() {
		names = append(names, s.name)
	}
	return names
}

// without is what comes out of a paste when one layer is missing.
func without(paste []byte, name string) string {
	p := Open(paste)
	p.u.rewrites = slices.DeleteFunc(slices.Clone(rewrites), func(r rewrite) bool { return r.name == name })
	p.u.lineReaders = slices.DeleteFunc(p.u.lineReaders, func(r lineReader) bool { return r.name == name })
	p.u.starts = slices.DeleteFunc(p.u.starts, func(s start) bool { return s.name == name })
	return said(collectFrom(p))
}

// said is all that a result says.
func said(r *result) string {
	var b strings.Builder
	for _, u := range r.Units {
		fmt.Fprintln(&b, "unit", u.Kind)
		for i := range u.Fields {
			fmt.Fprintln(&b, u.Fields[i].Name, string(u.Fields[i].Value.Bytes))
		}
		for i := range u.Objects {
			fmt.Fprintln(&b, u.Objects[i].Kind, u.Objects[i].DER.Len(), u.Objects[i].Steps)
		}
	}
	fmt.Fprintln(&b, r.Findings)
	return b.String()
}

// Every layer of the tables has a text that it is needed for; in it, places hold
// through the layer; and made of pieces of it, a long paste is gone through a
// bounded number of times.
func TestEveryLayer(t *testing.T) {
	der := testdata.DER("client-2")
	names := layerNames()
	for name := range layerTexts {
		if !slices.Contains(names, name) {
			t.Errorf("there is no layer %q", name)
		}
	}
	for _, name := range names {
		text := layerTexts[name]
		if text == nil {
			t.Errorf("the layer %q has no text that it is tested with", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			paste := []byte(text(der))
			r := collect(paste)
			found := name == "records" || strings.HasSuffix(name, " keys") || strings.Contains(name, "short keys")
			for _, u := range r.Units {
				for i := range u.Objects {
					o := &u.Objects[i]
					if !bytes.Equal(o.DER.Bytes, der) {
						continue
					}
					found = true
					last := 0
					for k := range der {
						s := o.DER.Span(k, k+1)
						if s.Start < last || s.End > len(paste) || s.Len() == 0 {
							t.Fatalf("byte %d: place %v after %d of a paste of %d", k, s, last, len(paste))
						}
						last = s.Start
					}
				}
			}
			if !found {
				t.Errorf("the certificate is not found; findings %v", r.Findings)
			}
			if without(paste, name) == said(r) {
				t.Error("the layer makes no difference")
			}
			for _, part := range []int{3, 10, 50, 90, 99, 100} { // percent of the text, again and again
				piece := string(paste[:len(paste)*part/100+1-part/100])
				long := []byte(filled(piece)(40_000))
				r := collect(long)
				if most := mostWork(len(long)); r.looked > most {
					t.Errorf("%d percent again and again: %d bytes were looked at for %d, at most %d should", part, r.looked, len(long), most)
				}
				if r.looked < len(long) {
					t.Errorf("%d percent again and again: the count is %d for %d, so it leaves something out", part, r.looked, len(long))
				}
			}
		})
	}
}

// gitPatch is how git diff --binary prints a new file: gitformat-patch, and base85.c of Git.
func gitPatch(d []byte) string {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(d)
	z.Close()
	var b strings.Builder
	fmt.Fprintf(&b, "diff --git a/c.cer b/c.cer\nnew file mode 100644\nGIT binary patch\nliteral %d\n", len(d))
	for line := range slices.Chunk(packed.Bytes(), 52) {
		length := 'A' + rune(len(line)) - 1
		if len(line) > 26 {
			length = 'a' + rune(len(line)) - 27
		}
		b.WriteRune(length)
		for group := range slices.Chunk(append(slices.Clip(line), make([]byte, -len(line)&3)...), 4) {
			v := binary.BigEndian.Uint32(group)
			for _, unit := range []uint32{85 * 85 * 85 * 85, 85 * 85 * 85, 85 * 85, 85, 1} {
				b.WriteByte(alphabet85[v/unit%85])
			}
		}
		b.WriteByte('\n')
	}
	return b.String() + "\nliteral 0\nHcmV?d00001\n\n"
}
