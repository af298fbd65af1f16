package unwrap

import (
	"encoding/pem"
	"net/url"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/testdata"
)

// Values as Envoy's documentation of x-forwarded-client-cert prints them, with a
// certificate of ours; the members of each element, in every container.
func TestXFCC(t *testing.T) {
	block := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: testdata.DER("client-1")}))
	cert := strings.ReplaceAll(url.QueryEscape(block), "+", "%20")
	text := `By=http://frontend.lyft.com;Hash=468ed33be74eee6556d90c0149c1309e9ba61d6425303443c0748a02dd8de688;Subject="/C=US/ST=CA/L=San Francisco/OU=Lyft/CN=Test Client";URI=http://testclient.lyft.com,` +
		`By=http://backend.lyft.com;Cert="` + cert + `";Subject="CN=a\"b\",O=c";DNS=a.b,c;DNS=d`
	inJSON := `[{"by":["http://frontend.lyft.com"],"hash":"468ed33be74eee6556d90c0149c1309e9ba61d6425303443c0748a02dd8de688","subject":"/C=US/ST=CA/L=San Francisco/OU=Lyft/CN=Test Client","uri":["http://testclient.lyft.com"]},` +
		`{"by":["http://backend.lyft.com"],"cert":"` + cert + `","subject":"CN=a\"b\",O=c","dns":["a.b,c","d"]}]`
	want := []string{"1 By http://frontend.lyft.com", "1 Hash 468ed33be74eee6556d90c0149c1309e9ba61d6425303443c0748a02dd8de688", "1 Subject /C=US/ST=CA/L=San Francisco/OU=Lyft/CN=Test Client", "1 URI http://testclient.lyft.com",
		"2 By http://backend.lyft.com", "2 Cert " + cert, `2 Subject CN=a\"b\",O=c`, "2 DNS a.b,c", "2 DNS d"}
	tests := []struct{ name, in string }{
		{"header", "X-Forwarded-Client-Cert: " + text + "\r\n"},
		{"value", text},
		{"member", `{"headers":{"x-forwarded-client-cert":` + jsonString(text) + `}}`},
		{"array, header", "x-forwarded-client-cert: " + inJSON + "\n"},
		{"array, value", inJSON},
		{"array, member", `{"headers":{"x-forwarded-client-cert":` + inJSON + `,"z":"y"}}`},
		{"array in a string", `{"headers":{"x-forwarded-client-cert":` + jsonString(inJSON) + `}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := collect([]byte(tt.in))
			if len(r.Units) != 1 || len(r.Units[0].Objects) != 1 {
				t.Fatalf("%d units", len(r.Units))
			}
			var got []string
			outer := ""
			for i := range r.Units[0].Fields {
				f := &r.Units[0].Fields[i]
				if f.Element == 0 {
					outer += f.Name + " "
					continue
				}
				value := string(f.Value.Bytes)
				if strings.HasPrefix(tt.name, "array") {
					value = strings.ReplaceAll(value, `"`, `\"`) // escapes of JSON are undone, those of the text are its own
				}
				got = append(got, string('0'+byte(f.Element))+" "+f.Member.String()+" "+value)
				if f.Member == carrier.XFCCCert && len(f.Objects) != 1 {
					t.Error("the certificate does not belong to its member")
				}
			}
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if named := tt.name != "value" && tt.name != "array, value"; named != strings.HasPrefix(strings.ToLower(outer), "x-forwarded-client-cert ") {
				t.Errorf("the value's own name is %q", outer)
			}
		})
	}
}

// Short values are taken apart like long ones.
func TestShortXFCC(t *testing.T) {
	for _, in := range []string{"X-Forwarded-Client-Cert: By=a;Hash=b", `x: [{"hash":"b","by":"a"}]`} {
		r := collect([]byte(in))
		n := 0
		for _, u := range r.Units {
			for i := range u.Fields {
				if u.Fields[i].Element == 1 {
					n++
				}
			}
		}
		if n != 2 {
			t.Errorf("%s: %d members", in, n)
		}
	}
}
