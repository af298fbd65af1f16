package unwrap

import (
	"html"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// Headers in XML, in the forms of the named programs' documents and sources, imitated.
func TestElements(t *testing.T) {
	leaf := albEncode(pemOf(testdata.DER("client-2")))
	const subject = printedSubject
	three := func(each func(name, value string) string) string {
		return each("Host", "a") + each("X-Cert", html.EscapeString(leaf)) + each("X-Subject", subject)
	}
	lines := "Host: a\nX-Cert: " + html.EscapeString(leaf) + "\nX-Subject: " + subject + "\n"
	soap := "<x>" + three(func(n, v string) string { return `<con:entry key="` + n + `" value="` + v + `"/>` }) + "</x>"
	for _, tt := range []struct{ name, in string }{
		{"attributes", "<?xml version=\"1.0\"?>\n<request>\n <!-- of a proxy -->\n <headers>\n" + three(func(n, v string) string { return `  <header name="` + n + `" value="` + v + "\"/>\n" }) + " </headers>\n</request>\n"},
		{"attributes, the other way round", "<headers>" + three(func(n, v string) string { return `<add value='` + v + `' key='` + n + `' />` }) + "</headers>"},
		{"text", "<headers>\n" + three(func(n, v string) string { return ` <header name="` + n + `">` + v + "</header>\n" }) + "</headers>\n"},
		{"CDATA", "<headers>\n" + three(func(n, v string) string {
			return ` <header name="` + n + `"><![CDATA[` + html.UnescapeString(v) + "]]></header>\n"
		}) + "</headers>\n"},
		{"elements", "<Headers>\n" + three(func(n, v string) string {
			return " <Header>\n  <Name>" + n + "</Name>\n  <Value>" + v + "</Value>\n </Header>\n"
		}) + "</Headers>\n"},
		{"elements in a log", "10:00 DEBUG request <Headers>" + three(func(n, v string) string { return "<Header><key>" + n + "</key><value>" + v + "</value></Header>" }) + "</Headers>\n"},
		{"XStream", "<map>\n" + three(func(n, v string) string {
			return " <entry>\n  <string>" + n + "</string>\n  <string>" + v + "</string>\n </entry>\n"
		}) + "</map>\n" + "Host: a\n"},
		{"names of elements", "<headers>\n" + three(func(n, v string) string { return " <h:" + n + ">" + v + "</h:" + n + ">\n" }) + "<header name=\"Host\" value=\"a\"/></headers>\n"},
		{"table of HTML, names as heads", "<table>\n<tr><th>Header</th><th>Value</th></tr>\n" + three(func(n, v string) string {
			return "<tr><th>" + n + "</th><td>" + v + "</td></tr>\n"
		}) + "</table>\n"},
		{"table of HTML", "<table><tbody>\n" + three(func(n, v string) string {
			return "<tr><td class=\"e\">" + n + "</td><td class=\"v\">" + v + "</td></tr>\n"
		}) + "</tbody></table>\n"},
		{"list of terms", "<dl>\n" + three(func(n, v string) string { return "<dt>" + n + "</dt><dd>" + v + "</dd>\n" }) + "</dl>\n"},
		{"JMeter", "<collectionProp name=\"HeaderManager.headers\">\n" + three(func(n, v string) string {
			return "<elementProp name=\"\" elementType=\"Header\">\n<stringProp name=\"Header.name\">" + n + "</stringProp>\n<stringProp name=\"Header.value\">" + v + "</stringProp>\n</elementProp>\n"
		}) + "</collectionProp>\n"},
		{"JMeter's results", "<httpSample lb=\"a\">\n <requestHeader class=\"java.lang.String\">" + lines + "</requestHeader>\n</httpSample>\n"},
		{"tshark", "<proto name=\"http\">\n" + three(func(n, v string) string {
			return "<field name=\"http.request.line\" showname=\"" + n + ": x\" size=\"9\" pos=\"1\" show=\"" + n + ": " + v + "\" value=\"00\"/>\n"
		}) + "</proto>\n"},
		{"SoapUI", "<con:setting id=\"WsdlRequest@request-headers\">" + html.EscapeString(soap) + "</con:setting>\n"},
		{"IIS", "<Event xmlns=\"x\"><EventData><Data Name=\"ContextId\">{0}</Data><Data Name=\"Headers\">" + lines + "</Data></EventData></Event>\n"},
		{"IIS, one by one", three(func(n, v string) string {
			return "<Event><EventData><Data Name=\"ContextId\">{0}</Data><Data Name=\"HeaderName\">" + n + "</Data><Data Name=\"HeaderValue\">" + v + "</Data></EventData></Event>\n"
		}) + "<h><h name=\"Host\" value=\"a\"/></h>"},
	} {
		t.Run(tt.name, func(t *testing.T) { checkPrinted(t, tt.in, false) })
	}
}

// Elements that hold the same names are a request each; XML without names of headers, and
// what stands around it, is read as it was before.
func TestElementsAround(t *testing.T) {
	one := func(verify string) string {
		return "<request><headers><header name=\"X-Verify\" value=\"" + verify + "\"/><header name=\"X-Serial\" value=\"0A\"/></headers></request>\n"
	}
	r := collect([]byte("<log>\n" + one("SUCCESS") + one("NONE") + "</log>\nX-After: " + albEncode(pemOf(testdata.DER("client-2"))) + "\n"))
	if got := strings.Join(fieldsOf(r), " "); !strings.HasPrefix(got, "X-Verify=SUCCESS X-Serial=0A X-Verify=NONE X-Serial=0A X-After=-----BEGIN") || len(r.Units) != 2 {
		t.Errorf("%d units: %s", len(r.Units), got)
	}
	for _, in := range []string{
		"<a href=\"x\">b</a>\n<p>One</p>\n<ul><li>two</li></ul>\nX-Verify: SUCCESS\n",
		"<pre>\nX-Verify: SUCCESS\n</pre>\n",
		"<cert> and <key>\nX-Verify: SUCCESS\n",
		"List<String> a\nif (a <b) c >d\nX-Verify: SUCCESS\n",
	} {
		if got := strings.Join(fieldsOf(collect([]byte(in+"X-Cert: "+albEncode(pemOf(testdata.DER("client-2")))+"\n"))), " "); !strings.HasPrefix(got, "X-Verify=SUCCESS X-Cert=-----BEGIN") {
			t.Errorf("%q: %s", in, got)
		}
	}
}
