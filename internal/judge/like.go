package judge

import (
	"bytes"
	"slices"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// A paste of a thousand requests has few kinds of them. What one comes to is worked out for
// the first of a kind, and holds for those that differ from it in nothing that matters: the
// same names of values, certificates that are like its own ([certinfo.Pattern]) and hang
// together in the same way, and of the rest the same values, or such as are only shown.
// What is not known to be like goes the whole way: a test holds that both ways end at the
// same report.

// Like is what a unit that is like an earlier one has of its own.
type Like struct {
	Of     int               // index of that unit
	Values []certinfo.Values // of its certificates, all of them new, in the order in which they were found
	First  int               // index of the first of them, which the others follow
	At     []int             // for each member of the chain which of them it is
}

// pattern is a unit that others may be like.
type pattern struct {
	index   int
	unit    Unit           // what is not the same for others is empty
	fields  []patternField // of all its named values
	certs   []*certinfo.Pattern
	objects []int    // the field of each certificate
	related []relate // of each two of them
	opened  bool     // it begins with the line of a request
	opening []byte   // that line, if nothing else tells the request from others
}

// patternField is a named value of a pattern.
type patternField struct {
	unwrap.Field
	kept int  // index among those that matter, or -1
	free bool // the value may be another one
}

// relate says how two certificates hang together by name and key identifier.
type relate struct{ issued, key bool }

const (
	// maxPatterns is how many requests are kept that others may be like.
	maxPatterns = 8
	// maxLike bounds the certificates of such a request: no client sends more.
	maxLike = 4
)

// keepPattern keeps a unit if others may be like it.
func (j *Judge) keepPattern(u *Unit, from *unwrap.Unit, fields []Field) {
	if u.Client < 0 || u.Taken.Failed >= 0 || !u.Taken.Asked || u.Taken.Supposed || len(u.Others) > 0 || len(j.settings) > 0 ||
		u.Differ > 0 || u.Said.Field >= 0 || u.Said.Conflict || len(u.Chain.Members) != len(from.Objects) || len(u.New) != len(from.Objects) || len(u.New) == 0 || len(u.New) > maxLike || u.New[0] == 0 {
		return
	}
	for i := range u.Findings {
		if f := &u.Findings[i]; f.ID != finding.RootSent {
			return
		}
	}
	p := pattern{index: u.Index, fields: make([]patternField, len(fields)), certs: make([]*certinfo.Pattern, len(from.Objects)), objects: make([]int, len(from.Objects)), opened: opens(from)}
	values := make([]certinfo.Values, len(from.Objects))
	for i := range from.Objects {
		o := &from.Objects[i]
		c := j.certificates[u.New[i]]
		if !straight(from, o) || len(c.Findings) > 0 || c.Clock != InDate || len(o.DER.Bytes) > maxLikeSize {
			return
		}
		var ok bool
		if p.certs[i], values[i], ok = certinfo.NewPattern(o.DER.Bytes); !ok || c.SelfIssued() == certinfo.Apart(values[i].Issuer, values[i].Subject) {
			return
		}
		p.objects[i] = o.Field
	}
	if p.related = relations(nil, values); !j.linked(u, p.related) {
		return
	}
	kept := 0
	for i := range fields {
		f := &p.fields[i]
		f.Field, f.kept = from.Fields[i], -1
		f.Objects = nil
		if kept < len(u.Fields) && u.Fields[kept].Field == &from.Fields[i] {
			f.kept = kept
			kept++
			k := &u.Fields[f.kept]
			if k.Of >= 0 || k.Renamed || k.Withheld || k.Said != family.NotSaid || len(k.Certificates) == 0 && k.Value != fact(k, &values[0]) {
				return
			}
		} else if f.free = shownOnly(&f.Field); len(from.Fields[i].Objects) > 0 {
			return
		}
		if f.Secret || f.Alone || f.Element > 0 || f.JSON || f.Inner > 0 || f.Straight != (len(from.Fields[i].Objects) > 0) {
			return
		}
	}
	if kept < len(u.Fields) {
		return
	}
	if !tellsRequest(fields) {
		p.opening = from.Opening.Bytes
	}
	p.unit = *u
	p.unit.Whose.Reasons, p.unit.Taken.Checks, p.unit.Taken.Chain = nil, nil, nil // who is like it has the same answers
	p.unit.New = append([]int(nil), u.New...)
	p.unit.Fields = append([]Field(nil), u.Fields...)
	p.unit.Chain.Members = append([]Member(nil), u.Chain.Members...)
	p.unit.Findings = append([]Finding(nil), u.Findings...)
	if len(j.patterns) < maxPatterns {
		j.patterns = append(j.patterns, p)
		return
	}
	j.patterns[j.turn] = p
	j.turn = (j.turn + 1) % maxPatterns
}

// opens reports whether a unit begins with the line of a request.
func opens(u *unwrap.Unit) bool {
	method, _ := requestLine(u.Opening.Bytes)
	return len(method) > 0
}

// maxLikeSize bounds a certificate of a request that is like another: no limit of a
// listener or a server is near.
const maxLikeSize = 4 << 10

// straight reports whether a certificate is all there is to say of where it was found.
func straight(u *unwrap.Unit, o *unwrap.Object) bool {
	return o.IsCertificate() && o.Field >= 0 && u.Fields[o.Field].Straight && !o.Other && !o.GoesOn && !o.Holds && len(o.Findings) == 0
}

// relations appends how each of the certificates hangs together with each.
func relations(list []relate, values []certinfo.Values) []relate {
	for i := range values {
		for k := range values {
			list = append(list, relate{bytes.Equal(values[i].Issuer, values[k].Subject), sameKey(values[i].AuthorityKeyID, values[k].SubjectKeyID)})
		}
	}
	return list
}

// sameKey reports whether an authority key identifier that has nothing but the identifier
// is that of a subject.
func sameKey(authority, subject []byte) bool {
	const head = 2 // octets: tag and length
	return len(authority) > 2*head && len(subject) > head && bytes.Equal(authority[2*head:], subject[head:])
}

// linked reports whether names and key identifiers of certificates say how they hang
// together, to the byte: each is issued by the one that its chain says, and by no other.
func (j *Judge) linked(u *Unit, related []relate) bool {
	n := len(u.New)
	for i := range u.Chain.Members {
		m := &u.Chain.Members[i]
		at := m.Certificate - u.New[0]
		for k := range n {
			r := related[at*n+k]
			switch {
			case m.Link.Issuer == u.New[0]+k:
				if !r.issued || r.key != (m.Link.State == ByNameAndKey) {
					return false
				}
			case k == at && m.Role == Root:
			case r.issued:
				return false
			}
		}
		if m.Link.Issuer < 0 && m.Role != Root && n > 1 || m.Role == Duplicate {
			return false
		}
	}
	return true
}

// apartFrom reports whether the certificates whose names are not the same to the byte have
// names that no reader takes for the same.
func apartFrom(values []certinfo.Values, related []relate) bool {
	n := len(values)
	for i := range values {
		for k := range values {
			if i != k && !related[i*n+k].issued && !certinfo.Apart(values[i].Issuer, values[k].Subject) {
				return false
			}
		}
	}
	return true
}

// shownOnly reports whether a value under that name is shown at most, unless it tells
// something by itself.
func shownOnly(f *unwrap.Field) bool {
	return f.Plain && f.Parent == "" && !lookalike(f.Name) && !family.NameTells(f.Name, place(f)) && !family.Tells(f.Name, f.Value.Bytes)
}

// fact is what a value of the kind says of a certificate that is like another, as an ALB
// writes it; empty for a kind that is not known here.
func fact(f *Field, v *certinfo.Values) string {
	switch f.Kind {
	case family.Serial:
		return certinfo.Integer{Raw: v.Serial}.Hex()
	case family.Subject:
		return dn.ReadBrief(v.Subject).Printed
	case family.Issuer:
		return dn.ReadBrief(v.Issuer).Printed
	case family.ValidityPair:
		return "NotBefore=" + moment.ISO(v.NotBefore) + ";NotAfter=" + moment.ISO(v.NotAfter)
	}
	return ""
}

// alike returns the unit if it is like an earlier one, or nil.
func (j *Judge) alike(u *unwrap.Unit) *Unit {
	if len(j.settings) > 0 {
		return nil
	}
	for i := range j.patterns {
		p := &j.patterns[i]
		if len(u.Fields) == len(p.fields) && len(u.Objects) == len(p.objects) {
			if unit := j.asPattern(u, p); unit != nil {
				return unit
			}
		}
	}
	return nil
}

// asPattern returns the unit if it is like p.
func (j *Judge) asPattern(u *unwrap.Unit, p *pattern) *Unit {
	if p.opened != opens(u) || !p.sameFields(u) {
		return nil
	}
	x := &j.room.like
	x.Values = slices.Grow(x.Values[:0], len(u.Objects))[:len(u.Objects)]
	for i := range u.Objects {
		o := &u.Objects[i]
		v := &x.Values[i]
		if o.Field != p.objects[i] || !straight(u, o) || len(o.DER.Bytes) > maxLikeSize || !p.certs[i].Like(o.DER.Bytes, v) ||
			ReadClock(v.NotBefore, true, v.NotAfter, true, j.now) != InDate {
			return nil
		}
	}
	var room [maxLike * maxLike]relate
	related := relations(room[:0], x.Values)
	for i := range related {
		if related[i] != p.related[i] {
			return nil
		}
	}
	if !apartFrom(x.Values, related) {
		return nil
	}
	for i := range p.fields {
		if f := &p.fields[i]; f.kept >= 0 && !f.Straight && fact(&p.unit.Fields[f.kept], &x.Values[0]) != string(u.Fields[i].Value.Bytes) {
			return nil
		}
	}
	var keys [maxLike]string
	for i := range u.Objects {
		var at int
		if at, keys[i] = j.seen(u.Objects[i].DER.Bytes); at >= 0 {
			return nil
		}
		for k := range i {
			if keys[k] == keys[i] {
				return nil
			}
		}
	}
	x.Of, x.First = p.index, len(j.certificates)
	for i := range u.Objects {
		j.store(keys[i], &Certificate{Text: u.Objects[i].DER, Clock: InDate})
	}
	return j.likeUnit(u, p, x)
}

// sameFields reports whether the named values of the unit are those of the pattern, but for
// the certificates in them and what they say of these.
func (p *pattern) sameFields(u *unwrap.Unit) bool {
	for i := range p.fields {
		f, g := &p.fields[i], &u.Fields[i]
		if f.Name != g.Name || f.Parent != g.Parent || f.Straight != g.Straight || f.Plain != g.Plain || g.Secret || g.Alone || g.JSON || g.Element > 0 || g.Inner > 0 {
			return false
		}
		if f.kept < 0 && !bytes.Equal(f.Value.Bytes, g.Value.Bytes) && !(f.Value.Len() > 0 && g.Value.Len() > 0 && f.free && !family.Tells(g.Name, g.Value.Bytes)) {
			return false
		}
	}
	return true
}

// likeUnit is the unit that p becomes with other values.
func (j *Judge) likeUnit(u *unwrap.Unit, p *pattern, x *Like) *Unit {
	unit := j.room.next()
	fields, members, findings, added := unit.Fields, unit.Chain.Members, unit.Findings, unit.New
	*unit = p.unit
	unit.Index, unit.Span = j.units, u.Span
	old := p.unit.New[0]
	now := func(certificate int) int {
		if certificate < 0 {
			return certificate
		}
		return certificate - old + x.First
	}
	unit.Client, unit.Like = now(p.unit.Client), x
	unit.New = added
	for i := range u.Objects {
		unit.New = append(unit.New, x.First+i)
	}
	unit.Fields = fields
	for i := range p.fields {
		if p.fields[i].kept < 0 {
			continue
		}
		f := p.unit.Fields[p.fields[i].kept]
		f.Field = &u.Fields[i]
		if f.Value = ""; len(f.Certificates) == 0 { // of certificates nobody asks for it
			f.Value = string(f.Field.Value.Bytes)
		}
		own := j.indices.Take(len(f.Certificates))
		for k, c := range f.Certificates {
			own[k] = now(c)
		}
		f.Certificates = own
		unit.Fields = append(unit.Fields, f)
		if f.Plain {
			unit.Span = join(unit.Span, f.NameSpan.Join(f.Field.Value.All()))
		}
	}
	unit.Chain.Members = members
	x.At = x.At[:0]
	for _, m := range p.unit.Chain.Members {
		at := m.Certificate - old
		m.Certificate, m.Link.Issuer, m.Object = now(m.Certificate), now(m.Link.Issuer), &u.Objects[at]
		unit.Chain.Members = append(unit.Chain.Members, m)
		x.At = append(x.At, at)
	}
	unit.Findings = findings
	for i := range p.unit.Findings {
		f := p.unit.Findings[i]
		f.Certificate, f.Unit = now(f.Certificate), unit.Index
		f.Spans = []source.Span{u.Objects[f.Certificate-x.First].Span}
		j.add(unit, f)
	}
	if len(p.opening) == 0 || !bytes.Equal(p.opening, u.Opening.Bytes) {
		all := j.room.fields[:0]
		for i := range u.Fields {
			all = append(all, Field{Field: &u.Fields[i]})
		}
		j.room.fields = all
		unit.Request = requestOf(u, all)
	}
	j.counts.Agree += p.unit.Agree
	j.units++
	return unit
}
