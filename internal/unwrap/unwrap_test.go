package unwrap

import (
	"bytes"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/testdata"
)

// The wrappings are made with the standard library's encoders, so what is undone
// here was done by somebody else.

// pemOf is PEM of a structure, or the text that is given.
func pemOf(b []byte) string {
	label := "CERTIFICATE"
	switch k := der.Classify(b); {
	case k == der.EncryptedPrivateKey:
		label = "ENCRYPTED PRIVATE KEY"
	case k.Secret():
		label = "PRIVATE KEY"
	case len(b) > 0 && b[0] != 0x30:
		return string(b)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: b}))
}

func replace(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }

var albEncode = replace(" ", "%20", "\n", "%0A")

func perLine(f func(string) string) func(string) string {
	return func(s string) string {
		lines := strings.Split(strings.TrimSuffix(s, "\n"), "\n")
		for i := range lines {
			lines[i] = f(lines[i])
		}
		return strings.Join(lines, "\n") + "\n"
	}
}

func jsonString(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// wrappings: what is done to a certificate, the words that the ledger must have,
// and the finding, if one is due.
var wrappings = []struct {
	name string
	wrap func(der []byte) string
	step string
	id   string
}{
	{"PEM", pemOf, "PEM block CERTIFICATE", ""},
	{"CR LF", func(d []byte) string { return replace("\n", "\r\n")(pemOf(d)) }, "CR LF", ""},
	{"byte order mark", func(d []byte) string { return "\uFEFF" + pemOf(d) }, "Byte order mark", ""},
	{"indented", func(d []byte) string { return perLine(func(l string) string { return "    " + l })(pemOf(d)) }, "indented by 4", ""},
	{"tabs", func(d []byte) string { return perLine(func(l string) string { return "\t" + l })(pemOf(d)) }, "indented", ""},
	{"blanks at line ends", func(d []byte) string { return perLine(func(l string) string { return l + "  " })(pemOf(d)) }, "blanks at line ends", ""},
	{"lines to spaces", func(d []byte) string { return replace("\n", " ")(pemOf(d)) }, "on one line", "line-breaks-lost"},
	{"no line breaks", func(d []byte) string { return replace("\n", "")(pemOf(d)) }, "on one line", "line-breaks-lost"},
	{"double-spaced", func(d []byte) string { return replace("\n", "\n\n")(pemOf(d)) }, "PEM block", ""},
	{"text around", func(d []byte) string { return "Here it is:\n" + pemOf(d) + "Thanks, A.\n" }, "PEM block", ""},
	{"ALB value", func(d []byte) string { return albEncode(pemOf(d)) }, "Percent-decoded, + kept", ""},
	{"ALB header", func(d []byte) string { return "X-Amzn-Mtls-Clientcert-Leaf: " + albEncode(pemOf(d)) + "\r\n" }, "Header X-Amzn-Mtls-Clientcert-Leaf", ""},
	{"all escaped", func(d []byte) string { return replace("+", "%20")(url.QueryEscape(pemOf(d))) }, "Percent-decoded", ""},
	{"lower-case escapes", func(d []byte) string {
		return replace("%0A", "%0a", "%2B", "%2b", "%2F", "%2f", "%3D", "%3d", "+", "%20")(url.QueryEscape(pemOf(d)))
	}, "Percent-decoded", ""},
	{"form-encoded", func(d []byte) string { return url.QueryEscape(pemOf(d)) }, "Percent-decoded", ""},
	{"hyphens escaped too", func(d []byte) string { return replace("-", "%2D")(albEncode(pemOf(d))) }, "Percent-decoded", ""},
	{"encoded twice", func(d []byte) string { return url.PathEscape(albEncode(pemOf(d))) }, "Percent-decoded", "percent-encoded-twice"},
	{"form-decoded", func(d []byte) string { s, _ := url.QueryUnescape(albEncode(pemOf(d))); return s }, "read as +", "plus-became-space"},
	{"form-decoded, lines to spaces", func(d []byte) string { return replace("+", " ", "\n", " ")(pemOf(d)) }, "read as +", "line-breaks-lost plus-became-space"},
	{"form-decoded, lines lost", func(d []byte) string { return replace("+", " ", "\n", "")(pemOf(d)) }, "read as +", "line-breaks-lost plus-became-space"},
	{"JSON string", func(d []byte) string { return jsonString(pemOf(d)) }, "String literal", ""},
	{"JSON object", func(d []byte) string { return `{"cert":` + jsonString(pemOf(d)) + `,"n":1}` }, "JSON string cert, escapes undone", ""},
	{"JSON in JSON", func(d []byte) string { return `{"message":` + jsonString(`{"cert":`+jsonString(pemOf(d))+`}`) + `}` }, "JSON string message", ""},
	{"JSON log line", func(d []byte) string {
		return `2026-11-23T10:00:00Z INFO {"level":"info","headers":{"x-amzn-mtls-clientcert-leaf":` + jsonString(albEncode(pemOf(d))) + `}}`
	}, "JSON string x-amzn-mtls-clientcert-leaf", ""},
	{"Python dict", func(d []byte) string {
		return `{'headers': {'x-amzn-mtls-clientcert-leaf': '` + albEncode(pemOf(d)) + `'}}`
	}, "JSON string x-amzn-mtls-clientcert-leaf", ""},
	{"HAR", func(d []byte) string {
		return `{"log":{"entries":[{"request":{"method":"GET","headers":[{"name":"Host","value":"x"},{"name":"X-Amzn-Mtls-Clientcert-Leaf","value":"` + albEncode(pemOf(d)) + `"}]}}]}}`
	}, "JSON string X-Amzn-Mtls-Clientcert-Leaf", ""},
	{"literal \\n", func(d []byte) string { return replace("\n", `\n`)(pemOf(d)) }, "String literal", "line-breaks-literal"},
	{"Go source", func(d []byte) string { return "const cert = " + strconv.Quote(pemOf(d)) + "\n" }, "String literal", ""},
	{"Go raw string", func(d []byte) string { return "var cert = `" + pemOf(d) + "`\n" }, "PEM block", ""},
	{"shell variable", func(d []byte) string { return `export CERT="` + pemOf(d) + "\"\n" }, "PEM block", ""},
	{"environment", func(d []byte) string { return "HTTP_X_AMZN_MTLS_CLIENTCERT_LEAF=" + albEncode(pemOf(d)) }, "Variable HTTP_X_AMZN_MTLS_CLIENTCERT_LEAF", ""},
	{"curl command", func(d []byte) string {
		return "curl -s https://x.example/ -H 'Accept: */*' -H 'X-Amzn-Mtls-Clientcert-Leaf: " + albEncode(pemOf(d)) + "' -d x\n"
	}, "Argument -H of curl, X-Amzn-Mtls-Clientcert-Leaf", ""},
	{"text log line", func(d []byte) string {
		return "2026-11-23 10:00:00 INFO request leaf=\"" + albEncode(pemOf(d)) + "\" status=200\n"
	}, "Value of leaf", ""},
	{"CSV cell", func(d []byte) string { return "id,cert\n1,\"" + pemOf(d) + "\"\n2,none\n" }, "PEM block", ""},
	{"Java source", func(d []byte) string {
		lines := strings.Split(strings.TrimSuffix(pemOf(d), "\n"), "\n")
		return "String cert = \"" + strings.Join(lines, "\\n\" +\n    \"") + "\\n\";\n"
	}, "PEM block", ""},
	{"shell, continued lines", func(d []byte) string { return replace("\n", "\\\n")(pemOf(d)) }, "PEM block", ""},
	{"quoted mail", func(d []byte) string { return perLine(func(l string) string { return "> " + l })(pemOf(d)) }, "quoted lines", "lines-quoted"},
	{"commented out", func(d []byte) string { return perLine(func(l string) string { return "# " + l })(pemOf(d)) }, "quoted lines", "lines-quoted"},
	{"a stray character", func(d []byte) string { s := pemOf(d); n := min(100, len(s)/2); return s[:n] + "*" + s[n:] }, "1 stray character", "stray-characters"},
	{"a character lost to a stray one", func(d []byte) string { s := pemOf(d); n := min(200, len(s)/2); return s[:n] + "?" + s[n+1:] }, "1 stray character", "unreadable-characters"},
	{"PKCS#7", func(d []byte) string { return string(pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: pkcs7Of(d)})) }, "PKCS#7 bundle", ""},
	{"TRUSTED CERTIFICATE", func(d []byte) string {
		// What "openssl x509 -trustout -addtrust clientAuth" puts after the certificate.
		aux, _ := hex.DecodeString("300c300a06082b06010505070302")
		return string(pem.EncodeToMemory(&pem.Block{Type: "TRUSTED CERTIFICATE", Bytes: append(slices.Clone(d), aux...)}))
	}, "trust settings", "trusted-certificate"},
	{"headers in the block", func(d []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: d, Headers: map[string]string{"friendlyName": "x", "localKeyID": "01 02"}}))
	}, "PEM block", ""},
	{"Kubernetes secret", func(d []byte) string {
		return "apiVersion: v1\nkind: Secret\ndata:\n  tls.crt: " + base64.StdEncoding.EncodeToString([]byte(pemOf(d))) + "\n"
	}, "Header tls.crt", "base64-of-pem"},
	{"YAML block", func(d []byte) string {
		return "spec:\n  ca: |\n" + perLine(func(l string) string { return "    " + l })(pemOf(d)) + "  other: x\n"
	}, "indented by 4", ""},
	{"folded header", func(d []byte) string {
		s := albEncode(pemOf(d))
		return "X-Cert: " + s[:len(s)/2] + "\r\n " + s[len(s)/2:] + "\r\nHost: x\r\n"
	}, "Header X-Cert", ""},
	{"tab-folded PEM", func(d []byte) string {
		return "X-Cert: " + replace("\n", "\n\t")(strings.TrimSuffix(pemOf(d), "\n")) + "\nHost: x\n"
	}, "Header X-Cert", ""},
	{"header with the lines of the body, unfolded", func(d []byte) string {
		return "X-Cert: " + strings.Join(chunks(base64.StdEncoding.EncodeToString(d), 64), "\n") + "\nX-Next: 1\n"
	}, "Header X-Cert", ""},
	{"base64", func(d []byte) string { return base64.StdEncoding.EncodeToString(d) }, "Base64", ""},
	{"base64 in lines", func(d []byte) string {
		return perLine(func(l string) string { return l })(strings.Join(chunks(base64.StdEncoding.EncodeToString(d), 76), "\n"))
	}, "Base64", ""},
	{"base64 without padding", func(d []byte) string { return base64.RawStdEncoding.EncodeToString(d) }, "Base64", "padding-missing"},
	{"base64url", func(d []byte) string { return base64.RawURLEncoding.EncodeToString(d) }, "url-safe alphabet", "base64url"},
	{"base64 and words after", func(d []byte) string { return base64.StdEncoding.EncodeToString(d) + " is the certificate" }, "Base64", ""},
	{"base64 of PEM", func(d []byte) string { return base64.StdEncoding.EncodeToString([]byte(pemOf(d))) }, "PEM block", "base64-of-pem"},
	{"base64 percent-encoded", func(d []byte) string { return url.QueryEscape(base64.StdEncoding.EncodeToString(d)) }, "Base64", ""},
	{"RFC 8941", func(d []byte) string { return "Client-Cert: :" + base64.StdEncoding.EncodeToString(d) + ":" }, "RFC 8941 byte sequence", ""},
	{"RFC 8941, folded right after the colon and every 63 characters", func(d []byte) string {
		return "Client-Cert: :\n " + strings.Join(chunks(base64.StdEncoding.EncodeToString(d), 63), "\n ") + "\n :\n"
	}, "RFC 8941 byte sequence", ""},
	{"RFC 8941, in a list after an empty item", func(d []byte) string {
		s := base64.StdEncoding.EncodeToString(d)
		return "Client-Cert-Chain: ::, :" + s[:5] + "\r\n\t" + s[5:] + ":\r\n"
	}, "RFC 8941 byte sequence", ""},
	{"hex", hex.EncodeToString, "Hexadecimal", ""},
	{"HEX", func(d []byte) string { return strings.ToUpper(hex.EncodeToString(d)) }, "Hexadecimal", ""},
	{"hex with colons", func(d []byte) string { return strings.Join(chunks(hex.EncodeToString(d), 2), ":") }, "Hexadecimal", ""},
	{"hex with spaces in lines", func(d []byte) string {
		return strings.Join(chunks(strings.Join(chunks(hex.EncodeToString(d), 2), " "), 48), "\n")
	}, "Hexadecimal", ""},
	{"C array", func(d []byte) string { return "{ 0x" + strings.Join(chunks(hex.EncodeToString(d), 2), ", 0x") + " };" }, "Hexadecimal", ""},
	{"\\x escapes", func(d []byte) string { return `b'\x` + strings.Join(chunks(hex.EncodeToString(d), 2), `\x`) + `'` }, "Hexadecimal", ""},
	{"DER", func(d []byte) string { return string(d) }, "DER", ""},
	{"four dashes", func(d []byte) string { return replace("-----", "----")(pemOf(d)) }, "PEM block", "armor-damaged"},
	{"six dashes", func(d []byte) string { return replace("-----", "------")(pemOf(d)) }, "PEM block", "armor-damaged"},
	{"en-dashes", func(d []byte) string { return replace("--", "–")(pemOf(d)) }, "PEM block", "armor-damaged"},
	{"em-dashes", func(d []byte) string { return replace("--", "—")(pemOf(d)) }, "PEM block", "armor-damaged"},
	{"small letters", func(d []byte) string {
		return replace("BEGIN CERTIFICATE", "begin certificate", "END CERTIFICATE", "end certificate")(pemOf(d))
	}, "PEM block", "armor-damaged"},
	{"BEGIN missing", func(d []byte) string { return replace("-----BEGIN CERTIFICATE-----\n", "")(pemOf(d)) }, "PEM block", "armor-begin-missing"},
	{"END missing", func(d []byte) string { return replace("-----END CERTIFICATE-----\n", "")(pemOf(d)) }, "PEM block", "armor-end-missing"},
	{"X509 CERTIFICATE", func(d []byte) string { return replace(" CERTIFICATE", " X509 CERTIFICATE")(pemOf(d)) }, "PEM block X509 CERTIFICATE", ""},
	{"no-break spaces", func(d []byte) string { return perLine(func(l string) string { return "\u00A0" + l })(pemOf(d)) }, "PEM block", "invisible-characters"},
	{"zero-width spaces", func(d []byte) string { return replace("\n", "\u200B\n")(pemOf(d)) }, "PEM block", "invisible-characters"},
}

// pkcs7Of makes a SignedData without signers (RFC 5652, section 5.1), the form of
// a .p7b file, with the standard library's encoder.
func pkcs7Of(der []byte) []byte {
	type content struct{ Type asn1.ObjectIdentifier }
	signed := struct {
		Version      int
		Algorithms   []asn1.RawValue `asn1:"set"`
		Content      content
		Certificates asn1.RawValue
		Signers      []asn1.RawValue `asn1:"set"`
	}{Version: 1, Content: content{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}},
		Certificates: asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: der}}
	inner, err := asn1.Marshal(signed)
	if err != nil {
		panic(err)
	}
	out, err := asn1.Marshal(struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}, asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: inner}})
	if err != nil {
		panic(err)
	}
	return out
}

func chunks(s string, n int) []string {
	var list []string
	for ; len(s) > n; s = s[n:] {
		list = append(list, s[:n])
	}
	return append(list, s)
}

func TestWrappings(t *testing.T) {
	for _, w := range wrappings {
		t.Run(w.name, func(t *testing.T) {
			for _, cert := range []string{"client-1", "client-2", "key-ed25519", "name-strings"} {
				der := testdata.DER(cert)
				paste := []byte(w.wrap(der))
				r := collect(paste)
				o, ok := only(t, r)
				if !ok {
					continue
				}
				if w.id == "unreadable-characters" { // six bits are unknown, and said to be
					if o.DER.Len() != len(der) {
						t.Errorf("%s: %d bytes, want %d", cert, o.DER.Len(), len(der))
					}
				} else if !bytes.Equal(o.DER.Bytes, der) {
					t.Errorf("%s: %d bytes of %d came out", cert, o.DER.Len(), len(der))
					continue
				}
				steps := ""
				for _, s := range o.Steps {
					steps += s.Words() + " > "
				}
				if !strings.Contains(steps, w.step) {
					t.Errorf("%s: the ledger does not say %q: %s", cert, w.step, steps)
				}
				ids := ""
				for _, f := range append(o.Findings, r.Findings...) {
					ids += string(f.ID) + " "
				}
				want := w.id
				if !strings.Contains(pemOf(der), "+") {
					want = strings.TrimSpace(strings.Replace(want, "plus-became-space", "", 1))
				}
				if want == "padding-missing" && len(der)%3 == 0 {
					want = ""
				}
				if strings.TrimSpace(ids) != want {
					t.Errorf("%s: findings %q, want %q", cert, ids, want)
				}
				if !strings.Contains(w.name, "stray") {
					places(t, paste, o.DER)
				}
			}
		})
	}
}

// result is all of a paste, for tests that want it whole.
type result struct {
	Rest
	Units  []Unit
	looked int
}

func collect(paste []byte) *result { return collectFrom(Open(paste)) }

func collectFrom(p *Paste) *result {
	r := &result{}
	for u := range p.Units() {
		kept := *u // its lists are used again for the next one
		kept.Fields, kept.Objects = slices.Clone(u.Fields), slices.Clone(u.Objects)
		if u.ALB != nil {
			record := *u.ALB
			kept.ALB = &record
		}
		if u.CloudFront != nil {
			record := *u.CloudFront
			kept.CloudFront = &record
		}
		r.Units = append(r.Units, kept)
	}
	r.Rest, r.looked = p.Rest(), p.u.meter.Count()
	return r
}

// only returns the one object in r.
func only(t *testing.T, r *result) (Object, bool) {
	t.Helper()
	var all []Object
	for _, u := range r.Units {
		all = append(all, u.Objects...)
	}
	if len(all) != 1 {
		t.Errorf("%d objects, want 1; findings %v", len(all), r.Findings)
		return Object{}, false
	}
	return all[0], true
}

// onlyThis holds that there are structures in r, and that each is the same.
func onlyThis(t *testing.T, r *result, der []byte) {
	t.Helper()
	found := false
	for _, u := range r.Units {
		for i := range u.Objects {
			o := &u.Objects[i]
			if !bytes.Equal(o.DER.Bytes, der) {
				t.Errorf("something else is found: %v of %d bytes", o.Kind, o.DER.Len())
			}
			found = true
		}
	}
	if !found {
		t.Error("the certificate is not found")
	}
}

// findingsOf are the findings of r: of its structures, then of the whole.
func findingsOf(r *result) (list []string) {
	for _, u := range r.Units {
		for i := range u.Objects {
			for _, f := range u.Objects[i].Findings {
				list = append(list, string(f.ID))
			}
		}
	}
	for _, f := range r.Findings {
		list = append(list, string(f.ID))
	}
	return list
}

// places holds that the place of the 12 bytes from each twelfth on contains the
// characters that encode them, in base64 or hexadecimal or as they are.
func places(t *testing.T, paste []byte, der source.Text) {
	t.Helper()
	last := 0
	for i := 0; i+12 <= der.Len(); i += 12 {
		s := der.Span(i, i+12)
		if s.Start < last || s.End > len(paste) || s.Len() < 12 {
			t.Errorf("byte %d: place %v of a paste of %d", i, s, len(paste))
			return
		}
		last = s.Start
		text, err := url.PathUnescape(string(paste[s.Start:s.End]))
		if err != nil {
			text = string(paste[s.Start:s.End])
		}
		part := der.Bytes[i : i+12]
		plain := replace("\\n", "", "\\u003d", "=", "\n", "", "\r", "", "\t", "", " ", "+", "\\x", "", ",+0x", "", ":", "", "\u200B", "", "\u00A0", "", "\\/", "/", "-", "+", "_", "/")(text)
		switch {
		case strings.Contains(text, base64.StdEncoding.EncodeToString(part)):
		case strings.Contains(plain, replace("-", "+", "_", "/")(base64.StdEncoding.EncodeToString(part))):
		case strings.Contains(strings.ReplaceAll(plain, "+", ""), strings.ReplaceAll(base64.StdEncoding.EncodeToString(part), "+", "")):
		case strings.Contains(strings.ToLower(strings.ReplaceAll(plain, "+", "")), hex.EncodeToString(part)):
		case bytes.Contains(paste[s.Start:s.End], part):
		case s.Len() > 20: // through a second base64: the place holds it, but not in clear
		default:
			t.Errorf("byte %d: the place %v holds %q", i, s, paste[s.Start:s.End])
			return
		}
	}
}

// FuzzPaste holds that anything may be pasted: no panic, places inside the paste,
// no structure longer than the paste, and work in proportion to it.
func FuzzPaste(f *testing.F) {
	for _, w := range wrappings {
		f.Add([]byte(w.wrap(testdata.DER("client-2"))))
	}
	for _, p := range testdata.Pastes() {
		f.Add(testdata.Paste(p))
	}
	for _, c := range crafted {
		f.Add([]byte(c.make(500)))
	}
	f.Add([]byte(strings.Repeat("%25", 50) + "BEGIN CERTIFICATE" + strings.Repeat("-", 50)))
	f.Fuzz(func(t *testing.T, paste []byte) {
		r := collect(paste)
		if most := mostWork(len(paste)); r.looked > most {
			t.Fatalf("%d bytes were looked at for a paste of %d, at most %d should", r.looked, len(paste), most)
		}
		inside := func(s source.Span) {
			if s.Start < 0 || s.End < s.Start || s.End > len(paste) {
				t.Fatalf("place %v of a paste of %d", s, len(paste))
			}
		}
		for _, u := range r.Units {
			for _, o := range u.Objects {
				if o.DER.Len() > len(paste) {
					t.Fatalf("%d bytes out of %d", o.DER.Len(), len(paste))
				}
				inside(o.DER.All())
				inside(o.Span)
				for _, s := range o.Steps {
					inside(s.Span)
				}
				for _, x := range o.Findings {
					for _, s := range x.Spans {
						inside(s)
					}
				}
			}
		}
		for _, x := range r.Findings {
			for _, s := range x.Spans {
				inside(s)
			}
		}
	})
}
