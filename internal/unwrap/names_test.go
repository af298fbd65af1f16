package unwrap

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// fieldsOf are the named values of a result as "parent/name=value", each value cut
// after 40 characters; those of XFCC and those that only hold others are left out.
func fieldsOf(r *result) []string {
	var list []string
	for _, u := range r.Units {
		for i := range u.Fields {
			f := &u.Fields[i]
			if f.Inner > 0 {
				continue
			}
			s := f.Name + "=" + string(f.Value.Bytes[:min(f.Value.Len(), 40)])
			if f.Parent != "" {
				s = f.Parent + "/" + s
			}
			list = append(list, s)
		}
	}
	return list
}

// Every member is kept, with the name of what is around it; what JSON means is
// asked of encoding/json where strings have escapes.
func TestMembers(t *testing.T) {
	leaf := albEncode(pemOf(testdata.DER("client-2")))
	inner, _ := json.Marshal(`{"headers":{"X-Verify":"FAILED","n":1}}`)
	tests := []struct{ name, in, want string }{
		{"numbers and literals", `{"a":{"present":1,"verified":false,"error":null,"x":-1.5e3},"t":true}`, "a/present=1 a/verified=false a/error=null a/x=-1.5e3 t=true"},
		{"arrays of numbers are no names", `{"a":[1,2,3],"b":"c"}`, "b=c"},
		{"nested", `{"requestContext":{"identity":{"clientCert":{"subjectDN":"CN=a","validity":{"notBefore":"May"}}}}}`, "clientCert/subjectDN=CN=a validity/notBefore=May"},
		{"array of strings", `{"multiValueHeaders":{"x-a":["1","2"]}}`, "multiValueHeaders/x-a=1 multiValueHeaders/x-a=2"},
		{"HAR", `{"headers":[{"name":"X-A","value":"1"},{"name":"X-B","value":2}]}`, "headers/X-A=1 headers/X-B=2"},
		{"Postman", `{"header":[{"key":"X-A","value":"1","type":"text"}]}`, "header/X-A=1 header/type=text"},
		{"a name without a value", `{"user":{"name":"bob","age":7},"name":"x"}`, "user/age=7 user/name=bob name=x"},
		{"name before others", `{"name":"x","sub":{"a":"b"}}`, "name=x sub/a=b"},
		{"JSON in a string", `{"@message":` + string(inner) + `}`, "headers/X-Verify=FAILED headers/n=1"},
		{"certificate", `{"h":{"leaf":"` + leaf + `","ok":"1"}}`, "h/leaf=" + leaf[:40] + " h/ok=1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(fieldsOf(collect([]byte(tt.in))), " "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// A header keeps its name where the line that it is was put into something: the message of a
// log, base64, an element, the output of grep or diff. What has no name gets none.
func TestHeadersInside(t *testing.T) {
	der := testdata.DER("client-2")
	bare := base64.StdEncoding.EncodeToString(der)
	for _, header := range []string{
		"X-Amzn-Mtls-Clientcert-Leaf: " + albEncode(pemOf(der)),
		"X-Forwarded-Tls-Client-Cert: " + bare,
		"Client-Cert: :" + bare + ":",
	} {
		name, _, _ := strings.Cut(header, ":")
		for _, in := range []string{
			`{"level":"info","msg":"` + header + `\n"}`,
			"2026-01-04 10:00:00,123 INFO app: msg='" + header + `\n'` + "\n",
			base64.StdEncoding.EncodeToString([]byte(header + "\n")),
			"12:" + header + "\n",
			"+" + header + "\n",
			"<p>Hello,</p><pre>" + header + "</pre>\n",
			"the header `" + header + "` came\n",
		} {
			r := collect([]byte(in))
			onlyThis(t, r, der)
			if got := strings.Join(fieldsOf(r), " "); !strings.Contains(got, name+"=") {
				t.Errorf("%.60s…: the name is lost; there are %s", in, got)
			}
		}
	}
	for _, in := range []string{`{"msg":"` + bare + `"}`, `{"msg":"seen: ` + bare + `"}`, "http://a-b: " + bare} {
		if got := strings.Join(fieldsOf(collect([]byte(in))), " "); strings.Contains(got, "seen=") || strings.Contains(got, "a-b=") {
			t.Errorf("%.60s…: a name is made up: %s", in, got)
		}
	}
}
