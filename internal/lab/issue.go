package lab

import (
	"bytes"
	"encoding/base64"
	"errors"
	"math/big"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/testca"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/verify"
)

// Issue makes a client certificate.
func Issue(o Options, q IssueRequest) (Issued, error) {
	r, err := q.request()
	if err != nil {
		return refused(err)
	}
	made, err := testca.Issue(o.source(), r)
	if err != nil {
		return refused(err)
	}
	answer, err := issued(made)
	if err != nil {
		return Issued{}, err
	}
	if answer.Script, err = testca.Script(r); err != nil {
		var e *testca.FieldError
		if !errors.As(err, &e) {
			return Issued{}, err
		}
		answer.NoScript = e.Text
	}
	v := verify.Verify(verify.Input{Chain: made.Chain, TrustStore: made.TrustStore, Now: o.Now, Settings: verify.Settings{Mode: verify.VerifyMode}})
	if d := v.Deciding(); d != nil {
		answer.Note = "A load balancer would refuse this client and log " + v.Status + ". " + d.Detail
	}
	return answer, nil
}

// FromPreset makes a certificate that is wrong on purpose.
func FromPreset(o Options, q PresetRequest) (Issued, error) {
	p := testca.PresetOf(q.Name)
	if p == nil {
		return refused(&testca.FieldError{Field: "name", Text: "There is no preset of this name."})
	}
	root, err := authority(q.Authority)
	if err != nil {
		return refused(err)
	}
	made, err := p.Make(o.source(), root)
	if err != nil {
		return refused(err)
	}
	answer, err := issued(made)
	if err != nil {
		return Issued{}, err
	}
	answer.Preset, answer.Note = ptr(preset(p)), p.Text
	return answer, nil
}

func ptr[T any](v T) *T { return &v }

// refused makes an answer of an error about a field.
func refused(err error) (Issued, error) {
	var e *testca.FieldError
	if errors.As(err, &e) {
		return Issued{Problems: []Problem{{e.Field, e.Text}}}, nil
	}
	return Issued{}, err
}

// uses says where each file goes.
var uses = map[string]string{
	testca.KeyFile:         "The client's private key: curl --key private-key.pem. It was made in this page and is nowhere else.",
	testca.CertificateFile: "What the client sends, leaf first: curl --cert certificate.crt.",
	testca.TrustStoreFile:  "The certificate authority, for the trust store of the listener.",
	testca.CRLFile:         "The revocation list, for the trust store of the listener.",
}

func issued(i *testca.Issued) (Issued, error) {
	files, err := i.Files()
	if err != nil {
		return Issued{}, err
	}
	answer := Issued{Title: title(i.Chain[0])}
	for _, f := range files {
		answer.Files = append(answer.Files, File{f.Name, string(f.Data), uses[f.Name], f.Name == testca.KeyFile})
	}
	root, err := i.Authority.Encode()
	answer.Authority = string(root)
	return answer, err
}

// title names a certificate: by its subject, or by an alternative name.
func title(leaf []byte) string {
	c := certinfo.Parse(leaf)
	if s := c.Subject.String(); s != "" {
		return s
	}
	return "a certificate without a subject"
}

// request reads the members that are texts.
func (q *IssueRequest) request() (r testca.Request, err error) {
	r = testca.Request{
		Key: testca.Algorithm(q.Key), AuthorityKey: testca.Algorithm(q.AuthorityKey),
		Days: q.Days, KeyUsage: q.KeyUsage, ExtKeyUsage: q.ExtKeyUsage, Intermediates: q.Intermediates,
	}
	if q.Subject != nil {
		r.Subject = []testca.Attribute{}
	}
	for _, a := range q.Subject {
		r.Subject = append(r.Subject, testca.Attribute(a))
	}
	for _, n := range q.Names {
		r.Names = append(r.Names, testca.Name{Kind: testca.NameKind(n.Kind), Value: n.Value})
	}
	if r.NotBefore, err = moment(q.NotBefore, "notBefore", false); err != nil {
		return r, err
	}
	if r.NotAfter, err = moment(q.NotAfter, "notAfter", true); err != nil {
		return r, err
	}
	if r.Serial, err = serial(q.Serial); err != nil {
		return r, err
	}
	if strings.TrimSpace(q.CSR) != "" {
		if r.CSR, err = csr(q.CSR); err != nil {
			return r, err
		}
	}
	r.Authority, err = authority(q.Authority)
	return r, err
}

// moment reads a date or a time. A date alone is its first second, or its last.
func moment(text, field string, last bool) (time.Time, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		if last {
			t = t.Add(24*time.Hour - time.Second)
		}
		return t, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, &testca.FieldError{Field: field, Text: "Write a date as 2026-12-31, or a time as 2026-12-31T23:59:59Z."}
}

func serial(text string) (*big.Int, error) {
	text = strings.TrimPrefix(strings.NewReplacer(":", "", " ", "").Replace(strings.ToLower(text)), "0x")
	if text == "" {
		return nil, nil
	}
	n, ok := new(big.Int).SetString(text, 16)
	if !ok || len(text) > 64 {
		return nil, &testca.FieldError{Field: "serial", Text: "Write a serial number in hexadecimal, of at most 20 bytes."}
	}
	return n, nil
}

// csr finds the certificate request in a paste.
func csr(text string) ([]byte, error) {
	for u := range unwrap.Open([]byte(text)).Units() {
		for i := range u.Objects {
			if o := &u.Objects[i]; o.Kind == der.CertificateRequest {
				return o.DER.Bytes, nil
			}
		}
	}
	return nil, &testca.FieldError{Field: "csr", Text: "There is no certificate request in this text."}
}

func authority(text string) (*testca.Authority, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	return testca.ReadAuthority([]byte(text))
}

// AllChoices is what a form offers.
func AllChoices() Choices {
	c := Choices{
		Attributes: testca.AttributeNames, KeyUsages: testca.KeyUsages, ExtKeyUsages: testca.ExtKeyUsages,
		MaxIntermediates: testca.MaxIntermediates,
		Defaults: IssueRequest{
			Key: string(testca.P256), AuthorityKey: string(testca.P256), Days: testca.DefaultDays,
			KeyUsage: testca.DefaultKeyUsage, ExtKeyUsage: testca.DefaultExtKeyUsage,
		},
	}
	for i := range testca.Presets {
		c.Presets = append(c.Presets, preset(&testca.Presets[i]))
	}
	for _, a := range testca.Algorithms {
		c.Keys = append(c.Keys, KeyChoice{string(a.Name), a.Title, a.Note, a.Refused, a.Slow})
	}
	for _, k := range testca.NameKinds {
		c.NameKinds = append(c.NameKinds, NameChoice{string(k.Kind), k.Title, k.Example})
	}
	for _, a := range testca.DefaultSubject {
		c.Defaults.Subject = append(c.Defaults.Subject, Attribute(a))
	}
	return c
}

func preset(p *testca.Preset) Preset {
	version := ""
	if p.AtTLS12() {
		version = "1.2"
	}
	return Preset{p.Name, p.Title, p.Text, p.Expected(), string(p.Basis), version}
}

// Zip makes every preset and packs them with a manifest.
func Zip(o Options) (Archive, error) {
	var b bytes.Buffer
	if err := testca.WriteZip(&b, o.source()); err != nil {
		return Archive{}, err
	}
	return Archive{"mtlens-test-certificates.zip", base64.StdEncoding.EncodeToString(b.Bytes()), len(testca.Presets)}, nil
}
