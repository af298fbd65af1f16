package out

import (
	"os/exec"
	"strings"
	"testing"
)

// Every form has the settings of the scene and no others, and its traps.
func TestInfrastructure(t *testing.T) {
	verify := Scene{Mode: "verify", IgnoreExpiry: true, Lists: 2, MinVersion: "1.3"}
	for _, i := range InfrastructureGroup(verify).Items {
		text := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(i.Text))
		for _, want := range []string{"verify", "expired client certificates", "revocation lists", "ignoreclientcertificateexpiry"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not have %q:\n%s", i.ID, want, i.Text)
			}
		}
		if i.ID != "cdk" && !strings.Contains(i.Text, "ELBSecurityPolicy-TLS13-1-3-2021-06") {
			t.Errorf("%s has another policy", i.ID)
		}
		if lists := strings.Count(i.Text, "revoked-2.crl"); (i.ID == "ingress" || i.ID == "gateway") != (lists == 0) {
			t.Errorf("%s: %d times the second list", i.ID, lists)
		}
	}
	for _, mode := range []string{"passthrough", "off"} {
		for _, i := range InfrastructureGroup(Scene{Mode: mode, IgnoreExpiry: true, Advertise: true, Lists: 1}).Items {
			text := strings.ToLower(i.Text)
			if strings.Contains(text, "ignore_client") || strings.Contains(text, "ignoreclient") || strings.Contains(text, ".crl") {
				t.Errorf("%s of %s has what verify mode alone has", i.ID, mode)
			}
		}
	}
}

// The script is one that sh reads.
func TestInfrastructureScript(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh here")
	}
	for _, mode := range []string{"verify", "passthrough"} {
		s := Scene{Mode: mode, Lists: 2}
		cmd := exec.Command("sh", "-n")
		cmd.Stdin = strings.NewReader(s.cli())
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
}
