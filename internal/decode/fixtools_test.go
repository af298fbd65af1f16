package decode

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/testdata"
)

// Snippets for a shell, and for the programs that are used there.

// errand runs a snippet in a folder, with the files and variables that it speaks of.
type errand struct {
	fix      finding.Fix
	language string
	tool     string // what has to be on the machine
	files    map[string]string
	env      string
	edit     []string // pairs: what the test has to put in place of something
	result   string   // the file that the snippet writes; empty for its output
	want     string
}

func errands() []errand {
	secret := `{"data":{"tls.crt":"` + base64.StdEncoding.EncodeToString([]byte(originalPEM)) + `"}}`
	oneLine := base64.StdEncoding.EncodeToString([]byte(originalPEM))
	return []errand{
		{finding.EscapesKept, "shell", "sh", nil, "PEM=" + replaced(originalPEM, "\n", `\n`), nil, "client.pem", originalPEM},
		{finding.BreaksLost, "shell", "sh", nil, "PEM=" + strings.TrimSuffix(originalPEM, "\n"), nil, "client.pem", originalPEM},
		{finding.PEMEncoded, "shell", "base64", map[string]string{"client.b64": lines(oneLine, 76)}, "", nil, "client.pem", originalPEM},
		{finding.PEMEncoded, "jq", "jq", map[string]string{"secret.json": secret}, "", nil, "client.pem", originalPEM},
		{finding.CopiedText, "shell", "openssl", map[string]string{"client.pem": originalPEM}, "", []string{"  #", " | openssl base64 -d -A #"}, "", originalPEM},
		{finding.CopiedHeader, "shell", "openssl", map[string]string{"client.pem": originalPEM}, "", nil, "", oneLine},
		{finding.CutShort, "shell", "openssl", map[string]string{"client.pem": originalPEM}, "", nil, "", oneLine},
		{finding.QuoteMarks, "shell", "sed", map[string]string{"mail.txt": eachLine("> ", originalPEM)}, "", nil, "client.pem", originalPEM},
		{finding.TrustSettings, "OpenSSL", "openssl", map[string]string{"trusted.pem": armored("TRUSTED CERTIFICATE", trusted())}, "", nil, "client.pem", originalPEM},
		{finding.BufferPadded, "OpenSSL", "openssl", map[string]string{"client.pem": armored("CERTIFICATE", padded())}, "", nil, "clean.pem", originalPEM},
		{finding.ArmorByHand, "OpenSSL", "openssl", map[string]string{"client.crt": "of client-2\r\n" + replaced(originalPEM, "\n", "\r\n")}, "", nil, "client.pem", originalPEM},
		{finding.CutShort, "logger", "logger", nil, "HEADER=" + longHeader, []string{"logger ", quietLogger}, "", longHeader},
		{finding.CutShort, "terminal", "python3", map[string]string{"paste.txt": longHeader, "terminal.py": terminal}, "", nil, "got.txt", longHeader},
		{finding.BreaksLost, "YAML", "python3", nil, "", []string{"MII…", strings.Join(strings.Split(originalPEM, "\n")[1:13], "\n  ")}, "", originalPEM},
	}
}

// quietLogger writes what it would send to its standard error, and sends nothing.
const quietLogger = "logger --no-act --stderr --socket-errors=off "

// terminal pastes paste.txt into a terminal in which the arguments run.
const terminal = `
import os, pty, sys, termios, threading, time
pid, fd = pty.fork()
if pid == 0:
    os.execvp("sh", ["sh", "-c", sys.argv[1] + '\nprintf %s "$HEADER" > got.txt'])
def screen():
    try:
        while os.read(fd, 65536): pass
    except OSError: pass
threading.Thread(target=screen).start()
for _ in range(500):
    if "icanon" not in sys.argv[1] or not termios.tcgetattr(fd)[3] & termios.ICANON: break
    time.sleep(0.01)
for c in open("paste.txt").read() + "\n":
    os.write(fd, c.encode())
os.waitpid(pid, 0)
`

func TestSnippetsOfShells(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no shell under GOOS=js; the native run has one")
	}
	for _, e := range errands() {
		t.Run(string(e.fix)+"/"+e.language, func(t *testing.T) {
			t.Parallel()
			snippet := strings.NewReplacer(e.edit...).Replace(snippetOf(e.fix, e.language))
			if snippet == "" {
				t.Fatal("there is no such snippet")
			}
			got := e.run(t, snippet)
			if e.language == "logger" {
				got = got[strings.Index(got, "-----BEGIN"):] // its own words before it
			}
			if strings.TrimSuffix(got, "\n") != strings.TrimSuffix(e.want, "\n") {
				t.Errorf("gives %d bytes, %.300q, want %d, %.300q", len(got), got, len(e.want), e.want)
			}
		})
	}
}

// run runs a snippet in a folder of its own and returns what it made.
func (e *errand) run(t *testing.T, snippet string) string {
	t.Helper()
	if _, err := exec.LookPath(e.tool); err != nil {
		t.Skipf("%s is not on this machine: the snippet was not run", e.tool)
	}
	dir := t.TempDir()
	for name, text := range e.files {
		writeFile(t, filepath.Join(dir, name), text)
	}
	cmd := exec.Command("sh", "-c", snippet)
	switch e.language {
	case "terminal":
		cmd = exec.Command("python3", "terminal.py", snippet)
	case "YAML":
		if exec.Command("python3", "-c", "import yaml").Run() != nil {
			t.Skip("there is no reader of YAML on this machine: the snippet was not run")
		}
		cmd = exec.Command("python3", "-c", "import sys, yaml; print(yaml.safe_load(sys.argv[1])['cert'])", snippet)
	}
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), e.env)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if e.result != "" {
		if out, err = os.ReadFile(filepath.Join(dir, e.result)); err != nil {
			t.Fatal(err)
		}
	}
	return string(out)
}

// What the causes do, done for real: without the snippet, mtlens finds the damage
// and gives the snippet.
func TestCausesOfShells(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no shell under GOOS=js; the native run has one")
	}
	client1 := string(carrier.AppendCertificates(nil, carrier.PEMSafe, testdata.DER("client-1")))
	for _, tt := range []struct {
		errand
		wrong string
		id    finding.ID
	}{
		{errand{fix: finding.BreaksLost, tool: "sh", env: "PEM=" + originalPEM}, "echo $PEM", finding.LineBreaksLost},
		{errand{fix: finding.EscapesKept, tool: "sh", env: "PEM=" + replaced(originalPEM, "\n", `\n`)}, `printf '%s' "$PEM"`, finding.LineBreaksLiteral},
		{errand{fix: finding.PEMEncoded, tool: "base64", files: map[string]string{"client.pem": originalPEM}}, "base64 client.pem", finding.Base64OfPEM},
		{errand{fix: finding.CutShort, tool: "logger", env: "HEADER=" + client1}, quietLogger + `-- "$HEADER"`, finding.DERTruncated},
		{errand{fix: finding.CutShort, tool: "node", env: "HEADER=" + longHeader}, `node -e 'console.log({ "` + headerName + `": process.env.HEADER })'`, finding.DERTruncated},
		{errand{fix: finding.CutShort, language: "terminal", tool: "python3", result: "got.txt",
			files: map[string]string{"paste.txt": longHeader, "terminal.py": terminal}}, "IFS= read -r HEADER", finding.DERTruncated},
		{errand{fix: finding.BreaksLost, language: "YAML", tool: "python3"}, "cert: >\n  " + replaced(originalPEM, "\n", "\n  "), finding.LineBreaksLost},
		{errand{fix: finding.TrustSettings, tool: "openssl", files: map[string]string{"client.pem": originalPEM}},
			"openssl x509 -in client.pem -trustout -addtrust clientAuth", finding.TrustedCertificate},
	} {
		t.Run(string(tt.fix)+"/"+tt.tool+tt.language, func(t *testing.T) {
			t.Parallel()
			carries(t, tt.run(t, tt.wrong), tt.id, tt.fix)
		})
	}
}

// A form that curl posts.
func TestFormPosted(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no curl under GOOS=js; the native run has it")
	}
	got := ""
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.PostFormValue("cert") }))
	defer server.Close()
	e := errand{tool: "curl", files: map[string]string{"client.pem": originalPEM}, env: "URL=" + server.URL}
	if e.run(t, snippetOf(finding.FormPosted, "curl")); got != originalPEM {
		t.Errorf("the snippet posts %q", got)
	}
	e.run(t, `curl -d "cert=$(cat client.pem)" "$URL"`)
	carries(t, got, finding.PlusBecameSpace, finding.FormPosted)
}

// kubectl asks a stand-in for Kubernetes, which knows one secret.
func TestSecretOfKubernetes(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no kubectl under GOOS=js; the native run may have it")
	}
	type object = map[string]any
	answers := map[string]object{
		"/api":    {"kind": "APIVersions", "versions": []string{"v1"}},
		"/apis":   {"kind": "APIGroupList", "apiVersion": "v1", "groups": []any{}},
		"/api/v1": {"kind": "APIResourceList", "groupVersion": "v1", "resources": []object{{"name": "secrets", "singularName": "secret", "namespaced": true, "kind": "Secret", "verbs": []string{"get"}}}},
		"/api/v1/namespaces/default/secrets/client-tls": {"kind": "Secret", "apiVersion": "v1", "metadata": object{"name": "client-tls", "namespace": "default"},
			"data": object{"tls.crt": []byte(originalPEM)}},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a, ok := answers[r.URL.Path]; ok {
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(a)
			return
		}
		http.NotFound(w, r)
	}))
	defer server.Close()
	config := fmt.Sprintf("apiVersion: v1\nkind: Config\nclusters: [{name: x, cluster: {server: %q}}]\ncontexts: [{name: x, context: {cluster: x}}]\ncurrent-context: x\n", server.URL)
	e := errand{tool: "kubectl", files: map[string]string{"config": config}, env: "KUBECONFIG=config", result: "client.pem"}
	if got := e.run(t, "HOME=$PWD; export HOME; "+snippetOf(finding.PEMEncoded, "kubectl")); got != originalPEM {
		t.Errorf("gives %q", got)
	}
}
