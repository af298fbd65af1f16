package judge

import (
	"slices"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/keypiece"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// maxReasons is how many reasons for a family are kept: nobody reads more.
const maxReasons = 20

// decided is what [family.Decide] said, with the fields that its values are.
type decided struct {
	family.Decision
	fields []int // of each value
}

// whose decides who wrote the unit, from all of its values. Members of a bundle are
// part of their bundle's value.
func (j *Judge) whose(u *Unit, fields []Field) (d decided) {
	values := j.room.values[:0]
	d.fields = j.room.of[:0]
	for i := range fields {
		f := &fields[i]
		if f.Field.Element > 0 || f.Alone || ofIssuer(f) {
			continue
		}
		v := family.Named{Name: f.Name, Value: f.Field.Value.Bytes, Text: f.Value, From: place(f.Field)}
		for _, c := range f.Certificates {
			v.Certificates = append(v.Certificates, j.certificates[c].Certificate)
		}
		values, d.fields = append(values, v), append(d.fields, i)
	}
	j.room.values, j.room.of = values, d.fields
	d.Decision = family.Decide(values, j.settings...)
	w := &u.Whose
	w.Family, w.Sure, w.Renamed, w.Format, w.Mode, w.Alike, w.Also = d.Family, d.Sure, d.Renamed, d.Format, d.Mode, d.Alike, d.Also
	w.Lone = d.ValueOf >= 0
	for _, m := range d.Entries {
		w.Named = w.Named || m != family.NoMatch
	}
	w.Mixed = d.Family == family.ALB && d.Mode < 0 && d.Format >= 0 && family.Of(family.ALB).Formats[d.Format].Kind == family.Request
	for _, o := range d.Others {
		w.Others = append(w.Others, o.Family)
	}
	for _, e := range d.Evidence {
		if len(w.Reasons) < maxReasons && e.Points >= 0 {
			f := &fields[d.fields[e.Value]]
			w.Reasons = append(w.Reasons, Reason{e.Kind, f.Name, f.NameSpan})
		}
	}
	u.Said = Said{Result: d.Result, Detail: d.Detail, Field: -1, Conflict: d.Conflict}
	return d
}

// ofIssuer reports whether a value is about an issuer: Node.js's getPeerCertificate
// has the rest of the chain in members of this name, one in another.
func ofIssuer(f *Field) bool { return f.Parent == "issuerCertificate" }

// keep gives the unit the fields that matter: those whose names are known, what
// holds a structure, what speaks of the verification, a name in a header of an operator's own
// beside those, and the members of bundles.
func (j *Judge) keep(u *Unit, fields []Field, d *decided) {
	for v, i := range d.fields {
		f := &fields[i]
		m := d.Entries[v]
		if m == family.NoMatch {
			m = j.renamedEntry(u, fields, d, f)
			f.Renamed = m != family.NoMatch
		} else if d.Renamed && m.ID() == family.ALB {
			f.Renamed = !slices.Contains(family.Lookup(f.Name, place(f.Field)), m)
		}
		f.enter(m)
	}
	said := -1
	if d.Said >= 0 {
		said = d.fields[d.Said]
	}
	lone := -1
	if d.ValueOf >= 0 {
		lone = d.fields[d.ValueOf]
	}
	bundle := -1 // index of the bundle whose members follow, among those kept
	for i := range fields {
		f := &fields[i]
		member := f.Field.Element > 0
		known := f.Entry != family.NoMatch && telling(f.Kind) && (masked(f.Kind, f.Field) || u.told() || f.Entry.Header().Weight != family.Shared || len(u.New) > 0 || u.Said.Result != family.NotSaid)
		if fields[i].Field.Parent != "" && partOfSubject(u.Whose.Family, fields, i) {
			f.Kind, known = family.CommonName, true
		}
		if !known && f.Entry == family.NoMatch && (u.told() || len(u.New) > 0 || u.Said.Result != family.NotSaid || u.Own) {
			known = family.SaysFact(f.Name, f.Field.Value.Bytes) && !keypiece.In(f.Value)
		}
		if !member && !f.Alone && !known && len(f.Objects) == 0 && i != said && i != lone && !lookalike(f.Name) {
			continue
		}
		if f.Alone {
			j.guess(u, f)
		}
		if f.Entry != family.NoMatch {
			f.Said, f.Detail = family.ReadOutcome(f.Entry.Header(), f.Value)
		}
		if i == said {
			u.Said.Field = len(u.Fields)
		}
		if member {
			f.Of, f.Element = bundle, f.Field.Element-1
			f.enter(memberEntry(f.Name))
		} else {
			bundle = len(u.Fields)
		}
		u.Fields = append(u.Fields, *f)
		if !member && f.Kind == family.Bundle && carrier.IsInfo(f.Field.Value.Bytes) {
			u.Fields = append(u.Fields, infoMembers(f, bundle)...)
		}
	}
}

// partOfSubject reports whether a field is the common name of the client where the subject
// is an object with parts, as in Node.js's getPeerCertificate and Python's getpeercert. In
// what Node.js has of an issuer the members that follow the names are the issuer's.
func partOfSubject(id family.ID, fields []Field, i int) bool {
	f := &fields[i]
	if f.Entry != family.NoMatch || f.Field.Parent != "subject" || !(id == family.Node && f.Name == "CN" || id == family.Python && f.Name == "commonName") {
		return false
	}
	for k := i + 1; k < len(fields); k++ {
		switch fields[k].Field.Parent {
		case "subject", "issuer", "infoAccess":
		default:
			return !ofIssuer(&fields[k])
		}
	}
	return true
}

// guess takes a value without a name for what it may be. A word for the outcome of the
// verification is one in a line of a log; a second name may be the issuer's, and the
// first too.
func (j *Judge) guess(u *Unit, f *Field) {
	if r, detail := family.WordAlone(f.Value); r != family.NotSaid {
		f.Kind, f.Said, f.Detail = family.Outcome, r, detail
		if u.Said.Result == family.NotSaid {
			u.Said = Said{Result: r, Detail: detail, Field: len(u.Fields), Alone: true}
		}
		return
	}
	f.Kind = family.Guess(f.Field.Value.Bytes)
	for i := range u.Fields {
		if g := &u.Fields[i]; g.Alone && g.Kind == family.Subject && f.Kind == family.Subject {
			g.Kind, f.Kind = family.NoKind, family.NoKind
		} else if g.Alone && g.Kind == family.NoKind && f.Kind == family.Subject {
			f.Kind = family.NoKind
		}
	}
}

// renamedEntry is the entry of ALB's that a value is read by although its name is
// nobody's: a listener can send each header under another name, so a value that
// decodes to certificates is the leaf or the chain, and one that says to the byte
// what the leaf says is the header that says it.
func (j *Judge) renamedEntry(u *Unit, fields []Field, d *decided, f *Field) family.Match {
	if d.Family != family.ALB || !d.Renamed {
		return family.NoMatch
	}
	for i := range fields {
		if r, ok := family.RenamingOf(fields[i].Name, fields[i].Value); ok && strings.EqualFold(r.To, f.Name) {
			return r.Entry
		}
	}
	if n := len(f.Certificates); n > 0 {
		switch {
		case carrier.Of(f.Field.Value.Bytes) != carrier.PEMSafe:
			return family.NoMatch
		case n > 1:
			return albEntry("x-amzn-mtls-clientcert")
		}
		return albEntry("x-amzn-mtls-clientcert-leaf")
	}
	var leaf *certinfo.Certificate
	for i := range fields {
		if c := fields[i].Certificates; len(c) > 0 {
			leaf = j.certificates[c[0]].Certificate
			break
		}
	}
	for _, name := range [...]string{"serial-number", "issuer", "subject", "validity"} {
		m := albEntry("x-amzn-mtls-clientcert-" + name)
		if h := m.Header(); family.Compare(h.Kind, f.Value, leaf, h.Writing()).Exact {
			return m
		}
	}
	return family.NoMatch
}

// albEntry is ALB's entry with the name.
func albEntry(name string) family.Match {
	for _, m := range family.Lookup(name, family.InHeader) {
		if m.ID() == family.ALB {
			return m
		}
	}
	return family.NoMatch
}

// memberEntry is the entry of a member of Envoy's XFCC.
func memberEntry(name string) family.Match {
	for _, m := range family.Lookup("xfcc "+name, family.InHeader) {
		return m
	}
	return family.NoMatch
}

// infoMembers takes Traefik's Info apart.
func infoMembers(f *Field, bundle int) (list []Field) {
	info, ok := carrier.ReadInfo(f.Field.Value.Bytes)
	if !ok {
		return nil
	}
	for _, m := range info.Fields {
		value := f.Field.Value.Slice(m.Value.Start, m.Value.End)
		name := m.Name.Of(f.Field.Value.Bytes)
		text := string(value.Bytes)
		if info.Encoded {
			text = string(carrier.Unform(value.Bytes))
		}
		kind, writing := family.InfoPart(m.Key)
		list = append(list, Field{
			Field: &unwrap.Field{Name: string(name), NameSpan: f.Field.Value.Span(m.Name.Start, m.Name.End), Value: value, Plain: true},
			Value: text, Kind: kind, Writing: writing, Of: bundle, Element: m.Certificate,
		})
	}
	return list
}
