package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// What is written for another sender is read as that sender's, with the same certificate.
func TestTranslate(t *testing.T) {
	file := paste("passthrough-chain-ec.txt")
	mtlens(t, "", "translate", file).want(t, exitOK, "haproxy")
	nginx := mtlens(t, "", "translate", "-as", "nginx", file)
	nginx.want(t, exitOK, "X-SSL-Verified: SUCCESS")
	if !strings.Contains(nginx.err, "2 others do not") {
		t.Errorf("what is lost is not told: %s", nginx.err)
	}
	mtlens(t, nginx.out, "decode", "-fail-on", "never").want(t, exitOK, "672dd75c7117395e5cdc45c77b6008a344f48fbd7a4e68ebc42fe6e7d3e54a59")
	mtlens(t, "", "translate", "-as", "nobody", file).want(t, exitFailed, "no form")
	mtlens(t, "", "translate", "-group", "9", file).want(t, exitFailed, "part 9")
	mtlens(t, "CN=a,O=b\n", "translate").want(t, exitNo, "no client certificate")
}

// The event for Lambda is JSON that decode reads back.
func TestReplay(t *testing.T) {
	file := paste("verify-headers-ec.txt")
	mtlens(t, "", "replay", file).want(t, exitOK, "lambda-multi")
	event := mtlens(t, "", "replay", "-as", "lambda", file)
	event.want(t, exitOK, "targetGroupArn")
	mtlens(t, event.out, "decode", "-fail-on", "never").want(t, exitOK, "AWS Application Load Balancer, verify mode")
	mtlens(t, "", "replay", "-as", "curl", "-headers", "envoy", "-url", "http://127.0.0.1:1", file).want(t, exitOK, "x-forwarded-client-cert: Hash=")
	if _, err := exec.LookPath("bash"); err == nil {
		curl := mtlens(t, "", "replay", "-as", "curl", file)
		cmd := exec.Command("bash", "-n")
		cmd.Stdin, cmd.Env = strings.NewReader(curl.out), os.Environ()
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
}
