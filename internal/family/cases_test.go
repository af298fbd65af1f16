package family

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
)

const folder = "../../testdata/families/"

func fixture(t testing.TB, name string) []Named {
	t.Helper()
	b, err := os.ReadFile(folder + name)
	if err != nil {
		t.Fatal(err)
	}
	return split(string(b))
}

func certificate(t testing.TB, name string) *certinfo.Certificate {
	t.Helper()
	b, err := os.ReadFile(folder + name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	der, err := base64.StdEncoding.DecodeString(strings.Join(lines[1:len(lines)-1], ""))
	if err != nil {
		t.Fatal(err)
	}
	return certinfo.Parse(der)
}

// What is right for each file of testdata/families: who wrote it, at least how sure,
// and what it says. The writers and outcomes are those of testdata/families/README.md.
var cases = []struct {
	file   string
	family ID
	sure   Sure
	result Result
	number int
}{
	{"alb-right", ALB, Certain, NotSaid, 0},
	{"alb-passthrough-right", ALB, Certain, NotSaid, 0},
	{"alb-renamed", ALB, Possible, NotSaid, 0},
	{"alb-lone", None, NotTold, NotSaid, 0},
	{"alb-log-failed", ALB, Certain, Failed, 0},
	{"cloudfront-right", CloudFront, Certain, NotSaid, 0},
	{"cloudfront-none", CloudFront, Certain, NoCertificate, 0},
	{"cloudfront-passthrough-right", CloudFront, Certain, NotSaid, 0},
	{"cloudfront-log-failed", CloudFront, Certain, Failed, 0},
	{"cloudfront-log-none", CloudFront, Certain, NoCertificate, 0},
	{"api-gateway-right", APIGateway, Certain, NotSaid, 0},
	{"google-cloud-right", GoogleCloud, Certain, Verified, 0},
	{"google-cloud-failed", GoogleCloud, Certain, Failed, 0},
	{"google-cloud-none", GoogleCloud, Certain, NoCertificate, 0},
	{"azure-app-service-right", AppService, Certain, NotSaid, 0},
	{"azure-app-service-none", AppService, Certain, NoCertificate, 0},
	{"azure-application-gateway-right", AppGateway, Certain, Verified, 0},
	{"azure-application-gateway-failed", AppGateway, Certain, Failed, 21},
	{"azure-application-gateway-none", AppGateway, Certain, NoCertificate, 0},
	{"azure-container-apps-right", ContainerApps, Likely, NotSaid, 0},
	{"cloudflare-right", Cloudflare, Certain, NotSaid, 0},
	{"cloudflare-rfc9440-right", Cloudflare, Certain, NotSaid, 0},
	{"cloudflare-worker-right", Cloudflare, Certain, Verified, 0},
	{"cloudflare-worker-failed", Cloudflare, Certain, Failed, 18},
	{"cloudflare-worker-none", Cloudflare, Certain, NoCertificate, 0},
	{"akamai-right", Akamai, Certain, NotSaid, 0},
	{"fastly-right", Fastly, Certain, Verified, 0},
	{"fastly-failed", Fastly, Certain, Failed, 0},
	{"huawei-elb-right", Huawei, Likely, Verified, 0},
	{"alibaba-alb-right", Alibaba, Likely, Verified, 0},
	{"envoy-right", Envoy, Likely, NotSaid, 0},
	{"envoy-sidecar-right", Envoy, Certain, NotSaid, 0},
	{"envoy-json-right", Envoy, Likely, NotSaid, 0},
	{"envoy-log-right", Envoy, Certain, NotSaid, 0},
	{"linkerd-right", Linkerd, Certain, NotSaid, 0},
	{"cloud-foundry-right", CloudFoundry, Likely, NotSaid, 0},
	{"otoroshi-right", Otoroshi, Likely, NotSaid, 0},
	{"rfc9440-right", RFC9440, Likely, NotSaid, 0},
	{"nginx-right", Nginx, Certain, Verified, 0},
	{"nginx-legacy-right", Nginx, Certain, Verified, 0},
	{"nginx-failed", Nginx, Likely, Failed, 21},
	{"nginx-none", None, NotTold, NoCertificate, 0},
	{"ingress-nginx-right", IngressNginx, Certain, Verified, 0},
	{"ingress-nginx-failed", IngressNginx, Likely, Failed, 19},
	{"ingress-nginx-none", None, NotTold, NoCertificate, 0},
	{"haproxy-right", HAProxy, Certain, Verified, 0},
	{"haproxy-rfc2253-right", HAProxy, Certain, Verified, 0},
	{"haproxy-failed", HAProxy, Certain, Failed, 19},
	{"haproxy-none", HAProxy, Certain, NoCertificate, 0},
	{"haproxy-cloudfoundry-failed", HAProxy, Certain, Failed, 19},
	{"haproxy-twin", HAProxy, Likely, NotSaid, 0},
	{"apache-twin", Apache, Certain, Verified, 0},
	{"apache-legacy-right", None, NotTold, Verified, 0},
	{"apache-failed", Apache, Likely, Failed, 19},
	{"apache-none", Apache, Likely, NoCertificate, 0},
	{"lighttpd-right", Lighttpd, Certain, Verified, 0},
	{"lighttpd-failed", Lighttpd, Certain, Failed, 19},
	{"lighttpd-none", Lighttpd, Certain, NoCertificate, 0},
	{"traefik-right", Traefik, Certain, NotSaid, 0},
	{"traefik-2.9-right", Traefik, Certain, NotSaid, 0},
	{"traefik-1.7-right", Traefik, Certain, NotSaid, 0},
	{"caddy-right", Caddy, Certain, NotSaid, 0},
	{"caddy-none", Caddy, Certain, NoCertificate, 0},
	{"caddy-2.11-none", Caddy, Certain, NoCertificate, 0},
	{"kong-right", Kong, Certain, NotSaid, 0},
	{"apisix-right", APISIX, Certain, Verified, 0},
	{"traffic-server-right", TrafficServer, Certain, NotSaid, 0},
	{"squid-right", Squid, Certain, NotSaid, 0},
	{"squid-none", Squid, Certain, NoCertificate, 0},
	{"varnish-right", Varnish, Certain, Verified, 0},
	{"varnish-failed", Varnish, Certain, Failed, 10},
	{"varnish-none", Varnish, Certain, NoCertificate, 0},
	{"node-failed", Node, Likely, Failed, 19},
	{"node-none", Node, Likely, NoCertificate, 2},
	{"go-right", Go, Certain, NotSaid, 0},
	{"python-right", Python, Possible, NotSaid, 0},
	{"avi-right", Avi, Certain, NotSaid, 0},
	{"websphere-right", WebSphere, Certain, NotSaid, 0},
	{"weblogic-right", WebLogic, Certain, NotSaid, 0},
	{"sun-web-proxy-right", SunProxy, Certain, NotSaid, 0},
	{"authentik-right", Authentik, Certain, NotSaid, 0},
	{"vpc-lattice-right", Lattice, Certain, NotSaid, 0},
	{"nghttpx-right", Nghttpx, Certain, NotSaid, 0},
	{"zimbra-right", Zimbra, Likely, NotSaid, 0},
	{"handmade-xfcc", None, NotTold, NotSaid, 0},
}

func TestCases(t *testing.T) {
	seen := map[string]bool{}
	for _, tt := range cases {
		seen[tt.file] = true
		d := Decide(fixture(t, tt.file+".txt"))
		if d.Family != tt.family || d.Sure < tt.sure || d.Result != tt.result || d.Detail.Error.Number != tt.number {
			t.Errorf("%s: %q (%d), result %d, number %d; want %q (%d), %d, %d; others %v", tt.file, d.Family, d.Sure, d.Result, d.Detail.Error.Number, tt.family, tt.sure, tt.result, tt.number, d.Others)
		}
	}
	files, _ := filepath.Glob(folder + "*.txt")
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".txt"); !seen[name] {
			t.Errorf("%s is in no case", name)
		}
	}
}

// TestEveryFamily names the families that have no request here, with the reason.
func TestEveryFamily(t *testing.T) {
	without := map[ID]string{
		APIManagement: "it forwards what a policy of the operator writes",
		Hitch:         "it writes into the PROXY header alone", Stunnel: "it writes into the PROXY header and the log alone",
		F5: "an iRule writes what the operator wants", NetScaler: "names are the operator's, and line feeds are not documented",
		Tomcat: "it reads", AspNet: "it reads", Puppet: "it reads", Java: "names are the program's",
	}
	have := map[ID]bool{}
	for _, tt := range cases {
		have[tt.family] = true
	}
	for id := None + 1; id < familyEnd; id++ {
		if _, ok := without[id]; ok == have[id] {
			t.Errorf("%s has requests: %v, and a reason to have none: %v", id, have[id], ok)
		}
	}
}

// The decision's other parts, each on the request that is made for it.
func TestDecision(t *testing.T) {
	d := Decide(fixture(t, "alb-right.txt"))
	if d.Mode != 0 || len(d.Also) != 0 || len(d.Copies) != 0 || d.Renamed {
		t.Errorf("ALB, verify: %+v", d)
	}
	if d = Decide(fixture(t, "alb-passthrough-right.txt")); d.Mode != 1 || d.Format != 1 {
		t.Errorf("ALB, passthrough: mode %d", d.Mode)
	}
	if d = Decide(append(fixture(t, "alb-right.txt"), fixture(t, "alb-passthrough-right.txt")...)); d.Mode != -1 || d.Family != ALB {
		t.Errorf("ALB, both modes: mode %d", d.Mode)
	}
	if d = Decide(fixture(t, "alb-renamed.txt")); !d.Renamed || d.Family != ALB || d.Sure != Possible {
		t.Errorf("renamed: %+v", d)
	}
	if d = Decide(append(fixture(t, "alb-renamed.txt"), Named{Name: "Via", Value: []byte("1.1 x")})); d.Family != None || d.ValueOf < 0 {
		t.Errorf("renamed, with Via: %s, value %d", d.Family, d.ValueOf)
	}
	if d = Decide(append(fixture(t, "alb-renamed.txt"), Named{Name: "X-Cert-Verify", Value: []byte("FAILED:x")})); d.Family != None || d.Result != Failed {
		t.Errorf("renamed, with a word: %s, result %d", d.Family, d.Result)
	}
	if d = Decide(fixture(t, "alb-lone.txt")); d.ValueOf != 1 {
		t.Errorf("a lone value: %d", d.ValueOf)
	}
	if d = Decide([]Named{{Name: "validity", Value: []byte("NotBefore=2026-01-02T03:04:05Z;NotAfter=2029-01-02T03:04:05Z")}}); d.Family != None || d.ValueOf != 0 {
		t.Errorf("a lone pair of dates: %s, %d", d.Family, d.ValueOf)
	}
	setting := Named{Name: "attributes", Value: []byte(`Key=routing.http.request.x_amzn_mtls_clientcert_leaf.header_name,Value=X-Leaf`)}
	if d = Decide(append(fixture(t, "alb-lone.txt"), setting)); d.Family != ALB || d.Sure != Certain || !d.Renamed {
		t.Errorf("with the setting: %s, %d", d.Family, d.Sure)
	}
	both := append(fixture(t, "cloudfront-right.txt"), fixture(t, "alb-right.txt")...)
	if d = Decide(both); len(d.Also) != 1 || d.Family != CloudFront && d.Family != ALB {
		t.Errorf("two families: %s and %v", d.Family, d.Also)
	}
	if d = Decide(fixture(t, "haproxy-twin.txt")); len(d.Copies) != 1 || !d.Copies[0].Twin || !d.Conflict {
		t.Errorf("twin: %+v", d.Copies)
	}
	twice := append(fixture(t, "squid-right.txt"), Named{Name: "X-SSL-Client-Subject", Value: []byte("/CN=admin")})
	if d = Decide(twice); len(d.Copies) != 1 || d.Copies[0].Twin || d.Copies[0].Same {
		t.Errorf("appended: %+v", d.Copies)
	}
	for i, v := range fixture(t, "apache-twin.txt") {
		d = Decide(fixture(t, "apache-twin.txt"))
		if strings.HasPrefix(v.Name, "SSL_SERVER_") && d.Entries[i].Header().Kind != ProxyIdentity {
			t.Errorf("%s is taken for the client's", v.Name)
		}
	}
	nginx := []Named{{Name: "Client-Cert", Value: []byte("-----BEGIN%20CERTIFICATE-----%0AMIID%2B%2F%3D")}}
	if d = Decide(nginx); len(d.Misfits) != 1 || d.Misfits[0].Name.ID() != RFC9440 || d.Misfits[0].Form != carrier.PEMPercent {
		t.Errorf("RFC 9440's name, nginx's encoding: %+v", d.Misfits)
	}
	for _, name := range []string{"rfc9440-right", "envoy-right", "traefik-right", "cloud-foundry-right", "haproxy-cloudfoundry-failed"} {
		if d = Decide(fixture(t, name+".txt")); len(d.Misfits) != 0 {
			t.Errorf("%s: %+v", name, d.Misfits)
		}
	}
	if d = Decide(nil); d.Family != None || d.Result != NotSaid || d.Said != -1 {
		t.Errorf("nothing: %+v", d)
	}
}

// A number under a name that nobody is known for: X509_verify_cert of OpenSSL gives 0
// for success (x509_vfy.h: X509_V_OK), a switch has 0 for no. It tells only where the
// name asks a question with yes and no.
func TestNumberWithoutSender(t *testing.T) {
	for _, tt := range []struct {
		name, value string
		want        Result
		counted     int // OpenSSL's number, -1 where the value is not one of those
	}{
		{"X-Client-Cert-Status", "0", Strange, 0},
		{"X-Client-Cert-Status", "1", Strange, 1},
		{"X-Mtls-Verify-Result", "10", Strange, 10},
		{"X-Cert-Verified", "0", Failed, -1},
		{"X-Cert-Verified", "1", Verified, -1},
		{"X-Tls-Authorized", "0", Failed, -1},
		{"X-Cert-Verification", "false", Failed, -1},
		{"X-Cert-Verify", "FAILED:certificate has expired", Failed, -1},
		{"X-Request-Id", "0", NotSaid, -1},
	} {
		d := Decide([]Named{{Name: tt.name, Value: []byte(tt.value)}})
		if d.Result != tt.want || d.Detail.Counted != (tt.counted >= 0) || tt.counted >= 0 && d.Detail.Error.Number != tt.counted {
			t.Errorf("%s: %s says %d, %+v", tt.name, tt.value, d.Result, d.Detail)
		}
	}
}

// Application Gateway and Google's load balancer give no names by themselves: a rewrite
// rule or a custom header does (the pages that their rows refer to). What they add by
// themselves is X-AppGW-Trace-Id, and Via: 1.1 google with X-Cloud-Trace-Context.
func TestOperatorNames(t *testing.T) {
	pem := func(v string) Named {
		return Named{Name: "X-Mtls", Value: []byte(v), Certificates: []*certinfo.Certificate{{}}}
	}
	percent, sequence := pem("-----BEGIN%20CERTIFICATE-----%0AMIID%2B%2F%3D%0A-----END%20CERTIFICATE-----%0A"), pem(":MIIDAAAA:")
	word := Named{Name: "X-Mtls-Verification", Value: []byte("FAILED:certificate has expired")}
	gateway := Named{Name: "X-AppGW-Trace-Id", Value: []byte("ac882cd65a2712a0fe1289ec2bb6aee7")}
	google := []Named{{Name: "Via", Value: []byte("1.1 google")}, {Name: "X-Cloud-Trace-Context", Value: []byte("105445aa7843bc8bf206b12000100000/1;o=1")}}
	ingress := []Named{{Name: "ssl-client-cert", Value: percent.Value, Certificates: percent.Certificates}, {Name: "ssl-client-verify", Value: []byte("SUCCESS")}}
	for _, tt := range []struct {
		name   string
		values []Named
		want   ID
	}{
		{"over Application Gateway", []Named{percent, word, gateway}, AppGateway},
		{"the certificate is not in its writing", []Named{sequence, word, gateway}, None},
		{"nothing of a certificate", []Named{gateway}, None},
		{"nothing beside", []Named{percent, word}, None},
		{"ingress-nginx behind it", append(ingress, gateway), IngressNginx},
		{"over Google's load balancer", append([]Named{sequence}, google...), GoogleCloud},
		{"something else behind it", append([]Named{percent}, google...), None},
	} {
		if d := Decide(tt.values); d.Family != tt.want || d.Sure == Certain {
			t.Errorf("%s: %s, %d", tt.name, d.Family, d.Sure)
		}
	}
}

// Forms of the setting: the CLI's call and answer, Terraform, CloudFormation.
func TestRenamings(t *testing.T) {
	for _, in := range []string{
		`--attributes "Key=routing.http.request.x_amzn_mtls_clientcert_leaf.header_name,Value=X-Leaf"`,
		`{"Key": "routing.http.request.x_amzn_mtls_clientcert_leaf.header_name", "Value": "X-Leaf"}`,
		`routing_http_request_x_amzn_mtls_clientcert_leaf_header_name = "X-Leaf"`,
		"- Key: routing.http.request.x_amzn_mtls_clientcert_leaf.header_name\n  Value: X-Leaf",
	} {
		list := Renamings([]byte(in))
		if len(list) != 1 || list[0].To != "X-Leaf" || list[0].Entry.Header().Name != "x-amzn-mtls-clientcert-leaf" || in[list[0].At:list[0].At+6] != "X-Leaf" {
			t.Errorf("%s: %+v", in, list)
		}
	}
	if list := Renamings([]byte("x_amzn_mtls_clientcert: a")); list != nil {
		t.Errorf("a header is taken for a setting: %+v", list)
	}
	if r, ok := RenamingOf("routing_http_request_x_amzn_mtls_clientcert_header_name", `"X-Chain"`); !ok || r.To != "X-Chain" || r.Entry.Header().Kind != Chain {
		t.Errorf("%+v", r)
	}
}

func FuzzDecide(f *testing.F) {
	for _, tt := range cases {
		if b, err := os.ReadFile(folder + tt.file + ".txt"); err == nil {
			f.Add(string(b))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		values := split(text)
		d := Decide(values)
		if len(d.Entries) != min(len(values), maxValues) {
			t.Errorf("%d values, %d entries", len(values), len(d.Entries))
		}
		Renamings([]byte(text))
		Parts([]byte(text))
	})
}
