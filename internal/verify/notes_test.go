package verify_test

import (
	"crypto/x509"
	"slices"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/testca"
	"github.com/mtlens/mtlens/internal/verify"
)

func kinds(v verify.Verdict) (all []verify.NoteKind) {
	for _, n := range v.Notes {
		all = append(all, n.Kind)
	}
	return all
}

// Where Go is of another opinion that is said, and decides nothing.
func TestNotes(t *testing.T) {
	root := (*authority)(nil).make(t, "root", ca)
	leaf := root.make(t, "leaf", client)
	anyUse := root.make(t, "any", func(t *x509.Certificate) {
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageAny}
	})
	bad := verify.Verify(verify.Input{Chain: [][]byte{leaf.cert.Raw, negativeSerial(preset(t, "leading-zero-serial").Chain[0])}, TrustStore: bundle(root), Settings: verify.Settings{Mode: verify.VerifyMode}, Now: now})
	if !bad.OK() || !slices.Equal(kinds(bad), []verify.NoteKind{verify.GoCannotRead}) {
		t.Errorf("a certificate that Go cannot read: %s, %+v", bad.Status, bad.Notes)
	}
	v := verify.Verify(verify.Input{Chain: chain(anyUse), TrustStore: bundle(root), Settings: verify.Settings{Mode: verify.VerifyMode}, Now: now})
	if v.Reason != alb.PurposeInvalid || !slices.Equal(kinds(v), []verify.NoteKind{verify.GoAccepts}) {
		t.Errorf("any purpose: %s, %+v", v.Status, v.Notes)
	}
	long := preset(t, "header-over-16k")
	v = verify.Verify(input(long))
	if !v.OK() || !slices.Contains(kinds(v), verify.HeaderTooLong) {
		t.Errorf("a header over 16 K: %s, %+v", v.Status, v.Notes)
	}
	if v = verify.Verify(input(issue(t, testca.Request{}))); !v.OK() || len(v.Notes) > 0 || len(v.Alternatives) > 0 {
		t.Errorf("a plain one: %s, %+v, %+v", v.Status, v.Notes, v.Alternatives)
	}
}

// The order of Network Load Balancers: trust store, filters, revocation.
func TestNetwork(t *testing.T) {
	root, other := (*authority)(nil).make(t, "root", ca), (*authority)(nil).make(t, "other", ca)
	leaf := root.make(t, "leaf", client)
	revoked := [][]byte{root.list(t, nil, leaf)}
	match, miss := []alb.Filter{{Field: alb.FilterCN, Value: "leaf"}}, []alb.Filter{{Field: alb.FilterOU, Value: "x"}}
	for _, test := range []struct {
		name    string
		store   []byte
		filters []alb.Filter
		lists   [][]byte
		rule    alb.RuleID
	}{
		{"no filters", bundle(root), nil, nil, ""},
		{"match", bundle(root), match, nil, ""},
		{"miss", bundle(root), miss, nil, alb.RuleFilters},
		{"miss and revoked", bundle(root), miss, revoked, alb.RuleFilters},
		{"match and revoked", bundle(root), match, revoked, alb.RuleNotRevoked},
		{"miss and untrusted", bundle(other), miss, nil, alb.RulePath},
	} {
		v := verify.Network(verify.Input{Chain: chain(leaf), TrustStore: test.store, CRLs: test.lists, Now: now}, test.filters)
		rule := alb.RuleID("")
		if d := v.Deciding(); d != nil {
			rule = d.ID
		}
		if rule != test.rule {
			t.Errorf("%s: %s by %q, want %q", test.name, v.Status, rule, test.rule)
		}
	}
}

func TestBelongsTo(t *testing.T) {
	root := (*authority)(nil).make(t, "root", ca)
	leaf := root.make(t, "leaf", client)
	again := root.sign(t, leaf, "renewed")
	key := func(a *authority) *certinfo.PublicKey { return &certinfo.Parse(a.cert.Raw).Key }
	if !verify.BelongsTo(key(leaf), key(again)) || verify.BelongsTo(key(leaf), key(root)) || verify.BelongsTo(&certinfo.PublicKey{}, &certinfo.PublicKey{}) {
		t.Error("keys are mistaken")
	}
}

// A key that would take minutes is not used: AWS takes 8192 bits.
func TestLongKeys(t *testing.T) {
	c := &certinfo.Certificate{Key: certinfo.PublicKey{Kind: certinfo.KeyRSA, Bits: 262_144}}
	if got := verify.CheckSignature(&c.Signed, c); got != verify.TooLong {
		t.Errorf("got %d", got)
	}
}
