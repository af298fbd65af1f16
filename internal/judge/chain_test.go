package judge

import (
	"encoding/json"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/testdata"
)

// What a program hands out under several names nobody presented: it has no order, and no root
// of it was sent. The members are those of Vault's answer to "pki/issue" (its API documentation).
// In one list, and in a file, the order counts.
func TestApart(t *testing.T) {
	leaf, issuing, root := string(testdata.PEM("client-1")), string(testdata.PEM("issuing-ca")), string(testdata.PEM("root-ca"))
	asJSON := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for _, tt := range []struct {
		name, paste string
		want        bool
	}{
		{"Vault's answer", asJSON(map[string]any{"data": map[string]any{"ca_chain": []string{issuing, root}, "certificate": leaf, "issuing_ca": issuing}}), false},
		{"a list", asJSON(map[string]any{"chain": []string{root, leaf, issuing}}), true},
		{"a file", root + leaf + issuing, true},
	} {
		_, list, _ := units(t, tt.paste, Evidence{})
		told := map[finding.ID]bool{}
		for _, f := range list[0].Findings {
			told[f.ID] = true
		}
		if told[finding.ChainOrder] != tt.want || told[finding.RootSent] != tt.want || told[finding.ChainDuplicate] {
			t.Errorf("%s: %v", tt.name, told)
		}
	}
}
