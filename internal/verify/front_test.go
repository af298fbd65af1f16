package verify_test

import (
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/verify"
)

// CloudFront's codes are those of its page on connection logs; the modes are those of
// its page on settings: optional lets a viewer without a certificate in, and none with
// a certificate that does not verify.
func TestFront(t *testing.T) {
	for _, test := range []struct {
		preset string // of testca; empty for a viewer without a certificate
		mode   verify.Mode
		ignore bool
		code   alb.Reason
		by     alb.Basis
	}{
		{"", verify.FrontRequired, false, "ClientCertMissing", alb.Documented},
		{"", verify.FrontOptional, false, "", ""},
		{"valid", verify.FrontRequired, false, "", ""},
		{"valid", verify.FrontOptional, false, "", ""},
		{"unknown-ca", verify.FrontOptional, false, alb.Untrusted, alb.Assumed},
		{"expired", verify.FrontRequired, false, alb.Expired, alb.Documented},
		{"expired", verify.FrontRequired, true, "", ""},
		{"not-yet-valid", verify.FrontRequired, false, alb.NotYetValid, alb.Documented},
		{"wrong-eku", verify.FrontRequired, false, "ClientCertIntentInvalid", alb.Assumed},
		{"five-deep", verify.FrontRequired, false, alb.MaxChainDepthExceeded, alb.Assumed},
		{"revoked", verify.FrontRequired, false, "", ""}, // no list is looked at
	} {
		in := input(preset(t, "valid"))
		if test.preset != "" {
			in = input(preset(t, test.preset))
		} else {
			in.Chain = nil
		}
		in.Settings = verify.Settings{Mode: test.mode, IgnoreExpiry: test.ignore}
		v := verify.Front(in)
		if v.Reason != test.code || v.CodeBy != test.by || alb.FrontReasonOf(test.code) == nil && test.code != "" {
			t.Errorf("%s, %s: %s, %s by %+v", test.preset, test.mode, v.Status, v.CodeBy, v.Deciding())
		}
		for _, r := range v.Rules {
			if r.Basis == "" || r.Source == "" || r.Detail == "" {
				t.Errorf("rule %+v", r)
			}
		}
	}
	in := input(preset(t, "not-yet-valid"))
	in.Settings = verify.Settings{Mode: verify.FrontRequired, IgnoreExpiry: true}
	if v := verify.Front(in); !v.OK() || len(v.Alternatives) == 0 || v.Alternatives[0].Reason != alb.NotYetValid {
		t.Errorf("the other reading of the setting is not told: %+v", v.Alternatives)
	}
}
