package out

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Tools that are modules of Go. They run where the module cache has them, which
// "go run MODULE@VERSION" puts there; nothing is fetched by a test.
const (
	hclfmt = "github.com/hashicorp/hcl/v2/cmd/hclfmt@v2.24.0"
	opa    = "github.com/open-policy-agent/opa@v1.10.1"
)

// fromCache is the environment of a go command that takes modules from the cache alone.
func fromCache(t *testing.T) []string {
	t.Helper()
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Skip(err)
	}
	proxy := "GOPROXY=file://" + filepath.ToSlash(filepath.Join(strings.TrimSpace(string(cache)), "cache", "download"))
	return append(os.Environ(), proxy, "GOSUMDB=off", "GOFLAGS=-mod=mod", "GOWORK=off")
}

// offline is "go run" of a tool with what the module cache has; it skips the test where
// that is not enough.
func offline(t *testing.T, tool string, args ...string) *exec.Cmd {
	t.Helper()
	env := fromCache(t)
	command := func(args ...string) *exec.Cmd {
		cmd := exec.Command("go", append([]string{"run", tool}, args...)...)
		cmd.Dir, cmd.Env = t.TempDir(), env
		return cmd
	}
	if out, err := command("--help").CombinedOutput(); err != nil && !strings.Contains(string(out), "usage") {
		t.Skipf("%s is not in the module cache", tool)
	}
	return command(args...)
}

var scenes = map[string]Scene{
	"all": {Mode: "verify", IgnoreExpiry: true, Advertise: true, Lists: 2, MinVersion: "1.3"}, "plain": {Mode: "verify"}, "one list": {Mode: "verify", Lists: 1},
	"passthrough": {Mode: "passthrough", MinVersion: "1.2"}, "off": {Mode: "off"},
}

// HashiCorp's parser reads what is for Terraform, and has nothing to format.
func TestTerraformIsRead(t *testing.T) {
	dir := t.TempDir()
	args := []string{"-check", "-require-no-change"}
	for name, s := range scenes {
		path := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".tf")
		if err := os.WriteFile(path, []byte(s.terraform()), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := offline(t, hclfmt, args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// The CDK makes of its text the template that is for CloudFormation; the manifests are
// YAML with the same mode.
func TestCDKIsCloudFormation(t *testing.T) {
	if os.Getenv("MTLENS_CDK") == "" {
		t.Skip("MTLENS_CDK names no folder in which aws-cdk-lib is installed")
	}
	dir := t.TempDir()
	for name, s := range scenes {
		folder := filepath.Join(dir, name)
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, i := range InfrastructureGroup(s).Items {
			if err := os.WriteFile(filepath.Join(folder, i.File), []byte(i.Text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if out, err := exec.Command("node", "testdata/infra.mjs", dir).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// OPA lets the client in, and no other: run on the request as Envoy's external
// authorization hands it on.
func TestAllowOPA(t *testing.T) {
	c := client(t, "passthrough-chain-ec.txt")
	dir := writtenTo(t, AllowGroup(c), "opa")
	other := &Client{Chain: client(t, "verify-headers.txt").Chain}
	ask := func(c *Client, leaf bool) string {
		headers := map[string]string{}
		for _, l := range (&Client{Chain: c.Chain}).Headers("") {
			name := strings.ToLower(l.Name)
			if strings.HasSuffix(name, "-leaf") == leaf {
				headers[name] = l.Value
			}
		}
		input, err := json.Marshal(map[string]any{"attributes": map[string]any{"request": map[string]any{"http": map[string]any{"headers": headers}}}})
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "input.json")
		if err := os.WriteFile(path, input, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := offline(t, opa, "eval", "--format", "raw", "-d", filepath.Join(dir, "clientcert.rego"), "-i", path, "data.clientcert.allow").CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return strings.TrimSpace(string(out))
	}
	for _, leaf := range []bool{false, true} { // by the subject, and by the alternative names in the certificate
		if got := ask(c, leaf); got != "true" {
			t.Errorf("by the leaf: %v: the client itself: %s", leaf, got)
		}
		if got := ask(other, leaf); got != "false" {
			t.Errorf("by the leaf: %v: another client: %s", leaf, got)
		}
	}
}

// envoyReader reads a filter as Envoy's own definitions have it.
const envoyReader = `package main

import (
	"os"

	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"sigs.k8s.io/yaml"
)

func main() {
	text, err := os.ReadFile("rbac.yaml")
	if err == nil {
		text, err = yaml.YAMLToJSONStrict(text)
	}
	if err == nil {
		err = protojson.Unmarshal(text, new(hcm.HttpFilter))
	}
	if err != nil {
		panic(err)
	}
}
`

// Envoy's definitions take the filter.
func TestAllowEnvoy(t *testing.T) {
	env := fromCache(t)
	for _, paste := range []string{"passthrough-chain-ec.txt", "verify-headers.txt"} {
		dir := writtenTo(t, AllowGroup(client(t, paste)), "envoy-rbac")
		for name, text := range map[string]string{"main.go": envoyReader, "go.mod": "module example.com/rbac\n\ngo 1.24\n\nrequire (\n\tgithub.com/envoyproxy/go-control-plane/envoy v1.40.0\n\tgoogle.golang.org/protobuf v1.36.12\n\tsigs.k8s.io/yaml v1.6.0\n)\n"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		list := exec.Command("go", "list", "-deps", ".") // completes go.mod, where it can
		if list.Dir, list.Env = dir, env; list.Run() != nil {
			t.Skip("Envoy's definitions are not in the module cache")
		}
		cmd := exec.Command("go", "run", ".")
		cmd.Dir, cmd.Env = dir, env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", paste, err, out)
		}
	}
}
