package carrier

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/testdata"
)

// pairs writes elements as "1 By=x|1 Hash=y", the number of the element first.
func pairs(b []byte, elements []Element) string {
	var list []string
	for i := range elements {
		for _, p := range elements[i].Pairs {
			s := string(rune('1'+i)) + " " + p.Key.String() + "=" + string(p.Value.Of(b))
			if !p.Closed {
				s += " (open)"
			}
			if p.Rest.Len() > 0 {
				s += " rest " + string(p.Rest.Of(b))
			}
			list = append(list, s)
		}
	}
	return strings.Join(list, "|")
}

// The first three are examples of Envoy's and Istio's documents; a URI with
// separators is that of envoy issue 32945.
func TestXFCC(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"Envoy's example", `By=http://frontend.lyft.com;Hash=468ed33be74eee6556d90c0149c1309e9ba61d6425303443c0748a02dd8de688;Subject="/C=US/ST=CA/L=San Francisco/OU=Lyft/CN=Test Client";URI=http://testclient.lyft.com;DNS=lyft.com;DNS=www.lyft.com`,
			`1 By=http://frontend.lyft.com|1 Hash=468ed33be74eee6556d90c0149c1309e9ba61d6425303443c0748a02dd8de688|1 Subject=/C=US/ST=CA/L=San Francisco/OU=Lyft/CN=Test Client|1 URI=http://testclient.lyft.com|1 DNS=lyft.com|1 DNS=www.lyft.com`},
		{"two elements", `By=http://frontend.lyft.com;Hash=468ed33be74eee6556d90c0149c1309e9ba61d6425303443c0748a02dd8de688;URI=http://testclient.lyft.com,By=http://backend.lyft.com;Hash=9ba61d6425303443c0748a02dd8de688468ed33be74eee6556d90c0149c1309e;URI=http://frontend.lyft.com`,
			`1 By=http://frontend.lyft.com|1 Hash=468ed33be74eee6556d90c0149c1309e9ba61d6425303443c0748a02dd8de688|1 URI=http://testclient.lyft.com|2 By=http://backend.lyft.com|2 Hash=9ba61d6425303443c0748a02dd8de688468ed33be74eee6556d90c0149c1309e|2 URI=http://frontend.lyft.com`},
		{"Istio's sidecar", `By=spiffe://cluster.local/ns/foo/sa/httpbin;Hash=dd14782fa2f439724d271dbed846ef843ff40d3932b615da650d028db655fc8d;Subject="";URI=spiffe://cluster.local/ns/foo/sa/curl`,
			`1 By=spiffe://cluster.local/ns/foo/sa/httpbin|1 Hash=dd14782fa2f439724d271dbed846ef843ff40d3932b615da650d028db655fc8d|1 Subject=|1 URI=spiffe://cluster.local/ns/foo/sa/curl`},
		{"separators in a URI", `By=urn:abc:servicePrincipal(grpc-sample-service;None;i001);Hash=00;URI=urn:x,y`, `1 By=urn:abc:servicePrincipal(grpc-sample-service;None;i001)|1 Hash=00|1 URI=urn:x,y`},
		{"old", `By=a;Hash=b;SAN=spiffe://x`, `1 By=a|1 Hash=b|1 SAN=spiffe://x`},
		{"small keys, blank", `hash=b;uri=c, by=d;HASH=e`, `1 Hash=b|1 URI=c|2 By=d|2 Hash=e`},
		{"escapes in quotes", `Hash=b;Subject="O=a\\";URI=c`, `1 Hash=b|1 Subject=O=a\\|1 URI=c`},
		{"a quote in a name", `Hash=b;Subject="CN=\"a\",Hash=x";URI=c`, `1 Hash=b|1 Subject=CN=\"a\",Hash=x|1 URI=c`},
		{"Cert twice", `Hash=b;Cert="x";Cert="y"`, `1 Hash=b|1 Cert=x|1 Cert=y`},
		{"cut off", `Hash=b;Cert="x`, `1 Hash=b|1 Cert=x (open)`},
		{"after the quote", `Hash=b;Subject="x"y;URI=c`, `1 Hash=b|1 Subject=x rest y|1 URI=c`},
		{"a key of nobody", `Hash=b;Subject="x";Role=y;URI=c`, `1 Hash=b|1 Subject=x|1 =y|1 URI=c`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !IsXFCC([]byte(tt.in)) || Of([]byte(tt.in)) != XFCC {
				t.Error("not taken for XFCC")
			}
			elements, ok := ReadXFCC([]byte(tt.in))
			if got := pairs([]byte(tt.in), elements); !ok || got != tt.want {
				t.Errorf("\ngot  %s\nwant %s", got, tt.want)
			}
		})
	}
	for _, in := range []string{"", "By", "Subject=x", `Subject="C=FR,O=a";Issuer="C=FR"`, "DNS=a.example", "NotBefore=x;NotAfter=y", "MIIB"} {
		if IsXFCC([]byte(in)) {
			t.Errorf("%q is taken for XFCC", in)
		}
	}
	if e, _ := ReadXFCC([]byte(`Hash=b;Cert="x";Cert="y"`)); e[0].Count(XFCCCert) != 2 || e[0].Count(XFCCHash) != 1 {
		t.Error("keys are counted wrong")
	}
}

func TestXFCCJSON(t *testing.T) {
	in := []byte(`[{"by": ["spiffe://a/b"], "hash": "00ff", "uri": ["u1", "u2"]}, {"hash":"11"}]`)
	if Of(in) != XFCCJSON {
		t.Errorf("kind %d", Of(in))
	}
	elements, ok := ReadXFCCJSON(in)
	if got := pairs(in, elements); !ok || got != "1 By=spiffe://a/b|1 Hash=00ff|1 URI=u1|1 URI=u2|2 Hash=11" {
		t.Errorf("%v %s", ok, got)
	}
	if IsXFCCJSON([]byte(`[{"a":"b"}]`)) || IsXFCCJSON([]byte(`["hash"]`)) {
		t.Error("any JSON is taken for XFCC")
	}
	again := AppendXFCCJSON(nil, []Member{{XFCCBy, "a\"b"}, {XFCCURI, "u"}, {XFCCURI, "v"}}, []Member{{XFCCHash, "1"}})
	elements, ok = ReadXFCCJSON(again)
	if got := pairs(again, elements); !ok || got != `1 By=a\"b|1 URI=u|1 URI=v|2 Hash=1` {
		t.Errorf("%s: %s", again, got)
	}
}

// FuzzXFCC holds that what was read is written so that it reads the same, and that
// ranges are inside and in order.
func FuzzXFCC(f *testing.F) {
	f.Add(`By=a;Hash=b;Subject="c\"";URI=d;e,By=f`)
	f.Add(`Cert="a"b;x=c,Hash="d"`)
	f.Fuzz(func(t *testing.T, in string) {
		b := []byte(in)
		elements, ok := ReadXFCC(b)
		if !ok {
			return
		}
		var members [][]Member
		last := 0
		for i := range elements {
			var e []Member
			for _, p := range elements[i].Pairs {
				if p.Name.Start < last || p.Value.Start < p.Name.End || p.Value.End < p.Value.Start || p.Rest.End > len(b) {
					t.Fatalf("%q: ranges out of order", in)
				}
				last = p.Value.End
				if p.Key == XFCCOther || !p.Closed || p.Quoted != p.Key.quoted() {
					return // not as Envoy writes
				}
				e = append(e, Member{p.Key, string(p.Value.Of(b))})
			}
			members = append(members, e)
		}
		text := AppendXFCC(nil, members...)
		again, _ := ReadXFCC(text)
		var want []string
		for i := range members {
			for _, m := range members[i] {
				want = append(want, string(rune('1'+i))+" "+m.Key.String()+"="+m.Value)
			}
		}
		if got := pairs(text, again); got != strings.Join(want, "|") {
			t.Errorf("%q\nis written %s\nand read   %s", in, text, got)
		}
	})
}

// RFC 9440, section 2.1, and RFC 8941 of parameters and white space.
func TestByteSequences(t *testing.T) {
	tests := []struct {
		in, want string
		whole    bool
	}{
		{":aGVsbG8=:", "aGVsbG8=", true},
		{":aGVsbG8=: , :eA==:", "aGVsbG8=|eA==", true},
		{`:aGVsbG8=:;a=1;b="x,y", :eA==:`, "aGVsbG8=|eA==", true},
		{"::", "", true},
		{":aGVsbG8=", "aGVsbG8=", false},
		{":aGVsbG8=:x", "aGVsbG8=", false},
		{":aGVsbG8=:,", "aGVsbG8=", false},
	}
	for _, tt := range tests {
		items, whole := ReadByteSequences([]byte(tt.in))
		var got []string
		for _, r := range items {
			got = append(got, string(r.Of([]byte(tt.in))))
		}
		if strings.Join(got, "|") != tt.want || whole != tt.whole {
			t.Errorf("%q: %q, %v", tt.in, got, whole)
		}
	}
	if Of([]byte(":aGVsbG8=:")) != ByteSequence || Of([]byte(":aGVsbG8=: , :eA==:")) != ByteSequences || Of([]byte(":path: /x")) == ByteSequence {
		t.Error("byte sequences are not told")
	}
}

func FuzzByteSequences(f *testing.F) {
	f.Add([]byte("a"), []byte("bc"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		text := AppendByteSequences(nil, a, b)
		items, whole := ReadByteSequences(text)
		ders, _ := ReadCertificates(text, ByteSequences)
		if len(items) != 2 || !whole || len(a) > 0 && len(b) > 0 && (len(ders) != 2 || !bytes.Equal(ders[0], a) || !bytes.Equal(ders[1], b)) {
			t.Errorf("%q: %v", text, items)
		}
		ReadByteSequences(a)
	})
}

// The first value is of Traefik 3.7.13 and the third of 2.0.0, from requests that
// they made; the second is of Traefik's issue 5061, in the form of 1.7.
func TestInfo(t *testing.T) {
	tests := []struct {
		name, in, want string
		old            bool
	}{
		{"3", `Subject%3D%22C%3DDE%2CO%3DExample+GmbH%2COU%3DR%26D%2C+%22Ops%22+%2B+Edge%22%3BIssuer%3D%22CN%3DReal%22%3BSerialNumber%3D%224096%22%3BNB%3D%221761157454%22%3BNA%3D%221792693454%22%3BSAN%3D%22a.example%2Cb.example%22%2CSubject%3D%22C%3DDE%22%3BNB%3D%221%22`,
			`0 Subject=C=DE,O=Example GmbH,OU=R&D, "Ops" + Edge|0 Issuer=CN=Real|0 SerialNumber=4096|0 NB=1761157454|0 NA=1792693454|0 SAN=a.example,b.example|1 Subject=C=DE|1 NB=1`, false},
		{"1.7", `Subject%3D%22C%3DSE%2CO%3DFjord+Pay+AB%2CCN%3Dterminal-17%22%2CNB%3D1767323045%2CNA%3D1862017445%2CSAN%3D%2A.fjord.example`,
			`0 Subject=C=SE,O=Fjord Pay AB,CN=terminal-17|0 NB=1767323045|0 NA=1862017445|0 SAN=*.fjord.example`, true},
		{"2.0, two", `Subject%3D%22C%3DUS%22%2CNB%3D1%2CNA%3D2%2CSAN%3Da%2Cb%3BSubject%3D%22C%3DSE%22%2CNB%3D3`,
			`0 Subject=C=US|0 NB=1|0 NA=2|0 SAN=a,b|1 Subject=C=SE|1 NB=3`, true},
		{"names alone", `Subject%3D%22CN%3DZo%C3%AB%22%2CSubject%3D%22CN%3DReal+Issuing+CA+1%22`, `0 Subject=CN=Zoë|1 Subject=CN=Real Issuing CA 1`, false},
		{"decoded", `Subject="DC=org,CN=*.example.com";Issuer="C=FR";SerialNumber="1";NB="1747282426";NA="1778818426";SAN="*.example.org,10.0.1.2"`,
			`0 Subject=DC=org,CN=*.example.com|0 Issuer=C=FR|0 SerialNumber=1|0 NB=1747282426|0 NA=1778818426|0 SAN=*.example.org,10.0.1.2`, false},
		{"cut off", `Subject%3D%22CN%3Da`, `0 Subject=CN=a`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if Of([]byte(tt.in)) != Info {
				t.Errorf("is taken for %d", Of([]byte(tt.in)))
			}
			v, ok := ReadInfo([]byte(tt.in))
			var got []string
			for _, f := range v.Fields {
				text := f.Value.Of([]byte(tt.in))
				if v.Encoded {
					text = Unform(text)
				}
				got = append(got, string(rune('0'+f.Certificate))+" "+f.Key.String()+"="+string(text))
			}
			if s := strings.Join(got, "|"); !ok || s != tt.want || v.Old != tt.old {
				t.Errorf("old %v\ngot  %s\nwant %s", v.Old, s, tt.want)
			}
		})
	}
	for _, in := range []string{`Subject="";Cert=""`, "Subject=CN=a", "NotBefore=x", "SAN=x", `Issuer: x`} {
		if IsInfo([]byte(in)) {
			t.Errorf("%q is taken for Info", in)
		}
	}
}

func FuzzInfo(f *testing.F) {
	f.Add(`CN=a "b", c`, "CN=d", "1", "2,3", false)
	f.Add(`CN=a`, "", "1", "", true)
	f.Fuzz(func(t *testing.T, subject, issuer, number, san string, old bool) {
		ReadInfo([]byte(subject))
		if subject == "" || number == "" {
			return
		}
		for _, s := range []string{subject, issuer, number, san} {
			if strings.ContainsAny(s, "=;\"") || strings.Trim(s, " \t\r\n") != s {
				return // may be taken for a key or an end, as by every reader
			}
		}
		in := []InfoFields{{InfoSubject: subject, InfoIssuer: issuer, InfoNotBefore: number, InfoSAN: san}, {InfoSubject: subject}}
		text := AppendInfo(nil, old, in...)
		v, _ := ReadInfo(text)
		var got [2]InfoFields
		for _, f := range v.Fields {
			if f.Certificate < 2 {
				got[f.Certificate][f.Key] = string(Unform(f.Value.Of(text)))
			}
		}
		if got[0] != in[0] || got[1] != in[1] || v.Old != old {
			t.Errorf("%s: %q, old %v", text, got, v.Old)
		}
	})
}

// AWS, "HTTP headers for verify mode".
func TestDates(t *testing.T) {
	const in = "NotBefore=2023-09-21T01:50:17Z;NotAfter=2024-09-20T01:50:17Z"
	d, ok := ReadDates([]byte(in))
	if !ok || !d.OK || string(d.NotBefore.Of([]byte(in))) != "2023-09-21T01:50:17Z" || string(d.NotAfter.Of([]byte(in))) != "2024-09-20T01:50:17Z" {
		t.Errorf("%+v", d)
	}
	if got := string(AppendDates(nil, d.Times[0], d.Times[1])); got != in {
		t.Errorf("written %s", got)
	}
	for in, want := range map[string]bool{"NotBefore=x, NotAfter=y": true, "NotBefore=x": false, "NotBefore=xNotAfter=y": false, "NotAfter=x;NotBefore=y": false} {
		if got := IsValidity([]byte(in)); got != want {
			t.Errorf("%s: %v", in, got)
		}
	}
}

func FuzzDates(f *testing.F) {
	f.Add(int64(1700000000), int64(1800000000), "NotBefore=a;NotAfter=b")
	f.Fuzz(func(t *testing.T, a, b int64, in string) {
		ReadDates([]byte(in))
		const year9999 = 253402300799
		if a < 0 || b < 0 || a > year9999 || b > year9999 {
			return
		}
		d, ok := ReadDates(AppendDates(nil, time.Unix(a, 0), time.Unix(b, 0)))
		if !ok || !d.OK || d.Times[0].Unix() != a || d.Times[1].Unix() != b {
			t.Errorf("%d, %d: %+v", a, b, d)
		}
	})
}

// The beginnings are of requests that nginx, Apache, Go, Python, Traefik, HAProxy and
// Traffic Server made, of one certificate with + and / in these lines.
func TestCertificateForm(t *testing.T) {
	tests := []struct {
		in   string
		want Kind
	}{
		{"-----BEGIN%20CERTIFICATE-----%0AMIIDojCCAoqgAwIBAgIUA6wKYFpMVt04HaxgDsMu%2BU7vaQgwDQYJKoZIhvcNAQEL%0ABQAwQTEL%2F", PEMPercent},
		{"-----BEGIN%20CERTIFICATE-----%0aMIIDojCCAoqgAwIBAgIUA6wKYFpMVt04HaxgDsMu+U7vaQgwDQYJKoZIhvcNAQEL%0aBQA/", PEMApache},
		{"-----BEGIN%20CERTIFICATE-----%0AMIIDojCCAoqgAwIBAgIUA6wKYFpMVt04HaxgDsMu+U7vaQgwDQYJKoZIhvcNAQEL%0ABQA/wQTEL", PEMSafe},
		{"-----BEGIN%20CERTIFICATE-----%0AMIIDojCCAoqgAwIBAgIUA6wKYFpMVt04HaxgDsMu+U7vaQgwDQ/KoZIhvcNAQ%3D%3D", PEMSafe},
		{"-----BEGIN%20CERTIFICATE-----%0AMIIDojCCAoqgAwIBAgIUA6wKYFpMVt04HaxgDsMu%2BU7vaQgwDQ/KoZ", PEMQuote},
		{"-----BEGIN%20CERTIFICATE-----%0AMIIDojCCAoqgAwIBAgIUA6wKYFpMVt04HaxgDsMu+U7vaQgwDQ%2FKoZ", PEMPath},
		{"-----BEGIN+CERTIFICATE-----%0AMIIDojCCAoqgAwIBAgIUA6wKYFpMVt04HaxgDsMu%2BU7vaQgw", PEMForm},
		{"-----BEGIN CERTIFICATE-----\n\tMIIDojCCAoqgAwIBAgIUA6wK", PEMTabs},
		{"-----BEGIN CERTIFICATE-----\nMIIDojCCAoqgAwIBAgIUA6wK", PEMLines},
		{"-----BEGIN CERTIFICATE----- MIIDojCCAoqgAwIBAgIUA6wK", PEMBlanks},
		{"-----BEGIN CERTIFICATE----- MIIDojCCAoqgAwIBAgIUA6wKYFpMVt04HaxgDsMu+U7vaQgwDQYJKoZIhvcNAQELBQAwQTEL -----END", PEMOneLine},
		{"-----BEGIN CERTIFICATE-----MIIDojCCAoqgAwIBAgIUA6wK", PEMJoined},
		{"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUQ0ekNDQXN1Z0F3", PEMBase64},
		{"MIIDojCCAoqgAwIBAgIUA6wKYFpMVt04HaxgDsMu+U7vaQgwDQYJKoZIhvcNAQEL", Base64},
		{"MIID4zCCAsugAwIBAgIMAMD_7gEjRWeJq83vMA0GCSqGSIb3DQEBCwUAMEExCzAJ", Base64URL},
		{"MIIDojCCAoqgAwIBAgIUA6wKYFpMVt04HaxgDsMu%2BU7vaQgwDQ", Base64Escaped},
		{"MIIDojCCAoqgAwIBAgIUA6wKYFpMVt04,MIIDcTCCAlmgAwIBAgIU", Base64List},
		{"MIIDojCCAoqgAwIBAgIUA6wKYFpMVt04%2B,MIIDcTCCAlmgAwIBAgIU", Base64ListEscaped},
		{"CN=client-a.example,O=Example GmbH,C=DE", None},
		{"MIND your step, it is wet", None},
	}
	for _, tt := range tests {
		if got := Of([]byte(tt.in)); got != tt.want {
			t.Errorf("%.60q: %d, want %d", tt.in, got, tt.want)
		}
	}
}

// RFC 4648's alphabet, OpenSSL's PEM: what is written is what OpenSSL's own PEM is
// after the substitutions that each writer makes.
func TestAppendPEM(t *testing.T) {
	pem := string(testdata.PEM("client-2"))
	tests := []struct {
		kind    Kind
		replace []string
	}{
		{PEMLines, nil},
		{PEMBlanks, []string{"\n", " "}},
		{PEMSafe, []string{" ", "%20", "\n", "%0A"}},
		{PEMPercent, []string{" ", "%20", "\n", "%0A", "+", "%2B", "/", "%2F", "=", "%3D"}},
		{PEMApache, []string{" ", "%20", "\n", "%0a", "=", "%3d"}},
		{PEMForm, []string{" ", "+", "\n", "%0A", "+", "%2B", "/", "%2F", "=", "%3D"}},
	}
	for _, tt := range tests {
		if got, want := string(AppendPEM(nil, tt.kind, testdata.DER("client-2"))), strings.NewReplacer(tt.replace...).Replace(pem); got != want {
			t.Errorf("kind %d:\n%s\n%s", tt.kind, got, want)
		}
	}
}

// FuzzCertificates holds that every syntax of certificates reads what it writes, and
// that no value makes the readers run over it.
func FuzzCertificates(f *testing.F) {
	f.Add([]byte("0\x82\x01\x00abcdefghijklmnopqrstuvwxyz\xfb\xff\xfe"), "x")
	f.Fuzz(func(t *testing.T, der []byte, in string) {
		Of([]byte(in))
		for k := range Kind(kinds) {
			ReadCertificates([]byte(in), k)
			if !k.Holds() || len(der) == 0 {
				continue
			}
			list := [][]byte{der, der}
			if k == ByteSequence || k == Base64 || k == Base64URL || k == Base64Escaped {
				list = list[:1]
			}
			text := AppendCertificates(nil, k, list...)
			got, ok := ReadCertificates(text, k)
			if !ok || len(got) != len(list) || !bytes.Equal(got[0], der) {
				t.Errorf("kind %d: %q", k, text)
			}
		}
	})
}
