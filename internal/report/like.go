package report

import (
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/words"
)

// Fill puts values into r, which is the certificate that the one with these values is like.
// All of their text is one string, and its members are parts of it.
func Fill(r *Certificate, v *certinfo.Values, now time.Time) {
	var room [1 << 10]byte // for nearly all
	b, subject := dn.AppendBrief(room[:0], v.Subject)
	b, issuer := dn.AppendBrief(b, v.Issuer)
	to := func(from int) dn.Range { return dn.Range{From: from, To: len(b)} }
	from := len(b)
	b = words.AppendHex(b, certinfo.Integer{Raw: v.Serial}.Magnitude(), words.UpperDigits)
	serial := to(from)
	from = len(b)
	b = moment.AppendISO(b, v.NotBefore)
	notBefore := to(from)
	from = len(b)
	b = moment.AppendISO(b, v.NotAfter)
	notAfter := to(from)
	var few [8]nameAt
	b, names := appendNames(b, few[:0], v.Alternative)

	text := string(b)
	r.Subject, r.Issuer, r.Serial = subject.Printed.In(text), issuer.Printed.In(text), serial.In(text)
	r.NotBefore, r.NotAfter = notBefore.In(text), notAfter.In(text)
	r.Bytes, r.Declared = len(v.DER), len(v.DER)
	valid := DescribeClock(judge.InDate, v.NotBefore, v.NotAfter, now)
	r.When, r.Tone = valid.Words, valid.Tone
	r.putNames(names, text)
	first := ""
	for i := 0; i < len(names) && first == ""; i++ {
		first = names[i].In(text)
	}
	r.Title = firstOf(OneLine(subject.CommonName.In(text)), first, OneLine(subject.Last.In(text)), "Serial "+r.Serial)
	r.By = OneLine(firstOf(issuer.CommonName.In(text), issuer.Last.In(text)))
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

// nameAt is an alternative name whose text stands there.
type nameAt struct {
	dn.Range
	kind certinfo.NameKind
}

// appendNames appends the text of the alternative names to b, and to list where each is.
func appendNames(b []byte, list []nameAt, names []byte) ([]byte, []nameAt) {
	all, _ := der.First(names)
	in := all.Children()
	for e := (der.Element{}); in.Scan(&e); {
		n := nameAt{dn.Range{From: len(b)}, certinfo.NameKind(e.Tag)}
		if n.kind == certinfo.IPAddress {
			b = certinfo.AppendAddress(b, e.Content())
		} else {
			b = appendLine(b, e.Content())
		}
		n.To = len(b)
		list = append(list, n)
	}
	return b, list
}

// appendLine appends what [OneLine] makes of the text.
func appendLine(b, text []byte) []byte {
	for _, c := range text {
		if c == '\n' || c == '\r' || c == '\t' {
			return append(b, OneLine(string(text))...)
		}
	}
	return append(b, text...)
}

// putNames puts the names into r.
func (r *Certificate) putNames(names []nameAt, text string) {
	all := make([]string, 0, len(names))
	of := func(kind certinfo.NameKind) []string {
		from := len(all)
		for _, n := range names {
			if n.kind == kind {
				all = append(all, n.In(text))
			}
		}
		return all[from:len(all):len(all)]
	}
	r.DNSNames, r.Emails, r.URIs, r.IPs = of(certinfo.DNSName), of(certinfo.RFC822Name), of(certinfo.URI), of(certinfo.IPAddress)
}
