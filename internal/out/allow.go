package out

import (
	"crypto/sha1"
	"crypto/sha256"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// identity is what a client can be known by.
type identity struct {
	subject, sha256, sha1 string
	dns, uris             []string
}

func identityOf(c *certinfo.Certificate) identity {
	of256, of1 := sha256.Sum256(c.DER), sha1.Sum(c.DER)
	id := identity{subject: c.Subject.String(), sha256: words.Hex(of256[:]), sha1: words.Hex(of1[:])}
	x := c.Extension(oid.SubjectAltName)
	if x == nil {
		return id
	}
	if all, ok := x.Parsed.(*certinfo.GeneralNames); ok && all != nil {
		for i := range all.Names {
			switch n := &all.Names[i]; n.Kind {
			case certinfo.DNSName:
				id.dns = append(id.dns, n.Text)
			case certinfo.URI:
				id.uris = append(id.uris, n.Text)
			}
		}
	}
	return id
}

// allowTraps are what goes wrong with a list of clients.
var allowTraps = []string{
	"A list is no verification: it comes after the chain was verified.",
	"A name is as good as the CAs that may write it: two CAs that are trusted can issue the same one.",
	"A subject is compared to the byte: order, blanks and escapes differ between proxies (CN=a,O=b or /O=b/CN=a).",
	"Compare the whole value: a part of a subject can be written into another attribute.",
	"A fingerprint is of one certificate: it changes with every renewal.",
}

func traps(mark string) string {
	var b strings.Builder
	for _, t := range allowTraps {
		b.WriteString(mark + " " + t + "\n")
	}
	return b.String()
}

// AllowGroup writes lists that let this client in and no other.
func AllowGroup(c *Client) Group {
	g := Group{Title: "Allow", Text: "A list that lets this client in and no other, by its subject, its alternative names and its fingerprint. Keep the line that suits you."}
	if len(c.Chain) == 0 {
		g.Text = "There is no client certificate in this part of the paste, so nothing to make a list of."
		return g
	}
	id := identityOf(c.Chain[0])
	for _, i := range []Item{
		{ID: "nginx-map", Title: "nginx: map", File: "allow.conf", Text: id.nginx(), Trial: "Read by nginx in a test; that it lets a client in is not run."},
		{ID: "envoy-rbac", Title: "Envoy: RBAC filter", File: "rbac.yaml", Text: id.envoy(), Trial: "Read by a test with Envoy’s own definitions (go-control-plane), where those are in the module cache; that it lets a client in is not run."},
		{ID: "opa", Title: "OPA: Rego", File: "clientcert.rego", Text: id.rego(), Trial: "Run by a test with OPA 1.10, on this client and another, where that is in the module cache."},
		{ID: "allow-go", Title: "Go", File: "allow.go", Text: id.golang(), Trial: "Run by a test with Go, on this client and another."},
		{ID: "allow-node", Title: "Node.js", File: "allow.mjs", Text: id.node(), Trial: "Run by a test with Node.js, on this client and another."},
	} {
		i.Part = i.Title
		g.Items = append(g.Items, i)
	}
	return g
}

// mapKey writes a key of nginx's map, in which a leading ~ or \ is special.
func mapKey(s string) string {
	if strings.HasPrefix(s, "~") || strings.HasPrefix(s, `\`) {
		s = `\` + s
	}
	return nginxString(s)
}

func (id *identity) nginx() string {
	return traps("#") + `# nginx has no variable for alternative names; $ssl_client_fingerprint is SHA-1.
# Where a load balancer forwards the subject: map $http_x_amzn_mtls_clientcert_subject.
map $ssl_client_s_dn $allowed_by_subject {
    default 0;
    ` + mapKey(id.subject) + ` 1;
}
map $ssl_client_fingerprint $allowed_by_fingerprint {
    default 0;
    ` + mapKey(id.sha1) + ` 1;
}
# In the server, with ssl_verify_client on:
#   if ($allowed_by_subject = 0) { return 403; }
`
}

func (id *identity) envoy() string {
	var b strings.Builder
	b.WriteString(traps("#") + `# principal_name is compared with a URI, else with a DNS name, else with the subject:
# a certificate with a URI is never known by its subject here.
name: envoy.filters.http.rbac
typed_config:
  "@type": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC
  rules:
    action: ALLOW
    policies:
      client:
        permissions:
          - any: true
        principals:
`)
	name := id.subject
	switch {
	case len(id.uris) > 0:
		name = id.uris[0]
	case len(id.dns) > 0:
		name = id.dns[0]
	}
	b.WriteString("          - authenticated:\n              principal_name:\n                exact: " + yaml(name) + "\n")
	b.WriteString("# Behind a load balancer of AWS, by its header instead:\n#         - header:\n#             name: x-amzn-mtls-clientcert-subject\n#             string_match:\n#               exact: " + yaml(id.subject) + "\n")
	return b.String()
}

// set writes a list of values with commas.
func set(quote func(string) string, values ...string) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = quote(v)
	}
	return strings.Join(list, ", ")
}

func (id *identity) rego() string {
	regoSet := func(values []string) string {
		if len(values) == 0 {
			return "set()"
		}
		return "{" + set(cString, values...) + "}"
	}
	return traps("#") + `# urlquery.decode makes a blank of a +, so each + is encoded before.
package clientcert

import rego.v1

subjects := ` + regoSet([]string{id.subject}) + `

dns_names := ` + regoSet(id.dns) + `

uris := ` + regoSet(id.uris) + `

headers := input.attributes.request.http.headers

client := crypto.x509.parse_certificates(urlquery.decode(replace(headers["x-amzn-mtls-clientcert-leaf"], "+", "%2B")))[0]

default allow := false

allow if headers["x-amzn-mtls-clientcert-subject"] in subjects

allow if {
	some name in client.DNSNames
	name in dns_names
}

allow if {
	some uri in client.URIStrings
	uri in uris
}
`
}

func (id *identity) golang() string {
	return traps("//") + `// An own subject is not compared as text: Go prints names in an order of its own.
package clientcert

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"slices"
)

var (
	allowedDNS          = []string{` + set(cString, id.dns...) + `}
	allowedURIs         = []string{` + set(cString, id.uris...) + `}
	allowedFingerprints = []string{` + cString(id.sha256) + `}
)

// Allowed reports whether a client that was verified may come in.
func Allowed(c *x509.Certificate) bool {
	for _, name := range c.DNSNames {
		if slices.Contains(allowedDNS, name) {
			return true
		}
	}
	for _, uri := range c.URIs {
		if slices.Contains(allowedURIs, uri.String()) {
			return true
		}
	}
	sum := sha256.Sum256(c.Raw)
	return slices.Contains(allowedFingerprints, hex.EncodeToString(sum[:]))
}
`
}

func (id *identity) node() string {
	names := make([]string, 0, len(id.dns)+len(id.uris))
	for _, n := range id.dns {
		names = append(names, "DNS:"+n)
	}
	for _, u := range id.uris {
		names = append(names, "URI:"+u)
	}
	return traps("//") + `// subjectAltName is a text with commas, in which a name with a comma stands in quotes:
// only names without any are compared here.
const names = new Set([` + set(cString, names...) + `]);
const fingerprints = new Set([` + cString(id.sha256) + `]);

/** Reports whether a client that was verified, an X509Certificate, may come in. */
export function allowed(client) {
  const sent = client.subjectAltName?.includes('"') ? [] : (client.subjectAltName?.split(", ") ?? []);
  return sent.some((name) => names.has(name)) || fingerprints.has(client.fingerprint256.replaceAll(":", "").toLowerCase());
}
`
}
