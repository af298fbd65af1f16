package report

import (
	"strconv"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Certificate requests, revocation lists and public keys, presented with the
// sections of a certificate.

// shownEntries is how many entries of a revocation list are shown: a list may
// have a hundred thousand, and nobody reads them one by one.
const shownEntries = 100

// setKey presents a public key.
func (o *Other) setKey(k *certinfo.PublicKey) {
	o.Title = "Public key"
	if s := k.Title(); s != "" {
		o.Title += ", " + s
	}
	o.Sections = []Section{keySection(k, judge.KeyFingerprint(k), "")}
}

// setRequest presents a certificate request.
func (o *Other) setRequest(q *certinfo.Request) {
	o.Title = "Certificate request"
	if s := bestName(&q.Subject); s != "" {
		o.Title += " for “" + s + "”"
	}
	o.Text = q.Key.Title() + ", signed with " + q.SignatureAlgorithm.Title() + "; " + o.Text
	o.Sections = []Section{
		nameSection("Subject", q.Path(certinfo.FieldSubject), &q.Subject, q.Subject.String()),
		keySection(&q.Key, judge.KeyFingerprint(&q.Key), q.Path(certinfo.FieldKey)),
	}
	if len(q.Extensions) > 0 {
		o.Sections = append(o.Sections, extensionsOf("Extensions asked for", q.Extensions, q.Findings))
	}
	if q.Attributes != nil {
		s := Section{Title: "Attributes", Fields: []Field{}}
		for i := range q.Attributes.List {
			a := &q.Attributes.List[i]
			if len(a.List) > 0 && (a.List[0].OID == oid.ExtensionRequest || a.List[0].OID == oid.MicrosoftExtensionRequest) && len(q.Extensions) > 0 {
				continue // shown above
			}
			s.Fields = append(s.Fields, valueField(a, q.Path(certinfo.FieldAttributes)+"["+strconv.Itoa(i)+"]"))
		}
		if len(s.Fields) > 0 {
			o.Sections = append(o.Sections, s)
		}
	}
	o.Sections = append(o.Sections, signedSection(&q.Signed))
}

// setList presents a revocation list, whose updates stand as due says.
func (o *Other) setList(l *certinfo.List, due judge.Clock, now time.Time) {
	total := words.Count(len(l.Entries), "entry")
	o.Title = "Revocation list"
	if s := bestName(&l.Issuer); s != "" {
		o.Title += " of " + words.Quote(s)
	}
	status := Field{Label: "Status", Value: "current", Tone: ToneGood}
	switch due {
	case judge.Expired:
		status.Value, status.Tone = "the next one has been due for "+between(l.NextUpdate.Time, now), ToneWarn
	case judge.NotYet:
		status.Value, status.Tone = "not valid before it was made, in "+between(now, l.ThisUpdate.Time), ToneWarn
	case judge.ClockUnknown:
		status.Value, status.Tone = "not known", ToneWarn
	}
	if status.Tone == ToneWarn {
		o.Tone = ToneWarn
	}
	o.Text = total + ", " + status.Value + "; " + o.Text
	o.Sections = []Section{
		nameSection("Issuer", l.Path(certinfo.FieldIssuer), &l.Issuer, l.Issuer.String()),
		{"Validity", []Field{status, timeField("This update", &l.ThisUpdate, l.Path(certinfo.FieldNotBefore)), timeField("Next update", &l.NextUpdate, l.Path(certinfo.FieldNotAfter))}},
		entrySection(l, total),
	}
	if len(l.Extensions) > 0 {
		o.Sections = append(o.Sections, extensionsOf("Extensions", l.Extensions, l.Findings))
	}
	o.Sections = append(o.Sections, signedSection(&l.Signed))
}

// entrySection counts the entries by reason, and shows the first ones.
func entrySection(l *certinfo.List, total string) Section {
	path := l.Path(certinfo.FieldRevoked)
	all := Field{Label: "Entries", Value: total, Bytes: bytesAt(l.Revoked, path)}
	reason := func(label string, n int) {
		if n > 0 {
			all.Fields = append(all.Fields, Field{Label: label, Value: words.Number(n)})
		}
	}
	for i, n := range l.Reasons {
		reason(reasonName(i), n)
	}
	reason("Another reason", l.Others)
	reason("No reason", l.Without)
	s := Section{"Revoked certificates", []Field{all}}
	for i := range l.Entries {
		if i == shownEntries {
			s.Fields = append(s.Fields, Field{Label: "More", Value: strconv.Itoa(len(l.Entries)-i) + " entries are not shown"})
			break
		}
		x := l.Entry(i)
		f := timeField("", &x.Time, "").or("no date", ToneWarn)
		f.Label, f.Note = x.Serial.Hex(), ""
		if f.Label == "" {
			f.Label = "no serial number"
		}
		f.Bytes = bytesAt(x.Place, path+"["+strconv.Itoa(i)+"]")
		if x.Reason >= 0 {
			f.Note = reasonName(x.Reason)
		}
		if len(x.Extensions) > 1 || len(x.Extensions) == 1 && x.Reason < 0 {
			for j := range x.Extensions {
				f.Fields = append(f.Fields, extensionField(&x.Extensions[j]))
			}
		}
		s.Fields = append(s.Fields, f)
	}
	return s
}

// reasonName is the name of a reason code.
func reasonName(code int) string {
	if code < len(certinfo.RevocationReasons) && certinfo.RevocationReasons[code] != "" {
		return certinfo.RevocationReasons[code]
	}
	return "Reason " + strconv.Itoa(code)
}
