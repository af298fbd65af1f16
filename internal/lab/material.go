package lab

import (
	"encoding/base64"
	"errors"

	"github.com/mtlens/mtlens/internal/verify"
	"github.com/mtlens/mtlens/internal/words"
)

// Material is what a listener has beside the client's certificates. It is given
// once, and holds for every paste until another comes.
type Material struct {
	TrustStore []byte   // as uploaded; empty if there is none
	Lists      [][]byte // revocation lists, as uploaded
	Settings   verify.Settings
}

// Take reads what is given, and judges the files. It is an error if a file is not
// base64, or all of them are longer than [MaxInput].
func (m *Material) Take(o Options, q MaterialRequest) (MaterialCheck, error) {
	store, err := base64.StdEncoding.DecodeString(q.TrustStore)
	if err != nil {
		return MaterialCheck{}, errNotBase64
	}
	taken := Material{TrustStore: store, Settings: q.Settings.settings()}
	check := MaterialCheck{TrustStore: bundle(o, string(store))}
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

var errNotBase64 = errors.New("a file is not in base64")

// listCheck judges a revocation list as a file.
func listCheck(o Options, file []byte) ListCheck {
	r := verify.RevocationFile(file, o.Now)
	c := ListCheck{Accepted: r.Accepted}
	for _, f := range r.Findings {
		c.Findings = append(c.Findings, fileFinding(f))
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

// fileFinding words a finding about a file.
func fileFinding(f verify.FileFinding) BundleFinding {
	return BundleFinding{string(f.ID), string(f.Severity), string(f.Basis), f.Line, f.Certificate, f.Text, f.Hint}
}
