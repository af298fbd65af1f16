package judge

import (
	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/chain"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/proxy"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Unit is what one request, record or loose text of a paste comes to. It is valid
// as long as the unit of the paste that it was made of.
type Unit struct {
	Index    int // among the requests and loose texts; -1 for a record of a log
	Span     source.Span
	Fields   []Field // the named values that matter
	Mode     alb.Mode
	Mixed    bool // there are headers of both modes
	Chain    Chain
	New      []int     // certificates that were not seen before, by index
	Others   []int     // what else is in it, by index
	Findings []Finding // in the order in which they were noticed
	Record   *Record   // of a log; then there is nothing else
}

// Field is a named value that matters.
type Field struct {
	*unwrap.Field
	Role         alb.Role
	Proxy        *proxy.Header // nil if no other proxy uses the name
	Certificates []int         // indices
	Secret       bool          // a private key is in it
	Agreement    Agreement
	Compared     alb.Comparison // if it differs
}

// Agreement is the outcome of comparing a named value with the leaf.
type Agreement uint8

const (
	Unchecked Agreement = iota // there is nothing to compare, or nothing to compare with
	Agrees                     // it says what the leaf says
	Differs
	Source // the others are compared with it
)

// Other is something that is not a certificate.
type Other struct {
	*unwrap.Object
	Text source.Text // its DER
	Unit int         // index

	// One of these, for what could be read.
	Request *certinfo.Request
	List    *certinfo.List
	Key     *certinfo.Certificate // a public key
	Due     Clock                 // of a List: how its updates stand
}

// unit judges the next unit of the paste. It returns nil for one that holds
// nothing to speak of. More is false when there are more units than are told
// apart, and nothing more need be read.
func (j *Judge) unit(u *unwrap.Unit) (unit *Unit, more bool) {
	if u.Kind == unwrap.Record {
		return j.record(u), true
	}
	if !speaks(u) {
		return nil, true
	}
	if j.units == MaxUnits {
		j.full = true
		return nil, false
	}
	unit = &Unit{Index: j.units, Span: u.Span}
	j.units++
	fields := make([]Field, len(u.Fields))
	for i := range u.Fields {
		f := &u.Fields[i]
		fields[i] = Field{Field: f, Role: alb.RoleOf(f.Name), Proxy: proxyOf(f)}
		if f.Alone {
			fields[i].Role = alb.Infer(string(f.Value.Bytes))
		}
	}
	presented, others := j.objects(unit, u, fields)
	spreadSecrets(fields)
	j.rename(unit, fields)
	var roles []alb.Role
	for i := range unit.Fields {
		f := &unit.Fields[i]
		if f.Plain {
			unit.Span = join(unit.Span, f.NameSpan.Join(f.Value.All()))
		}
		if !f.Alone {
			roles = append(roles, f.Role)
		}
	}
	unit.Mode, unit.Mixed = alb.ModeOf(roles)
	leaf := -1
	for i := range unit.Fields {
		if f := &unit.Fields[i]; f.Role == alb.Leaf && len(f.Certificates) > 0 {
			leaf = f.Certificates[0]
			break
		}
	}
	if len(presented) > 0 {
		first := j.chain(unit, presented, others)
		if leaf < 0 && unit.Mode == alb.NoMode {
			leaf = first
		}
	}
	j.headers(unit, leaf)
	return unit, true
}

// join is [source.Span.Join], for which an empty span at the start is a place.
func join(a, b source.Span) source.Span {
	if a == (source.Span{}) {
		return b
	}
	return a.Join(b)
}

// find adds a finding to the unit. Certificate is -1 if it is about none.
func (j *Judge) find(u *Unit, f finding.Finding, certificate int, about About) {
	j.add(u, Finding{f, certificate, -1, u.Index, about})
}

func (j *Judge) add(u *Unit, f Finding) {
	j.counts.add(&f)
	u.Findings = append(u.Findings, f)
}

// speaks reports whether a unit holds anything to report on: what only has the
// form of a serial number or a name, and no certificate beside it, is nothing.
func speaks(u *unwrap.Unit) bool {
	if len(u.Objects) > 0 {
		return true
	}
	for i := range u.Fields {
		f := &u.Fields[i]
		if _, ok := alb.ReadValidity(string(f.Value.Bytes[:min(len(f.Value.Bytes), maxInferred)])); ok || f.Element > 0 || f.Alone || alb.RoleOf(f.Name) != alb.NoRole || alb.Lookalike(f.Name) {
			return true
		}
		if h := proxy.Lookup(f.Name, false); h != nil {
			return true
		}
	}
	return false
}

// proxyOf returns what is known of the name of a value.
func proxyOf(f *unwrap.Field) *proxy.Header {
	if f.Element > 0 {
		return proxy.Lookup("XFCC "+f.Name, false)
	}
	return proxy.Lookup(f.Name, f.JSON)
}

// objects judges the structures of a unit one by one, and tells its fields which
// certificates they hold. Others are less likely readings of some of them.
func (j *Judge) objects(unit *Unit, u *unwrap.Unit, fields []Field) (presented, others []Member) {
	for i := range u.Objects {
		o := &u.Objects[i]
		cert := -1
		if o.IsCertificate() {
			fresh := false
			cert, fresh = j.certificate(o.DER)
			m := Member{Certificate: cert, Object: o}
			size := 0
			if o.Other {
				m.Role = OtherReading
				others = append(others, m)
			} else {
				presented = append(presented, m)
			}
			if o.Field >= 0 && !o.Other {
				fields[o.Field].Certificates = append(fields[o.Field].Certificates, cert)
				size = u.Fields[o.Field].Value.All().Len()
			}
			if fresh {
				unit.New = append(unit.New, cert)
				j.fresh(unit, cert, size)
			}
		} else {
			j.other(unit, o)
		}
		if o.Kind.Secret() && o.Field >= 0 {
			fields[o.Field].Secret = true
		}
		for _, f := range o.Findings {
			j.find(unit, f, cert, About{})
		}
	}
	if len(presented) == 0 {
		presented, others = others, nil
	}
	return presented, others
}

// spreadSecrets makes what a private key was found inside of as secret as the key.
func spreadSecrets(fields []Field) {
	for i := range fields {
		for k := i + 1; k <= i+fields[i].Inner && k < len(fields); k++ {
			fields[i].Secret = fields[i].Secret || fields[k].Secret
		}
	}
}

// fresh says what was noticed in a certificate that was not seen before. Size is
// the length of the named value that held it, 0 if there was none.
func (j *Judge) fresh(unit *Unit, i, size int) {
	c := j.certificates[i]
	for _, f := range c.Findings {
		about := About{}
		locate(&f, c.Text)
		switch f.ID {
		case finding.TrailingBytes:
			f.Hint, f.Fix = "", finding.BufferPadded
		case finding.DERTruncated:
			f.Hint = ""
			about.Count = c.Declared - c.Present()
			about.Limits, about.Of = reached(size), size
		}
		j.find(unit, f, i, about)
	}
	at, id, path := c.NotAfter.Place, finding.Expired, "notAfter"
	switch c.Clock {
	case NotYet:
		at, id, path = c.NotBefore.Place, finding.NotYetValid, "notBefore"
	case Expired:
	case NeverValid:
		switch { // it is one of both at any time
		case j.now.After(c.NotAfter.Time):
		case j.now.Before(c.NotBefore.Time):
			at, id, path = c.NotBefore.Place, finding.NotYetValid, "notBefore"
		default:
			return
		}
	default:
		return
	}
	f := finding.Finding{ID: id, DER: derAt(at, "tbsCertificate.validity."+path), Spans: []source.Span{c.Text.Span(at.Offset, at.Offset+at.Length)}}
	j.find(unit, f, i, About{})
}

// other takes something that is not a certificate.
func (j *Judge) other(unit *Unit, o *unwrap.Object) {
	x, findings := ReadOther(o, j.now)
	x.Unit = unit.Index
	i := len(j.others)
	j.others = append(j.others, x)
	unit.Others = append(unit.Others, i)
	for _, f := range findings {
		locate(&f, o.DER)
		j.add(unit, Finding{f, -1, i, unit.Index, About{}})
	}
}

// Members of a chain.

// Role is the place of a certificate in a chain.
type Role uint8

const (
	Stranger     Role = iota // belongs to no path from the leaf
	Leaf                     // issues none of the others
	Authority                // likewise, and may issue certificates
	Intermediate             // issues one, and is issued by another
	Root                     // names itself as its issuer
	Duplicate                // the same bytes were presented before
	OtherReading             // a less likely reading of a text that gave another certificate
)

// Chain is the certificates of a unit, leaf first by issuer; other readings follow.
type Chain struct {
	chain.Chain
	Members []Member
}

// Member is one certificate as a unit of the paste held it.
type Member struct {
	Certificate int // index
	Role        Role
	Presented   int // position in the paste, from 1; 0 for another reading
	Object      *unwrap.Object
	Link        Link
}
