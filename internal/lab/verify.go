package lab

import (
	"bytes"
	"errors"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/pkcs12"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/verify"
	"github.com/mtlens/mtlens/internal/words"
)

// Verify says what a listener would do with a chain.
func Verify(o Options, q VerifyRequest) Verdict {
	filters, _ := Filters(q.Filters)
	v := listener(q.input(o), filters)
	answer := verdict(&v)
	answer.TrustStore = bundle(o, q.TrustStore, "")
	return answer
}

func (q *VerifyRequest) input(o Options) verify.Input {
	return verify.Input{
		Chain:      certificates(q.Chain),
		TrustStore: []byte(q.TrustStore),
		CRLs:       lists(q.CRLs),
		Settings:   q.Settings.settings(),
		Protocol:   protocols[q.Version],
		Now:        o.Now,
	}
}

var protocols = map[string]verify.Protocol{"1.2": verify.TLS12, "1.3": verify.TLS13}

func (s Settings) settings() verify.Settings {
	if s.Mode == "" {
		s.Mode = string(verify.VerifyMode)
	}
	return verify.Settings{Mode: verify.Mode(s.Mode), IgnoreExpiry: s.IgnoreExpiry, AdvertiseCANames: s.AdvertiseCANames}
}

// certificates finds the certificates in a text, in their order, those that are
// there twice too: a client sends what it has.
func certificates(text string) (chain [][]byte) {
	for u := range unwrap.Open([]byte(text)).Units() {
		for i := range u.Objects {
			o := &u.Objects[i]
			if o.IsCertificate() && !o.Other {
				chain = append(chain, o.DER.Bytes)
			}
		}
	}
	return chain
}

// lists takes revocation lists out of whatever wraps them. A file in which there
// is none stays as it is, for the verdict to say so.
func lists(files []string) (all [][]byte) {
	for _, file := range files {
		found := false
		for u := range unwrap.Open([]byte(file)).Units() {
			for i := range u.Objects {
				if o := &u.Objects[i]; o.Kind == der.RevocationList {
					all, found = append(all, o.DER.Bytes), true
				}
			}
		}
		if text := []byte(file); !found && len(bytes.TrimSpace(text)) > 0 {
			all = append(all, text)
		}
	}
	return all
}

func verdict(v *verify.Verdict) Verdict {
	answer := Verdict{
		Status: v.Status, OK: v.OK(), Reason: string(v.Reason),
		Text: "Every rule was passed.",
	}
	if d := v.Deciding(); d != nil {
		answer.Text, answer.Basis = d.Detail, string(v.CodeBy)
	}
	if info := alb.FrontReasonOf(v.Reason); info != nil {
		answer.Description, answer.Causes, answer.Todo = info.Description, info.Causes, info.Todo
	}
	answer.S2N = S2N{string(v.S2N.OpenSSL), string(v.S2N.AWSLC)}
	for _, a := range v.Alternatives {
		answer.Alternatives = append(answer.Alternatives, Otherwise{a.Status, a.Text})
	}
	for _, n := range v.Notes {
		answer.Notes = append(answer.Notes, n.Text)
	}
	for _, r := range v.Rules {
		answer.Rules = append(answer.Rules, rule(r))
	}
	for _, l := range v.Path {
		answer.Path = append(answer.Path, PathLink{l.Subject, l.Certificate, l.Anchor})
	}
	return answer
}

func rule(r verify.Rule) Rule {
	out := Rule{
		ID: string(r.ID), Title: r.Title, Outcome: r.Outcome.String(), Basis: string(r.Basis), Source: r.Source,
		Detail: r.Detail, Certificate: r.Certificate, Anchor: r.Anchor, Field: r.Field,
	}
	if r.Place.Length > 0 {
		out.Bytes = &ByteRange{r.Place.Offset, r.Place.Length}
	}
	return out
}

// bundle judges a trust store as a file. What is cleaned is offered only where
// there was something to clean. A PKCS#12 store is opened, to clean it.
func bundle(o Options, file, password string) BundleCheck {
	b := verify.Bundle([]byte(file), o.Now)
	answer := BundleCheck{Accepted: b.Accepted}
	unlocked := ""
	if s := openStores([]byte(file), password); b.Form == verify.FormPKCS12 && s.found > 0 {
		if s.err != nil {
			unlocked = lockedText(s.err, password)
		} else {
			unlocked = "Opened: " + words.Count(len(s.certificates), "certificate") + "."
			inside := verify.Bundle(s.text.Bytes(), o.Now)
			b.Certificates, b.Cleaned = inside.Certificates, inside.Cleaned
			b.Findings = append(b.Findings[:1:1], inside.Findings...) // the first says what the file is
		}
		answer.Locked = errors.Is(s.err, pkcs12.ErrPassword)
	}
	if inside := decoded(file, o); len(b.Cleaned) == 0 && len(inside.Cleaned) > 0 {
		b.Certificates, b.Cleaned = inside.Certificates, inside.Cleaned
		unlocked = "Decode reads " + words.Count(inside.Kept, "certificate") + " in it, which the cleaned file has."
	}
	for _, c := range b.Certificates {
		answer.Certificates = append(answer.Certificates, BundleMember{c.Line, c.Subject, c.Kept, string(c.Dropped)})
	}
	for _, f := range b.Findings {
		answer.Findings = append(answer.Findings, fileFinding(f))
	}
	if len(b.Findings) > 0 {
		answer.Cleaned = string(b.Cleaned)
	}
	holds := words.Count(len(b.Certificates), "certificate")
	switch n := refusals(b.Findings); {
	case strings.TrimSpace(file) == "":
		answer.Text = "There is no trust store."
	case !b.Accepted:
		answer.Text = strings.TrimSpace("AWS would not take this file: it breaks " + words.Count(n, "documented rule") + ". " + unlocked)
	case len(b.Findings) > 0:
		answer.Text = "AWS takes this file, with " + holds + "; see what was noticed."
	default:
		answer.Text = "AWS takes this file, with " + holds + "."
	}
	return answer
}

// decoded judges as a trust store what Decode reads in a file of another form:
// base64 without armor, an archive, escapes.
func decoded(file string, o Options) verify.BundleReport {
	var s stores
	s.write("CERTIFICATE", certificates(file)...)
	return verify.Bundle(s.text.Bytes(), o.Now)
}

// refusals is how many documented rules the findings are about.
func refusals(findings []verify.FileFinding) int {
	seen := map[finding.ID]bool{}
	for _, f := range findings {
		if f.Severity == finding.Error && f.Basis == alb.Documented {
			seen[f.ID] = true
		}
	}
	return len(seen)
}
