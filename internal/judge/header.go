package judge

import (
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// Limits of header lines, in bytes.
const (
	CommonLimit = 8 << 10       // nginx, Apache, Tomcat, Jetty, gunicorn: general knowledge
	ALBLimit    = alb.MaxHeader // ALB: "single header", AWS quotas page
)

// clients finds the client's certificate among the named values, and says where
// there are several: copies of a header, headers of two families, elements of XFCC
// that do not come from the nearest proxy.
func (j *Judge) clients(u *Unit) {
	holder, xfcc, last := -1, -1, 0
	for i := range u.Fields {
		if f := &u.Fields[i]; f.Of >= 0 && f.Field.Element > 0 {
			last = f.Element // the nearest proxy's
		}
	}
	var spans []source.Span
	differ, other := false, -1 // another certificate, under a name that another sender has
	for i := range u.Fields {
		f := &u.Fields[i]
		u.named(i, last)
		if len(f.Certificates) == 0 || f.Kind != family.Certificate && !(f.Kind == family.Chain && leafFirst(f)) {
			continue
		}
		if f.Of >= 0 {
			if f.Element == last && (f.Kind == family.Certificate || xfcc < 0) {
				xfcc = i
			}
			continue
		}
		spans = append(spans, f.NameSpan)
		if holder >= 0 && u.Fields[holder].Certificates[0] != f.Certificates[0] {
			if u.Fields[holder].family() != f.family() {
				if u.Fields[holder].family() == u.Whose.Family {
					other = i
					continue
				}
				other = holder
			} else {
				differ = true
			}
		}
		holder = i // what is appended comes last
	}
	switch {
	case holder < 0:
		holder = xfcc
	case xfcc >= 0 && u.Fields[xfcc].Certificates[0] != u.Fields[holder].Certificates[0]:
		other = xfcc
		if u.Fields[xfcc].family() == u.Whose.Family {
			holder, other = xfcc, holder
		}
		spans = append(spans, u.Fields[xfcc].NameSpan)
	}
	if holder < 0 {
		return
	}
	u.Client = u.Fields[holder].Certificates[0]
	for i := range u.Fields {
		f := &u.Fields[i]
		f.Client = i == holder || f.Of < 0 && len(f.Certificates) > 0 && f.Kind == family.Certificate && f.Certificates[0] == u.Client
	}
	switch {
	case differ:
		j.find(u, finding.Finding{ID: finding.IdentitiesDiffer, Spans: spans}, -1, About{Count: len(spans)})
	case other >= 0 && !u.told():
		j.find(u, finding.Finding{ID: finding.IdentitiesDiffer, Spans: spans}, -1, About{Name: u.Fields[holder].Name, Count: len(spans)})
	case other >= 0 && len(u.Whose.Also) == 0: // of another hop, perhaps
		f := &u.Fields[other]
		j.find(u, finding.Finding{ID: finding.FamiliesMixed, Spans: []source.Span{f.NameSpan}}, -1, About{Name: f.Name, Families: []family.ID{u.Whose.Family}})
	}
}

// family is whose name the field has.
func (f *Field) family() family.ID {
	if f.Entry == family.NoMatch {
		return family.None
	}
	return f.Entry.ID()
}

// named notes the field that names the client, where no certificate does: its
// subject, or an identity, of the last element where there are several.
func (u *Unit) named(i, last int) {
	f := &u.Fields[i]
	if f.Of >= 0 && f.Field.Element > 0 && f.Element != last || f.Of >= 0 && f.Field.Element == 0 && f.Element > 0 || family.Absent(f.Value) != family.Something {
		return
	}
	rank := func(k family.Kind) int {
		switch k {
		case family.Subject:
			return 3
		case family.CommonName:
			return 2
		case family.URIs, family.Identity, family.DNSNames:
			return 1
		}
		return 0
	}
	if r := rank(f.Kind); r > 0 && (u.Name < 0 || r > rank(u.Fields[u.Name].Kind)) {
		u.Name = i
	}
}

// leafFirst reports whether the chain in the value begins with the client's own
// certificate.
func leafFirst(f *Field) bool {
	return f.Of >= 0 || f.Entry == family.NoMatch || f.Entry.Family().Chain == family.LeafFirst
}

// headers judges the named values of a unit, one by one and together.
func (j *Judge) headers(u *Unit) {
	w := &u.Whose
	for i := range u.Fields {
		j.header(u, &u.Fields[i])
	}
	for i := range u.Fields {
		if f := &u.Fields[i]; masked(f.Kind, f.Field) {
			j.find(u, finding.Finding{ID: finding.BodyElided, Spans: []source.Span{f.Field.Value.All()}}, -1, About{Name: f.Name, Value: f.Value})
		}
	}
	j.copies(u)
	if u.Client < 0 {
		j.parts(u)
	}
	j.elements(u)
	if w.Mixed {
		j.find(u, finding.Finding{ID: finding.HeaderModesMixed}, -1, About{})
	}
	also := w.Also
	for i := range u.Fields {
		if f := &u.Fields[i]; f.Kind == family.Fingerprint && f.Field.Element > 0 && len(also) == 0 && j.otherHop(u, f) && j.elementOf(u, f) < 0 {
			also = []family.ID{f.family()}
		}
	}
	if len(also) > 0 {
		j.find(u, finding.Finding{ID: finding.FamiliesMixed}, -1, About{Families: append([]family.ID{w.Family}, also...)})
	}
	if m := u.Mode(); m != nil && m.Kind == family.Passthrough && !j.said[finding.PassthroughUnsafe] {
		j.said[finding.PassthroughUnsafe] = true
		j.find(u, finding.Finding{ID: finding.PassthroughUnsafe}, -1, About{Families: []family.ID{w.Family}})
	}
	j.outcome(u)
}

// Mode is the mode of the family that the headers tell, or nil.
func (u *Unit) Mode() *family.Mode {
	if f := family.Of(u.Whose.Family); f != nil && u.Whose.Mode >= 0 && u.Whose.Mode < len(f.Modes) {
		return &f.Modes[u.Whose.Mode]
	}
	return nil
}

// outcome says what the request says of the verification, where that is bad news.
func (j *Judge) outcome(u *Unit) {
	f := finding.Finding{}
	about := About{Families: []family.ID{u.Whose.Family}}
	if at := u.Said.Field; at >= 0 {
		field := &u.Fields[at]
		f.Spans = []source.Span{field.NameSpan.Join(field.Field.Value.All())}
		about.Name, about.Value = field.Name, field.Value
	}
	switch u.Said.Result {
	case family.Failed:
		f.ID = finding.VerificationFailed
		about.InDate = ofDate(&u.Said.Detail) && u.Client >= 0 && j.inDate(u.Client)
	case family.NotVerified:
		f.ID = finding.VerificationPartial
	case family.NoCertificate:
		f.ID = finding.NoClientCertificate
	default:
		if !u.Said.Conflict {
			return
		}
	}
	about.Detail = u.Said.Detail
	if u.Said.Conflict {
		f.ID = finding.OutcomeContradicts
	}
	j.find(u, f, -1, about)
}

// ofDate reports whether a verification failed for a date: OpenSSL's errors 9 and 10, or a
// reason code.
func ofDate(d *family.Detail) bool {
	switch alb.Reason(d.Code) {
	case alb.Expired, alb.NotYetValid:
		return true
	}
	return d.Error.Number == 9 || d.Error.Number == 10
}

func (j *Judge) inDate(certificate int) bool {
	switch j.certificates[certificate].Clock {
	case InDate, EndsSoon, Endless:
		return true
	}
	return false
}

// copies speaks of headers that come twice, and of names that are one for a program
// which reads them as variables.
func (j *Judge) copies(u *Unit) {
	for i := range u.Fields {
		a := &u.Fields[i]
		unknown := a.Entry == family.NoMatch
		if a.Of >= 0 || a.Alone || unknown && (len(a.Certificates) == 0 || a.JSON || !u.request()) || a.Kind == family.ConnectionInfo {
			continue
		}
		for k := i + 1; k < len(u.Fields); k++ {
			b := &u.Fields[k]
			if b.Of >= 0 || b.Entry != a.Entry || unknown && len(b.Certificates) == 0 || a.Renamed != b.Renamed || !a.Renamed && !equalNames(a.Name, b.Name, true) {
				continue
			}
			same := a.Value == b.Value && !a.Secret && !a.Withheld
			if same && a.JSON && b.JSON || a.JSON != b.JSON { // an event holds each header in two members
				break
			}
			id := finding.HeaderTwice
			if !a.Renamed && !equalNames(a.Name, b.Name, false) {
				id = finding.HeaderTwins
			}
			j.find(u, finding.Finding{ID: id, Spans: []source.Span{a.NameSpan, b.NameSpan}}, -1,
				About{Name: a.Name, Value: b.Name, Same: same, Families: []family.ID{u.Whose.Family}})
			break
		}
	}
}

// request reports whether the unit is one for sure, and no list of values.
func (u *Unit) request() bool {
	return u.told() || u.Request.Method != "" || u.Said.Result != family.NotSaid
}

// parts speaks of a common name that the name beside it does not have, where no certificate
// says which of them is right.
func (j *Judge) parts(u *Unit) {
	for i := range u.Fields {
		part := &u.Fields[i]
		if part.Kind != family.CommonName || part.Of >= 0 || part.Secret || part.Withheld || family.Absent(part.Value) != family.Something {
			continue
		}
		for k := range u.Fields {
			whole := &u.Fields[k]
			if whole.Kind == family.Subject && whole.Of < 0 && whole.family() == part.family() && otherName(whole.Value, part.Value) {
				j.find(u, finding.Finding{ID: finding.IdentitiesDiffer, Spans: []source.Span{whole.NameSpan, part.NameSpan}}, -1, About{Name: whole.Name, Value: part.Name})
			}
		}
	}
}

// otherName reports whether a name that can be read has a common name, and not this one.
func otherName(name, common string) bool {
	w, ok := dn.ReadWritten(name)
	if !ok || strings.Contains(name, common) { // of the slash form nobody knows where a value ends
		return false
	}
	found := false
	for _, rdn := range w.RDNs {
		for i := range rdn {
			if rdn[i].OID == oid.CommonName {
				if found = true; strings.EqualFold(rdn[i].Value, common) {
					return false
				}
			}
		}
	}
	return found
}

// equalNames compares names of headers as HTTP does, in any case; as variables "-"
// and "_" are the same too.
func equalNames(a, b string, variables bool) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		x, y := lower(a[i]), lower(b[i])
		if x != y && !(variables && (x == '-' || x == '_') && (y == '-' || y == '_')) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 0x20
	}
	return c
}

// elements speaks of the elements of XFCC: those before the last come from other
// hops, or from the client; one with two certificates is not Envoy's.
func (j *Judge) elements(u *Unit) {
	for i := range u.Fields {
		if u.Fields[i].Kind != family.Bundle {
			continue
		}
		count := 0
		var earlier []source.Span
		for k := i + 1; k < len(u.Fields) && u.Fields[k].Of == i; k++ {
			f := &u.Fields[k]
			if f.Field.Element == 0 {
				continue // Traefik's Info: one for each certificate of the chain
			}
			count = max(count, f.Element+1)
			if f.Kind != family.Certificate {
				continue
			}
			for m := i + 1; m < k; m++ {
				if g := &u.Fields[m]; g.Kind == family.Certificate && g.Element == f.Element {
					j.find(u, finding.Finding{ID: finding.XFCCCertTwice, Spans: []source.Span{g.NameSpan, f.NameSpan}}, -1, About{Name: u.Fields[i].Name})
				}
			}
		}
		for k := i + 1; k < len(u.Fields) && u.Fields[k].Of == i && count > 1; k++ {
			if f := &u.Fields[k]; f.Element < count-1 {
				earlier = append(earlier, f.NameSpan.Join(f.Field.Value.All()))
			}
		}
		if len(earlier) > 0 {
			j.find(u, finding.Finding{ID: finding.XFCCEarlier, Spans: earlier}, -1, About{Name: u.Fields[i].Name, Count: count})
		}
	}
}

// header judges one named value.
func (j *Judge) header(u *Unit, f *Field) {
	span := []source.Span{f.NameSpan}
	about := About{Name: f.Name, Families: []family.ID{u.Whose.Family}}
	own := f.Entry != family.NoMatch && f.Entry.ID() == family.ALB
	switch {
	case lookalike(f.Name):
		j.find(u, finding.Finding{ID: finding.HeaderUnknown, Spans: span}, -1, about)
	case own && f.Value == "" && f.Kind != family.ConnectionInfo:
		j.find(u, finding.Finding{ID: finding.HeaderEmpty, Spans: span}, -1, about)
	case own && f.Kind == family.Certificate && len(f.Certificates) > 1:
		about.Count = len(f.Certificates)
		j.find(u, finding.Finding{ID: finding.HeaderManyLeaves, Spans: span}, -1, about)
	case len(f.Certificates) > 0 && ofKubernetes(f.Name) && strings.HasPrefix(f.Value, "MI"): // of PEM it is LS0t
		j.find(u, finding.Finding{ID: finding.DERNotPEM, Spans: span}, -1, about)
	}
	if f.Renamed {
		about.Entry = f.Entry
		j.find(u, finding.Finding{ID: finding.HeaderRenamed, Spans: span}, -1, about)
	}
	if line := len(f.Name) + len(": ") + f.Field.Value.Len(); len(f.Objects) > 0 && f.Of < 0 && !f.JSON && line > CommonLimit {
		about.Count = line
		j.find(u, finding.Finding{ID: finding.HeaderSize, Spans: span, Fix: finding.ServerLimit}, -1, about)
	}
	j.deceptive(u, f)
	j.compare(u, f)
}

// ofKubernetes reports whether a value is a certificate of a Secret, of a kubeconfig
// or of a webhook: base64 of PEM.
func ofKubernetes(name string) bool {
	switch name {
	case "tls.crt", "ca.crt", "client-certificate-data", "certificate-authority-data", "caBundle":
		return true
	}
	return false
}

// deceptive looks for characters in a name that deceive: in the value as it stands,
// or in a distinguished name behind escapes.
func (j *Judge) deceptive(u *Unit, f *Field) {
	if f.Kind < family.Subject || f.Kind > family.Identity || f.Secret || f.Withheld {
		return
	}
	name := f.Kind <= family.IssuerPart
	host := f.Kind >= family.AllNames
	o, found := words.FindOdd(f.Value, host, name)
	value := f.Field.Value
	span := value.All()
	if found && f.Value == string(value.Bytes) {
		span = value.Span(o.At, o.At+len(string(o.Char)))
	}
	if !found && name {
		rdns, _ := dn.ParseString(f.Value)
		for i := 0; i < len(rdns) && !found; i++ {
			for k := 0; k < len(rdns[i]) && !found; k++ {
				o, found = words.FindOdd(rdns[i][k].Value, false, rdns[i][k].Type == "CN")
			}
		}
	}
	if found {
		j.find(u, finding.Finding{ID: finding.NameDeceptive, Spans: []source.Span{span}}, -1, About{Name: f.Name, Odd: o})
	}
}

// compare compares a value with the certificate that it belongs to: for a member of
// XFCC that of its own element, else the client's.
func (j *Judge) compare(u *Unit, f *Field) {
	if f.Kind == family.NoKind && f.Alone {
		return
	}
	at := u.clientOf(f)
	if f.Of >= 0 && f.Field.Element > 0 {
		if own := j.elementOf(u, f); own >= 0 {
			at = own
		} else if f.Element > 0 || j.otherElement(u, f) || j.otherHop(u, f) {
			at = -1
		}
	} else if f.Of >= 0 && f.Element > 0 {
		at = -1 // Traefik's Info of an issuer
	}
	var cert *Certificate
	if at >= 0 {
		cert = j.certificates[at]
		f.Compared = family.Compare(f.Kind, f.Value, cert.Certificate, f.Writing)
	} else {
		f.Compared = family.Compare(f.Kind, f.Value, nil, f.Writing)
	}
	c := &f.Compared
	if f.Secret || f.Withheld {
		*c = family.Comparison{}
	}
	switch c.Result {
	case family.Agrees:
		j.counts.Agree++
		u.Agree++
		if exactWriter(u, f) && !c.Exact {
			j.find(u, finding.Finding{ID: finding.HeaderRewritten, Spans: []source.Span{f.Field.Value.All()}}, -1, j.aboutValue(f))
		}
	case family.Differs:
		j.counts.Differ++
		u.Differ++
		value := f.Field.Value
		span := value.All()
		if len(f.Value) == value.Len() && c.Expected != "" {
			span = value.Span(c.At, max(c.At+1, value.Len()-c.Tail))
		}
		j.find(u, finding.Finding{ID: finding.HeaderDiffers, Spans: []source.Span{span}}, -1, j.aboutValue(f))
	}
}

func (j *Judge) aboutValue(f *Field) About {
	return About{Name: f.Name, Value: f.Value, Entry: f.Entry, Compared: f.Compared}
}

// exactWriter reports whether the sender of a value is known to write it in one way
// alone, to the byte.
func exactWriter(u *Unit, f *Field) bool {
	return u.Whose.Family == family.ALB && f.Entry != family.NoMatch && f.Entry.ID() == family.ALB && len(f.Objects) == 0
}

// clientOf returns the certificate that a value is about: where the headers of two
// families hold two, the one of its own; else the client's.
func (u *Unit) clientOf(f *Field) int {
	if f.Entry != family.NoMatch && len(u.Whose.Also) > 0 {
		for i := range u.Fields {
			g := &u.Fields[i]
			if g.Of < 0 && len(g.Certificates) > 0 && g.family() == f.family() && (g.Kind == family.Certificate || g.Kind == family.Chain && leafFirst(g)) {
				return g.Certificates[0]
			}
		}
	}
	return u.Client
}

// elementOf returns the certificate of the element of XFCC that a member is of; -1
// if it holds none.
func (j *Judge) elementOf(u *Unit, f *Field) int {
	chain := -1
	for i := range u.Fields {
		g := &u.Fields[i]
		if g.Of != f.Of || g.Element != f.Element || len(g.Certificates) == 0 {
			continue
		}
		if g.Kind == family.Certificate {
			return g.Certificates[0]
		}
		chain = g.Certificates[0]
	}
	return chain
}

// otherHop reports whether a member of XFCC without a certificate is of another one than
// the client's, which a header of another sender holds: by its hash it is the peer of
// another connection, a gateway's in a mesh.
func (j *Judge) otherHop(u *Unit, f *Field) bool {
	other := false
	for i := range u.Fields {
		g := &u.Fields[i]
		other = other || g.Client && g.Entry != family.NoMatch && g.family() != f.family()
	}
	for i := range u.Fields {
		if g := &u.Fields[i]; other && g.Of == f.Of && g.Kind == family.Fingerprint {
			return family.Compare(g.Kind, g.Value, j.certificates[u.Client].Certificate, g.Writing).Result == family.Differs
		}
	}
	return false
}

// otherElement reports whether the bundle that a member is of has elements after it.
func (j *Judge) otherElement(u *Unit, f *Field) bool {
	for i := range u.Fields {
		if g := &u.Fields[i]; g.Of == f.Of && g.Element > f.Element {
			return true
		}
	}
	return false
}
