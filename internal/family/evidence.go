package family

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
)

// scoring is what is gathered for one family.
type scoring struct {
	points   int
	own      int // names of its own, in a form that fits
	names    int
	fits     int // values that are written as this family writes them
	evidence []Evidence
	format   [8]int // points for each of its formats
}

// name counts one value under a name of the family.
func (s *scoring) name(m Match, i int, f *form, name string) {
	h := m.Header()
	points := 0
	switch h.Weight {
	case Own:
		points = ownPoints
		if s.own > 0 {
			points = ownAgain
		}
	case Usual:
		points = usualPoints
	default:
		points = sharedPoints
		if m.ID() == Nginx && h.Format == 1 && variable(name) {
			points = usualPoints
		}
	}
	if h.Kind == ConnectionInfo || h.Kind == KeyDetail || h.Kind == ProxyIdentity {
		points = min(points, usualPoints) / 2
	}
	s.names++
	bonus := f.fits(h)
	if bonus > 0 {
		s.fits++
	}
	if h.Weight == Own && bonus >= 0 && h.Kind != ConnectionInfo {
		s.own++
	}
	if bonus < 0 && h.Weight == Own {
		points, bonus = points/2, 0
		s.evidence = append(s.evidence, Evidence{ByOtherForm, i, 0})
	}
	s.evidence = append(s.evidence, Evidence{ByName, i, points})
	kind := ByForm
	switch {
	case bonus < 0:
		kind = ByOtherForm
	case h.Kind == Outcome || h.Kind == Error:
		kind = ByWord
	}
	if bonus += absence(m.ID(), f.absent); bonus != 0 {
		s.evidence = append(s.evidence, Evidence{kind, i, bonus})
	}
	s.points += points + bonus
	s.format[min(int(h.Format), len(s.format)-1)] += points + max(bonus, 0)
}

// variable reports whether a name is written as nginx's variables are, in small letters
// with underscores. Those of Apache are in capitals, until a program makes them small.
func variable(name string) bool {
	return strings.IndexByte(name, '_') > 0 && strings.IndexByte(name, '-') < 0 && strings.ToLower(name) == name
}

// absence is what a way to say nothing tells of the sender.
func absence(id ID, a Absence) int {
	switch {
	case a == NullWord && id == Apache:
		return 4
	case a == Placeholder && id == Caddy:
		return 40
	case (a == EmptyBytes || a == EmptyHash || a == EmptyList) && id == Caddy:
		return 8
	case a == Dash && id == Squid:
		return 6
	}
	return 0
}

// neighbors counts the values beside that speak for the family.
func (s *scoring) neighbors(f *Family, values []Named) {
	for n := range f.Neighbors {
		neighbor := &f.Neighbors[n]
		for i := range values {
			if neighbor.is(&values[i]) {
				s.points += int(neighbor.Sure)
				s.evidence = append(s.evidence, Evidence{ByNeighbor, i, int(neighbor.Sure)})
				break
			}
		}
	}
}

// enoughBeside is from how many points on the values beside show that a request came
// over a family.
const enoughBeside = 50

// unnamed looks for families whose headers the operator names: what they send beside is
// there, and what there is of certificates and outcomes, under whatever names, is in
// their writing. Of that nobody can be certain: another proxy may have written it.
func unnamed(values []Named, all *[familyEnd]scoring) {
	for id := None + 1; id < familyEnd; id++ {
		f := families[id]
		if !f.Unnamed || all[id].names > 0 {
			continue
		}
		var s scoring
		if s.neighbors(f, values); s.points >= enoughBeside && s.written(f, values) {
			s.names, s.points = 1, min(s.points, sureCertain-1)
			all[id] = s
		}
	}
}

// written counts the certificates and outcomes in the family's writing; it is false if
// there are none, or one is written in another way.
func (s *scoring) written(f *Family, values []Named) bool {
	for i := range values {
		v := &values[i]
		kind, how := Certificate, ByForm
		if len(v.Certificates) == 0 {
			if _, _, ok := readUnnamed(v.Name, v.text()); !ok {
				continue
			}
			kind, how = Outcome, ByWord
		}
		for k := range f.Headers {
			h := &f.Headers[k]
			if h.Kind != kind {
				continue
			}
			form := formOf(v.Value, v.text())
			points := form.fits(h)
			if points <= 0 {
				return false
			}
			s.fits++
			s.points += points
			s.evidence = append(s.evidence, Evidence{how, i, points})
			break
		}
	}
	return s.fits > 0
}

func (n *Neighbor) is(v *Named) bool {
	var buffer [maxName]byte
	name := normal(&buffer, v.Name)
	if start, ok := strings.CutSuffix(n.Name, "*"); ok {
		if !bytes.HasPrefix(name, []byte(start)) {
			return false
		}
	} else if string(name) != n.Name {
		return false
	}
	const enough = 400
	return n.Holds == "" || bytes.Contains(bytes.ToLower(v.Value[:min(len(v.Value), enough)]), []byte(n.Holds))
}

// kin are families whose values are the same because they are the same software.
func kin(a, b ID) bool {
	group := func(id ID) int {
		switch id {
		case Nginx, IngressNginx:
			return 1
		case Envoy, ContainerApps:
			return 2
		}
		return -int(id)
	}
	return group(a) == group(b)
}

// against reports whether a value under a name that others send too is written as the
// family does not write it.
func (s *scoring) against() bool {
	for _, e := range s.evidence {
		if e.Kind == ByOtherForm && e.Points < 0 {
			return true
		}
	}
	return false
}

// misfit reports whether any value is written as the family does not write it.
func (s *scoring) misfit() bool {
	for i := range s.evidence {
		if s.evidence[i].Kind == ByOtherForm {
			return true
		}
	}
	return false
}

// covers reports whether the family has each name that the other has, and whether
// nothing but names and writing speaks for the other.
func (s *scoring) covers(o *scoring) bool {
	for i := range o.evidence {
		switch e := &o.evidence[i]; e.Kind {
		case ByNeighbor, BySetting:
			return false
		case ByName:
			if !s.named(e.Value) {
				return false
			}
		}
	}
	return true
}

// named reports whether the name of a value is the family's.
func (s *scoring) named(value int) bool {
	for i := range s.evidence {
		if e := &s.evidence[i]; e.Kind == ByName && e.Value == value {
			return true
		}
	}
	return false
}

// identity reports whether the evidence has a name beside details of the connection.
func (s *scoring) identity() bool {
	for _, e := range s.evidence {
		if e.Kind == ByName && e.Points >= ownAgain {
			return true
		}
	}
	return false
}

// settingWord is in the names of the attributes of a listener that rename headers.
const settingWord = "mtls_clientcert"

// settings finds settings of a listener that rename headers, and counts the values
// under the new names for ALB.
func settings(values []Named, all *[familyEnd]scoring) (found bool) {
	for i := range values {
		name, value := values[i].Name, values[i].Value
		if !strings.Contains(name, settingWord) && !(len(value) < 4096 && bytes.Contains(value, []byte(settingWord))) {
			continue
		}
		list := Renamings(value)
		if r, ok := RenamingOf(name, string(value)); ok {
			list = []Renaming{r}
		}
		for _, r := range list {
			for j := range values {
				if j != i && strings.EqualFold(values[j].Name, r.To) {
					found = true
					s := &all[ALB]
					s.names++
					s.own++
					s.points += ownPoints
					s.format[r.Entry.Header().Format] += ownPoints
					s.evidence = append(s.evidence, Evidence{BySetting, i, ownPoints}, Evidence{ByName, j, 0})
				}
			}
		}
	}
	return found
}

// albByValues looks for ALB's headers under names that nobody knows: a percent-encoded
// PEM with + / = bare, and beside it a pair of dates or two more values in ALB's
// writing. Any name, word or neighbor of another family speaks against it. One such
// value alone is only said to be written as ALB and others do.
func (d *Decision) albByValues(values []Named, matches [][]Match) {
	pem, dates, short := noValue, noValue, 0
	for i := range values {
		switch {
		case len(matches[i]) > 0:
		case pem == noValue && bytes.HasPrefix(values[i].Value, []byte("-----BEGIN%20")) && carrier.Of(values[i].Value) == carrier.PEMSafe && bytes.ContainsAny(values[i].Value, "+/="):
			pem = i
		case dates == noValue && carrier.IsValidity(values[i].Value):
			dates = i
		}
	}
	switch {
	case pem == noValue:
		d.ValueOf = dates
		return
	case foreign(values, matches):
		d.ValueOf = pem
		return
	}
	var leaf *certinfo.Certificate
	if list := values[pem].Certificates; len(list) > 0 {
		leaf = list[0]
	}
	evidence := []Evidence{{ByForm, pem, 1}}
	dates = noValue
	for i := range values {
		v := &values[i]
		const longest = 4096
		if i == pem || len(matches[i]) > 0 || len(v.Value) > longest || len(v.Value) < 2 {
			continue
		}
		kind := albKind(v.Value)
		if kind == NoKind || leaf != nil && !exactly(kind, string(v.Value), leaf) {
			continue
		}
		how := ByForm
		if leaf != nil {
			how = ByAgreement
		}
		evidence = append(evidence, Evidence{how, i, 1})
		if kind == ValidityPair {
			dates = i
		} else {
			short++
		}
	}
	if dates == noValue && short < 2 {
		d.ValueOf = pem
		return
	}
	d.Family, d.Sure, d.Renamed, d.Format, d.Evidence = ALB, Possible, true, 0, evidence
}

// foreign reports whether anything speaks against ALB: a name of another family, a word
// of a verification, Via, a neighbor of another.
func foreign(values []Named, matches [][]Match) bool {
	for i := range values {
		v := &values[i]
		for _, m := range matches[i] {
			if m.ID() != ALB {
				return true
			}
		}
		if _, _, ok := readUnnamed(v.Name, string(v.Value[:min(len(v.Value), 256)])); ok || strangeNeighbor(v) {
			return true
		}
	}
	return false
}

// albKind tells which of ALB's short values a value could be, by its form.
func albKind(value []byte) Kind {
	switch {
	case carrier.IsValidity(value):
		return ValidityPair
	case len(value)%2 == 0 && len(value) >= 2 && len(value) <= 64 && only(value, "0123456789ABCDEF"):
		return Serial
	}
	if shape := nameShape(string(value)); shape == plainCommas || shape == escapedCommas {
		return Subject
	}
	return NoKind
}

func exactly(k Kind, value string, leaf *certinfo.Certificate) bool {
	w := nameRFC2253
	switch k {
	case ValidityPair:
		w = datePair
	case Serial:
		w = serialUpper
	}
	if Compare(k, value, leaf, w).Exact {
		return true
	}
	return k == Subject && Compare(Issuer, value, leaf, w).Exact
}

func only(s []byte, of string) bool {
	for _, c := range s {
		if strings.IndexByte(of, c) < 0 {
			return false
		}
	}
	return true
}

// strangeNeighbor reports whether a value speaks for a proxy that is not AWS's load
// balancer.
func strangeNeighbor(v *Named) bool {
	if strings.EqualFold(v.Name, "via") {
		return true
	}
	for id := None + 1; id < familyEnd; id++ {
		if id == ALB {
			continue
		}
		for n := range families[id].Neighbors {
			if x := &families[id].Neighbors[n]; x.Sure >= 30 && x.is(v) {
				return true
			}
		}
	}
	return false
}
