package decode

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/testdata"
)

// Snippets for the configuration of servers, run where the server is installed.
// Those of Go and Node.js are run in TestSnippetsOfCode.

// servers answer with the header that they got. SNIPPET and PORT are replaced.
var servers = []struct {
	language, tool string
	files          map[string]string
	command        string
}{
	{"nginx", "nginx", map[string]string{"nginx.conf": nginxHead + "SNIPPET\nserver { listen 127.0.0.1:PORT; return 200 \"$http_x_cert\"; } }\n"}, nginxCommand},
	{"gunicorn", "gunicorn", map[string]string{"app.py": "def app(request, start):\n    start('200 OK', [])\n    return [request['HTTP_X_CERT'].encode()]\n"}, "exec SNIPPET app:app -b 127.0.0.1:PORT"},
	{"HAProxy", "haproxy", map[string]string{"haproxy.cfg": "global\n  SNIPPET\ndefaults\n  mode http\n  timeout connect 9s\n  timeout client 9s\n  timeout server 9s\n" +
		"frontend f\n  bind 127.0.0.1:PORT\n  http-request return status 200 content-type text/plain lf-string \"%[req.hdr(X-Cert)]\"\n"}, "exec haproxy -f haproxy.cfg"},
}

const nginxCommand = `exec nginx -p . -e stderr -c nginx.conf`

const nginxHead = "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr;\nevents {}\nhttp { access_log off; client_body_temp_path .; proxy_temp_path .; fastcgi_temp_path .; uwsgi_temp_path .; scgi_temp_path .;\n"

func TestSnippetsOfServers(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no servers under GOOS=js; the native run may have some")
	}
	for _, s := range servers {
		t.Run(s.language, func(t *testing.T) {
			snippet := snippetOf(finding.ServerLimit, s.language)
			if snippet == "" {
				t.Fatal("there is no such snippet")
			}
			wrong := ""
			if s.tool == "gunicorn" {
				snippet, _, _ = strings.Cut(snippet, " app:app")
				wrong = "gunicorn"
			}
			address := serve(t, s.tool, s.command, wrong, s.files)
			if status, _ := ask(t, http.DefaultClient, "http://"+address); status != refused {
				t.Errorf("without the snippet the status is %d", status)
			}
			address = serve(t, s.tool, s.command, snippet, s.files)
			if status, got := ask(t, http.DefaultClient, "http://"+address); status != 200 || got != longHeader {
				t.Errorf("status %d, %d bytes", status, len(got))
			}
		})
	}
}

// refused stands for 400, 431, and a connection that is closed with the request
// half read.
const refused = 431

// ask sends the long header and returns the status and the body.
func ask(t *testing.T, client *http.Client, url string) (int, string) {
	t.Helper()
	r, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Cert", longHeader)
	r.Header.Set(headerName, originalHeader)
	r.Close = true
	answer, err := client.Do(r)
	if err != nil {
		return refused, ""
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusBadRequest {
		return refused, ""
	}
	body, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body)
}

// serve starts a server in a folder with the files, until the test ends, and
// returns its address.
func serve(t *testing.T, tool, command, snippet string, files map[string]string) string {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		t.Skipf("%s is not on this machine: its snippets were not run", tool)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	put := strings.NewReplacer("SNIPPET", snippet, "127.0.0.1:PORT", address).Replace
	dir := t.TempDir()
	for name, text := range files {
		writeFile(t, filepath.Join(dir, name), put(text))
	}
	cmd := exec.Command("sh", "-c", put(command))
	cmd.Dir = dir
	out := new(strings.Builder)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop := func() { cmd.Process.Signal(os.Interrupt); cmd.Wait() }
	t.Cleanup(stop)
	for range 500 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return address
		}
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	t.Fatalf("%s does not start: %s", tool, out)
	return ""
}

// A server whose limit is too low refuses the request; it does not cut the header.
func TestServersRefuse(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no servers under GOOS=js; the native run has them")
	}
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.MaxHeaderBytes = 16 << 10
	s.Start()
	defer s.Close()
	if status, _ := ask(t, http.DefaultClient, s.URL); status != refused {
		t.Errorf("Go: status %d", status)
	}
	node := serve(t, "node", "exec node main.cjs", "", map[string]string{
		"main.cjs": "const [host, port] = '127.0.0.1:PORT'.split(':'); require('node:http').createServer((_, res) => res.end()).listen(port, host);"})
	if status, _ := ask(t, http.DefaultClient, "http://"+node); status != refused {
		t.Errorf("Node.js: status %d", status)
	}
}

// nginx sends the certificate of the client on, and a header that it got.
func TestHeadersOfNginx(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no servers under GOOS=js; the native run may have some")
	}
	var got http.Header
	behind := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header }))
	defer behind.Close()
	certFile, keyFile := "../../testdata/certs/client-1.pem", "../../testdata/keys/client.pem"
	client, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		t.Fatal(err)
	}
	certPath, _ := filepath.Abs(certFile)
	keyPath, _ := filepath.Abs(keyFile)
	address := serve(t, "nginx", nginxCommand, snippetOf(finding.BreaksLost, "nginx")+"\n"+snippetOf(finding.EncodedAgain, "nginx"), map[string]string{
		"nginx.conf": fmt.Sprintf("%slarge_client_header_buffers 4 64k;\nserver { listen 127.0.0.1:PORT ssl; ssl_certificate %s; ssl_certificate_key %s; ssl_verify_client optional_no_ca;\n"+
			"location / { proxy_pass %s; SNIPPET\n proxy_set_header X-Wrong $ssl_client_cert; } } }\n", nginxHead, certPath, keyPath, behind.URL)})
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, Certificates: []tls.Certificate{client}}}
	ask(t, &http.Client{Transport: transport}, "https://"+address)
	if pem, err := url.PathUnescape(got.Get("X-Client-Cert")); err != nil || pem != string(testdata.PEM("client-1")) {
		t.Errorf("X-Client-Cert: %q", got.Get("X-Client-Cert"))
	}
	if got.Get(headerName) != originalHeader {
		t.Errorf("%s: %q", headerName, got.Get(headerName))
	}
	carries(t, "X-Wrong: "+got.Get("X-Wrong"), finding.LineBreaksLost, finding.BreaksLost)
}
