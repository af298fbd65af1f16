package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mtlens/mtlens/build/standin"
	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/verify"
)

// listenerSettings are those of one listener: flags, or an object of the file that
// -config names, with the names of the flags in camel case.
type listenerSettings struct {
	Listen       string            `json:"listen"`
	Target       string            `json:"target"`
	Mode         string            `json:"mode"`
	TrustStore   string            `json:"trustStore"`
	CRL          []string          `json:"crl"`
	ServerCert   string            `json:"serverCert"`
	ServerKey    string            `json:"serverKey"`
	ServerName   []string          `json:"serverName"`
	IgnoreExpiry bool              `json:"ignoreExpiry"`
	Advertise    bool              `json:"advertise"`
	Rename       map[string]string `json:"rename"`
	TLSPolicy    string            `json:"tlsPolicy"`
	Alerts       bool              `json:"alerts"`
	NoHTTP2      bool              `json:"noHTTP2"`
	Idle         string            `json:"idle"`
}

// defaults are what holds for a listener of which nothing is said.
var defaults = listenerSettings{Listen: "127.0.0.1:8443", Mode: string(verify.VerifyMode), TLSPolicy: standin.DefaultPolicy, Idle: standin.DefaultSilence.String()}

// declare declares the flags of one listener.
func (s *listenerSettings) declare(flags *flag.FlagSet) {
	*s = defaults
	flags.StringVar(&s.Listen, "listen", s.Listen, "")
	flags.StringVar(&s.Target, "target", "", "")
	flags.StringVar(&s.Mode, "mode", s.Mode, "")
	flags.StringVar(&s.TrustStore, "trust-store", "", "")
	flags.Func("crl", "", appendTo(&s.CRL))
	flags.StringVar(&s.ServerCert, "server-cert", "", "")
	flags.StringVar(&s.ServerKey, "server-key", "", "")
	flags.Func("server-name", "", appendTo(&s.ServerName))
	flags.BoolVar(&s.IgnoreExpiry, "ignore-expiry", false, "")
	flags.BoolVar(&s.Advertise, "advertise", false, "")
	flags.Func("rename", "", func(text string) error {
		from, to, ok := strings.Cut(text, "=")
		if !ok {
			return errors.New("write it as leaf=X-Client-Cert")
		}
		if s.Rename == nil {
			s.Rename = make(map[string]string)
		}
		s.Rename[from] = to
		return nil
	})
	flags.StringVar(&s.TLSPolicy, "tls-policy", s.TLSPolicy, "")
	flags.BoolVar(&s.Alerts, "alerts", false, "")
	flags.BoolVar(&s.NoHTTP2, "no-http2", false, "")
	flags.StringVar(&s.Idle, "idle", s.Idle, "")
}

func appendTo(list *[]string) func(string) error {
	return func(text string) error {
		*list = append(*list, text)
		return nil
	}
}

// ofAll are the flags that hold for all listeners; the others are of the file when
// there is one.
var ofAll = []string{"config", "log", "log-format", "ready", "save-server-cert", "now"}

// readConfig reads the listeners of a file. Names of files in it are relative to its
// folder.
func readConfig(name string, flags *flag.FlagSet) ([]listenerSettings, error) {
	var given error
	flags.Visit(func(f *flag.Flag) {
		if err := oneOf("config", f.Name, ofAll...); err != nil {
			given = fmt.Errorf("-%s is of one listener: with -config it stands in the file", f.Name)
		}
	})
	if given != nil {
		return nil, given
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var file struct {
		Listeners []json.RawMessage `json:"listeners"`
	}
	if err := strictly(data, &file); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if len(file.Listeners) == 0 {
		return nil, fmt.Errorf("%s lists no listeners", name)
	}
	list := make([]listenerSettings, len(file.Listeners))
	for i, raw := range file.Listeners {
		list[i] = defaults
		if err := strictly(raw, &list[i]); err != nil {
			return nil, fmt.Errorf("reading listener %d of %s: %w", i+1, name, err)
		}
		list[i].relativeTo(filepath.Dir(name))
	}
	return list, nil
}

// strictly reads JSON, and refuses names that it does not know: a slip of the hand
// must not leave a listener open.
func strictly(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// relativeTo makes names of files relative to a folder.
func (s *listenerSettings) relativeTo(dir string) {
	for _, name := range []*string{&s.TrustStore, &s.ServerCert, &s.ServerKey} {
		if *name != "" && !filepath.IsAbs(*name) {
			*name = filepath.Join(dir, *name)
		}
	}
	for i, name := range s.CRL {
		if !filepath.IsAbs(name) {
			s.CRL[i] = filepath.Join(dir, name)
		}
	}
}

// listener is the configuration, but for what all listeners share.
func (s *listenerSettings) listener() (c standin.Config, err error) {
	if err := oneOf("mode", s.Mode, modes...); err != nil {
		return c, err
	}
	c.Settings = verify.Settings{Mode: verify.Mode(s.Mode), IgnoreExpiry: s.IgnoreExpiry, AdvertiseCANames: s.Advertise}
	if err := s.checkFiles(); err != nil {
		return c, err
	}
	c.Material = standin.NewFiles(s.TrustStore, s.CRL...).Material
	if s.Target != "" {
		if c.Target, err = standin.ReadTarget(s.Target); err != nil {
			return c, err
		}
	}
	if c.Rename, err = renamed(s.Rename); err != nil {
		return c, err
	}
	if c.Policy = standin.PolicyOf(s.TLSPolicy); c.Policy == nil {
		return c, fmt.Errorf("-tls-policy: there is no %q; known are %s", s.TLSPolicy, policyNames())
	}
	if c.Silence, err = time.ParseDuration(s.Idle); err != nil || c.Silence <= 0 {
		return c, fmt.Errorf("-idle takes a time such as 60s, not %q", s.Idle)
	}
	c.Alerts, c.NoHTTP2 = s.Alerts, s.NoHTTP2
	return c, nil
}

// checkFiles refuses what an API would refuse too: AWS wants a trust store in verify
// mode, and none in the others.
func (s *listenerSettings) checkFiles() error {
	verifies := s.Mode == string(verify.VerifyMode)
	switch {
	case verifies && s.TrustStore == "":
		return errors.New("mode verify needs -trust-store; passthrough and off do without")
	case !verifies && (s.TrustStore != "" || len(s.CRL) > 0 || s.IgnoreExpiry || s.Advertise):
		return fmt.Errorf("mode %s verifies nothing: -trust-store, -crl, -ignore-expiry and -advertise go with verify", s.Mode)
	}
	for _, name := range append([]string{s.TrustStore}, s.CRL...) {
		if name == "" {
			continue
		}
		if _, err := os.Stat(name); err != nil {
			return err
		}
	}
	return nil
}

// renamed reads the names of headers: by the end of the usual name ("leaf", "chain"
// for X-Amzn-Mtls-Clientcert itself), by the whole of it, or by the listener's
// attribute, routing.http.request.x_amzn_mtls_clientcert_leaf.header_name.
func renamed(names map[string]string) (map[alb.Role]string, error) {
	out := make(map[alb.Role]string)
	for from, to := range names {
		name := strings.TrimSuffix(strings.TrimPrefix(from, "routing.http.request."), ".header_name")
		role := alb.RoleOf(name)
		if role == alb.NoRole {
			role = alb.RoleOf("X-Amzn-Mtls-Clientcert-" + name)
		}
		if strings.EqualFold(name, "chain") {
			role = alb.Clientcert
		}
		switch {
		case role == alb.NoRole:
			return nil, fmt.Errorf("-rename: there is no header %q: serial-number, issuer, subject, validity, leaf and chain are there", from)
		case !headerName(to):
			return nil, fmt.Errorf("-rename: %q is no name of a header", to)
		}
		out[role] = to
	}
	return out, nil
}

// headerName reports whether s is made of letters, digits, hyphens and underscores.
func headerName(s string) bool {
	for _, c := range s {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return false
		}
	}
	return s != ""
}

func policyNames() string {
	var list []string
	for _, p := range standin.Policies {
		list = append(list, p.Name)
	}
	return orList(list)
}
