package report

import (
	"strconv"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Certificate requests, revocation lists and public keys, presented with the
// sections of a certificate.

// shownEntries is how many entries of a revocation list are shown: a list may
// have a hundred thousand, and nobody reads them one by one.
const shownEntries = 100

// setKey names a public key.
func (o *Other) setKey(k *certinfo.PublicKey) {
	o.Title = "Public key"
	if s := k.Title(); s != "" {
		o.Title += ", " + s
	}
}

// setRequest names a certificate request.
func (o *Other) setRequest(q *certinfo.Request) {
	o.Title = "Certificate request"
	if s := bestName(&q.Subject); s != "" {
		o.Title += " for " + words.Quote(s)
	}
	o.Text = q.Key.Title() + ", signed with " + q.SignatureAlgorithm.Title() + "; " + o.Text
}

// setList names a revocation list, whose updates stand as due says.
func (o *Other) setList(l *certinfo.List, due judge.Clock, now time.Time) {
	o.Title = "Revocation list"
	if s := bestName(&l.Issuer); s != "" {
		o.Title += " of " + words.Quote(s)
	}
	status := listStatus(l, due, now)
	if status.Tone == ToneWarn {
		o.Tone = ToneWarn
	}
	o.Text = words.Count(len(l.Entries), "entry") + ", " + status.Value + "; " + o.Text
}

// listStatus says how the updates of a list stand.
func listStatus(l *certinfo.List, due judge.Clock, now time.Time) Field {
	f := Field{Label: "Status", Value: "current", Tone: ToneGood}
	switch due {
	case judge.Expired:
		f.Value, f.Tone = "the next one has been due for "+Between(l.NextUpdate.Time, now), ToneWarn
	case judge.NotYet:
		f.Value, f.Tone = "not valid before it was made, in "+Between(now, l.ThisUpdate.Time), ToneWarn
	case judge.ClockUnknown:
		f.Value, f.Tone = "not known", ToneWarn
	}
	return f
}

// OtherSections are all there is to say of a request, a list or a public key.
func OtherSections(o *judge.Other, now time.Time) []Section {
	switch {
	case o.Request != nil:
		return requestSections(o.Request)
	case o.List != nil:
		return listSections(o.List, listStatus(o.List, o.Due, now))
	case o.Key != nil:
		return []Section{keySection(&o.Key.Key, judge.KeyFingerprint(&o.Key.Key), "")}
	}
	return nil
}

func requestSections(q *certinfo.Request) []Section {
	list := []Section{
		nameSection("Subject", q.Path(certinfo.FieldSubject), &q.Subject, q.Subject.String()),
		keySection(&q.Key, judge.KeyFingerprint(&q.Key), q.Path(certinfo.FieldKey)),
	}
	if len(q.Extensions) > 0 {
		list = append(list, extensionsOf("Extensions asked for", q.Extensions, q.Findings))
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
			list = append(list, s)
		}
	}
	list = append(list, signedSection(&q.Signed))
	return list
}

func listSections(l *certinfo.List, status Field) []Section {
	list := []Section{
		nameSection("Issuer", l.Path(certinfo.FieldIssuer), &l.Issuer, l.Issuer.String()),
		{"Validity", []Field{status, timeField("This update", &l.ThisUpdate, l.Path(certinfo.FieldNotBefore)), timeField("Next update", &l.NextUpdate, l.Path(certinfo.FieldNotAfter))}},
		entrySection(l),
	}
	if len(l.Extensions) > 0 {
		list = append(list, extensionsOf("Extensions", l.Extensions, l.Findings))
	}
	list = append(list, signedSection(&l.Signed))
	return list
}

// entrySection counts the entries by reason, and shows the first ones.
func entrySection(l *certinfo.List) Section {
	total := words.Count(len(l.Entries), "entry")
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

// NewOther presents something that is not a certificate, without its places. Of a
// private key it says the type and the size, and nothing else.
func NewOther(o *judge.Other, now time.Time) Other {
	out := Other{Title: o.Kind.String(), Group: o.Unit}
	switch {
	case o.Kind.Secret():
		if out.Secret = true; !o.File {
			out.Tone = ToneBad
		}
		out.Locked = o.Kind == der.PKCS12
		out.Title = certinfo.DescribeSecret(o.Kind, o.Text.Bytes)
		out.Text = "Recognized and not shown."
	case o.Label != "":
		out.Text = "Recognized by its armor, " + o.Label + "; " + words.Count(o.Text.Len(), "byte") + "."
	default:
		out.Text = words.Count(o.Text.Len(), "byte") + " of DER."
	}
	out.Title = words.Capital(out.Title)
	switch {
	case o.Request != nil:
		out.setRequest(o.Request)
	case o.List != nil:
		out.setList(o.List, o.Due, now)
	case o.Key != nil:
		out.setKey(&o.Key.Key)
	}
	return out
}
