package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/testca"
)

// running is "mtlens alb" as a process.
type running struct {
	t     *testing.T
	cmd   *exec.Cmd
	dir   string // of its files, and of a client's
	ready readyFile
	said  *lines // its standard error
	out   *bytes.Buffer
}

// lines gathers what a process says.
type lines struct {
	mu   sync.Mutex
	text string
}

func (l *lines) add(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text += s
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text
}

// clients issues a client and a trust store, into a new folder.
func clients(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	// By the machine's clock: both ends of the handshake have that.
	issue := exec.Command(self(t), "issue", "-out", dir, "-subject", "CN=good")
	issue.Env = append(os.Environ(), asMtlens+"=1")
	if text, err := issue.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return dir
}

func self(t *testing.T) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// startALB runs the command in the folder, and returns when it is ready: its last
// line of announcement comes before the ready file, which is renamed into place, so
// the end of its words about listeners is not waited for, but the file's own name.
func startALB(t *testing.T, dir string, args ...string) *running {
	t.Helper()
	r := &running{t: t, dir: dir, said: &lines{}, out: &bytes.Buffer{}}
	r.cmd = exec.Command(self(t), append([]string{"alb", "-ready", "ready.json"}, args...)...)
	r.cmd.Dir = dir
	r.cmd.Env = append(os.Environ(), asMtlens+"=1")
	r.cmd.Stdout = r.out
	stderr, err := r.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.cmd.Process.Kill() })
	in := bufio.NewReader(stderr)
	for {
		line, err := in.ReadString('\n')
		r.said.add(line)
		if err != nil {
			t.Fatalf("it ended: %s", r.said)
		}
		if strings.Contains(line, "ready") {
			break
		}
	}
	go func() {
		for {
			line, err := in.ReadString('\n')
			r.said.add(line)
			if err != nil {
				return
			}
		}
	}()
	data, err := os.ReadFile(filepath.Join(dir, "ready.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &r.ready); err != nil {
		t.Fatal(err)
	}
	return r
}

// end sends a signal, and returns the exit code.
func (r *running) end(signal os.Signal) int {
	r.t.Helper()
	if err := r.cmd.Process.Signal(signal); err != nil {
		r.t.Fatal(err)
	}
	r.cmd.Wait()
	return r.cmd.ProcessState.ExitCode()
}

// client is one of the listener i, with the folder's certificate.
func (r *running) client(i int, with bool) *http.Client {
	r.t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM([]byte(r.ready.Listeners[i].ServerCertificate)) {
		r.t.Fatal("the ready file has no certificate")
	}
	config := &tls.Config{RootCAs: pool}
	if with {
		pair, err := tls.LoadX509KeyPair(filepath.Join(r.dir, testca.CertificateFile), filepath.Join(r.dir, testca.KeyFile))
		if err != nil {
			r.t.Fatal(err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true}}
}

func (r *running) get(i int, with bool) (string, error) {
	r.t.Helper()
	client := r.client(i, with)
	defer client.CloseIdleConnections()
	answer, err := client.Get(r.ready.Listeners[i].URL + "/path?q=1")
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

// However it is ended, it ends well and leaves nothing.
func TestALBEnds(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		dir := clients(t)
		r := startALB(t, dir, "-listen", "127.0.0.1:0", "-trust-store", testca.TrustStoreFile, "-log", "log.gz")
		text, err := r.get(0, true)
		if err != nil || !strings.Contains(text, "X-Amzn-Mtls-Clientcert-Subject: CN=good\n") || !strings.HasPrefix(text, "GET /path?q=1 HTTP/1.1\n") {
			t.Errorf("%v\n%s", err, text)
		}
		if text, err := r.get(0, false); err == nil {
			t.Errorf("without a certificate: %s", text)
		}
		if exit := r.end(signal); exit != exitOK {
			t.Errorf("%v: exit code %d\n%s", signal, exit, r.said)
		}
		if exists(filepath.Join(dir, "ready.json")) {
			t.Error("the ready file is left")
		}
		f, err := os.Open(filepath.Join(dir, "log.gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		log, err := io.ReadAll(z)
		if err != nil || strings.Count(string(log), "\n") != 2 || !strings.Contains(string(log), " Failed:UnmappedConnectionError ") {
			t.Errorf("%v\n%s", err, log)
		}
		mtlens(t, string(log), "log").want(t, exitOK, "2 connections, 1 failed")
	}
}

// A file has several listeners, each with its settings.
func TestALBOfAFile(t *testing.T) {
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, r.Header.Get("X-Cert") != "", r.Header.Get("X-Amzn-Mtls-Clientcert-Leaf") != "", r.Header.Get("X-Amzn-Mtls-Clientcert") != "")
	}))
	defer target.Close()
	dir := clients(t)
	config := fmt.Sprintf(`{"listeners": [
		{"listen": "127.0.0.1:0", "target": %q, "trustStore": "trust-store.pem", "rename": {"leaf": "X-Cert"}, "advertise": true},
		{"listen": "127.0.0.1:0", "target": %[1]q, "mode": "passthrough", "tlsPolicy": "ELBSecurityPolicy-TLS13-1-3-2021-06", "noHTTP2": true},
		{"listen": "[::1]:0", "target": %[1]q, "mode": "off", "serverName": ["app.example"]}]}`, target.URL)
	if err := os.WriteFile(filepath.Join(dir, "listeners.json"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	if conn, err := net.Listen("tcp", "[::1]:0"); err != nil {
		t.Skip("there is no IPv6 here")
	} else {
		conn.Close()
	}
	r := startALB(t, dir, "-config", "listeners.json", "-log-format", "json", "-save-server-cert", "server.pem")
	for i, want := range []string{"true false false\n", "false false true\n", "false false false\n"} {
		if text, err := r.get(i, true); text != want || err != nil {
			t.Errorf("listener %d: %q, %v, want %q", i, text, err, want)
		}
	}
	if server, err := os.ReadFile(filepath.Join(dir, "server.pem")); err != nil || string(server) != r.ready.Listeners[0].ServerCertificate {
		t.Errorf("the certificate is not the one of the ready file: %v", err)
	}
	if exit := r.end(os.Interrupt); exit != exitOK {
		t.Errorf("exit code %d\n%s", exit, r.said)
	}
	rows := strings.Split(strings.TrimSpace(r.out.String()), "\n")
	for _, row := range rows {
		if _, ok := carrier.ReadALBJSON([]byte(row)); !ok || len(rows) != 3 {
			t.Errorf("%d rows, %s", len(rows), row)
		}
	}
}

// Certificates are judged by -now; the trust store is read again when it changes.
func TestALBByAnotherTime(t *testing.T) {
	dir := clients(t)
	r := startALB(t, dir, "-listen", "127.0.0.1:0", "-trust-store", testca.TrustStoreFile, "-now", "2099-01-01")
	if text, err := r.get(0, true); err == nil {
		t.Errorf("it was let in: %s", text)
	}
	r.end(os.Interrupt)
	if log := r.out.String(); !strings.HasPrefix(log, "2099-01-01T00:00:00") || !strings.Contains(log, "Failed:ClientCertExpired") {
		t.Error(log)
	}
	r = startALB(t, dir, "-listen", "127.0.0.1:0", "-trust-store", testca.TrustStoreFile, "-now", "2099-01-01", "-ignore-expiry")
	if _, err := r.get(0, true); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, testca.TrustStoreFile), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := r.get(0, true); err == nil {
		t.Errorf("without a trust store it was let in: %s", text)
	}
	r.end(os.Interrupt)
}

func TestALBRefusesNonsense(t *testing.T) {
	dir := clients(t)
	store := filepath.Join(dir, testca.TrustStoreFile)
	config := func(text string) string { return file(t, "listeners.json", []byte(text)) }
	free := []string{"alb", "-listen", "127.0.0.1:0"}
	for _, c := range []struct {
		args []string
		text string
	}{
		{nil, "needs -trust-store"},
		{[]string{"-mode", "off", "-trust-store", store}, "mode off verifies nothing"},
		{[]string{"-mode", "passthrough", "-ignore-expiry"}, "mode passthrough verifies nothing"},
		{[]string{"-mode", "on"}, "-mode takes"},
		{[]string{"-trust-store", filepath.Join(dir, "nothing")}, "no such file"},
		{[]string{"-mode", "off", "-target", "https://a"}, "a target is written as"},
		{[]string{"-mode", "off", "-rename", "leaf"}, "leaf=X-Client-Cert"},
		{[]string{"-mode", "off", "-rename", "root=X"}, "there is no header"},
		{[]string{"-mode", "off", "-rename", "leaf=a b"}, "no name of a header"},
		{[]string{"-mode", "off", "-tls-policy", "best"}, "known are ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"},
		{[]string{"-mode", "off", "-idle", "long"}, "-idle takes"},
		{[]string{"-mode", "off", "-server-cert", store}, "go together"},
		{[]string{"-mode", "off", "-log-format", "xml"}, "plain or json"},
		{[]string{"-mode", "off", "-log", filepath.Join(dir, "no", "log")}, "no such file"},
		{[]string{"-mode", "off", "-ready", filepath.Join(dir, "no", "ready")}, "no such file"},
		{[]string{"-mode", "off", "now"}, "takes nothing else"},
	} {
		mtlens(t, "", append(free[:3:3], c.args...)...).want(t, exitFailed, c.text)
	}
	for text, want := range map[string]string{
		`{"listeners": []}`: "lists no listeners",
		`{"listeners": [{"mode": "off", "trust-store": "x"}]}`: "unknown field",
		`{"listeners": [{"mode": "off"}], "log": "x"}`:         "unknown field",
		`{`: "unexpected EOF",
	} {
		mtlens(t, "", "alb", "-config", config(text)).want(t, exitFailed, want)
	}
	mtlens(t, "", "alb", "-config", config(`{}`), "-mode", "off").want(t, exitFailed, "-mode is of one listener")
}
