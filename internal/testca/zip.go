package testca

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
)

// Manifest is manifest.json of the zip: what is in it, and what to expect of a
// listener with the trust store (and revocation lists) of each case.
type Manifest struct {
	About string    `json:"about"`
	Made  time.Time `json:"made"`
	Cases []Case    `json:"cases"`
}

// Case is one preset. Its files are paths in the zip.
type Case struct {
	Name        string     `json:"name"`
	Text        string     `json:"text"`
	Status      string     `json:"status"`             // Success, or Failed: and a reason code
	Rule        alb.RuleID `json:"rule,omitempty"`     // that decides
	Basis       alb.Basis  `json:"basis,omitempty"`    // how sure the reason code is
	Protocol    string     `json:"protocol,omitempty"` // TLSv1.2 if the status holds there alone
	Key         string     `json:"key"`
	Certificate string     `json:"certificate"`
	TrustStore  string     `json:"trustStore"`
	Revocation  string     `json:"revocation,omitempty"`
	Verify      []Header   `json:"verify"`      // that a target gets in verify mode; none unless the status is Success
	Passthrough []Header   `json:"passthrough"` // and in passthrough mode; none if there is no handshake
}

// Header is a request header.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

const about = "Certificates for tests, from mtlens: right ones and ones that are wrong on purpose. " +
	"Each folder holds what a client sends and the trust store that the status holds for. " +
	"The status is the field tls_verify_status of the connection log; basis says how sure its code is. " +
	"The keys are in this file: trust none of it outside of tests."

// WriteZip makes every preset below one root and writes them with a manifest: a
// folder each, in the order of [Presets]. Times in the zip are the source's.
func WriteZip(w io.Writer, s Source) error {
	root, err := NewAuthority(s, P256)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	manifest := Manifest{about, s.Now.UTC().Truncate(time.Second), nil}
	for i := range Presets {
		c, err := writeCase(z, s, root, &Presets[i])
		if err != nil {
			return fmt.Errorf("making %s: %w", Presets[i].Name, err)
		}
		manifest.Cases = append(manifest.Cases, *c)
	}
	text, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return err
	}
	if err := add(z, s, "manifest.json", append(text, '\n')); err != nil {
		return err
	}
	return z.Close()
}

func writeCase(z *zip.Writer, s Source, root *Authority, p *Preset) (*Case, error) {
	issued, err := p.Make(s, root)
	if err != nil {
		return nil, err
	}
	files, err := issued.Files()
	if err != nil {
		return nil, err
	}
	c := &Case{Name: p.Name, Text: p.Text, Status: p.Expected(), Rule: p.Rule, Basis: p.Basis}
	if p.AtTLS12() {
		c.Protocol = "TLSv1.2"
	}
	for _, f := range files {
		path := p.Name + "/" + f.Name
		switch f.Name {
		case KeyFile:
			c.Key = path
		case CertificateFile:
			c.Certificate = path
		case TrustStoreFile:
			c.TrustStore = path
		case CRLFile:
			c.Revocation = path
		}
		if err := add(z, s, path, f.Data); err != nil {
			return nil, err
		}
	}
	c.Verify, c.Passthrough = issued.headers(p)
	return c, nil
}

func add(z *zip.Writer, s Source, path string, data []byte) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate, Modified: s.Now.UTC()})
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// headers returns what a target gets of the chain in either mode.
func (i *Issued) headers(p *Preset) (verify, passthrough []Header) {
	chain := make([]*certinfo.Certificate, len(i.Chain))
	for n, der := range i.Chain {
		chain[n] = certinfo.Parse(der)
	}
	encode := func(m alb.Mode) []Header {
		list := []Header{}
		for _, h := range alb.Encode(m, chain) {
			list = append(list, Header{h.Name, h.Value})
		}
		return list
	}
	verify, passthrough = []Header{}, []Header{}
	if p.Code == "" {
		verify = encode(alb.Verify)
	}
	// These rules hold in both modes: without them there is no handshake.
	switch p.Rule {
	case alb.RuleMessage, alb.RuleReadable, alb.RuleKey:
	default:
		passthrough = encode(alb.Passthrough)
	}
	return verify, passthrough
}
