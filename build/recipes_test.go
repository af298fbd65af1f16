package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// served runs a web server in the foreground on a folder with the test's files, and
// returns its address. Write makes its configuration of the recipe, in which port
// and folder are in place.
func served(t *testing.T, program, recipe string, write func(dir, recipe string) []string) (address string) {
	t.Helper()
	needs(t, program)
	dir := t.TempDir()
	for _, d := range []string{filepath.Dir(dir), dir} { // the server's workers are other users
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	site := filepath.Join(dir, "site")
	if err := os.MkdirAll(site, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, data := range testFiles {
		if err := os.WriteFile(filepath.Join(site, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address = free.Addr().String()
	free.Close()
	text, err := os.ReadFile(filepath.Join("deploy", recipe))
	if err != nil {
		t.Fatal(err)
	}
	replaced := strings.NewReplacer("/srv/mtlens/site", site, "listen 8080", "listen "+address, "\n:8080", "\nhttp://"+address).Replace(string(text))
	cmd := exec.Command(program, write(dir, replaced)...)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() { cmd.Process.Signal(os.Interrupt); <-ended })
	for {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
			return address
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s ended: %v\n%s", program, err, said.String())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// asServed checks what every recipe is for.
func asServed(t *testing.T, address string, encodings ...string) {
	t.Helper()
	for _, c := range []struct {
		path, accept, contentType, cache, encoding string
		status                                     int
	}{
		{"/", "", "text/html; charset=utf-8", "no-cache", "", 200},
		{"/index.html", "gzip", "text/html; charset=utf-8", "no-cache", "gzip", 200},
		{"/page-0123456789.js", "", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "", 200},
		{"/decode-0123456789.wasm", "br", "application/wasm", "public, max-age=31536000, immutable", "br", 200},
		{"/decode-0123456789.wasm.br", "", "", "", "", 404},
		{"/nothing", "", "", "", "", 404},
	} {
		request, err := http.NewRequest("GET", "http://"+address+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", c.accept)
		answer, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != c.status {
			t.Errorf("%s: %s, want %d", c.path, answer.Status, c.status)
			continue
		}
		if c.status != 200 {
			continue
		}
		if !strings.Contains(" "+strings.Join(encodings, " ")+" ", " "+c.encoding+" ") {
			c.encoding = ""
		}
		for name, want := range map[string]string{"Content-Type": c.contentType, "Cache-Control": c.cache, "Content-Encoding": c.encoding} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", c.path, name, got, want)
			}
		}
		for _, h := range siteHeaders {
			if got := answer.Header.Values(h[0]); len(got) != 1 || got[0] != h[1] {
				t.Errorf("%s: %s is %q, want %q", c.path, h[0], got, h[1])
			}
		}
	}
}

func TestNginxRecipe(t *testing.T) {
	address := served(t, "nginx", "nginx.conf", func(dir, recipe string) []string {
		conf := filepath.Join(dir, "nginx.conf")
		text := fmt.Sprintf("daemon off; pid %[1]s/pid; error_log stderr; events {} http { access_log off; client_body_temp_path %[1]s/a; proxy_temp_path %[1]s/b; fastcgi_temp_path %[1]s/c; uwsgi_temp_path %[1]s/d; scgi_temp_path %[1]s/e; include %[1]s/mtlens.conf; }\n", dir)
		for name, data := range map[string]string{conf: text, filepath.Join(dir, "mtlens.conf"): recipe} {
			if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return []string{"-e", "stderr", "-p", dir, "-c", conf}
	})
	asServed(t, address, "gzip")
}

func TestCaddyRecipe(t *testing.T) {
	address := served(t, "caddy", "Caddyfile", func(dir, recipe string) []string {
		conf := filepath.Join(dir, "Caddyfile")
		if err := os.WriteFile(conf, []byte("{\n\tadmin off\n}\n"+recipe), 0o644); err != nil {
			t.Fatal(err)
		}
		return []string{"run", "--config", conf, "--adapter", "caddyfile"}
	})
	asServed(t, address, "gzip", "br")
}

// CloudFront's policy has each header once.
func TestCloudFrontRecipe(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("deploy", cloudFrontName))
	if err != nil {
		t.Fatal(err)
	}
	var policy struct {
		SecurityHeadersConfig map[string]any
		CustomHeadersConfig   struct {
			Quantity int
			Items    []struct{ Header, Value string }
		}
	}
	if err := json.Unmarshal(text, &policy); err != nil {
		t.Fatal(err)
	}
	if n := len(policy.SecurityHeadersConfig) + len(policy.CustomHeadersConfig.Items); n != len(siteHeaders) || policy.CustomHeadersConfig.Quantity != len(policy.CustomHeadersConfig.Items) {
		t.Errorf("%d headers, want %d", n, len(siteHeaders))
	}
}
