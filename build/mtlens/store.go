package main

import (
	"flag"
	"fmt"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/lab"
	"github.com/mtlens/mtlens/internal/verify"
)

// store are the flags for what a listener has beside the client's certificates.
type store struct {
	mode       *string
	trustStore *string
	lists      *[]string
	ignore     *bool
}

// storeFlags declares -mode, -trust-store, -crl and -ignore-expiry.
func storeFlags(flags *flag.FlagSet) *store {
	return &store{
		mode:       flags.String("mode", string(verify.VerifyMode), ""),
		trustStore: flags.String("trust-store", "", ""),
		lists:      listFlag(flags, "crl"),
		ignore:     flags.Bool("ignore-expiry", false, ""),
	}
}

// maxStore is the longest trust store that is read: AWS takes 25 certificates of
// 16 KB, and a bundle of all public roots has 250 KB.
const maxStore = 16 << 20

// material reads the files.
func (s *store) material(h *host) (*lab.Material, error) {
	if err := oneOf("mode", *s.mode, modes...); err != nil {
		return nil, err
	}
	m := &lab.Material{Settings: verify.Settings{Mode: verify.Mode(*s.mode), IgnoreExpiry: *s.ignore}}
	var err error
	if *s.trustStore != "" {
		if m.TrustStore, err = readLimited(h, *s.trustStore, maxStore); err != nil {
			return nil, fmt.Errorf("reading the trust store: %w", err)
		}
	}
	for _, name := range *s.lists {
		list, err := readLimited(h, name, alb.MaxCRLFile+1)
		if err != nil {
			return nil, fmt.Errorf("reading a revocation list: %w", err)
		}
		m.Lists = append(m.Lists, list)
	}
	return m, nil
}
