package report

import (
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/moment"
)

// Fill puts values into r, which is the certificate that the one with these values is like.
func Fill(r *Certificate, v *certinfo.Values, now time.Time) {
	subject, issuer := dn.ReadBrief(v.Subject), dn.ReadBrief(v.Issuer)
	r.Subject, r.Issuer, r.Serial = subject.Printed, issuer.Printed, certinfo.Integer{Raw: v.Serial}.Hex()
	r.NotBefore, r.NotAfter = moment.ISO(v.NotBefore), moment.ISO(v.NotAfter)
	r.Bytes, r.Declared = len(v.DER), len(v.DER)
	valid := DescribeClock(judge.InDate, v.NotBefore, v.NotAfter, now)
	r.When, r.Tone = valid.Words, valid.Tone
	first := fillNames(r, v.Alternative)
	r.Title = firstOf(OneLine(subject.CommonName), first, OneLine(subject.Last), "Serial "+r.Serial)
	r.By = OneLine(firstOf(issuer.CommonName, issuer.Last))
}

// firstOf is the first text that is not empty.
func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// fillNames puts the alternative names into r, and returns the first of them that is text.
func fillNames(r *Certificate, names []byte) (first string) {
	r.DNSNames, r.Emails, r.URIs, r.IPs = []string{}, []string{}, []string{}, []string{}
	all, _ := der.First(names)
	in := all.Children()
	for e := (der.Element{}); in.Scan(&e); {
		text := ""
		switch certinfo.NameKind(e.Tag) {
		case certinfo.DNSName:
			text = OneLine(string(e.Content()))
			r.DNSNames = append(r.DNSNames, text)
		case certinfo.RFC822Name:
			text = OneLine(string(e.Content()))
			r.Emails = append(r.Emails, text)
		case certinfo.URI:
			text = OneLine(string(e.Content()))
			r.URIs = append(r.URIs, text)
		case certinfo.IPAddress:
			text = certinfo.AddressText(e.Content())
			r.IPs = append(r.IPs, text)
		}
		if first == "" {
			first = text
		}
	}
	return first
}
