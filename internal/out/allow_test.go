package out

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// The lists let the client in, and no other: run in Go and Node.js.
func TestAllowRuns(t *testing.T) {
	c := client(t, "passthrough-chain-ec.txt")
	other := string(testdata.PEM("client-1"))
	goMain := "package clientcert\n\nimport (\n\t\"crypto/x509\"\n\t\"encoding/pem\"\n\t\"testing\"\n)\n\nfunc TestAllowed(t *testing.T) {\n\tfor text, want := range map[string]bool{" +
		cString(string(testdata.PEM("client-2-expired"))) + ": true, " + cString(other) + ": false} {\n\t\tp, _ := pem.Decode([]byte(text))\n\t\tc, err := x509.ParseCertificate(p.Bytes)\n\t\tif err != nil || Allowed(c) != want {\n\t\t\tt.Error(err, want)\n\t\t}\n\t}\n}\n"
	nodeMain := "import { X509Certificate } from 'node:crypto';\nimport { allowed } from './allow.mjs';\nif (!allowed(new X509Certificate(" + cString(string(testdata.PEM("client-2-expired"))) + ")) || allowed(new X509Certificate(" + cString(other) + "))) process.exit(1);\n"
	for _, run := range []struct {
		tool, id, file, text string
		command              []string
	}{
		{"go", "allow-go", "allow_test.go", goMain, []string{"sh", "-c", "go mod init example.com/allow 2>/dev/null && go test ."}},
		{"node", "allow-node", "main.mjs", nodeMain, []string{"node", "main.mjs"}},
	} {
		if _, err := exec.LookPath(run.tool); err != nil {
			t.Log(err)
			continue
		}
		dir := writtenTo(t, AllowGroup(c), run.id)
		if err := os.WriteFile(filepath.Join(dir, run.file), []byte(run.text), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(run.command[0], run.command[1:]...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", run.id, err, out)
		}
	}
}

// nginx reads the map, whatever is in the subject.
func TestAllowNginx(t *testing.T) {
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		if nginx = "/usr/sbin/nginx"; exec.Command(nginx, "-v").Run() != nil {
			t.Skip(err)
		}
	}
	for _, subject := range []string{`CN=a\, "b" $c {d},O=e;f`, "~CN=a", `\C3\BC=a`, "CN=client-2.example"} {
		dir := t.TempDir()
		id := identity{subject: subject, sha1: "00"}
		conf := "pid " + dir + "/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n" + id.nginx() + "server { listen 127.0.0.1:1; return 200 $allowed_by_subject; }\n}\n"
		file := filepath.Join(dir, "nginx.conf")
		if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(nginx, "-t", "-p", dir, "-c", file).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", subject, err, out)
		}
	}
}
