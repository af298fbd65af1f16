package judge

import (
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/chain"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Unit is what one request, record or loose text of a paste comes to. It is valid
// as long as the unit of the paste that it was made of.
type Unit struct {
	Index    int // among the requests and loose texts; -1 for a record of a log
	Span     source.Span
	Request  Request
	Fields   []Field // the named values that matter
	Whose    Whose
	Said     Said
	Client   int  // index of the client's certificate; -1 if there is none
	Name     int  // index of the field that names the client, -1 if none does
	Own      bool // nobody's names, and they say by themselves that the client's certificate is meant
	Loose    bool // there are named values, and nothing says that they are those of a request
	Versions bool // two versions of a text are in it, which nobody presented one beside the other
	Agree    int  // named values that say what the certificate says that they belong to
	Differ   int  // those that say something else
	Taken    Taken
	Chain    Chain
	New      []int     // certificates that were not seen before, by index
	Others   []int     // what else is in it, by index
	Findings []Finding // in the order in which they were noticed
	Record   *Record   // of a log; then there is nothing else
	Like     *Like     // of a unit that is like an earlier one; absent for others
}

// Field is a named value that matters.
type Field struct {
	*unwrap.Field
	Entry        family.Match // NoMatch if nothing is known of the name
	Kind         family.Kind  // what the value holds
	Writing      family.Writing
	Renamed      bool   // the name is the operator's: the entry follows from the value or a setting
	Value        string // as it is compared: without the encoding of the bundle that it is a member of
	Of           int    // index of the bundle that it is a member of; -1 if it stands by itself
	Element      int    // which element of the bundle, from 0
	Certificates []int  // indices
	Withheld     bool   // it may have a piece of a key in it
	Client       bool   // it holds the client's certificate, with which the others are compared
	Compared     family.Comparison
	Said         family.Result // of the verification
	Detail       family.Detail
}

// enter has the value read by the entry.
func (f *Field) enter(m family.Match) {
	if f.Entry = m; m != family.NoMatch {
		f.Kind, f.Writing = m.Header().Kind, m.Header().Writing()
	}
}

// Whose says who wrote a request. Evidence refers to fields of the unit; what speaks
// for a sender without being shown (Via, CF-Ray) has its name.
type Whose struct {
	Family  family.ID
	Sure    family.Sure
	Renamed bool // ALB's headers under other names
	Lone    bool // one value, written as ALB, CloudFront and others do
	Format  int  // of the family; -1 if it is not told
	Mode    int  // of the family; -1 if it is not told
	Mixed   bool // there are headers of ALB's both modes
	Reasons []Reason
	Others  []family.ID // that compete, the likeliest first
	Alike   []family.ID // that write so as well
	Named   bool        // some name in it is that of a known sender
	Also    []family.ID // whose own identity values are in the request too
}

// Reason is one reason for a family.
type Reason struct {
	Kind family.EvidenceKind
	Name string
	Span source.Span
}

// Said is what a request says of the verification.
type Said struct {
	Result   family.Result
	Detail   family.Detail
	Field    int  // index of the field that says it; -1 if it follows from what is absent
	Conflict bool // values contradict each other
	Alone    bool // the word that says it stands without a name
}

// Other is something that is not a certificate.
type Other struct {
	*unwrap.Object
	Text source.Text // its DER
	Unit int         // index

	// One of these, for what could be read.
	Request *certinfo.Request
	List    *certinfo.List
	Key     *certinfo.Key // a public key
	Due     Clock         // of a List: how its updates stand
}

// unit judges the next unit of the paste. It returns nil for one that holds
// nothing to speak of. More is false when there are more units than are told
// apart, and nothing more need be read.
func (j *Judge) unit(u *unwrap.Unit) (unit *Unit, more bool) {
	if u.Kind == unwrap.Record {
		return j.record(u), true
	}
	if configured := j.configured(u); !configured && !speaks(u) {
		return nil, true
	}
	if j.units == MaxUnits {
		j.full = true
		return nil, false
	}
	if len(j.patterns) > 0 {
		if unit = j.alike(u); unit != nil {
			return unit, true
		}
	}
	unit = j.room.next()
	unit.Index, unit.Span, unit.Client, unit.Name = j.units, u.Span, -1, -1
	fields := j.room.fields[:0]
	for i := range u.Fields {
		f := &u.Fields[i]
		fields = append(fields, Field{Field: f, Value: string(f.Value.Bytes), Of: -1})
	}
	j.room.fields = fields
	presented, others := j.objects(unit, u, fields)
	hideSecrets(u, fields)
	decision := j.whose(unit, fields)
	unit.Own = !unit.told() && len(unit.New) == 0 && ownNames(fields)
	if !unit.Own && len(u.Objects) == 0 && unit.Whose.Sure == family.NotTold && !unit.Whose.Lone && (unit.Said.Result == family.NotSaid || unit.Said.Detail.Counted) && !alone(u) && !anyMasked(unit, fields, &decision) {
		return nil, true
	}
	j.units++
	unit.Request = requestOf(u, fields)
	j.keep(unit, fields, &decision)
	unit.Loose = unit.loose(u)
	for i := range unit.Fields {
		if f := &unit.Fields[i]; f.Plain {
			unit.Span = join(unit.Span, f.NameSpan.Join(f.Field.Value.All()))
		}
	}
	j.clients(unit)
	if len(presented) > 0 {
		first := j.chain(unit, presented, others)
		if unit.Client < 0 && (!unit.told() || unit.clientNamed(first) || j.hashed(unit, first)) {
			unit.Client = first
		}
	}
	j.withhold(unit)
	j.headers(unit)
	for _, m := range decision.Misfits {
		if f := &fields[decision.fields[m.Value]]; m.Anothers() && !f.Secret && !f.Withheld && !carrier.IsXFCC(f.Field.Value.Bytes) {
			j.find(unit, finding.Finding{ID: finding.HeaderMisfit, Spans: []source.Span{f.NameSpan}}, -1, About{Name: f.Name, Families: []family.ID{m.Name.ID()}})
		}
	}
	if j.likeFrom > 0 && unit.Index >= j.likeFrom {
		j.keepPattern(unit, u, fields)
	}
	return unit, true
}

// anyMasked reports whether something stands in the place of a certificate in one of
// the values.
func anyMasked(u *Unit, fields []Field, d *decided) bool {
	for v, i := range d.fields {
		if m := d.Entries[v]; m != family.NoMatch && masked(m.Header().Kind, fields[i].Field) {
			return true
		}
	}
	return false
}

// clientNamed reports whether a certificate stands under a name that nobody is known to
// use and that says it is the client's.
func (u *Unit) clientNamed(certificate int) bool {
	for i := range u.Fields {
		f := &u.Fields[i]
		if f.Entry == family.NoMatch && len(f.Certificates) > 0 && f.Certificates[0] == certificate && strings.Contains(strings.ToLower(f.Name), "client") {
			return true
		}
	}
	return false
}

// hashed reports whether a hash among the values is that of a certificate that stands
// beside them: then it is the client's. Of XFCC the last element counts.
func (j *Judge) hashed(u *Unit, certificate int) bool {
	last := 0
	for i := range u.Fields {
		if f := &u.Fields[i]; f.Of >= 0 && f.Field.Element > 0 {
			last = f.Element
		}
	}
	for i := range u.Fields {
		f := &u.Fields[i]
		if f.Kind != family.Fingerprint || f.Of >= 0 && f.Field.Element > 0 && f.Element != last {
			continue
		}
		if family.Compare(f.Kind, f.Value, j.certificates[certificate].Certificate, f.Writing).Result == family.Agrees {
			return true
		}
	}
	return false
}

// told reports whether the unit says whose it is.
func (u *Unit) told() bool { return u.Whose.Sure != family.NotTold }

func alone(u *unwrap.Unit) bool { return len(u.Fields) > 0 && u.Fields[0].Alone }

// join is [source.Span.Join], for which an empty span at the start is a place.
func join(a, b source.Span) source.Span {
	if a == (source.Span{}) {
		return b
	}
	return a.Join(b)
}

// find adds a finding to the unit. Certificate is -1 if it is about none.
func (j *Judge) find(u *Unit, f finding.Finding, certificate int, about About) {
	about.Sure = u.Whose.Sure
	j.add(u, Finding{f, certificate, -1, u.Index, about})
}

func (j *Judge) add(u *Unit, f Finding) {
	j.counts.add(&f)
	u.Findings = append(u.Findings, f)
}

// named reports whether a setting names a header of the unit.
func (j *Judge) named(u *unwrap.Unit) bool {
	for i := range u.Fields {
		for k := range j.settings {
			if equalNames(u.Fields[i].Name, j.settings[k].To, false) {
				return true
			}
		}
	}
	return false
}

// masked reports whether something stands in the place of a certificate or its hash.
func masked(k family.Kind, f *unwrap.Field) bool {
	return (k == family.Certificate || k == family.Chain || k == family.Fingerprint) && len(f.Objects) == 0 && family.Masked(string(f.Value.Bytes))
}

// maxWord bounds the values that are read as words of a verification: reasons of
// OpenSSL's are sentences.
const maxWord = 300

func place(f *unwrap.Field) family.Place {
	if f.JSON {
		return family.InJSON
	}
	return family.InHeader
}

// objects judges the structures of a unit one by one, and tells its fields which
// certificates they hold. Others are less likely readings of some of them.
func (j *Judge) objects(unit *Unit, u *unwrap.Unit, fields []Field) (presented, others []Member) {
	unit.Versions = u.Versions
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
			} else if earlierHop(fields, o.Field) {
				m.Role = OtherHop
				others = append(others, m)
			} else if !repeatsCert(fields, presented, &m) {
				presented = append(presented, m)
			}
			if o.Field >= 0 && !o.Other {
				fields[o.Field].Certificates = append(fields[o.Field].Certificates, cert)
				size = u.Fields[o.Field].Value.All().Len()
			}
			if fresh {
				unit.New = append(unit.New, cert)
				j.fresh(unit, cert, size, o)
			}
		} else {
			j.other(unit, o)
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

// repeatsCert reports whether a certificate is in the Chain of an element of XFCC whose
// Cert it is: Envoy's Chain begins with the client's own.
func repeatsCert(fields []Field, presented []Member, m *Member) bool {
	at := m.Object.Field
	if at < 0 || fields[at].Field.Member != carrier.XFCCChain {
		return false
	}
	for i := range presented {
		p := &presented[i]
		if p.Certificate == m.Certificate && p.Object.Field >= 0 && fields[p.Object.Field].Field.Member == carrier.XFCCCert && fields[p.Object.Field].Field.Element == fields[at].Field.Element {
			return true
		}
	}
	return false
}

// earlierHop reports whether a field is a member of an element of XFCC that another
// one follows: its certificates are of another connection, and no part of the chain.
func earlierHop(fields []Field, at int) bool {
	if at < 0 || fields[at].Field.Element == 0 {
		return false
	}
	for i := at + 1; i < len(fields) && fields[i].Field.Element > 0; i++ {
		if fields[i].Field.Element > fields[at].Field.Element {
			return true
		}
	}
	return false
}

// elided reports whether who printed a structure left a part of it out, and said so.
func elided(o *unwrap.Object) bool {
	for i := range o.Findings {
		if o.Findings[i].ID == finding.BodyElided {
			return true
		}
	}
	return false
}

// fresh says what was noticed in a certificate that was not seen before. Size is
// the length of the named value that held it, 0 if there was none.
func (j *Judge) fresh(unit *Unit, i, size int, o *unwrap.Object) {
	c := j.certificates[i]
	for _, f := range c.Findings {
		about := About{}
		locate(&f, c.Text)
		switch f.ID {
		case finding.TrailingBytes:
			f.Hint, f.Fix = "", finding.BufferPadded
		case finding.DERTruncated:
			f.Hint = ""
			about.Count, about.Elided, about.GoesOn = c.Declared-c.Present(), elided(o), o.GoesOn
			if about.GoesOn {
				f.Fix = ""
				break
			}
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
	OtherHop                 // of an element of XFCC before the last: another connection's
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
