package out

import (
	"crypto/sha256"
	_ "embed" // the templates
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/openssl"
	"github.com/mtlens/mtlens/internal/words"
)

// Parsers and tests for the certificate of a request. They are files of the folder
// code, with marks where values go: @NAMES@ the headers with certificates, @PAIRS@ the
// headers of the request, @TRUSTED@ a CA in PEM, @SHA256@ of the client's certificate,
// @DURING@ a time within its validity, @SENDER@ whose request it is.

var (
	//go:embed code/go.txt
	goCode string
	//go:embed code/go_test.txt
	goTest string
	//go:embed code/python.txt
	pythonCode string
	//go:embed code/python_test.txt
	pythonTest string
	//go:embed code/django.txt
	djangoCode string
	//go:embed code/fastapi.txt
	fastAPICode string
	//go:embed code/node.txt
	nodeCode string
	//go:embed code/node_test.txt
	nodeTest string
	//go:embed code/java.txt
	javaCode string
	//go:embed code/java_test.txt
	javaTest string
	//go:embed code/spring.txt
	springCode string
	//go:embed code/spring_test.txt
	springTest string
	//go:embed code/dotnet.txt
	dotNetCode string
	//go:embed code/rust.txt
	rustCode string
)

// language is how values are written in one.
type language struct {
	pair  string // a header, with %N and %V
	quote func(string) string
	after string              // between pairs
	name  func(string) string // what becomes of the name of a header, if anything does
}

// wsgiName is the name of a header as WSGI has it (PEP 3333, and RFC 3875, 4.1.18).
func wsgiName(header string) string {
	return "HTTP_" + strings.ReplaceAll(strings.ToUpper(header), "-", "_")
}

var (
	goLike   = language{pair: "\t{%N, %V},\n", quote: cString}
	pyLike   = language{pair: "    %N: %V,\n", quote: python}
	nodeLike = language{pair: "  [%N, %V],\n", quote: cString}
	javaLike = language{pair: "        Map.entry(%N, %V)", quote: cString, after: ",\n"}
	netLike  = language{pair: "            [%N] = %V,\n", quote: cString}
	rustLike = language{pair: "            (%N, %V),\n", quote: cString}
	wsgiLike = language{pair: "    %N: %V,\n", quote: python, name: wsgiName}
	mvcLike  = language{pair: "            .header(%N, %V)\n", quote: cString}
)

const (
	ranGo     = "Run by a test with Go, as it is, on a request with its chain."
	ranPython = "Run by a test with Python’s unittest and cryptography where that is installed, as it is, on a request with its chain."
	ranNode   = "Run by a test with Node.js, as it is, on a request with its chain."
	ranJava   = "Run by a test with Java, as it is, on a request with its chain."
	ranSpring = "Run by a test with Spring 4.3 and JUnit 5 where those are installed, with javax for jakarta. With Spring 6 it is not run."
)

// CodeGroup writes parsers and tests. Headers is the ID of a sender; empty for the
// pasted ones.
func CodeGroup(c *Client, headers string) Group {
	g := Group{Title: "Code", Text: "A parser for the certificates of this request that verifies the chain, its times, its purpose and revocation, and a test with exactly these headers."}
	lines, names, sender, whole := c.certificateLines(headers)
	if len(names) == 0 || len(c.Chain) == 0 {
		g.Text = "No parser can be written: no header of this request holds a certificate as PEM, as base64 of DER or as RFC 9440 has it. Choose the headers of another sender."
		return g
	}
	for _, i := range []struct {
		id, part, title, file, text, trial string
		how                                language
	}{
		{"go", "Go", "net/http: parser and handler", "clientcert.go", goCode, ranGo, goLike},
		{"go-test", "Go", "httptest: test with these headers", "clientcert_test.go", goTest, ranGo, goLike},
		{"python", "Python", "Parser with cryptography", "clientcert.py", pythonCode, ranPython, pyLike},
		{"python-test", "Python", "unittest and pytest: test with these headers", "test_clientcert.py", pythonTest, ranPython, pyLike},
		{"django", "Python", "Django: middleware, and test", "test_django.py", djangoCode, "Run by a test with Django 3.2 where that is installed, as it is.", pyLike},
		{"fastapi", "Python", "FastAPI: dependency, and test", "test_fastapi.py", fastAPICode, "Run by a test with FastAPI 0.92 where that is installed, as it is.", pyLike},
		{"node", "Node.js", "Parser and middleware for Express", "clientcert.mjs", nodeCode, ranNode + " Express itself is not here: the middleware is called as Express calls it.", nodeLike},
		{"node-test", "Node.js", "node --test: test with these headers", "clientcert.test.mjs", nodeTest, ranNode, nodeLike},
		{"java", "Java", "Parser with the standard library", "ClientCert.java", javaCode, ranJava, javaLike},
		{"java-test", "Java", "Test with these headers, for JUnit or alone", "ClientCertTest.java", javaTest, ranJava, javaLike},
		{"spring", "Java", "Spring: filter", "ClientCertFilter.java", springCode, ranSpring, javaLike},
		{"spring-test", "Java", "Spring: test with MockMvc and JUnit", "ClientCertFilterTest.java", springTest, ranSpring, javaLike},
		{"dotnet", ".NET", "ASP.NET Core: parser and test with xUnit", "ClientCert.cs", dotNetCode, notRun + "there is no .NET here.", netLike},
		{"rust", "Rust", "axum and rustls-webpki: parser and test", "clientcert.rs", rustCode, notRun + "the crates are not here.", rustLike},
	} {
		g.Items = append(g.Items, Item{ID: i.id, Part: i.part, Title: i.title, File: i.file, Text: c.filled(i.text, i.how, lines, names, sender, whole), Trial: i.trial})
	}
	return g
}

// filled puts the values into a template.
func (c *Client) filled(template string, how language, lines []Line, names []string, sender string, whole bool) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = how.quote(n)
	}
	leaf := c.Chain[0]
	sum := sha256.Sum256(leaf.DER)
	during := leaf.NotBefore.Time.Add(leaf.NotAfter.Time.Sub(leaf.NotBefore.Time) / 2)
	return strings.NewReplacer(
		"@NAMES@", strings.Join(quoted, ", "), "@PAIRS@", how.pairs(lines), "@MOCKMVC@", mvcLike.pairs(lines), "@WSGI@", wsgiLike.pairs(lines), "@SENDER@", sender,
		"@TRUSTED@", how.quote(c.trusted(whole)), "@SHA256@", how.quote(words.Hex(sum[:])), "@DURING@", strconv.FormatInt(during.Unix(), 10),
	).Replace(template)
}

func (l *language) pairs(lines []Line) string {
	list := make([]string, len(lines))
	for i, line := range lines {
		name := line.Name
		if l.name != nil {
			name = l.name(name)
		}
		list[i] = strings.NewReplacer("%N", l.quote(name), "%V", l.quote(line.Value)).Replace(l.pair)
	}
	return strings.Join(list, l.after)
}

// trusted is the CA at the end of the chain, in PEM, or where the chain does not go on
// the one that issued the leaf; empty if the chain is the leaf.
func (c *Client) trusted(whole bool) string {
	switch n := len(c.Chain); {
	case n < 2:
		return ""
	case whole:
		return openssl.PEM(c.Chain[n-1])
	}
	return openssl.PEM(c.Chain[1])
}

// certificateLines are the headers of the request that can be sent, each name once, the
// names of those that hold certificates, whose they are, and whether the chain is in them.
func (c *Client) certificateLines(id string) (lines []Line, names []string, sender string, whole bool) {
	sender = "a proxy"
	var of family.ID
	for _, s := range c.sent() {
		if itemID(&s) == id {
			of = s.Family
		}
	}
	if id == "" {
		if of = c.Sender; of == family.None && len(c.Lines) == 0 {
			of = family.ALB
		}
	}
	if f := family.Of(of); f != nil {
		sender = f.Title
	}
	seen, kinds := map[string]bool{}, map[family.Kind]bool{}
	for _, l := range c.newRequest(c.Headers(id), "").lines {
		name := strings.ToLower(l.Name)
		if seen[name] {
			continue
		}
		seen[name] = true
		lines = append(lines, l)
		switch k := holds(l, of); {
		case k == family.NoKind, kinds[k] && !strings.HasSuffix(name, strconv.Itoa(len(names)-1)):
			// nothing to read, or the same once more; Apache has a name for each certificate
		case k == family.Certificate:
			names = append([]string{l.Name}, names...)
			kinds[k] = true
		default:
			names = append(names, l.Name)
			kinds[k] = true
		}
	}
	return lines, names, sender, kinds[family.Chain]
}

// holds says whether a header holds certificates alone, in a form that the parsers
// read: [family.Certificate], [family.Chain], or neither.
func holds(l Line, of family.ID) family.Kind {
	value := []byte(l.Value)
	switch k := carrier.Of(value); k {
	case carrier.PEMForm, carrier.PEMBase64, carrier.Base64URL:
		return family.NoKind
	case carrier.Base64:
		if ders, ok := carrier.ReadCertificates(value, k); !ok || len(ders) != 1 {
			return family.NoKind // HAProxy has several in one base64
		}
	default:
		if !k.Holds() {
			return family.NoKind
		}
	}
	for _, m := range family.Lookup(l.Name, family.InHeader) {
		if k := m.Header().Kind; (k == family.Certificate || k == family.Chain) && (of == family.None || m.ID() == of) {
			return k
		}
	}
	return family.NoKind
}
