package main

import (
	"bytes"
	"context"
	"encoding/pem"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mtlens/mtlens/internal/carrier"
)

// console is what a stand-in prints: connections write to it while tests read.
type console struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (c *console) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.b.Write(b)
}

func (c *console) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.b.String()
}

// started runs a stand-in on free ports.
func started(t *testing.T, advertise bool) *console {
	t.Helper()
	out := &console{}
	ctx, stop := context.WithCancel(context.Background())
	end := startStandIn(ctx, out, "127.0.0.1:0", "127.0.0.1:0", advertise)
	t.Cleanup(func() {
		dir := folder(t, out)
		stop()
		end()
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", dir, err)
		}
	})
	return out
}

func folder(t *testing.T, out *console) string {
	t.Helper()
	m := regexp.MustCompile(`--cacert (\S+)/server\.pem`).FindStringSubmatch(out.String())
	if m == nil {
		t.Fatalf("no folder in\n%s", out)
	}
	return m[1]
}

// printed returns the four commands.
func printed(t *testing.T, out *console) []string {
	t.Helper()
	all := regexp.MustCompile(`(?m)^curl .*$`).FindAllString(out.String(), -1)
	if len(all) != 4 {
		t.Fatalf("%d commands in\n%s", len(all), out)
	}
	return all
}

// needs skips a test where a program is missing.
func needs(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(program + " is not here")
	}
}

// shell runs a command as it is printed. Its two outputs come back apart.
func shell(t *testing.T, command string) (stdout, stderr string, err error) {
	t.Helper()
	cmd := exec.Command("sh", "-c", command)
	cmd.Env = append(os.Environ(), "no_proxy=*", "NO_PROXY=*")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// The commands work as they are printed: AWS's demo, on this machine.
func TestPrintedCommands(t *testing.T) {
	needs(t, "curl")
	out := started(t, false)
	curl := printed(t, out)
	leaf, err := os.ReadFile(filepath.Join(folder(t, out), "certificate.crt"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(leaf)
	count := func(text string) int { return strings.Count(text, "X-Amzn-Mtls-Clientcert") }

	if body, said, err := shell(t, curl[0]); err == nil || body != "" || !strings.Contains(said, "reset") {
		t.Errorf("verify without a certificate: %v\n%s%s", err, said, body)
	}
	logged(t, out, "Failed:UnmappedConnectionError")
	body, said, err := shell(t, curl[1])
	if err != nil || count(body) != 5 {
		t.Errorf("verify with a certificate: %v\n%s%s", err, said, body)
	}
	if !bytes.Equal(headerDER(t, body, "X-Amzn-Mtls-Clientcert-Leaf"), block.Bytes) {
		t.Error("the leaf that arrives is not the one that was sent")
	}
	if body, said, err := shell(t, curl[2]); err != nil || count(body) != 0 {
		t.Errorf("passthrough without a certificate: %v\n%s%s", err, said, body)
	}
	body, said, err = shell(t, curl[3])
	if err != nil || count(body) != 1 {
		t.Errorf("passthrough with a certificate: %v\n%s%s", err, said, body)
	}
	if !bytes.Equal(headerDER(t, body, "X-Amzn-Mtls-Clientcert"), block.Bytes) {
		t.Error("the chain that arrives is not the one that was sent")
	}

	var statuses []string
	for line := range strings.Lines(out.String()) {
		if r, ok := carrier.ReadALBRecord([]byte(line)); ok {
			statuses = append(statuses, r.Get(carrier.ALBStatus))
		}
	}
	if want := "Failed:UnmappedConnectionError Success Success Success"; strings.Join(statuses, " ") != want {
		t.Errorf("the log says %q, want %s", statuses, want)
	}
}

// logged waits for a line with the status: the client hears of a refusal before
// the line is written.
func logged(t *testing.T, out fmt.Stringer, status string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !strings.Contains(out.String(), " "+status+" "); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("want %s in the log:\n%s", status, out)
		}
	}
}

// headerDER decodes a header of the echo.
func headerDER(t *testing.T, body, name string) []byte {
	t.Helper()
	_, rest, ok := strings.Cut(body, name+": ")
	if !ok {
		t.Fatalf("no %s in\n%s", name, body)
	}
	value, _, _ := strings.Cut(rest, "\n")
	text, err := url.PathUnescape(value)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		t.Fatalf("no PEM in %q", text)
	}
	return block.Bytes
}

// Certificates of openssl's making are taken once their CA is in the trust store.
func TestCertificatesOfOthers(t *testing.T) {
	needs(t, "curl")
	needs(t, "openssl")
	out := started(t, false)
	dir := t.TempDir()
	make := `cd ` + dir + ` && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/O=Others/CN=Their CA" &&
		openssl req -newkey rsa:2048 -nodes -keyout client.key -out client.csr -subj "/O=Others/CN=their-client" &&
		printf 'extendedKeyUsage=clientAuth\nkeyUsage=digitalSignature\n' > client.ext &&
		openssl x509 -req -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile client.ext -days 1 -out client.pem`
	if _, said, err := shell(t, make); err != nil {
		t.Fatal(err, said)
	}
	curl := printed(t, out)[0] + " --cert " + dir + "/client.pem --key " + dir + "/client.key"
	if body, _, err := shell(t, curl); err == nil {
		t.Errorf("a stranger got\n%s", body)
	}
	logged(t, out, "Failed:ClientCertUntrusted")
	if _, said, err := shell(t, "cat "+dir+"/ca.pem >> "+folder(t, out)+"/trust-store.pem"); err != nil {
		t.Fatal(said)
	}
	body, said, err := shell(t, curl)
	if err != nil || !strings.Contains(body, "X-Amzn-Mtls-Clientcert-Subject: CN=their-client,O=Others\n") {
		t.Errorf("%v\n%s%s", err, said, body)
	}
}

func TestSpoofedHeadersAndHosts(t *testing.T) {
	needs(t, "curl")
	out := started(t, false)
	curl := printed(t, out)
	spoof := ` -H 'X-Amzn-Mtls-Clientcert: spoofed' -H 'x_amzn_mtls_clientcert_leaf: spoofed' -H 'X-Mine: passes'`
	for _, command := range []string{curl[1], curl[2], curl[3]} {
		body, said, err := shell(t, command+spoof)
		if err != nil || strings.Contains(body, "spoofed") || !strings.Contains(body, "X-Mine: passes\n") {
			t.Errorf("%v\n%s%s", err, said, body)
		}
	}
	for _, extra := range []string{` -H 'Host: evil.example'`, ` -H 'Host:'`} {
		if body, said, err := shell(t, curl[2]+extra); err != nil || !strings.Contains(said, "HTTP/2 421") || strings.Contains(body, "X-Forwarded") {
			t.Errorf("%s: %v\n%s%s", extra, err, said, body)
		}
	}
	if body, said, _ := shell(t, curl[2]+` --http1.1 --request-target http://evil.example/`); !strings.Contains(said, "HTTP/1.1 400") {
		t.Errorf("a proxy request got\n%s%s", said, body)
	}
	if body, said, err := shell(t, curl[3]+` -d @`+folder(t, out)+`/certificate.crt`); err != nil || !strings.HasPrefix(body, "POST / HTTP/1.1\n") {
		t.Errorf("a post got %v\n%s%s", err, said, body)
	}
}

// openssl s_client lists the names of CAs that a server sends.
func TestAdvertisedNames(t *testing.T) {
	needs(t, "openssl")
	for _, advertise := range []bool{false, true} {
		out := started(t, advertise)
		address := regexp.MustCompile(`localhost:\d+`).FindString(printed(t, out)[0])
		for _, version := range []string{"-tls1_2", "-tls1_3"} {
			text, _, _ := shell(t, "openssl s_client "+version+" -connect "+strings.Replace(address, "localhost", "127.0.0.1", 1)+" </dev/null")
			if got := strings.Contains(text, "Acceptable client certificate CA names\nO = mtlens test only, CN = mtlens Test Root CA"); got != advertise {
				t.Errorf("%s, advertise %v:\n%s", version, advertise, text)
			}
			if got := strings.Contains(text, "No client certificate CA names sent"); got == advertise {
				t.Errorf("%s, advertise %v:\n%s", version, advertise, text)
			}
		}
	}
}

// Both listeners are asked for one port that others have: each takes a free one,
// says which, and its commands name it.
func TestPortsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	out := &console{}
	end := startStandIn(context.Background(), out, taken.Addr().String(), taken.Addr().String(), false)
	defer end()
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	text := out.String()
	var ports []string
	for _, name := range []string{"verify", "passthrough"} {
		m := regexp.MustCompile(`(?m)^Port ` + port + ` is in use: the ` + name + ` listener is at port (\d+)\.$`).FindStringSubmatch(text)
		if m == nil || m[1] == port {
			t.Fatalf("%s: it said\n%s", name, text)
		}
		ports = append(ports, m[1])
		if n := strings.Count(text, "https://localhost:"+m[1]+"/"); n != 2 {
			t.Errorf("%s: %d commands name port %s in\n%s", name, n, m[1], text)
		}
	}
	if ports[0] == ports[1] {
		t.Errorf("both are at port %s", ports[0])
	}
}

func TestStandInRefusesTheNetwork(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "example.com:0"} {
		out := &console{}
		startStandIn(context.Background(), out, addr, addr, false)()
		if text := out.String(); strings.Contains(text, "curl") || !strings.Contains(text, "could not be opened") {
			t.Errorf("%s: it said\n%s", addr, text)
		}
	}
}
