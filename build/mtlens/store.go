package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"

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
	password   *string
	filters    *[]string
}

// storeFlags declares -mode, -trust-store, -crl, -ignore-expiry and -password-file.
func storeFlags(flags *flag.FlagSet) *store {
	return &store{
		mode:       flags.String("mode", string(verify.VerifyMode), ""),
		trustStore: flags.String("trust-store", "", ""),
		lists:      listFlag(flags, "crl"),
		ignore:     flags.Bool("ignore-expiry", false, ""),
		password:   flags.String("password-file", "", ""),
		filters:    listFlag(flags, "nlb-filter"),
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
	filters, wrong := lab.Filters(*s.filters)
	if wrong != "" {
		return nil, errors.New("-nlb-filter: " + wrong)
	}
	m.Filters = filters
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

// maxPassword bounds the file of a password.
const maxPassword = 1 << 10

// secret reads the password of PKCS#12 stores: the first line of its file.
func (s *store) secret(h *host) (string, error) {
	if *s.password == "" {
		return "", nil
	}
	b, err := readLimited(h, *s.password, maxPassword)
	if err != nil {
		return "", fmt.Errorf("reading the password: %w", err)
	}
	line, _, _ := strings.Cut(string(b), "\n")
	return strings.TrimSuffix(line, "\r"), nil
}

// unlock puts the certificates of PKCS#12 stores into the place of an input that has
// some. It says why one was not opened.
func (in *input) unlock(password string) (locked string) {
	text, locked := lab.Opened(in.data, password)
	if len(text) > 0 {
		in.data = text
	}
	return locked
}
