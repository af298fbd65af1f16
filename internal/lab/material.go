package lab

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/verify"
	"github.com/mtlens/mtlens/internal/words"
)

// Material is what a listener has beside the client's certificates. It is given
// once, and holds for every paste until another comes.
type Material struct {
	TrustStore []byte   // as uploaded; empty if there is none
	Lists      [][]byte // revocation lists, as uploaded
	Settings   verify.Settings
	Filters    []alb.Filter // of a Network Load Balancer; none for an ALB
}

// Take reads what is given, and judges the files. It is an error if a file is not
// base64, or all of them are longer than [MaxInput].
func (m *Material) Take(o Options, q MaterialRequest) (MaterialCheck, error) {
	store, err := base64.StdEncoding.DecodeString(q.TrustStore)
	if err != nil {
		return MaterialCheck{}, errNotBase64
	}
	taken := Material{TrustStore: store, Settings: q.Settings.settings()}
	var wrong string
	taken.Filters, wrong = Filters(q.Filters)
	check := MaterialCheck{Filters: wrong, TrustStore: bundle(o, string(store), q.Password)}
	for _, text := range q.Lists {
		file, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return MaterialCheck{}, errNotBase64
		}
		taken.Lists = append(taken.Lists, file)
		check.Lists = append(check.Lists, listCheck(o, file))
	}
	*m = taken
	return check, nil
}

// Filters reads identity filters, a field and a value each. What is wrong with one is
// said: a field that is not known matches nothing.
func Filters(lines []string) (all []alb.Filter, wrong string) {
	for _, line := range lines {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		field, value, ok := strings.Cut(line, "=")
		f := alb.Filter{Field: alb.FilterField(strings.TrimSpace(field)), Value: strings.TrimSpace(value)}
		all = append(all, f)
		if wrong == "" && (!ok || !slices.Contains(alb.FilterFields, f.Field)) {
			wrong = words.Quote(words.Shorten(line, 60)) + " is no filter: write subject-cn, subject-ou, san-dns or san-uri, =, and the value."
		}
	}
	return all, wrong
}

// listener asks the listener: of an NLB where there are filters, of CloudFront where
// the mode is one of its own.
func listener(in verify.Input, filters []alb.Filter) verify.Verdict {
	switch {
	case front(in.Settings.Mode):
		return verify.Front(in)
	case len(filters) > 0:
		return verify.Network(in, filters)
	}
	return verify.Verify(in)
}

func front(m verify.Mode) bool { return m == verify.FrontRequired || m == verify.FrontOptional }

// by is who asks, as [listener] takes it.
func (m *Material) by() judge.Listener {
	switch {
	case front(m.Settings.Mode):
		return judge.CloudFront
	case len(m.Filters) > 0:
		return judge.NetworkLB
	}
	return judge.ApplicationLB
}

var errNotBase64 = errors.New("a file is not in base64")

// listCheck judges a revocation list as a file.
func listCheck(o Options, file []byte) ListCheck {
	r := verify.RevocationFile(file, o.Now)
	c := ListCheck{Accepted: r.Accepted}
	for _, f := range r.Findings {
		c.Findings = append(c.Findings, fileFinding(f))
	}
	if len(r.Cleaned) == 0 {
		r.Cleaned = verify.RevocationFile(listsIn(file), o.Now).Cleaned
	}
	for _, pem := range r.Cleaned {
		c.Cleaned = append(c.Cleaned, string(pem))
	}
	switch n := refusals(r.Findings); {
	case !r.Accepted:
		c.Text = "AWS would not take this file: it breaks " + words.Count(n, "documented rule") + "."
	case len(r.Findings) > 0:
		c.Text = "AWS takes this file, with " + words.Count(len(r.Lists), "list") + "; see what was noticed."
	default:
		c.Text = "AWS takes this file, with " + words.Count(len(r.Lists), "list") + "."
	}
	return c
}

// listsIn are the lists that Decode reads in a file of another form, as PEM.
func listsIn(file []byte) []byte {
	var s stores
	for _, raw := range lists([]string{string(file)}) {
		if der.Classify(raw) == der.RevocationList {
			s.write("X509 CRL", raw)
		}
	}
	return s.text.Bytes()
}

// fileFinding words a finding about a file.
func fileFinding(f verify.FileFinding) BundleFinding {
	return BundleFinding{string(f.ID), string(f.Severity), string(f.Basis), f.Line, f.Certificate, f.Text, f.Hint}
}
